"""HTML to a tagged PDF piece, with WeasyPrint. What the HTML may read is what it is handed, nothing else."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit

from pikepdf import ObjectStreamMode, Pdf
from weasyprint import CSS, HTML, __version__
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from samhandling.documents.engine.tidying import tidy_structure

VARIANT = "pdf/a-3a"
IMAGE_SCHEME = "doc-image:"
STYLE_BASE = "https://style.invalid/"
ENGINE_VERSION = f"2/{__version__}"
"""Part of every piece's name: change the number when the same HTML is to give another piece."""


class _OnlyThese(URLFetcher):
    """Answers with the files it holds and refuses every other address, without opening anything."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=())
        self._files = files

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Any:
        try:
            return URLFetcherResponse(url, self._files[url])
        except KeyError:
            raise ValueError("Only files that were handed over can be read") from None


class Renderer:
    """A style sheet with its fonts, read once and kept warm for many pieces.

    ``files`` are what the style sheet refers to, by path below the static root (``source-serif/….woff``).
    """

    def __init__(self, css: str, files: Mapping[str, bytes], *, css_path: str = "pdf/print.css") -> None:
        self._fonts = FontConfiguration()
        self._style = CSS(
            string=css,
            base_url=STYLE_BASE + css_path,
            url_fetcher=_OnlyThese({STYLE_BASE + path: data for path, data in files.items()}),
            font_config=self._fonts,
        )
        self._style_hash = _hash(ENGINE_VERSION.encode(), css.encode(), *_flat(files))

    def key(self, html: str, images: Mapping[str, bytes]) -> str:
        """Hash of all that the piece is made from: same key, same bytes."""
        return _hash(self._style_hash.encode(), html.encode(), *_flat(images))

    def render(self, html: str, images: Mapping[str, bytes]) -> bytes:
        """A tagged PDF/A-3a piece without running head and page numbers."""
        fetcher = _OnlyThese({IMAGE_SCHEME + name: data for name, data in images.items()})
        source = HTML(string=html, base_url=IMAGE_SCHEME, url_fetcher=fetcher)
        options = {"pdf_variant": VARIANT, "pdf_tags": True}
        document = source.render(stylesheets=[self._style], font_config=self._fonts, **options)
        document.metadata.attachments = []
        return _tidied(document.write_pdf(**options), prefix=self.key(html, images)[:12])


def style_references(css: str, *, css_path: str = "pdf/print.css") -> list[str]:
    """Paths below the static root of the files that ``url(…)`` in the style sheet names."""
    found = re.findall(r"""url\(\s*["']?([^"')]+)""", css)
    return [urlsplit(urljoin(STYLE_BASE + css_path, address)).path.lstrip("/") for address in found]


def _tidied(pdf: bytes, prefix: str) -> bytes:
    out = io.BytesIO()
    with Pdf.open(io.BytesIO(pdf)) as piece:
        tidy_structure(piece, prefix)
        piece.save(out, object_stream_mode=ObjectStreamMode.generate, deterministic_id=True)
    return out.getvalue()


def _flat(files: Mapping[str, bytes]) -> list[bytes]:
    return [part for name in sorted(files) for part in (name.encode(), files[name])]


def _hash(*parts: bytes) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()
