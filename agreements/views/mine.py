"""Each municipality's own page, the sheet for its council's secretary, and its deadlines as a calendar."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agreements.access import require_member
from agreements.deadline_feed import calendar_of
from agreements.selectors.handout import handout_of
from agreements.selectors.mine import mine_page, municipalities_of
from agreements.selectors.own_deadlines import own_deadlines, sequences
from municipalities.access import Access
from municipalities.entry import enter
from municipalities.models import Municipality, Partnership


@login_required
@require_safe
def mine(request: HttpRequest, partnership_slug: str) -> HttpResponse:
    """The page of the municipality one speaks for; a choice for those who speak for several, or for none."""
    partnership, access = enter(request, partnership_slug)
    require_member(access)
    day = partnership.as_of(timezone.localdate())
    own = municipalities_of(partnership, access.municipality_ids, day)
    if len(own) == 1:
        return _page(request, partnership, access, own[0], day)
    offered = own or municipalities_of(partnership, None, day)
    return render(
        request, "agreements/mine_choose.html", {"municipalities": offered, "has_several": bool(own), "day": day}
    )


@login_required
@require_safe
def mine_of(request: HttpRequest, partnership_slug: str, number: str) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    require_member(access)
    municipality, day = _municipality(partnership, number)
    return _page(request, partnership, access, municipality, day)


def _page(
    request: HttpRequest, partnership: Partnership, access: Access, municipality: Municipality, day: dt.date
) -> HttpResponse:
    page = mine_page(partnership, municipality, access, day)
    is_own = municipality.pk in access.municipality_ids
    context = {
        "page": page,
        "municipality": municipality,
        "lead": page.sentence(_("dere") if is_own else municipality.name),
        "is_own": is_own,
        "may_plan": access.is_coordinator or municipality.pk in access.chief_ids,
        "day": day,
    }
    return render(request, "agreements/mine.html", context)


@login_required
@require_safe
def mine_handout(request: HttpRequest, partnership_slug: str, number: str) -> HttpResponse:
    """One sheet with what the council has to decide, to print or send on."""
    partnership, access = enter(request, partnership_slug)
    require_member(access)
    municipality, day = _municipality(partnership, number)
    page = handout_of(partnership, municipality, day)
    site = request.build_absolute_uri("/").rstrip("/")
    context = {"page": page, "municipality": municipality, "day": day, "site": site}
    return render(request, "agreements/mine_handout.html", context)


@require_safe
def deadline_feed(request: HttpRequest, partnership_slug: str, number: str) -> HttpResponse:
    """The deadlines as iCalendar. Open like the meetings' feed: calendars do not sign in, and deadlines are public."""
    partnership, _access = enter(request, partnership_slug)
    municipality, day = _municipality(partnership, number)
    deadlines = own_deadlines(partnership, municipality, day)
    feed = calendar_of(
        name=_("%(name)s: frister") % {"name": municipality.name},
        deadlines=deadlines,
        sequences=sequences(deadlines),
        absolute=request.build_absolute_uri,
    )
    return HttpResponse(feed, content_type="text/calendar; charset=utf-8")


def _municipality(partnership: Partnership, number: str) -> tuple[Municipality, dt.date]:
    """One that takes part or has taken part, by its number; the newest when the number has been used again.

    With it the day its page shows: today, or its own last day when it has been merged into another.
    """
    inside = partnership.memberships.values("municipality")
    rows = Municipality.objects.filter(number=number, pk__in=inside).order_by("-valid_from")
    municipality = rows.first()
    if municipality is None:
        raise Http404
    day = partnership.as_of(timezone.localdate())
    return municipality, min(day, municipality.valid_to or day)
