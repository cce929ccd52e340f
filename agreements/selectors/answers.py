"""What the parties have answered: one party's answer, and all answers to one question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from agreements.access import speaks_for
from agreements.content import Clause, Content
from agreements.enums import QuestionKind, Stance
from agreements.models import Answer, AnswerFile, Consultation, Invitation, Question, QuestionAnswer
from agreements.selectors.consultations import name_key, party_name
from municipalities.access import access_for
from samhandling.core.dates import local_day
from samhandling.core.text import plain_to_html

#: Stance → kind of `{% status %}`, each with its own shape.
STANCES = {Stance.SUPPORT: "done", Stance.CHANGES: "deviation", Stance.NONE: "sent"}


def stance_figure(stance: str) -> str:
    return STANCES.get(Stance(stance), "waiting") if stance else "waiting"


@dataclass(frozen=True)
class Part:
    """One party's answer to one question. `row` is None where nothing is answered."""

    question: Question
    row: QuestionAnswer | None

    @property
    def is_answered(self) -> bool:
        return self.row is not None and bool(self.row.stance or self.row.choice or self.row.text.strip())

    @property
    def figure(self) -> str:
        return stance_figure(self.row.stance) if self.row else "waiting"

    @property
    def html(self) -> str:
        return plain_to_html(self.row.text) if self.row else ""


@dataclass(frozen=True)
class PartyAnswer:
    """A whole answer, in the order of the questions."""

    invitation: Invitation
    answer: Answer
    parts: Sequence[Part]
    files: Sequence[AnswerFile]

    @property
    def name(self) -> str:
        return party_name(self.invitation)

    @property
    def figure(self) -> str:
        return stance_figure(self.answer.stance)

    @property
    def html(self) -> str:
        return plain_to_html(self.answer.text)

    @property
    def answered_parts(self) -> list[Part]:
        return [part for part in self.parts if part.is_answered]

    @property
    def unanswered(self) -> int:
        return len(self.parts) - len(self.answered_parts)


def questions_of(consultation: Consultation) -> list[Question]:
    return list(consultation.questions.order_by("position", "pk"))


def sent_answers(consultation: Consultation, questions: Sequence[Question]) -> list[PartyAnswer]:
    """All sent answers in Norwegian order of the parties, the trust last; three queries."""
    answers = (
        Answer.objects.filter(invitation__consultation=consultation, sent_at__isnull=False)
        .select_related("invitation__municipality", "invitation__trust")
        .prefetch_related("files", "parts")
    )
    found = [_whole(answer, questions) for answer in answers]
    return sorted(found, key=lambda row: (row.invitation.trust_id is not None, name_key(row.name)))


def party_answer(invitation: Invitation, questions: Sequence[Question]) -> PartyAnswer | None:
    """The answer of one party, sent or not; None when nobody has begun."""
    rows: QuerySet[Answer] = Answer.objects.filter(invitation=invitation).select_related("sent_by", "started_by")
    parts = QuestionAnswer.objects.order_by("pk")
    answer = rows.prefetch_related("files", Prefetch("parts", parts)).first()
    if answer is None:
        return None
    answer.invitation = invitation
    return _whole(answer, questions)


def _whole(answer: Answer, questions: Sequence[Question]) -> PartyAnswer:
    by_question = {part.question_id: part for part in answer.parts.all()}
    parts = [Part(question, by_question.get(question.pk)) for question in questions]
    return PartyAnswer(answer.invitation, answer, parts, list(answer.files.all()))


def sent_on_behalf(answer: Answer, invitation: Invitation) -> bool:
    """Whether the secretariat sent it for the party: the sender did not speak for the party that day."""
    if answer.sent_at is None or answer.sent_by is None:
        return False
    then = access_for(answer.sent_by, invitation.consultation.partnership, on=local_day(answer.sent_at))
    return not speaks_for(then, invitation)


# --- By question ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Comment:
    party: str
    stance: str
    invitation_id: int
    html: str

    @property
    def figure(self) -> str:
        return stance_figure(self.stance)

    @property
    def stance_words(self) -> str:
        return str(Stance(self.stance).label) if self.stance else ""


