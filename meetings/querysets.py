"""Chainable filters of meetings and cases."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, When

from meetings.enums import MeetingState
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
        return cases.filter(Q(self._treated(meeting__state__in=PUBLISHED)) | self._own(access))

    def shielded_for(self, access: Access) -> CaseQuerySet:
        """Annotates `shielded` (exempt, and not for this reader) and `shown_title`, which search must use as well."""
        theirs = self._treated(meeting__state__in=PUBLISHED, meeting__committee_id__in=access.committee_ids)
        hidden = Q(pk__in=[]) if access.is_coordinator else Q(is_exempt=True) & ~(Q(theirs) | self._own(access))
        return self.annotate(
            shielded=Case(When(hidden, then=True), default=False, output_field=models.BooleanField()),
            shown_title=Case(When(hidden, then=F("public_title")), default=F("title")),
        )

    def _treated(self, **where: object) -> Exists:
        return self._exists(treatments__withdrawn_at__isnull=True, **{f"treatments__{k}": v for k, v in where.items()})

    def _exists(self, **where: object) -> Exists:
        """Conditions that hold for one and the same related row."""
        return Exists(self.model._base_manager.filter(pk=OuterRef("pk"), **where))

    def _own(self, access: Access) -> Q:
        """Cases the reader chairs the treatment of, proposed, or works on."""
        if not (access.person_ids or access.chair_ids):
            return Q(pk__in=[])
        return (
            Q(proposer_id__in=access.person_ids)
            | Q(self._exists(officers__in=access.person_ids))
            | Q(self._treated(meeting__committee_id__in=access.chair_ids))
        )


class ActionItemQuerySet(models.QuerySet):
    def open(self) -> ActionItemQuerySet:
        return self.filter(done_on__isnull=True)

    def overdue(self, on: dt.date) -> ActionItemQuerySet:
        return self.open().filter(due_on__lt=on)
