"""A meeting at its table: called, with four kinds of items, its minutes begun by the secretariat."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import reverse

from meetings.enums import AttendanceStatus, ItemType, Outcome, StandardItem
from meetings.models import AgendaItem, Attendance, Meeting, Minutes, MinutesItem
from meetings.services.minutes import start_minutes
from meetings.services.minutes_states import approve_minutes
from municipalities.enums import Party, SeatFunction
from municipalities.models import Person
from samhandling.accounts.models import User
from tests.factories.meetings import (
    AgendaItemFactory,
    CaseFactory,
    CasePaperFactory,
    LegalBasisFactory,
    MeetingFactory,
    PaperVersionFactory,
)
from tests.factories.organisation import AppointmentFactory, PersonFactory, SeatFactory
from tests.personas import World

SECRET = "Smertegrensen"


@dataclass
class Table:
    world: World
    meeting: Meeting
    notice_item: AgendaItem
    decision_item: AgendaItem
    exempt_item: AgendaItem
    deputy: Person
    minutes: Minutes

    @property
    def user(self) -> User:
        return self.world.user("coordinator_municipal")

    @property
    def other(self) -> User:
        return self.world.user("coordinator_trust")

    def item(self, agenda_item: AgendaItem) -> MinutesItem:
        return self.minutes.items.get(agenda_item=agenda_item)

    @property
    def decision(self) -> MinutesItem:
        return self.item(self.decision_item)

    @property
    def exempt(self) -> MinutesItem:
        return self.item(self.exempt_item)

    def seat(self, name: str) -> Attendance:
        return self.minutes.attendances.get(name=name)

    def url(self, name: str, *args: object) -> str:
        return reverse(f"meetings:{name}", args=[self.world.partnership.slug, self.meeting.pk, *args])

    def complete(self) -> None:
        """What must be there before approval."""
        self.minutes.attendances.update(status=AttendanceStatus.PRESENT)
        self.minutes.items.update(outcome=Outcome.CONSENSUS)

    def approve(self) -> Minutes:
        self.complete()
        self.minutes = approve_minutes(
            minutes=self.minutes,
            by=self.world.people["chair"],
            user=self.user,
            approved_at=self.meeting.ends_at,
        )
        return self.minutes


def build_table(world: World) -> Table:
    committee = world.committee
    meeting = MeetingFactory(committee=committee, called=True, approved_by=world.people["chair"])
    deputy_seat = SeatFactory(committee=committee, function=SeatFunction.DEPUTY, stands_in_for=world.member_seat)
    deputy = PersonFactory(partnership=world.partnership, name="Vigdis Varamedlem")
    AppointmentFactory(seat=deputy_seat, person=deputy)
    SeatFactory(committee=committee, party=Party.USERS, label="Brukerutvalget", position=9, is_voting=False)
    notice = AgendaItemFactory(
        meeting=meeting,
        position=1,
        numbered=True,
        case=None,
        type=ItemType.PROCEDURAL,
        standard=StandardItem.APPROVE_NOTICE,
        title="Godkjenning av innkalling og saksliste",
    )
    decision = AgendaItemFactory(meeting=meeting, position=2, numbered=True, title="Felles rutine for utskriving")
    paper = CasePaperFactory(case=decision.case)
    decision.paper_version = PaperVersionFactory(
        paper=paper, sections={"proposal": "<ol><li>Rutinen tas i bruk.</li><li>Sekretariatet følger opp.</li></ol>"}
    )
    decision.save()
    case = CaseFactory(
        partnership=world.partnership,
        title=f"{SECRET} i forhandlingene",
        public_title="Fordeling av kostnader",
        is_exempt=True,
        legal_basis=LegalBasisFactory(),
    )
    exempt = AgendaItemFactory(meeting=meeting, position=3, numbered=True, case=case, title=case.title)
    AgendaItemFactory(meeting=meeting, position=4, numbered=True, case=None, type=ItemType.AOB, title="Eventuelt")
    minutes = start_minutes(meeting=meeting, user=world.user("coordinator_municipal"))
    return Table(world, meeting, notice, decision, exempt, deputy, minutes)


@pytest.fixture
def table(world: World) -> Table:
    return build_table(world)


def json_post(client: Client, url: str, **data: object) -> object:
    return client.post(url, data, HTTP_ACCEPT="application/json")
