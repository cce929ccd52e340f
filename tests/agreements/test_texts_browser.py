"""The editor, the outline, a version and the check of an import in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from agreements.models import TextImport
from agreements.selectors.drafts import draft_rows
from agreements.services.import_readings import read_import
from agreements.services.sections import save_part
from tests.agreements import import_files as files
from tests.agreements.text_desk import Desk
from tests.e2e.desk import submit
from tests.personas import World

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def opened(desk: Desk, anchor: str) -> str:
    pk = desk.section(anchor).pk
    return desk.url(f"utkast/?punkt={pk}#punkt-{pk}")


def body_of(page: Page) -> Any:
    return page.get_by_role("textbox", name="Tekst")


def write(page: Page, paragraph: int, key: str, text: str) -> None:
    """Types at one end of a paragraph."""
    body_of(page).locator("p").nth(paragraph).click()
    page.wait_for_timeout(100)  # see `click_into`
    page.keyboard.press(key)
    page.keyboard.type(text)


def test_two_editors_write_in_one_section_at_once(new_page: Any, desk: Desk) -> None:
    paragraphs = "<p>{kommunen} melder fra.</p><p>Fristen er to døgn.</p><p>Meldingen sendes elektronisk.</p>"
    save_part(section=desk.section("kommunen"), part="body", text=paragraphs, base_revision=1, user=None)
    first = new_page(desk.world.user("coordinator_municipal"))
    second = new_page(desk.world.user("coordinator_trust"))
    for page in (first, second):
        page.goto(opened(desk, "kommunen"))
        expect(body_of(page)).to_contain_text("melder fra")
    write(first, 0, "Home", "Først: ")
    expect(first.locator("[data-open] [data-autosave-field]").nth(1)).to_have_attribute("data-revision", "3")
    second.get_by_role("textbox", name="Overskrift").fill("Det kommunen gjør")
    write(second, 2, "End", " Helst samme dag.")
    expect(body_of(second)).to_contain_text("Først: ")
    expect(body_of(second)).to_contain_text("Helst samme dag.")
    second.get_by_role("button", name="Ferdig").click()
    expect(second.locator(f"#punkt-{desk.section('kommunen').pk}")).to_contain_text("Helst samme dag.")
    heading, body = desk.text("kommunen")
    assert heading == "Det kommunen gjør"
    assert body == (
        "<p>Først: {kommunen} melder fra.</p><p>Fristen er to døgn.</p>"
        "<p>Meldingen sendes elektronisk. Helst samme dag.</p>"
    )


def test_typing_is_kept_when_another_section_is_opened_or_moved(new_page: Any, desk: Desk) -> None:
    page = new_page(desk.world.user("coordinator_municipal"))
    page.goto(opened(desk, "formaal"))
    write(page, 0, "End", " Skrevet i siste øyeblikk.")
    page.get_by_role("button", name="Skriv i 3 Varighet").click()
    expect(page.get_by_role("textbox", name="Overskrift")).to_have_value("Varighet")
    assert "Skrevet i siste øyeblikk." in desk.text("formaal")[1]
    page.get_by_role("textbox", name="Overskrift").fill("Varighet og oppsigelse")
    page.get_by_text("Flytt, endre slag eller fjern").click()
    page.get_by_role("button", name="Flytt opp").click()
    expect(page.locator("[data-open]")).to_contain_text("Punkt 2")
    assert desk.text("varighet")[0] == "Varighet og oppsigelse"


def test_the_outline_is_ordered_by_dragging_and_by_buttons(
    new_page: Any, desk: Desk, axe: Callable[[Page], None]
) -> None:
    page = new_page(desk.world.user("coordinator_municipal"))
    page.goto(desk.url("utkast/?vis=disposisjon"))
    axe(page)
    rows = page.locator(".outline > li")
    source = rows.nth(1).locator("[data-handle]").bounding_box()
    target = rows.nth(0).locator("[data-handle]").bounding_box()
    assert source
    assert target
    page.mouse.move(source["x"] + 5, source["y"] + 5)
    page.mouse.down()
    page.mouse.move(target["x"] + 5, target["y"] - 4, steps=12)
    page.mouse.up()
    expect(rows.nth(0)).to_contain_text("1Ansvar og samarbeid")
    expect(rows.nth(1)).to_contain_text("1.1Kommunens ansvar")
    assert [row.section.anchor for row in draft_rows(desk.draft)][:3] == ["ansvar", "kommunen", "sykehuset"]
    page.get_by_role("button", name="Flytt 2 Formål opp").click()
    expect(rows.nth(0)).to_contain_text("1Formål")
    page.get_by_role("button", name="Fjern 1 Formål").click()
    expect(rows).to_have_count(4)
    axe(page)
    page.get_by_role("button", name="Angre").click()
    expect(rows).to_have_count(5)


def test_all_is_done_without_javascript(new_page: Any, desk: Desk) -> None:
    page = new_page(desk.world.user("coordinator_municipal"), javascript=False)
    page.goto(opened(desk, "formaal"))
    body_of(page).fill("Første avsnitt.\n\n- en\n- to")
    submit(page, "Nytt punkt etter")
    page.get_by_role("textbox", name="Overskrift").fill("Virkeområde")
    submit(page, "Legg til og skriv")
    body_of(page).fill("Avtalen gjelder {kommunen}.")
    with page.expect_navigation():
        page.get_by_role("textbox", name="Overskrift").press("Enter")
    assert desk.text("formaal")[1] == "<p>Første avsnitt.</p><ul><li>en</li><li>to</li></ul>"
    assert desk.text("virkeomrade")[1] == "<p>Avtalen gjelder {kommunen}.</p>"
    page.goto(desk.url("utkast/?vis=disposisjon"))
    submit(page, "Rykk 2 Virkeområde inn")
    assert desk.outline()[:2] == ["1 formaal", "1.1 virkeomrade"]


def pages_of(desk: Desk) -> dict[str, str]:
    made, reading, failed = TextImport.objects.order_by("pk")
    return {
        "editor": opened(desk, "kommunen"),
        "add": desk.url("utkast/punkt/nytt/"),
        "version": desk.url("versjon/1/"),
        "section": desk.url("versjon/2/punkt/ansvar/"),
        "upload": desk.url("ta-inn/"),
        "check": desk.url(f"ta-inn/{made.pk}/"),
        "reading": desk.url(f"ta-inn/{reading.pk}/"),
        "failed": desk.url(f"ta-inn/{failed.pk}/"),
        "file": desk.url("versjon/1/fil/ny/"),
    }


@pytest.mark.parametrize("width", [1280, 320])
def test_the_pages_fit_and_are_accessible(
    new_page: Any, client_of: Any, desk: Desk, axe: Callable[[Page], None], width: int
) -> None:
    for data, name in (
        (files.agreement_docx(), "a.docx"),
        (files.agreement_pdf(), "b.pdf"),
        (files.locked_pdf(), "c.pdf"),
    ):
        client_of("coordinator_municipal").post(desk.url("ta-inn/"), {"file": files.upload(data, name)})
    for text_import in TextImport.objects.exclude(file_name="b.pdf"):
        read_import(text_import_id=text_import.pk)
    page = new_page(desk.world.user("coordinator_municipal"), width=width)
    for name, path in pages_of(desk).items():
        page.goto(path)
        page.wait_for_load_state("networkidle")
        axe(page)
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over == 0, f"{name} is {over} px too wide at {width}"


def test_the_page_of_a_file_that_is_read_becomes_the_check_by_itself(new_page: Any, desk: Desk) -> None:
    page = new_page(desk.world.user("coordinator_municipal"))
    page.goto(desk.url("ta-inn/"))
    file = {"name": "avtale.pdf", "mimeType": "application/pdf", "buffer": files.agreement_pdf()}
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="Last opp filen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Filen leses")
    expect(page.get_by_role("status")).to_contain_text("Venter på tur")
    read_import(text_import_id=TextImport.objects.get().pk)
    expect(page.get_by_role("heading", level=1)).to_have_text("Se over teksten")