@dataclass(frozen=True)
class Tally:
    """How many gave one answer: `kind` is for `{% status %}`."""

    label: str
    count: int
    kind: str
    parties: Sequence[str]


@dataclass(frozen=True)
class Overview:
    """All answers to one question. `question` is None for the overall view."""

    question: Question | None
    clause: Clause | None
    tallies: Sequence[Tally]
    comments: Sequence[Comment]
    answered: int

    @property
    def title(self) -> str:
        return self.question.text if self.question else _("Samlet syn")

    @property
    def anchor(self) -> str:
        return f"sporsmal-{self.question.pk}" if self.question else "samlet"

    @property
    def wants_changes(self) -> int:
        return next((tally.count for tally in self.tallies if tally.kind == STANCES[Stance.CHANGES]), 0)


def overview_of(
    consultation: Consultation, questions: Sequence[Question], answers: Sequence[PartyAnswer]
) -> list[Overview]:
    """The overall view first, then each question in order: how many gave which answer, and all comments together."""
    clauses = text_of(consultation).common().by_anchor() if consultation.text else {}
    found = [_overall(answers)]
    for place, question in enumerate(questions):
        given = [(row, row.parts[place]) for row in answers if row.parts[place].is_answered]
        found.append(_about(question, clauses.get(question.anchor), given))
    return found


def text_of(consultation: Consultation) -> Content:
    """The text that was sent; empty when the consultation has none."""
    return Content.from_json(consultation.text) if consultation.text else Content("")


def _overall(answers: Sequence[PartyAnswer]) -> Overview:
    given = [row for row in answers if row.answer.stance or row.answer.text.strip()]
    stances = [(row.name, row.answer.stance) for row in given]
    comments = [
        Comment(row.name, row.answer.stance, row.invitation.pk, row.html) for row in given if row.answer.text.strip()
    ]
    return Overview(None, None, _by_stance(stances), comments, len(given))


def _about(question: Question, clause: Clause | None, given: Sequence[tuple[PartyAnswer, Part]]) -> Overview:
    rows = [(row, part.row) for row, part in given if part.row is not None]
    if question.kind == QuestionKind.SECTION:
        tallies = _by_stance([(row.name, part.stance) for row, part in rows])
    elif question.kind == QuestionKind.CHOICE:
        tallies = _by_choice(question, [(row.name, part.choice) for row, part in rows])
    else:
        tallies = []
    comments = [
        Comment(row.name, part.stance, row.invitation.pk, plain_to_html(part.text))
        for row, part in rows
        if part.text.strip()
    ]
    return Overview(question, clause, tallies, comments, len(rows))


def _by_stance(given: Sequence[tuple[str, str]]) -> list[Tally]:
    return [
        Tally(str(stance.label), len(parties), STANCES[stance], parties)
        for stance in Stance
        if (parties := [name for name, given_stance in given if given_stance == stance]) or stance != Stance.NONE
    ]


def _by_choice(question: Question, given: Sequence[tuple[str, str]]) -> list[Tally]:
    tallies = []
    for option in question.options:
        parties = [name for name, choice in given if choice == option]
        tallies.append(Tally(option, len(parties), "sent", parties))
    return tallies


def export_lines(consultation: Consultation) -> list[list[str]]:
    """A heading, then one line for each party and question it has answered, the overall view first."""
    lines = [[_("Part"), _("Spørsmål"), _("Syn eller valg"), _("Merknad"), _("Sendt"), _("Etter fristen"), _("Sak")]]
    questions = questions_of(consultation)
    for row in sent_answers(consultation, questions):
        answer = row.answer
        sent = local_day(answer.sent_at).isoformat() if answer.sent_at else ""
        ending = [sent, _("ja") if answer.is_late else _("nei"), answer.council_case]
        stance = str(Stance(answer.stance).label) if answer.stance else ""
        lines.append([row.name, _("Samlet syn"), stance, answer.text, *ending])
        for part in row.answered_parts:
            if part.row is not None:
                view = str(Stance(part.row.stance).label) if part.row.stance else part.row.choice
                lines.append([row.name, part.question.text, view, part.row.text, *ending])
    return lines
