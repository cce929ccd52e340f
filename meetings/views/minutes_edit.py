"""Taking the minutes in the browser: the attendance panel, and one panel per item."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from meetings import presence
from meetings.disclosure import item_basis
from meetings.enums import MinutesSection, MinutesState
from meetings.forms.minutes import GROUNDS
from meetings.forms.minutes_desk import PANEL, Desk
from meetings.models import Minutes, MinutesItem
from meetings.selectors.minutes import item_nav, missing_items
from meetings.selectors.minutes_content import TextState, item_texts
from meetings.selectors.revision_effects import revision_of, what_locking_does
from meetings.services import minutes as starting
from meetings.services.minutes import proposed_decision
from meetings.services.minutes_parts import mark_all_present
from meetings.views.minutes_access import Room, enter_writing
from meetings.views.minutes_panel import Problem, save_panel, status_of
from samhandling.accounts.models import User
from samhandling.core.errors import NotPossible
from samhandling.core.text import html_diff, plain_to_html


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def attendance(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    room, minutes, user = enter_writing(request, partnership_slug, pk)
    problems: list[Problem] = []
    if request.method == "POST":
        problems = save_panel(Desk(minutes), request.POST, user)
        if not problems:
            return _saved(request, reverse("meetings:minutes-edit", args=[partnership_slug, pk]))
    return attendance_page(request, room, minutes, user, problems)


def attendance_page(
    request: HttpRequest, room: Room, minutes: Minutes, user: User, problems: list[Problem]
) -> HttpResponse:
    if minutes.state != MinutesState.DRAFT:
        return _closed(request, room, problems)
    desk = Desk(minutes)
    context = _frame(room, desk, None, user) | {
        "problems": problems,
        "form": desk.form_for(minutes),
        "blocks": [(block, [desk.form_for(row) for row in block.rows]) for block in desk.board.parties],
        "guests": [desk.form_for(row) for row in desk.board.guests],
        "new_guest": desk.new_guest(),
        "missing": missing_items(minutes),
    }
    return render(request, "meetings/minutes_attendance.html", context, status=status_of(problems))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: HttpRequest, partnership_slug: str, pk: int, item_pk: int) -> HttpResponse:
    room, minutes, user = enter_writing(request, partnership_slug, pk)
    desk = Desk(minutes)
    row = desk.row("item", item_pk)
    if not isinstance(row, MinutesItem):
        raise Http404
    problems: list[Problem] = []
    if request.method == "POST":
        problems = save_panel(desk, request.POST, user)
        if not problems:
            return _saved(request, request.POST.get("next") or request.path)
    return item_page(request, room, minutes, item_pk, user, problems)


def item_page(
    request: HttpRequest, room: Room, minutes: Minutes, item_pk: int, user: User, problems: list[Problem]
) -> HttpResponse:
    if minutes.state != MinutesState.DRAFT:
        return _closed(request, room, problems)
    context = item_context(room, Desk(minutes), item_pk, user) | {"problems": problems}
    return render(request, "meetings/minutes_item.html", context, status=status_of(problems))


def _saved(request: HttpRequest, url: str) -> HttpResponse:
    """Back to the panel, or on to another one of this site."""
    messages.success(request, _("Lagret."))
    return redirect(url if url.startswith("/") and not url.startswith("//") else request.path)


def _closed(request: HttpRequest, room: Room, problems: list[Problem]) -> HttpResponse:
    """The minutes are not a draft (any more): what was typed is shown, so that it can be copied."""
    if not problems:
        return redirect("meetings:minutes", room.partnership.slug, room.meeting.pk)
    context = {"meeting": room.meeting, "minutes": room.newest, "problems": problems}
    return render(request, "meetings/minutes_kept.html", context, status=423)


def _frame(room: Room, desk: Desk, current: MinutesItem | None, user: User) -> dict[str, Any]:
    """What every panel shows around it: the list of items, who met, who else is here."""
    nav = item_nav(desk.minutes, current)
    place = next((number for number, entry in enumerate(nav, start=1) if entry.is_current), 0)
    presence.note_open(minutes_id=desk.minutes.pk, user=user)
    return {
        "meeting": room.meeting,
        "minutes": desk.minutes,
        "board": desk.board,
        "nav": nav,
        "place": place,
        "previous": nav[place - 2] if place > 1 else None,
        "following": nav[place] if place < len(nav) else None,
        "others": presence.others(minutes_id=desk.minutes.pk, user=user),
        "panel": PANEL,
    }


def item_context(room: Room, desk: Desk, item_pk: int, user: User) -> dict[str, Any]:
    """Everything of one item's panel."""
    minutes = desk.minutes
    item = (
        minutes.items.select_related(
            "agenda_item__legal_basis",
            "agenda_item__case__legal_basis",
            "agenda_item__case__revision",
            "agenda_item__paper_version",
            "agenda_item__previous_minutes__meeting__committee",
        )
        .prefetch_related("statements", "recusals", "actions")
        .get(pk=item_pk)
    )
    item.minutes = minutes
    texts = item_texts(item)
    proposal = proposed_decision(item.agenda_item)
    return _frame(room, desk, item, user) | {
        "item": item,
        "agenda_item": item.agenda_item,
        "basis": item_basis(item.agenda_item),
        "treatment": texts[MinutesSection.TREATMENT],
        "decision": texts[MinutesSection.DECISION],
        "proposal": proposal,
        "deviates": bool(proposal) and _differs(proposal, texts[MinutesSection.DECISION]),
        "form": desk.form_for(item),
        "locking": locking_of(desk, item),
        "statements": [(row, desk.form_for(row)) for row in item.statements.order_by("pk")],
        "recusals": [(row, desk.form_for(row)) for row in item.recusals.order_by("pk")],
        "actions": [(row, desk.form_for(row)) for row in item.actions.order_by("pk")],
        "new_statement": desk.new_statement(),
        "new_recusal": desk.new_recusal(),
        "new_action": desk.new_action(),
        "grounds": GROUNDS,
    }


