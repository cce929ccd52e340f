"""Cases about revisions of agreements, and meetings that treat them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from agreements.models import Revision
from meetings.models import AgendaItem, Case, Meeting
from meetings.services.agenda import add_item
from meetings.services.publishing import publish_notice
from tests.factories.meetings import OSLO, CaseFactory
from tests.meetings import agendas
from tests.personas import World

ClientOf = Callable[[str], Client]
AFTER = dt.datetime(2026, 10, 1, 10, tzinfo=OSLO)


@pytest.fixture
def after_the_meeting() -> Iterator[None]:
    """The meetings of the factories are in September 2026."""
    with time_machine.travel(AFTER, tick=True):
        yield


def url(name: str, *args: object) -> str:
    return reverse(f"meetings:{name}", args=["prove", *args])


def text_of(response: Any) -> str:
    return response.content.decode().replace("\u00a0", " ")


def case_about(world: World, revision: Revision, **columns: Any) -> Case:
    case: Case = CaseFactory(partnership=world.partnership, title="Revidert delavtale", revision=revision, **columns)
    return case


def a_meeting(world: World, case: Case) -> tuple[Meeting, AgendaItem]:
    """Planned ahead, so that it can be published."""
    meeting = agendas.plan(world.committee, AFTER + dt.timedelta(days=20))
    return meeting, add_item(meeting=meeting, case=case, user=None)


def publish(meeting: Meeting, **options: Any) -> Meeting:
    agendas.approve(meeting)
    return publish_notice(meeting=meeting, user=None, **options)
