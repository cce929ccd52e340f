"""Ordering reports, writing in them and correcting them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import Fieldset, LayoutObject
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from municipalities.forms.base import PortalForm
from reports.enums import ReportScope, ReportSection
from reports.period import Period
from reports.selectors.targets import Target
from samhandling.core.forms import RichTextField, RichTextWidget
from samhandling.core.text import clean_html, html_to_plain

OWN_DAYS = "egne"
ALL = "alle"
MAX_COMMENT = 1_500
"""Letters a reader sees: what there is room for in a report of four pages."""
TOO_LONG = gettext_lazy("Teksten er for lang. Det er plass til 1500 tegn i en rapport på fire sider.")


class OrderForm(PortalForm, forms.Form):
    """`period` of the cleaned data is a Period, `whom` the values of the targets (empty: all)."""

    mark_optional = False

    whom = forms.ChoiceField(label=gettext_lazy("Hvem rapporten gjelder"))
    period = forms.ChoiceField(label=gettext_lazy("Periode"))
    first = forms.DateField(label=gettext_lazy("Fra og med"), required=False, widget=forms.DateInput)
    last = forms.DateField(label=gettext_lazy("Til og med"), required=False, widget=forms.DateInput)

    def __init__(self, *args: Any, targets: Sequence[Target], today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choose("whom", _whom(targets))
        self._choose("period", _periods(today))

    def _choose(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def layout(self) -> list[LayoutObject | str]:
        own = Fieldset(_("Datoer, når perioden er «Egne datoer»"), "first", "last", css_class="form-grid short")
        return ["whom", "period", own]

    def clean_whom(self) -> list[str]:
        value = self.cleaned_data["whom"]
        return [] if value == ALL else [value]

    def clean(self) -> dict[str, Any]:
        """The dates count only when own dates are chosen; each error stands beside its field."""
        data = super().clean() or self.cleaned_data
        chosen = data.get("period")
        if chosen and chosen != OWN_DAYS:
            return data | {"period": Period.parse(chosen)}
        for name, words in (("first", _("Velg første dag.")), ("last", _("Velg siste dag."))):
            if chosen and data.get(name) is None and name not in self.errors:
                self.add_error(name, words)
        first, last = data.get("first"), data.get("last")
        if chosen and first and last:
            try:
                return data | {"period": Period.asked(first, last)}
            except ValueError as wrong:
                self.add_error("last", str(wrong))
        return data


def _whom(targets: Sequence[Target]) -> list[Any]:
    """All in one go first, then each by its kind."""
    kinds = {kind: [(row.value, row.name) for row in targets if row.scope == kind] for kind in ReportScope}
    count = len(kinds[ReportScope.MUNICIPALITY])
    everybody = ngettext(
        "Alle: samarbeidet, gruppene og %(count)s kommune", "Alle: samarbeidet, gruppene og %(count)s kommuner", count
    )
    groups = [(str(kind.label), rows) for kind in reversed(ReportScope) if (rows := kinds[kind])]
    return [(ALL, everybody % {"count": count}), *groups]


def _periods(today: dt.date) -> list[Any]:
    """Those that are over, the newest first: a year of quarters, and what else people report for."""
    quarter = Period.last_whole_quarter(today)
    quarters = [quarter]
    while len(quarters) < 5:
        quarters.append(quarters[-1].before)
    halves = [Period.half_year(year, number) for year in (today.year, today.year - 1) for number in (2, 1)]
    years = [Period.year(today.year - number) for number in range(1, 4)]
    over = [period for period in halves if period.last <= today]
    return [
        (_("Kvartal"), [(period.slug, period.label) for period in quarters]),
        (_("Halvår"), [(period.slug, period.label) for period in over]),
        (_("År"), [(period.slug, period.label) for period in years]),
        (_("Annet"), [(OWN_DAYS, _("Egne datoer"))]),
    ]


def is_too_long(html: str) -> bool:
    return len(html) > 20 * MAX_COMMENT or len(html_to_plain(clean_html(html))) > MAX_COMMENT


class CommentForm(PortalForm, forms.Form):
    """The field is named by ReportSection."""

    mark_optional = False
    comment = RichTextField(
        label=ReportSection.COMMENT.label,
        required=False,
        help_text=gettext_lazy("Det tallene ikke sier. Skriv kort, og ikke nevn enkeltpersoner."),
        widget=RichTextWidget({"rows": 8}),
    )

    def clean_comment(self) -> str:
        text = str(self.cleaned_data["comment"])
        if is_too_long(text):
            raise ValidationError(TOO_LONG)
        return text


class CorrectForm(PortalForm, forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Hva er rettet?"),
        max_length=300,
        help_text=gettext_lazy("Står øverst i den nye versjonen og i e-posten til ordføreren."),
        widget=forms.Textarea({"rows": 3}),
    )
