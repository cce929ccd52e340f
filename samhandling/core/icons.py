"""The icons of the site: 24 × 24, one colour, drawn inline so that they take the text's colour under a strict CSP.

The status figures (`done` … `exempt`) are ours; each has its own shape, so a status never depends on colour.
"""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

_ROUND = "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20"
_RING = "m0 2a8 8 0 1 0 0 16 8 8 0 0 0 0-16"


def _path(d: str) -> str:
    return f'<path fill-rule="evenodd" d="{d}"/>'


ICONS: dict[str, str] = {
    # Status figures
    "done": _path(f"{_ROUND}m4.9 7.2-5.8 6.6a1 1 0 0 1-1.4.1l-3-2.8 1.3-1.5 2.2 2 5.2-5.8z"),
    "underway": _path(f"{_ROUND}m0 18V4a8 8 0 0 1 0 16"),
    "sent": _path(f"{_ROUND}{_RING}m0 5a3 3 0 1 1 0 6 3 3 0 0 1 0-6"),
    "open": _path(f"{_ROUND}{_RING}"),
    "waiting": '<circle cx="12" cy="12" r="9" fill="none" stroke="currentColor" stroke-width="2"'
    ' stroke-dasharray="3.6 3.4"/>',
    "postponed": _path(
        "M4 3h16a1 1 0 0 1 1 1v16a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1m4.5 4.5v9h2.4v-9zm4.6 0v9h2.4v-9z"
    ),
    "deviation": _path("M12 1.5 22.5 12 12 22.5 1.5 12zM11 7v6.5h2V7zm0 8.2v2.1h2v-2.1z"),
    "rejected": _path(
        "M7.9 2h8.2L22 7.900v8.200L16.100 22H7.900L2 16.100V7.900zm.9 5.400L7.400 8.800l3.200"
        " 3.200-3.200 3.200 1.400 1.400"
        " 3.200-3.200 3.200 3.200 1.400-1.400-3.200-3.200 3.200-3.200-1.400-1.400-3.200 3.200z"
    ),
    "overdue": _path("M12 2.200 23 21.500H1zM11 9v6h2V9zm0 7.500v2.200h2v-2.200z"),
    "exempt": _path(
        "M7 9V7a5 5 0 0 1 10 0v2h1.500A1.500 1.500 0 0 1 20 10.500v9a1.500 1.500 0 0 1-1.500 1.500h-13A1.500 1.500"
        " 0 0 1 4 19.500v-9A1.500 1.500 0 0 1 5.500 9zm2 0h6V7a3 3 0 0 0-6 0zm2 4.500v3.500h2v-3.500z"
    ),
    "clock": _path(f"{_ROUND}{_RING}m-1 3h2v4.600l3 1.800-1 1.700-4-2.400z"),
    "info": _path(f"{_ROUND}m-1 4h2v2.200h-2zm0 4.200h2V18h-2z"),
    # Things and actions
    "saved": _path(
        "M7 19.500a5 5 0 0 1-.6-9.960A6 6 0 0 1 17.900 9a5.300 5.300 0 0 1-.4 10.500zm8.700-9.100-5 5-2.200-2.200-1.300"
        " 1.300 3.500 3.500 6.300-6.300z"
    ),
    "pencil": _path("m15.700 3.300 5 5L8.500 20.500 3 21l.5-5.500zm-9.800 13-.2 2 2-.2L17.900 8.300l-2.200-2.200z"),
    "menu": _path("M3 6h18v2H3zm0 5h18v2H3zm0 5h18v2H3z"),
    "plus": _path("M11 4h2v7h7v2h-7v7h-2v-7H4v-2h7z"),
    "close": _path(
        "m6.400 5 5.600 5.600L17.600 5 19 6.400 13.400 12l5.600 5.600-1.400 1.400-5.600-5.600L6.400 19 5"
        " 17.600 10.600 12 5 6.400z"
    ),
    "up": _path("m12 6 7 7-1.500 1.500L13 10v9h-2v-9l-4.500 4.500L5 13z"),
    "down": _path("m12 19-7-7 1.500-1.500L11 15V6h2v9l4.500-4.500L19 12z"),
    "left": _path("M15 4.500 7.500 12l7.500 7.500 1.400-1.500-6-6 6-6z"),
    "right": _path("m9 4.500 7.500 7.500L9 19.500 7.600 18l6-6-6-6z"),
    "chevron-down": _path("M12 16.500 4.500 9 6 7.600l6 6 6-6L19.500 9z"),
    "clip": _path(
        "M16.500 6.500v9.700a4.400 4.400 0 0 1-8.800 0V5.800a2.900 2.900 0 0 1 5.800 0v9.600a1.400 1.400"
        " 0 0 1-2.800 0V7H9.100"
        "v8.400a3 3 0 0 0 6 0V5.800a4.500 4.500 0 0 0-9 0v10.400a6 6 0 0 0 12 0V6.500z"
    ),
    "download": _path(
        "M11 3h2v9.500l3.500-3.500 1.400 1.400L12 16.300l-5.900-5.900L7.500 9l3.500 3.500zM4 18h16v2.200H4z"
    ),
    "upload": _path("M12 3.700l5.900 5.900-1.400 1.400L13 7.500V17h-2V7.500L7.500 11 6.100 9.600zM4 18h16v2.200H4z"),
    "calendar": _path(
        "M7 2h2v2h6V2h2v2h3a1 1 0 0 1 1 1v15a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1h3zm12 8H5v9h14z"
    ),
    "people": _path(
        "M9 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8m0 9.500c4 0 7 2 7 4.700V20H2v-1.800c0-2.700 3-4.700 7-4.700"
        "m7.500-8.300a3.400 3.400"
        " 0 0 1 .3 6.800 6 6 0 0 0-.8-6.800zm1.300 8.700c2.600.5 4.400 2 4.400 4V20h-4.200"
        "v-1.800c0-1.700-.8-3.200-2.200-4.300z"
    ),
    "document": _path(
        "M6 2h8.500L20 7.500V21a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1V3a1 1 0 0 1 1-1m1 2v16h11V9h-5V4zm2 8h7v1.800H9zm0"
        " 3.700h7v1.800H9z"
    ),
    "place": _path(
        "M12 2a7 7 0 0 1 7 7c0 5-7 13-7 13S5 14 5 9a7 7 0 0 1 7-7m0 4.500a2.500 2.500 0 1 0 0 5 2.500 2.500 0 0 0 0-5"
    ),
    "video": _path("M3 6h11a1 1 0 0 1 1 1v3l6-3.500v11L15 14v3a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1"),
    "key": _path("M8 7a5 5 0 0 1 4.900 4H22v2h-2v3h-2v-3h-5.100A5 5 0 1 1 8 7m0 2a3 3 0 1 0 0 6 3 3 0 0 0 0-6"),
    "chat": _path(
        "M4 3h16a1 1 0 0 1 1 1v12a1 1 0 0 1-1 1h-8l-5 4.500V17H4a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1m1 2v10h4v2l2.200-2H19V5z"
    ),
    "external": _path("M13 3h8v8h-2V6.400l-8.300 8.300-1.400-1.400L17.600 5H13zM4 5h6v2H6v11h11v-4h2v6H4z"),
    "search": _path(
        "M10.500 3a7.500 7.500 0 0 1 5.900 12.100l5 5-1.400 1.400-5-5A7.500 7.500 0 1 1 10.500 3m0 2"
        "a5.500 5.500 0 1 0 0 11 5.500 5.500 0 0 0 0-11"
    ),
    "retry": _path("M12 4a8 8 0 0 1 6.900 4H16v2h6V4h-2v2.300A10 10 0 1 0 22 12h-2a8 8 0 1 1-8-8"),
    "offline": _path(
        "m3.400 2 18.600 18.600-1.400 1.400-2.700-2.700q-.2 0-.4.2H7A5 5 0 0 1 6.400 9.500L2 3.400z"
        "M9.700 4.300A6 6 0 0 1 17.900 9a5.300"
        " 5.300 0 0 1 3.400 8.700z"
    ),
    # Writing rich text
    "bold": _path(
        "M7 4h6.500a4.250 4.250 0 0 1 2.900 7.350A4.500 4.500 0 0 1 13.900 20H7zm2.500 2.300v4.300h3.600"
        "a2.150 2.150 0 0 0"
        " 0-4.300zm0 6.600v4.800h4.200a2.400 2.400 0 0 0 0-4.800z"
    ),
    "italic": _path("M10 4h8v2.200h-2.900L11.600 17.800H14V20H6v-2.200h2.900L12.400 6.200H10z"),
    "list": _path(
        "M4 5h2.500v2.500H4zm5 .2h11v2H9zM4 10.800h2.500v2.500H4zm5 .2h11v2H9zm-5 5.600h2.500v2.500H4zm5 .2h11v2H9z"
    ),
    "numbered": _path(
        "M5 4h1.500v4.500H5V5.600H4V4.500zm-1 6.500h3v1.300L5.600 13.700H7V15H4v-1.200l1.500-2H4zM4"
        " 16.500h3v4H4v-1.100h1.800v-.5H4.800"
        "v-.9h1v-.5H4zM9 5.200h11v2H9zm0 5.800h11v2H9zm0 5.800h11v2H9z"
    ),
    "quote": _path("M4 6h6.500v6.500L8 18H5l2-5.500H4zm9.500 0H20v6.500L17.500 18h-3l2-5.500h-3z"),
    "footnote": _path("M3 7h9v2H8.600v9H6.400V9H3zm13-3h1.600v7H16V6.200l-1.500.6V5.200z"),
    "link": _path(
        "M9.500 8H7a4 4 0 0 0 0 8h2.500v2H7A6 6 0 0 1 7 6h2.500zm5 0V6H17a6 6 0 0 1 0 12h-2.500v-2H17a4"
        " 4 0 0 0 0-8zM8 11h8v2H8z"
    ),
    "table": _path(
        "M4 4h16a1 1 0 0 1 1 1v14a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1m1 6v3h6v-3zm8 0v3h6v-3zm-8 5v3h6v-3z"
        "m8 0v3h6v-3z"
    ),
    "undo": _path("M9 5 4 10l5 5v-3.800h5a3.400 3.400 0 0 1 0 6.800H9v2h5a5.400 5.400 0 0 0 0-10.800H9z"),
    "redo": _path("M15 5l5 5-5 5v-3.800h-5a3.400 3.400 0 0 0 0 6.800h5v2h-5a5.400 5.400 0 0 1 0-10.800h5z"),
    "handle": "".join(f'<circle cx="{x}" cy="{y}" r="1.700"/>' for y in (6, 12, 18) for x in (9, 15)),
}


def icon(name: str, css_class: str = "") -> SafeString:
    """The named icon; an unknown name raises `KeyError`, so that a misspelt one is found by the first test."""
    return format_html(
        '<svg class="i{}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>',
        f" {css_class}" if css_class else "",
        mark_safe(ICONS[name]),  # noqa: S308 — our own constant above
    )
