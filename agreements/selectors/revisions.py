"""The plan of revisions: which agreement, in what order, how far it has come."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from agreements.enums import StepKind
from agreements.models import Revision, RevisionStep
from agreements.rules.steps import in_order, next_step
from municipalities.access import Access
from municipalities.models import Partnership

#: What the chips of the plan choose between.
ACTIVE, ENDED, EVERYTHING = "", "avsluttet", "alle"
CHOICES = (ACTIVE, ENDED, EVERYTHING)


@dataclass(frozen=True)
class PlanRow:
    """One revision in the plan; `place` is its number among those shown."""

    revision: Revision
    steps: list[RevisionStep]
    place: int
    today: dt.date

    @property
    def next(self) -> RevisionStep | None:
        return None if self.revision.is_ended else next_step(self.steps)

    @property
    def is_late(self) -> bool:
        step = self.next
        return step is not None and step.planned_on is not None and step.planned_on < self.today

    @property
    def planned_end(self) -> dt.date | None:
        return max((step.planned_on for step in self.steps if step.planned_on), default=None)

    @property
    def done_until(self) -> dt.date | None:
        """The last day something was done; today while it goes on."""
        done = max((step.done_on for step in self.steps if step.done_on), default=None)
        return done if self.next is None or done is None else max(done, self.today)

    @property
    def entered_on(self) -> dt.date | None:
        return next((step.done_on for step in self.steps if step.kind == StepKind.IN_FORCE), None)


def plan_of(partnership: Partnership, access: Access, chosen: str, today: dt.date) -> list[PlanRow]:
    """The revisions in the plan's order; two queries however many they are."""
    found = _chosen(readable_revisions(partnership, access), chosen)
    found = found.select_related("agreement", "lead").prefetch_related("steps")
    return [
        PlanRow(revision, in_order(revision.steps.all()), place, today)
        for place, revision in enumerate(found.order_by("order", "pk"), start=1)
    ]


def readable_revisions(partnership: Partnership, access: Access) -> QuerySet[Revision]:
    revisions: QuerySet[Revision] = Revision.objects.visible_to(access).filter(agreement__partnership=partnership)
    return revisions


def _chosen(revisions: QuerySet[Revision], chosen: str) -> QuerySet[Revision]:
    """Ended are those that are superseded or have no step left."""
    waiting = Exists(RevisionStep.objects.filter(revision=OuterRef("pk"), done_on__isnull=True, skipped_reason=""))
    if chosen == ACTIVE:
        return revisions.filter(waiting).exclude(step=StepKind.SUPERSEDED)
    return revisions.exclude(waiting & _not_superseded()) if chosen == ENDED else revisions


def _not_superseded() -> Exists:
    return Exists(Revision.objects.filter(pk=OuterRef("pk")).exclude(step=StepKind.SUPERSEDED))
