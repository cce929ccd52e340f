"""A timeline of what is planned and what was done. Pure geometry in the units of the drawing's viewBox."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from samhandling.core.dates import MONTHS_SHORT

WIDTH, ROW, TOP, BOTTOM = 960, 34, 30, 8
LEFT, RIGHT = 236, 12
TICK_WORDS = 60  # so much of the width a tick's words need
LABEL = 34  # characters of a label that fit beside the drawing
_MOST_LINES = 10


@dataclass(frozen=True)
class Span:
    """One row to draw. `planned` and `actual` are first and last day; `marks` are days steps were done on."""

    label: str
    planned: tuple[dt.date, dt.date] | None
    actual: tuple[dt.date, dt.date] | None
    marks: tuple[dt.date, ...] = ()
    is_late: bool = False


@dataclass(frozen=True)
class Bar:
    x: float
    width: float


@dataclass(frozen=True)
class Row:
    label: str
    full_label: str
    y: float
    planned: Bar | None
    actual: Bar | None
    marks: list[float]
    is_late: bool

    @property
    def text_y(self) -> float:
        return self.y + 21

    @property
    def planned_y(self) -> float:
        return self.y + 7

    @property
    def actual_y(self) -> float:
        return self.y + 18

    @property
    def mark_y(self) -> float:
        return self.y + 21.5


@dataclass(frozen=True)
class Tick:
    x: float
    label: str


@dataclass(frozen=True)
class Timeline:
    rows: list[Row]
    ticks: list[Tick]
    today_x: float | None
    height: float
    width: int = WIDTH
    left: int = LEFT
    labels_x: int = field(default=LEFT - 12)

    @property
    def bottom(self) -> float:
        return self.height - BOTTOM


def draw_timeline(spans: Sequence[Span], today: dt.date) -> Timeline | None:
    """The drawing, or None when nothing has a day to be drawn at."""
    days = [day for span in spans for pair in (span.planned, span.actual) if pair for day in pair]
    if not days:
        return None
    first, last = _month(min([*days, today])), _after(max([*days, today]))
    length = (last - first).days

    def across(day: dt.date) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * (day - first).days / length

    def bar(pair: tuple[dt.date, dt.date] | None) -> Bar | None:
        return Bar(across(pair[0]), max(across(pair[1]) - across(pair[0]), 3)) if pair else None

    rows = [
        Row(
            label=span.label if len(span.label) <= LABEL else f"{span.label[: LABEL - 1].rstrip()}…",
            full_label=span.label,
            y=TOP + ROW * index,
            planned=bar(span.planned),
            actual=bar(span.actual),
            marks=[across(day) for day in span.marks],
            is_late=span.is_late,
        )
        for index, span in enumerate(spans)
    ]
    return Timeline(rows, _ticks(_tick_days(first, last), across), across(today), TOP + ROW * len(rows) + BOTTOM)


def _tick_days(first: dt.date, last: dt.date) -> list[dt.date]:
    """First days of months, so far apart that their words have room."""
    months = (last.year - first.year) * 12 + last.month - first.month
    step = next(step for step in (1, 2, 3, 6, 12, 24, 60, 120, 1200) if months / step <= _MOST_LINES)
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month - 1)
    return [dt.date(number // 12, number % 12 + 1, 1) for number in numbers if number % step == 0]


def _ticks(days: Sequence[dt.date], across: Callable[[dt.date], float]) -> list[Tick]:
    """A line so near the edge that its words would be cut has none."""
    ticks = [Tick(across(day), _tick_label(day, is_first=day == days[0])) for day in days]
    return [tick if tick.x <= WIDTH - TICK_WORDS else Tick(tick.x, "") for tick in ticks]


def _tick_label(day: dt.date, *, is_first: bool) -> str:
    return f"{MONTHS_SHORT[day.month - 1]} {day.year}" if day.month == 1 or is_first else MONTHS_SHORT[day.month - 1]


def _month(day: dt.date) -> dt.date:
    return day.replace(day=1)


def _after(day: dt.date) -> dt.date:
    """The first day of the month after."""
    return (day.replace(day=28) + dt.timedelta(days=4)).replace(day=1)
