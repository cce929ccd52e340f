"""Long texts that several people write: every save is a row, nothing is overwritten."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class TextQuerySet(models.QuerySet):
    def newest(self, owner: str) -> TextQuerySet:
        """The current row of each named text: `PaperText.objects.filter(paper=paper).newest("paper")`."""
        key = f"{owner}_id"  # the owner itself would be ordered by its model's own ordering
        return self.order_by(key, "section", "-revision").distinct(key, "section")


class TextRevision(models.Model):
    """One saved state of one named text; the newest `revision` is the current text.

    A save names the revision it was based on, so the base of a three-way merge is always at hand. A text nobody has
    saved has no row; its revision is 0.
    """

    revision = models.PositiveIntegerField(_("revisjon"))
    text = models.TextField(_("tekst"), blank=True)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    saved_at = models.DateTimeField(_("lagret"), auto_now_add=True)

    objects = TextQuerySet.as_manager()

    class Meta:
        abstract = True


class FieldRevisions(models.Model):
    """A row whose short fields are saved one by one: `revisions` counts the saves of each, so a stale save shows."""

    revisions = models.JSONField(default=dict, editable=False)

    class Meta:
        abstract = True

    def revision_of(self, field: str) -> int:
        return int(self.revisions.get(field, 0))
