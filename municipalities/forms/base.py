"""What the forms of this app share."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Callable
from typing import Any, ClassVar, cast

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, LayoutObject
from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.validators import EMPTY_VALUES
from django.forms.models import construct_instance
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from municipalities.querysets import by_norwegian_name

#: Every day the portal deals with lies within these years. Others are slips («9999» for ever), and the day before or
#: after them may not exist.
YEARS = (1800, 2200)


class PortalForm(forms.BaseForm):
    """Draws itself by `layout()`; the page has the form tag, the token and the buttons."""

    sums_up_errors: ClassVar[bool] = True
    """False where the page has one summary for several forms."""

    def _clean_fields(self) -> None:
        super()._clean_fields()  # type: ignore[misc]
        for name, value in list(self.cleaned_data.items()):
            if isinstance(value, dt.date) and not YEARS[0] <= value.year <= YEARS[1]:
                words = gettext("Skriv et år mellom %(first)s og %(last)s.")
                self.add_error(name, words % {"first": YEARS[0], "last": YEARS[1]})

    def layout(self) -> list[LayoutObject | str]:
        return list(self.fields)

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        helper.form_show_errors = self.sums_up_errors
        helper.layout = Layout(*self.layout())
        return helper


class RowForm(PortalForm, forms.ModelForm):
    """Fields and shape of one row. What must be true of the row is asked once, by the service that saves it."""

    rows: ClassVar[dict[str, int]] = {}  # heights of text areas

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # Validating writes into the instance; the page still shows the row as it is saved.
        kwargs["instance"] = copy.copy(kwargs.get("instance"))
        super().__init__(*args, **kwargs)
        for name, height in self.rows.items():
            self.fields[name].widget.attrs["rows"] = height
        for field in self.fields.values():
            _say_empty(field)

    def _post_clean(self) -> None:
        """Only the fields' own validators. Django would ask the constraints too, and lay the answers at no field."""
        self.instance = construct_instance(self, self.instance, self._meta.fields, self._meta.exclude)
        given = {name for name, value in self.cleaned_data.items() if value not in EMPTY_VALUES}
        try:
            self.instance.clean_fields(exclude={field.name for field in self.instance._meta.fields} - given)
        except ValidationError as refused:
            for name, errors in refused.error_dict.items():
                self.add_error(name, errors)

    def offer(self, name: str, queryset: Any, *, sort: str = "name") -> None:
        """What may be chosen: rows of the own partnership, in Norwegian order."""
        self.fields[name].queryset = queryset.order_by(by_norwegian_name(sort))  # type: ignore[attr-defined]


def _say_empty(field: forms.Field) -> None:
    """Words instead of Django's row of dashes."""
    words = _("Velg") if field.required else _("Ingen valgt")
    if isinstance(field, forms.ModelMultipleChoiceField):
        return  # nothing ticked is the empty choice
    if isinstance(field, forms.ModelChoiceField):
        field.empty_label = words
    elif isinstance(field, forms.ChoiceField):
        choices = cast("list[tuple[Any, Any]]", field.choices)
        field.choices = [(value, label if value else words) for value, label in choices]


def perform(form: forms.BaseForm, act: Callable[[], object]) -> bool:
    """Run a service with the valid form. What it refuses stands beside the field, or above the form."""
    try:
        act()
    except ValidationError as refused:
        by_field = refused.error_dict if hasattr(refused, "error_dict") else {NON_FIELD_ERRORS: refused.error_list}
        for name, errors in by_field.items():
            form.add_error(name if name in form.fields else None, errors)
        return False
    return True
