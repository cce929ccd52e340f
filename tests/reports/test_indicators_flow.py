"""I8, I9 and I10 on examples that are worked out by hand."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.indicators.facts import ActionFact, CaseFact, RouteStepFact
from reports.indicators.survival import quantile
from reports.period import Period
from tests.reports.indicator_facts import LSU, OSU, M, T, count_all, day, facts_of, item, meeting


def case(pk: int, *route: RouteStepFact, **columns: object) -> CaseFact:
    return CaseFact(pk, **({"registered_on": day(1), "proposed_by": M, "route": route} | columns))  # type: ignore[arg-type]


def step(committee: int, planned_on: dt.date | None = None) -> RouteStepFact:
    return RouteStepFact(committee, planned_on)


def test_i8_counts_passages_to_another_level_by_their_planned_day() -> None:
    # All go LSU → OSU. Cases 1 and 2 reached OSU on the planned 1 June, 3 was planned for 1 May (late), 4 never came,
    # 5 has no planned day and is left out, 6 stays on one level and is left out, 7 came by a council: 3 of 5.
    june = day(6)
    cases = [
        case(1, step(LSU), step(OSU, june)),
        case(2, step(LSU), step(OSU, june)),
        case(3, step(LSU), step(OSU, day(5))),
        case(4, step(LSU), step(OSU, day(7))),
        case(5, step(LSU), step(OSU)),
        case(6, step(OSU), step(OSU, june)),
        case(7, step(LSU), RouteStepFact(None, june, day(5), "Kommunestyret")),
    ]
    facts = facts_of(
        meeting(day(3), *(item(case=pk, outcome="consensus") for pk in (1, 2, 3, 4, 5, 7)), committee=LSU),
        meeting(june, *(item(case=pk, outcome="consensus") for pk in (1, 2, 3, 5))),
        cases=cases,
    )
    found = count_all(facts)
    assert found["I8"].value == pytest.approx(3 / 5)
    # From 1 March to 1 June 92 days, four times; to the council on 1 May 61 days: median 92.
    assert found["I8.lead_time"].value == 92
    assert found["I8.lead_time"].n == 5


def test_i8_waits_from_when_the_level_before_was_done() -> None:
    # LSU put the case off in March and settled it in May: from 1 May to 1 June 31 days, in each of five cases.
    cases = [case(pk, step(LSU), step(OSU, day(6))) for pk in range(1, 6)]
    facts = facts_of(
        meeting(day(3), *(item(case=pk, outcome="postponed") for pk in range(1, 6)), committee=LSU),
        meeting(day(5), *(item(case=pk, outcome="consensus") for pk in range(1, 6)), committee=LSU),
        meeting(day(6), *(item(case=pk) for pk in range(1, 6))),
        cases=cases,
    )
    assert count_all(facts)["I8.lead_time"].value == 31
    assert count_all(facts)["I8.bounce"].value == 0


def test_i8_stuck_cases_have_not_moved_for_ninety_days() -> None:
    # To 30 September: 90 days before is 2 July. Case 1 moved on 2 July (90 days: not stuck), 2 on 1 July (91: stuck),
    # 3 was registered in January and never moved (stuck), 4 is closed, 5 has nowhere left to go, 6 and 7 moved in
    # September. 2 of 5.
    to_osu = (step(LSU), step(OSU))
    cases = [*(case(pk, *to_osu) for pk in (1, 2, 3, 5, 6, 7)), case(4, *to_osu, closed_on=day(5))]
    facts = facts_of(
        meeting(day(7, 2), item(case=1), committee=LSU),
        meeting(day(7, 1), item(case=2), committee=LSU),
        meeting(day(2), item(case=5), item(case=4), committee=LSU),
        meeting(day(3), item(case=5)),
        meeting(day(9), item(case=6), item(case=7), committee=LSU),
        cases=cases,
    )
    found = count_all(facts, period=Period.quarter(2026, 3))["I8.stuck"]
    assert found.value == pytest.approx(2 / 5)
    assert {row.pk for row in found.rows if row.counts} == {2, 3}
    # The six that are open were registered on 1 January, 272 days before.
    still_open = count_all(facts, period=Period.quarter(2026, 3))["I9.open"]
    assert (still_open.value, still_open.n) == (272, 6)


def test_i8_a_case_bounces_when_a_body_it_had_passed_treats_it_again() -> None:
    # Five cases LSU → OSU; case 1 came back to LSU after OSU. Case 2 was twice in LSU before OSU: no step back. 1 of 5.
    cases = [case(pk, step(LSU), step(OSU)) for pk in range(1, 6)]
    facts = facts_of(
        meeting(day(2), item(case=2, outcome="consensus"), committee=LSU),
        meeting(day(3), *(item(case=pk, outcome="consensus") for pk in range(1, 6)), committee=LSU),
        meeting(day(6), *(item(case=pk) for pk in range(1, 6))),
        meeting(day(9), item(case=1), committee=LSU),
        cases=cases,
    )
    found = count_all(facts)["I8.bounce"]
    assert found.value == pytest.approx(1 / 5)
    assert [row.pk for row in found.rows if row.counts] == [1]


def test_i9_is_a_median_in_which_open_cases_count_as_long_as_they_lasted() -> None:
    # All registered on 1 January; day numbers after that. Decided on 59 (1 March), 90 (1 April) and 151 (1 June); case
    # 4 closed undecided on day 120, case 5 open until 31 December's report, here today, day 323.
    #   day 59: 5 at risk, S = 4/5.  day 90: 4 at risk, S = 4/5 · 3/4 = 3/5.  day 120: one censored.
    #   day 151: 2 at risk, S = 3/5 · 1/2 = 3/10 ≤ 1/2: the median is 151. S never comes to 1/10: no P90.
    # Case 6 was only told about, and case 7 was decided the year before: left out.
    cases = [
        *(case(pk) for pk in (1, 2, 3, 5, 6)),
        case(4, closed_on=day(1) + dt.timedelta(days=120)),
        case(7, registered_on=dt.date(2025, 3, 1)),
    ]
    facts = facts_of(
        meeting(dt.date(2025, 9, 1), item(case=7, outcome="consensus")),
        meeting(day(3), item(case=1, outcome="consensus"), item(kind="information", case=6, outcome="noted")),
        meeting(day(4), item(case=2, outcome="vote"), item(kind="discussion", case=3, outcome="consensus")),
        meeting(day(6), item(case=3, outcome="consensus_dissent"), item(case=5, outcome="no_agreement")),
        cases=cases,
    )
    found = count_all(facts)
    assert found["I9"].value == 151
    assert found["I9"].n == 5
    assert found["I9.p90"].value is None
    assert not found["I9.p90"].is_suppressed
    assert [row.note for row in found["I9"].rows if row.pk == 1] == ["avgjort etter 59 dager"]
    # Of open cases there is only one, of 323 days: too few for a median.
    assert found["I9.open"].is_suppressed
    assert found["I9.open"].rows[0].weight == 323


def test_i9_says_how_long_each_partys_cases_took() -> None:
    # Five of each party; all of the municipalities' decided on day 59, the trust's on day 90.
    cases = [case(pk) for pk in range(1, 6)] + [case(pk, proposed_by=T) for pk in range(6, 11)]
    facts = facts_of(
        meeting(day(3), *(item(case=pk, outcome="consensus") for pk in range(1, 6))),
        meeting(day(4), *(item(T, case=pk, outcome="consensus") for pk in range(6, 11))),
        cases=cases,
    )
    found = count_all(facts)["I9"]
    assert (found.parts[M].value, found.parts[T].value) == (59, 90)
    # Of ten, half are over on day 59: S = 1/2.
    assert found.value == 59
    assert count_all(facts)["I9.p90"].value == 90


@given(st.lists(st.integers(0, 400), min_size=1, max_size=30))
def test_without_open_cases_the_estimate_is_the_plain_median(days: list[int]) -> None:
    found = quantile([(one, True) for one in days], Fraction(1, 2))
    assert found == sorted(days)[(len(days) - 1) // 2]


@given(st.lists(st.tuples(st.integers(0, 400), st.booleans()), min_size=1, max_size=30), st.integers(0, 400))
def test_one_more_open_case_never_makes_the_estimate_shorter(rows: list[tuple[int, bool]], lasted: int) -> None:
    before, after = quantile(rows, Fraction(1, 2)), quantile([*rows, (lasted, False)], Fraction(1, 2))
    assert after is None or (before is not None and after >= before)


def test_i10_follows_tasks_up_by_their_deadline() -> None:
    # Due in the period: done on the day (in time), done a day late (1), done 10 days late (10), open since 1 October
    # (50 days to 20 November), done early (in time): 2 of 5; mean overdue (1 + 10 + 50) / 3 = 20.3, but of three tasks
    # only, so it is suppressed. Due tomorrow and due last year are left out.
    held = meeting(day(2), item())

    def action(due_on: dt.date, done_on: dt.date | None, side: str = M) -> ActionFact:
        return ActionFact(due_on.toordinal() + (done_on or due_on).day, held.pk, due_on, done_on, side)

    actions = (
        action(day(3), day(3)),
        action(day(4), day(4, 2)),
        action(day(5), day(5, 11)),
        action(day(10), None),
        action(day(6), day(5, 30)),
        action(day(11, 21), None),
        action(dt.date(2025, 12, 1), None),
    )
    found = count_all(facts_of(held, actions=actions))
    assert found["I10"].value == pytest.approx(2 / 5)
    assert found["I10"].parts[M].value == pytest.approx(2 / 5)
    assert found["I10"].parts[T].n == 0
    assert found["I10.overdue"].is_suppressed
    assert sorted(row.weight for row in found["I10.overdue"].rows) == [1, 10, 50]
    late = tuple(action(day(6, number), day(7, number)) for number in (1, 2, 3))
    more = count_all(facts_of(held, actions=(*actions, *late)))["I10.overdue"]
    # Three more, 30 days late each: (61 + 90) / 6.
    assert more.value == pytest.approx(151 / 6)
