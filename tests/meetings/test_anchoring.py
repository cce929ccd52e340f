"""Input from municipalities on cases, and meetings of their groups beforehand."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from meetings.enums import CaseState, MeetingState
from meetings.models import AgendaItem, Case, CaseInput, PreMeeting
from meetings.selectors.anchoring import inputs_on
from meetings.services.anchoring import give_input, log_pre_meeting, withdraw_input
from municipalities.access import access_for
from samhandling.audit.selectors import history_of
from samhandling.core import clock
from samhandling.core.errors import NotPossible
from tests.factories.meetings import AgendaItemFactory, MeetingFactory
from tests.factories.organisation import GroupFactory
from tests.meetings.case_desk import ClientOf, Url, exempt_case, make_case, treat
from tests.personas import World


def noon(days: int) -> dt.datetime:
    today = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0)
    return today + dt.timedelta(days=days)


def treat_in(world: World, case: Case, days: int) -> AgendaItem:
    """On a published agenda, so many days from now; the committee's papers are due 14 days before."""
    start = noon(days)
    return treat(world, case, starts_at=start, ends_at=start + dt.timedelta(hours=2))


# --- Who gives input --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("persona", "status"),
    [
        ("health_chief", 302),
        ("other_chief", 302),
        ("committee_member", 302),  # from a seat of the municipality's own
        ("chair", 403),
        ("mayor", 403),
        ("coordinator_municipal", 403),
        ("outsider", 403),
    ],
)
def test_a_municipality_gives_input_by_its_chief_or_its_member(
    world: World, client_of: ClientOf, url: Url, persona: str, status: int
) -> None:
    case = make_case(world)
    treat_in(world, case, 30)
    answer = client_of(persona).post(url("case-input-create", case.pk), {"text": "Vi støtter dette."})
    assert answer.status_code == status
    own = world.municipality_b if persona == "other_chief" else world.municipality_a
    given = list(CaseInput.objects.values_list("municipality_id", "given_by"))
    assert given == ([(own.pk, world.user(persona).pk)] if status == 302 else [])


def test_input_is_read_by_members_only(world: World, client_of: ClientOf, url: Url) -> None:
    case = make_case(world)
    treat_in(world, case, 30)
    give_input(actor=None, case=case, municipality=world.municipality_b, text="Vi er skeptiske.")
    assert "Vi er skeptiske." in client_of("mayor").get(url("case-detail", case.pk)).content.decode()
    for persona in ("anonymous", "outsider", "foreign_coordinator"):
        assert "skeptiske" not in client_of(persona).get(url("case-detail", case.pk)).content.decode()


def test_who_does_not_read_an_exempt_case_neither_reads_nor_gives_input(
    world: World, client_of: ClientOf, url: Url
) -> None:
    case = exempt_case(world)
    treat_in(world, case, 30)
    give_input(actor=None, case=case, municipality=world.municipality_b, text="Vår posisjon.")
    client = client_of("health_chief")
    assert "Vår posisjon." not in client.get(url("case-detail", case.pk)).content.decode()
    assert client.post(url("case-input-create", case.pk), {"text": "Hei"}).status_code == 403
    assert "Vår posisjon." in client_of("committee_member").get(url("case-detail", case.pk)).content.decode()


# --- When -------------------------------------------------------------------------------------------------------------


def test_input_after_the_deadline_for_papers_is_taken_and_said_to_be_late(
    world: World, client_of: ClientOf, url: Url
) -> None:
    case = make_case(world)
    treat_in(world, case, 10)
    with clock.at(noon(-20)):
        give_input(actor=None, case=case, municipality=world.municipality_b, text="Tidlig ute.")
    client = client_of("health_chief")
    assert "Saksfristen var" in client.get(url("case-input-create", case.pk)).content.decode()
    client.post(url("case-input-create", case.pk), {"text": "Sent ute."})
    page = client_of("coordinator_municipal").get(url("case-detail", case.pk)).content.decode()
    assert "2 av 2 kommuner har gitt innspill." in page
    assert "1 av dem ga det innen saksfristen." in page
    assert page.count("etter saksfristen") == 1


def test_input_is_measured_against_the_meeting_that_follows_it(world: World) -> None:
    """The second was given long before the meeting to come, though long after the first one's papers were due."""
    case = make_case(world)
    treat_in(world, case, -5)
    treat_in(world, case, 40)
    for days, municipality in ((-10, world.municipality_a), (0, world.municipality_b)):
        with clock.at(noon(days)):
            give_input(actor=None, case=case, municipality=municipality, text="Innspill")
    user = world.user("coordinator_municipal")
    case = Case.objects.for_reader(access_for(user, world.partnership)).get(pk=case.pk)
    inputs = inputs_on(case, access_for(user, world.partnership), user.pk, timezone.now())
    assert [line.is_late for line in inputs.lines] == [True, False]
    assert inputs.deadline == timezone.localdate(noon(26))


def test_a_closed_case_takes_no_input_and_nothing_typed_is_lost(world: World, client_of: ClientOf, url: Url) -> None:
    case = make_case(world, state=CaseState.CLOSED)
    treat_in(world, case, -30)
    answer = client_of("health_chief").post(url("case-input-create", case.pk), {"text": "For sent"})
    assert answer.status_code == 422
    assert "tar ikke imot innspill" in answer.content.decode()
    assert "For sent" in answer.content.decode()


