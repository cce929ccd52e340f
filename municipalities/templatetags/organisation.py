"""Small pieces of text on the organisation's pages: `{% load organisation %}`."""

from __future__ import annotations

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from municipalities.models import Municipality, Partnership
from samhandling.core.dated import Dated
from samhandling.core.dates import long_date

register = template.Library()


@register.filter
def period(row: Dated) -> str:
    """`{{ appointment|period }}` → fra 1. januar 2024 til 31. desember 2027"""
    start = long_date(row.valid_from)
    if row.valid_to is None:
        return _("fra %(start)s") % {"start": start}
    return _("fra %(start)s til %(end)s") % {"start": start, "end": long_date(row.valid_to)}


@register.simple_tag
def municipality_link(partnership: Partnership, municipality: Municipality, current: Municipality) -> SafeString:
    """Name and number, linked unless the page is about this very municipality."""
    if municipality == current:
        return format_html('<span class="strong">{} ({})</span>', municipality.name, municipality.number)
    url = reverse("municipalities:municipality-detail", args=[partnership.slug, municipality.number])
    return format_html('<a class="ds-link" href="{}">{} ({})</a>', url, municipality.name, municipality.number)
