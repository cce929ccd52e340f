"""A text enters into force, and the one before it ends."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from agreements.enums import ObligationKind, StepKind
from agreements.models import AgreementVersion, LegalTerm, Revision, RevisionStep
from agreements.rules.months import months_after
from samhandling.accounts.models import User
from samhandling.audit.services import log
from samhandling.core.dates import long_date
from samhandling.core.errors import NotPossible


def enter_into_force(*, revision: Revision, on: dt.date, user: User | None) -> AgreementVersion:
    """Let the revision's frozen text count from a day. Call inside a transaction, with the revision's row locked.

    Steps: end the text before it the day before, and mark its revision as superseded; set the day; log on the
    agreement. Raises NotPossible when the text before began on the same day or later.
    """
    version = revision.version
    if version is None or not version.is_frozen:
        raise NotPossible(_("Teksten må være låst før den kan tre i kraft."))
    others = AgreementVersion.objects.select_for_update().filter(agreement=revision.agreement_id)
    before = others.filter(in_force_on__isnull=False, in_force_to__isnull=True).exclude(pk=version.pk)
    for older in before.order_by("pk"):
        if older.in_force_on is not None and older.in_force_on >= on:
            text = _("Versjon %(number)s har vært i kraft siden %(day)s. Den nye teksten må gjelde fra en senere dag.")
            raise NotPossible(text % {"number": older.number, "day": long_date(older.in_force_on)})
        older.in_force_to = on - dt.timedelta(days=1)
        older.save(update_fields=["in_force_to"])
        Revision.objects.filter(version=older).update(step=StepKind.SUPERSEDED)
    version.in_force_on = on
    version.save(update_fields=["in_force_on"])
    text = _("Versjon %(number)s er i kraft fra %(day)s") % {"number": version.number, "day": long_date(on)}
    log(actor=user, verb="agreement.in_force", subject=revision.agreement, text=text, version=version.pk)
    return version


def plan_submission(*, revision: Revision, concluded_on: dt.date) -> None:
    """The text is owed to the Directorate of Health within the time the law gives (hol § 6-4: one month)."""
    term = LegalTerm.objects.current(concluded_on).filter(kind=ObligationKind.SUBMISSION).first()
    waiting = RevisionStep.objects.filter(
        revision=revision, kind=StepKind.SUBMITTED, planned_on__isnull=True, done_on__isnull=True, skipped_reason=""
    )
    if term is not None:
        waiting.update(planned_on=months_after(concluded_on, term.months))
