"""What a local case paper says, as plain values. `html` fields are clean HTML, everything else is plain text."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from functools import lru_cache

from django.utils import translation
from django.utils.translation import gettext as _

from agreements.content import Content
from agreements.redline import Redline, compare
from samhandling.core.text import content_hash

CHANGES, TEXT = "endringer", "tekst"


@dataclass(frozen=True)
class Fact:
    label: str
    text: str


@dataclass(frozen=True)
class Treatment:
    """A body that has treated the case, or is to."""

    body: str
    day: str
    number: str
    role: str
    is_now: bool = False


@dataclass(frozen=True)
class ChangeLine:
    """A section that is not as the council last adopted it, and what the change means."""

    section: str
    kind: str
    meaning: str


@dataclass(frozen=True)
class Section:
    """`is_own` is for the municipality to write: it has only the words that ask for it."""

    heading: str
    html: str
    is_own: bool = False


@dataclass(frozen=True)
class Annex:
    """An annex as the paper lists it: a part of the same document."""

    anchor: str
    label: str
    title: str


@dataclass(frozen=True)
class LocalPaperContent:
    language: str
    text_language: str
    municipality: str
    letterhead: str
    made_in: str
    sender: str
    email: str
    logo_alt: str
    title: str
    running_head: str
    file_name: str
    description: str
    creator: str
    author: str
    created_at: datetime
    facts: tuple[Fact, ...]
    treatments: tuple[Treatment, ...]
    recommendation_html: str
    about_html: str
    changes_html: str
    changes: tuple[ChangeLine, ...]
    sections: tuple[Section, ...]
    proof: tuple[Fact, ...]
    text_label: str
    old_label: str
    old: Content | None
    """What the council last adopted, with its deviations; None when the agreement is new to it. In both texts the
    municipality is «kommunen», as in the text that all read: so they are worked out and rendered once for many."""
    new: Content
    notes: tuple[tuple[str, str], ...] = ()
    """By anchor, what the change means: comments in the Word file."""

    def source_hash(self) -> str:
        return content_hash(asdict(self) | {"created_at": self.created_at.isoformat()})

    @property
    def redline(self) -> Redline | None:
        if self.old is None:
            return None
        return compared(self.old, self.new, self.language)

    @property
    def annexes(self) -> list[Annex]:
        """Call it with the paper's language active."""
        titles = {CHANGES: _("Endringer i avtaleteksten")} if self.has_changes else {}
        titles[TEXT] = _("Hele avtaleteksten")
        return [
            Annex(anchor, _("Vedlegg %(number)s") % {"number": number}, title)
            for number, (anchor, title) in enumerate(titles.items(), start=1)
        ]

    @property
    def has_changes(self) -> bool:
        return self.redline is not None and self.redline.is_changed


@lru_cache(maxsize=64)
def compared(old: Content, new: Content, language: str) -> Redline:
    """The redline of two texts, worked out once for all municipalities that stand alike. Its words are translated."""
    with translation.override(language):
        return compare(old, new)
