"""Status reports: made from the portal's records, commented by a coordinator, released and then frozen.

A trigger in the database refuses every change of a released report and of what it says.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from municipalities.models import MunicipalGroup, Municipality, Partnership, Person
from reports.enums import ReportScope, ReportSection, ReportState
from samhandling.core.revisions import TextRevision
from samhandling.documents.enums import Language
from samhandling.notifications.models import OutboundEmail


class ReportBatch(models.Model):
    """Reports ordered together: by somebody, or by the calendar (then `ordered_by` is empty)."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="report_batches")
    period_from = models.DateField(_("fra og med"))
    period_to = models.DateField(_("til og med"))
    is_scheduled = models.BooleanField(default=False)
    ordered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    ordered_at = models.DateTimeField(_("bestilt"), auto_now_add=True)

    class Meta:
        verbose_name = _("bestilling av rapporter")
        verbose_name_plural = _("bestillinger av rapporter")
        ordering = ["-ordered_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="report_batch_period",
                condition=Q(period_to__gte=F("period_from")),
                violation_error_message=_("Perioden slutter før den begynner."),
            ),
            models.UniqueConstraint(
                fields=["partnership", "period_from", "period_to"],
                condition=Q(is_scheduled=True),
                name="report_batch_scheduled_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period_from} – {self.period_to}"


class StatusReport(models.Model):
    """One report. `snapshot` is all it says besides the comment, as plain data; the page and the PDF are drawn from it.

    A correction is a new version that names the one it corrects. `content_hash` is of the snapshot and the comment,
    written on release.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="status_reports")
    batch = models.ForeignKey(ReportBatch, null=True, blank=True, on_delete=models.SET_NULL, related_name="reports")
    scope = models.CharField(_("gjelder"), max_length=12, choices=ReportScope.choices)
    municipality = models.ForeignKey(
        Municipality, null=True, blank=True, on_delete=models.PROTECT, related_name="status_reports"
    )
    group = models.ForeignKey(
        MunicipalGroup, null=True, blank=True, on_delete=models.PROTECT, related_name="status_reports"
    )
    period_from = models.DateField(_("fra og med"))
    period_to = models.DateField(_("til og med"))
    language = models.CharField(_("språk"), max_length=2, choices=Language.choices)
    version = models.PositiveSmallIntegerField(_("versjon"), default=1)
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    correction_reason = models.CharField(_("hva som er rettet"), max_length=300, blank=True)
    state = models.CharField(_("status"), max_length=8, choices=ReportState.choices, default=ReportState.QUEUED)
    error = models.CharField(_("hvorfor den ikke ble laget"), max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    queued_at = models.DateTimeField(default=timezone.now, help_text="The figures may not be older than this.")
    send_at = models.DateTimeField(help_text="When beat gives the order to a worker again if nothing has happened.")
    snapshot = models.JSONField(null=True, blank=True)
    snapshot_sha256 = models.CharField(max_length=64, blank=True)
    data_at = models.DateTimeField(_("tallene er hentet"), null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    released_at = models.DateTimeField(_("frigitt"), null=True, blank=True)
    content_hash = models.CharField(_("sha256"), max_length=64, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("statusrapport")
        verbose_name_plural = _("statusrapporter")
        ordering = ["-period_to", "scope", "pk"]
        constraints = [
            models.CheckConstraint(
                name="status_report_period",
                condition=Q(period_to__gte=F("period_from")),
                violation_error_message=_("Perioden slutter før den begynner."),
            ),
            models.CheckConstraint(
                name="status_report_scope",
                condition=Q(scope=ReportScope.MUNICIPALITY, municipality__isnull=False, group__isnull=True)
                | Q(scope=ReportScope.REGION, municipality__isnull=True, group__isnull=False)
                | Q(scope=ReportScope.PARTNERSHIP, municipality__isnull=True, group__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["partnership", "scope", "municipality", "group", "period_from", "period_to", "version"],
                nulls_distinct=False,
                name="status_report_version_once",
            ),
            models.CheckConstraint(
                name="status_report_made_whole",
                condition=Q(state__in=[ReportState.QUEUED, ReportState.FAILED])
                | Q(snapshot__isnull=False, data_at__isnull=False) & ~Q(snapshot_sha256=""),
            ),
            models.CheckConstraint(
                name="status_report_released_whole",
                condition=~Q(state=ReportState.RELEASED) | Q(released_at__isnull=False) & ~Q(content_hash=""),
            ),
            models.CheckConstraint(
                name="status_report_failed_says_why", condition=~Q(state=ReportState.FAILED) | ~Q(error="")
            ),
            models.CheckConstraint(
                name="status_report_correction_names_the_old",
                condition=Q(version=1, corrects__isnull=True) | Q(version__gt=1, corrects__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["send_at"], name="status_report_owed", condition=Q(state=ReportState.QUEUED)),
        ]

    def __str__(self) -> str:
        return f"{self.scope} {self.period_from} – {self.period_to} v{self.version}"

    @property
    def is_released(self) -> bool:
        return self.state == ReportState.RELEASED


class ReportText(TextRevision):
    """One saved state of what the coordinator writes in a report (clean HTML)."""

    report = models.ForeignKey(StatusReport, on_delete=models.CASCADE, related_name="texts")
    section = models.CharField(_("del"), max_length=12, choices=ReportSection.choices)

    class Meta:
        ordering = ["report", "section", "revision"]
        constraints = [models.UniqueConstraint(fields=["report", "section", "revision"], name="report_text_revision")]

    def __str__(self) -> str:
        return f"{self.section} {self.revision}"


class ReportSending(models.Model):
    """A released report was sent to somebody, or why it could not be. Once per person and report."""

    report = models.ForeignKey(StatusReport, on_delete=models.CASCADE, related_name="sendings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    to = models.EmailField(_("til"), blank=True)
    email = models.ForeignKey(OutboundEmail, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("utsending")
        verbose_name_plural = _("utsendinger")
        ordering = ["report", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "person"], name="report_sent_once"),
            models.CheckConstraint(name="report_sending_whole", condition=Q(to="", email__isnull=True) | ~Q(to="")),
        ]

    def __str__(self) -> str:
        return self.to
