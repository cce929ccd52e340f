"""Entry into force: every rule, over leap years, mergers, parties that leave, and a date that comes first."""

from __future__ import annotations

import datetime as dt

import pytest

from agreements.enums import AdoptionStatus, EntryRule
from agreements.rules.blockers import Blocker, Hindrance, blockers_line, genitive
from agreements.rules.entry import Entry, EntryTerms, PartyDecision, entry_into_force

TODAY = dt.date(2028, 6, 1)
ALL, NO_TRUST = EntryTerms(EntryRule.ALL), EntryTerms(EntryRule.ALL, needs_trust=False)
GOL, HOL, MODUM, TRUST = 1, 2, 3, 9
NAMES = {GOL: "Gol", HOL: "Hol", MODUM: "Modum", TRUST: "Fjordane HF"}


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def adopted(party: int, on: str, **more: object) -> PartyDecision:
    return decided(party, AdoptionStatus.ADOPTED, on, **more)


def decided(party: int, status: str, on: str | None = None, **more: object) -> PartyDecision:
    facts = {"party_id": party, "name": NAMES.get(party, str(party)), "is_trust": party == TRUST}
    return PartyDecision(**(facts | {"status": status, "decided_on": on and day(on)} | more))


def undecided(party: int, **more: object) -> PartyDecision:
    return decided(party, AdoptionStatus.SENT, **more)


def entry(terms: EntryTerms, *decisions: PartyDecision, today: dt.date = TODAY) -> Entry:
    return entry_into_force(terms, decisions, today)


class TestAll:
    def test_is_the_day_of_the_last_decision(self) -> None:
        found = entry(ALL, adopted(GOL, "2028-03-01"), adopted(HOL, "2028-02-29"), adopted(TRUST, "2028-01-31"))
        assert found.in_force_on == day("2028-03-01")
        assert (found.adopted, found.needed, found.total) == (2, 2, 2)
        assert found.per_party == dict.fromkeys((GOL, HOL, TRUST), day("2028-03-01"))
        assert not found.blockers

    @pytest.mark.parametrize("status", [AdoptionStatus.ADOPTED_WITH_DEVIATION, AdoptionStatus.REJECTED])
    def test_one_that_deviates_or_rejects_blocks_it(self, status: str) -> None:
        found = entry(NO_TRUST, adopted(GOL, "2028-03-01"), decided(HOL, status, "2028-03-02"))
        assert found.in_force_on is None
        assert [blocker.name for blocker in found.blockers] == ["Hol"]
        assert not found.per_party

    def test_waits_for_the_trust_when_it_must_adopt(self) -> None:
        decisions = [adopted(GOL, "2028-03-01"), undecided(TRUST)]
        waiting = entry(ALL, *decisions)
        assert waiting.in_force_on is None
        assert waiting.trust_missing
        assert [blocker.name for blocker in waiting.blockers] == ["Fjordane HF"]
        free = entry(NO_TRUST, *decisions)
        assert free.in_force_on == day("2028-03-01")
        assert not free.blockers

    def test_nothing_is_in_force_between_nobody(self) -> None:
        assert entry(ALL).in_force_on is None
        assert entry(ALL, adopted(TRUST, "2028-03-01")).in_force_on is None

    def test_never_before_the_date_in_the_terms(self) -> None:
        terms = EntryTerms(EntryRule.ALL, entry_date=day("2029-01-01"))
        found = entry(terms, adopted(GOL, "2028-03-01"), adopted(TRUST, "2028-03-01"))
        assert found.in_force_on == day("2029-01-01")
        assert not found.is_in_force(TODAY)
        assert found.is_in_force(day("2029-01-01"))

    def test_may_begin_on_a_leap_day(self) -> None:
        terms = EntryTerms(EntryRule.ALL, entry_date=day("2028-02-29"), needs_trust=False)
        assert entry(terms, adopted(GOL, "2027-11-20")).in_force_on == day("2028-02-29")
        assert entry(terms, adopted(GOL, "2028-03-01")).in_force_on == day("2028-03-01")


