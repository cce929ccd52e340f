"""A newsletter from its draft to a reader who leaves."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, expect

from reports.models import Subscriber
from samhandling.notifications.models import OutboundEmail
from tests.e2e.desk import rewrite, rich_text
from tests.fixtures.browser import NewPage
from tests.personas import World


@pytest.mark.usefixtures("transactional_db", "mail_at_rest")
def test_a_letter_is_written_sent_and_left(world: World, new_page: NewPage, axe: Callable[[Page], None]) -> None:
    cache.clear()
    reader = new_page(width=360, height=740)
    reader.goto("/prove/rapporter/nyhetsbrev/")
    reader.get_by_role("link", name="Få det på e-post").click()
    reader.get_by_label("E-postadresse").fill("leser@example.org")
    axe(reader)
    reader.get_by_role("button", name="Send meg en bekreftelse").click()
    expect(reader.get_by_role("heading", name="Se etter en e-post fra oss")).to_be_visible()
    reader.goto(link_in(OutboundEmail.objects.get().body, "bekreft"))
    reader.get_by_role("button", name="Bekreft").click()
    expect(reader.get_by_role("heading", name="Du får nyhetsbrevet")).to_be_visible()

    write_and_send(new_page(world.user("coordinator_trust")), axe)

    letter = OutboundEmail.objects.get(subject="Vedtak i høst")
    assert "Planen er vedtatt." in letter.body
    reader.goto(link_in(letter.body, "meld-av"))
    reader.get_by_role("button", name="Meld meg av").click()
    expect(reader.get_by_role("heading", name="Du er meldt av")).to_be_visible()
    assert Subscriber.objects.get().left_at
    reader.goto("/prove/rapporter/nyhetsbrev/")
    reader.get_by_role("link", name="Vedtak i høst").click()
    expect(reader.get_by_text("Planen er vedtatt.")).to_be_visible()
    axe(reader)


def write_and_send(page: Page, axe: Callable[[Page], None]) -> None:
    page.goto("/prove/rapporter/nyhetsbrev/")
    page.get_by_role("link", name="Nytt nyhetsbrev").click()
    page.get_by_role("button", name="Lag utkast").click()
    editor = rich_text(page, "Tekst")
    expect(editor).to_contain_text("Ingen vedtak")
    rewrite(page, editor, "Planen er vedtatt.")
    expect(page.get_by_text(re.compile(r"^Lagret kl"))).to_be_visible()
    page.get_by_label("Tittel").fill("Vedtak i høst")
    axe(page)
    page.get_by_role("button", name="Lagre og forhåndsvis").click()
    expect(page.get_by_role("heading", name="Forhåndsvisning")).to_be_visible()
    expect(page.get_by_text("Planen er vedtatt.")).to_be_visible()
    page.get_by_role("link", name="Send", exact=True).click()
    expect(page.get_by_text("sendes til 1 abonnent")).to_be_visible()
    page.get_by_role("button", name="Send og publiser").click()
    expect(page.get_by_text("publisert og sendt til 1 abonnent.")).to_be_visible()


def link_in(body: str, word: str) -> str:
    found = re.search(rf"/prove/rapporter/nyhetsbrev/{word}/\S+/", body)
    assert found
    return found[0]
