"""The papers as pages: the same words and the same templates as in the PDF."""

from __future__ import annotations

import base64
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from meetings.access import fetch_case, fetch_meeting
from meetings.disclosure import reads_agenda
from meetings.packets.content import Cover
from meetings.packets.edition import Edition
from meetings.packets.minutes import minutes_content
from meetings.packets.notice import notice_content
from meetings.packets.papers import draft_paper
from meetings.views.minutes_access import enter_minutes
from municipalities.access import Access
from municipalities.entry import enter
from municipalities.letterhead import logo
from municipalities.models import Partnership
from samhandling.core.htmx import is_htmx
from samhandling.documents.enums import Variant
from samhandling.documents.packet import PageMap

PUBLIC_EDITION = "offentlig"


@require_safe
def notice(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    """The notice as published, or as publishing would make it now."""
    partnership, access = enter(request, partnership_slug)
    meeting = fetch_meeting(partnership, pk)
    if not reads_agenda(access, meeting):
        raise Http404
    edition = _edition(request, partnership, access, meeting.committee_id)
    content = notice_content(meeting, edition)
    pages = PageMap()
    with_paper = {paper.anchor for paper in content.papers}
    lines = [(line, pages.href(line.anchor) if line.anchor in with_paper else "", None) for line in content.lines]
    more = {"notice": content, "lines": lines, "contents": [], "meeting": meeting}
    return _page(request, "meetings/document_notice.html", access, edition, more | _head(partnership, content.cover))


@require_safe
def minutes(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    room = enter_minutes(request, partnership_slug, pk)
    row = room.require_newest()
    edition = _edition(request, room.partnership, room.access, room.meeting.committee_id)
    content = minutes_content(row, edition)
    more = {"minutes": content, "meeting": room.meeting} | _head(room.partnership, content.cover)
    return _page(request, "meetings/document_minutes.html", room.access, edition, more)


@login_required
@require_safe
def paper(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    """The paper as it stands, for those who work on the case; a part of the editor's page with htmx."""
    partnership, access = enter(request, partnership_slug)
    case = fetch_case(partnership, access, pk)
    if not case.writes:
        raise PermissionDenied
    edition = Edition(Variant.INTERNAL, partnership.language)
    context = {"case": case, "paper": draft_paper(case, edition)}
    template = "meetings/document_paper.html"
    return _page(request, f"{template}#paper" if is_htmx(request) else template, access, edition, context)


def _head(partnership: Partnership, cover: Cover) -> dict[str, Any]:
    """The letterhead, with the logo in the page itself: uploaded files have no address of their own."""
    image = base64.b64encode(logo(partnership)).decode()
    return {"letterhead": cover.letterhead, "logo": f"data:image/svg+xml;base64,{image}"}


def _edition(request: HttpRequest, partnership: Partnership, access: Access, committee_id: int) -> Edition:
    """The public edition for the public, and for those who ask to see what the public sees."""
    internal = access.reads_internal(committee_id) and request.GET.get("utgave") != PUBLIC_EDITION
    return Edition(Variant.INTERNAL if internal else Variant.PUBLIC, partnership.language)


def _page(request: HttpRequest, template: str, access: Access, edition: Edition, more: dict[str, Any]) -> HttpResponse:
    meeting = more.get("meeting")
    context = {
        "edition": edition,
        "may_choose": meeting is not None and access.reads_internal(meeting.committee_id),
        **more,
    }
    return render(request, template, context)
