"""Deadlines and standings of a consultation's parties. Pure: nothing here asks the database."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum


class Standing(StrEnum):
    """How far a party has come, as the reader may know it."""

    SENT = "sent"
    SENT_LATE = "sent_late"
    WRITING = "writing"
    WAITING = "waiting"
    OVERDUE = "overdue"
    SILENT = "silent"  # the consultation was closed without an answer


def deadline_of(common: dt.date, own: dt.date | None) -> dt.date:
    """A party's own longer deadline, unless that of all has been moved past it."""
    return max(common, own) if own else common


def is_late(common: dt.date, own: dt.date | None, day: dt.date) -> bool:
    """The deadline's own day is in time."""
    return day > deadline_of(common, own)


def standing_of(
    *, is_sent: bool, was_late: bool, is_written: bool, is_closed: bool, deadline: dt.date, today: dt.date
) -> Standing:
    """`is_written` only for those who may know that a draft is there."""
    if is_sent:
        return Standing.SENT_LATE if was_late else Standing.SENT
    if is_closed:
        return Standing.SILENT
    if today > deadline:
        return Standing.OVERDUE
    return Standing.WRITING if is_written else Standing.WAITING
