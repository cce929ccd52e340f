"""Kaplan–Meier: how long something takes when not all of it is over yet. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction


def quantile(durations: Iterable[tuple[int, bool]], share: Fraction) -> int | None:
    """The first day by which at least `share` is over, by the Kaplan–Meier estimate; None when it never comes to that.

    `durations` are (days, whether it ended then); one that has not ended counts as long as it was seen, also on its
    last day. In whole numbers: a quantile must not hang on the last digit of a float.
    """
    rows = list(durations)
    surviving = Fraction(1)
    for day in sorted({days for days, is_over in rows if is_over}):
        at_risk = sum(days >= day for days, _over in rows)
        ended = sum(days == day for days, is_over in rows if is_over)
        surviving *= 1 - Fraction(ended, at_risk)
        if surviving <= 1 - share:
            return day
    return None
