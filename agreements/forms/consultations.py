"""Forms of a consultation: what it is about and who is asked, its questions, files and deadlines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, cast

from crispy_forms.layout import Div, Fieldset, LayoutObject
from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agreements.content import NumberedClause
from agreements.models import Consultation, Revision
from agreements.selectors.consultations import name_key
from agreements.services.consultations import Details
from municipalities.forms.base import PortalForm
from municipalities.models import Municipality
from samhandling.core.forms import RichTextField
from samhandling.core.text import content_hash
from samhandling.documents.forms import UploadField, UploadForm

MAX_BASIS = 100_000
ALL, REGIONS, CHOSEN = "alle", "regioner", "valgte"


class ConsultationForm(PortalForm, forms.Form):
    """`parties` says which of the two lists counts; `cleaned_data["municipalities"]` is what it comes to."""

    revision = forms.ModelChoiceField(
        Revision.objects.none(),
        label=_("Gjelder revisjonen"),
        required=False,
        empty_label=_("Ingen, høringen gjelder noe annet"),
        help_text=_(
            "Partene får teksten i revisjonen, med ett spørsmål for hvert punkt. Du kan ta bort punkter etterpå."
        ),
    )
    title = forms.CharField(
        label=_("Tittel"), max_length=160, error_messages={"required": _("Skriv hva høringen heter.")}
    )
    deadline = forms.DateField(label=_("Frist for å svare"), error_messages={"required": _("Velg en frist.")})
    basis = RichTextField(
        label=_("Felles høringsgrunnlag"),
        required=False,
        max_length=MAX_BASIS,
        help_text=_("Hva partene blir spurt om, og hvorfor. Alle får den samme teksten."),
        error_messages={"max_length": _("Teksten er for lang. Legg noe av den ved som fil.")},
    )
    parties = forms.ChoiceField(
        label=_("Hvilke kommuner skal høres?"),
        choices=[
            (ALL, _("Alle kommunene")),
            (REGIONS, _("Kommunene i noen regioner")),
            (CHOSEN, _("Utvalgte kommuner")),
        ],
        initial=ALL,
        widget=forms.RadioSelect,
    )
    regions = forms.MultipleChoiceField(label=_("Regioner"), required=False, widget=forms.CheckboxSelectMultiple)
    chosen = forms.TypedMultipleChoiceField(
        label=_("Kommuner"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    include_trust = forms.BooleanField(required=False, initial=True)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        municipalities: Iterable[Municipality],
        regions: dict[int, str],
        trust: str,
        revisions: Any = None,
        consultation: Consultation | None = None,
        **kwargs: Any,
    ) -> None:
        self.municipalities = list(municipalities)
        self.region_of = regions
        self.consultation = consultation
        super().__init__(*args, **kwargs)
        if revisions is None:
            del self.fields["revision"]
        else:
            self.fields["revision"].queryset = revisions  # type: ignore[attr-defined]
            self.fields["revision"].label_from_instance = _revision_label  # type: ignore[attr-defined]
        names = sorted({regions[row.pk] for row in self.municipalities if row.pk in regions}, key=name_key)
        self.fields["regions"].choices = [(name, name) for name in names]  # type: ignore[attr-defined]
        self.fields["chosen"].choices = [(row.pk, row.name) for row in self.municipalities]  # type: ignore[attr-defined]
        self.fields["include_trust"].label = gettext("%(trust)s skal også høres") % {"trust": trust}
        self.fields["basis"].widget.attrs["rows"] = 10
        if not names:
            parties = self.fields["parties"]
            parties.choices = [row for row in parties.choices if row[0] != REGIONS]  # type: ignore[attr-defined]

    def layout(self) -> list[LayoutObject | str]:
        first = ["revision"] if "revision" in self.fields else []
        lists = [Div("regions", css_class="if-regions"), Div("chosen", css_class="if-chosen names")]
        about = Fieldset(_("Hva høringen gjelder"), *first, "title", "basis", "deadline")
        return [
            about,
            Fieldset(_("Hvem som høres"), "parties", *lists, "include_trust", css_class="party-choice"),
            "seen",
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.consultation and data.get("seen") != fingerprint(self.consultation):
            posted = cast("QueryDict", self.data).copy()
            posted["seen"] = fingerprint(self.consultation)  # what is sent next is meant to replace it
            self.data = posted
            raise forms.ValidationError(
                gettext("En annen har endret høringen mens du skrev. Lagre på nytt hvis din utgave skal gjelde.")
            )
        data["municipalities"] = self._wanted(data)
        if not data["municipalities"] and not data.get("include_trust"):
            self.add_error("parties", gettext("Velg minst én part som skal høres."))
        elif data.get("parties") == REGIONS and not data["municipalities"]:
            self.add_error("regions", gettext("Velg minst én region."))
        elif data.get("parties") == CHOSEN and not data["municipalities"]:
            self.add_error("chosen", gettext("Velg minst én kommune."))
        return data

    def _wanted(self, data: dict[str, Any]) -> list[Municipality]:
        if data.get("parties") == REGIONS:
            wanted = set(data.get("regions", []))
            return [row for row in self.municipalities if self.region_of.get(row.pk) in wanted]
        if data.get("parties") == CHOSEN:
            pks = set(data.get("chosen", []))
            return [row for row in self.municipalities if row.pk in pks]
        return self.municipalities

    def details(self) -> Details:
        data = self.cleaned_data
        return Details(
            title=data["title"],
            deadline=data["deadline"],
            basis=data["basis"],
            municipalities=tuple(data["municipalities"]),
            include_trust=data["include_trust"],
        )

    @staticmethod
    def initial_from(
        consultation: Consultation, municipality_ids: set[int], *, has_trust: bool, total: int
    ) -> dict[str, Any]:
        return {
            "title": consultation.title,
            "basis": consultation.basis,
            "deadline": consultation.deadline,
            "parties": ALL if len(municipality_ids) == total else CHOSEN,
            "chosen": sorted(municipality_ids),
            "include_trust": has_trust,
            "seen": fingerprint(consultation),
        }


def fingerprint(consultation: Consultation) -> str:
    """What the form was filled in from, so that two who change it at once both hear of it."""
    asked = sorted(f"{one}-{trust}" for one, trust in consultation.invitations.values_list("municipality", "trust"))
    return content_hash([consultation.title, consultation.basis, consultation.deadline, asked])[:16]


def _revision_label(revision: Revision) -> str:
    return f"{revision.agreement.label}: {revision.name}"


class SectionsForm(PortalForm, forms.Form):
    """Which sections of the text are asked about."""

    anchors = forms.MultipleChoiceField(
        label=_("Punkter partene blir spurt om"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, clauses: Iterable[NumberedClause], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["anchors"].choices = [(row.clause.anchor, row.label) for row in clauses]  # type: ignore[attr-defined]


class QuestionForm(PortalForm, forms.Form):
    """A question of the consultation's own."""

    text = forms.CharField(label=_("Spørsmål"), max_length=300, error_messages={"required": _("Skriv spørsmålet.")})
    options = forms.CharField(
        label=_("Svaralternativer"),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Ett på hver linje. La feltet stå tomt for svar i fritekst."),
    )

    def clean_options(self) -> list[str]:
        lines = (" ".join(line.split()) for line in self.cleaned_data["options"].splitlines())
        return [line for line in lines if line]


