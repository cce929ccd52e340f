"""The agenda builder in a real browser: arrows, dragging, and editing in place, without a page being loaded."""

import pytest
from playwright.sync_api import expect

from meetings.services.agenda import add_item
from tests.meetings.agendas import plan, titles, url
from tests.personas import build_world


@pytest.fixture
def world(transactional_db):
    return build_world()


@pytest.fixture
def meeting(world):
    meeting = plan(world.committee)
    add_item(meeting=meeting, title="Felles legevakt", user=None)
    return meeting


def test_an_arrow_moves_the_item_and_keeps_the_focus(world, meeting, new_page):
    page = new_page(world.user("coordinator_municipal"))
    page.goto(url("agenda-edit", meeting))
    page.wait_for_selector("[data-handle]:not([hidden])")  # the script is there
    item = meeting.items.get(title="Felles legevakt")
    with page.expect_response("**/rekkefolge/"):
        page.focus(f"#opp-{item.pk}")
        page.keyboard.press("Enter")
    expect(page.locator(f"#sak-{item.pk} .time")).to_contain_text("12.35")
    assert titles(meeting)[1] == "Felles legevakt"
    assert page.evaluate("document.activeElement.id") == f"opp-{item.pk}"
    assert "plass 2" in page.locator("[data-sortable-status]").inner_text()


def test_an_item_is_dragged_to_its_place(world, meeting, new_page):
    page = new_page(world.user("coordinator_municipal"))
    page.goto(url("agenda-edit", meeting))
    page.wait_for_selector("[data-handle]:not([hidden])")
    rows = page.locator(".agenda > li")
    with page.expect_response("**/rekkefolge/"):
        rows.nth(2).locator("[data-handle]").hover()
        page.mouse.down()
        for _ in range(2):
            rows.nth(0).hover(position={"x": 40, "y": 4})
        page.mouse.up()
    assert titles(meeting)[0] == "Felles legevakt"


@pytest.mark.parametrize("javascript", [True, False])
def test_an_item_is_edited_in_place(world, meeting, new_page, javascript):
    page = new_page(world.user("coordinator_municipal"), javascript=javascript)
    page.goto(url("agenda-edit", meeting))
    item = meeting.items.get(title="Felles legevakt")
    page.click(f"#rediger-{item.pk}")
    page.fill("[name=presenter]", "Siv Prøvesen")
    page.fill("[name=minutes_planned]", "45")
    page.click(".edit button:has-text('Lagre')")
    page.wait_for_selector(".edit", state="detached")
    assert "Siv Prøvesen" in page.locator(f"#sak-{item.pk}").inner_text()
    assert page.locator("text=Slutt kl. 13.35").count() == 1


def test_builder_and_meeting_are_accessible_on_a_phone(world, meeting, new_page, axe):
    page = new_page(world.user("coordinator_municipal"), width=360)
    for name in ("agenda-edit", "agenda-item-add", "meeting-detail"):
        page.goto(url(name, meeting))
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