class TestPartiesThatChange:
    def test_one_that_left_stops_blocking_the_day_after_its_last(self) -> None:
        leaving = undecided(HOL, left_on=day("2028-02-28"))
        found = entry(NO_TRUST, adopted(GOL, "2028-01-15"), leaving)
        assert found.in_force_on == day("2028-02-29")
        assert (found.adopted, found.needed) == (1, 1)

    def test_one_that_leaves_later_still_blocks_until_then(self) -> None:
        decisions = [adopted(GOL, "2028-01-15"), undecided(HOL, left_on=day("2028-12-31"))]
        assert entry(NO_TRUST, *decisions).in_force_on is None
        after = EntryTerms(EntryRule.ALL, entry_date=day("2029-01-01"), needs_trust=False)
        assert entry(after, *decisions).in_force_on == day("2029-01-01")

    def test_one_that_left_after_the_entry_does_not_change_it(self) -> None:
        decisions = [adopted(GOL, "2028-01-15"), adopted(HOL, "2028-02-15", left_on=day("2028-04-30"))]
        assert entry(NO_TRUST, *decisions).in_force_on == day("2028-02-15")

    def test_one_that_joins_later_does_not_undo_it(self) -> None:
        found = entry(NO_TRUST, adopted(GOL, "2028-01-15"), undecided(HOL, joined_on=day("2028-03-01")))
        assert found.in_force_on == day("2028-01-15")
        assert HOL not in found.per_party

    def test_a_merged_municipality_has_adopted_what_all_before_it_had(self) -> None:
        old = [adopted(pk, on, left_on=day("2027-12-31")) for pk, on in ((GOL, "2027-10-01"), (HOL, "2027-11-01"))]
        merged = decided(7, AdoptionStatus.NOT_SENT, joined_on=day("2028-01-01"), succeeds=(GOL, HOL))
        late = adopted(MODUM, "2028-02-01")
        found = entry(NO_TRUST, *old, merged, late)
        assert found.in_force_on == day("2028-02-01")
        assert (found.adopted, found.total) == (2, 2)
        assert found.per_party == {7: day("2028-02-01"), MODUM: day("2028-02-01")}

    def test_a_merged_municipality_must_decide_when_one_before_it_had_not(self) -> None:
        old = [adopted(GOL, "2027-10-01", left_on=day("2027-12-31")), undecided(HOL, left_on=day("2027-12-31"))]
        merged = {"joined_on": day("2028-01-01"), "succeeds": (GOL, HOL)}
        assert entry(NO_TRUST, *old, undecided(7, **merged)).in_force_on is None
        assert entry(NO_TRUST, *old, adopted(7, "2028-03-03", **merged)).in_force_on == day("2028-03-03")

    def test_a_merger_inherits_through_the_merger_before_it(self) -> None:
        first = adopted(GOL, "2027-01-01", left_on=day("2027-06-30"))
        second = decided(
            HOL,
            AdoptionStatus.NOT_SENT,
            joined_on=day("2027-07-01"),
            left_on=day("2027-12-31"),
            succeeds=(GOL,),
        )
        third = decided(MODUM, AdoptionStatus.NOT_SENT, joined_on=day("2028-01-01"), succeeds=(HOL,))
        terms = EntryTerms(EntryRule.ALL, entry_date=day("2028-02-01"), needs_trust=False)
        assert entry(terms, first, second, third).per_party == {MODUM: day("2028-02-01")}


class TestQuorum:
    TERMS = EntryTerms(EntryRule.QUORUM, quorum=2, needs_trust=False)

    def test_is_the_day_the_nth_adopted_and_binds_others_from_their_own(self) -> None:
        decisions = [adopted(GOL, "2028-03-01"), adopted(HOL, "2028-01-10"), adopted(MODUM, "2028-05-05")]
        found = entry(self.TERMS, *decisions)
        assert found.in_force_on == day("2028-03-01")
        assert found.per_party == {
            GOL: day("2028-03-01"),
            HOL: day("2028-03-01"),
            MODUM: day("2028-05-05"),
        }
        assert (found.adopted, found.needed, found.total) == (3, 2, 3)

    def test_a_rejection_does_not_block_and_a_deviation_does_not_count(self) -> None:
        rejected = decided(HOL, AdoptionStatus.REJECTED, "2028-01-01")
        assert entry(self.TERMS, adopted(GOL, "2028-01-01"), rejected).in_force_on is None
        found = entry(self.TERMS, adopted(GOL, "2028-01-01"), adopted(MODUM, "2028-02-01"), rejected)
        assert found.in_force_on == day("2028-02-01")
        deviating = decided(HOL, AdoptionStatus.ADOPTED_WITH_DEVIATION, "2028-01-01")
        found = entry(self.TERMS, adopted(GOL, "2028-01-01"), deviating)
        assert found.in_force_on is None
        assert [party.name for party in found.deviants] == ["Hol"]

    def test_the_trust_does_not_count_as_a_municipality_but_may_be_waited_for(self) -> None:
        terms = EntryTerms(EntryRule.QUORUM, quorum=1)
        found = entry(terms, adopted(GOL, "2028-01-01"), adopted(TRUST, "2028-04-01"))
        assert found.in_force_on == day("2028-04-01")
        assert entry(terms, adopted(TRUST, "2028-04-01"), undecided(GOL)).in_force_on is None


def test_a_fixed_date_binds_those_who_have_adopted_and_others_from_their_own() -> None:
    terms = EntryTerms(EntryRule.FIXED_DATE, entry_date=day("2028-03-01"), needs_trust=False)
    found = entry(terms, adopted(GOL, "2028-01-10"), adopted(HOL, "2028-05-05"), undecided(MODUM))
    assert found.in_force_on == day("2028-03-01")
    assert found.per_party == {GOL: day("2028-03-01"), HOL: day("2028-05-05")}
    assert [blocker.name for blocker in found.blockers] == ["Modum"]


