"""Answering a survey by the link in the e-mail, without signing in."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from municipalities.entry import enter
from reports.forms.surveys import ResponseForm, opened_at, opened_stamp
from reports.models import SurveyInvitation
from reports.rules.survey_times import times_of
from reports.services.survey_answers import submit_response
from reports.services.surveys import hash_of
from samhandling.core import http
from samhandling.core.errors import NotPossible


@never_cache
@http.form_methods
def survey_answer(request: HttpRequest, partnership_slug: str, token: str) -> HttpResponse:
    """The form; a thank-you when the link is used; after the end, what was typed with the reason it is refused."""
    partnership, _access = enter(request, partnership_slug)
    invitations = SurveyInvitation.objects.select_related("survey")
    invitation = invitations.filter(token_hash=hash_of(token), survey__partnership=partnership).first()
    if invitation is None:
        raise Http404
    if invitation.is_used:
        return _page(request, "survey_thanks", invitation)
    if request.method == "POST":
        return _submit(request, invitation)
    if not times_of(invitation.survey).is_open:
        return _page(request, "survey_over", invitation)
    return _page(request, "survey_answer", invitation, _form(request, invitation))


def _form(request: HttpRequest, invitation: SurveyInvitation) -> ResponseForm:
    questions = list(invitation.survey.questions.all())
    data = request.POST if request.method == "POST" else None
    return ResponseForm(data, questions=questions, initial={"opened": opened_stamp(invitation)})


def _submit(request: HttpRequest, invitation: SurveyInvitation) -> HttpResponse:
    """A form with errors keeps the time it was opened, so that putting them right is not opening it anew."""
    form = _form(request, invitation)
    opened = opened_at(request.POST.get("opened", ""), invitation)
    is_late = not times_of(invitation.survey).takes(opened)
    if not is_late and form.is_valid():
        try:
            submit_response(invitation=invitation, given=form.given(), opened_at=opened)
        except NotPossible:
            is_late = True
        else:
            return redirect(request.path)
    return _page(request, "survey_answer", invitation, form, is_late=is_late)


def _page(
    request: HttpRequest,
    name: str,
    invitation: SurveyInvitation,
    form: ResponseForm | None = None,
    *,
    is_late: bool = False,
) -> HttpResponse:
    """Not for search engines: the address is a key."""
    context = {"survey": invitation.survey, "form": form, "is_late": is_late}
    refused = is_late or (form is not None and form.is_bound)
    response = render(request, f"reports/{name}.html", context, status=422 if refused else 200)
    response["X-Robots-Tag"] = "noindex"
    return response
