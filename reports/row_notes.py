"""What is said beside the title of a row: where and when it was treated, its deadline, and what its figure says of it.

In the language that is active.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from samhandling.core.dates import long_date


@dataclass(frozen=True)
class Met:
    """A committee's meeting; `is_last`: the last of several that treated a case."""

    committee: str
    day: dt.date
    is_last: bool = False

    def __str__(self) -> str:
        """«OSU 12. mars 2026», «sist behandlet i OSU 12. mars 2026»"""
        said = f"{self.committee} {long_date(self.day)}"
        return _("sist behandlet i %(meeting)s") % {"meeting": said} if self.is_last else said


def note_of(met: Met | None, due_on: dt.date | None, *more: str) -> str:
    """«OSU 12. mars 2026, frist 1. oktober 2026, 12 dager over fristen»"""
    deadline = _("frist %(day)s") % {"day": long_date(due_on)} if due_on else ""
    return capfirst(", ".join(part for part in (str(met or ""), deadline, *more) if part)) or ""
