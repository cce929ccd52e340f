"""Ordering the invoice bases of a scheme: one municipality's or all, each a file of its own."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from municipalities.models import Municipality
from reports.models import CostScheme, InvoiceBasis
from reports.packets.invoice import source_hash_of
from reports.selectors.costs import sharing_of
from samhandling.accounts.models import User
from samhandling.audit.services import log
from samhandling.core.errors import NotPossible
from samhandling.documents.enums import Kind, Language, Variant
from samhandling.documents.models import Document
from samhandling.documents.services import order_document, retry_document


@transaction.atomic
def order_invoices(
    *, scheme: CostScheme, user: User | None, municipalities: Iterable[Municipality] | None = None
) -> list[InvoiceBasis]:
    """A PDF for each municipality given, or for all in the scheme, in its own language.

    One that says what its newest file says is not made again; one that failed is. Raises NotPossible when a
    municipality is not in the scheme, or nobody is.
    """
    parties = {row.pk: row for row in scheme.municipalities.all()}
    chosen = list(parties.values()) if municipalities is None else list(municipalities)
    if not chosen or any(row.pk not in parties for row in chosen):
        raise NotPossible(_("Kommunen er ikke med i kostnadsdelingen."))
    sharing = sharing_of(scheme)
    shares = {share.municipality: share for share in sharing.shares}
    bases = _rows(scheme, chosen, user)
    for basis in bases:
        order_document(
            subject=basis,
            kind=Kind.INVOICE_BASIS,
            variant=Variant.INTERNAL,
            language=Language(basis.language),
            source_hash=source_hash_of(basis, sharing, shares[basis.municipality_id]),
            requested_by=user,
        )
    text = ngettext("Bestilte %(count)s fakturagrunnlag", "Bestilte %(count)s fakturagrunnlag", len(bases))
    log(actor=user, verb="invoice_basis.ordered", subject=scheme, text=text % {"count": len(bases)})
    return bases


@transaction.atomic
def retry_invoices(*, scheme: CostScheme, user: User | None) -> int:
    """Queue every file that failed once more; the number of them."""
    bases = list(scheme.invoice_bases.all())
    failed = [row for row in Document.objects.about(*bases).current() if row.is_failed] if bases else []
    for document in failed:
        retry_document(document=document, requested_by=user)
    return len(failed)


def _rows(scheme: CostScheme, municipalities: list[Municipality], user: User | None) -> list[InvoiceBasis]:
    """A row for each, new or old; all of them know the scheme and the municipality without a query."""
    now = timezone.now()
    InvoiceBasis.objects.bulk_create(
        [
            InvoiceBasis(
                scheme=scheme,
                municipality=row,
                language=row.language_in(scheme.partnership),
                ordered_at=now,
                ordered_by=user,
            )
            for row in municipalities
        ],
        update_conflicts=True,
        unique_fields=["scheme", "municipality"],
        update_fields=["language", "ordered_at", "ordered_by"],
    )
    found = list(InvoiceBasis.objects.filter(scheme=scheme, municipality__in=municipalities))
    by_pk = {row.pk: row for row in municipalities}
    for basis in found:
        basis.scheme, basis.municipality = scheme, by_pk[basis.municipality_id]
    return found
