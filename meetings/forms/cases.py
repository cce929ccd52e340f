"""Forms of cases: the case itself, a proposal and its answer, closing, and the filter of the list."""

from __future__ import annotations

from typing import Any, cast

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.enums import StepKind
from agreements.models import Revision
from meetings.enums import ProposedBy
from meetings.forms.exempt import ExemptForm, exempt_fieldset
from meetings.models import Case
from meetings.models.case import DECIDED_STEPS
from municipalities.models import Committee, Municipality, Partnership, Person
from samhandling.core.personal import find_national_ids

OFFICER_FIELDS = 3


def refuse_national_id(text: str) -> str:
    """Titles reach the internet, where a national identity number never belongs (offentlegforskrifta § 7)."""
    if find_national_ids(text):
        raise ValidationError(_("Teksten inneholder et fødselsnummer. Ta det bort."), code="national_id")
    return text


def _offer(field: forms.Field, rows: Any, empty: str) -> None:
    choice = cast(forms.ModelChoiceField, field)
    choice.queryset, choice.empty_label = rows, empty


class RevisionChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Revision) -> str:
        return f"{obj.agreement.short_label}: {obj.name}"


class CaseForm(ExemptForm):
    title = forms.CharField(
        label=gettext_lazy("Tittel"),
        max_length=200,
        error_messages={"required": gettext_lazy("Skriv hva saken heter.")},
    )
    revision = RevisionChoice(
        Revision.objects.none(),
        required=False,
        label=gettext_lazy("Revisjon av avtale"),
        help_text=gettext_lazy("Avtaleteksten følger da med når saken settes opp i et møte."),
        empty_label=gettext_lazy("Ingen"),
    )

    class Meta:
        model = Case
        fields = [
            "title",
            "archive_ref",
            "registered_on",
            "proposed_by",
            "proposer",
            "proposing_municipality",
            "revision",
            "revision_step",
            "is_exempt",
            "legal_basis",
            "public_title",
            "access_review",
        ]

    def __init__(self, *args: Any, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Person.objects.filter(partnership=partnership)
        _offer(self.fields["proposer"], people, _("Ingen bestemt"))
        members = Municipality.objects.filter(partnership_memberships__partnership=partnership).distinct()
        _offer(self.fields["proposing_municipality"], members, _("Ingen bestemt"))
        self.fields["archive_ref"].help_text = _("For eksempel 13/01746-1.")
        if not self.instance.pk:
            self.initial.setdefault("registered_on", timezone.localdate())
        self.fields["proposed_by"].error_messages["required"] = _("Velg hvem saken kommer fra.")
        self.fields["proposed_by"].choices = [("", _("Velg")), *ProposedBy.choices]  # type: ignore[attr-defined]
        self._offer_revisions(partnership)
        self._add_officers(people)
        self.helper = FormHelper(self)
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(
            "title",
            Row("archive_ref", "registered_on"),
            Fieldset(_("Hvem saken kommer fra"), "proposed_by", Row("proposer", "proposing_municipality")),
            Fieldset(_("Hvem som arbeider med saken"), *self.officer_names),
            Fieldset(_("Avtalen saken gjelder"), "revision", "revision_step"),
            exempt_fieldset(self),
        )

    def _offer_revisions(self, partnership: Partnership) -> None:
        """Those that are not superseded, and the one the case has from before."""
        mine = Revision.objects.filter(agreement__partnership=partnership).select_related("agreement")
        going_on = mine.exclude(step=StepKind.SUPERSEDED) | mine.filter(pk=self.instance.revision_id)
        self.fields["revision"].queryset = going_on.order_by("order", "pk")  # type: ignore[attr-defined]
        steps = self.fields["revision_step"]
        steps.choices = [("", _("Etter utvalgets nivå")), *DECIDED_STEPS]  # type: ignore[attr-defined]

    def _add_officers(self, people: Any) -> None:
        """One choice per officer: a long list of check boxes helps nobody."""
        current = list(self.instance.officers.order_by("name")) if self.instance.pk else []
        self.officer_names = [f"officer_{number}" for number in range(max(OFFICER_FIELDS, len(current)))]
        for number, name in enumerate(self.officer_names):
            self.fields[name] = forms.ModelChoiceField(
                people,
                required=False,
                empty_label=_("Ingen"),
                label=_("Saksbehandler") if number == 0 else _("Saksbehandler %(number)s") % {"number": number + 1},
                initial=current[number].pk if number < len(current) else None,
            )

    def clean_title(self) -> str:
        return refuse_national_id(self.cleaned_data["title"])

    def clean_public_title(self) -> str:
        return refuse_national_id(self.cleaned_data["public_title"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        chosen = [cleaned.get(name) for name in self.officer_names]
        cleaned["officers"] = list(dict.fromkeys(person for person in chosen if person))
        registered, closed = cleaned.get("registered_on"), self.instance.closed_on
        if registered and registered > timezone.localdate():
            self.add_error("registered_on", _("Datoen er fram i tid."))
        elif registered and closed and registered > closed:
            self.add_error("registered_on", _("Datoen er etter at saken ble avsluttet."))
        return cleaned


class ProposalForm(forms.ModelForm):
    """What somebody outside the secretariat writes to raise a case."""

    committee = forms.ModelChoiceField(
        Committee.objects.none(),
        required=False,
        label=gettext_lazy("Hvilket utvalg bør behandle saken?"),
        empty_label=gettext_lazy("Sekretariatet avgjør"),
    )

    class Meta:
        model = Case
        fields = ["title", "proposal"]
        labels = {"title": gettext_lazy("Hva gjelder saken?")}
        error_messages = {"title": {"required": gettext_lazy("Skriv hva saken gjelder.")}}

    def __init__(self, *args: Any, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["committee"].queryset = Committee.objects.current(  # type: ignore[attr-defined]
            timezone.localdate()
        ).filter(partnership=partnership)
        proposal = self.fields["proposal"]
        proposal.required = True
        proposal.help_text = _("Hva er problemet, og hva bør utvalget gjøre? Sekretariatet leser det, publikum ikke.")
        proposal.error_messages["required"] = _("Skriv hvorfor saken bør tas opp.")
        self.helper = FormHelper(self)
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def clean_title(self) -> str:
        return refuse_national_id(self.cleaned_data["title"])


class ReasonForm(forms.Form):
    """Why a case is closed, or a proposal not taken up."""

    reason = forms.CharField(
        label=gettext_lazy("Begrunnelse"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Skriv hvorfor.")},
    )


class CaseFilterForm(forms.Form):
    """Filter of the case list; the state is chosen by chips and kept in a hidden field."""

    mark_optional = False
    q = forms.CharField(required=False, label=gettext_lazy("Søk i tittel og arkivreferanse"), max_length=100)
    utvalg = forms.ModelChoiceField(
        Committee.objects.none(),
        required=False,
        to_field_name="slug",
        label=gettext_lazy("Utvalg"),
        empty_label=gettext_lazy("Alle utvalg"),
    )
    fra = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Foreslått av"),
        choices=[("", gettext_lazy("Alle")), *ProposedBy.choices],
    )
    status = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].widget.input_type = "search"
        self.fields["utvalg"].queryset = Committee.objects.filter(partnership=partnership)  # type: ignore[attr-defined]
