"""One structure tree out of many: plain merging of PDFs drops it, so it is carried over by hand (ISO 32000-1, 14.7)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from pikepdf import Array, Dictionary, Name, Page, Pdf, String

TEXT_BLOCKS = ("/P", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6")


@dataclass
class StructureTree:
    """The joined tree while it grows: the children of the one /Document, parent-tree rows, element ids, roles."""

    joined: Pdf
    root: Dictionary = field(init=False)
    document: Dictionary = field(init=False)
    children: list[Any] = field(default_factory=list)
    parents: list[tuple[int, Any]] = field(default_factory=list)
    ids: list[tuple[String, Dictionary]] = field(default_factory=list)
    roles: Dictionary = field(default_factory=Dictionary)
    next_key: int = 0

    def __post_init__(self) -> None:
        self.root = self.joined.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self.document = self.joined.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=self.root))

    def adopt(self, piece: Pdf, pages: Sequence[Page], prefix: str) -> None:
        """Move the structure of ``piece``, whose ``pages`` are already in the joined file, under its /Document.

        Keys that tie page content to structure (StructParents, StructParent) are shifted; element ids get
        ``prefix``, so that two pieces may use the same one.
        """
        root = self.joined.copy_foreign(piece.make_indirect(piece.Root.StructTreeRoot))
        dropped = _drop_inner_links(_tops(root), pages)
        self._shift_keys(pages)
        rows = [(key, value) for key, value in _number_tree_rows(root.ParentTree) if key not in dropped]
        self.parents += [(key + self.next_key, value) for key, value in rows]
        self.next_key += 1 + max([key for key, _ in rows], default=-1)
        for element in _tops(root):
            element.P = self.document
            self.children.append(element)
            self._tidy(element, prefix)
        for name, role in (root.get("/RoleMap") or {}).items():
            self.roles[name] = role

    def _shift_keys(self, pages: Sequence[Page]) -> None:
        for page in pages:
            if "/StructParents" in page.obj:
                page.obj.StructParents = int(page.obj.StructParents) + self.next_key
            for annotation in page.obj.get("/Annots", []):
                if "/StructParent" in annotation:
                    annotation.StructParent = int(annotation.StructParent) + self.next_key

    def _tidy(self, top: Any, prefix: str) -> None:
        for element, above in _elements(top):
            if str(element.S) in TEXT_BLOCKS and str(element.P.S) == str(element.S):
                # A block inside a heading makes WeasyPrint tag the rest of the line as one more heading.
                element.S = Name.Span
            if "/ID" in element:
                element.ID = String(f"{prefix}-{element.ID}")
                self.ids.append((element.ID, element))
            for attribute in _as_list(element.get("/A", Array([]))):
                if "/Headers" in attribute:
                    attribute.Headers = Array([String(f"{prefix}-{name}") for name in attribute.Headers])
                if str(element.S) == "/TH" and "/Scope" not in attribute:
                    # WeasyPrint ties cells to headers by id alone; the scope helps readers that follow the grid.
                    attribute.Scope = Name.Column if "/THead" in above else Name.Row

    def finish(self) -> None:
        """Put the joined tree into the file's catalog."""
        self.document.K = Array(self.children)
        self.root.K, self.root.ParentTreeNextKey = Array([self.document]), self.next_key
        parents = [part for row in sorted(self.parents, key=lambda row: row[0]) for part in row]
        self.root.ParentTree = self.joined.make_indirect(Dictionary(Nums=Array(parents)))
        if self.roles.keys():
            self.root.RoleMap = self.roles
        if self.ids:
            names = [part for row in sorted(self.ids, key=lambda row: bytes(row[0])) for part in row]
            self.root.IDTree = self.joined.make_indirect(Dictionary(Names=Array(names)))
        catalog = self.joined.Root
        catalog.StructTreeRoot, catalog.MarkInfo = self.root, Dictionary(Marked=True)


def forget_structure(pages: Sequence[Page]) -> None:
    """Take away the pages' ties to a structure tree that is not carried over."""
    for page in pages:
        for key in ("/StructParents", "/Tabs"):
            if key in page.obj:
                del page.obj[key]
        for annotation in page.obj.get("/Annots", []):
            if "/StructParent" in annotation:
                del annotation["/StructParent"]


def _number_tree_rows(node: Any) -> Iterator[tuple[int, Any]]:
    rows = list(node.get("/Nums", []))
    yield from ((int(key), value) for key, value in zip(rows[::2], rows[1::2], strict=True))
    for kid in node.get("/Kids", []):
        yield from _number_tree_rows(kid)


def _as_list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, Array) else [value]


def _drop_inner_links(tops: Sequence[Any], pages: Sequence[Page]) -> set[int]:
    """Leave one annotation for each line of a link, on its Link element, and return the keys of the others.

    WeasyPrint adds one for every inline element inside the link too, tied to that element, where PDF/UA wants a Link.
    """
    dropped: dict[Any, int] = {}
    for top in tops:
        for element, above in _elements(top):
            if "/Link" not in above:
                continue
            references = [kid for kid in _as_list(element.get("/K", Array([]))) if _is_reference(kid)]
            for reference in references:
                dropped[reference.Obj.objgen] = int(reference.Obj.StructParent)
            if references:
                element.K = Array([kid for kid in _as_list(element.K) if not _is_reference(kid)])
            if str(element.S) == "/Link":
                element.S = Name.Span
    for page in pages:
        if dropped and "/Annots" in page.obj:
            page.obj.Annots = Array([annotation for annotation in page.obj.Annots if annotation.objgen not in dropped])
    return set(dropped.values())


def _is_reference(kid: Any) -> bool:
    return isinstance(kid, Dictionary) and kid.get("/Type") == Name.OBJR


def _tops(root: Any) -> list[Any]:
    """What stands directly below the piece's own /Document."""
    return [element for top in _kids(root) for element in (_kids(top) if str(top.get("/S")) == "/Document" else [top])]


def _kids(element: Any) -> list[Any]:
    kids = _as_list(element.get("/K", Array([])))
    return [kid for kid in kids if isinstance(kid, Dictionary) and kid.get("/Type") not in (Name.OBJR, Name.MCR)]


def _elements(top: Any) -> Iterator[tuple[Any, frozenset[str]]]:
    """Every structure element at and below ``top``, each once, with the types of the elements above it."""
    stack: list[tuple[Any, frozenset[str]]] = [(top, frozenset())]
    while stack:
        element, above = stack.pop()
        yield element, above
        inside = above | {str(element.S)}
        stack += [(kid, inside) for kid in _kids(element)]
