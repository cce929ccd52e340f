"""Our own reading of what PDF/UA-1 and PDF/A-3a ask of the structure, by walking the file with pikepdf."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

STANDARD_TYPES = {
    *("Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "NonStruct", "P", "H1", "H2", "H3", "H4"),
    *("L", "LI", "Lbl", "LBody", "Table", "TR", "TH", "TD", "THead", "TBody", "TFoot", "Span", "Link", "Figure"),
}


def open_pdf(data: bytes) -> Pdf:
    return Pdf.open(io.BytesIO(data))


def kids(element: Any) -> list[Any]:
    found = element.get("/K", Array([]))
    return list(found) if isinstance(found, Array) else [found]


def elements(pdf: Pdf) -> Iterator[Any]:
    stack = kids(pdf.Root.StructTreeRoot)
    while stack:
        element = stack.pop()
        yield element
        stack += [kid for kid in kids(element) if isinstance(kid, Dictionary) and "/S" in kid]


def of_type(pdf: Pdf, *types: str) -> list[Any]:
    return [element for element in elements(pdf) if str(element.S)[1:] in types]


def number_tree(node: Any) -> dict[int, Any]:
    rows = list(node.get("/Nums", []))
    found = {int(key): value for key, value in zip(rows[::2], rows[1::2], strict=True)}
    for kid in node.get("/Kids", []):
        found |= number_tree(kid)
    return found


def marked_contents(page: pikepdf.Page) -> tuple[list[int], int]:
    """The MCIDs of the page in order, and how many text-showing operators stand outside all marked content."""
    mcids: list[int] = []
    depth, loose = 0, 0
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) in ("BDC", "BMC"):
            depth += 1
            if len(operands) > 1 and isinstance(operands[1], Dictionary) and "/MCID" in operands[1]:
                mcids.append(int(operands[1].MCID))
        elif str(operator) == "EMC":
            depth -= 1
        elif str(operator) in ("Tj", "TJ", "'", '"') and depth == 0:
            loose += 1
    assert depth == 0
    return mcids, loose


def assert_structure(data: bytes) -> None:
    pdf = open_pdf(data)
    root = pdf.Root.StructTreeRoot
    tops = kids(root)
    assert [str(top.S) for top in tops] == ["/Document"], "one tree with one /Document"
    assert pdf.Root.MarkInfo.Marked is True
    assert pdf.Root.ViewerPreferences.DisplayDocTitle is True
    seen: set[tuple[int, int]] = set()
    for element in elements(pdf):
        assert str(element.S)[1:] in STANDARD_TYPES, element.S
        assert element.objgen not in seen, "an element hangs in one place"
        seen.add(element.objgen)
        assert element.P.objgen == root.objgen or element.P.objgen in seen, "parents point back"
    _assert_content_is_reached_once(pdf, number_tree(root.ParentTree))
    _assert_headers(pdf)
    _assert_links(pdf, number_tree(root.ParentTree))
    for figure in of_type(pdf, "Figure"):
        assert str(figure.get("/Alt", "")), "a figure without alternative text"


def _assert_content_is_reached_once(pdf: Pdf, parents: dict[int, Any]) -> None:
    in_tree: Counter[tuple[tuple[int, int], int]] = Counter()
    for element in elements(pdf):
        for kid in kids(element):
            if isinstance(kid, int):
                in_tree[element.Pg.objgen, kid] += 1
    assert set(in_tree.values()) <= {1}
    on_pages = set()
    keys = [int(page.obj.StructParents) for page in pdf.pages]
    assert len(set(keys)) == len(keys), "each page has a key of its own"
    for page, key in zip(pdf.pages, keys, strict=True):
        mcids, loose = marked_contents(page)
        assert loose == 0, "text outside marked content"
        assert len(set(mcids)) == len(mcids)
        on_pages |= {(page.objgen, mcid) for mcid in mcids}
        owners = list(parents[key])
        for mcid in mcids:
            assert mcid in kids(owners[mcid]), "the parent tree leads back to the element that has the content"
    assert on_pages == set(in_tree), "content in the tree and on the pages is the same"


def _assert_headers(pdf: Pdf) -> None:
    ids = {str(element.ID) for element in elements(pdf) if "/ID" in element}
    names = pdf.Root.StructTreeRoot.get("/IDTree", Dictionary()).get("/Names", Array([]))
    assert {str(name) for name in list(names)[::2]} == ids
    for cell in of_type(pdf, "TD"):
        for name in cell.A.get("/Headers", []):
            assert str(name) in ids, "a cell refers to a header that is not there"
    for header in of_type(pdf, "TH"):
        assert header.A.Scope in (Name.Row, Name.Column)


def _assert_links(pdf: Pdf, parents: dict[int, Any]) -> None:
    for page in pdf.pages:
        for annotation in page.obj.get("/Annots", []):
            owner = parents[int(annotation.StructParent)]
            assert Name.Link == owner.S
            references = [kid for kid in kids(owner) if isinstance(kid, Dictionary) and kid.get("/Type") == Name.OBJR]
            assert annotation.objgen in {reference.Obj.objgen for reference in references}
            assert str(annotation.Contents)


def assert_claims(data: bytes, *, language: str = "nb-NO") -> None:
    pdf = open_pdf(data)
    assert pdf.pdf_version >= "1.7"
    assert str(pdf.Root.Lang) == language
    intents = pdf.Root.OutputIntents
    assert len(intents) == 1
    assert intents[0].S == Name.GTS_PDFA1
    with pdf.open_metadata() as xmp:
        assert xmp["pdfaid:part"] == "3"
        assert xmp["pdfaid:conformance"] == "A"
        assert xmp["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
    assert all(page.obj.get("/Tabs") == Name.S for page in pdf.pages)
    fonts = [obj for obj in pdf.objects if isinstance(obj, Dictionary) and obj.get("/Type") == Name.FontDescriptor]
    assert fonts
    assert all("/FontFile2" in font or "/FontFile3" in font for font in fonts), "all fonts are embedded"
    assert not [obj for obj in pdf.objects if isinstance(obj, Dictionary) and obj.get("/S") == Name.JavaScript]


def everything(data: bytes) -> bytes:
    """All strings and decompressed streams of the file, to look for what must not be in it."""
    pdf = open_pdf(data)
    parts = []
    for obj in pdf.objects:
        if isinstance(obj, pikepdf.Stream):
            parts.append(obj.read_bytes() if obj.get("/Subtype") != Name.Image else b"")
        parts.append(obj.unparse(resolved=True) if not isinstance(obj, pikepdf.Stream) else repr(obj).encode())
    return b"\n".join(parts)
