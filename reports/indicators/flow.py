"""I8, I9 and I10: how cases move between levels, how long a decision takes, and what becomes of it. Pure."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from django.utils.translation import gettext as _

from meetings.enums import ItemType, Outcome
from reports.indicators.counting import BOTH, days_text, mean_of, median_of, part_of
from reports.indicators.facts import ActionFact, CaseFact, Facts, RouteStepFact, Treatment
from reports.indicators.figure import LEAST_ITEMS, Figure, RowRef, Unit, share
from reports.indicators.selection import Selection
from reports.indicators.survival import quantile
from samhandling.core.dates import long_date

DECIDED = (Outcome.CONSENSUS, Outcome.CONSENSUS_DISSENT, Outcome.VOTE)
POSTPONED = (Outcome.POSTPONED, Outcome.POSTPONED_NO_MANDATE)
ONLY_TOLD = (ItemType.INFORMATION, ItemType.REPORT)
STUCK_AFTER = 90


def treatments_of(case: CaseFact, facts: Facts, until: dt.date) -> list[Treatment]:
    """Of a case until a day, in order."""
    return [row for row in facts.treatments.get(case.pk, ()) if row.day <= until]


@dataclass(frozen=True)
class Passage:
    """A step of a case's route: when it got there, and when that body was done with it."""

    level: str
    planned_on: dt.date | None
    reached_on: dt.date | None = None
    left_on: dt.date | None = None


@dataclass(frozen=True)
class Way:
    """A case's route as it went. `goes_back`: a body treated it again after a later one had."""

    case: CaseFact
    passages: tuple[Passage, ...]
    goes_back: bool
    last_moved: dt.date
    treated_on: tuple[dt.date, ...]

    @property
    def transitions(self) -> list[tuple[Passage, Passage]]:
        """From one level to another."""
        pairs = zip(self.passages, self.passages[1:], strict=False)
        return [(one, other) for one, other in pairs if one.level != other.level]

    @property
    def is_done(self) -> bool:
        return all(passage.reached_on for passage in self.passages)


def way_of(case: CaseFact, facts: Facts, until: dt.date) -> Way:
    """Each step takes the next treatments of its body: up to the first that was not put off."""
    treatments = treatments_of(case, facts, until)
    left: dict[int, list[Treatment]] = defaultdict(list)
    for treatment in treatments:
        left[treatment.committee].append(treatment)
    passages = []
    for step in case.route:
        days = _taken(left[step.committee]) if step.committee else _outside(step, until)
        passages.append(
            Passage(_level(step, facts), step.planned_on, days[0] if days else None, days[-1] if days else None)
        )
    again = [row for rows in left.values() for row in rows]
    days = [row.day for row in treatments] + [day for step in case.route for day in _outside(step, until)]
    return Way(
        case,
        tuple(passages),
        goes_back=any(_is_behind(row, case.route, passages) for row in again),
        last_moved=max([case.registered_on, *days]),
        treated_on=tuple(days),
    )


def _is_behind(row: Treatment, route: Sequence[RouteStepFact], passages: Sequence[Passage]) -> bool:
    """A treatment the route has no step for, by a body in it, after a later one had treated the case."""
    places = [place for place, step in enumerate(route) if step.committee == row.committee]
    later = passages[places[-1] + 1 :] if places else []
    return any(passage.reached_on is not None and passage.reached_on < row.day for passage in later)


def _taken(waiting: list[Treatment]) -> list[dt.date]:
    days = []
    while waiting:
        treatment = waiting.pop(0)
        days.append(treatment.day)
        if treatment.outcome not in POSTPONED:
            break
    return days


def _outside(step: RouteStepFact, until: dt.date) -> list[dt.date]:
    return [step.treated_on] if step.treated_on and step.treated_on <= until else []


def _level(step: RouteStepFact, facts: Facts) -> str:
    """A committee's level; a body outside the portal (a council, the trust's board) is a level of its own."""
    committee = facts.committees.get(step.committee) if step.committee else None
    return str(committee.level) if committee else f"outside:{step.body}"


def flow(selection: Selection) -> Iterator[Figure]:
    """I8 and its parts, of cases whose route goes over two levels or more."""
    day, first = selection.day, selection.period.first
    ways = [way_of(case, selection.facts, day) for case in _over_levels(selection) if case.registered_on <= day]
    yield _on_time(ways, selection)
    yield _lead_time(ways, selection)
    yield _stuck(ways, day)
    moving = [way for way in ways if any(treated_on >= first for treated_on in way.treated_on)]
    yield share("I8.bounce", tuple(RowRef("case", way.case.pk, counts=way.goes_back) for way in moving), n_of="cases")


def _over_levels(selection: Selection) -> Iterator[CaseFact]:
    """Cases whose route goes over two levels or more; most cases have no route, or one of a single step."""
    for case in selection.cases:
        if len(case.route) > 1 and len({_level(step, selection.facts) for step in case.route}) > 1:
            yield case


def _on_time(ways: Sequence[Way], selection: Selection) -> Figure:
    """Of the passages to another level that were planned for the period."""
    rows = [
        RowRef(
            "case",
            way.case.pk,
            counts=bool(to.reached_on and to.reached_on <= to.planned_on),
            note=_reached(to.planned_on, to.reached_on),
        )
        for way in ways
        for _from, to in way.transitions
        if to.planned_on and selection.period.first <= to.planned_on <= selection.day
    ]
    return share("I8", tuple(rows), n_of="passages")


