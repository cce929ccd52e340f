"""Deadlines are right over leap years, month ends and changed terms; what is told, reviewed and sent is done."""

from __future__ import annotations

import calendar
import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.enums import AdoptionStatus, ObligationKind
from agreements.rules.months import months_after
from agreements.rules.obligations import (
    AgreementFacts,
    Conclusion,
    Law,
    Notice,
    Obligation,
    Round,
    Term,
    Urgency,
    due_after,
    in_order,
    obligations_of,
    round_of,
    takes_effect,
    timeline,
)
from agreements.rules.waiting import Action, Council, Hold, treatment

REFORM = dt.date(2012, 1, 1)
YEARLY = Term(REFORM, months=12, reference="hol § 6-5")
DAYS = st.dates(dt.date(2012, 1, 1), dt.date(2090, 12, 31))
DAY = dt.timedelta(days=1)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2023-02-28", 12, "2024-02-28"),
        ("2025-01-31", 1, "2025-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2025-08-31", 1, "2025-09-30"),
        ("2025-12-31", 2, "2026-02-28"),
        ("2025-12-15", 1, "2026-01-15"),
    ],
)
def test_months_end_where_the_month_ends(start: str, months: int, end: str) -> None:
    assert months_after(day(start), months) == day(end)


@given(DAYS, st.integers(0, 120))
def test_a_month_later_is_the_same_day_or_the_months_last(start: dt.date, months: int) -> None:
    end = months_after(start, months)
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == months
    last = calendar.monthrange(end.year, end.month)[1]
    assert end.day == min(start.day, last)


@st.composite
def terms(draw: st.DrawFn) -> list[Term]:
    """The law from the reform on, changed now and then, sometimes silent."""
    changes = sorted(draw(st.sets(DAYS, max_size=4)) - {REFORM})
    starts = [REFORM, *changes]
    ends = [*(later - DAY for later in changes), None]
    months = st.one_of(st.none(), st.integers(1, 36))
    return [Term(a, b, draw(months), f"{a}") for a, b in zip(starts, ends, strict=True)]


@given(DAYS, terms())
def test_what_falls_due_follows_the_term_of_that_very_day(base: dt.date, law: list[Term]) -> None:
    due = due_after(base, law)
    if due is None:
        assert law[-1].months is None
        return
    [term] = [term for term in law if term.holds_on(due.on)]
    assert term.reference == due.reference
    assert due.on == max(months_after(base, term.months or 0), term.valid_from)


@given(DAYS, DAYS, terms())
def test_a_later_review_never_makes_the_next_one_earlier(one: dt.date, other: dt.date, law: list[Term]) -> None:
    first, second = due_after(min(one, other), law), due_after(max(one, other), law)
    if first and second:
        assert first.on <= second.on


@given(terms(), terms())
def test_a_timeline_has_one_term_a_day_and_the_agreements_own_goes_first(law: list[Term], own: list[Term]) -> None:
    line = timeline(law, own)
    assert all(a.valid_to is not None and a.valid_to + DAY == b.valid_from for a, b in pairwise(line))
    for term in line:
        mine = next((o for o in own if o.holds_on(term.valid_from) and o.months is not None), None)
        assert term.months == (mine or next(o for o in law if o.holds_on(term.valid_from))).months


def test_a_longer_term_counts_from_its_day_for_a_year_that_is_running() -> None:
    law = [Term(REFORM, day("2026-12-31"), 12), Term(day("2027-01-01"), None, 24)]
    assert due_after(day("2025-06-01"), law).on == day("2026-06-01")  # type: ignore[union-attr]
    assert due_after(day("2026-06-01"), law).on == day("2028-06-01")  # type: ignore[union-attr]


def test_a_shorter_term_makes_nothing_due_before_it_came() -> None:
    law = [Term(REFORM, day("2026-12-31"), 12), Term(day("2027-01-01"), None, 6)]
    assert due_after(day("2026-02-01"), law).on == day("2027-01-01")  # type: ignore[union-attr]
    assert due_after(day("2026-09-01"), law).on == day("2027-03-01")  # type: ignore[union-attr]


