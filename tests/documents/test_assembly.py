from __future__ import annotations

import io
from dataclasses import replace
from functools import cache

import pytest
from pikepdf import Name
from PIL import Image
from pypdf import PdfReader

from samhandling.documents.engine import AnnexPart, Embedded, EngineError, Info, Part, assemble, count_pages
from samhandling.documents.house import look, renderer
from samhandling.documents.packet import PageMap
from samhandling.documents.production import _settled
from tests.documents.content import CREATED, LOGO, case, front_html, notice, page
from tests.documents.pdf_checks import assert_claims, assert_structure, of_type, open_pdf

pytestmark = pytest.mark.django_db
INFO = Info("Innkalling & saksliste <2017>", "nb-NO", "Fellessekretariatet", CREATED, "Alt om \x0bmøtet", "17/00482-6")
ANNEX = Embedded("budsjett.pdf", "Vedlegg 1 til sak 1/17: Budsjett", "application/pdf", b"%PDF-1.7 innhold")


@cache
def part(number: int, paragraphs: int = 3) -> Part:
    source = case(number, paragraphs=paragraphs)
    pdf = renderer().render(source.html, {})
    return Part(pdf, source.title, source.anchor, source.running_head)


@cache
def front() -> Part:
    sources = [case(1), case(2)]
    html = front_html(PageMap({"sak-1": 2, "sak-2": 3}, 4), sources)
    return Part(renderer().render(html, {"logo": LOGO}))


@cache
def document() -> bytes:
    parts = [front(), part(1), part(2, paragraphs=60)]
    return assemble(parts, info=INFO, look=look(), head_left="Innkalling · OSU · 14. september 2017", embedded=[ANNEX])


def test_the_document_has_one_complete_structure_tree() -> None:
    assert_structure(document())


def test_both_conformance_claims_are_in_one_file() -> None:
    assert_claims(document())


def test_headings_tables_lists_and_figures_keep_their_meaning() -> None:
    pdf = open_pdf(document())

    assert len(of_type(pdf, "H1")) == 3
    assert len(of_type(pdf, "H2")) == 5
    assert [str(header.A.Scope) for header in of_type(pdf, "TH")].count("/Row") == 4
    assert [str(header.A.Scope) for header in of_type(pdf, "TH")].count("/Column") == 4
    assert len(of_type(pdf, "LI")) == 6
    assert [str(figure.Alt) for figure in of_type(pdf, "Figure")] == ["Logo: en sirkel"]


def test_pages_are_numbered_through_and_carry_their_running_heads() -> None:
    reader = PdfReader(io.BytesIO(document()))
    texts = [sheet.extract_text() for sheet in reader.pages]

    total = len(texts)
    assert total >= 5
    for number, text in enumerate(texts, start=1):
        assert f"Side {number} av {total}" in text
    assert "Innkalling · OSU" not in texts[0], "the first page opens with the letterhead"
    assert all("Innkalling · OSU · 14. september 2017" in text for text in texts[1:])
    assert "Sak 1/17" in texts[1]
    assert all("Sak 2/17" in text for text in texts[2:])
    assert reader.page_labels == [str(number) for number in range(1, total + 1)]


def test_bookmarks_lead_to_the_pieces_and_their_headings() -> None:
    reader = PdfReader(io.BytesIO(document()))
    outline = reader.outline
    titles = [item.title for item in outline if not isinstance(item, list)]
    pages = [reader.get_destination_page_number(item) for item in outline if not isinstance(item, list)]

    assert titles == ["Innkalling til møte", "Sak 1/17 Finansiering 1", "Sak 2/17 Finansiering 2"]
    assert pages == [0, 1, 2]
    assert [item.title for item in outline[3]] == ["Forslag til vedtak", "Bakgrunn"]
    assert [reader.get_destination_page_number(item) for item in outline[5]] == [2, 2]


def test_contents_links_lead_to_the_pieces_first_pages_and_say_where() -> None:
    pdf = open_pdf(document())
    links = list(pdf.pages[0].obj.Annots)

    assert {str(link.A.S) for link in links} == {"/GoTo"}
    assert {link.A.D[0].objgen for link in links} == {pdf.pages[1].objgen, pdf.pages[2].objgen}
    assert {str(link.Contents) for link in links} == {"Sak 1/17 Finansiering 1", "Sak 2/17 Finansiering 2"}


def test_the_same_address_inside_two_pieces_leads_to_the_own_piece() -> None:
    pdf = open_pdf(document())
    inner = [link for sheet in pdf.pages for link in sheet.obj.get("/Annots", []) if "/Dest" in link]

    assert inner
    assert {link.Dest[0].objgen for link in inner} == {pdf.pages[1].objgen, pdf.pages[2].objgen}


