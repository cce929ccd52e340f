"""Surveys: one that is over, with the numbers of a mapping from 2020, and one that is open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from itertools import chain, repeat

from django.utils import timezone

from municipalities.enums import Party, Role
from municipalities.models import Partnership
from reports.enums import SurveyQuestionKind as Kind
from reports.models import Survey, SurveyAnswer, SurveyQuestion, SurveyResponse
from reports.services import survey_questions as asking
from reports.services import surveys
from reports.services.survey_questions import QuestionDetails
from samhandling.accounts.models import User
from samhandling.core import clock
from samhandling.notifications.enums import MailState
from samhandling.notifications.models import OutboundEmail

PARTNERSHIP = "st-olavs"
WELL = ("svært dårlig", "svært godt")
DEGREE = ("i svært liten grad", "i svært stor grad")
NOTE = (
    "Demo: Tallene for samarbeidsklima og for behovet for en koordinator er etter en kartlegging i Møre og Romsdal i "
    "oktober 2020, der 27 fra kommunene og 13 fra helseforetaket svarte. De andre tallene og fritekstene er oppdiktet."
)
# How many answered each choice: of the municipalities (27), of the trust (13).
_Counts = tuple[tuple[int, ...], tuple[int, ...]]
CLOSED: tuple[tuple[QuestionDetails, _Counts], ...] = (
    (
        QuestionDetails(Kind.SCALE, "Hvordan er samarbeidsklimaet mellom kommunene og helseforetaket?", WELL),
        ((1, 4, 11, 9, 2), (0, 1, 2, 7, 3)),
    ),
    (
        QuestionDetails(Kind.SCALE, "I hvilken grad er kommunene og helseforetaket likeverdige i samarbeidet?", DEGREE),
        ((4, 9, 8, 5, 1), (0, 2, 5, 5, 1)),
    ),
    (
        QuestionDetails(
            Kind.SINGLE,
            "Er det behov for en samhandlingskoordinator for kommunene?",
            ("Ja", "Nei", "Vet ikke"),
        ),
        ((22, 1, 4), (8, 3, 2)),
    ),
)
TEXT = QuestionDetails(Kind.TEXT, "Hva bør vi gjøre annerledes i samarbeidet?")
TEXTS = (
    (Party.MUNICIPALITIES, "Sakslisten bør være klar tidligere, så vi rekker å snakke sammen i regionen."),
    (Party.MUNICIPALITIES, "Vi trenger noen som kan løfte kommunenes saker."),
    (Party.MUNICIPALITIES, "Færre informasjonssaker, mer tid til det vi skal bli enige om."),
    (Party.MUNICIPALITIES, "Det må være klart hvem som kan bestemme i møtet."),
    (Party.MUNICIPALITIES, "Bra at lokale utvalg får mer å si."),
    (Party.TRUST, "De samme bør møte hver gang, fra begge sider."),
    (Party.TRUST, "Vi vil gjerne ha flere innspill til sakslisten."),
)


def load(today: dt.date) -> None:
    partnership = Partnership.objects.get(slug=PARTNERSHIP)
    roles = partnership.representations.filter(role=Role.COORDINATOR_MUNICIPAL, person__user__isnull=False)
    user = User.objects.get(pk=roles.values_list("person__user", flat=True)[0])
    _closed(partnership, user, today)
    _open(partnership, user, today)


def _closed(partnership: Partnership, user: User, today: dt.date) -> None:
    last = today - dt.timedelta(days=40)
    with clock.at(_noon(last - dt.timedelta(days=20))):
        survey = surveys.create_survey(
            partnership=partnership, title="Hvordan virker samarbeidet?", intro=NOTE, closes_on=last, user=user
        )
        questions = [_ask(survey, details, user) for details, _counts in CLOSED]
        text = _ask(survey, TEXT, user)
        Survey.objects.filter(pk=survey.pk).update(state="open", opened_on=timezone.localdate())
    for party, size, place in ((Party.MUNICIPALITIES, 27, 0), (Party.TRUST, 13, 1)):
        responses = _responses(survey, party, size)
        for question, (_details, counts) in zip(questions, CLOSED, strict=True):
            _choose(question, responses, counts[place])
        _write(text, responses, [words for own, words in TEXTS if own == party])
    with clock.at(_noon(last + dt.timedelta(days=2))):
        surveys.release_survey(survey=survey, user=user)


def _open(partnership: Partnership, user: User, today: dt.date) -> None:
    """Sent three days ago. The e-mails of the demo go nowhere."""
    with clock.at(_noon(today - dt.timedelta(days=3))):
        survey = surveys.create_survey(
            partnership=partnership,
            title="Årets puls: samarbeidet sett fra din side",
            intro="Fire korte spørsmål. Svarene brukes når partene evaluerer samarbeidet.",
            closes_on=today + dt.timedelta(days=11),
            user=user,
        )
        for details, _counts in CLOSED:
            _ask(survey, details, user)
        _ask(survey, TEXT, user)
        keys = [f"role-{role.value}" for role in Role if role != Role.COMMITTEE_MEMBER]
        surveys.open_survey(survey=survey, audiences=[*keys, "seat-municipalities", "seat-trust"], user=user)
        sent = OutboundEmail.objects.filter(key__startswith=f"survey:{survey.pk}:")
        sent.update(state=MailState.SENT, sent_at=timezone.now(), body="")


def _ask(survey: Survey, details: QuestionDetails, user: User) -> SurveyQuestion:
    return asking.add_question(survey=survey, details=details, user=user)


def _responses(survey: Survey, party: Party, size: int) -> list[SurveyResponse]:
    rows = [SurveyResponse(survey=survey, party=party) for _number in range(size)]
    return SurveyResponse.objects.bulk_create(rows)


def _choose(question: SurveyQuestion, responses: Iterable[SurveyResponse], counts: Iterable[int]) -> None:
    chosen = chain.from_iterable(repeat(choice, n) for choice, n in zip(question.choices, counts, strict=True))
    SurveyAnswer.objects.bulk_create(
        SurveyAnswer(response=response, question=question, choice=choice)
        for response, choice in zip(responses, chosen, strict=True)
    )


def _write(question: SurveyQuestion, responses: list[SurveyResponse], texts: list[str]) -> None:
    SurveyAnswer.objects.bulk_create(
        SurveyAnswer(response=response, question=question, text=words)
        for response, words in zip(responses, texts, strict=False)
    )


def _noon(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(12), timezone.get_current_timezone())
