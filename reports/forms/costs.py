"""The form of a scheme of cost sharing."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any

from crispy_forms.layout import Div, Fieldset, LayoutObject, Row
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from municipalities.forms.base import RowForm
from municipalities.models import Municipality, Partnership
from reports.models import CostScheme
from reports.selectors.costs import possible_parties, years_known
from samhandling.core.words import list_of


class SchemeForm(RowForm):
    rows = {"purpose": 3}

    class Meta:
        model = CostScheme
        fields = (
            "name",
            "purpose",
            "rate",
            "population_year",
            "municipalities",
            "trust_matches",
            "valid_from",
            "valid_to",
            "decided_in",
        )
        localized_fields = ("rate",)
        labels = {"population_year": _("Folketall per 1. januar"), "municipalities": _("Kommuner som er med")}
        widgets = {
            "municipalities": forms.CheckboxSelectMultiple,
            "population_year": forms.NumberInput(attrs={"inputmode": "numeric"}),
        }
        error_messages = {
            "rate": {
                "required": _("Skriv hvor mange kroner hver innbygger teller."),
                "invalid": _("Skriv beløpet med tall, for eksempel 3 eller 3,50."),
            },
            "name": {"required": _("Skriv hva kostnadsdelingen heter.")},
            "population_year": {
                "required": _("Skriv året folketallet skal hentes fra."),
                "invalid": _("Skriv året med fire sifre."),
            },
            "municipalities": {"required": _("Velg kommunene som skal være med.")},
            "valid_from": {"required": _("Velg den første dagen ordningen gjelder.")},
        }
        help_texts = {
            "name": _("For eksempel «Fellessekretariatet 2027»."),
            "rate": _("Per år. Bidraget rundes av til nærmeste hele krone for hver kommune."),
            "valid_to": _("La feltet stå tomt hvis ordningen gjelder til den blir endret."),
        }

    def __init__(self, *args: Any, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        municipalities: Any = self.fields["municipalities"]
        municipalities.empty_label = None
        municipalities.queryset = possible_parties(partnership)
        names = Counter(row.name for row in municipalities.queryset)
        municipalities.label_from_instance = lambda row: _label(row, twice=names[row.name] > 1)
        years = [str(year) for year in years_known(partnership)]
        if years:
            words = gettext("Portalen har tall for kommunene fra %(years)s.") % {"years": _spans(years)}
            self.fields["population_year"].help_text = words

    def clean_rate(self) -> Decimal:
        rate: Decimal = self.cleaned_data["rate"]
        if rate <= 0:
            raise forms.ValidationError(_("Satsen må være mer enn 0 kroner."))
        return rate

    def layout(self) -> list[LayoutObject | str]:
        return [
            Fieldset(_("Hva det gjelder"), "name", "purpose", "decided_in"),
            Fieldset(_("Satsen"), Row("rate", "population_year"), "trust_matches", Row("valid_from", "valid_to")),
            Fieldset(_("Hvem som er med"), Div("municipalities", css_class="names"), css_class="party-choice"),
        ]


def _label(row: Municipality, *, twice: bool) -> str:
    """An old and a new municipality of the same name are told apart by their numbers."""
    return f"{row.name} ({row.number})" if twice else row.name


def _spans(years: list[str]) -> str:
    """«2010 til 2019, 2021 og 2024»"""
    found: list[list[str]] = []
    for year in years:
        if found and int(year) == int(found[-1][-1]) + 1:
            found[-1].append(year)
        else:
            found.append([year])
    words = gettext("%(first)s til %(last)s")
    return list_of([words % {"first": part[0], "last": part[-1]} if len(part) > 1 else part[0] for part in found])
