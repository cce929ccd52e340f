"""What an indicator gives: a figure with its definition, what it was counted from, and how far it can be trusted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

#: Fewer than this, and a figure says more about chance than about the cooperation.
LEAST_ITEMS = 5
LEAST_MEETINGS = 3


class Unit(StrEnum):
    SHARE = "share"  # 0–1, shown in per cent
    DAYS = "days"
    COUNT = "count"
    LEVELS = "levels"  # difference of position levels
    KRONER = "kroner"
    MONTHS = "months"


class Light(StrEnum):
    """How a figure stands to its target, where it has one."""

    NONE = "none"
    GOOD = "good"
    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True)
class RowRef:
    """A row a figure was counted from. `model` and `pk` name it, so that the page can link to it for those who may see
    it; `title` is empty for a row the reader may not see (an exempt case), which still counts."""

    model: str  # «meeting», «item», «case», «action», «attendance» (as its meeting), «municipality», «revision» …
    pk: int
    weight: float = 1.0  # its part of the numerator: ½ for a joint item
    counts: bool = True  # in the numerator; every row is in the denominator
    note: str = ""  # never a person's name


@dataclass(frozen=True)
class Figure:
    """One figure. `value` is None when there is nothing to count, or too little of it (`is_suppressed`).

    `numerator` and `denominator` are what the value is made of (of a median: None and the number of cases); `n` is how
    many rows it rests on. `parts` are the same figure for each party, or by what else the indicator asks for.
    """

    key: str  # «I1», «I1.ratio», «I4.retention»
    value: float | None
    unit: Unit
    n: int
    numerator: float | None = None
    denominator: float | None = None
    n_of: str = (
        "items"  # what n counts: «items», «meetings», «cases», «seats», «municipalities», «actions», «revisions»
    )
    light: Light = Light.NONE
    is_suppressed: bool = False
    parts: Mapping[str, Figure] = field(default_factory=dict)
    rows: tuple[RowRef, ...] = ()


def share(
    key: str,
    rows: tuple[RowRef, ...],
    *,
    n_of: str = "items",
    least: int = LEAST_ITEMS,
    light: Light = Light.NONE,
    parts: Mapping[str, Figure] | None = None,
) -> Figure:
    """The share of the rows that count, by weight; suppressed when there are fewer than `least`."""
    numerator = sum(row.weight for row in rows if row.counts)
    found = ratio(key, numerator, float(len(rows)), n=len(rows), n_of=n_of, least=least)
    return replace(found, rows=rows, light=light, parts=parts or {})


def ratio(
    key: str,
    numerator: float,
    denominator: float,
    *,
    n: int,
    n_of: str = "items",
    least: int = LEAST_ITEMS,
    unit: Unit = Unit.SHARE,
) -> Figure:
    """`numerator / denominator`; None with nothing below the line, and suppressed when `n` is less than `least`."""
    value = None if n < least or not denominator else numerator / denominator
    return Figure(key, value, unit, n, numerator, denominator, n_of, is_suppressed=0 < n < least)
