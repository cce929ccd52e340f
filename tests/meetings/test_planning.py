"""Planning meetings: deadlines, the list, the calendar, and making, changing and cancelling."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from meetings.deadlines import deadlines, easter_sunday, rest_day
from meetings.enums import ItemType, MeetingState, StandardItem
from meetings.models import Meeting
from tests.factories.meetings import (
    OSLO,
    AgendaItemFactory,
    MeetingFactory,
    MinutesFactory,
)
from tests.factories.organisation import CommitteeFactory

NOW = dt.datetime(2026, 8, 20, 10, tzinfo=OSLO)
DAY = dt.datetime(2026, 9, 17, 12, 30, tzinfo=OSLO)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_august_2026():
    with time_machine.travel(NOW, tick=False):
        yield


def url(name, *args):
    return reverse(f"meetings:{name}", args=["prove", *args])


def details(**changes):
    return {
        "committee": "osu",
        "date": "2026-09-17",
        "starts": "12:30",
        "ends": "15:30",
        "place": "Rådhuset",
        "video_link": "",
        "practical": "",
        "archive_ref": "",
    } | changes


# Deadlines ----------------------------------------------------------------------------------------------------------


def test_deadlines_are_counted_back_from_the_day_of_the_meeting():
    due = deadlines(meeting_day=dt.date(2026, 9, 17), notice_days=7, paper_days=14)
    assert (due.notice.day, due.papers.day) == (dt.date(2026, 9, 10), dt.date(2026, 9, 3))
    assert due.notice.rest_day == ""


def test_a_deadline_on_a_day_off_is_named_and_not_moved():
    due = deadlines(meeting_day=dt.date(2026, 5, 24), notice_days=7, paper_days=23)
    assert due.notice.day == dt.date(2026, 5, 17)
    assert due.notice.rest_day == "grunnlovsdagen"
    assert due.papers.rest_day == "første mai"


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (dt.date(2026, 4, 2), "skjærtorsdag"),
        (dt.date(2026, 5, 14), "Kristi himmelfartsdag"),
        (dt.date(2026, 5, 25), "andre pinsedag"),
        (dt.date(2026, 9, 12), "lørdag"),
        (dt.date(2026, 9, 13), "søndag"),
        (dt.date(2026, 9, 14), ""),
    ],
)
def test_days_off(day, name):
    assert rest_day(day) == name


@pytest.mark.parametrize(
    "day",
    [dt.date(2017, 4, 16), dt.date(2024, 3, 31), dt.date(2026, 4, 5), dt.date(2038, 4, 25), dt.date(2049, 4, 18)],
)
def test_easter_as_in_the_almanac(day):
    assert easter_sunday(day.year) == day


# Making a meeting ---------------------------------------------------------------------------------------------------


def test_a_new_meeting_gets_number_and_standard_items(world, client_of):
    MeetingFactory(committee=world.committee, number=4, starts_at=NOW)
    response = client_of("coordinator_municipal").post(url("meeting-create"), details())
    meeting = Meeting.objects.get(place="Rådhuset")
    assert response.url == url("meeting-detail", meeting.pk)
    assert (meeting.number, meeting.year, meeting.state) == (5, 2026, MeetingState.PLANNED)
    assert meeting.starts_at == DAY
    assert [item.standard for item in meeting.items.all()] == [
        StandardItem.APPROVE_NOTICE,
        StandardItem.APPROVE_MINUTES,
        StandardItem.AOB,
    ]


def test_the_standard_item_names_the_committees_last_minutes(world, client_of):
    earlier = MeetingFactory(committee=world.committee, number=1, starts_at=DAY - dt.timedelta(days=90), called=True)
    minutes = MinutesFactory(meeting=earlier)
    MinutesFactory(meeting=MeetingFactory(committee=world.other_committee, starts_at=NOW, called=True))
    client_of("coordinator_trust").post(url("meeting-create"), details())
    item = Meeting.objects.get(place="Rådhuset").items.get(standard=StandardItem.APPROVE_MINUTES)
    assert item.previous_minutes == minutes
    assert item.title == "Godkjenning av protokoll fra 19. juni 2026"


def test_numbers_of_meetings_start_again_each_year(world, client_of):
    MeetingFactory(committee=world.committee, number=6, starts_at=DAY)
    client_of("coordinator_municipal").post(url("meeting-create"), details(date="2027-01-14", place="Nyttår"))
    assert Meeting.objects.get(place="Nyttår").number == 1


def test_a_meeting_that_ends_before_it_starts_is_refused_and_nothing_typed_is_lost(world, client_of):
    response = client_of("coordinator_municipal").post(
        url("meeting-create"), details(ends="11:00", practical="Oppmøte i resepsjonen")
    )
    assert response.status_code == 422
    page = response.content.decode()
    assert "Møtet må slutte etter at det starter." in page
    assert "Oppmøte i resepsjonen" in page
    assert 'value="12:30"' in page
    assert not Meeting.objects.exists()


@pytest.mark.parametrize(
    ("changes", "warning"),
    [
        ({"date": "2026-08-13"}, "Møtet ligger i fortiden."),
        ({"date": "2026-12-25"}, "første juledag"),
        (
            {"date": "2026-10-01", "starts": "11:00", "ends": "13:00"},
            "Utvalget har allerede møte 1/2026 kl. 12.30–15.30",
        ),
    ],
)
def test_a_doubtful_time_is_saved_only_when_confirmed(world, client_of, changes, warning):
    MeetingFactory(committee=world.committee, number=1, starts_at=dt.datetime(2026, 10, 1, 12, 30, tzinfo=OSLO))
    client = client_of("coordinator_municipal")
    response = client.post(url("meeting-create"), details(**changes))
    assert response.status_code == 422
    assert warning in response.content.decode()
    assert Meeting.objects.count() == 1
    assert client.post(url("meeting-create"), details(**changes, confirm="on")).status_code == 302
    assert Meeting.objects.count() == 2


def test_a_committee_of_another_partnership_cannot_be_chosen(world, client_of):
    CommitteeFactory(partnership=world.other_partnership, slug="fremmed")
    response = client_of("coordinator_municipal").post(url("meeting-create"), details(committee="fremmed"))
    assert response.status_code == 422
    assert not Meeting.objects.exists()


# Changing and cancelling --------------------------------------------------------------------------------------------


def test_moving_a_planned_meeting_to_another_year_gives_it_a_number_there(world, client_of):
    MeetingFactory(committee=world.committee, number=7, starts_at=DAY + dt.timedelta(days=200))
    meeting = MeetingFactory(committee=world.committee, number=3, starts_at=DAY)
    client_of("coordinator_municipal").post(url("meeting-edit", meeting.pk), details(date="2027-02-04"))
    meeting.refresh_from_db()
    assert (meeting.year, meeting.number) == (2027, 8)


def test_a_meeting_with_numbered_items_stays_in_its_year(world, client_of):
    meeting = MeetingFactory(committee=world.committee, called=True, starts_at=DAY)
    AgendaItemFactory(meeting=meeting, numbered=True)
    response = client_of("coordinator_municipal").post(url("meeting-edit", meeting.pk), details(date="2027-02-04"))
    assert response.status_code == 422
    assert "Sakene har saksnummer for 2026" in response.content.decode()


def test_a_cancelled_meeting_says_why_to_everybody(world, client_of):
    meeting = MeetingFactory(committee=world.committee, starts_at=DAY)
    client = client_of("coordinator_municipal")
    assert client.post(url("meeting-cancel", meeting.pk), {"reason": ""}).status_code == 422
    client.post(url("meeting-cancel", meeting.pk), {"reason": "For få saker"})
    page = client_of("anonymous").get(url("meeting-detail", meeting.pk)).content.decode()
    assert "Møtet er avlyst" in page
    assert "For få saker" in page


def test_a_meeting_that_is_held_cannot_be_cancelled(world, client_of):
    meeting = MeetingFactory(committee=world.committee, starts_at=NOW - dt.timedelta(days=2), called=True)
    MinutesFactory(meeting=meeting)
    page = client_of("coordinator_municipal").get(url("meeting-detail", meeting.pk)).content.decode()
    assert "Venter på protokoll" in page
    assert url("meeting-cancel", meeting.pk) not in page
    response = client_of("coordinator_municipal").post(url("meeting-cancel", meeting.pk), {"reason": "Feil"})
    assert response.status_code == 422
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.CALLED


# Who sees what ------------------------------------------------------------------------------------------------------

EVERYBODY = [
    "coordinator_municipal",
    "coordinator_trust",
    "chair",
    "committee_member",
    "mayor",
    "outsider",
    "anonymous",
]


@pytest.mark.parametrize("persona", EVERYBODY)
def test_that_a_meeting_takes_place_is_public(world, client_of, persona):
    meeting = MeetingFactory(committee=world.committee, starts_at=DAY, place="Rådhuset")
    client = client_of(persona)
    assert "Rådhuset" in client.get(url("meeting-list")).content.decode()
    assert "17. september" in client.get(url("meeting-detail", meeting.pk)).content.decode().replace("\u00a0", " ")
    assert client.get(url("meeting-calendar")).status_code == 200


@pytest.mark.parametrize(
    ("persona", "seen"),
    [
        ("coordinator_municipal", True),
        ("chair", True),
        ("committee_member", False),
        ("health_chief", False),
        ("anonymous", False),
    ],
)
def test_an_unpublished_agenda_is_for_secretariat_and_chair(world, client_of, persona, seen):
    meeting = MeetingFactory(committee=world.committee, starts_at=DAY)
    AgendaItemFactory(meeting=meeting, title="Ny rutine for utskriving")
    page = client_of(persona).get(url("meeting-detail", meeting.pk)).content.decode()
    assert ("Ny rutine for utskriving" in page) is seen
    assert ("Sakslisten er ikke publisert ennå" in page) is not seen


@pytest.mark.parametrize(
    ("persona", "status"),
    [
        ("coordinator_municipal", 200),
        ("coordinator_trust", 200),
        ("chair", 403),
        ("committee_member", 403),
        ("mayor", 403),
        ("outsider", 403),
        ("foreign_coordinator", 403),
        ("anonymous", 302),
    ],
)
@pytest.mark.parametrize("name", ["meeting-create", "meeting-edit", "meeting-cancel"])
def test_only_coordinators_plan(world, client_of, persona, status, name):
    meeting = MeetingFactory(committee=world.committee, starts_at=DAY)
    args = [] if name == "meeting-create" else [meeting.pk]
    assert client_of(persona).get(url(name, *args)).status_code == status


def test_a_meeting_of_another_partnership_is_not_found(world, client_of):
    foreign = MeetingFactory(committee=CommitteeFactory(partnership=world.other_partnership), starts_at=DAY)
    client = client_of("coordinator_municipal")
    for name in ("meeting-detail", "meeting-edit", "meeting-cancel", "agenda-edit"):
        assert client.get(url(name, foreign.pk)).status_code == 404


def test_the_video_link_is_for_the_committee(world, client_of):
    meeting = MeetingFactory(
        committee=world.committee, starts_at=DAY, called=True, video_link="https://video.example.com/rom"
    )
    assert "video.example.com" in client_of("committee_member").get(url("meeting-detail", meeting.pk)).content.decode()
    assert "video.example.com" not in client_of("anonymous").get(url("meeting-detail", meeting.pk)).content.decode()


# List and calendar --------------------------------------------------------------------------------------------------


def test_the_list_filters_by_committee_year_and_state(world, client_of):
    MeetingFactory(committee=world.committee, starts_at=DAY, place="Stedet A")
    MeetingFactory(committee=world.other_committee, starts_at=DAY, place="Stedet B")
    MeetingFactory(committee=world.committee, starts_at=DAY - dt.timedelta(days=500), place="Stedet C")

    def places(**query):
        page = client_of("anonymous").get(url("meeting-list"), query).content.decode()
        return {letter for letter in "ABC" if f"Stedet {letter}" in page}

    assert places() == {"A", "B", "C"}
    assert places(utvalg="osu") == {"A", "C"}
    assert places(aar="2025") == {"C"}
    assert places(utvalg="lsu", status="planned") == {"B"}
    assert places(status="called") == set()
    assert places(utvalg="finnes-ikke", aar="abc") == {"A", "B", "C"}
    assert '<option value="2025">2025</option>' in client_of("anonymous").get(url("meeting-list")).content.decode()


def test_a_late_notice_is_the_secretariats_business(world, client_of):
    MeetingFactory(committee=world.committee, starts_at=NOW + dt.timedelta(days=3))
    assert "Innkallingen skulle vært sendt" in client_of("coordinator_trust").get(url("meeting-list")).content.decode()
    assert "Innkallingen skulle vært sendt" not in client_of("anonymous").get(url("meeting-list")).content.decode()


def test_the_calendar_shows_whole_weeks(world, client_of):
    MeetingFactory(committee=world.committee, starts_at=dt.datetime(2026, 8, 31, 9, tzinfo=OSLO))
    page = client_of("anonymous").get(url("meeting-calendar"), {"maaned": "2026-09"}).content.decode()
    assert "09.00" in page  # 31 August is in the first week of September


@pytest.mark.parametrize("month", ["tull", "0001-01", "9999-12", "2026-13", ""])
def test_a_month_that_is_none_shows_the_current_one(world, client_of, month):
    response = client_of("anonymous").get(url("meeting-calendar"), {"maaned": month})
    assert response.context["month"].first == dt.date(2026, 8, 1)


def test_a_year_out_of_this_world_is_refused(world, client_of):
    response = client_of("coordinator_municipal").post(url("meeting-create"), details(date="0026-09-17"))
    assert response.status_code == 422
    assert "Året må være mellom 1990 og 2100." in response.content.decode()


@pytest.mark.parametrize("name", ["meeting-list", "meeting-calendar"])
def test_queries_do_not_grow_with_the_number_of_meetings(world, client_of, name, django_assert_num_queries):
    client = client_of("coordinator_municipal")

    def visit(count):
        for number in range(count):
            for days in (-40, 3):
                MeetingFactory(committee=world.committee, starts_at=NOW + dt.timedelta(days=days, hours=number))
        with django_assert_num_queries(9 if name == "meeting-list" else 6):
            client.get(url(name))

    visit(1)
    visit(3)


def test_queries_of_the_meeting_page_do_not_grow_with_the_agenda(world, client_of, django_assert_num_queries):
    meeting = MeetingFactory(committee=world.committee, starts_at=DAY)
    client = client_of("coordinator_municipal")

    def visit(count):
        for _ in range(count):
            AgendaItemFactory(meeting=meeting, type=ItemType.DISCUSSION)
        with django_assert_num_queries(10):
            client.get(url("meeting-detail", meeting.pk))

    visit(1)
    visit(3)


def test_minutes_that_the_public_may_not_read_are_not_linked_to(world, client_of):
    minutes = MinutesFactory(meeting=MeetingFactory(committee=world.committee, starts_at=NOW, called=True, number=1))
    meeting = MeetingFactory(committee=world.committee, starts_at=DAY, called=True, number=2)
    AgendaItemFactory(meeting=meeting, case=None, previous_minutes=minutes, numbered=True)
    address = url("minutes", minutes.meeting_id)
    assert address in client_of("chair").get(url("meeting-detail", meeting.pk)).content.decode()
    assert address not in client_of("anonymous").get(url("meeting-detail", meeting.pk)).content.decode()
