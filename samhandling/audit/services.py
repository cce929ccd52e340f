"""Writing to the activity log. Every service that changes something calls `log` inside its transaction."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.db import models

from samhandling.accounts.models import User
from samhandling.audit.models import ActivityLog


def log(*, actor: User | None, verb: str, subject: models.Model, text: str, **data: object) -> ActivityLog:
    """Record one act on `subject`; `text` is a Norwegian sentence of at most 500 characters, cut if longer."""
    return ActivityLog.objects.create(
        actor=actor,
        verb=verb,
        text=str(text)[:500],
        data=data,
        content_type=ContentType.objects.get_for_model(subject),
        object_id=subject.pk,
    )
