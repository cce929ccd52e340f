"""The main job from plan to locked protokoll, in the browser alone, with a real worker making the files."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pypdf
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.desk import box, click_link, expect_ready, expect_saved, press, sign_in, text_of, working_day
from tests.e2e.meeting_desk import (
    approve_agenda,
    approve_minutes,
    choose,
    documents,
    fill_meeting,
    go_to,
    lock_minutes,
    new_case,
    open_editor,
    open_for_approval,
    publish,
    put_on_agenda,
    row,
    save,
    start_minutes,
    write,
    write_list,
)
from tests.factories.meetings import pdf_file
from tests.fixtures.browser import NewPage
from tests.fixtures.worker import WorkerProcess
from tests.personas import World

ROUTINE = "Felles rutine for utskriving"
SECRET = "Smertegrense i prisforhandlingene"
SHIELDED = "Fordeling av kostnader"
TRAINING = "Opplæring i hjemmetjenesten"
EXEMPT_WORDS = ("Smertegrense", "prisforhandlingene", "tolv prosent", "Taktikk")
WORD = Path(__file__).parent.parent / "core/word_paste.html"
PASTE = """(editor, html) => {
    const data = new DataTransfer()
    data.setData("text/html", html)
    editor.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }))
}"""
ALL_READY = 120_000  # milliseconds for the worker


@pytest.mark.django_db(transaction=True)
def test_from_planned_meeting_to_locked_protokoll(
    world: World, new_page: NewPage, celery_worker_process: WorkerProcess
) -> None:
    secretariat, chair, public = new_page(), new_page(), new_page()
    sign_in(secretariat, world.user("coordinator_municipal"))
    meeting = plan_meeting(secretariat)
    write_routine_case(secretariat)
    write_exempt_case(secretariat)
    write_training_case(secretariat)
    build_agenda(secretariat, meeting)
    sign_in(chair, world.user("chair"))
    approve_agenda(chair, meeting, expected=SECRET)
    publish(secretariat, meeting)
    notice = files(secretariat, meeting, "Innkalling")
    check_pdf(notice["Innkalling"], "Innkalling", SECRET)
    check_public(notice["Innkalling, offentlig"], "Innkalling")

    take_minutes(secretariat, meeting)
    open_for_approval(chair, meeting)
    expect(chair.get_by_text("Dissens fra Halvor Prøvesen")).to_be_visible()
    approve_minutes(chair, chair="Ragna Prøvesen")
    lock_minutes(secretariat, meeting)
    protokoll = files(secretariat, meeting, "Protokoll")
    check_pdf(protokoll["Protokoll"], "Protokoll", SECRET)
    check_public(protokoll["Protokoll, offentlig"], "Protokoll")
    check_what_everybody_reads(public, secretariat, meeting)


# --- Planning and writing -------------------------------------------------------------------------------------------


def plan_meeting(page: Page) -> str:
    """Returns the meeting's address."""
    fill_meeting(page, "Overordnet samarbeidsutvalg", working_day(from_now=30), "12:30", "15:00")
    expect(page.get_by_role("heading", level=1)).to_have_text("Overordnet samarbeidsutvalg")
    return page.url


def write_routine_case(page: Page) -> None:
    """With a heading, a list, a table, a footnote and a PDF annex."""
    new_case(page, ROUTINE, "Kommunene")
    press(page, "Registrer saken")
    click_link(page, "Legg til vedlegg")
    page.get_by_label("Tittel").fill("Rapport om utskrivinger")
    page.get_by_label("Fil", exact=True).set_input_files(
        {"name": "rapport.pdf", "mimeType": "application/pdf", "buffer": pdf_file("Utskrivinger")}
    )
    press(page, "Legg til")
    click_link(page, "Skriv saksframlegg")
    expect_ready(page)
    write(page, "Sammendrag", "Rutinen gir trygge utskrivinger.")
    write_list(page, "Forslag til vedtak", "Nummerert liste", "Rutinen tas i bruk.", "Sekretariatet følger opp.")
    editor, tools = open_editor(page, "Bakgrunn")
    tools.get_by_label("Avsnittstype").select_option(label="Overskrift 1")
    page.keyboard.type("Hva som er gjort")
    page.keyboard.press("Enter")
    page.keyboard.type("Partene har prøvd rutinen")
    tools.get_by_role("button", name="Fotnote").click()
    page.get_by_label("Tekst i fotnoten").fill("Fra januar til mars.")
    page.get_by_role("button", name="Bruk").click()
    page.keyboard.type(" i to kommuner.")
    page.keyboard.press("Enter")
    tools.get_by_role("button", name="Sett inn tabell").click()
    for number, cell in enumerate(("Kommune", "Før", "Etter", "Alvdalen", "12", "7", "Bjørkli", "9", "4")):
        if number:
            page.keyboard.press("Tab")
        page.keyboard.type(cell)
    expect(editor.get_by_role("columnheader")).to_have_text(["Kommune", "Før", "Etter"])
    expect_saved(box(page, "Bakgrunn"))
    press(page, "Lagre ny versjon")
    expect(page.get_by_text("Versjon 1 er lagret.")).to_be_visible()
    expect(page.get_by_role("textbox", name="Bakgrunn").get_by_role("row")).to_have_count(3)


