"""The structure of one piece as PDF/UA wants it, done once when the piece is rendered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf, String

TEXT_BLOCKS = ("/P", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6")


def tidy_structure(piece: Pdf, prefix: str) -> None:
    """Right what WeasyPrint leaves, and start every element id with ``prefix``, so that pieces can be joined."""
    root = piece.Root.StructTreeRoot
    ids: list[tuple[String, Any]] = []
    inner_links: dict[Any, int] = {}
    for element, above in _elements(root):
        _tidy_element(element, above, prefix)
        if "/ID" in element:
            ids.append((element.ID, element))
        if "/Link" in above:
            inner_links |= _drop_references(element)
    _drop_annotations(piece, inner_links)
    if ids:
        names = [part for row in sorted(ids, key=lambda row: bytes(row[0])) for part in row]
        root.IDTree = piece.make_indirect(Dictionary(Names=Array(names)))


def _tidy_element(element: Any, above: tuple[str, ...], prefix: str) -> None:
    kind = str(element.S)
    if kind in TEXT_BLOCKS and above[-1:] == (kind,):
        element.S = Name.Span  # a block inside a heading makes the rest of the line one more heading
    if kind == "/Link" and "/Link" in above:
        element.S = Name.Span
    if "/ID" in element:
        element.ID = String(f"{prefix}-{element.ID}")
    for attribute in as_list(element.get("/A", Array([]))):
        if "/Headers" in attribute:
            attribute.Headers = Array([String(f"{prefix}-{name}") for name in attribute.Headers])
        if kind == "/TH" and "/Scope" not in attribute:
            # Cells are tied to headers by id alone; the scope helps readers that follow the grid.
            attribute.Scope = Name.Column if "/THead" in above else Name.Row


def _drop_references(element: Any) -> dict[Any, int]:
    """Untie an element inside a link from annotations of its own; returns those with their keys.

    Each inline element in a link gets one, where PDF/UA wants them on the Link element alone.
    """
    kids = as_list(element.get("/K", Array([])))
    references = [kid for kid in kids if _is_reference(kid)]
    if references:
        element.K = Array([kid for kid in kids if not _is_reference(kid)])
    return {reference.Obj.objgen: int(reference.Obj.StructParent) for reference in references}


def _drop_annotations(piece: Pdf, dropped: dict[Any, int]) -> None:
    if not dropped:
        return
    for page in piece.pages:
        if "/Annots" in page.obj:
            page.obj.Annots = Array([annotation for annotation in page.obj.Annots if annotation.objgen not in dropped])
    rows = [row for row in number_tree_rows(piece.Root.StructTreeRoot.ParentTree) if row[0] not in dropped.values()]
    piece.Root.StructTreeRoot.ParentTree = piece.make_indirect(
        Dictionary(Nums=Array([part for row in rows for part in row]))
    )


def number_tree_rows(node: Any) -> Iterator[tuple[int, Any]]:
    rows = list(node.get("/Nums", []))
    yield from ((int(key), value) for key, value in zip(rows[::2], rows[1::2], strict=True))
    for kid in node.get("/Kids", []):
        yield from number_tree_rows(kid)


def as_list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, Array) else [value]


def child_elements(element: Any) -> list[Any]:
    kids = as_list(element.get("/K", Array([])))
    return [kid for kid in kids if isinstance(kid, Dictionary) and kid.get("/Type") not in (Name.OBJR, Name.MCR)]


def _is_reference(kid: Any) -> bool:
    return isinstance(kid, Dictionary) and kid.get("/Type") == Name.OBJR


def _elements(root: Any) -> Iterator[tuple[Any, tuple[str, ...]]]:
    """Every structure element, each once, with the types of the elements above it as they were."""
    stack: list[tuple[Any, tuple[str, ...]]] = [(kid, ()) for kid in child_elements(root)]
    while stack:
        element, above = stack.pop()
        inside = (*above, str(element.S))
        stack += [(kid, inside) for kid in child_elements(element)]
        yield element, above
