"""Registering what a party decided, and asking for, granting or refusing a longer deadline."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agreements.content import Content
from agreements.enums import AdoptionStatus
from agreements.models import Adoption
from agreements.rules.registration import COLUMNS, TEXT_ADOPTED
from municipalities.forms.base import PortalForm
from samhandling.core.forms import RichTextField
from samhandling.documents.forms import UploadField, UploadForm


@dataclass(frozen=True)
class SectionFields:
    """A chosen section with the fields that say what became of it."""

    label: str
    text: BoundField
    struck: BoundField


class AdoptionForm(UploadForm, PortalForm, forms.Form):
    """What a council has done with a text. A section that is chosen opens with the frozen words to be changed.

    `row_version` is of the row the page was made from, so that two who register at once both hear of it.
    """

    row_version = forms.IntegerField(widget=forms.HiddenInput)
    status = forms.ChoiceField(label=_("Hva har skjedd med saken?"), widget=forms.RadioSelect)
    council_on = forms.DateField(label=_("Møtet i kommunestyret"), widget=forms.DateInput, required=False)
    decided_on = forms.DateField(
        label=_("Vedtatt dato"),
        widget=forms.DateInput,
        required=False,
        help_text=_("Dagen kommunestyret tok stilling, også når svaret ble nei."),
    )
    council_case = forms.CharField(label=_("Saksnummer i kommunestyret"), max_length=30, required=False)
    decision_text = forms.CharField(
        label=_("Vedtaket"),
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
        help_text=_("Slik det står i møteprotokollen."),
    )
    file = UploadField(label=_("Vedtaket som fil"), required=False)
    hindrance = forms.CharField(
        label=_("Hva holder igjen?"),
        max_length=200,
        required=False,
        help_text=_("Én setning som vises i vedtaksoversikten, for eksempel «Vil ha kostnaden avklart.»"),
    )
    signed_on = forms.DateField(label=_("Signert dato"), widget=forms.DateInput, required=False)
    text_sha256 = forms.CharField(
        label=_("Kontrollsum for teksten som er vedtatt"),
        max_length=100,
        required=False,
        help_text=_("Den låste teksten har denne. Har kommunen vedtatt en annen tekst, skriver du summen av den."),
    )
    sections = forms.MultipleChoiceField(
        label=_("Punkter som ble vedtatt med en annen tekst, eller strøket"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    reason = forms.CharField(
        label=_("Hvorfor rettes vedtaket?"),
        max_length=300,
        required=False,
        help_text=_("Et vedtak står allerede. Grunnen vises i historikken."),
    )

    def __init__(self, *args: Any, adoption: Adoption, frozen: Content, **kwargs: Any) -> None:
        self.adoption, self.frozen = adoption, frozen
        self.opened: list[str] = []  # chosen just now, so their text has not been asked for before
        super().__init__(*args, **kwargs)
        self.numbered = {row.clause.anchor: row for row in frozen.numbered()}
        self.fields["sections"].choices = [(anchor, row.label) for anchor, row in self.numbered.items()]  # type: ignore[attr-defined]
        self.fields["status"].choices = _statuses(adoption)  # type: ignore[attr-defined]
        self.tell_limit()
        if not adoption.is_decided:
            del self.fields["reason"]
        if not adoption.party.is_municipality:
            self.fields["council_on"].label = gettext("Møtet i styret")
            self.fields["council_case"].label = gettext("Saksnummer i styret")
            self.fields["decided_on"].help_text = gettext("Dagen styret tok stilling, også når svaret ble nei.")
        self._initial()
        self._open_sections()

    def _initial(self) -> None:
        row = self.adoption
        self.initial.update({name: getattr(row, name) for name in COLUMNS}, row_version=row.row_version)
        self.initial["text_sha256"] = row.version.sha256  # that of a deviating text follows from its sections
        self.initial["sections"] = [deviation.anchor for deviation in row.deviations.all()]

    def _open_sections(self) -> None:
        """Fields for the sections that are chosen; those chosen just now get the frozen words."""
        stored = {deviation.anchor: deviation.text for deviation in self.adoption.deviations.all()}
        chosen = self._sent("sections") if self.is_bound else list(stored)
        for anchor in [anchor for anchor in self.numbered if anchor in chosen]:
            label = self.numbered[anchor].label
            text, struck = f"text_{anchor}", f"struck_{anchor}"
            self.fields[text] = RichTextField(label=gettext("Teksten slik den ble vedtatt"), required=False)
            self.fields[text].widget.attrs["aria-label"] = label
            self.fields[struck] = forms.BooleanField(label=gettext("Punktet ble strøket"), required=False)
            self.initial[text] = stored.get(anchor) or self.numbered[anchor].clause.body
            self.initial[struck] = anchor in stored and not stored[anchor]
            if self.is_bound and text not in self.data:
                self._add(text, self.initial[text])
                self.opened.append(anchor)

    def _sent(self, name: str) -> list[str]:
        return self.data.getlist(name) if isinstance(self.data, QueryDict) else list(self.data.get(name, []))

    def _add(self, name: str, value: str) -> None:
        data = QueryDict("", mutable=True)
        data.update(self.data)
        data[name] = value
        self.data = data

    @property
    def section_fields(self) -> list[SectionFields]:
        return [
            SectionFields(row.label, self[f"text_{anchor}"], self[f"struck_{anchor}"])
            for anchor, row in self.numbered.items()
            if f"text_{anchor}" in self.fields
        ]

    @property
    def asks_sections(self) -> bool:
        """The sections are open: somebody has chosen some, or must."""
        return bool(self.section_fields or (self.is_bound and {"sections", "text_sha256"} & set(self.errors)))

    def clean_text_sha256(self) -> str:
        return "".join(str(self.cleaned_data["text_sha256"]).split()).lower()

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("status") not in TEXT_ADOPTED:
            return data
        if self.opened:
            self.add_error("sections", gettext("Rett teksten under slik punktene ble vedtatt, og lagre på nytt."))
        for anchor in data.get("sections", ()):
            if not data.get(f"text_{anchor}") and not data.get(f"struck_{anchor}"):
                words = gettext("Skriv teksten, eller kryss av for at punktet ble strøket.")
                self.add_error(f"text_{anchor}", words)
        return data

    @property
    def columns(self) -> dict[str, Any]:
        names = (*COLUMNS, "reason") if "reason" in self.fields else COLUMNS
        return {name: self.cleaned_data[name] for name in names}

    @property
    def deviations(self) -> dict[str, str]:
        """Section → its adopted text, empty where it was struck."""
        data = self.cleaned_data
        return {anchor: "" if data.get(f"struck_{anchor}") else data[f"text_{anchor}"] for anchor in data["sections"]}

    def take_over(self, current: Adoption) -> None:
        """The row has been saved by somebody else: what was typed stays, and the next save is on top of theirs."""
        self._add("row_version", str(current.row_version))


def _statuses(adoption: Adoption) -> Iterable[tuple[str, Any]]:
    """«Ikke sendt» only while nothing has been sent."""
    hidden = {AdoptionStatus.NOT_SENT} if adoption.status != AdoptionStatus.NOT_SENT else set()
    return [(status.value, status.label) for status in AdoptionStatus if status not in hidden]


class ExtensionForm(PortalForm, forms.Form):
    """A party asks for a longer deadline."""

    until = forms.DateField(
        label=_("Ny frist"), widget=forms.DateInput, error_messages={"required": _("Skriv hvilken frist dere trenger.")}
    )
    reason = forms.CharField(
        label=_("Hvorfor trenger dere lengre frist?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Skriv hvorfor dere trenger lengre frist.")},
    )


class DecideExtensionForm(PortalForm, forms.Form):
    """The secretariat grants a longer deadline, or refuses one that was asked for."""

    GRANT, REFUSE = "ja", "nei"
    mark_optional = False  # each answer asks for one of the two

    answer = forms.ChoiceField(
        label=_("Svar"),
        widget=forms.RadioSelect,
        choices=[(GRANT, _("Gi utsatt frist")), (REFUSE, _("Avslå"))],
        initial=GRANT,
    )
    until = forms.DateField(label=_("Ny frist"), widget=forms.DateInput, required=False)
    reason = forms.CharField(
        label=_("Begrunnelse"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Trengs når du avslår."),
    )

    def __init__(self, *args: Any, asked: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asked:
            del self.fields["answer"], self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if self.refuses:
            if not data.get("reason"):
                self.add_error("reason", gettext("Skriv hvorfor dere avslår."))
        elif not data.get("until") and "until" not in self.errors:
            self.add_error("until", gettext("Skriv den nye fristen."))
        return data

    @property
    def refuses(self) -> bool:
        return self.cleaned_data.get("answer") == self.REFUSE
