"""How indicators count: shares with weights, means and medians, parts for each party. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from statistics import mean, median

from django.utils.translation import ngettext

from reports.indicators.facts import MUNICIPALITIES, TRUST
from reports.indicators.figure import LEAST_ITEMS, LEAST_MEETINGS, Figure, Light, RowRef, Unit, ratio

#: A figure of fewer seats than this would be of persons.
LEAST_SEATS = 3
BOTH = (MUNICIPALITIES, TRUST)


def part_of(proposed_by: str, party: str) -> float:
    """How much of an item is a party's: all of its own, half of a joint one (indicator I1)."""
    return 1.0 if proposed_by == party else 0.5 if proposed_by == "joint" else 0.0


def weighted(
    key: str, rows: Iterable[RowRef], *, n_of: str = "items", least: int = LEAST_ITEMS, light: Light = Light.NONE
) -> Figure:
    """A share where a row counts with its weight above and below the line, such as half a joint item."""
    found = tuple(rows)
    below = sum(row.weight for row in found)
    figure = ratio(key, sum(row.weight for row in found if row.counts), below, n=len(found), n_of=n_of, least=least)
    return replace(figure, rows=found, light=Light.NONE if figure.value is None else light)


def lit(figure: Figure, light_of: Callable[[float], Light]) -> Figure:
    """With the light of its value; a figure without value has none."""
    return figure if figure.value is None else replace(figure, light=light_of(figure.value))


def mean_of(
    key: str,
    values: Sequence[float],
    *,
    unit: Unit = Unit.SHARE,
    n_of: str = "meetings",
    least: int = LEAST_MEETINGS,
    enough: bool = True,
    rows: Iterable[RowRef] = (),
) -> Figure:
    """The mean: the sum over the number. Suppressed with fewer than `least`, or when not `enough` lies behind it."""
    hides = bool(values) and (len(values) < least or not enough)
    value = None if hides or not values else mean(values)
    return Figure(
        key, value, unit, len(values), sum(values), float(len(values)), n_of, is_suppressed=hides, rows=tuple(rows)
    )


def median_of(
    key: str,
    values: Sequence[float],
    *,
    unit: Unit = Unit.DAYS,
    n_of: str = "cases",
    least: int = LEAST_ITEMS,
    rows: Iterable[RowRef] = (),
) -> Figure:
    hides = 0 < len(values) < least
    value = None if hides or not values else float(median(values))
    return Figure(key, value, unit, len(values), None, float(len(values)), n_of, is_suppressed=hides, rows=tuple(rows))


def count_of(key: str, rows: Iterable[RowRef], *, n_of: str) -> Figure:
    """How many there are; a count is what it is, however small."""
    found = tuple(rows)
    size = float(sum(row.counts for row in found))
    return Figure(key, size, Unit.COUNT, len(found), size, None, n_of, rows=found)


def days_text(count: int) -> str:
    return ngettext("%(count)s dag", "%(count)s dager", count) % {"count": count}


def evenness(one: float, other: float) -> float | None:
    """min/max: 1 is equal, 0 is all on one side; None when there is nothing on either."""
    return min(one, other) / max(one, other) if one or other else None
