"""Moving sections with all that stands under them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.anchors import free_anchor
from agreements.rules.outline import end_of, may_go_deeper, moved, placed, shifted

levels = st.lists(st.integers(1, 3), min_size=1, max_size=12)


def test_a_section_passes_its_neighbour_whole() -> None:
    #        0  1  2  3  4
    text = [1, 2, 2, 1, 2]
    assert moved(text, 3, earlier=True) == [3, 4, 0, 1, 2]
    assert moved(text, 0, earlier=False) == [3, 4, 0, 1, 2]
    assert moved(text, 2, earlier=True) == [0, 2, 1, 3, 4]


def test_past_a_heading_above_it_a_section_goes_into_the_next_one() -> None:
    assert moved([1, 2, 1, 2], 3, earlier=True) == [0, 1, 3, 2]
    assert moved([1, 2, 1, 2], 1, earlier=False) == [0, 2, 1, 3]


def test_first_and_last_stay_where_they_are() -> None:
    assert moved([1, 2, 1], 0, earlier=True) == [0, 1, 2]
    assert moved([1, 2, 1], 2, earlier=False) == [0, 1, 2]
    assert placed([1, 2, 1], 0, 1) == [0, 1, 2]  # under itself


def test_levels_have_a_top_and_a_bottom() -> None:
    assert not may_go_deeper([1, 2], 0)
    assert may_go_deeper([1, 1], 1)
    assert not may_go_deeper([1, 2], 1)
    assert not may_go_deeper([1, 1, 2, 3], 1)
    assert shifted([1, 2, 3, 1], 1, -1) == [1, 1, 2, 1]


@given(levels, st.data())
def test_nothing_is_lost_or_torn_apart(text: list[int], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text) - 1))
    block = list(range(at, end_of(text, at)))
    after = data.draw(st.integers(-1, len(text) - 1))
    for order in (moved(text, at, earlier=True), moved(text, at, earlier=False), placed(text, at, after)):
        assert sorted(order) == list(range(len(text)))
        start = order.index(at)
        assert order[start : start + len(block)] == block
        rest = [place for place in order if place not in block]
        assert rest == sorted(rest)


@pytest.mark.parametrize(
    ("heading", "anchor"),
    [("Formål og bakgrunn", "formal-og-bakgrunn"), ("§ 3", "3"), ("", "punkt"), ("Ærlig ørret", "aerlig-orret")],
)
def test_an_anchor_is_made_of_the_heading(heading: str, anchor: str) -> None:
    assert free_anchor(heading, set()) == anchor
    assert free_anchor(heading, {anchor}) == f"{anchor}-2"
    assert len(free_anchor(heading * 30, set())) <= 40
