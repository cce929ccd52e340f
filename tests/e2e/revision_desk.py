"""A revision in the browser, step by step, as the secretariat and the health chiefs take it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from tests.e2e.desk import box, click_link, expect_ready, expect_saved, menu, press, rewrite, rich_text, working_day

# --- The revision's page --------------------------------------------------------------------------------------------


def plan_revision(page: Page, agreement: str, name: str, reason: str) -> str:
    """From the register of agreements; returns the revision's address."""
    menu(page, "Avtaler")
    click_link(page, "Revisjonsplan")
    click_link(page, "Ny revisjon")
    page.get_by_label("Hvilken avtale skal revideres?").select_option(label=agreement)
    page.get_by_label("Navn på revisjonen").fill(name)
    page.get_by_label("Ansvarlig").select_option(label="Tuva Prøvesen")
    page.get_by_label("Hvorfor avtalen revideres").fill(reason)
    page.get_by_label("Kommunestyrene").fill(working_day(from_now=60).isoformat())
    press(page, "Legg i planen")
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()
    return page.url


def step(page: Page, name: str) -> Locator:
    """The step in the trail on the revision's page."""
    return page.get_by_role("listitem").filter(has=page.get_by_role("heading", level=3, name=re.compile(f"^{name} ")))


def expect_done(page: Page, *names: str) -> None:
    for name in names:
        expect(step(page, name).get_by_role("heading")).to_have_text(f"{name} Fullført")


def expect_next(page: Page, name: str) -> None:
    expect(page.get_by_role("heading", level=2, name=f"Neste trinn: {name}")).to_be_visible()


def complete(page: Page, revision: str, name: str, fields: Mapping[str, str] | None = None, *, button: str) -> None:
    """Do the step that is next, today."""
    page.goto(revision)
    expect_next(page, name)
    click_link(page, button)
    expect(page.get_by_role("heading", level=1, name=name, exact=True)).to_be_visible()
    for label, value in (fields or {}).items():
        page.get_by_label(label).fill(value)
    form = page.get_by_role("region", name="Fullfør trinnet")
    form.get_by_role("button").click()
    expect(page.get_by_text(f"«{name}» er fullført.")).to_be_visible()


def edit(page: Page, revision: str, fields: Mapping[str, str]) -> None:
    page.goto(revision)
    click_link(page, "Rediger")
    for label, value in fields.items():
        page.get_by_label(label).first.fill(value)  # bokmål stands before nynorsk
    press(page, "Lagre")
    expect(page.get_by_text("Revisjonen er lagret.")).to_be_visible()


# --- The working group ----------------------------------------------------------------------------------------------


def add_member(page: Page, party: str, *, person: str = "", name: str = "", organisation: str = "") -> None:
    page.get_by_label("Part", exact=True).select_option(label=party)
    if person:
        page.get_by_label("Person").select_option(label=person)
    page.get_by_label("Navn").fill(name)
    page.get_by_label("Organisasjon").fill(organisation)
    press(page, "Legg til")
    expect(page.get_by_role("region", name="Medlemmer")).to_contain_text(name or person)


# --- The text -------------------------------------------------------------------------------------------------------


def open_section(page: Page, label: str) -> None:
    page.get_by_role("button", name=f"Skriv i {label}").click()
    expect_ready(page)


def write_section(page: Page, text: str) -> None:
    """Put another text in the section that is open, and see it saved."""
    with page.expect_response(re.compile("/body/$")) as answer:
        rewrite(page, rich_text(page, "Tekst"), text)
    assert answer.value.ok, answer.value.text()
    expect_saved(box(page, "Tekst"))
    press(page, "Ferdig")
    expect(page.locator(".provision-text", has_text=text)).to_be_visible()


def add_section(page: Page, heading: str, text: str) -> None:
    press(page, "Nytt punkt sist")
    page.get_by_label("Overskrift").fill(heading)
    press(page, "Legg til og skriv")
    expect_ready(page)
    write_section(page, text)


# --- The consultation -----------------------------------------------------------------------------------------------


def send_consultation(page: Page, title: str, basis: str) -> str:
    """From the revision's page; returns the consultation's address."""
    click_link(page, "Lag en høring")
    page.get_by_label("Tittel").fill(title)
    page.get_by_label("Frist for å svare").fill(working_day(from_now=30).isoformat())
    rewrite(page, rich_text(page, "Felles høringsgrunnlag"), basis)
    press(page, "Lagre og gå til spørsmålene")
    click_link(page, "Forhåndsvis")
    consultation = page.url
    click_link(page, "Se over og send")
    press(page, "Send til 4 parter")
    expect(page.get_by_text("På høring", exact=True)).to_be_visible()
    return consultation


def stand(page: Page, question: str, stance: str, remark: str = "") -> None:
    """Answer one question, or the overall view."""
    group = page.get_by_role("group", name=question).first
    group.get_by_label(stance, exact=True).check(force=True)  # its button lies over it
    expect_saved(group.locator("[data-autosave-field]", has=page.get_by_role("radio")))
    if remark:
        field = group.get_by_role("textbox")
        field.fill(remark)
        field.blur()
        expect_saved(group.locator("[data-autosave-field]", has=page.get_by_role("textbox")))


def close_consultation(page: Page, consultation: str) -> None:
    page.goto(consultation)
    click_link(page, "Avslutt høringen")
    press(page, "Avslutt høringen")
    expect(page.get_by_text(re.compile(r"^Avsluttet \d"))).to_be_visible()


# --- The councils ---------------------------------------------------------------------------------------------------


def register(page: Page, status: str, case: str, decision: str) -> None:
    """Fill in what the council decided today, from the municipality's own page. Nothing is saved yet."""
    menu(page, "Min kommune")
    click_link(page, "Registrer vedtaket")
    page.get_by_label(status, exact=True).check()
    page.get_by_label("Vedtatt dato").fill(timezone.localdate().isoformat())
    page.get_by_label("Saksnummer i kommunestyret").fill(case)
    page.get_by_role("textbox", name="Vedtaket").fill(decision)


def deviate(page: Page, section: str, text: str) -> None:
    page.get_by_text("Avvik fra den låste teksten", exact=True).click()
    page.get_by_label(section, exact=True).check()
    group = page.get_by_role("group", name=section)
    rewrite(page, group.locator(rich_text(page, "Teksten slik den ble vedtatt")), text)


def save_registration(page: Page, municipality: str, status: str) -> None:
    press(page, "Lagre")
    expect(page.get_by_text(f"Registrert for {municipality}.")).to_be_visible()
    expect(page.get_by_role("main").get_by_text(status, exact=True).first).to_be_visible()
