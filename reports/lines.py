"""A line chart of the parties over periods, in the units of the drawing's viewBox. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 420.0, 200.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 46.0, 14.0, 18.0, 30.0


@dataclass(frozen=True)
class Series:
    """`tone`: «kom» or «hf», the colour and the dash of a party. None where there is no figure."""

    label: str
    tone: str
    values: Sequence[float | None]


@dataclass(frozen=True)
class Dot:
    x: float
    y: float


@dataclass(frozen=True)
class DrawnLine:
    label: str
    tone: str
    polylines: list[str]  # broken where there is no figure
    dots: list[Dot]


@dataclass(frozen=True)
class Tick:
    """A value on the way up, or a period along the foot."""

    label: str
    x: float
    y: float


@dataclass(frozen=True)
class LineChart:
    lines: list[DrawnLine]
    grid: list[Tick]
    feet: list[Tick]
    band: tuple[float, float] | None = None  # top and height of the target
    width: float = WIDTH
    height: float = HEIGHT


def draw_lines(
    labels: Sequence[str], series: Iterable[Series], *, is_share: bool, target: tuple[float, float] | None = None
) -> LineChart | None:
    """None with fewer than two periods that have a figure, which a table tells better."""
    rows = list(series)
    known = [value for row in rows for value in row.values if value is not None]
    with_figure = sum(any(row.values[place] is not None for row in rows) for place in range(len(labels)))
    if with_figure < 2:
        return None
    highest = 1.0 if is_share else _round_up(max(known))
    step = (WIDTH - _LEFT - _RIGHT) / max(1, len(labels) - 1)

    def down(value: float) -> float:
        return HEIGHT - _BOTTOM - (HEIGHT - _TOP - _BOTTOM) * value / highest

    def written(value: float) -> str:
        return f"{value * 100:.0f} %" if is_share else f"{value:g}".replace(".", ",")

    every = 2 if len(labels) > 4 else 1
    return LineChart(
        lines=[_drawn(row, [_LEFT + step * place for place in range(len(labels))], down) for row in rows],
        grid=[Tick(written(highest * part / 4), 0, down(highest * part / 4)) for part in (0, 2, 4)],
        feet=[
            Tick(label, _LEFT + step * place, HEIGHT - 8)
            for place, label in enumerate(labels)
            if (len(labels) - 1 - place) % every == 0
        ],
        band=(down(target[1]), down(target[0]) - down(target[1])) if target else None,
    )


def _drawn(row: Series, across: Sequence[float], down: object) -> DrawnLine:
    assert callable(down)
    runs: list[list[Dot]] = [[]]
    for x, value in zip(across, row.values, strict=True):
        if value is None:
            runs.append([])
        else:
            runs[-1].append(Dot(x, down(value)))
    lines = [" ".join(f"{dot.x:.1f},{dot.y:.1f}" for dot in run) for run in runs if len(run) > 1]
    return DrawnLine(row.label, row.tone, lines, [dot for run in runs for dot in run])


def _round_up(value: float) -> float:
    """To 4, 8, 20, 40, 80, 200 …, so that the middle of the axis is a whole number."""
    if value <= 4:
        return 4.0
    magnitude = 10 ** math.floor(math.log10(value))
    return next(factor * magnitude for factor in (2.0, 4.0, 8.0, 20.0) if factor * magnitude >= value)
