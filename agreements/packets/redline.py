"""A redline as a file."""

from __future__ import annotations

from django.urls import reverse

from agreements import documents
from agreements.documents import Policy
from agreements.models import RedlineOrder
from municipalities.access import Access
from samhandling.documents.models import Document


def register() -> None:
    documents.register(RedlineOrder, Policy(partnership_id=_partnership_id, may_read=_may_read, page=_page))


def _partnership_id(order: RedlineOrder) -> int:
    return order.version.agreement.partnership_id


def _may_read(access: Access, document: Document) -> bool:
    """Between frozen versions it is public; against a party's own text, or of a draft, it is for members."""
    return access.is_member or document.is_public


def _page(slug: str, order: RedlineOrder) -> str:
    agreement = order.version.agreement_id
    if order.old_version is None:
        return reverse("agreements:redline-own", args=[slug, agreement, order.party.municipality.number])
    query = f"?fra={order.old_version.number}&til={order.version.number}"
    return reverse("agreements:redline", args=[slug, agreement]) + query
