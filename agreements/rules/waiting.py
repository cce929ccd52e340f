"""What stands between a council and its decision, and the one thing to do about it. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from agreements.enums import AdoptionStatus


class Action(StrEnum):
    """The one button of a row."""

    REGISTER = "register"
    PAPER = "paper"
    EXTEND = "extend"
    ANSWER = "answer"


class Hold(StrEnum):
    """Where the matter stands."""

    HELD = "held"  # the council has met, and nobody has said what it decided
    OVERDUE = "overdue"
    ASKED = "asked"  # for a longer deadline, without an answer yet
    TOO_LATE = "too_late"  # no meeting can be reached before the deadline
    POSTPONED = "postponed"
    NOT_SET_UP = "not_set_up"
    SET_UP = "set_up"


@dataclass(frozen=True)
class Council:
    """A meeting of the council, and the last day for papers to it."""

    on: dt.date
    papers_due: dt.date | None = None

    def takes_papers_on(self, day: dt.date) -> bool:
        return day <= (self.papers_due or self.on)


@dataclass(frozen=True)
class Treatment:
    """`meeting` is where the matter is set up, else the first where it still can be, else the last that was missed.

    `act_by` orders the rows.
    """

    hold: Hold
    action: Action
    deadline: dt.date | None
    act_by: dt.date | None
    meeting: Council | None = None


def treatment(
    *,
    status: str,
    today: dt.date,
    deadline: dt.date | None,
    council_on: dt.date | None = None,
    asked_to: dt.date | None = None,
    meetings: Iterable[Council] = (),
) -> Treatment:
    """How an undecided adoption stands on a day. `asked_to` is a longer deadline that nobody has answered."""
    is_set_up = status == AdoptionStatus.SCHEDULED and council_on is not None
    if is_set_up and council_on and council_on < today:
        return Treatment(Hold.HELD, Action.REGISTER, deadline, council_on, Council(council_on))
    coming = [meeting for meeting in meetings if meeting.on >= today]
    meeting = Council(council_on) if is_set_up and council_on else next_meeting(coming, today)
    if asked_to is not None:
        return Treatment(Hold.ASKED, Action.PAPER, deadline, deadline, meeting)
    if deadline and deadline < today:
        return Treatment(Hold.OVERDUE, Action.EXTEND, deadline, deadline, meeting)
    missed = max(coming, key=lambda council: council.on, default=None) if meeting is None else None
    if deadline and ((meeting and meeting.on > deadline) or (missed and missed.on >= deadline)):
        return Treatment(Hold.TOO_LATE, Action.EXTEND, deadline, deadline, meeting or missed)
    if is_set_up:
        action = Action.REGISTER if council_on == today else Action.PAPER
        return Treatment(Hold.SET_UP, action, deadline, council_on, meeting)
    hold = Hold.POSTPONED if status == AdoptionStatus.POSTPONED else Hold.NOT_SET_UP
    act_by = (meeting.papers_due or meeting.on) if meeting else deadline
    return Treatment(hold, Action.PAPER, deadline, act_by, meeting)


def next_meeting(meetings: Iterable[Council], today: dt.date) -> Council | None:
    """The first meeting that papers can still reach."""
    reachable = [meeting for meeting in meetings if meeting.on >= today and meeting.takes_papers_on(today)]
    return min(reachable, key=lambda meeting: meeting.on, default=None)
