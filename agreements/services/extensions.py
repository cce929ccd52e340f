"""A longer deadline for one party: asked for with a reason, decided by the coordinators."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.enums import ExtensionState
from agreements.models import Consultation, Invitation
from agreements.rules.consultations import deadline_of, is_late
from agreements.services.consultations import lock_open
from samhandling.accounts.models import User
from samhandling.audit.services import log
from samhandling.core.dates import long_date
from samhandling.core.errors import NotPossible


@transaction.atomic
def ask_extension(*, invitation: Invitation, wanted: dt.date, reason: str, user: User | None) -> Invitation:
    """Ask for a deadline on `wanted`. Asking again replaces what was asked.

    Raises ValidationError (`wanted`) and NotPossible when the consultation is not open or the answer is sent.
    """
    row, consultation = _locked(invitation)
    if _is_sent(row):
        raise NotPossible(_("Svaret er allerede sendt. Åpne det igjen hvis dere vil endre det."))
    _check(consultation, row, wanted, "wanted")
    row.extension, row.extension_asked_to, row.extension_reason = ExtensionState.ASKED, wanted, reason
    row.refusal_reason = ""
    row.save(update_fields=["extension", "extension_asked_to", "extension_reason", "refusal_reason"])
    words = {"party": str(row.municipality or row.trust), "day": long_date(wanted), "reason": reason}
    text = _("%(party)s ba om frist til %(day)s: %(reason)s") % words
    log(actor=user, verb="consultation.extension_asked", subject=consultation, text=text, invitation=row.pk)
    return row


@transaction.atomic
def decide_extension(
    *, invitation: Invitation, until: dt.date | None, user: User | None, reason: str = ""
) -> Invitation:
    """Grant a deadline on `until`, or refuse with None and the `reason`. An answer sent meanwhile is late by the
    deadline granted.

    Raises ValidationError (`until`) and NotPossible when nothing is asked any more.
    """
    row, consultation = _locked(invitation)
    if row.extension != ExtensionState.ASKED:
        raise NotPossible(_("Spørsmålet om utsatt frist er allerede avgjort."))
    words = {"party": str(row.municipality or row.trust)}
    if until is None:
        row.extension, row.refusal_reason = ExtensionState.REFUSED, reason
        text = _("Avslo utsatt frist for %(party)s: %(reason)s") % (words | {"reason": reason})
    else:
        _check(consultation, row, until, "until")
        row.extension, row.extended_to = ExtensionState.GRANTED, until
        text = _("Ga %(party)s frist til %(day)s") % (words | {"day": long_date(until)})
    row.save(update_fields=["extension", "extended_to", "refusal_reason"])
    _settle_late(consultation, row)
    log(actor=user, verb="consultation.extension_decided", subject=consultation, text=text, invitation=row.pk)
    return row


def _locked(invitation: Invitation) -> tuple[Invitation, Consultation]:
    consultation = lock_open(invitation.consultation)
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("municipality", "trust", "answer")
    return rows.get(pk=invitation.pk), consultation


def _settle_late(consultation: Consultation, row: Invitation) -> None:
    answer = getattr(row, "answer", None)
    if answer is not None and answer.sent_at is not None:
        answer.is_late = is_late(consultation.deadline, row.extended_to, timezone.localdate(answer.sent_at))
        answer.save(update_fields=["is_late"])


def _is_sent(row: Invitation) -> bool:
    answer = getattr(row, "answer", None)
    return answer is not None and answer.is_sent


def _check(consultation: Consultation, row: Invitation, day: dt.date, field: str) -> None:
    now = deadline_of(consultation.deadline, row.extended_to)
    if day <= now:
        raise ValidationError({field: _("Fristen er allerede %(day)s. Velg en senere dag.") % {"day": long_date(now)}})
    if day < timezone.localdate():
        raise ValidationError({field: _("Velg en dag som ikke er passert.")})