def _reached(planned_on: dt.date, reached_on: dt.date | None) -> str:
    words = _("planlagt %(day)s, nådd %(reached)s") if reached_on else _("planlagt %(day)s, ikke nådd")
    return words % {"day": long_date(planned_on), "reached": long_date(reached_on) if reached_on else ""}


def _lead_time(ways: Sequence[Way], selection: Selection) -> Figure:
    """Of the passages made in the period."""
    rows = [
        RowRef("case", way.case.pk, float((to.reached_on - left.left_on).days))
        for way in ways
        for left, to in way.transitions
        if left.left_on and to.reached_on and to.reached_on >= max(left.left_on, selection.period.first)
    ]
    rows = [replace(row, note=days_text(int(row.weight))) for row in rows]
    return median_of("I8.lead_time", [row.weight for row in rows], n_of="passages", rows=rows)


def _stuck(ways: Sequence[Way], day: dt.date) -> Figure:
    """Of open cases with somewhere left to go."""
    waiting = [way for way in ways if not way.is_done and not _is_closed(way.case, day)]
    rows = [
        RowRef(
            "case",
            way.case.pk,
            counts=(day - way.last_moved).days > STUCK_AFTER,
            note=_("%(days)s uten bevegelse") % {"days": days_text((day - way.last_moved).days)},
        )
        for way in waiting
    ]
    return share("I8.stuck", tuple(rows), n_of="cases")


def _is_closed(case: CaseFact, day: dt.date) -> bool:
    return case.closed_on is not None and case.closed_on <= day


def case_to_decision(selection: Selection) -> Iterator[Figure]:
    """I9: days from registered to decided, of the cases that were open at some time in the period.

    Those that still are open on its last day, or were closed undecided, count as long as they lasted (Kaplan–Meier).
    Cases that were only told about are left out. I9.open: how old the open ones are.
    """
    rows = tuple(_decision_rows(selection))
    parts = {party: _median_days("I9", rows, selection.facts, party) for party in BOTH}
    yield replace(_median_days("I9", rows, selection.facts), parts=parts)
    yield _median_days("I9.p90", rows, selection.facts, share=Fraction(9, 10))
    still = [row for row in rows if not row.counts and not _is_closed(selection.facts.cases[row.pk], selection.day)]
    yield median_of("I9.open", [row.weight for row in still], rows=still)


def _decision_rows(selection: Selection) -> Iterator[RowRef]:
    first, day = selection.period.first, selection.day
    for case in selection.cases:
        rows = treatments_of(case, selection.facts, day)
        if case.registered_on > day or (rows and all(row.type in ONLY_TOLD for row in rows)):
            continue
        days = [row.day for row in rows if row.type == ItemType.DECISION and row.outcome in DECIDED]
        decided_on = min(days, default=None)
        ended_on = decided_on or (case.closed_on if _is_closed(case, day) else None)
        if ended_on is not None and ended_on < first:
            continue
        lasted = max(((ended_on or day) - case.registered_on).days, 0)
        words = _("avgjort etter %(days)s") if decided_on else _("ikke avgjort etter %(days)s")
        yield RowRef("case", case.pk, float(lasted), bool(decided_on), words % {"days": days_text(lasted)})


def _median_days(
    key: str, rows: Sequence[RowRef], facts: Facts, party: str = "", share: Fraction = Fraction(1, 2)
) -> Figure:
    """Of all, or of the cases a party raised, its own and the joint ones."""
    own = [row for row in rows if not party or part_of(facts.cases[row.pk].proposed_by, party)]
    hides = 0 < len(own) < LEAST_ITEMS
    found = None if hides else quantile([(int(row.weight), row.counts) for row in own], share)
    value = None if found is None else float(found)
    return Figure(key, value, Unit.DAYS, len(own), None, float(len(own)), "cases", is_suppressed=hides, rows=tuple(own))


def follow_up(selection: Selection) -> Iterator[Figure]:
    """I10: tasks whose deadline fell in the period, done by it; by whom the one responsible works for."""
    due, day = selection.actions, selection.day
    parts = {party: _done([row for row in due if row.side == party]) for party in BOTH}
    yield replace(_done(due), parts=parts)
    late = [(row, _overdue(row, day)) for row in due if not _in_time(row)]
    words = _("%(days)s over fristen")
    rows = [RowRef("action", row.pk, float(days), note=words % {"days": days_text(days)}) for row, days in late]
    yield mean_of(
        "I10.overdue", [row.weight for row in rows], unit=Unit.DAYS, n_of="actions", least=LEAST_ITEMS, rows=rows
    )


def _in_time(action: ActionFact) -> bool:
    return action.done_on is not None and action.done_on <= action.due_on


def _overdue(action: ActionFact, day: dt.date) -> int:
    """Until it was done, or until the figures' day."""
    return (min(action.done_on or day, day) - action.due_on).days


def _done(actions: Sequence[ActionFact]) -> Figure:
    return share("I10", tuple(RowRef("action", row.pk, counts=_in_time(row)) for row in actions), n_of="actions")
