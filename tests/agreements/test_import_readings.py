"""Files are read outside the request: while it goes on, when it fails, and when the worker or broker is away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.test import Client
from django.utils import timezone

from agreements import tasks
from agreements.enums import ImportState
from agreements.importing import limits
from agreements.models import Agreement, AgreementFile, TextImport
from agreements.services import import_readings as services
from tests.agreements import import_files as files
from tests.factories.agreements import agreement_with_parties
from tests.fixtures.worker import Broker, WorkerProcess
from tests.personas import World

HTMX = {"HX-Request": "true"}


@pytest.fixture
def agreement(world: World) -> Agreement:
    return agreement_with_parties(world.partnership, title="Innleggelse", number="3")


@pytest.fixture
def client(client_of: Callable[[str], Client]) -> Client:
    return client_of("coordinator_municipal")


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The files handed to the worker, instead of handing them over."""
    ids: list[int] = []
    monkeypatch.setattr(
        services.current_app, "send_task", lambda _name, kwargs, **_: ids.append(kwargs["text_import_id"])
    )
    return ids


def url(agreement: Agreement, made: TextImport | None = None) -> str:
    return f"/prove/avtaler/{agreement.pk}/ta-inn/" + (f"{made.pk}/" if made else "")


def uploaded(client: Client, agreement: Agreement, data: bytes, name: str = "avtale.pdf") -> TextImport:
    assert client.post(url(agreement), {"file": files.upload(data, name)}).status_code == 302
    return TextImport.objects.get(agreement=agreement)


def read(made: TextImport) -> TextImport:
    tasks.read_import(text_import_id=made.pk)
    made.refresh_from_db()
    return made


def owed(made: TextImport) -> TextImport:
    """As when the seconds have passed."""
    TextImport.objects.filter(pk=made.pk).update(send_at=timezone.now() - dt.timedelta(seconds=1))
    return made


