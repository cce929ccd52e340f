"""A redline as a file of its own: what is compared, what is new in short, and the whole text with its changes."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from agreements import documents
from agreements.documents import Policy
from agreements.models import RedlineOrder
from agreements.packets.printed import PrintedRow, printed_rows
from agreements.selectors.redlines import Comparison, Side, against_own, between, reading_of
from municipalities.access import Access
from municipalities.letterhead import logo
from samhandling.core.text import content_hash
from samhandling.documents import registry
from samhandling.documents.enums import Kind
from samhandling.documents.models import Document
from samhandling.documents.packet import CannotProduce, Front, Packet, PageMap
from samhandling.documents.typography import mark_signs, typeset


@dataclass(frozen=True)
class Fact:
    label: str
    text: str


@dataclass(frozen=True)
class RedlineContent:
    """All that the file says."""

    language: str
    text_language: str
    sender: str
    partnership: str
    title: str
    name: str
    """Of the file and of the window: «Endringer i delavtale 4 fra versjon 3 til versjon 4»."""
    facts: tuple[Fact, ...]
    sentence: str
    text_title: str
    rows: tuple[PrintedRow, ...]
    dated: datetime

    def source_hash(self) -> str:
        return content_hash(dataclasses.asdict(self))


def register() -> None:
    registry.register(Kind.REDLINE, redline_packet)
    documents.register(RedlineOrder, Policy(partnership_id=_partnership_id, may_read=_may_read, page=_page))


def _partnership_id(order: RedlineOrder) -> int:
    return order.version.agreement.partnership_id


def _may_read(access: Access, document: Document) -> bool:
    """Between frozen versions it is public; against a party's own text, or of a draft, it is for members."""
    return access.is_member or document.is_public


def _page(slug: str, order: RedlineOrder) -> str:
    agreement = order.version.agreement_id
    if order.party is not None and order.party.municipality is not None:
        own = reverse("agreements:redline-own", args=[slug, agreement, order.party.municipality.number])
        return f"{own}?til={order.version.number}"
    assert order.old_version is not None  # a check of the row
    query = f"?fra={order.old_version.number}&til={order.version.number}"
    return reverse("agreements:redline", args=[slug, agreement]) + query


def language_of(comparison: Comparison) -> str:
    """The municipality's own, where it has chosen one; else the partnership's."""
    partnership = comparison.agreement.partnership
    municipality = comparison.party.municipality if comparison.party else None
    return municipality.language_in(partnership) if municipality else str(partnership.language)


def redline_content(comparison: Comparison) -> RedlineContent:
    """What the file says, in its own language, whatever the reader's is."""
    language = language_of(comparison)
    with translation.override(language):
        return _content(in_language(comparison), language)


def in_language(comparison: Comparison) -> Comparison:
    """The comparison once more, with its words in the language that is active."""
    assert comparison.old is not None  # there is something to compare with
    if comparison.party is not None:
        return against_own(comparison.agreement, comparison.party, comparison.new.version)
    return between(comparison.agreement, comparison.old.version, comparison.new.version)


def _content(comparison: Comparison, language: str) -> RedlineContent:
    old, new = comparison.old, comparison.new
    assert old is not None
    agreement = comparison.agreement
    nobody = Access(agreement.partnership_id)  # the deviations of others are not in the file
    notes = {
        read.row.anchor: f"{read.note.get_kind_display()}. {read.note_text}".strip()
        for read in reading_of(comparison, nobody).rows
        if read.note is not None
    }
    return RedlineContent(
        language=language,
        text_language=new.version.language,
        sender=agreement.partnership.secretariat_name,
        partnership=agreement.partnership.name,
        title=typeset(agreement.label),
        name=name_of(comparison),
        facts=tuple(_facts(old, new)),
        sentence=comparison.redline.summary.sentence,
        text_title=typeset(mark_signs(comparison.redline.title_html)),
        rows=tuple(printed_rows(comparison.redline, notes=notes)),
        dated=_dated(new),
    )


def name_of(comparison: Comparison) -> str:
    """«Endringer i Delavtale 4 – Døgnopphold, versjon 3 til versjon 4»"""
    values = {"agreement": comparison.agreement.label, "new": comparison.new.version.number}
    if comparison.party is not None:
        values["name"] = comparison.party.name
        return _("Endringer i %(agreement)s siden %(name)s sist vedtok den, versjon %(new)s") % values
    assert comparison.old is not None
    values["old"] = comparison.old.version.number
    return _("Endringer i %(agreement)s, versjon %(old)s til versjon %(new)s") % values


def _facts(old: Side, new: Side) -> list[Fact]:
    facts = [
        Fact(_("Fra"), typeset(f"{old.label}, {_lower(old.detail)}")),
        Fact(_("Til"), typeset(f"{new.label}, {_lower(new.detail)}")),
    ]
    if new.version.sha256:
        facts.append(Fact(_("Kontrollsum"), " ".join(_groups(new.version.sha256))))
    return facts


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _groups(digest: str) -> list[str]:
    return [digest[place : place + 4] for place in range(0, len(digest), 4)]


def _dated(new: Side) -> datetime:
    """Of the newer text, so that the same texts give the same file."""
    return new.version.frozen_at or new.version.created_at


# --- The file -------------------------------------------------------------------------------------------------------


def redline_packet(document: Document) -> Packet:
    comparison = _comparison_of(document.object_id)
    content = redline_content(comparison)
    partnership = comparison.agreement.partnership
    return Packet(
        title=content.name,
        language=document.language,
        creator=", ".join(filter(None, [content.sender, content.partnership])),
        file_name=content.name,
        created_at=timezone.localtime(content.dated),
        running_head=content.name,
        description=_("Sammenligning av to tekster av avtalen"),
        front=Front(partial(redline_html, content), {"logo": logo(partnership)}),
    )


def _comparison_of(pk: int) -> Comparison:
    rows = RedlineOrder.objects.select_related(
        "version__agreement__partnership__trust", "version__revision", "old_version", "party__municipality"
    )
    order = rows.get(pk=pk)
    agreement = order.version.agreement
    if order.party is not None:
        comparison = against_own(agreement, order.party, order.version)
        if comparison.old is None:
            raise CannotProduce(_("Det finnes ikke en tidligere tekst å sammenligne med."))
        return comparison
    assert order.old_version is not None  # a check of the row
    return between(agreement, order.old_version, order.version)


def redline_html(content: RedlineContent, pages: PageMap) -> str:
    context = {
        "content": content,
        "rows": content.rows,
        "language": content.language,
        "text_language": content.text_language,
    }
    return render_to_string("agreements/pdf/redline.html", context)
