"""I1, I2, I3, I11 and I15 on examples that are worked out by hand."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from reports.indicators.facts import CaseFact, InputFact, MunicipalityFact
from reports.indicators.figure import Light
from reports.scope import Scope
from tests.reports.indicator_facts import (
    ALWAYS,
    COMMITTEES,
    LSU,
    OSU,
    M,
    T,
    at,
    count_all,
    day,
    facts_of,
    item,
    meeting,
)


def case(pk: int, **columns: object) -> CaseFact:
    return CaseFact(pk, **({"registered_on": day(1), "proposed_by": M} | columns))  # type: ignore[arg-type]


def test_i1_joint_items_count_half_to_each_and_others_not_at_all() -> None:
    # municipalities 3, trust 4, joint 1: (3 + ½) / 8 = 0.4375; the other side (4 + ½) / 8 = 0.5625;
    # ratio 3.5 / 4.5 = 0.7778. Secretariat's, users' and information items are in none of it.
    found = count_all(
        facts_of(
            meeting(day(3), item(M), item(M), item(T), item(T), item("secretariat"), item("users")),
            meeting(day(6), item(M, "discussion"), item(T), item(T, "discussion"), item("joint")),
            meeting(day(9), item(M, "information"), item(M, "procedural"), item(M, "aob")),
        )
    )
    assert found["I1"].value == pytest.approx(3.5 / 8)
    assert (found["I1"].numerator, found["I1"].denominator, found["I1"].n) == (3.5, 8, 8)
    assert found["I1"].parts[T].value == pytest.approx(4.5 / 8)
    assert found["I1.ratio"].value == pytest.approx(3.5 / 4.5)
    assert found["I1"].light == Light.GOOD
    assert len(found["I1"].rows) == 8


@pytest.mark.parametrize(
    ("ours", "theirs", "light"),
    [(2, 3, Light.GOOD), (3, 2, Light.GOOD), (3, 5, Light.AMBER), (7, 3, Light.AMBER), (1, 3, Light.NONE),
     (2, 6, Light.AMBER), (1, 4, Light.RED), (4, 1, Light.RED), (0, 5, Light.RED)],
)  # fmt: skip
def test_i1_is_amber_outside_40_to_60_and_red_outside_25_to_75(ours: int, theirs: int, light: Light) -> None:
    """Four items are too few for any light; 2 of 8 is 0.25 and not yet red."""
    items = [item(M) for _ in range(ours)] + [item(T) for _ in range(theirs)]
    assert count_all(facts_of(meeting(day(3), *items)))["I1"].light == light


def test_i1_leaves_out_committees_where_only_one_party_sits() -> None:
    alone = facts_of(
        meeting(day(3), *(item(M) for _ in range(6)), committee=LSU),
        meeting(day(4), *(item(T) for _ in range(5))),
        committees={OSU: COMMITTEES[OSU], LSU: replace(COMMITTEES[LSU], is_joint=False)},
    )
    assert count_all(alone)["I1"].value == 0
    assert count_all(alone)["I1"].n == 5


def test_i2_counts_each_paper_once_by_where_its_officers_work() -> None:
    # Cases with papers: 1 municipalities, 2 trust, 3 both (½ each), 4 municipalities, 5 trust, 6 not known (left out).
    # Case 1 is treated twice and counts once: (1 + ½ + 1) / 5 = 0.5.
    cases = [
        case(1, officer_sides=frozenset({M})),
        case(2, officer_sides=frozenset({T})),
        case(3, officer_sides=frozenset({M, T})),
        case(4, officer_sides=frozenset({M})),
        case(5, officer_sides=frozenset({T})),
        case(6),
    ]
    found = count_all(
        facts_of(
            meeting(day(3), *(item(case=pk) for pk in range(1, 7))),
            meeting(day(6), item(case=1), item(case=None, has_paper=False)),
            cases=cases,
        )
    )
    assert found["I2"].value == pytest.approx(2.5 / 5)
    assert found["I2"].parts[T].numerator == 2.5
    assert found["I2"].n == 5


def test_i2_items_without_a_paper_are_shared_by_who_raised_them() -> None:
    # 10 items, 3 without paper: 0.3. Municipalities: own 4 (1 without) + joint 1 (without) at ½ = 1.5 / 4.5;
    # trust: own 5 (1 without) + ½ = 1.5 / 5.5.
    found = count_all(
        facts_of(
            meeting(
                day(3),
                *(item(M) for _ in range(3)),
                item(M, has_paper=False),
                *(item(T) for _ in range(4)),
                item(T, has_paper=False),
                item("joint", has_paper=False),
                item(T, "information", has_paper=False),
            )
        )
    )["I2.without_paper"]
    assert found.value == pytest.approx(3 / 10)
    assert found.parts[M].value == pytest.approx(1.5 / 4.5)
    assert found.parts[T].value == pytest.approx(1.5 / 5.5)


def test_i3_counts_municipalities_that_brought_something_in_time() -> None:
    # Meeting 1 March, cases due 14 days before, 15 February. Municipality 1 raised a case on the 15th: in. 2 on the
    # 16th: late. 3 commented on the evening of the 15th: in. 4 commented on the 16th, before the meeting: late. 2 of 4.
    held = day(3)
    due = dt.datetime(2026, 2, 15, 22, 30, tzinfo=dt.UTC)  # 23.30 in Norway
    cases = [
        case(1, registered_on=dt.date(2026, 2, 15), municipality=1),
        case(2, registered_on=dt.date(2026, 2, 16), municipality=2),
        case(3, inputs=(InputFact(3, due), InputFact(4, due + dt.timedelta(minutes=31)))),
    ]
    municipalities = {pk: MunicipalityFact(pk, (ALWAYS,), ((9, ALWAYS),) if pk < 3 else ()) for pk in range(1, 5)}
    facts = facts_of(
        meeting(held, item(case=1), item(case=2), item(case=3)),
        meeting(day(6)),
        meeting(day(9)),
        cases=cases,
        municipalities=municipalities,
    )
    assert count_all(facts)["I3"].value == pytest.approx(2 / 4)
    assert [row.pk for row in count_all(facts)["I3"].rows if row.counts] == [1, 3]
    # Of the region's two municipalities, one.
    assert count_all(facts, Scope(1, group=9))["I3"].value == pytest.approx(1 / 2)
    two_meetings = replace(facts, meetings=facts.meetings[:2])
    assert count_all(two_meetings)["I3"].is_suppressed


def test_i11_shares_of_items_minutes_and_information() -> None:
    # 8 items (approvals and any other business are none): strategic 2 of 8 = 0.25, in minutes (30 + 30) / 120 = 0.5;
    # information 3 of 8 = 0.375, under the target. Reported items are not information.
    items = [
        item(is_strategic=True, minutes=30),
        item(kind="discussion", is_strategic=True, minutes=30),
        item(minutes=10),
        item(minutes=10),
        *(item(kind="information", minutes=10) for _ in range(3)),
        item(kind="report", minutes=10),
        item(kind="procedural", is_standard=True, minutes=60),
        item(kind="aob", is_standard=True, minutes=60),
    ]
    found = count_all(facts_of(meeting(day(3), *items)))
    assert found["I11"].value == pytest.approx(2 / 8)
    assert found["I11.minutes"].value == pytest.approx(60 / 120)
    assert found["I11.information"].value == pytest.approx(3 / 8)
    assert found["I11.information"].light == Light.GOOD


def test_i15_asks_for_everything_in_time() -> None:
    # Seven days' notice: called 14 days before is in time, exactly 7 too, 6 is late; a late item or an annex after the
    # notice makes it incomplete. 2 of 5. Annexes: 1 of 5 came after the notice.
    def called(held: dt.date, before: int) -> dict[str, object]:
        called_at = at(held - dt.timedelta(days=before))
        return {"called_at": called_at, "called_on": called_at.date()}

    june = item()
    found = count_all(
        facts_of(
            meeting(day(1, 20)),
            meeting(day(3), **called(day(3), 7)),
            meeting(day(4), **called(day(4), 6)),
            meeting(day(5), item(added_late=True)),
            meeting(
                day(6),
                june,
                annexes=(
                    *((june.pk, at(day(5, 1))) for _ in range(4)),
                    (june.pk, at(day(5, 28))),
                ),
            ),
        )
    )
    assert found["I15"].value == pytest.approx(2 / 5)
    assert found["I15.late_papers"].value == pytest.approx(1 / 5)
