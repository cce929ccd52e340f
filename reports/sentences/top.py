"""The three sentences at the top of a report: how far the agreements have come, what must be decided, what was done.

Each function takes what it may say and the language, and gives one whole sentence.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from reports.period import Period
from reports.sentences.grammar import counted, of_all, on_day, sentence, word_of
from reports.sentences.texts import text
from samhandling.core.dates import count_word, long_date, number


@dataclass(frozen=True)
class Progress:
    """Texts that are with the councils. `agreement` is what the only one is called in a sentence («delavtale 4»).

    `where` is the group's name in a region's report; `name` the municipality's in its own, with its own decisions.
    """

    agreements: int
    adopted: int
    total: int
    agreement: str = ""
    where: str = ""
    name: str = ""
    own_adopted: int = 0
    own_total: int = 0


def progress(facts: Progress, language: str) -> str:
    if not facts.agreements or not facts.total:
        return sentence(text("none_out", language))
    where = _where(facts.where, language)
    agreement = facts.agreement or text("new_agreement", language)
    count = word_of(facts.agreements, "agreement", language)
    if facts.adopted == facts.total and facts.total > facts.agreements:
        key = "all_adopted_one" if facts.agreements == 1 else "all_adopted"
        return sentence(text(key, language, where=where, agreement=agreement, count=count))
    if facts.agreements == 1:
        who = of_all(facts.adopted, facts.total, "municipality", language)
        said = text("adopted_one", language, municipalities=who, where=where, agreement=agreement)
    else:
        total = number(facts.total) if facts.adopted else count_word(facts.total, language)
        key = "adopted" if facts.adopted else "adopted_none"
        said = text(key, language, adopted=number(facts.adopted), total=total, where=where, count=count)
    return sentence(said + _own(facts, language))


def _own(facts: Progress, language: str) -> str:
    """How the municipality itself stands; empty when it says nothing new."""
    if not facts.name or not facts.own_total or not facts.adopted:
        return ""
    if facts.agreements == 1:
        return text("among_them" if facts.own_adopted else "not_among_them", language, name=facts.name)
    if facts.own_total == 1:
        return ""
    if facts.own_adopted == facts.own_total:
        key = "own_both" if facts.own_total == 2 else "own_all"
    else:
        key = "own_some" if facts.own_adopted else "own_none"
    part = word_of(facts.own_adopted, "agreement", language)
    own = word_of(facts.own_total, "agreement", language)
    return text(key, language, name=facts.name, part=part, own=own)


@dataclass(frozen=True)
class Waits:
    """What one council has still to decide: the deadline of each, and the day it can be treated.

    `held` are besides: the council had them on its agenda, last on `held_on`, and nobody has said what it decided.
    """

    name: str
    deadlines: Sequence[dt.date | None]
    agreement: str = ""  # what the only one is called
    meeting: dt.date | None = None
    is_set_up: bool = False
    held: int = 0
    held_on: dt.date | None = None


def council_must(facts: Waits, today: dt.date, language: str) -> str:
    count = len(facts.deadlines)
    if not count:
        return sentence(_held(facts, today, language) or text("nothing_waits", language, name=facts.name))
    if count == 1 and facts.agreement:
        said = text("must_one", language, name=facts.name, agreement=facts.agreement)
    else:
        said = text("must", language, name=facts.name, agreements=counted(count, "agreement", language))
    said += _deadline(facts.deadlines, today, language) + _meeting(facts, today, language)
    if facts.held:
        key = "besides_one" if facts.held == 1 else "besides"
        said += text(key, language, decisions=counted(facts.held, "decision", language))
    return sentence(said)


def _held(facts: Waits, today: dt.date, language: str) -> str:
    """When nothing else waits; empty when nothing was held."""
    if facts.held == 1 and facts.agreement and facts.held_on:
        meeting = on_day(facts.held_on, today)
        return text("not_registered_one", language, name=facts.name, agreement=facts.agreement, meeting=meeting)
    if not facts.held:
        return ""
    return text("not_registered", language, name=facts.name, agreements=counted(facts.held, "agreement", language))


def _meeting(facts: Waits, today: dt.date, language: str) -> str:
    if facts.meeting is None:
        return text("no_meeting", language)
    key = "meeting_is" if facts.is_set_up and len(facts.deadlines) == 1 else "next_meeting"
    if any(day and today <= day < facts.meeting for day in facts.deadlines):
        key = "but_next_meeting"
    return text(key, language, meeting=on_day(facts.meeting, today))


def _deadline(deadlines: Sequence[dt.date | None], today: dt.date, language: str) -> str:
    """By when, or that it is too late already."""
    known = [day for day in deadlines if day is not None]
    passed = [day for day in known if day < today]
    if not known:
        return ""
    if passed:
        if len(deadlines) == 1:
            return text("deadline_passed_one", language, deadline=on_day(passed[0], today))
        if len(passed) == len(deadlines):
            return text("deadline_passed_all", language)
        if len(passed) == 1:
            return text("deadline_passed_of_one", language)
        return text("deadline_passed", language, count=count_word(len(passed), language))
    key = "by" if len(set(known)) == 1 and len(known) == len(deadlines) else "first_deadline"
    return text(key, language, deadline=on_day(min(known), today))


@dataclass(frozen=True)
class Lacks:
    """Councils that have something left of what is sent them."""

    lacking: int
    total: int
    late: int = 0
    deadline: dt.date | None = None  # the next one that is not over
    has_several: bool = False  # deadlines
    where: str = ""


def councils_must(facts: Lacks, today: dt.date, language: str) -> str:
    where = _where(facts.where, language)
    if not facts.lacking:
        return sentence(text("councils_lack_none", language, where=where))
    if facts.total == 1:
        said = text("council_lacks", language, where=where)
    elif facts.lacking == facts.total:
        said = text("councils_lack_all", language, where=where, total=count_word(facts.total, language))
    else:
        councils = of_all(facts.lacking, facts.total, "council", language)
        said = text("councils_lack", language, councils=councils, where=where)
    if facts.late:
        return sentence(said + _late_councils(facts, language))
    if facts.deadline:
        key = "first_deadline" if facts.has_several else "deadline"
        said += text(key, language, deadline=on_day(facts.deadline, today))
    return sentence(said)


def _late_councils(facts: Lacks, language: str) -> str:
    if facts.late < facts.lacking:
        return text("late_councils", language, councils=counted(facts.late, "council", language))
    if facts.late <= 2:
        return text("late_one" if facts.late == 1 else "late_both", language)
    return text("late_all" if facts.late == facts.total else "late_these", language)


def done_in_period(meetings: int, decisions: int, late: int, period: Period, language: str) -> str:
    """What the committees did, and what is late of it now."""
    words = {"period": _in(period, language)}
    if decisions:
        key = "met_and_decided" if meetings else "decided"
        words |= {
            "meetings": counted(meetings, "meeting", language),
            "decisions": counted(decisions, "decision", language),
        }
    elif meetings:
        key = "met_without_deciding"
        words |= {"meetings": counted(meetings, "meeting", language)}
    else:
        key = "no_decisions"
    said = text(key, language, **words)
    if late:
        tail = "tasks_late" if decisions else "tasks_late_alone"
        said += text(tail, language, tasks=counted(late, "action", language))
    return sentence(said)


def followed_up(due: int, done: int, in_time: int, late: int, language: str) -> str:
    """`due` had their deadline in the period, `done` of them are done; `late` are over the deadline now."""
    said = sentence(_due(due, done, in_time, language))
    if not late:
        return said
    return f"{said} {sentence(text('late_now', language, tasks=counted(late, 'action', language)))}"


def _due(due: int, done: int, in_time: int, language: str) -> str:
    if not due:
        return text("nothing_due", language)
    if due == 1:
        return text("due_one_done" if done else "due_one_open", language)
    key = "due_none_done" if not done else "due_all_done" if done == due else "due_done"
    whole = number(due) if key == "due_done" else count_word(due, language)
    said = text(key, language, due=whole, done=number(done))
    return said + (text("in_time", language, count=number(in_time)) if 0 < in_time < done else "")


def _where(name: str, language: str) -> str:
    return text("in_group", language, name=name) if name else ""


def _in(period: Period, language: str) -> str:
    """«i 3. kvartal 2026»; `label` is in the language that is active, and the same in both."""
    if "--" in period.slug:
        return text("from_to", language, first=long_date(period.first), last=long_date(period.last))
    return text("in_period", language, label=period.label)
