"""Committees, seats and who is appointed to them, through the coordinator's forms."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, connections, transaction
from django.urls import reverse
from django.utils import timezone

from municipalities.access import access_for
from municipalities.enums import SeatFunction
from municipalities.models import Appointment, Committee, Person, Seat
from municipalities.services.committees import appoint, change_committee, end_appointment
from samhandling.audit.models import ActivityLog
from tests.factories.organisation import AppointmentFactory, CommitteeFactory, PersonFactory, SeatFactory
from tests.personas import build_world

TAKEN = "Plassen er opptatt i dette tidsrommet. Avslutt den andre oppnevningen først."


@pytest.fixture
def coordinator(client_of):
    return client_of("coordinator_municipal")


def url(world, name, *arguments):
    return reverse(f"municipalities:{name}", args=[world.partnership.slug, world.committee.slug, *arguments])


def test_appointing_to_an_occupied_seat_is_refused_beside_the_field_and_nothing_is_lost(world, coordinator):
    response = coordinator.post(
        url(world, "appointment-create", world.member_seat.pk),
        {"new_name": "Ny Person", "new_title": "Rådgiver", "valid_from": "2024-05-01", "mandate": "can_decide"},
    )
    assert response.status_code == 422
    assert response.context["form"].errors["valid_from"] == [TAKEN]
    html = response.content.decode()
    assert 'value="Ny Person"' in html
    assert 'value="Rådgiver"' in html
    assert 'value="2024-05-01"' in html
    assert not Person.objects.filter(name="Ny Person").exists()


def test_a_new_person_is_appointed_and_the_history_tells_it(world, coordinator):
    seat = SeatFactory(committee=world.committee, label="Bjørkli")
    response = coordinator.post(
        url(world, "appointment-create", seat.pk),
        {"new_name": "Gro Nyvald", "new_email": "gro@example.com", "valid_from": "2026-01-01", "mandate": "unknown"},
    )
    assert response.status_code == 302
    appointment = Appointment.objects.get(seat=seat)
    assert (appointment.person.name, appointment.person.partnership) == ("Gro Nyvald", world.partnership)
    entry = ActivityLog.objects.get(verb="appointment.added")
    assert entry.subject == world.committee
    assert entry.actor == world.user("coordinator_municipal")


def test_a_person_and_a_new_one_cannot_both_be_given(world, coordinator):
    seat = SeatFactory(committee=world.committee)
    person = PersonFactory(partnership=world.partnership)
    values = {"person": person.pk, "new_name": "Ny Person", "valid_from": "2026-01-01", "mandate": "unknown"}
    response = coordinator.post(url(world, "appointment-create", seat.pk), values)
    assert response.status_code == 422
    assert "new_name" in response.context["form"].errors


def test_ending_frees_the_seat_from_the_next_day(world, coordinator):
    appointment = world.member_seat.appointments.get()
    response = coordinator.post(url(world, "appointment-end", appointment.pk), {"last_day": "2026-03-31"})
    assert response.status_code == 302
    after = {"new_name": "Ny Person", "valid_from": "2026-04-01", "mandate": "unknown"}
    same_day = after | {"valid_from": "2026-03-31"}
    assert coordinator.post(url(world, "appointment-create", world.member_seat.pk), same_day).status_code == 422
    assert coordinator.post(url(world, "appointment-create", world.member_seat.pk), after).status_code == 302
    page = coordinator.get(reverse("municipalities:committee-detail", args=[world.partnership.slug, "osu"]))
    assert "Har sittet her før" in page.content.decode()


def test_an_appointment_cannot_end_before_it_begins(world, coordinator):
    appointment = world.member_seat.appointments.get()
    response = coordinator.post(url(world, "appointment-end", appointment.pk), {"last_day": "2001-01-01"})
    assert response.status_code == 422
    assert "begynner 1.\u00a0januar 2015" in str(response.context["form"].errors["last_day"])


def test_an_appointment_stays_within_the_time_of_its_seat(world):
    seat = SeatFactory(committee=world.committee, valid_from=dt.date(2024, 1, 1), valid_to=dt.date(2025, 12, 31))
    person = PersonFactory(partnership=world.partnership)
    actor = world.user("coordinator_trust")
    with pytest.raises(ValidationError, match="først fra"):
        appoint(actor=actor, seat=seat, person=person, valid_from=dt.date(2023, 1, 1), valid_to=dt.date(2024, 2, 1))
    with pytest.raises(ValidationError, match="bare til"):
        appoint(actor=actor, seat=seat, person=person, valid_from=dt.date(2024, 1, 1))


def test_a_person_of_another_partnership_is_refused(world):
    stranger = PersonFactory(partnership=world.other_partnership)
    seat = SeatFactory(committee=world.committee)
    with pytest.raises(ValidationError, match="annet samarbeid"):
        appoint(actor=None, seat=seat, person=stranger, valid_from=dt.date(2026, 1, 1))


def test_a_personal_deputy_gets_a_seat_of_the_same_party(world, coordinator):
    response = coordinator.post(url(world, "seat-deputy", world.trust_seat.pk))
    deputy = Seat.objects.get(stands_in_for=world.trust_seat)
    assert response["Location"] == url(world, "appointment-create", deputy.pk)
    assert (deputy.party, deputy.function) == (world.trust_seat.party, SeatFunction.DEPUTY)


def test_only_a_deputys_seat_stands_in_for_another(world, coordinator):
    values = {"party": "trust", "function": "member", "stands_in_for": world.trust_seat.pk, "valid_from": "2026-01-01"}
    response = coordinator.post(url(world, "seat-create"), values)
    assert response.status_code == 422
    assert "Bare en varaplass" in str(response.context["form"].errors["function"])


def test_ending_a_committee_ends_the_access_its_seats_gave(world):
    user = world.user("committee_member")
    today = timezone.localdate()
    assert access_for(user, world.partnership, today).reads_internal(world.committee.pk)
    change_committee(
        actor=world.user("coordinator_municipal"),
        committee=world.committee,
        values={"valid_to": today - dt.timedelta(days=1)},
    )
    fresh = type(user).objects.get(pk=user.pk)
    assert not access_for(fresh, world.partnership, today).reads_internal(world.committee.pk)


@pytest.mark.parametrize("fmt", ["{nr/26", "{nr}", "{yy}", "{nr}/{nr}/{yy}", "{sak}/{yy}", "{nr:>9999999}/{yy}", ""])
def test_a_number_format_that_cannot_be_read_is_explained(world, coordinator, fmt):
    response = coordinator.post(url(world, "committee-edit"), committee_values(number_format=fmt))
    assert response.status_code == 422
    form = response.context["form"]
    assert form.errors["number_format"]
    assert form["name"].value() == "Utvalget med nytt navn"
    assert Committee.objects.get(pk=world.committee.pk).name == world.committee.name


@pytest.mark.parametrize("fmt", ["{nr}/{yy}", "{yyyy}/{nr}", "{nr:02}/{yyyy}", "PS {nr}/{yy}"])
def test_the_number_formats_in_use_are_taken(world, coordinator, fmt):
    assert coordinator.post(url(world, "committee-edit"), committee_values(number_format=fmt)).status_code == 302
    assert Committee.objects.get(pk=world.committee.pk).number_format == fmt


def committee_values(**changed):
    return {
        "name": "Utvalget med nytt navn",
        "short_name": "OSU",
        "slug": "osu",
        "type": "overarching",
        "level": "2",
        "decision_rule": "consensus",
        "procedure_profile": "agreement",
        "notice_days": "7",
        "paper_days": "14",
        "number_format": "{nr}/{yy}",
        "valid_from": "2015-01-01",
    } | changed


def test_saving_goes_back_to_the_committees_new_address(world, coordinator):
    response = coordinator.post(url(world, "committee-edit"), committee_values(slug="osu-ny"))
    assert response["Location"].endswith("/utvalg/osu-ny/")
    assert coordinator.get(response["Location"]).status_code == 200


def test_an_address_in_use_is_refused(world, coordinator):
    response = coordinator.post(url(world, "committee-edit"), committee_values(slug="lsu"))
    assert response.status_code == 422
    assert "finnes allerede" in str(response.context["form"].errors["slug"])


def test_a_committee_cannot_be_above_itself(world, coordinator):
    child = CommitteeFactory(partnership=world.partnership, parent=world.committee)
    response = coordinator.post(url(world, "committee-edit"), committee_values(parent=child.pk))
    assert response.status_code == 422
    assert "under seg selv" in str(response.context["form"].errors["parent"])


def in_thread(act):
    """Runs `act` with a connection of its own; returns the thread and what it raised."""
    raised: list[Exception] = []

    def run():
        try:
            act()
        except Exception as error:
            raised.append(error)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, raised


def waiting_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return bool(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
def test_two_coordinators_cannot_fill_one_seat_at_the_same_time():
    """Both start at once; one gets the seat, the other the message, nobody an error page."""
    world = build_world()
    seat = SeatFactory(committee=world.committee)
    people = PersonFactory.create_batch(2, partnership=world.partnership)
    barrier = threading.Barrier(2)

    def attempt(person):
        barrier.wait(5)
        appoint(actor=None, seat=seat, person=person, valid_from=dt.date(2026, 1, 1))

    threads = [in_thread(lambda person=person: attempt(person)) for person in people]
    for thread, _raised in threads:
        thread.join(20)
    raised = [error for _thread, errors in threads for error in errors]
    assert len(raised) == 1
    assert raised[0].message_dict == {"valid_from": [TAKEN]}
    assert Appointment.objects.filter(seat=seat).count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_databases_refusal_becomes_the_same_message():
    """The other one is not yet to be seen when the form is checked, and is there when it is saved."""
    world = build_world()
    seat = SeatFactory(committee=world.committee)
    first, second = PersonFactory.create_batch(2, partnership=world.partnership)
    saved, may_commit = threading.Event(), threading.Event()

    def quicker():
        with transaction.atomic():
            AppointmentFactory(seat=seat, person=first, valid_from=dt.date(2026, 1, 1))
            saved.set()
            may_commit.wait(10)

    thread, raised = in_thread(quicker)
    assert saved.wait(10)
    slower, refused = in_thread(lambda: appoint(actor=None, seat=seat, person=second, valid_from=dt.date(2026, 6, 1)))
    for _attempt in range(100):
        if waiting_for_a_lock():
            break
        threading.Event().wait(0.05)
    may_commit.set()
    thread.join(10)
    slower.join(10)
    assert not raised
    assert [error.message_dict for error in refused] == [{"valid_from": [TAKEN]}]
    assert Appointment.objects.get(seat=seat).person == first


def test_ending_twice_writes_history_once(world):
    appointment = world.member_seat.appointments.get()
    actor = world.user("coordinator_municipal")
    for _time in range(2):
        end_appointment(actor=actor, appointment=appointment, last_day=dt.date(2026, 6, 30))
    assert ActivityLog.objects.filter(verb="appointment.ended").count() == 1
