"""The files themselves: both standards, structure, bookmarks, page numbers, language, embedded annexes."""

from __future__ import annotations

import datetime as dt
import io
from itertools import pairwise
from pathlib import Path

import pikepdf
import pypdf
import pytest

from meetings.packets.content import AnnexLine, PaperContent, Section
from meetings.packets.papers import piece_of
from samhandling.documents.enums import Kind, Language, Purpose, Variant
from samhandling.documents.house import renderer
from tests.documents.pdf_checks import assert_claims, assert_structure, kids, of_type, open_pdf
from tests.meetings.documents_files import Files, text_of

pytestmark = pytest.mark.xdist_group("papers")  # the files are made once

READING = [
    (Kind.NOTICE, Variant.INTERNAL),
    (Kind.NOTICE, Variant.PUBLIC),
    (Kind.MINUTES, Variant.INTERNAL),
    (Kind.MINUTES, Variant.PUBLIC),
    (Kind.CASE_PAPER, Variant.INTERNAL),
    (Kind.CASE_PAPER, Variant.PUBLIC),
]


@pytest.mark.parametrize(("kind", "variant"), READING)
def test_every_file_to_read_has_one_structure_tree_and_claims_both_standards(
    files: Files, kind: str, variant: str
) -> None:
    data = files.get(kind, variant).data
    assert_structure(data)
    assert_claims(data)


def test_the_file_to_print_claims_no_standard_and_numbers_its_pages_to_the_end(files: Files, tmp_path: Path) -> None:
    made = files.get(Kind.NOTICE, Variant.INTERNAL, purpose=Purpose.PRINT)
    with open_pdf(made.data).open_metadata() as xmp:
        assert "pdfaid:part" not in xmp
    pages = text_of(made.data, tmp_path).split("\f")[:-1]
    assert all(f"Side {number} av {len(pages)}" in page for number, page in enumerate(pages, start=1))
    assert made.file_name == "Innkalling OSU 2026-09-17 alt til utskrift.pdf"


def test_every_sheet_that_is_exempt_says_so_at_its_foot(files: Files, tmp_path: Path) -> None:
    made = files.get(Kind.NOTICE, Variant.INTERNAL, purpose=Purpose.PRINT)
    pages = text_of(made.data, tmp_path, "-layout").split("\f")[:-1]
    for annex, is_exempt in (("2 til sak 4/26", True), ("1 til sak 6/26", True), ("1 til sak 4/26", False)):
        of_annex = [page for page in pages if page.splitlines()[0].strip().endswith(f"Vedlegg {annex}")]
        assert len(of_annex) == 2, "the divider and the annex's page"
        marked = ["Unntatt offentlighet" in page.rstrip().splitlines()[-1] for page in of_annex]
        assert marked == [is_exempt, is_exempt]


@pytest.mark.parametrize(("kind", "variant"), READING)
def test_page_numbers_run_through_the_whole_file(files: Files, tmp_path: Path, kind: str, variant: str) -> None:
    made = files.get(kind, variant)
    pages = text_of(made.data, tmp_path).split("\f")[:-1]
    assert len(pages) == made.pages
    assert all(f"Side {number} av {made.pages}" in page for number, page in enumerate(pages, start=1))


def test_contents_and_case_list_point_to_the_page_where_each_case_begins(files: Files, tmp_path: Path) -> None:
    reader = pypdf.PdfReader(io.BytesIO(files.get(Kind.NOTICE, Variant.INTERNAL).data))
    starts = {}
    for page in reader.pages:
        words = page.extract_text().split("Sak ")
        for number in ("4/26", "5/26", "6/26", "7/26"):
            if "Sakstype" in page.extract_text() and any(word.startswith(number) for word in words):
                starts.setdefault(number, reader.get_page_number(page) + 1)
    assert starts == {"4/26": 3, "5/26": 5, "6/26": 7, "7/26": 8}
    text = text_of(files.get(Kind.NOTICE, Variant.INTERNAL).data, tmp_path, "-layout")
    rows = [line.split() for line in text.splitlines() if line[:4] in starts]
    assert {row[0]: int(row[-1]) for row in rows} == starts
    contents = [line.split() for line in text.splitlines() if ". . ." in line and "Sak " in line]
    listed = {row[1]: int(row[-1]) for row in contents}
    assert listed == {number: page for number, page in starts.items() if number != "5/26"}, "5/26 takes three lines"


def test_the_list_of_annexes_has_the_end_of_the_paper_with_it_on_a_last_page(tmp_path: Path) -> None:
    sections = (
        Section("background", "Bakgrunn", '<p style="height: 190mm">Nesten en hel side.</p>'),
        Section("further", "Videre saksgang", "<p>Saken går til kommunestyrene.</p>"),
    )
    paper = PaperContent(
        "sak-1-26",
        "Sak 1/26",
        "Avtale",
        "nb",
        dt.datetime.now(dt.UTC),
        sections=sections,
        annexes=(AnnexLine(1, "Kart"),),
    )

    _first, last, _end = text_of(renderer().render(piece_of(paper).html, {}), tmp_path).split("\f")

    assert last.split()[:2] == ["Videre", "saksgang"]
    assert "Kart" in last


