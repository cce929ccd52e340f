"""Without a mouse: everything is reached by Tab, and one always gets on."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.desk import PASSWORD, box, expect_ready, expect_saved
from tests.fixtures.browser import NewPage
from tests.personas import World

pytestmark = pytest.mark.django_db(transaction=True)
MOST_STEPS = 60
FOCUS_SHOWS = """element => {
    for (let each = element, level = 0; level < 4; each = each.parentElement, level += 1) {
        const { outlineStyle, outlineWidth } = getComputedStyle(each)
        if (outlineStyle !== "none" && parseFloat(outlineWidth) >= 2) return true
    }
    return false
}"""  # on the control itself, or on the label or the frame around it


def tab_to(page: Page, target: Locator, key: str = "Tab") -> None:
    """Presses Tab until the target has the focus, and sees that the focus shows."""
    expect(target).to_be_visible()
    for _step in range(MOST_STEPS):
        page.keyboard.press(key)
        if target.evaluate("element => element === document.activeElement"):
            assert target.evaluate(FOCUS_SHOWS), "the focus does not show"
            return
    pytest.fail(f"Not reached by {MOST_STEPS} × {key}: {target}")


def go(page: Page, link: Locator) -> None:
    tab_to(page, link)
    page.keyboard.press("Enter")


def test_a_case_and_its_paper_are_made_by_keyboard(world: World, new_page: NewPage) -> None:
    page = new_page()
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Hopp til innholdet")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    first = page.get_by_role("main").get_by_role("link").first
    address = first.get_attribute("href")
    go(page, first)
    page.wait_for_url(f"**{address}")
    page.goto("/konto/logg-inn/")
    sign_in(page, world)
    make_case(page)
    write_paper(page)


def sign_in(page: Page, world: World) -> None:
    tab_to(page, page.get_by_label("E-post"))
    page.keyboard.type(world.user("coordinator_municipal").email)
    tab_to(page, page.get_by_label("Passord", exact=True))
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/i-dag/"))


def make_case(page: Page) -> None:
    go(page, page.get_by_role("main").get_by_role("link", name="Ny sak").first)
    tab_to(page, page.get_by_label("Tittel", exact=True))
    page.keyboard.type("Felles rutine")
    tab_to(page, page.get_by_label("Foreslått av", exact=True))
    page.keyboard.type("Felles")
    tab_to(page, page.get_by_label("Unntatt offentlighet"))
    page.keyboard.press("Space")
    tab_to(page, page.get_by_label("Hjemmel for unntak"))
    page.keyboard.press("ArrowDown")
    tab_to(page, page.get_by_label("Offentlig tittel"))
    page.keyboard.type("Rutine")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Felles rutine")
    expect(page.get_by_text("Unntatt offentlighet, offl. § 23 første ledd").first).to_be_visible()


def write_paper(page: Page) -> None:
    """Out of the text into its toolbar, into a table, and out of the table and the text again."""
    go(page, page.get_by_role("link", name="Skriv saksframlegg"))
    expect_ready(page)
    editor = page.get_by_role("textbox", name="Bakgrunn")
    toolbar = box(page, "Bakgrunn").get_by_role("toolbar")
    tab_to(page, editor)
    page.keyboard.type("Tallene:")
    page.keyboard.press("Enter")
    tab_to(page, toolbar.get_by_role("button", name="Sett inn tabell"), "Shift+Tab")
    page.keyboard.press("Enter")
    expect(editor).to_be_focused()
    for cell in ("Kommune", "Før", "Etter"):
        page.keyboard.type(cell)
        page.keyboard.press("Tab")
    expect(editor.get_by_role("columnheader")).to_have_text(["Kommune", "Før", "Etter"])
    for _row in range(3):
        page.keyboard.press("ArrowDown")
    tab_to(page, page.get_by_role("textbox", name="Vurdering"))
    expect_saved(box(page, "Bakgrunn"))
