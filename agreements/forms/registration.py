"""Taking in an agreement that is in force already: from when, and when each party adopted it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import Fieldset, LayoutObject, Row
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.models import AgreementParty
from municipalities.forms.base import PortalForm


class InForceForm(PortalForm, forms.Form):
    mark_optional = False
    in_force_on = forms.DateField(
        label=_("I kraft fra"),
        widget=forms.DateInput(),
        error_messages={"required": _("Skriv datoen avtalen gjelder fra.")},
    )
    name = forms.CharField(
        required=False,
        max_length=80,
        label=_("Hva registreringen heter"),
        help_text=_("For eksempel «Avtalen av 2017». Blir «Registrert i etterkant» når feltet er tomt."),
    )

    def __init__(self, *args: Any, parties: Sequence[AgreementParty], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parties = parties
        for party in parties:
            self.fields[f"day_{party.pk}"] = forms.DateField(
                required=False, label=_("Vedtatt dato"), widget=forms.DateInput()
            )
            self.fields[f"case_{party.pk}"] = forms.CharField(required=False, max_length=30, label=_("Saksnummer"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for party in self.parties:
            day = cleaned.get(f"day_{party.pk}")
            if day and day > timezone.localdate():
                self.add_error(f"day_{party.pk}", _("Datoen er fram i tid."))
            if cleaned.get(f"case_{party.pk}") and not day and f"day_{party.pk}" not in self.errors:
                self.add_error(f"day_{party.pk}", _("Skriv datoen for vedtaket."))
        return cleaned

    def decided(self) -> dict[AgreementParty, tuple[dt.date, str]]:
        given = self.cleaned_data
        return {
            party: (given[f"day_{party.pk}"], given[f"case_{party.pk}"])
            for party in self.parties
            if given[f"day_{party.pk}"]
        }

    def layout(self) -> list[LayoutObject | str]:
        pairs = [Fieldset(party.name, Row(f"day_{party.pk}", f"case_{party.pk}")) for party in self.parties]
        return [Row("in_force_on", "name"), *pairs]
