"""Surveys as they are read: the list, and what was answered, by party and never by person."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from municipalities.access import Access
from municipalities.entry import require_coordinator
from municipalities.enums import Party
from municipalities.models import Partnership
from reports.enums import SurveyQuestionKind
from reports.models import Survey, SurveyAnswer, SurveyQuestion, SurveyResponse
from reports.rules.survey_counts import ALL, LEAST, OTHERS, Counted, CountRow, Gap, count_answers, gap_of
from reports.rules.survey_times import SurveyTimes, times_of


def readable_surveys(partnership: Partnership, access: Access) -> QuerySet[Survey]:
    """All for coordinators; for everybody else those whose counts are released."""
    surveys = Survey.objects.filter(partnership=partnership)
    return surveys if access.is_coordinator else surveys.filter(released_at__isnull=False)


def fetch_survey(partnership: Partnership, access: Access, pk: int) -> Survey:
    survey = get_object_or_404(readable_surveys(partnership, access), pk=pk)
    survey.partnership = partnership
    return survey


def fetch_for_writing(partnership: Partnership, access: Access, pk: int) -> Survey:
    """403 for those who may only read it."""
    survey = fetch_survey(partnership, access, pk)
    require_coordinator(access)
    return survey


@dataclass(frozen=True)
class SurveyRow:
    survey: Survey
    times: SurveyTimes
    asked: int
    answered: int


def survey_rows(partnership: Partnership, access: Access) -> list[SurveyRow]:
    """The newest first. One query."""
    found = readable_surveys(partnership, access).annotate(
        asked=Count("invitations"), answered=Count("invitations", filter=Q(invitations__is_used=True))
    )
    return [SurveyRow(row, times_of(row), row.asked, row.answered) for row in found]


@dataclass(frozen=True)
class Answering:
    """How many are asked and have answered. For coordinators while a survey is open."""

    asked: int
    answered: int

    @property
    def silent(self) -> int:
        return self.asked - self.answered


def answering_of(survey: Survey) -> Answering:
    rows = survey.invitations.aggregate(asked=Count("pk"), answered=Count("pk", filter=Q(is_used=True)))
    return Answering(rows["asked"], rows["answered"])


# --- Results --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """One group's answers to one question, as the page and the export show them."""

    label: str
    row: CountRow

    @property
    def cells(self) -> list[tuple[int, float]]:
        return list(zip(self.row.counts, self.row.percents, strict=True))


@dataclass(frozen=True)
class Result:
    """What was answered to one question. A free text has only `texts`, how many there are."""

    question: SurveyQuestion
    columns: list[str]
    counted: Counted
    gap: Gap | None
    texts: int = 0

    @property
    def lines(self) -> list[Line]:
        total = self.counted.total
        rows = [*self.counted.rows, total] if total else self.counted.rows
        return [Line(label_of(row.group), row) for row in rows]

    @property
    def hidden(self) -> list[str]:
        return [label_of(party) for party in self.counted.hidden]

    @property
    def good(self) -> list[str]:
        """The words for what counts as good."""
        names = dict(zip(self.counted.choices, self.columns, strict=True))
        return [names[choice] for choice in self.question.good if choice in names]


def label_of(group: str) -> str:
    if group == OTHERS:
        return _("Andre parter til sammen")
    return _("Alle som vises") if group == ALL else str(Party(group).label)


def results_of(survey: Survey) -> list[Result]:
    """Two queries, however many answers. Ask only when the survey is counted (`rules.survey_times`)."""
    answers: dict[int, list[tuple[str, int]]] = defaultdict(list)
    texts: Counter[int] = Counter()
    rows = SurveyAnswer.objects.filter(response__survey=survey)
    for question, party, choice in rows.values_list("question_id", "response__party", "choice"):
        if choice is None:
            texts[question] += 1
        else:
            answers[question].append((party, choice))
    return [_result(question, answers[question.pk], texts[question.pk]) for question in survey.questions.all()]


def _result(question: SurveyQuestion, answers: list[tuple[str, int]], texts: int) -> Result:
    counted = count_answers(answers, question.choices, Party.values)
    gap = gap_of(counted, question.good, trust=Party.TRUST, municipalities=Party.MUNICIPALITIES)
    return Result(question, question.columns, counted, gap, texts)


@dataclass(frozen=True)
class Perceived:
    """How differently the parties see the cooperation (I14), by the newest survey whose counts are released."""

    survey: Survey
    results: list[Result]
    """Those of its questions that have a gap."""


def perceived(partnership: Partnership) -> Perceived | None:
    """Four queries at the most."""
    survey = Survey.objects.filter(partnership=partnership, released_at__isnull=False).first()
    results = [result for result in results_of(survey) if result.gap] if survey else []
    return Perceived(survey, results) if survey and results else None


def response_lines(survey: Survey) -> list[tuple[str, int]]:
    """How many have answered from each party that is shown; small ones together, or left out. One query."""
    parties = SurveyResponse.objects.filter(survey=survey).values_list("party", flat=True)
    counted = count_answers(((party, 0) for party in parties), [0], Party.values)
    return [(label_of(row.group), row.n) for row in counted.rows]


def results_table(results: Sequence[Result]) -> list[list[str | int]]:
    """For the export: one row for each question, group and choice."""
    table: list[list[str | int]] = [[_("Spørsmål"), _("Part"), _("Svar"), _("Antall"), _("Prosent"), "n"]]
    for result in results:
        for line in result.lines:
            for column, (count, percent) in zip(result.columns, line.cells, strict=True):
                share = f"{percent:.1f}".replace(".", ",")
                table.append([result.question.text, line.label, column, count, share, line.row.n])
    return table


@dataclass(frozen=True)
class Texts:
    """Free texts to one question. `party` is empty when they could tell who wrote them."""

    party: str
    texts: list[str]


def free_texts(survey: Survey) -> list[tuple[SurveyQuestion, list[Texts]]]:
    """For coordinators. In an order of its own for each question, so that no two texts are seen to be one person's.

    By party only when every party that wrote has five texts or more: with one party left out of the headings, all the
    texts without one would be its own.
    """
    written: dict[int, list[tuple[str, str, str]]] = defaultdict(list)
    rows = SurveyAnswer.objects.filter(response__survey=survey, choice__isnull=True).exclude(text="")
    for question, response, party, text in rows.values_list("question_id", "response_id", "response__party", "text"):
        order = hashlib.sha256(f"{question}:{response}".encode()).hexdigest()
        written[question].append((order, party, text))
    questions = survey.questions.filter(kind=SurveyQuestionKind.TEXT)
    return [(question, _texts(sorted(written[question.pk]))) for question in questions]


def _texts(written: list[tuple[str, str, str]]) -> list[Texts]:
    by_party: dict[str, list[str]] = defaultdict(list)
    for _order, party, text in written:
        by_party[party].append(text)
    if any(len(texts) < LEAST for texts in by_party.values()):
        return [Texts("", [text for _order, _party, text in written])]
    return [Texts(label_of(party), by_party[party]) for party in Party.values if party in by_party]