def test_per_party_binds_each_from_its_own_decision() -> None:
    terms = EntryTerms(EntryRule.PER_PARTY)
    found = entry(terms, adopted(GOL, "2028-01-10"), adopted(HOL, "2028-05-05"), adopted(TRUST, "2028-02-29"))
    assert found.per_party == {GOL: day("2028-02-29"), HOL: day("2028-05-05"), TRUST: day("2028-02-29")}
    assert found.in_force_on == day("2028-02-29")
    nobody = entry(terms, undecided(GOL), adopted(TRUST, "2028-02-29"))
    assert nobody.in_force_on is None


class TestWhatBlocks:
    def test_the_line_says_who_and_how(self) -> None:
        blockers = [
            Blocker("Modum", Hindrance.LATE_MEETING),
            Blocker("Gol", Hindrance.DEVIATES, ("4.3",)),
            Blocker("Hemsedal", Hindrance.NOT_SCHEDULED),
        ]
        assert blockers_line(blockers) == (
            "Hemsedal har ikke satt opp saken, Gols vedtak avviker i punkt 4.3, og Modums neste møte er etter fristen."
        )

    @pytest.mark.parametrize(
        ("blockers", "line"),
        [
            ([], ""),
            ([Blocker("Nes", Hindrance.REJECTED)], "Nes har sagt nei."),
            ([Blocker("Nes", Hindrance.DEVIATES, ("2", "4.3"))], "Nes’ vedtak avviker i punktene 2 og 4.3."),
            (
                [Blocker("Gol", Hindrance.LATE_MEETING), Blocker("Hol", Hindrance.LATE_MEETING)],
                "Gols og Hols neste møter er etter fristen.",
            ),
            (
                [Blocker("Gol", Hindrance.POSTPONED), Blocker("Hol", Hindrance.NOT_SCHEDULED)],
                "Hol har ikke satt opp saken og Gol har utsatt saken.",
            ),
            ([Blocker("Hol", Hindrance.NOT_SCHEDULED)] * 3, "Hol har ikke satt opp tre av avtalene."),
            (
                [Blocker(name, Hindrance.NOT_SCHEDULED) for name in ("Hol", "Gol", "Gol", "Ål", "Flå", "Flå", "Nes")],
                "Hol, Gol, Ål og to til har ikke satt opp én eller flere av avtalene.",
            ),
            (
                [Blocker(name, Hindrance.NOT_SCHEDULED) for name in ("A", "B", "C", "D", "E", "F", "G", "H")],
                "A, B, C og fem til har ikke satt opp saken.",
            ),
            (
                [Blocker(str(number), Hindrance.DEVIATES, (f"{number}.1",)) for number in range(1, 8)],
                (
                    "1s vedtak avviker i punkt 1.1, 2s vedtak avviker i punkt 2.1, 3s vedtak avviker i punkt 3.1, "
                    "4s vedtak avviker i punkt 4.1, og tre til holder igjen."
                ),
            ),
        ],
    )
    def test_the_line_agrees_in_number_and_has_an_end(self, blockers: list[Blocker], line: str) -> None:
        assert blockers_line(blockers) == line

    @pytest.mark.parametrize(
        ("facts", "kind"),
        [
            ({}, Hindrance.NOT_SCHEDULED),
            ({"deadline": day("2028-05-31")}, Hindrance.NOT_SCHEDULED),
            ({"deadline": day("2028-06-30"), "next_council": day("2028-07-01")}, Hindrance.LATE_MEETING),
            ({"status": AdoptionStatus.SCHEDULED, "council_on": day("2028-06-20")}, None),
            (
                {
                    "status": AdoptionStatus.SCHEDULED,
                    "council_on": day("2028-06-20"),
                    "deadline": day("2028-05-01"),
                },
                Hindrance.OVERDUE,
            ),
            (
                {
                    "status": AdoptionStatus.SCHEDULED,
                    "council_on": day("2028-09-20"),
                    "deadline": day("2028-06-30"),
                },
                Hindrance.LATE_MEETING,
            ),
            ({"status": AdoptionStatus.POSTPONED, "council_on": day("2028-05-20")}, Hindrance.POSTPONED),
        ],
    )
    def test_each_state_holds_back_in_its_own_way(self, facts: dict[str, object], kind: Hindrance | None) -> None:
        found = entry(NO_TRUST, PartyDecision(GOL, "Gol", **({"status": AdoptionStatus.SENT} | facts)))
        assert [blocker.kind for blocker in found.blockers] == ([kind] if kind else [])


def test_names_that_end_in_s_take_an_apostrophe() -> None:
    assert [genitive(name) for name in ("Gol", "Nes", "Asker")] == ["Gols", "Nes’", "Askers"]
