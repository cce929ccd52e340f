from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils import timezone
from pypdf import PdfReader

from samhandling.accounts.models import User
from samhandling.audit.models import ActivityLog
from samhandling.documents import production, registry, services
from samhandling.documents.enums import Kind, Purpose, State, Variant
from samhandling.documents.models import Document, Piece
from samhandling.documents.packet import Annex, Packet
from samhandling.documents.pieces import Rendered, remove_unused
from samhandling.documents.selectors import current_documents
from tests.documents.conftest import Order
from tests.documents.content import notice

pytestmark = pytest.mark.django_db


def test_ordering_keeps_a_row_and_sends_it_when_the_transaction_is_through(
    order: Order, sent: list[int], django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        document = order()
        assert sent == []

    assert sent == [document.pk]
    assert (document.state, document.version) == (State.QUEUED, 1)
    assert ActivityLog.objects.filter(verb="document.ordered").count() == 1


def test_ordering_the_same_again_gives_the_same_row_and_new_content_a_new_version(
    order: Order, sent: list[int]
) -> None:
    first = order("a")

    assert order("a").pk == first.pk
    assert order("b").version == 2
    assert order("a").version == 3, "content that is back again is the newest version"
    assert order("a", variant=Variant.PUBLIC).version == 1
    assert order("a", purpose=Purpose.PRINT).version == 1


def test_the_ready_document_has_its_file_under_the_name_of_its_content(
    order: Order, producer: None, sent: list[int]
) -> None:
    document = order()

    services.carry_out(document_id=document.pk)

    document.refresh_from_db()
    data = document.file.read()
    assert (document.state, document.progress, document.attempts) == (State.READY, 100, 1)
    assert document.sha256 == hashlib.sha256(data).hexdigest()
    assert document.sha256 in document.file.name
    assert (document.pages, document.size) == (len(PdfReader(io.BytesIO(data)).pages), len(data))
    assert document.file_name == "Innkalling OSU 14. september 2017.pdf"


def test_carrying_out_twice_changes_nothing(order: Order, producer: None, sent: list[int]) -> None:
    document = order()
    services.carry_out(document_id=document.pk)
    before = Document.objects.values().get()

    services.carry_out(document_id=document.pk)

    assert Document.objects.values().get() == before


def test_a_document_that_another_worker_makes_is_left_alone(
    order: Order, producer: None, sent: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    document = order()
    monkeypatch.setattr("samhandling.documents.locks._ask", lambda sql, *key: False)

    services.carry_out(document_id=document.pk)

    document.refresh_from_db()
    assert (document.state, document.attempts) == (State.QUEUED, 0)


@pytest.mark.parametrize(
    ("name", "reason"), [("Avbrutt", "Sakslisten er tom."), ("Ødelagt", "Noe gikk galt da dokumentet ble laget.")]
)
def test_a_document_that_cannot_be_made_says_why_and_can_be_tried_again(
    order: Order, producer: None, sent: list[int], subject: User, name: str, reason: str
) -> None:
    User.objects.filter(pk=subject.pk).update(name=name)
    document = order()

    services.carry_out(document_id=document.pk)

    document.refresh_from_db()
    assert document.state == State.FAILED
    assert document.error.startswith(reason)
    assert "hemmelig" not in document.error
    User.objects.filter(pk=subject.pk).update(name="Kari")
    services.retry_document(document=document, requested_by=None)
    services.carry_out(document_id=document.pk)
    assert Document.objects.get().state == State.READY


def test_ordering_a_failed_document_again_queues_it_again(order: Order, subject: User, sent: list[int]) -> None:
    document = order()
    Document.objects.filter(pk=document.pk).update(state=State.FAILED, error="Sakslisten er tom.")

    again = order()

    assert (again.pk, again.state, again.error) == (document.pk, State.QUEUED, "")


def test_a_passing_fault_is_tried_again_with_growing_pauses_and_given_up_after_five(
    order: Order, producer: None, sent: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    document = order()

    def refuse(*_: object) -> None:
        raise OSError("disk")

    monkeypatch.setattr(default_storage, "save", refuse)
    pauses = []
    for _ in range(4):
        before = timezone.now()
        services.carry_out(document_id=document.pk)
        document.refresh_from_db()
        assert document.state == State.QUEUED
        pauses.append(round((document.send_at - before).total_seconds(), -1))

    services.carry_out(document_id=document.pk)

    document.refresh_from_db()
    assert pauses == [10, 20, 40, 80]
    assert document.state == State.FAILED
    assert "Prøv igjen" in document.error


def test_what_is_owed_is_sent_again_but_not_what_is_on_its_way(
    order: Order, sent: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    _on_its_way, owed, abandoned, done = (
        order(variant=v, purpose=p) for v in Variant for p in (Purpose.READING, Purpose.PRINT)
    )
    past = timezone.now() - timedelta(seconds=1)
    Document.objects.filter(pk=owed.pk).update(send_at=past)
    Document.objects.filter(pk=abandoned.pk).update(send_at=past, state=State.RENDERING)
    Document.objects.filter(pk=done.pk).update(send_at=past, state=State.FAILED, error="Nei.")

    assert services.send_owed() == 2

    assert set(sent) == {owed.pk, abandoned.pk}
    assert services.send_owed() == 0, "what was just sent is given time"


def test_what_a_worker_is_making_is_not_sent_again(
    order: Order, sent: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    document = order()
    Document.objects.update(send_at=timezone.now(), state=State.RENDERING)
    monkeypatch.setattr("samhandling.documents.locks._ask", lambda sql, *key: False)

    assert services.send_owed() == 0
    document.refresh_from_db()
    assert document.send_at > timezone.now()


@pytest.mark.parametrize("change", [{"file": "annet.pdf"}, {"sha256": "0" * 64}, {"state": "queued"}, {"pages": 2}])
def test_a_ready_document_cannot_change(
    order: Order, producer: None, sent: list[int], change: dict[str, object]
) -> None:
    document = order()
    services.carry_out(document_id=document.pk)

    with pytest.raises(IntegrityError, match="ready and cannot change"), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(**change)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"state": "ready"}, "document_ready_is_complete"),
        ({"state": "failed"}, "document_failed_says_why"),
        ({"state": "lost"}, "document_state_valid"),
        ({"progress": 101}, "document_progress_percent"),
    ],
)
def test_the_database_refuses_a_row_that_makes_no_sense(
    order: Order, sent: list[int], change: dict[str, object], constraint: str
) -> None:
    order()

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Document.objects.update(**change)


def test_the_file_to_print_has_the_annexes_behind_sheets_and_the_one_to_read_has_them_inside(
    order: Order, sent: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = services.make_file  # a first document serves as the annex of the next
    monkeypatch.setitem(registry._producers, Kind.NOTICE, lambda document: notice(1))
    annex_pdf = paper(order("annex"), lambda *_: None).data
    annex = Annex("Vedlegg 1 til sak 1/17", "Budsjett", "budsjett.pdf", "application/pdf", lambda: annex_pdf)

    def with_annexes(document: Document) -> Packet:
        return notice(1, annexes=(annex, annex))

    monkeypatch.setitem(registry._producers, Kind.NOTICE, with_annexes)
    reading = PdfReader(io.BytesIO(paper(order("b"), lambda *_: None).data))
    printing = PdfReader(io.BytesIO(paper(order("b", purpose=Purpose.PRINT), lambda *_: None).data))

    assert sorted(reading.attachments) == ["budsjett (2).pdf", "budsjett.pdf"]
    assert reading.attachments["budsjett.pdf"] == [annex_pdf]
    assert not printing.attachments
    assert len(printing.pages) == len(reading.pages) + 2 * (1 + 2)
    sheet = printing.pages[len(reading.pages)].extract_text()
    assert "Vedlegg 1 til sak 1/17" in sheet
    assert "Budsjett" in sheet
    assert f"Side {len(printing.pages)} av {len(printing.pages)}" in printing.pages[-1].extract_text()


def test_a_piece_is_rendered_once_for_all_documents_and_forgotten_after_ninety_days(
    order: Order, producer: None, sent: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    services.carry_out(document_id=order("a").pk)
    pieces = set(Piece.objects.values_list("key", flat=True))
    services.carry_out(document_id=order("b", variant=Variant.PUBLIC).pk)
    assert set(Piece.objects.values_list("key", flat=True)) == pieces

    Piece.objects.filter(key=min(pieces)).update(used_on=timezone.localdate() - timedelta(days=91))
    gone = Piece.objects.get(key=min(pieces))
    assert remove_unused() == 1
    assert not default_storage.exists(gone.file_name)
    assert Piece.objects.count() == len(pieces) - 1


def test_pieces_are_rendered_ahead_when_their_subject_is_saved(
    subject: User, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks
) -> None:
    monkeypatch.setitem(registry._pieces, "accounts.user", lambda pk: notice(2, name=f"Bruker {pk}").pieces)
    calls: list[dict[str, object]] = []
    monkeypatch.setattr(services.current_app, "send_task", lambda name, kwargs, **_: calls.append(kwargs))

    with django_capture_on_commit_callbacks(execute=True):
        services.prerender(subject=subject)

    assert calls == [{"label": "accounts.user", "pk": subject.pk}]
    assert services.render_pieces(**calls[0]) == 2
    assert Piece.objects.count() == 2


def test_current_documents_are_the_newest_versions_in_one_query(
    order: Order, sent: list[int], subject: User, django_assert_num_queries
) -> None:
    order("a"), order("b"), order("a", variant=Variant.PUBLIC)

    with django_assert_num_queries(1):
        documents = current_documents(subject)

    assert sorted((document.variant, document.version) for document in documents) == [("internal", 2), ("public", 1)]


def test_no_half_file_is_left_anywhere(
    order: Order, producer: None, sent: list[int], settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path  # other tests make the same file, by the same name, in the common folder
    services.carry_out(document_id=order().pk)

    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files
    assert all(path.read_bytes().rstrip().endswith(b"%%EOF") for path in files if path.suffix == ".pdf")
    assert not [path for path in files if path.name.startswith(".tmp-")]


def test_the_public_variant_starts_at_the_other_end_and_has_its_pieces_in_the_same_order(
    order: Order, producer: None, sent: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    made: dict[str, list[str]] = {"internal": [], "public": []}
    real = production.ensure_piece
    for variant in Variant:

        def watched(html: str, images: Mapping[str, bytes], seen: list[str] = made[variant]) -> Rendered:
            seen.append(html)
            return real(html, images)

        monkeypatch.setattr(production, "ensure_piece", watched)
        services.carry_out(document_id=order(variant=variant).pk)

    assert made["public"][:2] == made["internal"][1::-1]
    assert len(set(Document.objects.values_list("sha256", flat=True))) == 1
