"""A survey from the first question to the released counts, and an answer on a phone without JavaScript."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from municipalities.enums import Party
from reports.models import Survey, SurveyAnswer, SurveyQuestion
from reports.rules.survey_times import GRACE
from samhandling.notifications.models import OutboundEmail
from tests.factories.surveys import answered
from tests.fixtures.browser import NewPage
from tests.personas import World

CLIMATE, BETTER = "Hvordan er samarbeidsklimaet?", "Hva bør vi gjøre annerledes?"


@pytest.mark.usefixtures("mail_at_rest")
def test_a_survey_is_made_answered_on_a_phone_and_counted(
    world: World, new_page: NewPage, axe: Callable[[Page], None]
) -> None:
    coordinator = new_page(world.user("coordinator_municipal"))
    make_survey(coordinator)
    axe(coordinator)
    coordinator.get_by_role("link", name="Velg hvem og send").click()
    expect(coordinator.get_by_role("complementary")).to_contain_text("Halvor Prøvesen")
    coordinator.get_by_label("Ordfører (1 person)").check()
    coordinator.get_by_label("Kommunalsjef helse (2 personer)").check()
    axe(coordinator)
    coordinator.get_by_role("button", name="Send").click()
    expect(coordinator.get_by_text("Undersøkelsen er sendt til 3.")).to_be_visible()
    answer_on_a_phone(new_page, world.user("mayor").email)
    coordinator.reload()
    expect(coordinator.get_by_role("heading", name="1 av 3 har svart")).to_be_visible()
    count_and_release(coordinator, axe)
    read_as_the_public(new_page, axe)


def make_survey(page: Page) -> None:
    page.goto("/prove/rapporter/undersokelser/")
    page.get_by_role("link", name="Ny undersøkelse").first.click()
    page.get_by_label("Tittel").fill("Årets puls")
    page.get_by_label("Siste svardag").fill((timezone.localdate() + dt.timedelta(days=7)).isoformat())
    page.get_by_role("button", name="Lagre og skriv spørsmålene").click()
    for kind, text in (("Skala 1–5", CLIMATE), ("Fritekst", BETTER)):
        page.get_by_label(kind, exact=True).check()
        page.get_by_role("textbox", name="Spørsmål").fill(text)
        if kind != "Fritekst":
            page.get_by_role("textbox", name="Svarvalg").fill("svært dårlig\nsvært godt")
            page.get_by_label("Må besvares").check()
        page.get_by_role("button", name="Legg til spørsmålet").click()
        expect(page.get_by_role("listitem").filter(has_text=text)).to_be_visible()
    page.get_by_role("link", name="Ferdig").click()


def answer_on_a_phone(new_page: NewPage, mayor: str) -> None:
    """Nobody is signed in, and no script runs."""
    email = OutboundEmail.objects.get(to=mayor)
    link = re.search(r"/prove/svar/\S+/", email.body)
    assert link
    phone = new_page(width=360, height=740, javascript=False)
    phone.goto(link[0])
    phone.get_by_label(BETTER).fill("Møt forberedt.")
    phone.get_by_role("button", name="Send svaret").click()
    expect(phone.get_by_role("link", name=re.compile("Velg et svar"))).to_be_visible()
    expect(phone.get_by_label(BETTER)).to_have_value("Møt forberedt.")
    phone.get_by_role("group", name=CLIMATE).get_by_label("4", exact=True).check()
    phone.get_by_role("button", name="Send svaret").click()
    expect(phone.get_by_role("heading", name="Takk for svaret")).to_be_visible()
    phone.goto(link[0])
    expect(phone.get_by_role("heading", name="Takk for svaret")).to_be_visible()
    assert SurveyAnswer.objects.count() == 2


def count_and_release(page: Page, axe: Callable[[Page], None]) -> None:
    """Others answer, it is closed, and half an hour goes."""
    climate = SurveyQuestion.objects.get(text=CLIMATE)
    answered(climate, Party.MUNICIPALITIES, 2, 3, 4, 3)
    answered(climate, Party.TRUST, 4, 5, 5, 4, 4)
    answered(climate, Party.USERS, 1, 2)
    page.get_by_role("link", name="Avslutt").click()
    page.get_by_role("button", name="Avslutt undersøkelsen").click()
    expect(page.get_by_text("Avsluttet, telles opp kl.")).to_be_visible()
    Survey.objects.update(closed_at=timezone.now() - GRACE)
    page.reload()
    expect(page.get_by_role("row", name=re.compile("^Kommunene"))).to_contain_text("40 %")
    expect(page.get_by_text("For få svar til å vises for seg: Brukerne.")).to_be_visible()
    axe(page)
    page.get_by_role("link", name="Fritekstsvar").click()
    expect(page.get_by_text("Møt forberedt.")).to_be_visible()
    page.go_back()
    page.get_by_role("button", name="Frigi tallene").click()
    expect(page.get_by_text("Tallene er åpne for alle.")).to_be_visible()


def read_as_the_public(new_page: NewPage, axe: Callable[[Page], None]) -> None:
    page = new_page(width=360, height=740)
    page.goto("/prove/rapporter/undersokelser/")
    page.get_by_role("link", name="Årets puls").click()
    expect(page.get_by_text("60 prosentpoeng.")).to_be_visible()
    expect(page.get_by_text("Fritekstsvar")).to_have_count(0)
    axe(page)
