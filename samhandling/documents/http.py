"""Documents as downloads, and how far they have come. Who may see them is the view's business."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from samhandling.documents.models import Document
from samhandling.documents.selectors import DocumentRow

logger = logging.getLogger(__name__)

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
STOP_POLLING = 286  # htmx swaps the answer in and asks no more

# Browsers show a PDF in a viewer of their own, which a `sandbox` directive would stop; nothing else may load or run.
POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'"


def document_response(document: Document, *, as_attachment: bool = False) -> FileResponse:
    """The ready document's file: a PDF opens in the browser's viewer unless ``as_attachment``, a Word file is saved.

    Raises Http404 when the storage has lost it.
    """
    kind = WORD if document.is_word else "application/pdf"
    response = file_response(
        document.file, name=document.file_name, kind=kind, as_attachment=as_attachment or document.is_word
    )
    response["ETag"] = f'"{document.sha256}"'
    return response


def file_response(file: FieldFile, *, name: str, kind: str, as_attachment: bool = False) -> FileResponse:
    """A stored file, kept apart from the site: it loads and runs nothing. `kind` is its MIME type.

    Raises Http404 when the storage has lost it.
    """
    try:
        stored = file.open("rb")
    except OSError as missing:
        logger.exception("%s is not in the storage", file.name)
        raise Http404 from missing
    response = FileResponse(stored, as_attachment=as_attachment, filename=name, content_type=kind)
    response["Content-Security-Policy"] = POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-cache"
    return response


def progress_response(request: HttpRequest, rows: Sequence[DocumentRow]) -> HttpResponse:
    """What the poll of ``documents/progress.html`` answers; the poll ends when nothing is under way."""
    response = render(request, "documents/_progress_rows.html", {"rows": rows, "polled": True})
    if not any(row.document.is_under_way for row in rows):
        response.status_code = STOP_POLLING
    response["Cache-Control"] = "no-store"
    return response
