"""Word and PDF files as people send them, made in code."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping, Sequence

import docx
import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from docx.document import Document
from docx.oxml import parse_xml
from PIL import Image

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def saved(document: Document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def put(document: Document, xml: str) -> None:
    """A paragraph or table in raw WordprocessingML, last in the text."""
    element = parse_xml(xml.replace(">", f" {W}>", 1))
    document.element.body.insert(len(document.element.body) - 1, element)


def rezipped(data: bytes, parts: Mapping[str, bytes | None]) -> bytes:
    """The file with some parts added or replaced, or taken out (None)."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            if content is not None:
                new.writestr(name, content)
    return out.getvalue()


def agreement_docx() -> bytes:
    """An agreement with heading styles, a list, a table, definitions and an annex."""
    document = docx.Document()
    document.add_paragraph("Delavtale om innleggelse", style="Title")
    document.add_paragraph("mellom Alvdalen kommune og helseforetaket")
    document.add_heading("Formål", 1)
    paragraph = document.add_paragraph("Avtalen skal sikre ")
    paragraph.add_run("gode overganger").bold = True
    document.add_heading("Definisjoner", 1)
    document.add_paragraph("Utskrivningsklar: pasient som ikke trenger mer behandling på sykehus.")
    document.add_paragraph("Med døgn menes 24 timer.")
    document.add_heading("Ansvar og samarbeid", 1)
    document.add_heading("Kommunens ansvar", 2)
    document.add_paragraph("Alvdalen melder fra innen to døgn:")
    for text in ("på telefon", "i journalen"):
        document.add_paragraph(text, style="List Bullet")
    document.add_heading("Sykehusets ansvar", 2)
    table = document.add_table(2, 2)
    for cell, text in zip(table.row_cells(0), ("Melding", "Frist"), strict=True):
        cell.paragraphs[0].add_run(text).bold = True
    table.cell(1, 0).merge(table.cell(1, 1)).text = "Alt innen 24 timer"
    document.add_heading("Vedlegg A: Rutiner for varsling", 1)
    document.add_paragraph("Ring først.")
    return saved(document)


def tracked_docx() -> bytes:
    """Full of tracked changes, comments, macros, a picture, a text box and a header."""
    document = docx.Document()
    document.add_heading("1 Formål", 1)
    run = "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>"
    put(
        document,
        f"<w:p>{run.format('Avtalen ')}<w:del w:id='1'><w:r><w:delText>bør</w:delText></w:r></w:del>"
        f"<w:ins w:id='2'>{run.format('skal')}</w:ins>{run.format(' følges')}"
        "<w:r><w:rPr><w:b/><w:rPrChange w:id='3'><w:rPr/></w:rPrChange></w:rPr><w:t> av alle</w:t></w:r>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hemmelig</w:t></w:r></w:p>",
    )
    put(document, f"<w:p><w:pPr><w:rPr><w:del w:id='4'/></w:rPr></w:pPr>{run.format('Første halvdel ')}</w:p>")
    put(document, f"<w:p>{run.format('og andre halvdel.')}</w:p>")
    put(
        document,
        "<w:p><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>I boksen</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
        "<w:r><w:drawing/></w:r></w:p>",
    )
    document.sections[0].header.paragraphs[0].text = "Utkast 3, unntatt"
    comments = (
        f"<w:comments {W}><w:comment w:id='0'><w:p/></w:comment><w:comment w:id='1'><w:p/></w:comment></w:comments>"
    )
    macros = {"word/vbaProject.bin": b"\xd0\xcf macros", "word/comments.xml": comments.encode()}
    return rezipped(saved(document), macros)


def pdf(pages: Sequence[Sequence[tuple[str, float, bool]]], *, top: str = "", foot: str = "", **save: object) -> bytes:
    """Pages of lines, each a text, the distance down from the line before, and whether it is bold."""
    out = pikepdf.new()
    fonts = {
        name: out.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Font,
                Subtype=pikepdf.Name.Type1,
                BaseFont=pikepdf.Name(f"/{base}"),
                Encoding=pikepdf.Name.WinAnsiEncoding,
            )
        )
        for name, base in (("/F1", "Helvetica"), ("/F2", "Helvetica-Bold"))
    }
    for number, lines in enumerate(pages, start=1):
        out.add_blank_page(page_size=(595, 842))
        page = out.pages[-1]
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(**{name[1:]: font for name, font in fonts.items()}))
        content = _line(top, 800, "F1") if top else b""
        at = 760.0
        for text, down, bold in lines:
            at -= down
            content += _line(text, at, "F2" if bold else "F1")
        content += _line(foot.format(number), 40, "F1") if foot else b""
        page.Contents = out.make_stream(content)
    stream = io.BytesIO()
    out.save(stream, **save)  # type: ignore[arg-type]
    return stream.getvalue()


