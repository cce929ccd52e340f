"""How a form field is drawn in Designsystemet, decided on the server: ids, descriptions and error state.

The templates of the crispy pack (`templates/designsystemet/`) and the tag `{% field %}` ask `describe`. A form sets
`mark_optional = False` when it is a filter, where every field is optional and saying so only disturbs, and names in
`required_at_times` the fields that another field may ask for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms import BaseForm, BoundField
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from samhandling.core.text import clean_html


class RichTextWidget(forms.Textarea):
    """A textarea that `js/richtext.js` turns into an editor; without it, plain text or HTML is typed and saved."""

    template_name = "components/richtext.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": 8, **(attrs or {})})


class RichTextField(forms.CharField):
    """Rich text. The cleaned value is always what `core.text.clean_html` lets through."""

    widget = RichTextWidget

    def to_python(self, value: Any) -> str:
        return clean_html(super().to_python(value) or "")

    def has_changed(self, initial: Any, data: Any) -> bool:
        return clean_html(str(initial or "")) != clean_html(str(data or ""))


@dataclass(frozen=True)
class Described:
    """What the field template needs, besides the field itself."""

    kind: str
    """`control`, `checkbox`, `choices` (radios or checkboxes) or `hidden`."""
    help_id: str
    error_id: str
    described_by: str
    errors: list[str]
    label: str
    optional: bool
    control: SafeString | str


@dataclass(frozen=True)
class ErrorLine:
    """One line of the error summary: the words, and the id of the field they belong to (empty: the whole form)."""

    text: str
    target: str


def describe(bound: BoundField) -> Described:
    widget = bound.field.widget
    _native(widget)
    kind = _kind(widget)
    if kind != "hidden":
        classes = str(widget.attrs.get("class", "")).split()
        if "ds-input" not in classes:
            widget.attrs["class"] = " ".join([*classes, "ds-input"])
    help_id, error_id = f"{bound.auto_id}_helptext", f"{bound.auto_id}_error"
    ids = [id_ for id_, there in ((help_id, bound.help_text), (error_id, bound.errors)) if there]
    return Described(
        kind=kind,
        help_id=help_id,
        error_id=error_id,
        described_by=" ".join(ids),
        errors=[str(error) for error in bound.errors],
        label=str(bound.label),
        optional=_is_optional(bound, kind),
        control="" if kind == "choices" else bound.as_widget(),
    )


def _is_optional(bound: BoundField, kind: str) -> bool:
    if bound.field.required or kind == "checkbox" or not getattr(bound.form, "mark_optional", True):
        return False
    return bound.name not in getattr(bound.form, "required_at_times", ())


def _kind(widget: forms.Widget) -> str:
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "choices"
    return "checkbox" if isinstance(widget, forms.CheckboxInput) else "control"


def _native(widget: forms.Widget) -> None:
    """Dates and times use the browser's own picker, which takes and gives ISO values whatever the language is."""
    for kind, input_type, value_format in (
        (forms.DateInput, "date", "%Y-%m-%d"),
        (forms.TimeInput, "time", "%H:%M"),
        (forms.DateTimeInput, "datetime-local", "%Y-%m-%dT%H:%M"),
    ):
        if type(widget) is kind:
            widget.input_type, widget.format = input_type, value_format


def summary_of(form: BaseForm) -> list[ErrorLine]:
    """Every error of a bound form, in the order of the fields, those of the whole form first."""
    if not form.is_bound:
        return []
    lines = [ErrorLine(str(text), "") for text in form.errors.get(NON_FIELD_ERRORS, [])]
    for bound in form:
        if bound.errors:
            target = "" if bound.is_hidden else _target(bound)
            lines += [ErrorLine(_in_summary(bound, str(text)), target) for text in bound.errors]
    return lines


def _target(bound: BoundField) -> str:
    return f"{bound.auto_id}_0" if _kind(bound.field.widget) == "choices" else bound.auto_id


def _in_summary(bound: BoundField, text: str) -> str:
    """The same words as at the field, with the field's name in front so that the line stands alone."""
    form = _("%(field)s %(error)s") if str(bound.label).endswith(("?", ".", ":")) else _("%(field)s: %(error)s")
    return form % {"field": bound.label, "error": text}