def write_exempt_case(page: Page) -> None:
    new_case(page, SECRET, "Helseforetaket")
    page.get_by_label("Unntatt offentlighet").check()
    press(page, "Registrer saken")
    expect(page.get_by_text("Velg hvilken hjemmel unntaket har.").first).to_be_visible()
    page.get_by_label("Hjemmel for unntak").select_option(index=1)
    page.get_by_label("Offentlig tittel").fill(SHIELDED)
    press(page, "Registrer saken")
    click_link(page, "Skriv saksframlegg")
    expect_ready(page)
    write(page, "Sammendrag", "Taktikk for møtet.")
    write(page, "Vurdering", "Vi tåler en økning på tolv prosent.")
    press(page, "Lagre ny versjon")
    expect(page.get_by_text("Versjon 1 er lagret.")).to_be_visible()


def write_training_case(page: Page) -> None:
    """Pasted from Word, and left as a draft."""
    new_case(page, TRAINING, "Felles")
    press(page, "Registrer saken")
    click_link(page, "Skriv saksframlegg")
    expect_ready(page)
    editor, _tools = open_editor(page, "Bakgrunn")
    editor.evaluate(PASTE, WORD.read_text())
    expect(editor.get_by_role("heading")).to_have_text(["Bakgrunn", "Vurdering"])
    expect(editor.get_by_role("listitem").filter(has_text="Underpunkt").first).to_be_visible()
    expect(editor.get_by_role("columnheader")).to_have_text(["Kommune", "Innbyggere"])
    expect_saved(box(page, "Bakgrunn"))


# --- The agenda -----------------------------------------------------------------------------------------------------


def build_agenda(page: Page, meeting: str) -> None:
    page.goto(meeting)
    click_link(page, "Bygg sakslisten")
    for title in (TRAINING, SECRET, ROUTINE):
        put_on_agenda(page, title)
    move_by_keyboard(page, ROUTINE)
    drag(page, TRAINING, below=SECRET)
    expect_order(page, ROUTINE, SECRET, TRAINING)
    row(page, ROUTINE).get_by_role("link", name=re.compile("^Rediger")).click()
    page.get_by_label("Innleder").fill("Siv Prøvesen")
    page.get_by_label("Minutter").fill("30")
    press(page, "Lagre")
    expect(row(page, ROUTINE)).to_contain_text("Siv Prøvesen")
    expect(row(page, ROUTINE)).to_contain_text("30 min")
    page.reload()
    expect_order(page, ROUTINE, SECRET, TRAINING)


def move_by_keyboard(page: Page, title: str) -> None:
    """Two places up."""
    for place in (4, 3):
        up = row(page, title).get_by_role("button", name=re.compile("opp$"))
        up.focus()
        with page.expect_response(re.compile("/rekkefolge/")):
            page.keyboard.press("Enter")
        expect(page.locator("[data-sortable-status]").first).to_contain_text(f"plass {place} av")
        expect(up).to_be_focused()


def drag(page: Page, title: str, *, below: str) -> None:
    target = row(page, below).bounding_box()
    assert target
    with page.expect_response(re.compile("/rekkefolge/")):
        row(page, title).locator("[data-handle]").drag_to(
            row(page, below), target_position={"x": 20, "y": target["height"] - 6}
        )


def expect_order(page: Page, *titles: str) -> None:
    links = page.locator(".agenda").get_by_role("link", name=re.compile("|".join(titles)))
    expect(links.and_(page.locator(".what > a"))).to_have_text(list(titles))


# --- Files ----------------------------------------------------------------------------------------------------------


def files(page: Page, meeting: str, kind: str) -> dict[str, bytes]:
    """Waits, without loading the page again, until the panel offers both files."""
    page.goto(meeting)
    names = (kind, f"{kind}, offentlig")
    for name in names:
        expect(documents(page).get_by_role("link", name=name, exact=True)).to_be_visible(timeout=ALL_READY)
    return {name: open_file(page, name) for name in names}


def open_file(page: Page, name: str) -> bytes:
    """What a reader gets who clicks the file's link."""
    link = documents(page).get_by_role("link", name=name, exact=True)
    answer = page.request.get(str(link.get_attribute("href")))
    assert answer.headers["content-type"] == "application/pdf"
    return answer.body()


