"""Reports are ordered together, once, by hand or by the calendar."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from reports.enums import ReportState
from reports.models import ReportBatch, StatusReport
from reports.services.report_orders import order_scheduled
from tests.factories.organisation import MunicipalityFactory, PartnershipFactory, PartnershipMembershipFactory
from tests.personas import World, build_world
from tests.reports.report_desk import QUARTER, ClientOf, Desk, build_desk

pytestmark = pytest.mark.usefixtures("_in_october", "sent_reports")


@pytest.fixture
def desk(world: World) -> Desk:
    return build_desk(world)


def test_one_order_gives_every_municipality_region_and_the_whole_a_report_in_its_language(desk: Desk) -> None:
    desk.world.municipality_b.language = "nn"
    desk.world.municipality_b.save()
    desk.order()
    rows = {(row.scope, str(row.municipality or row.group or ""), row.language) for row in StatusReport.objects.all()}
    assert rows == {
        ("partnership", "", "nb"),
        ("region", "Nord", "nb"),
        ("municipality", "Alvdalen", "nb"),
        ("municipality", "Bjørkli", "nn"),
    }


def test_ordering_again_gives_the_same_reports_and_only_adds_those_that_were_missing(
    desk: Desk, sent_reports: list[int]
) -> None:
    first = desk.order(f"municipality-{desk.world.municipality_a.pk}")
    again = desk.order()
    once_more = desk.order()
    assert first == again == once_more
    assert StatusReport.objects.count() == 4
    assert StatusReport.objects.values("municipality", "group", "scope").distinct().count() == 4


def test_one_that_failed_is_made_again_when_it_is_ordered_again(desk: Desk) -> None:
    desk.order()
    StatusReport.objects.update(state=ReportState.FAILED, error="Noe gikk galt.", attempts=5)
    desk.order()
    assert set(StatusReport.objects.values_list("state", "error", "attempts")) == {(ReportState.QUEUED, "", 0)}


def test_a_municipality_that_left_before_the_end_of_the_period_gets_none(desk: Desk) -> None:
    desk.world.partnership.memberships.filter(municipality=desk.world.municipality_b).update(
        valid_to=dt.date(2026, 9, 29)
    )
    desk.order()
    assert not StatusReport.objects.filter(municipality=desk.world.municipality_b).exists()
    with pytest.raises(ValidationError, match="Var ikke med"):
        desk.order(f"municipality-{desk.world.municipality_b.pk}")


@pytest.mark.django_db(transaction=True)
def test_ordered_twice_at_once_makes_nothing_twice(django_db_blocker: object) -> None:
    desk = build_desk(build_world())
    barrier = threading.Barrier(4)
    found: list[int] = []

    def press() -> None:
        barrier.wait()
        found.append(desk.order().pk)
        connection.close()

    threads = [threading.Thread(target=press) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert len(set(found)) == ReportBatch.objects.count() == 1
    assert StatusReport.objects.count() == 4


# --- The calendar ---------------------------------------------------------------------------------------------------


def test_the_calendar_orders_last_quarter_from_the_fifth_once(desk: Desk) -> None:
    PartnershipMembershipFactory(partnership=desk.world.other_partnership, municipality=MunicipalityFactory())
    assert order_scheduled(today=dt.date(2026, 10, 4)) == 0
    assert order_scheduled(today=dt.date(2026, 10, 5)) == 2
    assert order_scheduled(today=dt.date(2026, 10, 5)) == 0
    assert order_scheduled(today=dt.date(2026, 10, 20)) == 0
    batch = ReportBatch.objects.get(partnership=desk.world.partnership)
    assert (batch.period_from, batch.period_to) == (QUARTER.first, QUARTER.last)
    assert (batch.is_scheduled, batch.ordered_by) == (True, None)
    assert batch.reports.count() == 4


def test_the_calendar_makes_nothing_anew_where_somebody_has_ordered_by_hand(desk: Desk) -> None:
    by_hand = desk.order()
    order_scheduled(today=dt.date(2026, 10, 5))
    assert list(ReportBatch.objects.filter(partnership=desk.world.partnership)) == [by_hand]
    assert StatusReport.objects.filter(partnership=desk.world.partnership).count() == 4


def test_the_calendar_passes_by_partnerships_that_have_ended_or_had_not_begun(db: None) -> None:
    PartnershipFactory(valid_to=dt.date(2026, 9, 30))
    PartnershipFactory(valid_from=dt.date(2026, 10, 1))
    assert order_scheduled(today=dt.date(2026, 10, 5)) == 0


# --- The form -------------------------------------------------------------------------------------------------------


def post(desk: Desk, client_of: ClientOf, **data: str):
    form = {"whom": "alle", "period": "2026-k3"} | data
    return client_of("coordinator_trust").post(desk.address("report-order"), form)


def test_the_form_orders_and_leads_to_the_progress(desk: Desk, client_of: ClientOf) -> None:
    response = post(desk, client_of)
    assert response.url == desk.address("batch-detail", ReportBatch.objects.get().pk)
    page = client_of("coordinator_trust").get(response.url).content.decode()
    assert 'hx-trigger="every 2s"' in page
    assert "0 av 4" in page


@pytest.mark.parametrize(
    ("first", "last", "field", "words"),
    [
        ("2026-09-01", "2026-08-01", "last", "Perioden slutter før den begynner."),
        ("2026-09-01", "2026-12-31", "last", "Perioden er ikke over før 31.\xa0desember 2026."),
        ("2014-01-01", "2014-12-31", "period", "Samarbeidet begynte 1.\xa0januar 2015."),
        ("", "2026-08-01", "first", "Velg første dag."),
        ("2026-09-01", "", "last", "Velg siste dag."),
        ("0000-99-99", "2026-08-01", "first", "dato"),
    ],
)
def test_a_period_that_cannot_be_is_refused_beside_its_field(
    desk: Desk, client_of: ClientOf, first: str, last: str, field: str, words: str
) -> None:
    response = post(desk, client_of, period="egne", first=first, last=last)
    assert response.status_code == 422
    assert words in " ".join(response.context["form"].errors[field])
    if first == "2026-09-01":
        assert 'value="2026-09-01"' in response.content.decode()
    assert not StatusReport.objects.exists()


def test_own_days_are_a_period_too(desk: Desk, client_of: ClientOf) -> None:
    post(desk, client_of, period="egne", first="2026-08-01", last="2026-10-06", whom="partnership")
    report = StatusReport.objects.get()
    assert (report.period_from, report.period_to) == (dt.date(2026, 8, 1), dt.date(2026, 10, 6))


def test_only_coordinators_order(desk: Desk, client_of: ClientOf) -> None:
    for persona in ("mayor", "health_chief", "committee_member", "outsider"):
        assert client_of(persona).get(desk.address("report-order")).status_code == 403, persona
