"""Forms of annexes: a new file with its title and mark, changing what is said of it, and another file for it."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meetings.forms.cases import refuse_national_id
from meetings.forms.exempt import ExemptForm, exempt_fieldset
from meetings.models import Attachment
from samhandling.documents.forms import UploadField, UploadForm


class AttachmentForm(ExemptForm):
    """Title, number and mark of an annex."""

    title = forms.CharField(
        max_length=200,
        label=gettext_lazy("Tittel"),
        error_messages={"required": gettext_lazy("Skriv hva vedlegget heter.")},
    )
    number = forms.IntegerField(
        min_value=1,
        max_value=999,
        label=gettext_lazy("Nummer"),
        help_text=gettext_lazy("Har et annet vedlegg nummeret, bytter de plass."),
    )

    class Meta:
        model = Attachment
        fields = ["title", "number", "is_exempt", "legal_basis", "access_review"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout("title", "number", exempt_fieldset(self))

    def clean_title(self) -> str:
        return refuse_national_id(self.cleaned_data["title"])

    def validate_constraints(self) -> None:
        """Two annexes may trade numbers, which the service does."""


class NewAttachmentForm(UploadForm, AttachmentForm):
    file = UploadField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tell_limit()
        del self.fields["number"]
        self.fields["title"].required = False
        self.fields["title"].help_text = _("Står i listen over vedlegg. La den stå tom for å bruke filnavnet.")
        self.helper.layout = Layout("title", exempt_fieldset(self), "file")


class ReplaceForm(UploadForm, forms.Form):
    file = UploadField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tell_limit()