def check_pdf(data: bytes, title: str, *words: str) -> None:
    reader = pypdf.PdfReader(io.BytesIO(data))
    assert title in str(reader.metadata and reader.metadata.title)
    text = text_of(data)
    for word in (ROUTINE, TRAINING, *words):
        assert word in text, f"{word} is missing in {text}"


def check_public(data: bytes, title: str) -> None:
    check_pdf(data, title, SHIELDED, "Unntatt offentlighet")
    text = text_of(data)
    for word in EXEMPT_WORDS:
        assert word.lower() not in text.lower()


# --- Minutes --------------------------------------------------------------------------------------------------------


def take_minutes(page: Page, meeting: str) -> None:
    start_minutes(page, meeting)
    record_attendance(page)
    click_link(page, "Ferdig – gå til")
    go_to(page, ROUTINE)
    save(page, "Behandling", "Kommunene ba om at rutinen prøves ut først.")
    expect(page.get_by_label("Vedtak", exact=True)).to_have_value(re.compile("Rutinen tas i bruk"))
    save(page, "Vedtak", "1. Rutinen tas i bruk fra nyttår.\n2. Sekretariatet følger opp.")
    choose(page, "Enighet med dissens ført i protokollen")
    add_dissent(page)
    add_action(page)
    go_to(page, SECRET)
    save(page, "Behandling", "Taktikk for møtet ble drøftet.")
    save(page, "Vedtak", "Mandatet er tolv prosent.")
    choose(page, "Enighet")
    go_to(page, TRAINING)
    save(page, "Vedtak", "Kommunene lager en plan for kurs.")
    choose(page, "Enighet")


def record_attendance(page: Page) -> None:
    absent = page.get_by_role("listitem").filter(has=page.get_by_role("group", name=re.compile("Jorunn Prøvesen")))
    absent.get_by_label("Forfall").check(force=True)
    absent.get_by_label("Vara som møtte").select_option(label="Vigdis Varamedlem, Kommunalsjef")
    expect_saved(absent.locator(".stand-in"))
    press(page, "Alle til stede")
    expect(page.get_by_role("group", name=re.compile("Ragna Prøvesen")).get_by_label("Til stede")).to_be_checked()
    expect(absent.get_by_label("Forfall")).to_be_checked()
    for label, time in (("Møtet satt", "12:30"), ("Møtet hevet", "14:50")):
        save(page, label, time)


def add_dissent(page: Page) -> None:
    section = page.get_by_role("region", name="Dissens og protokolltilførsel")
    section.get_by_text("Legg til dissens eller protokolltilførsel").click()
    section.get_by_label("Fra").select_option(label="Halvor Prøvesen, Kommunalsjef, Klinikksjef")
    section.get_by_label("Tekst").fill("Fristen er for kort.")
    section.get_by_role("button", name="Legg til").click()
    expect(section.get_by_role("heading", name="Dissens", exact=True)).to_be_visible()


def add_action(page: Page) -> None:
    section = page.get_by_role("region", name="Oppfølging", exact=True)
    section.get_by_text("Legg til oppgave").click()
    section.get_by_label("Oppgave").fill("Sende rutinen til kommunene")
    section.get_by_label("Annen ansvarlig").fill("Sekretariatet")
    section.get_by_label("Frist").fill(working_day(from_now=60).isoformat())
    section.get_by_role("button", name="Legg til").click()
    expect(section.get_by_label("Oppgave").first).to_have_value("Sende rutinen til kommunene")


# --- What everybody reads -------------------------------------------------------------------------------------------


def check_what_everybody_reads(public: Page, secretariat: Page, meeting: str) -> None:
    public.goto(meeting)
    expect(documents(public).get_by_role("link")).to_contain_text(["Innkalling, offentlig", "Protokoll, offentlig"])
    expect(documents(public).get_by_role("link", name=re.compile("^(Innkalling|Protokoll)$"))).to_have_count(0)
    check_public(open_file(public, "Innkalling, offentlig"), "Innkalling")
    check_public(open_file(public, "Protokoll, offentlig"), "Protokoll")
    secretariat.goto(meeting)
    for name in ("Innkalling", "Protokoll"):
        link = documents(secretariat).get_by_role("link", name=name, exact=True)
        assert public.request.get(str(link.get_attribute("href"))).status == 404
    expect_shielded(public)
    public.get_by_role("link", name=SHIELDED).click()
    expect_shielded(public)
    public.goto(meeting)
    click_link(public, "Les protokollen")
    expect_shielded(public)


def expect_shielded(page: Page) -> None:
    expect(page.locator("main")).to_contain_text(SHIELDED)
    expect(page.locator("main")).to_contain_text("Unntatt offentlighet, offl. § 23 første ledd")
    content = page.content().lower()
    assert [word for word in EXEMPT_WORDS if word.lower() in content] == [], page.url
