"""Forms of the minutes. Each row of the minutes has one; its fields are saved one by one, or all with the panel.

A form's prefix is `<kind>-<pk>`, so the panel's names are `attendance-12-status`.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.enums import AttendanceStatus, Outcome, RevisionEffect, StatementKind
from meetings.models import Attendance, Minutes, MinutesItem
from meetings.selectors.minutes import Choices, outcome_choices
from meetings.services.minutes_fields import Row
from municipalities.enums import Mandate, Party

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

GROUNDS = [
    "fvl. § 6 første ledd a",
    "fvl. § 6 første ledd b",
    "fvl. § 6 første ledd c",
    "fvl. § 6 første ledd e",
    "fvl. § 6 annet ledd",
    "fvl. § 6 tredje ledd",
    "koml. § 11-10",
]
"""What is used most; the law may change, so the field takes any words (fvl § 6, kommuneloven § 11-10)."""


def growing() -> forms.Textarea:
    """A text area without rows, which grows with its text."""
    widget = forms.Textarea()
    widget.attrs.clear()
    return widget


def when_empty(words: StrOrPromise) -> dict[str, StrOrPromise]:
    """What a field says that must be filled in."""
    return {"required": words}


class PersonField(forms.TypedChoiceField):
    """Choice of a person by id; cleaned to an int, or None."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=int, empty_value=None, **kwargs)


class RowForm(forms.Form):
    """A form over one saved row, or over a row to be made when `row` is None."""

    kind = ""
    mark_optional = False
    is_familiar = False
    """Was filled in through the same form a moment ago, so the help has been read."""

    def __init__(self, *args: Any, row: Row | None = None, **kwargs: Any) -> None:
        self.row = row
        if row is not None:
            kwargs.setdefault("prefix", f"{self.kind}-{row.pk}")
            kwargs["initial"] = self.values_of(row)
        super().__init__(*args, **kwargs)
        if row is not None and self.is_familiar:
            for field in self.fields.values():
                field.help_text = ""

    def values_of(self, row: Row) -> dict[str, Any]:
        """What stands in the row now, by field, as the widgets show it."""
        values = {}
        for name in self.base_fields:
            values[name] = getattr(row, row._meta.get_field(name).attname)  # type: ignore[union-attr]
        return values

    def set_choices(self, name: str, choices: Choices) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


def shown(form: RowForm, name: str) -> str:
    """A field's value as its control has it: what the browser would send if nobody changed it."""
    value = form[name].value()
    if value is True:
        return "on"
    if value in (None, False):
        return ""
    written = form.fields[name].widget.format_value(form.fields[name].prepare_value(value))
    return str(written[0] if isinstance(written, list) else written)


class MinutesForm(RowForm):
    kind = "minutes"
    started_at = forms.TimeField(label=_("Møtet satt"), required=False, widget=forms.TimeInput)
    ended_at = forms.TimeField(label=_("Møtet hevet"), required=False, widget=forms.TimeInput)
    next_meeting_note = forms.CharField(label=_("Neste møte"), required=False, max_length=200)

    def values_of(self, row: Row) -> dict[str, Any]:
        values = super().values_of(row)
        for name in ("started_at", "ended_at"):
            values[name] = timezone.localtime(values[name]).time() if values[name] else None
        return values

    def clean_started_at(self) -> dt.datetime | None:
        return self._on_the_day("started_at")

    def clean_ended_at(self) -> dt.datetime | None:
        return self._on_the_day("ended_at")

    def _on_the_day(self, name: str) -> dt.datetime | None:
        value: dt.time | None = self.cleaned_data[name]
        assert isinstance(self.row, Minutes)
        return timezone.make_aware(dt.datetime.combine(self.row.meeting.day, value)) if value else None


