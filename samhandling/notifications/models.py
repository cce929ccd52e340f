"""E-mails the portal owes somebody: the row comes first, a worker sends it. Knows nothing of what they are about."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samhandling.notifications.enums import MailState


class OutboundEmail(models.Model):
    """One e-mail to one address. `key` names what it is, so that the same thing is never sent twice."""

    to = models.EmailField(_("til"))
    subject = models.CharField(_("emne"), max_length=200)
    body = models.TextField(_("tekst"))
    html = models.TextField(blank=True, help_text="The same text as HTML, for programs that show it.")
    headers = models.JSONField(default=dict, blank=True, help_text="More of the e-mail's head, by name.")
    is_secret = models.BooleanField(default=False, help_text="Emptied when it is sent: whoever has it may act by it.")
    key = models.CharField(max_length=200, unique=True)
    sender = models.CharField(
        max_length=60, blank=True, db_index=True, help_text="On whose behalf, as the app that queued it names them."
    )
    state = models.CharField(_("status"), max_length=8, choices=MailState.choices, default=MailState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(_("hvorfor den ikke er sendt"), max_length=300, blank=True)
    send_at = models.DateTimeField(
        default=timezone.now, help_text="When beat looks at the row again if nothing has happened."
    )
    sent_at = models.DateTimeField(_("sendt"), null=True, blank=True)
    created_at = models.DateTimeField(_("opprettet"), auto_now_add=True)

    class Meta:
        verbose_name = _("e-post")
        verbose_name_plural = _("e-poster")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(
                fields=["send_at"],
                name="outbound_email_owed",
                condition=Q(state__in=[MailState.QUEUED, MailState.SENDING]),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="outbound_email_sent_has_time",
                condition=~Q(state=MailState.SENT) | Q(sent_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class Mention(models.Model):
    """A line of a digest that somebody has been sent. Unique, so that no digest says it again."""

    key = models.CharField(max_length=200, unique=True)
    email = models.ForeignKey(OutboundEmail, on_delete=models.CASCADE, related_name="mentions")

    class Meta:
        verbose_name = _("linje i e-post")
        verbose_name_plural = _("linjer i e-poster")

    def __str__(self) -> str:
        return self.key
