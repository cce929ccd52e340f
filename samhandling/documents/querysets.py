from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.contrib.contenttypes.models import ContentType
from django.db import models

from samhandling.documents.enums import UNDER_WAY

if TYPE_CHECKING:
    from samhandling.documents.models import Document  # noqa: F401  (in the base class, as a string)


class DocumentQuerySet(models.QuerySet["Document"]):
    def about(self, *subjects: models.Model) -> Self:
        """Documents of one or more subjects of the same model."""
        content_type = ContentType.objects.get_for_model(subjects[0])
        return self.filter(
            content_type=content_type,
            object_id__in=[subject.pk for subject in subjects],
        )

    def under_way(self) -> Self:
        return self.filter(state__in=UNDER_WAY)

    def owed(self, now: datetime) -> Self:
        """Under way and heard nothing of since they should have been."""
        return self.under_way().filter(send_at__lte=now)

    def current(self) -> Self:
        """The newest version of each kind, purpose, variant and language of each subject."""
        what = ["content_type", "object_id", "kind", "purpose", "variant", "language"]
        return self.order_by(*what, "-version").distinct(*what)
