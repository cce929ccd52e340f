"""Writes runs: what all parts of one Word file share of looks, languages, links, notes and tracked changes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import XmlPart
from docx.oxml.ns import qn
from lxml import etree

from agreements.word.package import add_footnotes
from agreements.word.xml import make, text_in

_SPACES = re.compile(r"[ \t\r\n\f]+")
CHANGES = ("ins", "del")


@dataclass(frozen=True)
class Look:
    bold: bool = False
    italic: bool = False
    raised: str = ""
    """`superscript` or `subscript`."""
    href: str = ""
    change: str = ""
    """`ins` or `del` for what is tracked."""


PLAIN = Look()


class Pen:
    def __init__(self, document: Document, *, language: str, author: str, moment: datetime) -> None:
        self.document = document
        self.language = self._own_language = f"{language}-NO"
        self._by = {"author": author, "date": moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}
        self._changes = 0
        self._notes: XmlPart | None = None
        self._links: dict[str, str] = {}

    @contextmanager
    def speaking(self, language: str) -> Iterator[None]:
        """What is written inside is in another language than the document."""
        before, self.language = self.language, f"{language}-NO" if language else self.language
        yield
        self.language = before

    def text(self, paragraph: etree._Element, text: str, look: Look = PLAIN) -> None:
        """A run of text. White space is as in HTML: a line break in the source is a space."""
        text = _SPACES.sub(" ", text)
        if text:
            text_in(self._run(paragraph, look), text, "delText" if look.change == "del" else "t")

    def line_break(self, paragraph: etree._Element, look: Look = PLAIN) -> None:
        make("br", self._run(paragraph, look))

    def note(self, paragraph: etree._Element, text: str, look: Look = PLAIN) -> None:
        """A footnote."""
        if self._notes is None:
            self._notes = add_footnotes(self.document, self._own_language)
        number = len(self._notes.element) - 1
        note = make("footnote", self._notes.element, id=number)
        inside = make("p", note)
        make("pStyle", make("pPr", inside), val="FootnoteText")
        make("footnoteRef", _styled(make("r", inside), "FootnoteReference"))
        run = make("r", inside)
        self._say_language(run)
        text_in(run, " " + _SPACES.sub(" ", text).strip())
        make("footnoteReference", _styled(make("r", self._home(paragraph, look)), "FootnoteReference"), id=number)

    def mark(self, properties: etree._Element, change: str) -> None:
        """Track the paragraph (`w:rPr` in its properties) or the row (`w:trPr`) itself."""
        if change:
            self._changes += 1
            make(change, properties, id=self._changes, **self._by)

    def comment(self, paragraph: etree._Element, text: str, change: str = "") -> None:
        """A comment on the whole paragraph, by the author of the changes; it goes when the paragraph goes."""
        comment = self.document.comments.add_comment(text=text, author=self._by["author"], initials="S")
        comment._comment_elm.set(qn("w:date"), self._by["date"])
        properties = paragraph.find(qn("w:pPr"))
        paragraph.insert(0 if properties is None else 1, make("commentRangeStart", id=comment.comment_id))
        make("commentRangeEnd", paragraph, id=comment.comment_id)
        run = make("r", self._home(paragraph, Look(change=change)))
        make("commentReference", _styled(run, "CommentReference"), id=comment.comment_id)

    def _run(self, paragraph: etree._Element, look: Look) -> etree._Element:
        run = make("r", self._home(paragraph, look))
        if look != PLAIN or self.language != self._own_language:
            self._dress(make("rPr", run), look)
        return run

    def _dress(self, properties: etree._Element, look: Look) -> None:
        """The order of the children is the schema's."""
        if look.href:
            make("rStyle", properties, val="Hyperlink")
        if look.bold:
            make("b", properties)
        if look.italic:
            make("i", properties)
        if look.raised:
            make("vertAlign", properties, val=look.raised)
        if self.language != self._own_language:
            make("lang", properties, val=self.language)

    def _say_language(self, run: etree._Element) -> None:
        if self.language != self._own_language:
            make("lang", make("rPr", run), val=self.language)

    def _home(self, paragraph: etree._Element, look: Look) -> etree._Element:
        """Where the run goes: in the paragraph, in a link, and in the change it belongs to."""
        home = self._in_link(paragraph, look.href) if look.href else paragraph
        if not look.change:
            return home
        last = home[-1] if len(home) else None
        if last is not None and last.tag == qn(f"w:{look.change}"):
            return last
        self._changes += 1
        return make(look.change, home, id=self._changes, **self._by)

    def _in_link(self, paragraph: etree._Element, href: str) -> etree._Element:
        if href not in self._links:
            self._links[href] = self.document.part.relate_to(href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        last = paragraph[-1] if len(paragraph) else None
        if last is not None and last.tag == qn("w:hyperlink") and last.get(qn("r:id")) == self._links[href]:
            return last
        link = make("hyperlink", paragraph)
        link.set(qn("r:id"), self._links[href])
        return link


def _styled(run: etree._Element, style: str) -> etree._Element:
    make("rStyle", make("rPr", run), val=style)
    return run
