"""The text of an agreement as data: an ordered list of clauses. Pure; what is stored, hashed, compared and printed.

    Content(title="Delavtale 4 …", clauses=(Clause(anchor="formaal", level=1, heading="Formål", body="<p>…</p>"), …))

The municipality's name is written `{kommunen}` in a text that many councils adopt in the same words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any, Self

from agreements.enums import SectionKind
from samhandling.core.text import content_hash, html_to_plain, normalise

NAME_HERE = "{kommunen}"
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZÆØÅ"


@dataclass(frozen=True)
class Clause:
    """One section: `heading` is plain text, `body` clean HTML. `anchor` is the same through all versions."""

    anchor: str
    heading: str
    body: str = ""
    kind: str = SectionKind.SECTION.value
    level: int = 1


@dataclass(frozen=True)
class NumberedClause:
    clause: Clause
    number: str
    """`4.2`, `A` for an annex, empty for a definition."""

    @property
    def label(self) -> str:
        return f"{self.number} {self.clause.heading}".strip()


@dataclass(frozen=True)
class Content:
    title: str
    clauses: tuple[Clause, ...] = ()

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        return cls(data["title"], tuple(Clause(**clause) for clause in data["clauses"]))

    def to_json(self) -> dict[str, Any]:
        return {"title": self.title, "clauses": [asdict(clause) for clause in self.clauses]}

    def by_anchor(self) -> dict[str, Clause]:
        return {clause.anchor: clause for clause in self.clauses}

    def numbered(self) -> tuple[NumberedClause, ...]:
        return tuple(NumberedClause(clause, number) for clause, number in number_clauses(self.clauses))

    def named(self, municipality: str) -> Content:
        """The edition of one municipality: its name where the token stands."""
        return self._replaced(lambda text: text.replace(NAME_HERE, municipality))

    def tokenised(self, municipality: str) -> Content:
        """The opposite of `named`: whole occurrences of the municipality's name become the token."""
        name = re.compile(rf"(?<!\w){re.escape(normalise(municipality))}(?!\w)") if municipality else None
        return self._replaced(lambda text: name.sub(NAME_HERE, text)) if name else self

    def with_bodies(self, bodies: dict[str, str]) -> Content:
        """The text with other bodies at some anchors; an empty body takes the clause out."""
        changed = (
            Clause(c.anchor, c.heading, bodies[c.anchor], c.kind, c.level) if c.anchor in bodies else c
            for c in self.clauses
            if bodies.get(c.anchor, "keep")
        )
        return Content(self.title, tuple(changed))

    def _replaced(self, change: Callable[[str], str]) -> Content:
        clauses = (Clause(c.anchor, change(c.heading), change(c.body), c.kind, c.level) for c in self.clauses)
        return Content(change(self.title), tuple(clauses))


def number_clauses(clauses: Iterable[Clause]) -> Iterator[tuple[Clause, str]]:
    """`1`, `1.1`, `2` …; annexes `A`, `A.1`; definitions have none. A level that skips one counts as the next."""
    counts: list[int] = []
    annexes: list[int] = []
    in_annex = False
    for clause in clauses:
        if clause.kind == SectionKind.DEFINITION:
            yield clause, ""
            continue
        if clause.level == 1:
            in_annex = clause.kind == SectionKind.ANNEX
        series = annexes if in_annex else counts
        depth = min(clause.level, len(series) + 1)
        del series[depth:]
        if len(series) < depth:
            series.append(0)
        series[-1] += 1
        yield (
            clause,
            ".".join(_ordinal(n, first and in_annex) for first, n in zip([True, False, False], series, strict=False)),
        )


def _ordinal(number: int, lettered: bool) -> str:
    return _LETTERS[(number - 1) % len(_LETTERS)] if lettered else str(number)


def canonical(content: Content, municipality: str = "") -> dict[str, Any]:
    """The form that is hashed: NFC, single spaces, the municipality's name as a token, and nothing of the anchors.

    Structure counts (order, level, kind, lists, tables); how a text is marked up inside a paragraph does not.
    """
    told = _normalised(content).tokenised(municipality)
    return {
        "title": told.title,
        "clauses": [[c.kind, c.level, c.heading, c.body] for c in told.clauses],
    }


def _normalised(content: Content) -> Content:
    clauses = (Clause(c.anchor, _flat(c.heading), _told(c.body), c.kind, c.level) for c in content.clauses)
    return Content(_flat(content.title), tuple(clauses))


def _told(body: str) -> str:
    """What the HTML says: in HTML a line break in the source is a space."""
    return normalise(html_to_plain(re.sub(r"\s+", " ", body)))


def _flat(text: str) -> str:
    return " ".join(normalise(text).split())


def text_hash(content: Content, municipality: str = "") -> str:
    """SHA-256 of the canonical form, 64 hexadecimal digits. Two texts that say the same have the same."""
    return content_hash(canonical(content, municipality))