class DeadlineForm(PortalForm, forms.Form):
    """A later deadline for all."""

    deadline = forms.DateField(label=_("Ny frist"), error_messages={"required": _("Velg den nye fristen.")})


class AskForm(PortalForm, forms.Form):
    """A party asks for more time."""

    wanted = forms.DateField(label=_("Ønsket frist"), error_messages={"required": _("Velg dagen dere ønsker.")})
    reason = forms.CharField(
        label=_("Hvorfor dere trenger mer tid"),
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("For eksempel «Kommunestyret møtes 14. mai»."),
        error_messages={"required": _("Skriv hvorfor dere trenger mer tid.")},
    )


class DecideForm(PortalForm, forms.Form):
    """The coordinators' word on it: a day, or why there is none."""

    mark_optional = False
    until = forms.DateField(label=_("Frist som gis"), required=False)
    reason = forms.CharField(
        label=_("Begrunnelse"),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Trengs når du avslår."),
    )

    def clean_until(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["until"]
        return day

    def require_day(self) -> bool:
        if self.cleaned_data.get("until") is None and "until" not in self.errors:
            self.add_error("until", gettext("Velg fristen som skal gis."))
        return not self.errors

    def require_reason(self) -> bool:
        if not self.cleaned_data.get("reason") and "reason" not in self.errors:
            self.add_error("reason", gettext("Skriv hvorfor dere avslår."))
        return not self.errors


class FileForm(UploadForm, PortalForm, forms.Form):
    """A file that goes with a consultation or an answer. Its name in the list is the file's unless one is written."""

    file_title = forms.CharField(
        label=_("Hva filen heter"),
        max_length=160,
        required=False,
        help_text=_("La feltet stå tomt for å bruke filnavnet."),
    )
    file = UploadField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tell_limit()
