"""The planned route of a case, saved whole: bodies in order, with what came of those outside the portal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from meetings.models import Case, RouteStep
from municipalities.models import Committee
from samhandling.accounts.models import User
from samhandling.audit.services import log
from samhandling.core.text.plain import content_hash


@dataclass(frozen=True)
class Leg:
    """One body. Either `committee` or `body_name` is given; `pk` names the step it was before."""

    committee: Committee | None = None
    body_name: str = ""
    planned_on: dt.date | None = None
    treated_on: dt.date | None = None
    outside_number: str = ""
    result: str = ""
    pk: int | None = None


class RouteChanged(Exception):
    """Somebody saved another route since this one was opened. Nothing is saved."""


def route_mark(case: Case) -> str:
    """A mark of the route as it is, to tell at saving whether it is still the one that was opened."""
    rows = case.route.order_by("position").values_list(
        "pk", "committee_id", "body_name", "planned_on", "treated_on", "outside_number", "result"
    )
    return content_hash([list(row) for row in rows])


@transaction.atomic
def save_route(*, case: Case, legs: Sequence[Leg], mark: str, user: User | None) -> None:
    """Make the route these legs in this order. Steps keep their row, so that what points to them stays right."""
    Case.objects.select_for_update().get(pk=case.pk)
    if mark != route_mark(case):
        raise RouteChanged
    rows = {row.pk: row for row in case.route.all()}
    kept = {leg.pk for leg in legs}
    case.route.exclude(pk__in=[pk for pk in rows if pk in kept]).delete()
    for position, leg in enumerate(legs, start=1):
        step = rows.get(leg.pk or 0) or RouteStep(case=case)
        step.position, step.committee, step.body_name = position, leg.committee, leg.body_name
        step.planned_on, step.treated_on = leg.planned_on, leg.treated_on
        step.outside_number, step.result = leg.outside_number, leg.result
        step.save()
    log(actor=user, verb="case.route", subject=case, text=_("Saksgangen ble endret."), legs=len(legs))
