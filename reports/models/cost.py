"""What the cooperation costs each municipality (indicator I17)."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from municipalities.models import Municipality, Partnership
from samhandling.core.dated import Dated, DatedQuerySet, ends_after_start
from samhandling.documents.enums import Language


class CostScheme(Dated):
    """A contribution of `rate` kroner per inhabitant a year, by the population on 1 January of `population_year`.

    The sum is rounded to the krone for each municipality. With `trust_matches` the trust pays as much as all of them.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="cost_schemes")
    name = models.CharField(_("navn"), max_length=120)
    purpose = models.TextField(_("hva pengene går til"), blank=True)
    rate = models.DecimalField(
        _("kroner per innbygger"),
        max_digits=7,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0.01")), MaxValueValidator(Decimal(1_000))],
    )
    population_year = models.PositiveSmallIntegerField(
        _("folketall per 1. januar"), validators=[MinValueValidator(1990), MaxValueValidator(2100)]
    )
    trust_matches = models.BooleanField(_("helseforetaket bidrar med like mye"), default=False)
    municipalities = models.ManyToManyField(
        Municipality, verbose_name=_("kommuner som er med"), related_name="cost_schemes"
    )
    decided_in = models.CharField(
        _("vedtatt i"), max_length=160, blank=True, help_text=_("Saken eller vedtaket som satsen bygger på.")
    )

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("kostnadsdeling")
        verbose_name_plural = _("kostnadsdelinger")
        ordering = ["-valid_from", "name"]
        constraints = [
            ends_after_start("cost_scheme_period"),
            models.CheckConstraint(name="cost_scheme_rate_positive", condition=Q(rate__gt=0)),
        ]

    def __str__(self) -> str:
        return self.name


class InvoiceBasis(models.Model):
    """What one municipality pays by a scheme, as a file of its own: the subject of its documents."""

    scheme = models.ForeignKey(CostScheme, on_delete=models.CASCADE, related_name="invoice_bases")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(_("språk"), max_length=2, choices=Language.choices, default=Language.BOKMAAL)
    ordered_at = models.DateTimeField(_("bestilt"))
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("fakturagrunnlag")
        verbose_name_plural = _("fakturagrunnlag")
        constraints = [models.UniqueConstraint(fields=["scheme", "municipality"], name="invoice_basis_once")]

    def __str__(self) -> str:
        return f"{self.scheme_id}: {self.municipality_id}"
