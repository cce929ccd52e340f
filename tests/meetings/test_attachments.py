"""Annexes: what is taken and what is refused with the reason, numbers, replacing, removing, and who may read them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.conf import settings as django_settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from meetings.models import Attachment, Case
from meetings.services import attachments as services
from meetings.services import papers
from samhandling.audit.selectors import history_of
from samhandling.documents.uploads import clean_file_name
from tests.factories.meetings import (
    PDF,
    AgendaItemFactory,
    AttachmentFactory,
    CaseFactory,
    LegalBasisFactory,
    MeetingFactory,
)
from tests.meetings.case_desk import ClientOf, Url
from tests.personas import World


@pytest.fixture
def case(world: World) -> Case:
    made: Case = CaseFactory(partnership=world.partnership, title="Felles legevakt")
    return made


def pdf(words: str = "", **save: Any) -> bytes:
    """A PDF of one page; other words make another file."""
    out = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.docinfo["/Title"] = words
        document.save(out, **save)
    return out.getvalue()


def pdf_with(change: Callable[[pikepdf.Pdf], None]) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        change(document)
        document.save(out)
    return out.getvalue()


def picture(kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.effect_noise((60, 40), 80).convert("RGB").save(out, kind)
    return out.getvalue()


def word() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w:document/>")
    return out.getvalue()


def run_script(document: pikepdf.Pdf) -> None:
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))


def start_program(document: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("cmd.exe"))
    link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=action)
    document.pages[0].Annots = pikepdf.Array([link])


def upload(client: Client, address: str, content: bytes, name: str = "rapport.pdf", **fields: Any) -> Any:
    return client.post(address, {"file": SimpleUploadedFile(name, content), **fields})


def add(case: Case, words: str, **values: Any) -> Attachment:
    return services.add_attachment(
        case=case, upload=SimpleUploadedFile(f"{words}.pdf", pdf(words)), user=None, **values
    )


# --- What is taken --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "name", "content_type", "pages"),
    [
        (pdf(), "Årsmelding 2026.PDF", "application/pdf", 1),
        (picture(), "kart.png", "image/png", 1),
        (picture("JPEG"), "bilde.jpeg", "image/jpeg", 1),
        (pdf(), "uten endelse", "application/pdf", 1),
    ],
)
def test_pdf_and_pictures_are_taken(
    client_of: ClientOf, url: Url, case: Case, content: bytes, name: str, content_type: str, pages: int
) -> None:
    answer = upload(client_of("coordinator_municipal"), url("attachment-add", case.pk), content, name)
    assert answer.status_code == 302
    attachment = Attachment.objects.get()
    assert (attachment.content_type, attachment.pages, attachment.number) == (content_type, pages, 1)
    assert attachment.title
    assert attachment.file.read() == content
    assert attachment.file.name == f"attachments/{attachment.sha256[:2]}/{attachment.sha256}"
    assert "Vedlegg 1" in history_of(case)[0].text


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"", "tom.pdf", "Filen er tom"),
        (pdf(encryption=pikepdf.Encryption(owner="a", user="b")), "last.pdf", "låst med passord"),
        (pdf(encryption=pikepdf.Encryption(owner="a", user="")), "halvlast.pdf", "låst med passord"),
        (b"%PDF-1.7\n" + b"x" * 400, "skadet.pdf", "skadet"),
        (picture()[:200], "skadet.png", "skadet"),
        (b"MZ\x90\x00" + b"\x00" * 200, "faktura.pdf", "innholdet er noe annet"),
        (b"<html><script>alert(1)</script></html>", "side.pdf", "innholdet er noe annet"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "kart.svg", "må være en PDF eller et bilde"),
        (word(), "notat.docx", "Lagre den som PDF"),
        (picture(), "kart.pdf", "men innholdet er et PNG-bilde"),
        (pdf(), "rapport.docx", "men innholdet er en PDF"),
        (pdf_with(run_script), "skript.pdf", "inneholder skript"),
        (pdf_with(start_program), "program.pdf", "inneholder skript"),
    ],
)
def test_other_files_are_refused_with_the_reason_and_what_was_typed_is_kept(
    client_of: ClientOf, url: Url, case: Case, content: bytes, name: str, reason: str
) -> None:
    address = url("attachment-add", case.pk)
    answer = upload(client_of("coordinator_municipal"), address, content, name, title="Min tittel")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert reason in page
    assert "Min tittel" in page
    assert not Attachment.objects.exists()


def test_a_form_without_a_file_asks_for_one(client_of: ClientOf, url: Url, case: Case) -> None:
    answer = client_of("coordinator_municipal").post(url("attachment-add", case.pk), {"title": "Budsjett"})
    assert answer.status_code == 422
    assert "Velg en fil." in answer.content.decode()


def test_a_file_that_is_too_large_is_dropped_while_it_arrives(
    client_of: ClientOf, url: Url, case: Case, settings: Any, tmp_path: Path
) -> None:
    settings.MAX_UPLOAD_BYTES = 1024 * 1024
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1000
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    huge = b"%PDF-1.7" + b"0" * (8 * 1024 * 1024)
    answer = upload(client_of("coordinator_municipal"), url("attachment-add", case.pk), huge, title="Min tittel")
    page = answer.content.decode()
    assert answer.status_code == 413
    assert "for stor" in page
    assert "1 MB" in page
    assert "Velg en fil." not in page
    assert "Min tittel" in page
    assert list(tmp_path.iterdir()) == []
    assert not Attachment.objects.exists()


def test_fields_after_a_file_that_is_too_large_are_kept(
    client_of: ClientOf, url: Url, case: Case, settings: Any
) -> None:
    settings.MAX_UPLOAD_BYTES = 1000
    sent = {"file": SimpleUploadedFile("stor.pdf", b"x" * 5000), "title": "Etter filen"}
    answer = client_of("coordinator_municipal").post(url("attachment-add", case.pk), sent)
    assert answer.status_code == 413
    assert "Etter filen" in answer.content.decode()


def test_the_same_file_is_not_added_twice(client_of: ClientOf, url: Url, case: Case) -> None:
    client = client_of("coordinator_municipal")
    upload(client, url("attachment-add", case.pk), PDF, title="Budsjett")
    answer = upload(client, url("attachment-add", case.pk), PDF, "kopi.pdf")
    assert answer.status_code == 422
    assert "allerede vedlegg 1, «Budsjett»" in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\x\\Møte.PDF", "Møte.pdf"),
        ("A\u030arsmelding.pdf", "Årsmelding.pdf"),
        ("fdp\u202egnp.pdf", "fdpgnp.pdf"),
        ('a\x00b<c>:"d|e?*.pdf', "ab-c-d-e.pdf"),
        ("   .pdf", "pdf.pdf"),
        ("", "vedlegg.pdf"),
        ("x" * 300 + ".pdf", "x" * 96 + ".pdf"),
        ("rapport v1.2", "rapport v1.2.pdf"),
    ],
)
def test_names_get_one_safe_form(name: str, clean: str) -> None:
    assert clean_file_name(name, "application/pdf") == clean


def test_a_mark_without_a_basis_is_refused(client_of: ClientOf, url: Url, case: Case) -> None:
    address = url("attachment-add", case.pk)
    answer = upload(client_of("coordinator_municipal"), address, PDF, is_exempt="on", access_review="Vurdert")
    assert answer.status_code == 422
    assert "Velg hvilken hjemmel unntaket har." in answer.content.decode()
    assert "Vurdert" in answer.content.decode()


# --- Changing -------------------------------------------------------------------------------------------------------


def test_two_annexes_trade_numbers(client_of: ClientOf, url: Url, case: Case) -> None:
    first, second, third = add(case, "a"), add(case, "b"), add(case, "c")
    sent = {"title": "Ny tittel", "number": 1}
    client_of("coordinator_municipal").post(url("attachment-edit", case.pk, third.pk), sent)
    numbers = dict(Attachment.objects.values_list("pk", "number"))
    assert numbers == {first.pk: 3, second.pk: 2, third.pk: 1}
    third.refresh_from_db()
    assert third.title == "Ny tittel"


@pytest.mark.parametrize(
    ("fields", "message"), [({"title": ""}, "Skriv hva"), ({"number": 0}, "1"), ({"number": "x"}, "tall")]
)
def test_bad_changes_are_refused(
    client_of: ClientOf, url: Url, case: Case, fields: dict[str, Any], message: str
) -> None:
    annex = add(case, "a")
    sent = {"title": "Tittel", "number": 1} | fields
    answer = client_of("coordinator_municipal").post(url("attachment-edit", case.pk, annex.pk), sent)
    assert answer.status_code == 422
    assert message in answer.content.decode()


def test_a_new_file_takes_the_number_and_a_version_keeps_the_old_one(client_of: ClientOf, url: Url, case: Case) -> None:
    old = add(case, "gammel", title="Budsjett")
    version = papers.save_version(paper=papers.paper_of(case), user=None)
    client = client_of("coordinator_municipal")
    assert upload(client, url("attachment-replace", case.pk, old.pk), pdf("ny"), "ny.pdf").status_code == 302
    new = Attachment.objects.get(removed_at__isnull=True)
    assert (new.number, new.title, new.file_name) == (1, "Budsjett", "ny.pdf")
    assert version.annexes[0]["sha256"] == old.sha256
    assert client.get(url("attachment-download", case.pk, old.pk)).status_code == 200
    assert client.get(url("attachment-edit", case.pk, old.pk)).status_code == 404


def test_a_bad_new_file_leaves_the_old_one(client_of: ClientOf, url: Url, case: Case) -> None:
    old = add(case, "gammel")
    answer = upload(client_of("coordinator_municipal"), url("attachment-replace", case.pk, old.pk), b"x", "x.pdf")
    assert "<title>Feil:" in answer.content.decode()
    assert answer.status_code == 422
    assert "innholdet er noe annet" in answer.content.decode()
    assert Attachment.objects.get().pk == old.pk


def test_removing_an_unused_annex_deletes_its_file(
    client_of: ClientOf, url: Url, case: Case, django_capture_on_commit_callbacks: Any
) -> None:
    annex = add(case, "feil")
    client = client_of("coordinator_municipal")
    assert "Fjerne vedlegg 1" in client.get(url("attachment-remove", case.pk, annex.pk)).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url("attachment-remove", case.pk, annex.pk))
    assert not Attachment.objects.exists()
    assert not default_storage.exists(annex.file.name)


def test_a_file_that_another_case_has_as_well_is_kept(case: Case, django_capture_on_commit_callbacks: Any) -> None:
    annex, other = add(case, "felles"), add(CaseFactory(), "felles")
    with django_capture_on_commit_callbacks(execute=True):
        services.remove_attachment(attachment=annex, user=None)
    assert other.file.read() == pdf("felles")


# --- Reading --------------------------------------------------------------------------------------------------------


def publish(world: World, case: Case, *, with_version: bool = True) -> None:
    version = papers.save_version(paper=papers.paper_of(case), user=None) if with_version else None
    meeting = MeetingFactory(committee=world.committee, called=True)
    AgendaItemFactory(meeting=meeting, case=case, paper_version=version, numbered=True)


def statuses(client_of: ClientOf, address: str) -> dict[str, int]:
    personas = ("coordinator_trust", "chair", "committee_member", "mayor", "foreign_coordinator", "anonymous")
    return {persona: client_of(persona).get(address).status_code for persona in personas}


@pytest.mark.parametrize("with_version", [True, False])
def test_an_annex_is_public_when_it_is_published(
    world: World, client_of: ClientOf, url: Url, case: Case, with_version: bool
) -> None:
    annex = add(case, "rapport")
    address = url("attachment-download", case.pk, annex.pk)
    assert set(statuses(client_of, address).values()) == {200, 404}
    assert client_of("anonymous").get(address).status_code == 404
    publish(world, case, with_version=with_version)
    assert set(statuses(client_of, address).values()) == {200}


def test_an_annex_added_after_publishing_waits_for_the_next_meeting(
    world: World, client_of: ClientOf, url: Url, case: Case
) -> None:
    add(case, "sendt")
    publish(world, case)
    later = add(case, "ikke sendt")
    assert client_of("anonymous").get(url("attachment-download", case.pk, later.pk)).status_code == 404
    assert client_of("committee_member").get(url("attachment-download", case.pk, later.pk)).status_code == 404
    assert "ikke sendt" not in client_of("anonymous").get(url("case-detail", case.pk)).content.decode()


def test_an_exempt_annex_shows_the_public_its_number_and_basis(
    world: World, client_of: ClientOf, url: Url, case: Case
) -> None:
    annex = add(case, "hemmelig-beregning", is_exempt=True, legal_basis=LegalBasisFactory())
    publish(world, case)
    address = url("attachment-download", case.pk, annex.pk)
    assert statuses(client_of, address) == {
        "coordinator_trust": 200,
        "chair": 200,
        "committee_member": 200,
        "mayor": 403,
        "foreign_coordinator": 403,
        "anonymous": 403,
    }
    for page_url in (url("case-detail", case.pk), url("paper-version", case.pk, 1)):
        page = client_of("anonymous").get(page_url).content.decode()
        assert "hemmelig-beregning" not in page
        assert "§\u00a023 første ledd" in page


def test_the_file_comes_with_its_name_and_cannot_be_taken_for_something_else(
    world: World, client_of: ClientOf, url: Url, case: Case
) -> None:
    annex = services.add_attachment(case=case, upload=SimpleUploadedFile("Årsmelding på møre.pdf", PDF), user=None)
    publish(world, case)
    answer = client_of("anonymous").get(url("attachment-download", case.pk, annex.pk))
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == "inline; filename*=utf-8''%C3%85rsmelding%20p%C3%A5%20m%C3%B8re.pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_an_annex_of_another_case_is_not_found(client_of: ClientOf, url: Url, case: Case) -> None:
    other = AttachmentFactory(case=CaseFactory(partnership=case.partnership))
    assert client_of("coordinator_municipal").get(url("attachment-download", case.pk, other.pk)).status_code == 404


def test_a_file_that_is_gone_from_the_storage_is_not_found(client_of: ClientOf, url: Url, case: Case) -> None:
    annex = add(case, "borte")
    Path(django_settings.MEDIA_ROOT, annex.file.name).unlink()
    assert client_of("coordinator_municipal").get(url("attachment-download", case.pk, annex.pk)).status_code == 404
