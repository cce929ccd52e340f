"""The agenda builder: one page that answers whole, or as the part `builder` for htmx."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from meetings.access import fetch_meeting
from meetings.deadlines import deadlines_of
from meetings.enums import MeetingState
from meetings.forms.agenda import ApprovalForm, ItemForm, NewItemForm
from meetings.models import AgendaItem, Meeting
from meetings.selectors.agenda import agenda_items, agenda_rows, cases_to_add, planned_minutes
from meetings.selectors.checks import chairs, publishing_checks, seats_on
from meetings.selectors.planning import meeting_status
from meetings.selectors.progress import approval_of, needs_new_edition
from meetings.services import agenda as services
from meetings.services.cases import create_case
from meetings.services.publishing import publish_notice
from municipalities.access import Access
from municipalities.entry import enter, require_coordinator
from municipalities.models import Partnership, Person
from samhandling.accounts.http import signed_in
from samhandling.core.errors import NotPossible
from samhandling.core.htmx import is_htmx, respond
from samhandling.core.http import form_page, number, wants_json


def _enter(request: HttpRequest, partnership_slug: str, pk: int) -> tuple[Partnership, Access, Meeting]:
    """The meeting for somebody who may build its agenda."""
    partnership, access = enter(request, partnership_slug)
    meeting = fetch_meeting(partnership, pk)
    require_coordinator(access)
    return partnership, access, meeting


def _item(meeting: Meeting, item_pk: int) -> AgendaItem:
    return get_object_or_404(agenda_items(meeting), pk=item_pk)


def _builder(request: HttpRequest, access: Access, meeting: Meeting, *, status: int = 200, **more: Any) -> HttpResponse:
    """The page or its part. `more`: item_form + open_pk, approval_form, problem, said (what just happened)."""
    rows = agenda_rows(meeting, access)
    approval = approval_of(meeting, rows)
    holders = seats_on(meeting.committee, meeting.day)
    total = planned_minutes(rows)
    context = {
        "meeting": meeting,
        "status": meeting_status(meeting, timezone.now()),
        "reads_internal": True,
        "rows": rows,
        "total": total,
        "ends_at": meeting.starts_at + dt.timedelta(minutes=total),
        "due": deadlines_of(meeting),
        "approval": approval,
        "checks": publishing_checks(meeting, rows, approval, holders, timezone.localdate()),
        "needs_new_edition": needs_new_edition(meeting, rows),
        "approval_form": ApprovalForm(chairs=chairs(holders), fingerprint=approval.fingerprint),
        "today": timezone.localdate(),
        "saved_at": timezone.now() if more.get("said") else None,
    }
    return respond(request, "meetings/agenda_edit.html", "builder", context | more, status=status)


def _done(request: HttpRequest, access: Access, meeting: Meeting, said: str, item: AgendaItem | None) -> HttpResponse:
    """After an act: the list as it is now for htmx, else back to the page at the item."""
    if is_htmx(request):
        return _builder(request, access, fetch_meeting(meeting.committee.partnership, meeting.pk), said=said)
    messages.success(request, said)
    place = f"#sak-{item.pk}" if item else ""
    return redirect(reverse("meetings:agenda-edit", args=[meeting.committee.partnership.slug, meeting.pk]) + place)


def _refused(request: HttpRequest, access: Access, meeting: Meeting, problem: NotPossible) -> HttpResponse:
    """409 with the page as it is now; htmx puts only 422 into the page."""
    fresh = fetch_meeting(meeting.committee.partnership, meeting.pk)
    return _builder(request, access, fresh, problem=str(problem), status=422 if is_htmx(request) else 409)


@login_required
@require_safe
def agenda_edit(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    partnership, access, meeting = _enter(request, partnership_slug, pk)
    if meeting.state not in (MeetingState.PLANNED, MeetingState.CALLED):
        return redirect("meetings:meeting-detail", partnership.slug, meeting.pk)
    return _builder(request, access, meeting)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def agenda_item_edit(request: HttpRequest, partnership_slug: str, pk: int, item_pk: int) -> HttpResponse:
    _partnership, access, meeting = _enter(request, partnership_slug, pk)
    item = _item(meeting, item_pk)
    form = ItemForm(request.POST or None, instance=item)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return _builder(request, access, meeting, item_form=form, form=form, open_pk=item_pk, status=status)
    try:
        services.edit_item(item=item, columns=form.columns(), user=signed_in(request))
    except NotPossible as problem:
        return _refused(request, access, meeting, problem)
    return _done(request, access, meeting, _("Saken er lagret."), item)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def agenda_item_add(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    partnership, access, meeting = _enter(request, partnership_slug, pk)
    form = NewItemForm(request.POST if "title" in request.POST else None)
    try:
        if "case" in request.POST:
            case = get_object_or_404(partnership.cases, pk=number(request.POST["case"]))
            item = services.add_item(meeting=meeting, case=case, user=signed_in(request))
            return _added(request, access, meeting, item)
        if form.is_valid():
            return _added(request, access, meeting, _add_new(meeting, form, request))
    except NotPossible as problem:
        return _refused(request, access, meeting, problem)
    search = request.GET.get("q", "").strip()
    context = {"meeting": meeting, "form": form, "search": search, "cases": cases_to_add(meeting, search)}
    return form_page(request, "meetings/agenda_add.html", context)


def _add_new(meeting: Meeting, form: NewItemForm, request: HttpRequest) -> AgendaItem:
    columns, case = form.columns(), None
    if form.cleaned_data["as_case"]:
        described = {
            "title": columns["title"],
            "proposed_by": columns["proposed_by"],
            "registered_on": timezone.localdate(),
        }
        case = create_case(partnership=meeting.committee.partnership, columns=described, user=signed_in(request))
    return services.add_item(meeting=meeting, case=case, user=signed_in(request), **columns)


def _added(request: HttpRequest, access: Access, meeting: Meeting, item: AgendaItem) -> HttpResponse:
    return _done(request, access, meeting, _("«%(title)s» er satt på sakslisten.") % {"title": item.title}, item)


@login_required
@require_POST
def agenda_item_move(request: HttpRequest, partnership_slug: str, pk: int, item_pk: int) -> HttpResponse:
    _partnership, access, meeting = _enter(request, partnership_slug, pk)
    item = _item(meeting, item_pk)
    try:
        steps = -1 if request.POST.get("retning") == "opp" else 1
        place = services.move(item=item, steps=steps, user=signed_in(request))
    except NotPossible as problem:
        return _refused(request, access, meeting, problem)
    said = _("«%(title)s» står nå som nummer %(place)s.") % {"title": item.title, "place": place}
    return _done(request, access, meeting, said, item)


@login_required
@require_POST
def agenda_order(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    """`order=3&order=1`, or `order=3,1`: the ids of the items as they now stand. What is no number is left out.

    js/sortable.js asks for JSON: the rows with their new times and provisional numbers, or why the order was refused.
    """
    _partnership, access, meeting = _enter(request, partnership_slug, pk)
    parts = ",".join(request.POST.getlist("order")).split(",")
    order = [number(part.strip()) for part in parts if part.strip().isdecimal()]
    try:
        services.reorder(meeting=meeting, order=order, user=signed_in(request))
    except NotPossible as problem:
        if wants_json(request):
            return JsonResponse({"message": str(problem)}, status=409)
        return _refused(request, access, meeting, problem)
    if wants_json(request):
        rows = {"rows": agenda_rows(meeting, access), "meeting": meeting}
        return JsonResponse({"html": render_to_string("meetings/_agenda_rows.html", rows, request)})
    return _done(request, access, meeting, _("Rekkefølgen er lagret."), None)


@login_required
@require_POST
def agenda_item_withdraw(request: HttpRequest, partnership_slug: str, pk: int, item_pk: int) -> HttpResponse:
    _partnership, access, meeting = _enter(request, partnership_slug, pk)
    item = _item(meeting, item_pk)
    try:
        services.withdraw(item=item, user=signed_in(request))
    except NotPossible as problem:
        return _refused(request, access, meeting, problem)
    said = _("«%(title)s» er trukket fra sakslisten.") % {"title": item.title}
    return _done(request, access, meeting, said, item if item.number else None)


@login_required
@require_POST
def agenda_item_restore(request: HttpRequest, partnership_slug: str, pk: int, item_pk: int) -> HttpResponse:
    _partnership, access, meeting = _enter(request, partnership_slug, pk)
    item = _item(meeting, item_pk)
    try:
        services.restore(item=item, user=signed_in(request))
    except NotPossible as problem:
        return _refused(request, access, meeting, problem)
    return _done(request, access, meeting, _("«%(title)s» er satt tilbake.") % {"title": item.title}, item)


@login_required
@require_POST
def agenda_approve(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    """The chair approves, or a coordinator writes down that the chair has."""
    partnership, access = enter(request, partnership_slug)
    meeting = fetch_meeting(partnership, pk)
    if meeting.committee_id in access.chair_ids and "approved_by" not in request.POST:
        return _approve_as_chair(request, partnership, access, meeting)
    require_coordinator(access)
    holders = seats_on(meeting.committee, meeting.day)
    form = ApprovalForm(request.POST, chairs=chairs(holders), fingerprint="")
    if not form.is_valid():
        return _builder(request, access, meeting, approval_form=form, form=form, status=422)
    return _approve(request, access, meeting, form.approver(), form.cleaned_data["fingerprint"], form.approved_at())


def _approve_as_chair(request: HttpRequest, partnership: Partnership, access: Access, meeting: Meeting) -> HttpResponse:
    chair = get_object_or_404(Person, partnership=partnership, user=signed_in(request))
    return _approve(request, access, meeting, chair, request.POST.get("fingerprint", ""), None)


def _approve(
    request: HttpRequest, access: Access, meeting: Meeting, person: Person, fingerprint: str, at: dt.datetime | None
) -> HttpResponse:
    user = signed_in(request)
    try:
        services.approve_agenda(meeting=meeting, approved_by=person, fingerprint=fingerprint, user=user, at=at)
    except NotPossible as problem:
        if access.is_coordinator:
            return _refused(request, access, meeting, problem)
        messages.warning(request, str(problem))
        return redirect("meetings:meeting-detail", meeting.committee.partnership.slug, meeting.pk)
    messages.success(request, _("Sakslisten er godkjent."))
    name = "agenda-edit" if access.is_coordinator else "meeting-detail"
    return redirect(f"meetings:{name}", meeting.committee.partnership.slug, meeting.pk)


@login_required
@require_POST
def notice_publish(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    """`renew`: ids of items whose newest paper version replaces the one that was sent."""
    partnership, access, meeting = _enter(request, partnership_slug, pk)
    renew = {number(part) for part in request.POST.getlist("renew")}
    try:
        publish_notice(meeting=meeting, user=signed_in(request), renew=renew)
    except NotPossible as problem:
        return _refused(request, access, meeting, problem)
    messages.success(request, _("Innkallingen er publisert. Dokumentene lages nå."))
    return redirect("meetings:meeting-detail", partnership.slug, meeting.pk)
