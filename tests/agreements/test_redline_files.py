"""Redlines as files: who may have which, what they say, and that they conform."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from itertools import pairwise

import pikepdf
import pypdf
import pytest
from django.test import Client
from django.urls import reverse

from agreements.models import ChangeNote, RedlineOrder
from agreements.redline import revert
from agreements.selectors.redlines import against_own, between
from agreements.services.redlines import order_redline
from municipalities.enums import LanguageDecision
from samhandling.documents.enums import Kind, State, Variant
from samhandling.documents.models import Document
from samhandling.documents.production import MadeFile, make_file
from samhandling.documents.services import carry_out
from tests.agreements.redline_world import RedlineWorld, build
from tests.documents.pdf_checks import assert_claims, assert_structure, kids, open_pdf
from tests.personas import World

ClientOf = Callable[[str], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def redlines(world: World) -> RedlineWorld:
    return build(world)


def address(redlines: RedlineWorld, name: str) -> str:
    return reverse(f"agreements:{name}", args=["prove", redlines.agreement.pk])


def made(document: Document) -> MadeFile:
    return make_file(document, lambda step, done, total: None)


def text(file: MadeFile) -> str:
    pages = pypdf.PdfReader(io.BytesIO(file.data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).replace("\u00a0", " ").split())


def ordered(redlines: RedlineWorld) -> Document:
    return order_redline(comparison=between(redlines.agreement, redlines.first, redlines.second), user=None)


def heading_levels(element: pikepdf.Object) -> Iterator[int]:
    """In reading order."""
    for kid in kids(element):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            if str(kid.S)[1:] in {"H1", "H2", "H3", "H4"}:
                yield int(str(kid.S)[2:])
            yield from heading_levels(kid)


# --- What the file says ---------------------------------------------------------------------------------------------


def test_the_file_shows_both_texts_with_signs_that_survive_copying(redlines: RedlineWorld) -> None:
    file = made(ordered(redlines))
    told = text(file)
    assert "Sykehuset gir råd per telefon [– i ordinær arbeidstid] [+ hele døgnet]." in told
    assert "[– 12] [+ 14]" in told, "in the table"
    assert "[+ Brukerne er med når avtalen følges opp.]" in told
    assert "Flyttet fra punkt 5" in told.replace("punkt\n", "punkt ")
    assert "nytt slutt]" not in told, "that is for those who listen to the page"
    assert "Realitetsendring. Flere får tilbudet." in told
    assert "Kommunen rapporterer" in told
    assert file.file_name == "Endringer i Delavtale 4 – Døgnopphold, versjon 1 til versjon 2.pdf"


def test_the_file_is_tagged_claims_both_standards_and_has_a_heading_for_each_section(redlines: RedlineWorld) -> None:
    data = made(ordered(redlines)).data
    assert_structure(data)
    assert_claims(data)
    pdf = open_pdf(data)
    levels = list(heading_levels(pdf.Root.StructTreeRoot))
    assert levels[0] == 1
    assert levels.count(3) == 8
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_a_councils_own_file_is_in_its_language_and_against_its_own_text(redlines: RedlineWorld) -> None:
    redlines.b.municipality.language = LanguageDecision.NYNORSK
    redlines.b.municipality.save(update_fields=["language"])
    comparison = against_own(redlines.agreement, redlines.b, redlines.draft)
    document = order_redline(comparison=comparison, user=None)
    assert (document.language, document.variant) == ("nn", Variant.INTERNAL)
    file = made(document)
    assert_claims(file.data, language="nn-NO")
    told = text(file)
    assert "[+ og avviste henvendelser]" in told
    assert "Bjørkli rapporterer" in told


def test_the_same_texts_give_the_same_document_and_a_new_note_a_new_version(redlines: RedlineWorld) -> None:
    first = ordered(redlines)
    Document.objects.filter(pk=first.pk).update(state=State.FAILED, error="Feil")
    assert ordered(redlines).pk == first.pk
    ChangeNote.objects.create(revision=redlines.revision, anchor="varighet", kind="language", text="Språk.")
    assert ordered(redlines).version == 2
    assert RedlineOrder.objects.count() == 1


# --- Who may --------------------------------------------------------------------------------------------------------


def ready(document: Document) -> Document:
    carry_out(document_id=document.pk)
    document.refresh_from_db()
    assert document.is_ready, document.error
    return document


def test_a_member_orders_and_everybody_may_have_what_is_public(
    redlines: RedlineWorld, client_of: ClientOf, client: Client
) -> None:
    answer = client_of("mayor").post(address(redlines, "redline-document"), {"fra": "1", "til": "2"})
    assert answer["Location"].endswith("?fra=1&til=2#filer")
    document = ready(Document.objects.get(kind=Kind.REDLINE))
    page = client.get(f"{address(redlines, 'redline')}?fra=1&til=2").content.decode()
    download = reverse("agreements:document-download", args=["prove", document.pk])
    assert download in page
    assert b"".join(client.get(download)).startswith(b"%PDF")


def test_files_of_a_draft_and_of_one_council_are_for_members(
    redlines: RedlineWorld, client_of: ClientOf, client: Client
) -> None:
    member = client_of("health_chief")
    member.post(address(redlines, "redline-document"), {"kommune": "1001", "til": "2"})
    member.post(address(redlines, "redline-document"), {"fra": "2", "til": "3"})
    for document in Document.objects.all():
        download = reverse("agreements:document-download", args=["prove", ready(document).pk])
        assert member.get(download).status_code == 200
        assert client.get(download).status_code == 404
        assert client_of("outsider").get(download).status_code == 404
        elsewhere = reverse("agreements:document-download", args=["annet", document.pk])
        assert client_of("coordinator_trust").get(elsewhere).status_code == 404


@pytest.mark.parametrize(("persona", "status"), [("outsider", 403), ("anonymous", 302)])
def test_making_files_is_for_members(redlines: RedlineWorld, client_of: ClientOf, persona: str, status: int) -> None:
    client = client_of(persona) if persona != "anonymous" else Client()
    asked = {"fra": "1", "til": "2"}
    assert client.post(address(redlines, "redline-document"), asked).status_code == status
    assert client.get(address(redlines, "redline-word"), asked).status_code == status
    assert not Document.objects.exists()


def test_the_poll_tells_how_far_the_file_has_come(redlines: RedlineWorld, client: Client) -> None:
    ordered(redlines)
    asked = {"fra": "1", "til": "2"}
    assert "I kø" in client.get(address(redlines, "redline-progress"), asked).content.decode()
    Document.objects.update(state=State.FAILED, error="Noe gikk galt.")
    assert client.get(address(redlines, "redline-progress"), asked).status_code == 286


def test_only_the_secretariat_tries_again(redlines: RedlineWorld, client_of: ClientOf) -> None:
    document = ordered(redlines)
    Document.objects.update(state=State.FAILED, error="Noe gikk galt.")
    url = reverse("agreements:document-retry", args=["prove", document.pk])
    assert client_of("mayor").post(url).status_code == 403
    answer = client_of("coordinator_municipal").post(url)
    assert answer["Location"].endswith("?fra=1&til=2")
    document.refresh_from_db()
    assert document.is_under_way


# --- Word -----------------------------------------------------------------------------------------------------------


def test_the_word_file_has_the_changes_tracked(redlines: RedlineWorld, client_of: ClientOf) -> None:
    answer = client_of("health_chief").get(address(redlines, "redline-word"), {"kommune": "1001", "til": "2"})
    assert answer.status_code == 200
    assert answer["Content-Type"].endswith("wordprocessingml.document")
    assert ".docx" in answer["Content-Disposition"]
    assert answer.content.startswith(b"PK")


def test_what_the_page_shows_leads_back_to_the_text_the_council_adopted(redlines: RedlineWorld) -> None:
    comparison = against_own(redlines.agreement, redlines.a, redlines.second)
    assert comparison.old is not None
    back = revert(comparison.new.content, comparison.redline)
    assert [clause.heading for clause in back.clauses] == [clause.heading for clause in comparison.old.content.clauses]
    assert "i ordinær arbeidstid" in back.by_anchor()["raad"].body
