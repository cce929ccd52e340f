"""Forms of follow-up."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ActionDoneForm(forms.Form):
    done_on = forms.DateField(label=_("Ferdig"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    done_note = forms.CharField(label=_("Hva ble gjort?"), max_length=300, required=False)

    def clean_done_on(self) -> dt.date:
        day = self.cleaned_data["done_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Datoen er fram i tid. Skriv dagen det ble ferdig."))
        return day
