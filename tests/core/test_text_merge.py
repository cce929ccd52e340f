"""Two people write in the same text."""

from __future__ import annotations

import re

from hypothesis import example, given
from hypothesis import strategies as st

from samhandling.core.text import Merge, clean_html, merge3, merge3_html

WORDS = st.sampled_from(["kommunen", "sykehuset", "avtalen", "vedtar", "pasient", "2018", "og", "ikke"])
TEXT = st.lists(st.tuples(WORDS, st.sampled_from([" ", " ", ", ", ". ", "\n", "\n\n"])), max_size=14).map(
    lambda pairs: "".join(word + gap for word, gap in pairs)
)


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text))


@given(TEXT, TEXT)
def test_merging_with_someone_who_changed_nothing_gives_the_other_text(base: str, edited: str) -> None:
    assert merge3(base, edited, base) == Merge(edited)
    assert merge3(base, base, edited) == Merge(edited)


@given(TEXT, TEXT)
def test_the_same_edit_by_both_is_no_conflict(base: str, edited: str) -> None:
    assert merge3(base, edited, edited) == Merge(edited)


@given(TEXT, st.text(max_size=60), st.text(max_size=60))
@example("A", "A\nB", "A\nC")
def test_nothing_typed_is_lost(base: str, mine: str, theirs: str) -> None:
    merge = merge3(base, mine, theirs)
    kept = words(merge.text) | {
        word for conflict in merge.conflicts for word in words(conflict.mine + " " + conflict.theirs)
    }
    assert words(mine) - words(base) <= kept
    assert words(theirs) - words(base) <= kept


@given(TEXT, TEXT, TEXT)
def test_a_clean_merge_does_not_depend_on_who_saves_first(base: str, mine: str, theirs: str) -> None:
    one, other = merge3(base, mine, theirs), merge3(base, theirs, mine)
    assert one.clean == other.clean
    if one.clean:
        assert one.text == other.text


def test_edits_of_one_sentence_in_different_places_join() -> None:
    base = "OSU ber partene om å vedta avtalen innen 30. juni."
    mine = "OSU ber begge partene om å vedta avtalen innen 30. juni."
    theirs = "OSU ber partene om å vedta avtalen innen 30. september."
    assert merge3(base, mine, theirs) == Merge("OSU ber begge partene om å vedta avtalen innen 30. september.")


def test_a_paragraph_added_by_each_at_either_end_joins() -> None:
    base = "Første.\n\nAndre."
    merge = merge3(base, "Innledning.\n\nFørste.\n\nAndre.", "Første.\n\nAndre.\n\nSiste.")
    assert merge == Merge("Innledning.\n\nFørste.\n\nAndre.\n\nSiste.")


def test_two_words_for_the_same_word_are_a_conflict_with_both() -> None:
    merge = merge3("Saken utsettes.", "Saken vedtas.", "Saken avvises.")
    assert not merge.clean
    assert [(c.base, c.mine, c.theirs) for c in merge.conflicts] == [("utsettes", "vedtas", "avvises")]
    assert merge.text == "Saken vedtas avvises."


def test_changing_what_the_other_took_out_is_a_conflict() -> None:
    assert not merge3("En to tre fire", "En fire", "En to TRE fire").clean


def test_rich_text_joins_block_by_block_and_point_by_point() -> None:
    base = "<p>Bakgrunn.</p><ol><li>En</li><li>To</li><li>Tre</li></ol>"
    mine = "<p>Bakgrunn.</p><ol><li>En ny</li><li>To</li><li>Tre</li></ol>"
    theirs = "<h2>Innledning</h2><p>Bakgrunn.</p><ol><li>En</li><li>To</li><li>Tre nye</li></ol>"
    merge = merge3_html(base, mine, theirs)
    assert merge == Merge("<h2>Innledning</h2><p>Bakgrunn.</p><ol><li>En ny</li><li>To</li><li>Tre nye</li></ol>")


def test_two_edits_of_one_paragraph_of_rich_text_keep_both_paragraphs() -> None:
    merge = merge3_html("<p>En.</p><p>To.</p>", "<p>En <em>min</em>.</p><p>To.</p>", "<p>En din.</p><p>To.</p>")
    assert not merge.clean
    assert merge.text == "<p>En <em>min</em>.</p><p>En din.</p><p>To.</p>"


HTML = st.lists(
    st.sampled_from(["<p>a</p>", "<p>b</p>", "<ul><li>x</li></ul>", "<ul><li>x</li><li>y</li></ul>", "<h2>c</h2>"])
).map(lambda blocks: clean_html("".join(blocks)))


@given(HTML, HTML)
def test_rich_text_unchanged_by_one_gives_the_others(base: str, edited: str) -> None:
    assert merge3_html(base, edited, base).text == edited
    assert merge3_html(base, base, edited).text == edited
