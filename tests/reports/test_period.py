from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.period import Period
from reports.selectors.parity import short

days = st.dates(dt.date(2000, 1, 1), dt.date(2100, 12, 31))
periods = st.one_of(
    st.builds(Period.quarter, st.integers(2000, 2100), st.integers(1, 4)),
    st.builds(Period.half_year, st.integers(2000, 2100), st.integers(1, 2)),
    st.builds(Period.year, st.integers(2000, 2100)),
    st.tuples(days, days).map(lambda pair: Period(min(pair), max(pair))),
)


@given(periods)
def test_an_address_gives_the_period_back(period: Period) -> None:
    assert Period.parse(period.slug) == period


@given(periods)
def test_the_period_before_ends_the_day_before(period: Period) -> None:
    assert period.before.last + dt.timedelta(days=1) == period.first


@given(days)
def test_a_rolling_year_ends_on_the_day_and_holds_it_once(day: dt.date) -> None:
    year = Period.rolling_year(day)
    assert year.last == day
    assert year.days in (365, 366)


def test_periods_are_named_as_people_name_them() -> None:
    assert Period.quarter(2026, 3).label == "3. kvartal 2026"
    assert Period.half_year(2026, 1).label == "1. halvår 2026"
    assert Period.year(2026).label == "2026"
    assert Period(dt.date(2026, 1, 15), dt.date(2026, 3, 2)).label == "15.\xa0januar 2026 – 2.\xa0mars 2026"


def test_the_last_whole_quarter_is_over() -> None:
    assert Period.last_whole_quarter(dt.date(2026, 1, 5)) == Period.quarter(2025, 4)
    assert Period.last_whole_quarter(dt.date(2026, 12, 31)) == Period.quarter(2026, 3)


@pytest.mark.parametrize(
    "text", ["", "2026-k5", "2026-h3", "0000", "1999", "2026-02-01--2026-01-01", "0001-01-01--2026-01-01"]
)
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="Perioden"):
        Period.parse(text)


@pytest.mark.parametrize(
    ("period", "told"),
    [
        (Period.quarter(2026, 3), "3. kv. 26"),
        (Period.year(2026), "2026"),
        (Period.rolling_year(dt.date(2026, 11, 23)), "til 23.11.26"),
    ],
)
def test_under_a_chart_a_period_takes_no_more_room_than_there_is(period: Period, told: str) -> None:
    assert short(period) == told
