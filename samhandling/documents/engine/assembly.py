"""Pieces to one document: one structure tree, one outline, continuous page numbers, links, embedded files."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from pikepdf import (
    Array,
    AttachedFileSpec,
    Dictionary,
    Name,
    ObjectStreamMode,
    OutlineItem,
    Pdf,
)

from samhandling.documents.engine.annexes import sheets
from samhandling.documents.engine.metadata import Info, pdf_date, write_metadata
from samhandling.documents.engine.navigation import (
    Target,
    bookmarks,
    link_pieces,
    resolve_names,
    under,
)
from samhandling.documents.engine.stamping import Stamp, stamp_pages
from samhandling.documents.engine.structure import StructureTree, forget_structure


@dataclass(frozen=True)
class Part:
    """A rendered piece and what is written on its pages when it gets its place."""

    pdf: bytes
    title: str = ""
    """Bookmark over the piece's own; without one the piece's own stand by themselves."""
    anchor: str = ""
    head_right: str = ""
    foot_left: str = ""


@dataclass(frozen=True)
class AnnexPart(Part):
    """A foreign file (PDF or image): its pages are set on A4 sheets with room for the running head."""

    media_type: str = "application/pdf"


@dataclass(frozen=True)
class Embedded:
    """A file carried inside the document."""

    name: str
    description: str
    media_type: str
    data: bytes


@dataclass(frozen=True)
class Look:
    """Font files and words for the stamps. ``page_text`` has the fields ``number`` and ``total``."""

    regular: Sequence[bytes]
    semibold: Sequence[bytes]
    page_text: str = "Side {number} av {total}"


@dataclass
class _Joined:
    """The document while it grows. The sources stay open until it is saved."""

    pdf: Pdf = field(default_factory=Pdf.new)
    sources: list[Pdf] = field(default_factory=list)
    outline: list[OutlineItem] = field(default_factory=list)
    stamps: list[Stamp] = field(default_factory=list)
    targets: dict[str, Target] = field(default_factory=dict)


def count_pages(pdf: bytes) -> int:
    with Pdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)


def assemble(
    parts: Iterable[Part],
    *,
    info: Info,
    look: Look,
    head_left: str = "",
    embedded: Sequence[Embedded] = (),
) -> bytes:
    """One file from ``parts`` in their order; the same input gives the same bytes.

    Tagged parts alone make a document that claims PDF/A-3a and PDF/UA-1. With an ``AnnexPart`` among them the file is
    for printing: it has no structure tree and claims nothing.
    """
    parts = list(parts)
    tagged = not any(isinstance(part, AnnexPart) for part in parts)
    joined = _Joined()
    tree = StructureTree(joined.pdf) if tagged else None
    for part in parts:
        _append(joined, part, tree, head_left)
    link_pieces(list(joined.pdf.pages), joined.targets)
    with joined.pdf.open_outline() as outline:
        outline.root += joined.outline
    joined.pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D)]))
    if tree:
        tree.finish()
        first = joined.sources[0]
        joined.pdf.Root.OutputIntents = joined.pdf.copy_foreign(first.make_indirect(first.Root.OutputIntents))
    _embed(joined.pdf, embedded, pdf_date(info.created_at))
    write_metadata(joined.pdf, info, conforming=tagged)
    _stamp(joined, look)
    return _save(joined.pdf)


def _append(joined: _Joined, part: Part, tree: StructureTree | None, head_left: str) -> None:
    source = _open(part)
    start = len(joined.pdf.pages)
    joined.sources.append(source)
    for page in source.pages:  # `extend` warns of names and forms; names are resolved below, forms are not used
        joined.pdf.pages.append(page)
    pages = [joined.pdf.pages[index] for index in range(start, len(joined.pdf.pages))]
    resolve_names(source, pages)
    if tree:
        tree.adopt(source, pages)
    else:
        forget_structure(pages)
    joined.outline += under(part.title, pages[0], bookmarks(source, pages))
    if part.anchor:
        joined.targets[part.anchor] = Target(pages[0], part.title)
    stamp = Stamp(head_left=head_left, head_right=part.head_right, foot_left=part.foot_left)
    joined.stamps += [stamp] * len(pages)


def _open(part: Part) -> Pdf:
    return sheets(part.pdf, part.media_type) if isinstance(part, AnnexPart) else Pdf.open(io.BytesIO(part.pdf))


def _stamp(joined: _Joined, look: Look) -> None:
    """Page numbers on all pages; the first one opens with a letterhead and has no running head."""
    total = len(joined.stamps)
    stamps = [
        replace(stamp, foot_right=look.page_text.format(number=number, total=total))
        for number, stamp in enumerate(joined.stamps, start=1)
    ]
    stamps[0] = replace(stamps[0], head_left="", head_right="")
    stamp_pages(joined.pdf, stamps, regular=look.regular, semibold=look.semibold)


def _embed(pdf: Pdf, files: Sequence[Embedded], date: str) -> None:
    """Carry files inside the document, as PDF/A-3 allows for any format, each tied to the document as a supplement."""
    specs = []
    for file in files:
        spec = AttachedFileSpec(
            pdf,
            file.data,
            filename=file.name,
            description=file.description,
            mime_type=file.media_type,
            creation_date=date,
            mod_date=date,
            relationship=Name.Supplement,  # type: ignore[call-arg]
        )
        pdf.attachments[file.name] = spec
        specs.append(spec.obj)
    if specs:
        pdf.Root.AF = Array(specs)


def _save(pdf: Pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(
        out,
        min_version="1.7",
        object_stream_mode=ObjectStreamMode.generate,
        deterministic_id=True,
    )
    return out.getvalue()
