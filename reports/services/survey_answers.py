"""Taking an answer: counted once for each link, and with nothing that leads back to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from reports.models import Survey, SurveyAnswer, SurveyInvitation, SurveyResponse
from reports.rules.survey_times import times_of
from samhandling.core.errors import NotPossible


@dataclass(frozen=True)
class Given:
    """The answer to one question: a choice, or a text."""

    choice: int | None = None
    text: str = ""


@transaction.atomic
def submit_response(*, invitation: SurveyInvitation, given: Mapping[int, Given], opened_at: dt.datetime | None) -> bool:
    """Keep the answers by question; False when the link has been used, and nothing is kept.

    `opened_at` is when the form was opened: one that was open when the survey ended is taken for half an hour.
    Of two sent at once the second waits for the row and finds it used. What is kept names the party alone, and
    has no key in common with the invitation; nothing is logged. Raises NotPossible when the survey is over.
    """
    row = SurveyInvitation.objects.select_for_update().get(pk=invitation.pk)
    if row.is_used:
        return False
    survey = Survey.objects.get(pk=row.survey_id)
    if not times_of(survey).takes(opened_at):
        raise NotPossible(_("Undersøkelsen er avsluttet, og svaret kan ikke sendes inn."))
    row.is_used = True
    row.save(update_fields=["is_used"])
    response = SurveyResponse.objects.create(survey=survey, party=row.party)
    SurveyAnswer.objects.bulk_create(
        SurveyAnswer(response=response, question_id=pk, choice=answer.choice, text=answer.text)
        for pk, answer in given.items()
        if answer.choice is not None or answer.text
    )
    return True
