"""`{% load redline %}`: compared texts on a page."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from samhandling.core.text import BlockChange

register = template.Library()

_HEADING = re.compile(r"<(/?)h([2-4])\b")
DEEPER = 2
"""A text's own h2 stands below the section's heading, which is an h3."""


@register.filter
def as_read(html: str, label: str = "") -> SafeString:
    """Clean or compared HTML under a section's heading: its headings deeper, its tables in boxes that scroll.

    `label` says where a table stands. A box is a group and no landmark, since each table stands there thrice.
    """
    name = escape(_("Tabell i %(section)s") % {"section": label} if label else _("Tabell"))
    box = f'<div class="table-scroll" role="group" tabindex="0" aria-label="{name}"><table'
    html = _HEADING.sub(lambda found: f"<{found[1]}h{int(found[2]) + DEEPER}", html)
    html = html.replace("<table", box).replace("</table>", "</table></div>")
    return mark_safe(html)  # noqa: S308 — clean HTML, or built from it


@register.filter
def side_by_side(blocks: Iterable[BlockChange]) -> list[BlockChange]:
    """A block that is taken out and the new one in its place, beside each other and not one below the other."""
    rows: list[BlockChange] = []
    for block in blocks:
        if block.kind == "added" and rows and rows[-1].kind == "removed":
            gone = rows.pop()
            rows.append(BlockChange("changed", gone.old, block.new, SafeString(gone.inline + block.inline)))
        else:
            rows.append(block)
    return rows


@register.filter
def in_fours(digest: str) -> str:
    """A checksum in groups, as it is read aloud: `7f3a 91c2 …`."""
    return " ".join(digest[place : place + 4] for place in range(0, len(digest), 4))


@register.filter
def lower_first(text: str) -> str:
    """After a comma: «låst 9. mars 2017»."""
    return text[:1].lower() + text[1:]
