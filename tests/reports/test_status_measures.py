"""Of which period a report tells its figures: its own, or the year that ends with it where it has too little."""

from __future__ import annotations

import datetime as dt

from municipalities.models import Partnership
from reports.enums import ReportScope
from reports.indicators.figure import Figure as Measured
from reports.indicators.figure import Unit
from reports.period import Period
from reports.scope import Scope
from reports.snapshot import Figure
from reports.status.facts import Shared, Whom
from reports.status.figures import Measures, Told, span_of
from tests.reports.indicator_facts import LSU, TODAY, YEAR, M, T, at, facts_of, item, meeting, seat

QUARTER = Period.quarter(2026, 3)
LAST_YEAR, SPRING, AUTUMN = dt.date(2025, 6, 1), dt.date(2026, 3, 1), dt.date(2026, 8, 1)


def figures_of(*meetings: tuple[dt.date, str], period: Period = QUARTER) -> dict[str, Figure]:
    """Of meetings with items raised by those named: «MMT» is two of the municipalities and one of the trust."""
    seats = [seat(1), seat(2), seat(3, T)]
    held = [
        meeting(day, *(item(M if party == "M" else T) for party in raised), attendances=seats)
        for day, raised in meetings
    ]
    shared = Shared(
        partnership=Partnership(pk=1),
        period=period,
        read_at=at(TODAY),
        today=TODAY,
        indicators=facts_of(*held),
        **{name: {} for name in ("places", "groups", "councils", "committees", "meetings", "titles")},
        **dict.fromkeys(("out", "in_force", "decided", "tasks", "raised", "asked", "presented", "projects"), ()),
    )
    whom = Whom(ReportScope.PARTNERSHIP, "Alle", "nb", frozenset(), frozenset({LSU}), Scope(1))
    return {figure.key: figure for figure in Measures(shared, whom).figures()}


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_where_the_quarter_has_too_little_the_figure_is_of_the_year_and_says_so() -> None:
    found = figures_of((LAST_YEAR, "MTTTT"), (SPRING, "MTT"), (AUTUMN, "MMT"))["I1"]

    assert (plain(found.text), found.working, found.n_text) == ("50 %", "3 av 6", "6 saker")
    assert plain(found.span) == (
        "Gjelder tolv måneder til og med 30. september 2026. Perioden alene har for lite (3 saker)."
    )
    assert [(one.label, plain(one.text)) for one in found.comparisons] == [("Året før", "20 %")]
    assert found.chart is not None
    assert [bar.text for bar in found.chart.bars] == ["3", "0", "3"]


def test_a_quarter_with_enough_stands_for_itself() -> None:
    found = figures_of((SPRING, "MTT"), (AUTUMN, "MMTTT"))["I1"]

    assert (plain(found.text), found.span) == ("40 %", "")
    assert [(one.label, one.text) for one in found.comparisons] == [("2. kvartal 2026", "Ingenting å måle")]


def test_a_quarter_without_meetings_has_nothing_to_measure() -> None:
    found = figures_of((SPRING, "MMTTT"))["I1"]

    assert plain(found.span) == (
        "Gjelder tolv måneder til og med 30. september 2026. I perioden alene var det ingenting å måle."
    )


def test_what_is_too_little_even_in_a_year_says_how_much_there_is() -> None:
    found = figures_of((SPRING, "M"), (AUTUMN, "MMT"))

    assert (found["I1"].text, found["I1"].span) == ("For få til å vise tall: 3 saker", "")
    assert found["I4"].text == "For få til å vise tall: 1 møte"


def test_a_years_report_tells_of_its_year_alone() -> None:
    found = figures_of((LAST_YEAR, "MTTTT"), (SPRING, "MTT"), period=Period.year(2026))["I1"]

    assert (found.text, found.span) == ("For få til å vise tall: 3 saker", "")


def test_a_quarter_where_too_few_cases_were_decided_says_that() -> None:
    told = Told(Measured("I9", 60.0, Unit.DAYS, 12), YEAR, too_short=Measured("I9", None, Unit.DAYS, 6))

    assert plain(span_of(told, "nb")) == (
        "Gjelder tolv måneder til og med 31. desember 2026. Perioden alene har for få avgjorte saker."
    )
