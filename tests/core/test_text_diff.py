"""Comparing two versions."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from samhandling.core.text import Change, accepted, clean_html, html_diff, html_to_plain, rejected, word_diff


@given(st.text(max_size=80), st.text(max_size=80))
def test_the_changes_lead_from_the_old_text_to_the_new(old: str, new: str) -> None:
    changes = word_diff(old, new)
    assert "".join(change.text for change in changes if change.kind != "insert") == old
    assert "".join(change.text for change in changes if change.kind != "delete") == new


def test_neighbouring_words_are_one_change() -> None:
    assert word_diff("innen ett år fra nå", "innen tre måneder fra nå") == [
        Change("equal", "innen "),
        Change("delete", "ett år"),
        Change("insert", "tre måneder"),
        Change("equal", " fra nå"),
    ]


def without(html: str, tag: str) -> str:
    """The text one would have without what is marked by a tag."""
    html = re.sub(rf"<{tag}>.*?</{tag}>", "", re.sub(r'<span class="ds-sr-only">.*?</span>', "", html))
    return words(re.sub(r"</?(ins|del)>", "", html))


def words(html: str) -> str:
    return " ".join(re.findall(r"\w+", html_to_plain(html)))


BLOCK = st.sampled_from(
    [
        "<p>Sykehuset gir råd per telefon.</p>",
        "<p>Sykehuset gir råd hele døgnet.</p>",
        "<h2>Formål</h2>",
        "<p>Avtalen gjelder <strong>alle</strong> kommuner &amp; foretak.</p>",
        "<ul><li>en</li><li>to</li></ul>",
        "<ul><li>en</li><li>tre</li></ul>",
        "<table><tbody><tr><td>A</td><td>1</td></tr></tbody></table>",
        "<table><tbody><tr><td>A</td><td>2</td></tr></tbody></table>",
        "<blockquote><p>Sitat</p><footer>Sak 1</footer></blockquote>",
    ]
)
HTML = st.lists(BLOCK, max_size=6).map(lambda blocks: clean_html("".join(blocks)))


@given(HTML, HTML)
def test_both_versions_can_be_read_from_the_comparison(old: str, new: str) -> None:
    diff = html_diff(old, new)
    assert without(diff.html, "ins") == words(old)
    assert without(diff.html, "del") == words(new)
    assert diff.changed == (old != new)


@given(HTML)
def test_a_text_compared_with_itself_is_unchanged(html: str) -> None:
    diff = html_diff(html, html)
    assert (diff.html, diff.changed, diff.words_added, diff.words_removed) == (html, False, 0, 0)


def test_a_changed_word_is_marked_within_its_paragraph_and_said_aloud() -> None:
    diff = html_diff(
        "<p>Rapporteres hver <strong>måned</strong>.</p>", "<p>Rapporteres hvert <strong>kvartal</strong>.</p>"
    )
    assert re.search(
        r"<del>.*tatt ut.*hver.*<strong>måned</strong>.*</del><ins>.*nytt.*hvert.*<strong>kvartal</strong>", diff.html
    )
    assert (diff.words_added, diff.words_removed, diff.count("changed")) == (2, 2, 1)


def test_tables_are_compared_cell_by_cell() -> None:
    old = "<table><tbody><tr><td>Asker</td><td>12</td></tr><tr><td>Gol</td><td>3</td></tr></tbody></table>"
    diff = html_diff(old, old.replace("12", "14"))
    assert diff.html.count("<table>") == 1
    assert (diff.words_added, diff.words_removed) == (1, 1)


def test_each_side_shows_only_its_own_text() -> None:
    (block,) = html_diff("<p>En gammel tekst her</p>", "<p>En ny tekst her</p>").blocks
    assert ("gammel" in block.old, "<ins>" in block.old) == (True, False)
    assert ("gammel" in block.new, "<del>" in block.new) == (False, False)


def test_markup_in_words_stays_words() -> None:
    diff = html_diff("<p>a</p>", "<p>&lt;script&gt;x&lt;/script&gt;</p>")
    assert "<script" not in diff.html


def test_a_long_text_with_few_changes_shows_just_those() -> None:
    old = " ".join(f"og punkt{number} i ledd{number}" for number in range(80))
    new = old.replace("punkt7 ", "første ").replace("ledd40 og punkt41", "ledd40 punkt41")
    assert [(change.kind, change.text) for change in word_diff(old, new) if change.kind != "equal"] == [
        ("delete", "punkt7"),
        ("insert", "første"),
        ("delete", "og "),
    ]


def test_a_word_the_rewritten_passages_happen_to_share_does_not_cut_the_change_in_two() -> None:
    old = "Hun leser gamle brev hver kveld og skriver svar dagen etter det"
    new = "Telefonen ringte klokka ni tidlig og ingen rakk fram før ti"
    assert [change.kind for change in word_diff(old, new)] == ["delete", "insert"]


def test_a_footnote_is_changed_as_a_whole() -> None:
    diff = html_diff(
        '<p>Frist<span class="fotnote">Ett år.</span></p>', '<p>Frist<span class="fotnote">To år.</span></p>'
    )
    assert diff.html.count('class="fotnote"') == 2
    assert accepted(diff.html) == '<p>Frist<span class="fotnote">To år.</span></p>'
    assert (diff.words_added, diff.words_removed) == (2, 2)


def test_inner_lists_keep_their_form() -> None:
    old = "<ul><li>Varsel:<ul><li>innen ett døgn</li><li>skriftlig</li></ul></li></ul>"
    diff = html_diff(old, old.replace("ett", "to"))
    assert diff.html.count("<ul>") == 2
    assert accepted(diff.html) == old.replace("ett", "to")
    assert rejected(diff.html) == old


def test_a_new_caption_and_a_new_row_are_marked_as_they_stand() -> None:
    old = "<table><caption>Tilskudd</caption><tbody><tr><td>Gol</td><td>3</td></tr></tbody></table>"
    new = old.replace("Tilskudd", "Andeler").replace("</tbody>", "<tr><td>Ål</td><td></td></tr></tbody>")
    diff = html_diff(old, new)
    assert re.search(r"<caption><del>.*Tilskudd.*</del><ins>.*Andeler.*</ins></caption>", diff.html)
    assert (accepted(diff.html), rejected(diff.html)) == (new, old)


def test_only_other_bold_is_no_other_text() -> None:
    diff = html_diff("<p>Fristen er ett år.</p>", "<p>Fristen er <strong>ett år</strong>.</p>")
    assert diff.changed
    assert not diff.marked
    assert html_diff("<p>Ja.</p>", "<p>Ja!</p>").marked
