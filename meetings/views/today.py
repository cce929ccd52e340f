"""The front page of each persona, the list of follow-up, and the calendar feed."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from meetings.calendar_feed import calendar_of
from meetings.forms.actions import ActionDoneForm
from meetings.models import ActionItem, Meeting
from meetings.selectors import today as selectors
from meetings.services import actions as services
from municipalities.entry import enter
from samhandling.accounts.http import signed_in
from samhandling.core.errors import NotPossible
from samhandling.core.http import form_methods, form_page

ACTIONS_PER_PAGE = 30


@login_required
@require_GET
def today(request: HttpRequest, partnership_slug: str) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    if not access.is_member:
        return redirect("municipalities:partnership", partnership.slug)
    now = timezone.now()
    page = selectors.today(partnership, access, now)
    return render(request, "meetings/today.html", {"page": page, "now": timezone.localtime(now)})


@require_GET
def upcoming_panel(request: HttpRequest, partnership_slug: str) -> HttpResponse:
    """The next meetings as a fragment, for pages of lower apps that may not import meetings."""
    partnership, _access = enter(request, partnership_slug)
    meetings = selectors.upcoming_meetings(partnership, timezone.now())[:5]
    return render(request, "meetings/_next_meetings.html", {"meetings": meetings})


@login_required
@require_GET
def action_list(request: HttpRequest, partnership_slug: str) -> HttpResponse:
    """Follow-up of the partnership, for those who take part in it."""
    partnership, access = enter(request, partnership_slug)
    if not access.is_member:
        raise PermissionDenied
    which = request.GET.get("vis", "open")
    day = partnership.as_of(timezone.localdate())
    rows = selectors.actions(partnership, access, which=which, on=day)
    choices = [("open", _("Åpne")), ("overdue", _("Over fristen")), ("done", _("Ferdige"))]
    return render(
        request,
        "meetings/action_list.html",
        {
            "page_obj": Paginator(rows, ACTIONS_PER_PAGE).get_page(request.GET.get("side")),
            "which": which,
            "day": day,
            "options": [
                {"label": label, "url": f"?vis={value}", "current": value == which} for value, label in choices
            ],
        },
    )


@login_required
@form_methods
def action_done(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    """Closing a follow-up: its owner or the secretariat says what was done."""
    partnership, access = enter(request, partnership_slug)
    rows = ActionItem.objects.filter(item__minutes__meeting__committee__partnership=partnership)
    action = get_object_or_404(rows.select_related("item__agenda_item"), pk=pk)
    if not access.is_coordinator and action.owner_id not in access.person_ids:
        raise PermissionDenied
    form = ActionDoneForm(request.POST or None, initial={"done_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            services.close_action(action=action, user=signed_in(request), **form.cleaned_data)
        except NotPossible as reason:
            form.add_error(None, str(reason))
        else:
            return redirect("meetings:action-list", partnership.slug)
    return form_page(request, "meetings/action_done.html", {"form": form, "action": action})


@require_GET
def meeting_feed(request: HttpRequest, partnership_slug: str) -> HttpResponse:
    """The meetings as iCalendar (RFC 5545); `?utvalg=` narrows to one committee's slug. Dates are public."""
    partnership, _access = enter(request, partnership_slug)
    meetings = Meeting.objects.filter(
        committee__partnership=partnership, starts_at__gte=timezone.now() - dt.timedelta(days=400)
    ).select_related("committee")
    name = partnership.name
    if slug := request.GET.get("utvalg"):
        committee = get_object_or_404(partnership.committees, slug=slug)
        meetings, name = meetings.filter(committee=committee), committee.name

    def address(meeting: Meeting) -> str:
        return request.build_absolute_uri(reverse("meetings:meeting-detail", args=[partnership.slug, meeting.pk]))

    feed = calendar_of(name=name, meetings=meetings, url_of=address)
    return HttpResponse(feed, content_type="text/calendar; charset=utf-8")
