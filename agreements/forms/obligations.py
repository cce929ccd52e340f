"""Forms of reviews and notices of termination."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import Fieldset, LayoutObject
from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.models import AgreementParty, Termination, YearlyReview
from municipalities.forms.base import PortalForm, RowForm


class ReviewForm(RowForm):
    rows = {"note": 5}

    class Meta:
        model = YearlyReview
        fields = ("held_on", "needs_revision", "reference", "note")
        widgets = {"held_on": forms.DateInput()}
        labels = {"held_on": _("Når gikk partene gjennom avtalen?")}
        help_texts = {
            "reference": _("For eksempel OSU-sak 12/26."),
            "note": _("Det viktigste, så det kan leses igjen om et år."),
        }


class TerminationForm(PortalForm, forms.Form):
    """Who gives notice and when it came. `effective_on` is the day the reader has been shown."""

    party = forms.ModelChoiceField(AgreementParty.objects.none(), label=_("Hvem sier opp?"), empty_label=_("Velg part"))
    notice_on = forms.DateField(
        label=_("Når kom oppsigelsen?"),
        widget=forms.DateInput(),
        help_text=_("Dagen de andre partene mottok den. Oppsigelsestiden regnes fra denne dagen."),
    )
    reason = forms.CharField(label=_("Begrunnelse"), required=False, widget=forms.Textarea({"rows": 4}))
    effective_on = forms.DateField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, parties: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["party"]
        field.queryset = parties  # type: ignore[attr-defined]
        field.label_from_instance = _name  # type: ignore[attr-defined]

    def layout(self) -> list[LayoutObject | str]:
        return ["party", "notice_on", "reason"]


def _name(party: AgreementParty) -> str:
    return party.name


class ToldForm(RowForm):
    """Who has been told of a notice, and whether the party took it back."""

    class Meta:
        model = Termination
        fields = ("trust_told_on", "directorate_told_on", "parties_told_on", "withdrawn_on")
        labels = {
            "trust_told_on": _("Det regionale helseforetaket"),
            "directorate_told_on": _("Helsedirektoratet"),
            "parties_told_on": _("De andre partene"),
            "withdrawn_on": _("Parten trakk oppsigelsen"),
        }
        help_texts = {
            "directorate_told_on": _("Det er det regionale helseforetaket som sier fra til direktoratet."),
            "withdrawn_on": _("Da gjelder avtalen som før for parten."),
        }
        widgets = {
            name: forms.DateInput()
            for name in ("trust_told_on", "directorate_told_on", "parties_told_on", "withdrawn_on")
        }

    def layout(self) -> list[LayoutObject | str]:
        told = ("trust_told_on", "directorate_told_on", "parties_told_on")
        return [
            Fieldset(_("Hvem er varslet, og når?"), *told, css_class="form-group"),
            Fieldset(_("Er oppsigelsen trukket?"), "withdrawn_on", css_class="form-group"),
        ]
