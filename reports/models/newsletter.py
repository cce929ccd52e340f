"""Newsletters to whoever has asked for them and confirmed it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from municipalities.models import Partnership
from reports.enums import NewsletterState
from samhandling.core.revisions import TextRevision
from samhandling.documents.enums import Language
from samhandling.notifications.models import OutboundEmail


class Newsletter(models.Model):
    """A draft is made of the period's public decisions; the coordinator writes on. A sent one does not change."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="newsletters")
    title = models.CharField(_("tittel"), max_length=160)
    period_from = models.DateField(_("fra og med"))
    period_to = models.DateField(_("til og med"))
    state = models.CharField(_("status"), max_length=8, choices=NewsletterState.choices, default=NewsletterState.DRAFT)
    sent_at = models.DateTimeField(_("sendt"), null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("nyhetsbrev")
        verbose_name_plural = _("nyhetsbrev")
        ordering = ["-period_to", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="newsletter_period",
                condition=Q(period_to__gte=F("period_from")),
                violation_error_message=_("Perioden slutter før den begynner."),
            ),
            models.CheckConstraint(
                name="newsletter_sent_has_time",
                condition=~Q(state=NewsletterState.SENT) | Q(sent_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class NewsletterText(TextRevision):
    """One saved state of the letter's text (clean HTML); `section` is always `body`."""

    newsletter = models.ForeignKey(Newsletter, on_delete=models.CASCADE, related_name="texts")
    section = models.CharField(max_length=8, default="body")

    class Meta:
        ordering = ["newsletter", "section", "revision"]
        constraints = [
            models.UniqueConstraint(fields=["newsletter", "section", "revision"], name="newsletter_text_revision")
        ]

    def __str__(self) -> str:
        return f"{self.revision}"


class Subscriber(models.Model):
    """An address that asked for the newsletter; it gets one only after confirming (double opt-in).

    `secret` is in its links, for confirming and for leaving (RFC 8058); who has it can only do those two.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="subscribers")
    email = models.EmailField(_("e-post"))
    language = models.CharField(_("språk"), max_length=2, choices=Language.choices, default=Language.BOKMAAL)
    secret = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField(_("bedt om"))
    confirmed_at = models.DateTimeField(_("bekreftet"), null=True, blank=True)
    left_at = models.DateTimeField(_("meldt av"), null=True, blank=True)

    class Meta:
        verbose_name = _("abonnent")
        verbose_name_plural = _("abonnenter")
        ordering = ["email"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "email"], name="subscriber_once"),
        ]

    def __str__(self) -> str:
        return self.email


class NewsletterSending(models.Model):
    newsletter = models.ForeignKey(Newsletter, on_delete=models.CASCADE, related_name="sendings")
    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="sendings")
    email = models.ForeignKey(OutboundEmail, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("utsending av nyhetsbrev")
        verbose_name_plural = _("utsendinger av nyhetsbrev")
        constraints = [models.UniqueConstraint(fields=["newsletter", "subscriber"], name="newsletter_sent_once")]

    def __str__(self) -> str:
        return f"{self.newsletter_id}: {self.subscriber_id}"
