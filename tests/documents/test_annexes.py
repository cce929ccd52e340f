from __future__ import annotations

import io

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from samhandling.documents.annexes import check_annex
from samhandling.documents.engine import annexes
from samhandling.documents.engine.annexes import sheets


def pdf(*sizes: tuple[float, float], rotate: int = 0, **save: object) -> bytes:
    made, out = pikepdf.Pdf.new(), io.BytesIO()
    for size in sizes:
        made.add_blank_page(page_size=size)
        made.pages[-1].obj.Rotate = rotate
    made.save(out, **save)
    return out.getvalue()


def picture(kind: str = "PNG", size: tuple[int, int] = (60, 40), mode: str = "RGB") -> bytes:
    out = io.BytesIO()
    Image.new(mode, size).save(out, kind)
    return out.getvalue()


def noise() -> bytes:
    out = io.BytesIO()
    Image.effect_noise((60, 40), 50).save(out, "PNG")
    return out.getvalue()


def test_pages_are_counted() -> None:
    assert check_annex(pdf((595, 842), (842, 595)), "application/pdf") == 2
    assert check_annex(picture(), "image/png") == 1
    assert check_annex(picture("JPEG"), "image/jpeg") == 1


CUT_OFF = noise()[:900]
LOCKED = pikepdf.Encryption(owner="eier", user="bruker")


@pytest.mark.parametrize(
    ("data", "media_type", "message"),
    [
        (b"", "application/pdf", "tom"),
        (pdf(), "application/pdf", "tom"),
        (b"%PDF-1.7 og ikke mer", "application/pdf", "skadet"),
        (pdf((595, 842), encryption=LOCKED), "application/pdf", "passord"),
        (pdf((595, 842), encryption=pikepdf.Encryption(owner="eier", user="")), "application/pdf", "passord"),
        (CUT_OFF, "image/png", "skadet"),
        (picture("GIF", mode="L"), "image/png", "skadet"),
        (b"PK\x03\x04", "application/zip", "PDF eller et bilde"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_the_reason(data: bytes, media_type: str, message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        check_annex(data, media_type)


def test_a_picture_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(annexes, "MAX_PIXELS", 1000)
    with pytest.raises(ValidationError, match="bildepunkter"):
        check_annex(picture(size=(100, 100)), "image/png")


@pytest.mark.parametrize(
    ("size", "rotate", "lying"),
    [
        ((595, 842), 0, False),
        ((842, 595), 0, True),
        ((595, 842), 90, True),
        ((2384, 3370), 0, False),
        ((100, 90), 0, True),
    ],
)
def test_every_page_gets_an_a4_sheet_that_lies_when_the_page_lies(
    size: tuple[float, float], rotate: int, lying: bool
) -> None:
    made = sheets(pdf(size, rotate=rotate), "application/pdf")

    assert [round(float(side)) for side in made.pages[0].mediabox[2:]] == ([842, 595] if lying else [595, 842])


def test_what_is_filled_into_a_form_is_printed() -> None:
    form = pikepdf.open(io.BytesIO(pdf((595, 842))))
    look = form.make_stream(
        b"BT /F 12 Tf (Utfylt) Tj ET", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 99, 20]
    )
    form.pages[0].obj.Annots = pikepdf.Array(
        [
            form.make_indirect(
                pikepdf.Dictionary(
                    Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FreeText, F=4, Rect=[9, 9, 108, 29],
                    AP=pikepdf.Dictionary(N=look),
                )
            )
        ]
    )  # fmt: skip
    out = io.BytesIO()
    form.save(out)

    sheet = sheets(out.getvalue(), "application/pdf")

    streams = [obj.read_bytes() for obj in sheet.objects if isinstance(obj, pikepdf.Stream)]
    assert any(b"(Utfylt)" in stream for stream in streams)
