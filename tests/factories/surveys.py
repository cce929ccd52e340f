"""Surveys, asked of people with an address."""

from __future__ import annotations

import datetime as dt
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from municipalities.enums import Party
from municipalities.models import Partnership
from reports.enums import SurveyQuestionKind, SurveyState
from reports.models import Survey, SurveyAnswer, SurveyInvitation, SurveyQuestion, SurveyResponse
from reports.services.surveys import hash_of, token_of
from tests.factories.organisation import PartnershipFactory, PersonFactory


class SurveyFactory(DjangoModelFactory[Survey]):
    class Meta:
        model = Survey

    partnership = factory.SubFactory(PartnershipFactory)
    title = "Hvordan virker samarbeidet?"
    closes_on = factory.LazyFunction(lambda: timezone.localdate() + dt.timedelta(days=10))


class SurveyQuestionFactory(DjangoModelFactory[SurveyQuestion]):
    """A scale, where 4 and 5 are good."""

    class Meta:
        model = SurveyQuestion

    survey = factory.SubFactory(SurveyFactory)
    kind = SurveyQuestionKind.SCALE
    text = "Hvordan er samarbeidsklimaet?"
    good = [4, 5]
    position = factory.Sequence(lambda n: n)


def open_survey(partnership: Partnership, **values: Any) -> Survey:
    """Sent today, without questions or anybody asked."""
    return SurveyFactory(
        partnership=partnership, **{"state": SurveyState.OPEN, "opened_on": timezone.localdate(), **values}
    )


def invited(survey: Survey, party: str = Party.MUNICIPALITIES) -> tuple[SurveyInvitation, str]:
    """Somebody who is asked, and the token of the link."""
    person = PersonFactory(partnership=survey.partnership)
    token = token_of(survey.pk, person.pk)
    row = SurveyInvitation.objects.create(survey=survey, person=person, party=party, token_hash=hash_of(token))
    return row, token


def answered(question: SurveyQuestion, party: str, *choices: int | str) -> None:
    """One response for each choice (or text)."""
    for choice in choices:
        response = SurveyResponse.objects.create(survey=question.survey, party=party)
        value = {"choice": choice} if isinstance(choice, int) else {"text": choice}
        SurveyAnswer.objects.create(response=response, question=question, **value)
