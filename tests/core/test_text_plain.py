"""Plain texts and their hash."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samhandling.core.text import content_hash, html_to_plain, normalise, plain_to_html


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


def test_texts_that_look_alike_become_alike() -> None:
    assert normalise("Kom\u00admunen  vedtar\u00a0å\r\n\r\n\r\n\r\nslutte\tseg\u200b ") == normalise(
        "Kommunen vedtar a\u030a\n\nslutte seg"
    )


def test_bullets_from_word_become_dashes() -> None:
    assert normalise("•\tEn\n\uf0b7 To") == "- En\n- To"


def test_the_hash_follows_the_content_and_not_the_order_of_keys() -> None:
    assert content_hash({"a": 1, "b": dt.date(2026, 9, 21)}) == content_hash({"b": dt.date(2026, 9, 21), "a": 1})
    assert content_hash({"a": "å"}) != content_hash({"a": "aa"})


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("En linje", "<p>En linje</p>"),
        ("En\nto\n\ntre", "<p>En<br>to</p><p>tre</p>"),
        ("1. En\n2. To", "<ol><li>En</li><li>To</li></ol>"),
        ("3. En\n4. To", '<ol start="3"><li>En</li><li>To</li></ol>'),
        ("- en\n- to", "<ul><li>en</li><li>to</li></ul>"),
        ("Vedtak:\n1. En\nmed linje to", "<p>Vedtak:</p><ol><li>En<br>med linje to</li></ol>"),
        ("1. januar 2018 trer avtalen i kraft.", "<p>1. januar 2018 trer avtalen i kraft.</p>"),
        ("a < b & <script>", "<p>a &lt; b &amp; &lt;script&gt;</p>"),
        ("", ""),
    ],
)
def test_plain_text_becomes_simple_html(text: str, html: str) -> None:
    assert plain_to_html(text) == html


PLAIN_LINE = st.text(st.characters(categories=["L"], exclude_characters="\u0345"), min_size=1, max_size=12)


@given(st.lists(st.one_of(PLAIN_LINE, PLAIN_LINE.map("- {}".format), st.just("")), max_size=8))
def test_html_made_of_plain_text_gives_the_words_back_in_order(lines: list[str]) -> None:
    text = normalise("\n".join(lines))
    assert html_to_plain(plain_to_html(text)).split() == text.split()


def test_a_proposal_prefills_the_decision_as_it_reads() -> None:
    html = "<p>OSU vedtar:</p><ol><li>Avtalen <strong>godkjennes</strong>.</li><li>Den trer i kraft.</li></ol>"
    assert html_to_plain(html) == "OSU vedtar:\n\n1. Avtalen godkjennes.\n2. Den trer i kraft."
