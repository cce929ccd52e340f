"""A packet to a PDF: render what is missing, settle the page numbers, put it together. Word files come as they are."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import PurePosixPath

from django.template.loader import render_to_string
from django.utils import timezone, translation

from samhandling.documents.engine import AnnexPart, Embedded, EngineError, Info, Part, assemble, count_pages
from samhandling.documents.enums import Purpose, Step
from samhandling.documents.house import look
from samhandling.documents.models import Document
from samhandling.documents.packet import Annex, Front, Packet, PageMap, PieceSource
from samhandling.documents.pieces import Rendered, ensure_piece
from samhandling.documents.registry import producer_for, word_producer_for

Report = Callable[[Step, int, int], None]
"""Called before each step with what comes next, how much of it is done, and how much there is."""

MAX_ROUNDS = 4
MAX_NAME = 120


@dataclass(frozen=True)
class MadeFile:
    data: bytes
    pages: int | None
    file_name: str
    ending: str = "pdf"

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def make_file(document: Document, report: Report) -> MadeFile:
    """The finished bytes for the document; reads content and writes nothing but pieces."""
    with translation.override(document.language):
        report(Step.GATHERING, 0, 0)
        if document.is_word:
            return _word_file(document)
        packet = producer_for(document.kind)(document)
        for_print = document.purpose == Purpose.PRINT
        pieces = _render_pieces(packet, report, from_the_end=document.is_public)
        report(Step.FRONT, 0, 0)
        parts = _front_parts(packet, pieces) + [
            _part(source, piece) for source, piece in zip(packet.pieces, pieces, strict=True)
        ]
        if for_print:
            parts += [part for annex in packet.annexes for part in _annex_parts(packet, annex)]
        report(Step.JOINING, 0, 0)
        data = assemble(
            parts,
            info=_info(packet),
            look=look(),
            head_left=packet.running_head,
            embedded=[] if for_print else _embedded(packet.annexes),
        )
    return MadeFile(data, count_pages(data), normal_file_name(packet.file_name))


def _word_file(document: Document) -> MadeFile:
    made = word_producer_for(document.kind)(document)
    return MadeFile(made.data, None, normal_file_name(made.file_name, "docx"), "docx")


def _render_pieces(packet: Packet, report: Report, *, from_the_end: bool) -> list[Rendered]:
    """The packet's pieces in its order, from the store or rendered.

    Both variants are ordered at the same moment and share most pieces: two workers start at either end and meet.
    """
    order = range(len(packet.pieces))
    pieces: dict[int, Rendered] = {}
    for index in reversed(order) if from_the_end else order:
        report(Step.PIECES, len(pieces), len(packet.pieces))
        pieces[index] = ensure_piece(packet.pieces[index].html, packet.pieces[index].images)
    return [pieces[index] for index in order]


def _part(source: PieceSource, piece: Rendered) -> Part:
    return Part(
        piece.pdf,
        title=source.title,
        anchor=source.anchor,
        head_right=source.running_head,
        foot_left=source.foot_mark,
    )


def _front_parts(packet: Packet, pieces: Sequence[Rendered]) -> list[Part]:
    if packet.front is None:
        return []
    return [Part(_settled(packet.front, packet.pieces, [piece.pages for piece in pieces]).pdf)]


def _settled(front: Front, sources: Sequence[PieceSource], lengths: Sequence[int]) -> Rendered:
    """The front with the right page numbers: they depend on its own length, so it is made again until it fits."""
    guess = 1 + len(sources) // 12
    for _ in range(MAX_ROUNDS):
        rendered = ensure_piece(front.html(_page_map(sources, lengths, guess)), front.images)
        if rendered.pages == guess:
            return rendered
        guess = rendered.pages
    raise EngineError("The front matter's length does not settle")


def _page_map(sources: Sequence[PieceSource], lengths: Sequence[int], front_pages: int) -> PageMap:
    first_pages, page = {}, front_pages + 1
    for source, length in zip(sources, lengths, strict=True):
        first_pages[source.anchor] = page
        page += length
    return PageMap(first_pages, page - 1)


def _annex_parts(packet: Packet, annex: Annex) -> list[Part]:
    """A sheet that names the annex, then its pages."""
    context = {"language": packet.language, "annex": annex}
    sheet = ensure_piece(render_to_string("documents/pdf/divider.html", context), {})
    return [
        Part(sheet.pdf, title=f"{annex.label}: {annex.title}", head_right=annex.label, foot_left=annex.foot_mark),
        AnnexPart(annex.read(), head_right=annex.label, foot_left=annex.foot_mark, media_type=annex.media_type),
    ]


def _embedded(annexes: Sequence[Annex]) -> list[Embedded]:
    files: list[Embedded] = []
    for annex in annexes:
        name = _unique(annex.file_name, {file.name for file in files})
        files.append(Embedded(name, f"{annex.label}: {annex.title}", annex.media_type, annex.read()))
    return files


def _unique(name: str, taken: set[str]) -> str:
    path, number, unique = PurePosixPath(name), 2, name
    while unique in taken:
        unique, number = f"{path.stem} ({number}){path.suffix}", number + 1
    return unique


def _info(packet: Packet) -> Info:
    info = Info(
        title=packet.title,
        language=f"{packet.language}-NO",
        creator=packet.creator,
        created_at=timezone.localtime(packet.created_at),
        description=packet.description,
        reference=packet.reference,
    )
    return replace(info, created_at=info.created_at.replace(microsecond=0))


def normal_file_name(stem: str, ending: str = "pdf") -> str:
    """A name that every system can save: no separators, control or reserved characters, at most 120 letters."""
    text = unicodedata.normalize("NFC", stem)
    text = re.sub(r'[\x00-\x1f\x7f<>:"/\\|?*\u200b-\u200f\u202a-\u202e\u2066-\u2069]+', "-", text)
    text = re.sub(r"\s+", " ", text).strip(" .-")[:MAX_NAME].rstrip(" .-")
    return f"{text or 'dokument'}.{ending}"
