"""Chainable filters of meetings and cases."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, When

from meetings.enums import MeetingState, MinutesState
from municipalities.access import Access

PUBLISHED = (MeetingState.CALLED, MeetingState.CLOSED)


class MeetingQuerySet(models.QuerySet):
    """That a meeting takes place is public (kommuneloven § 11-3 second paragraph); its agenda when it is published."""

    def published(self) -> MeetingQuerySet:
        return self.filter(state__in=PUBLISHED)


class CaseQuerySet(models.QuerySet):
    def visible_to(self, access: Access) -> CaseQuerySet:
        """The secretariat sees all; others what stood on a published agenda (in the shielded form if exempt).

        The chair also sees what is planned for the committee, and a case's proposer and officers see their own.
        """
        cases = self.filter(partnership_id=access.partnership_id)
        if access.is_coordinator:
            return cases
        return cases.filter(
            Q(self._treated(meeting__state__in=PUBLISHED)) | self._prepared_by(access) | _proposed(access)
        )

    def for_reader(self, access: Access) -> CaseQuerySet:
        """Annotates what this reader may do with the case; the names are declared on `Case`.

        `shown_title` is what search must use, or a hit would reveal an exempt title.
        """
        if access.is_coordinator:
            everything = Q(pk__isnull=False)
            return self._marked(writes=everything, prepares=everything, internal=everything, shielded=~everything)
        theirs = Q(self._treated(meeting__state__in=PUBLISHED, meeting__committee_id__in=access.committee_ids))
        internal = theirs | self._prepared_by(access)
        return self._marked(
            writes=self._officer(access),
            prepares=self._prepared_by(access),
            internal=internal,
            shielded=Q(is_exempt=True) & ~(internal | _proposed(access)),
        )

    def _marked(self, *, writes: Q, prepares: Q, internal: Q, shielded: Q) -> CaseQuerySet:
        flags = {"writes": writes, "prepares": prepares, "reads_internal": internal, "shielded": shielded}
        return self.annotate(
            **{
                name: Case(When(condition, then=True), default=False, output_field=models.BooleanField())
                for name, condition in flags.items()
            },
            shown_title=Case(When(shielded, then=F("public_title")), default=F("title")),
        )

    def _treated(self, **where: object) -> Exists:
        return self._exists(treatments__withdrawn_at__isnull=True, **{f"treatments__{k}": v for k, v in where.items()})

    def _exists(self, **where: object) -> Exists:
        """Conditions that hold for one and the same related row."""
        return Exists(self.model._base_manager.filter(pk=OuterRef("pk"), **where))

    def _officer(self, access: Access) -> Q:
        return Q(self._exists(officers__in=access.person_ids)) if access.person_ids else NOBODY

    def _prepared_by(self, access: Access) -> Q:
        """Cases the reader works on as officer, or chairs the treatment of."""
        chaired = Q(self._treated(meeting__committee_id__in=access.chair_ids)) if access.chair_ids else NOBODY
        return self._officer(access) | chaired


NOBODY = Q(pk__isnull=True)


def _proposed(access: Access) -> Q:
    return Q(proposer_id__in=access.person_ids) if access.person_ids else NOBODY


class ActionItemQuerySet(models.QuerySet):
    def in_force(self) -> ActionItemQuerySet:
        """Each task once: neither what a locked correction replaced, nor the copies of a correction under way."""
        under_way = Q(item__minutes__corrects__isnull=False) & ~Q(item__minutes__state=MinutesState.LOCKED)
        return self.exclude(item__minutes__corrected_by__state=MinutesState.LOCKED).exclude(under_way)

    def open(self) -> ActionItemQuerySet:
        return self.filter(done_on__isnull=True)

    def overdue(self, on: dt.date) -> ActionItemQuerySet:
        return self.open().filter(due_on__lt=on)
