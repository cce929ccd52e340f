"""Taking a text in from Word or PDF: the upload, the check, and the draft it becomes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from agreements.enums import ImportState, VersionSource
from agreements.models import Agreement, AgreementFile, AgreementVersion, SectionText, TextImport
from agreements.selectors.texts import content_of
from agreements.services.import_readings import read_import
from tests.agreements import import_files as files
from tests.factories.agreements import agreement_with_parties, draft, frozen
from tests.personas import World

ClientOf = Callable[[str], Client]


@pytest.fixture
def agreement(world: World) -> Agreement:
    return agreement_with_parties(world.partnership, title="Innleggelse", number="3")


@pytest.fixture
def client(client_of: ClientOf) -> Client:
    return client_of("coordinator_municipal")


def url(agreement: Agreement, text_import: TextImport | None = None) -> str:
    return f"/prove/avtaler/{agreement.pk}/ta-inn/" + (f"{text_import.pk}/" if text_import else "")


def upload(client: Client, agreement: Agreement, data: bytes, name: str = "avtale.docx") -> Any:
    return client.post(url(agreement), {"file": files.upload(data, name)})


def taken_up(client: Client, agreement: Agreement, data: bytes, name: str = "avtale.docx") -> TextImport:
    sent = upload(client, agreement, data, name)
    assert sent.status_code == 302, sent.content.decode()
    made = TextImport.objects.get(agreement=agreement, state=ImportState.READING)
    read_import(text_import_id=made.pk)
    made.refresh_from_db()
    return made


def choices(text_import: TextImport, changes: dict[int, dict[str, str]] | None = None, **more: str) -> dict[str, str]:
    """The check page's form as it stands, with some rows changed."""
    sent = {"title": text_import.title, "gjor": "ta-inn"} | more
    for place, row in enumerate(text_import.recognised):
        own = {
            "use": "keep" if row["keep"] else "drop",
            "place": f"{row['kind']}-{row['level']}",
            "heading": row["heading"],
        } | (changes or {}).get(place, {})
        sent |= {f"r{place}-{name}": value for name, value in own.items()}
    return sent


@pytest.mark.parametrize(
    ("persona", "status"),
    [("coordinator_trust", 200), ("health_chief", 403), ("mayor", 403), ("outsider", 404), ("anonymous", 302)],
)
def test_only_the_secretariat_takes_texts_in(
    agreement: Agreement, client_of: ClientOf, client: Client, persona: str, status: int
) -> None:
    made = taken_up(client, agreement, files.agreement_docx())
    assert client_of(persona).get(url(agreement)).status_code == status
    assert client_of(persona).get(url(agreement, made)).status_code == status


def test_a_word_file_becomes_the_draft(agreement: Agreement, client: Client) -> None:
    made = taken_up(client, agreement, files.agreement_docx(), "Delavtale 3.docx")
    page = client.get(url(agreement, made)).content.decode()
    assert "Kommunens ansvar" in page
    assert "9 punkter funnet" in page
    done = client.post(url(agreement, made), choices(made, municipality="Alvdalen"))
    assert done.url == f"/prove/avtaler/{agreement.pk}/utkast/"
    version = agreement.versions.get()
    assert (version.source, version.title) == (VersionSource.WORD, "Delavtale om innleggelse")
    assert [f"{row.number} {row.clause.anchor}".strip() for row in content_of(version).numbered()] == [
        "1 formal",
        "2 definisjoner",
        "utskrivningsklar",
        "dogn",
        "3 ansvar-og-samarbeid",
        "3.1 kommunens-ansvar",
        "3.2 sykehusets-ansvar",
        "A rutiner-for-varsling",
    ]
    assert "{kommunen} melder fra" in content_of(version).by_anchor()["kommunens-ansvar"].body
    made.refresh_from_db()
    assert (made.state, made.version) == (ImportState.TAKEN_IN, version)
    assert client.get(url(agreement, made)).status_code == 302, "it is done with"


def test_rows_are_left_out_joined_renamed_and_moved_in(agreement: Agreement, client: Client) -> None:
    made = taken_up(client, agreement, files.agreement_docx())
    changes = {
        0: {"use": "keep", "heading": "Parter"},
        1: {"use": "join"},
        3: {"place": "section-2"},
        4: {"use": "drop"},
        7: {"place": "section-3"},
    }
    client.post(url(agreement, made), choices(made, changes))
    content = content_of(agreement.versions.get())
    assert [row.label for row in content.numbered()][:4] == [
        "1 Parter",
        "2 Definisjoner",
        "2.1 Utskrivningsklar",
        "3 Ansvar og samarbeid",
    ]
    first = content.clauses[0].body
    assert "<p>mellom Alvdalen kommune og helseforetaket</p><p>Formål</p><p>Avtalen skal sikre" in first
    assert content.by_anchor()["sykehusets-ansvar"].level == 3
    assert "dogn" not in content.by_anchor()


def test_the_check_is_saved_and_gone_on_with(agreement: Agreement, client: Client) -> None:
    made = taken_up(client, agreement, files.agreement_docx())
    client.post(url(agreement, made), choices(made, {1: {"heading": "Målet"}}, gjor="lagre", title="Ny tittel"))
    made.refresh_from_db()
    assert (made.title, made.recognised[1]["heading"]) == ("Ny tittel", "Målet")
    assert "Målet" in client.get(url(agreement, made)).content.decode()
    assert not agreement.versions.exists()


