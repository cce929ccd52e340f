"""Finding the sections of an agreement in the blocks of a file: headings, numbers, definitions, annexes.

What a style says goes first, then a number in the text (`1`, `1.1`, `§ 3`), then «Vedlegg A», then a short bold line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from html import escape

from agreements.enums import SectionKind
from agreements.importing.markup import to_html
from agreements.importing.model import Block, Recognised, Row
from samhandling.core.text import clean_html

DEEPEST = 3
HEADING_LENGTH = 200
_SHORT = 110
_MONTH = r"(?:januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember)\b"
_NUMBER = re.compile(rf"^(\d{{1,2}}(?:\.\d{{1,2}}){{0,3}})(?:[.)]?\s+|\.(?=[A-ZÆØÅ]))(?!{_MONTH})(?=\S)")
_WORDED = re.compile(
    r"^(?:§|kapittel|kap\.|artikkel|punkt|pkt\.)\s*(\d{1,2}(?:[.-]\d{1,2})*)\s*[.:–-]?\s*", re.IGNORECASE
)
_ANNEX = re.compile(r"^vedlegg\s*([A-ZÆØÅ]|\d{1,2})?(?:\s*[:.–-]\s*|\s+|$)", re.IGNORECASE)
_DEFINITIONS = re.compile(r"^(?:definisjon|begrep|ordforklaring|omgrep)", re.IGNORECASE)
_DEFINED = re.compile(r"^[«\"“]?(?P<term>[^:«»\"“”.;]{2,60}?)[»\"”]?\s*:\s+(?=\S)")
_MEANT = re.compile(
    r"^(?:med|ved)\s+[«\"“]?(?P<term>[^«»\"“”.:;]{2,60}?)[»\"”]?\s+(?:menes|meines|forstås|er meint)\b", re.IGNORECASE
)
_LEADER = re.compile(r"(?:\.{4,}|…{2,}|\t)\s*\d+$")  # a line of a table of contents


def recognise(blocks: Sequence[Block]) -> Recognised:
    """The title and the sections. Nothing is thrown away: what stands before the first number is there, not kept."""
    return _Finder(_with_title_level(blocks)).run()


def _with_title_level(blocks: Sequence[Block]) -> list[Block]:
    """A single first «Overskrift 1» over several «Overskrift 2» is the title, and the others are one level up."""
    styled = [block for block in blocks if block.heading]
    tops = [block for block in styled if block.heading == 1]
    alone = len(tops) == 1 and styled[0] is tops[0] and sum(block.heading == 2 for block in styled) > 1
    if not alone or _number_of(tops[0])[0] or any(block.heading == 0 for block in blocks):
        return list(blocks)
    return [replace(block, heading=block.heading - 1) if block.heading else block for block in blocks]


def _number_of(block: Block) -> tuple[str, str]:
    """The number typed before a heading, and the words after it."""
    for pattern in (_NUMBER, _WORDED):
        if match := pattern.match(block.text):
            return match[1].replace("-", "."), block.text[match.end() :].strip()
    return "", block.text


class _Finder:
    def __init__(self, blocks: Sequence[Block]) -> None:
        self.blocks = [block for block in blocks if not _LEADER.search(block.text)]
        self.title = ""
        self.rows: list[Row] = []
        self.bodies: list[list[Block]] = []
        self.preface: list[Block] = []
        self.is_numbered = any(_is_numbered_heading(block) or block.heading for block in self.blocks)
        self.in_definitions = False

    def run(self) -> Recognised:
        for block in self.blocks:
            if not self._title(block) and not self._heading(block) and not self._definition(block):
                (self.bodies[-1] if self.bodies else self.preface).append(block)
        for row, body in zip(self.rows, self.bodies, strict=True):
            row.body = clean_html(row.body + to_html(body))
        return Recognised(self.title, [*self._before(), *self.rows])

    def _before(self) -> list[Row]:
        """What stands before the first section. Beside numbered sections it is left out, since they would move."""
        if not self.preface:
            return []
        numbered = any(row.number or row.kind == SectionKind.ANNEX for row in self.rows) or self.is_numbered
        return [Row("Innledning", clean_html(to_html(self.preface)), keep=not (self.rows and numbered))]

    def _title(self, block: Block) -> bool:
        if block.heading == 0 or self._looks_like_title(block):
            if not self.title:
                self.title = block.text[:160].strip()
                return True
            if not self.rows and block.heading == 0:
                self.title = f"{self.title} {block.text}"[:160].strip()
                return True
        return False

    def _looks_like_title(self, block: Block) -> bool:
        first = not (self.title or self.rows or self.preface)
        plain = not block.item and not block.table and block.heading is None and block.numbered is None
        return (
            first
            and plain
            and len(block.text) <= 160
            and not _number_of(block)[0]
            and not _ANNEX.match(block.text)
            and (block.bold or (self.is_numbered and not block.text.endswith((".", ":", ";"))))
        )

    # --- Headings ---------------------------------------------------------------------------------------------------

    def _heading(self, block: Block) -> bool:
        if block.table or not block.text:
            return False
        row = self._annex(block) or self._styled(block) or self._numbered(block) or self._bold(block)
        if row is None:
            return False
        if len(row.heading) > HEADING_LENGTH:
            row.body, row.heading = f"<p>{escape(row.heading, quote=False)}</p>", ""
        self._begin(row)
        if row.kind == SectionKind.ANNEX or row.level <= self._definitions_level:
            self.in_definitions = False
        if _DEFINITIONS.match(row.heading):
            self.in_definitions, self._definitions_level = True, row.level
        return True

    _definitions_level = 0

    def _begin(self, row: Row) -> None:
        self.rows.append(row)
        self.bodies.append([])

    def _annex(self, block: Block) -> Row | None:
        match = _ANNEX.match(block.text)
        loud = bool(block.heading) or block.bold or block.text.isupper()
        if not match or block.item == "ul" or len(block.text) > _SHORT or block.text.endswith((".", ";", ",")):
            return None
        if not loud and not (match[1] and match[0].rstrip() == block.text.strip()):
            return None
        words = block.text[match.end() :].strip()
        if not match[1] and not block.heading and not words:
            return None
        return Row(words, kind=SectionKind.ANNEX.value, number=(match[1] or "").upper())

    def _styled(self, block: Block) -> Row | None:
        if not block.heading:
            return None
        number, words = _number_of(block)
        return Row(words or block.text, level=min(block.heading, DEEPEST), number=number if words else "")

    def _numbered(self, block: Block) -> Row | None:
        if block.numbered is not None and block.bold and len(block.text) <= _SHORT:
            return Row(_number_of(block)[1], level=min(block.numbered + 1, DEEPEST))
        number, words = _number_of(block)
        if not number or block.item:
            return None
        level = min(number.count(".") + 1, DEEPEST)
        if _is_numbered_heading(block):
            return Row(words, level=level, number=number)
        if level > 1 and self._follows(number):  # «4.2 Kommunen skal …»: a numbered paragraph without a heading
            html = re.sub(rf"^((?:<[^>]+>)*){re.escape(number)}[.)]?\s*", r"\1", block.html)
            return Row("", body=f"<p>{html}</p>", level=level, number=number)
        return None

    def _follows(self, number: str) -> bool:
        """The number goes on from one there is: a paragraph that only begins with figures does not."""
        parent = number.rsplit(".", 1)[0]
        return any(row.number == parent or row.number.startswith(f"{parent}.") for row in self.rows)

    def _bold(self, block: Block) -> Row | None:
        short = block.bold and not block.item and len(block.text) <= 80
        if not short or block.text.endswith((".", ":", ";", ",")) or not any(sign.isalpha() for sign in block.text):
            return None
        last = self.rows[-1] if self.rows else None
        if last and last.kind == SectionKind.ANNEX and not (last.heading or self.bodies[-1]):
            self.rows.pop()
            self.bodies.pop()
            return Row(block.text, kind=last.kind, number=last.number)  # «Vedlegg 1», and what it is on the next line
        if not self.is_numbered:
            return Row(block.text)
        if not self.rows:
            return None
        above = next((row for row in reversed(self.rows) if row.number or row.kind == SectionKind.ANNEX), self.rows[-1])
        return Row(block.text, level=min(above.level + 1, DEEPEST))

    # --- Definitions ------------------------------------------------------------------------------------------------

    def _definition(self, block: Block) -> bool:
        if not self.in_definitions or block.table:
            return False
        found = self._defined(block)
        if found is None:
            return False
        term, html = found
        level = min(self._definitions_level + 1, DEEPEST)
        self._begin(Row(term, body=f"<p>{html}</p>", kind=SectionKind.DEFINITION.value, level=level))
        return True

    def _defined(self, block: Block) -> tuple[str, str] | None:
        """The word and what is said of it; «Med X menes …» is kept whole, since it reads as a sentence."""
        if match := _MEANT.match(block.text):
            return _upper(match["term"].strip()), block.html
        match = _DEFINED.match(block.text)
        if match is None or len(match["term"].split()) > 6:
            return None
        rest = _without_start(block.html, match[0])
        return match["term"].strip(" -–"), rest


def _is_numbered_heading(block: Block) -> bool:
    """A number and a few words: a heading unless it reads as a sentence."""
    number, words = _number_of(block)
    if not number or not words or block.item or block.table or len(block.text) > _SHORT:
        return False
    return block.bold or (words[:1].isupper() and not words.endswith((".", ";", ",", ":")) and len(words) <= 80)


def _without_start(html: str, start: str) -> str:
    """Markup without the words it begins with; tags are not counted, and one left open or closed is mended later."""
    left = len("".join(start.split()))
    place = 0
    while left and place < len(html):
        if html[place] == "<":
            place = html.index(">", place) + 1
            continue
        end = html.find(";", place) + 1 if html[place] == "&" else place + 1
        left -= 0 if html[place].isspace() else 1
        place = end or place + 1
    return re.sub(r"^\s*(?:</\w+>\s*)+", "", html[place:].lstrip())


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
