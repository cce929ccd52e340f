"""The register of who lets others speak for them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from municipalities.models import RepresentationApproval
from municipalities.services.approvals import add_approval
from samhandling.audit.selectors import history_of
from tests.factories.organisation import MunicipalityFactory, PartnershipMembershipFactory
from tests.personas import World

ClientOf = Callable[[str], Client]


def address(world: World, name: str, *args: object) -> str:
    return reverse(f"municipalities:{name}", args=[world.partnership.slug, *args])


def sent(**changes: str) -> dict[str, str]:
    return {"approves": "ja", "decided_on": "2026-03-12", "body": "Kommunestyret", "council_case": "14/26"} | changes


@pytest.mark.parametrize(
    ("persona", "own", "other"),
    [
        ("coordinator_municipal", 302, 302),
        ("coordinator_trust", 302, 302),
        ("health_chief", 302, 403),
        ("other_chief", 403, 302),
        ("mayor", 403, 403),
        ("committee_member", 403, 403),
        ("outsider", 403, 403),
    ],
)
def test_a_decision_is_written_by_the_secretariat_or_the_own_chief(
    world: World, client_of: ClientOf, persona: str, own: int, other: int
) -> None:
    client = client_of(persona)
    for municipality, status in ((world.municipality_a, own), (world.municipality_b, other)):
        answer = client.post(address(world, "approval-create", municipality.number), sent())
        assert answer.status_code == status
        assert RepresentationApproval.objects.filter(municipality=municipality).exists() == (status == 302)


def test_the_newest_decision_counts_and_those_who_have_not_decided_are_shown(world: World, client_of: ClientOf) -> None:
    client = client_of("health_chief")
    url = address(world, "approval-create", world.municipality_a.number)
    client.post(url, sent())
    client.post(url, sent(approves="nei", decided_on="2026-09-01", note="Vi vil ha egen plass."))
    page = client_of("anonymous").get(address(world, "approval-list")).content.decode().replace("\xa0", " ")
    assert "0 av 2 kommuner har godtatt det." in page
    for words in ("Godtar ikke", "Vi vil ha egen plass.", "Godtok 12. mars 2026", "Ikke bestemt"):
        assert words in page
    texts = [entry.text for entry in history_of(world.partnership)]
    assert texts[0] == "Alvdalen vil ikke la seg representere."


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"approves": ""}, "Velg hva kommunen har bestemt."),
        ({"decided_on": ""}, "Velg dagen vedtaket ble gjort."),
        ({"decided_on": "2096-01-01"}, "Datoen er ikke kommet ennå."),
        ({"decided_on": "2026-01-01"}, "Kommunens vedtak denne dagen er allerede ført."),
        ({"body": ""}, "Skriv hvem som gjorde vedtaket."),
    ],
)
def test_a_decision_that_cannot_be_is_refused_with_words(
    world: World, client_of: ClientOf, changes: dict[str, str], words: str
) -> None:
    values = {"decided_on": dt.date(2026, 1, 1), "body": "Kommunestyret", "approves": True}
    add_approval(actor=None, partnership=world.partnership, municipality=world.municipality_a, values=values)
    url = address(world, "approval-create", world.municipality_a.number)
    answer = client_of("health_chief").post(url, sent(note="Behold dette") | changes)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "Behold dette" in answer.content.decode()


def test_a_mistake_is_corrected_by_the_own_chief(world: World, client_of: ClientOf) -> None:
    values = {"decided_on": dt.date(2026, 1, 1), "body": "Kommunestyret", "approves": False}
    row = add_approval(actor=None, partnership=world.partnership, municipality=world.municipality_a, values=values)
    page = client_of("health_chief").get(address(world, "approval-edit", row.pk)).content.decode()
    chosen = [tag for tag in re.findall(r"<input[^>]*>", page) if 'name="approves"' in tag and "checked" in tag]
    assert len(chosen) == 1
    assert 'value="nei"' in chosen[0]
    client_of("health_chief").post(address(world, "approval-edit", row.pk), sent())
    row.refresh_from_db()
    assert row.approves
    assert client_of("other_chief").get(address(world, "approval-edit", row.pk)).status_code == 403


def test_a_municipality_outside_the_partnership_is_not_found(world: World, client_of: ClientOf) -> None:
    MunicipalityFactory(number="9999")
    assert client_of("coordinator_municipal").get(address(world, "approval-create", "9999")).status_code == 404


def test_the_register_asks_as_often_for_many_municipalities_as_for_one(world: World, client_of: ClientOf) -> None:
    client, counts = client_of("coordinator_municipal"), []
    for numbers in (range(1), range(1, 6)):
        for number in numbers:
            municipality = MunicipalityFactory(number=f"90{number:02}")
            PartnershipMembershipFactory(partnership=world.partnership, municipality=municipality)
            values = {"decided_on": timezone.localdate(), "body": "Kommunestyret", "approves": True}
            add_approval(actor=None, partnership=world.partnership, municipality=municipality, values=values)
        client.get(address(world, "approval-list"))
        with CaptureQueriesContext(connection) as captured:
            client.get(address(world, "approval-list"))
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 8
