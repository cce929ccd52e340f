"""The text of an agreement as data: an ordered list of clauses. Pure; what is stored, hashed, compared and printed.

    Content(title="Delavtale 4 …", clauses=(Clause(anchor="formaal", level=1, heading="Formål", body="<p>…</p>"), …))

The municipality's name is written `{kommunen}` in a text that many councils adopt in the same words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from html import escape
from typing import Any, Self

from agreements.canonical import NAME_HERE, blocks_of, flat, names_of, takes_apostrophe
from agreements.enums import SectionKind
from samhandling.core.text import content_hash

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
        genitive = f"{municipality}'" if takes_apostrophe(municipality) else f"{municipality}s"

        def name(text: str) -> str:
            return _GENITIVE.sub(lambda _: genitive, text).replace(NAME_HERE, municipality)

        return self._replaced(
            name,
            lambda body: _GENITIVE.sub(escape(genitive, quote=False), body).replace(
                NAME_HERE, escape(municipality, quote=False)
            ),
        )

    def common(self) -> Content:
        """As all read it: «kommunen» where the token stands, «Kommunen» where a sentence begins."""
        return self._replaced(_common, _common)

    def tokenised(self, municipality: str) -> Content:
        """The opposite of `named`: whole occurrences of the municipality's name become the token."""
        return self._replaced(names_of(municipality), names_of(escape(municipality, quote=False)))

    def with_bodies(self, bodies: dict[str, str]) -> Content:
        """The text with other bodies at some anchors; an empty body takes the clause out."""
        changed = (
            Clause(c.anchor, c.heading, bodies[c.anchor], c.kind, c.level) if c.anchor in bodies else c
            for c in self.clauses
            if bodies.get(c.anchor, "keep")
        )
        return Content(self.title, tuple(changed))

    def _replaced(self, words: Callable[[str], str], html: Callable[[str], str]) -> Content:
        clauses = (Clause(c.anchor, words(c.heading), html(c.body), c.kind, c.level) for c in self.clauses)
        return Content(words(self.title), tuple(clauses))


_GENITIVE = re.compile(re.escape(NAME_HERE) + r"s(?!\w)")
_SENTENCE = re.compile(r"(?:^|[.!?:]\s+|<(?:p|li|td|th|h\d|caption)\b[^>]*>)\s*(?:<(?:strong|em|a)\b[^>]*>\s*)*$")


def _common(text: str) -> str:
    parts = text.split(NAME_HERE)
    told = parts[0]
    for part in parts[1:]:
        told += ("Kommunen" if _SENTENCE.search(told) else "kommunen") + part
    return told


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
    """`A` … `Å`, then `AA`."""
    if not lettered:
        return str(number)
    around, place = divmod(number - 1, len(_LETTERS))
    return _LETTERS[place] * (around + 1)


def canonical(content: Content, municipality: str = "") -> dict[str, Any]:
    """The form that is hashed (`agreements.canonical`), without the anchors. Order, level and kind count."""
    told = names_of(municipality)
    return {
        "title": told(flat(content.title)),
        "clauses": [[c.kind, c.level, told(flat(c.heading)), blocks_of(c.body, told)] for c in content.clauses],
    }


def text_hash(content: Content, municipality: str = "") -> str:
    """SHA-256 of the canonical form, 64 hexadecimal digits. Two texts that say the same have the same."""
    return content_hash(canonical(content, municipality))
