"""Random agreements and random edits of them, for hypothesis."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from agreements.content import Clause, Content
from agreements.enums import SectionKind
from samhandling.core.text import clean_html

WORDS = st.sampled_from(
    [
        *("og", "i", "skal", "kommunen", "sykehuset", "pasienten", "avtalen", "24", "ÅRLIG", "a&b", "<del>", "4.2"),
        "[nytt:",
        "fra,",
        "etter.",
        "{kommunen}",
        "«vedtak»",
        "é",
        "e\u0301",
    ]
)
PLAIN = st.lists(WORDS, min_size=1, max_size=8).map(" ".join)
ESCAPED = PLAIN.map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;"))
MARKED = st.one_of(
    ESCAPED,
    ESCAPED.map(lambda text: f"<strong>{text}</strong>"),
    ESCAPED.map(lambda text: f"<em>{text}</em>"),
    ESCAPED.map(lambda text: f'<a href="https://eksempel.no/{len(text)}">{text}</a>'),
    ESCAPED.map(lambda text: f'<span class="fotnote">{text}</span>'),
    st.just("<br>"),
)
INLINE = st.lists(MARKED, min_size=1, max_size=4).map(" ".join)
LEAF = st.builds("<{0}>{1}</{0}>".format, st.sampled_from(["p", "p", "p", "h2", "h3"]), INLINE)


def _list(tag: str, items: list[str]) -> str:
    return f"<{tag}>{''.join(f'<li>{item}</li>' for item in items)}</{tag[:2]}>"


LIST_TAG = st.sampled_from(["ul", "ol", 'ol start="3"'])
FLAT_LIST = st.builds(_list, LIST_TAG, st.lists(INLINE, min_size=1, max_size=4))
ITEM = st.one_of(
    INLINE, st.builds("{}{}".format, INLINE, FLAT_LIST), st.lists(LEAF, min_size=2, max_size=3).map("".join)
)
LISTS = st.builds(_list, LIST_TAG, st.lists(ITEM, min_size=1, max_size=4))
CELL = st.one_of(INLINE, INLINE, st.just(""), FLAT_LIST)


@st.composite
def tables(draw: st.DrawFn) -> str:
    width = draw(st.integers(1, 3))
    rows = draw(st.lists(st.lists(CELL, min_size=width, max_size=width), min_size=1, max_size=4))
    head = draw(st.booleans())
    caption = draw(st.one_of(st.just(""), ESCAPED.map(lambda text: f"<caption>{text}</caption>")))
    html = []
    for index, row in enumerate(rows):
        tag = "th" if head and index == 0 else "td"
        html.append("<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in row) + "</tr>")
    return f"<table>{caption}{''.join(html)}</table>"


QUOTE = st.builds("<blockquote>{}<footer>{}</footer></blockquote>".format, LEAF, ESCAPED)
BLOCK = st.one_of(LEAF, LEAF, LISTS, tables(), QUOTE, st.just("<hr>"))
BLOCKS = st.lists(BLOCK, max_size=4)
BODY = BLOCKS.map(lambda blocks: clean_html("".join(blocks)) if blocks else "")
CLAUSE = st.builds(
    Clause,
    anchor=st.just(""),
    heading=st.one_of(st.just(""), PLAIN),
    body=BODY,
    kind=st.sampled_from([SectionKind.SECTION.value] * 4 + [SectionKind.DEFINITION.value, SectionKind.ANNEX.value]),
    level=st.integers(1, 3),
)


EDITS = st.sampled_from(["move", "insert", "remove", "heading", "body", "block", "level", "kind", "anchor"])


@st.composite
def contents(draw: st.DrawFn, max_size: int = 6) -> Content:
    clauses = draw(st.lists(CLAUSE, max_size=max_size))
    return Content(draw(PLAIN), tuple(replace(clause, anchor=f"p{n}") for n, clause in enumerate(clauses)))


@st.composite
def edited(draw: st.DrawFn, content: Content) -> Content:
    """The text after some edits: moved, new and removed sections, other words, other levels, new anchors."""
    clauses = list(content.clauses)
    for step in range(draw(st.integers(0, 5))):
        edit = draw(
            st.sampled_from(["move", "insert", "remove", "heading", "body", "block", "level", "kind", "anchor"])
        )
        if edit == "insert" or not clauses:
            place = draw(st.integers(0, len(clauses)))
            clauses.insert(place, replace(draw(CLAUSE), anchor=f"ny{step}"))
            continue
        place = draw(st.integers(0, len(clauses) - 1))
        clause = clauses.pop(place)
        if edit == "remove":
            continue
        if edit == "move":
            place = draw(st.integers(0, len(clauses)))
        clauses.insert(place, _changed(draw, clause, edit, step))
    title = draw(st.one_of(st.just(content.title), PLAIN))
    return Content(title, tuple(clauses))


def _changed(draw: st.DrawFn, clause: Clause, edit: str, step: int) -> Clause:
    if edit == "heading":
        return replace(clause, heading=draw(PLAIN))
    if edit == "body":
        return replace(clause, body=_reworded(draw, clause.body))
    if edit == "block":
        return replace(clause, body=clean_html(clause.body + draw(BLOCK)) or "")
    if edit == "level":
        return replace(clause, level=draw(st.integers(1, 3)))
    if edit == "kind":
        return replace(clause, kind=draw(st.sampled_from([kind.value for kind in SectionKind])))
    return replace(clause, anchor=f"{clause.anchor}x{step}") if edit == "anchor" else clause


def _reworded(draw: st.DrawFn, body: str) -> str:
    """Some words of a body changed where they stand, in paragraphs, lists and cells alike."""
    old = draw(st.sampled_from(["kommunen", "skal", "og", "pasienten", "i", "24"]))
    new = draw(st.sampled_from(["", "må", "skal ikke", "<strong>helsetjenesten</strong>", "48"]))
    return clean_html(f"<p>{draw(ESCAPED)}</p>" + body.replace(f" {old} ", f" {new} "))
