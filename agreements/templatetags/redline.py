"""`{% load redline %}`: compared texts on a page."""

from __future__ import annotations

import re

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

register = template.Library()

_HEADING = re.compile(r"<(/?)h([2-4])\b")
_TABLE = re.compile(r"<table\b")
DEEPER = 2
"""A text's own h2 stands below the section's heading, which is an h3."""


@register.filter
def as_read(html: str, label: str = "") -> SafeString:
    """Clean or compared HTML under a section's heading: its headings deeper, its tables in boxes that scroll.

    `label` says where the table stands, so that no two boxes have the same name.
    """
    html = _HEADING.sub(lambda found: f"<{found[1]}h{int(found[2]) + DEEPER}", html)
    name = escape(_("Tabell i %(section)s") % {"section": label} if label else _("Tabell"))
    count = 0

    def boxed(_found: re.Match[str]) -> str:
        nonlocal count
        count += 1
        own = f"{name} ({count})" if count > 1 else name
        return f'<div class="table-scroll" role="region" tabindex="0" aria-label="{own}"><table'

    html = _TABLE.sub(boxed, html).replace("</table>", "</table></div>")
    return mark_safe(html)  # noqa: S308 — clean HTML, or built from it


@register.filter
def in_fours(digest: str) -> str:
    """A checksum in groups, as it is read aloud: `7f3a 91c2 …`."""
    return " ".join(digest[place : place + 4] for place in range(0, len(digest), 4))
