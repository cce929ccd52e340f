"""Forms of the agenda builder."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meetings.enums import ItemType, ProposedBy
from meetings.fingerprint import item_hash
from meetings.forms.cases import refuse_national_id
from meetings.forms.exempt import ExemptForm
from meetings.models import AgendaItem
from meetings.services.agenda import ITEM_COLUMNS
from municipalities.models import Person

MINUTES = forms.NumberInput(attrs={"min": 0, "max": 480, "step": 5, "inputmode": "numeric"})
NOT_MINUTES = dict.fromkeys(
    ("required", "invalid", "min_value", "max_value"), gettext_lazy("Skriv et helt tall fra 0 til 480.")
)


class ItemForm(ExemptForm):
    """What the agenda says about one item. `base` is the item as it was when the form was opened."""

    minutes_planned = forms.IntegerField(
        label=gettext_lazy("Minutter"), min_value=0, max_value=480, widget=MINUTES, error_messages=NOT_MINUTES
    )
    base = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = AgendaItem
        fields = list(ITEM_COLUMNS)
        error_messages = {"title": {"required": gettext_lazy("Skriv hva saken heter.")}}

    def __init__(self, *args: Any, instance: AgendaItem, **kwargs: Any) -> None:
        self.saved_hash = item_hash(instance)
        super().__init__(*args, instance=instance, initial={"base": self.saved_hash}, **kwargs)
        self.fields["public_title"].help_text = _(
            "Tittelen vises for alle. Skriv den slik at den ikke røper det som er unntatt."
        )
        if instance.case and instance.case.is_exempt:
            for name in ("is_exempt", "legal_basis", "access_review"):
                del self.fields[name]

    def clean_title(self) -> str:
        return refuse_national_id(self.cleaned_data["title"])

    def clean_public_title(self) -> str:
        return refuse_national_id(self.cleaned_data["public_title"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if (self.data.get(self.add_prefix("base")) or self.saved_hash) != self.saved_hash:
            self.data = {**self.data.dict(), self.add_prefix("base"): self.saved_hash}  # type: ignore[attr-defined]
            self.add_error(
                None,
                _(
                    "Noen andre endret saken mens du skrev. Nå står det «%(title)s», %(minutes)s min, innleder: "
                    "%(presenter)s. Det du skrev, står i feltene. Lagre igjen hvis det er det som skal gjelde."
                )
                % {
                    "title": self.instance.title,
                    "minutes": self.instance.minutes_planned,
                    "presenter": self.instance.presenter or _("ingen"),
                },
            )
        return cleaned

    def columns(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ITEM_COLUMNS if name in self.cleaned_data}


class NewItemForm(forms.Form):
    """A new case on the agenda, or an item that needs none (a report from the secretariat, say)."""

    title = forms.CharField(
        label=gettext_lazy("Tittel"),
        max_length=200,
        error_messages={"required": gettext_lazy("Skriv hva saken heter.")},
    )
    type = forms.ChoiceField(
        label=gettext_lazy("Type"),
        choices=[choice for choice in ItemType.choices if choice[0] != ItemType.AOB],
        initial=ItemType.DECISION,
    )
    proposed_by = forms.ChoiceField(label=gettext_lazy("Foreslått av"), choices=ProposedBy.choices)
    presenter = forms.CharField(label=gettext_lazy("Innleder"), max_length=120, required=False)
    minutes_planned = forms.IntegerField(
        label=gettext_lazy("Minutter"),
        min_value=0,
        max_value=480,
        initial=15,
        widget=MINUTES,
        error_messages=NOT_MINUTES,
    )
    is_strategic = forms.BooleanField(
        label=gettext_lazy("Strategisk sak"),
        required=False,
        help_text=gettext_lazy("Gjelder retning og prioritering, ikke drift."),
    )
    as_case = forms.BooleanField(
        label=gettext_lazy("Opprett som sak"),
        required=False,
        initial=True,
        help_text=gettext_lazy("En sak kan ha saksframlegg og vedlegg, og kan behandles i flere utvalg."),
    )

    def clean_title(self) -> str:
        return refuse_national_id(self.cleaned_data["title"])

    def columns(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "as_case"}


class ApprovalForm(forms.Form):
    """A coordinator writes down that the chair has approved, and when."""

    fingerprint = forms.CharField(widget=forms.HiddenInput)
    approved_by = forms.ChoiceField(label=gettext_lazy("Hvem godkjente"))
    approved_on = forms.DateField(label=gettext_lazy("Når"))

    def __init__(self, data: Mapping[str, Any] | None = None, *, chairs: Sequence[Person], fingerprint: str) -> None:
        super().__init__(data, initial={"fingerprint": fingerprint, "approved_on": timezone.localdate()})
        self.chairs = {str(person.pk): person for person in chairs}
        choices = [(key, person.name) for key, person in self.chairs.items()]
        self.fields["approved_by"].choices = choices  # type: ignore[attr-defined]

    def clean_approved_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["approved_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Datoen er ikke kommet ennå."))
        return day

    def approver(self) -> Person:
        return self.chairs[self.cleaned_data["approved_by"]]

    def approved_at(self) -> dt.datetime:
        """Now for today; noon of an earlier day, since only the date is known."""
        day = self.cleaned_data["approved_on"]
        if day == timezone.localdate():
            return timezone.now()
        return timezone.make_aware(dt.datetime.combine(day, dt.time(12)))
