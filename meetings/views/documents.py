"""A meeting's documents: how far they have come, ordering more of them, and having them."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from meetings.access import fetch_meeting
from meetings.disclosure import reads_agenda
from meetings.enums import MinutesState
from meetings.models import Meeting
from meetings.selectors.documents import may_read, meeting_panel, subject_meeting
from meetings.services import documents as services
from municipalities.access import Access
from municipalities.entry import enter, require_coordinator
from municipalities.models import Partnership
from samhandling.accounts.models import User
from samhandling.core.errors import NotPossible
from samhandling.core.htmx import is_htmx
from samhandling.documents.enums import Language, Variant
from samhandling.documents.http import document_response, progress_response
from samhandling.documents.models import Document
from samhandling.documents.services import retry_document

PAGE = "meetings/document_panel.html"


def _enter(request: HttpRequest, partnership_slug: str, pk: int) -> tuple[Partnership, Access, Meeting]:
    """A meeting whose agenda the user may read; 404 otherwise."""
    partnership, access = enter(request, partnership_slug)
    meeting = fetch_meeting(partnership, pk)
    if not reads_agenda(access, meeting):
        raise Http404
    return partnership, access, meeting


@require_safe
def panel(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    """The panel on the meeting's page, or a page of its own without JavaScript."""
    partnership, access, meeting = _enter(request, partnership_slug, pk)
    context = {
        "meeting": meeting,
        "panel": meeting_panel(meeting, partnership, access),
        "languages": Language.choices,
        "language": partnership.language,
    }
    response = render(request, f"{PAGE}#panel" if is_htmx(request) else PAGE, context)
    response["Vary"] = "HX-Request"
    return response


@require_safe
def progress(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    partnership, access, meeting = _enter(request, partnership_slug, pk)
    return progress_response(request, meeting_panel(meeting, partnership, access).rows)


@login_required
@require_POST
def renew(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    """Make the documents again where their content has changed, or in another language."""
    partnership, access, meeting = _enter(request, partnership_slug, pk)
    require_coordinator(access)
    language = request.POST.get("language", "")
    language = language if language in Language.values else partnership.language
    user = _user(request)
    if meeting.called_at is not None:
        services.order_notice(meeting=meeting, user=user, language=language)
    locked = meeting.minutes.filter(state=MinutesState.LOCKED).order_by("-version").first()
    if locked is not None:
        locked.meeting = meeting
        services.order_minutes(minutes=locked, user=user, language=language)
    return _back(partnership, meeting)


@login_required
@require_POST
def order_bundle(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    partnership, access, meeting = _enter(request, partnership_slug, pk)
    _require_reader(access, meeting)
    try:
        services.order_bundle(meeting=meeting, variant=_variant(request), user=_user(request))
    except NotPossible as reason:
        raise Http404(str(reason)) from reason
    return _back(partnership, meeting)


@login_required
@require_POST
def order_paper(request: HttpRequest, partnership_slug: str, pk: int, item_pk: int) -> HttpResponse:
    partnership, access, meeting = _enter(request, partnership_slug, pk)
    _require_reader(access, meeting)
    item = get_object_or_404(meeting.items.select_related("meeting__committee__partnership__trust"), pk=item_pk)
    try:
        services.order_case_paper(item=item, variant=_variant(request), user=_user(request))
    except NotPossible as reason:
        raise Http404(str(reason)) from reason
    return _back(partnership, meeting)


@require_safe
def download(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponseBase:
    partnership, access = enter(request, partnership_slug)
    document = _fetch(partnership, access, pk)
    if not document.is_ready:
        raise Http404
    return document_response(document, as_attachment="last-ned" in request.GET)


@login_required
@require_POST
def retry(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    document = _fetch(partnership, access, pk)
    require_coordinator(access)
    retry_document(document=document, requested_by=_user(request))
    meeting = subject_meeting(document)
    assert meeting is not None  # _fetch found it
    return _back(partnership, meeting)


def _fetch(partnership: Partnership, access: Access, pk: int) -> Document:
    """A document of this partnership that the user may read; every other is 404."""
    document = get_object_or_404(Document, pk=pk)
    meeting = subject_meeting(document)
    if meeting is None or meeting.committee.partnership_id != partnership.pk:
        raise Http404
    if not may_read(document, meeting, access):
        raise Http404
    return document


def _require_reader(access: Access, meeting: Meeting) -> None:
    """Making files is for those who take part; everybody may have those that are made."""
    if not access.reads_internal(meeting.committee_id):
        raise PermissionDenied


def _variant(request: HttpRequest) -> str:
    variant = request.POST.get("variant", "")
    return variant if variant in Variant.values else Variant.INTERNAL


def _user(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


def _back(partnership: Partnership, meeting: Meeting) -> HttpResponse:
    return redirect("meetings:document-panel", partnership.slug, meeting.pk)
