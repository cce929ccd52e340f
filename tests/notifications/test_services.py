"""An e-mail is a row first, is handed to a mail server once, and says why when it was not."""

from __future__ import annotations

import datetime as dt
import socketserver
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from samhandling.core.errors import NotPossible
from samhandling.notifications import services
from samhandling.notifications.enums import MailState
from samhandling.notifications.models import Mention, OutboundEmail

Serve = Callable[[dict[str, str]], Any]


class Dialogue(socketserver.StreamRequestHandler):
    """A mail server that says what it is told to: `{"RCPT": "550 no such user"}`; an empty answer hangs up."""

    answers: dict[str, str] = {}
    taken: list[bytes] = []

    def handle(self) -> None:
        self._say(self.answers.get("HELLO", "220 prove"))
        for line in self.rfile:
            verb = line[:4].decode().upper()
            standard = {"DATA": "354 go on", "QUIT": "221 bye"}.get(verb, "250 ok")
            if not self._say(self.answers.get(verb, standard)) or verb == "QUIT":
                return
            if verb == "DATA" and not self._take():
                return

    def _take(self) -> bool:
        text = b""
        for line in self.rfile:
            if line == b".\r\n":
                break
            text += line
        self.taken.append(text)
        return self._say(self.answers.get("TEXT", "250 taken"))

    def _say(self, words: str) -> bool:
        if words:
            self.wfile.write(words.encode() + b"\r\n")
        return bool(words)


@pytest.fixture
def mail_server(settings: Any) -> Serve:
    @contextmanager
    def serve(answers: dict[str, str]) -> Iterator[list[bytes]]:
        taken: list[bytes] = []
        handler = type("Handler", (Dialogue,), {"answers": answers, "taken": taken})
        with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
            server.daemon_threads = True
            settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
            settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address[:2]
            threading.Thread(target=server.serve_forever, daemon=True).start()
            yield taken
            server.shutdown()

    return serve


