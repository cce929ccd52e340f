"""Forms of newsletters and of those who read them."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import LayoutObject, Row
from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from municipalities.forms.base import PortalForm
from reports.period import Period
from samhandling.core.forms import RichTextField, RichTextWidget
from samhandling.documents.enums import Language

MAX_BODY = 200_000
TOO_LONG = _("Teksten er for lang for et nyhetsbrev.")


class NewsletterForm(PortalForm, forms.Form):
    """`period` of the cleaned data is a Period."""

    title = forms.CharField(
        label=_("Tittel"), max_length=160, error_messages={"required": _("Skriv hva nyhetsbrevet heter.")}
    )
    first = forms.DateField(label=_("Vedtak fra og med"), error_messages={"required": _("Velg første dag.")})
    last = forms.DateField(label=_("Til og med"), error_messages={"required": _("Velg siste dag.")})

    def layout(self) -> list[LayoutObject | str]:
        return ["title", Row("first", "last")]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, last = data.get("first"), data.get("last")
        if first and first > timezone.localdate():
            self.add_error("first", gettext("Perioden har ikke begynt ennå."))
        elif first and last:
            try:
                data["period"] = Period(first, last)
            except ValueError as reason:
                self.add_error("last", str(reason))
        return data


class LetterForm(forms.Form):
    mark_optional = False
    title = forms.CharField(
        label=_("Tittel"), max_length=160, error_messages={"required": _("Skriv hva nyhetsbrevet heter.")}
    )
    body = RichTextField(
        label=_("Tekst"),
        required=False,
        max_length=MAX_BODY,
        widget=RichTextWidget({"rows": 20}),
        error_messages={"max_length": TOO_LONG},
    )


class SubscribeForm(PortalForm, forms.Form):
    email = forms.EmailField(
        label=_("E-postadresse"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={
            "required": _("Skriv e-postadressen din."),
            "invalid": _("Adressen er ikke gyldig. Skriv den som navn@eksempel.no."),
        },
    )
    language = forms.ChoiceField(label=_("Språk i e-posten"), choices=Language.choices, widget=forms.RadioSelect)
