"""Filters for Norwegian dates and numbers, in the language of the page: `{% load norsk %}`. See `core.dates`."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

from django import template
from django.utils import timezone
from django.utils.translation import get_language

from samhandling.core import dates

register = template.Library()


def _language() -> str:
    return get_language() or "nb"


@register.filter
def dato(value: date | None) -> str:
    """21. september 2026"""
    return dates.long_date(value) if value else ""


@register.filter
def dato_kort(value: date | None) -> str:
    """21. sep."""
    return dates.short_date(value) if value else ""


@register.filter
def dag_maaned(value: date | None) -> str:
    """21. september"""
    return dates.day_and_month(value) if value else ""


@register.filter
def ukedag_dato(value: date | None) -> str:
    """torsdag 21. september 2026"""
    return dates.weekday_date(value, _language()) if value else ""


@register.filter
def klokke(value: datetime | None) -> str:
    """12.30"""
    return dates.clock(value) if value else ""


@register.filter
def tidsrom(start: datetime | None, end: datetime | None = None) -> str:
    """`{{ meeting.start|tidsrom:meeting.end }}` → kl. 12.30–15.30, which a browser must not break after the dash"""
    return re.sub(r"(?<=\d)–", "–\u2060", dates.time_range(start, end)) if start else ""


@register.filter
def naar(value: datetime | None) -> str:
    """i dag kl. 07.52"""
    return dates.when(value, timezone.now(), _language()) if value else ""


@register.filter
def tall(value: float | Decimal | None, decimals: int | None = None) -> str:
    """12 400; `{{ kroner|tall:2 }}` → 12 400,00"""
    return dates.number(value, decimals) if value is not None and value != "" else ""


@register.filter
def minutter(value: int | None) -> str:
    """2 t 55 min"""
    return dates.duration(value) if value is not None else ""


@register.filter
def relativ_frist(value: date | None, day: date | None = None) -> str:
    """3 dager over · i morgen · om 5 dager; counted from `day` on a page that shows another day than today"""
    return dates.relative_deadline(value, day or timezone.localdate(), _language()) if value else ""
