"""Forms of the secretariat: a term, the order it goes round in, a hand-over and the receipt for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import Fieldset, LayoutObject, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from municipalities.forms.base import PortalForm, RowForm
from municipalities.models import MunicipalGroup, Municipality, Partnership, SecretariatTerm
from reports.selectors.secretariat import holder_name, own_terms
from samhandling.core.dates import long_date


class TermForm(RowForm):
    class Meta:
        model = SecretariatTerm
        fields = ("side", "group", "municipality", "valid_from", "valid_to", "percent", "place", "note")
        widgets = {"side": forms.RadioSelect}
        labels = {"side": _("Sekretariatet for")}
        help_texts = {
            "group": _("Når regionrådet har sekretariatet."),
            "municipality": _("Når én kommune har det."),
            "percent": _("100 er én hel stilling."),
        }
        error_messages = {
            "side": {"required": _("Velg hvilken side perioden gjelder.")},
            "valid_from": {"required": _("Velg den første dagen.")},
            "percent": {"required": _("Skriv stillingsprosenten.")},
        }

    def __init__(self, *args: Any, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        side: Any = self.fields["side"]
        side.choices = [(value, label) for value, label in side.choices if value]
        self.offer("group", MunicipalGroup.objects.filter(partnership=partnership))
        inside = Municipality.objects.filter(partnership_memberships__partnership=partnership)
        self.offer("municipality", inside.distinct())

    def layout(self) -> list[LayoutObject | str]:
        return [
            Fieldset(_("Hvem som har sekretariatet"), "side", Row("group", "municipality")),
            Fieldset(_("Når og hvor mye"), Row("valid_from", "valid_to"), Row("percent", "place"), "note"),
        ]


class RotationForm(PortalForm, forms.Form):
    """A number for each region, empty for those outside; `groups` are the chosen ones in order."""

    mark_optional = False

    def __init__(
        self, *args: Any, groups: Sequence[MunicipalGroup], ordering: Sequence[MunicipalGroup], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.by_field = {f"place_{group.pk}": group for group in groups}
        places = {group.pk: number for number, group in enumerate(ordering, start=1)}
        for name, group in self.by_field.items():
            self.fields[name] = forms.IntegerField(
                label=group.name, required=False, min_value=1, max_value=99, initial=places.get(group.pk)
            )

    @property
    def groups(self) -> list[MunicipalGroup]:
        placed = [(self.cleaned_data[name], group) for name, group in self.by_field.items() if self.cleaned_data[name]]
        return [group for _place, group in sorted(placed, key=lambda row: row[0])]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        taken: dict[int, str] = {}
        for name, group in self.by_field.items():
            place = data.get(name)
            if place in taken:
                words = _("%(other)s har også plass %(place)s. Gi dem hver sin.")
                self.add_error(name, forms.ValidationError(words, params={"other": taken[place], "place": place}))
            elif place:
                taken[place] = group.name
        return data


class _TermChoice(forms.ModelChoiceField):
    def __init__(self, partnership: Partnership, **kwargs: Any) -> None:
        self.partnership = partnership
        super().__init__(own_terms(partnership), empty_label=_("Velg"), **kwargs)

    def label_from_instance(self, obj: SecretariatTerm) -> str:
        name = holder_name(self.partnership, obj)
        first = long_date(obj.valid_from)
        told = f"{first} – {long_date(obj.valid_to)}" if obj.valid_to else _("fra %(first)s") % {"first": first}
        return f"{obj.get_side_display()}: {name}, {told}"


class HandoverForm(PortalForm, forms.Form):
    on = forms.DateField(label=_("Overleveres"), error_messages={"required": _("Velg dagen.")})
    note = forms.CharField(
        label=_("Til den som overtar"),
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Det listen ikke sier: avtaler, kontakter og hva som haster."),
    )

    def __init__(self, *args: Any, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label, missing in (
            ("giver", _("Fra"), _("Velg hvem som gir fra seg sekretariatet.")),
            ("taker", _("Til"), _("Velg hvem som overtar.")),
        ):
            self.fields[name] = _TermChoice(partnership, label=label, error_messages={"required": missing})

    def layout(self) -> list[LayoutObject | str]:
        return ["giver", "taker", "on", "note"]


class ReceiptForm(PortalForm, forms.Form):
    note = forms.CharField(
        label=_("Merknad"),
        required=False,
        max_length=300,
        help_text=_("For eksempel noe som mangler. Den blir stående sammen med kvitteringen."),
    )
