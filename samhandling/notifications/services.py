"""Queueing e-mails and sending them.

    queue_email(to="siv@kommune.example", subject=…, body=…, key="adoption:12:2027-03-01", sender="partnership:3")

The row is the promise, sent when the caller's transaction is through; whatever happens to the broker, beat sends what
is still owed. A row is handed to a mail server at most once: only a server that never took it is tried again.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import smtplib
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from functools import partial

from celery import current_app
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from kombu.exceptions import KombuError

from samhandling.core.errors import NotPossible
from samhandling.notifications.enums import MailState
from samhandling.notifications.models import Mention, OutboundEmail

logger = logging.getLogger(__name__)

GRACE = timedelta(minutes=1)
"""How long a row may be on its way to a worker before beat sends it again."""
LEASE = timedelta(minutes=5)
"""How long one sending may take; a worker silent for longer was killed in the middle of it."""
WAITS = [timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=12)]
"""Between attempts, when the mail server could not be reached or said «not now»."""
BROKER_DOWN = (KombuError, OSError)


@transaction.atomic
def queue_email(
    *,
    to: str,
    subject: str,
    body: str,
    key: str,
    sender: str,
    html: str = "",
    headers: Mapping[str, str] | None = None,
    is_secret: bool = False,
) -> OutboundEmail:
    """The e-mail with this key, queued now if there was none. The same key never gives a second e-mail.

    `sender` is on whose behalf, in the words of the app that queues; those find what was not sent by it. `html` goes
    beside the plain text. A secret e-mail holds a link by which anybody may act; its texts are emptied when it is sent.
    """
    email, is_new = OutboundEmail.objects.get_or_create(
        key=key,
        defaults={
            "to": to,
            "subject": " ".join(subject.split())[:200],  # a header is one line
            "body": body,
            "html": html,
            "headers": dict(headers or {}),
            "is_secret": is_secret,
            "sender": sender,
            "send_at": timezone.now() + GRACE,
        },
    )
    if is_new:
        transaction.on_commit(partial(hand_over, email.pk), robust=True)
    return email


Compose = Callable[[Sequence[str]], tuple[str, str]]


def queue_digest(*, to: str, lines: Mapping[str, str], compose: Compose, sender: str) -> OutboundEmail | None:
    """One e-mail with the lines that no digest has said before; None when there are none.

    `lines` is text by key, in order; `compose` makes subject and body of the texts that are new.
    """
    said = set(Mention.objects.filter(key__in=lines).values_list("key", flat=True))
    fresh = {key: text for key, text in lines.items() if key not in said}
    if not fresh:
        return None
    subject, body = compose(list(fresh.values()))
    name = hashlib.sha256("\n".join([to, *fresh]).encode()).hexdigest()
    try:
        with transaction.atomic():
            email = queue_email(to=to, subject=subject, body=body, key=f"digest:{name}", sender=sender)
            Mention.objects.bulk_create(Mention(key=key, email=email) for key in fresh)
    except IntegrityError:  # somebody else said it in the same moment
        return None
    return email


def hand_over(email_id: int) -> bool:
    """Give the row to a worker. With the broker down it stays where it is, and beat gives it later."""
    try:
        current_app.send_task("samhandling.notifications.send", kwargs={"email_id": email_id}, retry=False)
    except BROKER_DOWN as error:
        logger.warning("E-mail %s is kept for later, the broker does not answer: %s", email_id, error)
        return False
    return True


def send_owed() -> int:
    """Give away again what no worker took, and give up on what a killed worker had begun."""
    now = timezone.now()
    _close_abandoned()
    sent = 0
    for email_id in _queued().filter(send_at__lte=now).order_by("send_at").values_list("pk", flat=True)[:500]:
        if not hand_over(email_id):
            break
        _queued().filter(pk=email_id).update(send_at=now + GRACE)
        sent += 1
    return sent


def _queued() -> QuerySet[OutboundEmail]:
    return OutboundEmail.objects.filter(state=MailState.QUEUED)


def _close_abandoned() -> None:
    """A worker died between the mail server and the row: sending again could be the second time, so nobody does."""
    abandoned = OutboundEmail.objects.filter(state=MailState.SENDING, send_at__lte=timezone.now())
    abandoned.update(state=MailState.FAILED, error=_unknown())


@transaction.atomic
def send_again(*, email_id: int) -> OutboundEmail:
    """Queue an e-mail that failed or waits, with all its attempts before it. Raises NotPossible when it is sent."""
    email = OutboundEmail.objects.select_for_update().get(pk=email_id)
    if email.state not in (MailState.FAILED, MailState.QUEUED):
        raise NotPossible(_("E-posten er allerede sendt, eller er på vei."))
    _set(email, state=MailState.QUEUED, attempts=0, error="", send_at=timezone.now() + GRACE)
    transaction.on_commit(partial(hand_over, email.pk), robust=True)
    return email


def send(*, email_id: int) -> None:
    """Send one e-mail, unless another worker has it or it is sent already."""
    email = _claim(email_id)
    if email is None:
        return
    try:
        _deliver(email)
    except NotTaken as refused:
        logger.warning("E-mail %s, attempt %s, was not taken: %s", email_id, email.attempts, refused)
        _put_off(email, str(refused))
    except Refused as refused:
        logger.warning("E-mail %s was refused: %s", email_id, refused)
        _fail(email, str(refused))
    except Exception:
        logger.exception("E-mail %s may or may not be sent", email_id)
        _fail(email, _unknown())
    else:
        spent = {"body": "", "html": "", "headers": {}} if email.is_secret else {}
        _set(email, state=MailState.SENT, sent_at=timezone.now(), error="", **spent)


class NotTaken(Exception):
    """The mail server did not take the e-mail now; it may later."""


class Refused(Exception):
    """The mail server does not want the e-mail at all."""


@transaction.atomic
def _claim(email_id: int) -> OutboundEmail | None:
    """Only one worker gets past here for a row: the others find it locked, or no longer queued."""
    email = _queued().select_for_update(skip_locked=True).filter(pk=email_id).first()
    if email is None:
        return None
    _set(email, state=MailState.SENDING, attempts=email.attempts + 1, send_at=timezone.now() + LEASE)
    return email


def _deliver(email: OutboundEmail) -> None:
    """Raises NotTaken or Refused when it is certain that nothing was sent; any other error leaves it in doubt."""
    connection = get_connection()
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        raise NotTaken(_("E-postserveren svarte ikke. (%(reason)s)") % {"reason": _said(error)}) from error
    try:
        message = EmailMultiAlternatives(
            email.subject, email.body, to=[email.to], headers=email.headers, connection=connection
        )
        if email.html:
            message.attach_alternative(email.html, "text/html")
        connection.send_messages([message])
    except smtplib.SMTPRecipientsRefused as error:
        code, words = next(iter(error.recipients.values()), (550, b""))
        raise _refusal(code, words) from error
    except smtplib.SMTPResponseException as error:
        raise _refusal(error.smtp_code, error.smtp_error) from error
    finally:
        with contextlib.suppress(OSError, smtplib.SMTPException):  # the e-mail is on its way however it says goodbye
            connection.close()


def _refusal(code: int, words: bytes | str) -> NotTaken | Refused:
    text = words.decode(errors="replace") if isinstance(words, bytes) else str(words)
    reason = _("%(plain)s (Svar fra e-postserveren: %(code)s %(words)s)")
    said = reason % {"plain": _in_plain_words(code), "code": code, "words": text}
    return NotTaken(said) if 400 <= code < 500 else Refused(said)


def _in_plain_words(code: int) -> str:
    """What the answers mean to somebody who knows no mail servers (RFC 5321, 4.2.3)."""
    if code in (550, 551, 553):
        return _("Adressen finnes ikke, eller tar ikke imot e-post.")
    if code in (452, 552):
        return _("Postkassen er full.")
    if 400 <= code < 500:
        return _("E-postserveren tok ikke imot e-posten nå.")
    return _("E-postserveren avviste e-posten.")


def _said(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        words = error.smtp_error
        return f"{error.smtp_code} {words.decode(errors='replace') if isinstance(words, bytes) else words}"
    return str(error) or type(error).__name__


def _put_off(email: OutboundEmail, reason: str) -> None:
    if email.attempts > len(WAITS):
        _fail(email, reason)
        return
    wait = WAITS[email.attempts - 1]
    _set(email, state=MailState.QUEUED, error=reason[:300], send_at=timezone.now() + wait)


def _fail(email: OutboundEmail, reason: str) -> None:
    _set(email, state=MailState.FAILED, error=reason[:300])


def _unknown() -> str:
    return _("Sendingen ble avbrutt, så vi vet ikke om e-posten kom fram.")


def _set(email: OutboundEmail, **values: object) -> None:
    for name, value in values.items():
        setattr(email, name, value)
    email.save(update_fields=list(values))