def locking_of(desk: Desk, item: MinutesItem) -> str:
    """What locking does to the revision that the item's decision is about; empty where there is none."""
    effect, revision = desk.effect_of(item), revision_of(item)
    if effect is None or revision is None:
        return ""
    item.agenda_item.meeting = desk.minutes.meeting
    return what_locking_does(item, effect, revision.steps.all())


def _differs(proposal: str, decision: TextState) -> bool:
    return proposal.split() != decision.text.split()


@login_required
@require_POST
def all_present(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    """What was typed in the panel is saved first; then those not recorded are present."""
    room, minutes, user = enter_writing(request, partnership_slug, pk)
    problems = save_panel(Desk(minutes), request.POST, user)
    if problems:
        return attendance_page(request, room, minutes, user, problems)
    try:
        count = mark_all_present(minutes=minutes, user=user)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        text = ngettext("%(count)s er ført som til stede.", "%(count)s er ført som til stede.", count)
        messages.success(request, text % {"count": count})
    return redirect("meetings:minutes-edit", partnership_slug, pk)


@login_required
@require_POST
def add_missing(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    _room, minutes, user = enter_writing(request, partnership_slug, pk)
    try:
        starting.add_missing_items(minutes=minutes, user=user)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    return redirect("meetings:minutes-edit", partnership_slug, pk)


@login_required
@require_safe
def compare(request: HttpRequest, partnership_slug: str, pk: int, item_pk: int) -> HttpResponse:
    """The decision as it stands, against the proposal of the paper that the meeting used."""
    room, minutes, _user = enter_writing(request, partnership_slug, pk)
    row = Desk(minutes).row("item", item_pk)
    if not isinstance(row, MinutesItem):
        raise Http404
    proposal, decision = proposed_decision(row.agenda_item), item_texts(row)[MinutesSection.DECISION].text
    diff = html_diff(plain_to_html(proposal), plain_to_html(decision))
    context = {
        "meeting": room.meeting,
        "item": row,
        "diff": diff,
        "has_proposal": bool(proposal),
        "here": _("Forslaget"),
    }
    return render(request, "meetings/minutes_compare.html", context)
