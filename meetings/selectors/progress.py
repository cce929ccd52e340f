"""Where a meeting is on its way from plan to locked minutes, and the one thing that comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.enums import MeetingState, MinutesState
from meetings.fingerprint import agenda_hash, notice_hash
from meetings.models import Meeting, Minutes
from meetings.selectors.agenda import AgendaRow
from municipalities.access import Access


@dataclass(frozen=True)
class Approval:
    """The chair's approval of the agenda. It holds until the agenda changes."""

    is_given: bool
    holds: bool
    fingerprint: str
    """Of the agenda as it is now; an approval names the one that was read."""


@dataclass(frozen=True)
class Step:
    label: str
    detail: str
    done: bool
    current: bool


@dataclass(frozen=True)
class Action:
    """The page's one primary button. `post` when it acts at once."""

    label: str
    url: str
    post: bool = False


@dataclass(frozen=True)
class Progress:
    steps: list[Step]
    approval: Approval
    needs_new_edition: bool
    """The notice is published, but says something else than the meeting's page."""
    action: Action | None
    waits_for_approval: bool = False


def approval_of(meeting: Meeting, rows: Sequence[AgendaRow]) -> Approval:
    fingerprint = agenda_hash(row.item for row in rows)
    given = meeting.approved_at is not None
    return Approval(is_given=given, holds=given and meeting.approved_hash == fingerprint, fingerprint=fingerprint)


def needs_new_edition(meeting: Meeting, rows: Sequence[AgendaRow]) -> bool:
    """Only a notice that this portal published can fall behind: one taken over from elsewhere has no fingerprint."""
    if meeting.state != MeetingState.CALLED or not meeting.notice_hash:
        return False
    standing = [row for row in rows if not row.is_withdrawn]
    if any((row.paper and row.paper.is_unsent) or (row.concern and row.concern.is_unsent) for row in standing):
        return True
    return meeting.notice_hash != notice_hash(meeting, (row.item for row in rows))


def progress_of(meeting: Meeting, rows: Sequence[AgendaRow], minutes: Minutes | None, access: Access) -> Progress:
    """For the secretariat and the chair. No queries."""
    approval = approval_of(meeting, rows)
    stale = needs_new_edition(meeting, rows)
    return Progress(
        steps=_steps(meeting, rows, approval, minutes),
        approval=approval,
        needs_new_edition=stale,
        action=_action(meeting, rows, approval, stale, minutes) if access.is_coordinator else None,
        waits_for_approval=minutes is None
        and not approval.holds
        and (meeting.state == MeetingState.PLANNED or (meeting.state == MeetingState.CALLED and stale)),
    )


def _steps(meeting: Meeting, rows: Sequence[AgendaRow], approval: Approval, minutes: Minutes | None) -> list[Step]:
    called = meeting.called_at is not None
    locked = minutes is not None and minutes.state == MinutesState.LOCKED
    count = sum(not row.is_withdrawn for row in rows)
    again = _("Må godkjennes på nytt") if approval.is_given and not approval.holds else ""
    states = [
        (
            _("Saksliste"),
            ngettext("%(count)s sak", "%(count)s saker", count) % {"count": count},
            _has_own_items(rows),
        ),
        (_("Godkjent av leder"), again, approval.holds),
        (_("Innkalling"), _("Utgave %(number)s") % {"number": meeting.notice_version} if called else "", called),
        (_("Protokoll"), minutes.get_state_display() if minutes and not locked else "", minutes is not None),
        (_("Låst"), "", locked),
    ]
    reached = next((index for index, (_label, _detail, done) in enumerate(states) if not done), len(states))
    return [
        Step(label, detail, done=done, current=index == reached) for index, (label, detail, done) in enumerate(states)
    ]


def _has_own_items(rows: Sequence[AgendaRow]) -> bool:
    """More than the standard items that every agenda starts with."""
    return any(not row.item.standard for row in rows)


def _action(
    meeting: Meeting, rows: Sequence[AgendaRow], approval: Approval, stale: bool, minutes: Minutes | None
) -> Action | None:
    here: list[str | int] = [meeting.committee.partnership.slug, meeting.pk]
    agenda = reverse("meetings:agenda-edit", args=here)
    if meeting.state == MeetingState.PLANNED or (meeting.state == MeetingState.CALLED and stale and minutes is None):
        if not _has_own_items(rows):
            return Action(_("Bygg sakslisten"), agenda)
        if not approval.holds:
            return Action(_("Få sakslisten godkjent"), f"{agenda}#godkjenning")
        label = _("Publiser ny utgave") if meeting.called_at else _("Publiser innkallingen")
        return Action(label, f"{agenda}#publisering")
    if minutes is not None:
        return _action_on_minutes(minutes, here)
    if meeting.state == MeetingState.CALLED:
        return Action(_("Start protokollen"), reverse("meetings:minutes-start", args=here), post=True)
    return None


def _action_on_minutes(minutes: Minutes, here: list[str | int]) -> Action | None:
    if minutes.state == MinutesState.APPROVED:
        return Action(_("Lås protokollen"), reverse("meetings:minutes-finish", args=here))
    if minutes.state == MinutesState.DRAFT:
        return Action(_("Skriv protokollen"), reverse("meetings:minutes-edit", args=here))
    return None
