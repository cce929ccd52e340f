"""I18 and I19: whether the secretariat and the chair go round. Pure.

They count all there is, so nothing is suppressed for being few.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.indicators.facts import ChairFact
from reports.indicators.figure import Figure, RowRef, Unit, share
from reports.indicators.selection import Selection
from reports.rules.rotation import days_held, fairness, months
from samhandling.core.dates import long_date

TURN_YEARS = 2


def rotation(selection: Selection) -> Iterator[Figure]:
    """I18: the months between the region that has held the secretariat longest and the one that has least, as the page
    of the secretariat counts them.

    Of the regions in the rotation; is there none, of those that have held it.
    """
    order = selection.facts.rotation
    days: dict[int, int] = dict.fromkeys(order, 0)
    for term in selection.facts.terms:
        if term.group is not None and (term.group in days or not order):
            days[term.group] = days.get(term.group, 0) + days_held(term.span.first, term.span.last, selection.day)
    held = {group: months(count) for group, count in days.items()}
    parts = {
        f"group:{group}": Figure("I18", float(count), Unit.MONTHS, 1, float(count), n_of="groups")
        for group, count in held.items()
    }
    rows = tuple(RowRef("group", pk, float(count), bool(count), _months(count)) for pk, count in held.items())
    found = fairness(held) if any(held.values()) else None
    value = float(found.gap) if found else None
    yield Figure("I18", value, Unit.MONTHS, len(held), None, None, "groups", parts=parts, rows=rows)


def _months(count: int) -> str:
    return ngettext("%(count)s måned", "%(count)s måneder", count) % {"count": count}


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
        since = _since(chairs, now)
        words = _("samme part siden %(day)s") % {"day": long_date(since)}
        turns.append(RowRef("committee", pk, counts=since > _years_before(day), note=words))
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
