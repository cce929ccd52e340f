"""Changing a partnership, who takes part in it, and its groups.

A municipality itself (name, number, population, mergers) is shared by all partnerships and follows the reference data;
a coordinator of one partnership must not change what another one reads.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from municipalities.models import GroupMembership, MunicipalGroup, Partnership, PartnershipMembership
from municipalities.services.rows import add_row, change_row
from samhandling.accounts.models import User


@transaction.atomic
def change_partnership(*, actor: User, partnership: Partnership, values: Mapping[str, Any]) -> Partnership:
    return change_row(
        actor=actor,
        row=partnership,
        values=values,
        verb="partnership.changed",
        text=_("Opplysningene om samarbeidet er endret."),
    )


@transaction.atomic
def add_membership(*, actor: User, partnership: Partnership, values: Mapping[str, Any]) -> PartnershipMembership:
    """A municipality begins to take part. Locks the partnership, so that two at once are told apart."""
    Partnership.objects.select_for_update(no_key=True).get(pk=partnership.pk)
    row = PartnershipMembership(partnership=partnership, **values)
    return add_row(
        actor=actor,
        row=row,
        verb="membership.added",
        subject=partnership,
        text=_("%(name)s er tatt inn i samarbeidet.") % {"name": row.municipality.name},
    )


@transaction.atomic
def change_membership(
    *, actor: User, membership: PartnershipMembership, values: Mapping[str, Any]
) -> PartnershipMembership:
    Partnership.objects.select_for_update(no_key=True).get(pk=membership.partnership_id)
    return change_row(
        actor=actor,
        row=membership,
        values=values,
        verb="membership.changed",
        subject=membership.partnership,
        text=_("Deltakelsen til %(name)s er endret.") % {"name": membership.municipality.name},
    )


@transaction.atomic
def add_group(*, actor: User, partnership: Partnership, values: Mapping[str, Any]) -> MunicipalGroup:
    row = MunicipalGroup(partnership=partnership, **values)
    text = _("Gruppen %(name)s er lagt inn.") % {"name": row.name}
    return add_row(actor=actor, row=row, verb="group.added", text=text)


@transaction.atomic
def change_group(*, actor: User, group: MunicipalGroup, values: Mapping[str, Any]) -> MunicipalGroup:
    text = _("Gruppen %(name)s er endret.") % {"name": group.name}
    return change_row(actor=actor, row=group, values=values, verb="group.changed", text=text)


@transaction.atomic
def add_group_membership(*, actor: User, group: MunicipalGroup, values: Mapping[str, Any]) -> GroupMembership:
    """A municipality gets a standing in the group. Raises ValidationError when it takes no part in the partnership."""
    MunicipalGroup.objects.select_for_update(no_key=True).get(pk=group.pk)
    row = GroupMembership(group=group, **values)
    if not group.partnership.memberships.filter(municipality=row.municipality).exists():
        raise ValidationError({"municipality": _("Kommunen er ikke med i samarbeidet.")})
    text = _("%(name)s er lagt til gruppen %(group)s.") % {"name": row.municipality.name, "group": group.name}
    return add_row(actor=actor, row=row, verb="group_membership.added", text=text, subject=group)


@transaction.atomic
def change_group_membership(*, actor: User, membership: GroupMembership, values: Mapping[str, Any]) -> GroupMembership:
    group = MunicipalGroup.objects.select_for_update(no_key=True).get(pk=membership.group_id)
    text = _("Plassen til %(name)s i gruppen %(group)s er endret.") % {
        "name": membership.municipality.name,
        "group": group.name,
    }
    return change_row(
        actor=actor, row=membership, values=values, verb="group_membership.changed", text=text, subject=group
    )