def _line(text: str, at: float, font: str) -> bytes:
    words = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return f"BT /{font} 11 Tf 1 0 0 1 70 {at} Tm ({words}) Tj ET\n".encode("cp1252")


def agreement_pdf() -> bytes:
    pages = [
        [
            ("Delavtale om innleggelse", 0, True),
            ("1 Formål", 30, True),
            ("Avtalen skal sikre gode over-", 20, False),
            ("ganger mellom helse- og", 13, False),
            ("omsorgstjenesten og sykehuset.", 13, False),
            ("Andre avsnitt.", 26, False),
            ("2 Ansvar", 30, True),
            ("2.1 Kommunens ansvar", 24, True),
            ("Kommunen melder fra:", 20, False),
            ("• på telefon", 20, False),
            ("• i journalen", 13, False),
            ("og dette avsnittet går over", 26, False),
        ],
        [
            ("til neste side.", 0, False),
            ("3 Varighet", 30, True),
            ("Avtalen gjelder til den blir sagt opp.", 20, False),
        ],
        [("Vedlegg 1", 0, True), ("Rutiner", 24, True), ("Ring først.", 20, False)],
    ]
    return pdf(pages, top="Utkast til delavtale", foot="Side {} av 3")


def scanned_pdf() -> bytes:
    """A picture of a page, as a scanner gives it."""
    out = io.BytesIO()
    Image.new("L", (400, 560), 240).save(out, "PDF")
    return out.getvalue()


def locked_pdf() -> bytes:
    return pdf(
        [[("Avtale", 0, False)]],
        encryption=pikepdf.Encryption(user="hemmelig", owner="eier", R=4, aes=False, metadata=False),
    )


def raw_pdf(*objects: bytes) -> bytes:
    """A PDF of just these objects, numbered from 1; the first is the catalogue."""
    out, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n" % size
    return out + head + table + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, len(out))


CATALOGUE = b"<</Type/Catalog/Pages 2 0 R>>"


def looping_pdf() -> bytes:
    """A page tree that is its own branch."""
    return raw_pdf(CATALOGUE, b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 2>>", b"<</Type/Page/MediaBox[0 0 9 9]>>")


def branching_pdf() -> bytes:
    """Two kilobytes with a page tree of 33 million pages."""
    branches = [b"<</Type/Pages/Kids[%d 0 R %d 0 R]/Count 1>>" % (number, number) for number in range(3, 28)]
    return raw_pdf(CATALOGUE, *branches, b"<</Type/Page/MediaBox[0 0 9 9]>>")


def swelling_pdf() -> bytes:
    """One page whose content unpacks to 100 megabytes."""
    packed = zlib.compress(b" " * 100_000_000, 1)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</Font<<>>>>>>"
    stream = b"<</Length %d/Filter/FlateDecode>>\nstream\n%s\nendstream" % (len(packed), packed)
    return raw_pdf(CATALOGUE, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, stream)


def slow_pdf() -> bytes:
    """Valid, and minutes to read: 200 pages that share one content of a million small words."""
    packed = zlib.compress(b"BT /F1 9 Tf (hei) Tj ET\n" * 100_000, 9)
    kids = b" ".join(b"%d 0 R" % number for number in range(5, 205))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 3 0 R/Resources<</Font<</F1 4 0 R>>>>>>"
    return raw_pdf(
        CATALOGUE,
        b"<</Type/Pages/Kids[%s]/Count 200>>" % kids,
        b"<</Length %d/Filter/FlateDecode>>\nstream\n%s\nendstream" % (len(packed), packed),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        *[page] * 200,
    )


def upload(data: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, "application/octet-stream")


def many_sections_docx(count: int) -> bytes:
    document = docx.Document()
    for number in range(count):
        document.add_heading(f"Punkt {number}", 1)
    return saved(document)


def empty_docx() -> bytes:
    return saved(docx.Document())