def test_a_notice_takes_effect_by_the_term_of_the_day_it_was_given() -> None:
    law = [Term(REFORM, day("2026-12-31"), 12, "før"), Term(day("2027-01-01"), None, 18, "etter")]
    before, after = takes_effect(day("2026-12-31"), law), takes_effect(day("2027-01-01"), law)
    assert (before.on, before.reference) == (day("2027-12-31"), "før")  # type: ignore[union-attr]
    assert (after.on, after.reference) == (day("2028-07-01"), "etter")  # type: ignore[union-attr]
    assert takes_effect(day("2011-01-01"), law) is None


def facts(**changes: object) -> AgreementFacts:
    return AgreementFacts(**({"pk": 4, "label": "Delavtale 4", "began_on": day("2024-02-29")} | changes))  # type: ignore[arg-type]


def owed(agreement: AgreementFacts, kind: str, today: str = "2026-06-15") -> list[tuple[str, dt.date | None]]:
    law = Law((YEARLY,), (Term(REFORM, months=1, reference="hol § 6-4"),))
    return [(str(row.due_on), row.done_on) for row in obligations_of(agreement, law, day(today)) if row.kind == kind]


def test_the_review_clock_starts_at_the_last_review_and_first_when_the_text_came_into_force() -> None:
    assert owed(facts(), ObligationKind.REVIEW) == [("2025-02-28", None)]
    held = facts(reviews=(day("2025-03-10"), day("2026-03-31")))
    assert owed(held, ObligationKind.REVIEW) == [
        ("2025-02-28", day("2025-03-10")),
        ("2026-03-10", day("2026-03-31")),
        ("2027-03-31", None),
    ]


def test_the_agreements_own_interval_goes_before_the_laws_while_it_holds() -> None:
    own = (Term(day("2025-01-01"), None, 6, "punkt 14"),)
    assert owed(facts(review_terms=own), ObligationKind.REVIEW) == [("2025-01-01", None)]
    silent = (Term(day("2025-01-01"), None, None, "punkt 14"),)
    assert owed(facts(review_terms=silent), ObligationKind.REVIEW) == [("2025-02-28", None)]


def test_nothing_more_is_reviewed_when_the_agreement_has_ended_or_never_began() -> None:
    assert owed(facts(ended_on=day("2024-12-31")), ObligationKind.REVIEW) == []
    assert owed(facts(began_on=None), ObligationKind.REVIEW) == []


def test_a_concluded_text_is_sent_to_the_directorate_within_a_month() -> None:
    waiting = facts(conclusions=(Conclusion(7, "Revisjon 2026", day("2026-01-31")),))
    sent = facts(conclusions=(Conclusion(7, "Revisjon 2026", day("2026-01-31"), day("2026-02-10")),))
    assert owed(waiting, ObligationKind.SUBMISSION) == [("2026-02-28", None)]
    assert owed(sent, ObligationKind.SUBMISSION) == [("2026-02-28", day("2026-02-10"))]


def test_a_notice_is_told_at_once_and_takes_effect_for_whoever_took_over() -> None:
    notice = Notice(3, "Klæbu", day("2026-01-10"), day("2027-01-10"), trust_told_on=day("2026-01-12"), heir="Trondheim")
    law = Law()
    told, effect = obligations_of(facts(notices=(notice,)), law, day("2026-06-15"))
    assert (told.due_on, told.done_on) == (day("2026-01-10"), None)
    assert "Helsedirektoratet og de andre partene" in told.title
    assert "regionale" not in told.title
    assert (effect.due_on, effect.who, effect.done_on) == (day("2027-01-10"), "Trondheim", None)
    _told, effect = obligations_of(facts(notices=(notice,)), law, day("2027-01-10"))
    assert effect.done_on == day("2027-01-10")


