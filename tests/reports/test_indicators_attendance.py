"""I4, I5, I6, I7 and I21 on examples that are worked out by hand."""

from __future__ import annotations

import datetime as dt

import pytest

from reports.indicators.figure import Light
from reports.period import Period
from tests.reports.indicator_facts import LSU, M, T, count_all, day, facts_of, item, meeting, seat


def absent(number: int, party: str = M, deputy: int | None = None, **columns: object) -> object:
    return seat(number, party, met=False, deputy=deputy, **columns)


def test_i4_is_the_mean_over_seats_of_the_members_own_attendance() -> None:
    # Seat 1 met 3/3, seat 2 met 1/3 (a deputy does not count), seat 3 was taken from the second meeting: 1/2.
    # Municipalities (1 + 1/3 + 1/2) / 3 = 0.6111. Trust: seats 4, 5, 6 met always: 1.
    # Both: (1 + 1/3 + 1/2 + 3) / 6 = 0.8056. Deputies' seats, secretaries and users are in neither.
    trust = [seat(4, T), seat(5, T), seat(6, T)]
    others = [seat(7, M, function="deputy"), seat(8, "users"), seat(9, "secretariat", function="secretary")]
    found = count_all(
        facts_of(
            meeting(day(3), attendances=[seat(1), seat(2), *trust, *others]),
            meeting(day(6), attendances=[seat(1), absent(2, deputy=50), seat(3), *trust, *others]),
            meeting(day(9), attendances=[seat(1), absent(2), absent(3), *trust, *others]),
        )
    )["I4"]
    assert found.parts[M].value == pytest.approx((1 + 1 / 3 + 1 / 2) / 3)
    assert found.parts[T].value == 1
    assert found.value == pytest.approx((1 + 1 / 3 + 1 / 2 + 3) / 6)
    assert (found.n, found.n_of) == (6, "seats")
    assert [row.note for row in found.parts[M].rows] == [
        "2 av 2 faste medlemmer møtte",
        "2 av 3 faste medlemmer møtte",
        "1 av 3 faste medlemmer møtte",
    ]


def test_i4_of_fewer_than_three_seats_or_meetings_is_not_shown() -> None:
    """It would be the attendance of persons."""
    seats = [seat(1), seat(2), seat(4, T)]
    found = count_all(facts_of(*(meeting(day(m), attendances=seats) for m in (3, 6, 9))))["I4"]
    assert found.value == 1
    assert found.parts[M].is_suppressed
    assert found.parts[M].value is None
    assert {row.note for row in found.parts[M].rows} == {""}
    # With three seats in the trust, both parties and the trust would tell of the other two: neither stands alone.
    more = count_all(facts_of(*(meeting(day(m), attendances=[*seats, seat(5, T), seat(6, T)]) for m in (3, 6, 9))))
    assert more["I4"].value == 1
    assert [part.value for part in (*more["I4"].parts.values(), *more["I5"].parts.values())] == [None] * 4
    assert count_all(facts_of(*(meeting(day(m), attendances=seats) for m in (3, 6))))["I4"].is_suppressed


def test_i4_retention_compares_with_the_meeting_before_of_the_same_committee() -> None:
    # December {1,2,3} → March {1,2,4}: 2/4. March → June {1,2,4}: 3/3. June → September {5}: 0/4. Mean 0.5.
    # The December meeting lies before the period and is compared with; the LSU has only one meeting.
    found = count_all(
        facts_of(
            meeting(dt.date(2025, 12, 1), attendances=[seat(n, person=n) for n in (1, 2, 3)]),
            meeting(day(3), attendances=[seat(n, person=n) for n in (1, 2, 4)]),
            meeting(day(4), attendances=[seat(9, person=9)], committee=LSU),
            meeting(day(6), attendances=[seat(n, person=n) for n in (1, 2)] + [absent(3, deputy=4)]),
            meeting(day(9), attendances=[seat(1, person=5)]),
        )
    )["I4.retention"]
    assert found.value == pytest.approx((2 / 4 + 3 / 3 + 0 / 4) / 3)
    assert found.n == 3
    # Two seats would tell of two persons.
    pair = [seat(1), seat(5, T)]
    assert count_all(facts_of(*(meeting(day(m), attendances=pair) for m in (1, 3, 6, 9))))["I4.retention"].is_suppressed


