"""What people do in the browser, in the words they see. Shared by the journeys."""

from __future__ import annotations

import datetime as dt
import io
import re

import pypdf
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from meetings.deadlines import rest_day
from samhandling.accounts.models import User

PASSWORD = "riktig-passord-for-test"


def working_day(*, from_now: int) -> dt.date:
    """The first day after so many from now when nobody has the day off."""
    day = timezone.localdate() + dt.timedelta(days=from_now)
    while rest_day(day):
        day += dt.timedelta(days=1)
    return day


def sign_in(page: Page, user: User) -> None:
    page.goto("/")
    page.get_by_role("link", name="Logg inn").first.click()
    page.get_by_label("E-post").fill(user.email)
    page.get_by_label("Passord", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Logg inn").click()
    expect(page).not_to_have_url(re.compile("/logg-inn/"))


def menu(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="Hovedmeny").get_by_role("link", name=name, exact=True).click()


def click_link(page: Page, name: str) -> None:
    page.locator("main").get_by_role("link", name=name).first.click()


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def submit(page: Page, name: str) -> None:
    """Press the button, and wait for the page it leads to: what is read next could be true of the old one too."""
    with page.expect_navigation():
        press(page, name)


def box(page: Page, label: str) -> Locator:
    """The part of the page that saves this field by itself."""
    return page.locator("[data-autosave-field]", has=page.get_by_label(label, exact=True))


def rich_text(page: Page, name: str) -> Locator:
    """The editor, not the textarea it takes the place of."""
    return page.get_by_role("textbox", name=name).and_(page.locator("[contenteditable]"))


def click_into(page: Page, editor: Locator) -> None:
    """For 20 ms after the click the editor may put the caret back where it was, as nobody's fingers would see."""
    editor.click()
    expect(editor).to_be_focused()
    page.wait_for_timeout(100)


def rewrite(page: Page, editor: Locator, text: str) -> None:
    """Put another text in an editor."""
    click_into(page, editor)
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.insert_text(text)
    expect(editor).to_have_text(text)


def expect_saved(place: Locator) -> None:
    expect(place.locator("[data-autosave-status]").first).to_have_text(re.compile(r"Lagret kl"))


def expect_ready(page: Page) -> None:
    """The page's fields save themselves from now on."""
    expect(page.locator("[data-autosave-field][data-ready]").first).to_be_attached()


def text_of(pdf: bytes) -> str:
    """All it says, with single spaces."""
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return " ".join("\n".join(page.extract_text() for page in pages).split())
