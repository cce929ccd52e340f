"""The text of an agreement: versions of numbered sections with stable anchors, and files it is taken in from."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.enums import ImportState, SectionKind, SectionPart, VersionSource, VersionState
from agreements.models.agreement import Agreement
from agreements.querysets import VersionQuerySet
from samhandling.core.revisions import TextRevision
from samhandling.documents.enums import Language


class AgreementVersion(models.Model):
    """One text of an agreement. A draft is in its `Section` rows; a frozen text is `content`, with its hash.

    `content` is what `agreements.content.Content.to_json` gives; `sha256` is `agreements.content.text_hash` of it.
    A database trigger (migration 0002) refuses every change to a frozen text; the days it was in force may be set.
    `in_force_to` is the day before a newer text took over for those who adopted that; whom the older one still binds
    after it follows from the adoptions (`rules.binding`).
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("versjon"))
    title = models.CharField(_("tittel"), max_length=160)
    language = models.CharField(_("språk"), max_length=2, choices=Language.choices, default=Language.BOKMAAL)
    state = models.CharField(_("status"), max_length=8, choices=VersionState.choices, default=VersionState.DRAFT)
    based_on = models.ForeignKey(
        "self",
        verbose_name=_("bygger på"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    source = models.CharField(_("opphav"), max_length=8, choices=VersionSource.choices, default=VersionSource.WRITTEN)
    content = models.JSONField(_("innhold"), null=True, blank=True)
    sha256 = models.CharField(_("kontrollsum"), max_length=64, blank=True)
    frozen_at = models.DateTimeField(_("låst"), null=True, blank=True)
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    in_force_on = models.DateField(_("i kraft fra"), null=True, blank=True)
    in_force_to = models.DateField(_("i kraft til og med"), null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(_("opprettet"), auto_now_add=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("versjon av avtalen")
        verbose_name_plural = _("versjoner av avtalen")
        ordering = ["agreement", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="agreement_version_number"),
            models.UniqueConstraint(
                fields=["agreement"],
                condition=Q(state=VersionState.DRAFT),
                name="agreement_one_draft",
                violation_error_message=_("Avtalen har allerede et utkast."),
            ),
            models.CheckConstraint(
                name="agreement_version_frozen_whole",
                condition=Q(state=VersionState.DRAFT, content__isnull=True, sha256="", frozen_at__isnull=True)
                | Q(
                    state=VersionState.FROZEN,
                    content__isnull=False,
                    sha256__regex="^[0-9a-f]{64}$",
                    frozen_at__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="agreement_version_in_force_frozen",
                condition=Q(in_force_on__isnull=True) | Q(state=VersionState.FROZEN),
            ),
            models.CheckConstraint(
                name="agreement_version_in_force_period",
                condition=Q(in_force_to__isnull=True) | Q(in_force_to__gte=models.F("in_force_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}"

    @property
    def is_frozen(self) -> bool:
        return self.state == VersionState.FROZEN


class Section(models.Model):
    """A place in a draft's text. `anchor` stays with it through versions; its number follows from the order.

    Definitions are sections whose heading is the term; annexes are lettered on their own.
    """

    version = models.ForeignKey(AgreementVersion, on_delete=models.CASCADE, related_name="sections")
    anchor = models.SlugField(_("anker"), max_length=40)
    position = models.PositiveSmallIntegerField(_("rekkefølge"))
    level = models.PositiveSmallIntegerField(_("nivå"), default=1)
    kind = models.CharField(_("slag"), max_length=12, choices=SectionKind.choices, default=SectionKind.SECTION)

    class Meta:
        verbose_name = _("punkt")
        verbose_name_plural = _("punkter")
        ordering = ["version", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "anchor"], name="section_anchor"),
            models.CheckConstraint(name="section_level", condition=Q(level__gte=1, level__lte=3)),
        ]

    def __str__(self) -> str:
        return self.anchor


class SectionText(TextRevision):
    """One saved state of a section's heading (plain) or body (clean HTML)."""

    owner = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="texts")
    section = models.CharField(_("del"), max_length=8, choices=SectionPart.choices)

    class Meta:
        ordering = ["owner", "section", "revision"]
        constraints = [models.UniqueConstraint(fields=["owner", "section", "revision"], name="section_text_revision")]

    def __str__(self) -> str:
        return f"{self.section} {self.revision}"


def import_path(instance: TextImport, filename: str) -> str:
    """Stored by hash: the file's name is data in the row, never a path."""
    return f"agreements/imports/{instance.sha256[:2]}/{instance.sha256}"


class TextImport(models.Model):
    """A Word or PDF file somebody takes a text in from, and what was recognised in it, until it has been checked.

    `recognised` is [{"kind", "level", "heading", "body", "number", "keep", "join"}]; `ignored` counts what was left out
    (tracked changes, comments, macros, pictures). `problem` is the agreements.importing.Problem of one that failed.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="imports")
    file = models.FileField(_("fil"), upload_to=import_path, max_length=120)
    file_name = models.CharField(_("filnavn"), max_length=160)
    source = models.CharField(_("opphav"), max_length=8, choices=VersionSource.choices)
    size = models.PositiveIntegerField(_("størrelse i byte"))
    sha256 = models.CharField(max_length=64)
    title = models.CharField(_("tittel"), max_length=160, blank=True)
    recognised = models.JSONField(default=list)
    ignored = models.JSONField(default=list)
    state = models.CharField(_("status"), max_length=10, choices=ImportState.choices, default=ImportState.READING)
    problem = models.CharField(max_length=20, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    send_at = models.DateTimeField(
        default=timezone.now, help_text="When beat sends the file to the worker again if nothing has happened."
    )
    version = models.ForeignKey(
        AgreementVersion, null=True, blank=True, on_delete=models.SET_NULL, related_name="imports"
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("tekst tatt inn fra fil")
        verbose_name_plural = _("tekster tatt inn fra fil")
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["send_at"], name="import_owed", condition=Q(state=ImportState.READING))]
        constraints = [
            models.CheckConstraint(
                name="import_failed_says_why", condition=~Q(state=ImportState.FAILED) | ~Q(problem="")
            ),
        ]

    def __str__(self) -> str:
        return self.file_name


def attachment_path(instance: AgreementFile, filename: str) -> str:
    return f"agreements/files/{instance.sha256[:2]}/{instance.sha256}"


class AgreementFile(models.Model):
    """A file that goes with a version: a scanned agreement, an annex that is not text, a signed copy."""

    version = models.ForeignKey(AgreementVersion, on_delete=models.CASCADE, related_name="files")
    title = models.CharField(_("tittel"), max_length=160)
    file = models.FileField(_("fil"), upload_to=attachment_path, max_length=120)
    file_name = models.CharField(_("filnavn"), max_length=160)
    content_type = models.CharField(_("filtype"), max_length=80)
    size = models.PositiveIntegerField(_("størrelse i byte"))
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField(_("lagt til"), auto_now_add=True)

    class Meta:
        verbose_name = _("vedlagt fil")
        verbose_name_plural = _("vedlagte filer")
        ordering = ["version", "added_at", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def is_frozen(self) -> bool:
        """It lay with the text when that was frozen, so it is part of what the councils adopt. Needs `version`."""
        frozen_at = self.version.frozen_at
        return frozen_at is not None and self.added_at <= frozen_at
