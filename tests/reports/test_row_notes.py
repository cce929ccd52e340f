"""What stands beside the rows of a report's figures: when and where, and in the report's language."""

from __future__ import annotations

from django.utils import translation

from municipalities.models import Partnership
from reports.enums import ReportScope
from reports.indicators.facts import CaseFact
from reports.row_notes import Met, note_of
from reports.scope import Scope
from reports.snapshot import Row
from reports.status.facts import RowTitle, Shared, Whom
from reports.status.figures import Measures
from tests.reports.indicator_facts import OSU, TODAY, YEAR, M, at, day, facts_of, item, meeting


def told_by(shared: Shared, language: str) -> dict[str, tuple[Row, ...]]:
    whom = Whom(ReportScope.PARTNERSHIP, "Alle", language, frozenset(), frozenset({OSU}), Scope(1))
    with translation.override(language):
        return {figure.key: figure.rows for figure in Measures(shared, whom).figures()}


def test_the_rows_of_reports_in_two_languages_are_each_in_their_own() -> None:
    cases = [CaseFact(pk, day(1), M) for pk in range(1, 6)]
    held = meeting(day(3), *(item(case=case.pk, outcome="consensus") for case in cases))
    titles = {("case", case.pk): RowTitle("Rutine", "/saker/", Met("OSU", day(3), is_last=True)) for case in cases}
    shared = Shared(
        partnership=Partnership(pk=1),
        period=YEAR,
        read_at=at(TODAY),
        today=TODAY,
        indicators=facts_of(held, cases=cases),
        titles=titles,
        **{name: {} for name in ("places", "groups", "councils", "committees", "meetings")},  # type: ignore[arg-type]
        **dict.fromkeys(("out", "in_force", "decided", "tasks", "raised", "asked", "presented", "projects"), ()),  # type: ignore[arg-type]
    )
    assert told_by(shared, "nb")["I9"][0].note == "Sist behandlet i OSU 1.\xa0mars 2026, avgjort etter 59 dager"
    assert told_by(shared, "nn")["I9"][0].note == "Sist behandla i OSU 1.\xa0mars 2026, avgjord etter 59 dagar"


def test_a_task_says_where_it_was_given_and_its_deadline() -> None:
    note = note_of(Met("OSU", day(3)), day(10), "12 dager over fristen")
    assert note.replace("\xa0", " ") == "OSU 1. mars 2026, frist 1. oktober 2026, 12 dager over fristen"
    assert note_of(None, None, "teller en halv") == "Teller en halv"
