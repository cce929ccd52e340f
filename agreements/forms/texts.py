"""Forms of drafts: a section's fields, a new section, what a draft starts from, its title and language, and files."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import LayoutObject
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.enums import SectionKind, VersionState
from agreements.models import Agreement, AgreementVersion
from agreements.selectors.drafts import DraftRow
from municipalities.forms.base import PortalForm, RowForm
from samhandling.core.forms import RichTextField
from samhandling.documents.forms import UploadField, UploadForm

MAX_HEADING = 200
MAX_BODY = 300_000
TOO_LONG = gettext_lazy("Teksten er for lang. Del den i flere punkter, eller legg noe av den i et vedlegg.")
HEADING_TOO_LONG = gettext_lazy("Overskriften er for lang. Den kan ha høyst 200 tegn.")


class SectionForm(forms.Form):
    """The two texts of the section that is open. Both may be empty: a heading alone, or a numbered paragraph."""

    mark_optional = False
    heading = forms.CharField(
        label=gettext_lazy("Overskrift"),
        required=False,
        max_length=MAX_HEADING,
        error_messages={"max_length": HEADING_TOO_LONG},
    )
    body = RichTextField(
        label=gettext_lazy("Tekst"),
        required=False,
        max_length=MAX_BODY,
        help_text=gettext_lazy("Skriv {kommunen} der kommunens navn skal stå."),
        error_messages={"max_length": TOO_LONG},
    )

    def __init__(self, *args: Any, kind: str = SectionKind.SECTION, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind == SectionKind.DEFINITION:
            self.fields["heading"].label = _("Ord som blir forklart")


class NewSectionForm(PortalForm, forms.Form):
    """A section after another one: what it is called, what it is, and on which level it stands."""

    heading = forms.CharField(
        label=gettext_lazy("Overskrift"),
        max_length=MAX_HEADING,
        help_text=gettext_lazy("For en definisjon: ordet som blir forklart."),
        error_messages={
            "required": gettext_lazy("Skriv en overskrift. Du kan endre den senere."),
            "max_length": HEADING_TOO_LONG,
        },
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Slag"), choices=SectionKind.choices, widget=forms.RadioSelect, initial=SectionKind.SECTION
    )
    level = forms.TypedChoiceField(label=gettext_lazy("Plass"), coerce=int, widget=forms.RadioSelect)

    def __init__(self, *args: Any, after: DraftRow | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if after is None:
            del self.fields["level"]
            return
        level, words = after.section.level, {"label": after.label}
        choices = [(level, _("På samme nivå som %(label)s") % words)]
        choices += [(level + 1, _("Under %(label)s") % words)] if level < 3 else []
        choices += [(1, _("På øverste nivå"))] if level > 1 else []
        self.fields["level"].choices = choices  # type: ignore[attr-defined]
        self.fields["level"].initial = level
        if after.section.kind == SectionKind.DEFINITION:
            self.fields["kind"].initial = SectionKind.DEFINITION


class DraftStartForm(PortalForm, forms.Form):
    """What a new draft starts from: one of the versions, or nothing."""

    based_on = forms.ModelChoiceField(
        queryset=AgreementVersion.objects.none(),
        label=gettext_lazy("Begynn med teksten fra"),
        required=False,
        empty_label=gettext_lazy("Ingen: begynn med blanke ark"),
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["based_on"]
        field.queryset = agreement.versions.filter(state=VersionState.FROZEN)
        field.label_from_instance = lambda version: (
            _("Versjon %(number)s: %(title)s")
            % {
                "number": version.number,
                "title": version.title,
            }
        )
        field.initial = field.queryset.order_by("-number").first()


class DraftTitleForm(RowForm):
    class Meta:
        model = AgreementVersion
        fields = ["title", "language"]
        help_texts = {"title": gettext_lazy("Tittelen står øverst i teksten. Skriv {kommunen} for kommunens navn.")}


class VersionFileForm(UploadForm, PortalForm, forms.Form):
    """A file that goes with a version."""

    title = forms.CharField(
        max_length=160,
        required=False,
        label=gettext_lazy("Tittel"),
        help_text=gettext_lazy("Står i listen over filer. La den stå tom for å bruke filnavnet."),
    )
    file = UploadField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tell_limit()

    def layout(self) -> list[LayoutObject | str]:
        return ["title", "file"]
