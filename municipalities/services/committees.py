"""Changing committees, their seats, and who is appointed to them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from municipalities.enums import Mandate, SeatFunction
from municipalities.models import Appointment, Committee, Partnership, Person, Seat
from municipalities.services.rows import add_row, change_row
from samhandling.accounts.models import User
from samhandling.core.dates import long_date


@transaction.atomic
def add_committee(*, actor: User, partnership: Partnership, values: Mapping[str, Any]) -> Committee:
    row = Committee(partnership=partnership, **values)
    _check_own(partnership, row.parent, row.area)
    text = _("Utvalget %(name)s er lagt inn.") % {"name": row.name}
    return add_row(actor=actor, row=row, verb="committee.added", text=text)


@transaction.atomic
def change_committee(*, actor: User, committee: Committee, values: Mapping[str, Any]) -> Committee:
    """A last day also ends the appointments to its seats, since a seat in a committee gives access to its papers."""
    _check_own(committee.partnership, values.get("parent"), values.get("area"))
    _check_no_circle(committee, values.get("parent"))
    if last_day := values.get("valid_to"):
        _end_appointments(committee.seats.all(), last_day)
    text = _("Utvalget %(name)s er endret.") % {"name": committee.name}
    return change_row(actor=actor, row=committee, values=values, verb="committee.changed", text=text)


def _check_own(partnership: Partnership, *rows: models.Model | None) -> None:
    """Nothing may point into another partnership; forms offer only what is allowed, so this is the last guard."""
    if any(row is not None and getattr(row, "partnership_id", None) != partnership.pk for row in rows):
        raise ValidationError(_("Valget hører til et annet samarbeid."), code="foreign")


def _check_no_circle(committee: Committee, parent: Committee | None) -> None:
    above = parent
    while above is not None:
        if above.pk == committee.pk:
            raise ValidationError({"parent": _("Et utvalg kan ikke ligge under seg selv.")})
        above = above.parent


@transaction.atomic
def add_seat(*, actor: User, committee: Committee, values: Mapping[str, Any]) -> Seat:
    row = Seat(committee=committee, **values)
    _check_seat(row, {})
    text = _("Plassen «%(seat)s» er lagt inn i %(committee)s.") % {"seat": row, "committee": committee.name}
    return add_row(actor=actor, row=row, verb="seat.added", text=text, subject=committee)


@transaction.atomic
def change_seat(*, actor: User, seat: Seat, values: Mapping[str, Any]) -> Seat:
    """A last day also ends who sits there."""
    if last_day := values.get("valid_to"):
        _end_appointments([seat], last_day)
    _check_seat(seat, values)
    text = _("Plassen «%(seat)s» er endret.") % {"seat": seat}
    return change_row(actor=actor, row=seat, values=values, verb="seat.changed", text=text, subject=seat.committee)


@transaction.atomic
def add_personal_deputy(*, actor: User, seat: Seat) -> Seat:
    """A deputy's seat for one seat, of the same party and for the same group."""
    copied = ("party", "is_voting", "label", "group", "municipality", "hospital", "position", "valid_from", "valid_to")
    values = {name: getattr(seat, name) for name in copied}
    deputy = values | {"function": SeatFunction.DEPUTY, "stands_in_for": seat}
    return add_seat(actor=actor, committee=seat.committee, values=deputy)


def _check_seat(seat: Seat, values: Mapping[str, Any]) -> None:
    """The group is the partnership's, the hospital its trust's, and a deputy stands in for a seat of the committee."""
    partnership = seat.committee.partnership
    group, hospital, principal = (
        values.get(name, getattr(seat, name)) for name in ("group", "hospital", "stands_in_for")
    )
    _check_own(partnership, group)
    if hospital and hospital.trust_id != partnership.trust_id:
        raise ValidationError({"hospital": _("Sykehuset hører til et annet helseforetak.")})
    if principal and (principal.committee_id != seat.committee_id or principal.pk == seat.pk):
        raise ValidationError({"stands_in_for": _("Velg en plass i det samme utvalget.")})


def _end_appointments(seats: Iterable[Seat], last_day: dt.date) -> None:
    later = Appointment.objects.filter(seat__in=seats).filter(
        models.Q(valid_to__isnull=True) | models.Q(valid_to__gt=last_day)
    )
    if later.filter(valid_from__gt=last_day).exists():
        message = _("Noen er oppnevnt fra en senere dag. Endre den oppnevningen først.")
        raise ValidationError({"valid_to": message})
    later.update(valid_to=last_day)


@transaction.atomic
def appoint(
    *,
    actor: User | None,
    seat: Seat,
    person: Person,
    valid_from: dt.date,
    valid_to: dt.date | None = None,
    mandate: str = Mandate.UNKNOWN,
    appointed_by: str = "",
) -> Appointment:
    """Give a person a seat for a time.

    Raises ValidationError when the seat is taken on any of the days, also when somebody else took it a moment ago:
    the seat is locked meanwhile, and the exclusion constraint has the last word.
    """
    Seat.objects.select_for_update(no_key=True).get(pk=seat.pk)
    row = Appointment(
        seat=seat,
        person=person,
        valid_from=valid_from,
        valid_to=valid_to,
        mandate=mandate,
        appointed_by=appointed_by,
    )
    _check_appointment(row)
    text = _("%(person)s er oppnevnt til «%(seat)s» i %(committee)s fra %(date)s.") % {
        "person": person.name,
        "seat": seat,
        "committee": seat.committee.name,
        "date": long_date(valid_from),
    }
    return add_row(actor=actor, row=row, verb="appointment.added", text=text, subject=seat.committee)


@transaction.atomic
def change_appointment(*, actor: User, appointment: Appointment, values: Mapping[str, Any]) -> Appointment:
    Seat.objects.select_for_update(no_key=True).get(pk=appointment.seat_id)
    text = _("Oppnevningen av %(person)s er endret.") % {"person": appointment.person.name}
    changed = _change_appointment(actor, appointment, values, "appointment.changed", text)
    _check_appointment(changed)
    return changed


@transaction.atomic
def end_appointment(*, actor: User, appointment: Appointment, last_day: dt.date) -> Appointment:
    """`last_day` is the last day the person holds the seat."""
    if last_day < appointment.valid_from:
        message = _("Oppnevningen begynner %(date)s. Velg den dagen eller en senere.")
        raise ValidationError({"last_day": message % {"date": long_date(appointment.valid_from)}})
    text = _("Oppnevningen av %(person)s er avsluttet %(date)s.") % {
        "person": appointment.person.name,
        "date": long_date(last_day),
    }
    values = {"valid_to": last_day}
    return _change_appointment(actor, appointment, values, "appointment.ended", text)


def _change_appointment(
    actor: User, appointment: Appointment, values: Mapping[str, Any], verb: str, text: str
) -> Appointment:
    committee = appointment.seat.committee
    return change_row(actor=actor, row=appointment, values=values, verb=verb, text=text, subject=committee)


def _check_appointment(appointment: Appointment) -> None:
    """The person is of the partnership, and the appointment lies within the time the seat exists."""
    seat = appointment.seat
    _check_own(seat.committee.partnership, appointment.person)
    if appointment.valid_from < seat.valid_from:
        message = _("Plassen finnes først fra %(date)s.") % {"date": long_date(seat.valid_from)}
        raise ValidationError({"valid_from": message})
    if seat.valid_to and (appointment.valid_to is None or appointment.valid_to > seat.valid_to):
        message = _("Plassen finnes bare til %(date)s. Sett en sluttdato.") % {"date": long_date(seat.valid_to)}
        raise ValidationError({"valid_to": message})
