"""What is counted and shown of answers, and what cannot be found out from it."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from municipalities.enums import Party
from reports.rules.survey_counts import LEAST, OTHERS, count_answers, gap_of

CHOICES = [0, 1, 2]
answers = st.lists(st.tuples(st.sampled_from(Party.values), st.sampled_from(CHOICES)), max_size=60)


def count(given_answers: list[tuple[str, int]]):
    return count_answers(given_answers, CHOICES, Party.values)


def test_the_perception_gap_is_worked_by_hand():
    # 27 municipalities: 2 + 9 = 11 said 4 or 5, 11 / 27 = 40.7 %. 13 in the trust: 3 + 7 = 10, 10 / 13 = 76.9 %.
    ours = [("municipalities", choice) for choice, n in ((1, 1), (2, 4), (3, 11), (4, 9), (5, 2)) for _ in range(n)]
    theirs = [("trust", choice) for choice, n in ((2, 1), (3, 2), (4, 7), (5, 3)) for _ in range(n)]
    counted = count_answers(ours + theirs, [1, 2, 3, 4, 5], Party.values)
    gap = gap_of(counted, [4, 5], trust="trust", municipalities="municipalities")
    assert gap is not None
    assert (gap.municipalities, gap.trust) == (pytest.approx(40.74, abs=0.01), pytest.approx(76.92, abs=0.01))
    assert gap.points == pytest.approx(36.18, abs=0.01)
    assert gap.is_uncertain  # 27 and 13 are both fewer than 30
    assert counted.total is not None
    assert counted.total.n == 40


def test_a_gap_needs_both_parties():
    counted = count([("municipalities", 0)] * 9 + [("trust", 0)] * 4)
    assert gap_of(counted, [0], trust="trust", municipalities="municipalities") is None


def test_small_parties_are_counted_together_when_they_are_enough():
    counted = count([("users", 0)] * 3 + [("gps", 1)] * 2 + [("trust", 2)] * 6)
    assert [(row.group, row.counts) for row in counted.rows] == [("trust", (0, 0, 6)), (OTHERS, (3, 2, 0))]
    assert counted.hidden == ("users", "gps")
    assert counted.total is not None
    assert counted.total.counts == (3, 2, 6)


@given(answers)
def test_no_row_rests_on_fewer_than_five(given_answers):
    counted = count(given_answers)
    assert all(row.n >= LEAST for row in counted.rows)
    if counted.total:
        assert counted.total.n == sum(row.n for row in counted.rows)


@given(answers)
def test_taking_rows_from_the_total_leaves_none_or_five_at_least(given_answers):
    counted = count(given_answers)
    total = counted.total.n if counted.total else 0
    for size in range(len(counted.rows) + 1 if total else 0):
        for taken in combinations(counted.rows, size):
            assert total - sum(row.n for row in taken) == 0 or total - sum(row.n for row in taken) >= LEAST


@given(answers, st.data())
def test_what_a_group_too_small_answered_changes_nothing_that_is_shown(given_answers, data):
    shown = count(given_answers)
    if shown.row(OTHERS):
        return
    other = [(p, data.draw(st.sampled_from(CHOICES)) if p in shown.hidden else choice) for p, choice in given_answers]
    assert count(other) == shown


@given(answers, st.randoms(use_true_random=False))
def test_the_order_of_answers_does_not_matter(given_answers, random):
    mixed = list(given_answers)
    random.shuffle(mixed)
    assert count(mixed) == count(given_answers)


@given(answers)
def test_the_gap_turns_its_sign_when_the_parties_change_places(given_answers):
    counted = count(given_answers)
    one = gap_of(counted, [0, 1], trust="trust", municipalities="municipalities")
    other = gap_of(counted, [0, 1], trust="municipalities", municipalities="trust")
    assert (one is None) == (other is None)
    if one and other:
        assert one.points == -other.points
        assert -100 <= one.points <= 100
