"""Locked minutes of the demo's history: who met, what was decided and what was to be done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from random import Random

from django.utils import timezone

from meetings.demo.history_cases import Chosen
from meetings.demo.history_content import DECISIONS, LATER, SENT_ON, TALKED, TASKS, TREATMENTS
from meetings.demo.shares import Shares
from meetings.enums import (
    AttendanceStatus,
    ItemType,
    MeetingState,
    MinutesSection,
    MinutesState,
    Outcome,
    PaperSection,
    StandardItem,
)
from meetings.models import ActionItem, Attendance, ItemText, Meeting, Minutes, MinutesItem
from meetings.selectors.minutes_content import minutes_content
from meetings.services.minutes import start_minutes
from municipalities.enums import EQUAL_PARTIES, Mandate, Party
from municipalities.models import Appointment
from samhandling.accounts.models import User
from samhandling.audit.services import log
from samhandling.core import clock
from samhandling.core.text import content_hash

#: Of the seats of each party, the share whose holder meets, at the beginning and now.
MET = {
    Party.MUNICIPALITIES: (0.62, 0.88),
    Party.TRUST: (0.76, 0.83),
    Party.USERS: (0.75, 0.9),
    Party.GPS: (0.5, 0.75),
    Party.UNIONS: (0.6, 0.8),
    Party.SECRETARIAT: (1.0, 1.0),
}
MANDATES = {Party.MUNICIPALITIES: (0.42, 0.74), Party.TRUST: (0.75, 0.86)}


def write_minutes(meeting: Meeting, chosen: Sequence[Chosen], user: User, rng: Random, shares: Shares) -> None:
    with clock.at(meeting.starts_at):
        minutes = start_minutes(meeting=meeting, user=user)
        _attendance(minutes, rng, shares)
        _items(minutes, chosen, user, rng, shares)
    with clock.at(meeting.ends_at + dt.timedelta(days=7)):
        _lock(minutes, meeting, user)


def _attendance(minutes: Minutes, rng: Random, shares: Shares) -> None:
    day = minutes.meeting.day
    stands_in = Appointment.objects.current(day).filter(seat__committee=minutes.meeting.committee_id)
    deputies = dict(stands_in.exclude(seat__stands_in_for=None).values_list("seat__stands_in_for_id", "person_id"))
    rows = list(minutes.attendances.filter(person__isnull=False))
    rng.shuffle(rows)
    for row in rows:
        party = Party(row.party)
        if shares.falls(f"met-{party}", *MET.get(party, (0.8, 0.8)), day):
            row.status = AttendanceStatus.REMOTE if rng.random() < 0.2 else AttendanceStatus.PRESENT
        else:
            row.status = AttendanceStatus.ABSENT
            row.deputy_id = deputies.get(row.seat_id) if rng.random() < 0.6 else None
        if party in EQUAL_PARTIES:
            able = shares.falls(f"mandate-{party}", *MANDATES[party], day)
            row.mandate = Mandate.CAN_DECIDE if able else Mandate.MUST_TAKE_HOME
    Attendance.objects.bulk_update(rows, ["status", "deputy", "mandate"])


def _items(minutes: Minutes, chosen: Sequence[Chosen], user: User, rng: Random, shares: Shares) -> None:
    by_agenda = {row.item.pk: row for row in chosen if row.item}
    items = list(minutes.items.select_related("agenda_item", "minutes__meeting__committee"))
    texts: list[tuple[MinutesItem, str, int, str]] = []
    actions: list[ActionItem] = []
    for item in items:
        row = by_agenda.get(item.agenda_item_id)
        if row is None:
            item.outcome = Outcome.NONE if item.agenda_item.standard == StandardItem.AOB else Outcome.CONSENSUS
            if item.agenda_item.standard == StandardItem.AOB:
                texts.append((item, MinutesSection.TREATMENT, 1, "Ingen saker ble tatt opp under eventuelt."))
            continue
        item.outcome = row.outcome
        texts += _texts(item, row, rng)
        if row.outcome == Outcome.CONSENSUS and shares.falls("tasks", 0.6, 0.6, minutes.meeting.day):
            actions.append(_action(item, row, minutes.meeting.day, rng, shares))
    MinutesItem.objects.bulk_update(items, ["outcome"])
    ItemText.objects.bulk_create(
        ItemText(item=item, section=section, revision=revision, text=text, saved_by=user)
        for item, section, revision, text in texts
    )
    ActionItem.objects.bulk_create(actions)


def _texts(item: MinutesItem, row: Chosen, rng: Random) -> list[tuple[MinutesItem, str, int, str]]:
    """The decision that was proposed stands from the start, where one was; another is its next revision."""
    if row.outcome in LATER:
        treatment, decision = LATER[row.outcome]
        return [(item, MinutesSection.TREATMENT, 1, treatment), (item, MinutesSection.DECISION, 2, decision)]
    found = [(item, MinutesSection.TREATMENT.value, 1, rng.choice(TREATMENTS))]
    if item.agenda_item.type == ItemType.DISCUSSION:
        found.append((item, MinutesSection.DECISION, 1, SENT_ON if row.goes_on else TALKED))
    elif row.type == ItemType.DECISION and PaperSection.PROPOSAL not in row.version.sections:
        words = rng.choice(DECISIONS).format(utvalg=item.minutes.meeting.committee.short_name)
        found.append((item, MinutesSection.DECISION, 1, words))
    return found


def _action(item: MinutesItem, row: Chosen, day: dt.date, rng: Random, shares: Shares) -> ActionItem:
    """Most are done in time, some late, and a few are not done yet."""
    due = day + dt.timedelta(days=rng.randrange(30, 80))
    in_time = shares.falls("done", 0.78, 1.0, day)
    done = due + dt.timedelta(days=-rng.randrange(1, 20) if in_time else rng.randrange(5, 40))
    is_open = done >= shares.ends or (not in_time and rng.random() < 0.15)
    return ActionItem(
        item=item,
        text=rng.choice(TASKS),
        owner=row.officer,
        due_on=due,
        done_on=None if is_open else done,
        done_note="" if is_open else "Gjort.",
    )


def _lock(minutes: Minutes, meeting: Meeting, user: User) -> None:
    """What `approve_minutes` and `lock_minutes` do, but for the documents."""
    now = timezone.now()
    minutes.meeting = meeting
    minutes.started_at, minutes.ended_at = meeting.starts_at, meeting.ends_at - dt.timedelta(minutes=10)
    Minutes.objects.filter(pk=minutes.pk).update(
        started_at=minutes.started_at,
        ended_at=minutes.ended_at,
        state=MinutesState.LOCKED,
        approved_by=meeting.approved_by,
        approved_at=now - dt.timedelta(days=1),
        locked_by=user,
        locked_at=now,
        content_hash=content_hash(minutes_content(minutes)),
    )
    Meeting.objects.filter(pk=meeting.pk).update(state=MeetingState.CLOSED)
    name = meeting.approved_by.name if meeting.approved_by else ""
    log(actor=user, verb="minutes.approved", subject=meeting, text=f"{name} godkjente protokollen")
    log(actor=user, verb="minutes.locked", subject=meeting, text="Låste protokollen, versjon 1")
