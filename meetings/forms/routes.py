"""The route of a case: one form per body, moved and removed by buttons that need no script."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meetings.models import Case
from meetings.services.routes import Leg
from municipalities.models import Committee, Partnership

MAX_LEGS = 30
_ACT = re.compile(r"(opp|ned|fjern)-(\d{1,2})")


class LegForm(forms.Form):
    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    committee = forms.ModelChoiceField(
        Committee.objects.none(),
        required=False,
        label=gettext_lazy("Utvalg"),
        empty_label=gettext_lazy("Et annet organ"),
    )
    body_name = forms.CharField(required=False, max_length=120, label=gettext_lazy("Annet organ"))
    planned_on = forms.DateField(required=False, label=gettext_lazy("Planlagt"))
    treated_on = forms.DateField(required=False, label=gettext_lazy("Behandlet"))
    outside_number = forms.CharField(required=False, max_length=30, label=gettext_lazy("Saksnummer hos organet"))
    result = forms.CharField(
        required=False, max_length=2000, label=gettext_lazy("Resultat"), widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, committees: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mark_optional = False
        self.fields["committee"].queryset = committees  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.is_blank or self.errors:
            return cleaned
        if cleaned.get("committee") and cleaned.get("body_name"):
            self.add_error("body_name", _("Velg enten et utvalg eller et annet organ, ikke begge."))
        elif not cleaned.get("committee") and not cleaned.get("body_name"):
            self.add_error("committee", _("Velg et utvalg eller skriv navnet på et annet organ."))
        treated = cleaned.get("treated_on")
        if treated and treated > timezone.localdate():
            self.add_error("treated_on", _("Datoen har ikke vært ennå. Bruk «Planlagt»."))
        return cleaned

    @property
    def is_blank(self) -> bool:
        """Nothing is filled in: a row that was added and not used is left out."""
        return not any(value for name, value in self.cleaned_data.items() if name != "pk")

    @property
    def has_outside(self) -> bool:
        """Something is filled in of what happened outside the portal."""
        return any(self[name].value() or self[name].errors for name in ("treated_on", "outside_number", "result"))

    def leg(self) -> Leg:
        return Leg(**self.cleaned_data)


class RouteForms:
    """The forms of all legs. `rows` are raw values by field name, as they were typed or as they are stored."""

    def __init__(self, partnership: Partnership, rows: list[dict[str, Any]], *, bound: bool) -> None:
        committees = Committee.objects.filter(partnership=partnership).order_by("level", "name")
        self.forms = [
            LegForm(
                {f"ledd-{index}-{name}": value for name, value in row.items()} if bound else None,
                prefix=f"ledd-{index}",
                initial=None if bound else row,
                committees=committees,
            )
            for index, row in enumerate(rows)
        ]

    def is_valid(self) -> bool:
        """Checks every form, so that all errors show at once."""
        return not sum(not form.is_valid() for form in self.forms)

    def legs(self) -> list[Leg]:
        return [form.leg() for form in self.forms if not form.is_blank]


def stored_rows(case: Case) -> list[dict[str, Any]]:
    names = ("pk", "committee", "body_name", "planned_on", "treated_on", "outside_number", "result")
    return list(case.route.order_by("position").values(*names))


def typed_rows(data: Mapping[str, str]) -> list[dict[str, Any]]:
    """The rows of a sent page, as typed."""
    rows = []
    for index in range(MAX_LEGS):
        names = [name for name in LegForm.base_fields if f"ledd-{index}-{name}" in data]
        if not names:
            break
        rows.append({name: data[f"ledd-{index}-{name}"] for name in names})
    return rows


def rearranged(rows: list[dict[str, Any]], act: str) -> tuple[list[dict[str, Any]], str, int]:
    """The rows after a press on a button, what happened in words, and which row to go on with."""
    rows = list(rows)
    if act == "nytt":
        if len(rows) >= MAX_LEGS:
            return rows, _("En saksgang kan ha høyst %(count)s ledd.") % {"count": MAX_LEGS}, len(rows) - 1
        rows.append({})
        return rows, _("Et nytt ledd er lagt til."), len(rows) - 1
    match = _ACT.fullmatch(act)
    if match is None or int(match[2]) >= len(rows):
        return rows, "", 0
    index = int(match[2])
    if match[1] == "fjern":
        del rows[index]
        return rows, _("Ledd %(number)s er tatt bort.") % {"number": index + 1}, max(index - 1, 0)
    place = min(max(index + (-1 if match[1] == "opp" else 1), 0), len(rows) - 1)
    rows.insert(place, rows.pop(index))
    words = {"number": index + 1, "place": place + 1, "total": len(rows)}
    return rows, _("Ledd %(number)s er flyttet til plass %(place)s av %(total)s.") % words, place
