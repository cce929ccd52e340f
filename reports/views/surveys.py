"""Surveys as they are read: the list, one with its counts, the free texts, and the export."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from municipalities.entry import enter
from reports.models import Survey
from reports.rules.survey_counts import LEAST, LEAST_TO_COMPARE
from reports.rules.survey_times import times_of
from reports.selectors import surveys as selectors
from reports.services import surveys as services
from samhandling.accounts.http import signed_in
from samhandling.audit.selectors import history_of
from samhandling.core import http
from samhandling.core.errors import NotPossible
from samhandling.core.spreadsheets import CSV, TYPES, as_csv


@require_safe
def survey_list(request: HttpRequest, partnership_slug: str) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    return render(request, "reports/survey_list.html", {"rows": selectors.survey_rows(partnership, access)})


@require_safe
def survey_detail(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    """A draft's questions; while it is open how many have answered; then the counts."""
    partnership, access = enter(request, partnership_slug)
    survey = selectors.fetch_survey(partnership, access, pk)
    times = times_of(survey)
    context: dict[str, Any] = {
        "survey": survey,
        "times": times,
        "questions": survey.questions.all(),
        "results": selectors.results_of(survey) if times.is_counted else [],
        "responses": selectors.response_lines(survey) if times.is_counted else [],
        "answering": selectors.answering_of(survey) if access.is_coordinator else None,
        "history": history_of(survey)[:20] if access.is_coordinator else [],
        "least": LEAST,
        "least_to_compare": LEAST_TO_COMPARE,
    }
    return render(request, "reports/survey_detail.html", context)


@login_required
@require_safe
def survey_texts(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    survey = _fetch(request, partnership_slug, pk)
    if not times_of(survey).is_counted:
        raise Http404
    context = {"survey": survey, "answers": selectors.free_texts(survey)}
    return render(request, "reports/survey_texts.html", context)


@require_safe
def survey_export(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    """The counts as the page shows them, with the same left out. 404 until they are counted."""
    partnership, access = enter(request, partnership_slug)
    survey = selectors.fetch_survey(partnership, access, pk)
    if not times_of(survey).is_counted:
        raise Http404
    response = HttpResponse(as_csv(selectors.results_table(selectors.results_of(survey))), content_type=TYPES[CSV])
    response["Content-Disposition"] = f'attachment; filename="undersokelse-{survey.pk}.csv"'
    return response


# --- Its life -------------------------------------------------------------------------------------------------------


def _fetch(request: HttpRequest, slug: str, pk: int) -> Survey:
    partnership, access = enter(request, slug)
    return selectors.fetch_for_writing(partnership, access, pk)


def _back(survey: Survey) -> HttpResponse:
    return redirect("reports:survey-detail", survey.partnership.slug, survey.pk)


@login_required
@require_POST
def survey_remind(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    survey = _fetch(request, partnership_slug, pk)
    try:
        count = services.remind_silent(survey=survey, user=signed_in(request))
    except NotPossible as reason:
        messages.error(request, str(reason))
    else:
        text = ngettext("Påminnelse er sendt til %(count)s.", "Påminnelse er sendt til %(count)s.", count)
        messages.success(request, text % {"count": count})
    return _back(survey)


@login_required
@http.form_methods
def survey_close(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    """Asks, then closes."""
    survey = _fetch(request, partnership_slug, pk)
    if request.method != "POST":
        if not times_of(survey).is_open:
            return _back(survey)
        context = {"survey": survey, "answering": selectors.answering_of(survey)}
        return render(request, "reports/survey_close.html", context)
    try:
        services.close_survey(survey=survey, user=signed_in(request))
    except NotPossible as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, _("Undersøkelsen er avsluttet. Svarene telles opp om en halv time."))
    return _back(survey)


@login_required
@require_POST
def survey_release(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    survey = _fetch(request, partnership_slug, pk)
    try:
        services.release_survey(survey=survey, user=signed_in(request))
    except NotPossible as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, _("Tallene er åpne for alle. Fritekstsvarene ser bare sekretariatet."))
    return _back(survey)
