"""How a project goes, in words: on time, late or done. Pure; `status` of templates draws the pairs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


@dataclass(frozen=True)
class Status:
    kind: str
    word: str

    @property
    def is_late(self) -> bool:
        return self.kind == "overdue"


class Phase(Protocol):
    """What is asked of a phase (`reports.models.ProjectPhase`)."""

    planned_from: dt.date | None
    planned_to: dt.date | None
    started_on: dt.date | None
    done_on: dt.date | None


def phase_status(phase: Phase, day: dt.date) -> Status:
    if phase.done_on:
        return _done(_("Ferdig"), phase.planned_to, phase.done_on)
    if phase.started_on:
        return _open(_("I gang"), phase.planned_to, day, "underway")
    return _open(_("Ikke startet"), phase.planned_from or phase.planned_to, day, "waiting")


def is_done_late(phase: Phase) -> bool:
    return bool(phase.done_on and phase.planned_to and phase.done_on > phase.planned_to)


def delivery_status(due_on: dt.date | None, done_on: dt.date | None, day: dt.date) -> Status:
    """Of a deliverable or a task."""
    if done_on:
        return _done(_("Ferdig"), due_on, done_on)
    return _open(_("Pågår"), due_on, day, "underway")


def project_status(*, ended_on: dt.date | None, phases: Sequence[Phase], day: dt.date) -> Status:
    """A project is late when one of its phases is."""
    if ended_on and ended_on <= day:
        return Status("done", _("Avsluttet"))
    if any(phase_status(phase, day).is_late for phase in phases):
        return Status("overdue", _("Forsinket"))
    if phases and all(phase.done_on for phase in phases):
        return Status("done", _("Alle faser er ferdige"))
    if phases and not any(phase.started_on for phase in phases):
        return Status("waiting", _("Ikke startet"))
    return Status("underway", _("I rute") if any(phase.planned_to for phase in phases) else _("I gang"))


P = TypeVar("P", bound=Phase)


def current_phase(phases: Sequence[P]) -> P | None:
    """The first that is under way, else the first that is to come."""
    still = [phase for phase in phases if not phase.done_on]
    return next((phase for phase in still if phase.started_on), still[0] if still else None)


def _done(word: str, planned: dt.date | None, done_on: dt.date) -> Status:
    late = (done_on - planned).days if planned else 0
    if late <= 0:
        return Status("done", _("%(word)s i tide") % {"word": word} if planned else word)
    words = ngettext("%(word)s én dag etter planen", "%(word)s %(days)s dager etter planen", late)
    return Status("done", words % {"word": word, "days": late})


def _open(word: str, planned: dt.date | None, day: dt.date, kind: str) -> Status:
    late = (day - planned).days if planned else 0
    if late <= 0:
        return Status(kind, word)
    words = ngettext("%(word)s, én dag forsinket", "%(word)s, %(days)s dager forsinket", late)
    return Status("overdue", words % {"word": word, "days": late})
