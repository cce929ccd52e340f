"""Reading Word and PDF files, whatever is in them, and recognising the sections of an agreement."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.content import Clause, Content
from agreements.importing import Block, Ignored, Problem, Unreadable, read_docx, read_pdf, recognise
from agreements.importing.limits import MAX_PAGES, MAX_PART, MAX_PARTS, MAX_UNPACKED
from agreements.importing.matching import anchored
from tests.agreements import import_files as files


def found(data: bytes) -> list[str]:
    """Kind, level, number, heading and body of each row on a line."""
    read = read_pdf(data) if data.startswith(b"%PDF") else read_docx(data)
    return [told(row) for row in recognise(read.blocks).rows]


def told(row: object) -> str:
    parts = [getattr(row, name) for name in ("kind", "level", "number", "heading", "body")]
    return " | ".join(str(part) for part in parts) + ("" if getattr(row, "keep") else " | utelatt")  # noqa: B009


# --- Word -----------------------------------------------------------------------------------------------------------


def test_a_word_file_with_heading_styles() -> None:
    data = files.agreement_docx()
    assert recognise(read_docx(data).blocks).title == "Delavtale om innleggelse"
    assert found(data) == [
        "section | 1 |  | Innledning | <p>mellom Alvdalen kommune og helseforetaket</p> | utelatt",
        "section | 1 |  | Formål | <p>Avtalen skal sikre <strong>gode overganger</strong></p>",
        "section | 1 |  | Definisjoner | ",
        "definition | 2 |  | Utskrivningsklar | <p>pasient som ikke trenger mer behandling på sykehus.</p>",
        "definition | 2 |  | Døgn | <p>Med døgn menes 24 timer.</p>",
        "section | 1 |  | Ansvar og samarbeid | ",
        (
            "section | 2 |  | Kommunens ansvar | <p>Alvdalen melder fra innen to døgn:</p>"
            "<ul><li>på telefon</li><li>i journalen</li></ul>"
        ),
        (
            'section | 2 |  | Sykehusets ansvar | <table><thead><tr><th scope="col">Melding</th>'
            '<th scope="col">Frist</th></tr></thead>'
            '<tbody><tr><td colspan="2">Alt innen 24 timer</td></tr></tbody></table>'
        ),
        "annex | 1 | A | Rutiner for varsling | <p>Ring først.</p>",
    ]


def test_typed_numbers_and_bold_lines_are_headings_and_dates_are_not() -> None:
    document = docx.Document()
    for text, bold in (
        ("SAMARBEIDSAVTALE", True),
        ("1. Formål", True),
        ("1. januar 2012 trådte loven i kraft.", False),
        ("2. Ansvar", True),
        ("2.1 Kommunen melder fra til sykehuset så snart som mulig og senest innen to døgn, jf. loven § 3.", False),
        ("2.2 Sykehuset", False),
        ("Råd og veiledning", True),
        ("2 døgn er fristen.", False),
        ("§ 3 Varighet", True),
        ("Vedlegg 1", True),
        ("Rutiner", True),
        ("Ring først.", False),
    ):
        document.add_paragraph().add_run(text).bold = bold or None
    assert found(files.saved(document)) == [
        "section | 1 | 1 | Formål | <p>1. januar 2012 trådte loven i kraft.</p>",
        "section | 1 | 2 | Ansvar | ",
        (
            "section | 2 | 2.1 |  | <p>Kommunen melder fra til sykehuset så snart som mulig og senest innen to døgn, "
            "jf. loven § 3.</p>"
        ),
        "section | 2 | 2.2 | Sykehuset | ",
        "section | 3 |  | Råd og veiledning | <p>2 døgn er fristen.</p>",
        "section | 1 | 3 | Varighet | ",
        "annex | 1 | 1 | Rutiner | <p>Ring først.</p>",
    ]


def test_one_heading_over_all_others_is_the_title() -> None:
    document = docx.Document()
    document.add_heading("Delavtale 4", 1)
    for heading in ("Formål", "Ansvar"):
        document.add_heading(heading, 2)
    recognised = recognise(read_docx(files.saved(document)).blocks)
    assert recognised.title == "Delavtale 4"
    assert [(row.heading, row.level) for row in recognised.rows] == [("Formål", 1), ("Ansvar", 1)]


def test_tracked_changes_are_read_as_accepted_and_the_rest_is_told() -> None:
    read = read_docx(files.tracked_docx())
    assert [block.text for block in read.blocks] == [
        "1 Formål",
        "Avtalen skal følges av alle",
        "Første halvdel og andre halvdel.",
    ]
    assert read.ignored == {
        Ignored.INSERTED: 1,
        Ignored.DELETED: 2,
        Ignored.FORMAT_CHANGES: 1,
        Ignored.COMMENTS: 2,
        Ignored.MACROS: 1,
        Ignored.PICTURES: 1,
        Ignored.TEXT_BOXES: 1,
        Ignored.HEADERS: 1,
        Ignored.HIDDEN: 1,
    }


def test_footnotes_stay_at_their_place() -> None:
    document = docx.Document()
    files.put(
        document,
        "<w:p><w:r><w:t>Fristen</w:t><w:footnoteReference w:id='2'/></w:r><w:r><w:t> er kort.</w:t></w:r></w:p>",
    )
    note = "<w:footnote w:id='2'><w:p><w:r><w:t>Se § 4.</w:t></w:r></w:p></w:footnote>"
    notes = f"<w:footnotes {files.W}>{note}</w:footnotes>"
    read = read_docx(files.rezipped(files.saved(document), {"word/footnotes.xml": notes.encode()}))
    assert read.blocks[0].html == 'Fristen<span class="fotnote">Se § 4.</span> er kort.'


def bomb() -> bytes:
    return files.rezipped(files.agreement_docx(), {"word/document.xml": b"<a>" + b" " * (MAX_PART + 10) + b"</a>"})


def entities() -> bytes:
    body = "<w:body><w:p><w:r><w:t>&e;</w:t></w:r></w:p></w:body>"
    xml = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><w:document {files.W}>{body}</w:document>'
    return files.rezipped(files.agreement_docx(), {"word/document.xml": xml.encode()})


def spreadsheet() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", Problem.EMPTY),
        (b"PK\x03\x04 and no more", Problem.BROKEN),
        (files.agreement_docx()[:-600], Problem.BROKEN),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 WordDocument", Problem.OLD_WORD),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), Problem.ENCRYPTED),
        (spreadsheet(), Problem.UNKNOWN),
        (entities(), Problem.BROKEN),
    ],
)
def test_what_is_no_readable_word_file_is_refused_with_the_reason(data: bytes, problem: Problem) -> None:
    with pytest.raises(Unreadable) as refused:
        read_docx(data)
    assert refused.value.problem == problem


def many_large_parts() -> bytes:
    """Each under the limit of a part, and small in the file."""
    margin = f"<w:hdr {files.W}>{' ' * (MAX_PART - 200)}</w:hdr>".encode()
    return files.rezipped(
        files.agreement_docx(), {f"word/header{n}.xml": margin for n in range(MAX_UNPACKED // MAX_PART + 1)}
    )


def lying_about_its_size() -> bytes:
    """A part whose header says that it unpacks to ten bytes."""
    data = bomb()
    size = (MAX_PART + 17).to_bytes(4, "little")
    assert data.count(size) == 2
    return data.replace(size, (10).to_bytes(4, "little"))


def many_parts() -> bytes:
    return files.rezipped(files.agreement_docx(), {f"word/media/{n}.png": b"" for n in range(MAX_PARTS)})


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (bomb, Problem.TOO_LARGE),
        (many_large_parts, Problem.TOO_LARGE),
        (many_parts, Problem.TOO_LARGE),
        (lying_about_its_size, Problem.BROKEN),
    ],
)
def test_a_zip_bomb_is_not_unpacked(make: Callable[[], bytes], problem: Problem) -> None:
    data = make()
    assert len(data) < 2_000_000
    with pytest.raises(Unreadable) as refused:
        read_docx(data)
    assert refused.value.problem == problem


@given(st.binary(max_size=300))
def test_no_bytes_make_the_readers_fail_in_another_way(data: bytes) -> None:
    for read, start in ((read_docx, b"PK\x03\x04"), (read_pdf, b"%PDF-1.7\n")):
        with pytest.raises(Unreadable):
            read(start + data)


# --- PDF ------------------------------------------------------------------------------------------------------------


def test_a_pdf_is_put_together_from_its_lines() -> None:
    data = files.agreement_pdf()
    read = read_pdf(data)
    assert recognise(read.blocks).title == "Delavtale om innleggelse"
    assert read.ignored == {Ignored.REPEATED: 6, Ignored.FLAT_TABLES: 1}
    assert found(data) == [
        (
            "section | 1 | 1 | Formål | <p>Avtalen skal sikre gode overganger mellom helse- og omsorgstjenesten og "
            "sykehuset.</p><p>Andre avsnitt.</p>"
        ),
        "section | 1 | 2 | Ansvar | ",
        (
            "section | 2 | 2.1 | Kommunens ansvar | <p>Kommunen melder fra:</p><ul><li>på telefon</li>"
            "<li>i journalen</li></ul><p>og dette avsnittet går over til neste side.</p>"
        ),
        "section | 1 | 3 | Varighet | <p>Avtalen gjelder til den blir sagt opp.</p>",
        "annex | 1 | 1 | Rutiner | <p>Ring først.</p>",
    ]


def test_a_page_number_alone_is_no_text() -> None:
    read = read_pdf(files.pdf([[("Avtalen gjelder fra 2012.", 0, False)]], foot="- {} -"))
    assert [block.text for block in read.blocks] == ["Avtalen gjelder fra 2012."]


def test_a_scanned_pdf_has_no_text() -> None:
    read = read_pdf(files.scanned_pdf())
    assert not read.has_text
    assert read.ignored == {Ignored.PICTURES: 1}


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", Problem.EMPTY),
        (files.locked_pdf(), Problem.ENCRYPTED),
        (files.agreement_pdf()[:200], Problem.BROKEN),
        (files.pdf([[]] * (MAX_PAGES + 1)), Problem.TOO_MANY_PAGES),
        (files.looping_pdf(), Problem.BROKEN),
        (files.branching_pdf(), Problem.TOO_LARGE),
        (files.swelling_pdf(), Problem.TOO_LARGE),
    ],
)
def test_what_is_no_readable_pdf_is_refused_with_the_reason(data: bytes, problem: Problem) -> None:
    with pytest.raises(Unreadable) as refused:
        read_pdf(data)
    assert refused.value.problem == problem


# --- Recognising and matching ---------------------------------------------------------------------------------------

TEXTS = (
    "1 Formål",
    "1.1 Ansvar",
    "Vedlegg A",
    "Tekst.",
    "Ord: sagt",
    "2.3 Lang setning om noe.",
    "Fet",
    "Definisjoner",
)
lines = st.builds(
    lambda text, **told: Block(text=text, html=text, **told),
    st.sampled_from(TEXTS),
    heading=st.sampled_from((None, None, 0, 1, 2, 5)),
    item=st.sampled_from(("", "", "ul", "ol")),
    bold=st.booleans(),
)


@given(st.lists(lines, max_size=12))
def test_no_words_are_lost_whatever_the_blocks_are(blocks: list[Block]) -> None:
    recognised = recognise(blocks)
    told = recognised.title + "".join(
        row.heading + row.body + row.number + ("Vedlegg" if row.kind == "annex" else "") for row in recognised.rows
    )
    for word in {word for block in blocks for word in block.text.replace(":", "").split() if len(word) > 2}:
        assert word in told
    assert all(1 <= row.level <= 3 for row in recognised.rows)


BEFORE = Content(
    "Avtale",
    (
        Clause("formaal", "Formål", "<p>Sikre gode overganger.</p>"),
        Clause("a", "Ansvar"),
        Clause("a-kommune", "Kommunen", "<p>Melder fra.</p>", level=2),
        Clause("b", "Råd"),
        Clause("b-kommune", "Kommunen", "<p>Spør om råd.</p>", level=2),
        Clause("uten", "", "<p>Partene møtes to ganger i året og ser på avtalen sammen.</p>", level=2),
    ),
)


def test_sections_keep_their_anchors_by_heading_place_and_words() -> None:
    rows = [
        Clause("", "Råd"),
        Clause("", "Kommunen", "<p>Noe helt annet.</p>", level=2),
        Clause("", "", "<p>Partene møtes tre ganger i året og ser på avtalen sammen.</p>", level=2),
        Clause("", "FORMÅL", "<p>Nytt.</p>"),
        Clause("", "Formål nummer to"),
    ]
    content = anchored("Avtale", rows, BEFORE)
    assert [clause.anchor for clause in content.clauses] == ["b", "b-kommune", "uten", "formaal", "formal-nummer-to"]


@given(st.permutations(BEFORE.clauses))
def test_anchors_are_never_given_twice(order: list[Clause]) -> None:
    rows = [Clause("", clause.heading, clause.body, clause.kind, clause.level) for clause in (*order, *order)]
    anchors = [clause.anchor for clause in anchored("Avtale", rows, BEFORE).clauses]
    assert len(set(anchors)) == len(anchors)
    assert all(anchors)


def test_the_same_text_again_has_the_same_anchors() -> None:
    assert anchored("Avtale", BEFORE.clauses, BEFORE) == BEFORE
