"""Partnerships as tenants, the municipalities and groups in them, the trust and its hospitals."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from municipalities.enums import GroupKind, LanguageDecision, PartnershipKind, Standing
from samhandling.core.dated import Dated, DatedQuerySet, ends_after_start, no_overlap
from samhandling.documents.enums import Language

RESERVED_SLUGS = {
    "admin",
    "api",
    "demo",
    "hjelp",
    "helse",
    "i-dag",
    "kilder",
    "konto",
    "media",
    "om",
    "sprak",
    "static",
}


def validate_partnership_slug(value: str) -> None:
    """A partnership lives at the root of the site, so its address may not hide one of the site's own."""
    if value in RESERVED_SLUGS:
        raise ValidationError(_("«%(slug)s» er i bruk av portalen selv."), code="reserved", params={"slug": value})


class HospitalTrust(models.Model):
    """A helseforetak."""

    name = models.CharField(_("navn"), max_length=120, unique=True)
    short_name = models.CharField(_("kortnavn"), max_length=40)

    class Meta:
        verbose_name = _("helseforetak")
        verbose_name_plural = _("helseforetak")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Hospital(models.Model):
    trust = models.ForeignKey(HospitalTrust, verbose_name=_("helseforetak"), on_delete=models.CASCADE)
    name = models.CharField(_("navn"), max_length=120)

    class Meta:
        verbose_name = _("sykehus")
        verbose_name_plural = _("sykehus")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["trust", "name"], name="hospital_unique")]

    def __str__(self) -> str:
        return self.name


class Partnership(Dated):
    """A helsefellesskap or a municipal health cooperation: the tenant that everything else belongs to."""

    slug = models.SlugField(
        _("adresse"),
        unique=True,
        validators=[validate_partnership_slug],
        help_text=_("Brukes i nettadressen, for eksempel «st-olavs»."),
    )
    name = models.CharField(_("navn"), max_length=120, unique=True)
    short_name = models.CharField(_("kortnavn"), max_length=40)
    kind = models.CharField(_("slag"), max_length=20, choices=PartnershipKind.choices)
    trust = models.ForeignKey(HospitalTrust, verbose_name=_("helseforetak"), on_delete=models.PROTECT)
    description = models.TextField(_("om samarbeidet"), blank=True)
    secretariat_name = models.CharField(_("sekretariatets navn"), max_length=120, default=_("Sekretariatet"))
    secretariat_email = models.EmailField(_("sekretariatets e-post"), blank=True)
    language = models.CharField(
        _("språket i papirene"), max_length=2, choices=Language.choices, default=Language.BOKMAAL
    )
    logo = models.FileField(_("logo (SVG)"), upload_to="logos/", blank=True)
    population_year = models.PositiveSmallIntegerField(
        _("folketall per 1. januar"),
        help_text=_("Året folketallene på sidene hentes fra."),
    )
    sources = models.TextField(_("kilder"), blank=True, help_text=_("Vises nederst på samarbeidets sider."))

    class Meta:
        verbose_name = _("samarbeid")
        verbose_name_plural = _("samarbeid")
        ordering = ["name"]
        constraints = [ends_after_start("partnership_period")]

    def __str__(self) -> str:
        return self.name

    def as_of(self, today: dt.date) -> dt.date:
        """The day its pages show: today, or the last day of a partnership that has ended."""
        return min(today, self.valid_to) if self.valid_to else today


