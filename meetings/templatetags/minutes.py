"""Tags of the minutes: fields that save themselves, and plain text as it is read. `{% load minutes %}`"""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe

from meetings.forms.minutes import RowForm, shown
from meetings.selectors.minutes import speaker
from samhandling.core.text import plain_to_html

register = template.Library()

register.filter("speaker", speaker)


@register.filter
def as_read(text: str) -> SafeString:
    """Plain text with its paragraphs and lists: `{{ item.decision|as_read }}`."""
    return mark_safe(plain_to_html(text))  # noqa: S308 — plain_to_html escapes every word


@register.inclusion_tag("meetings/minutes_field.html", takes_context=True)
def saved_field(
    context: Context, form: RowForm, name: str, label: str = "", hide_label: bool = False, look: str = ""
) -> dict[str, Any]:
    """One field of a row, saved by itself: `{% saved_field form "note" %}`; `look="toggle"` puts radios in a row."""
    bound = form[name]
    assert form.row is not None
    return {
        "field": bound,
        "form": form,
        "row": form.row,
        "name": name,
        "label": label,
        "hide_label": hide_label,
        "look": look,
        "revision": form.row.revision_of(name),
        "seen": shown(form, name),
        "panel": context["panel"],
        "meeting": context["meeting"],
        "partnership": context["partnership"],
    }
