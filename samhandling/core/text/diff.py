"""Comparing two versions of a text, word by word; of rich text block by block, and tables cell by cell."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import groupby
from typing import Literal

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from lxml import etree

from samhandling.core.text.alignment import align
from samhandling.core.text.merge import TOKEN
from samhandling.core.text.pairing import Pair, pair_blocks
from samhandling.core.text.tree import parse, serialise

Kind = Literal["equal", "insert", "delete"]
_Marks = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
_BLOCKS = {"p", "ul", "ol", "li", "blockquote", "footer", "table", "h2", "h3", "h4", "hr"}
_CONTAINERS = {"ul", "ol", "blockquote"}
_MEANING = {"a", "sup", "sub"}
"""Marks that make a word another word; bold and italics do not."""
_LEAD = "lead"
"""The words of a list point or cell that stand before its inner blocks; written without a tag."""
_SOURCE_SPACE = re.compile(r"[ \t\r\n\f]+")


@dataclass(frozen=True)
class Change:
    kind: Kind
    text: str


@dataclass(frozen=True)
class BlockChange:
    """One block of the text: what it was (`old`), what it is (`new`) and both in one (`inline`), as safe HTML."""

    kind: Literal["same", "changed", "added", "removed"]
    old: SafeString
    new: SafeString
    inline: SafeString


@dataclass(frozen=True)
class HtmlDiff:
    blocks: tuple[BlockChange, ...]
    words_added: int
    words_removed: int

    @property
    def html(self) -> SafeString:
        """The whole text with what is new and what is taken out marked."""
        return _safe("".join(block.inline for block in self.blocks))

    @property
    def changed(self) -> bool:
        return any(block.kind != "same" for block in self.blocks)

    @property
    def marked(self) -> bool:
        """Something is shown as new or taken out; False when only bold and italics differ."""
        return any("<ins" in block.inline or "<del" in block.inline for block in self.blocks)

    def count(self, kind: str) -> int:
        return sum(block.kind == kind for block in self.blocks)


@dataclass(frozen=True)
class _Token:
    """A word, a space or a sign, and the marks around it as (tag, attributes), outermost first.

    A footnote is one token, so that it is never cut in two: `text` is its words in brackets, `html` the whole of it.
    """

    text: str
    marks: _Marks = ()
    html: str = ""

    @property
    def key(self) -> str:
        """Tokens with the same key are the same: a word with another link, or raised, is another word."""
        if self.text.isspace():
            return self.text
        return "".join(f"<{tag} {attributes}>" for tag, attributes in self.marks if tag in _MEANING) + self.text


_Runs = list[tuple[Kind, list[_Token]]]


@dataclass
class _Writer:
    """Writes one pair of blocks: both in one, or only the side that does not `leave_out`. What was found out about the
    pair is kept in `runs` and `pairs`, so that the two sides cost little beside both in one."""

    leave_out: Kind | None = None
    counts: dict[str, int] = field(default_factory=lambda: {"insert": 0, "delete": 0})
    runs: dict[tuple[etree._Element, etree._Element], _Runs] = field(default_factory=dict)
    pairs: dict[tuple[etree._Element, etree._Element], list[Pair]] = field(default_factory=dict)

    def side(self, leave_out: Kind) -> _Writer:
        return _Writer(leave_out, runs=self.runs, pairs=self.pairs)

    def both(self, old: etree._Element, new: etree._Element) -> str:
        """One block holding both texts."""
        if new.tag == "table" and old.tag == "table":
            return self._table(old, new)
        if old.tag == new.tag and (new.tag in _CONTAINERS or _holds_blocks(old) or _holds_blocks(new)):
            return _tagged(self._shown(old, new), "".join(self._one(pair) for pair in self._inner(old, new)))
        return self._words(old, new)

    def whole(self, element: etree._Element, kind: Kind) -> str:
        """A block that is new or gone as a whole, its structure kept, and marked as such for whoever takes the marks
        in (`marks.accepted`)."""
        return "" if kind == self.leave_out else self._whole(element, kind, {"data-change": kind})

    def _whole(self, element: etree._Element, kind: Kind, extra: dict[str, str]) -> str:
        if element.tag == "hr":
            return _wrapped(kind, "<hr>")
        if element.tag in _CONTAINERS | {"table", "thead", "tbody", "tr"}:
            return _tagged(element, "".join(self._whole(child, kind, {}) for child in element), extra)
        if _holds_blocks(element):
            return _tagged(element, "".join(self._whole(part, kind, {}) for part in _parts(element)), extra)
        tokens = list(_tokens(element))
        self.counts[kind] += _words_in(tokens)
        return _tagged(element, _marked(kind, tokens), extra)

    def _shown(self, old: etree._Element, new: etree._Element) -> etree._Element:
        return old if self.leave_out == "insert" else new

    def _inner(self, old: etree._Element, new: etree._Element) -> list[Pair]:
        if (old, new) not in self.pairs:
            self.pairs[old, new] = pair_blocks(_parts(old), _parts(new))
        return self.pairs[old, new]

    def _one(self, pair: Pair) -> str:
        old, new = pair
        if old is None:
            return self.whole(new, "insert") if new is not None else ""
        if new is None:
            return self.whole(old, "delete")
        return _written(new) if _written(old) == _written(new) else self.both(old, new)

    def _table(self, old: etree._Element, new: etree._Element) -> str:
        """Cell by cell where both have a row with the same cells, else whole rows."""
        html: dict[str, list[str]] = {"thead": [], "tbody": []}
        if (old, new) not in self.pairs:
            self.pairs[old, new] = pair_blocks(list(old.iter("tr")), list(new.iter("tr")))
        for before, after in self.pairs[old, new]:
            row = after if after is not None else before
            where = "thead" if row is not None and next(row.iterancestors("thead"), None) is not None else "tbody"
            html[where].append(self._row(before, after))
        body = "".join(f"<{name}>{''.join(rows)}</{name}>" for name, rows in html.items() if any(rows))
        return f"<table>{self._caption(old.find('caption'), new.find('caption'))}{body}</table>"

    def _row(self, old: etree._Element | None, new: etree._Element | None) -> str:
        if old is not None and new is not None and _spans(old) == _spans(new):
            cells = "".join(self._cell(a, b) for a, b in zip(old, new, strict=True))
            return _tagged(self._shown(old, new), cells)
        gone = self.whole(old, "delete") if old is not None else ""
        return gone + (self.whole(new, "insert") if new is not None else "")

    def _cell(self, old: etree._Element, new: etree._Element) -> str:
        if _holds_blocks(old) or _holds_blocks(new):
            return _tagged(self._shown(old, new), "".join(self._one(pair) for pair in self._inner(old, new)))
        return self._words(old, new)

    def _caption(self, old: etree._Element | None, new: etree._Element | None) -> str:
        if old is not None and new is not None:
            return self._words(old, new)
        return self._one((old, new))

    def _words(self, old: etree._Element, new: etree._Element) -> str:
        if (old, new) not in self.runs:
            self.runs[old, new] = _compare(list(_tokens(old)), list(_tokens(new)))
        parts = []
        for kind, tokens in self.runs[old, new]:
            if kind == self.leave_out:
                continue
            if kind != "equal":
                self.counts[kind] += _words_in(tokens)
            parts.append(_marked(kind, tokens))
        return _tagged(self._shown(old, new), "".join(parts))


def word_diff(old: str, new: str) -> list[Change]:
    """The words of two plain texts: joined, `equal` + `delete` give `old` and `equal` + `insert` give `new`."""
    before, after = [_Token(text) for text in TOKEN.findall(old)], [_Token(text) for text in TOKEN.findall(new)]
    changes: list[Change] = []
    for kind, tokens in _compare(before, after):
        text = "".join(token.text for token in tokens)
        if changes and changes[-1].kind == kind:
            changes[-1] = Change(kind, changes[-1].text + text)
        else:
            changes.append(Change(kind, text))
    return changes


def changes_html(changes: Iterable[Change]) -> SafeString:
    """A compared plain text with its changes marked and said in words, as `html_diff` does it."""
    return _safe("".join(_wrapped(change.kind, escape(change.text, quote=False)) for change in changes))


def count_words(text: str) -> int:
    return sum(map(_is_word, TOKEN.findall(text)))


def html_diff(old_html: str, new_html: str) -> HtmlDiff:
    """Compares two clean rich texts. What is gone is in `<del>`, what is new in `<ins>`, both also said in words."""
    counts = {"insert": 0, "delete": 0}
    blocks = tuple(_block_change(pair, counts) for pair in pair_blocks(parse(old_html), parse(new_html)))
    return HtmlDiff(blocks, words_added=counts["insert"], words_removed=counts["delete"])


def _block_change(pair: Pair, counts: dict[str, int]) -> BlockChange:
    old, new = pair
    writer = _Writer(counts=counts)
    if old is None:
        html = _safe(writer.whole(new, "insert")) if new is not None else _safe("")
        return BlockChange("added", _safe(""), html, html)
    if new is None:
        html = _safe(writer.whole(old, "delete"))
        return BlockChange("removed", html, _safe(""), html)
    if serialise(old) == serialise(new):
        html = _safe(serialise(new))
        return BlockChange("same", html, html, html)
    inline = writer.both(old, new)
    before, after = writer.side("insert").both(old, new), writer.side("delete").both(old, new)
    return BlockChange("changed", _safe(before), _safe(after), _safe(inline))


def _safe(html: str) -> SafeString:
    return mark_safe(html)  # noqa: S308 — built here from clean HTML, every text escaped


def _holds_blocks(element: etree._Element) -> bool:
    return any(child.tag in _BLOCKS for child in element)


def _parts(element: etree._Element) -> list[etree._Element]:
    """The blocks within an element; words between them become a `lead` of their own."""
    if not _holds_blocks(element) and element.tag not in _CONTAINERS:
        return [_lead(element.text, list(element))]
    parts = []
    text, inline = element.text, []
    for child in element:
        if child.tag not in _BLOCKS:
            inline.append(child)
            continue
        if inline or (text or "").strip():
            parts.append(_lead(text, inline))
        parts.append(child)
        text, inline = child.tail, []
    return [*parts, _lead(text, inline)] if inline or (text or "").strip() else parts


def _spans(row: etree._Element) -> list[tuple[str | None, str | None]]:
    return [(cell.get("colspan"), cell.get("rowspan")) for cell in row]


def _lead(text: str | None, inline: Sequence[etree._Element]) -> etree._Element:
    lead = etree.Element(_LEAD)
    lead.text = text
    lead.extend(copy.deepcopy(child) for child in inline)
    return lead


def _written(element: etree._Element) -> str:
    html = serialise(element)
    return html.removeprefix(f"<{_LEAD}>").removesuffix(f"</{_LEAD}>") if element.tag == _LEAD else html


def _words_in(tokens: Sequence[_Token]) -> int:
    return sum(count_words(token.text) if token.html else _is_word(token.text) for token in tokens)


def _is_word(text: str) -> bool:
    return any(sign.isalnum() for sign in text)


def _tagged(like: etree._Element, inner: str, extra: dict[str, str] | None = None) -> str:
    if like.tag == _LEAD:
        return inner
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in {**like.attrib, **(extra or {})}.items())
    return f"<{like.tag}{attributes}>{inner}</{like.tag}>"


def _marked(kind: Kind, tokens: Sequence[_Token]) -> str:
    return _wrapped(kind, "".join(_rendered(marks, html) for marks, html in _runs(tokens)))


def _wrapped(kind: Kind, html: str) -> str:
    if kind == "equal" or not html:
        return html
    tag, begins, ends = (
        ("ins", _("[nytt:"), _("nytt slutt]")) if kind == "insert" else ("del", _("[tatt ut:"), _("tatt ut slutt]"))
    )
    before, after = (f'<span class="ds-sr-only">{escape(text)}</span>' for text in (f"{begins} ", f" {ends}"))
    return f"<{tag}>{before}{html}{after}</{tag}>"


def _runs(tokens: Sequence[_Token]) -> Iterator[tuple[_Marks, str]]:
    """Neighbouring tokens with the same marks, as (marks, what is within them as HTML)."""
    for marks, group in groupby(tokens, key=lambda token: token.marks):
        yield marks, "".join(_escaped(note, part) for note, part in groupby(group, key=lambda token: token.html))


def _escaped(note: str, tokens: Iterable[_Token]) -> str:
    """Words as HTML; footnotes, which have theirs, as they are."""
    if note:
        return "".join(token.html for token in tokens)
    return escape("".join(token.text for token in tokens), quote=False).replace("\n", "<br>")


def _rendered(marks: _Marks, html: str) -> str:
    for tag, attributes in reversed(marks):
        written = "".join(f' {name}="{escape(value)}"' for name, value in attributes)
        html = f"<{tag}{written}>{html}</{tag}>"
    return html


def _tokens(element: etree._Element, marks: _Marks = ()) -> Iterator[_Token]:
    """Words of an element with their marks; `br` is a line break, a line break in the source a space."""
    yield from _spoken(element.text, marks)
    for child in element:
        if child.tag == "br":
            yield _Token("\n", marks)
        elif child.tag in _BLOCKS:  # not in clean text at this place
            yield _Token("\n", marks)
            yield from _tokens(child, marks)
        elif child.get("class") == "fotnote":
            yield _Token(f"({''.join(child.itertext())})", marks, serialise(child))
        else:
            attributes = tuple(sorted((str(name), str(value)) for name, value in child.attrib.items()))
            yield from _tokens(child, (*marks, (str(child.tag), attributes)))
        yield from _spoken(child.tail, marks)


def _spoken(text: str | None, marks: _Marks) -> Iterator[_Token]:
    for word in TOKEN.findall(_SOURCE_SPACE.sub(" ", text or "")):
        yield _Token(word, marks)


def _compare(old: list[_Token], new: list[_Token]) -> _Runs:
    """Runs of equal, deleted and inserted tokens."""
    runs: _Runs = []
    for span in align([token.key for token in old], [token.key for token in new]):
        if span.equal:
            runs.append(("equal", new[span.c : span.d]))
            continue
        if span.b > span.a:
            runs.append(("delete", old[span.a : span.b]))
        if span.d > span.c:
            runs.append(("insert", new[span.c : span.d]))
    return runs