def test_annexes_are_inside_with_name_type_and_purpose() -> None:
    pdf = open_pdf(document())
    spec = pdf.Root.AF[0]

    assert list(pdf.attachments) == ["budsjett.pdf"]
    assert (str(spec.UF), str(spec.Desc)) == ("budsjett.pdf", "Vedlegg 1 til sak 1/17: Budsjett")
    assert spec.AFRelationship == Name.Supplement
    assert pdf.attachments["budsjett.pdf"].get_file().mime_type == "application/pdf"
    assert pdf.attachments["budsjett.pdf"].get_file().read_bytes() == ANNEX.data


def test_metadata_says_the_same_in_both_places_and_nothing_more() -> None:
    pdf = open_pdf(document())
    with pdf.open_metadata() as xmp:
        assert xmp["dc:title"] == INFO.title
        assert xmp["dc:creator"] == [INFO.creator]
        assert xmp["dc:identifier"] == INFO.reference
        assert xmp["xmp:CreateDate"] == "2017-09-14T10:30:00+00:00"
    assert str(pdf.docinfo["/Title"]) == INFO.title
    assert str(pdf.docinfo["/CreationDate"]) == "D:20170914103000+00'00"
    assert set(pdf.docinfo.keys()) == {"/Title", "/Author", "/Subject", "/Producer", "/CreationDate", "/ModDate"}


def test_the_same_input_gives_the_same_bytes() -> None:
    again = assemble(
        [front(), part(1), part(2, paragraphs=60)],
        info=INFO,
        look=look(),
        head_left="Innkalling · OSU · 14. september 2017",
        embedded=[ANNEX],
    )
    assert again == document()


def test_a_link_to_a_piece_that_is_not_there_is_refused() -> None:
    with pytest.raises(EngineError, match="sak-2"):
        assemble([front(), part(1)], info=INFO, look=look())


def test_running_heads_may_have_sami_letters_and_are_cut_when_they_are_too_long() -> None:
    data = assemble([part(1), part(2)], info=INFO, look=look(), head_left="Kárášjohka ŋ " + "langt navn " * 40)
    text = PdfReader(io.BytesIO(data)).pages[1].extract_text()

    assert "Kárášjohka ŋ" in text
    assert "…" in text


def test_the_file_to_print_claims_nothing_and_numbers_the_annexes_on() -> None:
    picture = io.BytesIO()
    Image.new("RGBA", (1200, 600), (200, 30, 30, 120)).save(picture, "PNG")
    annexes = [
        AnnexPart(document(), "Vedlegg 1", head_right="Vedlegg 1"),
        AnnexPart(picture.getvalue(), "Vedlegg 2", head_right="Vedlegg 2", media_type="image/png"),
    ]
    data = assemble([part(1), *annexes], info=INFO, look=look(), head_left="Innkalling")
    pdf, reader = open_pdf(data), PdfReader(io.BytesIO(data))

    with pdf.open_metadata() as xmp:
        assert "pdfaid:part" not in xmp
        assert xmp["dc:title"] == INFO.title
    assert "/StructTreeRoot" not in pdf.Root
    assert not any("/StructParents" in sheet.obj for sheet in pdf.pages)
    total = 1 + count_pages(document()) + 1
    assert len(reader.pages) == total
    assert f"Side {total} av {total}" in reader.pages[-1].extract_text()
    assert "Vedlegg 2" in reader.pages[-1].extract_text()
    assert "Sak 2/17" in reader.pages[3].extract_text()
    assert [round(float(side)) for side in pdf.pages[-1].mediabox] == [0, 0, 842, 595], "a lying picture, a lying sheet"


def test_the_front_settles_when_the_contents_need_more_pages_than_guessed() -> None:
    packet = notice(70)
    assert packet.front
    rendered = _settled(packet.front, packet.pieces, [1] * 70)
    text = "".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(rendered.pdf)).pages)

    assert rendered.pages > 1
    assert "Sak 1/17 Finansiering 1 . . " in text
    assert text.split("Finansiering 70")[1].strip(" .\n").startswith(str(rendered.pages + 70))


def test_a_front_that_never_settles_is_refused() -> None:
    packet = notice(1)
    assert packet.front

    def restless(pages: PageMap) -> str:
        odd = (pages.page("sak-1") or 0) % 2
        return page("<p>Tekst</p>" * (1 if odd else 120))

    with pytest.raises(EngineError, match="settle"):
        _settled(replace(packet.front, html=restless), packet.pieces, [1])
