"""Agreements in meetings: where one has been treated, and the text a meeting had before it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from agreements.access import fetch_agreement, fetch_revision, require_member
from agreements.content import Content
from agreements.selectors.versions import read_clauses
from meetings.access import fetch_meeting
from meetings.disclosure import item_basis, reads_agenda
from meetings.models import AgendaItem
from meetings.selectors.agreements import treatments_of_agreement, treatments_of_revision
from municipalities.entry import enter
from samhandling.core.htmx import is_htmx

PAGE = "meetings/agreement_trail.html"


@login_required
@require_safe
def revision_trail(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    """The panel on the revision's page, or a page of its own without JavaScript."""
    partnership, access = enter(request, partnership_slug)
    require_member(access)
    revision = fetch_revision(partnership, access, pk)
    context = {"treatments": treatments_of_revision(revision, access), "agreement": revision.agreement}
    return _trail(request, context | {"revision": revision})


@require_safe
def agreement_trail(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    """The panel on the agreement's page: what all its revisions went through."""
    partnership, access = enter(request, partnership_slug)
    agreement = fetch_agreement(partnership, access, pk)
    return _trail(request, {"treatments": treatments_of_agreement(agreement, access), "agreement": agreement})


def _trail(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    response = render(request, f"{PAGE}#panel" if is_htmx(request) else PAGE, context)
    response["Vary"] = "HX-Request"
    return response


@login_required
@require_safe
def item_text(request: HttpRequest, partnership_slug: str, pk: int, item_pk: int) -> HttpResponse:
    """The draft as it read when the notice was published, for the partnership's own. A frozen text has its own page."""
    partnership, access = enter(request, partnership_slug)
    require_member(access)
    meeting = fetch_meeting(partnership, pk)
    items = AgendaItem.objects.select_related(
        "meeting__committee", "legal_basis", "case__legal_basis", "case__revision", "agreement_version__agreement"
    )
    item = get_object_or_404(items, pk=item_pk, meeting=meeting, agreement_version__isnull=False)
    hidden = item_basis(item) is not None and not access.reads_internal(meeting.committee_id)
    if hidden or not reads_agenda(access, meeting) or item.agreement_version is None:
        raise Http404
    version = item.agreement_version
    if item.agreement_text is None:
        return redirect("agreements:version-detail", partnership.slug, version.agreement_id, version.number)
    content = Content.from_json(item.agreement_text)
    context = {
        "item": item,
        "meeting": meeting,
        "version": version,
        "content": content,
        "clauses": read_clauses(content),
    }
    return render(request, "meetings/item_text.html", context)