class AttendanceForm(RowForm):
    kind = "attendance"
    status = forms.ChoiceField(label=_("Oppmøte"), choices=AttendanceStatus.choices[1:], widget=forms.RadioSelect)
    deputy = PersonField(label=_("Vara som møtte"), required=False)
    mandate = forms.ChoiceField(label=_("Fullmakt"), choices=Mandate.choices)
    note = forms.CharField(
        label=_("Merknad"),
        required=False,
        max_length=160,
        help_text=_("For eksempel «kom kl. 12.52». Merknaden står også i den offentlige protokollen."),
    )

    def __init__(self, *args: Any, row: Attendance, deputies: Choices, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        self.set_choices("deputy", deputies)
        if row.status == AttendanceStatus.UNKNOWN:
            self.initial["status"] = None  # no radio is chosen yet


class GuestForm(RowForm):
    """A guest's row, or a new guest."""

    kind = "attendance"
    name = forms.CharField(label=_("Navn"), max_length=120, error_messages=when_empty(_("Skriv navnet.")))
    title = forms.CharField(label=_("Stilling eller sted"), max_length=160, required=False)
    party = forms.ChoiceField(label=_("Hører til"), choices=Party.choices, initial=Party.SECRETARIAT)
    status = forms.ChoiceField(
        label=_("Oppmøte"), choices=AttendanceStatus.choices[1:3], initial=AttendanceStatus.PRESENT
    )
    note = forms.CharField(
        label=_("Merknad"),
        required=False,
        max_length=160,
        help_text=_("Merknaden står også i den offentlige protokollen."),
    )


class ItemForm(RowForm):
    kind = "item"
    outcome = forms.ChoiceField(label=_("Hvordan ble det avgjort?"), widget=forms.RadioSelect)
    votes_for = forms.IntegerField(label=_("For"), required=False, min_value=0, max_value=999)
    votes_against = forms.IntegerField(label=_("Mot"), required=False, min_value=0, max_value=999)
    votes_blank = forms.IntegerField(label=_("Blanke"), required=False, min_value=0, max_value=999)
    revision_effect = forms.ChoiceField(
        label=_("Hva betyr vedtaket for revisjonen?"), choices=RevisionEffect.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, row: MinutesItem, rule: str, effect: RevisionEffect | None, **kwargs: Any) -> None:
        """`effect` is what holds now, chosen or not; None for an item that moves no revision."""
        super().__init__(*args, row=row, **kwargs)
        if effect is None:
            del self.fields["revision_effect"]
        else:
            self.initial["revision_effect"] = effect.value
        self.set_choices("outcome", [*outcome_choices(row, rule)])
        if row.outcome == Outcome.NONE:
            self.initial["outcome"] = None


class StatementForm(RowForm):
    kind = "statement"
    is_familiar = True
    attendance = PersonField(label=_("Fra"), error_messages=when_empty(_("Velg hvem det kommer fra.")))
    point = forms.CharField(label=_("Gjelder"), required=False, max_length=60, help_text=_("For eksempel «punkt 1»."))
    text = forms.CharField(
        label=_("Tekst"), widget=growing(), max_length=5000, error_messages=when_empty(_("Skriv teksten."))
    )

    def __init__(self, *args: Any, speakers: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_choices("attendance", speakers)


class NewStatementForm(StatementForm):
    kind_of = forms.ChoiceField(label=_("Slag"), choices=StatementKind.choices, initial=StatementKind.DISSENT)
    field_order = ["kind_of", "attendance", "point", "text"]


class RecusalForm(RowForm):
    kind = "recusal"
    is_familiar = True
    attendance = PersonField(label=_("Hvem"), error_messages=when_empty(_("Velg hvem det gjelder.")))
    ground = forms.CharField(
        label=_("Grunnlag"),
        max_length=120,
        error_messages=when_empty(_("Skriv grunnlaget.")),
        help_text=_("Paragraf, ledd og bokstav, for eksempel «fvl. § 6 første ledd a»."),
        widget=forms.TextInput(attrs={"list": "habilitetsgrunner"}),
    )
    is_disqualified = forms.BooleanField(label=_("Utvalget fant personen inhabil"), required=False, initial=True)
    deputy = PersonField(label=_("Vara som møtte i saken"), required=False)

    def __init__(self, *args: Any, speakers: Choices, deputies: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_choices("attendance", speakers)
        self.set_choices("deputy", deputies)


class ActionForm(RowForm):
    kind = "action"
    is_familiar = True
    text = forms.CharField(
        label=_("Oppgave"), max_length=300, error_messages=when_empty(_("Skriv hva som skal gjøres."))
    )
    owner = PersonField(label=_("Ansvarlig"), required=False)
    owner_name = forms.CharField(
        label=_("Annen ansvarlig"),
        max_length=120,
        required=False,
        help_text=_("Når den ansvarlige ikke er på listen, for eksempel «alle kommunene»."),
    )
    due_on = forms.DateField(label=_("Frist"), required=False, widget=forms.DateInput)

    def __init__(self, *args: Any, owners: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_choices("owner", owners)


class ApproveForm(forms.Form):
    """A coordinator records the approval that the chair gave."""

    approved_by = PersonField(label=_("Godkjent av"), error_messages=when_empty(_("Velg hvem som godkjente.")))
    approved_on = forms.DateField(label=_("Dato"), widget=forms.DateInput, initial=timezone.localdate)

    def __init__(self, *args: Any, people: Choices, meeting_day: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meeting_day = meeting_day
        field = self.fields["approved_by"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = people

    def clean_approved_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["approved_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Datoen kan ikke være fram i tid."))
        return day


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Hvorfor"), max_length=300, error_messages=when_empty(_("Skriv hvorfor.")))
