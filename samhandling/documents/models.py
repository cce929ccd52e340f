from __future__ import annotations

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samhandling.documents.enums import (
    UNDER_WAY,
    Kind,
    Language,
    Purpose,
    State,
    Step,
    Variant,
)
from samhandling.documents.querysets import DocumentQuerySet


class Document(models.Model):
    """One produced file, or the order for it. A ready one never changes: new content is a new version.

    A database trigger (migration 0001) refuses changes to a ready document's file and identity.
    """

    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.PositiveBigIntegerField()
    subject = GenericForeignKey("content_type", "object_id")

    kind = models.CharField(_("slag"), max_length=20, choices=Kind)
    purpose = models.CharField(_("formål"), max_length=10, choices=Purpose, default=Purpose.READING)
    variant = models.CharField(_("utgave"), max_length=10, choices=Variant)
    language = models.CharField(_("språk"), max_length=2, choices=Language)
    version = models.PositiveIntegerField(_("versjon"))
    source_hash = models.CharField(max_length=64, help_text="Hash of the content it was ordered for.")

    state = models.CharField(_("status"), max_length=10, choices=State, default=State.QUEUED)
    step = models.CharField(max_length=10, choices=Step, default=Step.WAITING)
    step_done = models.PositiveIntegerField(default=0)
    step_total = models.PositiveIntegerField(default=0)
    progress = models.PositiveSmallIntegerField(_("framdrift"), default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(_("feil"), max_length=300, blank=True)
    send_at = models.DateTimeField(
        default=timezone.now,
        help_text="When beat sends the order to the worker again if nothing has happened.",
    )

    file = models.FileField(max_length=200, blank=True)
    file_name = models.CharField(_("filnavn"), max_length=150, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    pages = models.PositiveIntegerField(_("sider"), null=True, blank=True)
    size = models.PositiveBigIntegerField(_("størrelse"), null=True, blank=True)

    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    created_at = models.DateTimeField(_("bestilt"), auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(_("ferdig"), null=True, blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("dokument")
        verbose_name_plural = _("dokumenter")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["content_type", "object_id", "kind"], name="document_subject"),
            models.Index(
                fields=["send_at"],
                name="document_owed",
                condition=Q(state__in=UNDER_WAY),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "content_type",
                    "object_id",
                    "kind",
                    "purpose",
                    "variant",
                    "language",
                    "version",
                ],
                name="document_version_unique",
            ),
            models.CheckConstraint(name="document_state_valid", condition=Q(state__in=State.values)),
            models.CheckConstraint(name="document_version_positive", condition=Q(version__gte=1)),
            models.CheckConstraint(name="document_progress_percent", condition=Q(progress__lte=100)),
            models.CheckConstraint(
                name="document_ready_is_complete",
                condition=~Q(state=State.READY)
                | (
                    ~Q(file="")
                    & ~Q(file_name="")
                    & Q(
                        sha256__regex="^[0-9a-f]{64}$",
                        size__isnull=False,
                        size__gte=1,
                        finished_at__isnull=False,
                    )
                    & (Q(pages__isnull=False, pages__gte=1) | Q(purpose=Purpose.WORD, pages__isnull=True))
                ),
            ),
            models.CheckConstraint(
                name="document_failed_says_why",
                condition=~Q(state=State.FAILED) | ~Q(error=""),
            ),
            models.CheckConstraint(
                name="document_step_within_total",
                condition=Q(step_done__lte=F("step_total")),
            ),
        ]

    def __str__(self) -> str:
        return _("%(kind)s, %(variant)s, versjon %(version)s") % {
            "kind": self.get_kind_display(),
            "variant": self.get_variant_display().lower(),
            "version": self.version,
        }

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY

    @property
    def is_ready(self) -> bool:
        return self.state == State.READY

    @property
    def is_failed(self) -> bool:
        return self.state == State.FAILED

    @property
    def is_word(self) -> bool:
        """A Word file, whose pages nobody knows before Word has laid it out."""
        return self.purpose == Purpose.WORD

    @property
    def is_public(self) -> bool:
        return self.variant == Variant.PUBLIC

    @property
    def step_text(self) -> str:
        """What is happening now, for the user: «Lager del 3 av 10»."""
        if self.step == Step.PIECES and self.step_total:
            return _("Lager del %(number)s av %(total)s") % {
                "number": min(self.step_done + 1, self.step_total),
                "total": self.step_total,
            }
        return str(self.get_step_display())


class Piece(models.Model):
    """A rendered piece that is kept: the file is named by the hash of all that it was made from."""

    key = models.CharField(max_length=64, primary_key=True)
    pages = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)
    used_on = models.DateField(default=timezone.localdate, db_index=True)

    class Meta:
        verbose_name = _("del")
        verbose_name_plural = _("deler")

    def __str__(self) -> str:
        return self.key[:12]

    @property
    def file_name(self) -> str:
        return f"pieces/{self.key[:2]}/{self.key}.pdf"
