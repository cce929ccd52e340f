"""The main menu, by what the reader works with."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.personas import World

PUBLIC = ["Møter", "Saker", "Avtaler", "Høringer", "Rapporter", "Organisasjon"]
MEMBER = ["I dag", "Møter", "Saker", "Avtaler", "Høringer", "Oppfølging", "Rapporter", "Organisasjon"]


def menu(client, name: str = "agreements:agreement-list") -> dict[str, str]:
    response = client.get(reverse(name, args=["prove"]))
    return {link.label: link.current for link in response.context["navigation"]}


@pytest.mark.parametrize(
    ("persona", "expected"),
    [
        ("anonymous", PUBLIC),
        ("outsider", PUBLIC),
        ("foreign_coordinator", PUBLIC),
        ("coordinator_trust", MEMBER),
        ("committee_member", MEMBER),
        ("health_chief", ["Min kommune", *MEMBER]),
        ("mayor", ["Status", "Min kommune", *(each for each in MEMBER if each != "Rapporter")]),
    ],
)
def test_the_menu_has_what_is_ones_own_first(world: World, client_of, persona: str, expected: list[str]) -> None:
    assert list(menu(client_of(persona))) == expected


@pytest.mark.parametrize(
    ("name", "marked", "value"),
    [
        ("agreements:agreement-list", "Avtaler", "page"),
        ("agreements:coverage", "Avtaler", "true"),
        ("agreements:revision-plan", "Avtaler", "true"),
        ("agreements:consultation-list", "Høringer", "page"),
        ("municipalities:municipality-list", "Organisasjon", "true"),
    ],
)
def test_the_place_one_is_in_is_marked_alone(world: World, client_of, name: str, marked: str, value: str) -> None:
    marks = {label: mark for label, mark in menu(client_of("coordinator_trust"), name).items() if mark}
    assert marks == {marked: value}
