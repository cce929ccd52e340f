"""The steps of a revision: done, skipped with a reason, planned, and taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.enums import StepKind
from agreements.models import Revision, RevisionStep
from agreements.rules.steps import (
    furthest_done,
    in_order,
    last_passed,
    may_skip,
    may_undo,
    not_before,
    open_before,
    place,
)
from agreements.services import step_effects as effects
from municipalities.models import Committee
from samhandling.accounts.models import User
from samhandling.audit.services import log
from samhandling.core.dates import long_date
from samhandling.core.errors import NotPossible


class StepsOpen(NotPossible):
    """Steps before this one are neither done nor skipped; `steps` are those, in order."""

    def __init__(self, steps: list[RevisionStep]) -> None:
        names = ", ".join(f"«{step.get_kind_display()}»" for step in steps)
        super().__init__(_("Fullfør eller hopp over %(steps)s først.") % {"steps": names})
        self.steps = steps


#: What a step asks and does besides being done; it may give the step another day than the one that was typed.
EFFECTS: dict[str, Callable[[effects.Doing], dt.date | None]] = {
    StepKind.DRAFT: effects.draft,
    StepKind.RECOMMENDED: effects.recommended,
    StepKind.CONSULTATION: effects.consultation,
    StepKind.FINAL: effects.final,
    StepKind.COUNCILS: effects.councils,
    StepKind.TRUST_BOARD: effects.trust_board,
    StepKind.SIGNED: effects.signed,
    StepKind.IN_FORCE: effects.in_force,
}


@transaction.atomic
def complete_step(
    *,
    revision: Revision,
    kind: str,
    user: User | None,
    done_on: dt.date | None,
    committee: Committee | None = None,
    reference: str = "",
    note: str = "",
    reasons: Mapping[str, str] | None = None,
    confirmed: bool = False,
) -> RevisionStep:
    """Register that a step was done on a day, by whom and where. The step's own consequences follow (`EFFECTS`).

    Steps: lock the revision; skip what is open before it, with the `reasons` given by kind; check the day; the
    step's own effect; the row; how far the revision has come; log. Without `done_on` the day is today, or what the
    adoptions give (TRUST_BOARD, IN_FORCE). `confirmed` lets a text be in force without some (IN_FORCE).

    Raises StepsOpen when steps before it are open without a reason, NotPossible when it cannot be done now, and
    ValidationError by field (`done_on`, `committee`, `note`, `confirmed`).
    """
    revision, steps = _locked(revision)
    step = _step(steps, kind)
    if step.done_on is not None:
        raise NotPossible(_("Trinnet «%(step)s» er allerede fullført.") % {"step": step.get_kind_display()})
    _skip_before(revision, steps, kind, reasons or {}, user)
    today = timezone.localdate()
    doing = effects.Doing(revision, done_on, today, user, committee, reference, note, confirmed)
    if done_on is not None:
        check_day(steps, kind, done_on, today)
    day = EFFECTS[kind](doing) if kind in EFFECTS else None
    step.done_on = day or done_on or today
    check_day(steps, kind, step.done_on, today)
    step.done_by, step.committee, step.reference = user, committee, reference
    step.note, step.skipped_reason = note, ""
    step.save()
    _moved(revision, steps)
    text = _("Fullførte trinnet «%(step)s» %(day)s") % {"step": step.get_kind_display(), "day": long_date(step.done_on)}
    log(actor=user, verb="revision.step_done", subject=revision, text=text, kind=kind, note=note)
    return step


@transaction.atomic
def skip_step(*, revision: Revision, kind: str, reason: str, user: User | None) -> RevisionStep:
    """Leave a step out, and say why. Steps before it may be open; NEVER_SKIPPED cannot be left out (NotPossible)."""
    revision, steps = _locked(revision)
    step = _step(steps, kind)
    _skip(revision, step, reason, user)
    return step


@transaction.atomic
def plan_step(*, revision: Revision, kind: str, planned_on: dt.date | None, user: User | None) -> RevisionStep:
    """Set or clear the day a step is to be done. What is done or skipped keeps its plan."""
    revision, steps = _locked(revision)
    step = _step(steps, kind)
    if step.is_passed:
        raise NotPossible(_("Trinnet «%(step)s» er ferdig og kan ikke planlegges på nytt.") % {"step": step})
    if step.planned_on == planned_on:
        return step
    step.planned_on = planned_on
    step.save(update_fields=["planned_on"])
    if planned_on is None:
        text = _("Tok bort datoen for «%(step)s»") % {"step": step.get_kind_display()}
    else:
        text = _("Planla «%(step)s» til %(day)s") % {"step": step.get_kind_display(), "day": long_date(planned_on)}
    log(actor=user, verb="revision.step_planned", subject=revision, text=text, kind=kind)
    return step


@transaction.atomic
def undo_step(*, revision: Revision, kind: str, user: User | None) -> RevisionStep:
    """Open the last step again, done or skipped by mistake. Refuses where others have acted on it (NotPossible)."""
    revision, steps = _locked(revision)
    step, last = _step(steps, kind), last_passed(steps)
    if last is None or step.pk != last.pk:
        raise NotPossible(_("Bare det siste trinnet kan åpnes igjen."))
    if not may_undo(step):
        text = _("«%(step)s» kan ikke gjøres om: andre kan allerede ha handlet etter det.")
        raise NotPossible(text % {"step": step.get_kind_display()})
    if kind == StepKind.SIGNED:
        effects.unsign(revision, step.done_on)
    _open_again(step)
    _moved(revision, steps)
    text = _("Åpnet trinnet «%(step)s» igjen") % {"step": step.get_kind_display()}
    log(actor=user, verb="revision.step_undone", subject=revision, text=text, kind=kind)
    return step


@transaction.atomic
def send_back(*, revision: Revision, note: str, user: User | None) -> None:
    """Back to draft, because a body asked for changes: what was done from the draft on is open again, with the note.

    What was skipped after the draft stays skipped. Raises NotPossible when the text is final.
    """
    revision, steps = _locked(revision)
    if _step(steps, StepKind.FINAL).is_passed:
        raise NotPossible(_("Teksten er endelig og kan ikke gå tilbake til utkast."))
    draft = _step(steps, StepKind.DRAFT)
    for step in steps:
        again = place(draft.kind) <= place(step.kind) < place(StepKind.FINAL)
        if again and (step.done_on is not None or step.pk == draft.pk):
            _open_again(step)
    draft.note = note
    draft.save(update_fields=["note"])
    _moved(revision, steps)
    text = _("Tilbake til utkast: %(note)s") % {"note": note}
    log(actor=user, verb="revision.sent_back", subject=revision, text=text)


def _open_again(step: RevisionStep) -> None:
    step.done_on, step.done_by, step.committee = None, None, None
    step.reference = step.note = step.skipped_reason = ""
    step.save()


def check_day(steps: list[RevisionStep], kind: str, day: dt.date, today: dt.date) -> None:
    """Raises ValidationError on `done_on`: a day ahead, or before the step before it."""
    if day > today:
        raise ValidationError({"done_on": _("Datoen er fram i tid. Registrer trinnet når det er gjort.")})
    before = not_before(steps, kind)
    if before is not None and before.done_on is not None and day < before.done_on:
        text = _("Datoen er før «%(step)s», som var %(day)s.")
        words = {"step": before.get_kind_display(), "day": long_date(before.done_on)}
        raise ValidationError({"done_on": text % words})


def _locked(revision: Revision) -> tuple[Revision, list[RevisionStep]]:
    """The revision with its row locked, and its steps in order. Raises NotPossible when a newer text has taken over."""
    rows = Revision.objects.select_for_update(of=("self",)).select_related("agreement__partnership", "version", "base")
    row = rows.get(pk=revision.pk)
    if row.is_ended:
        raise NotPossible(_("Revisjonen er avløst av en nyere tekst og kan ikke endres."))
    steps = in_order(row.steps.all())
    for step in steps:
        step.revision = row
    return row, steps


def _step(steps: list[RevisionStep], kind: str) -> RevisionStep:
    return next(step for step in steps if step.kind == kind)


def _skip_before(
    revision: Revision, steps: list[RevisionStep], kind: str, reasons: Mapping[str, str], user: User | None
) -> None:
    waiting = open_before(steps, kind)
    if unsaid := [step for step in waiting if not may_skip(step.kind) or not reasons.get(step.kind, "").strip()]:
        raise StepsOpen(unsaid)
    for step in waiting:
        _skip(revision, step, reasons[step.kind], user)


def _skip(revision: Revision, step: RevisionStep, reason: str, user: User | None) -> None:
    words = {"step": step.get_kind_display()}
    if not may_skip(step.kind):
        raise NotPossible(_("Trinnet «%(step)s» kan ikke hoppes over.") % words)
    if step.is_passed:
        raise NotPossible(_("Trinnet «%(step)s» er allerede ferdig.") % words)
    if not reason.strip():
        raise ValidationError({"reason": _("Skriv hvorfor trinnet hoppes over.")})
    step.skipped_reason, step.done_by = reason.strip(), user
    step.save(update_fields=["skipped_reason", "done_by"])
    text = _("Hoppet over «%(step)s»: %(reason)s") % {**words, "reason": reason.strip()}
    log(actor=user, verb="revision.step_skipped", subject=revision, text=text, kind=step.kind)


def _moved(revision: Revision, steps: list[RevisionStep]) -> None:
    revision.step = furthest_done(steps)
    revision.save(update_fields=["step"])
