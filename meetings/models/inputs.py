"""What the municipalities bring to a case and a meeting beforehand (indicators I3 and I12)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from meetings.models.case import Case
from meetings.models.meeting import Meeting
from municipalities.models import MunicipalGroup, Municipality


class CaseInput(models.Model):
    """A municipality's comment on a case before it is treated. Read by members; withdrawn ones are not counted."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="inputs")
    municipality = models.ForeignKey(
        Municipality, verbose_name=_("kommune"), on_delete=models.PROTECT, related_name="case_inputs"
    )
    text = models.TextField(_("innspill"))
    given_at = models.DateTimeField(_("gitt"))
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    withdrawn_at = models.DateTimeField(_("trukket"), null=True, blank=True)

    class Meta:
        verbose_name = _("innspill")
        verbose_name_plural = _("innspill")
        ordering = ["case", "given_at", "pk"]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.municipality_id}"


class PreMeeting(models.Model):
    """A group of municipalities prepared a committee's meeting, so that its seats speak for more than themselves."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="pre_meetings")
    group = models.ForeignKey(
        MunicipalGroup, verbose_name=_("kommunegruppe"), on_delete=models.PROTECT, related_name="pre_meetings"
    )
    held_on = models.DateField(_("holdt"))
    note = models.CharField(_("merknad"), max_length=300, blank=True)
    logged_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    constraint_fields = {"pre_meeting_once_a_day": "held_on"}

    class Meta:
        verbose_name = _("formøte")
        verbose_name_plural = _("formøter")
        ordering = ["meeting", "held_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "group", "held_on"],
                name="pre_meeting_once_a_day",
                violation_error_message=_("Formøtet er allerede ført."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}: {self.group_id}"
