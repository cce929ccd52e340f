"""The ES modules in a real browser: the editor, fields that save themselves, lists put in order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, expect

from samhandling.accounts.models import User
from tests.e2e.desk import click_into, submit
from tests.fixtures.browser import NewPage

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.core.site")]


@pytest.fixture(autouse=True)
def nothing_saved_yet() -> None:
    cache.clear()


@pytest.fixture
def user() -> User:
    return User.objects.create_user("tuva@kommune.example", name="Tuva Lindeberg")


def saved(page: Page, index: int = 0) -> Any:
    return expect(page.locator("[data-autosave-status]").nth(index))


def stored(name: str) -> str:
    return str(cache.get(f"field-{name}")[-1])


def open_fields(new_page: NewPage) -> Page:
    page = new_page()
    page.goto("/felt/")
    page.wait_for_selector("[data-autosave-field][data-ready]")
    return page


def test_edits_of_the_same_field_in_different_places_are_joined(new_page: NewPage) -> None:
    one, two = open_fields(new_page), open_fields(new_page)
    one.fill("#a", "En TO tre fire fem.")
    saved(one).to_contain_text("Lagret kl.")
    two.fill("#a", "En to tre fire FEM.")
    saved(two).to_contain_text("Lagret kl.")
    expect(two.locator("#a")).to_have_value("En TO tre fire FEM.")
    assert stored("a") == "En TO tre fire FEM."


def test_edits_of_the_same_words_show_both_and_nothing_is_lost(new_page: NewPage) -> None:
    one, two = open_fields(new_page), open_fields(new_page)
    one.fill("#a", "En to tre fire seks.")
    saved(one).to_contain_text("Lagret kl.")
    two.fill("#a", "En to tre fire sju.")
    box = two.locator("[data-autosave-choice]")
    expect(box).to_contain_text("En to tre fire seks.")
    expect(box).to_contain_text("En to tre fire sju.")
    assert stored("a") == "En to tre fire seks."
    box.get_by_role("button", name="Sett begge i feltet").click()
    saved(two).to_contain_text("Lagret kl.")
    assert "seks" in stored("a")
    assert "sju" in stored("a")


def test_a_text_the_server_refuses_stays_with_the_reason_beside_it(new_page: NewPage) -> None:
    page = open_fields(new_page)
    page.fill("#b", "en feil")
    expect(page.get_by_role("alert")).to_have_text("Teksten kan ikke inneholde feil.")
    expect(page.locator("#b")).to_have_value("en feil")
    page.fill("#b", "en rettelse")
    saved(page, 1).to_contain_text("Lagret kl.")
    expect(page.get_by_role("alert")).to_have_count(0)


def test_without_a_connection_the_text_waits_and_is_sent_when_it_is_back(new_page: NewPage) -> None:
    page = open_fields(new_page)
    page.context.set_offline(True)
    page.fill("#a", "uten nett")
    saved(page).to_contain_text("prøver igjen")
    expect(page.locator("#frakoblet")).to_be_visible()
    page.context.set_offline(False)
    saved(page).to_contain_text("Lagret kl.")
    expect(page.locator("#frakoblet")).to_be_hidden()
    assert stored("a") == "uten nett"


def test_signed_out_the_text_is_kept_and_put_back_later(new_page: NewPage) -> None:
    page = open_fields(new_page)
    cache.set("signed-out", True)
    page.fill("#a", "skrevet etter at økten gikk ut")
    saved(page).to_contain_text("Du er logget ut")
    page.on("dialog", lambda dialog: dialog.accept())
    cache.delete("signed-out")
    page.reload()
    page.get_by_role("button", name="Hent den fram").click()
    saved(page).to_contain_text("Lagret kl.")
    assert stored("a") == "skrevet etter at økten gikk ut"


def test_a_list_is_put_in_order_by_keyboard_and_the_button_keeps_its_focus(page: Page) -> None:
    page.goto("/rekke/")
    page.wait_for_selector("[data-sortable][data-ready]")
    page.locator("[data-id=c] [data-move=up]").focus()
    with page.expect_response("**/rekke/"):
        page.keyboard.press("Enter")
    expect(page.locator("[data-sortable-status]")).to_have_text("Flyttet til plass 2 av 3")
    expect(page.locator("[data-id=c] [data-move=up]")).to_be_focused()
    expect(page.locator("[data-id]").nth(1)).to_have_attribute("data-id", "c")
    page.reload()
    assert page.locator("[data-id]").evaluate_all("rows => rows.map(row => row.dataset.id)") == ["a", "c", "b"]


def test_rich_text_is_written_with_the_keyboard_and_the_toolbar(new_page: NewPage, user: User) -> None:
    page = new_page(user)
    page.goto("/tekst/")
    page.wait_for_selector(".richtext-content")
    click_into(page, page.get_by_role("textbox", name="Bakgrunn"))
    page.keyboard.type("Se ")
    page.get_by_role("button", name="Fet").click()
    page.keyboard.type("her")
    page.get_by_role("button", name="Fotnote").click()
    page.get_by_label("Tekst i fotnoten").fill("Med frist.")
    page.get_by_role("button", name="Bruk").click()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Sitat med kilde").click()
    page.keyboard.type("Vedtas")
    page.keyboard.press("ArrowDown")
    page.keyboard.type("Asker, sak 3/26")
    submit(page, "Lagre")
    assert cache.get("text") == (
        '<p>Se <strong>her</strong><span class="fotnote">Med frist.</span></p>'
        "<blockquote><p>Vedtas</p><footer>Asker, sak 3/26</footer></blockquote>"
    )


def test_a_list_pasted_from_word_is_a_list(new_page: NewPage, user: User) -> None:
    page = new_page(user)
    page.goto("/tekst/")
    page.wait_for_selector(".richtext-content")
    page.get_by_role("textbox", name="Bakgrunn").evaluate(
        """(editor) => {
            const data = new DataTransfer()
            const item = (text) => `<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'>
                <span style='mso-list:Ignore'>·</span>${text}</p>`
            data.setData("text/html", item("En") + item("To"))
            editor.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }))
        }"""
    )
    expect(page.locator(".richtext-content li")).to_have_text(["En", "To"])


def test_without_javascript_plain_text_is_saved_as_paragraphs_and_lists(new_page: NewPage) -> None:
    page = new_page(javascript=False)
    page.goto("/tekst/")
    page.get_by_label("Bakgrunn").fill("Innledning\n\n1. En\n2. To")
    submit(page, "Lagre")
    assert cache.get("text") == "<p>Innledning</p><ol><li>En</li><li>To</li></ol>"


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize(
    "path", ["/skjema/", "/tekst/", "/felt/", "/konto/logg-inn/", "/om/tilgjengelighet/", "/finnes/ikke/"]
)
def test_pages_are_accessible_and_never_wider_than_the_screen(
    new_page: NewPage, axe: Callable[[Page], None], path: str, width: int
) -> None:
    page = new_page(width=width)
    page.goto(path)
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
