"""Files for the demo's annexes, made when the demo is loaded: a PDF of text, or a bar chart as an image."""

from __future__ import annotations

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from PIL import Image, ImageDraw, ImageFont

from meetings.demo.content import DemoAnnex
from samhandling.documents.house import STAMP_FONTS, renderer, static_file

WIDTH, ROW, LEFT = 1200, 90, 300
PAGE = '<!doctype html><html lang="nb"><head><title>{}</title></head><body><article>{}</article></body></html>'
FONT = f"source-serif/{STAMP_FONTS['regular'][0]}"
INK, BAR, PAPER = "#1e2b3c", "#17506a", "#ffffff"


def annex_file(annex: DemoAnnex) -> SimpleUploadedFile:
    """As if a coordinator had chosen the file."""
    if annex.bars:
        return SimpleUploadedFile(f"{annex.title}.png", _chart(annex.bars), content_type="image/png")
    page = format_html(PAGE, annex.title, mark_safe(annex.html))  # noqa: S308 - our own text
    pdf = renderer().render(page, {})
    return SimpleUploadedFile(f"{annex.title}.pdf", pdf, content_type="application/pdf")


def _chart(bars: dict[str, int]) -> bytes:
    image = Image.new("RGB", (WIDTH, ROW * len(bars) + 60), PAPER)
    draw, font = ImageDraw.Draw(image), ImageFont.truetype(io.BytesIO(static_file(FONT)), size=34)
    unit = (WIDTH - LEFT - 160) / max(bars.values())
    for row, (label, value) in enumerate(bars.items()):
        top = 30 + row * ROW
        draw.text((30, top + 14), label, fill=INK, font=font)
        draw.rectangle((LEFT, top, LEFT + value * unit, top + ROW - 30), fill=BAR)
        draw.text((LEFT + value * unit + 16, top + 14), str(value), fill=INK, font=font)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
