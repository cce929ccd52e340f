"""Two texts to a redline."""

from __future__ import annotations

from collections.abc import Iterator

from agreements.canonical import blocks_of, flat
from agreements.content import Content, NumberedClause
from agreements.redline.matching import match, moved
from agreements.redline.model import Redline, Row, RowKind, Summary
from samhandling.core.text import Change, HtmlDiff, count_words, html_diff, word_diff


def compare(old: Content, new: Content) -> Redline:
    """Section by section, word by word. The words said about the marks are in the language that is active."""
    before, after = old.numbered(), new.numbered()
    pairs = match(old.clauses, new.clauses)
    has_moved = moved(pairs)
    partner = {b: a for a, b in pairs.items()}
    gone = _gone(len(before), pairs, has_moved)
    rows = [_removed(before[place], place) for place in gone.get(None, ())]
    for place, clause in enumerate(after):
        a = partner.get(place)
        if a is None:
            rows.append(_added(clause, place))
        else:
            rows.append(_matched(before[a], clause, a, place, a in has_moved))
            rows += [_removed(before[lone], lone) for lone in gone.get(a, ())]
    return Redline(_headings(old.title, new.title), tuple(rows), _summary(rows))


def _gone(count: int, pairs: dict[int, int], has_moved: set[int]) -> dict[int | None, list[int]]:
    """Places of the sections taken out, by the section they stood after; None for those at the top."""
    gone: dict[int | None, list[int]] = {}
    after: int | None = None
    for place in range(count):
        if place not in pairs:
            gone.setdefault(after, []).append(place)
        elif place not in has_moved:
            after = place
    return gone


def _removed(clause: NumberedClause, place: int) -> Row:
    heading, diff = _headings(clause.clause.heading, ""), html_diff(clause.clause.body, "")
    return Row(RowKind.REMOVED, clause, None, place, None, heading, diff)


def _added(clause: NumberedClause, place: int) -> Row:
    heading, diff = _headings("", clause.clause.heading), html_diff("", clause.clause.body)
    return Row(RowKind.ADDED, None, clause, None, place, heading, diff)


def _matched(old: NumberedClause, new: NumberedClause, old_place: int, new_place: int, is_moved: bool) -> Row:
    a, b = old.clause, new.clause
    heading = _headings(a.heading, b.heading)
    diff = html_diff(a.body, b.body) if a.body != b.body else None
    says_other = a.kind != b.kind or flat(a.heading) != flat(b.heading) or _body_differs(a.body, b.body)
    is_moved = is_moved or a.level != b.level
    return Row(_kind(says_other, is_moved), old, new, old_place, new_place, heading, diff)


def _kind(says_other: bool, is_moved: bool) -> RowKind:
    if is_moved:
        return RowKind.MOVED_CHANGED if says_other else RowKind.MOVED
    return RowKind.CHANGED if says_other else RowKind.SAME


def _headings(old: str, new: str) -> tuple[Change, ...]:
    if old == new:
        return (Change("equal", new),) if new else ()
    return tuple(word_diff(old, new))


def _body_differs(old: str, new: str) -> bool:
    """Where the checksum of the text would be another; bold and white space make no difference."""
    return old != new and blocks_of(old) != blocks_of(new)


def _summary(rows: list[Row]) -> Summary:
    def count(*kinds: RowKind) -> int:
        return sum(row.kind in kinds for row in rows)

    diffs: list[HtmlDiff] = [row.diff for row in rows if row.diff is not None]
    return Summary(
        changed=count(RowKind.CHANGED, RowKind.MOVED_CHANGED),
        added=count(RowKind.ADDED),
        removed=count(RowKind.REMOVED),
        moved=count(RowKind.MOVED, RowKind.MOVED_CHANGED),
        unchanged=count(RowKind.SAME),
        words_added=sum(diff.words_added for diff in diffs) + sum(_heading_words(rows, "insert")),
        words_removed=sum(diff.words_removed for diff in diffs) + sum(_heading_words(rows, "delete")),
    )


def _heading_words(rows: list[Row], kind: str) -> Iterator[int]:
    return (count_words(change.text) for row in rows for change in row.heading if change.kind == kind)
