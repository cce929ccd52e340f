"""Charts of status reports: what is drawn stands inside the drawing and in proportion to the numbers."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.charts import Drawing, Rect, draw
from reports.snapshot import Bar, Chart

VALUES = st.lists(st.integers(0, 100), min_size=1, max_size=6)


def chart(kind: str, values: list[int], highest: float, **columns: float) -> Chart:
    bars = tuple(
        Bar(f"Del {place}", str(value), float(value), is_now=place == len(values), pattern=min(place, 3))
        for place, value in enumerate(values, start=1)
    )
    return Chart(kind, "Tallene: 1, 2.", bars, "Del", "Antall", highest, **columns)


def filled(drawing: Drawing) -> list[Rect]:
    return [rect for rect in drawing.rects if rect.pattern != "track"]


@given(kind=st.sampled_from(["columns", "bars", "stack"]), values=VALUES)
def test_nothing_is_drawn_outside_and_every_number_is_written_or_in_the_title(kind: str, values: list[int]) -> None:
    highest = float(sum(values) if kind == "stack" else max(values))
    drawing = draw(chart(kind, values, highest))

    for rect in drawing.rects:
        assert -0.01 <= rect.x <= rect.x + rect.width <= drawing.width + 0.01
        assert -0.01 <= rect.y <= rect.y + rect.height <= drawing.height + 0.01
    assert all(0 <= text.y <= drawing.height for text in drawing.texts)
    if kind != "stack":
        assert {str(value) for value in values} <= {text.words for text in drawing.texts}


@given(values=VALUES.filter(any))
def test_columns_stand_in_proportion_to_their_values(values: list[int]) -> None:
    drawing = draw(chart("columns", values, float(max(values))))

    shown = [value for value in values if value]
    tallest = max(rect.height for rect in drawing.rects)
    for rect, value in zip(filled(drawing), shown, strict=True):
        assert rect.height == pytest.approx(tallest * value / max(values))


def test_the_days_of_a_period_of_ones_own_are_two_lines_that_do_not_run_into_the_next() -> None:
    days = ("22.4.26–14.6.26", "15.6.26–7.8.26", "8.8.26–30.9.26", "1.10.26–23.11.26")
    bars = tuple(Bar(day, "1", 1.0) for day in days)

    drawing = draw(Chart("columns", "Tallene.", bars, "Periode", "Antall", 1.0))

    below = [text for text in drawing.texts if text.words != "1"]
    assert [text.words for text in below][-2:] == ["1.10.26–", "23.11.26"]
    assert all(len(text.words) * 7.2 < drawing.width / 4 and text.y < drawing.height for text in below)


@given(values=VALUES.filter(any))
def test_the_parts_of_a_whole_fill_it_and_stand_side_by_side(values: list[int]) -> None:
    rects = filled(draw(chart("stack", values, float(sum(values)))))

    assert sum(rect.width for rect in rects) == pytest.approx(319.0)
    for left, right in pairwise(rects):
        assert right.x == pytest.approx(left.x + left.width)


def test_a_target_is_marked_on_both_its_edges_in_words_and_lines() -> None:
    whole = Chart(
        "stack",
        "Forslag.",
        (Bar("Kommunene", "19", 19.0), Bar("Helseforetaket", "24", 24.0, pattern=3)),
        "Forslag fra",
        "Saker",
        43.0,
        target_low=0.4,
        target_high=0.6,
        target_text="Mål: mellom 40 og 60 %",
    )

    drawing = draw(whole)

    assert [round(line.x1 / 319, 2) for line in drawing.lines if line.is_target] == [0.4, 0.6]
    words = {text.words.replace("\u00a0", " ") for text in drawing.texts}
    assert {"Mål: mellom 40 og 60 %", "40 %", "60 %", "Kommunene 19"} <= words


def test_what_is_not_known_has_no_bar() -> None:
    unknown = Chart("columns", "Tallene.", (Bar("2025", "–"), Bar("2026", "4", 4.0, is_now=True)), "År", "Dager", 4.0)

    assert [rect.pattern for rect in draw(unknown).rects] == ["solid"]
