"""Forms for input on a case and for meetings of a group beforehand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import LayoutObject
from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.forms.cases import refuse_national_id
from meetings.models import Meeting, PreMeeting
from municipalities.forms.base import PortalForm, RowForm
from municipalities.models import MunicipalGroup, Municipality


class InputForm(PortalForm, forms.Form):
    """`own` are the municipalities the writer speaks for; one needs no choice."""

    municipality = forms.TypedChoiceField(label=_("På vegne av"), coerce=int)
    text = forms.CharField(
        label=_("Innspill"),
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 7}),
        error_messages={"required": _("Skriv innspillet.")},
        help_text=_("Medlemmene i samarbeidet kan lese det. Skriv ingenting om enkeltpasienter."),
    )

    def __init__(self, *args: Any, own: Sequence[Municipality], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = {row.pk: row for row in own}
        self.fields["municipality"].choices = [(row.pk, row.name) for row in own]  # type: ignore[attr-defined]
        if len(own) == 1:
            del self.fields["municipality"]

    def clean_text(self) -> str:
        return refuse_national_id(self.cleaned_data["text"])

    def chosen(self) -> Municipality:
        only = next(iter(self.own))
        return self.own[self.cleaned_data.get("municipality", only)]


class PreMeetingForm(RowForm):
    class Meta:
        model = PreMeeting
        fields = ("group", "held_on", "note")
        labels = {"held_on": _("Når formøtet ble holdt")}
        error_messages = {
            "group": {"required": _("Velg hvilken gruppe som møttes.")},
            "held_on": {"required": _("Velg dagen formøtet ble holdt.")},
        }
        help_texts = {"note": _("Medlemmene i samarbeidet kan lese den.")}

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = MunicipalGroup.objects.current(meeting.day).filter(partnership=meeting.committee.partnership_id)
        self.offer("group", groups)

    def clean_note(self) -> str:
        return refuse_national_id(self.cleaned_data["note"])

    def layout(self) -> list[LayoutObject | str]:
        return ["group", "held_on", "note"]
