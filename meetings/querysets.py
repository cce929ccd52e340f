"""Chainable filters of meetings and cases."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q

from meetings.enums import MeetingState
from municipalities.access import Access


class MeetingQuerySet(models.QuerySet):
    """That a meeting takes place is public (kommuneloven § 11-3 second paragraph); its agenda when it is published."""

    def published(self) -> MeetingQuerySet:
        return self.filter(state__in=[MeetingState.CALLED, MeetingState.CLOSED])


class CaseQuerySet(models.QuerySet):
    def visible_to(self, access: Access) -> CaseQuerySet:
        """The secretariat sees all; others those that stood on a published agenda (in the shielded form if exempt)."""
        cases = self.filter(partnership_id=access.partnership_id)
        if access.is_coordinator:
            return cases
        published = Q(treatments__meeting__state__in=[MeetingState.CALLED, MeetingState.CLOSED])
        return cases.filter(published, treatments__withdrawn_at__isnull=True).distinct()


class ActionItemQuerySet(models.QuerySet):
    def open(self) -> ActionItemQuerySet:
        return self.filter(done_on__isnull=True)

    def overdue(self, on: dt.date) -> ActionItemQuerySet:
        return self.open().filter(due_on__lt=on)
