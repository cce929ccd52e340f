"""Forms of parties and terms."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import Fieldset, LayoutObject, Row
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from agreements.models import Agreement, AgreementParty, AgreementTerms
from municipalities.forms.base import PortalForm, RowForm
from municipalities.models import Municipality
from municipalities.querysets import by_norwegian_name

ALL, ONE, TRUST = "all", "one", "trust"


class AccessionForm(PortalForm, forms.Form):
    """Who becomes a party: everybody in the partnership, one municipality, or the trust."""

    who = forms.ChoiceField(label=_("Hvem"), widget=forms.RadioSelect)
    municipality = forms.ModelChoiceField(
        Municipality.objects.none(),
        label=_("Kommune"),
        required=False,
        empty_label=_("Ingen valgt"),
        help_text=_("Bare når én kommune skal bli part."),
    )
    valid_from = forms.DateField(label=_("Part fra og med"), widget=forms.DateInput())
    note = forms.CharField(
        label=_("Merknad"), required=False, max_length=200, help_text=_("For eksempel hvem som vedtok det, og når.")
    )

    def __init__(self, *args: Any, agreement: Agreement, members: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        trust = agreement.partnership.trust
        everybody = ngettext(
            "Den ene kommunen i samarbeidet og %(trust)s",
            "Alle de %(count)s kommunene i samarbeidet og %(trust)s",
            members,
        )
        self.fields["who"].choices = [  # type: ignore[attr-defined]
            (ALL, everybody % {"count": members, "trust": trust.short_name}),
            (ONE, _("Én kommune")),
            (TRUST, trust.name),
        ]
        inside = Municipality.objects.filter(partnership_memberships__partnership=agreement.partnership_id).distinct()
        field = self.fields["municipality"]
        field.queryset = inside.order_by(by_norwegian_name("name"), "number")  # type: ignore[attr-defined]
        field.label_from_instance = _with_number  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("who") == ONE and not data.get("municipality") and "municipality" not in self.errors:
            self.add_error("municipality", _("Velg kommunen som blir part."))
        return data


def _with_number(municipality: Municipality) -> str:
    return f"{municipality.name} ({municipality.number})"


class PartyForm(RowForm):
    """A party's days; which party it is, is settled."""

    class Meta:
        model = AgreementParty
        fields = ("valid_from", "valid_to", "note")
        labels = {"valid_from": _("Part fra og med"), "valid_to": _("Siste dag som part")}
        help_texts = {"valid_to": _("La feltet stå tomt så lenge parten er bundet av avtalen.")}

    def layout(self) -> list[LayoutObject | str]:
        return [Row("valid_from", "valid_to"), "note"]


class TermsForm(RowForm):
    class Meta:
        model = AgreementTerms
        fields = (
            "valid_from",
            "entry_rule",
            "entry_quorum",
            "needs_trust",
            "notice_months",
            "review_months",
            "expires_on",
            "basis",
        )
        labels = {
            "valid_from": _("Vilkårene gjelder fra og med"),
            "entry_rule": _("Når en ny tekst trer i kraft"),
            "needs_trust": _("Helseforetaket må også ha vedtatt teksten"),
        }
        help_texts = {
            "notice_months": _("La feltet stå tomt hvis avtalen følger loven."),
            "review_months": _("La feltet stå tomt hvis avtalen følger loven."),
            "expires_on": _("La feltet stå tomt hvis avtalen gjelder til den blir sagt opp."),
        }

    def layout(self) -> list[LayoutObject | str]:
        return [
            "valid_from",
            Fieldset(_("Ikrafttredelse"), "entry_rule", "entry_quorum", "needs_trust"),
            Fieldset(_("Varighet"), "notice_months", "review_months", "expires_on"),
            "basis",
        ]
