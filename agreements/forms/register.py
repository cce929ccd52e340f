"""The form of an agreement."""

from __future__ import annotations

import datetime as dt
from typing import Any

from crispy_forms.layout import Fieldset, LayoutObject
from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement, ContentPoint
from agreements.rules.order import agreement_key
from municipalities.forms.base import RowForm
from municipalities.models import Partnership


class AgreementForm(RowForm):
    """Give `instance` for one that is there: then it may be ended too."""

    rows = {"subject": 4, "subject_nn": 4}

    class Meta:
        model = Agreement
        fields = (
            "kind",
            "number",
            "title",
            "short_title",
            "parent",
            "subject",
            "subject_nn",
            "points",
            "terminated_on",
        )
        widgets = {"points": forms.CheckboxSelectMultiple()}
        labels = {"points": _("Punkter avtalen dekker"), "terminated_on": _("Siste dag avtalen gjaldt")}
        help_texts = {
            "points": _("Helse- og omsorgstjenesteloven § 6-2 første ledd."),
            "subject": _("To–tre setninger for den som ikke kjenner avtalen."),
            "terminated_on": _("Bare når avtalen er slutt. Den blir stående i registeret med historien sin."),
        }

    def __init__(self, *args: Any, partnership: Partnership, day: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            del self.fields["terminated_on"]
        self._offer_parents(partnership)
        self.fields["points"].empty_label = None  # type: ignore[attr-defined]
        points = ContentPoint.objects.current(day)
        if self.instance.pk is not None:
            points = (points | ContentPoint.objects.filter(agreements=self.instance)).distinct()
        self.fields["points"].queryset = points.order_by("number", "valid_from")  # type: ignore[attr-defined]

    def _offer_parents(self, partnership: Partnership) -> None:
        agreements = Agreement.objects.filter(partnership=partnership).exclude(pk=self.instance.pk)
        field = self.fields["parent"]
        field.queryset = agreements  # type: ignore[attr-defined]
        ordered = [(one.pk, one.label) for one in sorted(agreements, key=agreement_key)]
        field.choices = [("", _("Ingen valgt")), *ordered]  # type: ignore[attr-defined]

    def layout(self) -> list[LayoutObject | str]:
        ended = [Fieldset(_("Opphør"), "terminated_on")] if "terminated_on" in self.fields else []
        return [
            Fieldset(_("Avtalen"), "kind", "number", "title", "short_title", "parent", "subject", "subject_nn"),
            Fieldset(_("Lovpålagt innhold"), "points"),
            *ended,
        ]
