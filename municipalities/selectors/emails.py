"""The e-mails a partnership owes somebody: those that wait, and those that did not get through."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet
from django.utils import timezone

from municipalities.models import Partnership
from samhandling.notifications.enums import MailState
from samhandling.notifications.models import OutboundEmail

KEPT_DAYS = 30
"""Older ones are not shown: what they said has passed."""


def sender_of(partnership: Partnership) -> str:
    """What the partnership's e-mails are queued under."""
    return f"partnership:{partnership.pk}"


def unsent_emails(partnership: Partnership) -> QuerySet[OutboundEmail]:
    """The newest first."""
    since = timezone.now() - dt.timedelta(days=KEPT_DAYS)
    rows = OutboundEmail.objects.filter(sender=sender_of(partnership), created_at__gte=since)
    return rows.exclude(state=MailState.SENT).order_by("-created_at", "-pk")


def troubled_emails(partnership: Partnership) -> QuerySet[OutboundEmail]:
    """Those that have failed, or been refused at least once; what was queued a moment ago is in no trouble."""
    return unsent_emails(partnership).filter(Q(state=MailState.FAILED) | ~Q(error=""))
