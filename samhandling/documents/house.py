"""Our style sheet and fonts, handed to the engine once per process."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.utils.translation import gettext as _

from samhandling.documents.engine import Look, Renderer, style_references

STYLE = "pdf/print.css"
STAMP_FONTS = {
    "regular": ("source-serif-4-latin-400-normal.woff", "source-serif-4-latin-ext-400-normal.woff"),
    "semibold": ("source-serif-4-latin-600-normal.woff", "source-serif-4-latin-ext-600-normal.woff"),
}


@lru_cache(maxsize=1)
def renderer() -> Renderer:
    css = static_file(STYLE).decode()
    return Renderer(css, {path: static_file(path) for path in style_references(css)}, css_path=STYLE)


def look() -> Look:
    """Fonts and words of what is stamped on each page, in the language that is active."""
    regular, semibold = _stamp_fonts()
    return Look(regular=regular, semibold=semibold, page_text=_("Side {number} av {total}"))


@lru_cache(maxsize=1)
def _stamp_fonts() -> tuple[list[bytes], list[bytes]]:
    read = {weight: [static_file(f"source-serif/{name}") for name in names] for weight, names in STAMP_FONTS.items()}
    return read["regular"], read["semibold"]


def static_file(path: str) -> bytes:
    """One of our static files: as it stands in the tree, or where collectstatic put it in production."""
    found = finders.find(path)
    return Path(found or staticfiles_storage.path(path)).read_bytes()
