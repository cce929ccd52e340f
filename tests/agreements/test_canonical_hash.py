"""Properties of the hash councils decide by: the same for texts that say the same, another for every other text."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from agreements.canonical import NAME_HERE
from agreements.content import Clause, Content, text_hash

MUNICIPALITIES = ("Modum", "Gol", "Nordre Follo", "Moss", "Ål", "Bø")
WORDS = ("ansvar", "døgn", "pårørende", "å", "helse-", "2", "§", "råd", "cafe\u0301", "Ærlig", "melder", "og")
words = st.lists(st.sampled_from((*WORDS, NAME_HERE)), min_size=1, max_size=5).map(" ".join)


def paragraph(text: str) -> str:
    return f"<p>{text}</p>"


def items(tag: str, texts: list[str]) -> str:
    return f"<{tag}>{''.join(f'<li>{text}</li>' for text in texts)}</{tag}>"


def table(rows: list[list[str]]) -> str:
    lines = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><caption>Frister</caption><tbody>{lines}</tbody></table>"


blocks = st.one_of(
    words.map(paragraph),
    st.lists(words, min_size=1, max_size=3).map(lambda texts: items("ul", texts)),
    st.lists(words, min_size=1, max_size=3).map(lambda texts: items("ol", texts)),
    st.lists(st.lists(words, min_size=2, max_size=2), min_size=1, max_size=3).map(table),
)
bodies = st.lists(blocks, max_size=3).map("".join)
clauses = st.builds(
    Clause,
    anchor=st.just("x"),
    heading=words,
    body=bodies,
    kind=st.sampled_from(("section", "definition", "annex")),
    level=st.integers(1, 3),
)
contents = st.builds(
    lambda title, rows: Content(title, tuple(replace(row, anchor=f"punkt-{place}") for place, row in enumerate(rows))),
    words,
    st.lists(clauses, min_size=1, max_size=4),
)


def spread(text: str, space: str) -> str:
    """The same text with other white space between its words."""
    return text.replace(" ", space)


def edited(content: Content, change: object) -> Content:
    assert callable(change)
    rows = tuple(replace(row, heading=change(row.heading), body=change(row.body)) for row in content.clauses)
    return Content(change(content.title), rows)


@given(contents, st.sampled_from(("  ", "\n", "\u00a0", "\r\n", " \t ", "\u2009 ", " \u200b")))
def test_white_space_makes_no_difference(content: Content, space: str) -> None:
    other = edited(content, lambda text: f" {spread(text, space)}\n".replace("</p><", "</p>\n  <"))
    assert text_hash(other) == text_hash(content)


@given(contents)
def test_unicode_form_makes_no_difference(content: Content) -> None:
    decomposed = edited(content, lambda text: unicodedata.normalize("NFD", text))
    composed = edited(content, lambda text: unicodedata.normalize("NFC", text))
    assert text_hash(decomposed) == text_hash(composed) == text_hash(content)


@given(contents, st.sampled_from(MUNICIPALITIES), st.sampled_from(MUNICIPALITIES))
def test_the_name_of_the_municipality_makes_no_difference(content: Content, one: str, other: str) -> None:
    assert text_hash(content.named(one), one) == text_hash(content.named(other), other) == text_hash(content)


@given(contents)
def test_anchors_make_no_difference(content: Content) -> None:
    rows = tuple(replace(row, anchor=f"annet-{place}") for place, row in enumerate(content.clauses))
    assert text_hash(Content(content.title, rows)) == text_hash(content)


@given(contents, st.data())
def test_another_word_makes_another_text(content: Content, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(content.clauses) - 1))
    part = data.draw(st.sampled_from(("heading", "body")))
    before = getattr(content.clauses[place], part)
    assume("ansvar" in before)
    changed = replace(content.clauses[place], **{part: before.replace("ansvar", "plikt", 1)})
    rows = (*content.clauses[:place], changed, *content.clauses[place + 1 :])
    assert text_hash(replace(content, clauses=rows)) != text_hash(content)


@given(contents, contents)
def test_two_texts_have_the_same_hash_only_when_they_say_the_same(one: Content, other: Content) -> None:
    def said(content: Content) -> list[object]:
        nfc = edited(content, lambda text: unicodedata.normalize("NFC", text))
        return [nfc.title, [(row.kind, row.level, row.heading, row.body) for row in nfc.clauses]]

    assert (text_hash(one) == text_hash(other)) == (said(one) == said(other))


@given(contents, st.data())
def test_a_section_that_moves_makes_another_text(content: Content, data: st.DataObject) -> None:
    order = data.draw(st.permutations(content.clauses))
    told = [(row.kind, row.level, row.heading, row.body) for row in order]
    assume(told != [(row.kind, row.level, row.heading, row.body) for row in content.clauses])
    assert text_hash(Content(content.title, tuple(order))) != text_hash(content)


@given(contents, st.data())
def test_level_and_kind_count(content: Content, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(content.clauses) - 1))
    row = content.clauses[place]
    other = data.draw(
        st.sampled_from(
            [replace(row, level=level) for level in (1, 2, 3) if level != row.level]
            + [replace(row, kind=kind) for kind in ("section", "definition", "annex") if kind != row.kind]
        )
    )
    rows = (*content.clauses[:place], other, *content.clauses[place + 1 :])
    assert text_hash(replace(content, clauses=rows)) != text_hash(content)


def told(body: str) -> str:
    return text_hash(Content("Avtale", (Clause("a", "Frister", body),)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<p>a | b</p>", table([["a", "b"]])),
        (table([["a | b", "c"]]), table([["a", "b | c"]])),
        (table([["a", "b"]]), table([["a", "c"]])),
        (table([["a", "b"]]), table([["a"], ["b"]])),
        (table([["a", "b"]]), table([["a", "b"]]).replace("Frister", "Gebyr")),
        ('<table><tr><td colspan="2">a</td></tr></table>', "<table><tr><td>a</td></tr></table>"),
        ("<p>- a</p>", items("ul", ["a"])),
        ("<p>1. a</p>", items("ol", ["a"])),
        (items("ol", ["a", "b"]), items("ul", ["a", "b"])),
        ("<ul><li>a<ul><li>b</li></ul></li></ul>", items("ul", ["a", "b"])),
        ("<p>a</p><p>b</p>", "<p>a b</p>"),
        ("<p>Fristen er 10<sup>2</sup> dager</p>", "<p>Fristen er 102 dager</p>"),
        ('<p>a<span class="fotnote">b</span></p>', "<p>a (b)</p>"),
        ('<p>a<span class="fotnote">b</span></p>', "<p>a b</p>"),
        ('<p><a href="https://example.org/1">a</a></p>', '<p><a href="https://example.org/2">a</a></p>'),
        ("<blockquote><p>a</p></blockquote>", "<p>a</p>"),
        ("<p>ab</p>", "<p>a b</p>"),
        ("<p>a</p>", ""),
        ("<p>a</p>", "<h2>a</h2>"),
    ],
)
def test_what_makes_a_difference(one: str, other: str) -> None:
    assert told(one) != told(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<p>a <strong>b</strong></p>", "<p>a b</p>"),
        ("<p><em>a</em> b</p>", "<p>a<em> b</em></p>"),
        ("<p>a<br>b</p>", "<p>a b</p>"),
        ("<p>x <sup>2 </sup>y</p>", "<p>x<sup> 2</sup> y</p>"),
        ("<ul><li><p>a</p></li></ul>", "<ul><li>a</li></ul>"),
        ("<p>a</p><p> </p>", "<p>a</p>"),
        ("a", "<p>a</p>"),
        ("<p>kom\u00admune</p>", "<p>kommune</p>"),
        ("<p>a\u00ad\u030a</p>", "<p>å</p>"),
        ("<p>a &amp; b</p>", "<p>a & b</p>"),
    ],
)
def test_what_makes_none(one: str, other: str) -> None:
    assert told(one) == told(other)


def test_a_name_in_the_genitive_is_the_name() -> None:
    text = Content("Avtale", (Clause("a", "{kommunen}s ansvar", "<p>{kommunen}s leger, og {kommunen}.</p>"),))
    assert text.named("Moss").clauses[0].heading == "Moss' ansvar"
    assert text.named("Gol").clauses[0].heading == "Gols ansvar"
    for name in MUNICIPALITIES:
        assert text_hash(text.named(name), name) == text_hash(text)
        assert text.named(name).tokenised(name) == text


def test_a_name_within_another_word_is_not_the_name() -> None:
    text = Content("Avtale", (Clause("a", "Golfbanen", "<p>Golf i Nygol</p>"),))
    assert text.tokenised("Gol") == text


def test_the_common_text_reads_as_a_sentence() -> None:
    body = (
        "<p>{kommunen} melder. {kommunen}s leger <em>{kommunen}</em></p><ul><li><strong>{kommunen}</strong></li></ul>"
    )
    shown = Content("{kommunen} og sykehuset", (Clause("a", "Ansvar for {kommunen}", body),)).common()
    assert shown.title == "Kommunen og sykehuset"
    assert shown.clauses[0].heading == "Ansvar for kommunen"
    assert shown.clauses[0].body == (
        "<p>Kommunen melder. Kommunens leger <em>kommunen</em></p><ul><li><strong>Kommunen</strong></li></ul>"
    )
