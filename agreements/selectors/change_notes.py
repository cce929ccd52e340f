"""The sections a revision changes, with what was said about each."""

from __future__ import annotations

from dataclasses import dataclass

from agreements.content import Content
from agreements.models import ChangeNote, Revision
from agreements.redline import Row, compare
from agreements.selectors.texts import contents_of


@dataclass(frozen=True)
class NotedChange:
    row: Row
    note: ChangeNote | None


def noted_changes(revision: Revision) -> list[NotedChange]:
    """Sections that are not the same as in the base, in order; all of them for a new agreement.

    At most three queries; `version` and `base` should be fetched. Empty without a text.
    """
    if revision.version is None:
        return []
    texts = contents_of([revision.version, revision.base] if revision.base else [revision.version])
    new = texts[revision.version.pk]
    old = texts[revision.base.pk] if revision.base else Content(new.title)
    notes = {note.anchor: note for note in revision.change_notes.all()}
    return [NotedChange(row, notes.get(row.anchor)) for row in compare(old, new).changed]
