"""A consultation from its making to its close, and who sees it meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agreements.enums import ConsultationState, QuestionKind, SectionPart, StepKind
from agreements.models import Consultation, Question, SectionText
from agreements.services.consultations import close_consultation, open_consultation
from agreements.services.questions import add_question
from agreements.services.steps import complete_step
from samhandling.core.errors import NotPossible
from samhandling.documents import services as documents
from tests.agreements import consultation_desk as desk
from tests.factories.meetings import pdf_file
from tests.personas import World

pytestmark = pytest.mark.django_db
ClientOf = Callable[[str], Client]


@pytest.fixture(autouse=True)
def sent_tasks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """No broker: orders and e-mails stay in the database."""
    names: list[str] = []
    monkeypatch.setattr(documents.current_app, "send_task", lambda name, **_: names.append(name))
    return names


def url(name: str, consultation: Consultation, *more: object) -> str:
    return reverse(f"agreements:{name}", args=[consultation.partnership.slug, consultation.pk, *more])


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().replace("\xa0", " ").split())


# --- Making and sending ---------------------------------------------------------------------------------------------


def test_a_consultation_of_a_revision_asks_about_every_section_that_says_something(world: World) -> None:
    consultation = desk.made(world.partnership, revision=desk.revision_with_draft(world.partnership))

    assert [(row.kind, row.text) for row in consultation.questions.all()] == [
        (QuestionKind.SECTION, "1 Formål"),
        (QuestionKind.SECTION, "2.1 Kommunens ansvar"),
        (QuestionKind.SECTION, "2.2 Sykehusets ansvar"),
        (QuestionKind.SECTION, "3 Varighet"),
    ]


def test_a_coordinator_makes_one_in_the_browser_and_sends_it(world: World, client_of: ClientOf) -> None:
    client, slug = client_of("coordinator_municipal"), world.partnership.slug
    revision = desk.revision_with_draft(world.partnership)
    data = {
        "revision": revision.pk,
        "title": "Ny delavtale",
        "deadline": desk.in_days(40).isoformat(),
        "basis": "<p>Grunnlaget</p><script>alert(1)</script>",
        "parties": "valgte",
        "chosen": [world.municipality_a.pk],
        "include_trust": "on",
    }
    response = client.post(reverse("agreements:consultation-create", args=[slug]), data)
    consultation = Consultation.objects.get()
    assert response.url == url("consultation-questions", consultation)
    assert consultation.basis == "<p>Grunnlaget</p>"
    assert [str(row.municipality or row.trust) for row in consultation.invitations.all()] == [
        "Alvdalen",
        world.partnership.trust.name,
    ]

    sections = {"form": "sections", "anchors": ["formaal", "varighet"]}
    client.post(url("consultation-questions", consultation), sections)
    own = {"form": "question", "text": "Hvilken gruppe?", "options": "Nord\n Sør \n\n"}
    client.post(url("consultation-questions", consultation), own)
    asked = [(row.kind, row.text, row.options) for row in consultation.questions.all()]
    assert asked == [
        (QuestionKind.SECTION, "1 Formål", []),
        (QuestionKind.SECTION, "3 Varighet", []),
        (QuestionKind.CHOICE, "Hvilken gruppe?", ["Nord", "Sør"]),
    ]

    before = client.get(url("consultation-open", consultation))
    assert "2.1 Kommunens ansvar, 2.2 Sykehusets ansvar" in text_of(before)
    client.post(url("consultation-open", consultation))
    consultation.refresh_from_db()
    assert (consultation.state, consultation.opened_on) == (ConsultationState.OPEN, timezone.localdate())


def test_a_form_with_errors_keeps_what_was_typed(world: World, client_of: ClientOf) -> None:
    data = {"title": "Valg av gruppe", "deadline": "2010-07-01", "basis": "<p>Velg</p>", "parties": "valgte"}
    response = client_of("coordinator_trust").post(
        reverse("agreements:consultation-create", args=[world.partnership.slug]), data
    )
    assert response.status_code == 422
    assert "Velg minst én part som skal høres" in text_of(response)
    assert "Valg av gruppe" in text_of(response)

    response = client_of("coordinator_trust").post(
        reverse("agreements:consultation-create", args=[world.partnership.slug]), data | {"parties": "alle"}
    )
    assert response.status_code == 422
    assert "Fristen må være etter i dag" in text_of(response)
    assert not Consultation.objects.exists()


def test_the_municipalities_of_a_region_can_be_asked(world: World, client_of: ClientOf) -> None:
    desk.more_municipalities(world.partnership, 3)
    data = {
        "title": "Valg av gruppe",
        "deadline": desk.in_days(9).isoformat(),
        "parties": "regioner",
        "regions": ["Nordre region"],
    }
    client_of("coordinator_trust").post(reverse("agreements:consultation-create", args=[world.partnership.slug]), data)
    names = [str(row.municipality) for row in Consultation.objects.get().invitations.all()]
    assert names == ["Norvik 1", "Norvik 2", "Norvik 3"]


def test_two_who_change_a_draft_at_once_both_hear_of_it(world: World, client_of: ClientOf) -> None:
    consultation = desk.made(world.partnership)
    client = client_of("coordinator_municipal")
    page = client.get(url("consultation-edit", consultation))
    seen = page.context["form"]["seen"].value()
    data = {"deadline": consultation.deadline.isoformat(), "basis": consultation.basis, "parties": "alle", "seen": seen}
    other_parties = {"title": consultation.title, "parties": "valgte", "chosen": [world.municipality_a.pk]}
    assert client.post(url("consultation-edit", consultation), data | other_parties).status_code == 302
    refused = client_of("coordinator_trust").post(url("consultation-edit", consultation), data | {"title": "Den andre"})
    assert refused.status_code == 422
    assert "En annen har endret høringen" in text_of(refused)
    again = data | {"title": "Den andre", "seen": refused.context["form"]["seen"].value()}
    assert client_of("coordinator_trust").post(url("consultation-edit", consultation), again).status_code == 302
    consultation.refresh_from_db()
    assert consultation.title == "Den andre"


def test_the_text_is_the_one_that_was_sent_although_the_draft_goes_on(world: World, client_of: ClientOf) -> None:
    revision = desk.revision_with_draft(world.partnership)
    consultation = desk.sent(world.partnership, revision=revision)
    body = SectionText.objects.get(owner__anchor="formaal", section=SectionPart.BODY)
    body.text = "<p>Skrevet etter at høringen ble sendt.</p>"
    body.save()

    page = text_of(client_of("anonymous").get(url("consultation-text", consultation)))
    assert "gode overganger for pasientene" in page
    assert "Skrevet etter" not in page
    assert consultation.version == revision.version


def test_sections_that_are_gone_when_it_is_sent_are_not_asked_about(world: World) -> None:
    revision = desk.revision_with_draft(world.partnership)
    consultation = desk.made(world.partnership, revision=revision)
    assert revision.version is not None
    revision.version.sections.get(anchor="formaal").delete()

    open_consultation(consultation=consultation, user=None, on=timezone.localdate())
    assert [row.text for row in consultation.questions.all()] == [
        "1.1 Kommunens ansvar",
        "1.2 Sykehusets ansvar",
        "2 Varighet",
    ]


def test_sending_plans_the_revisions_step_and_closing_completes_it(world: World) -> None:
    revision = desk.revision_with_draft(world.partnership)
    skipped = {StepKind.WORKING_GROUP: "Liten endring", StepKind.COMMITTEE_REVIEW: "Nei", StepKind.RECOMMENDED: "Nei"}
    complete_step(revision=revision, kind=StepKind.DRAFT, user=None, done_on=timezone.localdate(), reasons=skipped)
    for kind in (StepKind.COMMITTEE_REVIEW, StepKind.RECOMMENDED):
        revision.steps.filter(kind=kind).update(skipped_reason="Ikke nødvendig")
    consultation = desk.sent(world.partnership, revision=revision)
    step = revision.steps.get(kind=StepKind.CONSULTATION)
    assert (step.planned_on, step.done_on) == (consultation.deadline, None)

    close_consultation(consultation=consultation, user=None, on=timezone.localdate())
    step.refresh_from_db()
    assert (step.done_on, step.note) == (timezone.localdate(), "0 av 3 parter svarte.")


def test_closing_leaves_a_revision_alone_that_is_not_at_the_step(world: World) -> None:
    revision = desk.revision_with_draft(world.partnership)
    consultation = desk.sent(world.partnership, revision=revision)
    close_consultation(consultation=consultation, user=None, on=timezone.localdate())
    assert revision.steps.get(kind=StepKind.CONSULTATION).done_on is None


def test_a_revision_without_text_cannot_be_sent(world: World) -> None:
    revision = desk.revision_with_draft(world.partnership)
    consultation = desk.made(world.partnership, revision=revision)
    revision.version.sections.all().delete()  # type: ignore[union-attr]
    with pytest.raises(NotPossible, match="ingen tekst ennå"):
        open_consultation(consultation=consultation, user=None, on=timezone.localdate())


def test_what_is_sent_cannot_be_changed(world: World, client_of: ClientOf) -> None:
    consultation = desk.sent(world.partnership)
    client = client_of("coordinator_municipal")
    for name in ("consultation-edit", "consultation-questions", "consultation-file-add"):
        response = client.get(url(name, consultation), follow=True)
        assert "Du kan forlenge fristen for alle" in text_of(response)
    with pytest.raises(NotPossible):
        add_question(consultation=consultation, text="Et til?", options=[], user=None)
    assert client.post(url("consultation-remove", consultation)).status_code == 302
    assert Consultation.objects.filter(pk=consultation.pk).exists()


def test_a_choice_needs_two_different_options(world: World) -> None:
    consultation = desk.made(world.partnership)
    for options in (["Ja"], ["Ja", "ja"]):
        with pytest.raises(ValidationError):
            add_question(consultation=consultation, text="Hva?", options=options, user=None)
    assert not Question.objects.exists()


def test_a_draft_can_be_thrown_away(world: World, client_of: ClientOf) -> None:
    consultation = desk.made(world.partnership)
    client_of("coordinator_municipal").post(url("consultation-remove", consultation))
    assert not Consultation.objects.exists()


def test_files_are_checked_listed_and_read_by_all_when_it_is_sent(world: World, client_of: ClientOf) -> None:
    consultation = desk.made(world.partnership)
    client = client_of("coordinator_municipal")
    wrong = SimpleUploadedFile("svar.docx", b"PK\x03\x04ikke en pdf")
    response = client.post(url("consultation-file-add", consultation), {"file": wrong})
    assert response.status_code == 422
    upload = SimpleUploadedFile("kart over gruppene.pdf", pdf_file("Kart"))
    assert client.post(url("consultation-file-add", consultation), {"file": upload}).status_code == 302
    file = consultation.files.get()
    address = url("consultation-file", consultation, file.pk)
    assert file.title == "kart over gruppene"
    assert client_of("anonymous").get(address).status_code == 404

    open_consultation(consultation=consultation, user=None, on=timezone.localdate())
    response = client_of("anonymous").get(address)
    assert response.status_code == 200
    assert b"".join(response.streaming_content) == pdf_file("Kart")


# --- Who sees what --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("persona", ["anonymous", "outsider", "health_chief", "mayor", "foreign_coordinator"])
def test_a_draft_is_unknown_to_all_but_the_coordinators(world: World, client_of: ClientOf, persona: str) -> None:
    consultation = desk.made(world.partnership)
    for name in ("consultation-detail", "consultation-text", "consultation-overview", "answers-export"):
        assert client_of(persona).get(url(name, consultation)).status_code == 404
    listing = client_of(persona).get(reverse("agreements:consultation-list", args=[world.partnership.slug]))
    assert consultation.title not in text_of(listing)


def test_what_is_sent_is_public(world: World, client_of: ClientOf) -> None:
    consultation = desk.sent(world.partnership, revision=desk.revision_with_draft(world.partnership))
    for name in ("consultation-detail", "consultation-text", "consultation-overview", "consultation-document"):
        assert client_of("anonymous").get(url(name, consultation)).status_code == 200
    listing = client_of("anonymous").get(reverse("agreements:consultation-list", args=[world.partnership.slug]))
    assert consultation.title in text_of(listing)


@pytest.mark.parametrize(
    "name",
    [
        "consultation-edit",
        "consultation-open",
        "consultation-close",
        "consultation-extend",
        "consultation-questions",
        "consultation-file-add",
        "consultation-remove",
    ],
)
def test_only_coordinators_run_a_consultation(world: World, client_of: ClientOf, name: str) -> None:
    consultation = desk.sent(world.partnership)
    assert client_of("anonymous").get(url(name, consultation)).status_code == 302
    for persona in ("health_chief", "mayor", "chair", "outsider"):
        assert client_of(persona).get(url(name, consultation)).status_code == 403
        assert client_of(persona).post(url(name, consultation)).status_code == 403
    assert client_of("foreign_coordinator").post(url(name, consultation)).status_code == 403


def test_the_list_shows_the_own_state_first(world: World, client_of: ClientOf) -> None:
    consultation = desk.sent(world.partnership)
    address = reverse("agreements:consultation-list", args=[world.partnership.slug])
    invitation = desk.invitation_of(consultation, world.municipality_a)
    assert url("answer-edit", consultation, invitation.pk) in text_of(client_of("health_chief").get(address))
    assert "Ikke svart" in text_of(client_of("mayor").get(address))
    desk.write(invitation)
    assert "Svar under arbeid" in text_of(client_of("health_chief").get(address))
    assert "Ingenting er på høring nå" in text_of(
        client_of("anonymous").get(reverse("agreements:consultation-list", args=[world.other_partnership.slug]))
    )


def test_the_pages_ask_the_same_number_of_questions_for_many_as_for_one(
    world: World, client_of: ClientOf, django_assert_num_queries: Any
) -> None:
    consultation = desk.sent(world.partnership, revision=desk.revision_with_draft(world.partnership))
    desk.answered(desk.invitation_of(consultation, world.municipality_a))
    client = client_of("coordinator_municipal")
    listing = reverse("agreements:consultation-list", args=[world.partnership.slug])
    addresses = [listing, *(url(name, consultation) for name in ("consultation-detail", "consultation-overview"))]
    addresses += [url("answers-export", consultation), url("consultation-document", consultation)]
    counts = {address: _queries(client, address) for address in addresses}

    desk.more_municipalities(world.partnership, 24)
    bigger = desk.sent(world.partnership, revision=consultation.revision)
    for invitation in bigger.invitations.select_related("consultation", "municipality", "trust"):
        desk.answered(invitation, stance="changes", text="Vi ønsker endringer.")
    for address, count in counts.items():
        many = address.replace(f"/horinger/{consultation.pk}/", f"/horinger/{bigger.pk}/")
        with django_assert_num_queries(count):
            assert client.get(many).status_code == 200


def _queries(client: Client, address: str) -> int:

    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)
