"""Comparing two versions of a text, word by word; of rich text block by block, and tables cell by cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import escape
from typing import Literal

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from lxml import etree

from samhandling.core.text.merge import TOKEN
from samhandling.core.text.tree import parse, serialise, text_of

Kind = Literal["equal", "insert", "delete"]
_Pair = tuple[etree._Element | None, etree._Element | None]
_Marks = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


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

    def count(self, kind: str) -> int:
        return sum(block.kind == kind for block in self.blocks)


@dataclass(frozen=True)
class _Token:
    """A word, a space or a sign, and the marks around it as (tag, attributes), outermost first."""

    text: str
    marks: _Marks = ()


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


def html_diff(old_html: str, new_html: str) -> HtmlDiff:
    """Compares two clean rich texts. What is gone is in `<del>`, what is new in `<ins>`, both also said in words."""
    counts = {"insert": 0, "delete": 0}
    blocks = tuple(_block_change(pair, counts) for pair in _pairs(parse(old_html), parse(new_html)))
    return HtmlDiff(blocks, words_added=counts["insert"], words_removed=counts["delete"])


def _block_change(pair: _Pair, counts: dict[str, int]) -> BlockChange:
    old, new = pair
    if old is None:
        html = _safe(_whole(new, "insert", counts)) if new is not None else _safe("")
        return BlockChange("added", _safe(""), html, html)
    if new is None:
        html = _safe(_whole(old, "delete", counts))
        return BlockChange("removed", html, _safe(""), html)
    if serialise(old) == serialise(new):
        html = _safe(serialise(new))
        return BlockChange("same", html, html, html)
    before, after = _one_side(old, new, "insert"), _one_side(old, new, "delete")
    return BlockChange("changed", _safe(before), _safe(after), _safe(_both(old, new, counts)))


def _safe(html: str) -> SafeString:
    return mark_safe(html)  # noqa: S308 — built here from clean HTML, every text escaped


def _one_side(old: etree._Element, new: etree._Element, leave_out: Kind) -> str:
    return _both(old, new, {"insert": 0, "delete": 0}, leave_out)


def _both(old: etree._Element, new: etree._Element, counts: dict[str, int], leave_out: Kind | None = None) -> str:
    """One block holding both texts; with `leave_out` only the other side's."""
    if new.tag in {"ul", "ol", "blockquote"} and old.tag == new.tag:
        inner = "".join(_child(a, b, counts, leave_out) for a, b in _pairs(list(old), list(new)))
        return _tagged(new if leave_out != "insert" else old, inner)
    if new.tag == "table" and old.tag == "table":
        return _table(old, new, counts, leave_out)
    return _words(old, new, counts, leave_out)


def _child(
    old: etree._Element | None, new: etree._Element | None, counts: dict[str, int], leave_out: Kind | None
) -> str:
    if old is None:
        return "" if new is None or leave_out == "insert" else _whole(new, "insert", counts)
    if new is None:
        return "" if leave_out == "delete" else _whole(old, "delete", counts)
    return serialise(new) if serialise(old) == serialise(new) else _both(old, new, counts, leave_out)


def _table(old: etree._Element, new: etree._Element, counts: dict[str, int], leave_out: Kind | None) -> str:
    """Cell by cell where both have a row and the same number of cells, else whole rows."""
    html: dict[str, list[str]] = {"thead": [], "tbody": []}
    for before, after in _pairs(list(old.iter("tr")), list(new.iter("tr"))):
        row = after if after is not None else before
        where = "thead" if row is not None and next(row.iterancestors("thead"), None) is not None else "tbody"
        if before is not None and after is not None and len(before) == len(after):
            cells = "".join(_words(a, b, counts, leave_out) for a, b in zip(before, after, strict=True))
            html[where].append(_tagged(after, cells))
        else:
            if before is not None and leave_out != "delete":
                html[where].append(_whole(before, "delete", counts))
            if after is not None and leave_out != "insert":
                html[where].append(_whole(after, "insert", counts))
    caption = new.find("caption")
    body = "".join(f"<{name}>{''.join(rows)}</{name}>" for name, rows in html.items() if rows)
    return f"<table>{serialise(caption) if caption is not None else ''}{body}</table>"


def _whole(element: etree._Element, kind: Kind, counts: dict[str, int]) -> str:
    """A block that is new or gone as a whole, its structure kept."""
    if element.tag in {"ul", "ol", "blockquote", "table", "thead", "tbody", "tr"}:
        return _tagged(element, "".join(_whole(child, kind, counts) for child in element))
    if element.tag == "hr":
        return "<hr>"
    tokens = list(_tokens(element))
    counts[kind] += _words_in(tokens)
    return _tagged(element, _marked(kind, tokens))


def _words(old: etree._Element, new: etree._Element, counts: dict[str, int], leave_out: Kind | None) -> str:
    parts = []
    for kind, tokens in _compare(list(_tokens(old)), list(_tokens(new))):
        if kind == leave_out:
            continue
        if kind != "equal":
            counts[kind] += _words_in(tokens)
        parts.append(_marked(kind, tokens))
    return _tagged(old if leave_out == "insert" else new, "".join(parts))


def _words_in(tokens: Sequence[_Token]) -> int:
    return sum(any(sign.isalnum() for sign in token.text) for token in tokens)


