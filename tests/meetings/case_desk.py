"""Cases as the tests need them: registered, exempt, treated in a published meeting."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from meetings.enums import ProposedBy
from meetings.models import AgendaItem, Case
from tests.factories.meetings import OSLO, AgendaItemFactory, CaseFactory, LegalBasisFactory, MeetingFactory
from tests.personas import World

ClientOf = Callable[[str], Client]
Url = Callable[..., str]
"""`url("case-detail", case.pk)` is an address in the personas' partnership."""
LAST_YEAR = dt.datetime(2025, 3, 6, 12, 0, tzinfo=OSLO)


@pytest.fixture
def url(world: World) -> Url:
    return lambda name, *args: reverse(f"meetings:{name}", args=[world.partnership.slug, *args])


def make_case(world: World, **values: Any) -> Case:
    case: Case = CaseFactory(partnership=world.partnership, **values)
    return case


def exempt_case(world: World, **values: Any) -> Case:
    values = {"title": "Forhandlinger om hjemmesykehus", "public_title": "Forhandlingssak"} | values
    return make_case(world, is_exempt=True, legal_basis=LegalBasisFactory(), **values)


def treat(world: World, case: Case, **meeting: Any) -> AgendaItem:
    """The case on the agenda of a published meeting of the personas' committee."""
    meeting.setdefault("called", True)
    item: AgendaItem = AgendaItemFactory(
        meeting=MeetingFactory(committee=world.committee, **meeting), case=case, title=case.title, numbered=True
    )
    return item


def valid(**changes: Any) -> dict[str, Any]:
    """What the form of a case is sent with."""
    return {
        "title": "Felles legevakt",
        "archive_ref": "26/00123-1",
        "registered_on": "2026-05-04",
        "proposed_by": ProposedBy.TRUST,
    } | changes
