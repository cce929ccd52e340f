"""Reading a PDF: lines put together to paragraphs by where they stand. A PDF has no headings, lists or tables of
its own, only signs at places, so size, weight and distance are all there is to go by.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from html import escape
from itertools import pairwise
from math import hypot
from statistics import median
from typing import Any

import pypdf
from celery.exceptions import SoftTimeLimitExceeded
from pypdf.errors import LimitReachedError

from agreements.importing.limits import MAX_PAGES
from agreements.importing.model import Block, Ignored, Problem, Read, Unreadable

_PAGE_NUMBER = re.compile(r"^(?:side\s*)?[-–]?\s*\d{1,3}\s*[-–]?(?:\s*(?:av|/|of)\s*\d{1,3})?$", re.IGNORECASE)
_BULLET = re.compile(r"^[•▪◦·●○■\uf0b7\uf0a7–-]\s+(?=\S)")
_LETTERED = re.compile(r"^(?:[a-zæøå]|\d{1,2})\)\s+(?=\S)")
_NUMBER = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2}){1,3}\.?\s|\d{1,2}\.?\s+[A-ZÆØÅ]|§\s*\d|Vedlegg\s+[\dA-ZÆØÅ]\b)")
_SENTENCE_END = (".", ":", ";", "!", "?")


@dataclass(frozen=True)
class _Line:
    text: str
    x: float
    y: float
    size: float
    bold: bool
    page: int


@dataclass
class _Page:
    pieces: list[_Line] = field(default_factory=list)


def read_pdf(data: bytes) -> Read:
    """Raises Unreadable. A scanned document gives a `Read` without text (`has_text` is false)."""
    if not data:
        raise Unreadable(Problem.EMPTY)
    try:
        return _read(data)
    except (Unreadable, SoftTimeLimitExceeded):
        raise
    except (LimitReachedError, MemoryError) as error:
        raise Unreadable(Problem.TOO_LARGE) from error
    except Exception as error:  # a broken file makes the library fail in any way
        raise Unreadable(Problem.BROKEN) from error


def _read(data: bytes) -> Read:
    reader = pypdf.PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise Unreadable(Problem.ENCRYPTED)
    if len(reader.pages) > MAX_PAGES:
        raise Unreadable(Problem.TOO_MANY_PAGES)
    read = Read()
    pages = []
    for number, page in enumerate(reader.pages):
        pages.append(_lines(page, number))
        read.ignored[Ignored.PICTURES] += _pictures(page)
    kept, dropped = _without_margins(pages)
    read.ignored[Ignored.REPEATED] = dropped
    read.blocks = _blocks(kept)
    read.ignored[Ignored.FLAT_TABLES] = int(bool(read.blocks))
    read.ignored = +read.ignored
    return read


def _pictures(page: Any) -> int:
    resources = page.get("/Resources")
    objects = resources.get_object().get("/XObject") if resources is not None else None
    found = objects.get_object().values() if objects is not None else []
    return sum(1 for each in found if each.get_object().get("/Subtype") == "/Image")


def _lines(page: Any, number: int) -> list[_Line]:
    """The lines of a page from its top, each with its words from left to right."""
    pieces: list[_Line] = []

    def visit(text: str, cm: list[float], tm: list[float], font: Any, size: float) -> None:
        words = " ".join(text.split())
        if not words:
            return
        x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
        y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        scale = hypot(tm[2] * cm[0] + tm[3] * cm[2], tm[2] * cm[1] + tm[3] * cm[3])
        name = str(font.get("/BaseFont", "")) if font else ""
        bold = any(word in name.lower() for word in ("bold", "black", "heavy", "semibold"))
        pieces.append(_Line(words, x, y, round(size * (scale or 1), 1), bold, number))

    page.extract_text(visitor_text=visit)
    rows: list[list[_Line]] = []
    for piece in sorted(pieces, key=lambda piece: -piece.y):
        if rows and abs(rows[-1][0].y - piece.y) < max(piece.size, 4) * 0.4:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [_joined(sorted(row, key=lambda piece: piece.x)) for row in rows]


def _joined(row: list[_Line]) -> _Line:
    text = " ".join(piece.text for piece in row)
    text = re.sub(r"\s+([,.;:)])", r"\1", text)
    worded = [piece for piece in row if any(sign.isalnum() for sign in piece.text)] or row
    return replace(
        row[0],
        text=text,
        size=max(worded, key=lambda piece: len(piece.text)).size,
        bold=all(piece.bold for piece in worded),
    )


def _without_margins(pages: list[list[_Line]]) -> tuple[list[_Line], int]:
    """All lines but those that stand at the same place at the top or foot of most pages, and page numbers; and how
    many went."""
    often = Counter(shape for lines in pages for shape in {_shape(line) for line in (*lines[:2], *lines[-2:])})
    repeated = {shape for shape, times in often.items() if len(pages) > 2 and times > len(pages) * 0.5}

    def is_margin(line: _Line) -> bool:
        return _shape(line) in repeated or bool(_PAGE_NUMBER.match(line.text))

    kept = [line for lines in pages for line in _peeled(lines, is_margin)]
    return kept, sum(map(len, pages)) - len(kept)


def _peeled(lines: list[_Line], is_margin: Callable[[_Line], bool]) -> list[_Line]:
    """Takes at most two lines off each end of a page."""
    start = next((place for place, line in enumerate(lines[:2]) if not is_margin(line)), min(2, len(lines)))
    rest = lines[start:]
    end = next((place for place, line in enumerate(rest[:-3:-1]) if not is_margin(line)), min(2, len(rest)))
    return rest[: len(rest) - end]


def _shape(line: _Line) -> tuple[str, int]:
    return re.sub(r"\d+", "0", line.text.lower()), round(line.y / 4)


def _blocks(lines: list[_Line]) -> list[Block]:
    if not lines:
        return []
    body = median(line.size for line in lines for _ in range(max(len(line.text) // 10, 1)))
    gaps = [a.y - b.y for a, b in pairwise(lines) if a.page == b.page and 0 < a.y - b.y < body * 4]
    usual = min(median(gaps), body * 1.7) if gaps else body * 1.3
    groups: list[list[_Line]] = []
    for line in lines:
        if groups and _goes_on(groups[-1], line, usual):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_block(group, body) for group in groups]


def _goes_on(group: list[_Line], line: _Line, usual: float) -> bool:
    """Whether a line belongs to the paragraph before it."""
    last = group[-1]
    if line.bold != last.bold or abs(line.size - last.size) > 0.6:
        return False
    if _BULLET.match(line.text) or _LETTERED.match(line.text) or _NUMBER.match(line.text):
        return False
    if line.page != last.page:
        return not last.text.endswith(_SENTENCE_END) and line.text[:1].islower()
    return last.y - line.y < usual * 1.25


def _block(group: list[_Line], body: float) -> Block:
    text = _text(line.text for line in group)
    first = group[0]
    item = ""
    for kind, pattern in (("ul", _BULLET), ("ol", _LETTERED)):
        if match := pattern.match(text):
            item, text = kind, text[match.end() :]
            break
    loud = first.bold or first.size > body * 1.12
    return Block(text=text, html=escape(text, quote=False), item=item, bold=loud)


def _text(lines: Iterable[str]) -> str:
    """Lines joined to one; a word divided at the end of a line becomes whole, «helse- og …» keeps its hyphen."""
    text = ""
    for line in lines:
        divided = re.search(r"\w-$", text) and line[:1].islower() and not re.match(r"(?:og|eller|til)\b", line)
        text = text[:-1] + line if divided else f"{text} {line}".strip()
    return text.replace("\u00ad ", "").replace("\u00ad", "")
