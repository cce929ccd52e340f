"""Rows that hold for a time."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class DateRange(Func):
    """`daterange(from, to, '[]')`: both days belong to the period, an empty end is open."""

    function = "DATERANGE"
    output_field = DateRangeField()


def period() -> DateRange:
    return DateRange(F("valid_from"), F("valid_to"), Value("[]"))


def no_overlap(name: str, *fields: str, message: StrOrPromise, condition: Q | None = None) -> ExclusionConstraint:
    """A constraint by which two rows with equal `fields` never hold on the same day."""
    return ExclusionConstraint(
        name=name,
        expressions=[
            *((field, RangeOperators.EQUAL) for field in fields),
            (period(), RangeOperators.OVERLAPS),
        ],
        condition=condition,
        violation_error_message=message,
    )


def ends_after_start(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name,
        condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
        violation_error_message=_("Til-datoen er før fra-datoen."),
    )


class DatedQuerySet(models.QuerySet):
    def current(self, on: dt.date) -> DatedQuerySet:
        """Rows that hold on a day."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on)

    def ended(self, on: dt.date) -> DatedQuerySet:
        """Rows whose last day is before a day."""
        return self.filter(valid_to__lt=on)


class Dated(models.Model):
    """Holds from `valid_from` to and including `valid_to`; an empty `valid_to` means until further notice."""

    valid_from = models.DateField(_("fra og med"))
    valid_to = models.DateField(_("til og med"), null=True, blank=True)

    class Meta:
        abstract = True

    def holds_on(self, day: dt.date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)
