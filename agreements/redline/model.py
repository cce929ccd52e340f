"""A redline as data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.canonical import flat
from agreements.content import NumberedClause
from agreements.enums import SectionKind
from samhandling.core.text import Change, HtmlDiff, changes_html


class RowKind(StrEnum):
    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    MOVED_CHANGED = "moved_changed"


@dataclass(frozen=True)
class Row:
    """One section: where it stands in either text, and its words in both."""

    kind: RowKind
    old: NumberedClause | None
    new: NumberedClause | None
    old_place: int | None
    """Its place in the old text, from 0; None when it is new."""
    new_place: int | None
    heading: tuple[Change, ...]
    diff: HtmlDiff | None
    """None when the bodies are exactly alike."""

    @property
    def shown(self) -> NumberedClause:
        """The section as it is, or as it was when it is taken out."""
        found = self.new or self.old
        assert found is not None  # a row is of at least one text
        return found

    @property
    def anchor(self) -> str:
        return self.shown.clause.anchor

    @property
    def number(self) -> str:
        return self.shown.number

    @property
    def level(self) -> int:
        return self.shown.clause.level

    @property
    def label(self) -> str:
        return self.shown.label

    @property
    def heading_html(self) -> SafeString:
        heading = self.shown.clause.heading
        return changes_html(self.heading if self.says_other else [Change("equal", heading)])

    @property
    def body_html(self) -> SafeString:
        """Both texts in one, inline; without marks when they say the same."""
        if self.diff is not None and self.says_other:
            return self.diff.html
        return mark_safe(self.shown.clause.body)  # noqa: S308 — clean HTML

    @property
    def is_same(self) -> bool:
        return self.kind == RowKind.SAME

    @property
    def is_moved(self) -> bool:
        return self.kind in {RowKind.MOVED, RowKind.MOVED_CHANGED}

    @property
    def says_other(self) -> bool:
        """The words are not the same, or they are of one text only."""
        return self.kind not in {RowKind.SAME, RowKind.MOVED}

    @property
    def renumbered(self) -> str:
        """The number it had, when that was another."""
        if self.old is None or self.new is None or self.old.number == self.new.number:
            return ""
        return self.old.number

    @property
    def mark(self) -> str:
        """What has happened to the section: «Nytt punkt», «Flyttet fra punkt 4.2»; empty when nothing has."""
        if self.kind == RowKind.ADDED:
            return _("Nytt punkt")
        if self.kind == RowKind.REMOVED:
            return _("Tatt ut")
        if self.is_moved:
            return self._moved()
        return _("Endret") if self.kind == RowKind.CHANGED else ""

    def _moved(self) -> str:
        changed = self.kind == RowKind.MOVED_CHANGED
        if not self.renumbered:
            return _("Flyttet og endret") if changed else _("Flyttet")
        words = _("Flyttet fra punkt %(number)s og endret") if changed else _("Flyttet fra punkt %(number)s")
        return words % {"number": self.renumbered}

    @property
    def sort_words(self) -> str:
        """«Var definisjon, er nå punkt» for a section that has become another sort of section."""
        if self.old is None or self.new is None or self.old.clause.kind == self.new.clause.kind:
            return ""
        old, new = (str(SectionKind(row.clause.kind).label).lower() for row in (self.old, self.new))
        return _("Var %(old)s, er nå %(new)s") % {"old": old, "new": new}


@dataclass(frozen=True)
class Summary:
    """How many sections are what. One that is both moved and changed counts as both."""

    changed: int = 0
    added: int = 0
    removed: int = 0
    moved: int = 0
    unchanged: int = 0
    words_added: int = 0
    words_removed: int = 0

    @property
    def sentence(self) -> str:
        """«3 punkter er endret, 1 punkt er nytt og 1 punkt er flyttet.»"""
        counts = (
            (self.changed, ngettext("%(n)s punkt er endret", "%(n)s punkter er endret", self.changed)),
            (self.added, ngettext("%(n)s punkt er nytt", "%(n)s punkter er nye", self.added)),
            (self.removed, ngettext("%(n)s punkt er tatt ut", "%(n)s punkter er tatt ut", self.removed)),
            (self.moved, ngettext("%(n)s punkt er flyttet", "%(n)s punkter er flyttet", self.moved)),
        )
        parts = [text % {"n": count} for count, text in counts if count]
        if not parts:
            return _("Ingen punkter er endret.")
        if len(parts) == 1:
            return f"{parts[0]}."
        return _("%(first)s og %(last)s.") % {"first": ", ".join(parts[:-1]), "last": parts[-1]}


@dataclass(frozen=True)
class Redline:
    """Rows in the order of the new text; those taken out stand where they stood."""

    title: tuple[Change, ...]
    rows: tuple[Row, ...]
    summary: Summary

    @property
    def is_changed(self) -> bool:
        return self.title_changed or bool(self.changed)

    @property
    def title_changed(self) -> bool:
        old, new = ("".join(part.text for part in self.title if part.kind != kind) for kind in ("insert", "delete"))
        return flat(old) != flat(new)

    @property
    def title_html(self) -> SafeString:
        """The title, with what is new and what is taken out of it."""
        return changes_html(self.title)

    @property
    def changed(self) -> tuple[Row, ...]:
        """The rows that are not the same in both texts."""
        return tuple(row for row in self.rows if not row.is_same)
