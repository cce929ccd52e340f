"""Handing the secretariat over to the next one."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from municipalities.models import Partnership, SecretariatTerm


class Handover(models.Model):
    """All open work on the day one secretariat hands over to the next, and the receipt for it.

    `open_work` is written when the hand-over is made: `{"cases": [{"title", "url", "next"}], "actions": …}`.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="handovers")
    giver = models.ForeignKey(
        SecretariatTerm, verbose_name=_("fra"), on_delete=models.PROTECT, related_name="handed_over"
    )
    taker = models.ForeignKey(
        SecretariatTerm, verbose_name=_("til"), on_delete=models.PROTECT, related_name="taken_over"
    )
    on = models.DateField(_("overlevert"))
    note = models.TextField(_("til den som overtar"), blank=True)
    open_work = models.JSONField(default=dict)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    received_name = models.CharField(_("kvittert av"), max_length=120, blank=True)
    received_at = models.DateTimeField(_("kvittert"), null=True, blank=True)
    received_note = models.CharField(_("merknad"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("overlevering")
        verbose_name_plural = _("overleveringer")
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["giver", "taker"], name="handover_once"),
            models.CheckConstraint(
                name="handover_receipt_whole",
                condition=Q(received_at__isnull=True, received_name="")
                | Q(received_at__isnull=False) & ~Q(received_name=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.giver_id} → {self.taker_id}"
