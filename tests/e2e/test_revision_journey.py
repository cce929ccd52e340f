"""A revision from plan to in force: three municipalities, one of them adopting other words, in the browser alone."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass

import docx
import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from agreements.board import short_day
from agreements.enums import AdoptionStatus, EntryRule, StepKind
from agreements.models import Agreement
from municipalities.enums import Role
from samhandling.accounts.models import User
from tests.e2e import meeting_desk as meetings
from tests.e2e import revision_desk as desk
from tests.e2e.desk import click_link, menu, press, sign_in, text_of, working_day
from tests.factories.agreements import AdoptionFactory, RevisionFactory, agreement_with_parties, frozen
from tests.factories.organisation import (
    MunicipalityFactory,
    PartnershipMembershipFactory,
    PersonFactory,
    RepresentationFactory,
    UserFactory,
)
from tests.fixtures.browser import NewPage
from tests.fixtures.worker import WorkerProcess
from tests.personas import World

pytestmark = pytest.mark.django_db(transaction=True)
AGREEMENT = "Delavtale 4 – Innleggelse i sykehus"
REVISION = "Revisjon av svarfristene"
CASE = "Revidert delavtale om innleggelse"
CONSULTATION = "Høring om ny delavtale om innleggelse"
TWO_DAYS, ONE_DAY = "melder fra innen to døgn", "melder fra innen ett døgn"
ADVICE = "Sykehuset gir råd hele døgnet."
EVALUATION = "Partene evaluerer avtalen hvert år."
MEANING = "Kommunen må svare raskere."
ALL_READY = 120_000  # milliseconds for the worker


@dataclass
class Place:
    """What was there before the journey began: an agreement in force between three municipalities and the trust."""

    world: World
    agreement: Agreement
    third_chief: User


@pytest.fixture
def place(world: World) -> Place:
    third = MunicipalityFactory(name="Elvestad", number="1003")
    PartnershipMembershipFactory(partnership=world.partnership, municipality=third)
    chief = UserFactory(name="Gro Prøvesen")
    person = PersonFactory(partnership=world.partnership, user=chief, name="Gro Prøvesen")
    RepresentationFactory(partnership=world.partnership, person=person, role=Role.HEALTH_CHIEF, municipality=third)
    return Place(world, _agreement_in_force(world), chief)


def _agreement_in_force(world: World) -> Agreement:
    """Adopted by all in 2024. A new text needs two of the municipalities and the trust."""
    agreement = agreement_with_parties(world.partnership, number="4")
    agreement.terms.update(entry_rule=EntryRule.QUORUM, entry_quorum=2)
    text = frozen(agreement, 1, in_force_on=dt.date(2024, 3, 1))
    first = RevisionFactory(agreement=agreement, version=text, name="Avtalen av 2024", step=StepKind.IN_FORCE)
    for party in agreement.parties.all():
        AdoptionFactory(
            revision=first, party=party, status=AdoptionStatus.ADOPTED, decided_on=dt.date(2024, 2, 12),
            council_case="7/24", text_sha256=text.sha256,
        )  # fmt: skip
    return agreement


def test_from_plan_to_in_force(place: Place, new_page: NewPage, celery_worker_process: WorkerProcess) -> None:
    world = place.world
    secretariat, chair = new_page(), new_page()
    chief, other_chief, third_chief = new_page(), new_page(), new_page()
    sign_in(secretariat, world.user("coordinator_municipal"))
    sign_in(chief, world.user("health_chief"))
    sign_in(other_chief, world.user("other_chief"))

    revision = desk.plan_revision(secretariat, AGREEMENT, REVISION, "Kommunene får for sent beskjed.")
    set_up_working_group(secretariat, revision)
    write_text(secretariat, chief, revision)
    recommend_in_committee(secretariat, chair, revision, world)
    hear_the_parties(secretariat, other_chief, revision)
    send_to_councils(secretariat, revision)
    sign_in(third_chief, place.third_chief)
    adopt(chief, "Alvdalen", "41/26")
    adopt_in_other_words(other_chief)
    adopt(third_chief, "Elvestad", "12/26")
    enter_into_force(secretariat, revision)

    read_board(secretariat)
    read_redline(secretariat, revision)
    menu(other_chief, "Min kommune")
    expect(other_chief.get_by_role("main")).to_contain_text("Vedtatt med avvik")
    read_papers(secretariat, other_chief, revision)
    read_as_public(new_page())


def set_up_working_group(page: Page, revision: str) -> None:
    page.goto(revision)
    click_link(page, "Endre arbeidsgruppen")
    expect(page.get_by_text("Ingen brukerrepresentanter er med.")).to_be_visible()
    desk.add_member(page, "Kommunene", person="Siv Prøvesen")
    desk.add_member(page, "Helseforetaket", person="Eskil Prøvesen")
    desk.add_member(page, "Brukerne", name="Bente Brukervenn", organisation="Pasientforeningen")
    expect(page.get_by_text("Ingen brukerrepresentanter er med.")).to_have_count(0)
    page.get_by_label("Mandat for arbeidsgruppen").fill("Foreslå kortere svarfrister.")
    page.get_by_role("textbox", name="Brukermedvirkning").fill("Pasientforeningen er med i gruppen.")
    press(page, "Lagre mandatet")
    desk.complete(page, revision, "Arbeidsgruppe", button="Fullfør trinnet")


def write_text(secretariat: Page, chief: Page, revision: str) -> None:
    """The secretariat writes two sections, a member of the working group the third."""
    desk.expect_next(secretariat, "Utkast")
    press(secretariat, "Start utkastet")
    desk.open_section(secretariat, "2.1 Kommunens ansvar")
    desk.write_section(secretariat, f"{{kommunen}} {ONE_DAY}.")
    desk.add_section(secretariat, "Evaluering", EVALUATION)
    chief.goto(revision)
    click_link(chief, "Les teksten")
    click_link(chief, "Skriv på utkastet")
    desk.open_section(chief, "2.2 Sykehusets ansvar")
    desk.write_section(chief, ADVICE)
    desk.complete(secretariat, revision, "Utkast", button="Fullfør trinnet")


def recommend_in_committee(secretariat: Page, chair: Page, revision: str, world: World) -> None:
    """The committee meets today; what it decides moves the revision on."""
    click_link(secretariat, "Lag en sak til utvalget")
    meetings.fill_case(secretariat, CASE, "Felles")
    press(secretariat, "Registrer saken")
    click_link(secretariat, "Skriv saksframlegg")
    meetings.expect_ready(secretariat)
    meetings.write(secretariat, "Forslag til vedtak", "Utvalget anbefaler delavtalen.")
    meeting = meet_today(secretariat)
    click_link(secretariat, "Bygg sakslisten")
    meetings.put_on_agenda(secretariat, CASE)
    sign_in(chair, world.user("chair"))
    meetings.approve_agenda(chair, meeting, expected=CASE)
    meetings.publish(secretariat, meeting)
    item = meetings.row(chair, CASE)
    expect(item).to_contain_text(f"Gjelder revisjon «{REVISION}», {AGREEMENT}: versjon 2, utkast")
    expect(item.get_by_role("link", name="Se endringene")).to_be_visible()
    take_minutes(secretariat, meeting)
    meetings.open_for_approval(chair, meeting)
    meetings.approve_minutes(chair, chair="Ragna Prøvesen")
    meetings.lock_minutes(secretariat, meeting)
    secretariat.goto(revision)
    desk.expect_done(secretariat, "Anbefalt")
    expect(desk.step(secretariat, "Anbefalt")).to_contain_text("Overordnet samarbeidsutvalg, OSU-sak")
    treated = secretariat.get_by_role("region", name="Behandlet i møter")
    expect(treated).to_contain_text("Brukte versjon 2, utkast per")
    expect(treated).to_contain_text("Enighet")


def meet_today(page: Page) -> str:
    meetings.fill_meeting(page, "Overordnet samarbeidsutvalg", timezone.localdate(), "00:00", "00:30")
    page.get_by_label("Det stemmer. Lagre møtet.").check()  # it has begun
    press(page, "Lag møtet")
    expect(page.get_by_role("heading", level=1)).to_have_text("Overordnet samarbeidsutvalg")
    return page.url


def take_minutes(page: Page, meeting: str) -> None:
    meetings.start_minutes(page, meeting)
    press(page, "Alle til stede")
    for label, time in (("Møtet satt", "00:00"), ("Møtet hevet", "00:30")):
        meetings.save(page, label, time)
    click_link(page, "Ferdig – gå til")
    meetings.go_to(page, CASE)
    meetings.save(page, "Vedtak", "Utvalget anbefaler at kommunene og helseforetaket vedtar delavtalen.")
    meetings.choose(page, "Enighet")
    effect = page.get_by_role("status").filter(has_text="protokollen låses")
    expect(effect).to_contain_text(f"blir «{REVISION}» stående der den er")
    meetings.choose(page, "Vedtaket anbefaler teksten")
    expect(effect).to_contain_text(f"fullføres trinnet «Anbefalt» i «{REVISION}»")


def hear_the_parties(secretariat: Page, chief: Page, revision: str) -> None:
    desk.expect_next(secretariat, "Høring")
    consultation = desk.send_consultation(secretariat, CONSULTATION, "Vi ber om syn på de nye fristene.")
    menu(chief, "Høringer")
    click_link(chief, CONSULTATION)
    click_link(chief, "Skriv svar")
    meetings.expect_ready(chief)
    desk.stand(chief, "Samlet syn", "Støtter", "Bjørkli støtter avtalen.")
    desk.stand(chief, "2.1 Kommunens ansvar", "Ønsker endringer", "Vi må ha to døgn.")
    press(chief, "Se over og send")
    press(chief, "Send svaret")
    expect(chief.get_by_text("Vi må ha to døgn.")).to_be_visible()
    desk.close_consultation(secretariat, consultation)
    click_link(secretariat, REVISION)
    desk.expect_done(secretariat, "Høring")
    expect(desk.step(secretariat, "Høring")).to_contain_text("1 av 4 parter svarte.")


def send_to_councils(page: Page, revision: str) -> None:
    """The text is frozen and sent, and the case papers are ordered in one press."""
    deadline = working_day(from_now=60)
    desk.edit(
        page,
        revision,
        {
            "Frist for kommunestyrene": deadline.isoformat(),
            "Hva som er endret": "Kommunene melder fra raskere, og sykehuset gir råd hele døgnet.",
            "Forslag til vedtak": "{kommunen} kommunestyre vedtar revidert delavtale 4.",
        },
    )
    click_link(page, "Hva endringene betyr")
    section = page.get_by_role("region", name="2.1 Kommunens ansvar")
    section.get_by_label("Slag endring").select_option(label="Realitetsendring")
    section.get_by_label("Hva den betyr").first.fill(MEANING)
    press(page, "Lagre merknadene")
    desk.complete(page, revision, "Endelig tekst", button="Lås teksten")
    expect(page.get_by_text("Versjon 2, låst")).to_be_visible()
    desk.complete(page, revision, "Kommunestyrene", button="Send til kommunestyrene")
    click_link(page, "Saksframlegg til kommunestyrene")
    press(page, "Lag saksframlegg til alle 3 kommuner")


def adopt(chief: Page, municipality: str, case: str) -> None:
    desk.register(chief, "Vedtatt", case, "Kommunestyret vedtar avtalen.")
    desk.save_registration(chief, municipality, "Vedtatt")


def adopt_in_other_words(chief: Page) -> None:
    """After reading what is new since the own council last adopted the agreement."""
    menu(chief, "Min kommune")
    click_link(chief, "Les endringene")
    expect(chief.get_by_text("Endringer siden Bjørkli sist vedtok avtalen")).to_be_visible()
    expect(clause(chief, "Kommunens ansvar")).to_contain_text("Bjørkli melder fra innen")
    desk.register(chief, "Vedtatt med avvik", "33/26", "Kommunestyret vedtar avtalen med to døgns frist.")
    desk.deviate(chief, "2.1 Kommunens ansvar", f"{{kommunen}} {TWO_DAYS}.")
    desk.save_registration(chief, "Bjørkli", "Vedtatt med avvik")
    deviation = chief.get_by_role("region", name="Avvik fra den låste teksten")
    expect(deviation).to_contain_text("Bjørkli melder fra innen")
    expect(chief.get_by_text("En annen enn den låste teksten har: ikke likelydende.")).to_be_visible()


def enter_into_force(page: Page, revision: str) -> None:
    page.goto(revision)
    expect(page.get_by_text("2 av 3 kommuner har vedtatt teksten.")).to_be_visible()
    desk.complete(
        page,
        revision,
        "Styret i helseforetaket",
        {"Saksnummer i styret": "58/26", "Vedtaket": "Styret vedtar avtalen."},
        button="Fullfør trinnet",
    )
    desk.complete(page, revision, "Signert", button="Fullfør trinnet")
    desk.complete(page, revision, "I kraft", button="Sett teksten i kraft")
    desk.expect_next(page, "Sendt Helsedirektoratet")


# --- What everybody reads -------------------------------------------------------------------------------------------


def read_board(page: Page) -> None:
    """The text is in force, and the one that differs still stands out."""
    menu(page, "Avtaler")
    click_link(page, "Vedtaksoversikt")
    today = short_day(timezone.localdate(), timezone.localdate())
    for party, status in (("Alvdalen", today), ("Bjørkli", "avvik"), ("Elvestad", today)):
        expect(page.get_by_role("row", name=party)).to_contain_text(status)
    expect(page.get_by_text("I kraft. Ett vedtak avviker.")).to_be_visible()
    page.get_by_role("row", name="Bjørkli").get_by_role("link", name="avvik").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Registrer for Bjørkli")


def read_redline(page: Page, revision: str) -> None:
    page.goto(revision)
    click_link(page, "Se endringene")
    changed = clause(page, "Kommunens ansvar")
    expect(changed).to_contain_text(MEANING)
    sides, inline = changed.locator(".view-sides"), changed.locator(".view-inline")
    expect(sides.locator("del")).to_contain_text(" to ")
    expect(sides.locator("ins")).to_contain_text(" ett ")
    expect(inline).to_be_hidden()
    page.get_by_text("Løpende").click()
    expect(inline.locator("del")).to_contain_text(" to ")
    expect(inline.locator("ins")).to_contain_text(" ett ")
    expect(sides).to_be_hidden()
    expect(clause(page, "Evaluering")).to_contain_text(EVALUATION)


def clause(page: Page, heading: str) -> Locator:
    """A section of a redline."""
    return page.locator(".clause", has=page.get_by_role("heading", name=heading))


def read_papers(secretariat: Page, chief: Page, revision: str) -> None:
    secretariat.goto(revision)
    click_link(secretariat, "Saksframlegg til kommunestyrene")
    table = secretariat.get_by_role("region", name="Kommunene")
    expect(table.get_by_text("Klar", exact=True)).to_have_count(3, timeout=ALL_READY)
    chief.goto(secretariat.url)
    check_paper(text_of(download(chief, "Åpne PDF")))
    check_paper(word_text(download(chief, "Last ned Word")))
    other = secretariat.get_by_role("link", name="PDF til Elvestad")
    assert "Elvestad kommunestyre vedtar revidert delavtale 4." in text_of(fetch(secretariat, other))


def check_paper(text: str) -> None:
    for words in ("Bjørkli kommunestyre vedtar revidert delavtale 4.", MEANING, EVALUATION, "OSU-sak"):
        assert words in text, f"{words} is missing in {text}"


def download(page: Page, name: str) -> bytes:
    return fetch(page, page.get_by_role("link", name=name))


def fetch(page: Page, link: Locator) -> bytes:
    """What a reader gets who clicks the link."""
    answer = page.request.get(str(link.get_attribute("href")))
    assert answer.ok, answer.status
    return answer.body()


def word_text(data: bytes) -> str:
    document = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return " ".join(" ".join([*(paragraph.text for paragraph in document.paragraphs), *cells]).split())


def read_as_public(page: Page) -> None:
    """In force, the texts, what changed, and what Bjørkli answered: without signing in."""
    page.goto("/prove/")
    menu(page, "Avtaler")
    click_link(page, "4 Innleggelse i sykehus")
    expect(page.get_by_text("I kraft", exact=True).first).to_be_visible()
    click_link(page, "Versjon 2")
    expect(page.get_by_role("article")).to_contain_text(ADVICE)
    click_link(page, "Se endringene fra versjon 1")
    expect(page.locator(".diff ins").first).to_be_attached()
    menu(page, "Høringer")
    click_link(page, CONSULTATION)
    click_link(page, "Les svaret")
    expect(page.get_by_text("Vi må ha to døgn.")).to_be_visible()
