"""Forms of surveys: making one, choosing whom to ask, and answering."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from crispy_forms.layout import LayoutObject
from django import forms
from django.core import signing
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from municipalities.forms.base import PortalForm, RowForm
from reports.enums import SurveyQuestionKind
from reports.models import Survey, SurveyInvitation, SurveyQuestion
from reports.selectors.survey_people import Audience
from reports.services.survey_answers import Given
from reports.services.survey_questions import QuestionDetails

MAX_TEXT = 4_000
MAX_OPTIONS = 12


class SurveyForm(RowForm):
    rows = {"intro": 4}

    class Meta:
        model = Survey
        fields = ("title", "intro", "closes_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["intro"].help_text = _("Står i e-posten og øverst i skjemaet. Si hva svarene skal brukes til.")

    def layout(self) -> list[LayoutObject | str]:
        return ["title", "intro", "closes_on"]


class LastDayForm(RowForm):
    """Of a survey that is open."""

    class Meta:
        model = Survey
        fields = ("closes_on",)
        labels = {"closes_on": _("Ny siste svardag")}


class SurveyQuestionForm(PortalForm, forms.Form):
    """`good` is asked about a saved question, when its choices are known."""

    kind = forms.ChoiceField(
        label=_("Slag"),
        choices=SurveyQuestionKind.choices,
        initial=SurveyQuestionKind.SINGLE,
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("Spørsmål"), max_length=300, error_messages={"required": _("Skriv hva du vil spørre om.")}
    )
    options = forms.CharField(
        label=_("Svarvalg"),
        required=False,
        widget=forms.Textarea({"rows": 5}),
        help_text=_(
            "Ett på hver linje. For en skala skriver du ett ord for 1 på første linje og ett for 5 på andre, "
            "eller lar feltet stå tomt. Fritekst har ingen svarvalg."
        ),
    )
    good = forms.MultipleChoiceField(
        label=_("Hvilke svar teller som «god»?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Brukes til å vise hvor ulikt partene opplever samarbeidet. Velg ingen hvis det ikke passer."),
    )
    is_required = forms.BooleanField(label=_("Må besvares"), required=False)

    def __init__(self, *args: Any, question: SurveyQuestion | None = None, **kwargs: Any) -> None:
        self.question = question
        if question:
            kwargs.setdefault("initial", _initial(question))
        super().__init__(*args, **kwargs)
        if question is None or not question.choices:
            del self.fields["good"]
        else:
            names = [(str(choice), name) for choice, name in zip(question.choices, question.columns, strict=True)]
            self.fields["good"].choices = names  # type: ignore[attr-defined]

    def layout(self) -> list[LayoutObject | str]:
        names = ["kind", "text", "options", "good", "is_required"]
        return [name for name in names if name in self.fields]

    def clean_options(self) -> list[str]:
        lines = [" ".join(line.split()) for line in self.cleaned_data["options"].splitlines()]
        options = [line for line in lines if line]
        if any(len(option) > 120 for option in options):
            raise forms.ValidationError(gettext("Et svarvalg kan ha høyst 120 tegn."))
        if len(options) > MAX_OPTIONS:
            raise forms.ValidationError(gettext("Et spørsmål kan ha høyst %(most)s svarvalg.") % {"most": MAX_OPTIONS})
        return options

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        options = data.get("options")
        if data.get("kind") == SurveyQuestionKind.SCALE and options is not None and len(options) not in (0, 2):
            self.add_error("options", gettext("En skala har to ord, ett for 1 og ett for 5, eller ingen."))
        return data

    def details(self) -> QuestionDetails:
        data = self.cleaned_data
        return QuestionDetails(
            kind=data["kind"],
            text=data["text"],
            options=data["options"],
            good=self._good(data["options"], data.get("good", [])),
            is_required=data["is_required"],
        )

    def _good(self, options: Sequence[str], chosen: Iterable[str]) -> list[int]:
        """The chosen ones, where they stand when choices have been moved or taken out."""
        question = self.question
        if question is None or question.kind != SurveyQuestionKind.SINGLE:
            return [int(choice) for choice in chosen]
        words = [question.options[int(choice)] for choice in chosen]
        return [options.index(word) for word in words if word in options]


def _initial(question: SurveyQuestion) -> dict[str, Any]:
    return {
        "kind": question.kind,
        "text": question.text,
        "options": "\n".join(question.options),
        "good": [str(choice) for choice in question.good],
        "is_required": question.is_required,
    }


class AudienceForm(PortalForm, forms.Form):
    audiences = forms.MultipleChoiceField(
        label=_("Hvem som skal svare"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Velg minst én gruppe.")},
        help_text=_("En som er med i flere grupper, får én e-post."),
    )

    def __init__(self, *args: Any, audiences: Sequence[Audience], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["audiences"].choices = [(row.key, _named(row)) for row in audiences]  # type: ignore[attr-defined]


def _named(audience: Audience) -> str:
    count = audience.reachable
    words = ngettext("%(name)s (%(count)s person)", "%(name)s (%(count)s personer)", count)
    in_committees = gettext("%(name)s i utvalgene") % {"name": audience.label}
    name = in_committees if audience.key.startswith("seat-") else audience.label
    return words % {"name": name, "count": count}


# --- Answering ------------------------------------------------------------------------------------------------------

_OPENED = signing.TimestampSigner(salt="reports.survey.opened")


def opened_stamp(invitation: SurveyInvitation) -> str:
    """When a form was opened, signed for one invitation: it says who may send it in after the survey's end."""
    return _OPENED.sign(str(invitation.pk))


