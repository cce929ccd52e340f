"""Agreements in the register: a new one, and what it covers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from agreements.enums import AgreementKind
from agreements.models import Agreement
from municipalities.models import Partnership
from municipalities.services.rows import add_row, change_row
from samhandling.accounts.models import User
from samhandling.audit.services import log


@transaction.atomic
def create_agreement(*, partnership: Partnership, user: User, values: Mapping[str, Any]) -> Agreement:
    """Raises ValidationError by field: a sub-agreement without a number, a guideline that belongs to nothing …"""
    columns = {name: value for name, value in values.items() if name != "points"}
    agreement = Agreement(partnership=partnership, **columns)
    _check(agreement)
    text = _("%(label)s er lagt inn i registeret.") % {"label": agreement.label}
    add_row(actor=user, row=agreement, verb="agreement.created", text=text)
    agreement.points.set(values.get("points", ()))
    return agreement


@transaction.atomic
def change_agreement(*, agreement: Agreement, user: User, values: Mapping[str, Any]) -> Agreement:
    """Steps: the columns that differ, then the statutory points, each with its line in the log."""
    columns = {name: value for name, value in values.items() if name != "points"}
    wanted = Agreement(pk=agreement.pk, partnership_id=agreement.partnership_id)
    for name in ("kind", "parent", "number"):
        setattr(wanted, name, columns.get(name, getattr(agreement, name)))
    _check(wanted)
    text = _("Opplysningene om avtalen er endret.")
    change_row(actor=user, row=agreement, values=columns, verb="agreement.changed", text=text)
    if "points" in values:
        _set_points(agreement, values["points"], user)
    return agreement


def _set_points(agreement: Agreement, points: Any, user: User) -> None:
    before = {point.pk for point in agreement.points.all()}
    after = {point.pk for point in points}
    if before == after:
        return
    agreement.points.set(points)
    numbers = ", ".join(str(point.number) for point in sorted(points, key=lambda point: point.number))
    text = _("Avtalen dekker nå punkt %(numbers)s i loven.") if numbers else _("Avtalen dekker ingen punkter i loven.")
    words = text % {"numbers": numbers} if numbers else text
    log(actor=user, verb="agreement.points", subject=agreement, text=words, points=sorted(after))


def _check(agreement: Agreement) -> None:
    """What the constraints say too, at the field it concerns, and what no constraint can say."""
    errors: dict[str, str] = {}
    if agreement.kind == AgreementKind.SUB and not agreement.number:
        errors["number"] = _("En delavtale må ha et nummer.")
    elif agreement.number and _is_taken(agreement):
        errors["number"] = _("Nummeret er brukt av en annen avtale.")
    if agreement.kind == AgreementKind.GUIDELINE and agreement.parent is None:
        errors["parent"] = _("En retningslinje hører til en avtale. Velg hvilken.")
    elif agreement.kind == AgreementKind.OVERARCHING and agreement.parent is not None:
        errors["parent"] = _("Den overordnede avtalen hører ikke til en annen. La feltet stå tomt.")
    elif agreement.pk and agreement.parent is not None and _is_above(agreement, agreement.parent):
        errors["parent"] = _("Avtalen kan ikke høre til seg selv eller til en avtale som hører til den.")
    if errors:
        raise ValidationError({field: [text] for field, text in errors.items()})


def _is_taken(agreement: Agreement) -> bool:
    same = Agreement.objects.filter(
        partnership=agreement.partnership_id, kind=agreement.kind, number__iexact=agreement.number
    )
    return same.exclude(pk=agreement.pk).exists()


def _is_above(agreement: Agreement, parent: Agreement) -> bool:
    """Is `agreement` itself `parent` or above it?"""
    parents = dict(Agreement.objects.filter(partnership=agreement.partnership_id).values_list("pk", "parent"))
    above: int | None = parent.pk
    while above is not None:
        if above == agreement.pk:
            return True
        above = parents.get(above)
    return False
