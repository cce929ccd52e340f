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
from samhandling.accounts.models import User


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "municipalities/home.html", {"partnerships": Partnership.objects.all()})


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """Where signing in leads: the day's work in one's own partnership, or the front page for those without any."""
    if isinstance(request.user, User) and (own := own_partnerships(request.user, timezone.localdate())):
        return redirect("meetings:today", own[0].slug)
    return redirect("home")


@require_safe
def partnership(request: HttpRequest, partnership_slug: str) -> HttpResponse:
    entered, _access = enter(request, partnership_slug)
    return render(
        request, "municipalities/partnership.html", {"partnership": entered, "upcoming_url": _upcoming(entered)}
    )


def _upcoming(partnership: Partnership) -> str:
    """Address of the panel with the next meetings, which the meetings part draws; empty while it is not there."""
    try:
        return reverse("meetings:upcoming-panel", args=[partnership.slug])
    except NoReverseMatch:
        return ""
