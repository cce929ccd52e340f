"""The paper of a case: one rich text per section, and the note of a version."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.enums import PaperSection
from meetings.forms.exempt import ExemptForm, exempt_fieldset
from meetings.models import CasePaper
from samhandling.core.forms import RichTextField, RichTextWidget

MAX_SECTION = 300_000
TOO_LONG = _("Teksten er for lang. Legg noe av den i et vedlegg.")
HELP = {
    PaperSection.SUMMARY: _("Det viktigste på noen få linjer."),
    PaperSection.PROPOSAL: _("Det utvalget skal vedta, ordrett. Kan stå tomt i drøftings- og orienteringssaker."),
    PaperSection.USER_PARTICIPATION: _("Hvem som har vært med på brukernes side, og hva de mente."),
    PaperSection.FURTHER_ROUTE: _("Hva som skjer etter denne behandlingen."),
}
ROWS = {PaperSection.SUMMARY: 4, PaperSection.PROPOSAL: 4, PaperSection.BACKGROUND: 12, PaperSection.ASSESSMENT: 12}


class PaperForm(forms.Form):
    """Fields are named by PaperSection."""

    mark_optional = False
    note = forms.CharField(
        required=False,
        max_length=200,
        label=_("Hva er endret?"),
        help_text=_("Vises i listen over versjoner."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for section in PaperSection:
            self.fields[section.value] = RichTextField(
                label=section.label,
                required=False,
                max_length=MAX_SECTION,
                help_text=HELP.get(section, ""),
                widget=RichTextWidget({"rows": ROWS.get(section, 6)}),
                error_messages={"max_length": TOO_LONG},
            )


class PaperMarkForm(ExemptForm):
    """Deadline, and whether the text is exempt when the case is not."""

    class Meta:
        model = CasePaper
        fields = ["due_on", "is_exempt", "legal_basis", "access_review"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout("due_on", exempt_fieldset(self))
