"""Approving, reopening, locking and correcting: one page shows where the protokoll stands and what comes next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from meetings.enums import MinutesState
from meetings.forms.minutes import ApproveForm, ReasonForm
from meetings.forms.minutes_desk import Desk
from meetings.models import AgendaItem, Minutes, MinutesItem
from meetings.selectors.minutes import approver_choices, chair_person, leader_of
from meetings.selectors.minutes_content import items_of, readiness
from meetings.selectors.revision_effects import effect_of, revision_of, what_locking_does
from meetings.services import minutes_states as services
from meetings.services.minutes import proposed_decision
from meetings.views.minutes_access import Room, enter_minutes, enter_writing
from meetings.views.minutes_edit import item_page
from meetings.views.minutes_panel import save_panel
from samhandling.accounts.models import User
from samhandling.core.errors import NotPossible


def _enter(request: HttpRequest, partnership_slug: str, pk: int) -> tuple[Room, Minutes, User]:
    """The secretariat and the chair of the committee; 403 for others who may read it."""
    room = enter_minutes(request, partnership_slug, pk)
    minutes = room.require_newest()
    if not (room.access.is_coordinator or room.meeting.committee_id in room.access.chair_ids):
        raise PermissionDenied
    assert isinstance(request.user, User)
    return room, minutes, request.user


@login_required
@require_safe
def finish(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    room, minutes, _user = _enter(request, partnership_slug, pk)
    return _page(request, room, minutes)


def _page(
    request: HttpRequest, room: Room, minutes: Minutes, status: int = 200, **forms: ApproveForm | ReasonForm
) -> HttpResponse:
    own = chair_person(room.access, room.meeting)
    context: dict[str, Any] = {
        "meeting": room.meeting,
        "minutes": minutes,
        "here": _("Godkjenning"),
        "readiness": readiness(minutes),
        "locking": _locking(minutes),
        "own": own,
        "approve_form": _approve_form(room, minutes) if own is None else None,
        "reopen_form": ReasonForm(prefix="reopen"),
        "correct_form": ReasonForm(prefix="correct"),
        **forms,
    }
    return render(request, "meetings/minutes_finish.html", context, status=status)


def _locking(minutes: Minutes) -> list[tuple[AgendaItem, str]]:
    """What locking does to the revisions that the decisions are about, item by item."""
    if minutes.state == MinutesState.LOCKED or minutes.corrects_id is not None:
        return []
    about = [(item, revision) for item in items_of(minutes) if (revision := revision_of(item))]
    prefetch_related_objects([revision for _item, revision in about], "steps")
    said = []
    for item, revision in about:
        effect = effect_of(item, decision=item.decision, proposal=proposed_decision(item.agenda_item))
        said.append((item.agenda_item, what_locking_does(item, effect, revision.steps.all())))
    return said


def _approve_form(room: Room, minutes: Minutes, data: Any = None) -> ApproveForm:
    return ApproveForm(
        data, people=approver_choices(Desk(minutes).rows), meeting_day=room.meeting.day, prefix="approve"
    )


def _act(request: HttpRequest, room: Room, said: str, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except NotPossible as refusal:
        messages.error(request, str(refusal))
        return redirect("meetings:minutes-finish", room.partnership.slug, room.meeting.pk)
    messages.success(request, said)
    return redirect("meetings:minutes", room.partnership.slug, room.meeting.pk)


@login_required
@require_POST
def approve(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    """The chair approves; a coordinator records the chair's approval with who and when."""
    room, minutes, user = _enter(request, partnership_slug, pk)
    by, when = chair_person(room.access, room.meeting), timezone.now()
    if by is None:
        form = _approve_form(room, minutes, request.POST)
        if not form.is_valid():
            return _page(request, room, minutes, 422, approve_form=form)
        by = room.partnership.people.get(pk=form.cleaned_data["approved_by"])
        when = _moment(form.cleaned_data["approved_on"])
    chair = by
    return _act(
        request,
        room,
        _("Protokollen er godkjent."),
        lambda: services.approve_minutes(minutes=minutes, by=chair, user=user, approved_at=when),
    )


def _moment(day: dt.date) -> dt.datetime:
    """Now for today, noon for an earlier day."""
    if day == timezone.localdate():
        return timezone.now()
    return timezone.make_aware(dt.datetime.combine(day, dt.time(12)))


@login_required
@require_POST
def approve_previous(request: HttpRequest, partnership_slug: str, pk: int, item_pk: int) -> HttpResponse:
    """The meeting approved the protokoll of the meeting before, in the item that was about it."""
    room, minutes, user = enter_writing(request, partnership_slug, pk)
    item = Desk(minutes).row("item", item_pk)
    previous = item.agenda_item.previous_minutes if isinstance(item, MinutesItem) else None
    if previous is None or not isinstance(item, MinutesItem):
        raise Http404
    if problems := save_panel(Desk(minutes), request.POST, user):
        return item_page(request, room, minutes, item_pk, user, problems)
    by = leader_of(Desk(minutes).rows)
    try:
        if by is None:
            raise NotPossible(_("Før først hvem som ledet møtet: leder eller nestleder må være til stede."))
        note = _("i sak %(number)s") % {"number": item.agenda_item.number_text}
        services.approve_minutes(minutes=previous, by=by, user=user, approved_at=timezone.now(), note=note)
        messages.success(request, _("Protokollen fra forrige møte er godkjent."))
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    return redirect("meetings:minutes-item", room.partnership.slug, pk, item_pk)


@login_required
@require_POST
def reopen(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    room, minutes, user = enter_writing(request, partnership_slug, pk)
    form = ReasonForm(request.POST, prefix="reopen")
    if not form.is_valid():
        return _page(request, room, minutes, 422, reopen_form=form)
    return _act(
        request,
        room,
        _("Protokollen er åpnet igjen."),
        lambda: services.reopen_minutes(minutes=minutes, reason=form.cleaned_data["reason"], user=user),
    )


@login_required
@require_POST
def lock(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    room, minutes, user = enter_writing(request, partnership_slug, pk)
    said = _("Protokollen er låst. PDF-ene lages nå, og protokollen er offentlig.")
    return _act(request, room, said, lambda: services.lock_minutes(minutes=minutes, user=user))


@login_required
@require_POST
def correct(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    room, minutes, user = enter_writing(request, partnership_slug, pk)
    form = ReasonForm(request.POST, prefix="correct")
    if not form.is_valid():
        return _page(request, room, minutes, 422, correct_form=form)
    return _act(
        request,
        room,
        _("Du kan nå rette i en ny versjon. Den gamle står til den nye er låst."),
        lambda: services.correct_minutes(minutes=minutes, reason=form.cleaned_data["reason"], user=user),
    )
