"""Which words of two token lists are the same. Words are matched by their longest runs; white space follows them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

LINE = "\n"
FEW = 2
"""An island of so few words between two larger changes is read more easily as a part of one change."""
LARGE = 4
"""How many words on each side of an island make it one, for each word of it."""


class Span(NamedTuple):
    """`old[a:b]` and `new[c:d]`: the same tokens when `equal`, else one replaced by the other."""

    equal: bool
    a: int
    b: int
    c: int
    d: int


def align(old: Sequence[str], new: Sequence[str]) -> list[Span]:
    """Spans that cover both lists, equal and changed by turns."""
    return _without_islands(_joined(_spans(old, new)), old, new)


def _spans(old: Sequence[str], new: Sequence[str]) -> Iterator[Span]:
    """Between two matched words, the space at either end that both texts have is the same; the rest is changed."""
    a = c = 0
    for i, j in [*_matched(old, new), (len(old), len(new))]:
        head = _common(old[a:i], new[c:j])
        tail = _common(old[a + head : i][::-1], new[c + head : j][::-1])
        yield Span(True, a, a + head, c, c + head)
        yield Span(False, a + head, i - tail, c + head, j - tail)
        yield Span(True, i - tail, i, j - tail, j)
        a, c = min(i + 1, len(old)), min(j + 1, len(new))
        yield Span(True, i, a, j, c)


def _common(old: Sequence[str], new: Sequence[str]) -> int:
    """How many tokens both begin with."""
    count = 0
    while count < min(len(old), len(new)) and old[count] == new[count]:
        count += 1
    return count


def _matched(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of places of words that are the same, in order."""
    before, after = _words(old), _words(new)
    head = _common([old[i] for i in before], [new[j] for j in after])
    tail = _common([old[i] for i in reversed(before[head:])], [new[j] for j in reversed(after[head:])])
    middle_old, middle_new = before[head : len(before) - tail], after[head : len(after) - tail]
    matcher = SequenceMatcher(None, [old[i] for i in middle_old], [new[j] for j in middle_new], autojunk=False)
    between = [
        (middle_old[block.a + step], middle_new[block.b + step])
        for block in matcher.get_matching_blocks()
        for step in range(block.size)
    ]
    first, last = list(zip(before[:head], after[:head], strict=True)), []
    if tail:
        last = list(zip(before[-tail:], after[-tail:], strict=True))
    return [*first, *between, *last]


def _words(tokens: Sequence[str]) -> list[int]:
    return [place for place, token in enumerate(tokens) if _counts(token)]


def _counts(token: str) -> bool:
    """A line break is as good as a word; other white space only follows words."""
    return token == LINE or not token.isspace()


def _joined(spans: Iterator[Span]) -> list[Span]:
    out: list[Span] = []
    for span in spans:
        if span.a == span.b and span.c == span.d:
            continue
        if out and out[-1].equal == span.equal:
            out[-1] = Span(span.equal, out[-1].a, span.b, out[-1].c, span.d)
        else:
            out.append(span)
    return out


def _without_islands(spans: list[Span], old: Sequence[str], new: Sequence[str]) -> list[Span]:
    """A lone space, or a word or two that happen to be the same, between two changes becomes a part of them."""
    sizes = [max(_count(old[span.a : span.b]), _count(new[span.c : span.d])) for span in spans]
    out: list[Span] = []
    for place, span in enumerate(spans):
        between = span.equal and 0 < place < len(spans) - 1
        is_island = between and _is_island(sizes[place - 1], sizes[place], sizes[place + 1])
        if out and (is_island or not out[-1].equal) and (is_island or not span.equal):
            out[-1] = Span(False, out[-1].a, span.b, out[-1].c, span.d)
        else:
            out.append(span)
    return out


def _count(tokens: Sequence[str]) -> int:
    return sum(map(_counts, tokens))


def _is_island(before: int, words: int, after: int) -> bool:
    return words <= FEW and min(before, after) >= LARGE * words
