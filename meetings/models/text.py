"""Long texts that several people write: every save is a row, nothing is overwritten."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class TextRevision(models.Model):
    """One saved state of one named text; the newest `revision` is the current text.

    A save names the revision it was based on, so the base of a three-way merge is always at hand.
    """

    revision = models.PositiveIntegerField(_("revisjon"))
    text = models.TextField(_("tekst"), blank=True)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    saved_at = models.DateTimeField(_("lagret"), auto_now_add=True)

    class Meta:
        abstract = True