@pytest.fixture
def handed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The rows given to a worker, instead of giving them."""
    ids: list[int] = []
    monkeypatch.setattr(services.current_app, "send_task", lambda name, kwargs, **_: ids.append(kwargs["email_id"]))
    return ids


def queued(key: str = "frist:1", **changes: str) -> OutboundEmail:
    wish = {"to": "siv@example.org", "subject": "Frist om sju dager", "body": "Hei, Siv!", "sender": "partnership:1"}
    return services.queue_email(**(wish | changes), key=key)


@pytest.mark.django_db
def test_the_same_thing_is_never_queued_twice(
    handed: list[int], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        first, again, other = queued(), queued(subject="Noe annet"), queued("frist:2")

    assert first == again
    assert again.subject == "Frist om sju dager"
    assert handed == [first.pk, other.pk]


@pytest.mark.django_db
def test_an_e_mail_is_sent_and_the_row_says_when(handed: list[int]) -> None:
    email = queued(subject="Frist\nom sju dager")
    services.send(email_id=email.pk)
    services.send(email_id=email.pk)

    email.refresh_from_db()
    assert (email.state, email.attempts, email.error) == (MailState.SENT, 1, "")
    assert email.sent_at is not None
    assert [(m.to, m.subject, m.body) for m in mail.outbox] == [
        (["siv@example.org"], "Frist om sju dager", "Hei, Siv!")
    ]


@pytest.mark.django_db
def test_an_address_nobody_has_fails_at_once_with_the_servers_words(handed: list[int], mail_server: Serve) -> None:
    email = queued()
    with mail_server({"RCPT": "550 no such user here"}):
        services.send(email_id=email.pk)

    email.refresh_from_db()
    assert (email.state, email.sent_at) == (MailState.FAILED, None)
    assert email.error == (
        "Adressen finnes ikke, eller tar ikke imot e-post. (Svar fra e-postserveren: 550 no such user here)"
    )


@pytest.mark.django_db
def test_a_failed_e_mail_is_sent_again_and_a_sent_one_is_not(
    handed: list[int], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    email = queued()
    OutboundEmail.objects.update(state=MailState.FAILED, attempts=6, error="Postkassen er full.")
    with django_capture_on_commit_callbacks(execute=True):
        again = services.send_again(email_id=email.pk)
    assert (again.state, again.attempts, again.error) == (MailState.QUEUED, 0, "")
    assert handed == [email.pk]
    services.send(email_id=email.pk)
    with pytest.raises(NotPossible):
        services.send_again(email_id=email.pk)


@pytest.mark.django_db
@pytest.mark.parametrize("answers", [{"HELLO": "421 too busy"}, {"RCPT": "450 try later"}, {"MAIL": "452 full"}])
def test_a_server_that_is_busy_is_asked_again_with_growing_waits(
    handed: list[int], mail_server: Serve, answers: dict[str, str]
) -> None:
    email, waits = queued(), []
    with mail_server(answers):
        for _ in services.WAITS:
            now = timezone.now()
            services.send(email_id=email.pk)
            email.refresh_from_db()
            assert email.state == MailState.QUEUED
            waits.append(email.send_at - now)
        services.send(email_id=email.pk)

    email.refresh_from_db()
    assert waits == sorted(waits)
    assert waits[0] >= dt.timedelta(minutes=1)
    assert waits[-1] >= dt.timedelta(hours=12)
    assert (email.state, email.attempts) == (MailState.FAILED, len(services.WAITS) + 1)
    assert next(iter(answers.values())).split(" ", 1)[1] in email.error


@pytest.mark.django_db
def test_a_mail_server_that_is_gone_is_waited_for_and_the_e_mail_comes_when_it_is_back(
    handed: list[int], mail_server: Serve
) -> None:
    email = queued()
    with mail_server({}):
        pass
    services.send(email_id=email.pk)  # its port is closed now
    email.refresh_from_db()
    assert email.state == MailState.QUEUED
    assert "svarte ikke" in email.error
    assert services.send_owed() == 0, "it is not yet time"

    OutboundEmail.objects.update(send_at=timezone.now())
    assert services.send_owed() == 1
    assert handed == [email.pk]
    with mail_server({}) as taken:
        services.send(email_id=email.pk)
    assert len(taken) == 1
    email.refresh_from_db()
    assert (email.state, email.error) == (MailState.SENT, "")


@pytest.mark.django_db
def test_a_server_that_falls_silent_with_the_text_in_hand_is_never_given_it_again(
    handed: list[int], mail_server: Serve
) -> None:
    email = queued()
    with mail_server({"TEXT": ""}) as taken:
        services.send(email_id=email.pk)
        services.send(email_id=email.pk)

    email.refresh_from_db()
    assert len(taken) == 1
    assert email.state == MailState.FAILED
    assert "vet ikke om e-posten kom fram" in email.error


@pytest.mark.django_db
def test_what_a_killed_worker_had_begun_is_not_sent_again(handed: list[int]) -> None:
    email = queued()
    OutboundEmail.objects.update(state=MailState.SENDING, attempts=1, send_at=timezone.now() - dt.timedelta(seconds=1))

    assert services.send_owed() == 0
    email.refresh_from_db()
    assert email.state == MailState.FAILED
    assert "vet ikke om e-posten kom fram" in email.error


@pytest.mark.django_db(transaction=True)
def test_two_workers_with_the_same_row_send_it_once(handed: list[int], mail_server: Serve) -> None:
    email = queued()
    barrier = threading.Barrier(4)

    def work() -> None:
        barrier.wait()
        services.send(email_id=email.pk)
        connection.close()

    with mail_server({}) as taken:
        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    email.refresh_from_db()
    assert len(taken) == 1
    assert (email.state, email.attempts) == (MailState.SENT, 1)


def _compose(lines: Sequence[str]) -> tuple[str, str]:
    return "Frister", "\n".join(lines)


@pytest.mark.django_db
def test_a_digest_says_each_line_once(handed: list[int]) -> None:
    first = services.queue_digest(
        to="siv@example.org", lines={"a": "Delavtale 4", "b": "Høring"}, compose=_compose, sender="partnership:1"
    )
    second = services.queue_digest(
        to="siv@example.org", lines={"b": "Høring", "c": "Delavtale 5"}, compose=_compose, sender="partnership:1"
    )
    third = services.queue_digest(
        to="siv@example.org", lines={"a": "Delavtale 4"}, compose=_compose, sender="partnership:1"
    )

    assert first is not None
    assert second is not None
    assert (first.body, second.body, third) == ("Delavtale 4\nHøring", "Delavtale 5", None)
    assert Mention.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_who_make_the_same_digest_at_once_make_one(handed: list[int]) -> None:
    barrier = threading.Barrier(3)

    def work() -> None:
        barrier.wait()
        services.queue_digest(
            to="siv@example.org", lines={"a": "Delavtale 4"}, compose=_compose, sender="partnership:1"
        )
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert OutboundEmail.objects.count() == 1
