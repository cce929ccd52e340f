"""Whether municipalities let those who are appointed speak for them (indicator I13)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from municipalities.models import Municipality, Partnership, RepresentationApproval
from municipalities.services.rows import add_row, change_row
from samhandling.accounts.models import User


@transaction.atomic
def add_approval(
    *, actor: User | None, partnership: Partnership, municipality: Municipality, values: Mapping[str, Any]
) -> RepresentationApproval:
    """A decision of a municipality; the newest counts. Raises ValidationError by field."""
    _refuse_future(values)
    row = RepresentationApproval(partnership=partnership, municipality=municipality, **values)
    text = _("%(name)s godtar å la seg representere.") if row.approves else _("%(name)s vil ikke la seg representere.")
    return add_row(
        actor=actor,
        row=row,
        verb="representation.decided",
        text=text % {"name": municipality.name},
        subject=partnership,
    )


@transaction.atomic
def change_approval(
    *, actor: User | None, approval: RepresentationApproval, values: Mapping[str, Any]
) -> RepresentationApproval:
    _refuse_future(values)
    text = _("Vedtaket om representasjon i %(name)s er endret.") % {"name": approval.municipality.name}
    return change_row(
        actor=actor,
        row=approval,
        values=values,
        verb="representation.changed",
        text=text,
        subject=approval.partnership,
    )


def _refuse_future(values: Mapping[str, Any]) -> None:
    if values["decided_on"] > timezone.localdate():
        raise ValidationError({"decided_on": _("Datoen er ikke kommet ennå.")})
