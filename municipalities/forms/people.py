"""Forms of people and the roles they sign in with."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import LayoutObject, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from municipalities.enums import Role
from municipalities.forms.base import RowForm
from municipalities.models import Municipality, Partnership, Person, Representation


class PersonForm(RowForm):
    class Meta:
        model = Person
        fields = ("name", "title", "employer", "email", "side", "position_level")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = _(
            "Trengs for å invitere personen til å logge inn. Vises bare for sekretariatet."
        )

    def layout(self) -> list[LayoutObject | str]:
        return ["name", Row("title", "employer"), "email", Row("side", "position_level")]


class RepresentationForm(RowForm):
    """A seat in a committee gives its role by itself, so that role is not offered."""

    required_at_times = ("municipality",)

    class Meta:
        model = Representation
        fields = ("role", "municipality", "valid_from", "valid_to")

    def __init__(self, *args: Any, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        inside = Municipality.objects.filter(partnership_memberships__partnership=partnership)
        self.offer("municipality", inside.distinct())
        self.fields["municipality"].help_text = _("For kommunalsjef og ordfører.")
        roles = [choice for choice in Role.choices if choice[0] != Role.COMMITTEE_MEMBER]
        self.fields["role"].choices = [("", _("Velg rolle")), *roles]  # type: ignore[attr-defined]

    def layout(self) -> list[LayoutObject | str]:
        return ["role", "municipality", Row("valid_from", "valid_to")]


class PersonFilterForm(forms.Form):
    mark_optional = False

    navn = forms.CharField(label=_("Finn person"), required=False, max_length=80)
