"""Meetings, cases and follow-up as indicators count them: from locked minutes, the newest of each meeting."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q

from meetings.enums import AttendanceStatus, MinutesState
from meetings.models import (
    ActionItem,
    AgendaItem,
    Attachment,
    Attendance,
    Case,
    CaseInput,
    Minutes,
    MinutesItem,
    PreMeeting,
    RouteStep,
)
from municipalities.models import Partnership
from reports.indicators.facts import (
    ActionFact,
    AttendanceFact,
    CaseFact,
    InputFact,
    ItemFact,
    MeetingFact,
    RouteStepFact,
)
from samhandling.core.dates import local_day

_MET = (AttendanceStatus.PRESENT, AttendanceStatus.REMOTE)


def read_meetings(partnership: Partnership, today: dt.date) -> tuple[MeetingFact, ...]:
    """Seven queries. By start; those with locked minutes."""
    locked = Minutes.objects.filter(meeting__committee__partnership=partnership, state=MinutesState.LOCKED)
    newest = locked.order_by("meeting_id", "-version").distinct("meeting_id")
    columns = ("meeting_id", "pk", "meeting__committee_id", "meeting__starts_at", "meeting__called_at")
    held = [row for row in newest.values_list(*columns) if local_day(row[3]) <= today]
    minutes = {row[1]: row[0] for row in held}
    attendances = _attendances(minutes)
    items, annexes = _items(minutes), _annexes(minutes.values())
    prepared = _pre_meetings(held)
    meetings = [
        MeetingFact(
            pk,
            committee,
            starts_at,
            day=local_day(starts_at),
            called_at=called_at,
            called_on=local_day(called_at) if called_at else None,
            items=tuple(items[pk]),
            attendances=tuple(attendances[pk]),
            annexes=tuple(annexes[pk]),
            pre_meetings=frozenset(prepared[pk]),
        )
        for pk, _minutes, committee, starts_at, called_at in held
    ]
    return tuple(sorted(meetings, key=lambda meeting: (meeting.starts_at, meeting.pk)))


def _attendances(minutes: dict[int, int]) -> dict[int, list[AttendanceFact]]:
    """Guests, and seats nobody was appointed to, are left out."""
    found: dict[int, list[AttendanceFact]] = defaultdict(list)
    seated = Attendance.objects.filter(minutes__in=minutes, seat__isnull=False)
    rows = seated.filter(Q(person__isnull=False) | Q(deputy__isnull=False)).order_by("position", "pk")
    columns = ("minutes_id", "seat_id", "party", "person_id", "deputy_id", "status", "function", "is_voting", "mandate")
    places = ("seat__group_id", "seat__municipality_id", "seat__hospital_id")
    people = ("person__position_level", "deputy__position_level", "person__side", "deputy__side")
    for row in rows.values_list(*columns, *places, *people):
        minutes_id, seat, party, person, deputy, status, function, is_voting, mandate = row[:9]
        (group, municipality, hospital), (level, deputy_level, side, deputy_side) = row[9:12], row[12:]
        met = status in _MET
        found[minutes[minutes_id]].append(
            AttendanceFact(
                seat=seat,
                party=party,
                person=person,
                deputy=None if met else deputy,
                met=met,
                function=function,
                is_voting=is_voting,
                mandate=mandate,
                level=level if met else deputy_level,
                side=("trust" if hospital else "municipalities" if group or municipality else "")
                or (side if met else deputy_side)
                or "",
                group=group,
                municipality=municipality,
            )
        )
    return found


def _items(minutes: dict[int, int]) -> dict[int, list[ItemFact]]:
    outcomes = dict(MinutesItem.objects.filter(minutes__in=minutes).values_list("agenda_item_id", "outcome"))
    found: dict[int, list[ItemFact]] = defaultdict(list)
    rows = AgendaItem.objects.filter(meeting__in=minutes.values(), withdrawn_at__isnull=True)
    columns = ("meeting_id", "pk", "type", "proposed_by", "case_id", "standard", "is_strategic", "is_exempt")
    more = ("case__is_exempt", "minutes_planned", "paper_version_id", "agreement_version_id", "added_late")
    for row in rows.order_by("position", "pk").values_list(*columns, *more):
        meeting, pk, kind, proposed_by, case, standard, is_strategic, is_exempt = row[:8]
        case_is_exempt, planned, paper, agreement, added_late = row[8:]
        found[meeting].append(
            ItemFact(
                pk=pk,
                type=kind,
                proposed_by=proposed_by,
                case=case,
                is_standard=bool(standard),
                is_strategic=is_strategic,
                is_exempt=is_exempt or bool(case_is_exempt),
                minutes=planned,
                has_paper=paper is not None or agreement is not None,
                added_late=added_late,
                outcome=outcomes.get(pk, ""),
            )
        )
    return found


def _annexes(meetings: Iterable[int]) -> dict[int, list[tuple[int, dt.datetime]]]:
    """The annexes its cases had when the meeting began."""
    found: dict[int, list[tuple[int, dt.datetime]]] = defaultdict(list)
    rows = Attachment.objects.filter(case__treatments__meeting__in=meetings, case__treatments__withdrawn_at=None)
    columns = ("case__treatments__meeting_id", "case__treatments__meeting__starts_at", "case__treatments__pk")
    for meeting, starts_at, item, added_at, removed_at in rows.order_by("added_at", "pk").values_list(
        *columns, "added_at", "removed_at"
    ):
        if added_at < starts_at and (removed_at is None or removed_at > starts_at):
            found[meeting].append((item, added_at))
    return found


def _pre_meetings(held: list[tuple]) -> dict[int, set[int]]:
    days = {row[0]: local_day(row[3]) for row in held}
    found: dict[int, set[int]] = defaultdict(set)
    rows = PreMeeting.objects.filter(meeting__in=days)
    for meeting, group, held_on in rows.values_list("meeting_id", "group_id", "held_on"):
        if held_on <= days[meeting]:
            found[meeting].add(group)
    return found


def read_cases(partnership: Partnership, today: dt.date) -> dict[int, CaseFact]:
    """Four queries."""
    routes: dict[int, list[RouteStepFact]] = defaultdict(list)
    steps = RouteStep.objects.filter(case__partnership=partnership).order_by("case_id", "position")
    for case, *step in steps.values_list("case_id", "committee_id", "planned_on", "treated_on", "body_name"):
        routes[case].append(RouteStepFact(*step))  # type: ignore[arg-type]  # in the order of its fields
    sides: dict[int, set[str]] = defaultdict(set)
    officers = Case.officers.through.objects.filter(case__partnership=partnership).exclude(person__side="")
    for case, side in officers.values_list("case_id", "person__side"):
        sides[case].add(side)
    inputs: dict[int, list[InputFact]] = defaultdict(list)
    given = CaseInput.objects.filter(case__partnership=partnership, withdrawn_at__isnull=True).order_by("given_at")
    for case, municipality, given_at in given.values_list("case_id", "municipality_id", "given_at"):
        inputs[case].append(InputFact(municipality, given_at))
    cases = Case.objects.filter(partnership=partnership, registered_on__lte=today).order_by("pk")
    columns = ("pk", "registered_on", "proposed_by", "closed_on", "proposing_municipality_id", "is_exempt")
    return {
        pk: CaseFact(
            pk,
            registered_on,
            proposed_by,
            closed_on,
            municipality,
            is_exempt,
            officer_sides=frozenset(sides[pk]),
            route=tuple(routes[pk]),
            inputs=tuple(inputs[pk]),
        )
        for pk, registered_on, proposed_by, closed_on, municipality, is_exempt in cases.values_list(*columns)
    }


def read_actions(partnership: Partnership) -> tuple[ActionFact, ...]:
    """Tasks with a deadline, from locked minutes, each once."""
    rows = ActionItem.objects.in_force().filter(
        item__minutes__meeting__committee__partnership=partnership,
        item__minutes__state=MinutesState.LOCKED,
        due_on__isnull=False,
    )
    columns = ("pk", "item__minutes__meeting_id", "due_on", "done_on", "owner__side")
    exempt = ("item__agenda_item__is_exempt", "item__agenda_item__case__is_exempt")
    return tuple(
        ActionFact(pk, meeting, due_on, done_on, side or "", is_exempt or bool(case_is_exempt))
        for pk, meeting, due_on, done_on, side, is_exempt, case_is_exempt in rows.order_by("pk").values_list(
            *columns, *exempt
        )
    )
