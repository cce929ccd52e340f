"""The invoice bases of a scheme: which are made, which are under way, and which cannot be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from municipalities.access import Access
from reports.models import CostScheme, InvoiceBasis
from reports.packets.invoice import source_hash_of
from reports.rules.cost_sharing import Share, Sharing
from samhandling.documents.enums import State
from samhandling.documents.models import Document
from samhandling.documents.selectors import OrderedFiles, current_documents


@dataclass(frozen=True)
class InvoiceLine:
    """A municipality, what it pays, and its file; `document` is None until it is ordered."""

    share: Share
    basis: InvoiceBasis | None = None
    document: Document | None = None
    is_outdated: bool = False
    """The file is ready, and says something else than it would today."""

    @property
    def state(self) -> str:
        return self.document.state if self.document else ""

    @property
    def is_ready(self) -> bool:
        return self.state == State.READY

    @property
    def is_under_way(self) -> bool:
        return self.document is not None and self.document.is_under_way

    @property
    def ordered_at(self) -> dt.datetime | None:
        return self.basis.ordered_at if self.basis else None


@dataclass(frozen=True)
class Invoices(OrderedFiles[InvoiceLine]):
    @property
    def outdated(self) -> int:
        return sum(line.is_outdated for line in self.lines)


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
        document = files.get((basis.pk, basis.language)) if basis else None
        yield InvoiceLine(share, basis, document, _is_outdated(scheme, sharing, share, basis, document))


def _is_outdated(
    scheme: CostScheme, sharing: Sharing, share: Share, basis: InvoiceBasis | None, document: Document | None
) -> bool:
    if basis is None or document is None or document.state != State.READY:
        return False
    basis.scheme = scheme
    return source_hash_of(basis, sharing, share) != document.source_hash


def newest_file(basis: InvoiceBasis) -> Document | None:
    """The newest finished file, also while a newer one is being made."""
    files = Document.objects.about(basis).filter(language=basis.language, state=State.READY)
    return files.order_by("-version").first()


def ready_files(found: Invoices) -> list[Document]:
    return [line.document for line in found.ordered if line.document and line.is_ready]
