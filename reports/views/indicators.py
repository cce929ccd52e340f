"""Indicators with their definitions, working and rows, and the parity mirror: open to everybody."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from municipalities.entry import enter
from municipalities.models import Committee
from reports.forms.indicators import IndicatorForm
from reports.indicators.definitions import COUNTED, DEFINITIONS
from reports.period import Period, recent
from reports.rules.survey_counts import LEAST_TO_COMPARE
from reports.selectors.facts import read_facts
from reports.selectors.indicator_pages import detail_page, list_page
from reports.selectors.indicator_rows import rows_of
from reports.selectors.parity import parity as mirror
from reports.selectors.surveys import perceived
from samhandling.core.http import form_page

#: How far back the pages look.
PERIODS = 8


@require_safe
def indicator_list(request: HttpRequest, partnership_slug: str) -> HttpResponse:
    """All indicators; `?periode=2026-k3&gruppe=…&kommune=…&utvalg=…&part=…`, or `fra` and `til`."""
    partnership, _access = enter(request, partnership_slug)
    today = partnership.as_of(timezone.localdate())
    form = IndicatorForm(request.GET, partnership=partnership, today=today)
    facts = read_facts(partnership, today)
    context = {
        "form": form,
        "page": list_page(partnership, facts, form.scope, form.period, form.party),
        "subject": form.subject,
        "period": form.period,
        "counted": COUNTED,
        "query": form.query,
    }
    return form_page(request, "reports/indicator_list.html", context)


@require_safe
def indicator_detail(request: HttpRequest, partnership_slug: str, key: str) -> HttpResponse:
    """One figure: what it means, how it was worked out, for each party and over time, and the rows behind it."""
    partnership, access = enter(request, partnership_slug)
    if key not in DEFINITIONS:
        raise Http404
    today = partnership.as_of(timezone.localdate())
    form = IndicatorForm(request.GET, partnership=partnership, today=today)
    page = detail_page(partnership, read_facts(partnership, today), form.scope, form.period, key, form.party)
    context = {
        "form": form,
        "page": page,
        "rows": rows_of(partnership, access, page.figure),
        "subject": form.subject,
        "period": form.period,
        "counted": COUNTED,
        "query": form.query,
    }
    return form_page(request, "reports/indicator_detail.html", context)


@require_safe
def parity(request: HttpRequest, partnership_slug: str) -> HttpResponse:
    """The parity mirror by quarters, or by half-years with `?etter=halvaar`; the running period is the last."""
    partnership, _access = enter(request, partnership_slug)
    today = partnership.as_of(timezone.localdate())
    halves = request.GET.get("etter") == "halvaar"
    newest = (
        Period.half_year(today.year, 1 if today.month < 7 else 2)
        if halves
        else Period.quarter(today.year, (today.month - 1) // 3 + 1)
    )
    facts = read_facts(partnership, today)
    local = {pk for pk, row in facts.committees.items() if row.is_local}
    slugs = dict(Committee.objects.filter(pk__in=local).values_list("pk", "slug"))
    context: dict[str, Any] = {
        "parity": mirror(partnership, facts, recent(newest, PERIODS), slugs),
        "options": [
            {"label": _("Kvartal"), "url": "?", "current": not halves},
            {"label": _("Halvår"), "url": "?etter=halvaar", "current": halves},
        ],
        "counted": COUNTED,
        "perceived": perceived(partnership),
        "least_to_compare": LEAST_TO_COMPARE,
    }
    return render(request, "reports/parity.html", context)
