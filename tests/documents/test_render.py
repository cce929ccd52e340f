from __future__ import annotations

import io
import socket
from pathlib import Path

import pytest
from pypdf import PdfReader

from samhandling.documents.engine import Renderer, style_references
from samhandling.documents.house import renderer, static_file
from tests.documents.content import LOGO, case, page
from tests.documents.pdf_checks import everything

SECRET = "hemmelig-innhold-i-filen"


def text_of(pdf: bytes) -> str:
    return "\n".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(pdf)).pages)


@pytest.fixture
def secret_file(tmp_path: Path) -> Path:
    path = tmp_path / "secret.svg"
    path.write_text(f'<svg xmlns="http://www.w3.org/2000/svg" width="90" height="20"><text y="9">{SECRET}</text></svg>')
    return path


@pytest.fixture
def no_reading(monkeypatch: pytest.MonkeyPatch, secret_file: Path) -> list[str]:
    """What the rendering tried to open: sockets, and the secret file. It must stay empty."""
    attempts: list[str] = []
    monkeypatch.setattr(socket, "create_connection", lambda *args, **_: attempts.append(str(args)))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **_: attempts.append(str(args)))
    real_open = io.open

    def watched(file: object, *args: object, **rest: object) -> object:
        if "secret" in str(file) or "passwd" in str(file):
            attempts.append(str(file))
        return real_open(file, *args, **rest)  # type: ignore[call-overload]

    monkeypatch.setattr("builtins.open", watched)
    return attempts


@pytest.mark.parametrize(
    "html",
    [
        '<img src="{file}" alt="x">',
        '<img src="file:///etc/passwd" alt="x">',
        '<img src="{path}" alt="x">',
        '<img src="../../../../../../../../etc/passwd" alt="x">',
        '<img src="http://localhost:9/x.png" alt="x">',
        '<img src="https://example.org/x.png" alt="x">',
        '<img src="ftp://example.org/x.png" alt="x">',
        '<img src="/static/img/logo.svg" alt="x">',
        '<img srcset="{file} 2x" src="{file}" alt="x">',
        "<img src=\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><image href='{file}'/></svg>\" alt='x'>",
        '<svg width="99" height="99"><title>x</title><image href="{file}" width="90" height="20"/></svg>',
        '<svg width="99" height="99"><title>x</title><use href="{file}#a"/></svg>',
        (
            '<style>@import "{file}"; p {{ background: url("{file}") }} li {{ list-style-image: url("{file}") }}'
            "</style><p>a</p>"
        ),
        (
            '<style>@font-face {{ font-family: x; src: url("{file}") }} p {{ font: 9pt x; content: url("{file}") }}'
            "</style><p>a</p>"
        ),
        '<link rel="stylesheet" href="{file}">',
        '<link rel="attachment" href="{file}">',
        '<a rel="attachment" href="{file}">last ned</a>',
        '<object data="{file}" type="image/svg+xml">x</object>',
        '<embed src="{file}" type="image/svg+xml">',
        '<iframe src="{file}"></iframe>',
        '<base href="{folder}/"><img src="secret.svg" alt="x">',
    ],
)
def test_text_in_a_paper_reads_neither_files_nor_the_network(
    html: str, secret_file: Path, no_reading: list[str]
) -> None:
    places = {"file": secret_file.as_uri(), "path": str(secret_file), "folder": secret_file.parent.as_uri()}

    pdf = renderer().render(page(f"<main><h1>Sak</h1>{html.format(**places)}</main>"), {})

    assert no_reading == []
    assert SECRET not in text_of(pdf)
    assert SECRET.encode() not in everything(pdf)
    assert not PdfReader(io.BytesIO(pdf)).attachments


def test_an_image_that_was_handed_over_reads_nothing_further(secret_file: Path, no_reading: list[str]) -> None:
    evil = f"""<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "{secret_file.as_uri()}">]>
    <svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 90 20">
    <image xlink:href="{secret_file.as_uri()}" width="90" height="20"/><text y="9">&x;</text></svg>"""

    pdf = renderer().render(page('<img src="doc-image:logo" alt="Logo">'), {"logo": evil.encode()})

    assert no_reading == []
    assert SECRET not in text_of(pdf)


def test_an_image_that_was_handed_over_is_drawn() -> None:
    with_image = renderer().render(page('<img src="doc-image:logo" alt="Logo">'), {"logo": LOGO})
    without = renderer().render(page('<img src="doc-image:logo" alt="Logo">'), {})

    assert "Logo" not in text_of(with_image)
    assert "Logo" in text_of(without), "the alternative text stands in for an image that is missing"


def test_a_piece_knows_neither_its_place_nor_its_page_number() -> None:
    assert "Side" not in text_of(renderer().render(case(1).html, {}))


def test_the_same_html_gives_the_same_name_and_the_same_bytes() -> None:
    source = case(1)

    assert renderer().key(source.html, {}) == renderer().key(source.html, {})
    assert renderer().render(source.html, {}) == renderer().render(source.html, {})


def test_the_name_follows_text_images_style_and_fonts() -> None:
    css = "@font-face { font-family: x; src: url(../source-serif/a.woff) } p { color: red }"
    keys = {
        Renderer(css, {}).key("a", {}),
        Renderer(css, {}).key("b", {}),
        Renderer(css, {}).key("a", {"logo": b"1"}),
        Renderer(css, {}).key("a", {"logo": b"2"}),
        Renderer(css + " ", {}).key("a", {}),
        Renderer(css, {"source-serif/a.woff": b"font"}).key("a", {}),
    }
    assert len(keys) == 6


def test_the_style_sheet_names_only_fonts_that_are_installed() -> None:
    css = static_file("pdf/print.css").decode()

    assert {path.split("/")[0] for path in style_references(css)} == {"source-serif"}
    assert all(static_file(path)[:4] == b"wOFF" for path in style_references(css))


def test_sami_letters_are_in_the_text() -> None:
    assert "Kárášjohka, Unjárga, Guovdageaidnu ŋđŧž" in text_of(
        renderer().render(page("<p>Kárášjohka, Unjárga, Guovdageaidnu ŋđŧž</p>"), {})
    )
