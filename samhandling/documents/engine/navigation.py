"""Bookmarks and links when pages get a new place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pikepdf import Array, Dictionary, Name, OutlineItem, Page, Pdf, String

from samhandling.documents.engine.errors import EngineError

LINK_SCHEME = "piece:"


@dataclass(frozen=True)
class Target:
    """Where a link to a piece leads, and what it is called."""

    page: Page
    title: str


def bookmarks(source: Pdf, pages: Sequence[Page]) -> list[OutlineItem]:
    """The source's own bookmarks, pointing to ``pages``, which are its pages in the joined file."""
    numbers = _numbers(source)
    with source.open_outline() as outline:
        return [_moved(item, numbers, pages) for item in outline.root]


def under(title: str, page: Page, own: list[OutlineItem]) -> list[OutlineItem]:
    """One bookmark with the piece's own below it; a piece's single main heading is the piece itself."""
    if not title:
        return own
    item = OutlineItem(_plain(title), _top_of(page))
    item.children += own[0].children if len(own) == 1 else own
    return [item]


def resolve_names(source: Pdf, pages: Sequence[Page]) -> None:
    """Point links inside the source to places instead of names: the same name may be used in two pieces."""
    names = source.Root.get("/Names", Dictionary()).get("/Dests")
    if names is None:
        return
    numbers = _numbers(source)
    rows = list(names.Names)
    places = {str(name): place for name, place in zip(rows[::2], rows[1::2], strict=True)}
    for link in _links(pages):
        if (place := places.get(str(link.get("/Dest", "")))) is not None:
            link.Dest = _place(place, numbers, pages)


def link_pieces(pages: Sequence[Page], targets: Mapping[str, Target]) -> None:
    """Turn links to ``piece:<anchor>`` into links to the piece's first page, with words for those who hear them."""
    for link in _links(pages):
        address = str(link.get("/A", Dictionary()).get("/URI", ""))
        if not address.startswith(LINK_SCHEME):
            continue
        anchor = address.removeprefix(LINK_SCHEME)
        if anchor not in targets:
            raise EngineError(f"A link leads to the piece {anchor!r}, which is not in the document")
        target = targets[anchor]
        link.A = Dictionary(S=Name.GoTo, D=_top_of(target.page))
        link.Contents = String(_plain(target.title))


def _top_of(page: Page) -> Array:
    return Array([page.obj, Name.XYZ, 0, float(page.mediabox[3]), 0])


def _moved(item: OutlineItem, numbers: Mapping[Any, int], pages: Sequence[Page]) -> OutlineItem:
    moved = OutlineItem(_plain(item.title), _place(item.destination, numbers, pages))
    moved.children += [_moved(child, numbers, pages) for child in item.children]
    return moved


def _place(place: Any, numbers: Mapping[Any, int], pages: Sequence[Page]) -> Array:
    page = pages[numbers[place[0].objgen]]
    return Array([page.obj, *(value for value in list(place)[1:])])


def _numbers(source: Pdf) -> dict[Any, int]:
    return {page.objgen: number for number, page in enumerate(source.pages)}


def _links(pages: Sequence[Page]) -> Iterator[Any]:
    for page in pages:
        for annotation in page.obj.get("/Annots", []):
            if annotation.get("/Subtype") == Name.Link:
                yield annotation


def _plain(title: str) -> str:
    return " ".join(title.replace("\u00ad", "").split())
