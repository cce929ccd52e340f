"""What a Word file is written with, from top to bottom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from agreements.word.blocks import Blocks
from agreements.word.package import new_document, saved, set_running
from agreements.word.pen import Look, Pen
from agreements.word.redline import write_changes, write_redline
from agreements.word.tables import WIDTH, Cell, add_cell, add_row, start_table
from agreements.word.xml import make
from samhandling.core.text import Change
from samhandling.core.text.tree import parse

if TYPE_CHECKING:
    from agreements.redline import Redline

LABELS = WIDTH // 4


class Writer:
    """`language` is `nb` or `nn`. `author` stands in the file's properties and as the author of tracked changes."""

    def __init__(
        self,
        *,
        title: str,
        language: str,
        author: str,
        created_at: datetime,
        running_head: str = "",
        subject: str = "",
    ) -> None:
        self._document = new_document(
            title=title, language=f"{language}-NO", author=author, created_at=created_at, subject=subject
        )
        set_running(self._document, running_head)
        body = self._document.element.body
        self._last = body[-1]  # the section's properties, which come after everything
        body.remove(self._last)
        self._pen = Pen(self._document, language=language, author=author, moment=created_at)
        self._blocks = Blocks(self._pen, body)
        self._level = 1

    def heading(self, text: str, level: int = 2, *, new_page: bool = False) -> None:
        """The document's own title is level 1."""
        paragraph = self._blocks.paragraph(style=f"Heading{min(level, 6)}")
        if new_page:
            make("pageBreakBefore", paragraph[0])
        self._pen.text(paragraph, text)
        self._level = level

    def changed_heading(self, changes: Iterable[Change], level: int = 2) -> None:
        """A heading with tracked changes, such as a redline's title."""
        write_changes(self._blocks, self._blocks.paragraph(style=f"Heading{min(level, 6)}"), changes)
        self._level = level

    def paragraph(self, text: str, *, style: str = "") -> None:
        """Plain text; `style` is `Help` for small print."""
        self._pen.text(self._blocks.paragraph(style=style), text)

    def html(self, html: str, *, style: str = "") -> None:
        """Clean rich text, its own headings below the one above. `style` `Proposal` puts it in a frame."""
        self._blocks.write(parse(html), style=style, level=self._level)

    def speaking(self, language: str) -> AbstractContextManager[None]:
        """What is written inside is in another language than the document."""
        return self._pen.speaking(language)

    def key_values(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Labels with their values, a line each."""
        table = start_table(self._blocks.body, [LABELS, WIDTH - LABELS], style="Facts")
        for label, value in pairs:
            row = add_row(table)
            for text, look in ((label, Look(bold=True)), (value, Look())):
                cell = Blocks(self._pen, add_cell(row, Cell(None)))
                for line in text.split("\n"):
                    self._pen.text(cell.paragraph(style="TableText"), line, look)
        self._blocks.gap()

    def table(self, head: Sequence[str], rows: Iterable[Sequence[str]], *, caption: str, widths: Sequence[int]) -> None:
        """Plain texts; `widths` are the parts of the whole that the columns take."""
        self._pen.text(self._blocks.paragraph(style="Caption"), caption)
        sizes = [WIDTH * part // sum(widths) for part in widths]
        table = start_table(self._blocks.body, sizes, title=caption)
        for number, texts in enumerate([head, *rows]):
            row = add_row(table, is_head=number == 0)
            for text in texts:
                paragraph = Blocks(self._pen, add_cell(row, Cell(None))).paragraph(style="TableText")
                self._pen.text(paragraph, text, Look(bold=number == 0))
        self._blocks.gap()

    def redline(self, redline: Redline, *, comments: Mapping[str, str] | None = None) -> None:
        """The text with tracked changes: accepting all gives the new one, rejecting all the old one.

        Its sections' headings stand below the heading above. `comments` are put beside the sections, by anchor.
        """
        write_redline(self._blocks, redline, level=self._level, comments=comments or {})

    def save(self) -> bytes:
        self._document.element.body.append(self._last)
        return saved(self._document)


def redline_file(
    *,
    title: str,
    redline: Redline,
    language: str,
    text_language: str,
    author: str,
    created_at: datetime,
    facts: Sequence[tuple[str, str]] = (),
    introduction: str = "",
    comments: Mapping[str, str] | None = None,
) -> bytes:
    """A Word file of one redline: what is compared, what is changed, and the text with tracked changes.

    Call it with `language` active: the words around the text are translated.
    """
    word = Writer(title=title, language=language, author=author, created_at=created_at, running_head=title)
    word.heading(title, 1)
    if facts:
        word.key_values(facts)
    word.paragraph(redline.summary.sentence)
    word.html(introduction)
    word.paragraph(
        _(
            "Godta eller avvis endringene under Se gjennom i Word. Godtas alle, er teksten den nye. Avvises alle, er "
            "den som før."
        ),
        style="Help",
    )
    with word.speaking(text_language):
        word.changed_heading(redline.title, 2)
        word.redline(redline, comments=comments)
    return word.save()
