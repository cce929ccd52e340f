"""Terms of the secretariat, the order it goes round in, and handing it over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from municipalities.access import Access
from municipalities.enums import Party
from municipalities.models import MunicipalGroup, Partnership, RotationPlace, SecretariatTerm
from municipalities.services.rows import add_row, change_row
from reports.models import Handover
from reports.open_work import OpenWork
from reports.selectors.open_work import open_sections
from reports.selectors.secretariat import holder_name
from samhandling.accounts.models import User
from samhandling.audit.services import log
from samhandling.core.dates import long_date
from samhandling.core.errors import NotPossible


@transaction.atomic
def add_term(*, actor: User | None, partnership: Partnership, values: Mapping[str, Any]) -> SecretariatTerm:
    """Raises ValidationError by field when the holder is not one, or the days belong to somebody else."""
    Partnership.objects.select_for_update(no_key=True).get(pk=partnership.pk)
    row = SecretariatTerm(partnership=partnership, **values)
    _check(row)
    text = _("%(name)s har sekretariatet fra %(day)s.") % _told(row)
    return add_row(actor=actor, row=row, verb="secretariat_term.added", text=text, subject=partnership)


@transaction.atomic
def change_term(*, actor: User | None, term: SecretariatTerm, values: Mapping[str, Any]) -> SecretariatTerm:
    partnership = Partnership.objects.select_for_update(no_key=True).get(pk=term.partnership_id)
    changed = SecretariatTerm(pk=term.pk, partnership=partnership, **values)
    _check(changed)
    text = _("Perioden til %(name)s i sekretariatet fra %(day)s er endret.") % _told(changed)
    return change_row(
        actor=actor, row=term, values=values, verb="secretariat_term.changed", text=text, subject=partnership
    )


def _told(term: SecretariatTerm) -> dict[str, str]:
    return {"name": holder_name(term.partnership, term), "day": long_date(term.valid_from)}


def _check(term: SecretariatTerm) -> None:
    holders = [holder for holder in (term.group, term.municipality) if holder is not None]
    if term.side == Party.TRUST and holders:
        raise ValidationError({"group": _("Velg ingen kommunegruppe eller kommune for helseforetakets side.")})
    if term.side == Party.MUNICIPALITIES and len(holders) != 1:
        raise ValidationError({"group": _("Velg enten en kommunegruppe eller en kommune for kommunenes side.")})
    if term.group is not None and term.group.partnership_id != term.partnership_id:
        raise ValidationError({"group": _("Valget hører til et annet samarbeid.")})
    if other := _overlapping(term):
        values = {"name": holder_name(term.partnership, other), "first": long_date(other.valid_from)}
        words = _("%(name)s har sekretariatet på samme side fra %(first)s og inntil videre. Sett en siste dag først.")
        if other.valid_to is not None:
            values["last"] = long_date(other.valid_to)
            words = _("%(name)s har sekretariatet på samme side fra %(first)s til %(last)s. Velg andre dager.")
        raise ValidationError({"valid_from": words % values})


def _overlapping(term: SecretariatTerm) -> SecretariatTerm | None:
    others = SecretariatTerm.objects.filter(partnership=term.partnership_id, side=term.side).exclude(pk=term.pk)
    if term.valid_to is not None:
        others = others.filter(valid_from__lte=term.valid_to)
    still = Q(valid_to__isnull=True) | Q(valid_to__gte=term.valid_from)
    return others.filter(still).select_related("group", "municipality").order_by("valid_from").first()


@transaction.atomic
def set_rotation(*, actor: User | None, partnership: Partnership, groups: Sequence[MunicipalGroup]) -> None:
    """The order in which the regions hold the secretariat. Raises ValidationError for another partnership's group."""
    Partnership.objects.select_for_update(no_key=True).get(pk=partnership.pk)
    if any(group.partnership_id != partnership.pk for group in groups):
        raise ValidationError(_("Valget hører til et annet samarbeid."), code="foreign")
    RotationPlace.objects.filter(partnership=partnership).delete()
    RotationPlace.objects.bulk_create(
        RotationPlace(partnership=partnership, position=position, group=group)
        for position, group in enumerate(groups, start=1)
    )
    names = ", ".join(group.name for group in groups)
    text = _("Turnusen for sekretariatet er %(names)s.") % {"names": names or _("tom")}
    log(actor=actor, verb="rotation.changed", subject=partnership, text=text, groups=[group.pk for group in groups])


@transaction.atomic
def make_handover(
    *, actor: User, access: Access, partnership: Partnership, giver: SecretariatTerm, taker: SecretariatTerm,
    on: dt.date, note: str,
) -> Handover:  # fmt: skip
    """Freeze all open work as it is now, from one term to the next.

    One that is not received yet is made anew. Raises ValidationError when the two do not follow each other, or the
    hand-over has been received.
    """
    Partnership.objects.select_for_update(no_key=True).get(pk=partnership.pk)
    if giver.partnership_id != partnership.pk or taker.partnership_id != partnership.pk:
        raise ValidationError(_("Valget hører til et annet samarbeid."), code="foreign")
    if giver.side != taker.side:
        raise ValidationError({"taker": _("Velg en periode på samme side som den som gir fra seg.")})
    if taker.valid_from <= giver.valid_from:
        raise ValidationError({"taker": _("Velg en periode som begynner etter den som gir fra seg.")})
    row = Handover.objects.filter(giver=giver, taker=taker).first() or Handover(giver=giver, taker=taker)
    if row.received_at:
        raise ValidationError(_("Overleveringen er kvittert og kan ikke lages på nytt."), code="received")
    work = OpenWork(
        giver=holder_name(partnership, giver),
        taker=holder_name(partnership, taker),
        sections=open_sections(partnership, access, timezone.now()),
    )
    row.partnership, row.on, row.note, row.made_by = partnership, on, note, actor
    row.open_work, row.made_at = work.to_json(), timezone.now()
    row.save()
    values = {"giver": work.giver, "taker": work.taker, "count": work.count}
    text = _("Overleveringen fra %(giver)s til %(taker)s er laget, med %(count)s åpne punkter.") % values
    log(actor=actor, verb="handover.made", subject=row, text=text)
    return row


@transaction.atomic
def receive_handover(*, actor: User, handover: Handover, note: str) -> Handover:
    """The one who takes over signs for it, once. Raises NotPossible when it has been signed for."""
    row = Handover.objects.select_for_update(of=("self",)).get(pk=handover.pk)
    if row.received_at:
        values = {"name": row.received_name, "day": long_date(timezone.localdate(row.received_at))}
        raise NotPossible(_("%(name)s kvitterte %(day)s.") % values)
    row.received_by, row.received_name = actor, actor.name
    row.received_at, row.received_note = timezone.now(), note
    row.save(update_fields=["received_by", "received_name", "received_at", "received_note"])
    text = _("Overleveringen er kvittert av %(name)s.") % {"name": actor.name}
    log(actor=actor, verb="handover.received", subject=row, text=text)
    return row
