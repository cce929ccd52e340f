"""What holds for every redline: nothing is lost on the way from the old text to the new one."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from agreements.content import Clause, Content, canonical, text_hash
from agreements.redline import RowKind, apply, compare, revert
from samhandling.core.text import accepted, html_diff, html_to_plain, rejected
from tests.agreements.redline_texts import BODY, contents, edited

PAIRS = contents().flatmap(lambda old: st.tuples(st.just(old), st.one_of(edited(old), contents())))


@given(PAIRS)
@settings(max_examples=60)
def test_applying_the_redline_to_the_old_text_gives_the_new_one(pair: tuple[Content, Content]) -> None:
    old, new = pair
    made = apply(old, compare(old, new))
    assert made.title == new.title
    assert [(c.anchor, c.kind, c.level, c.heading) for c in made.clauses] == [
        (c.anchor, c.kind, c.level, c.heading) for c in new.clauses
    ]
    assert [marked_up(c.body) for c in made.clauses] == [marked_up(c.body) for c in new.clauses]
    assert canonical(made) == canonical(new)


@given(PAIRS)
@settings(max_examples=60)
def test_reverting_it_gives_the_words_of_the_old_text(pair: tuple[Content, Content]) -> None:
    old, new = pair
    made = revert(new, compare(old, new))
    assert made.title == old.title
    assert [(c.anchor, c.kind, c.level, c.heading) for c in made.clauses] == [
        (c.anchor, c.kind, c.level, c.heading) for c in old.clauses
    ]
    assert [words(c.body) for c in made.clauses] == [words(c.body) for c in old.clauses]


@given(PAIRS)
@settings(max_examples=50)
def test_every_section_of_both_texts_stands_in_one_row(pair: tuple[Content, Content]) -> None:
    old, new = pair
    redline = compare(old, new)
    assert [row.new.clause for row in redline.rows if row.new] == list(new.clauses), "in the new text's order"
    assert sorted(row.old_place for row in redline.rows if row.old_place is not None) == list(range(len(old.clauses)))
    kinds = Counter(row.kind for row in redline.rows)
    summary = redline.summary
    assert kinds[RowKind.ADDED] == summary.added
    assert kinds[RowKind.REMOVED] == summary.removed
    assert summary.unchanged + summary.added + summary.removed + len(
        [row for row in redline.rows if row.kind in {RowKind.CHANGED, RowKind.MOVED, RowKind.MOVED_CHANGED}]
    ) == len(redline.rows)


@given(PAIRS)
@settings(max_examples=50)
def test_texts_with_different_hashes_have_a_redline_that_says_so(pair: tuple[Content, Content]) -> None:
    old, new = pair
    redline = compare(old, new)
    if text_hash(old) != text_hash(new):
        assert redline.is_changed
    for row in redline.rows:
        if row.kind in {RowKind.CHANGED, RowKind.MOVED_CHANGED}:
            assert (
                row.sort_words
                or "<ins" in row.heading_html + row.body_html
                or "<del" in row.heading_html + row.body_html
            )


@given(contents())
@settings(max_examples=40)
def test_a_text_against_itself_is_unchanged(content: Content) -> None:
    redline = compare(content, content)
    assert not redline.is_changed
    assert redline.summary.sentence == "Ingen punkter er endret."
    assert (redline.summary.words_added, redline.summary.words_removed) == (0, 0)
    assert redline.summary.unchanged == len(redline.rows) == len(content.clauses)
    assert apply(content, redline) == content


@given(contents(), st.data())
@settings(max_examples=40)
def test_sections_in_another_order_are_moved_and_not_rewritten(content: Content, data: st.DataObject) -> None:
    shuffled = Content(content.title, tuple(data.draw(st.permutations(content.clauses))))
    redline = compare(content, shuffled)
    assert {row.kind for row in redline.rows} <= {RowKind.SAME, RowKind.MOVED}
    assert redline.is_changed == (shuffled != content)
    assert apply(content, redline) == shuffled


@given(BODY, BODY)
@settings(max_examples=60)
def test_the_marks_of_a_body_give_either_text(old: str, new: str) -> None:
    diff = html_diff(old, new)
    assert marked_up(accepted(diff.html)) == marked_up(new)
    assert words(rejected(diff.html)) == words(old)


def words(html: str) -> list[str]:
    return re.findall(r"\w+|[^\w\s]", html_to_plain(html))


def marked_up(html: str) -> str:
    """One form of a body: neighbouring runs of bold are one."""
    return accepted(html)


def test_other_bold_and_white_space_is_no_change_but_comes_along() -> None:
    old = Content("Avtale", (Clause("frist", "Frist", "<p>Fristen er ett år.</p>"),))
    new = Content("Avtale", (Clause("frist", "Frist ", "<p>Fristen er <strong>ett år</strong>.</p>"),))
    redline = compare(old, new)
    assert text_hash(old) == text_hash(new)
    assert not redline.is_changed
    assert (redline.rows[0].heading_html, redline.rows[0].body_html) == ("Frist ", new.clauses[0].body)
    assert apply(old, redline) == new


def test_another_link_and_a_raised_figure_are_changes() -> None:
    old = Content("Avtale", (Clause("a", "A", '<p>Se <a href="https://a.no">loven</a> og 102.</p>'),))
    for change in (("https://a.no", "https://b.no"), ("102", "10<sup>2</sup>")):
        new = replace(old, clauses=(replace(old.clauses[0], body=old.clauses[0].body.replace(*change)),))
        redline = compare(old, new)
        assert "<ins" in redline.rows[0].body_html
        assert apply(old, redline) == new
