"""I18 and I19: whether the secretariat and the chair go round. Pure.

They count all there is, so nothing is suppressed for being few.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence

from reports.indicators.facts import ChairFact, TermFact
from reports.indicators.figure import Figure, RowRef, Unit, share
from reports.indicators.selection import Selection

DAYS_IN_MONTH = 365.25 / 12
TURN_YEARS = 2


def rotation(selection: Selection) -> Iterator[Figure]:
    """I18: the months between the region that has held the secretariat longest and the one that has least.

    Of the regions in the rotation; is there none, of those that have held it. A municipality's term is its region's.
    """
    held: dict[int, int] = dict.fromkeys(selection.facts.rotation, 0)
    for term in selection.facts.terms:
        group = _group_of(term, selection)
        if group is not None and (group in held or not selection.facts.rotation):
            held[group] = held.get(group, 0) + _days(term, selection.day)
    months = {group: days / DAYS_IN_MONTH for group, days in held.items()}
    parts = {
        f"group:{group}": Figure("I18", value, Unit.MONTHS, 1, value, n_of="groups") for group, value in months.items()
    }
    rows = tuple(RowRef("group", group, value, bool(value)) for group, value in months.items())
    value = max(months.values()) - min(months.values()) if months and any(months.values()) else None
    yield Figure("I18", value, Unit.MONTHS, len(months), None, None, "groups", parts=parts, rows=rows)


def _group_of(term: TermFact, selection: Selection) -> int | None:
    if term.group is not None or term.municipality is None:
        return term.group
    municipality = selection.facts.municipalities.get(term.municipality)
    groups = [group for group, span in municipality.groups if span.holds_on(term.span.first)] if municipality else []
    asked = [group for group in groups if group in selection.facts.rotation]
    return next(iter(asked or groups), None)


def _days(term: TermFact, day: dt.date) -> int:
    last = min(term.span.last or day, day)
    return max((last - term.span.first).days + 1, 0)


def alternation(selection: Selection) -> Iterator[Figure]:
    """I19: committees whose chair has come from the same party for two years at most; I19.same: those whose chair and
    deputy chair come from the same party."""
    day = selection.day
    by_committee: dict[int, list[ChairFact]] = defaultdict(list)
    for chair in selection.facts.chairs:
        committee = selection.facts.committees.get(chair.committee)
        if committee and committee.is_joint and chair.committee in selection.committees and chair.span.first <= day:
            by_committee[chair.committee].append(chair)
    turns, same = [], []
    for pk, chairs in sorted(by_committee.items()):
        now = _party_of(chairs, day, is_deputy=False)
        deputy = _party_of(chairs, day, is_deputy=True)
        if now is None:
            continue
        turns.append(RowRef("committee", pk, counts=_since(chairs, now) > _years_before(day)))
        same += [RowRef("committee", pk, counts=now == deputy)] if deputy else []
    yield share("I19", tuple(turns), n_of="committees", least=1)
    yield share("I19.same", tuple(same), n_of="committees", least=1)


def _party_of(chairs: Sequence[ChairFact], day: dt.date, *, is_deputy: bool) -> str | None:
    holding = [row for row in chairs if row.is_deputy == is_deputy and row.span.holds_on(day)]
    return max(holding, key=lambda row: (row.span.first, row.party)).party if holding else None


def _since(chairs: Sequence[ChairFact], party: str) -> dt.date:
    """The day from which the chair has come from this party without another's between."""
    led = sorted((row for row in chairs if not row.is_deputy), key=lambda row: (row.span.first, row.party))
    first = dt.date.max
    for row in reversed(led):
        if row.party != party:
            break
        first = row.span.first
    return first


def _years_before(day: dt.date) -> dt.date:
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return day.replace(year=day.year - TURN_YEARS, day=last)
