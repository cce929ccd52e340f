"""What is exempt is not in the public files: not in text, metadata, bookmarks, names, embedded files or any stream."""

from __future__ import annotations

import io
from pathlib import Path

import pypdf
import pytest

from meetings.packets.edition import both_editions
from meetings.packets.minutes import minutes_content
from meetings.packets.notice import notice_content
from samhandling.documents.enums import Kind, Purpose, Variant
from tests.documents.pdf_checks import open_pdf
from tests.factories.meetings import PaperVersionFactory
from tests.meetings.documents_files import Files, all_streams, all_strings, make_of, text_of
from tests.meetings.documents_sample import SECRETS, build_sample

pytestmark = pytest.mark.xdist_group("papers")  # the files are made once
MORE_SECRETS = ("skjultlenke", "Skjult", "Hemmelg")


def found(secrets: tuple[str, ...], text: str) -> list[str]:
    return [word for word in secrets if word.lower() in text.lower()]


def test_no_exempt_word_is_anywhere_in_a_public_file(files: Files, tmp_path: Path) -> None:
    secrets = SECRETS + MORE_SECRETS
    encoded = [word.lower().encode(code) for word in secrets for code in ("latin-1", "utf-16-be", "utf-16-le")]
    assert len(files.public()) == 6
    for key, made in files.public().items():
        assert found(secrets, made.file_name) == [], key
        assert found(secrets, text_of(made.data, tmp_path)) == [], key
        assert found(secrets, text_of(made.data, tmp_path, "-raw")) == [], key
        assert found(secrets, "\n".join(all_strings(made.data))) == [], key
        streams = b"\n".join(all_streams(made.data)).lower()
        assert [word for word in encoded if word in streams or word in made.data.lower()] == [], key
        assert [word for word in encoded if word.hex().encode() in streams] == [], key


def test_the_same_words_are_in_the_internal_files(files: Files, tmp_path: Path) -> None:
    """So that the test above is known to look where they would be."""
    notice = files.get(Kind.NOTICE, Variant.INTERNAL).data
    minutes = files.get(Kind.MINUTES, Variant.INTERNAL).data
    text = text_of(notice, tmp_path, "-raw") + text_of(minutes, tmp_path, "-raw")
    strings = "\n".join([*all_strings(notice), *all_strings(minutes)])
    streams = b"\n".join(all_streams(notice)).decode("latin-1")
    in_no_paper = {"skjultfil", "Skjultgammel"}  # the name a file was uploaded with, the title of an earlier item
    assert set(SECRETS) - set(found(SECRETS, text + strings + streams)) == in_no_paper
    assert found(("Hemmelgsak",), strings) == ["Hemmelgsak"]
    assert found(("SKJULTBYTES",), streams) == ["SKJULTBYTES"]


def test_the_public_sees_that_the_item_exists_and_by_which_law_it_is_withheld(files: Files, tmp_path: Path) -> None:
    notice = text_of(files.get(Kind.NOTICE, Variant.PUBLIC).data, tmp_path, "-layout")
    row = next(line for line in notice.splitlines() if line.startswith("6/26"))
    assert row.split() == ["6/26", "Anskaffelse", "(tittelen", "er", "skjermet)", "7"], "no type, presenter or time"
    assert notice.count("Unntatt offentlighet, offl. § 23 tredje ledd") == 4
    minutes = text_of(files.get(Kind.MINUTES, Variant.PUBLIC).data, tmp_path)
    assert "Sak 6/26" in minutes
    assert "Anskaffelse (tittelen er skjermet)" in minutes


def test_an_exempt_annex_of_a_public_case_shows_its_number_and_basis_only(files: Files, tmp_path: Path) -> None:
    text = text_of(files.get(Kind.NOTICE, Variant.PUBLIC).data, tmp_path, "-layout")
    row = next(line for line in text.splitlines() if line.startswith("Vedlegg 2"))
    assert " ".join(row.split()) == "Vedlegg 2 Unntatt offentlighet, offl. § 23 tredje ledd"


def test_an_exempt_paper_of_a_public_item_leaves_the_item_as_it_is(files: Files, tmp_path: Path) -> None:
    text = text_of(files.get(Kind.NOTICE, Variant.PUBLIC).data, tmp_path, "-layout")
    row = next(line for line in text.splitlines() if line.startswith("7/26"))
    assert "Beredskapsplan for akuttkjeden" in row
    assert "Orientering" in row


