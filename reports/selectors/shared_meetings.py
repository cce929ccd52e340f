"""Meetings, decisions, tasks and cases, as reports tell them: from locked minutes, each in its newest version."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from django.db.models import Exists, OuterRef, Q, QuerySet

from meetings.enums import AttendanceStatus, CaseState, MeetingState, MinutesSection, MinutesState, Outcome
from meetings.models import ActionItem, AgendaItem, Attendance, Case, ItemText, Meeting, Minutes, MinutesItem
from meetings.querysets import PUBLISHED
from municipalities.models import Partnership
from reports.period import Period
from reports.status.facts import Decided, Held, Raised, Task

_AGREED = (Outcome.CONSENSUS, Outcome.CONSENSUS_DISSENT, Outcome.VOTE)
_MET = (AttendanceStatus.PRESENT, AttendanceStatus.REMOTE)


def _locked(partnership: Partnership) -> QuerySet[Minutes]:
    """The minutes that stand: locked, and not replaced by a locked correction."""
    minutes = Minutes.objects.filter(meeting__committee__partnership=partnership, state=MinutesState.LOCKED)
    return minutes.exclude(corrected_by__state=MinutesState.LOCKED)


def read_held(partnership: Partnership, today: dt.date) -> dict[int, Held]:
    """By primary key, oldest first. Two queries."""
    present: dict[int, set[int]] = defaultdict(set)
    rows = Attendance.objects.filter(
        Q(status__in=_MET) | Q(deputy__isnull=False),
        minutes__in=_locked(partnership),
        seat__municipality__isnull=False,
    )
    for meeting, municipality in rows.values_list("minutes__meeting_id", "seat__municipality_id"):
        present[meeting].add(municipality)
    held = Meeting.objects.filter(committee__partnership=partnership, state=MeetingState.CLOSED).order_by("starts_at")
    found = [
        Held(row.pk, row.committee_id, f"{row.number}/{row.year}", row.day, frozenset(present[row.pk]))
        for row in held.only("committee_id", "number", "year", "starts_at")
    ]
    return {row.pk: row for row in found if row.on <= today}


def read_decided(partnership: Partnership, period: Period) -> list[Decided]:
    """Newest first. Two queries."""
    rows = list(
        MinutesItem.objects.filter(
            minutes__in=_locked(partnership),
            outcome__in=_AGREED,
            agenda_item__standard="",
            minutes__meeting__starts_at__date__gte=period.first,
            minutes__meeting__starts_at__date__lte=period.last,
        )
        .select_related("minutes", "agenda_item__case")
        .defer("agenda_item__agreement_text")
        .order_by("-minutes__meeting__starts_at", "agenda_item__position", "agenda_item__pk")
    )
    public = [row for row in rows if not _is_exempt(row.agenda_item)]
    texts = ItemText.objects.filter(item__in=public, section=MinutesSection.DECISION).newest("item")
    text_of = dict(texts.values_list("item_id", "text"))
    return [
        Decided(
            meeting=row.minutes.meeting_id,
            item=row.pk,
            title="" if (hidden := _is_exempt(row.agenda_item)) else row.agenda_item.title,
            number="" if hidden else row.agenda_item.number_text,
            text="" if hidden else text_of.get(row.pk, ""),
            has_dissent=not hidden and row.outcome == Outcome.CONSENSUS_DISSENT,
            is_exempt=hidden,
        )
        for row in rows
    ]


def _is_exempt(item: AgendaItem) -> bool:
    return item.is_exempt or bool(item.case and item.case.is_exempt)


def read_tasks(partnership: Partnership) -> list[Task]:
    """With a deadline, by it. One query."""
    rows = (
        ActionItem.objects.filter(item__minutes__in=_locked(partnership), due_on__isnull=False)
        .select_related("item__minutes", "item__agenda_item__case")
        .defer("item__agenda_item__agreement_text")
        .order_by("due_on", "pk")
    )
    found = []
    for row in rows:
        assert row.due_on is not None
        hidden = _is_exempt(row.item.agenda_item)
        text = "" if hidden else row.text
        found.append(Task(row.item.minutes.meeting_id, row.item_id, text, row.due_on, row.done_on, is_exempt=hidden))
    return found


def read_raised(partnership: Partnership, period: Period) -> list[Raised]:
    """Cases that municipalities raised in the period. One query."""
    published = AgendaItem.objects.filter(
        case=OuterRef("pk"), withdrawn_at__isnull=True, number__isnull=False, meeting__state__in=PUBLISHED
    )
    rows = (
        Case.objects.filter(
            partnership=partnership,
            proposing_municipality__isnull=False,
            registered_on__gte=period.first,
            registered_on__lte=period.last,
        )
        .exclude(state=CaseState.PROPOSED)
        .annotate(is_published=Exists(published.exclude(is_exempt=True)))
        .order_by("registered_on", "pk")
    )
    found = []
    for row in rows.values_list(
        "pk", "proposing_municipality_id", "title", "registered_on", "is_published", "is_exempt"
    ):
        pk, municipality, title, on, is_published, is_exempt = row
        is_public = is_published and not is_exempt
        found.append(Raised(pk, municipality, title if is_public else "", on, is_public))
    return found
