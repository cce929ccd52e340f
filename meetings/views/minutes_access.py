"""How every view of the minutes begins: the version in question, and whether the user may read or write it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest

from meetings.access import fetch_meeting
from meetings.disclosure import reads_minutes
from meetings.models import Meeting, Minutes
from municipalities.access import Access
from municipalities.entry import enter, require_coordinator
from municipalities.models import Partnership
from samhandling.accounts.models import User


@dataclass(frozen=True)
class Room:
    """The minutes of one meeting, for one user. `minutes` is None when none are begun (or none may be seen)."""

    partnership: Partnership
    access: Access
    meeting: Meeting
    versions: list[Minutes]
    """Those the user may read, newest first."""

    @property
    def newest(self) -> Minutes | None:
        return self.versions[0] if self.versions else None

    @property
    def internal(self) -> bool:
        """Reads what is exempt from public access."""
        return self.access.reads_internal(self.meeting.committee_id)

    def require_newest(self) -> Minutes:
        """404 when there is nothing the user may know of."""
        if self.newest is None:
            raise Http404
        return self.newest


def enter_minutes(request: HttpRequest, partnership_slug: str, pk: int) -> Room:
    partnership, access = enter(request, partnership_slug)
    meeting = fetch_meeting(partnership, pk)
    rows = meeting.minutes.select_related("approved_by", "locked_by", "corrected_by").order_by("-version")
    versions = []
    for minutes in rows:
        minutes.meeting = meeting
        if reads_minutes(access, minutes, meeting.committee_id):
            versions.append(minutes)
    return Room(partnership, access, meeting, versions)


def enter_writing(request: HttpRequest, partnership_slug: str, pk: int) -> tuple[Room, Minutes, User]:
    """The newest version, for the secretariat: 404 when the user may not see it, 403 when he may not write."""
    room = enter_minutes(request, partnership_slug, pk)
    minutes = room.require_newest()
    require_coordinator(room.access)
    assert isinstance(request.user, User)
    return room, minutes, request.user
