"""The site's front page, the way to one's own work, and a partnership's front page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from municipalities.access import own_partnerships
from municipalities.entry import enter
from municipalities.models import Partnership
from municipalities.selectors.committees import committees_of
from municipalities.selectors.groups import group_lines, partnership_map
from municipalities.selectors.overview import facts_of, partnerships_for
from samhandling.accounts.models import User


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    own = own_partnerships(request.user, today) if isinstance(request.user, User) else []
    return render(request, "municipalities/home.html", {"groups": partnerships_for(own, today)})


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """Where signing in leads: the day's work in one's own partnership, or the front page for those without any."""
    if isinstance(request.user, User) and (own := own_partnerships(request.user, timezone.localdate())):
        return redirect("meetings:today", own[0].slug)
    return redirect("home")


@require_safe
def partnership(request: HttpRequest, partnership_slug: str) -> HttpResponse:
    entered, _access = enter(request, partnership_slug)
    day = entered.as_of(timezone.localdate())
    return render(
        request,
        "municipalities/partnership.html",
        {
            "facts": facts_of(entered, timezone.localdate()),
            "day": day,
            "committees": committees_of(entered, day).current(day),
            "lines": group_lines(entered, day),
            "map": partnership_map(entered, day),
            "upcoming_url": _upcoming(entered),
        },
    )


def _upcoming(partnership: Partnership) -> str:
    """Address of the panel with the next meetings, which the meetings part draws; empty while it is not there."""
    try:
        return reverse("meetings:upcoming-panel", args=[partnership.slug])
    except NoReverseMatch:
        return ""
