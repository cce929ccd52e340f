"""The basis for one municipality's invoice, as PDF: what it pays, how it is worked out, and where it belongs."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from functools import partial

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from municipalities.letterhead import logo
from reports.models import CostScheme, InvoiceBasis
from reports.rules.cost_sharing import Share, Sharing
from reports.selectors.costs import period_text, rate_text, sharing_of
from samhandling.core.dates import long_date, number
from samhandling.core.text import content_hash
from samhandling.core.words import list_of
from samhandling.documents import registry
from samhandling.documents.enums import Kind
from samhandling.documents.models import Document
from samhandling.documents.packet import CannotProduce, Front, Packet, PageMap
from samhandling.documents.typography import typeset


@dataclass(frozen=True)
class Line:
    label: str
    text: str


@dataclass(frozen=True)
class InvoiceContent:
    """All that the file says."""

    language: str
    partnership: str
    sender: str
    email: str
    dated: str
    scheme: str
    municipality: str
    title: str
    facts: tuple[Line, ...]
    purpose: str
    steps: tuple[Line, ...]
    kroner: str
    sums: tuple[Line, ...]
    notes: tuple[str, ...]

    def source_hash(self) -> str:
        """Of what it says, but not of the day it was ordered: the same sum twice is the same file."""
        return content_hash(dataclasses.asdict(self) | {"dated": ""})


def register() -> None:
    registry.register(Kind.INVOICE_BASIS, invoice_packet)


def invoice_packet(document: Document) -> Packet:
    bases = InvoiceBasis.objects.select_related("scheme__partnership__trust", "municipality")
    basis = bases.get(pk=document.object_id)
    sharing = sharing_of(basis.scheme)
    share = next((row for row in sharing.shares if row.municipality == basis.municipality_id), None)
    if share is None:
        raise CannotProduce(_("Kommunen er ikke lenger med i kostnadsdelingen."))
    content = invoice_content(basis, sharing, share)
    partnership = basis.scheme.partnership
    return Packet(
        title=f"{content.title} – {content.municipality}",
        language=document.language,
        creator=", ".join(filter(None, [content.sender, content.partnership])),
        file_name=f"{_('Fakturagrunnlag')} {basis.scheme.name} {share.name}",
        created_at=timezone.localtime(basis.ordered_at),
        running_head=f"{content.title} · {content.scheme} · {content.municipality}",
        description=_("Grunnlag for faktura for kommunens del av felles kostnader"),
        front=Front(partial(invoice_html, content), {"logo": logo(partnership)}),
    )


def invoice_html(content: InvoiceContent, pages: PageMap) -> str:
    return render_to_string("reports/pdf/invoice_basis.html", {"content": content, "language": content.language})


def source_hash_of(basis: InvoiceBasis, sharing: Sharing, share: Share) -> str:
    """Of what the file would say now, also when it would be the reason why there is none."""
    try:
        return invoice_content(basis, sharing, share).source_hash()
    except CannotProduce as reason:  # the worker says why in the document
        return content_hash(["cannot", str(reason)])


def invoice_content(basis: InvoiceBasis, sharing: Sharing, share: Share) -> InvoiceContent:
    """What the file says, in the municipality's language. Raises CannotProduce without a population."""
    with translation.override(basis.language):
        if share.inhabitants is None or share.kroner is None:
            values = {"name": share.name, "year": basis.scheme.population_year}
            raise CannotProduce(_("Folketallet for %(name)s 1. januar %(year)s mangler.") % values)
        return _content(basis, sharing, share, share.inhabitants, share.kroner)


def _content(basis: InvoiceBasis, sharing: Sharing, share: Share, inhabitants: int, kroner: int) -> InvoiceContent:
    scheme, partnership = basis.scheme, basis.scheme.partnership
    return InvoiceContent(
        language=basis.language,
        partnership=partnership.name,
        sender=partnership.secretariat_name,
        email=partnership.secretariat_email,
        dated=long_date(timezone.localdate(basis.ordered_at)),
        scheme=typeset(scheme.name),
        municipality=share.name,
        title=_("Fakturagrunnlag"),
        facts=tuple(_facts(scheme, share)),
        purpose=typeset(scheme.purpose),
        steps=tuple(_steps(scheme, share, inhabitants)),
        kroner=number(kroner),
        sums=tuple(_sums(sharing)),
        notes=tuple(_notes(sharing, share)),
    )


def _facts(scheme: CostScheme, share: Share) -> list[Line]:
    facts = [
        Line(_("Til"), _("%(name)s kommune (kommunenummer %(number)s)") % {"name": share.name, "number": share.number}),
        Line(_("Gjelder"), typeset(scheme.name)),
        Line(_("Tidsrom"), period_text(scheme)),
    ]
    if scheme.decided_in:
        facts.append(Line(_("Vedtatt i"), typeset(scheme.decided_in)))
    return facts


def _steps(scheme: CostScheme, share: Share, inhabitants: int) -> list[Line]:
    day = {"year": scheme.population_year}
    return [
        Line(_("Innbyggere 1. januar %(year)s") % day, number(inhabitants)),
        Line(_("Sats per innbygger i året"), rate_text(scheme)),
    ]


def _sums(sharing: Sharing) -> list[Line]:
    rows = [Line(_("Kommunene til sammen"), number(sharing.municipal))]
    if sharing.trust_matches:
        rows.append(Line(_("Helseforetaket, like mye"), number(sharing.trust)))
        rows.append(Line(_("Til sammen"), number(sharing.total)))
    return rows


def _notes(sharing: Sharing, share: Share) -> list[str]:
    notes = [
        _("Beløpet er rundet av til nærmeste hele krone."),
        _("Folketallet er fra Statistisk sentralbyrå, tabell 07459."),
    ]
    if share.summed_from:
        names = {"names": list_of(share.summed_from), "name": share.name}
        notes.append(_("%(name)s fantes ikke denne dagen; folketallet er summen for %(names)s.") % names)
    if share.note:
        notes.append(share.note)
    if sharing.missing:
        names = {"names": list_of([row.name for row in sharing.missing])}
        notes.append(_("Summen for hele ordningen er uten %(names)s, der folketallet mangler.") % names)
    return notes
