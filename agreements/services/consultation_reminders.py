"""Reminding those who have not answered a consultation."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from urllib.parse import urljoin

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.models import Consultation, Invitation
from agreements.rules.consultations import deadline_of
from agreements.selectors.recipients import Recipient, chiefs, coordinators
from agreements.services.consultations import lock_open
from municipalities.enums import Role
from municipalities.selectors.emails import sender_of
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
            _send(row, invitation, name, to, today)
            invitation.reminded_at = now
            invitation.save(update_fields=["reminded_at"])
            outcome.reminded.append(name)
    if outcome.reminded:
        count = len(outcome.reminded)
        text = ngettext("Sendte påminnelse til %(count)s part", "Sendte påminnelse til %(count)s parter", count)
        log(actor=user, verb="consultation.reminded", subject=row, text=text % {"count": count}, to=outcome.reminded)
    return outcome


def _addresses(consultation: Consultation) -> dict[int | None, list[str]]:
    """E-mail addresses by municipality, each once; those of the trust under None."""
    partnership, today = consultation.partnership, timezone.localdate()
    people: dict[int | None, list[Recipient]] = dict(chiefs(partnership, today).items())
    people[None] = coordinators(partnership, today, (Role.COORDINATOR_TRUST,))
    return {key: list(dict.fromkeys(row.address for row in rows)) for key, rows in people.items()}


def _send(consultation: Consultation, invitation: Invitation, name: str, to: list[str], today: dt.date) -> None:
    """In the language of the one that is asked."""
    partnership, municipality = consultation.partnership, invitation.municipality
    with translation.override(municipality.language_in(partnership) if municipality else partnership.language):
        for address in to:
            queue_email(
                to=address,
                subject=_("Påminnelse: %(title)s") % {"title": consultation.title},
                body=_body(consultation, invitation, name),
                key=f"consultation:{consultation.pk}:{invitation.pk}:{today.isoformat()}:{address}",
                sender=sender_of(partnership),
            )


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
