"""How every view begins: the partnership in the address, and who the user is there."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from municipalities.access import Access, access_for
from municipalities.models import Partnership


def enter(request: HttpRequest, partnership_slug: str) -> tuple[Partnership, Access]:
    """The partnership in the address (or 404), and who the user is there.

    Sets `request.partnership`, which the navigation reads.
    """
    partnership = get_object_or_404(Partnership.objects.select_related("trust"), slug=partnership_slug)
    request.partnership = partnership  # type: ignore[attr-defined]
    return partnership, access_for(request.user, partnership)


def require_coordinator(access: Access) -> None:
    """Raises PermissionDenied (403) unless the user works for the secretariat."""
    if not access.is_coordinator:
        raise PermissionDenied
