"""Dates, times and numbers as Norwegians write them (Språkrådet): «21. september 2026», «kl. 12.30», «12 400».

Pure functions; the template filters in `templatetags/norsk.py` give them the language of the page.
`language` is `nb` or `nn`. Aware datetimes are shown in the site's time zone.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone

NBSP = "\u00a0"

MONTHS = [
    "januar",
    "februar",
    "mars",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "desember",
]  # the same in both languages
MONTHS_SHORT = [
    "jan.",
    "feb.",
    "mars",
    "apr.",
    "mai",
    "juni",
    "juli",
    "aug.",
    "sep.",
    "okt.",
    "nov.",
    "des.",
]
WEEKDAYS = {
    "nb": ["mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"],
    "nn": ["måndag", "tysdag", "onsdag", "torsdag", "fredag", "laurdag", "søndag"],
}
_COUNTS = {
    "nb": [
        "ingen",
        "én",
        "to",
        "tre",
        "fire",
        "fem",
        "seks",
        "sju",
        "åtte",
        "ni",
        "ti",
        "elleve",
        "tolv",
    ],
    "nn": [
        "ingen",
        "éin",
        "to",
        "tre",
        "fire",
        "fem",
        "seks",
        "sju",
        "åtte",
        "ni",
        "ti",
        "elleve",
        "tolv",
    ],
}
_WORDS = {
    "nb": {
        "day": "dag",
        "days": "dager",
        "tomorrow": "i morgen",
        "yesterday": "i går",
        "today": "i dag",
    },
    "nn": {
        "day": "dag",
        "days": "dagar",
        "tomorrow": "i morgon",
        "yesterday": "i går",
        "today": "i dag",
    },
}


def _language(language: str) -> str:
    return "nn" if language.startswith("nn") else "nb"


def local_day(value: date) -> date:
    """The calendar day of a date or a datetime, in the site's time zone when it is aware."""
    if isinstance(value, datetime):
        return (timezone.localtime(value) if timezone.is_aware(value) else value).date()
    return value


def _local(value: datetime) -> datetime:
    return timezone.localtime(value) if timezone.is_aware(value) else value


def long_date(value: date) -> str:
    """21. september 2026"""
    day = local_day(value)
    return f"{day.day}.{NBSP}{MONTHS[day.month - 1]} {day.year}"


def day_and_month(value: date) -> str:
    """21. september"""
    day = local_day(value)
    return f"{day.day}.{NBSP}{MONTHS[day.month - 1]}"


def short_date(value: date) -> str:
    """21. sep."""
    day = local_day(value)
    return f"{day.day}.{NBSP}{MONTHS_SHORT[day.month - 1]}"


def weekday(value: date, language: str = "nb") -> str:
    return WEEKDAYS[_language(language)][local_day(value).weekday()]


def weekday_date(value: date, language: str = "nb") -> str:
    """torsdag 21. september 2026"""
    return f"{weekday(value, language)} {long_date(value)}"


def clock(value: datetime) -> str:
    """12.30"""
    return _local(value).strftime("%H.%M")


def time_range(start: datetime, end: datetime | None) -> str:
    """«kl. 12.30–15.30»; with the date on both sides when it ends on another day."""
    if end is None:
        return f"kl.{NBSP}{clock(start)}"
    if local_day(start) == local_day(end):
        return f"kl.{NBSP}{clock(start)}–{clock(end)}"
    return f"{day_and_month(start)} kl.{NBSP}{clock(start)} – {day_and_month(end)} kl.{NBSP}{clock(end)}"


def when(value: datetime, now: datetime, language: str = "nb") -> str:
    """«i dag kl. 07.52», «i går kl. 20.14», «9. mars 2017 kl. 15.40»."""
    words = _WORDS[_language(language)]
    days = (local_day(now) - local_day(value)).days
    name = {0: words["today"], 1: words["yesterday"]}.get(days)
    if name is None:
        same_year = local_day(now).year == local_day(value).year
        name = day_and_month(value) if same_year else long_date(value)
    return f"{name} kl.{NBSP}{clock(value)}"


def number(value: float | Decimal, decimals: int | None = None) -> str:
    """Thousands apart by a non-breaking space from 10 000 on, comma before decimals, a real minus sign."""
    exact = Decimal(str(value))
    if decimals is not None:
        exact = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    sign, digits = ("−" if exact < 0 else ""), f"{abs(exact):f}"
    whole, _, fraction = digits.partition(".")
    if len(whole) > 4:
        whole = f"{int(whole):,}".replace(",", NBSP)
    return f"{sign}{whole}" + (f",{fraction}" if fraction else "")


def count_word(count: int, language: str = "nb") -> str:
    """«tre»; digits above twelve."""
    words = _COUNTS[_language(language)]
    return words[count] if 0 <= count < len(words) else number(count)


def duration(minutes: int) -> str:
    """«2 t 55 min», «45 min», «3 t»."""
    hours, rest = divmod(int(minutes), 60)
    parts = [f"{hours}{NBSP}t"] if hours else []
    if rest or not hours:
        parts.append(f"{rest}{NBSP}min")
    return " ".join(parts)


def relative_deadline(deadline: date, today: date, language: str = "nb") -> str:
    """«3 dager over», «i dag», «i morgen», «om 5 dager»; the date itself when it is more than three weeks off."""
    words = _WORDS[_language(language)]
    days = (local_day(deadline) - local_day(today)).days
    if days < 0:
        return f"{-days}{NBSP}{words['day'] if days == -1 else words['days']} over"
    if days <= 1:
        return words["tomorrow"] if days else words["today"]
    if days <= 21:
        return f"om {days}{NBSP}{words['days']}"
    same_year = local_day(deadline).year == local_day(today).year
    return day_and_month(deadline) if same_year else long_date(deadline)
