"""The questions of a draft."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from reports.enums import SurveyQuestionKind
from reports.models import Survey, SurveyQuestion
from reports.services.surveys import lock_draft
from samhandling.accounts.models import User
from samhandling.audit.services import log

#: What «good» is on a scale until somebody says otherwise.
GOOD_ON_SCALE = [4, 5]


@dataclass(frozen=True)
class QuestionDetails:
    """`options` are the choices of a single choice, or the words for the ends of a scale."""

    kind: str
    text: str
    options: Sequence[str] = ()
    good: Sequence[int] = ()
    is_required: bool = False


@transaction.atomic
def add_question(*, survey: Survey, details: QuestionDetails, user: User | None) -> SurveyQuestion:
    """Last. Raises ValidationError (`options`), and NotPossible once the survey is sent."""
    row = lock_draft(survey)
    last = row.questions.order_by("-position").first()
    question = SurveyQuestion(survey=row, position=last.position + 1 if last else 0)
    good = GOOD_ON_SCALE if details.kind == SurveyQuestionKind.SCALE else details.good
    _fill(question, details, good)
    question.save()
    log(actor=user, verb="survey.question_added", subject=row, text=_("La til et spørsmål"), question=details.text)
    return question


@transaction.atomic
def update_question(*, question: SurveyQuestion, details: QuestionDetails, user: User | None) -> SurveyQuestion:
    """Raises ValidationError (`options`), and NotPossible once the survey is sent."""
    row = lock_draft(question.survey)
    _fill(question, details, details.good)
    question.save()
    log(actor=user, verb="survey.question_changed", subject=row, text=_("Endret et spørsmål"), question=details.text)
    return question


def _fill(question: SurveyQuestion, details: QuestionDetails, good: Sequence[int]) -> None:
    options = list(details.options)
    if details.kind == SurveyQuestionKind.SINGLE and len(set(options)) < 2:
        raise ValidationError({"options": _("Skriv minst to ulike svarvalg, ett på hver linje.")})
    if len(set(options)) < len(options):
        raise ValidationError({"options": _("To av svarvalgene er like.")})
    question.kind, question.text, question.is_required = details.kind, details.text, details.is_required
    question.options = [] if details.kind == SurveyQuestionKind.TEXT else options
    question.good = sorted(set(good) & set(question.choices))


@transaction.atomic
def remove_question(*, question: SurveyQuestion, user: User | None) -> None:
    """Raises NotPossible once the survey is sent."""
    row = lock_draft(question.survey)
    question.delete()
    log(actor=user, verb="survey.question_removed", subject=row, text=_("Fjernet et spørsmål"), question=question.text)


@transaction.atomic
def move_question(*, question: SurveyQuestion, up: bool) -> None:
    """One place up or down. Raises NotPossible once the survey is sent."""
    row = lock_draft(question.survey)
    rows = list(row.questions.all())
    place = next(number for number, other in enumerate(rows) if other.pk == question.pk)
    target = place - 1 if up else place + 1
    if 0 <= target < len(rows):
        rows[place], rows[target] = rows[target], rows[place]
    for position, other in enumerate(rows):
        other.position = position
    SurveyQuestion.objects.bulk_update(rows, ["position"])
