"""Beginning, reading and the rights of minutes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from meetings.enums import AttendanceStatus, MinutesSection, Outcome
from meetings.models import Minutes
from meetings.selectors.minutes_content import item_texts
from meetings.services.minutes import add_missing_items, start_minutes
from meetings.services.minutes_fields import save_item_text
from meetings.services.minutes_states import lock_minutes
from samhandling.core.errors import NotPossible
from tests.factories.meetings import (
    AgendaItemFactory,
    CasePaperFactory,
    LegalBasisFactory,
    MeetingFactory,
    PaperVersionFactory,
)
from tests.factories.organisation import AppointmentFactory, PersonFactory, SeatFactory
from tests.meetings.minutes_table import SECRET, Table
from tests.personas import World

ClientOf = Callable[[str], Client]


def test_attendance_comes_from_the_appointments_of_the_day(table: Table) -> None:
    rows = list(table.minutes.attendances.values_list("name", "party", "status", "is_voting"))
    assert rows == [
        ("Ragna Prøvesen", "municipalities", "unknown", True),
        ("Jorunn Prøvesen", "municipalities", "unknown", True),
        ("Halvor Prøvesen", "trust", "unknown", True),
        ("Ledig plass", "users", "absent", False),
    ]


def test_a_title_that_begins_the_name_of_the_seat_is_not_said_twice(world: World) -> None:
    seat = SeatFactory(committee=world.committee, label="Koordinator, kommunene", position=20)
    person = PersonFactory(partnership=world.partnership, name="Ola Prøvemo", title="Koordinator")
    AppointmentFactory(seat=seat, person=person)
    meeting = MeetingFactory(committee=world.committee, called=True)
    minutes = start_minutes(meeting=meeting, user=world.user("coordinator_municipal"))
    assert minutes.attendances.get(name="Ola Prøvemo").title == "Koordinator, kommunene"


def test_the_decision_is_prefilled_from_the_proposal_the_meeting_used(table: Table) -> None:
    decision = item_texts(table.decision)[MinutesSection.DECISION]
    assert decision.text == "1. Rutinen tas i bruk.\n2. Sekretariatet følger opp."
    notice = item_texts(table.item(table.notice_item))[MinutesSection.DECISION]
    assert notice.text == "Innkalling og saksliste ble godkjent."


def test_the_proposal_of_an_exempt_paper_is_not_copied_into_the_minutes_of_a_public_item(world: World) -> None:
    meeting = MeetingFactory(committee=world.committee, called=True)
    item = AgendaItemFactory(meeting=meeting, numbered=True, title="Beredskapsplan")
    paper = CasePaperFactory(case=item.case, is_exempt=True, legal_basis=LegalBasisFactory())
    item.paper_version = PaperVersionFactory(paper=paper, sections={"proposal": f"<p>{SECRET} er kr 5.</p>"})
    item.save()
    minutes = start_minutes(meeting=meeting, user=world.user("coordinator_municipal"))
    assert item_texts(minutes.items.get())[MinutesSection.DECISION].text == ""


def test_beginning_twice_gives_the_same_minutes(table: Table) -> None:
    assert start_minutes(meeting=table.meeting, user=table.other) == table.minutes
    assert Minutes.objects.filter(meeting=table.meeting).count() == 1


def test_minutes_wait_for_the_notice(world: World) -> None:
    planned = MeetingFactory(committee=world.committee)
    with pytest.raises(NotPossible, match="når innkallingen er publisert"):
        start_minutes(meeting=planned, user=world.user("coordinator_municipal"))


def test_an_item_added_late_is_taken_in(table: Table) -> None:
    AgendaItemFactory(meeting=table.meeting, position=5, numbered=True, title="Ettersendt sak")
    assert add_missing_items(minutes=table.minutes, user=table.user) == 1
    assert add_missing_items(minutes=table.minutes, user=table.user) == 0


READ_DRAFT = {
    "coordinator_municipal": 200,
    "coordinator_trust": 200,
    "chair": 200,
    "committee_member": 404,
    "health_chief": 404,
    "mayor": 404,
    "outsider": 404,
    "foreign_coordinator": 404,
    "anonymous": 404,
}


@pytest.mark.parametrize(("persona", "status"), READ_DRAFT.items())
def test_a_draft_is_for_the_secretariat_and_the_chair(
    table: Table, client_of: ClientOf, persona: str, status: int
) -> None:
    assert client_of(persona).get(table.url("minutes")).status_code == status


@pytest.mark.parametrize("persona", READ_DRAFT)
def test_a_locked_protokoll_is_for_everybody(locked: Table, client_of: ClientOf, persona: str) -> None:
    assert client_of(persona).get(locked.url("minutes")).status_code == 200


@pytest.mark.parametrize(
    ("persona", "shown"),
    [("coordinator_trust", True), ("committee_member", True), ("mayor", False), ("anonymous", False)],
)
def test_what_is_exempt_is_left_out_for_those_without_a_right_to_it(
    locked: Table, client_of: ClientOf, persona: str, shown: bool
) -> None:
    page = client_of(persona).get(locked.url("minutes")).content.decode()
    assert (SECRET in page) is shown
    assert "hemmelig behandling" in page or not shown
    assert ("hemmelig behandling" in page) is shown
    assert "offl. §\u00a023 første ledd" in page
    assert locked.exempt_item.number_text in page
    heading = f"Sak {locked.exempt_item.number_text}</span>" if not shown else "Beslutning</span>"
    assert heading in page, "the public is not told what kind of item it is"
    if not shown:
        assert "Fordeling av kostnader" in page


@pytest.fixture
def locked(table: Table) -> Table:
    save_item_text(
        item=table.exempt,
        section=MinutesSection.TREATMENT,
        base_revision=0,
        text="En hemmelig behandling.",
        user=table.user,
    )
    table.approve()
    table.minutes = lock_minutes(minutes=table.minutes, user=table.user)
    return table


@pytest.mark.parametrize(
    ("persona", "status"), [("coordinator_trust", 200), ("chair", 403), ("committee_member", 404), ("outsider", 404)]
)
def test_only_the_secretariat_writes(table: Table, client_of: ClientOf, persona: str, status: int) -> None:
    client = client_of(persona)
    assert client.get(table.url("minutes-edit")).status_code == status
    assert client.get(table.url("minutes-item", table.decision.pk)).status_code == status
    save = table.url("minutes-text-save", table.decision.pk, "treatment")
    posted = client.post(save, {"value": "Ord", "base_revision": 0}, HTTP_ACCEPT="application/json")
    assert posted.status_code == status


def test_who_is_not_signed_in_is_sent_to_sign_in(table: Table, client: Client) -> None:
    response = client.get(table.url("minutes-edit"))
    assert response.status_code == 302
    assert "/konto/" in response["Location"]


def test_the_secretariat_begins_from_the_page_without_minutes(world: World, client_of: ClientOf) -> None:
    meeting = MeetingFactory(committee=world.committee, called=True)
    client, url = client_of("coordinator_trust"), f"/prove/moter/{meeting.pk}/protokoll/"
    assert "Begynn på protokollen" in client.get(url).content.decode()
    assert client.post(f"{url}begynn/").status_code == 302
    assert meeting.minutes.count() == 1
    assert client_of("anonymous").get(url).status_code == 404


@pytest.mark.parametrize("page", ["minutes", "minutes-edit", "minutes-item", "minutes-finish"])
def test_a_page_asks_the_same_questions_for_few_items_and_many(
    table: Table, client_of: ClientOf, django_assert_num_queries: DjangoAssertNumQueries, page: str
) -> None:
    client = client_of("coordinator_municipal")
    url = table.url(page, *([table.decision.pk] if page == "minutes-item" else []))
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for number in range(5):
        AgendaItemFactory(meeting=table.meeting, position=10 + number, numbered=True)
    add_missing_items(minutes=table.minutes, user=table.user)
    table.minutes.items.update(outcome=Outcome.CONSENSUS)
    table.minutes.attendances.update(status=AttendanceStatus.PRESENT)
    with django_assert_num_queries(len(few)):
        client.get(url)
