"""Proposals and their answers, closing and opening, and where a case stands."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from meetings.enums import CaseState, MeetingState, ProposedBy
from meetings.models import Case
from samhandling.audit.selectors import history_of
from tests.factories.meetings import AgendaItemFactory, MeetingFactory, MinutesItemFactory, RouteStepFactory, lock
from tests.meetings.case_desk import LAST_YEAR, ClientOf, Url, make_case, treat
from tests.personas import World

# --- Proposals, closing ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("persona", "status"),
    [
        ("health_chief", 200),
        ("committee_member", 200),
        ("mayor", 403),
        ("outsider", 403),
        ("coordinator_municipal", 403),
        ("anonymous", 302),
    ],
)
def test_members_and_health_chiefs_may_propose(
    world: World, client_of: ClientOf, url: Url, persona: str, status: int
) -> None:
    assert client_of(persona).get(url("case-propose")).status_code == status


def test_a_proposal_goes_to_the_secretariat_and_the_proposer_sees_the_answer(
    world: World, client_of: ClientOf, url: Url
) -> None:
    sent = {"title": "Ventetid i akuttmottaket", "proposal": "Vi venter for lenge.", "committee": world.committee.pk}
    client_of("health_chief").post(url("case-propose"), sent)
    case = Case.objects.get()
    assert case.state == CaseState.PROPOSED
    assert (case.proposed_by, case.proposing_municipality) == (ProposedBy.MUNICIPALITIES, world.municipality_a)
    assert [step.committee for step in case.route.all()] == [world.committee]
    assert "Vi venter for lenge." in client_of("health_chief").get(url("case-detail", case.pk)).content.decode()
    assert client_of("other_chief").get(url("case-detail", case.pk)).status_code == 404
    coordinator = client_of("coordinator_municipal")
    answer = coordinator.post(url("case-state", case.pk, "avslaa"), {"reason": "Saken er allerede meldt."})
    assert answer.status_code == 302
    assert "Saken er allerede meldt." in client_of("health_chief").get(url("case-detail", case.pk)).content.decode()
    again = coordinator.post(url("case-accept", case.pk), follow=True)
    assert "allerede besvart" in again.content.decode()
    case.refresh_from_db()
    assert case.state == CaseState.CLOSED


def test_a_trust_member_proposes_for_the_trust(world: World, client_of: ClientOf, url: Url) -> None:
    person = world.trust_seat.appointments.get().person
    person.user = world.user("outsider")
    person.save()
    client_of("outsider").post(url("case-propose"), {"title": "Utskrivning i helger", "proposal": "Det stopper opp."})
    assert Case.objects.get().proposed_by == ProposedBy.TRUST


def test_a_proposal_needs_to_say_why(world: World, client_of: ClientOf, url: Url) -> None:
    answer = client_of("health_chief").post(url("case-propose"), {"title": "Ventetid", "proposal": ""})
    assert answer.status_code == 422
    assert "Skriv hvorfor saken bør tas opp." in answer.content.decode()
    assert "Ventetid" in answer.content.decode()


def test_closing_needs_a_reason_and_a_closed_case_can_be_opened_again(
    world: World, client_of: ClientOf, url: Url
) -> None:
    case = make_case(world)
    client = client_of("coordinator_trust")
    assert client.post(url("case-state", case.pk, "avslutt"), {"reason": " "}).status_code == 422
    client.post(url("case-state", case.pk, "avslutt"), {"reason": "Alle har svart."})
    case.refresh_from_db()
    assert (case.state, case.closed_reason) == (CaseState.CLOSED, "Alle har svart.")
    client.post(url("case-state", case.pk, "gjenaapne"), {"reason": "Nye opplysninger."})
    case.refresh_from_db()
    assert (case.state, case.closed_on) == (CaseState.OPEN, None)
    assert "Nye opplysninger." in history_of(case)[0].text


@pytest.mark.parametrize("persona", ["committee_member", "mayor", "outsider"])
def test_others_may_not_change_the_state(world: World, client_of: ClientOf, url: Url, persona: str) -> None:
    case = make_case(world)
    treat(world, case)
    client = client_of(persona)
    assert client.post(url("case-state", case.pk, "avslutt"), {"reason": "x"}).status_code == 403
    assert client.post(url("case-accept", case.pk)).status_code == 403


# --- Where it stands ------------------------------------------------------------------------------------------------


def stands(client: Client, address: str) -> str:
    return str(client.get(address).context["standing"].text)


def test_the_page_says_where_the_case_stands(world: World, client_of: ClientOf, url: Url) -> None:
    client = client_of("coordinator_municipal")
    case = make_case(world)
    address = url("case-detail", case.pk)
    assert "ingen saksgang" in stands(client, address)
    first = RouteStepFactory(case=case, position=1, committee=world.other_committee)
    RouteStepFactory(case=case, position=2, body_name="Kommunestyrene", planned_on=dt.date(2020, 1, 1))
    assert "Neste ledd er Lokalt utvalg" in stands(client, address)
    first.treated_on = dt.date(2019, 1, 1)
    first.save()
    assert "Kommunestyrene skulle ha behandlet saken" in stands(client, address)
    treat(world, case, starts_at=timezone.now() + dt.timedelta(days=9))
    assert "skal behandles i Overordnet samarbeidsutvalg" in stands(client, address)


def test_a_postponed_treatment_leaves_its_step_open(world: World, client_of: ClientOf, url: Url) -> None:
    case = make_case(world)
    RouteStepFactory(case=case, position=1, committee=world.committee)
    RouteStepFactory(case=case, position=2, committee=world.other_committee)
    item = treat(world, case, starts_at=LAST_YEAR)
    lock(MinutesItemFactory(minutes__meeting=item.meeting, agenda_item=item, outcome="postponed").minutes)
    client = client_of("coordinator_municipal")
    assert "må settes opp på nytt" in stands(client, url("case-detail", case.pk))
    again = treat(world, case, starts_at=LAST_YEAR + dt.timedelta(days=30))
    lock(MinutesItemFactory(minutes__meeting=again.meeting, agenda_item=again).minutes)
    steps = client.get(url("case-detail", case.pk)).context["steps"]
    assert [(step.body, step.kind) for step in steps] == [
        ("Overordnet samarbeidsutvalg", "postponed"),
        ("Overordnet samarbeidsutvalg", "done"),
        ("Lokalt utvalg", "waiting"),
    ]


def test_a_meeting_that_is_only_planned_is_not_told_to_the_public(world: World, client_of: ClientOf, url: Url) -> None:
    case = make_case(world)
    treat(world, case, starts_at=LAST_YEAR)
    MeetingFactory(committee=world.committee, starts_at=timezone.now() + dt.timedelta(days=9), number=99)
    AgendaItemFactory(meeting__committee=world.committee, meeting__starts_at=LAST_YEAR.replace(year=2030), case=case)
    steps = client_of("anonymous").get(url("case-detail", case.pk)).context["steps"]
    assert [step.day.year for step in steps] == [2025]


def test_a_cancelled_meeting_settles_nothing(world: World, client_of: ClientOf, url: Url) -> None:
    case = make_case(world)
    RouteStepFactory(case=case, position=1, committee=world.committee)
    treat(world, case, called=False, state=MeetingState.CANCELLED, starts_at=LAST_YEAR)
    step = client_of("coordinator_municipal").get(url("case-detail", case.pk)).context["steps"][0]
    assert (step.kind, step.outcome) == ("postponed", "Møtet ble avlyst")


def test_a_case_can_be_put_on_the_agenda_from_its_own_page(world: World, client_of: ClientOf, url: Url) -> None:
    case = make_case(world)
    RouteStepFactory(case=case, committee=world.committee)
    meeting = MeetingFactory(committee=world.committee, starts_at=timezone.now() + dt.timedelta(days=30))
    MeetingFactory(committee=world.other_committee, starts_at=timezone.now() + dt.timedelta(days=20))
    client = client_of("coordinator_municipal")
    assert client.get(url("case-detail", case.pk)).context["meetings"] == [meeting]
    client.post(url("agenda-item-add", meeting.pk), {"case": case.pk})
    assert "skal behandles i Overordnet samarbeidsutvalg" in stands(client, url("case-detail", case.pk))
