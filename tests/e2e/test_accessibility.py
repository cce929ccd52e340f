"""axe on every page for every persona, and nothing wider than a narrow screen.

The pages are those of the table of who reaches what (`tests/architecture/access_table.py`), so a new address is
looked at from its first day. A page that differs from one seen before only in names, numbers and tokens is not opened.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.access_sample import Sample
from tests.architecture.access_table import ADDRESSES, GETS
from tests.architecture.report_table import REPORT_STATES
from tests.e2e.rich_sample import build_rich_sample
from tests.fixtures.browser import NewPage, look_with_axe
from tests.personas import PERSONAS, World

ALSO_ON_A_PHONE = ("anonymous", "committee_member", "mayor")  # who reads on one; a coordinator's pages must fit it
FIRST = ("coordinator_municipal", *ALSO_ON_A_PHONE)
IN_ORDER = (*FIRST, *(persona for persona in PERSONAS if persona not in FIRST))
SECRETARIAT = ("coordinator_municipal", "coordinator_trust")
READERS = tuple(persona for persona in IN_ORDER if persona not in SECRETARIAT)  # two halves, for two processes
OWN_ACCOUNT = ("account_change_password", "mfa_index", "mfa_activate_totp", "account_reauthenticate")
SIGNED_OUT = ("account_login", "account_reset_password", "account_signup", "account_reset_password_done")
REFUSED = ("project-create", "task-create", "survey-create", "newsletter-subscribe")  # of reports, when left empty
NARROW, PHONE, DESKTOP = 320, 360, 1280

seen: set[str] = set()
"""What this process has looked at, by everything in a page that axe can judge."""


def addresses(sample: Sample, persona: str) -> Iterator[str]:
    """What the persona may read, and the same pages of a report, a survey and a meeting in their other states."""
    place = PERSONAS.index(persona)
    for name, fill, row in [*((name, fill, GETS[name]) for name, fill in ADDRESSES.items()), *REPORT_STATES]:
        if row.replace(" ", "")[place] == ".":
            yield reverse(name, kwargs=fill(sample))
    for meeting in (sample.held, sample.closed):
        for name in ("meeting-detail", "agenda-edit", "minutes", "minutes-finish", "notice-preview"):
            yield reverse(f"meetings:{name}", args=[sample.world.partnership.slug, meeting.pk])
    for case_pk in (sample.draft_case.pk, sample.exempt_item.case_id):
        yield reverse("meetings:case-detail", args=[sample.world.partnership.slug, case_pk])
    for name in SIGNED_OUT if persona == "anonymous" else OWN_ACCOUNT:
        yield reverse(name)
    yield "/finnes/ikke/"


def marks_of(html: str) -> set[str]:
    """The head and the body of a page, without what is different each time and means nothing to axe."""
    head, _found, body = html.partition("<main")
    links = re.findall(r'href="[^"]*"', head.partition("<body")[2])
    return {re.sub(r'nonce="[^"]*"|value="\w{64}"|[0-9a-f]{16,}|\d+', "", body), " ".join(links)}


def to_look_at(client: Client, paths: Iterator[str]) -> Iterator[str]:
    for path in dict.fromkeys(paths):
        answer = client.get(path)
        if answer.streaming:
            answer.close()
        if answer.status_code in (301, 302) or not answer["Content-Type"].startswith("text/html"):
            continue
        if b"<html" not in answer.content:
            continue  # a part that htmx puts into a page
        marks = marks_of(answer.content.decode())
        if not marks <= seen:
            seen.update(marks)
            yield path


@pytest.fixture
def sample(world: World, settings: Any, tmp_path: Any) -> Sample:
    settings.MEDIA_ROOT = tmp_path
    return build_rich_sample(world)


@pytest.mark.parametrize("personas", [SECRETARIAT, READERS], ids=["secretariat", "readers"])
@pytest.mark.django_db(transaction=True)
def test_axe_finds_nothing(
    sample: Sample, client_of: Callable[[str], Client], new_page: NewPage, personas: tuple[str, ...]
) -> None:
    found: list[str] = []
    for persona in personas:
        page = new_page(sample.world.users[persona])
        for path in to_look_at(client_of(persona), addresses(sample, persona)):
            open_whole(page, path)
            for width in widths(persona):
                found += [f"{persona}, {path} at {width} px: {fault}" for fault in faults(page, width)]
            found += [f"{persona}, {path} at {NARROW} px: {fault}" for fault in too_wide(page)]
        page.close()
    assert not found, "\n".join([f"{len(found)} faults:", *found])


def widths(persona: str) -> tuple[int, ...]:
    return (DESKTOP, PHONE) if persona in ALSO_ON_A_PHONE else (DESKTOP,)


def open_whole(page: Page, path: str) -> None:
    """The page with what it fetches and what can be unfolded in it."""
    page.set_viewport_size({"width": DESKTOP, "height": 900})
    page.goto(path)
    page.wait_for_function("() => !document.querySelector('.htmx-request')")
    page.evaluate("document.querySelectorAll('main details').forEach((details) => { details.open = true })")


def faults(page: Page, width: int) -> Iterator[str]:
    page.set_viewport_size({"width": width, "height": 900})
    for violation in look_with_axe(page).response["violations"]:
        for node in violation["nodes"][:3]:
            yield f"{violation['id']}: {violation['help']}: {' '.join(map(str, node['target']))}"


def too_wide(page: Page) -> Iterator[str]:
    page.set_viewport_size({"width": NARROW, "height": 900})
    wider: int = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    if wider > 0:
        yield f"{wider} px wider than the screen: {page.evaluate(WIDEST)}"


WIDEST = """() => [...document.querySelectorAll("main *")]
    .filter((each) => each.getBoundingClientRect().right > innerWidth && !each.children.length)
    .slice(0, 3).map((each) => `${each.tagName.toLowerCase()}.${each.className}`).join(", ")"""


@pytest.mark.django_db(transaction=True)
def test_axe_finds_nothing_in_forms_that_were_refused(sample: Sample, new_page: NewPage) -> None:
    page = new_page(sample.world.user("coordinator_municipal"))
    partnership = sample.world.partnership.slug
    empty = [
        *(reverse(f"meetings:{name}", args=[partnership]) for name in ("meeting-create", "case-create")),
        *(reverse(f"municipalities:{name}", args=[partnership]) for name in ("committee-create", "person-create")),
        *(reverse(f"reports:{name}", args=[partnership]) for name in REFUSED),
        reverse("meetings:attachment-add", args=[partnership, sample.case.pk]),
        reverse("meetings:meeting-cancel", args=[partnership, sample.planned.pk]),
    ]
    found: list[str] = []
    for path in empty:
        page.goto(path)
        page.locator("main form[method=post] button[type=submit]").first.click()
        expect(page.locator(".ds-error-summary")).to_be_visible()
        found += [f"{path}: {fault}" for fault in faults(page, DESKTOP)]
    assert not found, "\n".join(found)


@pytest.mark.django_db(transaction=True)
def test_axe_finds_nothing_in_what_opens(sample: Sample, new_page: NewPage) -> None:
    page = new_page(sample.world.user("coordinator_municipal"))
    page.goto(reverse("meetings:paper-edit", args=[sample.world.partnership.slug, sample.case.pk]))
    page.get_by_role("button", name="Fotnote").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    found = [f"dialog: {fault}" for fault in faults(page, DESKTOP)]
    page.keyboard.press("Escape")
    page.get_by_text("Tuva Prøvesen").first.click()
    expect(page.get_by_role("button", name="Logg ut")).to_be_visible()
    found += [f"own menu: {fault}" for fault in faults(page, DESKTOP)]
    page.keyboard.press("Escape")
    page.set_viewport_size({"width": PHONE, "height": 900})
    page.get_by_text("Meny", exact=True).click()
    expect(page.get_by_role("navigation", name="Meny")).to_be_visible()
    found += [f"menu on a phone: {fault}" for fault in faults(page, PHONE)]
    assert not found, "\n".join(found)
