"""What a consultation asks: one question for each section of the text, made by itself, and questions of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from agreements.content import Content, NumberedClause
from agreements.enums import ConsultationState, QuestionKind
from agreements.models import Consultation, Question
from samhandling.accounts.models import User
from samhandling.audit.services import log
from samhandling.core.errors import NotPossible
from samhandling.core.text import html_to_plain

MAX_TEXT = 300
MAX_OPTION = 200
OWN_FIRST = 1000
"""Own questions come after those of the sections."""


def asked_about(content: Content) -> list[NumberedClause]:
    """The sections a party can have a view on: those that say something besides their heading."""
    return [numbered for numbered in content.numbered() if html_to_plain(numbered.clause.body)]


def lock_draft(consultation: Consultation) -> Consultation:
    """The consultation with its row locked. Raises NotPossible when it has been sent."""
    row = (
        Consultation.objects.select_for_update(of=("self",)).select_related("revision__version").get(pk=consultation.pk)
    )
    if row.state != ConsultationState.DRAFT:
        raise NotPossible(_("Høringen er sendt, og innholdet kan ikke endres. Du kan forlenge fristen for alle."))
    return row


@transaction.atomic
def keep_sections(
    *, consultation: Consultation, content: Content, anchors: Iterable[str], user: User | None
) -> list[Question]:
    """Ask about these sections and no others, in the order of the text. Raises NotPossible once it is sent."""
    lock_draft(consultation)
    wanted = set(anchors)
    questions = sync_sections(
        consultation, content, [row for row in asked_about(content) if row.clause.anchor in wanted]
    )
    text = _("Valgte hvilke punkter høringen spør om")
    log(actor=user, verb="consultation.questions", subject=consultation, text=text, count=len(questions))
    return questions


def sync_sections(consultation: Consultation, content: Content, clauses: Sequence[NumberedClause]) -> list[Question]:
    """Section questions as the text is now: labels and order follow it, questions on other sections go away."""
    anchors = [numbered.clause.anchor for numbered in clauses]
    old = consultation.questions.filter(kind=QuestionKind.SECTION)
    old.exclude(anchor__in=anchors).delete()
    there = {question.anchor: question for question in old}
    kept = []
    places = {numbered.clause.anchor: place for place, numbered in enumerate(content.numbered(), start=1)}
    for numbered in clauses:
        anchor = numbered.clause.anchor
        question = there.get(anchor) or Question(
            consultation=consultation, kind=QuestionKind.SECTION, anchor=anchor, position=0
        )
        question.position, question.text = places[anchor], numbered.label[:MAX_TEXT]
        question.save()
        kept.append(question)
    return kept


@transaction.atomic
def add_question(*, consultation: Consultation, text: str, options: Sequence[str], user: User | None) -> Question:
    """A question of the consultation's own: one choice among `options`, or free text when there are none.

    Raises ValidationError on `options` and NotPossible once it is sent.
    """
    lock_draft(consultation)
    if len(options) == 1:
        raise ValidationError({"options": _("Skriv minst to alternativer, eller ingen for svar i fritekst.")})
    if any(len(option) > MAX_OPTION for option in options):
        raise ValidationError({"options": _("Et alternativ kan ha høyst 200 tegn.")})
    if len({option.casefold() for option in options}) != len(options):
        raise ValidationError({"options": _("To av alternativene er like.")})
    last = consultation.questions.aggregate(last=Max("position"))["last"] or 0
    question = Question.objects.create(
        consultation=consultation,
        position=max(last, OWN_FIRST) + 1,
        kind=QuestionKind.CHOICE if options else QuestionKind.TEXT,
        text=text,
        options=list(options),
    )
    words = _("La til spørsmålet «%(text)s»") % {"text": text}
    log(actor=user, verb="consultation.question_added", subject=consultation, text=words, question=question.pk)
    return question


@transaction.atomic
def remove_question(*, question: Question, user: User | None) -> None:
    lock_draft(question.consultation)
    words = _("Fjernet spørsmålet «%(text)s»") % {"text": question.text}
    log(actor=user, verb="consultation.question_removed", subject=question.consultation, text=words)
    question.delete()
