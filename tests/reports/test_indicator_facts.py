"""What indicators are counted from: read once, from locked minutes only."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from meetings.models import Minutes
from municipalities.models import Committee
from reports.period import Period
from reports.scope import Scope
from reports.selectors.facts import read_facts
from reports.selectors.indicators import figures
from reports.selectors.secretariat import secretariat
from reports.services.secretariat import set_rotation
from tests.factories.meetings import (
    ActionItemFactory,
    AgendaItemFactory,
    AttendanceFactory,
    MeetingFactory,
    MinutesFactory,
    MinutesItemFactory,
    lock,
)
from tests.factories.organisation import CommitteeFactory, GroupFactory, GroupMembershipFactory, SeatFactory
from tests.factories.reports import SecretariatTermFactory
from tests.reports.indicator_facts import count_all

TODAY = dt.date(2026, 11, 20)
YEAR = Period.year(2026)


@pytest.fixture
def committee(db: None) -> Committee:
    committee: Committee = CommitteeFactory()
    SeatFactory(committee=committee, party="municipalities")
    SeatFactory(committee=committee, party="trust")
    return committee


def hold(committee: Committee, *proposed_by: str, locked: bool = True) -> Minutes:
    """A meeting with items raised by these, everybody present."""
    meeting = MeetingFactory(committee=committee, called=True)
    minutes = MinutesFactory(meeting=meeting)
    for side in proposed_by:
        row = MinutesItemFactory(minutes=minutes, agenda_item__proposed_by=side)
        ActionItemFactory(item=row, due_on=dt.date(2026, 10, 1))
    for seat in committee.seats.all():
        AttendanceFactory(minutes=minutes, seat=seat, party=seat.party, person=meeting.approved_by)
    return lock(minutes) if locked else minutes


def test_a_meeting_counts_when_its_minutes_are_locked(committee: Committee) -> None:
    hold(committee, "municipalities", locked=False)
    assert read_facts(committee.partnership, TODAY).meetings == ()
    held = hold(committee, "municipalities", "trust")
    facts = read_facts(committee.partnership, TODAY)
    assert [meeting.pk for meeting in facts.meetings] == [held.meeting_id]
    assert len(facts.meetings[0].attendances) == 2
    assert [action.meeting for action in facts.actions] == [held.meeting_id] * 2


def test_a_correction_under_way_changes_nothing_until_it_is_locked(committee: Committee) -> None:
    first = hold(committee, "trust")
    correction = MinutesFactory(meeting=first.meeting, version=2, corrects=first, correction_reason="Feil utfall")
    item = first.meeting.items.get()
    MinutesItemFactory(minutes=correction, agenda_item=item, outcome="postponed")
    assert read_facts(committee.partnership, TODAY).meetings[0].items[0].outcome == "consensus"
    lock(correction)
    corrected = read_facts(committee.partnership, TODAY).meetings
    assert [item.outcome for item in corrected[0].items] == ["postponed"]
    assert corrected[0].attendances == ()


def test_withdrawn_items_are_left_out(committee: Committee) -> None:
    minutes = MinutesFactory(meeting__committee=committee)
    AgendaItemFactory(meeting=minutes.meeting, withdrawn_at=minutes.meeting.starts_at)
    lock(minutes)
    assert read_facts(committee.partnership, TODAY).meetings[0].items == ()


def test_meetings_of_another_partnership_are_not_read(committee: Committee) -> None:
    hold(CommitteeFactory(), "trust")
    assert read_facts(committee.partnership, TODAY).meetings == ()


def test_the_rotation_is_counted_as_the_secretariats_page_counts_it(committee: Committee) -> None:
    # Orkdal held it two years; a municipality in Fosen holds it since 1 January 2026, 10.6 months to 20 November.
    partnership = committee.partnership
    orkdal, fosen = (GroupFactory(partnership=partnership, name=name) for name in ("Orkdal", "Fosen"))
    member = GroupMembershipFactory(group=fosen).municipality
    set_rotation(actor=None, partnership=partnership, groups=[orkdal, fosen])
    years = {"valid_from": dt.date(2024, 1, 1), "valid_to": dt.date(2025, 12, 31)}
    SecretariatTermFactory(partnership=partnership, group=orkdal, **years)
    SecretariatTermFactory(
        partnership=partnership, group=None, municipality=member, valid_from=dt.date(2026, 1, 1), valid_to=None
    )
    found = count_all(read_facts(partnership, TODAY))["I18"]
    on_page = secretariat(partnership, TODAY)
    assert found.value == 24 - 11
    assert on_page.fairness is not None
    assert on_page.fairness.gap == found.value
    assert [part.value for part in found.parts.values()] == [row.months for row in on_page.turns] == [24, 11]


def test_the_number_of_queries_does_not_grow(committee: Committee) -> None:
    hold(committee, "municipalities", "trust")
    with CaptureQueriesContext(connection) as few:
        facts = read_facts(committee.partnership, TODAY)
    for _more in range(3):
        hold(committee, "municipalities", "joint", "trust")
    with CaptureQueriesContext(connection) as many:
        facts = read_facts(committee.partnership, TODAY)
    assert len(few) == len(many)
    with CaptureQueriesContext(connection) as counting:
        found = figures(committee.partnership, Scope(committee.partnership_id), YEAR, facts=facts)
    assert len(counting) == 0
    # 4 items of the municipalities + 3 joint at a half, of 11
    assert found["I1"].value == pytest.approx(5.5 / 11)
