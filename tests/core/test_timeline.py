"""The drawing of the plan: bars where the days are, words that have room."""

from __future__ import annotations

import datetime as dt
import itertools

from samhandling.core.timeline import LEFT, TICK_WORDS, WIDTH, Span, draw_timeline

TODAY = dt.date(2026, 11, 22)


def day(months: int) -> dt.date:
    number = TODAY.year * 12 + TODAY.month - 1 + months
    return dt.date(number // 12, number % 12 + 1, 15)


def test_nothing_is_drawn_where_nothing_has_a_day() -> None:
    assert draw_timeline([Span("DA 1", None, None)], TODAY) is None


def test_bars_and_marks_stay_inside_the_drawing_and_follow_the_days() -> None:
    span = Span("DA 4 Døgnopphold", planned=(day(-6), day(20)), actual=(day(-5), TODAY), marks=(day(-5), day(-2)))
    drawn = draw_timeline([span], TODAY)
    assert drawn is not None
    row = drawn.rows[0]
    assert row.planned is not None
    assert row.actual is not None
    assert LEFT <= row.planned.x < row.actual.x < row.marks[1] < row.actual.x + row.actual.width
    assert row.planned.x + row.planned.width <= WIDTH
    assert drawn.today_x == row.actual.x + row.actual.width


def test_a_long_time_has_few_lines_and_the_first_names_its_year() -> None:
    for months in (2, 11, 30, 100, 400):
        drawn = draw_timeline([Span("DA 1", (day(0), day(months)), None)], TODAY)
        assert drawn is not None
        assert 1 <= len(drawn.ticks) <= 12
        assert drawn.ticks[0].label[-4:].isdigit()
        places = [tick.x for tick in drawn.ticks]
        assert places == sorted(places)
        assert all(later - earlier > 55 for earlier, later in itertools.pairwise(places))


def test_a_single_day_is_seen() -> None:
    drawn = draw_timeline([Span("DA 1", None, (TODAY, TODAY))], TODAY)
    assert drawn is not None
    assert drawn.rows[0].actual is not None
    assert drawn.rows[0].actual.width >= 3


def test_a_long_label_is_cut_and_kept_whole_beside() -> None:
    drawn = draw_timeline([Span("Samarbeidsavtale om " + "lange ord " * 8, None, (day(-1), TODAY))], TODAY)
    assert drawn is not None
    assert drawn.rows[0].label.endswith("…")
    assert drawn.rows[0].full_label.endswith("lange ord ")


def test_no_word_is_cut_at_the_edge() -> None:
    for months in range(1, 40):
        drawn = draw_timeline([Span("DA 1", (day(0), day(months)), None)], TODAY)
        assert drawn is not None
        assert all(tick.x <= WIDTH - TICK_WORDS for tick in drawn.ticks if tick.label)
