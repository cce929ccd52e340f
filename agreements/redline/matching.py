"""Which section of the old text is which of the new one, and which of them have moved."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Sequence

from agreements.content import Clause
from samhandling.core.text import html_to_plain

ALIKE = 0.5
"""How alike sections without a common anchor must be to be one section."""
_WORD = re.compile(r"\w+")


def match(old: Sequence[Clause], new: Sequence[Clause]) -> dict[int, int]:
    """Places in the old text to places in the new one: by anchor, then by likeness of heading and body."""
    places: dict[str, int] = {}
    for place, clause in enumerate(new):
        places.setdefault(clause.anchor, place)
    found: dict[int, int] = {}
    for place, clause in enumerate(old):
        if clause.anchor in places:
            found[place] = places.pop(clause.anchor)
    taken = set(found.values())
    lone_old = [place for place in range(len(old)) if place not in found]
    lone_new = [place for place in range(len(new)) if place not in taken]
    return found | _alike(old, new, lone_old, lone_new)


def _alike(old: Sequence[Clause], new: Sequence[Clause], lone_old: list[int], lone_new: list[int]) -> dict[int, int]:
    """The most alike first; of equally alike pairs those that stand nearest to each other."""
    before = {place: _words(old[place]) for place in lone_old}
    after = {place: _words(new[place]) for place in lone_new}
    scored = ((_likeness(before[a], after[b]), a, b) for a in lone_old for b in lone_new)
    ranked = sorted((-score, abs(a - b), a, b) for score, a, b in scored if score >= ALIKE)
    found: dict[int, int] = {}
    taken: set[int] = set()
    for _score, _distance, a, b in ranked:
        if a not in found and b not in taken:
            found[a] = b
            taken.add(b)
    return found


_Words = tuple[frozenset[str], frozenset[str]]


def _words(clause: Clause) -> _Words:
    heading, body = clause.heading, html_to_plain(clause.body) if clause.body else ""
    return frozenset(_WORD.findall(heading.casefold())), frozenset(_WORD.findall(body.casefold()))


def _likeness(old: _Words, new: _Words) -> float:
    """From 0 to 1. A part that both are without does not count."""
    parts = [_shared(a, b) for a, b in zip(old, new, strict=True) if a or b]
    return sum(parts) / len(parts) if parts else 0.0


def _shared(old: frozenset[str], new: frozenset[str]) -> float:
    return 2 * len(old & new) / (len(old) + len(new))


def moved(pairs: dict[int, int]) -> set[int]:
    """The places in the old text of sections that have changed places with others: as few as possible, so those
    outside the longest increasing subsequence of the pairs."""
    order = [old for old, _new in sorted(pairs.items(), key=lambda pair: pair[1])]
    return set(order) - set(longest_increasing(order))


def longest_increasing(values: Sequence[int]) -> Collection[int]:
    """A longest increasing subsequence of distinct numbers."""
    tails: list[int] = []  # the smallest number that ends a run of each length
    ends: list[int] = []  # its index in `values`
    before: list[int] = []  # for each value, the index of the one before it in its run
    for index, value in enumerate(values):
        length = bisect_left(tails, value)
        before.append(ends[length - 1] if length else -1)
        tails[length : length + 1] = [value]
        ends[length : length + 1] = [index]
    found = []
    index = ends[-1] if ends else -1
    while index >= 0:
        found.append(values[index])
        index = before[index]
    return found[::-1]
