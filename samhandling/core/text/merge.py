"""Three-way merge: two people changed the same text since `base`; what does not collide is joined.

Works on lines first and on words where lines collide, so that two edits of one sentence join when they are apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from lxml import etree

from samhandling.core.text.tree import parse, serialise

TOKEN = re.compile(r"\n|[^\S\n]+|\w+|[^\w\s]", re.UNICODE)


@dataclass(frozen=True)
class Conflict:
    """One place where both wrote something different."""

    base: str
    mine: str
    theirs: str


@dataclass(frozen=True)
class Merge:
    """`text` holds everything both wrote; where they collide, `mine` stands before `theirs` and `clean` is false."""

    text: str
    conflicts: tuple[Conflict, ...] = field(default=())

    @property
    def clean(self) -> bool:
        return not self.conflicts


@dataclass(frozen=True)
class _Chunk:
    base: tuple[str, ...]
    mine: tuple[str, ...]
    theirs: tuple[str, ...]

    def settled(self) -> tuple[str, ...] | None:
        """The outcome when at most one side changed, or both alike; else None."""
        if self.theirs in (self.mine, self.base):
            return self.mine
        return self.theirs if self.mine == self.base else None


def merge3(base: str, mine: str, theirs: str) -> Merge:
    """Joins two edits of a plain text."""
    return _merge(_lines(base), _lines(mine), _lines(theirs), _merge_words)


def merge3_html(base: str, mine: str, theirs: str) -> Merge:
    """Joins two edits of rich text, block by block (and point by point in a list); a block is never split."""
    return _merge(_blocks(base), _blocks(mine), _blocks(theirs), _merge_blocks)


_Refine = Callable[[_Chunk], Merge]


def _merge(base: list[str], mine: list[str], theirs: list[str], refine: _Refine) -> Merge:
    return _joined(_chunks(base, mine, theirs), refine)


def _joined(chunks: Sequence[_Chunk], refine: _Refine) -> Merge:
    parts: list[str] = []
    conflicts: list[Conflict] = []
    for chunk in chunks:
        outcome = chunk.settled()
        if outcome is not None:
            parts.extend(outcome)
            continue
        merged = refine(chunk)
        parts.append(merged.text)
        conflicts.extend(merged.conflicts)
    return Merge("".join(parts), tuple(conflicts))


def _merge_words(chunk: _Chunk) -> Merge:
    base, mine, theirs = (TOKEN.findall("".join(side)) for side in (chunk.base, chunk.mine, chunk.theirs))
    return _merge(base, mine, theirs, _both)


def _merge_blocks(chunk: _Chunk) -> Merge:
    """Two edits of as many blocks join block by block, and two edits of one list point by point."""
    if len(chunk.base) == len(chunk.mine) == len(chunk.theirs) > 1:
        parts = [_Chunk((b,), (m,), (t,)) for b, m, t in zip(chunk.base, chunk.mine, chunk.theirs, strict=True)]
        return _joined(parts, _merge_blocks)
    blocks = [parse(side[0]) if len(side) == 1 else [] for side in (chunk.base, chunk.mine, chunk.theirs)]
    if not all(blocks) or len({_opening(block[0]) for block in blocks}) > 1 or blocks[0][0].tag not in {"ol", "ul"}:
        return _both(chunk)
    items = [[serialise(item) for item in block[0].iterchildren("li")] for block in blocks]
    merged = _merge(items[0], items[1], items[2], _both)
    return Merge(f"{_opening(blocks[0][0])}{merged.text}</{blocks[0][0].tag}>", merged.conflicts)


def _opening(element: etree._Element) -> str:
    start = element.get("start")
    return f'<{element.tag} start="{start}">' if start else f"<{element.tag}>"


def _both(chunk: _Chunk) -> Merge:
    base, mine, theirs = ("".join(side) for side in (chunk.base, chunk.mine, chunk.theirs))
    apart = " " if mine and theirs and not mine[-1].isspace() and not theirs[0].isspace() and theirs[0] != "<" else ""
    return Merge(f"{mine}{apart}{theirs}", (Conflict(base, mine, theirs),))


def _lines(text: str) -> list[str]:
    """Lines and the breaks between them, so that an added last line does not change the line before."""
    return [part for part in re.split(r"(\n)", text) if part]


def _blocks(html: str) -> list[str]:
    return [serialise(block) for block in parse(html)]


def _chunks(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> list[_Chunk]:
    """The three texts cut at what all have in common; unchanged stretches are chunks too."""
    chunks: list[_Chunk] = []
    at = [0, 0, 0]
    for start, in_mine, in_theirs, length in _common(base, mine, theirs):
        chunks.append(
            _Chunk(tuple(base[at[0] : start]), tuple(mine[at[1] : in_mine]), tuple(theirs[at[2] : in_theirs]))
        )
        same = tuple(base[start : start + length])
        chunks.append(_Chunk(same, same, same))
        at = [start + length, in_mine + length, in_theirs + length]
    return [chunk for chunk in chunks if chunk.base or chunk.mine or chunk.theirs]


def _common(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> list[tuple[int, int, int, int]]:
    """Stretches found unchanged in all three: (start in base, in mine, in theirs, length); the last is empty."""
    left = _matches(base, mine)
    right = _matches(base, theirs)
    found: list[tuple[int, int, int, int]] = []
    i = j = 0
    while i < len(left) and j < len(right):
        (a, in_mine, a_length), (b, in_theirs, b_length) = left[i], right[j]
        start, end = max(a, b), min(a + a_length, b + b_length)
        if start < end:
            found.append((start, in_mine + start - a, in_theirs + start - b, end - start))
        if a + a_length < b + b_length:
            i += 1
        else:
            j += 1
    return [*found, (len(base), len(mine), len(theirs), 0)]


def _matches(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int, int]]:
    """Matching stretches, never anchored on white space alone (every text has it everywhere)."""
    matcher = SequenceMatcher(str.isspace, old, new, autojunk=False)
    return [tuple(block) for block in matcher.get_matching_blocks() if block.size]  # type: ignore[misc]
