"""What is exempt from public access, and by which paragraph.

The legal bases are dated rows, not constants: offentleglova and forvaltningsloven change, old papers keep the basis
they were marked with.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samhandling.core.dated import Dated, DatedQuerySet, ends_after_start


class LegalBasis(Dated):
    """One ground for exemption: act, section, paragraph (ledd) and letter (offl. § 31 first paragraph)."""

    act = models.CharField(_("lov"), max_length=80)
    act_short = models.CharField(_("kortform"), max_length=20)
    section = models.CharField(_("paragraf"), max_length=12)
    paragraph = models.CharField(_("ledd"), max_length=40, blank=True)
    letter = models.CharField(_("bokstav"), max_length=12, blank=True)
    jointly_with = models.CharField(
        _("jf."),
        max_length=80,
        blank=True,
        help_text=_("Bestemmelsen om taushetsplikt, for eksempel «fvl. § 13»."),
    )
    is_mandatory = models.BooleanField(_("skal unntas"), default=False)
    subject = models.CharField(_("gjelder"), max_length=160)
    order = models.PositiveSmallIntegerField(_("rekkefølge"), default=0)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("hjemmel")
        verbose_name_plural = _("hjemler")
        ordering = ["order", "act_short", "section", "paragraph", "letter"]
        constraints = [
            ends_after_start("legal_basis_period"),
            models.UniqueConstraint(
                fields=[
                    "act_short",
                    "section",
                    "paragraph",
                    "letter",
                    "jointly_with",
                    "valid_from",
                ],
                name="legal_basis_unique",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.citation} – {self.subject}"

    @property
    def citation(self) -> str:
        """`offl. § 23 første ledd`, `offl. § 13, jf. fvl. § 13`."""
        letter = f"bokstav {self.letter}" if self.letter else ""
        place = " ".join(part for part in (self.act_short, "§", self.section, self.paragraph, letter) if part)
        place = place.replace("§ ", "§\u00a0")
        return f"{place}, jf. {self.jointly_with}" if self.jointly_with else place


class Exemptable(models.Model):
    """Something that may be exempt from public access; a mark without a basis is refused."""

    is_exempt = models.BooleanField(_("unntatt offentlighet"), default=False)
    legal_basis = models.ForeignKey(
        LegalBasis,
        verbose_name=_("hjemmel for unntak"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    access_review = models.TextField(
        _("vurdering av merinnsyn"),
        blank=True,
        help_text=_("Kort om hvorfor innsyn likevel ikke gis (offl. § 11). Vises ikke for publikum."),
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_exempt_has_basis",
                condition=Q(is_exempt=False) | Q(legal_basis__isnull=False),
                violation_error_message=_("Velg hvilken hjemmel unntaket har."),
            )
        ]
