"""Plain texts: one normal form, a hash of content, and the way to simple HTML and back."""

from __future__ import annotations

import hashlib
import html as html_escape
import json
import re
import unicodedata
from typing import Any

from lxml import etree

from samhandling.core.text.tree import parse

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_SPACE = re.compile(r"[^\S\n]+")
_BULLET = re.compile(r"^[•▪\uf0b7·]\s*", re.MULTILINE)
_MONTH = r"(?:januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember)\b"
_NUMBERED = re.compile(rf"^(\d{{1,2}})[.)] +(?!{_MONTH})(.*)$")
_DASHED = re.compile(r"^[-–*] +(.*)$")


def normalise(text: str) -> str:
    """One form for texts that say the same: NFC, single spaces, `\\n` for lines, no invisible or control characters.

    Bullets as Word pastes them become «- ». At most one empty line stands between two lines.
    """
    text = unicodedata.normalize("NFC", text).translate(_INVISIBLE)
    text = re.sub(r"\r\n?|[\x0b\x0c\u2028\u2029\x85]", "\n", text)
    text = _CONTROL.sub("", text)
    lines = [_SPACE.sub(" ", line).strip() for line in text.split("\n")]
    text = _BULLET.sub("- ", "\n".join(lines))
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def printable(text: str) -> str:
    """Without what no XML may hold, so neither Word nor Excel: control characters, which a paste may bring along."""
    return _NOT_XML.sub("", text)


def content_hash(content: Any) -> str:
    """SHA-256 of any JSON-like content (dates as ISO text); the order of keys makes no difference."""
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()


def plain_to_html(text: str) -> str:
    """Paragraphs, «1. …» as numbered and «- …» as bulleted lists; everything else is escaped.

    «1. januar …» begins a sentence, not a list. A list that starts at another number keeps it.
    """
    out: list[str] = []
    for kind, start, items in _groups(normalise(text)):
        escaped = [html_escape.escape(item, quote=False).replace("\n", "<br>") for item in items]
        if kind == "p":
            out += [f"<p>{item}</p>" for item in escaped]
        else:
            attribute = f' start="{start}"' if kind == "ol" and start != 1 else ""
            out.append(f"<{kind}{attribute}>{''.join(f'<li>{item}</li>' for item in escaped)}</{kind}>")
    return "".join(out)


def _groups(text: str) -> list[tuple[str, int, list[str]]]:
    """Paragraphs and lists, as (`p`, `ol` or `ul`; first number; items). Items may hold line breaks."""
    groups: list[tuple[str, int, list[str]]] = []
    fresh = True  # the line starts something new, rather than going on with the last item
    for line in text.split("\n"):
        if not line:
            fresh = True
            continue
        last = groups[-1] if groups else ("", 0, [])
        if match := _NUMBERED.match(line):
            number = int(match[1])
            if last[0] == "ol" and number == last[1] + len(last[2]):
                last[2].append(match[2])
            else:
                groups.append(("ol", number, [match[2]]))
        elif match := _DASHED.match(line):
            if last[0] == "ul":
                last[2].append(match[1])
            else:
                groups.append(("ul", 1, [match[1]]))
        elif fresh or not groups:
            groups.append(("p", 0, [line]))
        else:
            last[2][-1] += f"\n{line}"
        fresh = False
    return groups


def html_to_plain(html: str) -> str:
    """The text of rich text, with lists as «1. …» and «- …»; what `plain_to_html` made comes back as it was."""
    return normalise("\n\n".join(filter(None, (_block(block, 0) for block in parse(html)))))


def _block(element: etree._Element, depth: int) -> str:
    if element.tag in {"ol", "ul"}:
        number = int(element.get("start") or 1)
        lines = []
        for offset, item in enumerate(element.iterchildren("li")):
            marker = f"{number + offset}." if element.tag == "ol" else "-"
            lines.append(f"{marker} {_inline(item, depth).strip()}")
        return "\n".join(lines)
    if element.tag == "table":
        rows = (" | ".join(_inline(cell, depth).strip() for cell in row) for row in element.iter("tr"))
        return "\n".join(rows)
    if element.tag == "blockquote":
        return "\n".join(filter(None, (_block(child, depth) for child in element)))
    return _inline(element, depth).strip()


def _inline(element: etree._Element, depth: int) -> str:
    """Text of an element; blocks within it begin on lines of their own."""
    parts = [element.text or ""]
    for child in element:
        if child.tag == "br":
            parts.append("\n")
        elif child.tag in {"p", "ul", "ol", "blockquote", "table"}:
            parts.append(f"\n{_block(child, depth + 1)}\n")
        elif child.tag == "span" and child.get("class") == "fotnote":
            parts.append(f" ({_inline(child, depth).strip()})")
        else:
            parts.append(_inline(child, depth))
        parts.append(child.tail or "")
    return "".join(parts)
