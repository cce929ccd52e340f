"""Two people take the same minutes in two browsers: nothing either of them types is lost."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from meetings.enums import MinutesSection
from meetings.models import ItemText, MinutesItem
from meetings.selectors.minutes_content import item_texts
from meetings.services.minutes_states import lock_minutes
from tests.e2e.desk import submit
from tests.factories.meetings import StatementFactory
from tests.fixtures.browser import NewPage
from tests.meetings.minutes_table import Table, build_table
from tests.personas import build_world

pytestmark = pytest.mark.django_db(transaction=True)
SAVED = re.compile(r"Lagret")


@pytest.fixture
def table(transactional_db: None) -> Table:
    return build_table(build_world())


@pytest.fixture
def two(table: Table, new_page: NewPage) -> tuple[Page, Page]:
    """The decision item, open at Tuva's and at Eskil's."""
    pages = new_page(table.user), new_page(table.other)
    for page in pages:
        page.goto(table.url("minutes-item", table.decision.pk))
        expect(page.locator("[data-autosave-field][data-ready]").first).to_be_attached()
    return pages


def box(page: Page, label: str) -> Page:
    return page.locator("[data-autosave-field]", has=page.get_by_label(label, exact=True))  # type: ignore[return-value]


def text_of(item: MinutesItem, section: str) -> str:
    return item_texts(item)[section].text


def test_the_same_field_at_the_same_time_keeps_both_texts(table: Table, two: tuple[Page, Page]) -> None:
    tuva, eskil = two
    mine, theirs = tuva.get_by_label("Behandling", exact=True), eskil.get_by_label("Behandling", exact=True)
    mine.press_sequentially("Kommunene ba om lengre frist.")
    theirs.press_sequentially("Foretaket ba om kortere frist.")
    mine.blur()
    expect(box(tuva, "Behandling").locator("[data-autosave-status]")).to_have_text(SAVED)
    theirs.blur()
    choice = eskil.locator("[data-autosave-choice]")
    expect(choice).to_contain_text("Kommunene ba om lengre frist.")
    expect(choice).to_contain_text("Foretaket ba om kortere frist.")
    assert theirs.input_value() == "Foretaket ba om kortere frist."
    theirs.press_sequentially(" Det ble avslått.")  # the choice stands open
    expect(choice).to_contain_text("Foretaket ba om kortere frist. Det ble avslått.")
    choice.get_by_role("button", name="Sett begge i feltet").click()
    expect(choice).to_have_count(0)
    expect(theirs).to_have_value("Foretaket ba om kortere frist. Det ble avslått.\n\nKommunene ba om lengre frist.")
    expect(box(eskil, "Behandling").locator("[data-autosave-status]")).to_have_text(SAVED)
    standing = text_of(table.decision, MinutesSection.TREATMENT)
    assert standing == theirs.input_value()


def test_the_same_field_in_different_places_is_joined(table: Table, two: tuple[Page, Page]) -> None:
    tuva, eskil = two
    mine, theirs = tuva.get_by_label("Vedtak", exact=True), eskil.get_by_label("Vedtak", exact=True)
    mine.fill("1. Rutinen tas i bruk fra nyttår.\n2. Sekretariatet følger opp.")
    mine.blur()
    expect(box(tuva, "Vedtak").locator("[data-autosave-status]")).to_have_text(SAVED)
    theirs.fill("1. Rutinen tas i bruk.\n2. Sekretariatet følger opp i mai.")
    theirs.blur()
    joined = "1. Rutinen tas i bruk fra nyttår.\n2. Sekretariatet følger opp i mai."
    expect(theirs).to_have_value(joined)
    assert text_of(table.decision, MinutesSection.DECISION) == joined


def test_different_fields_of_the_same_minutes(table: Table, two: tuple[Page, Page]) -> None:
    tuva, eskil = two
    tuva.get_by_label("Behandling", exact=True).fill("Leder innledet.")
    eskil.get_by_label("Avstemning", exact=True).check()
    eskil.get_by_label("For", exact=True).fill("9")
    eskil.get_by_label("Mot", exact=True).fill("2")
    tuva.get_by_label("Vedtak", exact=True).fill("1. Rutinen tas i bruk i alle kommuner.")
    for page, label in ((tuva, "Behandling"), (tuva, "Vedtak"), (eskil, "For"), (eskil, "Mot")):
        page.get_by_label(label, exact=True).blur()
        expect(box(page, label).locator("[data-autosave-status]")).to_have_text(SAVED)
    item = table.decision
    assert (item.outcome, item.votes_for, item.votes_against) == ("vote", 9, 2)
    assert text_of(item, MinutesSection.TREATMENT) == "Leder innledet."
    assert text_of(item, MinutesSection.DECISION) == "1. Rutinen tas i bruk i alle kommuner."


def test_a_choice_that_somebody_changed_is_asked_about_in_words(table: Table, two: tuple[Page, Page]) -> None:
    tuva, eskil = two
    tuva.get_by_label("Enighet", exact=True).check()
    expect(box(tuva, "Enighet").locator("[data-autosave-status]")).to_have_text(SAVED)
    eskil.get_by_label("Utsatt", exact=True).check()
    choice = eskil.locator("[data-autosave-choice]")
    expect(choice).to_contain_text("Enighet")
    expect(choice).to_contain_text("Utsatt")
    choice.get_by_role("button").first.click()
    expect(choice).to_have_count(0)
    expect(box(eskil, "Utsatt").locator("[data-autosave-status]")).to_have_text(SAVED)
    assert table.decision.outcome == "postponed"


def test_locking_while_someone_types_keeps_the_text_on_the_page(table: Table, two: tuple[Page, Page]) -> None:
    tuva, _eskil = two
    field = tuva.get_by_label("Behandling", exact=True)
    field.press_sequentially("Skrevet mens")
    table.approve()
    lock_minutes(minutes=table.minutes, user=table.other)
    field.press_sequentially(" den ble låst.")
    field.blur()
    expect(box(tuva, "Behandling")).to_contain_text("Protokollen ble låst i dag kl.")
    expect(box(tuva, "Behandling")).to_contain_text("av Eskil Prøvesen")
    assert field.input_value() == "Skrevet mens den ble låst."
    assert not ItemText.objects.filter(text__contains="den ble låst").exists()


def test_the_attendance_is_recorded_by_keyboard(table: Table, new_page: NewPage) -> None:
    page = new_page(table.user)
    page.goto(table.url("minutes-edit"))
    expect(page.locator("[data-autosave-field][data-ready]").first).to_be_attached()
    row = page.get_by_role("group", name=re.compile("Oppmøte: Jorunn Prøvesen"))
    row.get_by_label("Til stede").focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-autosave-field]", has=row).locator("[data-autosave-status]")).to_have_text(SAVED)
    page.keyboard.press("ArrowRight")
    deputy = page.get_by_role("listitem").filter(has=row).get_by_label("Vara som møtte")
    deputy.select_option(label="Vigdis Varamedlem, Kommunalsjef")
    expect(page.locator(".stand-in [data-autosave-status]", has_text=SAVED)).to_be_visible()
    for _attempt in range(50):  # «Lagret» may still be about the choice before
        if table.seat("Jorunn Prøvesen").status == "absent":
            break
        page.wait_for_timeout(100)
    seat = table.seat("Jorunn Prøvesen")
    assert (seat.status, seat.deputy) == ("absent", table.deputy)


def test_a_dissent_is_added_without_leaving_the_panel(table: Table, new_page: NewPage) -> None:
    table.minutes.attendances.update(status="present")
    page = new_page(table.user)
    page.goto(table.url("minutes-item", table.decision.pk))
    page.get_by_text("Legg til dissens eller protokolltilførsel").click()
    section = page.locator("#statements")
    section.get_by_label("Fra").select_option(label="Halvor Prøvesen, Kommunalsjef, Klinikksjef")
    section.get_by_role("button", name="Legg til").click()
    expect(section.locator(".ds-error-summary")).to_be_visible()
    section.get_by_label("Tekst").fill("Fristen er for kort.")
    section.get_by_role("button", name="Legg til").click()
    expect(section.get_by_role("heading", name="Dissens", exact=True)).to_be_visible()
    section.get_by_label("Tekst").first.fill("Fristen er alt for kort.")
    section.get_by_label("Tekst").first.blur()
    expect(section.locator("[data-autosave-status]", has_text=SAVED)).to_be_visible()
    assert table.decision.statements.get().text == "Fristen er alt for kort."


def test_the_minutes_are_taken_without_javascript(table: Table, new_page: NewPage) -> None:
    page = new_page(table.user, javascript=False)
    page.goto(table.url("minutes-edit"))
    submit(page, "Alle til stede")
    page.goto(table.url("minutes-item", table.decision.pk))
    page.get_by_label("Behandling", exact=True).fill("Uten skript.")
    page.get_by_label("Enighet", exact=True).check()
    submit(page, "Lagre")
    expect(page.get_by_label("Behandling", exact=True)).to_have_value("Uten skript.")
    assert table.decision.outcome == "consensus"
    assert table.seat("Halvor Prøvesen").status == "present"


def test_enter_in_a_field_saves_and_presses_no_other_button(table: Table, new_page: NewPage) -> None:
    table.minutes.attendances.filter(name="Ragna Prøvesen").update(status="present")
    statement = StatementFactory(item=table.decision, attendance=table.seat("Ragna Prøvesen"), point="Punkt 1")
    page = new_page(table.user)
    page.goto(table.url("minutes-item", table.decision.pk))
    field = page.locator("#statements").get_by_label("Gjelder").first
    field.fill("Punkt 2")
    with page.expect_navigation():
        field.press("Enter")
    expect(page.locator("#statements").get_by_label("Gjelder").first).to_have_value("Punkt 2")
    statement.refresh_from_db()
    assert statement.point == "Punkt 2"
    page.goto(table.url("minutes-edit"))
    with page.expect_navigation():
        page.get_by_label("Neste møte").press("Enter")
    assert table.seat("Halvor Prøvesen").status == "unknown"


def test_what_is_typed_before_the_page_is_ready_is_saved_when_it_is(table: Table, new_page: NewPage) -> None:
    page = new_page(table.user)
    waiting: list[Route] = []
    page.route("**/autosave*.js", lambda route: [waiting.append(route)])
    page.goto(table.url("minutes-item", table.decision.pk), wait_until="commit")
    field = page.get_by_label("Behandling", exact=True)
    field.fill("Skrevet på et tregt nett.")
    field.blur()
    expect(page.locator("[data-autosave-field][data-ready]")).to_have_count(0)
    while not waiting:
        page.wait_for_timeout(50)
    waiting[0].continue_()
    expect(box(page, "Behandling").locator("[data-autosave-status]")).to_have_text(SAVED)
    assert text_of(table.decision, MinutesSection.TREATMENT) == "Skrevet på et tregt nett."
