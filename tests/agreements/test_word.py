"""Word files: what a council secretary opens, edits, and accepts or rejects the changes of."""

from __future__ import annotations

import datetime as dt

import pytest
from docx.oxml.ns import qn

from agreements.content import Clause, Content
from agreements.redline import compare
from agreements.word import Writer, redline_file
from samhandling.core.text import clean_html
from tests.agreements.word_reading import lines, opened, part, settled

MOMENT = dt.datetime(2026, 11, 2, 12, 30, tzinfo=dt.UTC)
RICH = clean_html(
    "<p>Se <a href='https://lovdata.no/'>loven</a>, <strong>viktig</strong> og <em>lett</em>, H<sub>2</sub>O."
    "<span class='fotnote'>Helse- og omsorgstjenesteloven § 6-2.</span></p>"
    "<ul><li>navn</li><li>avdeling<ul><li>post</li></ul></li></ul>"
    "<ol><li>først</li></ol><ol start='3'><li>tredje</li></ol>"
    "<table><caption>Frister</caption><thead><tr><th>Hva</th><th>Frist</th></tr></thead>"
    "<tbody><tr><th rowspan='2'>Melding</th><td>48 timer</td></tr><tr><td>24 timer</td></tr>"
    "<tr><td colspan='2'>Gjelder alle dager</td></tr></tbody></table>"
    "<blockquote><p>Andres vedtak</p><footer>OSU-sak 4/26</footer></blockquote><h3>Mer</h3><p>Slutt</p>"
)
TABLE = (
    "<table><thead><tr><th scope='col'>Hva</th><th scope='col'>Frist</th></tr></thead><tbody>"
    "<tr><td>Melding</td><td>48 timer</td></tr><tr><td>Varsel</td><td>4 timer</td></tr></tbody></table>"
)
OLD = Content(
    "Delavtale 5 om utskriving",
    (
        Clause("formaal", "Formål", "<p>Avtalen skal sikre gode overganger.</p>"),
        Clause("frister", "Frister", TABLE),
        Clause("melding", "Melding", "<p>Innen 48 timer.</p><ul><li>navn</li><li>avdeling</li></ul>", level=2),
        Clause("kort", "Gammel ordning", "<p>Denne går ut.</p><ol><li>en</li><li>to</li></ol>"),
        Clause("varighet", "Varighet", "<p>Til den sies opp.</p><blockquote><p>Sitat</p></blockquote>"),
    ),
)
NEW = Content(
    "Delavtale 5 om utskrivingsklare",
    (
        Clause(
            "formaal", "Formål", "<p>Avtalen skal sikre <strong>trygge</strong> overganger.</p><p>Nytt avsnitt.</p>"
        ),
        Clause("varighet", "Varighet", "<p>Til den sies opp.</p><blockquote><p>Sitat</p></blockquote>"),
        Clause(
            "frister",
            "Frister og svar",
            TABLE.replace("48", "24").replace(
                "</tbody>", "<tr><td>Svar</td><td>tre dager</td></tr><tr><td>Epikrise</td><td>sju</td></tr></tbody>"
            ),
        ),
        Clause("melding", "Melding", "<p>Innen 24 timer.</p><ul><li>navn</li><li>post</li></ul>", level=2),
        Clause("ny", "Informasjon", TABLE + "<ul><li>punkt</li></ul>"),
        Clause("vedlegg", "Rutiner", "<p>Vedlegg</p>", kind="annex"),
    ),
)


def writer(language: str = "nb") -> Writer:
    return Writer(
        title="Saksframlegg", language=language, author="Sekretariatet", created_at=MOMENT, running_head="Gol kommune"
    )


def changed(old: Content, new: Content) -> bytes:
    word = writer()
    word.redline(compare(old, new))
    return word.save()


def plain(content: Content) -> bytes:
    """The text as it stands, without tracked changes."""
    word = writer()
    word.redline(compare(content, content))
    return word.save()


def test_the_same_content_gives_the_same_bytes() -> None:
    assert changed(OLD, NEW) == changed(OLD, NEW)


def test_rich_text_becomes_real_word_elements() -> None:
    word = writer()
    word.heading("Saken", 1)
    word.html(RICH)
    data = word.save()
    document = opened(data)
    styles = [style for style, _ in lines(document.element.body)]
    assert styles[:7] == ["Heading1", "", "ListBullet", "ListBullet", "ListBullet", "ListNumber", "ListNumber"]
    assert {"Caption", "Quote", "QuoteSource", "Heading2"} <= set(styles)
    depths = [int(element.get(qn("w:val"))) for element in document.element.body.iter(qn("w:ilvl"))]
    assert depths == [0, 0, 1, 0, 0]
    starts = [element.get(qn("w:val")) for element in part(data, "word/numbering.xml").iter(qn("w:startOverride"))]
    assert starts == ["1", "3"], "each numbered list begins where it should"
    assert "Helse- og omsorgstjenesteloven § 6-2." in "".join(part(data, "word/footnotes.xml").itertext())
    assert b"https://lovdata.no/" in b"".join(rel.target_ref.encode() for rel in document.part.rels.values())


def test_a_table_has_a_head_row_that_is_repeated_and_joined_cells() -> None:
    word = writer()
    word.html(RICH)
    table = opened(word.save()).tables[0]
    heads = [row._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in table.rows]
    assert heads == [True, False, False, False]
    assert [row.cells[0].text for row in table.rows[1:3]] == ["Melding"] * 2
    assert [cell.text for cell in table.rows[3].cells] == ["Gjelder alle dager"] * 2
    assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == "Frister"


