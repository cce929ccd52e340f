"""The protokoll as a page for everybody, and its beginning."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from meetings.access import fetch_meeting
from meetings.enums import MinutesState
from meetings.models import Minutes
from meetings.querysets import PUBLISHED
from meetings.selectors.minutes_reading import protokoll
from meetings.services import minutes as services
from meetings.views.minutes_access import Room, enter_minutes
from municipalities.entry import enter, require_coordinator
from samhandling.accounts.models import User
from samhandling.core.errors import NotPossible


@require_safe
def read(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    """The newest version the reader may see; the secretariat begins here when there is none."""
    room = enter_minutes(request, partnership_slug, pk)
    if room.newest is None:
        if not room.access.is_coordinator:
            raise Http404
        can_start = room.meeting.state in PUBLISHED
        return render(request, "meetings/minutes_none.html", {"meeting": room.meeting, "can_start": can_start})
    return _page(request, room, room.newest)


@require_safe
def version(request: HttpRequest, partnership_slug: str, pk: int, number: int) -> HttpResponse:
    room = enter_minutes(request, partnership_slug, pk)
    for minutes in room.versions:
        if minutes.version == number:
            return _page(request, room, minutes)
    raise Http404


def _page(request: HttpRequest, room: Room, minutes: Minutes) -> HttpResponse:
    chairs = room.meeting.committee_id in room.access.chair_ids
    return render(
        request,
        "meetings/minutes.html",
        {
            "meeting": room.meeting,
            "minutes": minutes,
            "page": protokoll(minutes, internal=room.internal),
            "versions": room.versions,
            "newer": next((other for other in room.versions if other.corrects_id == minutes.pk), None),
            "writes": room.access.is_coordinator and minutes == room.newest,
            "approves": minutes.state == MinutesState.DRAFT and (chairs or room.access.is_coordinator),
        },
    )


@login_required
@require_POST
def start(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    meeting = fetch_meeting(partnership, pk)
    require_coordinator(access)
    assert isinstance(request.user, User)
    try:
        services.start_minutes(meeting=meeting, user=request.user)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
        return redirect("meetings:minutes", partnership.slug, pk)
    return redirect("meetings:minutes-edit", partnership.slug, pk)
