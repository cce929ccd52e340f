"""The pages of indicators: open to everybody, with the rows each may see."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from meetings.models import AgendaItem
from municipalities.enums import CommitteeLevel
from tests.factories.meetings import (
    AttendanceFactory,
    LegalBasisFactory,
    MeetingFactory,
    MinutesFactory,
    MinutesItemFactory,
    lock,
)
from tests.factories.organisation import CommitteeFactory
from tests.personas import World

YEAR = "?fra=2026-01-01&til=2026-10-31"


@pytest.fixture(autouse=True)
def _autumn() -> Iterator[None]:
    """The tests' meetings are in September 2026."""
    with time_machine.travel("2026-11-20 09:00+01:00", tick=False):
        yield


def hold(world: World, *proposed_by: str, exempt: bool = False) -> list[AgendaItem]:
    """A meeting of OSU with locked minutes, and its items."""
    minutes = MinutesFactory(meeting=MeetingFactory(committee=world.committee, called=True))
    mark = {"is_exempt": True, "legal_basis": LegalBasisFactory(), "public_title": "Skjermet"} if exempt else {}
    items = [
        MinutesItemFactory(
            minutes=minutes,
            agenda_item__proposed_by=side,
            agenda_item__title=f"Hemmelig rutine {number}" if exempt else f"Felles rutine {number}",
            **{f"agenda_item__{name}": value for name, value in mark.items()},
        ).agenda_item
        for number, side in enumerate(proposed_by)
    ]
    for seat in world.committee.seats.all():
        AttendanceFactory(minutes=minutes, seat=seat, party=seat.party, person=minutes.meeting.approved_by)
    lock(minutes)
    return items


def page(client: Client, world: World, name: str, *args: str, query: str = YEAR) -> str:
    response = client.get(reverse(f"reports:{name}", args=[world.partnership.slug, *args]) + query)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("persona", ["anonymous", "mayor", "coordinator_trust"])
def test_everybody_reads_the_indicators(world: World, client_of: Callable[[str], Client], persona: str) -> None:
    hold(world, "municipalities", "municipalities", "trust", "trust", "trust")
    assert "40\u00a0%" in page(client_of(persona), world, "indicator-list")
    assert "Likeverdspeilet" in page(client_of(persona), world, "parity", query="")


def test_a_figure_opens_down_to_its_rows(world: World, client_of: Callable[[str], Client]) -> None:
    items = hold(world, "municipalities", "municipalities", "trust", "trust", "joint")
    found = page(client_of("anonymous"), world, "indicator-detail", "I1")
    assert "2,5 / 5 = 50\u00a0%" in found
    assert all(item.title in found for item in items)
    assert reverse("meetings:meeting-detail", args=[world.partnership.slug, items[0].meeting_id]) in found
    trust = page(client_of("anonymous"), world, "indicator-detail", "I1", query=f"{YEAR}&part=trust")
    assert "Saker foreslått av helseforetaket" in trust
    assert "Helseforetaket: 5 saker" in trust


def test_exempt_items_count_but_are_shown_only_to_those_who_read_them(
    world: World, client_of: Callable[[str], Client]
) -> None:
    hold(world, "municipalities", "municipalities", "trust", "trust", "trust", exempt=True)
    for persona in ("anonymous", "outsider", "mayor"):
        found = page(client_of(persona), world, "indicator-detail", "I1")
        assert "2 / 5 = 40\u00a0%" in found
        assert "Hemmelig" not in found
        assert "5 rader vises ikke" in found
    for persona in ("coordinator_municipal", "committee_member"):
        assert "Hemmelig rutine 0" in page(client_of(persona), world, "indicator-detail", "I1")


def test_too_little_to_show_is_said_in_words(world: World, client_of: Callable[[str], Client]) -> None:
    hold(world, "municipalities", "trust")
    found = page(client_of("anonymous"), world, "indicator-detail", "I1")
    assert "For få til å vise tall" in found
    assert "Velg en lengre periode" in found


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("?fra=2026-05-01&til=2026-04-01", "slutter før den begynner"),
        ("?fra=2027-01-01&til=2027-02-01", "har ikke begynt ennå"),
        ("?fra=0001-01-01&til=2026-01-01", "mellom 2000 og 2100"),
        ("?fra=2026-01-01", "både første og siste dag"),
        ("?periode=2031-k1", "Velg et gyldig valg"),
    ],
)
def test_a_period_that_makes_no_sense_is_refused_in_words(
    world: World, client_of: Callable[[str], Client], query: str, message: str
) -> None:
    response = client_of("anonymous").get(reverse("reports:indicator-list", args=[world.partnership.slug]) + query)
    assert response.status_code == 422
    assert message in response.content.decode()


def test_an_indicator_that_does_not_exist_is_not_found(world: World, client_of: Callable[[str], Client]) -> None:
    assert client_of("anonymous").get(f"/{world.partnership.slug}/rapporter/indikatorer/I99/").status_code == 404


@pytest.mark.parametrize("name", ["indicator-list", "indicator-detail", "parity"])
def test_the_pages_ask_as_many_questions_whatever_there_is(
    world: World, client_of: Callable[[str], Client], name: str
) -> None:
    client = client_of("coordinator_municipal")
    args = ["I1"] if name == "indicator-detail" else []
    hold(world, "municipalities", "trust")
    page(client, world, name, *args)
    with CaptureQueriesContext(connection) as few:
        page(client, world, name, *args)
    for _more in range(3):
        hold(world, "municipalities", "trust", "joint")
    with CaptureQueriesContext(connection) as many:
        page(client, world, name, *args)
    assert len(few) == len(many)


def test_the_mirror_shows_both_parties_and_each_local_committee(
    world: World, client_of: Callable[[str], Client]
) -> None:
    local = CommitteeFactory(partnership=world.partnership, level=CommitteeLevel.LOCAL, short_name="LSU Nord")
    hold(world, "municipalities", "municipalities", "municipalities", "trust", "trust")
    found = page(client_of("anonymous"), world, "parity", query="?etter=halvaar")
    assert "Kommunene foreslo 60\u00a0% av sakene. Det er innenfor målet." in found
    assert "2. halvår 2026" in found
    assert f"utvalg={local.slug}" in found


def test_many_rows_are_folded_and_all_there(world: World, client_of: Callable[[str], Client]) -> None:
    items = hold(world, *["municipalities", "trust"] * 12)
    found = page(client_of("anonymous"), world, "indicator-detail", "I1")
    assert "Vis alle 24" in found
    assert all(item.title in found for item in items)
