"""Making and changing schemes of cost sharing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from municipalities.models import Municipality, Partnership
from municipalities.services.rows import add_row, change_row
from reports.models import CostScheme
from reports.selectors.costs import faults, possible_parties
from samhandling.accounts.models import User


@transaction.atomic
def add_scheme(*, actor: User | None, partnership: Partnership, values: Mapping[str, Any]) -> CostScheme:
    """A new scheme with its parties. Raises ValidationError by field, also when the year lacks inhabitants for one."""
    own, municipalities = _split(values)
    _check(partnership, municipalities, own["population_year"])
    row = CostScheme(partnership=partnership, **own)
    text = _("Kostnadsdelingen %(name)s er lagt inn.") % {"name": row.name}
    add_row(actor=actor, row=row, verb="cost_scheme.added", text=text, subject=None)
    row.municipalities.set(municipalities)
    return row


@transaction.atomic
def change_scheme(*, actor: User | None, scheme: CostScheme, values: Mapping[str, Any]) -> CostScheme:
    CostScheme.objects.select_for_update(no_key=True).get(pk=scheme.pk)
    own, municipalities = _split(values)
    _check(scheme.partnership, municipalities, own["population_year"])
    text = _("Kostnadsdelingen %(name)s er endret.") % {"name": scheme.name}
    change_row(actor=actor, row=scheme, values=own, verb="cost_scheme.changed", text=text)
    scheme.municipalities.set(municipalities)
    return scheme


def _split(values: Mapping[str, Any]) -> tuple[dict[str, Any], list[Municipality]]:
    own = dict(values)
    return own, list(own.pop("municipalities"))


def _check(partnership: Partnership, municipalities: Iterable[Municipality], year: int) -> None:
    chosen = list(municipalities)
    if {row.pk for row in chosen} - set(possible_parties(partnership).values_list("pk", flat=True)):
        raise ValidationError({"municipalities": _("Velg blant kommunene i samarbeidet.")})
    if found := faults(chosen, year):
        raise ValidationError(dict(found))
