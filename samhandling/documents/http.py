"""A document as a download. Who may have it is the view's business."""

from __future__ import annotations

from django.http import FileResponse

from samhandling.documents.models import Document

# Browsers show a PDF in a viewer of their own, which a `sandbox` directive would stop; nothing else may load or run.
POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'"


def document_response(document: Document, *, as_attachment: bool = False) -> FileResponse:
    """The ready document's file, opened in the browser's viewer unless ``as_attachment``."""
    response = FileResponse(
        document.file.open("rb"),
        as_attachment=as_attachment,
        filename=document.file_name,
        content_type="application/pdf",
    )
    response["Content-Security-Policy"] = POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-cache"
    response["ETag"] = f'"{document.sha256}"'
    return response
