"""What each party has decided about each frozen text."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agreements.enums import DECIDED, AdoptionStatus, RegisteredAs
from agreements.models.agreement import AgreementParty
from agreements.models.revision import Revision
from agreements.models.text import AgreementVersion


def decision_path(instance: Adoption, filename: str) -> str:
    """Stored by hash: the file's name is data in the row, never a path."""
    return f"agreements/decisions/{instance.file_sha256[:2]}/{instance.file_sha256}"


class Adoption(models.Model):
    """One party's treatment of one frozen text («kommunestyret selv», hol § 6-1). The trust's board has a row too.

    `text_sha256` is the hash of the text that was adopted: the version's own, or, with deviations, that of the text
    with the deviating sections put in. `row_version` counts the saves, so that two who register at once both see it.
    """

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="adoptions")
    version = models.ForeignKey(AgreementVersion, on_delete=models.PROTECT, related_name="adoptions")
    party = models.ForeignKey(AgreementParty, on_delete=models.PROTECT, related_name="adoptions")
    status = models.CharField(
        _("status"), max_length=12, choices=AdoptionStatus.choices, default=AdoptionStatus.NOT_SENT
    )
    sent_on = models.DateField(_("sendt"), null=True, blank=True)
    council_on = models.DateField(_("møtet i kommunestyret"), null=True, blank=True)
    decided_on = models.DateField(_("vedtatt dato"), null=True, blank=True)
    council_case = models.CharField(_("saksnummer i kommunestyret"), max_length=30, blank=True)
    decision_text = models.TextField(_("vedtaket"), blank=True)
    text_sha256 = models.CharField(_("kontrollsum for teksten som er vedtatt"), max_length=64, blank=True)
    file = models.FileField(_("vedtaket som fil"), upload_to=decision_path, max_length=120, blank=True)
    file_name = models.CharField(_("filnavn"), max_length=160, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    hindrance = models.CharField(_("hva som holder igjen"), max_length=200, blank=True)
    extended_to = models.DateField(_("utsatt frist"), null=True, blank=True)
    extension_reason = models.CharField(_("hvorfor fristen bør utsettes"), max_length=300, blank=True)
    extension_asked_to = models.DateField(_("ønsket frist"), null=True, blank=True)
    refusal_reason = models.CharField(_("hvorfor fristen ikke ble utsatt"), max_length=300, blank=True)
    signed_on = models.DateField(_("signert"), null=True, blank=True)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    registered_as = models.CharField(_("registrert av"), max_length=12, choices=RegisteredAs.choices, blank=True)
    registered_at = models.DateTimeField(_("registrert"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("sist minnet om"), null=True, blank=True)
    row_version = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("vedtak om avtalen")
        verbose_name_plural = _("vedtak om avtalen")
        ordering = ["revision", "party"]
        constraints = [
            models.UniqueConstraint(fields=["version", "party"], name="adoption_once"),
            models.CheckConstraint(
                name="adoption_decided_has_date",
                condition=~Q(status__in=DECIDED) | Q(decided_on__isnull=False),
                violation_error_message=_("Skriv datoen for vedtaket."),
            ),
            models.CheckConstraint(
                name="adoption_scheduled_has_date",
                condition=~Q(status=AdoptionStatus.SCHEDULED) | Q(council_on__isnull=False),
                violation_error_message=_("Skriv datoen for møtet i kommunestyret."),
            ),
        ]
        indexes = [models.Index(fields=["revision", "status"], name="adoption_status")]

    def __str__(self) -> str:
        return f"{self.party_id}: {self.status}"

    @property
    def is_decided(self) -> bool:
        return self.status in DECIDED


class Deviation(models.Model):
    """A section a party adopted in other words than the frozen ones, or without (`text` empty).

    `number` is what the frozen text calls the section («4.3»): it never changes, and the board need not read the text.
    """

    adoption = models.ForeignKey(Adoption, on_delete=models.CASCADE, related_name="deviations")
    anchor = models.SlugField(_("punkt"), max_length=40)
    number = models.CharField(_("punktets nummer"), max_length=20, blank=True)
    text = models.TextField(_("teksten slik den ble vedtatt"), blank=True)  # clean HTML
    note = models.CharField(_("merknad"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("avvik")
        verbose_name_plural = _("avvik")
        ordering = ["adoption", "pk"]
        constraints = [models.UniqueConstraint(fields=["adoption", "anchor"], name="deviation_once")]

    def __str__(self) -> str:
        return self.anchor


class LocalPaper(models.Model):
    """The case paper the portal makes for one party's council; its files are `Document` rows with this as subject."""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="local_papers")
    party = models.ForeignKey(AgreementParty, on_delete=models.CASCADE, related_name="local_papers")
    language = models.CharField(_("språk"), max_length=2)
    ordered_at = models.DateTimeField(_("bestilt"))
    ordered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("lokalt saksframlegg")
        verbose_name_plural = _("lokale saksframlegg")
        ordering = ["revision", "party"]
        constraints = [models.UniqueConstraint(fields=["revision", "party"], name="local_paper_once")]

    def __str__(self) -> str:
        return f"{self.revision_id}: {self.party_id}"