def opened_at(stamp: str, invitation: SurveyInvitation) -> dt.datetime | None:
    """None for a stamp that is missing, forged, or another's."""
    try:
        value = _OPENED.unsign(stamp)
    except signing.BadSignature:
        return None
    if value != str(invitation.pk):
        return None
    seconds = signing.b62_decode(stamp.split(":")[1])
    return dt.datetime.fromtimestamp(seconds, tz=timezone.get_current_timezone())


class ResponseForm(forms.Form):
    """One field for each question, named `sp-<pk>`. `opened` is carried along when the page comes again."""

    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, questions: Sequence[SurveyQuestion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        for question in questions:
            self.fields[f"sp-{question.pk}"] = _field(question)

    def clean(self) -> dict[str, Any]:
        """The link works once: a press on an empty form must not use it up."""
        data = super().clean() or self.cleaned_data
        if not self.errors and all(data[f"sp-{row.pk}"] in (None, "") for row in self.questions):
            raise forms.ValidationError(gettext("Skjemaet er tomt. Svar på minst ett spørsmål før du sender."))
        return data

    def given(self) -> dict[int, Given]:
        return {question.pk: _given(question, self.cleaned_data[f"sp-{question.pk}"]) for question in self.questions}


def _field(question: SurveyQuestion) -> forms.Field:
    if question.kind == SurveyQuestionKind.TEXT:
        return forms.CharField(
            label=question.text,
            required=question.is_required,
            max_length=MAX_TEXT,
            widget=forms.Textarea({"rows": 4}),
            help_text=_("Skriv ikke navn eller annet som viser hvem du eller andre er."),
            error_messages={
                "required": _("Skriv et svar."),
                "max_length": _("Svaret er for langt. Kort det ned til 4000 tegn."),
            },
        )
    return forms.TypedChoiceField(
        label=question.text,
        required=question.is_required,
        coerce=int,
        empty_value=None,
        choices=list(zip(question.choices, question.columns, strict=True)),
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg et svar."), "invalid_choice": _("Velg ett av svarene.")},
    )


def _given(question: SurveyQuestion, value: Any) -> Given:
    if question.kind == SurveyQuestionKind.TEXT:
        return Given(text=value or "")
    return Given(choice=value)
