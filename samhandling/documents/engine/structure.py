"""One structure tree out of many: plain merging of PDFs drops it, so it is carried over by hand (ISO 32000-1, 14.7)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from pikepdf import Array, Dictionary, Name, Page, Pdf, String


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
        self._shift_keys(pages)
        rows = list(_number_tree_rows(root.ParentTree))
        self.parents += [(key + self.next_key, value) for key, value in rows]
        self.next_key += max([int(root.get("/ParentTreeNextKey", 0)), *(key + 1 for key, _ in rows)])
        for top in _kids(root):
            for element in _kids(top) if top.get("/S") == Name.Document else [top]:
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

    def _tidy(self, top: Dictionary, prefix: str) -> None:
        for element, in_head in _elements(top):
            if "/ID" in element:
                element.ID = String(f"{prefix}-{element.ID}")
                self.ids.append((element.ID, element))
            for attribute in _as_list(element.get("/A", Array([]))):
                if "/Headers" in attribute:
                    attribute.Headers = Array([String(f"{prefix}-{name}") for name in attribute.Headers])
                if element.S == Name.TH and "/Scope" not in attribute:
                    # WeasyPrint ties cells to headers by id alone; the scope helps readers that follow the grid.
                    attribute.Scope = Name.Column if in_head else Name.Row

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


def _kids(element: Any) -> list[Any]:
    kids = _as_list(element.get("/K", Array([])))
    return [kid for kid in kids if isinstance(kid, Dictionary) and kid.get("/Type") not in (Name.OBJR, Name.MCR)]


def _elements(top: Any) -> Iterator[tuple[Any, bool]]:
    """Every structure element at and below ``top``, each once, and whether it is inside a table's head."""
    stack = [(top, False)]
    while stack:
        element, in_head = stack.pop()
        yield element, in_head
        inside = in_head or str(element.S) == "/THead"
        stack += [(kid, inside) for kid in _kids(element)]
