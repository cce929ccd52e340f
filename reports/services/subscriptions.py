"""Asking for the newsletter, confirming it, and leaving."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable
from urllib.parse import urljoin

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from municipalities.models import Partnership
from municipalities.selectors.emails import sender_of
from reports.models import Subscriber
from samhandling.core.errors import NotPossible
from samhandling.notifications.enums import MailState
from samhandling.notifications.models import OutboundEmail
from samhandling.notifications.services import queue_email

CONFIRM_WITHIN = dt.timedelta(days=7)


@transaction.atomic
def ask_for_newsletter(*, partnership: Partnership, email: str, language: str) -> None:
    """An e-mail to the address, whatever we know of it: what the page answers says nothing about who is there.

    One who gets the letter already is told so, all others get a link to confirm by. At most one of each a day.
    """
    now = timezone.now()
    row, _is_new = Subscriber.objects.get_or_create(
        partnership=partnership,
        email=email.lower(),
        defaults={"secret": secrets.token_urlsafe(32), "language": language, "asked_at": now},
    )
    row = Subscriber.objects.select_for_update(of=("self",)).select_related("partnership").get(pk=row.pk)
    if row.confirmed_at and not row.left_at:
        _write(row, "already", _already)
        return
    row.asked_at, row.language = now, language
    row.save(update_fields=["asked_at", "language"])
    _write(row, f"confirm:{int(row.left_at.timestamp())}" if row.left_at else "confirm", _confirm)


def _write(row: Subscriber, kind: str, compose: Callable[[], str]) -> None:
    day = timezone.localdate().isoformat()
    with translation.override(row.language):
        words = {
            "name": row.partnership.name,
            "confirm": _address(row, "newsletter-confirm"),
            "leave": leave_url(row),
            "sender": row.partnership.secretariat_name,
        }
        queue_email(
            to=row.email,
            subject=_("Nyhetsbrev fra %(name)s") % words,
            body=compose() % words,
            key=f"newsletter-{kind}:{row.pk}:{day}",
            sender=sender_of(row.partnership),
            is_secret=True,
        )


def _confirm() -> str:
    return _(
        "Hei,\n\n"
        "Noen, trolig du, har bedt om nyhetsbrevet fra %(name)s til denne adressen.\n\n"
        "Bekreft her, så får du det:\n%(confirm)s\n\n"
        "Lenken gjelder i sju dager. Var det ikke du som ba om det, trenger du ikke gjøre noe.\n\n"
        "Hilsen %(sender)s"
    )


def _already() -> str:
    return _(
        "Hei,\n\n"
        "Noen, trolig du, har bedt om nyhetsbrevet fra %(name)s. Du får det alt på denne adressen.\n\n"
        "Vil du ikke ha det lenger, kan du melde deg av her:\n%(leave)s\n\n"
        "Hilsen %(sender)s"
    )


def leave_url(row: Subscriber) -> str:
    """`partnership` is fetched."""
    return _address(row, "newsletter-leave")


def _address(row: Subscriber, name: str) -> str:
    return urljoin(settings.SITE_URL, reverse(f"reports:{name}", args=[row.partnership.slug, row.secret]))


def may_confirm(row: Subscriber) -> bool:
    """Asked for within the week, and not left since."""
    is_fresh = timezone.now() - row.asked_at <= CONFIRM_WITHIN
    return is_fresh and (row.left_at is None or row.left_at < row.asked_at)


@transaction.atomic
def confirm_subscription(*, subscriber: Subscriber) -> None:
    """Once more changes nothing. Raises NotPossible when the link is too old."""
    row = Subscriber.objects.select_for_update().get(pk=subscriber.pk)
    if row.confirmed_at and not row.left_at:
        return
    if not may_confirm(row):
        raise NotPossible(_("Lenken er for gammel. Be om nyhetsbrevet på nytt."))
    row.confirmed_at, row.left_at = timezone.now(), None
    row.save(update_fields=["confirmed_at", "left_at"])


@transaction.atomic
def leave_newsletter(*, subscriber: Subscriber) -> None:
    """Once more changes nothing. One who never confirmed leaves too, so that the link no longer works.

    Letters that have not gone out yet, or failed and could be sent again, are dropped.
    """
    row = Subscriber.objects.select_for_update().get(pk=subscriber.pk)
    if row.left_at is None:
        row.left_at = timezone.now()
        row.save(update_fields=["left_at"])
    letters = OutboundEmail.objects.filter(pk__in=row.sendings.values("email"))
    letters.filter(state__in=[MailState.QUEUED, MailState.FAILED]).delete()
