"""Reminding those who have not answered a consultation."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urljoin

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.models import Consultation, Invitation
from agreements.rules.consultations import deadline_of
from agreements.services.consultations import lock_open
from municipalities.enums import Role
from municipalities.models import Person, Representation
from samhandling.accounts.models import User
from samhandling.audit.services import log
from samhandling.core.dates import long_date
from samhandling.notifications.services import queue_email


@dataclass
class Outcome:
    """Names of parties: who gets an e-mail, who had one today, and who has no address in the portal."""

    reminded: list[str] = field(default_factory=list)
    already: list[str] = field(default_factory=list)
    unreachable: list[str] = field(default_factory=list)


@transaction.atomic
def remind_silent(*, consultation: Consultation, user: User | None) -> Outcome:
    """An e-mail to the health chief of each municipality that has not answered, and to the trust's coordinators.

    Nobody gets more than one a day, however often the button is pressed. Raises NotPossible when it is not open.
    """
    row = lock_open(consultation)
    now = timezone.now()
    today = timezone.localdate(now)
    silent = row.invitations.filter(Q(answer__isnull=True) | Q(answer__sent_at__isnull=True))
    addresses = _addresses(row)
    outcome = Outcome()
    for invitation in silent.select_related("municipality", "trust"):
        name = str(invitation.municipality or invitation.trust)
        to = addresses.get(invitation.municipality_id, [])
        if not to:
            outcome.unreachable.append(name)
        elif invitation.reminded_at and timezone.localdate(invitation.reminded_at) == today:
            outcome.already.append(name)
        else:
            for address in to:
                queue_email(
                    to=address,
                    subject=_("Påminnelse: %(title)s") % {"title": row.title},
                    body=_body(row, invitation, name),
                    key=f"consultation:{row.pk}:{invitation.pk}:{today.isoformat()}:{address}",
                )
            invitation.reminded_at = now
            invitation.save(update_fields=["reminded_at"])
            outcome.reminded.append(name)
    if outcome.reminded:
        count = len(outcome.reminded)
        text = ngettext("Sendte påminnelse til %(count)s part", "Sendte påminnelse til %(count)s parter", count)
        log(actor=user, verb="consultation.reminded", subject=row, text=text % {"count": count}, to=outcome.reminded)
    return outcome


def _addresses(consultation: Consultation) -> dict[int | None, list[str]]:
    """E-mail addresses by municipality; those of the trust under None. One query."""
    held = Representation.objects.current(timezone.localdate()).filter(
        partnership=consultation.partnership_id, role__in=[Role.HEALTH_CHIEF, Role.COORDINATOR_TRUST]
    )
    found: dict[int | None, list[str]] = {}
    for row in held.select_related("person__user").order_by("pk"):
        key = row.municipality_id if row.role == Role.HEALTH_CHIEF else None
        address = _address(row.person)
        if address and address not in found.setdefault(key, []):
            found[key].append(address)
    return found


def _address(person: Person) -> str:
    return person.email or (person.user.email if person.user else "")


def _body(consultation: Consultation, invitation: Invitation, name: str) -> str:
    slug = consultation.partnership.slug
    path = reverse("agreements:answer-edit", args=[slug, consultation.pk, invitation.pk])
    deadline = deadline_of(consultation.deadline, invitation.extended_to)
    words = {
        "party": name,
        "title": consultation.title,
        "deadline": long_date(deadline),
        "address": urljoin(settings.SITE_URL, path),
        "sender": consultation.partnership.secretariat_name,
    }
    return (
        _(
            "Hei,\n\n"
            "%(party)s har ikke svart på høringen «%(title)s». Fristen er %(deadline)s.\n\n"
            "Skriv svaret her:\n%(address)s\n\n"
            "Trenger dere mer tid, kan dere be om utsatt frist på den samme siden.\n\n"
            "Hilsen %(sender)s"
        )
        % words
    )
