"""A survey in each of its states, for tests that ask who reaches what."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from municipalities.enums import Party
from reports.enums import SurveyQuestionKind, SurveyState
from reports.models import Survey, SurveyQuestion
from reports.rules.survey_times import GRACE
from tests.factories.surveys import SurveyFactory, SurveyQuestionFactory, answered, invited, open_survey
from tests.personas import World

WRITTEN = "Sykehuset hører ikke på oss."
"""A free text, which only coordinators read."""


@dataclass
class SurveySample:
    draft: Survey
    question: SurveyQuestion  # of the draft
    open: Survey
    token: str  # of the open one, unused
    closed: Survey  # counted, not released
    released: Survey


def build_surveys(world: World) -> SurveySample:
    draft = SurveyFactory(partnership=world.partnership, title="Neste undersøkelse")
    is_open = open_survey(world.partnership, title="Undersøkelsen nå")
    _questions(is_open)
    _row, token = invited(is_open)
    used, _token = invited(is_open, Party.TRUST)
    used.is_used = True
    used.save()
    return SurveySample(
        draft=draft,
        question=SurveyQuestionFactory(survey=draft, options=["dårlig", "godt"]),
        open=is_open,
        token=token,
        closed=_over(world, title="Undersøkelsen i fjor"),
        released=_over(world, title="Undersøkelsen i forfjor", released_at=timezone.now()),
    )


def _questions(survey: Survey) -> tuple[SurveyQuestion, SurveyQuestion]:
    scale = SurveyQuestionFactory(survey=survey, options=["dårlig", "godt"], is_required=True)
    choice = {"kind": SurveyQuestionKind.SINGLE, "options": ["Ja", "Nei"], "good": [0]}
    SurveyQuestionFactory(survey=survey, text="Trengs en koordinator?", **choice)
    text = {"kind": SurveyQuestionKind.TEXT, "good": []}
    return scale, SurveyQuestionFactory(survey=survey, text="Hva kan bli bedre?", **text)


def _over(world: World, **values: Any) -> Survey:
    """Closed and counted, with enough answers of both sides to be shown."""
    days = {"opened_on": timezone.localdate() - dt.timedelta(days=30)}
    closed = {"state": SurveyState.CLOSED, "closed_at": timezone.now() - GRACE - dt.timedelta(hours=1)}
    survey = open_survey(world.partnership, **days, **closed, **values)
    scale, text = _questions(survey)
    answered(scale, Party.MUNICIPALITIES, 1, 2, 2, 3, 3, 4)
    answered(scale, Party.TRUST, 4, 4, 5, 5, 5, 3)
    answered(text, Party.MUNICIPALITIES, WRITTEN)
    return survey
