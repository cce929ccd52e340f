"""What has been done about the yearly duties: reviews and notices of termination (hol § 6-5)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agreements.models.agreement import Agreement, AgreementParty


class YearlyReview(models.Model):
    """The parties went through the agreement together."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="reviews")
    held_on = models.DateField(_("dato"))
    needs_revision = models.BooleanField(_("avtalen bør revideres"), default=False)
    note = models.TextField(_("hva partene kom fram til"), blank=True)
    reference = models.CharField(_("behandlet i sak"), max_length=60, blank=True)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("årlig gjennomgang")
        verbose_name_plural = _("årlige gjennomganger")
        ordering = ["-held_on"]
        constraints = [models.UniqueConstraint(fields=["agreement", "held_on"], name="yearly_review_once")]

    def __str__(self) -> str:
        return f"{self.held_on:%d.%m.%Y}"


class Termination(models.Model):
    """A party's notice of termination, its effect a notice period later, and who has been told."""

    party = models.ForeignKey(AgreementParty, on_delete=models.CASCADE, related_name="terminations")
    notice_on = models.DateField(_("sagt opp"))
    effective_on = models.DateField(_("får virkning"))  # computed when it is registered: the rule of that day counts
    reason = models.TextField(_("begrunnelse"), blank=True)
    trust_told_on = models.DateField(_("regionalt helseforetak varslet"), null=True, blank=True)
    directorate_told_on = models.DateField(_("Helsedirektoratet varslet"), null=True, blank=True)
    parties_told_on = models.DateField(_("de andre partene varslet"), null=True, blank=True)
    ended_on = models.DateField(  # planned before the notice moved it; it comes back if the notice is withdrawn
        _("siste dag som var bestemt fra før"), null=True, blank=True
    )
    withdrawn_on = models.DateField(_("trukket"), null=True, blank=True)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("oppsigelse")
        verbose_name_plural = _("oppsigelser")
        ordering = ["-notice_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["party"],
                condition=Q(withdrawn_on__isnull=True),
                name="termination_once",
                violation_error_message=_("Parten har allerede sagt opp avtalen."),
            ),
            models.CheckConstraint(name="termination_effect_later", condition=Q(effective_on__gt=F("notice_on"))),
        ]

    def __str__(self) -> str:
        return f"{self.party_id}: {self.notice_on:%d.%m.%Y}"
