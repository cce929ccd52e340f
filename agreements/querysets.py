"""Filters that the agreements' lists share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from agreements.enums import ConsultationState, VersionState

if TYPE_CHECKING:
    from municipalities.access import Access


class AgreementQuerySet(models.QuerySet):
    def visible_to(self, access: Access) -> AgreementQuerySet:
        """Agreements are public when a text of theirs is frozen; those under way are for the partnership's own."""
        if access.is_member:
            return self.filter(partnership=access.partnership_id)
        return self.filter(versions__state=VersionState.FROZEN, partnership=access.partnership_id).distinct()


class VersionQuerySet(models.QuerySet):
    def visible_to(self, access: Access) -> VersionQuerySet:
        """Frozen texts are public; drafts are for the partnership's own."""
        found = self.filter(agreement__partnership=access.partnership_id)
        return found if access.is_member else found.filter(state=VersionState.FROZEN)


class RevisionQuerySet(models.QuerySet):
    def visible_to(self, access: Access) -> RevisionQuerySet:
        """The way of a revision is for the partnership's own; the public reads texts and answers."""
        found = self.filter(agreement__partnership=access.partnership_id)
        return found if access.is_member else found.none()


class ConsultationQuerySet(models.QuerySet):
    def visible_to(self, access: Access) -> ConsultationQuerySet:
        """A consultation that is sent is public, with its answers (offentleglova § 15)."""
        found = self.filter(partnership=access.partnership_id)
        return found if access.is_coordinator else found.exclude(state=ConsultationState.DRAFT)
