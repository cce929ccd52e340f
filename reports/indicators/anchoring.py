"""I3, I12, I13 and I15: what municipalities bring, for whom seats speak, and whether papers come in time. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from municipalities.enums import Party
from reports.indicators.agenda import TREATED
from reports.indicators.counting import mean_of
from reports.indicators.facts import AttendanceFact, ItemFact, MeetingFact
from reports.indicators.figure import LEAST_ITEMS, LEAST_MEETINGS, Figure, RowRef, share
from reports.indicators.selection import Selection
from samhandling.core.dates import local_day

#: Input from this share of the municipalities anchors an item as well as a meeting beforehand.
HALF = 0.5


def input_rate(selection: Selection) -> Iterator[Figure]:
    """I3: municipalities that raised or commented on a case by the deadline for cases of a meeting that treated it."""
    meetings = selection.all_held
    active: set[int] = set()
    for meeting in meetings:
        deadline = meeting.day - dt.timedelta(days=selection.facts.committees[meeting.committee].paper_days)
        for item in meeting.items:
            active |= _brought(selection, meeting, item, deadline)
    rows = tuple(RowRef("municipality", pk, counts=pk in active) for pk in selection.municipalities)
    found = share("I3", rows, n_of="municipalities", least=1)
    too_few = bool(rows) and 0 < len(meetings) < LEAST_MEETINGS
    if too_few or not meetings:
        found = replace(found, value=None, is_suppressed=too_few)
    yield found


def _brought(selection: Selection, meeting: MeetingFact, item: ItemFact, deadline: dt.date) -> set[int]:
    case = selection.facts.cases.get(item.case) if item.case else None
    if case is None:
        return set()
    commented = {row.municipality for row in case.inputs if local_day(row.given_at) <= deadline}
    raised = {case.municipality} if case.municipality and case.registered_on <= deadline else set()
    return commented | raised


def representation(selection: Selection) -> Iterator[Figure]:
    """I12: of the inhabitants and the municipalities a committee is for, those whose seat somebody met for."""
    meetings = [row for row in selection.joint_meetings if any(_has_place(seat) for seat in _municipal(row))]
    people, places = [], []
    for meeting in meetings:
        everyone = _municipalities(selection, meeting)
        covered = everyone & _spoken_for(selection, meeting, only_filled=True)
        known = selection.facts.municipalities
        total = sum(known[pk].inhabitants_on(meeting.day) for pk in everyone)
        inside = sum(known[pk].inhabitants_on(meeting.day) for pk in covered)
        words = _("%(count)s av %(total)s kommuner") % {"count": len(covered), "total": len(everyone)}
        people += [RowRef("meeting", meeting.pk, inside / total, bool(inside), words)] if total else []
        places += (
            [RowRef("meeting", meeting.pk, len(covered) / len(everyone), bool(covered), words)] if everyone else []
        )
    yield mean_of("I12", [row.weight for row in people], rows=people)
    yield mean_of("I12.municipalities", [row.weight for row in places], rows=places)
    yield _anchoring(selection)


def _municipal(meeting: MeetingFact) -> list[AttendanceFact]:
    return [row for row in meeting.attendances if row.takes_part and row.party == Party.MUNICIPALITIES]


def _has_place(seat: AttendanceFact) -> bool:
    return seat.group is not None or seat.municipality is not None


def _municipalities(selection: Selection, meeting: MeetingFact) -> set[int]:
    """Those the committee is for on the day: of its area, or all members."""
    area = selection.facts.committees[meeting.committee].area
    return {
        pk
        for pk, row in selection.facts.municipalities.items()
        if row.is_member(meeting.day) and (area is None or row.in_group(area, meeting.day))
    }


def _spoken_for(selection: Selection, meeting: MeetingFact, *, only_filled: bool) -> set[int]:
    """By its municipal seats: the municipality of each, or all in its group. A seat without a place speaks for none."""
    seats = [row for row in _municipal(meeting) if row.is_filled or not only_filled]
    groups = {row.group for row in seats if row.group is not None and row.municipality is None}
    own = {row.municipality for row in seats if row.municipality is not None}
    known = selection.facts.municipalities.items()
    return own | {pk for pk, row in known if any(row.in_group(group, meeting.day) for group in groups)}


def _anchoring(selection: Selection) -> Figure:
    """Items for which one of the groups that has seats met beforehand, or half of the municipalities gave input."""
    rows = []
    for meeting in selection.joint_meetings:
        everyone = _municipalities(selection, meeting)
        prepared = bool(meeting.pre_meetings & _constituencies(selection, meeting))
        for item in meeting.items:
            if item.type in TREATED:
                given = everyone & _commented(selection, meeting, item)
                counts = prepared or bool(given and len(given) >= HALF * len(everyone))
                rows.append(RowRef("item", item.pk, counts=counts))
    return share("I12.anchoring", tuple(rows), least=LEAST_ITEMS)


def _constituencies(selection: Selection, meeting: MeetingFact) -> set[int]:
    """Groups its municipal seats speak for: their own, those their municipalities belong to, and its area."""
    seats = _municipal(meeting)
    area = selection.facts.committees[meeting.committee].area
    spoken = _spoken_for(selection, meeting, only_filled=False)
    known = selection.facts.municipalities
    near = {group for pk in spoken & known.keys() for group, span in known[pk].groups if span.holds_on(meeting.day)}
    return near | {group for group in (area, *(row.group for row in seats)) if group is not None}


def _commented(selection: Selection, meeting: MeetingFact, item: ItemFact) -> set[int]:
    case = selection.facts.cases.get(item.case) if item.case else None
    return {row.municipality for row in case.inputs if row.given_at < meeting.starts_at} if case else set()


def mandate_acceptance(selection: Selection) -> Iterator[Figure]:
    """I13: by each municipality's newest decision on the figures' day; one that has not decided has not accepted."""
    known = selection.facts.municipalities
    rows = []
    for pk in selection.municipalities:
        decisions = [approves for day, approves in known[pk].approvals if day <= selection.day]
        words = _("ikke behandlet") if not decisions else _("godtatt") if decisions[-1] else _("ikke godtatt")
        rows.append(RowRef("municipality", pk, counts=bool(decisions and decisions[-1]), note=words))
    yield share("I13", tuple(rows), n_of="municipalities", least=1)


def notice(selection: Selection) -> Iterator[Figure]:
    """I15: meetings whose notice was sent in time with all its papers; I15.late_papers: annexes that came after it."""
    rows, annexes = [], []
    for meeting in selection.meetings:
        found = [
            RowRef("item", item, counts=meeting.called_at is not None and added_at > meeting.called_at)
            for item, added_at in meeting.annexes
        ]
        annexes += found
        complete = not any(row.counts for row in found)
        rows.append(RowRef("meeting", meeting.pk, counts=complete and _in_time(selection, meeting)))
    yield share("I15", tuple(rows), n_of="meetings", least=LEAST_MEETINGS)
    yield share("I15.late_papers", tuple(annexes), n_of="annexes")


def _in_time(selection: Selection, meeting: MeetingFact) -> bool:
    committee = selection.facts.committees[meeting.committee]
    last_day = meeting.day - dt.timedelta(days=committee.notice_days)
    sent = meeting.called_on is not None and meeting.called_on <= last_day
    return sent and not any(item.added_late for item in meeting.items)
