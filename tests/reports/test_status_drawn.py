"""The page and the print of a report, drawn from its snapshot alone."""

from __future__ import annotations

import datetime as dt
import io
import re

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html
from pikepdf import Pdf

from reports.snapshot import Snapshot
from samhandling.documents.house import renderer
from tests.factories.agreements import CouncilMeetingFactory
from tests.factories.organisation import MunicipalityFactory, PartnershipMembershipFactory, PopulationFactory
from tests.personas import World
from tests.reports.status_world import Ground

HEAD = '<!doctype html><html lang="nb-NO"><head><title>Rapport</title></head><body class="rapport"><main>'


@pytest.fixture
def ground(world: World) -> Ground:
    """With enough meetings for the indicators to have values, and as much to decide as councils ever have at once."""
    found = Ground(world)
    for name in ("Cedervik", "Dyrøya", "Elvegrend"):
        municipality = MunicipalityFactory(name=name)
        PartnershipMembershipFactory(partnership=world.partnership, municipality=municipality)
        PopulationFactory(municipality=municipality, year=2024, inhabitants=4_000)
    for number in ("3", "4", "5", "8", "11"):
        found.out(number, summary="Flere får plass i det lokale tilbudet, og sykehuset varsler også i helgene. " * 3)
    CouncilMeetingFactory(municipality=world.municipality_a, on=dt.date(2026, 10, 29))
    for day in (1, 8, 15, 22):
        minutes = found.meeting(dt.datetime(2026, 9, day, 9, tzinfo=dt.UTC))
        for title in ("Felles rutine for utskriving", "Kursplan for legevakt"):
            item = found.item(minutes, f"{title} {day}", "Utvalget slutter seg til forslaget. " * 6)
            found.task(item, f"Sende rutinen til kommunene {day}", dt.date(2026, 9, 20))
        found.close(minutes)
    return found


def body(snapshot: Snapshot, ground: Ground) -> str:
    return render_to_string("reports/_report_body.html", {"snapshot": snapshot, "report": ground.report()})


def test_page_and_print_are_drawn_without_asking_the_database(ground: Ground) -> None:
    snapshot = ground.of_alvdalen()

    with CaptureQueriesContext(connection) as asked:
        page = body(snapshot, ground)
        printed = render_to_string("reports/pdf/_body.html", {"snapshot": snapshot})

    assert len(asked) == 0
    for drawn in (page, printed):
        for sentence in snapshot.sentences:
            assert sentence.text in drawn
        assert " style=" not in drawn
        assert "None" not in drawn


@pytest.mark.parametrize("whole", [True, False])
def test_every_figure_on_the_page_leads_to_rows_that_are_there(ground: Ground, whole: bool) -> None:
    snapshot = ground.snapshot() if whole else ground.of_alvdalen()

    links = re.findall(r'href="/prove/rapporter/7/tall/([^"]+)/"', body(snapshot, ground))

    assert {snapshot.figure(key).key for key in links} == set(links)
    shown = {*snapshot.indicators, *(must.figure for must in snapshot.musts), *snapshot.follow_up.keys}
    assert shown <= set(links)
    assert {key for line in snapshot.activity.lines for key in line.figures} <= set(links)
    assert reverse("reports:report-rows", args=["prove", 7, "I1"]) in body(snapshot, ground)


def test_every_chart_has_a_title_and_a_table_beside_it(ground: Ground) -> None:
    snapshot = ground.snapshot()
    charts = [figure for key in snapshot.indicators if (figure := snapshot.figure(key)).chart]
    assert charts

    for drawn in (body(snapshot, ground), render_to_string("reports/pdf/_body.html", {"snapshot": snapshot})):
        tree = html.fromstring(drawn)
        titles = [title.text for title in tree.iter("title")]
        cells = {cell.text_content().strip() for cell in tree.iter("td")}
        ids = tree.xpath("//@id")
        assert len(ids) == len(set(ids))
        for figure in charts:
            assert figure.chart is not None
            assert figure.chart.title in titles
            assert {bar.text for bar in figure.chart.bars} <= cells


def test_a_report_in_nynorsk_is_marked_and_drawn_in_its_language(ground: Ground) -> None:
    page = body(ground.of_alvdalen("nn"), ground)

    assert "Ingen av dei 25 vedtaka om dei fem nye avtalane er på plass." in page


def test_a_municipalitys_report_is_at_most_four_pages(ground: Ground) -> None:
    printed = render_to_string("reports/pdf/_body.html", {"snapshot": ground.of_alvdalen()})

    pdf = renderer().render(f"{HEAD}{printed}</main></body></html>", {})

    assert len(Pdf.open(io.BytesIO(pdf)).pages) <= 4
