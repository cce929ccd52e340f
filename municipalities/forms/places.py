"""Forms of a partnership, who takes part in it, and its groups."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import Fieldset, LayoutObject, Row
from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from municipalities.forms.base import RowForm
from municipalities.models import (
    GroupMembership,
    Hospital,
    MunicipalGroup,
    Municipality,
    Partnership,
    PartnershipMembership,
)
from municipalities.selectors.municipalities import population_years
from municipalities.uploads import clean_logo, logo_too_large


class PartnershipForm(RowForm):
    """The address is not here: papers and links point to it.

    `cleaned_data["logo"]` is a new file, the present one, or "" when it is to go.
    """

    rows = {"description": 4, "sources": 4}
    drop_logo = forms.BooleanField(
        required=False,
        label=_("Fjern logoen"),
        help_text=_("Papirene får portalens merke i stedet."),
    )

    class Meta:
        model = Partnership
        fields = (
            "name",
            "short_name",
            "description",
            "secretariat_name",
            "secretariat_email",
            "language",
            "logo",
            "population_year",
            "sources",
            "valid_from",
            "valid_to",
        )
        # Django's own widget links to the file, and uploaded files have no address.
        widgets = {"logo": forms.FileInput(attrs={"accept": ".svg,image/svg+xml"})}
        labels = {"logo": _("Logo")}
        help_texts = {"logo": _("Øverst på innkallinger og protokoller som lages fra nå av. SVG, høyst 200 kB.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.logo:
            del self.fields["drop_logo"]
        years = population_years(self.instance)
        self.fields["population_year"] = forms.TypedChoiceField(
            choices=[(year, str(year)) for year in years],
            coerce=int,
            label=_("Folketall per 1. januar"),
            help_text=_("Årene som har tall for kommunene i samarbeidet. Nye tall kommer med referansedata."),
        )

    def clean_logo(self) -> Any:
        logo = self.cleaned_data["logo"]
        return clean_logo(logo) if isinstance(logo, UploadedFile) else logo

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.pop("drop_logo", False) and not self.files.get("logo"):
            data["logo"] = ""
        return data

    def refuse_oversized_logo(self) -> None:
        """Says why the file did not arrive: it was dropped while it was received."""
        self.errors["logo"] = self.error_class([logo_too_large()])

    def layout(self) -> list[LayoutObject | str]:
        drop = ["drop_logo"] if "drop_logo" in self.fields else []
        return [
            Fieldset(_("Samarbeidet"), "name", "short_name", "description"),
            Fieldset(_("Papirene"), "language", "logo", *drop),
            Fieldset(_("Sekretariatet"), "secretariat_name", "secretariat_email"),
            Fieldset(_("Tall og kilder"), "population_year", "sources"),
            Fieldset(_("Tidsrom"), Row("valid_from", "valid_to")),
        ]


class MembershipForm(RowForm):
    """Give `partnership` for a new one; the municipality of an existing one is settled."""

    class Meta:
        model = PartnershipMembership
        fields = ("municipality", "standing", "in_cost_sharing", "valid_from", "valid_to", "note")
        labels = {"municipality": _("Kommune")}

    def __init__(self, *args: Any, partnership: Partnership | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if partnership is None:
            del self.fields["municipality"]
        else:
            self.offer("municipality", Municipality.objects.filter(valid_to__isnull=True))
            self.fields["municipality"].label_from_instance = _with_number  # type: ignore[attr-defined]

    def layout(self) -> list[LayoutObject | str]:
        first = ["municipality"] if "municipality" in self.fields else []
        return [*first, "standing", "in_cost_sharing", Row("valid_from", "valid_to"), "note"]


def _with_number(municipality: Municipality) -> str:
    return f"{municipality.name} ({municipality.number})"


class GroupForm(RowForm):
    rows = {"description": 3}

    class Meta:
        model = MunicipalGroup
        fields = (
            "name",
            "slug",
            "kind",
            "is_settled",
            "description",
            "hospital",
            "colour",
            "valid_from",
            "valid_to",
        )

    def __init__(self, *args: Any, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("hospital", Hospital.objects.filter(trust=partnership.trust_id))
        self.fields["slug"].help_text = _("Brukes i nettadressen. Små bokstaver, tall og bindestrek.")

    def layout(self) -> list[LayoutObject | str]:
        return [
            Row("name", "slug"),
            "kind",
            "is_settled",
            "description",
            Row("hospital", "colour"),
            Row("valid_from", "valid_to"),
        ]


class GroupMembershipForm(RowForm):
    """Give `group` for a new one; the municipality of an existing one is settled."""

    class Meta:
        model = GroupMembership
        fields = ("municipality", "standing", "valid_from", "valid_to", "note")
        labels = {"municipality": _("Kommune")}

    def __init__(self, *args: Any, group: MunicipalGroup | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if group is None:
            del self.fields["municipality"]
        else:
            inside = Municipality.objects.filter(partnership_memberships__partnership=group.partnership_id)
            self.offer("municipality", inside.distinct())
        self.fields["note"].help_text = _("For eksempel hvem som avgjør, og når.")
        self.fields["note"].widget = forms.TextInput()

    def layout(self) -> list[LayoutObject | str]:
        first = ["municipality"] if "municipality" in self.fields else []
        return [*first, "standing", Row("valid_from", "valid_to"), "note"]
