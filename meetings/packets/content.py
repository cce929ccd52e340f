"""The contents of the papers as plain values: what the templates in `templates/meetings/pdf/` lay out.

Texts are typeset already (`samhandling.documents.typography`); `html` fields are clean HTML, everything else is plain
text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from samhandling.core.text import content_hash


def source_hash(content: Any) -> str:
    """48 digits of all that is said, and 16 of what is exempt (`shield_hash`), so that each can be compared alone."""
    return content_hash(asdict(content))[:48] + shield_hash(content.withheld)


def shield_hash(withheld: Sequence[str]) -> str:
    """Changes when something is marked as exempt, or no longer is."""
    return content_hash(list(withheld))[:16]


@dataclass(frozen=True)
class Fact:
    """A label and its value: `Vår referanse`, `17/00482-6`."""

    label: str
    text: str


@dataclass(frozen=True)
class Letterhead:
    name: str
    members: str
    sender: str
    email: str
    logo_alt: str


@dataclass(frozen=True)
class Signature:
    name: str
    role: str


@dataclass(frozen=True)
class Cover:
    """What names the document: letterhead, title, and what goes into the file's metadata."""

    letterhead: Letterhead
    heading: str
    title: str
    running_head: str
    file_name: str
    creator: str
    created_at: datetime  # UTC, so that the same moment always hashes alike
    reference: str
    language: str
    is_internal: bool


@dataclass(frozen=True)
class CaseLine:
    """A row of the case list. What the public may not know of an exempt item is empty."""

    anchor: str
    number: str
    title: str
    note: str
    type: str
    presenter: str
    minutes: int | None
    has_paper: bool


@dataclass(frozen=True)
class FollowUp:
    number: str
    task: str
    owner: str
    due: str
    status: str


@dataclass(frozen=True)
class RouteRow:
    body: str
    day: str
    number: str
    treatment: str
    is_now: bool


@dataclass(frozen=True)
class AnnexLine:
    """A numbered annex. One that is withheld has neither title nor file, only `note` with the legal basis."""

    number: int
    title: str
    note: str = ""
    pages: int | None = None
    sha256: str = ""
    media_type: str = ""
    is_exempt: bool = False


LONG = 1600
"""Characters of HTML that take about half a page: a frame with more may be broken."""


@dataclass(frozen=True)
class Section:
    key: str
    heading: str
    html: str

    @property
    def is_proposal(self) -> bool:
        return self.key == "proposal"

    @property
    def is_long(self) -> bool:
        return len(self.html) > LONG


@dataclass(frozen=True)
class PaperContent:
    """One case paper. A withheld one has only anchor, number, title and mark."""

    anchor: str
    number: str
    title: str
    language: str
    dated: datetime
    mark: str = ""
    mark_note: str = ""
    is_withheld: bool = False
    facts: tuple[Fact, ...] = ()
    route: tuple[RouteRow, ...] = ()
    sections: tuple[Section, ...] = ()
    annexes: tuple[AnnexLine, ...] = ()
    withheld: tuple[str, ...] = ()
    """Keys of what the public edition leaves out; never printed."""

    def source_hash(self) -> str:
        return source_hash(self)

    @property
    def bookmark(self) -> str:
        return f"{self.number} {self.title}".strip()

    @property
    def number_is_long(self) -> bool:
        """Too long to hang in the margin beside the title (35 mm in 19 pt)."""
        return len(self.number) > 10


@dataclass(frozen=True)
class NoticeContent:
    cover: Cover
    facts: tuple[Fact, ...]
    call_day: str
    call_time: str
    practical: tuple[Fact, ...]
    lines: tuple[CaseLine, ...]
    signatures: tuple[Signature, ...]
    follow_up: tuple[FollowUp, ...]
    papers: tuple[PaperContent, ...]
    withheld: tuple[str, ...]
    """Keys of what the public edition leaves out; never printed."""

    @property
    def numbers_are_long(self) -> bool:
        """Wider than the usual column of the case list."""
        return any(len(line.number) > 7 for line in self.lines)

    def source_hash(self) -> str:
        """Hash of what the notice says. The state of old tasks is left out: it moves on without the notice changing."""
        return source_hash(replace(self, follow_up=()))


@dataclass(frozen=True)
class AttendanceRow:
    name: str
    title: str
    met: str
    note: str


@dataclass(frozen=True)
class AttendanceBlock:
    caption: str
    rows: tuple[AttendanceRow, ...]


@dataclass(frozen=True)
class StatementText:
    html: str
    by: str


@dataclass(frozen=True)
class MinutesEntry:
    """What became of one item. A withheld one has only anchor, number, title and mark."""

    anchor: str
    number: str
    title: str
    mark: str = ""
    recusals: tuple[str, ...] = ()
    treatment: str = ""
    decision: str = ""
    outcome: str = ""
    statements: tuple[StatementText, ...] = ()

    @property
    def is_short(self) -> bool:
        """Kept on one page."""
        return len(self.treatment) + len(self.decision) < 600 and not self.statements

    @property
    def decision_is_long(self) -> bool:
        return len(self.decision) > LONG


@dataclass(frozen=True)
class MinutesContent:
    cover: Cover
    state_note: str
    correction: str
    facts: tuple[Fact, ...]
    attendance: tuple[AttendanceBlock, ...]
    entries: tuple[MinutesEntry, ...]
    follow_up: tuple[FollowUp, ...]
    next_meeting: str
    signatures: tuple[Signature, ...]
    proof: tuple[Fact, ...]
    withheld: tuple[str, ...]
    """Keys of what the public edition leaves out; never printed."""

    def source_hash(self) -> str:
        """Hash of what the minutes say; whether a task has been done since is left out."""
        tasks = tuple(replace(task, status="") for task in self.follow_up)
        return source_hash(replace(self, follow_up=tasks))
