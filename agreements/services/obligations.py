"""Yearly reviews and notices of termination (helse- og omsorgstjenesteloven § 6-5)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.enums import ObligationKind
from agreements.models import Agreement, AgreementParty, Termination, YearlyReview
from agreements.rules.obligations import Due, takes_effect, timeline
from agreements.selectors.obligations import legal_terms, own_notice_terms
from municipalities.services.rows import add_row, change_row
from samhandling.accounts.models import User
from samhandling.audit.services import log
from samhandling.core.dates import long_date
from samhandling.core.errors import NotPossible

_DAY = dt.timedelta(days=1)
TOLD = ("trust_told_on", "directorate_told_on", "parties_told_on")


@transaction.atomic
def register_review(
    *,
    agreement: Agreement,
    held_on: dt.date,
    user: User | None,
    needs_revision: bool = False,
    note: str = "",
    reference: str = "",
) -> YearlyReview:
    """The parties went through the agreement. Raises ValidationError for a day ahead, or one registered already."""
    if held_on > timezone.localdate():
        raise ValidationError({"held_on": _("Datoen er fram i tid. Registrer gjennomgangen når den er holdt.")})
    if agreement.reviews.filter(held_on=held_on).exists():
        raise ValidationError({"held_on": _("Gjennomgangen denne dagen er allerede registrert.")})
    review = YearlyReview(
        agreement=agreement,
        held_on=held_on,
        needs_revision=needs_revision,
        note=note,
        reference=reference,
        registered_by=user,
    )
    text = _("Gikk gjennom avtalen %(day)s") % {"day": long_date(held_on)}
    return add_row(actor=user, row=review, verb="agreement.reviewed", text=text, subject=agreement)


def effect_of(agreement: Agreement, notice_on: dt.date) -> Due | None:
    """When a notice given that day takes effect: the agreement's own term, else the law's, as they were that day."""
    return takes_effect(notice_on, timeline(legal_terms(ObligationKind.NOTICE), own_notice_terms(agreement)))


@transaction.atomic
def register_termination(
    *, party: AgreementParty, notice_on: dt.date, user: User | None, reason: str = ""
) -> Termination:
    """A party gives notice. It stops being a party the day before the notice takes effect.

    Steps: lock the party; compute the day by the terms of `notice_on`; the row; end the party's own row at once, so
    that every list knows it from that day without anybody doing anything, and keep the last day it had; log. An
    earlier end it has already stands.
    Raises ValidationError by field.
    """
    row = AgreementParty.objects.select_for_update(of=("self",)).select_related("agreement").get(pk=party.pk)
    if notice_on > timezone.localdate():
        raise ValidationError({"notice_on": _("Datoen er fram i tid. Registrer oppsigelsen når den er mottatt.")})
    if not row.holds_on(notice_on):
        text = _("%(name)s var ikke part i avtalen denne dagen.") % {"name": party.name}
        raise ValidationError({"notice_on": text})
    due = effect_of(row.agreement, notice_on)
    if due is None:
        raise ValidationError({"notice_on": _("Ingen oppsigelsestid gjaldt denne dagen. Registrer vilkårene først.")})
    termination = Termination(
        party=row, notice_on=notice_on, effective_on=due.on, ended_on=row.valid_to, reason=reason, registered_by=user
    )
    words = {"name": party.name, "day": long_date(due.on)}
    text = _("%(name)s har sagt opp avtalen. Oppsigelsen får virkning %(day)s") % words
    add_row(actor=user, row=termination, verb="agreement.terminated", text=text, subject=row.agreement)
    if row.valid_to is None or row.valid_to > due.on - _DAY:
        row.valid_to = due.on - _DAY
        row.save(update_fields=["valid_to"])
    return termination


@transaction.atomic
def save_termination(
    *,
    termination: Termination,
    told: Mapping[str, dt.date | None],
    withdrawn_on: dt.date | None,
    user: User | None,
) -> Termination:
    """What the page of a notice holds: who has been told, and whether it is taken back. Raises as the two below."""
    note_told(termination=termination, told=told, user=user)
    if withdrawn_on is not None:
        withdraw_termination(termination=termination, on=withdrawn_on, user=user)
    return termination


@transaction.atomic
def note_told(*, termination: Termination, told: Mapping[str, dt.date | None], user: User | None) -> Termination:
    """When the regional trust, the directorate and the other parties were told (any of TOLD).

    Raises ValidationError for a day before the notice or ahead, and NotPossible when it is withdrawn.
    """
    row = _locked(termination)
    for name, day in told.items():
        if day is not None and not row.notice_on <= day <= timezone.localdate():
            raise ValidationError({name: _("Velg en dag fra oppsigelsen ble gitt til i dag.")})
    return change_row(
        actor=user,
        row=row,
        values=dict(told),
        verb="termination.told",
        text=_("Registrerte hvem som er varslet om oppsigelsen fra %(name)s") % {"name": row.party.name},
        subject=row.party.agreement,
    )


@transaction.atomic
def withdraw_termination(*, termination: Termination, on: dt.date, user: User | None) -> Termination:
    """The party takes its notice back before it takes effect, and it, or who took over after it, stays a party: until
    the last day that was planned before the notice, if one was.

    Raises ValidationError (`withdrawn_on`) when the day is before the notice, ahead, or after the effect.
    """
    row = _locked(termination)
    if not row.notice_on <= on <= timezone.localdate():
        raise ValidationError({"withdrawn_on": _("Velg en dag fra oppsigelsen ble gitt til i dag.")})
    if on >= row.effective_on:
        text = _("Oppsigelsen fikk virkning %(day)s. Da må parten tre inn i avtalen på nytt.")
        raise ValidationError({"withdrawn_on": text % {"day": long_date(row.effective_on)}})
    row.withdrawn_on = on
    row.save(update_fields=["withdrawn_on"])
    bound = AgreementParty.objects.filter(Q(pk=row.party_id) | Q(succeeds=row.party_id))
    AgreementParty.objects.filter(pk__in=bound, valid_to=row.effective_on - _DAY).update(valid_to=row.ended_on)
    text = _("%(name)s trakk oppsigelsen %(day)s") % {"name": row.party.name, "day": long_date(on)}
    log(actor=user, verb="termination.withdrawn", subject=row.party.agreement, text=text, row=row.pk)
    return row


def _locked(termination: Termination) -> Termination:
    rows = Termination.objects.select_for_update(of=("self", "party")).select_related(
        "party__agreement", "party__municipality", "party__trust"
    )
    row = rows.get(pk=termination.pk)
    if row.withdrawn_on is not None:
        raise NotPossible(_("Oppsigelsen er trukket."))
    return row
