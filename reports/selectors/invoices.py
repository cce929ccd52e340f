"""The invoice bases of a scheme: which are made, which are under way, and which cannot be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from municipalities.access import Access
from reports.models import CostScheme, InvoiceBasis
from reports.rules.cost_sharing import Share, Sharing
from samhandling.documents.enums import State
from samhandling.documents.models import Document
from samhandling.documents.selectors import current_documents


@dataclass(frozen=True)
class InvoiceLine:
    """A municipality, what it pays, and its file; `document` is None until it is ordered."""

    share: Share
    basis: InvoiceBasis | None = None
    document: Document | None = None

    @property
    def state(self) -> str:
        return self.document.state if self.document else ""

    @property
    def is_ready(self) -> bool:
        return self.state == State.READY


@dataclass(frozen=True)
class Invoices:
    lines: list[InvoiceLine]

    @cached_property
    def ordered(self) -> list[InvoiceLine]:
        return [line for line in self.lines if line.document]

    @property
    def ready(self) -> int:
        return sum(line.is_ready for line in self.lines)

    @property
    def failed(self) -> int:
        return sum(line.state == State.FAILED for line in self.lines)

    @property
    def is_under_way(self) -> bool:
        return any(line.document.is_under_way for line in self.ordered if line.document)

    @property
    def ordered_at(self) -> dt.datetime | None:
        return max((line.basis.ordered_at for line in self.ordered if line.basis), default=None)


def may_read_invoices(access: Access) -> bool:
    """Those who take part in the cooperation."""
    return access.is_member


def invoices(scheme: CostScheme, sharing: Sharing) -> Invoices:
    """A line for each municipality in the scheme; two queries."""
    return Invoices(list(_lines(scheme, sharing)))


def _lines(scheme: CostScheme, sharing: Sharing) -> Iterator[InvoiceLine]:
    bases = {basis.municipality_id: basis for basis in scheme.invoice_bases.all()}
    files = {(document.object_id, document.language): document for document in current_documents(*bases.values())}
    for share in sharing.shares:
        basis = bases.get(share.municipality)
        yield InvoiceLine(share, basis, files.get((basis.pk, basis.language)) if basis else None)


def newest_file(basis: InvoiceBasis) -> Document | None:
    """The newest finished file, also while a newer one is being made."""
    files = Document.objects.about(basis).filter(language=basis.language, state=State.READY)
    return files.order_by("-version").first()


def ready_files(found: Invoices) -> list[Document]:
    return [line.document for line in found.ordered if line.document and line.is_ready]
