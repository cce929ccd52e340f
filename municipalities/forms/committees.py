"""Forms of committees, seats and appointments."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import Fieldset, LayoutObject, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from municipalities.forms.base import PortalForm, RowForm
from municipalities.models import Appointment, Committee, Hospital, Municipality, Partnership, Person, Seat


class CommitteeForm(RowForm):
    rows = {"mandate": 5}

    class Meta:
        model = Committee
        fields = (
            "name",
            "short_name",
            "slug",
            "type",
            "level",
            "parent",
            "area",
            "mandate",
            "decision_rule",
            "is_deciding",
            "procedure_profile",
            "notice_days",
            "paper_days",
            "number_format",
            "valid_from",
            "valid_to",
        )

    def __init__(self, *args: Any, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = partnership.committees.all()
        self.offer("parent", others.exclude(pk=self.instance.pk) if self.instance.pk else others)
        self.offer("area", partnership.groups.all())
        self.fields["slug"].help_text = _("Brukes i nettadressen. Små bokstaver, tall og bindestrek.")

    def layout(self) -> list[LayoutObject | str]:
        return [
            Fieldset(_("Utvalget"), "name", Row("short_name", "slug"), "type", "level", "parent", "area", "mandate"),
            Fieldset(_("Hvordan det avgjør"), "decision_rule", "is_deciding", "procedure_profile"),
            Fieldset(_("Frister og numre"), Row("notice_days", "paper_days"), "number_format"),
            Fieldset(_("Tidsrom"), Row("valid_from", "valid_to")),
        ]


class SeatForm(RowForm):
    class Meta:
        model = Seat
        fields = (
            "party",
            "function",
            "is_voting",
            "label",
            "group",
            "municipality",
            "hospital",
            "stands_in_for",
            "position",
            "valid_from",
            "valid_to",
        )

    def __init__(self, *args: Any, committee: Committee, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        partnership = committee.partnership
        self.offer("group", partnership.groups.all())
        inside = Municipality.objects.filter(partnership_memberships__partnership=partnership)
        self.offer("municipality", inside.distinct())
        self.offer("hospital", Hospital.objects.filter(trust=partnership.trust_id))
        principals = committee.seats.filter(stands_in_for__isnull=True).exclude(pk=self.instance.pk)
        self.offer("stands_in_for", principals, sort="label")
        self.fields["position"].required = False
        self.fields["position"].help_text = _("Plasser med lavere tall står først.")

    def clean_position(self) -> int:
        return self.cleaned_data.get("position") or 0

    def layout(self) -> list[LayoutObject | str]:
        return [
            Fieldset(_("Plassen"), "party", "function", "is_voting", "label", "stands_in_for"),
            Fieldset(_("Hvem plassen taler for"), "group", "municipality", "hospital"),
            Fieldset(_("Tidsrom og rekkefølge"), Row("valid_from", "valid_to"), "position"),
        ]


class AppointmentForm(RowForm):
    """A person of the partnership, or somebody new. `seat` decides whom it may be."""

    new_name = forms.CharField(label=_("Navn"), max_length=120, required=False)
    new_title = forms.CharField(label=_("Stilling"), max_length=120, required=False)
    new_employer = forms.CharField(label=_("Arbeidssted"), max_length=120, required=False)
    new_email = forms.EmailField(label=_("E-post"), required=False)

    class Meta:
        model = Appointment
        fields = ("person", "mandate", "appointed_by", "valid_from", "valid_to")

    def __init__(self, *args: Any, seat: Seat, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("person", Person.objects.filter(partnership=seat.committee.partnership_id))
        self.fields["person"].required = bool(self.instance.pk)
        self.fields["person"].help_text = _("Noen som er lagt inn fra før.")
        self.fields["person"].label_from_instance = _with_title  # type: ignore[attr-defined]
        self.fields["mandate"].help_text = _("Hva personen kan være med på i møtet uten å spørre hjemme først.")
        if self.instance.pk:
            for name in ("new_name", "new_title", "new_employer", "new_email"):
                del self.fields[name]

    def layout(self) -> list[LayoutObject | str]:
        period = Fieldset(_("Oppnevningen"), Row("valid_from", "valid_to"), "mandate", "appointed_by")
        if self.instance.pk:
            return ["person", period]
        newcomer = Fieldset(_("Eller en ny person"), Row("new_name", "new_title"), Row("new_employer", "new_email"))
        return ["person", newcomer, period]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.instance.pk or "person" in self.errors:
            return cleaned
        if cleaned.get("person") and cleaned.get("new_name"):
            self.add_error("new_name", _("Velg en person fra listen eller skriv inn en ny, ikke begge deler."))
        elif not cleaned.get("person") and not cleaned.get("new_name"):
            self.add_error("person", _("Velg en person, eller skriv navnet på en ny."))
        return cleaned

    @property
    def newcomer(self) -> dict[str, str]:
        """What is known about the new person."""
        return {name: self.cleaned_data[f"new_{name}"] for name in ("name", "title", "employer", "email")}

    @property
    def appointment(self) -> dict[str, Any]:
        """The values of the appointment but for the person."""
        return {name: self.cleaned_data[name] for name in ("valid_from", "valid_to", "mandate", "appointed_by")}


def _with_title(person: Person) -> str:
    return f"{person.name}, {person.title}" if person.title else person.name


class LastDayForm(PortalForm, forms.Form):
    """When something ends."""

    last_day = forms.DateField(label=_("Siste dag"), help_text=_("Til og med denne dagen."))
