"""Where the cases that indicators count were treated last, in words: a case alone does not say when it was."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from meetings.models import AgendaItem
from meetings.querysets import PUBLISHED
from samhandling.core.dates import local_day, long_date


@dataclass(frozen=True)
class Treated:
    committee: str
    day: dt.date

    @property
    def where(self) -> str:
        return f"{self.committee} {long_date(self.day)}"


def last_treatments(cases: Iterable[int]) -> dict[int, Treated]:
    """The newest meeting that is over of each case that has stood openly on its agenda. One query."""
    items = AgendaItem.objects.filter(case__in=cases, meeting__state__in=PUBLISHED, withdrawn_at__isnull=True)
    over = items.filter(meeting__starts_at__lte=timezone.now(), number__isnull=False, is_exempt=False)
    rows = over.order_by("meeting__starts_at", "pk")
    columns = ("case_id", "meeting__committee__short_name", "meeting__starts_at")
    return {case: Treated(name, local_day(starts_at)) for case, name, starts_at in rows.values_list(*columns)}


def deadline_of(day: dt.date | None) -> str:
    return _("frist %(day)s") % {"day": long_date(day)} if day else ""


def told(*parts: str) -> str:
    """«OSU 12. mars 2026, frist 1. oktober 2026»"""
    return capfirst(", ".join(part for part in parts if part)) or ""
