"""A letter made of what is public, sent once to each who asked for it, and never changed after."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from time_machine import travel

from meetings.enums import MinutesSection, Outcome
from reports.enums import NewsletterState
from reports.models import Newsletter, NewsletterSending, NewsletterText, Subscriber
from reports.period import Period
from reports.selectors.newsletters import draft_html, text_of
from reports.services.newsletters import create_newsletter, send_newsletter
from samhandling.core.errors import NotPossible
from samhandling.notifications.models import OutboundEmail
from samhandling.notifications.services import send
from tests.factories.meetings import (
    AgendaItemFactory,
    ItemTextFactory,
    LegalBasisFactory,
    MeetingFactory,
    MinutesFactory,
    MinutesItemFactory,
    lock,
)
from tests.personas import World

ClientOf = Callable[[str], Client]
ADDRESS = "leser@example.org"


@pytest.fixture(autouse=True)
def _fresh_limits() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def place(world: World, name: str, *args: object) -> str:
    return reverse(f"reports:{name}", args=[world.partnership.slug, *args])


def letter_of(world: World, text: str = "<p>Vi vedtok planen.</p>") -> Newsletter:
    letter = create_newsletter(partnership=world.partnership, title="Vedtak", period=Period.year(2025), user=None)
    NewsletterText.objects.filter(newsletter=letter).update(text=text)
    return letter


def reader(world: World, email: str = ADDRESS, *, left: bool = False) -> Subscriber:
    now = timezone.now()
    return Subscriber.objects.create(
        partnership=world.partnership,
        email=email,
        secret=f"hemmelig-{email}",
        asked_at=now,
        confirmed_at=now,
        left_at=now if left else None,
    )


def ask(world: World, email: str = ADDRESS, client: Client | None = None) -> object:
    client = client or Client()
    return client.post(place(world, "newsletter-subscribe"), {"email": email, "language": "nb"}, follow=True)


def link_in(body: str, word: str) -> str:
    return re.search(rf"http://[^/\s]+(/\S+/{word}/\S+/)", body)[1]  # type: ignore[index]


# --- The letter -----------------------------------------------------------------------------------------------------


def test_the_draft_has_public_decisions_of_locked_minutes_alone(world: World) -> None:
    meeting = MeetingFactory(committee=world.committee, called=True)
    minutes = MinutesFactory(meeting=meeting)
    for title, exempt in (("Felles plan", False), ("Personalsak", True)):
        hidden = {"is_exempt": True, "legal_basis": LegalBasisFactory(), "public_title": "Skjermet"} if exempt else {}
        item = AgendaItemFactory(meeting=meeting, title=title, case=None, **hidden)
        row = MinutesItemFactory(minutes=minutes, agenda_item=item, outcome=Outcome.CONSENSUS)
        ItemTextFactory(item=row, section=MinutesSection.DECISION, text=f"Vedtaket om {title.lower()}.")
    period = Period(meeting.day, meeting.day)
    assert "Felles plan" not in draft_html(world.partnership, period)
    lock(minutes)
    html = draft_html(world.partnership, period)
    assert "Felles plan" in html
    assert "Vedtaket om felles plan." in html
    assert reverse("meetings:minutes", args=[world.partnership.slug, meeting.pk]) in html
    assert "ersonalsak" not in html


def test_a_coordinator_makes_writes_and_sends_a_letter(world: World, client_of: ClientOf) -> None:
    client = client_of("coordinator_municipal")
    data = {"title": "Vedtak i høst", "first": "2025-01-01", "last": "2025-03-31"}
    client.post(place(world, "newsletter-create"), data)
    letter = Newsletter.objects.get()
    saved = client.post(
        place(world, "newsletter-edit", letter.pk),
        {"value": "<p>Vi vedtok planen.</p>", "base_revision": "1"},
        headers={"accept": "application/json"},
    )
    assert json.loads(saved.content)["revision"] == 2
    edit = {"title": "Vedtak i vinter", "body": "<p>Vi vedtok planen i mars.</p>", "body-rev": "2"}
    assert client.post(place(world, "newsletter-edit", letter.pk), edit).status_code == 302
    reader(world)
    client.post(place(world, "newsletter-send", letter.pk))
    page = Client().get(place(world, "newsletter-detail", letter.pk)).content.decode()
    assert "Vedtak i vinter" in page
    assert "Vi vedtok planen i mars." in page
    assert "Vedtak i vinter" in Client().get(place(world, "newsletter-list")).content.decode()


def test_two_texts_in_the_same_place_are_both_shown(world: World, client_of: ClientOf) -> None:
    letter = letter_of(world)
    one, other = client_of("coordinator_municipal"), client_of("coordinator_trust")
    address = place(world, "newsletter-edit", letter.pk)
    one.post(address, {"title": "Vedtak", "body": "<p>Vi vedtok planen i mars.</p>", "body-rev": "1"})
    answer = other.post(address, {"title": "Vedtak", "body": "<p>Vi vedtok planen i mai.</p>", "body-rev": "1"})
    assert answer.status_code == 409
    assert "i mars" in answer.content.decode()
    assert "i mai" in answer.content.decode()


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [("2025-03-31", "2025-01-01", "slutter før den begynner"), ("2099-01-01", "2099-02-01", "ikke begynt")],
)
def test_a_period_that_cannot_be_is_refused(world: World, client_of: ClientOf, first, last, words) -> None:
    data = {"title": "Vedtak", "first": first, "last": last}
    answer = client_of("coordinator_municipal").post(place(world, "newsletter-create"), data)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Newsletter.objects.exists()


def test_each_reader_gets_the_letter_once_with_a_way_out(world: World, mailoutbox) -> None:
    letter = letter_of(world)
    subscriber = reader(world)
    reader(world, "borte@example.org", left=True)
    Subscriber.objects.create(
        partnership=world.partnership, email="ny@example.org", secret="x", asked_at=timezone.now()
    )
    assert send_newsletter(letter=letter, user=None) == 1
    with pytest.raises(NotPossible):
        send_newsletter(letter=letter, user=None)
    assert NewsletterSending.objects.count() == 1
    for email in OutboundEmail.objects.all():
        send(email_id=email.pk)
    (mail,) = mailoutbox
    leave = f"<http://localhost:8000{place(world, 'newsletter-leave', subscriber.secret)}>"
    assert mail.to == [ADDRESS]
    assert mail.extra_headers["List-Unsubscribe"] == leave
    assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    html, kind = mail.alternatives[0]
    assert kind == "text/html"
    assert leave.strip("<>") in mail.body
    assert leave.strip("<>") in html
    assert "Vi vedtok planen." in mail.body
    assert "<p>Vi vedtok planen.</p>" in html


def test_an_empty_letter_is_not_sent(world: World) -> None:
    letter = letter_of(world, "")
    with pytest.raises(NotPossible):
        send_newsletter(letter=letter, user=None)
    letter.refresh_from_db()
    assert letter.state == NewsletterState.DRAFT


def test_a_sent_letter_does_not_change(world: World, client_of: ClientOf) -> None:
    letter = letter_of(world)
    send_newsletter(letter=letter, user=world.user("coordinator_municipal"))
    client = client_of("coordinator_trust")
    late = {"value": "<p>Noe annet</p>", "base_revision": "1"}
    address = place(world, "newsletter-edit", letter.pk)
    assert client.post(address, late, headers={"accept": "application/json"}).status_code == 423
    client.post(place(world, "newsletter-remove", letter.pk))
    letter.refresh_from_db()
    text = text_of(letter)
    assert text is not None
    for change in (
        lambda: Newsletter.objects.filter(pk=letter.pk).update(title="Noe annet"),
        lambda: NewsletterText.objects.filter(pk=text.pk).update(text="Noe annet"),
        lambda: NewsletterText.objects.create(newsletter=letter, section="body", revision=2, text="Noe annet"),
        text.delete,
        letter.delete,
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    world.user("coordinator_municipal").delete()  # who sent it may go, and the letter stays
    letter.refresh_from_db()
    assert letter.title == "Vedtak"


def test_drafts_are_the_coordinators_alone(world: World, client_of: ClientOf) -> None:
    letter = letter_of(world)
    for persona in ("mayor", "committee_member", "outsider", "foreign_coordinator", "anonymous"):
        client = client_of(persona)
        assert client.get(place(world, "newsletter-detail", letter.pk)).status_code == 404
        assert "Under arbeid" not in client.get(place(world, "newsletter-list")).content.decode()
    assert client_of("mayor").get(place(world, "newsletter-create")).status_code == 403
    send_newsletter(letter=letter, user=None)
    assert client_of("mayor").post(place(world, "newsletter-send", letter.pk)).status_code == 403


# --- Readers --------------------------------------------------------------------------------------------------------


def test_somebody_asks_and_confirms_by_the_link_in_the_email(world: World) -> None:
    ask(world)
    subscriber = Subscriber.objects.get()
    assert subscriber.confirmed_at is None
    link = link_in(OutboundEmail.objects.get().body, "bekreft")
    Client().get(link)  # as a program that looks through the mail does
    subscriber.refresh_from_db()
    assert subscriber.confirmed_at is None
    for _time in range(2):
        assert "Du får nyhetsbrevet" in Client().post(link).content.decode()
    subscriber.refresh_from_db()
    assert subscriber.confirmed_at


def test_the_page_does_not_tell_whether_an_address_is_there(world: World) -> None:
    reader(world)
    known, unknown = ask(world, ADDRESS.upper()), ask(world, "ukjent@example.org")
    assert known.redirect_chain == unknown.redirect_chain  # type: ignore[attr-defined]
    strip = re.compile(r'csrf[^>]+|nonce="[^"]+"|"X-CSRFToken": "[^"]+"')
    assert strip.sub("", known.content.decode()) == strip.sub("", unknown.content.decode())  # type: ignore[attr-defined]
    assert Subscriber.objects.count() == 2
    assert OutboundEmail.objects.count() == 2
    assert "Du får det alt" in OutboundEmail.objects.get(to=ADDRESS).body


def test_an_address_is_written_to_once_a_day_and_asking_too_often_is_refused(world: World) -> None:
    for _time in range(3):
        ask(world)
    assert OutboundEmail.objects.count() == 1
    refused = ask(world)
    assert refused.status_code == 429  # type: ignore[attr-defined]
    assert ADDRESS in refused.content.decode()  # type: ignore[attr-defined]


def test_an_old_link_confirms_nobody(world: World) -> None:
    ask(world)
    link = link_in(OutboundEmail.objects.get().body, "bekreft")
    with travel(timezone.now() + dt.timedelta(days=8)):
        assert "Lenken er for gammel" in Client().post(link).content.decode()
    assert Subscriber.objects.get().confirmed_at is None


def test_one_click_leaves_without_cookies_however_often_it_comes(world: World) -> None:
    subscriber = reader(world)
    send_newsletter(letter=letter_of(world), user=None)
    address = place(world, "newsletter-leave", subscriber.secret)
    mail_program = Client(enforce_csrf_checks=True)
    assert "Meld meg av" in mail_program.get(address).content.decode()
    subscriber.refresh_from_db()
    assert subscriber.left_at is None
    assert mail_program.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    subscriber.refresh_from_db()
    first = subscriber.left_at
    assert first
    assert not OutboundEmail.objects.exists()  # the letter had not gone out yet
    assert Client(enforce_csrf_checks=True).post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    subscriber.refresh_from_db()
    assert subscriber.left_at == first
    assert Client().post(place(world, "newsletter-leave", "finnes-ikke")).status_code == 404


def test_one_who_left_can_come_back_but_not_by_the_old_link(world: World) -> None:
    ask(world)
    link = link_in(OutboundEmail.objects.get().body, "bekreft")
    Client().post(link)
    Client().post(place(world, "newsletter-leave", Subscriber.objects.get().secret))
    assert "Lenken er for gammel" in Client().post(link).content.decode()
    ask(world)
    assert OutboundEmail.objects.count() == 2
    Client().post(link)
    assert Subscriber.objects.get().left_at is None
