"""What is asked when a step of a revision is done, skipped or planned."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import Fieldset, LayoutObject, Row
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.enums import StepKind
from agreements.models import RevisionStep
from municipalities.forms.base import PortalForm
from municipalities.models import Committee, Partnership

#: Steps a committee takes, and those that have a case number.
TREATED = (StepKind.COMMITTEE_REVIEW, StepKind.RECOMMENDED)
NUMBERED = (*TREATED, StepKind.TRUST_BOARD)
REASON_LENGTH = 300


class CompleteForm(PortalForm, forms.Form):
    """When and by whom a step was done; and why the open ones before it are left out."""

    done_on = forms.DateField(
        label=gettext_lazy("Dato"),
        widget=forms.DateInput(),
        error_messages={"required": gettext_lazy("Skriv datoen.")},
    )
    committee = forms.ModelChoiceField(
        Committee.objects.none(), required=False, label=gettext_lazy("Utvalg"), empty_label=gettext_lazy("Velg")
    )
    reference = forms.CharField(
        required=False, max_length=60, label=gettext_lazy("Sak"), help_text=gettext_lazy("For eksempel OSU-sak 12/26.")
    )
    note = forms.CharField(
        required=False, label=gettext_lazy("Merknad"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(
        self,
        *args: Any,
        step: RevisionStep,
        before: list[RevisionStep],
        partnership: Partnership,
        missing: bool = False,
        **kwargs: Any,
    ) -> None:
        """`missing` when the text would be in force without some, which has to be confirmed."""
        super().__init__(*args, **kwargs)
        self.step, self.before = step, before
        self.initial.setdefault("done_on", timezone.localdate())
        if step.kind in TREATED:
            committees = Committee.objects.filter(partnership=partnership).order_by("level", "name")
            self.fields["committee"].queryset = committees  # type: ignore[attr-defined]
            self.fields["committee"].required = step.kind == StepKind.RECOMMENDED
            self.fields["committee"].error_messages["required"] = _("Velg utvalget som anbefalte teksten.")
        else:
            del self.fields["committee"]
        if step.kind not in NUMBERED:
            del self.fields["reference"]
        self._word()
        if missing:
            label = _("Sett teksten i kraft for dem som har vedtatt den")
            self.fields["confirmed"] = forms.BooleanField(required=False, label=label)
        for earlier in before:
            label = _("Hvorfor «%(step)s» hoppes over") % {"step": earlier.get_kind_display()}
            self.fields[f"reason_{earlier.kind}"] = forms.CharField(
                label=label, max_length=REASON_LENGTH, error_messages={"required": _("Skriv hvorfor.")}
            )

    def _word(self) -> None:
        fields = self.fields
        if self.step.kind == StepKind.IN_FORCE:
            fields["done_on"].label = _("I kraft fra")
            fields["note"].label = _("Begrunnelse for en annen dato enn regelen gir")
        if self.step.kind == StepKind.COUNCILS:
            fields["done_on"].label = _("Sendt dato")
        if self.step.kind == StepKind.TRUST_BOARD:
            fields["done_on"].label, fields["reference"].label = _("Vedtatt dato"), _("Saksnummer i styret")
            fields["reference"].help_text, fields["note"].label = "", _("Vedtaket")

    def reasons(self) -> dict[str, str]:
        return {earlier.kind: self.cleaned_data[f"reason_{earlier.kind}"] for earlier in self.before}

    def layout(self) -> list[LayoutObject | str]:
        names = [name for name in ("committee", "reference") if name in self.fields]
        skipped = [f"reason_{earlier.kind}" for earlier in self.before]
        earlier = [Fieldset(_("Trinn som ikke er gjort"), *skipped)] if skipped else []
        return [
            "done_on",
            *([Row(*names)] if names else []),
            "note",
            *(["confirmed"] if "confirmed" in self.fields else []),
            *earlier,
        ]


class SkipForm(PortalForm, forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Hvorfor trinnet hoppes over"),
        max_length=REASON_LENGTH,
        error_messages={"required": gettext_lazy("Skriv hvorfor trinnet hoppes over.")},
    )


class PlanStepForm(PortalForm, forms.Form):
    planned_on = forms.DateField(
        required=False,
        label=gettext_lazy("Planlagt dato"),
        widget=forms.DateInput(),
        help_text=gettext_lazy("La feltet stå tomt når trinnet ikke har en dato."),
    )
