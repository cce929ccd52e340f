"""One structure tree out of many: plain merging of PDFs drops it, so it is carried over by hand (ISO 32000-1, 14.7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pikepdf import Array, Dictionary, Name, Page, Pdf

from samhandling.documents.engine.errors import EngineError
from samhandling.documents.engine.tidying import as_list, child_elements, number_tree_rows


@dataclass
class StructureTree:
    """The joined tree while it grows: the children of the one /Document, parent-tree rows, element ids, roles."""

    joined: Pdf
    root: Dictionary = field(init=False)
    document: Dictionary = field(init=False)
    children: list[Any] = field(default_factory=list)
    parents: list[Any] = field(default_factory=list)
    ids: dict[bytes, tuple[Any, Any]] = field(default_factory=dict)
    roles: Dictionary = field(default_factory=Dictionary)
    next_key: int = 0

    def __post_init__(self) -> None:
        self.root = self.joined.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self.document = self.joined.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=self.root))

    def adopt(self, piece: Pdf, pages: Sequence[Page]) -> None:
        """Move the structure of a tidied ``piece`` under the joined /Document.

        Its ``pages`` are already in the joined file; the keys that tie their content to the structure (StructParents,
        StructParent) are shifted.
        """
        root = self.joined.copy_foreign(piece.make_indirect(piece.Root.StructTreeRoot))
        self._shift_keys(pages)
        rows = list(number_tree_rows(root.ParentTree))
        for key, value in rows:
            self.parents += [key + self.next_key, value]
        self.next_key += 1 + max([key for key, _ in rows], default=-1)
        for top in child_elements(root):
            for element in child_elements(top) if str(top.get("/S")) == "/Document" else [top]:
                element.P = self.document
                self.children.append(element)
        for name, role in (root.get("/RoleMap") or {}).items():
            self.roles[name] = role
        self._adopt_ids(root)

    def _shift_keys(self, pages: Sequence[Page]) -> None:
        for page in pages:
            page.obj.StructParents = int(page.obj.StructParents) + self.next_key
            for annotation in page.obj.get("/Annots", []):
                annotation.StructParent = int(annotation.StructParent) + self.next_key

    def _adopt_ids(self, root: Any) -> None:
        if "/IDTree" not in root:
            return
        rows = as_list(root.IDTree.Names)
        for name, element in zip(rows[::2], rows[1::2], strict=True):
            if bytes(name) in self.ids:
                raise EngineError("The same piece is in the document twice")
            self.ids[bytes(name)] = (name, element)

    def finish(self) -> None:
        """Put the joined tree into the file's catalog."""
        self.document.K = Array(self.children)
        self.root.K, self.root.ParentTreeNextKey = Array([self.document]), self.next_key
        self.root.ParentTree = self.joined.make_indirect(Dictionary(Nums=Array(self.parents)))
        if self.roles.keys():
            self.root.RoleMap = self.roles
        if self.ids:
            names = [part for key in sorted(self.ids) for part in self.ids[key]]
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
