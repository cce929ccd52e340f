"""A report is made once, whatever happens to workers, broker and database; one that fails says why."""

from __future__ import annotations

import datetime as dt
import threading
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerDown

from municipalities.models import Municipality
from reports.enums import ReportState
from reports.models import StatusReport
from reports.services import report_making
from reports.services.report_making import make_report, send_owed
from reports.snapshot import Snapshot
from samhandling.core.text import content_hash
from samhandling.documents.locks import work_lock
from tests.personas import World
from tests.reports.report_desk import ClientOf, Desk, build_desk

pytestmark = pytest.mark.usefixtures("_in_october", "sent_reports")


@pytest.fixture
def desk(world: World) -> Desk:
    return build_desk(world)


def states() -> set[str]:
    return set(StatusReport.objects.values_list("state", flat=True))


def fail_for(monkeypatch: pytest.MonkeyPatch, name: str, error: Exception) -> None:
    build = report_making.build_snapshot

    def stumble(report: StatusReport, *args: Any, **kwargs: Any) -> Snapshot:
        if str(report.municipality) == name:
            raise error
        return build(report, *args, **kwargs)

    monkeypatch.setattr(report_making, "build_snapshot", stumble)


def test_a_made_report_is_a_draft_that_says_when_its_figures_are_from(desk: Desk) -> None:
    desk.make()
    assert states() == {ReportState.DRAFT}
    report = desk.of("Alvdalen")
    assert report.data_at is not None
    assert timezone.now() - report.data_at < dt.timedelta(minutes=1)
    assert content_hash(report.snapshot) == report.snapshot_sha256
    assert Snapshot.from_json(report.snapshot).to_json() == report.snapshot


def test_a_batch_reads_the_records_once_and_what_is_asked_for_again_reads_them_anew(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads: list[object] = []
    load = report_making.load_shared

    def counted(*args: Any) -> Any:
        reads.append(args)
        return load(*args)

    monkeypatch.setattr(report_making, "load_shared", counted)
    desk.make()
    assert len(reads) == 1
    assert len(set(StatusReport.objects.values_list("data_at", flat=True))) == 1
    report = desk.of("Alvdalen")
    desk.world.municipality_a.name = "Alvdal"
    desk.world.municipality_a.save()
    report_making.make_again(report=report, user=None)
    make_report(report_id=report.pk)
    assert len(reads) == 2
    assert desk.of("Alvdal").snapshot["head"]["title"] == "Status for Alvdal"


def test_making_it_twice_changes_nothing(desk: Desk) -> None:
    desk.make()
    before = list(StatusReport.objects.order_by("pk").values())
    for row in before:
        make_report(report_id=row["id"])
    assert list(StatusReport.objects.order_by("pk").values()) == before


def test_one_that_fails_says_so_in_norwegian_and_stops_no_other(
    desk: Desk, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        fail_for(broken, "Bjørkli", ZeroDivisionError())
        batch = desk.make()
    assert desk.of("Bjørkli").state == ReportState.FAILED
    assert desk.of("Alvdalen").state == ReportState.DRAFT
    browser = client_of("coordinator_municipal")
    page = browser.get(desk.address("batch-detail", batch.pk)).content.decode()
    assert "Noe gikk galt da rapporten ble laget." in page
    assert "Prøv igjen" in page
    browser.post(desk.address("report-retry", desk.of("Bjørkli").pk))
    make_report(report_id=desk.of("Bjørkli").pk)
    assert states() == {ReportState.DRAFT}


def test_a_database_that_is_away_is_tried_again_with_longer_and_longer_waits(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail_for(monkeypatch, "Bjørkli", OperationalError("server closed the connection"))
    desk.order()
    report = desk.of("Bjørkli")
    waits = []
    for _ in range(4):
        make_report(report_id=report.pk)
        report.refresh_from_db()
        assert report.state == ReportState.QUEUED
        waits.append(round((report.send_at - timezone.now()).total_seconds()))
    assert waits == [10, 20, 40, 80]
    make_report(report_id=report.pk)
    report.refresh_from_db()
    assert (report.state, report.error) == (ReportState.FAILED, "Databasen svarte ikke. Prøv igjen om litt.")


def test_what_a_killed_worker_left_is_sent_again_and_what_is_worked_on_is_not(
    desk: Desk, sent_reports: list[int]
) -> None:
    desk.order()
    for pk in StatusReport.objects.values_list("pk", flat=True):
        report_making._start(pk)  # a worker began, and was killed
    assert send_owed() == 0
    StatusReport.objects.update(send_at=timezone.now())
    assert send_owed() == 4
    assert sorted(sent_reports) == sorted(StatusReport.objects.values_list("pk", flat=True))


def test_one_that_takes_its_worker_down_each_time_fails_in_the_end(desk: Desk) -> None:
    desk.order()
    report = desk.of("Alvdalen")
    for _ in range(5):
        report_making._start(report.pk)
    make_report(report_id=report.pk)
    report.refresh_from_db()
    assert report.state == ReportState.FAILED


@pytest.mark.django_db(transaction=True)
def test_a_second_worker_leaves_alone_what_the_first_one_makes(desk: Desk) -> None:
    desk.order()
    report = desk.of("Alvdalen")
    has_it, may_go = threading.Event(), threading.Event()

    def first() -> None:
        with work_lock(report_making.NAMESPACE, report.pk):
            has_it.set()
            may_go.wait(10)
        connection.close()

    worker = threading.Thread(target=first)
    worker.start()
    has_it.wait(10)
    make_report(report_id=report.pk)
    StatusReport.objects.filter(pk=report.pk).update(send_at=timezone.now())
    assert send_owed() == 0
    report.refresh_from_db()
    assert (report.state, report.attempts) == (ReportState.QUEUED, 0)
    may_go.set()
    worker.join()


def test_an_order_given_while_the_broker_is_down_is_kept(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.order()
    monkeypatch.undo()  # the real `send`

    def down(*_: Any, **__: Any) -> None:
        raise BrokerDown

    monkeypatch.setattr(report_making.current_app, "send_task", down)
    StatusReport.objects.update(send_at=timezone.now())
    assert send_owed() == 0
    assert states() == {ReportState.QUEUED}


def test_the_figures_of_a_draft_can_be_fetched_anew_and_the_comment_stays(desk: Desk, client_of: ClientOf) -> None:
    desk.make()
    report = desk.of("Alvdalen")
    desk.comment(report, "<p>Det går bra.</p>")
    before = report.data_at
    Municipality.objects.filter(pk=desk.world.municipality_a.pk).update(language="nn")
    client_of("coordinator_trust").post(desk.address("report-retry", report.pk))
    page = client_of("coordinator_trust").get(desk.address("report-detail", report.pk))
    assert "Portalen henter tallene." in page.content.decode()
    make_report(report_id=report.pk)
    report.refresh_from_db()
    assert (report.data_at > before, report.snapshot["head"]["language"]) == (True, "nn")
    assert (
        "Det går bra." in client_of("coordinator_trust").get(desk.address("report-detail", report.pk)).content.decode()
    )
