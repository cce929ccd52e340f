from django import forms
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "samhandling.core"
    label = "core"

    def ready(self) -> None:
        """An empty field says what to do. Django's «Feltet er påkrevet» does not."""
        forms.Field.default_error_messages["required"] = _("Fyll ut feltet.")
        for one in (forms.ChoiceField, forms.ModelChoiceField):
            one.default_error_messages["required"] = _("Velg ett av alternativene.")
        for many in (forms.MultipleChoiceField, forms.ModelMultipleChoiceField):
            many.default_error_messages["required"] = _("Velg minst ett av alternativene.")
