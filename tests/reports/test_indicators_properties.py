"""What holds for every indicator, whatever the facts are: its bounds, the parties' symmetry, and that order is nothing.

All figures are in every test (I1–I13, I15, I16, I18, I19, I21, I22 and what belongs to each), so the first test makes
sure that the facts give each of them a value.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings

from reports.indicators.definitions import DEFINITIONS
from reports.indicators.facts import Facts
from reports.indicators.figure import Figure, Light, Unit
from reports.period import Period
from reports.scope import Scope
from tests.reports.generated_facts import Chance, many_facts
from tests.reports.indicator_facts import LSU, M, T, count_all, shuffled, swapped

PERIODS = [Period.year(2026), Period.quarter(2026, 2), Period.half_year(2026, 1)]
SCOPES = [Scope(1), Scope(1, group=9), Scope(1, municipality=1), Scope(1, municipality=4), Scope(1, committee=LSU)]
#: Figures in which the parties stand side by side; the figure itself is the municipalities' part or that of both.
OF_MUNICIPALITIES = ("I1", "I2")
WITH_PARTIES = ("I2.without_paper", "I4", "I4.retention", "I5", "I6.levels", "I7", "I9", "I10")
EVEN = ("I1.ratio", "I6", "I6.levels", "I21")


def everything(figures: dict[str, Figure]) -> Iterator[Figure]:
    for figure in figures.values():
        yield figure
        yield from figure.parts.values()


def test_the_facts_give_every_figure_a_value() -> None:
    found = [count_all(Chance(seed, 12).facts()) for seed in range(40)]
    valued = {key for figures in found for key, figure in figures.items() if figure.value is not None}
    assert valued == set(DEFINITIONS)
    apart = {key for figures in found for key in figures if figures[key].parts.get(M) and figures[key].parts[T].value}
    assert apart == {*OF_MUNICIPALITIES, *WITH_PARTIES}


@given(many_facts())
@settings(max_examples=60)
def test_every_figure_stays_within_its_bounds(facts: Facts) -> None:
    for period in PERIODS:
        for scope in SCOPES:
            for figure in everything(count_all(facts, scope, period)):
                if figure.value is None:
                    assert figure.light == Light.NONE
                    continue
                assert not figure.is_suppressed
                assert figure.value >= 0
                if figure.unit == Unit.SHARE:
                    assert figure.value <= 1 + 1e-9
                if figure.unit == Unit.LEVELS:
                    assert figure.value <= 4


@given(many_facts())
@settings(max_examples=60)
def test_too_few_rows_give_no_value_and_say_so(facts: Facts) -> None:
    for figure in everything(count_all(facts)):
        if figure.n == 0:
            assert figure.value is None or figure.unit == Unit.COUNT
            assert not figure.is_suppressed
        elif (figure.n_of == "items" and figure.n < 5) or (figure.n_of == "meetings" and figure.n < 3):
            assert figure.value is None
            assert figure.is_suppressed


@given(many_facts())
@settings(max_examples=60)
def test_a_share_is_its_numerator_over_its_denominator(facts: Facts) -> None:
    for figure in everything(count_all(facts)):
        if figure.unit == Unit.SHARE and figure.value is not None and figure.numerator is not None:
            assert figure.denominator
            assert figure.value == pytest.approx(figure.numerator / figure.denominator)


@given(many_facts())
@settings(max_examples=60)
def test_swapping_the_parties_swaps_their_parts_and_nothing_else(facts: Facts) -> None:
    ours, theirs = count_all(facts), count_all(swapped(facts))
    assert set(ours) == set(theirs)
    for key in (*OF_MUNICIPALITIES, *WITH_PARTIES):
        assert values(ours[key].parts[M]) == values(theirs[key].parts[T])
        assert values(ours[key].parts[T]) == values(theirs[key].parts[M])
    for key in set(ours) - set(OF_MUNICIPALITIES) - {"I12", "I12.municipalities", "I12.anchoring"}:
        assert values(ours[key]) == values(theirs[key]), key
    for key in EVEN:
        assert values(ours[key]) == values(theirs[key])


@given(many_facts())
@settings(max_examples=60)
def test_the_balance_of_the_two_parties_sums_to_one(facts: Facts) -> None:
    for key in OF_MUNICIPALITIES:
        figure = count_all(facts)[key]
        if figure.value is not None:
            assert sum(part.value or 0 for part in figure.parts.values()) == pytest.approx(1)


@given(many_facts())
@settings(max_examples=60)
def test_the_order_of_the_rows_does_not_matter(facts: Facts) -> None:
    one, other = count_all(facts), count_all(shuffled(facts))
    for key, figure in one.items():
        assert values(figure) == values(other[key]), key
        assert {name: values(part) for name, part in figure.parts.items()} == {
            name: values(part) for name, part in other[key].parts.items()
        }, key


@given(many_facts())
@settings(max_examples=60)
def test_what_happens_later_does_not_change_a_period(facts: Facts) -> None:
    """Meetings and input after the period's last day are out of its figures."""
    period = Period.quarter(2026, 1)
    later = replace(
        facts,
        meetings=tuple(row for row in facts.meetings if row.day <= period.last),
        cases={
            pk: replace(case, inputs=tuple(row for row in case.inputs if row.given_at.date() <= period.last))
            for pk, case in facts.cases.items()
        },
    )
    before, after = count_all(facts, period=period), count_all(later, period=period)
    # Tasks go with their meeting.
    for key in set(before) - {"I10", "I10.overdue"}:
        assert values(before[key]) == values(after[key]), key


def values(figure: Figure) -> tuple[object, ...]:
    def near(number: float | None) -> float | None:
        return None if number is None else round(number, 9)

    return near(figure.value), near(figure.numerator), near(figure.denominator), figure.n, figure.is_suppressed
