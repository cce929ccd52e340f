"""Kaplan–Meier: how long something takes when not all of it is over yet. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction


def quantile(durations: Iterable[tuple[int, bool]], share: Fraction) -> int | None:
    """The first day by which at least `share` is over, by the Kaplan–Meier estimate; None when it never comes to that.

    `durations` are (days, whether it ended then); one that has not ended counts as long as it was seen, also on its
    last day. In whole numbers: a quantile must not hang on the last digit of a float.
    """
    lasted: Counter[int] = Counter()
    ended: Counter[int] = Counter()
    for days, is_over in durations:
        lasted[days] += 1
        ended[days] += is_over
    at_risk, surviving = lasted.total(), Fraction(1)
    for day in sorted(lasted):
        if ended[day]:
            surviving *= 1 - Fraction(ended[day], at_risk)
            if surviving <= 1 - share:
                return day
        at_risk -= lasted[day]
    return None
