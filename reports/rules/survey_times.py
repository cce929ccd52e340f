"""When a survey takes answers, and when its counts may be read. Pure.

It ends when a coordinator closes it, or when its last day is over. A form that was open at that moment may still be
sent in for half an hour, so that nobody loses what they were writing. The counts are read after that: counts that can
be read while answers arrive tell what the last one said.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from reports.enums import SurveyState
from reports.models import Survey

GRACE = dt.timedelta(minutes=30)


@dataclass(frozen=True)
class SurveyTimes:
    """One survey at one moment."""

    state: str
    ends_at: dt.datetime
    now: dt.datetime

    @property
    def is_draft(self) -> bool:
        return self.state == SurveyState.DRAFT

    @property
    def is_open(self) -> bool:
        return self.state == SurveyState.OPEN and self.now < self.ends_at

    @property
    def is_settling(self) -> bool:
        """Over, but forms that were open may still come in."""
        return not self.is_draft and not self.is_open and self.now < self.ends_at + GRACE

    @property
    def is_counted(self) -> bool:
        return not self.is_draft and self.now >= self.ends_at + GRACE

    @property
    def counted_at(self) -> dt.datetime:
        return self.ends_at + GRACE

    def takes(self, opened_at: dt.datetime | None) -> bool:
        """Whether an answer may be sent in now, in a form opened at `opened_at` (None: nobody knows when)."""
        if self.is_open:
            return True
        return self.is_settling and opened_at is not None and opened_at <= self.ends_at


def times_of(survey: Survey, now: dt.datetime | None = None) -> SurveyTimes:
    last = dt.datetime.combine(survey.closes_on + dt.timedelta(days=1), dt.time(), timezone.get_current_timezone())
    return SurveyTimes(survey.state, survey.closed_at or last, now or timezone.now())
