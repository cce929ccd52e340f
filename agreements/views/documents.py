"""Having the agreements' documents as files, and trying again those that failed."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from agreements import documents
from municipalities.access import Access
from municipalities.entry import enter
from samhandling.accounts.models import User
from samhandling.documents.http import document_response
from samhandling.documents.models import Document
from samhandling.documents.services import retry_document


@require_safe
def download(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponseBase:
    _partnership, access = enter(request, partnership_slug)
    document = _fetch(access, pk)
    if not document.is_ready:
        raise Http404
    return document_response(document, as_attachment="last-ned" in request.GET)


@login_required
@require_POST
def retry(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    document = _fetch(access, pk)
    if not documents.may_retry(access, document):
        raise PermissionDenied
    retry_document(document=document, requested_by=request.user if isinstance(request.user, User) else None)
    return redirect(documents.page_of(partnership, document))


def _fetch(access: Access, pk: int) -> Document:
    """A document of the agreements that the user may read; every other is 404."""
    document = get_object_or_404(Document, pk=pk)
    if not documents.may_read(access, document):
        raise Http404
    return document
