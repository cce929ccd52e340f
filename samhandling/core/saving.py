"""Saving a long text that several people may be writing: nothing is overwritten, nothing typed is lost.

    rows = TextRows(PaperText, paper=paper, section=PaperSection.SUMMARY)
    saved = save_text(rows=rows, base_revision=4, text=html, user=user, merge=merge3_html)

Raises `TextConflict` when the text was changed in the same place since revision 4.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.db import models, transaction
from django.utils import timezone

from samhandling.accounts.models import User
from samhandling.core.revisions import TextRevision


class Merged(Protocol):
    """What `samhandling.core.text.merge3` and `merge3_html` return, as far as saving needs it."""

    @property
    def text(self) -> str: ...
    @property
    def clean(self) -> bool: ...


Merge = Callable[[str, str, str], Merged]  # base, mine, theirs


@dataclass(frozen=True)
class SavedText:
    revision: int
    text: str
    merged: bool  # `text` is not what was sent: somebody else's changes are in it
    saved_at: datetime


class TextConflict(Exception):
    """Somebody changed the same place since the revision the text was based on. Nothing is saved."""

    def __init__(self, *, revision: int, theirs: str, mine: str, saved_by: User | None = None) -> None:
        super().__init__(revision)
        self.revision = revision
        self.theirs = theirs
        self.mine = mine
        self.saved_by = saved_by


class TextRows:
    """The revisions of one named text: `TextRows(ItemText, item=item, section=MinutesSection.DECISION)`."""

    def __init__(self, model: type[TextRevision], **key: Any) -> None:
        self.model: Any = model
        self.key = key
        self.owner = next(value for value in key.values() if isinstance(value, models.Model))

    def lock(self) -> None:
        """Saves of the same owner's texts wait for each other until the transaction ends."""
        type(self.owner)._base_manager.select_for_update(no_key=True).get(pk=self.owner.pk)

    def current(self) -> TextRevision | None:
        row: TextRevision | None = (
            self.model.objects.filter(**self.key).select_related("saved_by").order_by("-revision").first()
        )
        return row

    def text_at(self, revision: int) -> str | None:
        """The text as it was; a text without rows was empty at revision 0."""
        row = self.model.objects.filter(**self.key, revision=revision).first()
        if row is None:
            return "" if revision == 0 else None
        return str(row.text)

    def add(self, revision: int, text: str, user: User | None) -> TextRevision:
        row: TextRevision = self.model.objects.create(**self.key, revision=revision, text=text, saved_by=user)
        return row


@transaction.atomic
def save_text(*, rows: TextRows, base_revision: int, text: str, user: User | None, merge: Merge) -> SavedText:
    """Save `text`, written on top of `base_revision`, as the next revision.

    Steps: lock the owner; nothing to do when the text is already the current one; a save on top of the current
    revision is a new row; a save on top of an older one is merged, and is a new row when the merge is clean.
    Raises TextConflict otherwise. `text` is cleaned by the caller.
    """
    mine = text.replace("\r\n", "\n")  # browsers send form fields with CRLF
    rows.lock()
    current = rows.current()
    revision, theirs = (current.revision, current.text) if current else (0, "")
    if mine == theirs:
        return SavedText(revision, theirs, merged=False, saved_at=current.saved_at if current else timezone.now())
    result, merged = mine, False
    if base_revision != revision:
        base = rows.text_at(base_revision)
        merge_result = merge(base, mine, theirs) if base is not None else None
        if merge_result is None or not merge_result.clean:
            raise TextConflict(
                revision=revision, theirs=theirs, mine=mine, saved_by=current.saved_by if current else None
            )
        result, merged = merge_result.text, merge_result.text != mine
        if current is not None and result == theirs:
            return SavedText(revision, theirs, merged=merged, saved_at=current.saved_at)
    row = rows.add(revision + 1, result, user)
    return SavedText(row.revision, result, merged=merged, saved_at=row.saved_at)
