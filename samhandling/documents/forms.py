"""The field for a file somebody sends in, and what the forms that have one share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samhandling.core.dates import number
from samhandling.documents.annexes import MESSAGES
from samhandling.documents.engine import Fault
from samhandling.documents.uploads import ACCEPT, check_upload, too_large


class AnyFileField(forms.FileField):
    """A file of any type; `accept` only helps the browser's dialogue."""

    def __init__(self, *, accept: str, **kwargs: Any) -> None:
        super().__init__(
            label=kwargs.pop("label", gettext_lazy("Fil")),
            widget=forms.FileInput(attrs={"accept": accept}),
            error_messages={
                "required": gettext_lazy("Velg en fil."),
                "missing": gettext_lazy("Velg en fil."),
                "empty": MESSAGES[Fault.EMPTY],
                "invalid": gettext_lazy("Filen kom ikke fram. Velg den på nytt."),
            },
            **kwargs,
        )


class UploadField(AnyFileField):
    """A file that can be an annex (`samhandling.documents.uploads`)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(accept=ACCEPT, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> UploadedFile | None:
        upload: UploadedFile | None = super().clean(data, initial)
        if upload:
            check_upload(upload)
        return upload


class UploadForm(forms.BaseForm):
    """A form with a `file`. It comes last on the page, so that all other fields have arrived when it is dropped."""

    def tell_limit(self) -> None:
        self.fields["file"].help_text = _("PDF, JPEG eller PNG, høyst %(limit)s MB.") % {"limit": limit_in_mb()}

    def refuse_oversized(self) -> None:
        """Says why the file did not arrive, instead of that none was chosen."""
        self.errors["file"] = self.error_class([too_large()])


def limit_in_mb() -> str:
    return number(settings.MAX_UPLOAD_BYTES // (1024 * 1024))
