"""Forms of taking a text in from a file: the upload, and the check of what was recognised."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.enums import SectionKind
from agreements.forms.texts import HEADING_TOO_LONG, MAX_HEADING
from agreements.importing import CheckedRow
from municipalities.forms.base import PortalForm
from samhandling.documents.forms import AnyFileField, UploadForm, limit_in_mb

KEEP, JOIN, DROP = "keep", "join", "drop"
USES = [
    (KEEP, gettext_lazy("Ta med")),
    (JOIN, gettext_lazy("Slå sammen med punktet foran")),
    (DROP, gettext_lazy("Utelat")),
]
PLACES = [
    ("section-1", gettext_lazy("Punkt, nivå 1")),
    ("section-2", gettext_lazy("Punkt, nivå 2")),
    ("section-3", gettext_lazy("Punkt, nivå 3")),
    ("definition-2", gettext_lazy("Definisjon")),
    ("definition-1", gettext_lazy("Definisjon, nivå 1")),
    ("definition-3", gettext_lazy("Definisjon, nivå 3")),
    ("annex-1", gettext_lazy("Vedlegg")),
]


class ImportForm(UploadForm, PortalForm, forms.Form):
    file = AnyFileField(accept=".docx,.docm,.pdf")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _("Word (.docx) eller PDF, høyst %(limit)s MB.") % {"limit": limit_in_mb()}

    @property
    def upload(self) -> UploadedFile:
        return cast("UploadedFile", self.cleaned_data["file"])


class CheckForm(PortalForm, forms.Form):
    """What holds for the whole text that is taken in."""

    sums_up_errors = False
    title = forms.CharField(
        max_length=160, label=gettext_lazy("Tittel"), error_messages={"required": gettext_lazy("Skriv en tittel.")}
    )
    municipality = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Kommunenavn i filen"),
        help_text=gettext_lazy("Er filen én kommunes utgave, byttes navnet ut med {kommunen}."),
    )
    replace = forms.BooleanField(required=False, label=gettext_lazy("Bytt ut teksten i utkastet som allerede er der"))

    def __init__(self, *args: Any, names: Sequence[str], has_draft: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["municipality"]
        field.choices = [("", _("Ingen: teksten er felles")), *((name, name) for name in names)]
        if not has_draft:
            del self.fields["replace"]


class RowForm(forms.Form):
    """One recognised section."""

    use = forms.ChoiceField(choices=USES, label=gettext_lazy("Hva som skal skje"))
    place = forms.ChoiceField(choices=PLACES, label=gettext_lazy("Slag og nivå"))
    heading = forms.CharField(
        required=False,
        max_length=MAX_HEADING,
        label=gettext_lazy("Overskrift"),
        error_messages={"max_length": HEADING_TOO_LONG},
    )

    def checked(self, row: CheckedRow) -> CheckedRow:
        """The row as it was chosen. The form is valid."""
        data = self.cleaned_data
        kind, level = data["place"].split("-")
        heading = " ".join(data["heading"].split())
        return {
            **row,
            "kind": kind,
            "level": int(level),
            "heading": heading,
            "keep": data["use"] != DROP,
            "join": data["use"] == JOIN,
        }


def row_forms(rows: Sequence[CheckedRow], data: QueryDict | None) -> list[RowForm]:
    return [RowForm(data, prefix=f"r{place}", initial=_initial(row)) for place, row in enumerate(rows)]


def _initial(row: CheckedRow) -> dict[str, str]:
    level = 1 if row["kind"] == SectionKind.ANNEX else row["level"]
    use = DROP if not row["keep"] else JOIN if row["join"] else KEEP
    return {"use": use, "place": f"{row['kind']}-{level}", "heading": row["heading"]}
