"""A meeting in the browser, from case to locked protokoll: what more than one journey does."""

from __future__ import annotations

import datetime as dt
import re

from playwright.sync_api import Locator, Page, expect

from tests.e2e.desk import box, click_into, click_link, expect_ready, expect_saved, menu, press, rich_text


def fill_meeting(page: Page, committee: str, day: dt.date, starts: str, ends: str) -> None:
    menu(page, "Møter")
    click_link(page, "Nytt møte")
    page.get_by_label("Utvalg").select_option(label=committee)
    page.get_by_label("Dato").fill(day.isoformat())
    page.get_by_label("Starter").fill(starts)
    page.get_by_label("Slutter").fill(ends)
    page.get_by_label("Sted").fill("Rådhuset, møterom 3")
    press(page, "Lag møtet")


def new_case(page: Page, title: str, source: str) -> None:
    menu(page, "Saker")
    click_link(page, "Ny sak")
    fill_case(page, title, source)


def fill_case(page: Page, title: str, source: str) -> None:
    page.get_by_label("Tittel", exact=True).fill(title)
    page.get_by_label("Foreslått av", exact=True).select_option(label=source)


def put_on_agenda(page: Page, title: str) -> None:
    """From the page where the agenda is built."""
    click_link(page, "Legg til sak")
    page.get_by_role("button", name=re.compile(f"Sett på sakslisten.*{title}")).click()
    expect(row(page, title)).to_be_visible()


def row(page: Page, title: str) -> Locator:
    return page.get_by_role("listitem").filter(has=page.get_by_role("link", name=title, exact=True))


# --- Writing --------------------------------------------------------------------------------------------------------


def open_editor(page: Page, label: str) -> tuple[Locator, Locator]:
    """The text and its toolbar."""
    editor = rich_text(page, label)
    click_into(page, editor)
    return editor, box(page, label).get_by_role("toolbar")


def write(page: Page, label: str, text: str) -> None:
    open_editor(page, label)
    page.keyboard.type(text)
    expect_saved(box(page, label))


def write_list(page: Page, label: str, kind: str, *points: str) -> None:
    editor, tools = open_editor(page, label)
    tools.get_by_role("button", name=kind).click()
    page.keyboard.type(points[0])
    for point in points[1:]:
        page.keyboard.press("Enter")
        page.keyboard.type(point)
    expect(editor.get_by_role("listitem")).to_have_count(len(points))
    expect_saved(box(page, label))


# --- The way of a meeting -------------------------------------------------------------------------------------------


def approve_agenda(page: Page, meeting: str, *, expected: str) -> None:
    """`expected` is a case the chair sees before approving."""
    page.goto(meeting)
    expect(page.get_by_role("link", name=expected, exact=True)).to_be_visible()
    press(page, "Jeg godkjenner sakslisten")
    expect(page.get_by_text("Sakslisten er godkjent.")).to_be_visible()


def publish(page: Page, meeting: str) -> None:
    page.goto(meeting)
    click_link(page, "Publiser innkallingen")
    press(page, "Publiser innkallingen")
    expect(page.get_by_text("Innkallingen er publisert.")).to_be_visible()


def start_minutes(page: Page, meeting: str) -> None:
    page.goto(meeting)
    press(page, "Start protokollen")
    expect_ready(page)


def go_to(page: Page, title: str) -> None:
    page.get_by_role("navigation", name="Saker i møtet").get_by_role("link", name=re.compile(title)).click()
    expect(page.get_by_role("heading", level=2, name=title)).to_be_visible()
    expect_ready(page)


def save(page: Page, label: str, text: str) -> None:
    field = page.get_by_label(label, exact=True)
    field.fill(text)
    field.blur()
    expect_saved(box(page, label))


def choose(page: Page, outcome: str) -> None:
    page.get_by_label(outcome, exact=True).check()
    expect_saved(box(page, outcome))


def open_for_approval(page: Page, meeting: str) -> None:
    """The protokoll as the chair reads it first."""
    page.goto(meeting)
    click_link(page, "Les protokollen")


def approve_minutes(page: Page, *, chair: str) -> None:
    click_link(page, "Til godkjenning")
    press(page, "Godkjenn protokollen")
    expect(page.get_by_text(re.compile(f"Godkjent av {chair}"))).to_be_visible()


def lock_minutes(page: Page, meeting: str) -> None:
    page.goto(meeting)
    click_link(page, "Lås protokollen")
    press(page, "Lås protokollen")
    expect(page.get_by_text(re.compile("^Låst"))).to_be_visible()


def documents(page: Page) -> Locator:
    return page.get_by_role("region", name="Dokumenter")
