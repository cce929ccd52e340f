"""Fields of an answer. Each saves itself, or all are sent with the page by browsers without JavaScript.

The names are `svar-stance`, `sp-12-text`, each with `-base` (the revision it was made from) and `-seen` (a hash of the
value that was shown, so that what nobody touched is left alone).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from agreements.enums import QuestionKind, Stance
from agreements.models import Answer, Question, QuestionAnswer
from agreements.selectors.answers import Part
from samhandling.core.text import plain_to_html

MAX_TEXT = 20_000
TOO_LONG = _("Teksten er for lang. Legg den ved som fil.")


def growing(rows: int = 3) -> forms.Textarea:
    return forms.Textarea({"rows": rows})


class AnswerForm(forms.Form):
    """The party's overall view."""

    mark_optional = False
    stance = forms.ChoiceField(label=_("Samlet syn"), required=False, choices=Stance.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("Samlet merknad"),
        required=False,
        strip=False,
        max_length=MAX_TEXT,
        widget=growing(6),
        error_messages={"max_length": TOO_LONG},
    )
    council_case = forms.CharField(
        label=_("Behandlet i sak"),
        required=False,
        strip=False,
        max_length=60,
        help_text=_("Hvis kommunen har behandlet svaret politisk, for eksempel «PS 24/26»."),
    )


class PartForm(forms.Form):
    """The answer to one question: a stance and a remark, one of its options and a remark, or a text."""

    mark_optional = False
    stance = forms.ChoiceField(label=_("Syn"), required=False, choices=Stance.choices, widget=forms.RadioSelect)
    choice = forms.ChoiceField(label=_("Svar"), required=False, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("Merknad"),
        required=False,
        strip=False,
        max_length=MAX_TEXT,
        widget=growing(),
        error_messages={"max_length": TOO_LONG},
    )

    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if question.kind != QuestionKind.SECTION:
            del self.fields["stance"]
        if question.kind == QuestionKind.CHOICE:
            self.fields["choice"].choices = [(option, option) for option in question.options]  # type: ignore[attr-defined]
        else:
            del self.fields["choice"]
        if question.kind == QuestionKind.TEXT:
            self.fields["text"].label = _("Svar")


def fields_of(question: Question | None) -> list[str]:
    return list(AnswerForm.base_fields if question is None else PartForm(question=question).fields)


def prefix_of(question: Question | None) -> str:
    return f"sp-{question.pk}" if question else "svar"


def form_of(question: Question | None, data: dict[str, str] | None = None, initial: Any = None) -> forms.Form:
    kwargs: dict[str, Any] = {"data": data, "initial": initial, "prefix": prefix_of(question)}
    return PartForm(question=question, **kwargs) if question else AnswerForm(**kwargs)


def one_field(question: Question | None, name: str, value: str) -> forms.Form | None:
    """A form bound to one field alone; None when there is no such field."""
    form = form_of(question)
    if name not in form.fields:
        return None
    form.fields = {name: form.fields[name]}
    form.data, form.is_bound = {form.add_prefix(name): value}, True
    return form


def seen(value: str) -> str:
    return hashlib.blake2s(value.encode(), digest_size=8).hexdigest()


@dataclass(frozen=True)
class Cell:
    """One field on the page. `theirs` is what another has saved in the same place, as HTML."""

    name: str
    field: BoundField
    question: Question | None
    revision: int
    value: str
    theirs: str = ""

    @property
    def seen(self) -> str:
        return seen(self.value)

    @property
    def is_toggle(self) -> bool:
        return self.name == "stance"


@dataclass(frozen=True)
class Problem:
    """A field that was not saved, with what was typed in it."""

    question: Question | None
    name: str
    mine: str
    message: str = ""
    theirs: str | None = None
    """None when the field was refused for what it says."""
    is_final: bool = False
    """The answer is sent or the consultation closed, so it cannot be tried again."""

    @property
    def label(self) -> str:
        form = form_of(self.question)
        label = str(form.fields[self.name].label)
        return f"{self.question.text}: {label}" if self.question else label

    @property
    def target(self) -> str:
        form = form_of(self.question)
        bound = form[self.name]
        return f"{bound.auto_id}_0" if self.name in ("stance", "choice") else bound.auto_id


@dataclass
class Sheet:
    """The whole answer as fields: the overall view, and a row of cells for each question."""

    overall: dict[str, Cell]
    rows: list[tuple[Question, list[Cell]]] = field(default_factory=list)


def sheet_of(answer: Answer | None, parts: Sequence[Part], problems: Sequence[Problem] = ()) -> Sheet:
    """As it is saved; a field that was not saved shows what was typed, and why it was refused."""
    refused = {(problem.question.pk if problem.question else 0, problem.name): problem for problem in problems}
    overall = {cell.name: cell for cell in _cells(None, answer, refused)}
    return Sheet(overall, [(part.question, list(_cells(part.question, part.row, refused))) for part in parts])


def _cells(
    question: Question | None, row: Answer | QuestionAnswer | None, refused: dict[tuple[int, str], Problem]
) -> Iterator[Cell]:
    names = fields_of(question)
    stored = {name: str(getattr(row, name)) if row else "" for name in names}
    key = question.pk if question else 0
    mine = {name: refused[key, name].mine for name in names if (key, name) in refused}
    form = form_of(question, initial=stored)
    if mine:
        form = form_of(question, data={form.add_prefix(name): (stored | mine)[name] for name in names})
        for name in mine:
            if message := refused[key, name].message:
                form.errors.setdefault(name, form.error_class([message]))
    for name in names:
        problem = refused.get((key, name))
        theirs = words(form, name, problem.theirs) if problem and problem.theirs is not None else ""
        yield Cell(name, form[name], question, row.revision_of(name) if row else 0, stored[name], theirs)


def words(form: forms.Form, name: str, value: str) -> str:
    """A value as a reader sees it, as HTML: the choice's label, or the text with its paragraphs."""
    choices = dict(getattr(form.fields[name], "choices", []))
    return plain_to_html(str(choices.get(value, value)) or "–")