class Municipality(Dated):
    """A municipality under one number. A merger ends it and makes another (`Succession`); its papers keep its name."""

    number = models.CharField(_("kommunenummer"), max_length=4, validators=[RegexValidator(r"^\d{4}$")])
    name = models.CharField(_("navn"), max_length=60)
    county = models.CharField(_("fylke"), max_length=60)
    language = models.CharField(
        _("språkvedtak"),
        max_length=8,
        choices=LanguageDecision.choices,
        default=LanguageDecision.UNKNOWN,
    )
    lat = models.FloatField(_("breddegrad"), validators=[MinValueValidator(57), MaxValueValidator(72)])
    lon = models.FloatField(_("lengdegrad"), validators=[MinValueValidator(4), MaxValueValidator(32)])
    successors = models.ManyToManyField(
        "self",
        through="Succession",
        symmetrical=False,
        related_name="predecessors",
        verbose_name=_("etterfølgere"),
    )

    class Meta:
        verbose_name = _("kommune")
        verbose_name_plural = _("kommuner")
        ordering = ["name"]
        constraints = [
            ends_after_start("municipality_period"),
            no_overlap(
                "municipality_number_once",
                "number",
                message=_("Kommunenummeret er i bruk av en annen kommune i samme tidsrom."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def language_in(self, partnership: Partnership) -> str:
        """What the portal writes to it in: what it has decided on (språklova), or else the partnership's language."""
        decided = {LanguageDecision.BOKMAAL: Language.BOKMAAL, LanguageDecision.NYNORSK: Language.NYNORSK}
        return decided.get(LanguageDecision(self.language), Language(partnership.language)).value


class Succession(models.Model):
    """`old` became (part of) `new` on a day."""

    old = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="succeeded_by")
    new = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="succeeds")
    on = models.DateField(_("dato"))
    is_partial = models.BooleanField(_("bare en del av kommunen"), default=False)

    class Meta:
        verbose_name = _("sammenslåing")
        verbose_name_plural = _("sammenslåinger")
        constraints = [models.UniqueConstraint(fields=["old", "new"], name="succession_unique")]

    def __str__(self) -> str:
        return f"{self.old_id} → {self.new_id}"


class Population(models.Model):
    """Inhabitants on 1 January of a year (Statistics Norway, table 07459)."""

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="populations")
    year = models.PositiveSmallIntegerField(_("år"))
    inhabitants = models.PositiveIntegerField(_("innbyggere"))

    class Meta:
        verbose_name = _("folketall")
        verbose_name_plural = _("folketall")
        ordering = ["year"]
        constraints = [models.UniqueConstraint(fields=["municipality", "year"], name="population_once_a_year")]

    def __str__(self) -> str:
        return f"{self.year}: {self.inhabitants}"


class PartnershipMembership(Dated):
    """A municipality takes part in a partnership for a time."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="memberships")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="partnership_memberships")
    standing = models.CharField(
        _("tilknytning"),
        max_length=12,
        choices=Standing.choices,
        default=Standing.MEMBER,
    )
    in_cost_sharing = models.BooleanField(_("med i kostnadsdelingen"), default=True)
    note = models.CharField(_("merknad"), max_length=200, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("deltakelse i samarbeidet")
        verbose_name_plural = _("deltakelser i samarbeidet")
        constraints = [
            ends_after_start("partnership_membership_period"),
            no_overlap(
                "partnership_membership_once",
                "partnership",
                "municipality",
                message=_("Kommunen er allerede med i samarbeidet i dette tidsrommet."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partnership_id}: {self.municipality_id}"


class MunicipalGroup(Dated):
    """A group of municipalities inside a partnership. `is_settled` is false while members still consider."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="groups")
    slug = models.SlugField(_("adresse"))
    name = models.CharField(_("navn"), max_length=80)
    kind = models.CharField(_("slag"), max_length=16, choices=GroupKind.choices)
    is_settled = models.BooleanField(_("avklart"), default=True)
    description = models.TextField(_("om gruppen"), blank=True)
    hospital = models.ForeignKey(
        Hospital,
        verbose_name=_("sykehus"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="groups",
    )
    colour = models.PositiveSmallIntegerField(
        _("farge på kart"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(7)],
        help_text=_("Et tall fra 1 til 7. Grupper av samme slag bør ha hver sin farge."),
    )

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("kommunegruppe")
        verbose_name_plural = _("kommunegrupper")
        ordering = ["kind", "name"]
        constraints = [
            ends_after_start("municipal_group_period"),
            models.UniqueConstraint(
                fields=["partnership", "slug"],
                name="municipal_group_slug",
                violation_error_message=_("Det finnes allerede en gruppe med denne adressen i samarbeidet."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class GroupMembership(Dated):
    """A municipality's standing in a group for a time; it may stand in two groups at once."""

    group = models.ForeignKey(MunicipalGroup, on_delete=models.CASCADE, related_name="memberships")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="group_memberships")
    standing = models.CharField(
        _("tilknytning"),
        max_length=12,
        choices=Standing.choices,
        default=Standing.MEMBER,
    )
    note = models.CharField(_("merknad"), max_length=200, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("plass i kommunegruppe")
        verbose_name_plural = _("plasser i kommunegrupper")
        constraints = [
            ends_after_start("group_membership_period"),
            no_overlap(
                "group_membership_once",
                "group",
                "municipality",
                message=_("Kommunen står allerede i gruppen i dette tidsrommet."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group_id}: {self.municipality_id}"
