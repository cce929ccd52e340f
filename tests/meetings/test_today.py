"""The front page says what needs each persona now; follow-up is found and closed; the calendar feed is a calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from meetings.enums import CaseState, MeetingState
from meetings.models import ActionItem, Case
from meetings.services.minutes_states import correct_minutes
from municipalities.models import Committee
from tests.factories.meetings import (
    ActionItemFactory,
    AgendaItemFactory,
    CaseFactory,
    LegalBasisFactory,
    MeetingFactory,
    MinutesFactory,
    MinutesItemFactory,
    lock,
)
from tests.factories.organisation import AppointmentFactory, CommitteeFactory, PersonFactory, SeatFactory
from tests.personas import World

ClientOf = Callable[[str], Client]


def soon(days: int) -> dict[str, dt.datetime]:
    start = timezone.now() + dt.timedelta(days=days)
    return {"starts_at": start, "ends_at": start + dt.timedelta(hours=2)}


def _action(world: World, case: Case | None = None, **fields: object) -> ActionItem:
    meeting = MeetingFactory(committee=world.committee, called=True, **soon(-30))
    minutes = MinutesFactory(meeting=meeting)
    item = MinutesItemFactory(
        minutes=minutes, agenda_item=AgendaItemFactory(meeting=meeting, **({"case": case} if case else {}))
    )
    action = ActionItemFactory(item=item, **fields)
    lock(minutes)
    return action


def test_the_coordinator_sees_the_missing_paper_and_the_agenda_that_is_not_approved(
    world: World, client_of: ClientOf
) -> None:
    meeting = MeetingFactory(committee=world.committee, state=MeetingState.PLANNED, **soon(12))
    AgendaItemFactory(meeting=meeting, case=CaseFactory(partnership=world.partnership, title="Ambulanseplan"))
    CommitteeFactory(partnership=world.partnership, short_name="AU", notice_days=1, paper_days=2)
    MeetingFactory(committee=Committee.objects.get(short_name="AU"), **soon(10))
    MeetingFactory(committee=world.committee, **soon(20))
    page = client_of("coordinator_municipal").get("/prove/i-dag/").content.decode()
    assert "Saksframlegg mangler" in page
    assert "Sakslisten er ikke godkjent av leder" in page
    deadlines = page[page.index("Saksfrister") :]
    assert deadlines.index("<dt>OSU</dt>") < deadlines.index("<dt>AU</dt>"), "the nearest first"


def test_the_chair_is_asked_to_approve_the_agenda(world: World, client_of: ClientOf) -> None:
    MeetingFactory(committee=world.committee, state=MeetingState.PLANNED, **soon(12))
    assert "Godkjenn sakslisten til OSU" in client_of("chair").get("/prove/i-dag/").content.decode()
    assert "Godkjenn sakslisten" not in client_of("committee_member").get("/prove/i-dag/").content.decode()


def test_a_proposal_waits_on_the_coordinators_page_only(world: World, client_of: ClientOf) -> None:
    CaseFactory(partnership=world.partnership, title="Felles rutine", state=CaseState.PROPOSED)
    assert "Felles rutine" in client_of("coordinator_trust").get("/prove/i-dag/").content.decode()
    assert "Felles rutine" not in client_of("mayor").get("/prove/i-dag/").content.decode()


def test_the_owner_sees_the_task_and_reports_it_done(world: World, client_of: ClientOf) -> None:
    owner = world.people["committee_member"]
    action = _action(world, text="Lage oversikt", owner=owner, due_on=timezone.localdate())
    client = client_of("committee_member")
    assert "Lage oversikt" in client.get("/prove/i-dag/").content.decode()
    done = {"done_on": timezone.localdate().isoformat(), "done_note": "Sendt ut"}
    assert client.post(f"/prove/oppfolging/{action.pk}/ferdig/", done).status_code == 302
    late = client.post(f"/prove/oppfolging/{action.pk}/ferdig/", done | {"done_note": "Noe annet"})
    assert "Oppgaven er allerede meldt ferdig." in late.content.decode()
    assert "Sendt ut" in client.get("/prove/oppfolging/?vis=done").content.decode()


def test_a_date_to_come_is_refused_and_the_words_are_kept(world: World, client_of: ClientOf) -> None:
    action = _action(world, text="Lage oversikt")
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    answer = client_of("coordinator_municipal").post(
        f"/prove/oppfolging/{action.pk}/ferdig/", {"done_on": tomorrow.isoformat(), "done_note": "Ble nesten ferdig"}
    )
    assert answer.status_code == 422
    assert "Datoen er fram i tid" in answer.content.decode()
    assert "Ble nesten ferdig" in answer.content.decode()


def test_another_member_may_not_close_someone_elses_task(world: World, client_of: ClientOf) -> None:
    action = _action(world, owner=world.people["chair"])
    assert client_of("mayor").get(f"/prove/oppfolging/{action.pk}/ferdig/").status_code == 403


def test_follow_up_of_an_exempt_case_is_hidden_from_those_who_do_not_read_it(world: World, client_of: ClientOf) -> None:
    case = CaseFactory(
        partnership=world.partnership, is_exempt=True, legal_basis=LegalBasisFactory(), public_title="Kostnader"
    )
    _action(world, case=case, text="Avklare forhandlingsposisjon")
    assert "forhandlingsposisjon" not in client_of("mayor").get("/prove/oppfolging/").content.decode()
    assert "forhandlingsposisjon" in client_of("committee_member").get("/prove/oppfolging/").content.decode()


@pytest.mark.parametrize("path", ["/prove/i-dag/", "/prove/oppfolging/"])
@pytest.mark.parametrize("persona", ["coordinator_municipal", "chair", "mayor"])
def test_pages_ask_the_database_as_often_for_many_rows_as_for_one(
    world: World, client_of: ClientOf, path: str, persona: str
) -> None:
    def fill() -> None:
        meeting = MeetingFactory(committee=world.committee, state=MeetingState.PLANNED, **soon(12))
        AgendaItemFactory(meeting=meeting, case=CaseFactory(partnership=world.partnership))
        CaseFactory(partnership=world.partnership, state=CaseState.PROPOSED)
        _action(world, owner=world.people[persona], due_on=timezone.localdate())

    client = client_of(persona)
    counts = []
    for rows in (1, 3):
        for _ in range(rows):
            fill()
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_feed_holds_the_meetings_and_marks_a_cancelled_one(world: World, client_of: ClientOf) -> None:
    MeetingFactory(committee=world.committee, state=MeetingState.PLANNED, place="Rådhuset", **soon(12))
    MeetingFactory(committee=world.committee, state=MeetingState.CANCELLED, place="", **soon(20))
    answer = client_of("anonymous").get("/prove/moter.ics?utvalg=%00")
    assert answer["Content-Type"].startswith("text/calendar")
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    assert [str(event["status"]) for event in events] == ["CANCELLED", "CONFIRMED"]
    assert {str(event["location"]) for event in events if "location" in event} == {"Rådhuset"}


def test_a_correction_under_way_does_not_show_a_task_twice(world: World, client_of: ClientOf) -> None:
    action = _action(world, text="Lage oversikt", owner=world.people["chair"])
    correct_minutes(minutes=action.item.minutes, reason="Feil frist", user=world.user("coordinator_municipal"))
    for persona in ("coordinator_municipal", "chair"):
        assert client_of(persona).get("/prove/oppfolging/").content.decode().count("oppgave-") == 1


def test_a_seat_names_who_holds_it_on_the_day(world: World, client_of: ClientOf) -> None:
    """In a partnership that has ended, the last day."""
    today = timezone.localdate()
    world.partnership.valid_to = today - dt.timedelta(days=400)
    world.partnership.save()
    seat = SeatFactory(committee=world.committee, municipality=world.municipality_a, label="Nordre")
    held = {"Holdt Plassen": (900, 400), "Var Ferdig": (2000, 901), "Kom Etterpå": (399, 0)}
    for name, (since, until) in held.items():
        first, last = (today - dt.timedelta(days=days) for days in (since, until))
        person = PersonFactory(partnership=world.partnership, name=name)
        AppointmentFactory(seat=seat, person=person, valid_from=first, valid_to=last)
    page = client_of("health_chief").get("/prove/i-dag/").content.decode()
    assert "Medlem, Nordre: Holdt Plassen</span>" in page


def test_follow_up_of_an_ended_partnership_is_counted_from_its_last_day(world: World, client_of: ClientOf) -> None:
    today = timezone.localdate()
    action = _action(world, owner=world.people["health_chief"], due_on=today - dt.timedelta(days=403))
    world.partnership.valid_to = today - dt.timedelta(days=400)
    world.partnership.save()
    client = client_of("health_chief")
    for url in ("/prove/i-dag/", "/prove/oppfolging/"):
        page = client.get(url).content.decode().replace("\xa0", " ")
        assert action.text in page
        assert "3 dager over" in page, url
        assert "403" not in page
