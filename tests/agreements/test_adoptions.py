"""Registering what a council decided: by whom, about which text, and what is refused."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agreements.content import text_hash
from agreements.enums import AdoptionStatus, EntryRule, RegisteredAs, StepKind
from agreements.models import Adoption, AgreementTerms, Revision
from agreements.selectors.effective import adopted_content, effective_text
from agreements.selectors.entry import entries_of, entry_of
from agreements.services.adoptions import StaleAdoption, open_adoptions, register_adoption
from samhandling.audit.models import ActivityLog
from samhandling.core.dates import long_date
from samhandling.core.errors import NotPossible
from tests.factories.agreements import (
    TEXT,
    AgreementTermsFactory,
    RevisionFactory,
    RevisionStepFactory,
    agreement_with_parties,
    draft,
    frozen,
)
from tests.personas import World

DAY = dt.timedelta(days=1)


@dataclass
class Out:
    """A text frozen today, out for adoption."""

    revision: Revision
    adoptions: dict[str, Adoption]
    world: World

    def register(self, name: str = "Alvdalen", **columns: Any) -> Adoption:
        more = {key: columns.pop(key) for key in ("deviations", "file", "row_version") if key in columns}
        adoption = Adoption.objects.get(pk=self.adoptions[name].pk)
        return register_adoption(
            adoption=adoption,
            columns=columns,
            user=self.world.user("health_chief"),
            registered_as=RegisteredAs.MUNICIPALITY,
            **({"row_version": adoption.row_version} | more),
        )


@pytest.fixture
def today() -> dt.date:
    return timezone.localdate()


@pytest.fixture
def out(world: World, today: dt.date) -> Out:
    agreement = agreement_with_parties(world.partnership)
    version = frozen(agreement)
    revision = RevisionFactory(agreement=agreement, version=version, step="councils")
    rows = open_adoptions(revision=revision, sent_on=today, user=world.user("coordinator_municipal"))
    return Out(revision, {row.party.name: row for row in rows}, world)


class TestOpening:
    def test_everybody_who_is_a_party_gets_the_text(self, out: Out, today: dt.date) -> None:
        assert set(out.adoptions) == {"Alvdalen", "Bjørkli", "Fjordane prøvesykehus HF"}
        assert {(row.status, row.sent_on) for row in out.adoptions.values()} == {("sent", today)}
        assert ActivityLog.objects.get(verb="adoptions.opened").text == "Sendte teksten til 3 parter"

    def test_opening_again_only_adds_those_who_have_come_since(self, out: Out, today: dt.date) -> None:
        out.register(status="adopted", decided_on=today)
        out.adoptions["Bjørkli"].delete()
        again = open_adoptions(revision=out.revision, sent_on=today, user=None)
        assert {row.party.name: row.status for row in again} == {
            "Alvdalen": "adopted",
            "Bjørkli": "sent",
            "Fjordane prøvesykehus HF": "sent",
        }

    def test_a_draft_cannot_be_sent(self, world: World, today: dt.date) -> None:
        agreement = agreement_with_parties(world.partnership)
        revision = RevisionFactory(agreement=agreement, version=draft(agreement))
        with pytest.raises(NotPossible):
            open_adoptions(revision=revision, sent_on=today, user=None)

    def test_one_that_has_left_is_not_asked(self, world: World, today: dt.date) -> None:
        agreement = agreement_with_parties(world.partnership)
        agreement.parties.filter(municipality=world.municipality_b).update(valid_to=today - DAY)
        revision = RevisionFactory(agreement=agreement, version=frozen(agreement))
        rows = open_adoptions(revision=revision, sent_on=today, user=None)
        assert "Bjørkli" not in {row.party.name for row in rows}


class TestRegistering:
    def test_an_adoption_keeps_the_frozen_hash_and_who_registered(self, out: Out, today: dt.date) -> None:
        row = out.register(status="adopted", decided_on=today, council_case="45/26", decision_text="Vedtatt.")
        assert row.text_sha256 == text_hash(TEXT)
        assert (row.registered_as, row.registered_by) == ("municipality", out.world.user("health_chief"))
        assert row.row_version == 1
        text = ActivityLog.objects.get(verb="adoption.registered").text
        assert "Status: Vedtatt" in text
        assert "45/26" in text

    def test_a_deviation_is_the_text_with_the_sections_put_in(self, out: Out, today: dt.date) -> None:
        row = out.register(
            status="adopted", decided_on=today, deviations={"formaal": "<p>Annet mål.</p>", "varighet": ""}
        )
        assert row.status == AdoptionStatus.ADOPTED_WITH_DEVIATION
        content = adopted_content(Adoption.objects.get(pk=row.pk))
        assert "varighet" not in content.by_anchor()
        assert row.text_sha256 == text_hash(content) != text_hash(TEXT)
        found = effective_text(row.party)
        assert found is not None
        assert found.deviates

    def test_another_hash_is_a_deviation_and_the_form_asks_where(self, out: Out, today: dt.date) -> None:
        with pytest.raises(ValidationError) as refused:
            out.register(status="adopted", decided_on=today, text_sha256="a" * 64)
        assert set(refused.value.message_dict) == {"text_sha256", "sections"}

    def test_sections_that_say_the_same_are_no_deviation(self, out: Out, today: dt.date) -> None:
        same = TEXT.by_anchor()["formaal"].body
        with pytest.raises(ValidationError) as refused:
            out.register(status="deviation", decided_on=today, deviations={"formaal": same})
        assert set(refused.value.message_dict) == {"sections"}

    def test_the_own_name_in_place_of_the_token_is_no_deviation(self, out: Out, today: dt.date) -> None:
        own = {"kommunen": "<p>Alvdalen melder fra innen to døgn.</p>"}
        with pytest.raises(ValidationError, match="sier det samme"):
            out.register(status="deviation", decided_on=today, deviations=own)
        more = own | {"formaal": "<p>Alvdalens mål er et annet.</p>"}
        row = out.register(status="deviation", decided_on=today, deviations=more)
        assert {one.anchor: one.text for one in row.deviations.all()} == {
            "formaal": "<p>{kommunen}s mål er et annet.</p>"
        }
        again = out.register("Bjørkli", status="deviation", decided_on=today, deviations=more)
        assert "kommunen" in {one.anchor for one in again.deviations.all()}, (
            "another municipality's name is a deviation"
        )
        row = out.register(status="adopted", deviations=own, text_sha256="", reason="Bare navnet")
        assert (row.status, row.text_sha256) == (AdoptionStatus.ADOPTED, text_hash(TEXT))

    def test_a_heading_without_words_can_be_struck(self, out: Out, today: dt.date) -> None:
        row = out.register(status="deviation", decided_on=today, deviations={"ansvar": ""})
        assert row.status == AdoptionStatus.ADOPTED_WITH_DEVIATION

    def test_the_day_the_final_text_was_given_is_the_first_a_council_can_have_decided(
        self, out: Out, today: dt.date
    ) -> None:
        RevisionStepFactory(revision=out.revision, kind=StepKind.FINAL, done_on=today - 10 * DAY)
        with pytest.raises(ValidationError) as refused:
            out.register(status="adopted", decided_on=today - 11 * DAY)
        assert long_date(today - 10 * DAY) in refused.value.message_dict["decided_on"][0]
        assert out.register(status="adopted", decided_on=today - 10 * DAY).status == AdoptionStatus.ADOPTED

    @pytest.mark.parametrize(
        ("columns", "field"),
        [
            ({"status": "adopted"}, "decided_on"),
            ({"status": "adopted", "decided_on": +1}, "decided_on"),
            ({"status": "adopted", "decided_on": -1}, "decided_on"),  # the text was frozen today
            ({"status": "rejected", "decided_on": -400}, "decided_on"),
            ({"status": "sent", "decided_on": 0}, "status"),
            ({"status": "scheduled"}, "council_on"),
            ({"status": "scheduled", "council_on": -1}, "council_on"),
            ({"status": "deviation", "decided_on": 0}, "sections"),
            ({"status": "deviation", "decided_on": 0, "deviations": {"finnes-ikke": "<p>x</p>"}}, "sections"),
            ({"status": "adopted", "decided_on": 0, "text_sha256": "abc"}, "text_sha256"),
            ({"status": "sent", "signed_on": 0}, "signed_on"),
            ({"status": "adopted", "decided_on": 0, "signed_on": +1}, "signed_on"),
        ],
    )
    def test_what_cannot_be_is_refused_beside_its_field(
        self, out: Out, today: dt.date, columns: dict[str, Any], field: str
    ) -> None:
        dated = {name: today + value * DAY if isinstance(value, int) else value for name, value in columns.items()}
        with pytest.raises(ValidationError) as refused:
            out.register(**dated)
        assert field in refused.value.message_dict
        assert not Adoption.objects.exclude(row_version=0).exists()

    def test_a_party_that_has_left_is_refused(self, out: Out, today: dt.date) -> None:
        party = out.adoptions["Alvdalen"].party
        type(party).objects.filter(pk=party.pk).update(valid_to=today - DAY)
        with pytest.raises(ValidationError, match="gikk ut av avtalen"):
            out.register(status="scheduled", council_on=today + DAY)

    def test_two_who_register_at_once_do_not_overwrite_each_other(self, out: Out, today: dt.date) -> None:
        out.register(status="adopted", decided_on=today)
        with pytest.raises(StaleAdoption) as stale:
            out.register(status="scheduled", council_on=today + DAY, row_version=0)
        assert stale.value.current.status == "adopted"

    def test_a_decision_is_corrected_with_a_reason(self, out: Out, today: dt.date) -> None:
        out.register(status="adopted", decided_on=today, council_case="44/26")
        with pytest.raises(ValidationError) as refused:
            out.register(council_case="45/26")
        assert set(refused.value.message_dict) == {"reason"}
        row = out.register(council_case="45/26", reason="Skrivefeil i saksnummeret")
        assert row.council_case == "45/26"
        newest = ActivityLog.objects.filter(verb="adoption.registered").first()
        assert newest is not None
        assert newest.text.endswith("Rettet fordi: Skrivefeil i saksnummeret")

    def test_a_save_that_changes_nothing_is_no_event(self, out: Out, today: dt.date) -> None:
        row = out.register(status="adopted", decided_on=today)
        again = out.register(status="adopted", decided_on=today, text_sha256=row.text_sha256)
        assert again.row_version == row.row_version
        assert ActivityLog.objects.filter(verb="adoption.registered").count() == 1

    def test_taking_back_a_deviation_takes_its_sections_away(self, out: Out, today: dt.date) -> None:
        out.register(status="deviation", decided_on=today, deviations={"formaal": "<p>Annet.</p>"})
        row = out.register(status="adopted", deviations={}, text_sha256="", reason="Feil tekst")
        assert row.status == AdoptionStatus.ADOPTED
        assert not row.deviations.exists()


class TestEntryOfARevision:
    def test_reads_decisions_parties_and_terms(
        self, out: Out, today: dt.date, django_assert_max_num_queries: Any
    ) -> None:
        out.register("Alvdalen", status="adopted", decided_on=today)
        out.register("Bjørkli", status="deviation", decided_on=today, deviations={"sykehuset": "<p>Annet.</p>"})
        with django_assert_max_num_queries(7):
            entry = entry_of(out.revision, today)
        assert entry.in_force_on is None
        assert (entry.adopted, entry.needed) == (1, 2)
        assert [(row.name, row.points) for row in entry.blockers if row.points] == [("Bjørkli", ("2.2",))]
        out.register("Bjørkli", status="adopted", text_sha256="", reason="Nytt vedtak")
        out.register("Fjordane prøvesykehus HF", status="adopted", decided_on=today)
        assert entry_of(out.revision, today).in_force_on == today

    def test_many_revisions_are_read_with_the_queries_of_one(self, out: Out, today: dt.date) -> None:
        out.register("Bjørkli", status="deviation", decided_on=today, deviations={"sykehuset": "<p>Annet.</p>"})
        with CaptureQueriesContext(connection) as one:
            entries_of([out.revision], today)
        more = []
        for number in range(2):
            agreement = agreement_with_parties(out.world.partnership, number=str(800 + number))
            more.append(RevisionFactory(agreement=agreement, version=frozen(agreement), step="councils"))
            open_adoptions(revision=more[-1], sent_on=today, user=None)
        with CaptureQueriesContext(connection) as many:
            entries = entries_of([out.revision, *more], today)
        assert len(many) == len(one)
        assert [entry.total for entry in entries.values()] == [2, 2, 2]

    def test_terms_that_change_count_from_their_day_until_the_text_is_frozen(self, out: Out, today: dt.date) -> None:
        out.register("Alvdalen", status="adopted", decided_on=today)
        agreement = out.revision.agreement
        AgreementTerms.objects.filter(agreement=agreement).update(valid_to=today)
        AgreementTermsFactory(
            agreement=agreement,
            entry_rule=EntryRule.PER_PARTY,
            needs_trust=False,
            valid_from=today + DAY,
        )
        assert entry_of(out.revision, today).in_force_on is None
        assert entry_of(out.revision, today + DAY).in_force_on == today
        out.revision.entry_rule = EntryRule.ALL
        assert entry_of(out.revision, today + DAY).in_force_on is None
