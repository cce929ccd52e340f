"""Giving sections that were taken in from a file the anchors they have in the version before, so that a redline can
be made. Same heading in the same place first, then the same heading, then the same words.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Hashable, Sequence
from difflib import SequenceMatcher

from agreements.anchors import free_anchor
from agreements.content import Clause, Content
from samhandling.core.text import html_to_plain

ALIKE = 0.6  # of the words of two bodies
_COMPARED = 4_000  # signs of a body that are looked at


def anchored(title: str, clauses: Sequence[Clause], before: Content | None) -> Content:
    """The text with anchors: those of `before` where a section is recognised, new ones for all others."""
    old = list(before.clauses) if before else []
    found = _matches(clauses, old)
    taken = {clause.anchor for clause in old}
    out = []
    for place, clause in enumerate(clauses):
        anchor = old[found[place]].anchor if place in found else free_anchor(clause.heading, taken)
        taken.add(anchor)
        out.append(Clause(anchor, clause.heading, clause.body, clause.kind, clause.level))
    return Content(title, tuple(out))


def _matches(new: Sequence[Clause], old: Sequence[Clause]) -> dict[int, int]:
    """Places in the old text by places in the new one."""
    found: dict[int, int] = {}
    _match_keys(_paths(new), _paths(old), found)
    _match_keys([_key(clause) for clause in new], [_key(clause) for clause in old], found)
    _match_words(new, old, found)
    return found


def _match_keys(new: Sequence[Hashable], old: Sequence[Hashable], found: dict[int, int]) -> None:
    """Pairs keys that are alike; one that stands several times only when it does so equally often in both."""
    left, right = _places(new, set(found)), _places(old, set(found.values()))
    for key, places in left.items():
        if len(places) == len(right.get(key, ())):
            found.update(zip(places, right[key], strict=True))


def _places(keys: Sequence[Hashable], done: set[int]) -> dict[Hashable, list[int]]:
    places: dict[Hashable, list[int]] = {}
    for place, key in enumerate(keys):
        if place not in done and key:
            places.setdefault(key, []).append(place)
    return places


def _key(clause: Clause) -> Hashable:
    """Kind and heading, whatever its case and marks; nothing for a section without a heading."""
    heading = unicodedata.normalize("NFC", clause.heading).casefold()
    words = "".join(sign for sign in heading if sign.isalnum() or sign == " ").split()
    return (clause.kind, *words) if words else ""


def _paths(clauses: Sequence[Clause]) -> list[Hashable]:
    """The headings a section stands under, and its own."""
    above: list[tuple[int, Hashable]] = []
    paths: list[Hashable] = []
    for clause in clauses:
        above = [(level, key) for level, key in above if level < clause.level]
        key = _key(clause)
        paths.append((*(each for _level, each in above), key) if key else "")
        above.append((clause.level, key))
    return paths


def _match_words(new: Sequence[Clause], old: Sequence[Clause], found: dict[int, int]) -> None:
    """Pairs what is left by the words of the bodies, the most alike first."""
    left = {place: _words(clause) for place, clause in enumerate(new) if place not in found}
    right = {place: _words(clause) for place, clause in enumerate(old) if place not in set(found.values())}
    pairs = []
    for place, words in left.items():
        matcher = SequenceMatcher(None, autojunk=False)
        matcher.set_seq2(words)
        for other, others in right.items():
            matcher.set_seq1(others)
            if words and others and matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE:
                pairs.append((matcher.ratio(), place, other))
    for ratio, place, other in sorted(pairs, reverse=True):
        if ratio >= ALIKE and place not in found and other not in found.values():
            found[place] = other


def _words(clause: Clause) -> list[str]:
    return html_to_plain(clause.body)[:_COMPARED].casefold().split()
