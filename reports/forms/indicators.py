"""What is chosen on the indicator pages, from their address."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from municipalities.enums import EQUAL_PARTIES
from municipalities.models import Committee, MunicipalGroup, Municipality, Partnership
from municipalities.querysets import by_norwegian_name
from reports.period import Period, recent
from reports.scope import Scope

_QUARTERS, _HALF_YEARS, _YEARS = 8, 4, 3
ROLLING = "siste-12"


def period_choices(today: dt.date) -> dict[str, Period]:
    """Slug → period: the last twelve months first, then quarters, half-years and years, the newest first."""
    quarter = Period.quarter(today.year, (today.month - 1) // 3 + 1)
    half = Period.half_year(today.year, 1 if today.month < 7 else 2)
    rows = [
        *reversed(recent(quarter, _QUARTERS)),
        *reversed(recent(half, _HALF_YEARS)),
        *reversed(recent(Period.year(today.year), _YEARS)),
    ]
    return {ROLLING: Period.rolling_year(today)} | {row.slug: row for row in rows}


def _asked(slug: str, today: dt.date) -> dict[str, Period]:
    """The period an address names, such as a report's, when it has begun."""
    try:
        period = Period.parse(slug)
    except ValueError:
        return {}
    return {slug: period} if period.first <= today else {}


class IndicatorForm(forms.Form):
    """A committee goes before a municipality, and that before a region: the figures are of one of them.

    `periode` is one of the choices or any period as `Period.parse` reads it; it may not lie in the future.
    """

    mark_optional = False

    periode = forms.ChoiceField(label=_("Periode"), required=False)
    fra = forms.DateField(label=_("Fra og med"), required=False, widget=forms.DateInput({"type": "date"}))
    til = forms.DateField(label=_("Til og med"), required=False, widget=forms.DateInput({"type": "date"}))
    gruppe = forms.ModelChoiceField(
        MunicipalGroup.objects.none(), label=_("Region"), required=False, empty_label=_("Alle"), to_field_name="slug"
    )
    kommune = forms.ModelChoiceField(
        Municipality.objects.none(), label=_("Kommune"), required=False, empty_label=_("Alle"), to_field_name="number"
    )
    utvalg = forms.ModelChoiceField(
        Committee.objects.none(), label=_("Utvalg"), required=False, empty_label=_("Alle"), to_field_name="slug"
    )
    part = forms.ChoiceField(
        label=_("Part"), required=False, choices=[("", _("Begge")), *((p.value, p.label) for p in EQUAL_PARTIES)]
    )

    def __init__(self, *args: Any, partnership: Partnership, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.partnership, self.today = partnership, today
        self.dates: Period | None = None
        self.periods = period_choices(today) | _asked(self.data.get("periode") or "", today)
        fields: Any = self.fields
        labels = {slug: period.label for slug, period in self.periods.items()} | {ROLLING: str(_("Siste 12 måneder"))}
        fields["periode"].choices = list(labels.items())
        fields["gruppe"].queryset = MunicipalGroup.objects.filter(partnership=partnership).order_by("kind", "name")
        members = Municipality.objects.filter(partnership_memberships__partnership=partnership).distinct()
        fields["kommune"].queryset = members.order_by(by_norwegian_name("name"))
        fields["utvalg"].queryset = Committee.objects.filter(partnership=partnership).order_by("level", "name")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = data.get("fra"), data.get("til")
        if (first is None) != (last is None) and not (self.errors.keys() & {"fra", "til"}):
            self.add_error("til" if first else "fra", _("Skriv både første og siste dag."))
        if first and first > self.today:
            self.add_error("fra", _("Perioden har ikke begynt ennå."))
        elif first and last:
            try:
                self.dates = Period.asked(first, last)
            except ValueError as wrong:
                self.add_error("til", str(wrong))
        return data

    @property
    def period(self) -> Period:
        """The one chosen; the last twelve months when nothing valid is."""
        self.is_valid()
        data = self.cleaned_data
        if self.dates and not self.errors:
            return self.dates
        return self.periods.get(data.get("periode") or ROLLING, self.periods[ROLLING])

    @property
    def scope(self) -> Scope:
        self.is_valid()
        data = self.cleaned_data
        pk = self.partnership.pk
        if committee := data.get("utvalg"):
            return Scope(pk, committee=committee.pk)
        if municipality := data.get("kommune"):
            return Scope(pk, municipality=municipality.pk)
        group = data.get("gruppe")
        return Scope(pk, group=group.pk) if group else Scope(pk)

    @property
    def subject(self) -> str:
        """Whom the figures are about, in words."""
        self.is_valid()
        data = self.cleaned_data
        chosen = data.get("utvalg") or data.get("kommune") or data.get("gruppe")
        return str(chosen) if chosen else self.partnership.short_name

    @property
    def party(self) -> str:
        self.is_valid()
        return str(self.cleaned_data.get("part") or "")

    @property
    def query(self) -> str:
        """The address's query for what is chosen; empty when nothing is."""
        return urlencode({name: value for name in self.fields if (value := self.data.get(name))})
