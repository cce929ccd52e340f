"""A project from nothing to its first council, as the coordinator sees it, and the public on a phone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.e2e.desk import click_link, press
from tests.fixtures.browser import NewPage
from tests.personas import World

pytestmark = pytest.mark.django_db(transaction=True)


def iso(days: int) -> str:
    return (timezone.localdate() + dt.timedelta(days=days)).isoformat()


def test_a_project_is_planned_run_late_and_presented(
    world: World, new_page: NewPage, axe: Callable[[Page], None]
) -> None:
    page = new_page(world.user("coordinator_municipal"))
    page.goto(f"/{world.partnership.slug}/rapporter/prosjekter/")
    click_link(page, "Nytt prosjekt")
    page.get_by_label("Navn").fill("Rehabilitering nær der folk bor")
    page.get_by_label("Startet").fill(iso(-40))
    page.get_by_label("Avsluttet").fill(iso(-50))
    press(page, "Lagre")
    expect(page.locator("main")).to_contain_text("Prosjektet kan ikke avsluttes før det har startet.")
    page.get_by_label("Avsluttet").fill("")
    press(page, "Lagre")
    expect(page.get_by_role("heading", level=1)).to_have_text("Rehabilitering nær der folk bor")
    url = page.url

    click_link(page, "Ny fase")
    page.get_by_label("Fase", exact=True).select_option("Gap-analyse")
    page.get_by_label("Planlagt start").fill(iso(-40))
    page.get_by_label("Planlagt slutt").fill(iso(-2))
    page.get_by_label("Startet").fill(iso(-38))
    press(page, "Lagre")
    expect(page.get_by_role("row", name="Gap-analyse")).to_contain_text("I gang, 2 dager forsinket")
    expect(page.get_by_role("img", name="Tidslinje for fasene")).to_be_visible()

    page.get_by_text("Kommune for kommune").click()
    page.get_by_role("row", name="Alvdalen").get_by_role("link").click()
    expect(page.get_by_label("Kommune", exact=True)).to_have_value(str(world.municipality_a.pk))
    page.get_by_label("Lagt fram").fill(iso(-1))
    press(page, "Lagre")
    expect(page.locator("main")).to_contain_text("1 av 2 kommunestyrer har fått prosjektet lagt fram.")
    expect(page.locator("main")).to_contain_text("Disse mangler: Bjørkli.")
    axe(page)

    phone = new_page(width=360)
    phone.goto(url)
    expect(phone.get_by_text("Forsinket", exact=True)).to_be_visible()
    expect(phone.get_by_role("link", name="Ny fase")).to_have_count(0)
    assert phone.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    axe(phone)
