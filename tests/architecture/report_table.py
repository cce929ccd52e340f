"""Who reaches what of reports, surveys and newsletters; the signs are explained in test_access_matrix.py."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reports.snapshot import Snapshot
from tests.access_sample import Sample
from tests.report_sample import ReportSample
from tests.survey_sample import SurveySample

Fill = Callable[[Sample], dict[str, Any]]


def _of(**more: Callable[[ReportSample], Any]) -> Fill:
    return lambda sample: (
        {"partnership_slug": sample.world.partnership.slug}
        | {name: value(sample.reports) for name, value in more.items()}
    )


def _survey(**more: Callable[[SurveySample], Any]) -> Fill:
    return lambda sample: (
        {"partnership_slug": sample.world.partnership.slug}
        | {name: value(sample.reports.surveys) for name, value in more.items()}
    )


def _first_figure(sample: ReportSample) -> str:
    return Snapshot.from_json(sample.released.snapshot).figures[0].key


INSIDE = _of()
BATCH = _of(pk=lambda s: s.batch.pk)
RELEASED = _of(pk=lambda s: s.released.pk)
OF_PARTNERSHIP = _of(pk=lambda s: s.of_partnership.pk)
OWN_DRAFT = _of(pk=lambda s: s.own_draft.pk)
OTHER_DRAFT = _of(pk=lambda s: s.other_draft.pk)
FAILED = _of(pk=lambda s: s.failed.pk)
FIGURE = _of(pk=lambda s: s.released.pk, key=_first_figure)
DRAFT_FIGURE = _of(pk=lambda s: s.own_draft.pk, key=_first_figure)
INDICATOR = _of(key=lambda s: "I1")
SCHEME = _of(pk=lambda s: s.scheme.pk)
INVOICE = _of(pk=lambda s: s.scheme.pk, basis_pk=lambda s: s.invoice.pk)
TERM = _of(pk=lambda s: s.term.pk)
HANDOVER = _of(pk=lambda s: s.handover.pk)
RECEIVED = _of(pk=lambda s: s.received.pk)
PROJECT = _of(pk=lambda s: s.project.pk)
PROJECT_PART = _of(pk=lambda s: s.project.pk, part=lambda s: "tiltak")
PHASE = _of(pk=lambda s: s.project.pk, part=lambda s: "faser", part_pk=lambda s: s.phase.pk)
TASK = _of(pk=lambda s: s.task.pk)
SURVEY = _survey(pk=lambda s: s.released.pk)
SURVEY_DRAFT = _survey(pk=lambda s: s.draft.pk)
SURVEY_QUESTION = _survey(pk=lambda s: s.draft.pk, question_pk=lambda s: s.question.pk)
SURVEY_OPEN = _survey(pk=lambda s: s.open.pk)
SURVEY_CLOSED = _survey(pk=lambda s: s.closed.pk)
SURVEY_LINK = _survey(token=lambda s: s.token)
LETTER = _of(pk=lambda s: s.letter.pk)
LETTER_DRAFT = _of(pk=lambda s: s.letter_draft.pk)
SUBSCRIBER = _of(secret=lambda s: s.subscriber.secret)

REPORT_ADDRESSES: dict[str, Fill] = {
    "reports:report-latest": INSIDE,
    "reports:report-list": INSIDE,
    "reports:report-order": INSIDE,
    "reports:batch-detail": BATCH,
    "reports:batch-release": BATCH,
    "reports:report-detail": RELEASED,
    "reports:report-download": RELEASED,
    "reports:report-rows": FIGURE,
    "reports:report-comment": OTHER_DRAFT,
    "reports:report-release": OTHER_DRAFT,
    "reports:report-send": RELEASED,
    "reports:report-correct": RELEASED,
    "reports:report-retry": FAILED,
    "reports:indicator-list": INSIDE,
    "reports:indicator-detail": INDICATOR,
    "reports:parity": INSIDE,
    "reports:cost-list": INSIDE,
    "reports:cost-create": INSIDE,
    "reports:cost-detail": SCHEME,
    "reports:cost-edit": SCHEME,
    "reports:cost-export": SCHEME,
    "reports:invoice-basis": SCHEME,
    "reports:invoice-basis-zip": SCHEME,
    "reports:invoice-basis-download": INVOICE,
    "reports:secretariat": INSIDE,
    "reports:secretariat-panel": INSIDE,
    "reports:term-create": INSIDE,
    "reports:term-edit": TERM,
    "reports:rotation-edit": INSIDE,
    "reports:handover-create": INSIDE,
    "reports:handover-detail": HANDOVER,
    "reports:handover-receipt": HANDOVER,
    "reports:project-list": INSIDE,
    "reports:project-create": INSIDE,
    "reports:project-detail": PROJECT,
    "reports:project-edit": PROJECT,
    "reports:project-part-create": PROJECT_PART,
    "reports:project-part-edit": PHASE,
    "reports:project-part-remove": PHASE,
    "reports:task-list": INSIDE,
    "reports:task-create": INSIDE,
    "reports:task-edit": TASK,
    "reports:task-finish": TASK,
    "reports:survey-list": INSIDE,
    "reports:survey-create": INSIDE,
    "reports:survey-detail": SURVEY,
    "reports:survey-texts": SURVEY,
    "reports:survey-export": SURVEY,
    "reports:survey-edit": SURVEY_DRAFT,
    "reports:survey-remove": SURVEY_DRAFT,
    "reports:survey-questions": SURVEY_DRAFT,
    "reports:survey-question-edit": SURVEY_QUESTION,
    "reports:survey-question-remove": SURVEY_QUESTION,
    "reports:survey-question-move": SURVEY_QUESTION,
    "reports:survey-open": SURVEY_DRAFT,
    "reports:survey-remind": SURVEY_OPEN,
    "reports:survey-close": SURVEY_OPEN,
    "reports:survey-release": SURVEY_CLOSED,
    "reports:survey-answer": SURVEY_LINK,
    "reports:newsletter-list": INSIDE,
    "reports:newsletter-create": INSIDE,
    "reports:newsletter-detail": LETTER,
    "reports:newsletter-edit": LETTER_DRAFT,
    "reports:newsletter-send": LETTER_DRAFT,
    "reports:newsletter-remove": LETTER_DRAFT,
    "reports:newsletter-subscribe": INSIDE,
    "reports:newsletter-asked": INSIDE,
    "reports:newsletter-confirm": SUBSCRIBER,
    "reports:newsletter-leave": SUBSCRIBER,
}

# coordinators, chiefs and mayor, member and chair, outsider and foreign coordinator, nobody
REPORT_GETS: dict[str, str] = {
    "reports:report-latest": ".. ... .. .. .",
    "reports:report-list": ".. ... .. .. .",
    "reports:report-order": ".. 333 33 33 >",
    "reports:batch-detail": ".. 333 33 33 >",
    "reports:batch-release": ".. 333 33 33 >",
    "reports:report-detail": ".. ... .. .. .",
    "reports:report-download": ".. ... .. .. .",
    "reports:report-rows": ".. ... .. .. .",
    "reports:report-comment": ".. 000 00 00 >",
    "reports:report-release": ".. 000 00 00 >",
    "reports:report-send": "55 555 55 55 >",
    "reports:report-correct": ".. 333 33 33 >",
    "reports:report-retry": "55 555 55 55 >",
    "reports:indicator-list": ".. ... .. .. .",
    "reports:indicator-detail": ".. ... .. .. .",
    "reports:parity": ".. ... .. .. .",
    "reports:cost-list": ".. ... .. .. .",
    "reports:cost-create": ".. 333 33 33 >",
    "reports:cost-detail": ".. ... .. .. .",
    "reports:cost-edit": ".. 333 33 33 >",
    "reports:cost-export": ".. ... .. .. .",
    "reports:invoice-basis": ".. ... .. 33 >",
    "reports:invoice-basis-zip": ".. ... .. 33 >",
    "reports:invoice-basis-download": ".. ... .. 33 >",
    "reports:secretariat": ".. ... .. .. .",
    "reports:secretariat-panel": ".. ... .. .. .",
    "reports:term-create": ".. 333 33 33 >",
    "reports:term-edit": ".. 333 33 33 >",
    "reports:rotation-edit": ".. 333 33 33 >",
    "reports:handover-create": ".. 333 33 33 >",
    "reports:handover-detail": ".. 333 33 33 >",
    "reports:handover-receipt": ".3 333 33 33 >",
    "reports:project-list": ".. ... .. .. .",
    "reports:project-create": ".. 333 33 33 >",
    "reports:project-detail": ".. ... .. .. .",
    "reports:project-edit": ".. 333 33 33 >",
    "reports:project-part-create": ".. 333 33 33 >",
    "reports:project-part-edit": ".. 333 33 33 >",
    "reports:project-part-remove": "55 555 55 55 >",
    "reports:task-list": ".. ... .. 33 >",
    "reports:task-create": ".. 333 33 33 >",
    "reports:task-edit": ".. 333 33 33 >",
    "reports:task-finish": ".. 333 33 33 >",
    "reports:survey-list": ".. ... .. .. .",
    "reports:survey-create": ".. 333 33 33 >",
    "reports:survey-detail": ".. ... .. .. .",
    "reports:survey-texts": ".. 333 33 33 >",
    "reports:survey-export": ".. ... .. .. .",
    "reports:survey-edit": ".. 000 00 00 >",
    "reports:survey-remove": ".. 000 00 00 >",
    "reports:survey-questions": ".. 000 00 00 >",
    "reports:survey-question-edit": ".. 000 00 00 >",
    "reports:survey-question-remove": "55 555 55 55 >",
    "reports:survey-question-move": "55 555 55 55 >",
    "reports:survey-open": ".. 000 00 00 >",
    "reports:survey-remind": "55 555 55 55 >",
    "reports:survey-close": ".. 000 00 00 >",
    "reports:survey-release": "55 555 55 55 >",
    "reports:survey-answer": ".. ... .. .. .",
    "reports:newsletter-list": ".. ... .. .. .",
    "reports:newsletter-create": ".. 333 33 33 >",
    "reports:newsletter-detail": ".. ... .. .. .",
    "reports:newsletter-edit": ".. 000 00 00 >",
    "reports:newsletter-send": ".. 000 00 00 >",
    "reports:newsletter-remove": ".. 000 00 00 >",
    "reports:newsletter-subscribe": ".. ... .. .. .",
    "reports:newsletter-asked": ".. ... .. .. .",
    "reports:newsletter-confirm": ".. ... .. .. .",
    "reports:newsletter-leave": ".. ... .. .. .",
}

REPORT_POSTS: dict[str, str] = {
    "reports:report-send": ".. 333 33 33 >",
    "reports:report-retry": ".. 000 00 00 >",
    "reports:project-part-remove": ".. 333 33 33 >",
    "reports:survey-question-remove": ".. 000 00 00 >",
    "reports:survey-question-move": ".. 000 00 00 >",
    "reports:survey-remind": ".. 000 00 00 >",
    "reports:survey-release": ".. 000 00 00 >",
}

# The same addresses about something in another state.
REPORT_STATES: list[tuple[str, Fill, str]] = [
    ("reports:report-detail", OF_PARTNERSHIP, ".. ... .. .. ."),
    ("reports:report-detail", OWN_DRAFT, ".. 000 00 00 0"),
    ("reports:report-detail", OTHER_DRAFT, ".. 000 00 00 0"),
    ("reports:report-detail", FAILED, ".. 000 00 00 0"),
    ("reports:report-download", OWN_DRAFT, "00 000 00 00 0"),
    ("reports:report-rows", DRAFT_FIGURE, ".. 000 00 00 0"),
    ("reports:report-comment", RELEASED, "~~ 333 33 33 >"),
    ("reports:report-release", RELEASED, "~~ 333 33 33 >"),
    ("reports:report-correct", OWN_DRAFT, ".. 000 00 00 >"),
    ("reports:handover-detail", RECEIVED, ".. 333 33 33 >"),
    ("reports:survey-detail", SURVEY_DRAFT, ".. 000 00 00 0"),
    ("reports:survey-detail", SURVEY_OPEN, ".. 000 00 00 0"),
    ("reports:survey-detail", SURVEY_CLOSED, ".. 000 00 00 0"),
    ("reports:survey-export", SURVEY_OPEN, "00 000 00 00 0"),
    ("reports:survey-export", SURVEY_CLOSED, ".. 000 00 00 0"),
    ("reports:survey-texts", SURVEY_OPEN, "00 000 00 00 >"),
    ("reports:survey-texts", SURVEY_CLOSED, ".. 000 00 00 >"),
    ("reports:survey-edit", SURVEY, "~~ 333 33 33 >"),
    ("reports:newsletter-detail", LETTER_DRAFT, ".. 000 00 00 0"),
    ("reports:newsletter-edit", LETTER, "~~ 333 33 33 >"),
    ("reports:newsletter-remove", LETTER, "~~ 333 33 33 >"),
]

# What is meant for people without an account: who has the link, or wants one, may send the form in.
OPEN_TO_ALL = {
    "reports:survey-answer",
    "reports:newsletter-subscribe",
    "reports:newsletter-confirm",
    "reports:newsletter-leave",
}
