"""Word files go the same way as PDFs: ordered once, made by the worker, kept as they are."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from samhandling.documents import registry, services
from samhandling.documents.enums import Kind, Purpose, State
from samhandling.documents.http import document_response
from samhandling.documents.models import Document
from samhandling.documents.packet import CannotProduce, WordFile
from samhandling.documents.selectors import DocumentRow
from tests.documents.conftest import Order

pytestmark = pytest.mark.django_db
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture
def word(monkeypatch: pytest.MonkeyPatch, sent: list[int]) -> None:
    monkeypatch.setitem(
        registry._word, Kind.NOTICE, lambda document: WordFile("Innkalling: OSU 14/9", f"v{document.version}".encode())
    )


def made(order: Order, source_hash: str = "a") -> Document:
    document = order(source_hash, purpose=Purpose.WORD)
    services.carry_out(document_id=document.pk)
    document.refresh_from_db()
    return document


def test_a_word_file_is_ready_without_a_number_of_pages(order: Order, word: None) -> None:
    document = made(order)

    assert (document.state, document.progress, document.pages) == (State.READY, 100, None)
    assert document.file_name == "Innkalling- OSU 14-9.docx"
    assert document.file.name.endswith(f"{document.sha256}.docx")
    assert DocumentRow(document, "").title == "Innkalling, til å redigere"


def test_it_is_saved_as_a_word_file_and_not_opened_as_a_pdf(order: Order, word: None) -> None:
    response = document_response(made(order))

    assert response["Content-Type"] == TYPE
    assert response["Content-Disposition"].startswith("attachment")
    assert ".docx" in response["Content-Disposition"]
    assert b"".join(response.streaming_content) == b"v1"


def test_it_stands_beside_the_pdf_with_versions_of_its_own(order: Order, word: None) -> None:
    pdf, first = order("a"), made(order, "a")

    assert pdf.pk != first.pk
    assert made(order, "a").pk == first.pk
    assert made(order, "b").version == 2


def test_why_it_cannot_be_made_is_said_in_words(order: Order, sent: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(document: Document) -> WordFile:
        raise CannotProduce("Teksten er ikke låst.")

    monkeypatch.setitem(registry._word, Kind.NOTICE, refuse)

    document = made(order)

    assert (document.state, document.error) == (State.FAILED, "Teksten er ikke låst.")


def test_a_pdf_still_needs_its_number_of_pages(order: Order, word: None) -> None:
    ready = made(order)
    columns = {name: getattr(ready, name) for name in ("file", "file_name", "sha256", "size", "finished_at")}
    pdf = order("a")

    with pytest.raises(IntegrityError, match="document_ready_is_complete"), transaction.atomic():
        Document.objects.filter(pk=pdf.pk).update(state=State.READY, **columns)
