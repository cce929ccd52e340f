"""I12, I13, I16, I18, I19 and I22 on examples that are worked out by hand; and whose committees a scope has."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from reports.indicators.facts import (
    AdoptionFact,
    AgreementFact,
    CaseFact,
    ChairFact,
    InputFact,
    MunicipalityFact,
    RevisionFact,
    Span,
    TermFact,
)
from reports.indicators.selection import Basis, Selection
from reports.period import Period
from reports.scope import Scope
from tests.reports.indicator_facts import (
    ALWAYS,
    LSU,
    OSU,
    YEAR,
    M,
    T,
    at,
    count_all,
    day,
    facts_of,
    item,
    meeting,
    seat,
)

#: 1 and 2 are in group 9 (the LSU's area), 3 and 4 in group 8. Inhabitants 1000, 2000, 3000, 4000.
MUNICIPALITIES = {
    pk: MunicipalityFact(pk, (ALWAYS,), ((9 if pk < 3 else 8, ALWAYS),), {2025: 1000 * pk}) for pk in range(1, 5)
}


def test_i12_measures_for_whom_the_filled_seats_speak() -> None:
    # OSU is for all four (10 000). Seat 1 speaks for group 9 (3000), seat 2 for municipality 4 (4000).
    #   March: both met: 7000 / 10 000, 3 of 4.  June: only seat 1, by a deputy: 3000 / 10 000, 2 of 4.
    #   September: nobody: 0.   Mean 1/3 of the inhabitants, 5/12 of the municipalities.
    group, own = {"group": 9}, {"municipality": 4}
    found = count_all(
        facts_of(
            meeting(day(3), attendances=[seat(1, **group), seat(2, **own), seat(5, T)]),
            meeting(day(6), attendances=[seat(1, met=False, deputy=50, **group), seat(2, met=False, **own)]),
            meeting(day(9), attendances=[seat(1, met=False, **group), seat(2, met=False, **own)]),
            municipalities=MUNICIPALITIES,
        )
    )
    assert found["I12"].value == pytest.approx((0.7 + 0.3 + 0) / 3)
    assert found["I12.municipalities"].value == pytest.approx((3 / 4 + 2 / 4 + 0) / 3)


def test_i12_a_local_committee_is_measured_against_its_area() -> None:
    # LSU is for group 9 only: seat of municipality 2 speaks for 2000 of 3000.
    held = [meeting(day(m), attendances=[seat(1, municipality=2), seat(5, T)], committee=LSU) for m in (3, 6, 9)]
    assert count_all(facts_of(*held, municipalities=MUNICIPALITIES))["I12"].value == pytest.approx(2 / 3)


def test_i12_items_are_anchored_by_a_meeting_beforehand_or_by_half_of_the_municipalities() -> None:
    # March: group 9 met beforehand, 3 items anchored. June: case 1 has input from two of four (anchored), case 2 from
    # one (not), case 3 from two of which one came too late (not). 4 of 6. A pre-meeting of group 7 is nobody's here.
    # A committee's area is its constituency, also when no seat says for whom it speaks: 5 of 7.
    june = day(6)
    given = at(june) - dt.timedelta(days=1)
    cases = [
        CaseFact(1, day(1), M, inputs=(InputFact(1, given), InputFact(3, given))),
        CaseFact(2, day(1), M, inputs=(InputFact(1, given),)),
        CaseFact(3, day(1), M, inputs=(InputFact(1, given), InputFact(2, at(june) + dt.timedelta(hours=1)))),
    ]
    here = [seat(1, group=9), seat(2, group=8)]
    held = [
        meeting(day(3), item(), item(), item(), attendances=here, pre_meetings=frozenset({9})),
        meeting(june, *(item(case=pk) for pk in (1, 2, 3)), attendances=here, pre_meetings=frozenset({7})),
    ]
    found = count_all(facts_of(*held, cases=cases, municipalities=MUNICIPALITIES))["I12.anchoring"]
    assert found.value == pytest.approx(4 / 6)
    local = meeting(day(9), item(), attendances=[seat(1)], committee=LSU, pre_meetings=frozenset({9}))
    found = count_all(facts_of(*held, local, cases=cases, municipalities=MUNICIPALITIES))["I12.anchoring"]
    assert found.value == pytest.approx(5 / 7)


def test_i13_counts_the_newest_decision_of_each_municipality() -> None:
    # 1 accepted; 2 accepted and then declined; 3 has not decided; 4 accepts only after the quarter. 1 of 4, later 2.
    approvals = {
        1: ((day(1), True),),
        2: ((day(1), True), (day(3), False)),
        3: (),
        4: ((day(8), True),),
    }
    facts = facts_of(municipalities={pk: replace(MUNICIPALITIES[pk], approvals=rows) for pk, rows in approvals.items()})
    assert count_all(facts, period=Period.quarter(2026, 2))["I13"].value == pytest.approx(1 / 4)
    assert count_all(facts)["I13"].value == pytest.approx(2 / 4)
    assert count_all(facts, Scope(1, group=9))["I13"].value == pytest.approx(1 / 2)


def adoption(municipality: int | None, status: str = "sent", decided_on: dt.date | None = None) -> AdoptionFact:
    return AdoptionFact(municipality or 99, municipality or 99, municipality, status, decided_on)


def test_i16_counts_decisions_on_the_texts_that_are_out() -> None:
    # Agreement 1's text: 1 and 2 adopted (March, June), 3 deviates, 4 waits, the trust is not counted: 2 of 4.
    # Agreement 2's text was adopted by all the year before and is not out. 1 deviation.
    # The last adoption of agreement 3 came in April, 31 days after the first: not out when it is done before the
    # period, out in this one: 4 of 4. Together 6 of 8.
    year_before = dt.date(2025, 6, 1)
    revisions = (
        RevisionFact(
            1,
            1,
            day(1),
            (
                adoption(1, "adopted", day(3)),
                adoption(2, "adopted", day(6)),
                adoption(3, "deviation", day(6)),
                adoption(4),
                adoption(None, "adopted", day(6)),
            ),
        ),
        RevisionFact(2, 2, dt.date(2025, 1, 1), tuple(adoption(pk, "adopted", year_before) for pk in range(1, 5))),
        RevisionFact(
            3, 3, day(1), (adoption(1, "adopted", day(3)), *(adoption(pk, "adopted", day(4)) for pk in (2, 3, 4)))
        ),
    )
    facts = facts_of(municipalities=MUNICIPALITIES, revisions=revisions)
    found = count_all(facts)
    assert found["I16"].value == pytest.approx(6 / 8)
    assert {name: part.value for name, part in found["I16"].parts.items()} == {"agreement:1": 0.5, "agreement:3": 1}
    assert found["I16.deviants"].value == 1
    assert found["I16.days"].value == 31
    # A municipality's own: 4 has adopted one of two.
    assert count_all(facts, Scope(1, municipality=4))["I16"].value == pytest.approx(1 / 2)
    # In the first quarter, only municipality 1 had adopted: 1 of 4 and 1 of 4.
    assert count_all(facts, period=Period.quarter(2026, 1))["I16"].value == pytest.approx(2 / 8)


def test_i16_age_review_and_coverage_of_the_agreements_in_force() -> None:
    # In force on 20 November: 1 since 1 January (323 days), reviewed in June; 2 since 11 November (9 days), never
    # reviewed; 3 ended. Median age (323 + 9) / 2 = 166; 1 of 2 reviewed; points 10 and 11 of 10, 11, 12 covered, 13 is
    # no law yet.
    agreements = {
        1: AgreementFact(1, "DA 1", (Span(day(1)),), reviews=(day(6),), points=frozenset({10})),
        2: AgreementFact(2, "DA 2", (Span(day(1), day(11, 10)), Span(day(11, 11))), points=frozenset({11})),
        3: AgreementFact(3, "DA 3", (Span(day(1)),), terminated_on=day(2), points=frozenset({12})),
    }
    points = (*((pk, ALWAYS) for pk in (10, 11, 12)), (13, Span(dt.date(2027, 1, 1))))
    found = count_all(facts_of(agreements=agreements, points=points))
    assert found["I16.age"].value == pytest.approx(166)
    assert found["I16.reviewed"].value == pytest.approx(1 / 2)
    assert found["I16.coverage"].value == pytest.approx(2 / 3)
    # Agreement 2 is a special one of municipality 3, and 1 binds 1 and 4: of municipality 1, only agreement 1 counts.
    special = {
        1: replace(agreements[1], municipalities=((1, ALWAYS), (4, ALWAYS))),
        2: replace(agreements[2], municipalities=((3, ALWAYS),)),
    }
    facts = facts_of(agreements=special, points=points, municipalities=MUNICIPALITIES)
    own = count_all(facts, Scope(1, municipality=1))
    assert own["I16.age"].value == 323
    assert own["I16.coverage"].value == pytest.approx(1 / 3)
    assert count_all(facts)["I16.age"].n == 2


def test_i18_is_the_difference_between_who_held_the_secretariat_longest_and_least() -> None:
    # To 31 December 2026 (today 20 November): group 9 held 2023 and 2024 (731 days), group 8 from 2025, 689 days until
    # today; group 7 is in the rotation and never held it; one outside the regions held it in 2022.
    # 731 / 30.44 = 24.02 and 689 / 30.44 = 22.64: 24, 23 and 0 whole months, 24 apart.
    terms = (
        TermFact(Span(dt.date(2022, 1, 1), dt.date(2022, 12, 31))),
        TermFact(Span(dt.date(2023, 1, 1), dt.date(2024, 12, 31)), group=9),
        TermFact(Span(dt.date(2025, 1, 1)), group=8),
    )
    facts = facts_of(terms=terms, rotation=(9, 8, 7), municipalities=MUNICIPALITIES, groups={9: "Ni", 8: "Åtte"})
    found = count_all(facts)["I18"]
    assert found.value == 24
    assert {name: part.value for name, part in found.parts.items()} == {"group:9": 24, "group:8": 23, "group:7": 0}
    assert count_all(replace(facts, rotation=(9, 8)))["I18"].value == 1


def test_i19_says_where_the_chair_has_not_gone_over_to_the_other_party() -> None:
    # OSU: municipalities until 2024, trust since 1 January 2025: alternated. LSU: municipalities since 2020 through
    # two appointments: not. 1 of 2. In LSU the deputy chair comes from the same party: 1 of 2.
    chairs = (
        ChairFact(OSU, M, is_deputy=False, span=Span(dt.date(2023, 1, 1), dt.date(2024, 12, 31))),
        ChairFact(OSU, T, is_deputy=False, span=Span(dt.date(2025, 1, 1))),
        ChairFact(OSU, M, is_deputy=True, span=Span(dt.date(2025, 1, 1))),
        ChairFact(LSU, M, is_deputy=False, span=Span(dt.date(2020, 1, 1), dt.date(2025, 12, 31))),
        ChairFact(LSU, M, is_deputy=False, span=Span(dt.date(2026, 1, 1))),
        ChairFact(LSU, M, is_deputy=True, span=Span(dt.date(2026, 1, 1))),
    )
    found = count_all(facts_of(chairs=chairs))
    assert found["I19"].value == pytest.approx(1 / 2)
    assert [row.pk for row in found["I19"].rows if row.counts] == [OSU]
    assert [row.pk for row in found["I19.same"].rows if row.counts] == [LSU]
    # Two years and a day in the chair is too long.
    long = (ChairFact(OSU, T, is_deputy=False, span=Span(dt.date(2024, 11, 20))),)
    assert count_all(facts_of(chairs=long))["I19"].value == 0
    assert count_all(facts_of(chairs=(replace(long[0], span=Span(dt.date(2024, 11, 21))),)))["I19"].value == 1


def test_i22_counts_the_days_to_the_first_agreement_that_runs_out() -> None:
    # On 20 November: 1 runs out on 31 December (41 days), 2 on 31 December next year (406). Of the texts to follow
    # agreement 1, three of four municipalities have adopted.
    agreements = {
        1: AgreementFact(1, "Samarbeidsavtalen", (Span(day(1)),), expires_on=((ALWAYS, day(12, 31)),)),
        2: AgreementFact(2, "DA 2", (Span(day(1)),), expires_on=((ALWAYS, dt.date(2027, 12, 31)),)),
        3: AgreementFact(3, "DA 3", (Span(day(1)),)),
    }
    revision = RevisionFact(1, 1, day(5), (*(adoption(pk, "adopted", day(9)) for pk in (1, 2, 3)), adoption(4)))
    found = count_all(facts_of(agreements=agreements, revisions=(revision,), municipalities=MUNICIPALITIES))
    assert found["I22"].value == 41
    assert found["I22"].parts["agreement:2"].value == 406
    assert found["I22.decided"].value == pytest.approx(3 / 4)


def test_whose_committees_a_scope_has() -> None:
    facts = facts_of(municipalities=MUNICIPALITIES, groups={8: "Åtte", 9: "Ni"})

    def chosen(**scope: int) -> tuple[set[int], Basis]:
        selection = Selection(facts, Scope(1, **scope), YEAR)
        return set(selection.committees), selection.basis

    assert chosen() == ({OSU, LSU}, Basis.OWN)
    assert chosen(group=9) == ({LSU}, Basis.OWN)
    assert chosen(committee=OSU) == ({OSU}, Basis.OWN)
    assert chosen(municipality=1) == ({LSU}, Basis.OWN)
    # No committee has municipality 3's group as its area.
    assert chosen(municipality=3) == ({OSU, LSU}, Basis.ALL)
    assert chosen(group=8) == ({OSU, LSU}, Basis.ALL)
    # A constituency of municipality 1 alone: the LSU of its area.
    constituency = replace(MUNICIPALITIES[1], groups=(*MUNICIPALITIES[1].groups, (7, ALWAYS)))
    facts = replace(facts, municipalities={**MUNICIPALITIES, 1: constituency})
    assert chosen(group=7) == ({LSU}, Basis.NEIGHBOURS)


def test_a_period_that_has_not_begun_has_no_figures() -> None:
    with pytest.raises(ValueError, match="ikke begynt"):
        Selection(facts_of(), Scope(1), Period.year(2027))
