"""The order and levels of a text's sections: what belongs under what, and where a section goes. Pure."""

from __future__ import annotations

from collections.abc import Sequence

DEEPEST = 3


def end_of(levels: Sequence[int], at: int) -> int:
    """Where the section at `at` ends with all that stands under it."""
    end = at + 1
    while end < len(levels) and levels[end] > levels[at]:
        end += 1
    return end


def moved(levels: Sequence[int], at: int, earlier: bool) -> list[int]:
    """The order, as old places, when the section and all under it goes one place up or down.

    It passes a neighbour of its level whole; past a heading above its level it goes into that heading's section.
    """
    return _up(levels, at) if earlier else _down(levels, at)


def _up(levels: Sequence[int], at: int) -> list[int]:
    before = next((place for place in reversed(range(at)) if levels[place] <= levels[at]), 0 if at else at)
    return placed(levels, at, before - 1)


def _down(levels: Sequence[int], at: int) -> list[int]:
    after = end_of(levels, at)
    if after == len(levels):
        return list(range(len(levels)))
    return placed(levels, at, end_of(levels, after) - 1 if levels[after] == levels[at] else after)


def placed(levels: Sequence[int], at: int, after: int) -> list[int]:
    """The order when the section and all under it stands right after another; `after` is -1 for the very first."""
    end = end_of(levels, at)
    rest = [place for place in range(len(levels)) if not at <= place < end]
    before = [place for place in rest if place <= after]
    return [*before, *range(at, end), *rest[len(before) :]]


def may_go_deeper(levels: Sequence[int], at: int) -> bool:
    """Something stands before it to belong under, and there is a level left for all that stands under it."""
    deepest = max(levels[at : end_of(levels, at)])
    return at > 0 and levels[at - 1] >= levels[at] and deepest < DEEPEST


def shifted(levels: Sequence[int], at: int, by: int) -> list[int]:
    """All levels when the section and all under it goes `by` levels deeper (or, below zero, out)."""
    end = end_of(levels, at)
    return [min(max(level + by, 1), DEEPEST) if at <= place < end else level for place, level in enumerate(levels)]
