"""Reading the activity log."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import QuerySet

from samhandling.audit.models import ActivityLog


def history_of(subject: models.Model) -> QuerySet[ActivityLog]:
    """The acts on one object, newest first, with who did them."""
    content_type = ContentType.objects.get_for_model(subject)
    return ActivityLog.objects.filter(content_type=content_type, object_id=subject.pk).select_related("actor")
