"""Periods of reports: quarters, half-years, years, or any days. Pure."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from samhandling.core.dates import long_date

_ADDRESS = re.compile(r"^(?P<year>\d{4})(?:-(?P<part>[kh])(?P<number>[1-4]))?$")
_DAYS = re.compile(r"^(?P<first>\d{4}-\d{2}-\d{2})--(?P<last>\d{4}-\d{2}-\d{2})$")
_MONTHS = {"k": 3, "h": 6}
#: What is asked for lies within these years: there are no records before, and the periods before it must have dates.
YEARS = (2000, 2100)


@dataclass(frozen=True, order=True)
class Period:
    """From `first` to and including `last`. Raises ValueError when it ends before it starts.

    In addresses: `2026`, `2026-k3` (quarter), `2026-h1` (half-year), `2026-01-15--2026-03-02`.
    """

    first: dt.date
    last: dt.date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(_("Perioden slutter før den begynner."))

    @classmethod
    def asked(cls, first: dt.date, last: dt.date) -> Period:
        """As somebody wrote it. Raises ValueError for years that lie too far away, too."""
        period = cls(first, last)
        if first.year < YEARS[0] or last.year > YEARS[1]:
            raise ValueError(
                _("Perioden må ligge mellom %(first)s og %(last)s.") % {"first": YEARS[0], "last": YEARS[1]}
            )
        return period

    @classmethod
    def quarter(cls, year: int, number: int) -> Period:
        return _part(year, number, 3)

    @classmethod
    def half_year(cls, year: int, number: int) -> Period:
        return _part(year, number, 6)

    @classmethod
    def year(cls, year: int) -> Period:
        return _part(year, 1, 12)

    @classmethod
    def parse(cls, text: str) -> Period:
        """The period an address names. Raises ValueError."""
        if days := _DAYS.match(text):
            return cls.asked(dt.date.fromisoformat(days["first"]), dt.date.fromisoformat(days["last"]))
        found = _ADDRESS.match(text)
        if found is None or not YEARS[0] <= int(found["year"]) <= YEARS[1]:
            raise ValueError(_("Perioden «%(text)s» finnes ikke.") % {"text": text})
        months = _MONTHS.get(found["part"] or "", 12)
        number = int(found["number"] or 1)
        if number * months > 12:
            raise ValueError(_("Perioden «%(text)s» finnes ikke.") % {"text": text})
        return _part(int(found["year"]), number, months)

    @classmethod
    def rolling_year(cls, today: dt.date) -> Period:
        """The twelve months up to and including a day."""
        last_year = today.replace(year=today.year - 1, day=28 if (today.month, today.day) == (2, 29) else today.day)
        return cls(last_year + dt.timedelta(days=1), today)

    @classmethod
    def last_whole_quarter(cls, today: dt.date) -> Period:
        """The quarter that ended most recently before a day."""
        return cls.quarter(today.year, (today.month - 1) // 3 + 1).before

    @property
    def slug(self) -> str:
        """As `parse` reads it."""
        year = self.first.year
        for name, months in (("", 12), ("h", 6), ("k", 3)):
            for number in range(1, 12 // months + 1):
                if self == _part(year, number, months):
                    return f"{year}-{name}{number}" if name else str(year)
        return f"{self.first.isoformat()}--{self.last.isoformat()}"

    @property
    def label(self) -> str:
        """«3. kvartal 2026», «1. halvår 2026», «2026», «15. januar–2. mars 2026»."""
        found = _ADDRESS.match(self.slug)
        if found is None:
            return f"{long_date(self.first)} – {long_date(self.last)}"
        if found["part"] is None:
            return found["year"]
        words = _("%(number)s. kvartal %(year)s") if found["part"] == "k" else _("%(number)s. halvår %(year)s")
        return words % {"number": found["number"], "year": found["year"]}

    @property
    def before(self) -> Period:
        """The one just before: the quarter, half-year or year before, else as many days."""
        found = _ADDRESS.match(self.slug)
        last = self.first - dt.timedelta(days=1)
        if found is None:
            return Period(last - (self.last - self.first), last)
        months = _MONTHS.get(found["part"] or "", 12)
        return _part(last.year, (last.month - 1) // months + 1, months)

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def __contains__(self, day: object) -> bool:
        return isinstance(day, dt.date) and self.first <= day <= self.last


def recent(period: Period, count: int) -> list[Period]:
    """A period and those before it, the newest last."""
    found = [period]
    while len(found) < count:
        found.insert(0, found[0].before)
    return found


def _part(year: int, number: int, months: int) -> Period:
    """The `number`-th stretch of so many months in a year, counted from 1."""
    first_month = (number - 1) * months + 1
    last_month = number * months
    after = dt.date(year + last_month // 12, last_month % 12 + 1, 1)
    return Period(dt.date(year, first_month, 1), after - dt.timedelta(days=1))