def test_a_refused_check_loses_nothing(agreement: Agreement, client: Client) -> None:
    made = taken_up(client, agreement, files.agreement_docx())
    refused = client.post(url(agreement, made), choices(made, {1: {"heading": "Skrevet her"}}, title=""))
    assert refused.status_code == 422
    assert "Skrevet her" in refused.content.decode()
    assert refused.content.decode().count("ds-error-summary") == 1
    nothing = {place: {"use": "drop"} for place in range(len(made.recognised))}
    refused = client.post(url(agreement, made), choices(made, nothing))
    assert refused.status_code == 422
    assert "Ta med minst ett" in refused.content.decode()


def test_sections_that_were_there_before_keep_their_anchors(agreement: Agreement, client: Client) -> None:
    frozen(agreement, 1)
    made = taken_up(client, agreement, files.agreement_docx())
    client.post(url(agreement, made), choices(made))
    draft = agreement.versions.get(state="draft")
    anchors = {clause.heading: clause.anchor for clause in content_of(draft).clauses}
    assert anchors["Formål"] == "formaal"
    assert anchors["Kommunens ansvar"] == "kommunen"
    assert draft.based_on is not None


def test_a_draft_is_replaced_only_when_it_was_asked_for(agreement: Agreement, client: Client) -> None:
    before = draft(agreement, 1)
    made = taken_up(client, agreement, files.agreement_docx())
    refused = client.post(url(agreement, made), choices(made))
    assert refused.status_code == 422
    assert "allerede et utkast" in refused.content.decode()
    assert "formaal" in content_of(before).by_anchor()
    client.post(url(agreement, made), choices(made, replace="on"))
    assert agreement.versions.count() == 1
    texts = SectionText.objects.filter(owner__version=before, owner__anchor="formaal", section="body")
    assert [row.revision for row in texts] == [1, 2], "what stood there is an earlier revision"
    assert "varighet" not in content_of(before).by_anchor()


def test_tracked_changes_comments_and_macros_are_told_in_words(agreement: Agreement, client: Client) -> None:
    made = taken_up(client, agreement, files.tracked_docx(), "avtale.docm")
    page = client.get(url(agreement, made)).content.decode()
    for words in (
        "1 innsetting er lest som godtatt",
        "2 slettinger er lest som godtatt",
        "2 kommentarer er ikke tatt med",
        "Filen har makroer. De er ikke kjørt og ikke tatt med.",
        "1 tekstboks er ikke tatt med",
        "Topptekst og bunntekst er ikke tatt med",
    ):
        assert words in page


def test_a_scanned_pdf_is_offered_as_a_file(agreement: Agreement, client: Client) -> None:
    scan = files.scanned_pdf()
    made = taken_up(client, agreement, scan, "Avtale 2012.pdf")
    page = client.get(url(agreement, made)).content.decode()
    assert "trolig skannet" in page
    done = client.post(url(agreement, made), {"gjor": "vedlegg"})
    file = AgreementFile.objects.get()
    assert done.url == f"/prove/avtaler/{agreement.pk}/versjon/1/"
    assert (file.title, file.content_type, file.version.number) == ("Avtale 2012", "application/pdf", 1)
    got = client.get(f"{done.url}fil/{file.pk}/")
    assert b"".join(got.streaming_content) == scan


def test_a_pdf_with_text_becomes_the_draft(agreement: Agreement, client: Client) -> None:
    made = taken_up(client, agreement, files.agreement_pdf(), "avtale.pdf")
    client.post(url(agreement, made), choices(made))
    version = agreement.versions.get()
    assert version.source == VersionSource.PDF
    assert [row.label for row in content_of(version).numbered()] == [
        "1 Formål",
        "2 Ansvar",
        "2.1 Kommunens ansvar",
        "3 Varighet",
        "A Rutiner",
    ]


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "avtale.docx", "Filen er tom"),
        (b"hei", "avtale.txt", "Filen må være et Word-dokument"),
        (files.agreement_docx(), "avtale.pdf", "innholdet er noe annet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1gammel", "avtale.doc", "gamle format"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "avtale.docx",
            "låst med passord",
        ),
    ],
)
def test_files_of_the_wrong_kind_are_refused_at_once_in_words(
    agreement: Agreement, client: Client, data: bytes, name: str, words: str
) -> None:
    refused = upload(client, agreement, data, name)
    assert refused.status_code == 422
    assert words in refused.content.decode()
    assert not TextImport.objects.exists()


def test_a_file_over_the_limit_is_dropped_while_it_arrives(agreement: Agreement, client: Client, settings: Any) -> None:
    settings.MAX_UPLOAD_BYTES = 2000
    refused = upload(client, agreement, files.agreement_docx())
    assert refused.status_code == 413
    assert "for stor" in refused.content.decode()


def test_the_files_name_is_data_and_never_a_path(agreement: Agreement, client: Client) -> None:
    made = taken_up(client, agreement, files.agreement_docx(), "..\\..\\etc/pass\u202ewd .docx")
    assert made.file_name == "passwd.docx"
    assert made.file.name == f"agreements/imports/{made.sha256[:2]}/{made.sha256}"


def test_a_dropped_import_is_gone_with_its_file(
    agreement: Agreement, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    made = taken_up(client, agreement, files.agreement_docx())
    storage, name = made.file.storage, made.file.name
    assert storage.exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url(agreement, made), {"gjor": "forkast"})
    made.refresh_from_db()
    assert made.state == ImportState.DROPPED
    assert not storage.exists(name)
    assert not AgreementVersion.objects.exists()


def test_an_import_belongs_to_its_agreement(agreement: Agreement, client: Client, world: World) -> None:
    made = taken_up(client, agreement, files.agreement_docx())
    other = agreement_with_parties(world.partnership)
    assert client.get(url(other, made)).status_code == 404
