"""A longer deadline for one party's decision: asked for with a reason, granted or refused by the secretariat."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.models import Adoption
from agreements.services.adoptions import lock_adoption
from samhandling.accounts.models import User
from samhandling.audit.services import log
from samhandling.core.dates import long_date
from samhandling.core.errors import NotPossible


@transaction.atomic
def ask_extension(*, adoption: Adoption, until: dt.date, reason: str, user: User | None) -> Adoption:
    """A party asks. Raises ValidationError for a date that is no extension, NotPossible when it has decided."""
    row = _open(adoption)
    _check(row, until)
    row.extension_asked_to, row.extension_reason, row.refusal_reason = until, reason, ""
    row.save(update_fields=["extension_asked_to", "extension_reason", "refusal_reason"])
    text = _("Ba om utsatt frist til %(date)s: %(reason)s") % {"date": long_date(until), "reason": reason}
    log(actor=user, verb="adoption.extension_asked", subject=row, text=text)
    return row


@transaction.atomic
def grant_extension(*, adoption: Adoption, until: dt.date, user: User | None) -> Adoption:
    """The secretariat sets a longer deadline, asked for or not."""
    row = _open(adoption)
    _check(row, until)
    row.extended_to, row.extension_asked_to, row.refusal_reason = until, None, ""
    row.save(update_fields=["extended_to", "extension_asked_to", "refusal_reason"])
    text = _("Fristen ble utsatt til %(date)s") % {"date": long_date(until)}
    log(actor=user, verb="adoption.extension_granted", subject=row, text=text)
    return row


@transaction.atomic
def refuse_extension(*, adoption: Adoption, reason: str, user: User | None) -> Adoption:
    """The deadline stands. The party reads the reason until it asks again, gets more time or has decided."""
    row = _open(adoption)
    if row.extension_asked_to is None:
        raise NotPossible(_("Ingen har bedt om utsatt frist."))
    row.extension_asked_to, row.refusal_reason = None, reason
    row.save(update_fields=["extension_asked_to", "refusal_reason"])
    text = _("Avslo å utsette fristen: %(reason)s") % {"reason": reason}
    log(actor=user, verb="adoption.extension_refused", subject=row, text=text)
    return row


def _open(adoption: Adoption) -> Adoption:
    row = lock_adoption(adoption)
    if row.is_decided:
        raise NotPossible(_("Vedtaket er registrert, så fristen har ikke noe å si lenger."))
    return row


def _check(row: Adoption, until: dt.date) -> None:
    deadline = row.extended_to or row.revision.council_deadline
    if until < timezone.localdate():
        raise ValidationError({"until": _("Datoen er gått. Velg en dag som kommer.")})
    if deadline and until <= deadline:
        raise ValidationError(
            {"until": _("Fristen er allerede %(date)s. Velg en senere dag.") % {"date": long_date(deadline)}}
        )
