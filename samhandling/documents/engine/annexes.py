"""Foreign files: whether they can be used, and their pages set on A4 sheets for the file to print."""

from __future__ import annotations

import io
import warnings
from enum import StrEnum

from pikepdf import Page, PasswordError, Pdf, PdfError, Rectangle
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from samhandling.documents.engine.active import has_active_content

A4 = (595.276, 841.89)
PRINT_PIXELS = (2480, 3508)
"""A4 at 300 dots per inch: a larger picture is made smaller, it prints no better."""
MAX_PIXELS = 100_000_000
IMAGE_TYPES = ("image/jpeg", "image/png")
PDF_TYPE = "application/pdf"
MARGIN_TOP, MARGIN_BOTTOM, MARGIN_SIDE = 62, 56, 30
"""Room for the running head and the page number around a foreign page, in points."""


class Fault(StrEnum):
    EMPTY = "empty"
    BROKEN = "broken"
    ENCRYPTED = "encrypted"
    ACTIVE = "active"
    TOO_LARGE = "too_large"
    UNKNOWN_TYPE = "unknown_type"


class UnusableFile(Exception):
    """The file cannot be an annex; ``fault`` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


def inspect(data: bytes, media_type: str) -> int:
    """The number of pages the file takes in print; raises ``UnusableFile``. Nothing in the file is run."""
    if not data:
        raise UnusableFile(Fault.EMPTY)
    if media_type in IMAGE_TYPES:
        _picture(data)
        return 1
    if media_type != PDF_TYPE:
        raise UnusableFile(Fault.UNKNOWN_TYPE)
    with _open_pdf(data) as pdf:
        try:
            is_active = has_active_content(pdf)
        except (PdfError, RuntimeError):
            raise UnusableFile(Fault.BROKEN) from None
        if is_active:
            raise UnusableFile(Fault.ACTIVE)
        return len(pdf.pages)


def sheets(data: bytes, media_type: str) -> Pdf:
    """The file's pages, each scaled to fit an A4 sheet (lying when the page lies) with room for head and foot."""
    source = _open_pdf(_picture_pdf(data) if media_type in IMAGE_TYPES else data)
    source.flatten_annotations("print")  # what is filled in or commented belongs to the printed page
    result = Pdf.new()
    for page in source.pages:
        width, height = A4 if not _lies(page) else A4[::-1]
        result.add_blank_page(page_size=(width, height))
        area = Rectangle(MARGIN_SIDE, MARGIN_BOTTOM, width - MARGIN_SIDE, height - MARGIN_TOP)
        result.pages[-1].add_overlay(page, area, expand=False)  # type: ignore[call-arg]
    return result


def _lies(page: Page) -> bool:
    left, bottom, right, top = (float(value) for value in page.trimbox)
    turned = int(page.obj.get("/Rotate", 0)) % 180 != 0
    return (right - left > top - bottom) != turned


def _open_pdf(data: bytes) -> Pdf:
    try:
        pdf = Pdf.open(io.BytesIO(data))
        pages = len(pdf.pages)
        encrypted = pdf.is_encrypted
    except PasswordError:
        raise UnusableFile(Fault.ENCRYPTED) from None
    except (PdfError, ValueError, RuntimeError):
        raise UnusableFile(Fault.BROKEN) from None
    if encrypted:
        raise UnusableFile(Fault.ENCRYPTED)
    if not pages:
        raise UnusableFile(Fault.EMPTY)
    return pdf


def _picture(data: bytes) -> Image.Image:
    """The decoded picture, whole: a cut-off file is found here."""
    # WeasyPrint tells Pillow, for the whole process, to draw what there is of a cut-off picture.
    lenient, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(data), formats=("JPEG", "PNG"))
            if picture.width * picture.height > MAX_PIXELS:
                raise UnusableFile(Fault.TOO_LARGE)
            picture.load()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise UnusableFile(Fault.BROKEN) from None
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = lenient
    return picture


def _picture_pdf(data: bytes) -> bytes:
    picture = ImageOps.exif_transpose(_picture(data)).convert("RGBA")
    paper = Image.new("RGB", picture.size, "white")
    paper.paste(picture, mask=picture.getchannel("A"))
    longest, shortest = max(PRINT_PIXELS), min(PRINT_PIXELS)
    paper.thumbnail((longest, shortest) if paper.width > paper.height else (shortest, longest))
    dots = max(max(paper.size) / (A4[1] / 72), min(paper.size) / (A4[0] / 72))
    out = io.BytesIO()
    paper.save(out, "PDF", resolution=max(dots, 96), quality=88)
    return out.getvalue()
