"""Making a survey: what it is about, its questions, and whom it is sent to."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from municipalities.entry import enter, require_coordinator
from municipalities.forms.base import perform
from reports.enums import SurveyState
from reports.forms.surveys import AudienceForm, LastDayForm, SurveyForm, SurveyQuestionForm
from reports.models import Survey, SurveyQuestion
from reports.rules.survey_times import times_of
from reports.selectors import surveys as selectors
from reports.selectors.survey_people import audiences_of
from reports.services import survey_questions as asking
from reports.services import surveys as services
from samhandling.accounts.http import signed_in
from samhandling.core import http
from samhandling.core.dates import long_date
from samhandling.core.errors import NotPossible


def _fetch(request: HttpRequest, slug: str, pk: int) -> Survey:
    partnership, access = enter(request, slug)
    return selectors.fetch_for_writing(partnership, access, pk)


def _back(survey: Survey) -> HttpResponse:
    return redirect("reports:survey-detail", survey.partnership.slug, survey.pk)


def _sent_already(request: HttpRequest, survey: Survey) -> HttpResponse:
    messages.error(request, _("Undersøkelsen er sendt, og kan ikke endres."))
    return _back(survey)


@login_required
@http.form_methods
def survey_create(request: HttpRequest, partnership_slug: str) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    require_coordinator(access)
    form = SurveyForm(request.POST or None)
    made: list[Survey] = []

    def create() -> None:
        made.append(services.create_survey(partnership=partnership, user=signed_in(request), **form.cleaned_data))

    if form.is_valid() and perform(form, create):
        return redirect("reports:survey-questions", partnership.slug, made[0].pk)
    return http.form_page(request, "reports/survey_form.html", {"form": form, "survey": None})


@login_required
@http.form_methods
def survey_edit(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    """A draft; of an open one the last day alone, which can be moved later."""
    survey = _fetch(request, partnership_slug, pk)
    if times_of(survey).is_open:
        return _extend(request, survey)
    if survey.state != SurveyState.DRAFT:
        return _sent_already(request, survey)
    form = SurveyForm(request.POST or None, instance=survey)
    if form.is_valid() and perform(
        form, lambda: services.update_survey(survey=survey, user=signed_in(request), **form.cleaned_data)
    ):
        messages.success(request, _("Endringene er lagret."))
        return _back(survey)
    return http.form_page(request, "reports/survey_form.html", {"form": form, "survey": survey})


def _extend(request: HttpRequest, survey: Survey) -> HttpResponse:
    form = LastDayForm(request.POST or None, instance=survey)
    try:
        if form.is_valid() and perform(
            form, lambda: services.extend_survey(survey=survey, user=signed_in(request), **form.cleaned_data)
        ):
            text = _("Siste svardag er nå %(day)s.") % {"day": long_date(form.cleaned_data["closes_on"])}
            messages.success(request, text)
            return _back(survey)
    except NotPossible as reason:
        messages.error(request, str(reason))
        return _back(survey)
    return http.form_page(request, "reports/survey_extend.html", {"form": form, "survey": survey})


@login_required
@http.form_methods
def survey_remove(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    """Asks, then throws the draft away."""
    survey = _fetch(request, partnership_slug, pk)
    if request.method != "POST" and survey.state == SurveyState.DRAFT:
        return render(request, "reports/survey_remove.html", {"survey": survey})
    try:
        services.remove_survey(survey=survey, user=signed_in(request))
    except NotPossible:
        return _sent_already(request, survey)
    messages.success(request, _("Utkastet er slettet."))
    return redirect("reports:survey-list", survey.partnership.slug)


# --- Questions ------------------------------------------------------------------------------------------------------


@login_required
@http.form_methods
def survey_questions(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    survey = _fetch(request, partnership_slug, pk)
    if survey.state != SurveyState.DRAFT:
        return _sent_already(request, survey)
    form = SurveyQuestionForm(request.POST or None)
    if form.is_valid() and perform(
        form, lambda: asking.add_question(survey=survey, details=form.details(), user=signed_in(request))
    ):
        messages.success(request, _("Spørsmålet er lagt til."))
        return redirect(request.path)
    context = {"survey": survey, "questions": survey.questions.all(), "form": form}
    return http.form_page(request, "reports/survey_questions.html", context)


def _fetch_question(request: HttpRequest, slug: str, pk: int, question_pk: int) -> SurveyQuestion:
    survey = _fetch(request, slug, pk)
    question = get_object_or_404(survey.questions, pk=question_pk)
    question.survey = survey
    return question


def _to_questions(question: SurveyQuestion) -> HttpResponse:
    return redirect("reports:survey-questions", question.survey.partnership.slug, question.survey_id)


@login_required
@http.form_methods
def survey_question_edit(request: HttpRequest, partnership_slug: str, pk: int, question_pk: int) -> HttpResponse:
    question = _fetch_question(request, partnership_slug, pk, question_pk)
    if question.survey.state != SurveyState.DRAFT:
        return _sent_already(request, question.survey)
    form = SurveyQuestionForm(request.POST or None, question=question)
    if form.is_valid() and perform(
        form, lambda: asking.update_question(question=question, details=form.details(), user=signed_in(request))
    ):
        messages.success(request, _("Endringene er lagret."))
        return _to_questions(question)
    context = {"survey": question.survey, "question": question, "form": form}
    return http.form_page(request, "reports/survey_question.html", context)


@login_required
@require_POST
def survey_question_remove(request: HttpRequest, partnership_slug: str, pk: int, question_pk: int) -> HttpResponse:
    question = _fetch_question(request, partnership_slug, pk, question_pk)
    try:
        asking.remove_question(question=question, user=signed_in(request))
    except NotPossible:
        return _sent_already(request, question.survey)
    messages.success(request, _("Spørsmålet er fjernet."))
    return _to_questions(question)


@login_required
@require_POST
def survey_question_move(request: HttpRequest, partnership_slug: str, pk: int, question_pk: int) -> HttpResponse:
    question = _fetch_question(request, partnership_slug, pk, question_pk)
    try:
        asking.move_question(question=question, up=request.POST.get("direction") == "up")
    except NotPossible:
        return _sent_already(request, question.survey)
    return _to_questions(question)


# --- Sending --------------------------------------------------------------------------------------------------------


@login_required
@http.form_methods
def survey_open(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    """Who can be asked and who cannot; a press sends it."""
    survey = _fetch(request, partnership_slug, pk)
    if survey.state != SurveyState.DRAFT:
        return _back(survey)
    audiences = audiences_of(survey.partnership, timezone.localdate())
    form = AudienceForm(request.POST if request.method == "POST" else None, audiences=audiences)
    sent: list[int] = []

    def send() -> None:
        chosen = form.cleaned_data["audiences"]
        sent.append(services.open_survey(survey=survey, audiences=chosen, user=signed_in(request)))

    try:
        if form.is_valid() and perform(form, send):
            text = ngettext("Undersøkelsen er sendt til %(count)s.", "Undersøkelsen er sendt til %(count)s.", sent[0])
            messages.success(request, text % {"count": sent[0]})
            return _back(survey)
    except NotPossible as reason:
        form.add_error(None, str(reason))
    context = {"survey": survey, "questions": survey.questions.all(), "audiences": audiences, "form": form}
    return http.form_page(request, "reports/survey_open.html", context)
