"""Charts of a status report as shapes in the units of the drawing's viewBox; templates write them out. Pure.

The same drawing serves page and print: every shape has both a class, for the page's colours, and a pattern, for print,
where style sheets do not reach into SVG.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reports.snapshot import Bar, Chart
from samhandling.core.dates import NBSP

WIDTH = 320.0
_LETTER = 7.2  # about as wide as a letter of the chart's text
_INSIDE = 10.0  # room around a text inside a bar


@dataclass(frozen=True)
class Rect:
    """`pattern`: «solid», «pale», «stripes», «light» or «track» (an outline)."""

    x: float
    y: float
    width: float
    height: float
    pattern: str


@dataclass(frozen=True)
class Text:
    """`tone`: «plain», «strong», or «inverse» on a solid bar; `ground` is what it needs behind it on a pattern."""

    x: float
    y: float
    anchor: str
    words: str
    tone: str = "plain"
    ground: Rect | None = None


@dataclass(frozen=True)
class Line:
    x1: float
    y1: float
    x2: float
    y2: float
    is_target: bool = False


@dataclass(frozen=True)
class Drawing:
    width: float
    height: float
    title: str
    rects: tuple[Rect, ...]
    texts: tuple[Text, ...]
    lines: tuple[Line, ...] = ()


def draw(chart: Chart) -> Drawing:
    """Raises KeyError for a kind that cannot be drawn."""
    return {"columns": _columns, "bars": _bars, "stack": _stack}[chart.kind](chart)


def _columns(chart: Chart) -> Drawing:
    base, room, top = 98.0, 76.0, 22.0
    slot = WIDTH / max(1, len(chart.bars))
    width = min(48.0, slot * 0.6)
    rects, texts, rows = [], [], 1
    for index, bar in enumerate(chart.bars):
        middle = slot * (index + 0.5)
        height = room * _share(bar, chart.highest)
        if height:
            rects.append(Rect(middle - width / 2, base - height, width, height, "solid" if bar.is_now else "pale"))
        texts.append(Text(middle, max(top, base - height) - 6, "middle", bar.text, "strong" if bar.is_now else "plain"))
        lines = _lines(bar.label, slot)
        rows = max(rows, len(lines))
        texts += [Text(middle, base + 16 + 16 * row, "middle", line) for row, line in enumerate(lines)]
    return Drawing(WIDTH, 104.0 + 16 * rows, chart.title, tuple(rects), tuple(texts), (Line(0, base, WIDTH, base),))


def _lines(label: str, room: float) -> list[str]:
    """«1.10.26–23.11.26» is two lines where there is no room for it in one."""
    return [label] if len(label) * _LETTER < room else label.replace("–", "–\n").split("\n")


def _bars(chart: Chart) -> Drawing:
    rects, texts = [], []
    room = WIDTH - 52
    for index, bar in enumerate(chart.bars):
        top = 50.0 * index
        texts.append(Text(0, top + 14, "start", bar.label))
        rects.append(Rect(0.5, top + 21, room, 16, "track"))
        length = room * _share(bar, chart.highest)
        if length:
            rects.append(Rect(0.5, top + 21, length, 16, "solid" if bar.is_now else "pale"))
        shown = bar.text if bar.value is not None else "–"
        texts.append(Text(WIDTH, top + 33.5, "end", shown, "strong"))
    return Drawing(WIDTH, max(50.0, 50.0 * len(chart.bars) - 8), chart.title, tuple(rects), tuple(texts))


_STACK = {1: "solid", 2: "stripes", 3: "light"}


def _stack(chart: Chart) -> Drawing:
    """One bar in parts; a part says its name and number where there is room."""
    top, height = 30.0, 40.0
    rects: list[Rect] = []
    texts: list[Text] = []
    left = 0.5
    room = WIDTH - 1
    last = len(chart.bars) - 1
    for place, bar in enumerate(chart.bars):
        width = room * _share(bar, chart.highest)
        if not width:
            continue
        pattern = _STACK.get(bar.pattern, "light")
        rects.append(Rect(left, top, width, height, pattern))
        if said := _fitting(bar, width):
            anchor = "start" if place == 0 else "end" if place == last else "middle"
            texts.append(_inside(said, left, width, top + height / 2 + 4, pattern, anchor))
        left += width
    lines = _targets(chart, room, top, height)
    if lines:
        texts += [Text(line.x1, 92.0, "middle", f"{round(100 * line.x1 / room)}{NBSP}%") for line in lines]
        texts.append(Text(WIDTH / 2, 14.0, "middle", chart.target_text))
    return Drawing(WIDTH, 96.0 if lines else 74.0, chart.title, tuple(rects), tuple(texts), lines)


def _inside(said: str, left: float, width: float, y: float, pattern: str, anchor: str) -> Text:
    """The outer parts say their names at their outer ends, clear of the target's lines."""
    x = {"start": left + _INSIDE / 2, "middle": left + width / 2, "end": left + width - _INSIDE / 2}[anchor]
    half = len(said) * _LETTER / 2 + 2
    ground = Rect(x - half, y - 13, 2 * half, 18, "ground") if pattern == "stripes" else None
    return Text(x, y, anchor, said, "inverse" if pattern == "solid" else "strong", ground)


def _fitting(bar: Bar, width: float) -> str:
    for said in (f"{bar.label} {bar.text}", bar.text):
        if len(said) * _LETTER + _INSIDE <= width:
            return said
    return ""


def _targets(chart: Chart, room: float, top: float, height: float) -> tuple[Line, ...]:
    known: Sequence[float | None] = (chart.target_low, chart.target_high)
    return tuple(
        Line(share * room, top - 8, share * room, top + height + 8, is_target=True)
        for share in known
        if share is not None
    )


def _share(bar: Bar, highest: float) -> float:
    """How much of the room a bar fills, from 0 to 1."""
    if bar.value is None or highest <= 0:
        return 0.0
    return min(1.0, max(0.0, bar.value / highest))
