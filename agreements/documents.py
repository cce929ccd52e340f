"""The agreements' files: whose a `Document` is, who may have it, and which page it belongs on.

Each room names its subjects once, in `agreements.packets.register`::

    documents.register(LocalPaper, Policy(
        partnership_id=lambda paper: paper.revision.agreement.partnership_id,
        may_read=lambda access, document: ...,
        page=lambda slug, paper: reverse("agreements:local-papers", args=[slug, paper.revision_id]),
    ))

and gets downloads (`agreements:document-download`) and new attempts (`agreements:document-retry`) from here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.urls import reverse

from municipalities.access import Access
from municipalities.models import Partnership
from samhandling.documents.models import Document
from samhandling.documents.selectors import DocumentRow


def _coordinators(access: Access, document: Document) -> bool:
    return access.is_coordinator


@dataclass(frozen=True)
class Policy:
    """What the subjects of one model say of their documents. `partnership_id` and `page` get the subject."""

    partnership_id: Callable[[Any], int]
    may_read: Callable[[Access, Document], bool]
    page: Callable[[str, Any], str]
    """The address to come back to, from the partnership's slug and the subject."""
    may_retry: Callable[[Access, Document], bool] = _coordinators


_policies: dict[type[models.Model], Policy] = {}


def register(model: type[models.Model], policy: Policy) -> None:
    _policies[model] = policy


def policy_of(document: Document) -> Policy | None:
    """None when the document is not one of the agreements'."""
    subject = document.subject
    return _policies.get(type(subject)) if subject is not None else None


def may_read(access: Access, document: Document) -> bool:
    """Whether the document belongs to the partnership and is one the user may have. `subject` should be fetched."""
    policy = policy_of(document)
    if policy is None or policy.partnership_id(document.subject) != access.partnership_id:
        return False
    return policy.may_read(access, document)


def may_retry(access: Access, document: Document) -> bool:
    policy = policy_of(document)
    return policy is not None and may_read(access, document) and policy.may_retry(access, document)


def page_of(partnership: Partnership, document: Document) -> str:
    policy = policy_of(document)
    assert policy is not None  # may_read has been asked
    return policy.page(partnership.slug, document.subject)


def document_row(partnership: Partnership, access: Access, document: Document) -> DocumentRow:
    """For `documents/progress.html`, with the addresses this reader may use."""
    args = [partnership.slug, document.pk]
    retry = reverse("agreements:document-retry", args=args) if may_retry(access, document) else ""
    return DocumentRow(document, reverse("agreements:document-download", args=args), retry)


def document_rows(partnership: Partnership, access: Access, documents: Iterable[Document]) -> list[DocumentRow]:
    """The rows this reader may have. Set `document.subject` first where there are many."""
    return [document_row(partnership, access, row) for row in documents if may_read(access, row)]
