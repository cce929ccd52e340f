"""Forms of the revision plan: a new revision, what is known about one, its working group, and what changes mean."""

from __future__ import annotations

import datetime as dt
from typing import Any

from crispy_forms.layout import Fieldset, LayoutObject, Row
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.enums import ChangeKind, StepKind
from agreements.models import Agreement, GroupMember, Revision
from agreements.rules.steps import ORDER
from municipalities.forms.base import PortalForm, RowForm
from municipalities.models import Partnership, Person
from municipalities.querysets import by_norwegian_name

#: Steps that get a day when a revision is planned.
PLANNABLE = tuple(kind for kind in ORDER if kind != StepKind.PLANNED)


class AgreementChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Agreement) -> str:
        return obj.label


class PlanForm(PortalForm, forms.Form):
    """A new revision with the days its steps are planned for."""

    agreement = AgreementChoice(
        Agreement.objects.none(),
        label=_("Hvilken avtale skal revideres?"),
        empty_label=_("Velg"),
        error_messages={"required": _("Velg avtalen.")},
    )
    name = forms.CharField(
        label=_("Navn på revisjonen"),
        max_length=80,
        help_text=_("For eksempel «Revisjon våren 2027»."),
        error_messages={"required": _("Skriv hva revisjonen heter.")},
    )
    planned_on = forms.DateField(label=_("Når ble revisjonen bestemt?"), widget=forms.DateInput())
    lead = forms.ModelChoiceField(
        Person.objects.none(), required=False, label=_("Ansvarlig"), empty_label=_("Ingen valgt")
    )
    reason = forms.CharField(
        required=False, label=_("Hvorfor avtalen revideres"), widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agreements = Agreement.objects.filter(partnership=partnership, terminated_on__isnull=True)
        self.fields["agreement"].queryset = agreements  # type: ignore[attr-defined]
        people = Person.objects.filter(partnership=partnership).order_by(by_norwegian_name("name"))
        self.fields["lead"].queryset = people  # type: ignore[attr-defined]
        self.initial.setdefault("planned_on", timezone.localdate())
        for kind in PLANNABLE:
            self.fields[f"day_{kind}"] = forms.DateField(required=False, label=kind.label, widget=forms.DateInput())

    def planned(self) -> dict[StepKind, dt.date | None]:
        return {kind: self.cleaned_data.get(f"day_{kind}") for kind in PLANNABLE}

    def layout(self) -> list[LayoutObject | str]:
        days = [f"day_{kind}" for kind in PLANNABLE]
        pairs = [Row(*days[index : index + 2]) for index in range(0, len(days), 2)]
        return [
            "agreement",
            "name",
            Row("planned_on", "lead"),
            "reason",
            Fieldset(_("Når trinnene er planlagt"), *pairs),
        ]


class RevisionForm(RowForm):
    rows = {"reason": 3, "reason_nn": 3, "summary": 4, "summary_nn": 4, "recommendation": 5, "recommendation_nn": 5}

    class Meta:
        model = Revision
        fields = (
            "name",
            "lead",
            "reason",
            "reason_nn",
            "summary",
            "summary_nn",
            "council_deadline",
            "recommendation",
            "recommendation_nn",
            "entry_rule",
            "entry_quorum",
            "needs_trust",
            "entry_date",
        )

    def __init__(self, *args: Any, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("lead", Person.objects.filter(partnership=partnership))
        rule = self.fields["entry_rule"]
        choices = [("", _("Som avtalen sier")), *[choice for choice in rule.choices if choice[0]]]  # type: ignore[attr-defined]
        rule.choices = choices  # type: ignore[attr-defined]

    def layout(self) -> list[LayoutObject | str]:
        return [
            Fieldset(_("Revisjonen"), "name", "lead", "reason", "reason_nn"),
            Fieldset(
                _("Til kommunestyrene"),
                "council_deadline",
                "summary",
                "summary_nn",
                "recommendation",
                "recommendation_nn",
            ),
            Fieldset(_("Når teksten trer i kraft"), "entry_rule", "entry_quorum", "needs_trust", "entry_date"),
        ]


class GroupForm(RowForm):
    rows = {"mandate": 5, "user_participation": 3}

    class Meta:
        model = Revision
        fields = ("mandate", "user_participation")


class MemberForm(RowForm):
    class Meta:
        model = GroupMember
        fields = ("party", "person", "name", "organisation", "is_leader")

    def __init__(self, *args: Any, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("person", Person.objects.filter(partnership=partnership))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if bool(cleaned.get("person")) == bool(cleaned.get("name")):
            chosen_both = bool(cleaned.get("person"))
            text = _("Velg enten en person eller skriv et navn, ikke begge.")
            self.add_error("name", text if chosen_both else _("Velg en person eller skriv et navn."))
        return cleaned

    def layout(self) -> list[LayoutObject | str]:
        return ["party", Row("person", "name"), "organisation", "is_leader"]


class ChangeNoteForm(PortalForm, forms.Form):
    """What one changed section means; the form's prefix is the section's anchor."""

    sums_up_errors = False
    mark_optional = False
    kind = forms.ChoiceField(
        required=False, label=_("Slag endring"), choices=[("", _("Ikke vurdert")), *ChangeKind.choices]
    )
    text = forms.CharField(required=False, max_length=300, label=_("Hva den betyr"))
    text_nn = forms.CharField(required=False, max_length=300, label=_("Hva den betyr, nynorsk"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("kind") and (cleaned.get("text") or cleaned.get("text_nn")):
            self.add_error("kind", _("Velg hva slags endring det er."))
        return cleaned

    def layout(self) -> list[LayoutObject | str]:
        return ["kind", Row("text", "text_nn")]
