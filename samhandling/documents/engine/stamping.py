"""Running heads and page numbers, written on the finished pages as artifacts: pieces do not know their place."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fontTools import subset
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Page, Pdf, Stream

MM = 72 / 25.4
SIDE_MARGIN = 22 * MM
HEAD_FROM_TOP = 20 * MM - 2.9
"""Baseline: the foot of the running head stands 7 mm above the text area (27 mm), as in print.css."""
FOOT_FROM_BOTTOM = 17 * MM - 7.5
SIZE = 8
GAP = 12
MUTED, INK = "0.314 0.349 0.373", "0.086 0.098 0.110"


@dataclass(frozen=True)
class Stamp:
    """The texts of one page; an empty one is not written."""

    head_left: str = ""
    head_right: str = ""
    foot_left: str = ""
    foot_right: str = ""

    @property
    def text(self) -> str:
        return self.head_left + self.head_right + self.foot_left + self.foot_right


class StampFont:
    """One embedded font with just the letters that are stamped, put together from files that complete each other."""

    def __init__(self, pdf: Pdf, name: str, files: Sequence[bytes], text: str) -> None:
        self._faces: list[_Face] = []
        left = set(text) - {"\u00ad"}
        for number, data in enumerate(files):
            face = _Face(f"{name}{number}", data, left)
            if face.letters:
                self._faces.append(face)
                left -= face.letters
        self.resources = {face.name: face.embed(pdf) for face in self._faces}

    def width(self, text: str) -> float:
        return SIZE * sum(face.width[letter] for face, letter in self._set(text))

    def shorten(self, text: str, room: float) -> str:
        """The text, cut with an ellipsis when it is wider than ``room``."""
        if self.width(text) <= room:
            return text
        while text and self.width(text + "…") > room:
            text = text[:-1]
        return text.rstrip() + "…"

    def show(self, text: str) -> str:
        """Content-stream operators that write the text with each letter in the face that has it."""
        parts: list[tuple[_Face, list[str]]] = []
        for face, letter in self._set(text):
            if not parts or parts[-1][0] is not face:
                parts.append((face, []))
            parts[-1][1].append(f"{face.glyph[letter]:04x}")
        return " ".join(f"/{face.name} {SIZE} Tf <{''.join(glyphs)}> Tj" for face, glyphs in parts)

    def _set(self, text: str) -> list[tuple[_Face, str]]:
        found = []
        for letter in text:
            face = next((face for face in self._faces if letter in face.letters), None)
            if face:
                found.append((face, letter))
        return found


class _Face:
    """The letters of ``wanted`` that one font file has, cut out of it."""

    def __init__(self, name: str, data: bytes, wanted: Iterable[str]) -> None:
        self.name = name
        font = TTFont(io.BytesIO(data), recalcTimestamp=False)
        self.letters = {letter for letter in wanted if ord(letter) in font.getBestCmap()}
        if self.letters:
            self._cut(font)

    def _cut(self, font: TTFont) -> None:
        font.flavor = None
        for table in ("GDEF", "GPOS", "GSUB"):  # letters are set one by one, and reading these is slow
            if table in font:
                del font[table]
        options = subset.Options(notdef_outline=True, name_IDs=[], hinting=False, glyph_names=False)
        cutter = subset.Subsetter(options)
        cutter.populate(text="".join(sorted(self.letters)))
        cutter.subset(font)
        data = io.BytesIO()
        font.save(data)
        self._data, self._em = data.getvalue(), font["head"].unitsPerEm
        names = {letter: font.getBestCmap()[ord(letter)] for letter in self.letters}
        self.glyph = {letter: font.getGlyphID(name) for letter, name in names.items()}
        self.width = {letter: font["hmtx"][name][0] / self._em for letter, name in names.items()}
        head, line = font["head"], font["hhea"]
        self._box = [self._thousandths(value) for value in (head.xMin, head.yMin, head.xMax, head.yMax)]
        self._ascent, self._descent = (
            self._thousandths(line.ascent),
            self._thousandths(line.descent),
        )

    def _thousandths(self, value: float) -> int:
        return round(value * 1000 / self._em)

    def embed(self, pdf: Pdf) -> Dictionary:
        """A composite font (ISO 32000-1, 9.7): glyph numbers in the text, so any letter of the font can be used."""
        name = Name(f"/AAAAAA+{self.name}")
        descriptor = Dictionary(
            Type=Name.FontDescriptor, FontName=name, Flags=4, FontBBox=Array(self._box), ItalicAngle=0,
            Ascent=self._ascent, Descent=self._descent, CapHeight=670, StemV=80,
            FontFile2=pdf.make_stream(self._data, Length1=len(self._data)),
        )  # fmt: skip
        widths = sorted((self.glyph[letter], round(self.width[letter] * 1000)) for letter in self.letters)
        descendant = Dictionary(
            Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=name, CIDToGIDMap=Name.Identity,
            CIDSystemInfo=Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
            FontDescriptor=pdf.make_indirect(descriptor), DW=1000,
            W=Array([part for glyph, width in widths for part in (glyph, Array([width]))]),
        )  # fmt: skip
        composite = Dictionary(
            Type=Name.Font, Subtype=Name.Type0, BaseFont=name, Encoding=Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(descendant)]), ToUnicode=pdf.make_stream(self._to_unicode()),
        )  # fmt: skip
        return pdf.make_indirect(composite)

    def _to_unicode(self) -> bytes:
        rows = sorted((glyph, letter.encode("utf-16-be").hex()) for letter, glyph in self.glyph.items())
        blocks = [rows[start : start + 100] for start in range(0, len(rows), 100)]
        lines = ["/CIDInit /ProcSet findresource begin 12 dict begin begincmap"]
        lines += ["/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def"]
        lines += ["/CMapName /Adobe-Identity-UCS def /CMapType 2 def"]
        lines += ["1 begincodespacerange <0000> <ffff> endcodespacerange"]
        for block in blocks:
            mapped = " ".join(f"<{glyph:04x}> <{code}>" for glyph, code in block)
            lines.append(f"{len(block)} beginbfchar {mapped} endbfchar")
        lines += ["endcmap CMapName currentdict /CMap defineresource pop end end"]
        return "\n".join(lines).encode()


def stamp_pages(
    pdf: Pdf,
    stamps: Sequence[Stamp],
    *,
    regular: Sequence[bytes],
    semibold: Sequence[bytes],
) -> None:
    """Write one stamp on each page. ``regular`` and ``semibold`` are font files, the first with the most letters."""
    text = "…" + "".join(stamp.text for stamp in stamps)
    thin, bold = (
        StampFont(pdf, "Stamp", regular, text),
        StampFont(pdf, "StampSb", semibold, text),
    )
    fonts = thin.resources | bold.resources
    for page, stamp in zip(pdf.pages, stamps, strict=True):
        drawing = _drawing(page, stamp, thin, bold)
        if not drawing:
            continue
        for name, font in fonts.items():
            page.add_resource(font, Name.Font, Name(f"/{name}"))
        page.contents_add(Stream(pdf, b"q"), prepend=True)
        page.contents_add(Stream(pdf, f"Q {drawing}".encode()))


def _drawing(page: Page, stamp: Stamp, thin: StampFont, bold: StampFont) -> str:
    _, _, right, top = (float(value) for value in page.mediabox)
    head, foot = top - HEAD_FROM_TOP, FOOT_FROM_BOTTOM
    room = right - 2 * SIDE_MARGIN
    lines = []
    if stamp.head_left:
        left = thin.shorten(stamp.head_left, room - bold.width(stamp.head_right) - GAP)
        lines.append(_artifact("Header", SIDE_MARGIN, head, MUTED, thin.show(left)))
    if stamp.head_right:
        x = right - SIDE_MARGIN - bold.width(stamp.head_right)
        lines.append(_artifact("Header", x, head, INK, bold.show(stamp.head_right)))
    if stamp.foot_left:
        lines.append(_artifact("Footer", SIDE_MARGIN, foot, INK, bold.show(stamp.foot_left)))
    if stamp.foot_right:
        x = right - SIDE_MARGIN - thin.width(stamp.foot_right)
        lines.append(_artifact("Footer", x, foot, MUTED, thin.show(stamp.foot_right)))
    return "\n".join(lines)


def _artifact(kind: str, x: float, y: float, colour: str, show: str) -> str:
    where = f"{x:.2f} {y:.2f} Td"
    return f"/Artifact <</Type /Pagination /Subtype /{kind}>> BDC q {colour} rg BT {where} {show} ET Q EMC"
