"""Cost sharing: the schemes, one scheme's table, and the same as a workbook. Open to all; the secretariat writes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from municipalities.access import Access
from municipalities.entry import enter, require_coordinator
from municipalities.forms.base import perform
from municipalities.models import Partnership
from reports.exports import cost_sheets
from reports.forms.costs import SchemeForm
from reports.models import CostScheme
from reports.selectors import costs as selectors
from reports.services import costs as services
from samhandling.accounts.http import signed_in
from samhandling.core.http import form_methods, form_page
from samhandling.core.spreadsheets import TYPES, XLSX, as_workbook
from samhandling.documents.production import normal_file_name

FETCH = "hent"
"""The button that ticks the municipalities again, for another year."""


def enter_scheme(request: HttpRequest, slug: str, pk: int) -> tuple[Partnership, Access, CostScheme]:
    partnership, access = enter(request, slug)
    scheme: CostScheme = get_object_or_404(selectors.own_schemes(partnership), pk=pk)
    scheme.partnership = partnership
    return partnership, access, scheme


@require_safe
def cost_list(request: HttpRequest, partnership_slug: str) -> HttpResponse:
    partnership, _access = enter(request, partnership_slug)
    context = {
        "rows": selectors.scheme_rows(partnership),
        "day": partnership.as_of(timezone.localdate()),
    }
    return render(request, "reports/cost_list.html", context)


@require_safe
def cost_detail(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    _partnership, access, scheme = enter_scheme(request, partnership_slug, pk)
    sharing = selectors.sharing_of(scheme)
    context = {
        "scheme": scheme,
        "sharing": sharing,
        "rate": selectors.rate_text(scheme),
        "period": selectors.period_text(scheme),
        "own": [row for row in sharing.rows if row[0].municipality in access.municipality_ids],
    }
    return render(request, "reports/cost_detail.html", context)


@require_safe
def cost_export(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    """The table and what it is made from, for Excel."""
    _partnership, _access, scheme = enter_scheme(request, partnership_slug, pk)
    book = as_workbook(*cost_sheets(scheme, selectors.sharing_of(scheme)))
    response = HttpResponse(book, content_type=TYPES[XLSX])
    name = normal_file_name(f"{_('Kostnadsdeling')} {scheme.name}", XLSX)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["Cache-Control"] = "private, no-cache"
    return response


@login_required
@form_methods
def cost_create(request: HttpRequest, partnership_slug: str) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    require_coordinator(access)
    day = partnership.as_of(timezone.localdate())
    years = selectors.years_known(partnership)
    year = max((known for known in years if known <= day.year), default=day.year)
    initial = {
        "population_year": year,
        "valid_from": day.replace(month=1, day=1),
        "valid_to": day.replace(month=12, day=31),
        "municipalities": [row.pk for row in selectors.proposed_parties(partnership, year)],
    }
    if FETCH in request.POST:
        return _fetched(request, partnership, None)
    form = SchemeForm(request.POST or None, partnership=partnership, initial=initial)
    made: list[CostScheme] = []

    def act() -> None:
        made.append(services.add_scheme(actor=signed_in(request), partnership=partnership, values=form.cleaned_data))

    if request.method == "POST" and form.is_valid() and perform(form, act):
        messages.success(request, _("Kostnadsdelingen er lagt inn."))
        return redirect("reports:cost-detail", partnership.slug, made[0].pk)
    return _form(request, form, None)


@login_required
@form_methods
def cost_edit(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    partnership, access, scheme = enter_scheme(request, partnership_slug, pk)
    require_coordinator(access)
    if FETCH in request.POST:
        return _fetched(request, partnership, scheme)
    form = SchemeForm(request.POST or None, instance=scheme, partnership=partnership)

    def act() -> None:
        services.change_scheme(actor=signed_in(request), scheme=scheme, values=form.cleaned_data)

    if request.method == "POST" and form.is_valid() and perform(form, act):
        messages.success(request, _("Kostnadsdelingen er lagret."))
        return redirect("reports:cost-detail", partnership.slug, scheme.pk)
    return _form(request, form, scheme)


def _fetched(request: HttpRequest, partnership: Partnership, scheme: CostScheme | None) -> HttpResponse:
    """The page as it was filled in, with those ticked who took part on 1 January of the year that was written."""
    written: dict[str, Any] = request.POST.dict()
    written["trust_matches"] = "trust_matches" in request.POST
    written["municipalities"] = request.POST.getlist("municipalities")
    year = str(written.get("population_year", "")).strip()
    if year.isdecimal() and len(year) == 4 and int(year):
        parties = selectors.proposed_parties(partnership, int(year))
        written["municipalities"] = [row.pk for row in parties]
        words = _("Kommunene som deltok i kostnadsdelingen 1. januar %(year)s, er valgt.")
        if not parties:
            words = _("Ingen kommuner deltok i kostnadsdelingen 1. januar %(year)s. Velg dem selv.")
        messages.info(request, words % {"year": year})
    else:
        messages.error(request, _("Skriv året med fire sifre, så hentes kommunene."))
    return _form(request, SchemeForm(instance=scheme, partnership=partnership, initial=written), scheme)


def _form(request: HttpRequest, form: SchemeForm, scheme: CostScheme | None) -> HttpResponse:
    return form_page(request, "reports/cost_form.html", {"form": form, "scheme": scheme})