def test_an_agreement_that_ran_out_is_overdue_until_it_is_prolonged_or_ended() -> None:
    assert owed(facts(expires_on=day("2026-06-01")), ObligationKind.EXPIRY) == [("2026-06-01", None)]
    ended = facts(expires_on=day("2026-06-01"), ended_on=day("2026-06-01"))
    assert owed(ended, ObligationKind.EXPIRY) == [("2026-06-01", day("2026-06-01"))]


def test_overdue_comes_first_undated_last_and_what_is_done_after_that() -> None:
    def row(key: str, due: str | None, done: str | None = None) -> Obligation:
        when = day(due) if due else None
        return Obligation(ObligationKind.REVIEW, key, key, when, ("x", 1), done_on=day(done) if done else None)

    rows = [row("a", None), row("b", "2026-07-01"), row("c", "2026-06-01"), row("d", "2026-01-01", "2026-01-02")]
    today = day("2026-06-15")
    assert [r.key for r in in_order(rows)] == ["c", "b", "a", "d"]
    assert [r.urgency(today) for r in in_order(rows)] == [
        Urgency.OVERDUE,
        Urgency.SOON,
        Urgency.UNDATED,
        Urgency.DONE,
    ]


def test_a_round_says_how_many_are_left() -> None:
    asked = Round(ObligationKind.ADOPTION, 7, "Vedtak", day("2026-09-30"), remaining=7, total=26)
    assert round_of(asked).who == "7 av 26 gjenstår"


COUNCILS = [Council(day("2026-09-15"), day("2026-08-30")), Council(day("2026-10-16"), day("2026-09-29"))]


@pytest.mark.parametrize(
    ("today", "changes", "hold", "action", "act_by"),
    [
        ("2026-08-20", {}, Hold.NOT_SET_UP, Action.PAPER, "2026-08-30"),
        ("2026-08-31", {}, Hold.TOO_LATE, Action.EXTEND, "2026-09-30"),
        ("2026-08-31", {"asked_to": "2026-10-20"}, Hold.ASKED, Action.PAPER, "2026-09-30"),
        ("2026-08-31", {"deadline": "2026-10-20"}, Hold.NOT_SET_UP, Action.PAPER, "2026-09-29"),
        ("2026-10-01", {}, Hold.OVERDUE, Action.EXTEND, "2026-09-30"),
        ("2026-09-30", {"status": "postponed"}, Hold.TOO_LATE, Action.EXTEND, "2026-09-30"),
        ("2026-08-20", {"status": "postponed"}, Hold.POSTPONED, Action.PAPER, "2026-08-30"),
        ("2026-08-20", {"status": "scheduled", "council_on": "2026-09-15"}, Hold.SET_UP, Action.PAPER, "2026-09-15"),
        ("2026-09-15", {"status": "scheduled", "council_on": "2026-09-15"}, Hold.SET_UP, Action.REGISTER, "2026-09-15"),
        ("2026-09-16", {"status": "scheduled", "council_on": "2026-09-15"}, Hold.HELD, Action.REGISTER, "2026-09-15"),
        ("2026-09-16", {"status": "scheduled", "council_on": "2026-10-16"}, Hold.TOO_LATE, Action.EXTEND, "2026-09-30"),
    ],
)
def test_each_council_is_told_the_one_thing_to_do(
    today: str, changes: dict[str, str], hold: Hold, action: Action, act_by: str
) -> None:
    days = {"deadline": day("2026-09-30")} | {k: day(v) for k, v in changes.items() if k != "status"}
    status = changes.get("status", AdoptionStatus.SENT)
    found = treatment(status=status, today=day(today), meetings=COUNCILS, **days)
    assert (found.hold, found.action, found.act_by) == (hold, action, day(act_by))


def test_a_council_without_dates_still_gets_its_paper() -> None:
    found = treatment(status=AdoptionStatus.SENT, today=day("2026-06-15"), deadline=None)
    assert (found.hold, found.action, found.meeting) == (Hold.NOT_SET_UP, Action.PAPER, None)
