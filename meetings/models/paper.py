"""Case papers (saksframlegg) with their versions, and the annexes of a case."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from meetings.enums import PaperSection
from meetings.models.case import Case
from samhandling.core.revisions import TextRevision
from samhandling.disclosure.models import Exemptable


class CasePaper(Exemptable):
    """The paper of a case while it is written. Meetings use its numbered versions, never this draft."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="paper")
    due_on = models.DateField(_("frist"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(Exemptable.Meta):
        verbose_name = _("saksframlegg")
        verbose_name_plural = _("saksframlegg")

    def __str__(self) -> str:
        return f"{self.case_id}"


class PaperText(TextRevision):
    """One saved state of one section (HTML, cleaned by `samhandling.core.richtext`)."""

    paper = models.ForeignKey(CasePaper, on_delete=models.CASCADE, related_name="texts")
    section = models.CharField(_("del"), max_length=20, choices=PaperSection.choices)

    class Meta:
        ordering = ["paper", "section", "revision"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "section", "revision"], name="paper_text_revision"),
        ]

    def __str__(self) -> str:
        return f"{self.section} {self.revision}"


class PaperVersion(models.Model):
    """A numbered, immutable state of a paper. `sections` maps PaperSection values to HTML; empty ones are left out."""

    paper = models.ForeignKey(CasePaper, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("versjon"))
    title = models.CharField(_("tittel"), max_length=200)
    sections = models.JSONField(_("innhold"))
    annexes = models.JSONField(_("vedlegg"), default=list)  # [{"id", "number", "title", "sha256"}], as of this version
    content_hash = models.CharField(_("sha256"), max_length=64)
    note = models.CharField(_("hva er endret"), max_length=200, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(_("lagret"), auto_now_add=True)

    class Meta:
        verbose_name = _("versjon av saksframlegg")
        verbose_name_plural = _("versjoner av saksframlegg")
        ordering = ["paper", "-number"]
        constraints = [models.UniqueConstraint(fields=["paper", "number"], name="paper_version_number")]

    def __str__(self) -> str:
        return f"{self.number}"


def attachment_path(attachment: Attachment, filename: str) -> str:
    """Stored by hash: the file's name is data in the row, never a path."""
    return f"attachments/{attachment.sha256[:2]}/{attachment.sha256}"


class Attachment(Exemptable):
    """A numbered annex of a case: a PDF or an image. A removed annex stays readable where a version used it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="attachments")
    number = models.PositiveSmallIntegerField(_("nummer"))
    title = models.CharField(_("tittel"), max_length=200)
    file = models.FileField(_("fil"), upload_to=attachment_path, max_length=120)
    file_name = models.CharField(_("filnavn"), max_length=120)
    content_type = models.CharField(_("filtype"), max_length=40)
    size = models.PositiveIntegerField(_("størrelse i byte"))
    pages = models.PositiveIntegerField(_("sider"), null=True, blank=True)
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField(_("lagt til"), auto_now_add=True)
    removed_at = models.DateTimeField(_("fjernet"), null=True, blank=True)

    class Meta(Exemptable.Meta):
        verbose_name = _("vedlegg")
        verbose_name_plural = _("vedlegg")
        ordering = ["case", "number"]
        constraints = [
            *Exemptable.Meta.constraints,
            models.UniqueConstraint(
                fields=["case", "number"],
                condition=Q(removed_at__isnull=True),
                name="attachment_number",
                violation_error_message=_("Nummeret er brukt av et annet vedlegg."),
            ),
        ]

    def __str__(self) -> str:
        return self.title