def test_embedded_files_of_the_public_notice_are_the_public_ones(files: Files) -> None:
    embedded = pypdf.PdfReader(io.BytesIO(files.get(Kind.NOTICE, Variant.PUBLIC).data)).attachments
    assert sorted(embedded) == [
        "Sak 4-26 vedlegg 1 Utkast til avtale.pdf",
        "Sak 4-26 vedlegg 3 Oppsummering av høringssvarene.pdf",
    ]
    internal = pypdf.PdfReader(io.BytesIO(files.get(Kind.NOTICE, Variant.INTERNAL).data)).attachments
    assert len(internal) == 4


def test_the_print_bundle_has_no_sheet_for_an_exempt_annex(files: Files, tmp_path: Path) -> None:
    text = text_of(files.get(Kind.NOTICE, Variant.PUBLIC, purpose=Purpose.PRINT).data, tmp_path)
    assert "Vedlegg 1 til sak 4/26" in text
    assert "Vedlegg 2 til sak 4/26" not in text
    assert "til sak 6/26" not in text


def test_no_hidden_layers_and_no_revision_history(files: Files) -> None:
    for made in files.public().values():
        pdf = open_pdf(made.data)
        assert "/OCProperties" not in pdf.Root
        assert made.data.count(b"%%EOF") == 1, "saved once, nothing older underneath"
        assert "/Author" not in pdf.docinfo or "Prøvestad" not in str(pdf.docinfo["/Author"])


def test_the_checksum_of_the_whole_text_is_not_in_the_public_minutes(files: Files, tmp_path: Path) -> None:
    """It would let anybody test guesses about what is withheld."""
    assert "SHA-256" in text_of(files.get(Kind.MINUTES, Variant.INTERNAL).data, tmp_path)
    assert "SHA-256" not in text_of(files.get(Kind.MINUTES, Variant.PUBLIC).data, tmp_path)


@pytest.mark.django_db
def test_what_the_public_content_holds_does_not_depend_on_what_is_withheld() -> None:
    """Public content is the same whatever the exempt texts say, so nothing of them can leak through length or order."""
    sample = build_sample(locked=False)
    _internal, public = both_editions("nb")
    before = notice_content(sample.meeting, public), minutes_content(sample.minutes, public)
    item = sample.items["hemmelig"]
    assert item.case is not None
    assert item.paper_version is not None
    item.title, item.presenter, item.minutes_planned = "Helt annet", "En annen", 90
    item.paper_version = PaperVersionFactory(
        paper=item.paper_version.paper,
        number=99,
        sections={"background": "<p>Noe ganske annet.</p>"},
        annexes=item.paper_version.annexes,
    )
    item.save()
    item.case.title, item.case.archive_ref, item.case.access_review = "Helt annet", "98/1", "Kort."
    item.case.save()
    item.case.officers.clear()
    after = notice_content(sample.meeting, public), minutes_content(sample.minutes, public)
    assert before == after


@pytest.mark.django_db
def test_a_reason_for_correction_is_left_out_when_something_is_withheld() -> None:
    sample = build_sample()
    newer = sample.minutes.__class__.objects.create(
        meeting=sample.meeting, version=2, corrects=sample.minutes, correction_reason="Skjultgrunn i sak 6/26"
    )
    for entry in sample.minutes.items.all():
        newer.items.create(agenda_item=entry.agenda_item)
    internal, public = both_editions("nb")
    assert "Skjultgrunn i sak" in minutes_content(newer, internal).correction
    note = minutes_content(newer, public).correction
    assert note.replace("\u00a0", " ") == "Rettet utgave: versjon 2 erstatter versjon 1 av 19. september 2026."


@pytest.mark.django_db
def test_an_item_exempt_by_its_own_mark_is_withheld_with_its_public_case() -> None:
    sample = build_sample()
    item = sample.items["apen"]
    item.is_exempt, item.legal_basis, item.public_title = True, sample.basis, "Skjermet"
    item.save()
    _internal, public = both_editions("nb")
    made = make_of(sample.meeting, Kind.NOTICE, Variant.PUBLIC)
    assert "fellessekretariatet" not in "\n".join(all_strings(made.data)).lower().replace("fellessekretariatet, he", "")
    paper = next(paper for paper in notice_content(sample.meeting, public).papers if paper.anchor == "sak-4-26")
    assert (paper.title, paper.facts, paper.sections, paper.annexes) == ("Skjermet", (), (), ())
