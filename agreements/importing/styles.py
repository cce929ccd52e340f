"""What the styles and the numbering of a Word file say of a paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from agreements.importing.package import Package, w

_HEADING = re.compile(r"^(?:heading|overskrift|rubrik)\s*(\d)", re.IGNORECASE)
_TITLE = re.compile(r"^(?:title|tittel)$", re.IGNORECASE)
_CONTENTS = re.compile(r"^(?:toc|innh|inndeling|table of (?:figures|contents))", re.IGNORECASE)
_DEEPEST = 12  # styles that are based on each other


@dataclass
class Style:
    name: str = ""
    based_on: str = ""
    outline: int | None = None
    bold: bool | None = None
    number: tuple[str, int] | None = None


@dataclass
class Looks:
    """Styles by id, and formats of automatic numbers by (numbering, level)."""

    styles: dict[str, Style] = field(default_factory=dict)
    formats: dict[tuple[str, int], str] = field(default_factory=dict)

    def chain(self, style_id: str) -> list[Style]:
        found: list[Style] = []
        while style_id in self.styles and len(found) < _DEEPEST:
            found.append(self.styles[style_id])
            style_id = found[-1].based_on
        return found

    def heading(self, style_id: str) -> int | None:
        """1–6 for a heading, 0 for the title, None for all else. Headings are named in English in the file."""
        for style in self.chain(style_id):
            if _TITLE.match(style.name):
                return 0
            if match := _HEADING.match(style.name):
                return min(max(int(match[1]), 1), 6)
            if style.outline is not None and style.outline < 6:
                return style.outline + 1
        return None

    def is_contents(self, style_id: str) -> bool:
        return any(_CONTENTS.match(style.name) for style in self.chain(style_id))

    def bold(self, style_id: str) -> bool:
        return next((style.bold for style in self.chain(style_id) if style.bold is not None), False)

    def number(self, style_id: str) -> tuple[str, int] | None:
        return next((style.number for style in self.chain(style_id) if style.number is not None), None)

    def format(self, numbering: tuple[str, int]) -> str:
        """`bullet`, `decimal`, `lowerLetter` …; a numbering that is not described is a decimal one."""
        return self.formats.get(numbering, "decimal")


def read_looks(package: Package) -> Looks:
    looks = Looks()
    root = package.xml(package.beside("styles.xml"))
    for element in root.iterchildren(w("style")) if root is not None else []:
        looks.styles[element.get(w("styleId")) or ""] = _style(element)
    _read_numbering(package, looks)
    return looks


def _style(element: etree._Element) -> Style:
    outline = element.find(f"{w('pPr')}/{w('outlineLvl')}")
    level = outline.get(w("val")) if outline is not None else None
    return Style(
        name=value(element, "name"),
        based_on=value(element, "basedOn"),
        outline=int(level) if level and level.isdecimal() else None,
        bold=is_on(element.find(w("rPr")), "b"),
        number=number_of(element.find(w("pPr"))),
    )


def _read_numbering(package: Package, looks: Looks) -> None:
    root = package.xml(package.beside("numbering.xml"))
    if root is None:
        return
    abstract = {
        element.get(w("abstractNumId")): {
            (level.get(w("ilvl")) or "0"): value(level, "numFmt") for level in element.iterchildren(w("lvl"))
        }
        for element in root.iterchildren(w("abstractNum"))
    }
    for element in root.iterchildren(w("num")):
        for level, told in abstract.get(value(element, "abstractNumId"), {}).items():
            if level.isdecimal():
                looks.formats[(element.get(w("numId")) or "", int(level))] = told


def value(parent: etree._Element | None, name: str) -> str:
    child = parent.find(w(name)) if parent is not None else None
    return (child.get(w("val")) or "") if child is not None else ""


def is_on(properties: etree._Element | None, name: str) -> bool | None:
    """A switch like `<w:b/>`: on without a value; None when it is not said."""
    child = properties.find(w(name)) if properties is not None else None
    if child is None:
        return None
    return (child.get(w("val")) or "true") not in {"0", "false", "off", "none"}


def number_of(properties: etree._Element | None) -> tuple[str, int] | None:
    """The automatic numbering of a paragraph: (numbering, level). Numbering 0 takes it away."""
    element = properties.find(w("numPr")) if properties is not None else None
    if element is None:
        return None
    level = value(element, "ilvl") or "0"
    return (value(element, "numId") or "0", int(level) if level.isdecimal() else 0)
