"""What a survey's answers come to: n and per cent by party, without telling what any small group answered. Pure.

Fewer than five answers from a party are not shown. Neither can they be found by subtraction: parties too small to be
shown are counted together when they are five or more between them, else not at all, and the total is of what is shown.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

LEAST = 5
"""Fewer answers than this from a group, and the counts could say what one of them thinks."""
LEAST_TO_COMPARE = 30
"""Fewer than this on either side, and a difference may well be chance."""
OTHERS, ALL = "others", "all"


@dataclass(frozen=True)
class CountRow:
    """The answers of one party, of several small ones together (`OTHERS`), or of all that are shown (`ALL`)."""

    group: str
    counts: tuple[int, ...]

    @property
    def n(self) -> int:
        return sum(self.counts)

    @property
    def percents(self) -> tuple[float, ...]:
        return tuple(100 * count / self.n for count in self.counts)


@dataclass(frozen=True)
class Counted:
    """`choices` are what the columns stand for; `hidden` the parties with answers that no row of their own shows."""

    choices: tuple[int, ...]
    rows: tuple[CountRow, ...]
    hidden: tuple[str, ...] = ()

    @property
    def total(self) -> CountRow | None:
        """Of what is shown; None when there is one row, which says the same, or none."""
        if len(self.rows) < 2:
            return None
        return CountRow(ALL, tuple(sum(column) for column in zip(*(row.counts for row in self.rows), strict=True)))

    def row(self, group: str) -> CountRow | None:
        return next((row for row in self.rows if row.group == group), None)


def count_answers(answers: Iterable[tuple[str, int]], choices: Sequence[int], parties: Sequence[str]) -> Counted:
    """Of (party, choice), in the order of `parties`."""
    by_party: dict[str, Counter[int]] = defaultdict(Counter)
    for party, choice in answers:
        by_party[party][choice] += 1
    rows = [_row(party, by_party[party], choices) for party in parties if by_party[party]]
    shown = [row for row in rows if row.n >= LEAST]
    small = [row for row in rows if row.n < LEAST]
    together = Counter({choice: sum(by_party[row.group][choice] for row in small) for choice in choices})
    if together.total() >= LEAST:
        shown.append(_row(OTHERS, together, choices))
    return Counted(tuple(choices), tuple(shown), tuple(row.group for row in small))


def _row(group: str, counter: Mapping[int, int], choices: Sequence[int]) -> CountRow:
    return CountRow(group, tuple(counter.get(choice, 0) for choice in choices))


@dataclass(frozen=True)
class Gap:
    """How much better the trust sees it than the municipalities (I14): the difference of shares that said «good»."""

    trust: float
    municipalities: float
    trust_n: int
    municipalities_n: int

    @property
    def points(self) -> float:
        return self.trust - self.municipalities

    @property
    def is_uncertain(self) -> bool:
        return min(self.trust_n, self.municipalities_n) < LEAST_TO_COMPARE


def gap_of(counted: Counted, good: Iterable[int], *, trust: str, municipalities: str) -> Gap | None:
    """None unless both parties are shown and some answers count as good."""
    wanted = set(good)
    theirs, ours = counted.row(trust), counted.row(municipalities)
    if not wanted or theirs is None or ours is None:
        return None
    return Gap(_share(theirs, counted, wanted), _share(ours, counted, wanted), theirs.n, ours.n)


def _share(row: CountRow, counted: Counted, wanted: set[int]) -> float:
    good = sum(count for choice, count in zip(counted.choices, row.counts, strict=True) if choice in wanted)
    return 100 * good / row.n
