"""The chair approves the agenda, and is asked again when it changes."""

import datetime as dt

import pytest
import time_machine

from meetings.enums import StandardItem
from meetings.services.agenda import add_item, edit_item, reorder, withdraw
from tests.factories.meetings import OSLO, MeetingFactory, MinutesFactory
from tests.meetings.agendas import NOW, approve, builder, plan, url


@pytest.fixture(autouse=True)
def in_september_2026():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def meeting(world):
    return plan(world.committee)


def fingerprint(client, name, meeting):
    context = client.get(url(name, meeting)).context
    return (context["progress"].approval if name == "meeting-detail" else context["approval"]).fingerprint


def test_the_chair_approves_on_the_meetings_page(meeting, world, client_of):
    chair = client_of("chair")
    assert "Jeg godkjenner sakslisten" in chair.get(url("meeting-detail", meeting)).content.decode()
    chair.post(url("agenda-approve", meeting), {"fingerprint": fingerprint(chair, "meeting-detail", meeting)})
    meeting.refresh_from_db()
    assert meeting.approved_by == world.people["chair"]
    assert meeting.approved_at == NOW
    assert "Jeg godkjenner sakslisten" not in chair.get(url("meeting-detail", meeting)).content.decode()


def test_a_coordinator_writes_down_who_approved_and_when(meeting, world, client_of):
    client = client_of("coordinator_municipal")
    data = {
        "fingerprint": fingerprint(client, "agenda-edit", meeting),
        "approved_by": world.people["chair"].pk,
        "approved_on": "2026-08-31",
    }
    client.post(url("agenda-approve", meeting), data)
    meeting.refresh_from_db()
    assert meeting.approved_by == world.people["chair"]
    assert meeting.approved_at == dt.datetime(2026, 8, 31, 12, tzinfo=OSLO)


@pytest.mark.parametrize(
    "changes", [{"approved_on": "2026-09-02"}, {"approved_by": "member"}, {"approved_on": "i går"}]
)
def test_an_approval_by_somebody_else_or_in_the_future_is_refused(meeting, world, client_of, changes):
    client = client_of("coordinator_municipal")
    if "approved_by" in changes:
        changes = {"approved_by": world.people["committee_member"].pk}
    data = {
        "fingerprint": fingerprint(client, "agenda-edit", meeting),
        "approved_by": world.people["chair"].pk,
        "approved_on": "2026-08-31",
    }
    assert client.post(url("agenda-approve", meeting), data | changes).status_code == 422
    meeting.refresh_from_db()
    assert meeting.approved_at is None


def test_an_agenda_that_changed_while_the_chair_read_is_not_approved(meeting, world, client_of):
    chair = client_of("chair")
    seen = fingerprint(chair, "meeting-detail", meeting)
    add_item(meeting=meeting, user=None, title="Snek seg inn")
    response = chair.post(url("agenda-approve", meeting), {"fingerprint": seen}, follow=True)
    assert "Sakslisten ble endret etter at du åpnet siden" in response.content.decode()
    meeting.refresh_from_db()
    assert meeting.approved_at is None


@pytest.mark.parametrize(
    "change",
    [
        lambda meeting: add_item(meeting=meeting, user=None, title="Ny"),
        lambda meeting: edit_item(item=meeting.items.first(), columns={"title": "Nytt navn"}, user=None),
        lambda meeting: withdraw(item=meeting.items.first(), user=None),
        lambda meeting: reorder(meeting=meeting, order=[meeting.items.last().pk], user=None),
    ],
)
def test_every_change_of_the_agenda_asks_for_approval_again(meeting, world, client_of, change):
    client = client_of("coordinator_municipal")
    approve(meeting, world.people["chair"])
    assert "Leder har godkjent sakslisten" in builder(client, meeting)
    change(meeting)
    page = builder(client, meeting)
    assert "Sakslisten er endret etter godkjenningen" in page
    assert "Kan publiseres når leder har godkjent sakslisten." in page


def test_approval_names_the_minutes_that_are_to_be_approved(meeting, world, client_of):
    earlier = MeetingFactory(committee=world.committee, starts_at=NOW - dt.timedelta(days=60), called=True, number=9)
    minutes = MinutesFactory(meeting=earlier)
    approve(meeting, world.people["chair"])
    item = meeting.items.get(standard=StandardItem.APPROVE_MINUTES)
    assert item.previous_minutes == minutes
    assert item.title == "Godkjenning av protokoll fra 3. juli 2026"
    assert "Leder har godkjent sakslisten" in builder(client_of("coordinator_municipal"), meeting)
