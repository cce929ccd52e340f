"""The same job without JavaScript: plain forms all the way."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.desk import click_link, sign_in, submit, working_day
from tests.fixtures.browser import NewPage
from tests.personas import World

CASE = "Felles rutine for utskriving"


@pytest.mark.django_db(transaction=True)
def test_from_case_to_minutes_with_plain_forms(world: World, new_page: NewPage) -> None:
    page = new_page(javascript=False)
    sign_in(page, world.user("coordinator_municipal"))
    write_case(page)
    plan_meeting(page)
    build_agenda(page)
    publish(page)
    take_minutes(page)


def write_case(page: Page) -> None:
    click_link(page, "Ny sak")
    page.get_by_label("Tittel", exact=True).fill(CASE)
    page.get_by_label("Foreslått av", exact=True).select_option(label="Kommunene")
    submit(page, "Registrer saken")
    click_link(page, "Skriv saksframlegg")
    page.get_by_label("Forslag til vedtak").fill("1. Rutinen tas i bruk.\n2. Sekretariatet følger opp.")
    page.get_by_label("Bakgrunn").fill("Rutinen er prøvd.\n\nDen virker.")
    submit(page, "Lagre utkastet")
    expect(page.get_by_text("Utkastet er lagret.")).to_be_visible()
    submit(page, "Lagre ny versjon")
    click_link(page, "Versjon 1")
    expect(page.get_by_role("main").get_by_role("listitem").filter(has_text="Rutinen tas i bruk.")).to_be_visible()


def plan_meeting(page: Page) -> None:
    page.get_by_role("navigation", name="Hovedmeny").get_by_role("link", name="Møter").click()
    click_link(page, "Nytt møte")
    page.get_by_label("Utvalg").select_option(label="Overordnet samarbeidsutvalg")
    page.get_by_label("Dato").fill(working_day(from_now=30).isoformat())
    page.get_by_label("Starter").fill("12:30")
    page.get_by_label("Slutter").fill("12:00")
    submit(page, "Lag møtet")
    expect(page.get_by_text("Møtet må slutte etter at det starter.").first).to_be_visible()
    page.get_by_label("Slutter").fill("15:00")
    submit(page, "Lag møtet")
    expect(page.get_by_text("Møtet er lagt inn, med faste saker")).to_be_visible()


def build_agenda(page: Page) -> None:
    click_link(page, "Bygg sakslisten")
    click_link(page, "Legg til sak")
    page.get_by_role("button", name=re.compile(f"Sett på sakslisten.*{CASE}")).click()
    page.get_by_role("button", name="Flytt sak 3/26 opp").click()
    expect(page.locator(".agenda .what > :first-child")).to_have_text(
        [
            "Godkjenning av innkalling og saksliste",
            CASE,
            "Godkjenning av protokoll fra forrige møte",
            "Eventuelt",
        ]
    )
    page.get_by_role("link", name="Rediger sak 2/26").click()
    page.get_by_label("Innleder").fill("Siv Prøvesen")
    submit(page, "Lagre")
    expect(page.get_by_text(re.compile("Siv Prøvesen"))).to_be_visible()


def publish(page: Page) -> None:
    """With an approval the chair gave by telephone."""
    page.get_by_label("Hvem godkjente").select_option(label="Ragna Prøvesen")
    submit(page, "Før godkjenningen")
    submit(page, "Publiser innkallingen")
    expect(page.get_by_text("Innkallingen er publisert.")).to_be_visible()


def take_minutes(page: Page) -> None:
    submit(page, "Start protokollen")
    submit(page, "Alle til stede")
    page.get_by_label("Møtet satt").fill("12:30")
    submit(page, "Lagre")
    expect(page.get_by_label("Møtet satt")).to_have_value("12:30")
    page.get_by_role("navigation", name="Saker i møtet").get_by_role("link", name=re.compile(CASE)).click()
    page.get_by_label("Behandling", exact=True).fill("Utvalget drøftet saken.")
    page.get_by_label("Vedtak", exact=True).fill("1. Rutinen tas i bruk fra nyttår.")
    page.get_by_label("Enighet", exact=True).check()
    submit(page, "Lagre")
    page.get_by_text("Legg til oppgave").click()
    page.get_by_label("Oppgave").last.fill("Sende rutinen til kommunene")
    page.get_by_label("Annen ansvarlig").last.fill("Sekretariatet")
    with page.expect_navigation():
        page.get_by_role("region", name="Oppfølging").get_by_role("button", name="Legg til").click()
    click_link(page, "Les protokollen")
    article = page.get_by_role("article", name=CASE)
    expect(article).to_contain_text("Utvalget drøftet saken.")
    expect(article).to_contain_text("Rutinen tas i bruk fra nyttår.")
    expect(article).to_contain_text("Sende rutinen til kommunene")
