"""The fields by which something is exempt from public access, the same wherever they stand."""

from __future__ import annotations

from typing import Any, cast

from crispy_forms.layout import Div, Fieldset
from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samhandling.disclosure.models import LegalBasis

EXEMPT_FIELDS = ("is_exempt", "legal_basis", "public_title", "access_review")


class LegalBasisField(forms.ModelChoiceField):
    """Only bases that hold today, and the one the row has from before."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            queryset=LegalBasis.objects.none(), required=False, empty_label=gettext_lazy("Velg hjemmel"), **kwargs
        )

    def offer(self, current_id: int | None) -> None:
        today = LegalBasis.objects.current(timezone.localdate()).values("pk")
        self.queryset = LegalBasis.objects.filter(Q(pk__in=today) | Q(pk=current_id))


class ExemptForm(forms.ModelForm):
    """A model form with `is_exempt`, `legal_basis`, `access_review` and, where the model has it, `public_title`."""

    required_at_times = ("legal_basis", "public_title")

    legal_basis = LegalBasisField(label=gettext_lazy("Hjemmel for unntak"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(LegalBasisField, self.fields["legal_basis"]).offer(self.instance.legal_basis_id)
        self.fields["access_review"].widget.attrs["rows"] = 3

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not cleaned.get("is_exempt"):
            cleaned["legal_basis"] = None
            return cleaned
        if not cleaned.get("legal_basis") and "legal_basis" not in self.errors:
            self.add_error("legal_basis", _("Velg hvilken hjemmel unntaket har."))
        if "public_title" in self.fields and not cleaned.get("public_title") and "public_title" not in self.errors:
            self.add_error("public_title", _("Skriv en offentlig tittel som ikke røper det som er unntatt."))
        return cleaned


def exempt_fieldset(form: ExemptForm) -> Fieldset:
    """The mark, and what it needs: shown when the mark is set (app.css, `.if-exempt`)."""
    needed = [name for name in EXEMPT_FIELDS[1:] if name in form.fields]
    return Fieldset(
        _("Offentlighet"), "is_exempt", Div(*needed, css_class="if-exempt form-group"), css_class="exempt-fields"
    )
