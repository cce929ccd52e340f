"""What the readers give, and what is recognised in it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypedDict

from agreements.enums import SectionKind


class Problem(StrEnum):
    """Why a file cannot be read."""

    EMPTY = "empty"
    BROKEN = "broken"
    ENCRYPTED = "encrypted"
    TOO_LARGE = "too_large"  # unpacked: a zip bomb, or a document no agreement is as long as
    TOO_MANY_PAGES = "too_many_pages"
    TOO_MANY_SECTIONS = "too_many_sections"
    TOO_SLOW = "too_slow"
    OLD_WORD = "old_word"  # .doc
    UNKNOWN = "unknown"
    NO_TEXT = "no_text"  # scanned, or pictures only
    STORAGE = "storage"  # the file was not to be had
    OURS = "ours"  # a fault in the portal


class Unreadable(Exception):
    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


class Ignored(StrEnum):
    """What was left out of a file, or read in one of two possible ways."""

    INSERTED = "inserted"  # tracked: read as accepted
    DELETED = "deleted"
    FORMAT_CHANGES = "format_changes"
    COMMENTS = "comments"
    MACROS = "macros"
    PICTURES = "pictures"
    HEADERS = "headers"
    TEXT_BOXES = "text_boxes"
    CONTENTS = "contents"
    HIDDEN = "hidden"
    EMBEDDED = "embedded"
    FORMULAS = "formulas"
    REPEATED = "repeated"  # lines at the top or foot of the pages of a PDF
    FLAT_TABLES = "flat_tables"  # a PDF has no tables, only lines


@dataclass(frozen=True)
class Block:
    """A paragraph, a list item or a table, in the order they stand.

    `html` is what is inside a paragraph, or a whole table. `heading` is the level a style gives (1–6, 0 for the
    document's title), `numbered` the level of automatic numbering, `item` the list it belongs to (`ul` or `ol`).
    """

    text: str
    html: str
    heading: int | None = None
    numbered: int | None = None
    item: str = ""
    depth: int = 0
    bold: bool = False
    table: bool = False


@dataclass
class Read:
    blocks: list[Block] = field(default_factory=list)
    ignored: Counter[Ignored] = field(default_factory=Counter)

    @property
    def has_text(self) -> bool:
        return sum(len(block.text.strip()) for block in self.blocks) >= 20


@dataclass
class Row:
    """One recognised section. `number` is what it is called in the file, empty when it has none there."""

    heading: str
    body: str = ""
    kind: str = SectionKind.SECTION.value
    level: int = 1
    number: str = ""
    keep: bool = True


@dataclass
class Recognised:
    title: str
    rows: list[Row]


class CheckedRow(TypedDict):
    """A recognised section as `TextImport.recognised` keeps it; `join` makes it part of the one before."""

    kind: str
    level: int
    heading: str
    body: str
    number: str
    keep: bool
    join: bool
