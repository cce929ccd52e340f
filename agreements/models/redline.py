"""What a redline as a file compares: the subject of its `Document` rows."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agreements.models.agreement import AgreementParty
from agreements.models.text import AgreementVersion


class RedlineOrder(models.Model):
    """A text against another version, or against what one party last adopted. One row for each pair, kept for good."""

    version = models.ForeignKey(AgreementVersion, on_delete=models.CASCADE, related_name="redline_orders")
    old_version = models.ForeignKey(
        AgreementVersion, null=True, blank=True, on_delete=models.CASCADE, related_name="redline_orders_from"
    )
    party = models.ForeignKey(
        AgreementParty, null=True, blank=True, on_delete=models.CASCADE, related_name="redline_orders"
    )

    class Meta:
        verbose_name = _("sammenligning")
        verbose_name_plural = _("sammenligninger")
        ordering = ["version", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "old_version", "party"], name="redline_order_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                name="redline_order_against_one",
                condition=Q(old_version__isnull=False, party__isnull=True)
                | Q(old_version__isnull=True, party__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old_version_id or self.party_id} → {self.version_id}"
