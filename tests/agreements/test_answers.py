"""A party's answer: written by several at once, with and without JavaScript, sent, late, and opened again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agreements.enums import Stance
from agreements.models import Answer, Consultation, Invitation, QuestionAnswer
from agreements.services.answers import AnswerSent, save_field, send_answer
from agreements.services.consultations import close_consultation
from agreements.services.questions import add_question
from samhandling.audit.models import ActivityLog
from samhandling.core.errors import NotPossible
from tests.agreements import consultation_desk as desk
from tests.factories.meetings import pdf_file
from tests.personas import World

pytestmark = pytest.mark.django_db
ClientOf = Callable[[str], Client]
JSON = {"HTTP_ACCEPT": "application/json"}


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def url(name: str, invitation: Invitation, *more: object) -> str:
    consultation = invitation.consultation
    return reverse(f"agreements:{name}", args=[consultation.partnership.slug, consultation.pk, invitation.pk, *more])


@pytest.fixture
def consultation(world: World) -> Consultation:
    return desk.sent(world.partnership, revision=desk.revision_with_draft(world.partnership))


@pytest.fixture
def invitation(world: World, consultation: Consultation) -> Invitation:
    return desk.invitation_of(consultation, world.municipality_a)


def filled(page: Any, **values: str) -> dict[str, str]:
    """What a browser sends of the page: every field with its hidden inputs, some of them changed."""
    data: dict[str, str] = {}
    sheet = page.context["sheet"]
    cells = [*sheet.overall.values(), *(cell for _question, row in sheet.rows for cell in row)]
    for cell in cells:
        name = cell.field.html_name
        data |= {f"{name}-base": str(cell.revision), f"{name}-seen": cell.seen}
        if cell.value or name not in values:
            data[name] = str(cell.field.value() or "")
    return data | values


# --- Writing --------------------------------------------------------------------------------------------------------


def test_looking_at_the_page_begins_nothing(invitation: Invitation, client_of: ClientOf) -> None:
    assert client_of("health_chief").get(url("answer-edit", invitation)).status_code == 200
    assert not Answer.objects.exists()


def test_every_field_saves_itself(invitation: Invitation, client_of: ClientOf) -> None:
    client = client_of("health_chief")
    question = invitation.consultation.questions.first()
    assert question is not None
    overall = url("answer-save", invitation, "stance")
    saved = client.post(overall, {"value": "changes", "base_revision": "0"}, **JSON)
    assert (saved.status_code, saved.json()["revision"]) == (200, 1)
    part = url("answer-part-save", invitation, question.pk, "text")
    assert client.post(part, {"value": "Stryk «gode».", "base_revision": "0"}, **JSON).json()["revision"] == 1
    answer = Answer.objects.get()
    assert answer.stance == Stance.CHANGES
    assert QuestionAnswer.objects.get(answer=answer, question=question).text == "Stryk «gode»."


def test_who_wishes_changes_without_saying_which_is_told_before_sending(
    invitation: Invitation, client_of: ClientOf
) -> None:
    client = client_of("health_chief")
    question = invitation.consultation.questions.order_by("position").first()
    assert question is not None
    address = url("answer-part-save", invitation, question.pk, "stance")
    client.post(address, {"value": "changes", "base_revision": "0"}, **JSON)
    page = text_of(client.get(url("answer-send", invitation)))
    assert f'ikke skrevet hvilke:</p><ul class="ds-list"><li>{question.text}</li></ul>' in page
    address = url("answer-part-save", invitation, question.pk, "text")
    client.post(address, {"value": "Stryk «gode».", "base_revision": "0"}, **JSON)
    assert "ikke skrevet hvilke" not in text_of(client.get(url("answer-send", invitation)))
    client.post(address, {"value": "", "base_revision": "1"}, **JSON)
    file = SimpleUploadedFile("vedtak.pdf", pdf_file(), "application/pdf")
    client.post(url("answer-edit", invitation), {"file": file})
    assert "ikke skrevet hvilke" not in text_of(client.get(url("answer-send", invitation))), "the file may say it"


def test_what_no_field_takes_is_refused(invitation: Invitation, client_of: ClientOf) -> None:
    client = client_of("health_chief")
    question = invitation.consultation.questions.first()
    assert question is not None
    strange = client.post(url("answer-save", invitation, "stance"), {"value": "kanskje", "base_revision": "0"}, **JSON)
    assert strange.status_code == 422
    long = client.post(url("answer-save", invitation, "text"), {"value": "x" * 20_001, "base_revision": "0"}, **JSON)
    assert "Legg den ved som fil" in long.json()["message"]
    assert client.post(url("answer-save", invitation, "sent_by"), {"value": "1"}, **JSON).status_code == 404
    assert client.post(url("answer-part-save", invitation, question.pk, "choice"), {"value": ""}).status_code == 404
    assert client.post(url("answer-part-save", invitation, 10**6, "text"), {"value": ""}).status_code == 404


def test_two_at_once_lose_nothing(invitation: Invitation, client_of: ClientOf) -> None:
    address = url("answer-save", invitation, "text")
    first = client_of("health_chief").post(address, {"value": "Den ene.", "base_revision": "0"}, **JSON)
    second = client_of("coordinator_municipal").post(address, {"value": "Den andre.", "base_revision": "0"}, **JSON)
    assert first.status_code == 200
    assert second.status_code == 409
    assert second.json() == {"revision": 1, "theirs": "Den ene.", "mine": "Den andre."}
    assert Answer.objects.get().text == "Den ene."
    chosen = {"value": "Den ene. Den andre.", "base_revision": "1"}
    assert client_of("coordinator_municipal").post(address, chosen, **JSON).json()["revision"] == 2


def test_without_javascript_the_whole_form_saves_what_was_changed(invitation: Invitation, client_of: ClientOf) -> None:
    client = client_of("health_chief")
    page = client.get(url("answer-edit", invitation))
    question = invitation.consultation.questions.first()
    assert question is not None
    data = filled(page, **{"svar-text": "Vi støtter.\r\nMed hilsen", f"sp-{question.pk}-stance": "support"})
    response = client.post(url("answer-edit", invitation), data)
    assert response.status_code == 302
    answer = Answer.objects.get()
    assert (answer.text, answer.stance) == ("Vi støtter.\nMed hilsen", "")
    assert [(part.question, part.stance) for part in answer.parts.all()] == [(question, "support")]

    send = client.post(url("answer-edit", invitation), filled(client.get(response.url)) | {"next": "send"})
    assert send.url == url("answer-send", invitation)


def test_two_whole_forms_at_once_show_both_texts_and_keep_what_was_typed(
    invitation: Invitation, client_of: ClientOf
) -> None:
    address = url("answer-edit", invitation)
    page = client_of("health_chief").get(address)
    other = filled(client_of("coordinator_trust").get(address), **{"svar-text": "Skrevet av sekretariatet."})
    client_of("coordinator_trust").post(address, other)

    mine = filled(page, **{"svar-text": "Skrevet av kommunen.", "svar-stance": "support"})
    refused = client_of("health_chief").post(address, mine)
    assert refused.status_code == 409
    shown = text_of(refused)
    assert "Skrevet av sekretariatet." in shown
    assert "Skrevet av kommunen." in shown
    assert Answer.objects.get().stance == "support"  # the rest was saved
    again = filled(refused, **{"svar-text": "Skrevet av begge."})
    assert client_of("health_chief").post(address, again).status_code == 302
    assert Answer.objects.get().text == "Skrevet av begge."


def test_a_long_text_in_the_whole_form_is_kept_on_the_page(invitation: Invitation, client_of: ClientOf) -> None:
    client = client_of("health_chief")
    data = filled(client.get(url("answer-edit", invitation)), **{"svar-text": "y" * 20_001})
    response = client.post(url("answer-edit", invitation), data)
    assert response.status_code == 422
    assert "y" * 20_001 in text_of(response)


def test_a_file_is_added_and_removed_with_the_form(invitation: Invitation, client_of: ClientOf) -> None:
    client = client_of("health_chief")
    data: dict[str, Any] = filled(client.get(url("answer-edit", invitation)), **{"svar-text": "Se vedlegget."})
    data |= {"file": SimpleUploadedFile("saksframlegg.pdf", pdf_file()), "file_title": "Saksframlegget"}
    assert client.post(url("answer-edit", invitation), data).status_code == 302
    answer = Answer.objects.get()
    file = answer.files.get()
    assert (answer.text, file.title) == ("Se vedlegget.", "Saksframlegget")
    address = url("answer-file", invitation, file.pk)
    assert client_of("mayor").get(address).status_code == 200
    assert client_of("other_chief").get(address).status_code == 404

    wrong = data | {"file": SimpleUploadedFile("x.png", b"tekst"), "svar-text": "Ny tekst.", "svar-text-base": "1"}
    refused = client.post(url("answer-edit", invitation), wrong)
    assert refused.status_code == 422
    assert Answer.objects.get().text == "Ny tekst."

    client.post(
        url("answer-edit", invitation), filled(client.get(url("answer-edit", invitation))) | {"remove": file.pk}
    )
    assert not answer.files.exists()


def test_a_choice_takes_only_its_own_options(world: World, client_of: ClientOf) -> None:
    consultation = desk.made(world.partnership, title="Valg av kommunegruppe")
    question = add_question(consultation=consultation, text="Hvilken?", options=["Nord", "Sør"], user=None)
    consultation = desk.open_now(consultation)
    invitation = desk.invitation_of(consultation, world.municipality_a)
    address = url("answer-part-save", invitation, question.pk, "choice")
    assert client_of("health_chief").post(address, {"value": "Vest", "base_revision": "0"}, **JSON).status_code == 422
    assert client_of("health_chief").post(address, {"value": "Sør", "base_revision": "0"}, **JSON).status_code == 200


# --- Sending --------------------------------------------------------------------------------------------------------


def test_an_empty_answer_is_not_sent(invitation: Invitation, client_of: ClientOf) -> None:
    client = client_of("health_chief")
    assert "Svaret er tomt" in text_of(client.get(url("answer-send", invitation)))
    assert client.post(url("answer-send", invitation)).status_code == 422
    desk.write(invitation, "text", "   ")
    with pytest.raises(NotPossible, match="tomt"):
        send_answer(answer=Answer.objects.get(), user=None)


def test_a_sent_answer_is_public_and_says_who_sent_it(
    world: World, invitation: Invitation, client_of: ClientOf
) -> None:
    desk.write(invitation, "text", "Vi støtter <b>alt</b>.")
    detail = url("answer-detail", invitation)
    assert client_of("anonymous").get(detail).status_code == 404
    response = client_of("health_chief").post(url("answer-send", invitation), follow=True)
    assert "Svaret er sendt." in text_of(response)
    public = text_of(client_of("anonymous").get(detail))
    assert "Vi støtter &lt;b&gt;alt&lt;/b&gt;." in public
    assert "på vegne av" not in public
    assert world.user("health_chief").name not in public
    assert f"Sendt av {world.user('health_chief').name}" in text_of(client_of("mayor").get(detail))


def test_the_secretariat_answers_on_behalf_and_it_shows(invitation: Invitation, client_of: ClientOf) -> None:
    desk.write(invitation)
    assert "på vegne av Alvdalen" in text_of(client_of("coordinator_trust").get(url("answer-send", invitation)))
    client_of("coordinator_trust").post(url("answer-send", invitation))
    public = text_of(client_of("anonymous").get(url("answer-detail", invitation)))
    assert "Sendt av sekretariatet på vegne av Alvdalen" in public


def test_a_coordinator_of_the_trust_speaks_for_the_trust(consultation: Consultation, client_of: ClientOf) -> None:
    invitation = desk.invitation_of(consultation, None)
    desk.write(invitation)
    client_of("coordinator_trust").post(url("answer-send", invitation))
    assert "på vegne av" not in text_of(client_of("anonymous").get(url("answer-detail", invitation)))


def test_after_the_deadline_it_is_taken_and_marked(invitation: Invitation, client_of: ClientOf) -> None:
    with time_machine.travel(dt.datetime.combine(desk.in_days(31), dt.time(12)), tick=False):
        client = client_of("health_chief")  # a session of that day
        desk.write(invitation)
        assert "«etter fristen»" in text_of(client.get(url("answer-send", invitation)))
        client.post(url("answer-send", invitation))
    assert Answer.objects.get().is_late
    assert "etter fristen" in text_of(client_of("anonymous").get(url("answer-detail", invitation)))


@pytest.mark.parametrize(("days", "late"), [(30, False), (40, False), (46, True)])
def test_the_own_longer_deadline_counts_and_its_day_is_in_time(invitation: Invitation, days: int, late: bool) -> None:
    invitation.extended_to = desk.in_days(45)
    invitation.save()
    with time_machine.travel(dt.datetime.combine(desk.in_days(days), dt.time(21)), tick=False):
        desk.answered(invitation)
    assert Answer.objects.get().is_late is late


def test_after_closing_it_is_refused_with_what_to_do_and_the_text_is_kept(
    world: World, consultation: Consultation, invitation: Invitation, client_of: ClientOf
) -> None:
    client = client_of("health_chief")
    page = client.get(url("answer-edit", invitation))
    close_consultation(consultation=consultation, user=None, on=timezone.localdate())

    autosave = client.post(url("answer-save", invitation, "text"), {"value": "For sent", "base_revision": "0"}, **JSON)
    assert autosave.status_code == 423
    assert "Skriv til sekretariatet på sekretariat@example.com" in autosave.json()["message"]
    whole = client.post(url("answer-edit", invitation), filled(page, **{"svar-text": "For sent, men langt."}))
    assert whole.status_code == 423
    assert "For sent, men langt." in text_of(whole)
    later = client.get(url("answer-edit", invitation), follow=True)
    assert "svar tas ikke lenger imot her" in text_of(later)
    assert not Answer.objects.exists()


def test_writing_in_a_sent_answer_is_refused_and_kept(invitation: Invitation) -> None:
    desk.answered(invitation)
    with pytest.raises(AnswerSent):
        save_field(invitation=invitation, field="text", base_revision=1, value="Mer", user=None)


def test_a_sent_answer_is_opened_again_and_what_it_said_is_in_the_log(
    invitation: Invitation, client_of: ClientOf
) -> None:
    desk.answered(invitation, text="Det første svaret.")
    client = client_of("health_chief")
    assert client_of("other_chief").post(url("answer-reopen", invitation)).status_code == 403
    assert "vises ikke for andre" in text_of(client.get(url("answer-reopen", invitation)))
    client.post(url("answer-reopen", invitation))
    assert client_of("anonymous").get(url("answer-detail", invitation)).status_code == 404
    log = ActivityLog.objects.get(verb="answer.reopened")
    assert log.data["answer"]["text"] == "Det første svaret."

    desk.save_now(invitation, "text", "Det andre svaret.")
    client.post(url("answer-send", invitation))
    assert "Det andre svaret." in text_of(client_of("anonymous").get(url("answer-detail", invitation)))


def test_nothing_is_opened_again_after_closing(
    consultation: Consultation, invitation: Invitation, client_of: ClientOf
) -> None:
    desk.answered(invitation)
    close_consultation(consultation=consultation, user=None, on=timezone.localdate())
    client_of("health_chief").post(url("answer-reopen", invitation))
    assert Answer.objects.get().is_sent


# --- Who may --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("persona", "status"),
    [
        ("coordinator_municipal", 200),
        ("coordinator_trust", 200),
        ("health_chief", 200),
        ("mayor", 200),
        ("other_chief", 404),
        ("committee_member", 404),
        ("outsider", 404),
        ("foreign_coordinator", 404),
        ("anonymous", 404),
    ],
)
def test_a_draft_answer_is_seen_by_its_own_and_the_coordinators(
    invitation: Invitation, client_of: ClientOf, persona: str, status: int
) -> None:
    desk.write(invitation, "text", "Ikke ferdig tenkt.")
    assert client_of(persona).get(url("answer-detail", invitation)).status_code == status
    page = reverse("agreements:consultation-detail", args=["prove", invitation.consultation_id])
    listed = "Svar under arbeid" in text_of(client_of(persona).get(page))
    assert listed is (status == 200)
    for name in ("consultation-overview", "answers-export"):
        address = reverse(f"agreements:{name}", args=["prove", invitation.consultation_id])
        assert "Ikke ferdig tenkt." not in text_of(client_of(persona).get(address))


@pytest.mark.parametrize("persona", ["other_chief", "mayor", "committee_member", "outsider", "foreign_coordinator"])
def test_others_do_not_write_a_partys_answer(invitation: Invitation, client_of: ClientOf, persona: str) -> None:
    client = client_of(persona)
    for name in ("answer-edit", "answer-send", "answer-reopen", "extension-ask"):
        assert client.get(url(name, invitation)).status_code == 403
        assert client.post(url(name, invitation)).status_code == 403
    assert client.post(url("answer-save", invitation, "text"), {"value": "Nei"}).status_code == 403
    assert not Answer.objects.exists()


def test_a_municipality_does_not_write_for_the_trust(consultation: Consultation, client_of: ClientOf) -> None:
    assert client_of("health_chief").get(url("answer-edit", desk.invitation_of(consultation, None))).status_code == 403


# --- All answers together -------------------------------------------------------------------------------------------


def test_the_overview_counts_and_collects_what_is_sent(
    world: World, consultation: Consultation, client_of: ClientOf
) -> None:
    question = consultation.questions.first()
    assert question is not None
    for municipality, stance, words in (
        (world.municipality_a, "support", "Godt formål."),
        (world.municipality_b, "changes", "Legg til «trygge»."),
    ):
        invitation = desk.invitation_of(consultation, municipality)
        for field, value in (("stance", stance), ("text", words)):
            save_field(invitation=invitation, question=question, field=field, base_revision=0, value=value, user=None)
        desk.answered(invitation, stance=stance)
    address = reverse("agreements:consultation-overview", args=["prove", consultation.pk])
    response = client_of("anonymous").get(address)
    rows = response.context["rows"]
    assert [(tally.label, tally.count, list(tally.parties)) for tally in rows[1].tallies] == [
        ("Støtter", 1, ["Alvdalen"]),
        ("Ønsker endringer", 1, ["Bjørkli"]),
    ]
    assert [(comment.party, comment.html) for comment in rows[1].comments] == [
        ("Alvdalen", "<p>Godt formål.</p>"),
        ("Bjørkli", "<p>Legg til «trygge».</p>"),
    ]
    assert "Noen ønsker endringer i 1 punkt." in text_of(response)


def test_the_spreadsheet_has_a_line_for_each_view_and_no_formulas(
    world: World, consultation: Consultation, invitation: Invitation, client_of: ClientOf
) -> None:
    desk.answered(invitation, text="=1+1")
    desk.write(desk.invitation_of(consultation, world.municipality_b), "text", "Utkast")
    response = client_of("anonymous").get(reverse("agreements:answers-export", args=["prove", consultation.pk]))
    lines = response.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Part;Spørsmål;Syn eller valg;Merknad;Sendt;Etter fristen;Sak"
    assert lines[1:] == [f"Alvdalen;Samlet syn;Støtter;'=1+1;{timezone.localdate().isoformat()};nei;"]
