"""A health chief writes and sends the answer in a real browser; nothing typed is lost when the line or session goes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from agreements.enums import Stance
from agreements.models import Answer, Consultation, Invitation, QuestionAnswer
from tests.agreements import consultation_desk as desk
from tests.e2e.desk import PASSWORD
from tests.factories.meetings import pdf_file
from tests.personas import World

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def consultation(world: World) -> Consultation:
    return desk.sent(world.partnership, revision=desk.revision_with_draft(world.partnership))


@pytest.fixture
def invitation(world: World, consultation: Consultation) -> Invitation:
    return desk.invitation_of(consultation, world.municipality_a)


@pytest.fixture
def page(new_page: Any, world: World, invitation: Invitation) -> Page:
    """The health chief, with the answer open."""
    page: Page = new_page(world.user("health_chief"))
    page.goto(written(invitation))
    expect(page.locator("[data-autosave-field][data-ready]").first).to_be_attached()
    return page


def written(invitation: Invitation) -> str:
    consultation = invitation.consultation
    return reverse("agreements:answer-edit", args=["prove", consultation.pk, invitation.pk])


def overall(page: Page) -> Locator:
    return page.get_by_label("Samlet merknad")


def section(page: Page) -> Locator:
    return page.locator("fieldset.form-group").filter(has_text="1 Formål")


def remark_of(page: Page) -> Locator:
    return section(page).get_by_role("textbox", name="Merknad")


def status_of(field: Locator) -> Locator:
    return field.locator("xpath=ancestor::*[@data-autosave-field]").locator("[data-autosave-status]")


def test_an_answer_is_written_section_by_section_looked_over_and_sent(
    page: Page, new_page: Any, world: World, invitation: Invitation, axe: Callable[[Page], None]
) -> None:
    page.get_by_role("group", name="Samlet syn").get_by_text("Ønsker endringer").first.click()
    overall(page).fill("Alvdalen støtter mye, og ber om én endring.")
    section(page).get_by_text("Ønsker endringer").click()
    remark = remark_of(page)
    remark.fill("Stryk «gode».")
    for field in (overall(page), remark):
        expect(status_of(field)).to_contain_text("Lagret kl.")

    page.set_input_files(
        "input[type=file]", {"name": "vedtak.pdf", "mimeType": "application/pdf", "buffer": pdf_file()}
    )
    page.get_by_role("button", name="Legg ved filen").click()
    expect(page.get_by_role("link", name="vedtak")).to_be_visible()
    expect(overall(page)).to_have_value("Alvdalen støtter mye, og ber om én endring.")
    page.get_by_label("Behandlet i sak").fill("PS 24/26")
    page.get_by_role("button", name="Se over og send").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Send svaret fra Alvdalen")
    for words in ("én endring", "Stryk «gode».", "PS 24/26", "vedtak"):
        expect(page.locator("main")).to_contain_text(words)
    axe(page)
    page.get_by_role("button", name="Send svaret").click()

    expect(page.locator("main")).to_contain_text("Svaret er sendt")
    answer = Answer.objects.get(invitation=invitation)
    assert (answer.stance, answer.council_case, answer.sent_at is not None) == (Stance.CHANGES, "PS 24/26", True)
    assert QuestionAnswer.objects.get(answer=answer, text="Stryk «gode».").stance == Stance.CHANGES
    public = new_page()
    public.goto(written(invitation).removesuffix("skriv/"))
    expect(public.locator("main")).to_contain_text("Stryk «gode».")


def test_without_a_connection_the_answer_waits_and_is_saved_when_it_is_back(page: Page, invitation: Invitation) -> None:
    page.context.set_offline(True)
    overall(page).fill("Skrevet på toget.")
    expect(status_of(overall(page))).to_contain_text("prøver igjen")
    remark_of(page).fill("Også i tunnelen.")
    page.context.set_offline(False)
    expect(status_of(overall(page))).to_contain_text("Lagret kl.")
    expect(status_of(remark_of(page))).to_contain_text("Lagret kl.")
    assert Answer.objects.get(invitation=invitation).text == "Skrevet på toget."
    assert QuestionAnswer.objects.get(answer__invitation=invitation).text == "Også i tunnelen."


def test_what_is_sent_after_the_session_has_ended_is_there_after_signing_in_again(
    page: Page, world: World, invitation: Invitation
) -> None:
    user = world.user("health_chief")
    user.set_password(PASSWORD)
    user.save()
    Session.objects.all().delete()
    overall(page).fill("Skrevet etter at økten gikk ut.")
    page.get_by_role("button", name="Se over og send").click()
    page.get_by_label("E-post").fill(user.email)
    page.get_by_label("Passord", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Logg inn").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Svar fra Alvdalen")
    page.get_by_role("button", name="Hent den fram").click()
    expect(status_of(overall(page))).to_contain_text("Lagret kl.")
    expect(overall(page)).to_have_value("Skrevet etter at økten gikk ut.")
    assert Answer.objects.get(invitation=invitation).text == "Skrevet etter at økten gikk ut."