def test_the_page_says_that_the_file_is_read_and_is_loaded_anew_when_it_is(
    agreement: Agreement, client: Client, sent: list[int], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        made = uploaded(client, agreement, files.agreement_pdf())
    assert sent == [made.pk]
    page = client.get(url(agreement, made)).content.decode()
    assert "Filen leses" in page
    assert "Oppdater siden" in page, "for those without JavaScript"
    part = client.get(url(agreement, made), headers=HTMX)
    assert "Venter på tur" in part.content.decode()
    assert "<html" not in part.content.decode()
    assert "HX-Refresh" not in part

    read(made)

    assert client.get(url(agreement, made), headers=HTMX)["HX-Refresh"] == "true"
    assert "5 punkter funnet" in client.get(url(agreement, made)).content.decode()


def test_reading_twice_changes_nothing_that_was_checked(agreement: Agreement, client: Client) -> None:
    made = read(uploaded(client, agreement, files.agreement_pdf()))
    TextImport.objects.update(title="Rettet tittel")
    assert read(made).title == "Rettet tittel"
    assert made.attempts == 1


@pytest.mark.parametrize(
    ("data", "name", "words", "may_retry"),
    [
        (files.agreement_docx()[:-500], "avtale.docx", "skadet", False),
        (files.locked_pdf(), "avtale.pdf", "låst med passord", False),
        (files.looping_pdf(), "avtale.pdf", "skadet", False),
        (files.branching_pdf(), "avtale.pdf", "større enn en avtale", False),
        (files.pdf([[]] * (limits.MAX_PAGES + 1)), "avtale.pdf", f"mer enn {limits.MAX_PAGES} sider", False),
        (files.many_sections_docx(limits.MAX_SECTIONS + 1), "avtale.docx", "mer enn 300 punkter", False),
        (files.empty_docx(), "avtale.docx", "ikke noe innhold som kan leses", False),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_what_to_do(
    agreement: Agreement, client: Client, data: bytes, name: str, words: str, may_retry: bool
) -> None:
    made = read(uploaded(client, agreement, data, name))
    assert made.state == ImportState.FAILED
    page = client.get(url(agreement, made)).content.decode()
    assert "Filen kunne ikke leses" in page
    assert words in page
    assert "Last opp en annen fil" in page
    assert ("Prøv igjen" in page) == may_retry
    assert made.file_name in client.get(url(agreement)).content.decode(), "it is found again where it was uploaded"
    client.post(url(agreement, made), {"gjor": "forkast"})
    made.refresh_from_db()
    assert made.state == ImportState.DROPPED


def test_a_file_that_takes_too_long_is_given_up_and_tried_again_on_request(
    agreement: Agreement, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(_data: bytes) -> None:
        raise SoftTimeLimitExceeded

    made = uploaded(client, agreement, files.agreement_pdf())
    with monkeypatch.context() as slow:
        slow.setattr(services, "read_pdf", never)
        read(made)
    page = client.get(url(agreement, made)).content.decode()
    assert "tok for lang tid" in page
    assert "Prøv igjen" in page

    assert client.post(url(agreement, made), {"gjor": "les"}).status_code == 302

    assert "Filen leses" in client.get(url(agreement, made)).content.decode()
    assert read(made).state == ImportState.CHECKING


def test_a_pdf_that_cannot_be_read_may_still_go_with_the_text(agreement: Agreement, client: Client) -> None:
    made = read(uploaded(client, agreement, files.pdf([[]] * (limits.MAX_PAGES + 1)), "Avtale 2012.pdf"))
    client.post(url(agreement, made), {"gjor": "vedlegg"})
    assert AgreementFile.objects.get().title == "Avtale 2012"


def test_a_file_dropped_while_it_is_read_stays_dropped(
    agreement: Agreement, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = uploaded(client, agreement, files.agreement_pdf())
    real = services.read_pdf

    def slow(data: bytes) -> Any:
        client.post(url(agreement, made), {"gjor": "forkast"})
        return real(data)

    monkeypatch.setattr(services, "read_pdf", slow)
    read(made)
    assert (made.state, made.recognised) == (ImportState.DROPPED, [])


def test_a_storage_that_is_away_is_tried_again_and_told_of_in_the_end(
    agreement: Agreement, client: Client, sent: list[int]
) -> None:
    made = uploaded(client, agreement, files.agreement_pdf())
    made.file.storage.delete(made.file.name)
    for attempt in range(1, limits.ATTEMPTS):
        assert (read(made).state, made.attempts) == (ImportState.READING, attempt)
        tasks.send_owed_imports()
        assert len(sent) == attempt - 1, "not before its time"
        owed(made)
        tasks.send_owed_imports()
        assert len(sent) == attempt
    assert read(made).state == ImportState.FAILED
    assert "Fillageret svarte ikke" in client.get(url(agreement, made)).content.decode()


def test_a_file_that_takes_the_worker_down_each_time_is_given_up(agreement: Agreement, client: Client) -> None:
    made = uploaded(client, agreement, files.agreement_pdf())
    TextImport.objects.update(attempts=limits.ATTEMPTS)
    assert read(made).state == ImportState.FAILED
    assert "tok for lang tid" in client.get(url(agreement, made)).content.decode()


def test_a_real_worker_breaks_off_a_file_made_to_choke_it_and_reads_the_next(
    own_broker: Broker, private_worker: WorkerProcess, agreement: Agreement, client: Client
) -> None:
    own_broker.stop()
    first = uploaded(client, agreement, files.slow_pdf())
    assert first.state == ImportState.READING, "the broker is down, and the upload is kept"
    other = agreement_with_parties(agreement.partnership, title="Utskriving", number="5")
    second = uploaded(client, other, files.agreement_pdf())
    own_broker.start()
    private_worker.start()
    named = {"kwargs": {"text_import_id": first.pk}}
    services.current_app.send_task("agreements.read_import", **named, soft_time_limit=2)  # nobody waits a minute here
    owed(second)
    assert services.send_owed() == 1

    private_worker.wait_for(lambda: not TextImport.objects.filter(state=ImportState.READING).exists())

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.problem) == (ImportState.FAILED, "too_slow")
    assert second.state == ImportState.CHECKING
