"""The document with all answers: who orders it, what is in it, and that it is as sound as our others."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from agreements.models import Consultation
from agreements.packets.consultation import is_outdated
from agreements.services.answers import save_field
from agreements.services.compilations import order_compilation
from agreements.services.consultation_files import add_answer_file
from agreements.services.questions import add_question
from samhandling.documents import services
from samhandling.documents.enums import Kind, Language, Variant
from samhandling.documents.models import Document
from samhandling.documents.packet import CannotProduce
from samhandling.documents.production import MadeFile
from tests.agreements import consultation_desk as desk
from tests.documents.pdf_checks import assert_claims, assert_structure, open_pdf
from tests.factories.meetings import pdf_file
from tests.meetings.documents_files import make_of, text_of
from tests.personas import World

pytestmark = pytest.mark.django_db
ClientOf = Callable[[str], Client]


@pytest.fixture(autouse=True)
def tasks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """No broker: the orders stay in the database."""
    names: list[str] = []
    monkeypatch.setattr(services.current_app, "send_task", lambda name, **_: names.append(name))
    return names


@pytest.fixture
def consultation(world: World) -> Consultation:
    """Alvdalen has answered with a file, Bjørkli has a draft, the trust nothing."""
    made = desk.made(world.partnership, revision=desk.revision_with_draft(world.partnership))
    choice = add_question(
        consultation=made, text="Når bør den gjelde fra?", options=["1. januar", "1. juli"], user=None
    )
    opened = desk.open_now(made)
    invitation = desk.invitation_of(opened, world.municipality_a)
    section = opened.questions.get(anchor="formaal")
    for question, field, value in (
        (section, "stance", "changes"),
        (section, "text", "Skriv «trygge» i stedet for «gode»."),
        (choice, "choice", "1. juli"),
    ):
        save_field(invitation=invitation, question=question, field=field, base_revision=0, value=value, user=None)
    upload = SimpleUploadedFile("kommunestyret.pdf", pdf_file("Sak"))
    add_answer_file(invitation=invitation, upload=upload, title="Saken i kommunestyret", user=None)
    desk.answered(invitation, text="Vi støtter hovedlinjene.")
    desk.write(desk.invitation_of(opened, world.municipality_b), "text", "Hemmelig utkast")
    opened.partnership = world.partnership
    return opened


def made_file(consultation: Consultation, language: str = Language.BOKMAAL) -> MadeFile:
    return make_of(consultation, Kind.CONSULTATION, Variant.PUBLIC, language)


def test_the_file_has_overview_comments_and_each_answer_but_no_draft(
    consultation: Consultation, tmp_path: Path
) -> None:
    made = made_file(consultation)
    words = " ".join(text_of(made.data, tmp_path).replace("\xa0", " ").split())
    assert "Sammenstilling av høringssvar" in words
    assert "1 av 3 parter har svart." in words
    assert "1. juli 1 Alvdalen" in words
    assert words.count("Skriv «trygge» i stedet for «gode».") == 2  # with the others on the point, and in the answer
    assert "Svar fra Alvdalen" in words
    assert "Hemmelig utkast" not in words
    assert made.file_name == "Høringssvar Høring om innleggelse.pdf"


def test_the_file_is_sound_and_has_the_annexes_in_it(consultation: Consultation) -> None:
    data = made_file(consultation).data
    assert_structure(data)
    assert_claims(data)
    with open_pdf(data) as pdf:
        assert list(pdf.attachments) == ["kommunestyret.pdf"]


def test_each_part_has_a_bookmark(consultation: Consultation) -> None:
    with open_pdf(made_file(consultation).data) as pdf, pdf.open_outline() as outline:
        titles = [item.title for item in outline.root]
    assert "Svarene punkt for punkt" in titles
    assert "Svar fra Alvdalen" in titles


def test_a_consultation_without_answers_makes_no_file(world: World) -> None:
    with pytest.raises(CannotProduce, match="Ingen har svart"):
        made_file(desk.sent(world.partnership))


def test_coordinators_order_it_and_all_may_have_it(consultation: Consultation, client_of: ClientOf) -> None:
    address = reverse("agreements:consultation-document", args=["prove", consultation.pk])
    assert client_of("health_chief").post(address).status_code == 403
    assert client_of("anonymous").post(address).status_code == 302
    assert client_of("coordinator_trust").post(address).status_code == 302
    document = Document.objects.get(kind=Kind.CONSULTATION)
    poll: Any = client_of("coordinator_trust").get(address, headers={"HX-Request": "true"})
    assert poll.status_code == 200
    assert "Sammenstilling av høringssvar" in poll.content.decode()

    ready(document)
    download = reverse("agreements:document-download", args=["prove", document.pk])
    assert client_of("anonymous").get(download).status_code == 200
    detail = reverse("agreements:consultation-detail", args=["prove", consultation.pk])
    assert download in client_of("anonymous").get(detail).content.decode()


def ready(document: Document) -> None:
    """As the worker leaves it, with a small file."""
    document.state, document.file_name, document.sha256 = "ready", "Svar.pdf", "a" * 64
    document.pages, document.size, document.finished_at = 1, 4, document.created_at
    document.file.save(f"{document.pk}.pdf", SimpleUploadedFile("x", b"%PDF"), save=False)
    document.save()


def test_a_new_answer_makes_the_document_outdated(world: World, consultation: Consultation) -> None:
    document = order_compilation(consultation=consultation, user=None)
    assert order_compilation(consultation=consultation, user=None) == document
    assert not is_outdated(document, consultation)
    invitation = desk.invitation_of(consultation, world.municipality_b)
    invitation.answer.delete()
    desk.answered(desk.invitation_of(consultation, world.municipality_b))
    assert is_outdated(document, consultation)
    assert order_compilation(consultation=consultation, user=None).version == 2


def test_closing_in_the_browser_orders_it(consultation: Consultation, client_of: ClientOf) -> None:
    address = reverse("agreements:consultation-close", args=["prove", consultation.pk])
    client_of("coordinator_municipal").post(address)
    assert Document.objects.filter(kind=Kind.CONSULTATION).count() == 1