def test_i5_counts_persons_per_seat_over_twelve_months_whatever_the_period() -> None:
    # To 30 September: seat 1 had person 1 and deputies 11 and 12 = 3, seat 2 one, seat 3 two: mean 2. The meeting in
    # September the year before is outside the twelve months; those outside the quarter are inside them.
    facts = facts_of(
        meeting(dt.date(2025, 9, 20), attendances=[seat(1, person=77)]),
        meeting(dt.date(2025, 11, 1), attendances=[seat(1, person=1), seat(2, person=2), seat(3, person=3)]),
        meeting(day(3), attendances=[absent(1, deputy=11), seat(2, person=2), absent(3, deputy=13)]),
        meeting(day(9), attendances=[absent(1, deputy=12), seat(2, person=2), absent(3)]),
    )
    found = count_all(facts, period=Period.quarter(2026, 3))["I5"]
    assert found.value == pytest.approx((3 + 1 + 2) / 3)
    assert found.light == Light.GOOD
    one_more = facts_of(*facts.meetings, meeting(day(8), attendances=[absent(2, deputy=14)]))
    assert count_all(one_more, period=Period.quarter(2026, 3))["I5"].light == Light.AMBER


def test_i6_compares_numbers_with_a_vote_meeting_by_meeting() -> None:
    # 2 and 4: 0.5. 3 and 3: 1. 1 (a deputy) and 0: 0. Mean 0.5. Seats without a vote and absences do not count.
    found = count_all(
        facts_of(
            meeting(day(3), attendances=[seat(1), seat(2), *(seat(n, T) for n in (5, 6, 7, 8))]),
            meeting(day(6), attendances=[*(seat(n) for n in (1, 2, 3)), *(seat(n, T) for n in (5, 6, 7))]),
            meeting(day(9), attendances=[absent(1, deputy=50), absent(2), seat(5, T, is_voting=False)]),
        )
    )["I6"]
    assert found.value == pytest.approx((0.5 + 1 + 0) / 3)


def test_i6_levels_is_the_mean_gap_between_the_parties_mean_levels() -> None:
    # |mean(2, 3) − mean(1)| = 1.5; |2 − 3| = 1; |2 − 2| = 0: mean 0.8333. A level that is not known is left out.
    found = count_all(
        facts_of(
            meeting(day(3), attendances=[seat(1, level=2), seat(2, level=3), seat(3), seat(5, T, level=1)]),
            meeting(day(6), attendances=[seat(1, level=2), seat(5, T, level=3)]),
            meeting(day(9), attendances=[seat(1, level=2), seat(5, T, level=2)]),
            meeting(day(10), attendances=[seat(1, level=2), seat(5, T)]),
        )
    )["I6.levels"]
    assert found.value == pytest.approx((1.5 + 1 + 0) / 3)
    assert found.parts[M].value == pytest.approx((2.5 + 2 + 2) / 3)
    assert found.parts[T].value == pytest.approx((1 + 3 + 2) / 3)


def test_i7_counts_seats_with_a_mandate_where_there_was_something_to_decide() -> None:
    # Three meetings with decisions. Municipalities: 1 of 2 seats each time = 3/6; trust 1 of 1 = 3/3; both 6/9.
    # The fourth meeting only discussed and is left out.
    here = [seat(1), seat(2, mandate="must_take_home"), seat(5, T)]
    found = count_all(
        facts_of(
            *(meeting(day(m), item(), attendances=here) for m in (3, 6, 9)),
            meeting(day(10), item(kind="discussion"), attendances=[seat(1, mandate="unknown")]),
        )
    )["I7"]
    assert found.value == pytest.approx(6 / 9)
    assert found.parts[M].value == pytest.approx(3 / 6)
    assert found.parts[T].value == 1
    assert (found.numerator, found.denominator, found.n) == (6, 9, 9)


def test_i7_counts_decisions_put_off_because_somebody_could_not_decide() -> None:
    # 5 decision items with an outcome, one of them put off for lack of mandate: 0.2. Postponed for another reason is
    # not it; items without an outcome and discussions are not counted.
    outcomes = ["consensus", "vote", "postponed", "postponed_no_mandate", "noted", "", "none"]
    items = [item(outcome=outcome) for outcome in outcomes]
    found = count_all(facts_of(meeting(day(3), *items, item(kind="discussion", outcome="postponed_no_mandate"))))
    assert found["I7.postponed"].value == pytest.approx(1 / 5)


def test_i21_asks_for_users_gps_and_unions_of_both_sides() -> None:
    # Users in 3 of 4, GPs in 2 of 4, unions from both sides in 2 of 4, all three in 1 of 4.
    unions = [seat(20, "unions", side=M), seat(21, "unions", side=T)]
    found = count_all(
        facts_of(
            meeting(day(3), attendances=[seat(10, "users"), seat(11, "gps"), *unions]),
            meeting(day(5), attendances=[seat(10, "users"), seat(11, "gps"), unions[0]]),
            meeting(day(6), attendances=[seat(10, "users"), *unions]),
            meeting(day(9), attendances=[absent(10, "users"), unions[1]]),
        )
    )["I21"]
    assert found.value == pytest.approx(1 / 4)
    assert {name: part.value for name, part in found.parts.items()} == {"users": 0.75, "gps": 0.5, "unions": 0.5}
