"""Consultations as everybody reads them: the list, one consultation, its text, and all answers by question."""

from __future__ import annotations

import csv
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from agreements.access import fetch_consultation
from agreements.content import Content
from agreements.documents import document_rows
from agreements.enums import ConsultationState
from agreements.models import Consultation, ConsultationFile
from agreements.packets.consultation import is_outdated
from agreements.selectors import answers as answers_of
from agreements.selectors import consultations as selectors
from agreements.selectors.redlines import redline_of
from agreements.selectors.texts import content_of
from agreements.services.compilations import order_compilation
from agreements.services.consultations import draft_content
from municipalities.access import Access
from municipalities.entry import enter, require_coordinator
from municipalities.models import Partnership
from samhandling.accounts.http import signed_in
from samhandling.audit.selectors import history_of
from samhandling.core.errors import NotPossible
from samhandling.core.htmx import is_htmx
from samhandling.core.http import form_page
from samhandling.core.text import render_body
from samhandling.documents.http import file_response, progress_response
from samhandling.documents.selectors import DocumentRow, current_documents


@require_safe
def consultation_list(request: HttpRequest, partnership_slug: str) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    rows = selectors.consultation_rows(partnership, access, partnership.as_of(timezone.localdate()))
    context = {
        "open": selectors.in_state(rows, ConsultationState.OPEN),
        "drafts": selectors.in_state(rows, ConsultationState.DRAFT),
        "closed": selectors.in_state(rows, ConsultationState.CLOSED),
        "is_chief": bool(access.chief_ids),
    }
    return render(request, "agreements/consultation_list.html", context)


def enter_consultation(request: HttpRequest, slug: str, pk: int) -> tuple[Partnership, Access, Consultation]:
    """A consultation the user may see; a draft is 404 for all but the coordinators."""
    partnership, access = enter(request, slug)
    consultation = fetch_consultation(partnership, access, pk)
    consultation.partnership = partnership
    return partnership, access, consultation


def text_now(consultation: Consultation) -> Content | None:
    """The text that was sent, or that would be sent today."""
    if consultation.state == ConsultationState.DRAFT:
        return draft_content(consultation.revision)
    return answers_of.text_of(consultation) if consultation.text else None


