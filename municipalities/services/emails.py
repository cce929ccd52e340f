"""Sending a partnership's e-mails again."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from municipalities.models import Partnership
from samhandling.accounts.models import User
from samhandling.audit.services import log
from samhandling.notifications import services as notifications
from samhandling.notifications.models import OutboundEmail


@transaction.atomic
def send_again(*, partnership: Partnership, email: OutboundEmail, user: User) -> None:
    """Raises NotPossible for one that is sent, or on its way."""
    notifications.send_again(email_id=email.pk)
    text = _("Sendte e-posten «%(subject)s» på nytt til %(to)s") % {"subject": email.subject, "to": email.to}
    log(actor=user, verb="email.sent_again", subject=partnership, text=text, email=email.pk)
