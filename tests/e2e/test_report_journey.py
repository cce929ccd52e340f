"""The quarter's reports from the order to a mayor who reads one on a phone, with the worker that makes them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from reports.models import StatusReport
from reports.period import Period
from reports.selectors.reports import snapshot_of
from reports.services.report_making import make_report
from reports.services.report_orders import order_reports
from reports.services.report_releases import release_report
from samhandling.notifications.enums import MailState
from samhandling.notifications.models import OutboundEmail
from tests.documents.pdf_checks import assert_claims, assert_structure, open_pdf
from tests.e2e.desk import (
    box,
    click_into,
    click_link,
    expect_ready,
    expect_saved,
    menu,
    press,
    rich_text,
    sign_in,
    text_of,
)
from tests.fixtures.browser import NewPage
from tests.fixtures.worker import WorkerProcess
from tests.personas import World
from tests.reports.status_world import Ground

Axe = Callable[[Page], None]

pytestmark = pytest.mark.django_db(transaction=True)
COMMENT = "Flere lege- og kommunemøter ble holdt enn før sommeren."
TITLE = "Status for Alvdalen"
MADE = 60_000  # milliseconds for the worker


@pytest.fixture
def quarter(world: World) -> Period:
    """The last whole one: a text went out to the councils, and four meetings decided two cases each."""
    today = timezone.localdate()
    quarter = Period.last_whole_quarter(today)
    ground = Ground(world)
    ground.out("4", deadline=today + dt.timedelta(days=30), sent_on=quarter.first)
    noon = dt.datetime.combine(quarter.first, dt.time(11), dt.UTC)
    for week in (1, 3, 5, 7):
        minutes = ground.meeting(noon + dt.timedelta(weeks=week))
        for title in ("Felles rutine for utskriving", "Kursplan for legevakt"):
            item = ground.item(minutes, f"{title} {week}", "Utvalget slutter seg til forslaget.")
            ground.task(item, f"Sende rutinen til kommunene {week}", quarter.last)
        ground.close(minutes)
    return quarter


def test_from_the_order_to_a_mayor_with_a_phone(
    world: World, quarter: Period, new_page: NewPage, axe: Axe, celery_worker_process: WorkerProcess
) -> None:
    desk = new_page()
    sign_in(desk, world.user("coordinator_municipal"))
    order_all(desk, axe, quarter)
    comment_and_release(desk, axe)
    release_the_rest(desk, axe)

    mayor = world.user("mayor")
    celery_worker_process.wait_for(lambda: OutboundEmail.objects.filter(state=MailState.SENT).exists())
    email = OutboundEmail.objects.get()  # one, though her report was released before the others
    assert email.to == mayor.email
    phone = new_page(mayor, width=360, height=740)
    read_report(phone, axe, email.body)
    follow_a_figure(phone, axe)
    read_pdf(phone)
    click_link(desk, "Alvdalen")
    expect(desk.get_by_role("region", name="Utsending")).to_contain_text("Sendt")


def order_all(page: Page, axe: Axe, quarter: Period) -> None:
    """And they are made while she looks."""
    menu(page, "Rapporter")
    click_link(page, "Bestill rapporter")
    axe(page)
    page.get_by_label("Hvem rapporten gjelder").select_option(label="Alle: samarbeidet, gruppene og 2 kommuner")
    page.get_by_label("Periode", exact=True).select_option(label=quarter.label)
    press(page, "Bestill")
    expect(page.get_by_role("heading", level=1)).to_have_text(quarter.label)
    expect(page.get_by_role("table").get_by_text("Utkast", exact=True)).to_have_count(3, timeout=MADE)
    axe(page)


def comment_and_release(page: Page, axe: Axe) -> None:
    click_link(page, "Alvdalen")
    expect_ready(page)
    click_into(page, rich_text(page, "Koordinatorens vurdering"))
    page.keyboard.type(COMMENT)
    expect_saved(box(page, "Koordinatorens vurdering"))
    axe(page)
    click_link(page, "Se over og frigi")
    expect(page.get_by_text("Vurderingen er skrevet")).to_be_visible()
    expect(page.get_by_text("Sendes til Liv Prøvesen")).to_be_visible()
    axe(page)
    press(page, "Frigi og send")
    expect(page.get_by_role("region", name="Koordinatorens vurdering")).to_contain_text(COMMENT)
    expect(page.get_by_role("link", name="Se over og frigi")).to_have_count(0)


def release_the_rest(page: Page, axe: Axe) -> None:
    """Two are left; Bjørkli has no mayor to send to, and that is said."""
    click_link(page, "Alle rapportene for perioden")
    click_link(page, "Frigi 2 utkast")
    expect(page.get_by_role("main")).to_contain_text("Bjørkli")
    axe(page)
    press(page, "Frigi 2 rapporter")
    expect(page.get_by_text("2 rapporter er frigitt.")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("^PDF"))).to_have_count(3, timeout=MADE)


def read_report(page: Page, axe: Axe, mail: str) -> None:
    link = re.search(r"/prove/rapporter/\d+/", mail)
    assert link
    page.goto(link[0])
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(page.get_by_role("region", name="Koordinatorens vurdering")).to_contain_text(COMMENT)
    expect(page.get_by_role("heading", name="Dette må kommunestyret")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    axe(page)


def follow_a_figure(page: Page, axe: Axe) -> None:
    """To its rows, from one of them to where it came about, and back again."""
    report = page.url
    page.locator(".lead-report").get_by_role("link").last.click()
    expect(page.get_by_role("heading", name="Teller med")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    axe(page)
    rows = page.url
    page.locator("main .rows").get_by_role("link").first.click()
    expect(page).not_to_have_url(rows)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.go_back()
    page.go_back()
    expect(page).to_have_url(report)


def read_pdf(page: Page) -> None:
    link = page.locator("main").get_by_role("link", name="PDF")
    answer = page.request.get(str(link.get_attribute("href")))
    assert answer.headers["content-type"] == "application/pdf"
    data = answer.body()
    assert_structure(data)
    assert_claims(data)
    assert len(open_pdf(data).pages) <= 4
    assert COMMENT in text_of(data)


def test_a_mayor_meets_the_status_first_and_reads_it_without_javascript(
    world: World, quarter: Period, new_page: NewPage
) -> None:
    report = released_report(world, quarter)
    page = new_page(width=360, height=740, javascript=False)
    sign_in(page, world.user("mayor"))
    page.get_by_text("Meny", exact=True).click()
    first = page.get_by_role("navigation", name="Meny").get_by_role("link").first
    expect(first).to_have_text("Status")
    first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    for sentence in snapshot_of(report).sentences:
        expect(page.get_by_role("region", name="Kort sagt")).to_contain_text(sentence.text)
    page.get_by_text("Tallene i tabell").click()
    expect(page.get_by_role("table").first).to_be_visible()
    expect(page.locator("svg[role=img]").first).to_be_visible()
    page.get_by_role("region", name="Kort sagt").get_by_role("link").last.click()
    expect(page.get_by_role("heading", name="Teller med")).to_be_visible()


def released_report(world: World, quarter: Period) -> StatusReport:
    user = world.user("coordinator_municipal")
    target = f"municipality-{world.municipality_a.pk}"
    batch = order_reports(partnership=world.partnership, period=quarter, user=user, values=[target])
    report = batch.reports.get()
    make_report(report_id=report.pk)
    report.refresh_from_db()
    return release_report(report=report, user=user)
