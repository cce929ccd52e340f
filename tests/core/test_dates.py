"""Dates, times and numbers as Norwegians write them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
import time_machine
from django.template import Context, Template
from django.utils import translation

from samhandling.core import dates

DAY = dt.date(2026, 9, 21)
START = dt.datetime(2026, 9, 21, 12, 30)  # noqa: DTZ001 — a wall clock without a zone is shown as it is


def plain(text: str) -> str:
    return text.replace(dates.NBSP, " ")


def test_dates() -> None:
    assert plain(dates.long_date(DAY)) == "21. september 2026"
    assert plain(dates.short_date(DAY)) == "21. sep."
    assert plain(dates.weekday_date(dt.date(2026, 9, 19), "nb")) == "lørdag 19. september 2026"
    assert plain(dates.weekday_date(dt.date(2026, 9, 19), "nn")) == "laurdag 19. september 2026"


def test_a_time_is_shown_as_the_clock_on_the_wall_in_norway() -> None:
    utc = dt.datetime(2026, 9, 20, 22, 30, tzinfo=dt.UTC)
    assert dates.clock(utc) == "00.30"
    assert plain(dates.long_date(utc)) == "21. september 2026"


def test_time_ranges() -> None:
    assert plain(dates.time_range(START, START.replace(hour=15))) == "kl. 12.30–15.30"
    assert plain(dates.time_range(START, None)) == "kl. 12.30"
    tomorrow = START + dt.timedelta(hours=20)
    assert plain(dates.time_range(START, tomorrow)) == "21. september kl. 12.30 – 22. september kl. 08.30"


@pytest.mark.parametrize(
    ("days", "nb", "nn"),
    [
        (-3, "3 dager over", "3 dagar over"),
        (-1, "1 dag over", "1 dag over"),
        (0, "i dag", "i dag"),
        (1, "i morgen", "i morgon"),
        (5, "om 5 dager", "om 5 dagar"),
        (30, "21. oktober", "21. oktober"),
        (120, "19. januar 2027", "19. januar 2027"),
    ],
)
def test_how_far_off_a_deadline_is(days: int, nb: str, nn: str) -> None:
    deadline = DAY + dt.timedelta(days=days)
    assert plain(dates.relative_deadline(deadline, DAY, "nb")) == nb
    assert plain(dates.relative_deadline(deadline, DAY, "nn")) == nn


def test_when_something_happened() -> None:
    assert plain(dates.when(START, START + dt.timedelta(hours=1))) == "i dag kl. 12.30"
    assert plain(dates.when(START, START + dt.timedelta(days=1))) == "i går kl. 12.30"
    assert plain(dates.when(START, START + dt.timedelta(days=9))) == "21. september kl. 12.30"
    assert plain(dates.when(START, START + dt.timedelta(days=300))) == "21. september 2026 kl. 12.30"


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (1234, None, "1234"),
        (12400, None, "12 400"),
        (1234567, None, "1 234 567"),
        (Decimal("12400.5"), 2, "12 400,50"),
        (0.005, 2, "0,01"),
        (-12400, None, "−12 400"),
        (1e21, None, "1 000 000 000 000 000 000 000"),
    ],
)
def test_numbers(value: float | Decimal, decimals: int | None, text: str) -> None:
    assert plain(dates.number(value, decimals)) == text


def test_durations_and_counts() -> None:
    assert [plain(dates.duration(minutes)) for minutes in (175, 60, 45, 0)] == ["2 t 55 min", "1 t", "45 min", "0 min"]
    assert [dates.count_word(count, "nn") for count in (1, 3, 13)] == ["éin", "tre", "13"]


@time_machine.travel("2026-09-20 10:00+00:00")
def test_filters_speak_the_language_of_the_page() -> None:
    template = Template("{% load norsk %}{{ day|relativ_frist }}|{{ day|ukedag_dato }}|{{ none|dato }}|{{ none|tall }}")
    for language, text in (
        ("nb", "i morgen|mandag 21. september 2026||"),
        ("nn", "i morgon|måndag 21. september 2026||"),
    ):
        with translation.override(language):
            assert plain(template.render(Context({"day": DAY, "none": None}))) == text
