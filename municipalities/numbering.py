"""Formats of item numbers: `14/26`, `2026/14`, `03/2017`, `PS 57/10`."""

from __future__ import annotations

import re
from string import Formatter

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_FIELDS = {
    "nr": re.compile(r"^(0\d)?$"),
    "yy": re.compile(r"^$"),
    "yyyy": re.compile(r"^$"),
}


def format_number(number_format: str, *, number: int, year: int) -> str:
    """`format_number("{nr:02}/{yyyy}", number=3, year=2017)` is `03/2017`."""
    return number_format.format(nr=number, yy=f"{year % 100:02}", yyyy=year)


def validate_number_format(value: str) -> None:
    """Raise ValidationError unless the format has `{nr}`, a year, and nothing that cannot be filled in."""
    try:
        parts = [
            (name, spec, conversion) for _text, name, spec, conversion in Formatter().parse(value) if name is not None
        ]
    except ValueError:
        raise ValidationError(
            _("Formatet kan ikke leses. Sjekk at hver { har en }."),
            code="number_format",
        ) from None
    for name, spec, conversion in parts:
        if name not in _FIELDS or conversion or not _FIELDS[name].match(spec or ""):
            shown = (f"!{conversion}" if conversion else "") + (f":{spec}" if spec else "")
            raise ValidationError(
                _("«%(field)s» kan ikke brukes. Bruk {nr}, {yy} og {yyyy}."),
                code="number_format",
                params={"field": "{" + name + shown + "}"},
            )
    names = [name for name, _spec, _conversion in parts]
    if names.count("nr") != 1 or not {"yy", "yyyy"} & set(names):
        raise ValidationError(
            _("Formatet må ha {nr} én gang og et årstall, {yy} eller {yyyy}."),
            code="number_format",
        )
