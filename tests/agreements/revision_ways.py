"""Revisions as the tests need them: planned, with a text, or walked up to a step."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from agreements.enums import AdoptionStatus, RegisteredAs, StepKind
from agreements.models import Adoption, Agreement, Revision, RevisionStep
from agreements.rules.steps import ORDER, may_skip
from agreements.services.adoptions import register_adoption
from agreements.services.revisions import plan_revision, start_draft, update_revision
from agreements.services.steps import complete_step, skip_step
from samhandling.accounts.models import User
from tests.factories.agreements import TEXT, agreement_with_parties, write
from tests.personas import World

DAY = dt.timedelta(days=1)


def today() -> dt.date:
    return timezone.localdate()


def an_agreement(world: World, **columns: Any) -> Agreement:
    return agreement_with_parties(world.partnership, **columns)


def coordinator(world: World) -> User:
    return world.user("coordinator_municipal")


def planned(world: World, agreement: Agreement | None = None, **columns: Any) -> Revision:
    """A revision that was planned a while ago."""
    columns = {"name": "Revisjon 2027", "planned_on": today() - 100 * DAY} | columns
    return plan_revision(agreement=agreement or an_agreement(world), user=coordinator(world), **columns)


def with_text(world: World, agreement: Agreement | None = None) -> Revision:
    revision = planned(world, agreement)
    version = start_draft(revision=revision, user=coordinator(world))
    if not version.sections.exists():
        write(version, TEXT.clauses)
    columns = {"council_deadline": today() + 60 * DAY, "recommendation": "{kommunen} vedtar avtalen."}
    return update_revision(revision=revision, columns=columns, user=coordinator(world))


def walked(world: World, last: str, agreement: Agreement | None = None) -> Revision:
    """A revision with a text whose steps are done up to and with `last`; those that may be, are skipped."""
    revision = with_text(world, agreement)
    for kind in ORDER[1 : ORDER.index(StepKind(last)) + 1]:
        if kind == last or not may_skip(kind):
            done(revision, world, kind)
        else:
            skip_step(revision=revision, kind=kind, reason="Ikke nødvendig", user=coordinator(world))
    revision.refresh_from_db()
    return revision


def done(revision: Revision, world: World, kind: str, **more: Any) -> RevisionStep:
    more = {"done_on": today()} | more
    if kind == StepKind.RECOMMENDED:
        more = {"committee": world.committee} | more
    return complete_step(revision=revision, kind=kind, user=coordinator(world), **more)


def everybody_adopts(revision: Revision, world: World) -> None:
    for adoption in Adoption.objects.filter(revision=revision):
        register_adoption(
            adoption=adoption,
            row_version=adoption.row_version,
            columns={"status": AdoptionStatus.ADOPTED, "decided_on": today(), "council_case": "12/26"},
            user=coordinator(world),
            registered_as=RegisteredAs.SECRETARIAT,
        )


def step(revision: Revision, kind: str) -> RevisionStep:
    return RevisionStep.objects.get(revision=revision, kind=kind)
