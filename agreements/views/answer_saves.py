"""Saving the fields of an answer: one by itself, as autosave posts it, or all that a page without JavaScript sends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agreements.access import may_answer
from agreements.forms.answers import Problem, fields_of, one_field, prefix_of, seen
from agreements.models import Invitation, Question
from agreements.selectors.consultations import invitations_of
from agreements.services.answers import FieldConflict, save_field
from agreements.views.consultations import enter_consultation
from samhandling.accounts.http import signed_in
from samhandling.accounts.models import User
from samhandling.core import http
from samhandling.core.errors import NotPossible


@login_required
@require_POST
def save_one(
    request: HttpRequest, partnership_slug: str, pk: int, invitation_pk: int, field: str, question_pk: int = 0
) -> HttpResponse:
    """200, 409 with both values, 422 for what cannot be saved, 423 when it is sent or closed (see `core.http`)."""
    _partnership, access, consultation = enter_consultation(request, partnership_slug, pk)
    invitation = get_object_or_404(invitations_of(consultation), pk=invitation_pk)
    invitation.consultation = consultation
    if not may_answer(access, invitation):
        raise PermissionDenied
    question = get_object_or_404(consultation.questions, pk=question_pk) if question_pk else None
    form = one_field(question, field, posted(request.POST, "value"))
    if form is None:
        raise Http404
    if not form.is_valid():
        return http.invalid(" ".join(str(error) for error in form.errors[field]))
    try:
        result = save_field(
            invitation=invitation,
            question=question,
            field=field,
            base_revision=http.number(posted(request.POST, "base_revision")),
            value=form.cleaned_data[field],
            user=signed_in(request),
        )
    except FieldConflict as conflict:
        return http.conflict(revision=conflict.revision, theirs=conflict.theirs, mine=conflict.mine)
    except NotPossible as reason:
        return JsonResponse({"message": str(reason)}, status=423)
    return http.saved(revision=result.revision, saved_at=result.saved_at)


def posted(data: QueryDict, name: str) -> str:
    """What PostgreSQL takes: no NUL, one kind of line end. Empty when it was not sent."""
    return str(data.get(name, "")).replace("\x00", "").replace("\r\n", "\n")


def save_all(invitation: Invitation, questions: Sequence[Question], data: QueryDict, user: User) -> list[Problem]:
    """Save what was changed on the page; returns what could not be saved."""
    problems: list[Problem] = []
    for question in (None, *questions):
        for name in fields_of(question):
            problems += _save(invitation, question, name, data, user)
    return problems


def _save(
    invitation: Invitation, question: Question | None, name: str, data: QueryDict, user: User
) -> Iterator[Problem]:
    key = f"{prefix_of(question)}-{name}"
    if f"{key}-base" not in data:
        return
    mine = posted(data, key)
    if seen(mine) == posted(data, f"{key}-seen"):
        return
    form = one_field(question, name, mine)
    if form is None or not form.is_valid():
        words = " ".join(str(error) for error in form.errors[name]) if form else ""
        yield Problem(question, name, mine, words)
        return
    try:
        save_field(
            invitation=invitation,
            question=question,
            field=name,
            base_revision=http.number(posted(data, f"{key}-base")),
            value=form.cleaned_data[name],
            user=user,
        )
    except FieldConflict as conflict:
        yield Problem(question, name, mine, _("En annen har skrevet på det samme stedet."), theirs=conflict.theirs)
    except NotPossible as reason:
        yield Problem(question, name, mine, str(reason), is_final=True)
