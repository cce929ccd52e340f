"""Sharing costs: a coordinator works the contributions out and has the invoice bases made; a mayor sees the own one."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import reverse
from playwright.sync_api import Page, expect

from samhandling.documents.models import Document
from tests.e2e.desk import click_link, press, text_of
from tests.fixtures.browser import NewPage
from tests.fixtures.worker import WorkerProcess
from tests.personas import World

Axe = Callable[[Page], None]


def test_from_a_rate_to_an_invoice_basis(
    world: World, new_page: NewPage, axe: Axe, celery_worker_process: WorkerProcess
) -> None:
    page = new_page(world.user("coordinator_municipal"))
    page.goto(reverse("reports:cost-list", args=["prove"]))
    click_link(page, "Ny kostnadsdeling")
    _fill(page)
    axe(page)
    _ask_for_a_year_without_population(page)
    expect(page.get_by_role("heading", name="Sekretariatet 2027", level=1)).to_be_visible()
    expect(page.get_by_role("row", name="Alvdalen")).to_contain_text("31 000")  # 2,50 × 12 400
    expect(page.get_by_role("row", name="Til sammen", exact=False).last).to_contain_text("77 900")
    axe(page)
    with page.expect_download() as book:
        click_link(page, "Last ned til Excel")
    assert book.value.suggested_filename == "Kostnadsdeling Sekretariatet 2027.xlsx"

    click_link(page, "Fakturagrunnlag")
    press(page, "Lag fakturagrunnlag til alle 2 kommuner")
    celery_worker_process.wait_for(lambda: Document.objects.filter(state="ready").count() == 2, seconds=120)
    expect(page.get_by_role("link", name="PDF til Alvdalen")).to_be_visible()
    axe(page)
    _mayor_reads(new_page(world.user("mayor"), width=360), page.url, axe)


def _fill(page: Page) -> None:
    page.get_by_label("Navn", exact=True).fill("Sekretariatet 2027")
    page.get_by_label("Kroner per innbygger").fill("2,50")
    page.get_by_label("Helseforetaket bidrar med like mye").check()


def _ask_for_a_year_without_population(page: Page) -> None:
    page.get_by_label("Folketall per 1. januar").fill("2022")
    press(page, "Lagre")
    expect(page.locator("form.form")).to_contain_text(
        "mangler for Alvdalen og Bjørkli. Velg et år som har tall for alle: 2024."
    )
    expect(page.get_by_label("Navn", exact=True)).to_have_value("Sekretariatet 2027")
    page.get_by_label("Folketall per 1. januar").fill("2024")
    press(page, "Lagre")


def _mayor_reads(page: Page, address: str, axe: Axe) -> None:
    page.goto(address.removesuffix("fakturagrunnlag/"))
    expect(page.get_by_role("region", name="Alvdalen betaler")).to_contain_text("31 000 kroner i året")
    axe(page)
    click_link(page, "Fakturagrunnlag")
    file = page.get_by_role("link", name="PDF til Alvdalen").get_attribute("href")
    words = text_of(page.request.get(file or "").body()).replace("\xa0", " ")
    assert "31 000 kroner i året" in words
