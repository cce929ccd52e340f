"""The meeting plan: list, calendar, and one meeting's page with what is needed to make, change and cancel it."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from meetings.access import fetch_meeting
from meetings.deadlines import deadlines_of
from meetings.disclosure import reads_agenda, reads_minutes
from meetings.enums import MeetingState
from meetings.forms.planning import FIRST_YEAR, LAST_YEAR, CancelForm, MeetingFilterForm, MeetingForm
from meetings.models import Meeting
from meetings.selectors import planning as selectors
from meetings.selectors.agenda import agenda_rows, planned_minutes
from meetings.selectors.anchoring import pre_meetings_of
from meetings.selectors.progress import progress_of
from meetings.services import planning as services
from municipalities.entry import enter, require_coordinator
from municipalities.models import Committee, Partnership
from samhandling.accounts.http import signed_in
from samhandling.audit.selectors import history_of
from samhandling.core.errors import NotPossible
from samhandling.core.http import form_page

PAGE_SIZE = 30


@require_safe
def meeting_list(request: HttpRequest, partnership_slug: str) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    form, choice = _filter(request, partnership, selectors.years_of(partnership))
    now = timezone.now()
    page = Paginator(selectors.earlier(partnership, choice, now), PAGE_SIZE).get_page(request.GET.get("side"))
    return render(
        request,
        "meetings/meeting_list.html",
        {
            "form": form,
            "is_filtered": choice != selectors.MeetingFilter(),
            "upcoming": selectors.upcoming(partnership, access, choice, now) if page.number == 1 else [],
            "page_obj": page,
            "earlier": [selectors.meeting_row(meeting, access, now) for meeting in page.object_list],
            "query": request.GET.urlencode(),
        },
    )


@require_safe
def meeting_calendar(request: HttpRequest, partnership_slug: str) -> HttpResponse:
    partnership, _access = enter(request, partnership_slug)
    form, choice = _filter(request, partnership, years=[])
    first = _month(request.GET.get("maaned", ""))
    return render(
        request,
        "meetings/meeting_calendar.html",
        {
            "form": form,
            "month": selectors.month_of(partnership, selectors.MeetingFilter(committee=choice.committee), first),
            "today": timezone.localdate(),
            "committee": choice.committee,
        },
    )


def _filter(
    request: HttpRequest, partnership: Partnership, years: list[int]
) -> tuple[MeetingFilterForm, selectors.MeetingFilter]:
    form = MeetingFilterForm(request.GET, partnership=partnership, years=years)
    form.is_valid()
    data = form.cleaned_data
    return form, selectors.MeetingFilter(
        committee=data.get("utvalg"), year=data.get("aar") or None, state=data.get("status", "")
    )


def _month(text: str) -> dt.date:
    """`2026-11`; the current month when it cannot be read, or is no time this portal knows."""
    try:
        first = dt.date.fromisoformat(f"{text}-01")
    except ValueError:
        first = dt.date.min
    return first if FIRST_YEAR <= first.year <= LAST_YEAR else timezone.localdate().replace(day=1)


@require_safe
def meeting_detail(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    meeting = fetch_meeting(partnership, pk)
    versions = selectors.versions_of_minutes(meeting)
    newest = next(iter(versions), None)
    readable = [row for row in versions if reads_minutes(access, row, meeting.committee_id)]
    rows = agenda_rows(meeting, access) if reads_agenda(access, meeting) else []
    chairs = meeting.committee_id in access.chair_ids
    progress = progress_of(meeting, rows, newest, access) if access.is_coordinator or chairs else None
    return render(
        request,
        "meetings/meeting_detail.html",
        {
            "meeting": meeting,
            "status": selectors.meeting_status(meeting, timezone.now()),
            "due": deadlines_of(meeting),
            "reads_agenda": reads_agenda(access, meeting),
            "reads_internal": access.reads_internal(meeting.committee_id),
            "rows": rows,
            "total": planned_minutes(rows),
            "minutes": next(iter(readable), None),
            "progress": progress,
            "pre_meetings": pre_meetings_of(meeting) if access.is_member else [],
            "may_log": (access.is_coordinator or chairs) and meeting.state != MeetingState.CANCELLED,
            "may_approve": chairs and progress is not None and progress.waits_for_approval,
            "history": history_of(meeting)[:20] if access.is_coordinator else [],
        },
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_create(request: HttpRequest, partnership_slug: str) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    require_coordinator(access)
    form = MeetingForm(
        request.POST or None, partnership=partnership, initial={"committee": request.GET.get("utvalg", "")}
    )
    if form.is_valid() and _no_warnings(form, form.cleaned_data["committee"]):
        committee: Committee = form.cleaned_data["committee"]
        meeting = services.create_meeting(committee=committee, details=form.details(), user=signed_in(request))
        messages.success(request, _("Møtet er lagt inn, med faste saker på sakslisten."))
        return redirect("meetings:meeting-detail", partnership.slug, meeting.pk)
    return _form_page(request, "meetings/meeting_form.html", form, meeting=None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_edit(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    meeting = fetch_meeting(partnership, pk)
    require_coordinator(access)
    form = MeetingForm(
        request.POST or None, partnership=partnership, meeting=meeting, initial=MeetingForm.initial_from(meeting)
    )
    if form.is_valid() and _no_warnings(form, meeting.committee):
        try:
            services.edit_meeting(meeting=meeting, details=form.details(), user=signed_in(request))
        except NotPossible as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _saved_text(meeting))
            return redirect("meetings:meeting-detail", partnership.slug, meeting.pk)
    return _form_page(request, "meetings/meeting_form.html", form, meeting=meeting)


def _saved_text(meeting: Meeting) -> str:
    if meeting.state == MeetingState.CALLED:
        return _("Møtet er endret. Publiser en ny utgave av innkallingen, så deltakerne får vite det.")
    return _("Møtet er endret.")


def _no_warnings(form: MeetingForm, committee: Committee) -> bool:
    """True when there is nothing to warn about, or the planner has read it and said so."""
    details = form.details()
    form.warnings = selectors.planning_warnings(
        committee=committee,
        starts_at=details.starts_at,
        ends_at=details.ends_at,
        now=timezone.now(),
        meeting=form.meeting,
    )
    return not form.warnings or form.cleaned_data["confirm"]


def _form_page(request: HttpRequest, template: str, form: MeetingForm, meeting: Meeting | None) -> HttpResponse:
    response = form_page(request, template, {"form": form, "meeting": meeting})
    if form.warnings:
        response.status_code = 422
    return response


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_cancel(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    meeting = fetch_meeting(partnership, pk)
    require_coordinator(access)
    form = CancelForm(request.POST or None)
    if form.is_valid():
        try:
            services.cancel_meeting(meeting=meeting, reason=form.cleaned_data["reason"], user=signed_in(request))
        except NotPossible as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Møtet er avlyst."))
            return redirect("meetings:meeting-detail", partnership.slug, meeting.pk)
    return form_page(request, "meetings/meeting_cancel.html", {"form": form, "meeting": meeting})
