"""The small line chart of inhabitants by year. Pure geometry in the units of the drawing's viewBox."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

WIDTH, HEIGHT = 420, 190
_LEFT, _RIGHT, _TOP, _BOTTOM = 58.0, 26.0, 26.0, 34.0


@dataclass(frozen=True)
class Point:
    year: int
    value: int
    x: float
    y: float
    anchor: str = "middle"
    is_below: bool = False  # its words, where the line goes up from it

    @property
    def label_y(self) -> float:
        return self.y + 19 if self.is_below else self.y - 9


@dataclass(frozen=True)
class GridLine:
    value: int
    y: float

    @property
    def text_y(self) -> float:
        return self.y - 4


@dataclass(frozen=True)
class YearChart:
    points: list[Point]
    polylines: list[str]  # broken where a year is missing
    gridlines: list[GridLine]
    width: int = WIDTH
    height: int = HEIGHT
    axis_y: int = HEIGHT - 8

    @property
    def labelled(self) -> list[Point]:
        """The first and the last, which say where it went; their words turn inwards."""
        first, second = self.points[:2]
        return [replace(first, anchor="start", is_below=second.y < first.y), replace(self.points[-1], anchor="end")]


def draw_years(figures: Iterable[tuple[int, int]]) -> YearChart | None:
    """The chart of (year, value) pairs, or None for fewer than three, which a table tells better."""
    pairs = sorted(figures)
    if len(pairs) < 3:
        return None
    low, high, step = _scale([value for _year, value in pairs])
    first, last = pairs[0][0], pairs[-1][0]

    def across(year: int) -> float:
        return _LEFT + (WIDTH - _LEFT - _RIGHT) * (year - first) / (last - first)

    def down(value: int) -> float:
        return HEIGHT - _BOTTOM - (HEIGHT - _TOP - _BOTTOM) * (value - low) / (high - low)

    points = [Point(year, value, across(year), down(value)) for year, value in pairs]
    return YearChart(
        points=points,
        polylines=[" ".join(f"{point.x:.1f},{point.y:.1f}" for point in run) for run in _runs(points)],
        gridlines=[GridLine(value, down(value)) for value in range(low, high + 1, step)],
    )


def _scale(values: list[int]) -> tuple[int, int, int]:
    """Round bounds about the values, and the step between grid lines: at most five of them."""
    spread = max(max(values) - min(values), 4)
    raw = spread / 3
    magnitude = 10 ** math.floor(math.log10(raw))
    step = max(1, int(next(factor * magnitude for factor in (1, 2, 5, 10) if factor * magnitude >= raw)))
    low = min(values) // step * step
    high = -(-max(values) // step) * step
    return low, max(high, low + step), step


def _runs(points: list[Point]) -> Iterable[list[Point]]:
    run: list[Point] = []
    for point in points:
        if run and point.year != run[-1].year + 1:
            yield run
            run = []
        run.append(point)
    yield run
