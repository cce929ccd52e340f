"""Shares that change evenly over the demo's history, met as nearly as whole numbers can."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict


class Shares:
    """`falls(key, first, last, day)` is true in a share of the calls that goes from `first` to `last` with time."""

    def __init__(self, begins: dt.date, ends: dt.date) -> None:
        self._begins, self.ends = begins, ends
        self._carried: dict[str, float] = defaultdict(float)

    def at(self, first: float, last: float, day: dt.date) -> float:
        return first + (last - first) * (day - self._begins).days / (self.ends - self._begins).days

    def falls(self, key: str, first: float, last: float, day: dt.date) -> bool:
        self._carried[key] += self.at(first, last, day)
        if self._carried[key] < 1:
            return False
        self._carried[key] -= 1
        return True
