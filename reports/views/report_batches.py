"""Ordering reports and following them; releasing all that are made. For coordinators."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from municipalities.entry import enter, require_coordinator
from municipalities.forms.base import perform
from reports.access import fetch_batch
from reports.enums import ReportState
from reports.forms.status import OrderForm
from reports.models import ReportBatch
from reports.selectors.reports import batch_of
from reports.selectors.sendings import log_of, plan_of
from reports.selectors.targets import targets_on
from reports.services.report_orders import order_reports
from reports.services.report_releases import release_batch
from samhandling.accounts.http import signed_in
from samhandling.core.errors import NotPossible
from samhandling.core.htmx import respond
from samhandling.core.http import form_methods, form_page


@login_required
@form_methods
def report_order(request: HttpRequest, partnership_slug: str) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    require_coordinator(access)
    today = timezone.localdate()
    targets = targets_on(partnership, today)
    form = OrderForm(request.POST or None, targets=targets, today=partnership.as_of(today))
    ordered: list[ReportBatch] = []

    def order() -> None:
        data = form.cleaned_data
        batch = order_reports(
            partnership=partnership, period=data["period"], values=data["whom"], user=signed_in(request)
        )
        ordered.append(batch)

    if request.method == "POST" and form.is_valid() and perform(form, order):
        return redirect("reports:batch-detail", partnership.slug, ordered[0].pk)
    return form_page(request, "reports/report_order.html", {"form": form})


@login_required
@require_safe
def batch_detail(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    """All reports of a period; while some are under way, the page asks for its part `reports` again and again."""
    partnership, access = enter(request, partnership_slug)
    found = batch_of(fetch_batch(partnership, access, pk), access)
    made = [line.report for line in found.lines if line.report.state in (ReportState.DRAFT, ReportState.RELEASED)]
    context = {"batch": found, "plan": plan_of(made, timezone.localdate()), "sent": log_of(made)}
    response = respond(request, "reports/batch_detail.html", "reports", context)
    response["Cache-Control"] = "no-store"
    return response


@login_required
@form_methods
def batch_release(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    """Says what will happen; a press does it."""
    partnership, access = enter(request, partnership_slug)
    batch = fetch_batch(partnership, access, pk)
    if request.method == "POST":
        return _release(request, batch)
    found = batch_of(batch, access)
    drafts = [line for line in found.lines if line.report.state == ReportState.DRAFT]
    plan = plan_of([line.report for line in drafts], timezone.localdate())
    return render(request, "reports/batch_release.html", {"batch": found, "drafts": drafts, "plan": plan})


def _release(request: HttpRequest, batch: ReportBatch) -> HttpResponse:
    try:
        released = release_batch(batch=batch, user=signed_in(request))
    except NotPossible as reason:
        messages.error(request, str(reason))
    else:
        text = ngettext("%(count)s rapport er frigitt.", "%(count)s rapporter er frigitt.", len(released))
        messages.success(request, text % {"count": len(released)} if released else _("Ingen utkast å frigi."))
    return redirect("reports:batch-detail", batch.partnership.slug, batch.pk)
