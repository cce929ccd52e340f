"""Who holds the shared secretariat, in which order it goes round, and who has agreed to being spoken for."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from municipalities.enums import EQUAL_PARTIES, Party
from municipalities.models.place import MunicipalGroup, Municipality, Partnership
from samhandling.core.dated import Dated, DatedQuerySet, ends_after_start, no_overlap

_SIDES = [(party.value, party.label) for party in EQUAL_PARTIES]


class SecretariatTerm(Dated):
    """A side's part of the secretariat for a time: a region's council or a municipality for the municipalities."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="secretariat_terms")
    side = models.CharField(_("side"), max_length=16, choices=_SIDES)
    group = models.ForeignKey(
        MunicipalGroup,
        verbose_name=_("kommunegruppe"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    municipality = models.ForeignKey(
        Municipality, verbose_name=_("kommune"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    percent = models.PositiveSmallIntegerField(
        _("stillingsprosent"), validators=[MinValueValidator(1), MaxValueValidator(1_000)]
    )
    place = models.CharField(_("kontorsted"), max_length=120, blank=True)
    note = models.CharField(_("merknad"), max_length=200, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("sekretariatsperiode")
        verbose_name_plural = _("sekretariatsperioder")
        ordering = ["-valid_from", "side", "pk"]
        constraints = [
            ends_after_start("secretariat_term_period"),
            no_overlap(
                "secretariat_term_one_at_a_time",
                "partnership",
                "side",
                message=_("En annen periode på samme side dekker noen av de samme dagene. Avslutt den først."),
            ),
            models.CheckConstraint(
                name="secretariat_term_holder",
                condition=Q(side=Party.TRUST, group__isnull=True, municipality__isnull=True)
                | Q(side=Party.MUNICIPALITIES, group__isnull=False, municipality__isnull=True)
                | Q(side=Party.MUNICIPALITIES, group__isnull=True, municipality__isnull=False),
                violation_error_message=_("Velg en kommunegruppe eller en kommune for kommunenes side."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.side} {self.valid_from}"


class RotationPlace(models.Model):
    """A place in the order in which the municipalities' regions hold the secretariat (indicator I18)."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="rotation")
    position = models.PositiveSmallIntegerField(_("rekkefølge"))
    group = models.ForeignKey(
        MunicipalGroup, verbose_name=_("kommunegruppe"), on_delete=models.CASCADE, related_name="+"
    )

    class Meta:
        verbose_name = _("plass i turnusen")
        verbose_name_plural = _("turnus")
        ordering = ["partnership", "position"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "group"], name="rotation_group_once"),
            models.UniqueConstraint(
                fields=["partnership", "position"],
                name="rotation_position_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}"


class RepresentationApproval(models.Model):
    """A municipality has decided whether those who are appointed may speak for it (indicator I13)."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="representation_approvals")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="representation_approvals")
    decided_on = models.DateField(_("vedtatt"))
    body = models.CharField(
        _("vedtatt av"), max_length=120, help_text=_("For eksempel kommunestyret eller kommunedirektøren.")
    )
    council_case = models.CharField(_("saksnummer"), max_length=30, blank=True)
    approves = models.BooleanField(_("godtar å la seg representere"), default=True)
    note = models.CharField(_("merknad"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("vedtak om representasjon")
        verbose_name_plural = _("vedtak om representasjon")
        ordering = ["municipality", "-decided_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "municipality", "decided_on"],
                name="representation_approval_once_a_day",
                violation_error_message=_("Kommunens vedtak denne dagen er allerede ført."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id}: {self.approves}"
