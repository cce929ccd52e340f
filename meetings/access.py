"""Fetching for views: a partnership, meeting or case the user may see, or 404; the right to change it, or 403."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from meetings.models import Case, Meeting
from municipalities.access import Access, access_for
from municipalities.models import Partnership


def enter(request: HttpRequest, partnership_slug: str) -> tuple[Partnership, Access]:
    """The partnership in the address and who the user is there. Sets `request.partnership` for the navigation."""
    partnership = get_object_or_404(Partnership.objects.select_related("trust"), slug=partnership_slug)
    request.partnership = partnership  # type: ignore[attr-defined]
    return partnership, access_for(request.user, partnership)


def require_coordinator(access: Access) -> None:
    """Raises PermissionDenied (403) unless the user works for the secretariat."""
    if not access.is_coordinator:
        raise PermissionDenied


def fetch_meeting(partnership: Partnership, pk: int) -> Meeting:
    """A meeting of this partnership; another partnership's is 404."""
    meetings = Meeting.objects.select_related("committee__partnership", "approved_by")
    return get_object_or_404(meetings, pk=pk, committee__partnership=partnership)


def fetch_case(partnership: Partnership, access: Access, pk: int) -> Case:
    """A case the user may know of; hidden ones are 404."""
    return get_object_or_404(
        Case.objects.visible_to(access).select_related("legal_basis"), pk=pk, partnership=partnership
    )
