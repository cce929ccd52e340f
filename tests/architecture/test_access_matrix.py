"""Every address × every persona. A new address fails this test until somebody has said who reaches it.

One sign per persona, in the order of PERSONAS, for a GET:
  .  200    3  403    0  404    >  sent to sign in    ~  redirected elsewhere    5  405, only POST is answered, and
for addresses that only take POST the table POSTS says what an empty POST gives: . is anything but a refusal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.access_sample import Sample, build_sample
from tests.architecture.access_table import ADDRESSES, GETS, POSTS
from tests.personas import PERSONAS, World

FOREIGN = ("account_", "mfa_", "set_language")  # allauth's and Django's own, which test themselves

# nothing in the address is a partnership's
NO_ROWS = ("municipalities:municipality-detail", "agreements:board-export", "reports:indicator-detail")


def names(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield f"{prefix}{entry.name}"
        else:
            yield from names(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix)


def ours() -> set[str]:
    return {name for name in names(get_resolver()) if not name.startswith(FOREIGN)}


@pytest.fixture
def sample(world: World, settings: Any, tmp_path: Any) -> Sample:
    settings.MEDIA_ROOT = tmp_path
    return build_sample(world)


def sign(answer: Any) -> str:
    if answer.status_code in (301, 302):
        return ">" if answer["Location"].startswith(str(settings.LOGIN_URL)) else "~"
    signs = {200: ".", 204: ".", 286: ".", 403: "3", 404: "0", 405: "5"}
    return signs.get(answer.status_code, f"[{answer.status_code}]")


def test_every_address_says_who_reaches_it() -> None:
    assert ours() == set(ADDRESSES)
    assert set(GETS) == set(ADDRESSES)
    assert set(POSTS) == {name for name, row in GETS.items() if "5" in row}


@pytest.mark.parametrize("persona", PERSONAS)
def test_who_reaches_what(sample: Sample, client_of: Callable[[str], Client], persona: str) -> None:
    """Reading. All addresses in one go, so that the sample is made once per persona."""
    client, place = client_of(persona), PERSONAS.index(persona)
    found = {name: sign(client.get(reverse(name, kwargs=fill(sample)))) for name, fill in ADDRESSES.items()}
    assert found == {name: row.replace(" ", "")[place] for name, row in GETS.items()}


@pytest.mark.parametrize("persona", PERSONAS)
def test_who_may_change_what(sample: Sample, client_of: Callable[[str], Client], persona: str) -> None:
    """An empty POST to what only takes POST: refused, or let in (and then found wanting, or carried out)."""
    client, place = client_of(persona), PERSONAS.index(persona)
    for name, row in POSTS.items():
        with transaction.atomic():
            answer = sign(client.post(reverse(name, kwargs=ADDRESSES[name](sample))))
            transaction.set_rollback(True)
        expected = row.replace(" ", "")[place]
        assert (answer if answer in "30>" else ".") == expected, name


def test_another_partnerships_rows_are_not_found_under_this_one(
    sample: Sample, client_of: Callable[[str], Client]
) -> None:
    """The foreign coordinator may do everything at home, and finds nothing of ours there."""
    client = client_of("foreign_coordinator")
    for name, fill in ADDRESSES.items():
        kwargs = fill(sample)
        if set(kwargs) > {"partnership_slug"} and name not in NO_ROWS:
            kwargs["partnership_slug"] = sample.world.other_partnership.slug
            assert client.get(reverse(name, kwargs=kwargs)).status_code in (404, 405), name
            assert client.post(reverse(name, kwargs=kwargs)).status_code in (404, 405), name
