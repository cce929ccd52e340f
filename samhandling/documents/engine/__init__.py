"""HTML to tagged PDF pieces, and pieces to one conforming document. Knows nothing of Django or of meetings.

The only place that imports WeasyPrint and pikepdf.
"""

from samhandling.documents.engine.annexes import Fault, UnusableFile, inspect
from samhandling.documents.engine.assembly import (
    AnnexPart,
    Embedded,
    Look,
    Part,
    assemble,
    count_pages,
)
from samhandling.documents.engine.errors import EngineError
from samhandling.documents.engine.metadata import Info
from samhandling.documents.engine.render import Renderer, style_references

__all__ = [
    "AnnexPart",
    "Embedded",
    "EngineError",
    "Fault",
    "Info",
    "Look",
    "Part",
    "Renderer",
    "UnusableFile",
    "assemble",
    "count_pages",
    "inspect",
    "style_references",
]