@pytest.mark.parametrize("text", ["", "   ", "Gjelder 13097248022"])
def test_empty_input_and_national_identity_numbers_are_refused(
    world: World, client_of: ClientOf, url: Url, text: str
) -> None:
    case = make_case(world)
    treat_in(world, case, 30)
    assert client_of("health_chief").post(url("case-input-create", case.pk), {"text": text}).status_code == 422
    assert not CaseInput.objects.exists()


# --- Taking it back ---------------------------------------------------------------------------------------------------


def test_only_the_giver_withdraws_and_then_it_is_not_counted(world: World, client_of: ClientOf, url: Url) -> None:
    case = make_case(world)
    treat_in(world, case, 30)
    chief = world.user("health_chief")
    row = give_input(actor=chief, case=case, municipality=world.municipality_a, text="Vi ombestemmer oss.")
    for persona in ("coordinator_municipal", "committee_member", "other_chief"):
        assert client_of(persona).post(url("case-input-withdraw", case.pk, row.pk)).status_code == 403
    client_of("health_chief").post(url("case-input-withdraw", case.pk, row.pk))
    assert "ombestemmer" not in client_of("mayor").get(url("case-detail", case.pk)).content.decode()
    verbs = [entry.verb for entry in history_of(case)]
    assert verbs == ["case.input_withdrawn", "case.input_given"]
    with pytest.raises(NotPossible, match="allerede trukket"):
        withdraw_input(actor=chief, row=row)


def test_input_a_meeting_has_treated_stays(world: World) -> None:
    case = make_case(world)
    treat_in(world, case, -5)
    chief = world.user("health_chief")
    with clock.at(noon(-20)):
        row = give_input(actor=chief, case=case, municipality=world.municipality_a, text="Før møtet")
    with pytest.raises(NotPossible, match="behandlet"):
        withdraw_input(actor=chief, row=row)


# --- Meetings beforehand ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("persona", "status"),
    [
        ("coordinator_municipal", 302),
        ("coordinator_trust", 302),
        ("chair", 302),
        ("committee_member", 403),
        ("health_chief", 403),
        ("outsider", 403),
    ],
)
def test_secretariat_and_chairs_log_meetings_beforehand(
    world: World, client_of: ClientOf, url: Url, persona: str, status: int
) -> None:
    group = GroupFactory(partnership=world.partnership, name="Nordgruppen")
    meeting = MeetingFactory(committee=world.committee, starts_at=noon(8), ends_at=noon(9), called=True)
    sent = {"group": group.pk, "held_on": timezone.localdate().isoformat(), "note": "Ti kommuner møtte."}
    answer = client_of(persona).post(url("pre-meeting-create", meeting.pk), sent)
    assert answer.status_code == status
    assert PreMeeting.objects.exists() == (status == 302)
    shown = "Nordgruppen" in client_of("mayor").get(url("meeting-detail", meeting.pk)).content.decode()
    assert shown == (status == 302)
    assert "Nordgruppen" not in client_of("anonymous").get(url("meeting-detail", meeting.pk)).content.decode()


def test_impossible_days_and_foreign_groups_are_refused(world: World) -> None:
    group, foreign = GroupFactory(partnership=world.partnership), GroupFactory(partnership=world.other_partnership)
    held = MeetingFactory(committee=world.committee, starts_at=noon(-8), ends_at=noon(-7), called=True)
    today = timezone.localdate()
    cases = [
        ({"group": group, "held_on": today + dt.timedelta(days=1)}, "held_on"),
        ({"group": group, "held_on": today}, "held_on"),  # after the meeting
        ({"group": foreign, "held_on": held.day}, "group"),
    ]
    for values, field in cases:
        with pytest.raises(ValidationError) as refused:
            log_pre_meeting(actor=world.user("chair"), meeting=held, values=values)
        assert list(refused.value.message_dict) == [field]
    log_pre_meeting(actor=world.user("chair"), meeting=held, values={"group": group, "held_on": held.day})
    with pytest.raises(ValidationError, match="allerede ført"):
        log_pre_meeting(actor=world.user("chair"), meeting=held, values={"group": group, "held_on": held.day})


def test_nothing_is_logged_on_a_cancelled_meeting(world: World, client_of: ClientOf, url: Url) -> None:
    group = GroupFactory(partnership=world.partnership)
    meeting = MeetingFactory(
        committee=world.committee,
        starts_at=noon(8),
        ends_at=noon(9),
        state=MeetingState.CANCELLED,
        cancelled_reason="Få saker",
    )
    sent = {"group": group.pk, "held_on": timezone.localdate().isoformat()}
    answer = client_of("chair").post(url("pre-meeting-create", meeting.pk), sent)
    assert answer.status_code == 422
    assert "Møtet er avlyst." in answer.content.decode()


# --- Strategic --------------------------------------------------------------------------------------------------------


def test_the_agenda_builder_marks_a_case_as_strategic_without_asking_the_chair_again(
    world: World, client_of: ClientOf, url: Url
) -> None:
    meeting = MeetingFactory(committee=world.committee, starts_at=noon(20), ends_at=noon(21))
    item = AgendaItemFactory(meeting=meeting, case=make_case(world), title="Felles plan")
    sent = {
        "type": item.type,
        "title": item.title,
        "proposed_by": item.proposed_by,
        "minutes_planned": "20",
        "is_strategic": "on",
    }
    client_of("coordinator_municipal").post(url("agenda-item-edit", meeting.pk, item.pk), sent)
    item.refresh_from_db()
    assert item.is_strategic
