"""Whose turn it is to hold the secretariat, and how evenly it has gone round (indicator I18). Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from agreements.rules.months import months_after

T = TypeVar("T")

WARNING_MONTHS = 6
TERM_MONTHS = 24
_DAYS_A_MONTH = 365.2425 / 12


def holder(ordering: Sequence[T], number: int) -> T:
    """Who holds term `number`, counted from 0: the order goes round."""
    return ordering[number % len(ordering)]


def next_holder(ordering: Sequence[T], held: Sequence[T | None]) -> T | None:
    """Whose turn it is after the terms `held`, oldest first; None without an order.

    One that stood outside the order (None, or somebody without a place) moves nobody: the turn counts from the last
    that had a place.
    """
    if not ordering:
        return None
    placed = [who for who in held if who in ordering]
    return holder(ordering, ordering.index(placed[-1]) + 1) if placed else ordering[0]


def months(days: int) -> int:
    return round(days / _DAYS_A_MONTH)


def days_held(first: dt.date, last: dt.date | None, today: dt.date) -> int:
    """Days of a term that have come; none of one that lies ahead."""
    end = min(last, today) if last else today
    return max((end - first).days + 1, 0)


@dataclass(frozen=True)
class Fairness:
    """Months that regions have held the secretariat: the most, the fewest, and how far apart they are."""

    most: int
    fewest: int

    @property
    def gap(self) -> int:
        return self.most - self.fewest


def fairness(held: Mapping[T, int]) -> Fairness | None:
    """From months by region, those that have held nothing too; None for fewer than two regions."""
    return Fairness(max(held.values()), min(held.values())) if len(held) > 1 else None


def warning_day(last: dt.date) -> dt.date:
    """From when the end of a term is told: six months before."""
    return months_after(last, -WARNING_MONTHS)


def coming_term(last: dt.date) -> tuple[dt.date, dt.date]:
    """First and last day of the term after one that ends: two years from the day after."""
    first = last + dt.timedelta(days=1)
    return first, months_after(first, TERM_MONTHS) - dt.timedelta(days=1)
