from __future__ import annotations

import pytest
from django.http import Http404
from django.template.loader import render_to_string
from django.test import RequestFactory

from samhandling.documents import services
from samhandling.documents.enums import Language, Purpose, State, Step, Variant
from samhandling.documents.http import document_response, progress_response
from samhandling.documents.models import Document
from samhandling.documents.selectors import DocumentRow
from tests.documents.conftest import Order

pytestmark = pytest.mark.django_db


def show(*documents: Document) -> str:
    rows = [DocumentRow(document, f"/last-ned/{document.pk}/", f"/igjen/{document.pk}/") for document in documents]
    request = RequestFactory().get("/")
    return render_to_string("documents/progress.html", {"rows": rows, "poll_url": "/framdrift/"}, request)


def test_a_document_under_way_says_what_happens_and_asks_again(order: Order, sent: list[int]) -> None:
    document = order()
    assert "Venter på tur" in show(document)

    document.state, document.step, document.step_done, document.step_total = State.RENDERING, Step.PIECES, 2, 10
    document.progress = 19
    html = show(document)

    assert "Lager del 3 av 10" in html
    assert '<progress class="bar" max="100" value="19"' in html
    assert 'hx-get="/framdrift/" hx-trigger="every 2s"' in html
    assert "Oppdater siden" in html


def test_a_failed_document_says_why_and_can_be_tried_again(order: Order, sent: list[int]) -> None:
    document = order()
    document.state, document.error = State.FAILED, "Sakslisten er tom."
    html = show(document)

    assert "Sakslisten er tom." in html
    assert f'<form method="post" action="/igjen/{document.pk}/">' in html
    assert "csrfmiddlewaretoken" in html
    assert "hx-get" not in html


def test_a_ready_document_is_a_link_with_pages_and_size(order: Order, producer: None, sent: list[int]) -> None:
    document = order(variant=Variant.PUBLIC, purpose=Purpose.PRINT)
    services.carry_out(document_id=document.pk)
    document.refresh_from_db()
    html = show(document)

    assert f'href="/last-ned/{document.pk}/">Innkalling, offentlig, alt til utskrift</a>' in html
    assert f"{document.pages} sider" in html
    assert "KB" in html
    assert "hx-get" not in html


def test_a_document_in_nynorsk_is_told_from_the_one_in_bokmaal(order: Order, sent: list[int]) -> None:
    assert DocumentRow(order(language=Language.NYNORSK), "").title == "Innkalling, nynorsk"
    assert DocumentRow(order(), "").title == "Innkalling"


def test_the_poll_ends_with_a_message_when_nothing_is_under_way(order: Order, sent: list[int]) -> None:
    document = order()
    request = RequestFactory().get("/framdrift/")

    going_on = progress_response(request, [DocumentRow(document, "/a/")])
    document.state, document.error = State.FAILED, "Nei."
    over = progress_response(request, [DocumentRow(document, "/a/")])

    assert (going_on.status_code, over.status_code) == (200, 286)
    assert "hx-swap-oob" not in going_on.content.decode()
    assert "Noen dokumenter kunne ikke lages." in over.content.decode()


def test_a_download_is_named_for_people_and_kept_apart_from_the_site(
    order: Order, producer: None, sent: list[int]
) -> None:
    document = order()
    services.carry_out(document_id=document.pk)
    document.refresh_from_db()

    response = document_response(document)

    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="Innkalling OSU 14. september 2017.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "private, no-cache"
    assert b"".join(response.streaming_content).startswith(b"%PDF-1.7")
    document.file.storage.delete(document.file.name)
    with pytest.raises(Http404):
        document_response(Document.objects.get())
