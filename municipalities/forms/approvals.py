"""The form of a municipality's decision on being represented."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import LayoutObject, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from municipalities.forms.base import RowForm
from municipalities.models import RepresentationApproval


class ApprovalForm(RowForm):
    approves = forms.TypedChoiceField(
        label=_("Hva kommunen har bestemt"),
        choices=[("ja", _("Godtar at de som er oppnevnt, representerer kommunen")), ("nei", _("Godtar det ikke"))],
        coerce=lambda value: value == "ja",
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg hva kommunen har bestemt.")},
    )

    class Meta:
        model = RepresentationApproval
        fields = ("approves", "decided_on", "body", "council_case", "note")
        labels = {"decided_on": _("Når vedtaket ble gjort")}
        error_messages = {
            "decided_on": {"required": _("Velg dagen vedtaket ble gjort.")},
            "body": {"required": _("Skriv hvem som gjorde vedtaket.")},
        }
        help_texts = {"note": _("Vises for alle.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["approves"] = "ja" if self.instance.approves else "nei"
        else:
            self.initial["approves"] = ""

    def layout(self) -> list[LayoutObject | str]:
        return ["approves", "decided_on", Row("body", "council_case"), "note"]
