"""Consultations in the states that tests need, made through the services."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from agreements.models import Consultation, Invitation, Revision
from agreements.services.answers import save_field, send_answer
from agreements.services.consultations import create_consultation, open_consultation
from agreements.services.revisions import plan_revision
from municipalities.models import Municipality, Partnership
from samhandling.accounts.models import User
from tests.factories import agreements as make
from tests.factories.organisation import (
    GroupFactory,
    GroupMembershipFactory,
    MunicipalityFactory,
    PartnershipMembershipFactory,
)


def in_days(days: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=days)


def revision_with_draft(partnership: Partnership) -> Revision:
    """A revision of an agreement between all, with a draft of five sections, four of them with text."""
    agreement = make.agreement_with_parties(partnership, number="4", title="Innleggelse i sykehus")
    revision = plan_revision(agreement=agreement, name="Revisjon 2027", user=None)
    revision.version = make.draft(agreement, number=1)
    revision.save()
    return revision


def made(
    partnership: Partnership, *, revision: Revision | None = None, title: str = "Høring om innleggelse"
) -> Consultation:
    municipalities = Municipality.objects.filter(partnership_memberships__partnership=partnership)
    return create_consultation(
        partnership=partnership,
        user=None,
        title=title,
        deadline=in_days(30),
        revision=revision,
        basis="<p>Vi ber om svar på <strong>teksten</strong>.</p>",
        municipalities=municipalities,
        include_trust=True,
    )


def sent(partnership: Partnership, *, revision: Revision | None = None) -> Consultation:
    return open_consultation(consultation=made(partnership, revision=revision), user=None, on=timezone.localdate())


def invitation_of(consultation: Consultation, municipality: Municipality | None) -> Invitation:
    """The party's place; None is the trust."""
    rows = Invitation.objects.select_related("consultation", "municipality", "trust")
    return rows.get(consultation=consultation, municipality=municipality)


def write(
    invitation: Invitation, field: str = "text", value: str = "Vi støtter teksten.", user: User | None = None
) -> None:
    save_field(invitation=invitation, field=field, base_revision=0, value=value, user=user)


def answered(invitation: Invitation, *, stance: str = "support", text: str = "Vi støtter teksten.") -> Invitation:
    """A sent answer."""
    write(invitation, "stance", stance)
    write(invitation, "text", text)
    invitation.refresh_from_db()
    send_answer(answer=invitation.answer, user=None)
    return invitation


def more_municipalities(partnership: Partnership, count: int, *, region: str = "Nordre region") -> None:
    group = GroupFactory(partnership=partnership, name=region, slug=region.lower().replace(" ", "-"))
    for number in range(count):
        municipality = MunicipalityFactory(name=f"{region[:3]}vik {number + 1}")
        PartnershipMembershipFactory(partnership=partnership, municipality=municipality)
        GroupMembershipFactory(group=group, municipality=municipality)


def open_now(consultation: Consultation) -> Consultation:
    return open_consultation(consultation=consultation, user=None, on=timezone.localdate())


def save_now(invitation: Invitation, field: str, value: str) -> None:
    """On top of what stands there."""
    answer = invitation.answer
    answer.refresh_from_db()
    save_field(invitation=invitation, field=field, base_revision=answer.revision_of(field), value=value, user=None)
