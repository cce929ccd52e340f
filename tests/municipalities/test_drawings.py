"""The bubble map and the line of years: what a reader may trust."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from municipalities.charts import draw_years
from municipalities.maps import WIDTH, Place, draw, text_width
from municipalities.reference import read

places = st.builds(
    Place,
    name=st.text(alphabet="ABCDEfghijklmæøå", min_size=2, max_size=14),
    lat=st.floats(58, 71),
    lon=st.floats(5, 30),
    inhabitants=st.integers(0, 700_000),
    colour=st.integers(1, 7),
    is_considering=st.booleans(),
)


@settings(max_examples=40)
@given(st.lists(places, max_size=12))
def test_area_is_in_proportion_to_population(found):
    drawing = draw(found)
    assert len(drawing.bubbles) == sum(1 for place in found if place.inhabitants)
    if drawing.bubbles:
        largest = drawing.bubbles[0]
        for bubble in drawing.bubbles:
            expected = bubble.place.inhabitants / largest.place.inhabitants
            assert math.isclose((bubble.radius / largest.radius) ** 2, expected, rel_tol=1e-6)


@settings(max_examples=40)
@given(st.lists(places, max_size=12))
def test_every_midpoint_is_on_the_map_with_north_up_and_east_to_the_right(found):
    drawing = draw(found)
    for bubble in drawing.bubbles:
        assert 0 <= bubble.x <= WIDTH
        assert 0 <= bubble.y <= drawing.height
    for one, other in itertools.combinations(drawing.bubbles, 2):
        if one.place.lat > other.place.lat + 0.01:
            assert one.y <= other.y
        if one.place.lon > other.place.lon + 0.01:
            assert one.x >= other.x


def real_places(partnership: str, year: int) -> list[Place]:
    municipalities = {row["number"]: row for row in read("municipalities")}
    inhabitants = {row["number"]: row["inhabitants"] for row in read("population") if row["year"] == year}
    numbers = dict.fromkeys(row["number"] for row in read("memberships") if row["partnership"] == partnership)
    return [
        Place(row["name"], row["lat"], row["lon"], inhabitants[number], 1)
        for number in numbers
        for row in [municipalities[number]]
    ]


@pytest.mark.parametrize(
    ("partnership", "year"),
    [("sor-trondelag-2013", 2013), ("khs-26", 2017), ("st-olavs", 2021), ("vest-viken", 2024)],
)
def test_no_name_lies_on_another_on_the_real_maps(partnership, year):
    drawing = draw(real_places(partnership, year))
    boxes = [(bubble.place.name, bubble.label.box(text_width(bubble.place.name))) for bubble in drawing.bubbles]
    covered = [(a, b) for (a, one), (b, other) in itertools.combinations(boxes, 2) if one.overlap(other) > 1]
    assert covered == []
    top, bottom = drawing.inked
    assert all(top <= box.top and box.bottom <= bottom for _name, box in boxes)
    assert all(top <= bubble.y - bubble.radius and bubble.y + bubble.radius <= bottom for bubble in drawing.bubbles)


def test_one_place_and_none_can_be_drawn():
    assert draw([]).bubbles == []
    (only,) = draw([Place("Alene", 63, 10, 100, 1)]).bubbles
    assert only.radius > 0


def test_the_line_is_broken_where_years_are_missing():
    chart = draw_years([(2018, 100), (2019, 110), (2020, 120), (2024, 150)])
    assert chart is not None
    assert [len(line.split()) for line in chart.polylines] == [3, 1]
    assert chart.points[0].y > chart.points[-1].y


@given(st.dictionaries(st.integers(1990, 2040), st.integers(0, 800_000), min_size=3, max_size=20))
def test_every_point_lies_between_the_outer_grid_lines(figures):
    chart = draw_years(figures.items())
    assert chart is not None
    lines = [line.y for line in chart.gridlines]
    assert 2 <= len(lines) <= 6
    assert all(min(lines) - 0.01 <= point.y <= max(lines) + 0.01 for point in chart.points)


def test_two_years_are_told_by_a_table_alone():
    assert draw_years([(2020, 1), (2021, 2)]) is None
