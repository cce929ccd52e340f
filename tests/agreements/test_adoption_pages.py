"""The pages of registering: who may, what is kept when it is refused, and what the other side sees."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agreements.enums import AdoptionStatus, RegisteredAs
from agreements.models import Adoption, CouncilMeeting
from agreements.services.adoption_deadlines import ask_extension, refuse_extension
from agreements.services.adoptions import open_adoptions, register_adoption
from agreements.services.revisions import update_revision
from municipalities.models import Succession
from tests.factories.agreements import RevisionFactory, agreement_with_parties, frozen
from tests.personas import PERSONAS, World

ClientOf = Callable[[str], Client]
DAY = dt.timedelta(days=1)


@pytest.fixture
def today() -> dt.date:
    return timezone.localdate()


@pytest.fixture
def adoptions(world: World, today: dt.date) -> dict[str, Adoption]:
    agreement = agreement_with_parties(world.partnership)
    revision = RevisionFactory(
        agreement=agreement, version=frozen(agreement), step="councils", council_deadline=today + 20 * DAY
    )
    return {row.party.name: row for row in open_adoptions(revision=revision, sent_on=today, user=None)}


@pytest.fixture
def own(adoptions: dict[str, Adoption]) -> Adoption:
    return adoptions["Alvdalen"]


def url(name: str, *args: object) -> str:
    return reverse(f"agreements:{name}", args=["prove", *args])


def typed(adoption: Adoption, **more: Any) -> dict[str, Any]:
    return {"row_version": adoption.row_version, "status": "adopted", "text_sha256": adoption.version.sha256} | more


class TestWhoMay:
    MAY_WRITE = {"coordinator_municipal", "coordinator_trust", "health_chief"}
    MEMBERS = MAY_WRITE | {"other_chief", "mayor", "committee_member", "chair"}

    @pytest.mark.parametrize("name", ["adoption-edit", "adoption-extend"])
    def test_the_own_chief_and_the_secretariat_register(self, own: Adoption, client_of: ClientOf, name: str) -> None:
        answers = {persona: client_of(persona).get(url(name, own.pk)).status_code for persona in PERSONAS}
        expected = {persona: 200 if persona in self.MAY_WRITE else 403 for persona in PERSONAS}
        assert answers == expected | {"anonymous": 302}

    def test_members_read(self, own: Adoption, client_of: ClientOf) -> None:
        answers = {p: client_of(p).get(url("adoption-detail", own.pk)).status_code for p in PERSONAS}
        assert answers == {p: 200 if p in self.MEMBERS else 403 for p in PERSONAS} | {"anonymous": 302}

    def test_a_chief_cannot_register_for_another_municipality(
        self, own: Adoption, client_of: ClientOf, today: dt.date
    ) -> None:
        answer = client_of("other_chief").post(url("adoption-edit", own.pk), typed(own, decided_on=today))
        assert answer.status_code == 403
        own.refresh_from_db()
        assert own.status == AdoptionStatus.SENT

    def test_a_chief_does_not_register_for_the_trust(self, adoptions: dict[str, Adoption], client_of: ClientOf) -> None:
        trust = adoptions["Fjordane prøvesykehus HF"]
        assert client_of("health_chief").get(url("adoption-edit", trust.pk)).status_code == 403

    def test_another_partnerships_adoption_is_not_there(self, own: Adoption, client_of: ClientOf) -> None:
        address = reverse("agreements:adoption-detail", args=["annet", own.pk])
        assert client_of("foreign_coordinator").get(address).status_code == 404


class TestRegistering:
    def test_the_chief_registers_and_the_other_side_sees_who(
        self, own: Adoption, client_of: ClientOf, today: dt.date
    ) -> None:
        answer = client_of("health_chief").post(
            url("adoption-edit", own.pk),
            typed(own, decided_on=today, council_case="45/26", decision_text="Avtalen vedtas."),
            follow=True,
        )
        assert answer.redirect_chain
        page = client_of("coordinator_trust").get(url("adoption-detail", own.pk)).content.decode()
        assert "Registrert av kommunen ved Siv Prøvesen" in page
        assert "45/26" in page
        assert "likelydende" in page

    def test_the_secretariat_registers_on_behalf(self, own: Adoption, client_of: ClientOf, today: dt.date) -> None:
        client_of("coordinator_municipal").post(url("adoption-edit", own.pk), typed(own, decided_on=today))
        page = client_of("health_chief").get(url("adoption-detail", own.pk)).content.decode()
        assert "Registrert av sekretariatet ved Tuva Prøvesen" in page
        assert "på vegne av Alvdalen" in page

    def test_a_refusal_stands_beside_the_field_and_nothing_typed_is_lost(
        self, own: Adoption, client_of: ClientOf, today: dt.date
    ) -> None:
        data = typed(own, decided_on=today + DAY, decision_text="Med takk for samarbeidet.")
        answer = client_of("health_chief").post(url("adoption-edit", own.pk), data)
        assert answer.status_code == 422
        page = answer.content.decode()
        assert "Datoen er fram i tid" in page
        assert "Med takk for samarbeidet." in page
        assert f'value="{(today + DAY).isoformat()}"' in page

    def test_a_chosen_section_opens_with_the_frozen_text_and_is_saved_as_a_deviation(
        self, own: Adoption, client_of: ClientOf, today: dt.date
    ) -> None:
        chief = client_of("health_chief")
        data = typed(own, status="deviation", decided_on=today, sections=["sykehuset", "varighet"])
        opened = chief.post(url("adoption-edit", own.pk), data)
        assert opened.status_code == 422
        assert "Sykehuset gir råd i ordinær arbeidstid." in opened.content.decode()
        fragment = chief.post(url("adoption-sections", own.pk), data).content.decode()
        assert "Sykehuset gir råd i ordinær arbeidstid." in fragment
        data |= {
            "text_sykehuset": "<p>Sykehuset gir råd hele døgnet.</p>",
            "text_varighet": "",
            "struck_varighet": "on",
        }
        assert chief.post(url("adoption-edit", own.pk), data).status_code == 302
        own.refresh_from_db()
        assert own.status == AdoptionStatus.ADOPTED_WITH_DEVIATION
        assert own.text_sha256 != own.version.sha256
        page = chief.get(url("adoption-detail", own.pk)).content.decode()
        assert "2.2 Sykehusets ansvar" in page
        assert "Punktet ble strøket." in page

    def test_an_emptied_section_must_be_struck_on_purpose(
        self, own: Adoption, client_of: ClientOf, today: dt.date
    ) -> None:
        data = typed(own, status="deviation", decided_on=today, sections=["formaal"], text_formaal="")
        answer = client_of("health_chief").post(url("adoption-edit", own.pk), data)
        assert answer.status_code == 422
        assert "kryss av for at punktet ble strøket" in answer.content.decode()

    def test_a_section_with_a_heading_only_is_struck_on_purpose_too(
        self, own: Adoption, client_of: ClientOf, today: dt.date
    ) -> None:
        data = typed(own, status="deviation", decided_on=today, sections=["ansvar"], text_ansvar="")
        answer = client_of("health_chief").post(url("adoption-edit", own.pk), data)
        assert answer.status_code == 422
        assert "kryss av for at punktet ble strøket" in answer.content.decode()

    def test_a_deviation_is_taken_back_by_choosing_no_section(
        self, own: Adoption, client_of: ClientOf, today: dt.date
    ) -> None:
        chief = client_of("health_chief")
        data = typed(own, status="deviation", decided_on=today, sections=["formaal"], text_formaal="<p>Annet.</p>")
        assert chief.post(url("adoption-edit", own.pk), data).status_code == 302
        page = chief.get(url("adoption-edit", own.pk)).content.decode()
        assert f'value="{own.version.sha256}"' in page
        same = chief.post(url("adoption-edit", own.pk), data | {"row_version": 1})
        assert same.status_code == 302, "nothing is changed, so no reason is asked for"
        data = typed(own, row_version=1, decided_on=today, reason="Protokollen er rettet")
        assert chief.post(url("adoption-edit", own.pk), data).status_code == 302
        own.refresh_from_db()
        assert (own.status, own.text_sha256) == (AdoptionStatus.ADOPTED, own.version.sha256)

    def test_the_chief_of_the_municipality_that_took_over_registers_for_the_municipality(
        self, own: Adoption, world: World, client_of: ClientOf, today: dt.date
    ) -> None:
        Succession.objects.create(old=world.municipality_a, new=world.municipality_b, on=today)
        client_of("other_chief").post(url("adoption-edit", own.pk), typed(own, decided_on=today))
        own.refresh_from_db()
        assert own.registered_as == RegisteredAs.MUNICIPALITY

    def test_another_hash_asks_which_sections(self, own: Adoption, client_of: ClientOf, today: dt.date) -> None:
        data = typed(own, decided_on=today, text_sha256="ab" * 32)
        answer = client_of("health_chief").post(url("adoption-edit", own.pk), data)
        assert answer.status_code == 422
        page = answer.content.decode()
        assert "Da er det vedtatt en annen tekst" in page
        assert "<details" in page
        assert " open>" in page

    def test_two_at_once_show_each_other(
        self, own: Adoption, world: World, client_of: ClientOf, today: dt.date
    ) -> None:
        register_adoption(
            adoption=own,
            row_version=0,
            columns={"status": "scheduled", "council_on": today + 5 * DAY},
            user=world.user("coordinator_municipal"),
            registered_as="secretariat",
        )
        chief = client_of("health_chief")
        data = typed(own, decided_on=today, decision_text="Vårt vedtak.")
        answer = chief.post(url("adoption-edit", own.pk), data)
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "Registrert av sekretariatet ved Tuva Prøvesen" in page
        assert "Vårt vedtak." in page
        assert 'name="row_version" value="1"' in page
        assert chief.post(url("adoption-edit", own.pk), data | {"row_version": 1}).status_code == 302

    def test_a_correction_needs_a_reason_and_is_history(
        self, own: Adoption, client_of: ClientOf, today: dt.date
    ) -> None:
        chief = client_of("health_chief")
        chief.post(url("adoption-edit", own.pk), typed(own, decided_on=today))
        data = typed(own, row_version=1, decided_on=today, council_case="9/26")
        assert chief.post(url("adoption-edit", own.pk), data).status_code == 422
        assert chief.post(url("adoption-edit", own.pk), data | {"reason": "Glemte saksnummeret"}).status_code == 302
        assert "Rettet fordi: Glemte saksnummeret" in chief.get(url("adoption-detail", own.pk)).content.decode()


class TestTheFile:
    def test_a_decision_is_kept_and_given_to_members_only(
        self, own: Adoption, client_of: ClientOf, today: dt.date, pdf: bytes
    ) -> None:
        upload = SimpleUploadedFile("vedtak.pdf", pdf, "application/pdf")
        answer = client_of("health_chief").post(url("adoption-edit", own.pk), typed(own, decided_on=today, file=upload))
        assert answer.status_code == 302
        file = client_of("mayor").get(url("decision-file", own.pk))
        assert file["Content-Type"] == "application/pdf"
        assert b"".join(file.streaming_content) == pdf
        assert client_of("outsider").get(url("decision-file", own.pk)).status_code == 403

    def test_what_is_no_document_is_refused(self, own: Adoption, client_of: ClientOf, today: dt.date) -> None:
        upload = SimpleUploadedFile("vedtak.pdf", b"MZ not a pdf", "application/pdf")
        answer = client_of("health_chief").post(url("adoption-edit", own.pk), typed(own, decided_on=today, file=upload))
        assert answer.status_code == 422

    def test_without_a_file_there_is_none(self, own: Adoption, client_of: ClientOf) -> None:
        assert client_of("mayor").get(url("decision-file", own.pk)).status_code == 404


class TestLongerDeadline:
    def test_the_municipality_asks_and_the_secretariat_grants(
        self, own: Adoption, client_of: ClientOf, today: dt.date
    ) -> None:
        until = today + 40 * DAY
        asked = client_of("health_chief").post(
            url("adoption-extend", own.pk), {"until": until, "reason": "Møtet er avlyst"}
        )
        assert asked.status_code == 302
        secretariat = client_of("coordinator_municipal")
        assert "Møtet er avlyst" in secretariat.get(url("adoption-extend", own.pk)).content.decode()
        secretariat.post(url("adoption-extend", own.pk), {"answer": "ja", "until": until})
        own.refresh_from_db()
        assert (own.extended_to, own.extension_asked_to) == (until, None)

    def test_a_refusal_says_why_until_there_is_a_new_word_on_the_deadline(
        self, own: Adoption, client_of: ClientOf, today: dt.date
    ) -> None:
        ask = {"until": today + 40 * DAY, "reason": "Møtet er avlyst"}
        chief = client_of("health_chief")
        chief.post(url("adoption-extend", own.pk), ask)
        secretariat = client_of("coordinator_municipal")
        assert secretariat.post(url("adoption-extend", own.pk), {"answer": "nei"}).status_code == 422
        answer = {"answer": "nei", "reason": "Alle andre er ferdige"}
        assert secretariat.post(url("adoption-extend", own.pk), answer).status_code == 302
        own.refresh_from_db()
        assert (own.extended_to, own.extension_asked_to) == (None, None)
        refused = "Sekretariatet avslo utsatt frist: Alle andre er ferdige"
        for reader, page in [
            (chief, url("mine")),
            (chief, url("adoption-detail", own.pk)),
            (secretariat, url("adoption-detail", own.pk)),
            (secretariat, url("adoption-extend", own.pk)),
        ]:
            assert refused in reader.get(page).content.decode()

        chief.post(url("adoption-extend", own.pk), ask)
        assert refused not in chief.get(url("adoption-detail", own.pk)).content.decode()
        secretariat.post(url("adoption-extend", own.pk), answer)
        secretariat.post(url("adoption-extend", own.pk), {"until": today + 30 * DAY})
        assert refused not in chief.get(url("mine")).content.decode()

    def test_a_refusal_is_forgotten_when_the_deadline_moves_for_all(self, own: Adoption, today: dt.date) -> None:
        ask_extension(adoption=own, until=today + 40 * DAY, reason="Møtet er avlyst", user=None)
        refuse_extension(adoption=own, reason="Alle andre er ferdige", user=None)
        update_revision(revision=own.revision, columns={"council_deadline": today + 30 * DAY}, user=None)
        own.refresh_from_db()
        assert own.refusal_reason == ""

    def test_an_earlier_date_is_no_extension(self, own: Adoption, client_of: ClientOf, today: dt.date) -> None:
        answer = client_of("health_chief").post(
            url("adoption-extend", own.pk), {"until": today + DAY, "reason": "Vi vil"}
        )
        assert answer.status_code == 422
        assert "Fristen er allerede" in answer.content.decode()

    def test_a_decided_case_needs_no_more_time(self, own: Adoption, client_of: ClientOf, today: dt.date) -> None:
        chief = client_of("health_chief")
        chief.post(url("adoption-edit", own.pk), typed(own, decided_on=today))
        answer = chief.post(url("adoption-extend", own.pk), {"until": today + 90 * DAY, "reason": "Mer tid"})
        assert answer.status_code == 422


class TestCouncilMeetings:
    def test_several_dates_are_pasted_at_once(self, world: World, client_of: ClientOf, today: dt.date) -> None:
        later = today + 200 * DAY
        lines = f"{later:%d.%m.%Y}; {later - 14 * DAY:%d.%m.%Y}\n{later + 30 * DAY:%Y-%m-%d}\n1.2.2020"
        answer = client_of("health_chief").post(url("council-meetings", "1001"), {"lines": lines}, follow=True)
        assert "2 møter er lagt inn. 1 er holdt og ble hoppet over." in answer.content.decode()
        first = CouncilMeeting.objects.get(on=later)
        assert (first.municipality, first.papers_due) == (world.municipality_a, later - 14 * DAY)

    def test_a_line_that_is_no_date_is_named(self, client_of: ClientOf, world: World) -> None:
        answer = client_of("health_chief").post(url("council-meetings", "1001"), {"lines": "1.1.2040\n31. juni 2040"})
        assert answer.status_code == 422
        assert "Linje 2: «31. juni 2040» er ikke en dato" in answer.content.decode()
        assert not CouncilMeeting.objects.exists()

    def test_own_chief_and_secretariat_only(self, world: World, client_of: ClientOf) -> None:
        answers = {p: client_of(p).get(url("council-meetings", "1001")).status_code for p in PERSONAS}
        may = TestWhoMay.MAY_WRITE
        assert answers == {p: 200 if p in may else 403 for p in PERSONAS} | {"anonymous": 302}
        assert client_of("coordinator_trust").get(url("council-meetings", "9999")).status_code == 404

    def test_a_meeting_is_removed(self, world: World, client_of: ClientOf, today: dt.date) -> None:
        meeting = CouncilMeeting.objects.create(municipality=world.municipality_a, on=today + DAY)
        chief = client_of("other_chief")
        assert chief.post(url("council-meeting-remove", "1001", meeting.pk)).status_code == 403
        client_of("health_chief").post(url("council-meeting-remove", "1001", meeting.pk))
        assert not CouncilMeeting.objects.exists()


@pytest.fixture
def pdf() -> bytes:
    out = io.BytesIO()
    document = pikepdf.new()
    document.add_blank_page()
    document.save(out)
    return out.getvalue()