@require_safe
def consultation_detail(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    partnership, access, consultation = enter_consultation(request, partnership_slug, pk)
    today = partnership.as_of(timezone.localdate())
    parties = selectors.parties_of(consultation, access, today)
    content = text_now(consultation)
    is_draft = consultation.state == ConsultationState.DRAFT
    context = {
        "consultation": consultation,
        "day": today,
        "time_left": selectors.time_left(consultation.deadline, today) if consultation.closed_on is None else "",
        "basis": render_body(consultation.basis, heading=3),
        "files": consultation.files.order_by("pk"),
        "clauses": content.numbered() if content else (),
        "parties": parties,
        "own": parties.own,
        "questions": answers_of.questions_of(consultation),
        "documents": [row for row in _documents(partnership, access, consultation) if row.document.is_ready],
        "silent": 0 if is_draft or not access.is_coordinator else len(parties.silent),
        "history": history_of(consultation)[:20] if access.is_coordinator else [],
    }
    return render(request, "agreements/consultation_detail.html", context)


@require_safe
def consultation_text(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    """The text as it was sent, against the one that was in force when the revision began."""
    _partnership, access, consultation = enter_consultation(request, partnership_slug, pk)
    content = text_now(consultation)
    if content is None:
        raise Http404
    name = _own_name(consultation, access)
    base = consultation.revision.base if consultation.revision else None
    content = _read_as(content, name)
    redline = redline_of(_read_as(content_of(base), name), content) if base else None
    context = {"consultation": consultation, "content": content, "base": base, "redline": redline}
    return render(request, "agreements/consultation_text.html", context)


def _own_name(consultation: Consultation, access: Access) -> str:
    """What stands where each council's name will stand: the reader's own municipality; empty for all others."""
    invitations = consultation.invitations.filter(municipality__in=access.municipality_ids)
    own = invitations.select_related("municipality").order_by("pk").first()
    return str(own.municipality) if own else ""


def _read_as(content: Content, name: str) -> Content:
    return content.named(name) if name else content.common()


@require_safe
def overview(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    """What the working group reads: each section with how many support it or want changes, and all comments."""
    _partnership, _access, consultation = enter_consultation(request, partnership_slug, pk)
    questions = answers_of.questions_of(consultation)
    answers = answers_of.sent_answers(consultation, questions)
    rows = answers_of.overview_of(consultation, questions, answers)
    context: dict[str, Any] = {
        "consultation": consultation,
        "rows": rows,
        "contested": [row for row in rows[1:] if row.wants_changes],
        "answered": len(answers),
        "parties": consultation.invitations.count(),
    }
    return render(request, "agreements/consultation_overview.html", context)


@require_safe
def export(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    """The sent answers as one line for each party and question, for a spreadsheet."""
    _partnership, _access, consultation = enter_consultation(request, partnership_slug, pk)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="horingssvar-{consultation.pk}.csv"'
    response.write("\ufeff")  # without it Excel reads æøå wrong
    writer = csv.writer(response, delimiter=";")
    for line in answers_of.export_lines(consultation):
        writer.writerow([_safe(cell) for cell in line])
    return response


def _safe(cell: str) -> str:
    """A cell that begins like a formula is text (OWASP, CSV injection)."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


@require_http_methods(["GET", "HEAD", "POST"])
def document(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    """All sent answers as one PDF: ordered by coordinators, read by all. The poll of its progress comes here."""
    partnership, access, consultation = enter_consultation(request, partnership_slug, pk)
    if consultation.state == ConsultationState.DRAFT:
        raise Http404
    if request.method == "POST":
        return _order(request, access, consultation)
    rows = _documents(partnership, access, consultation)
    if is_htmx(request):
        return progress_response(request, rows)
    newest = next((row.document for row in rows), None)
    context = {
        "consultation": consultation,
        "rows": rows,
        "answered": consultation.invitations.filter(answer__sent_at__isnull=False).count(),
        "is_outdated": newest is not None and newest.is_ready and is_outdated(newest, consultation),
    }
    response = render(request, "agreements/consultation_document.html", context)
    response["Vary"] = "HX-Request"
    return response


@login_required
def _order(request: HttpRequest, access: Access, consultation: Consultation) -> HttpResponse:
    require_coordinator(access)
    order_compilation(consultation=consultation, user=signed_in(request))
    return redirect("agreements:consultation-document", consultation.partnership.slug, consultation.pk)


def _documents(partnership: Partnership, access: Access, consultation: Consultation) -> list[DocumentRow]:
    documents = current_documents(consultation)
    for row in documents:
        row.subject = consultation
    return document_rows(partnership, access, documents)


@require_safe
def consultation_file(request: HttpRequest, partnership_slug: str, pk: int, file_pk: int) -> FileResponse:
    _partnership, _access, consultation = enter_consultation(request, partnership_slug, pk)
    file = get_object_or_404(ConsultationFile, consultation=consultation, pk=file_pk)
    return file_response(file.file, name=file.file_name, kind=file.content_type)


# --- Shared by the coordinators' views ---


def enter_editing(request: HttpRequest, slug: str, pk: int) -> tuple[Partnership, Access, Consultation]:
    """The consultation for a coordinator; 403 for other readers."""
    partnership, access, consultation = enter_consultation(request, slug, pk)
    require_coordinator(access)
    return partnership, access, consultation


def back_to(consultation: Consultation) -> HttpResponse:
    return redirect("agreements:consultation-detail", consultation.partnership.slug, consultation.pk)


def page(request: HttpRequest, template: str, consultation: Consultation | None, **context: object) -> HttpResponse:
    return form_page(request, f"agreements/{template}.html", {"consultation": consultation, **context})


def tried(request: HttpRequest, act: Callable[[], object], done: str) -> bool:
    """Run a service; say what it did, or why it could not."""
    try:
        act()
    except NotPossible as reason:
        messages.error(request, str(reason))
        return False
    messages.success(request, done)
    return True