def _tagged(like: etree._Element, inner: str) -> str:
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in like.attrib.items())
    return f"<{like.tag}{attributes}>{inner}</{like.tag}>"


def _marked(kind: Kind, tokens: Sequence[_Token]) -> str:
    html = "".join(_rendered(marks, text) for marks, text in _runs(tokens))
    if kind == "equal" or not html:
        return html
    tag, begins, ends = (
        ("ins", _("[nytt:"), _("nytt slutt]")) if kind == "insert" else ("del", _("[tatt ut:"), _("tatt ut slutt]"))
    )
    before, after = (f'<span class="ds-sr-only">{escape(text)}</span>' for text in (f"{begins} ", f" {ends}"))
    return f"<{tag}>{before}{html}{after}</{tag}>"


def _runs(tokens: Sequence[_Token]) -> Iterator[tuple[_Marks, str]]:
    """Neighbouring tokens with the same marks, as (marks, text)."""
    marks: _Marks = ()
    text = ""
    for token in tokens:
        if token.marks != marks and text:
            yield marks, text
            text = ""
        marks, text = token.marks, text + token.text
    if text:
        yield marks, text


def _rendered(marks: _Marks, text: str) -> str:
    html = escape(text, quote=False).replace("\n", "<br>")
    for tag, attributes in reversed(marks):
        written = "".join(f' {name}="{escape(value)}"' for name, value in attributes)
        html = f"<{tag}{written}>{html}</{tag}>"
    return html


def _tokens(element: etree._Element, marks: _Marks = ()) -> Iterator[_Token]:
    """Words of an element with their marks; `br` and inner blocks are line breaks."""
    for text in TOKEN.findall(element.text or ""):
        yield _Token(text, marks)
    for child in element:
        if child.tag == "br":
            yield _Token("\n", marks)
        elif child.tag in {"p", "ul", "ol", "li"}:
            yield _Token("\n", marks)
            yield from _tokens(child, marks)
        else:
            yield from _tokens(
                child, (*marks, (str(child.tag), tuple(sorted((str(k), str(v)) for k, v in child.attrib.items()))))
            )
        for text in TOKEN.findall(child.tail or ""):
            yield _Token(text, marks)


def _compare(old: list[_Token], new: list[_Token]) -> list[tuple[Kind, list[_Token]]]:
    """Runs of equal, deleted and inserted tokens; lone spaces between two changes join them."""
    before, after = [token.text for token in old], [token.text for token in new]
    runs: list[tuple[Kind, list[_Token]]] = []
    gone: list[_Token] = []
    come: list[_Token] = []

    def flush() -> None:
        for kind, tokens in (("delete", list(gone)), ("insert", list(come))):
            if tokens:
                runs.append((kind, tokens))  # type: ignore[arg-type]
        gone.clear()
        come.clear()

    codes = SequenceMatcher(str.isspace, before, after, autojunk=False).get_opcodes()
    for index, (operation, a, b, c, d) in enumerate(codes):
        last = index == len(codes) - 1
        if operation == "equal":
            between = (gone or come) and not last and all(text.isspace() for text in before[a:b])
            if between and "\n" not in before[a:b]:
                gone += old[a:b]
                come += new[c:d]
                continue
            flush()
            runs.append(("equal", new[c:d]))
        else:
            gone += old[a:b]
            come += new[c:d]
    flush()
    return runs


def _pairs(old: list[etree._Element], new: list[etree._Element]) -> list[_Pair]:
    """Old and new blocks that belong together, in reading order; a block without a partner stands alone."""
    before, after = [_key(block) for block in old], [_key(block) for block in new]
    result: list[_Pair] = []
    for operation, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if operation == "equal":
            result += zip(old[a:b], new[c:d], strict=True)
        else:
            result += _alike(old[a:b], new[c:d])
    return result


def _key(block: etree._Element) -> str:
    return f"{block.tag} {text_of(block)}"


def _alike(old: list[etree._Element], new: list[etree._Element]) -> list[_Pair]:
    """Pairs the most alike, keeping the order of both sides (longest common subsequence weighted by likeness)."""
    score = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            score[i][j] = max(score[i + 1][j], score[i][j + 1], score[i + 1][j + 1] + _likeness(old[i], new[j]))
    result: list[_Pair] = []
    i = j = 0
    while i < len(old) and j < len(new):
        alike = _likeness(old[i], new[j])
        if alike and score[i][j] == score[i + 1][j + 1] + alike:
            result.append((old[i], new[j]))
            i, j = i + 1, j + 1
        elif score[i][j] == score[i + 1][j]:
            result.append((old[i], None))
            i += 1
        else:
            result.append((None, new[j]))
            j += 1
    return [*result, *((block, None) for block in old[i:]), *((None, block) for block in new[j:])]


def _likeness(old: etree._Element, new: etree._Element) -> float:
    """0 when the blocks should not be shown as one changed block, else how much of their words they share."""
    if old.tag != new.tag and {str(old.tag), str(new.tag)} - {"p", "h2", "h3", "h4"}:
        return 0.0
    before, after = text_of(old).split(), text_of(new).split()
    shared = len(set(before) & set(after))
    ratio = 2 * shared / ((len(set(before)) + len(set(after))) or 1)
    if ratio >= 0.3:
        return ratio
    return 0.05 if old.tag == new.tag and old.tag in {"table", "ul", "ol", "tr"} else 0.0
