"""Changing people, the roles they sign in with, and letting them in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from municipalities.enums import COORDINATORS, Role
from municipalities.models import Partnership, Person, Representation
from municipalities.services.rows import add_row, change_row
from samhandling.accounts.invitations import invite, may_be_invited
from samhandling.accounts.models import User


@transaction.atomic
def add_person(*, actor: User | None, partnership: Partnership, values: Mapping[str, Any]) -> Person:
    row = Person(partnership=partnership, **values)
    text = _("%(name)s er lagt inn.") % {"name": row.name}
    return add_row(actor=actor, row=row, verb="person.added", text=text)


@transaction.atomic
def change_person(*, actor: User, person: Person, values: Mapping[str, Any]) -> Person:
    text = _("Opplysningene om %(name)s er endret.") % {"name": person.name}
    return change_row(actor=actor, row=person, values=values, verb="person.changed", text=text)


@transaction.atomic
def invite_person(*, actor: User | None, person: Person) -> User:
    """Make an account for the person's e-mail address, or link the one there is, and send a mail with the way in.

    May be repeated: the same account gets a new mail. Raises ValidationError without an address, for a closed account,
    and when somebody else in the partnership already signs in with the address.
    """
    if not person.email:
        raise ValidationError(_("Legg inn e-postadressen til personen først."))
    if person.user and person.user.email.lower() != person.email.lower():
        message = _("Personen logger inn med %(email)s. Invitasjonen kan ikke gå til en annen adresse.")
        raise ValidationError(message % {"email": person.user.email})
    user = may_be_invited(email=person.email, name=person.name)
    if person.user_id != user.pk:
        if person.partnership.people.filter(user=user).exists():
            raise ValidationError(_("En annen person i samarbeidet logger inn med denne e-postadressen."))
        change_row(
            actor=actor,
            row=person,
            values={"user": user},
            verb="person.linked",
            text=_("%(name)s har fått innlogging.") % {"name": person.name},
        )
    inviter = actor.name if actor else person.partnership.secretariat_name
    invite(user=user, inviter=inviter, place=person.partnership.name)
    return user


@transaction.atomic
def add_coordinator(*, partnership: Partnership, name: str, email: str, role: Role) -> Person:
    """Whoever installs the portal lets the first coordinator in; coordinators do the rest themselves.

    May be repeated, for a new mail. Raises ValidationError like `invite_person`.
    """
    person = partnership.people.filter(email__iexact=email).first()
    if person is None:
        person = add_person(actor=None, partnership=partnership, values={"name": name, "email": email})
    today = timezone.localdate()
    if not Representation.objects.current(today).filter(person=person, role=role).exists():
        add_representation(actor=None, person=person, values={"role": role, "valid_from": today})
    invite_person(actor=None, person=person)
    return person


@transaction.atomic
def add_representation(*, actor: User | None, person: Person, values: Mapping[str, Any]) -> Representation:
    row = Representation(partnership=person.partnership, person=person, **values)
    _settle_trust(row)
    _check_municipality(row)
    text = _("%(name)s har fått rollen %(role)s.") % {"name": person.name, "role": row.get_role_display()}
    return add_row(actor=actor, row=row, verb="representation.added", text=text, subject=person)


@transaction.atomic
def change_representation(*, actor: User, representation: Representation, values: Mapping[str, Any]) -> Representation:
    """Raises ValidationError when the partnership would be left without a coordinator: nobody could undo that."""
    partnership = Partnership.objects.select_for_update(no_key=True).get(pk=representation.partnership_id)
    had_coordinator = _has_coordinator(partnership)
    text = _("Rollen til %(name)s er endret.") % {"name": representation.person.name}
    row = change_row(
        actor=actor,
        row=representation,
        values=values,
        verb="representation.changed",
        text=text,
        subject=representation.person,
    )
    _check_municipality(row)
    if had_coordinator and not _has_coordinator(partnership):
        message = _("Samarbeidet må ha minst én koordinator. Gi rollen til en annen først.")
        raise ValidationError(message, code="last_coordinator")
    return row


@transaction.atomic
def end_representation(*, actor: User, representation: Representation, last_day: dt.date) -> Representation:
    return change_representation(actor=actor, representation=representation, values={"valid_to": last_day})


def _has_coordinator(partnership: Partnership) -> bool:
    """Somebody coordinates today or, with an end in the future, tomorrow: an end today leaves nobody tomorrow."""
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    coordinators = Representation.objects.current(tomorrow).filter(partnership=partnership, role__in=COORDINATORS)
    return coordinators.exists()


def _settle_trust(row: Representation) -> None:
    if row.role == Role.COORDINATOR_TRUST and row.trust is None:
        row.trust = row.partnership.trust


def _check_municipality(row: Representation) -> None:
    if row.municipality and not row.partnership.memberships.filter(municipality=row.municipality).exists():
        raise ValidationError({"municipality": _("Kommunen er ikke med i samarbeidet.")})