def test_bookmarks_name_the_cases_with_their_sections_beneath(files: Files) -> None:
    reader = pypdf.PdfReader(io.BytesIO(files.get(Kind.NOTICE, Variant.INTERNAL).data))
    top = [row.title for row in reader.outline if not isinstance(row, list)]
    assert top[0].startswith("Innkalling til møte i overordnet samarbeidsutvalg")
    assert "Sak 4/26 Finansiering av fellessekretariatet 2026–2029" in top
    beneath = [
        row.title for group in reader.outline if isinstance(group, list) for row in group if not isinstance(row, list)
    ]
    assert {"Saksliste", "Oppfølging av tidligere vedtak", "Innhold"} <= set(beneath)
    assert beneath[beneath.index("Sammendrag") :][:3] == ["Sammendrag", "Forslag til vedtak", "Bakgrunn"]


def test_headings_step_down_one_at_a_time(files: Files) -> None:
    for made in files.made.values():
        if made.data.count(b"pdfuaid") == 0 and "utskrift" in made.file_name:
            continue
        pdf = open_pdf(made.data)
        levels = [int(str(element.S)[2:]) for element in _in_order(pdf)]
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels)), levels


def _in_order(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    found = []

    def walk(element: pikepdf.Object) -> None:
        if str(element.S)[1:] in {"H1", "H2", "H3", "H4"}:
            found.append(element)
        for kid in kids(element):
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                walk(kid)

    for top in kids(pdf.Root.StructTreeRoot):
        walk(top)
    return found


def test_tables_have_headers_for_columns_and_rows(files: Files) -> None:
    pdf = open_pdf(files.get(Kind.NOTICE, Variant.INTERNAL).data)
    tables = of_type(pdf, "Table")
    assert all(of_type_below(table, "TH") for table in tables)
    assert sum(bool(of_type_below(table, "Caption")) for table in tables) == 5
    assert len(tables) == 7, "two go on over the page, where the head is repeated"
    scopes = [str(cell.A.Scope) for cell in of_type(pdf, "TH")]
    assert scopes.count("/Row") > 50
    assert scopes.count("/Column") >= 6 + 5 + 4 + 2 + 3


def of_type_below(element: pikepdf.Object, kind: str) -> list[pikepdf.Object]:
    found = [element] if str(element.S) == f"/{kind}" else []
    for kid in kids(element):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            found += of_type_below(kid, kind)
    return found


def test_a_table_over_two_pages_repeats_its_head(files: Files, tmp_path: Path) -> None:
    pages = text_of(files.get(Kind.NOTICE, Variant.INTERNAL).data, tmp_path).split("\f")
    with_rows = [page for page in pages if "Kommune nummer" in page]
    assert len(with_rows) == 2
    assert all("Folketall" in page and "Andel i %" in page for page in with_rows)


def test_the_metadata_name_the_paper_and_the_secretariat_and_no_person(files: Files) -> None:
    pdf = open_pdf(files.get(Kind.NOTICE, Variant.INTERNAL).data)
    assert str(pdf.docinfo["/Title"]).replace("\u00a0", " ") == (
        "Innkalling til møte i overordnet samarbeidsutvalg 17. september 2026"
    )
    with pdf.open_metadata() as xmp:
        text = str(xmp)
    assert "Fellessekretariatet, Helsefellesskapet Prøvedalen" in text
    assert "Prøvestad" not in text


def test_annexes_are_embedded_with_what_they_are(files: Files) -> None:
    names = pypdf.PdfReader(io.BytesIO(files.get(Kind.CASE_PAPER, Variant.INTERNAL).data)).attachments
    assert sorted(names) == [
        "Sak 4-26 vedlegg 1 Utkast til avtale.pdf",
        "Sak 4-26 vedlegg 2 Skjultvedlegg med priser.pdf",
        "Sak 4-26 vedlegg 3 Oppsummering av høringssvarene.pdf",
    ]
    pdf = open_pdf(files.get(Kind.CASE_PAPER, Variant.INTERNAL).data)
    assert {str(spec.get("/AFRelationship")) for spec in pdf.Root.AF} == {"/Supplement"}


def test_a_nynorsk_file_says_so_and_has_nynorsk_days(files: Files, tmp_path: Path) -> None:
    data = files.get(Kind.NOTICE, Variant.INTERNAL, Language.NYNORSK).data
    assert_claims(data, language="nn-NO")
    assert "torsdag 17. september 2026" in text_of(data, tmp_path).replace("\u00a0", " ")


def test_the_footnote_stands_at_the_foot_of_its_page(files: Files, tmp_path: Path) -> None:
    pages = text_of(files.get(Kind.CASE_PAPER, Variant.PUBLIC).data, tmp_path, "-layout").split("\f")
    lines = [line.strip() for line in pages[0].splitlines() if line.strip()]
    assert lines[-2] == "1. Avtalen har ingen bestemmelse om forlengelse."
