"""What a coordinator does with one report: comment, release, send, correct, have it made again."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from municipalities.entry import enter
from reports.access import fetch_for_writing
from reports.enums import ReportState
from reports.forms.status import TOO_LONG, CommentForm, CorrectForm, is_too_long
from reports.models import StatusReport
from reports.selectors.reports import content_sha256, name_of, period_of
from reports.selectors.sendings import plan_of
from reports.services.report_comments import comment_rows, save_comment
from reports.services.report_making import make_again
from reports.services.report_releases import correct_report, release_report, retry_pdf
from reports.services.report_sendings import send_report
from reports.views.long_texts import autosave, editor_page
from samhandling.accounts.http import signed_in
from samhandling.core import http
from samhandling.core.errors import NotPossible
from samhandling.core.saving import SavedText, TextConflict


def _fetch(request: HttpRequest, slug: str, pk: int) -> StatusReport:
    partnership, access = enter(request, slug)
    return fetch_for_writing(partnership, access, pk)


def _back(report: StatusReport) -> HttpResponse:
    return redirect("reports:report-detail", report.partnership.slug, report.pk)


# --- The comment ----------------------------------------------------------------------------------------------------


@login_required
@http.form_methods
def report_comment(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    """Autosave posts here (200, 409 with both texts, 422, 423 when released: see `core.http`), and so does the form
    without JavaScript; the page of its own is for the latter when something went wrong."""
    report = _fetch(request, partnership_slug, pk)
    if request.method == "POST":
        return _autosave(request, report) if http.wants_json(request) else _save(request, report)
    if report.is_released:
        return _back(report)
    return _editor(request, report)


def _autosave(request: HttpRequest, report: StatusReport) -> HttpResponse:
    def save(html: str, base: int) -> SavedText:
        return save_comment(report=report, html=html, base_revision=base, user=signed_in(request))

    return autosave(request, save, refuse=lambda html: str(TOO_LONG) if is_too_long(html) else "")


def _save(request: HttpRequest, report: StatusReport) -> HttpResponse:
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _editor(request, report, form)
    try:
        save_comment(
            report=report,
            html=form.cleaned_data["comment"],
            base_revision=http.number(request.POST.get("comment-rev", "")),
            user=signed_in(request),
        )
    except TextConflict as conflict:
        return _editor(request, report, form, conflict)
    except NotPossible as reason:
        form.add_error("comment", str(reason))
        return _editor(request, report, form)
    messages.success(request, _("Vurderingen er lagret."))
    return _back(report)


def _editor(
    request: HttpRequest, report: StatusReport, form: CommentForm | None = None, conflict: TextConflict | None = None
) -> HttpResponse:
    current = comment_rows(report).current()
    form = form or CommentForm(initial={"comment": current.text if current else ""})
    context = {
        "report": report,
        "name": name_of(report),
        "period": period_of(report),
        "field": form["comment"],
    }
    page = "reports/report_comment.html"
    return editor_page(request, page, context, form=form, current=current, base="comment-rev", conflict=conflict)


# --- Its life -------------------------------------------------------------------------------------------------------


@login_required
@http.form_methods
def report_release(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    """Says what is frozen and who is told; a press does it, unless the report says something else by then."""
    report = _fetch(request, partnership_slug, pk)
    if report.state != ReportState.DRAFT:
        if request.method == "POST" and not report.is_released:
            messages.error(request, _("Rapporten er ikke laget ennå. Vent til den er ferdig."))
        return _back(report)
    if request.method == "POST":
        return _release(request, report)
    context = {
        "report": report,
        "name": name_of(report),
        "period": period_of(report),
        "plan": plan_of([report], timezone.localdate()),
        "seen": content_sha256(report),
        "is_commented": comment_rows(report).current() is not None,
    }
    return render(request, "reports/report_release.html", context)


def _release(request: HttpRequest, report: StatusReport) -> HttpResponse:
    try:
        release_report(report=report, user=signed_in(request), seen=request.POST.get("seen", ""))
    except NotPossible as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, _("Rapporten er frigitt. PDF-en lages nå."))
    return _back(report)


@login_required
@require_POST
def report_send(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    """To mayors who have had nothing yet: a new one, or one whose address was missing."""
    report = _fetch(request, partnership_slug, pk)
    try:
        sent = send_report(report=report, user=signed_in(request))
    except NotPossible as reason:
        messages.error(request, str(reason))
        return _back(report)
    text = ngettext("Sendt til %(count)s ordfører.", "Sendt til %(count)s ordførere.", sent)
    if sent:
        messages.success(request, text % {"count": sent})
    else:
        messages.info(request, _("Ingen nye å sende til."))
    return _back(report)


@login_required
@http.form_methods
def report_correct(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    report = _fetch(request, partnership_slug, pk)
    form = CorrectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            new = correct_report(report=report, reason=form.cleaned_data["reason"], user=signed_in(request))
        except NotPossible as reason:
            form.add_error(None, str(reason))
        else:
            return _back_to(report, new)
    context = {"form": form, "report": report, "name": name_of(report), "period": period_of(report)}
    return http.form_page(request, "reports/report_correct.html", context)


def _back_to(report: StatusReport, new: StatusReport) -> HttpResponse:
    return redirect(reverse("reports:report-detail", args=[report.partnership.slug, new.pk]))


@login_required
@require_POST
def report_retry(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    """Makes again what failed, or fetches a draft's figures anew; of a released one, the PDF if that failed."""
    report = _fetch(request, partnership_slug, pk)
    if report.is_released:
        retry_pdf(report=report, user=signed_in(request))
    else:
        make_again(report=report, user=signed_in(request))
    return _back(report)