def test_the_file_says_its_title_language_and_author_and_no_more() -> None:
    word = writer("nn")
    word.paragraph("Sak\x0bmed linjeskift fra Word")
    data = word.save()
    facts = opened(data).core_properties
    assert (facts.title, facts.author, facts.language) == ("Saksframlegg", "Sekretariatet", "nn-NO")
    assert (facts.created, facts.modified) == (MOMENT, MOMENT)
    assert facts.comments == ""
    langs = {element.get(qn("w:val")) for element in part(data, "word/styles.xml").iter(qn("w:lang"))}
    assert langs == {"nn-NO"}


def test_a_text_in_the_other_language_is_marked_as_such() -> None:
    word = writer("nn")
    with word.speaking("nb"):
        word.paragraph("Avtalen")
    word.paragraph("Saka")
    runs = list(opened(word.save()).element.body.iter(qn("w:r")))
    langs = [run.find(f"{qn('w:rPr')}/{qn('w:lang')}") for run in runs]
    assert langs[0].get(qn("w:val")) == "nb-NO"
    assert langs[1] is None


def test_the_page_is_a4_and_its_number_is_a_field() -> None:
    word = writer()
    word.paragraph("Sak")
    section = opened(word.save()).sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    for footer in (section.footer, section.first_page_footer):
        codes = [field.get(qn("w:instr")).strip() for field in footer._element.iter(qn("w:fldSimple"))]
        assert codes == ["PAGE", "NUMPAGES"]
    assert section.header.paragraphs[0].text == "Gol kommune"


def test_accepting_all_changes_gives_the_new_text_and_rejecting_all_the_old_one() -> None:
    data = changed(OLD, NEW)
    assert lines(settled(data, accept=True)) == lines(opened(plain(NEW)).element.body)
    assert lines(settled(data, accept=False)) == lines(opened(plain(OLD)).element.body)
    assert len(list(settled(data, accept=True).iter(qn("w:tr")))) == 8
    assert len(list(settled(data, accept=False).iter(qn("w:tr")))) == 3


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<p>En</p>", "<p>En</p><hr><p>To</p>"),
        ("<ul><li>a<ul><li>b</li></ul></li></ul>", "<ul><li>a<ul><li>b</li><li>c</li></ul></li><li>d</li></ul>"),
        ("<ol><li><p>a</p><p>b</p></li></ol>", "<ol><li><p>a</p></li><li><p>c</p></li></ol>"),
        ("<p>En</p>", "<table><tbody><tr><td>a</td><td></td></tr></tbody></table>"),
        ("<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>", "<p>b</p>"),
        (
            "<table><tbody><tr><td>a</td></tr></tbody></table>",
            "<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>",
        ),
        ("<p>En <strong>to</strong></p>", "<p>En <a href='https://x.no/'>tre fire</a></p>"),
        ("<p>En<br>to</p>", "<p>En<br>tre</p>"),
        ("<blockquote><p>a</p><footer>b</footer></blockquote>", "<blockquote><p>a</p><p>c</p></blockquote>"),
        ("", "<p>Ny</p>"),
        ("<p>Gammel</p>", ""),
    ],
)
def test_every_kind_of_change_can_be_accepted_and_rejected(old: str, new: str) -> None:
    before, after = (Content("T", (Clause("a", "A", clean_html(body) if body else ""),)) for body in (old, new))
    data = changed(before, after)

    def words(body: object) -> list[str]:
        return [text for _style, text in lines(body) if text]  # type: ignore[arg-type]

    assert words(settled(data, accept=True)) == words(opened(plain(after)).element.body)
    assert words(settled(data, accept=False)) == words(opened(plain(before)).element.body)


def test_changes_have_an_author_and_a_date_and_numbers_of_their_own() -> None:
    body = opened(changed(OLD, NEW)).element.body
    changes = list(body.iter(qn("w:ins"), qn("w:del")))
    assert {change.get(qn("w:author")) for change in changes} == {"Sekretariatet"}
    assert {change.get(qn("w:date")) for change in changes} == {"2026-11-02T12:30:00Z"}
    numbers = [change.get(qn("w:id")) for change in changes]
    assert len(set(numbers)) == len(numbers)


def test_what_a_screen_reader_hears_of_a_change_on_the_page_is_not_in_the_file() -> None:
    assert "tatt ut" not in "".join(text for _, text in lines(opened(changed(OLD, NEW)).element.body))


def test_a_redline_as_a_file_says_what_is_compared_and_comments_on_sections() -> None:
    data = redline_file(
        title="Endringer i delavtale 5",
        redline=compare(OLD, NEW),
        language="nb",
        text_language="nb",
        author="Sekretariatet",
        created_at=MOMENT,
        facts=[("Fra", "Versjon 2"), ("Til", "Versjon 3")],
        comments={"melding": "Kortere frist."},
    )
    text = [words for _, words in lines(opened(data).element.body)]
    assert text[:5] == ["Endringer i delavtale 5", "Fra", "Versjon 2", "Til", "Versjon 3"]
    said = [comment.text for comment in opened(data).comments]
    assert said == ["Flyttet hit fra 4 Varighet.", "Kortere frist.", "Flyttet til 2 Varighet."]
