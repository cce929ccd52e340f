"""Which blocks of two texts belong together."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from lxml import etree

from samhandling.core.text.tree import text_of

Pair = tuple[etree._Element | None, etree._Element | None]
_SORTS = {"lead": "p", "h2": "h", "h3": "h", "h4": "h"}
_ALWAYS_ALIKE = {"table", "ul", "ol", "tr"}
ALIKE = 0.3
"""How much of their words two blocks must share to be shown as one block that has changed."""


def pair_blocks(old: Sequence[etree._Element], new: Sequence[etree._Element]) -> list[Pair]:
    """Old and new blocks that belong together, in reading order; a block without a partner stands alone."""
    before, after = [_key(block) for block in old], [_key(block) for block in new]
    result: list[Pair] = []
    for operation, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if operation == "equal":
            result += zip(old[a:b], new[c:d], strict=True)
        elif operation == "delete":
            result += ((block, None) for block in old[a:b])
        elif operation == "insert":
            result += ((None, block) for block in new[c:d])
        else:
            result += _most_alike(old[a:b], new[c:d])
    return result


def _key(block: etree._Element) -> str:
    return f"{_sort(block)} {text_of(block)}"


def _sort(block: etree._Element) -> str:
    """Blocks of different sorts are never one block; a list that counts from elsewhere is another list."""
    return f"{_SORTS.get(str(block.tag), block.tag)}{block.get('start', '')}"


def _most_alike(old: Sequence[etree._Element], new: Sequence[etree._Element]) -> list[Pair]:
    """Pairs the most alike, keeping the order of both sides (longest common subsequence weighted by likeness)."""
    before, after = [set(text_of(block).split()) for block in old], [set(text_of(block).split()) for block in new]
    alike = [
        [_likeness(old[i], new[j], before[i], after[j]) for j in range(len(new))] for i in range(len(old))
    ]  # fmt: skip
    score = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            score[i][j] = max(score[i + 1][j], score[i][j + 1], score[i + 1][j + 1] + alike[i][j])
    result: list[Pair] = []
    i = j = 0
    while i < len(old) and j < len(new):
        if alike[i][j] and score[i][j] == score[i + 1][j + 1] + alike[i][j]:
            result.append((old[i], new[j]))
            i, j = i + 1, j + 1
        elif score[i][j] == score[i + 1][j]:
            result.append((old[i], None))
            i += 1
        else:
            result.append((None, new[j]))
            j += 1
    return [*result, *((block, None) for block in old[i:]), *((None, block) for block in new[j:])]


def _likeness(old: etree._Element, new: etree._Element, before: set[str], after: set[str]) -> float:
    """0 when the blocks should not be shown as one changed block, else how much of their words they share."""
    if _sort(old) != _sort(new):
        return 0.0
    ratio = 2 * len(before & after) / ((len(before) + len(after)) or 1)
    if ratio >= ALIKE:
        return ratio
    return 0.05 if old.tag in _ALWAYS_ALIKE else 0.0
