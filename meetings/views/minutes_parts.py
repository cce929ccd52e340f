"""Adding to and taking out of the minutes; with htmx only the section of the panel that changed is sent back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from meetings.forms.minutes_desk import PARTS, Desk
from meetings.models import Attendance, Minutes, MinutesItem
from meetings.services import minutes_parts as services
from meetings.services.minutes_fields import Row
from meetings.views.minutes_access import Room, enter_writing
from meetings.views.minutes_edit import attendance_page, item_context, item_page
from meetings.views.minutes_panel import Problem, save_panel
from samhandling.accounts.models import User
from samhandling.core.errors import NotPossible
from samhandling.core.htmx import is_htmx, respond

PAGE = "meetings/minutes_item.html"


def _add(
    request: HttpRequest,
    partnership_slug: str,
    pk: int,
    item_pk: int,
    part: str,
    add: Callable[[MinutesItem, dict[str, Any], User], object],
) -> HttpResponse:
    """Add one `part` (statement, recusal, action) to an item; errors answer 422 with what was typed."""
    room, minutes, user = enter_writing(request, partnership_slug, pk)
    desk = Desk(minutes)
    item = desk.row("item", item_pk)
    if not isinstance(item, MinutesItem):
        raise Http404
    form: BaseForm = getattr(desk, f"new_{part}")(request.POST)
    if form.is_valid():
        try:
            add(item, form.cleaned_data, user)
        except (NotPossible, ValidationError) as refusal:
            form.add_error(None, refusal if isinstance(refusal, ValidationError) else str(refusal))
    if form.errors:
        context = item_context(room, Desk(minutes), item_pk, user) | {f"new_{part}": form}
        return respond(request, PAGE, f"{part}s", context, status=422)
    return _done(request, room, minutes, item_pk, f"{part}s", user)


def _done(request: HttpRequest, room: Room, minutes: Minutes, item_pk: int, section: str, user: User) -> HttpResponse:
    if is_htmx(request):
        return respond(request, PAGE, section, item_context(room, Desk(minutes), item_pk, user))
    url = reverse("meetings:minutes-item", args=[room.partnership.slug, room.meeting.pk, item_pk])
    return redirect(f"{url}#{section}")


@login_required
@require_POST
def add_statement(request: HttpRequest, partnership_slug: str, pk: int, item_pk: int) -> HttpResponse:
    def add(item: MinutesItem, data: dict[str, Any], user: User) -> object:
        return services.add_statement(
            item=item,
            kind=data["kind_of"],
            attendance_id=data["attendance"],
            point=data["point"],
            text=data["text"],
            user=user,
        )

    return _add(request, partnership_slug, pk, item_pk, "statement", add)


@login_required
@require_POST
def add_recusal(request: HttpRequest, partnership_slug: str, pk: int, item_pk: int) -> HttpResponse:
    def add(item: MinutesItem, data: dict[str, Any], user: User) -> object:
        return services.add_recusal(
            item=item,
            attendance_id=data["attendance"],
            ground=data["ground"],
            is_disqualified=data["is_disqualified"],
            deputy_id=data["deputy"],
            user=user,
        )

    return _add(request, partnership_slug, pk, item_pk, "recusal", add)


@login_required
@require_POST
def add_action(request: HttpRequest, partnership_slug: str, pk: int, item_pk: int) -> HttpResponse:
    def add(item: MinutesItem, data: dict[str, Any], user: User) -> object:
        return services.add_action(
            item=item,
            text=data["text"],
            owner_id=data["owner"],
            owner_name=data["owner_name"],
            due_on=data["due_on"],
            user=user,
        )

    return _add(request, partnership_slug, pk, item_pk, "action", add)


@login_required
@require_POST
def remove(request: HttpRequest, partnership_slug: str, pk: int, kind: str, row_pk: int) -> HttpResponse:
    """Take a statement, a disqualification, a task or a guest out; what else was typed in the panel is saved first."""
    room, minutes, user = enter_writing(request, partnership_slug, pk)
    desk = Desk(minutes)
    row = desk.row(kind, row_pk) if kind in ("attendance", *PARTS) else None
    if row is None:
        raise Http404
    problems = save_panel(desk, request.POST, user)
    if problems:
        return _panel(request, room, minutes, row, user, problems)
    try:
        services.remove_part(part=row, user=user)  # type: ignore[arg-type]
    except (NotPossible, ValidationError) as refusal:
        messages.error(request, " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal))
    return _after_removal(request, room, minutes, row, kind, user)


def _panel(
    request: HttpRequest, room: Room, minutes: Minutes, row: Row, user: User, problems: list[Problem]
) -> HttpResponse:
    """Something typed in the panel could not be saved: show it before anything is taken out."""
    if isinstance(row, Attendance | Minutes | MinutesItem):
        return attendance_page(request, room, minutes, user, problems)
    return item_page(request, room, minutes, row.item_id, user, problems)


def _after_removal(request: HttpRequest, room: Room, minutes: Minutes, row: Row, kind: str, user: User) -> HttpResponse:
    if isinstance(row, Attendance | Minutes | MinutesItem):
        return redirect("meetings:minutes-edit", room.partnership.slug, room.meeting.pk)
    return _done(request, room, minutes, row.item_id, f"{kind}s", user)


@login_required
@require_POST
def add_guest(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    room, minutes, user = enter_writing(request, partnership_slug, pk)
    form = Desk(minutes).new_guest(request.POST)
    if form.is_valid():
        try:
            services.add_guest(minutes=minutes, user=user, **form.cleaned_data)
            return redirect(reverse("meetings:minutes-edit", args=[partnership_slug, pk]) + "#gjester")
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
    return render(request, "meetings/minutes_guest.html", {"meeting": room.meeting, "form": form}, status=422)
