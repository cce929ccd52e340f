"""Who reads which report, what a mayor meets first, and two who write the comment at once."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from municipalities.models import GroupMembership, PartnershipMembership
from reports.models import ReportText, StatusReport
from reports.period import Period
from reports.services.report_making import make_report
from reports.snapshot import Snapshot
from tests.factories.organisation import MunicipalityFactory
from tests.personas import PERSONAS, World
from tests.reports.report_desk import QUARTER, ClientOf, Desk, build_desk

pytestmark = pytest.mark.usefixtures("_in_october", "sent_reports")

COORDINATORS = ("coordinator_municipal", "coordinator_trust")
JSON = {"headers": {"accept": "application/json"}}


@pytest.fixture
def desk(world: World) -> Desk:
    return build_desk(world)


# --- Rights ---------------------------------------------------------------------------------------------------------


def test_an_unreleased_report_is_the_coordinators_and_a_released_one_everybodys(
    desk: Desk, client_of: ClientOf
) -> None:
    desk.make()
    draft = desk.of("Bjørkli")
    released = desk.release("Alvdalen")
    key = Snapshot.from_json(released.snapshot).figures[0].key
    for persona in PERSONAS:
        browser = client_of(persona)
        expected = 200 if persona in COORDINATORS else 404
        assert browser.get(desk.address("report-detail", draft.pk)).status_code == expected, persona
        assert browser.get(desk.address("report-rows", draft.pk, key)).status_code == expected, persona
        assert browser.get(desk.address("report-detail", released.pk)).status_code == 200, persona
        assert browser.get(desk.address("report-rows", released.pk, key)).status_code == 200, persona
        listed = [line.report for line in browser.get(desk.address("report-list")).context["lines"]]
        assert released in listed, persona
        assert (draft in listed) == (persona in COORDINATORS), persona


def test_nobody_else_writes_releases_sends_or_corrects(desk: Desk, client_of: ClientOf) -> None:
    batch = desk.make()
    report = desk.release("Alvdalen")
    for persona in [each for each in PERSONAS if each not in COORDINATORS]:
        browser = client_of(persona)
        expected = 302 if persona == "anonymous" else 403
        for name in ("report-comment", "report-release", "report-send", "report-correct", "report-retry"):
            assert browser.post(desk.address(name, report.pk)).status_code == expected, (persona, name)
        for name in ("batch-detail", "batch-release"):
            assert browser.get(desk.address(name, batch.pk)).status_code == expected, (persona, name)
    assert not ReportText.objects.exists()


def test_a_report_of_another_partnership_is_not_found(desk: Desk, client_of: ClientOf) -> None:
    report = desk.released()
    elsewhere = desk.address("report-detail", report.pk).replace("/prove/", "/annet/")
    assert client_of("foreign_coordinator").get(elsewhere).status_code == 404


def test_the_pdf_is_there_for_all_when_it_is_made(desk: Desk, client_of: ClientOf) -> None:
    report = desk.released()
    address = desk.address("report-download", report.pk)
    assert client_of("anonymous").get(address).status_code == 404
    desk.pdf(report)
    response = client_of("anonymous").get(address)
    assert response["Content-Type"] == "application/pdf"
    assert b"".join(response.streaming_content).startswith(b"%PDF")  # type: ignore[arg-type]


# --- What is met first ----------------------------------------------------------------------------------------------


def test_a_mayor_meets_the_newest_report_of_the_own_municipality(desk: Desk, client_of: ClientOf) -> None:
    desk.make(period=Period.quarter(2026, 2))
    for report in StatusReport.objects.all():
        desk.release(str(report.municipality or report.group or ""))
    browser = client_of("mayor")
    page = browser.get(desk.address("report-latest"))
    assert page.context["head"].title == "Status for Alvdalen"
    assert page.context["head"].period_slug == "2026-k2"
    assert page.context["navigation"][0].label == "Status"
    own = browser.get(desk.address("report-list")).context["own"]
    assert [line.name for line in own] == ["Alvdalen", "Nord", "Prøvefellesskapet"]


def test_without_a_report_of_the_municipality_the_region_and_then_the_whole_is_shown(
    desk: Desk, client_of: ClientOf
) -> None:
    browser = client_of("mayor")
    empty = browser.get(desk.address("report-latest")).content.decode()
    assert "Rapporten er ikke klar ennå" in empty
    assert "Se avtalene" in empty
    desk.make()
    desk.release("")
    assert browser.get(desk.address("report-latest")).context["head"].scope == "partnership"
    desk.release("Nord")
    assert browser.get(desk.address("report-latest")).context["head"].scope == "region"
    GroupMembership.objects.update(valid_to=dt.date(2026, 9, 1))
    assert browser.get(desk.address("report-latest")).context["head"].scope == "partnership"


def test_an_empty_list_says_what_to_do(desk: Desk, client_of: ClientOf) -> None:
    assert (
        "Bestill rapportene for en periode"
        in client_of("coordinator_trust").get(desk.address("report-list")).content.decode()
    )
    assert "Ingen rapporter er frigitt ennå" in client_of("anonymous").get(desk.address("report-list")).content.decode()


def test_a_period_without_reports_is_not_found(desk: Desk, client_of: ClientOf) -> None:
    desk.released()
    address = desk.address("report-list")
    assert client_of("anonymous").get(f"{address}?periode=2026-k3").status_code == 200
    assert client_of("anonymous").get(f"{address}?periode=2020-k1").status_code == 404
    assert client_of("anonymous").get(f"{address}?periode=nei").status_code == 404


@pytest.mark.parametrize("name", ["report-list", "batch-detail"])
def test_many_reports_take_as_many_queries_as_few(desk: Desk, client_of: ClientOf, name: str) -> None:
    batch = desk.make()
    desk.release("Alvdalen")
    browser = client_of("coordinator_municipal")
    address = desk.address(name, *([batch.pk] if name == "batch-detail" else []))

    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            assert browser.get(address).status_code == 200
        return len(counted)

    few = queries()
    for _ in range(3):
        municipality = MunicipalityFactory()
        PartnershipMembership.objects.create(
            partnership=desk.world.partnership, municipality=municipality, valid_from=dt.date(2020, 1, 1)
        )
    desk.make()
    desk.release(municipality.name)
    assert queries() == few


def test_a_figures_rows_are_those_of_the_snapshot(desk: Desk, client_of: ClientOf) -> None:
    report = desk.released()
    browser = client_of("anonymous")
    for figure in Snapshot.from_json(report.snapshot).figures:
        page = browser.get(desk.address("report-rows", report.pk, figure.key))
        assert page.status_code == 200
        assert [*page.context["counted"], *page.context["others"]] == sorted(
            figure.rows, key=lambda row: not row.counts
        )
    assert browser.get(desk.address("report-rows", report.pk, "finnes-ikke")).status_code == 404


# --- The comment ----------------------------------------------------------------------------------------------------


def save(desk: Desk, client_of: ClientOf, persona: str, html: str, base: int):
    address = desk.address("report-comment", desk.of("Alvdalen").pk)
    return client_of(persona).post(address, {"value": html, "base_revision": base}, **JSON)


def test_two_who_write_in_different_paragraphs_are_joined(desk: Desk, client_of: ClientOf) -> None:
    desk.make()
    save(desk, client_of, "coordinator_municipal", "<p>Først.</p><p>Sist.</p>", 0)
    assert save(desk, client_of, "coordinator_trust", "<p>Først, rettet.</p><p>Sist.</p>", 1).json()["revision"] == 2
    answer = save(desk, client_of, "coordinator_municipal", "<p>Først.</p><p>Sist, rettet.</p>", 1)
    assert answer.status_code == 200
    assert "Først, rettet." in answer.json()["text"]
    assert "Sist, rettet." in answer.json()["text"]


def test_two_who_write_in_the_same_place_are_asked_and_nothing_is_lost(desk: Desk, client_of: ClientOf) -> None:
    desk.make()
    save(desk, client_of, "coordinator_municipal", "<p>Først.</p>", 0)
    save(desk, client_of, "coordinator_trust", "<p>Den enes.</p>", 1)
    answer = save(desk, client_of, "coordinator_municipal", "<p>Den andres.</p>", 1)
    assert answer.status_code == 409
    assert (answer.json()["theirs"], answer.json()["mine"]) == ("<p>Den enes.</p>", "<p>Den andres.</p>")
    address = desk.address("report-comment", desk.of("Alvdalen").pk)
    plain = client_of("coordinator_municipal").post(address, {"comment": "<p>Den andres.</p>", "comment-rev": "1"})
    assert plain.status_code == 409
    page = plain.content.decode()
    assert "Den enes." in page
    assert "Den andres." in page
    assert 'value="2"' in page


def test_what_is_typed_is_cleaned_and_too_much_is_refused(desk: Desk, client_of: ClientOf) -> None:
    desk.make()
    save(desk, client_of, "coordinator_trust", '<p onclick="x()">Bra.</p><script>x()</script>', 0)
    assert ReportText.objects.get().text == "<p>Bra.</p>"
    assert save(desk, client_of, "coordinator_trust", "<p>" + "x" * 1_501 + "</p>", 1).status_code == 422


def test_a_save_after_the_release_is_refused_in_words(desk: Desk, client_of: ClientOf) -> None:
    desk.make()
    desk.release()
    answer = save(desk, client_of, "coordinator_trust", "<p>For sent.</p>", 0)
    assert answer.status_code == 423
    assert "Rapporten er frigitt" in answer.json()["message"]
    address = desk.address("report-comment", desk.of("Alvdalen").pk)
    plain = client_of("coordinator_trust").post(address, {"comment": "<p>For sent.</p>", "comment-rev": "0"})
    assert plain.status_code == 422
    assert "For sent." in plain.content.decode()


def test_the_comment_is_written_on_the_draft_itself(desk: Desk, client_of: ClientOf) -> None:
    desk.make()
    report = desk.of("Alvdalen")
    browser = client_of("coordinator_trust")
    address = desk.address("report-comment", report.pk)
    saved = browser.post(address, {"comment": "<p>Det går bra.</p>", "comment-rev": "0"})
    assert saved.url == desk.address("report-detail", report.pk)
    page = browser.get(saved.url).content.decode()
    assert 'data-revision="1"' in page
    assert "Det går bra." in page


def test_the_progress_ends_when_all_are_made(desk: Desk, client_of: ClientOf) -> None:
    batch = desk.order()
    browser = client_of("coordinator_trust")
    address = desk.address("batch-detail", batch.pk)
    assert 'hx-trigger="every 2s"' in browser.get(address, headers={"HX-Request": "true"}).content.decode()
    for report in batch.reports.all():
        make_report(report_id=report.pk)
    part = browser.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "hx-trigger" not in part
    assert "Alle rapportene er laget." in part
    assert QUARTER.label in browser.get(address).content.decode()


def test_the_progress_goes_on_until_the_files_are_made_too(desk: Desk, client_of: ClientOf) -> None:
    batch = desk.make()
    report = desk.release()
    browser, address = client_of("coordinator_municipal"), desk.address("batch-detail", batch.pk)
    assert 'hx-trigger="every 2s"' in browser.get(address).content.decode()
    desk.pdf(report)
    assert 'hx-trigger="every 2s"' not in browser.get(address).content.decode()
