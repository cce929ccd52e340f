"""Small sets of facts for indicators, made by hand; and the two parties swapped, or the rows in another order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from itertools import count

from reports.indicators.facts import (
    AttendanceFact,
    CaseFact,
    CommitteeFact,
    Facts,
    ItemFact,
    MeetingFact,
    Span,
)
from reports.indicators.figure import Figure
from reports.indicators.selection import Selection
from reports.period import Period
from reports.scope import Scope
from reports.selectors.indicators import MAKERS

TODAY = dt.date(2026, 11, 20)
YEAR = Period.year(2026)
OSU, LSU = 1, 2
COMMITTEES = {
    OSU: CommitteeFact(OSU, "OSU", level=2),
    LSU: CommitteeFact(LSU, "LSU", level=4, area=9, is_local=True),
}
ALWAYS = Span(dt.date(2015, 1, 1))
M, T = "municipalities", "trust"
_numbers = count(1)


def at(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(12), tzinfo=dt.UTC)


def item(proposed_by: str = M, kind: str = "decision", **columns: object) -> ItemFact:
    return ItemFact(next(_numbers), kind, proposed_by, **columns)  # type: ignore[arg-type]


def seat(number: int, party: str = M, person: int | None = None, **columns: object) -> AttendanceFact:
    """Its own person met, unless told otherwise."""
    columns = {"met": True, "mandate": "can_decide"} | columns
    return AttendanceFact(number, party, person if person is not None else 100 + number, **columns)  # type: ignore[arg-type]


def meeting(
    day: dt.date,
    *items: ItemFact,
    committee: int = OSU,
    attendances: Iterable[AttendanceFact] = (),
    **columns: object,
) -> MeetingFact:
    """Called fourteen days before."""
    called = at(day - dt.timedelta(days=14))
    values = {"called_at": called, "called_on": called.date()} | columns
    return MeetingFact(
        next(_numbers), committee, at(day), day, items=tuple(items), attendances=tuple(attendances), **values
    )  # type: ignore[arg-type]


def facts_of(*meetings: MeetingFact, cases: Iterable[CaseFact] = (), **columns: object) -> Facts:
    values: dict[str, object] = {"committees": COMMITTEES} | columns
    ordered = sorted(meetings, key=lambda row: (row.starts_at, row.pk))
    return Facts(1, TODAY, meetings=tuple(ordered), cases={case.pk: case for case in cases}, **values)  # type: ignore[arg-type]


def count_all(facts: Facts, scope: Scope | None = None, period: Period = YEAR) -> dict[str, Figure]:
    selection = Selection(facts, scope or Scope(1), period)
    found = {}
    for indicator, make in MAKERS.items():
        for figure in make(selection):
            assert figure.key.partition(".")[0] == indicator
            found[figure.key] = figure
    return found


def day(month: int, number: int = 1) -> dt.date:
    return dt.date(2026, month, number)


_OTHER = {M: T, T: M}


def swapped(facts: Facts) -> Facts:
    """The same, as if each party had been the other one."""
    return replace(
        facts,
        meetings=tuple(
            replace(
                row,
                items=tuple(replace(one, proposed_by=_other(one.proposed_by)) for one in row.items),
                attendances=tuple(
                    replace(one, party=_other(one.party), side=_other(one.side)) for one in row.attendances
                ),
            )
            for row in facts.meetings
        ),
        cases={
            pk: replace(
                case,
                proposed_by=_other(case.proposed_by),
                officer_sides=frozenset(map(_other, case.officer_sides)),
            )
            for pk, case in facts.cases.items()
        },
        actions=tuple(replace(row, side=_other(row.side)) for row in facts.actions),
        chairs=tuple(replace(row, party=_other(row.party)) for row in facts.chairs),
    )


def _other(party: str) -> str:
    return _OTHER.get(party, party)


def shuffled(facts: Facts) -> Facts:
    """The rows of each meeting, the cases and the tasks the other way round; meetings keep their order in time."""
    return replace(
        facts,
        committees=dict(reversed(facts.committees.items())),
        meetings=tuple(
            replace(row, items=row.items[::-1], attendances=row.attendances[::-1]) for row in facts.meetings
        ),
        cases=dict(reversed(facts.cases.items())),
        actions=facts.actions[::-1],
        municipalities=dict(reversed(facts.municipalities.items())),
        chairs=facts.chairs[::-1],
        terms=facts.terms[::-1],
        agreements=dict(reversed(facts.agreements.items())),
        revisions=tuple(replace(row, adoptions=row.adoptions[::-1]) for row in facts.revisions[::-1]),
        points=facts.points[::-1],
    )
