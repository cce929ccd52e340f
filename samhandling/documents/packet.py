"""What a document is made of: the contract between whoever knows the content and this app, which makes the file.

A higher app registers a *producer* per kind in its ``AppConfig.ready``::

    registry.register(Kind.NOTICE, notice_packet)      # (document: Document) -> Packet
    registry.register_pieces("meetings.paper", paper_pieces)   # (pk: int) -> Iterable[PieceSource], for rendering ahead
    registry.register_word(Kind.NOTICE, notice_word)   # (document: Document) -> WordFile, for documents to be edited

The producer runs in the worker. It reads the document's subject, variant and language, and answers with a ``Packet``
holding *only* what that variant may show: nothing is hidden later. To tell the user why a document cannot be made,
it raises ``CannotProduce`` with a Norwegian sentence; every other exception becomes a general one.

Rules for the HTML
- A complete HTML document in the packet's language, from a template that extends ``documents/pdf/base.html``, with
  the classes of ``static/pdf/print.css``. No page numbers and no running head: those are stamped when the document is
  put together, so that a piece does not depend on its place and can be kept.
- Images are referred to as ``<img src="doc-image:logo" alt="…">`` and handed over in ``images``. Nothing else can be
  read: no network, no files, no static files.
- A link to a piece is ``<a href="{{ href }}">``, with ``pages.href(anchor)``; it becomes a link to the piece's first
  page. In the list of contents the number stands last in the link as ``<span class="sidetall">``, and leader dots come
  before it; in the case list it is the link's text.
- A document that opens with a letterhead has ``<body class="brev">``. The first page has no running head.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime


class CannotProduce(Exception):
    """The document cannot be made; the text is a Norwegian sentence shown to the user who ordered it."""


@dataclass(frozen=True)
class WordFile:
    """A finished Word file. The same content gives the same bytes."""

    file_name: str
    """For the download, without extension; normalised by this app."""
    data: bytes


@dataclass(frozen=True)
class PieceSource:
    """One part that starts on a new page and looks the same in every document it is part of, such as one case paper."""

    anchor: str
    """What links point to, unique in the packet: ``sak-23-17``."""
    title: str
    """Bookmark: ``Sak 23/17 Finansiering av fellessekretariatet``."""
    html: str
    running_head: str = ""
    """Upper right on each page of the piece: ``Sak 23/17``."""
    foot_mark: str = ""
    """Lower left on each page of the piece, in semi-bold: ``Unntatt offentlighet``."""
    images: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class PageMap:
    """The first page of each piece, for the list of contents."""

    first_pages: Mapping[str, int] = field(default_factory=dict)
    total: int = 0

    def page(self, anchor: str) -> int | None:
        """The page number, or None while it is not known (the HTML preview)."""
        return self.first_pages.get(anchor)

    def href(self, anchor: str) -> str:
        """The address to link to: the piece in the PDF, the element with that id in the HTML preview."""
        return f"piece:{anchor}" if anchor in self.first_pages else f"#{anchor}"


@dataclass(frozen=True)
class Front:
    """The document's own first part (letter, case list, contents), rendered when the page numbers are known.

    ``html`` may be called more than once and must give the same for the same page map.
    """

    html: Callable[[PageMap], str]
    images: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Annex:
    """A file that goes with the document: embedded in the one to read, merged in behind a sheet in the one to print.

    The names and texts are shown as they are, so those of the public variant must be public.
    """

    label: str
    """``Vedlegg 1 til sak 23/17``; also the running head of its pages in the file for print."""
    title: str
    """``Budsjett for sekretariatet 2018``."""
    file_name: str
    """The name it gets inside the document, with extension; unique in the packet (a number is added otherwise)."""
    media_type: str
    read: Callable[[], bytes]
    """Reads the file when it is needed, so that one file at a time is in memory."""
    foot_mark: str = ""
    """Lower left on its sheet and pages in the file for print: ``Unntatt offentlighet``."""


@dataclass(frozen=True)
class Packet:
    """Everything the file for one document is made from. Same packet, same bytes."""

    title: str
    """In the metadata and the window's title bar: ``Innkalling til møte i OSU 28. september 2017``."""
    language: str
    """``nb`` or ``nn``."""
    creator: str
    """The body that answers for it, never a user: ``Fellessekretariatet, Helsesamarbeidet Vestre Viken``."""
    file_name: str
    """For the download, without extension; normalised by this app: ``Innkalling OSU 2017-09-28 offentlig``."""
    created_at: datetime
    """The date in the metadata. Give one that belongs to the content (published, locked), not ``now()``."""
    running_head: str = ""
    """Upper left on each page but the first: ``Innkalling · Overordnet samarbeidsutvalg · 28. september 2017``."""
    description: str = ""
    reference: str = ""
    """The archive reference, kept in the metadata: ``17/00482-6``."""
    front: Front | None = None
    pieces: Sequence[PieceSource] = ()
    annexes: Sequence[Annex] = ()

    def __post_init__(self) -> None:
        if self.front is None and not self.pieces:
            raise ValueError("A packet needs a front or at least one piece")
        anchors = [piece.anchor for piece in self.pieces]
        if len(set(anchors)) != len(anchors):
            raise ValueError("Two pieces of the packet have the same anchor")
