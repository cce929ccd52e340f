"""PDFs that do something when they are opened: refused, since an annex must be the same file for everybody.

Taking the script out would change a document that somebody else answers for, and its hash.
"""

from __future__ import annotations

from pikepdf import Array, Dictionary, Object, Pdf

#: Actions that run code, start programs, send what is filled in, or play media.
ACTIONS = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition", "/Movie", "/GoToE"}
ANNOTATIONS = {"/RichMedia", "/Movie", "/Screen", "/3D"}
DEPTH = 40  # direct objects nest in objects of their own; no real document goes deeper


def has_active_content(pdf: Pdf) -> bool:
    """True for scripts, launch actions, media and XFA forms anywhere in the file, reachable or not."""
    return any(_is_active(thing) for thing in pdf.objects)


def _is_active(thing: object, depth: int = 0) -> bool:
    if depth > DEPTH or not isinstance(thing, Object):
        return False
    if isinstance(thing, Array):
        return any(_is_active(part, depth + 1) for part in _direct(list(thing)))
    try:
        entries = dict(thing.items())
    except (TypeError, ValueError):
        return False
    if "/JS" in entries or "/XFA" in entries or str(entries.get("/S", "")) in ACTIONS:
        return True
    if str(entries.get("/Subtype", "")) in ANNOTATIONS and "/Rect" in entries:
        return True
    return any(_is_active(part, depth + 1) for part in _direct(list(entries.values())))


def _direct(parts: list[object]) -> list[object]:
    """Parts that are written in place; the others are objects of their own."""
    return [part for part in parts if isinstance(part, Dictionary | Array) and not part.is_indirect]
