"""E-mails that are not sent: the secretariat sees why, and sends them again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from municipalities.models import Partnership
from municipalities.selectors.emails import sender_of
from samhandling.audit.selectors import history_of
from samhandling.notifications.enums import MailState
from samhandling.notifications.models import OutboundEmail
from tests.personas import World

ClientOf = Callable[[str], Client]
PAGE = "/prove/e-post/"
FULL = "Postkassen er full. (Svar fra e-postserveren: 552 full)"


def email(partnership: Partnership, key: str, **columns: Any) -> OutboundEmail:
    columns = {"state": MailState.FAILED, "error": FULL} | columns
    return OutboundEmail.objects.create(
        to=f"{key}@example.org", subject="Påminnelse", key=key, sender=sender_of(partnership), **columns
    )


def test_the_secretariat_sees_what_is_not_sent_and_why(world: World, client_of: ClientOf) -> None:
    email(world.partnership, "siv")
    email(world.partnership, "ola", state=MailState.QUEUED, error="")
    email(world.partnership, "kari", state=MailState.SENT, error="", sent_at=timezone.now())
    email(world.other_partnership, "fremmed")
    old = email(world.partnership, "gammel")
    OutboundEmail.objects.filter(pk=old.pk).update(created_at=timezone.now() - dt.timedelta(days=31))
    page = client_of("coordinator_trust").get(PAGE).content.decode()
    assert FULL in page
    assert "siv@example.org" in page
    assert "ola@example.org" in page
    for other in ("kari@", "fremmed@", "gammel@"):
        assert other not in page


def test_one_is_sent_again_and_it_is_logged(world: World, client_of: ClientOf) -> None:
    row, client = email(world.partnership, "siv"), client_of("coordinator_municipal")
    assert client.post(f"{PAGE}{row.pk}/send/").status_code == 302
    row.refresh_from_db()
    assert (row.state, row.error) == (MailState.QUEUED, "")
    said = history_of(world.partnership).get(verb="email.sent_again").text
    assert said == "Sendte e-posten «Påminnelse» på nytt til siv@example.org"
    assert client.post(f"{PAGE}{email(world.other_partnership, 'fremmed').pk}/send/").status_code == 404


@pytest.mark.parametrize(("count", "words"), [(1, "En e-post er ikke sendt"), (3, "3 e-poster er ikke sendt")])
def test_the_front_page_leads_there_only_when_something_failed(
    world: World, client_of: ClientOf, count: int, words: str
) -> None:
    client = client_of("coordinator_municipal")
    email(world.partnership, "ola", state=MailState.QUEUED, error="")
    assert PAGE not in client.get("/prove/i-dag/").content.decode()
    for number in range(count):
        email(world.partnership, f"siv{number}")
    page = client.get("/prove/i-dag/").content.decode()
    assert words in page
    assert PAGE in page
    assert words not in client_of("mayor").get("/prove/i-dag/").content.decode()
