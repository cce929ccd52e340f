"""The paper's editor in a real browser, with and without JavaScript."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, expect

from meetings.models import Case, PaperVersion
from meetings.services import papers
from tests.e2e.desk import click_into, submit
from tests.factories.meetings import AgendaItemFactory, CaseFactory, MeetingFactory, RouteStepFactory
from tests.fixtures.browser import NewPage
from tests.personas import World

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def case(transactional_db: None, world: World) -> Case:
    made: Case = CaseFactory(partnership=world.partnership, title="Felles legevakt")
    return made


def address(case: Case) -> str:
    return reverse("meetings:paper-edit", args=[case.partnership.slug, case.pk])


def stored(case: Case) -> dict[str, str]:
    return papers.draft_sections(papers.paper_of(case))


def test_what_is_typed_saves_itself_and_the_version_holds_it(world: World, case: Case, new_page: NewPage) -> None:
    page = new_page(world.user("coordinator_municipal"))
    page.goto(address(case))
    summary = page.locator("#del-summary")
    summary.locator(".richtext-content").press_sequentially("Pasient 13097248022")
    expect(summary.locator("[data-autosave-status]")).to_contain_text("Lagret kl.")
    expect(summary.locator("[data-autosave-warning]")).to_contain_text("fødselsnummer")
    assert stored(case) == {"summary": "<p>Pasient 13097248022</p>"}
    summary.locator(".richtext-content").press_sequentially(" og mer")
    page.get_by_label("Hva er endret?").fill("Første")
    page.get_by_role("button", name="Lagre ny versjon").click()
    expect(page.get_by_role("status").filter(has_text="Versjon 1 er lagret")).to_be_visible()
    assert PaperVersion.objects.get().sections == {"summary": "<p>Pasient 13097248022 og mer</p>"}


@pytest.fixture
def collision(world: World, case: Case, new_page: NewPage) -> Locator:
    """A section where another has written meanwhile, and the choice that comes of it."""
    paper = papers.paper_of(case)
    papers.replace_sections(paper=paper, sections={"summary": "<p>Opprinnelig tekst</p>"}, user=None)
    page = new_page(world.user("coordinator_municipal"))
    page.goto(address(case))
    papers.save_section(
        paper=paper, section="summary", html="<p>Den andres tekst</p>", base_revision=1, user=world.user("chair")
    )
    summary = page.locator("#del-summary")
    click_into(page, summary.locator(".richtext-content"))
    page.keyboard.press("Control+End")
    page.keyboard.type(" med min endring")
    expect(summary.locator("[data-autosave-choice]")).to_contain_text("Opprinnelig tekst med min endring")
    return summary


def test_a_collision_shows_both_texts_and_keeps_what_was_typed(case: Case, collision: Locator) -> None:
    choice = collision.locator("[data-autosave-choice]")
    expect(choice).to_contain_text("Den andres tekst")
    assert stored(case) == {"summary": "<p>Den andres tekst</p>"}
    choice.get_by_role("button", name="Behold min").click()
    expect(collision.locator("[data-autosave-status]")).to_contain_text("Lagret kl.")
    assert stored(case) == {"summary": "<p>Opprinnelig tekst med min endring</p>"}


def test_both_texts_of_a_collision_stand_in_the_editor_as_words(case: Case, collision: Locator) -> None:
    collision.get_by_role("button", name="Sett begge i feltet").click()
    content = collision.locator(".richtext-content")
    expect(content.locator("p")).to_have_text(["Opprinnelig tekst med min endring", "Den andres tekst"])
    expect(content).to_be_focused()
    expect(collision.locator("[data-autosave-status]")).to_contain_text("Lagret kl.")
    assert stored(case) == {"summary": "<p>Opprinnelig tekst med min endring</p><p>Den andres tekst</p>"}


def test_the_editor_works_without_javascript(world: World, case: Case, new_page: NewPage) -> None:
    page = new_page(world.user("coordinator_municipal"), javascript=False)
    page.goto(address(case))
    page.get_by_label("Bakgrunn").fill("Første avsnitt\n\n- punkt en\n- punkt to")
    submit(page, "Lagre utkastet")
    assert stored(case) == {"background": "<p>Første avsnitt</p><ul><li>punkt en</li><li>punkt to</li></ul>"}
    submit(page, "Lagre ny versjon")
    assert PaperVersion.objects.get().sections == stored(case)


def test_the_preview_shows_the_draft_also_when_the_meeting_has_a_version(
    world: World, case: Case, new_page: NewPage
) -> None:
    paper = papers.paper_of(case)
    papers.replace_sections(paper=paper, sections={"summary": "<p>Sendt ut</p>"}, user=None)
    version = papers.save_version(paper=paper, user=None)
    AgendaItemFactory(
        meeting=MeetingFactory(committee=world.committee, called=True), case=case, paper_version=version, numbered=True
    )
    papers.replace_sections(paper=paper, sections={"summary": "<p>Skrevet siden</p>"}, user=None)
    page = new_page(world.user("coordinator_municipal"))
    page.goto(address(case))
    page.get_by_role("link", name="Forhåndsvis").click()
    expect(page.get_by_text("Skrevet siden")).to_be_visible()


def test_a_leg_of_the_route_is_moved_by_keyboard_and_saved(world: World, case: Case, new_page: NewPage) -> None:
    for position, body in enumerate(["Styret", "Kommunestyrene"], start=1):
        RouteStepFactory(case=case, position=position, body_name=body)
    page = new_page(world.user("coordinator_municipal"))
    page.goto(reverse("meetings:case-route-edit", args=[world.partnership.slug, case.pk]))
    page.get_by_role("button", name="Flytt ned ledd 1").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Annet organ").first).to_have_value("Kommunestyrene")
    expect(page.get_by_role("button", name="Flytt ned ledd 2")).to_be_focused()
    page.get_by_label("Annet organ").first.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Saksgangen er lagret")).to_be_visible()
    assert [step.body_name for step in case.route.all()] == ["Kommunestyrene", "Styret"]
