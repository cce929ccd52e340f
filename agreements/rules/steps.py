"""The order of a revision's steps, and which days one may have. Pure: nothing here asks the database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from agreements.enums import NEVER_SKIPPED, StepKind
from agreements.models import RevisionStep

ORDER: tuple[StepKind, ...] = tuple(kind for kind in StepKind if kind != StepKind.SUPERSEDED)
#: What cannot be taken back: others have acted on it, or a text is closed by it.
IRREVERSIBLE = (StepKind.PLANNED, StepKind.FINAL, StepKind.COUNCILS, StepKind.TRUST_BOARD, StepKind.IN_FORCE)
#: The board may decide before the councils are asked, a text be signed after the day it counts from, or sent in before.
_AFTER: dict[StepKind, StepKind] = {
    StepKind.TRUST_BOARD: StepKind.FINAL,
    StepKind.IN_FORCE: StepKind.FINAL,
    StepKind.SUBMITTED: StepKind.COUNCILS,
    StepKind.PUBLISHED: StepKind.FINAL,
}


def place(kind: str) -> int:
    return ORDER.index(StepKind(kind))


def in_order(steps: Iterable[RevisionStep]) -> list[RevisionStep]:
    return sorted(steps, key=lambda step: place(step.kind))


def open_before(steps: Iterable[RevisionStep], kind: str) -> list[RevisionStep]:
    """Steps before `kind` that are neither done nor skipped, in order."""
    return [step for step in in_order(steps) if place(step.kind) < place(kind) and not step.is_passed]


def next_step(steps: Iterable[RevisionStep]) -> RevisionStep | None:
    return next((step for step in in_order(steps) if not step.is_passed), None)


def last_passed(steps: Iterable[RevisionStep]) -> RevisionStep | None:
    return next((step for step in reversed(in_order(steps)) if step.is_passed), None)


def furthest_done(steps: Iterable[RevisionStep]) -> StepKind:
    """How far the revision has come: the last step that was done, not skipped."""
    done = [step for step in in_order(steps) if step.done_on is not None]
    return StepKind(done[-1].kind) if done else StepKind.PLANNED


def not_before(steps: Iterable[RevisionStep], kind: str) -> RevisionStep | None:
    """The step whose day this one cannot be before; None when nothing before it has a day."""
    last = _AFTER.get(StepKind(kind))
    limit = place(last) + 1 if last else place(kind)
    done = [step for step in in_order(steps) if step.done_on is not None and place(step.kind) < limit]
    return max(done, key=lambda step: step.done_on or dt.date.min, default=None)


def may_skip(kind: str) -> bool:
    return kind not in NEVER_SKIPPED


def may_undo(step: RevisionStep) -> bool:
    """What was skipped can be opened again; what was done, unless it is `IRREVERSIBLE`."""
    return step.is_skipped or (step.done_on is not None and step.kind not in IRREVERSIBLE)
