"""Status reports as everybody reads them: the list, one report, a figure's rows, the file."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from municipalities.access import Access
from municipalities.entry import enter
from municipalities.models import Partnership
from reports.access import fetch_report
from reports.enums import ReportState
from reports.forms.status import CommentForm
from reports.models import StatusReport
from reports.period import Period
from reports.selectors import reports as selectors
from reports.selectors.sendings import plan_of, sendings_of
from samhandling.audit.selectors import history_of
from samhandling.core.htmx import is_htmx, respond
from samhandling.core.text import render_body
from samhandling.documents.http import document_response, progress_response
from samhandling.documents.models import Document
from samhandling.documents.selectors import DocumentRow, current_documents

DETAIL = "reports/report_detail.html"


@require_safe
def report_list(request: HttpRequest, partnership_slug: str) -> HttpResponse:
    """The reports of a period, `?periode=2026-k3`, else of the newest; the reader's own first."""
    partnership, access = enter(request, partnership_slug)
    periods = selectors.periods_with_reports(partnership, access)
    period = _period(request.GET.get("periode", ""), periods)
    batches = selectors.batches_by_period(partnership) if access.is_coordinator else {}
    context = {
        "periods": periods,
        "period": period,
        "lines": selectors.lines_of(partnership, access, period) if period else [],
        "own": selectors.own_lines(partnership, access) if access.municipality_ids else [],
        "batch": batches.get((period.first, period.last)) if period else None,
        "states": ReportState,
    }
    return render(request, "reports/report_list.html", context)


def _period(slug: str, periods: list[Period]) -> Period | None:
    """The one asked for; 404 for one without reports."""
    if not slug:
        return periods[0] if periods else None
    found = next((period for period in periods if period.slug == slug), None)
    if found is None:
        raise Http404
    return found


@require_safe
def report_latest(request: HttpRequest, partnership_slug: str) -> HttpResponse:
    """The newest report of the reader's own municipality, which is a mayor's front page."""
    partnership, access = enter(request, partnership_slug)
    report = selectors.latest_report(partnership, access)
    if report is None:
        return render(request, "reports/report_none.html")
    return _page(request, partnership, access, report)


@require_safe
def report_detail(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    """The report; while it or its PDF is being made, the page asks for that part again and again."""
    partnership, access = enter(request, partnership_slug)
    return _page(request, partnership, access, fetch_report(partnership, access, pk))


def _page(request: HttpRequest, partnership: Partnership, access: Access, report: StatusReport) -> HttpResponse:
    if not report.snapshot or report.state in (ReportState.QUEUED, ReportState.FAILED):
        return _waiting(request, report)
    rows = document_rows(partnership, access, report)
    if is_htmx(request):
        return progress_response(request, rows)
    response = render(request, DETAIL, page_context(access, report) | {"documents": rows})
    response["Vary"] = "HX-Request"
    return response


def _waiting(request: HttpRequest, report: StatusReport) -> HttpResponse:
    context = {"report": report, "name": selectors.name_of(report), "period": selectors.period_of(report)}
    response = respond(request, "reports/report_waiting.html", "making", context)
    response["Cache-Control"] = "no-store"
    return response


def page_context(access: Access, report: StatusReport) -> dict[str, Any]:
    """What the page and its editor are drawn from. Everything the report says is in `snapshot` and `comment`."""
    snapshot = selectors.snapshot_of(report)
    comment = selectors.comment_of(report)
    html = comment.text if comment else ""
    context: dict[str, Any] = {
        "report": report,
        "snapshot": snapshot,
        "head": snapshot.head,
        "comment": render_body(selectors.comment_html(report), heading=3),
        "versions": selectors.versions_of(report, access),
        "link": urljoin(settings.SITE_URL, reverse("reports:report-detail", args=[report.partnership.slug, report.pk])),
    }
    context["newer"] = next((row for row in context["versions"] if row.version == report.version + 1), None)
    if not access.is_coordinator:
        return context
    plan = plan_of([report], timezone.localdate())
    context |= {
        "plan": plan,
        "sendings": sendings_of(report),
        "history": list(history_of(report)[:20]),
    }
    if not report.is_released:
        context |= {
            "field": CommentForm(initial={"comment": html})["comment"],
            "revision": comment.revision if comment else 0,
            "saved_at": comment.saved_at if comment else None,
        }
    return context


def document_rows(partnership: Partnership, access: Access, report: StatusReport) -> list[DocumentRow]:
    args = [partnership.slug, report.pk]
    retry = reverse("reports:report-retry", args=args) if access.is_coordinator else ""
    download = reverse("reports:report-download", args=args)
    return [DocumentRow(row, download, retry) for row in _files(report)]


def _files(report: StatusReport) -> list[Document]:
    return current_documents(report) if report.is_released else []


@require_safe
def report_rows(request: HttpRequest, partnership_slug: str, pk: int, key: str) -> HttpResponse:
    """What a figure was counted from, as it was when the report was made."""
    partnership, access = enter(request, partnership_slug)
    report = fetch_report(partnership, access, pk)
    if not report.snapshot:
        raise Http404
    snapshot = selectors.snapshot_of(report)
    try:
        figure = snapshot.figure(key)
    except KeyError as missing:
        raise Http404 from missing
    counted = [row for row in figure.rows if row.counts]
    context = {
        "report": report,
        "head": snapshot.head,
        "figure": figure,
        "counted": counted,
        "others": [row for row in figure.rows if not row.counts],
    }
    return render(request, "reports/report_rows.html", context)


@require_safe
def report_download(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponseBase:
    partnership, access = enter(request, partnership_slug)
    document = next((row for row in _files(fetch_report(partnership, access, pk)) if row.is_ready), None)
    if document is None:
        raise Http404
    return document_response(document, as_attachment="last-ned" in request.GET)
