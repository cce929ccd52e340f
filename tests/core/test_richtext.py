"""The gate for rich text: Word's clipboard, hostile HTML, and texts typed without JavaScript."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samhandling.core.text import clean_html, html_to_plain, render_body

WORD = (Path(__file__).parent / "word_paste.html").read_text()


def test_word_keeps_its_structure_and_loses_the_rest() -> None:
    assert clean_html(WORD) == (
        "<h2>Bakgrunn</h2>"
        "<p>Avtalen har <strong>fire</strong> deler og <em>tre</em> vedlegg.</p>"
        "<ul><li>Første punkt<ul><li>Underpunkt</li></ul></li><li>Andre punkt</li></ul>"
        "<h3>Vurdering</h3>"
        "<ol><li>OSU slutter seg til avtalen.</li>"
        '<li>Avtalen sendes kommunene<span class="fotnote">Med frist 1. juni.</span>.</li></ol>'
        "<table><caption>Tabell 1: Innbyggere</caption>"
        '<thead><tr><th scope="col">Kommune</th><th scope="col">Innbyggere</th></tr></thead>'
        "<tbody><tr><td>Asker</td><td>61 523</td></tr></tbody></table>"
        "<blockquote><p>Kommunestyret vedtar avtalen.</p></blockquote>"
    )


@pytest.mark.parametrize(
    ("given_html", "kept"),
    [
        ("<p>a<script>alert(1)</script>b</p>", "<p>ab</p>"),
        ('<p onclick="x()" style="color:red" class="y" id="z">a</p>', "<p>a</p>"),
        ('<a href="javascript:alert(1)">a</a>', "<p>a</p>"),
        ('<a href="java\tscript:alert(1)">a</a>', "<p>a</p>"),
        ('<a href="data:text/html,x">a</a>', "<p>a</p>"),
        ('<a href="file:///etc/passwd">a</a>', "<p>a</p>"),
        ('<a href="/hemmelig">a</a>', "<p>a</p>"),
        ('<img src="x" onerror="alert(1)">tekst', "<p>tekst</p>"),
        ("<svg><script>1</script><text>x</text></svg>a", "<p>a</p>"),
        ('<iframe src="https://x.no"></iframe><object data="x"></object>a', "<p>a</p>"),
        ("<style>@import url(file:///x)</style>a", "<p>a</p>"),
        ('<link rel="attachment" href="file:///x">a', "<p>a</p>"),
        (
            "<math><mtext></mtext><mglyph><style><!--</style><img title='--><img src=x onerror=alert(1)>'>",
            "<p>'&gt;</p>",
        ),
        ("<h1>Tittel</h1><h2>Under</h2>", "<h2>Tittel</h2><h3>Under</h3>"),
        ("<h6>Dypt</h6>", "<h4>Dypt</h4>"),
        ("<b>fet</b> og <i>kursiv</i>", "<p><strong>fet</strong> og <em>kursiv</em></p>"),
        ("<div>en</div><div>to<br></div>", "<p>en</p><p>to</p>"),
        ('<span style="font-weight:700">fet</span>', "<p><strong>fet</strong></p>"),
        ('<b style="font-weight:normal"><p>fra et annet program</p></b>', "<p>fra et annet program</p>"),
        ("<p>a<del>gammel</del><ins>ny</ins></p>", "<p>any</p>"),
        ("<ul><ul><li>dypt</li></ul><li>flatt</li></ul>", "<ul><li><ul><li>dypt</li></ul></li><li>flatt</li></ul>"),
        (
            "<blockquote><p>Vedtak</p><cite>Sak 07/2017</cite></blockquote>",
            "<blockquote><p>Vedtak</p><footer>Sak 07/2017</footer></blockquote>",
        ),
        ("<p> </p><p>&nbsp;</p><ul></ul><table><tr><td></td></tr></table>", ""),
        ('<ol start="3"><li><p>tre</p></li></ol>', '<ol start="3"><li>tre</li></ol>'),
        (
            "<table><tr><td colspan='2'>a</td></tr><tr><td>b</td><td>c</td></tr></table>",
            '<table><tbody><tr><td colspan="2">a</td></tr><tr><td>b</td><td>c</td></tr></tbody></table>',
        ),
        ("<table><tr><td colspan='²'>a</td></tr></table>", "<table><tbody><tr><td>a</td></tr></tbody></table>"),
        (
            f"<table><tr><td colspan='{'9' * 5000}'>a</td></tr></table>",
            "<table><tbody><tr><td>a</td></tr></tbody></table>",
        ),
        ("<ol start='²'><li>to</li></ol>", "<ol><li>to</li></ol>"),
        ("<tbody><tr><td>løs", "<p>løs</p>"),
    ],
)
def test_only_what_is_allowed_passes(given_html: str, kept: str) -> None:
    assert clean_html(given_html) == kept


def test_links_out_are_kept_and_tell_nothing_about_us() -> None:
    assert clean_html('<a href="https://lovdata.no/x?a=1&amp;b=2" target="_blank">lov</a>') == (
        '<p><a href="https://lovdata.no/x?a=1&amp;b=2" rel="noopener noreferrer">lov</a></p>'
    )


def test_text_typed_without_javascript_becomes_paragraphs_and_lists() -> None:
    assert clean_html("Innledning\n\n1. En\n2. To") == "<p>Innledning</p><ol><li>En</li><li>To</li></ol>"
    assert clean_html("5 < 6 & 7") == "<p>5 &lt; 6 &amp; 7</p>"


TAGS = [
    "p",
    "b",
    "i",
    "ul",
    "ol",
    "li",
    "table",
    "tr",
    "td",
    "th",
    "thead",
    "blockquote",
    "footer",
    "h1",
    "h3",
    "a",
    "span",
    "div",
    "br",
    "script",
    "svg",
    "style",
    "o:p",
    "caption",
]
ATTRIBUTES = [
    "",
    ' class="fotnote"',
    ' style="mso-list:l0 level2 lfo1"',
    ' href="javascript:x"',
    ' onclick="x"',
    " class=MsoListParagraph",
    ' class="MsoQuote"',
    ' colspan="2"',
    ' start="4"',
    ' href="https://x.no"',
]
PIECES = st.one_of(
    st.tuples(st.sampled_from(TAGS), st.sampled_from(ATTRIBUTES)).map(lambda pair: f"<{pair[0]}{pair[1]}>"),
    st.sampled_from(TAGS).map("</{}>".format),
    st.sampled_from(["ord", " ", "&nbsp;", "&lt;script&gt;", "·", "1.", "\x00", "å", "<!--", "-->", "]]>"]),
    st.text(max_size=5),
)
SOUP = st.lists(PIECES, max_size=25).map("".join)
ALLOWED = {
    "p",
    "h2",
    "h3",
    "h4",
    "strong",
    "em",
    "sup",
    "sub",
    "a",
    "br",
    "hr",
    "span",
    "ul",
    "ol",
    "li",
    "table",
    "caption",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "blockquote",
    "footer",
}


class Seen(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[tuple[str, str | None]] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(attrs)


@settings(max_examples=300)
@given(SOUP)
def test_whatever_comes_in_only_allowed_html_comes_out_and_cleaning_again_changes_nothing(soup: str) -> None:
    once = clean_html(soup)
    seen = Seen(once)
    assert seen.tags <= ALLOWED
    for name, value in seen.attributes:
        assert name in {"href", "rel", "start", "colspan", "rowspan", "scope", "class"}
        assert name != "class" or value == "fotnote"
        assert name != "href" or re.match(r"https?://|mailto:", value or "")
    if re.search(r"<[a-z]", once):
        assert clean_html(once) == once


def test_footnotes_are_numbered_and_gathered_under_the_text() -> None:
    html = render_body(
        '<p>En<span class="fotnote">Første</span> og to<span class="fotnote">Andre &amp; siste</span>.</p>', prefix="n7"
    )
    assert re.findall(r'<a href="#n7-\d" id="n7-\d-ref" class="note-ref">(\d)</a>', html) == ["1", "2"]
    assert '<li id="n7-2">Andre &amp; siste <a href="#n7-2-ref"' in html


def test_headings_fit_under_the_heading_of_the_page_they_are_shown_on() -> None:
    assert "<h4>Bakgrunn</h4>" in render_body("<h2>Bakgrunn</h2>", heading=4)


def test_the_page_cleans_also_what_was_never_cleaned_on_the_way_in() -> None:
    assert "<script" not in render_body("<p>x</p><script>1</script>")
    assert html_to_plain(clean_html("<p>x</p>")) == "x"


def test_a_footnote_in_a_caption_follows_in_brackets() -> None:
    table = '<table><caption>Folketall<span class="fotnote">Kilde: SSB.</span></caption><tr><td>1</td></tr></table>'
    assert "<caption>Folketall (Kilde: SSB)</caption>" in clean_html(table)
