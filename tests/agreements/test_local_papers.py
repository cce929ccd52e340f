"""The case papers for the councils: what they say, and that one press makes them all."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agreements.enums import AdoptionStatus, Stance
from agreements.models import Answer, LocalPaper
from agreements.packets.local_paper.reading import read, revisions
from agreements.packets.local_paper.register import content_of_paper
from agreements.services.local_papers import order_local_papers, retry_local_papers
from municipalities.models import Municipality
from samhandling.core.errors import NotPossible
from samhandling.documents import services
from samhandling.documents.enums import Purpose, State
from samhandling.documents.models import Document, Piece
from tests.agreements.local_paper_world import Papers, build_papers, pdf_text
from tests.agreements.word_reading import lines, opened, settled
from tests.documents.pdf_checks import assert_claims, assert_structure
from tests.factories.agreements import (
    AgreementPartyFactory,
    ConsultationFactory,
    InvitationFactory,
    RevisionFactory,
    draft,
)
from tests.factories.organisation import MunicipalityFactory
from tests.personas import World

ClientOf = Callable[[str], Client]


@pytest.fixture(autouse=True)
def _nothing_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "send", lambda document_id: True)


@pytest.fixture
def papers(world: World) -> Papers:
    return build_papers(world)


def word_data(document: Document) -> bytes:
    assert document.is_ready, document.error
    with document.file.open("rb") as file:
        data: bytes = file.read()
        return data


def word_text(document: Document) -> str:
    return "\n".join(text for _, text in lines(opened(word_data(document)).element.body)).replace("\xa0", " ")


# --- What they say ---------------------------------------------------------------------------------------------------


def test_the_paper_tells_the_council_what_to_decide_and_by_when(papers: Papers) -> None:
    papers.adopted("Alvdalen")
    text = pdf_text(papers.make("Alvdalen"))
    for words in (
        "Alvdalen kommune",
        "Til Alvdalen kommunestyre",
        "Revidert delavtale 4 – Øyeblikkelig hjelp",
        "Forslag til vedtak",
        "versjon 2 av",
        "Alvdalen kommunestyre vedtok versjon 1 12. mars 2024 i sak 14/24",
        "Overordnet samarbeidsutvalg anbefalte teksten 21. mai 2026 i sak 12/26",
        "Innbyggere 12 400 per 1. januar 2024",
        "Realitetsendring",
        "Kommunen må svare raskere.",
        "[– to] [+ ett]",
        "Kommunen melder fra innen ett døgn.",
        "Økonomiske og administrative konsekvenser",
        "[Skrives av kommunen.]",
    ):
        assert words in text, words


def test_what_is_written_as_recommendation_comes_with_the_municipalitys_name(papers: Papers) -> None:
    papers.revision.recommendation = (
        "1. {kommunen} kommunestyre vedtar teksten.\n2. Vedtaket meldes til {kommunen}s ordfører."
    )
    papers.revision.save()
    text = pdf_text(papers.make("Alvdalen"))
    assert "Alvdalen kommunestyre vedtar teksten." in text
    assert "Vedtaket meldes til Alvdalens ordfører." in text
    assert "{kommunen}" not in text


def test_a_municipality_that_has_decided_for_nynorsk_gets_it_in_nynorsk(papers: Papers) -> None:
    Municipality.objects.filter(name="Alvdalen").update(language="nn")
    Municipality.objects.filter(name="Bjørkli").update(language="neutral")
    papers.adopted("Alvdalen")
    papers.revision.recommendation = "{kommunen} kommunestyre vedtar."
    papers.revision.recommendation_nn = "{kommunen} kommunestyre vedtek."
    papers.revision.save()
    document = papers.make("Alvdalen")
    text = pdf_text(document)
    assert "Blir behandla av" in text
    assert "Alvdalen kommunestyre vedtek." in text
    assert "Kommunen må svare raskare." in text
    assert {row.party.municipality.name: row.language for row in LocalPaper.objects.all()} == {
        "Alvdalen": "nn",
        "Bjørkli": "nb",
    }
    with document.file.open("rb") as file:
        assert_claims(file.read(), language="nn-NO")
    word = opened(word_data(papers.make("Alvdalen", Purpose.WORD)))
    assert word.core_properties.language == "nn-NO"


def test_the_pdf_is_tagged_and_conforms_like_the_other_documents(papers: Papers) -> None:
    papers.adopted("Alvdalen")
    with papers.make("Alvdalen").file.open("rb") as file:
        data = file.read()
    assert_structure(data)
    assert_claims(data)


def test_a_council_that_never_adopted_the_agreement_gets_no_redline(papers: Papers) -> None:
    text = pdf_text(papers.make("Bjørkli"))
    assert "Bjørkli kommunestyre har ikke vedtatt denne avtalen før." in text
    assert "Endringer i avtaleteksten" not in text
    assert "Vedlegg 1" in text


def test_the_redline_is_against_the_councils_own_deviating_text(papers: Papers) -> None:
    papers.deviating("Alvdalen", "kommunen", "<p>{kommunen} melder fra innen fire døgn.</p>")
    document = papers.make("Alvdalen")
    text = pdf_text(document)
    assert "[– fire] [+ ett]" in text
    assert "Vedtaket hadde avvik i 2.1 Kommunens ansvar." in text


def test_a_merged_municipality_inherits_what_those_before_it_adopted(papers: Papers) -> None:
    papers.adopted("Alvdalen", council_case="14/24")
    papers.adopted("Bjørkli", decided_on=dt.date(2024, 4, 2), council_case="9/24")
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    papers.agreement.parties.filter(municipality__isnull=False).update(valid_to=yesterday)
    new = AgreementPartyFactory(
        agreement=papers.agreement, municipality=MunicipalityFactory(name="Nyfjell"), valid_from=timezone.localdate()
    )
    new.succeeds.set(papers.parties.values())
    papers.parties["Nyfjell"] = new
    text = pdf_text(papers.make("Nyfjell"))
    assert "Nyfjell har tatt over etter andre kommuner" in text
    assert "Alvdalen kommunestyre vedtok versjon 1 12. mars 2024 i sak 14/24." in text
    assert "Bjørkli kommunestyre vedtok versjon 1 2. april 2024 i sak 9/24." in text
    assert LocalPaper.objects.count() == 1, "those that were merged are no longer parties"


def test_the_municipalitys_own_answer_to_the_consultation_stands_in_its_paper(papers: Papers) -> None:
    consultation = ConsultationFactory(
        partnership=papers.world.partnership, revision=papers.revision, state="closed", opened_on=dt.date(2026, 1, 10)
    )
    invitation = InvitationFactory(consultation=consultation, municipality=papers.world.municipality_a)
    Answer.objects.create(
        invitation=invitation, stance=Stance.CHANGES, text="Ett døgn er for lite.", sent_at=timezone.now()
    )
    assert "ønsket endringer. Ett døgn er for lite." in pdf_text(papers.make("Alvdalen"))
    assert "Bjørkli svarte ikke på høringen." in pdf_text(papers.make("Bjørkli"))


def test_the_word_file_has_the_changes_tracked(papers: Papers) -> None:
    papers.adopted("Alvdalen")
    document = papers.make("Alvdalen", Purpose.WORD)
    data = word_data(document)
    accepted = [text for _, text in lines(settled(data, accept=True))]
    rejected = [text for _, text in lines(settled(data, accept=False))]
    assert "Kommunen melder fra innen ett døgn." in accepted
    assert "Kommunen melder fra innen to døgn." in rejected
    assert [comment.text for comment in opened(data).comments] == ["Realitetsendring: Kommunen må svare raskere."]
    styles = [style for style, _ in lines(opened(data).element.body)]
    assert styles.count("Heading1") == 1
    assert document.file_name == "Saksframlegg DA 4 Alvdalen.docx"


def test_both_files_say_the_same_about_the_case(papers: Papers) -> None:
    papers.adopted("Alvdalen")
    pdf, word = pdf_text(papers.make("Alvdalen")), word_text(papers.make("Alvdalen", Purpose.WORD))
    for words in ("Alvdalen kommunestyre vedtar", "Kommunedirektøren får fullmakt", "Kommunen må svare raskere."):
        assert words in pdf
        assert words in word


# --- One press -------------------------------------------------------------------------------------------------------


def test_one_press_orders_pdf_and_word_for_every_municipality_but_not_the_trust(papers: Papers) -> None:
    rows = papers.order()
    assert [row.party.municipality.name for row in rows] == ["Alvdalen", "Bjørkli"]
    assert sorted(Document.objects.values_list("purpose", flat=True)) == ["reading", "reading", "word", "word"]


def test_pressing_again_makes_only_what_says_something_new(papers: Papers) -> None:
    papers.order()
    papers.order()
    assert set(Document.objects.values_list("version", flat=True)) == {1}
    papers.adopted("Alvdalen")
    papers.order()
    changed = Document.objects.filter(version=2)
    assert {row.subject.party.municipality.name for row in changed} == {"Alvdalen"}


def test_the_same_order_gives_the_same_bytes(papers: Papers) -> None:
    papers.adopted("Alvdalen")
    for purpose in (Purpose.READING, Purpose.WORD):
        first = papers.make("Alvdalen", purpose)
        Document.objects.all().delete()
        Piece.objects.all().delete()
        assert papers.make("Alvdalen", purpose).sha256 == first.sha256


def test_one_municipality_that_cannot_be_made_does_not_stop_the_others(papers: Papers) -> None:
    Municipality.objects.filter(name="Bjørkli").update(name=" ")
    papers.order()
    for pk in Document.objects.values_list("pk", flat=True):
        services.carry_out(document_id=pk)
    states = {(row.subject.party_id, row.state) for row in Document.objects.all()}
    assert states == {(papers.parties["Alvdalen"].pk, State.READY), (papers.parties["Bjørkli"].pk, State.FAILED)}
    failed = Document.objects.filter(state=State.FAILED)
    assert {row.error for row in failed} == {"Kommunen mangler navn i kommuneregisteret. Rett det der, og prøv igjen."}

    Municipality.objects.filter(name=" ").update(name="Bjørkli")
    assert retry_local_papers(revision=papers.revision, user=papers.coordinator) == 2
    services.carry_out(document_id=Document.objects.filter(state=State.QUEUED)[0].pk)
    assert Document.objects.filter(state=State.READY).count() == 3


def test_a_text_that_is_not_frozen_makes_no_papers(papers: Papers) -> None:
    revision = RevisionFactory(agreement=papers.agreement, version=draft(papers.agreement, 3))
    with pytest.raises(NotPossible, match="låst"):
        order_local_papers(revision=revision, user=papers.coordinator)


def test_what_many_share_is_worked_out_and_rendered_once(papers: Papers) -> None:
    """Those that adopted the same text have the same redline and the same annexes, whatever they are called."""
    papers.adopted("Alvdalen"), papers.adopted("Bjørkli")
    first, second = (content_of_paper(row, "nb") for row in papers.order())
    assert first.redline is second.redline
    papers.make("Alvdalen")
    assert Piece.objects.count() == 3, "the paper itself, the changes and the text"
    papers.make("Bjørkli")
    assert Piece.objects.count() == 4, "only the paper itself is its own"


def test_a_municipality_that_wrote_its_own_name_in_a_deviation_has_not_changed_the_name(papers: Papers) -> None:
    papers.deviating("Alvdalen", "kommunen", "<p>Alvdalen melder fra innen fire døgn.</p>")
    redline = content_of_paper(papers.order()[0], "nb").redline
    assert redline is not None
    assert (redline.summary.words_removed, redline.summary.changed) == (1, 1)


def test_ordering_asks_no_more_of_the_database_for_reading_more_municipalities(
    papers: Papers, django_assert_num_queries
) -> None:
    revision = revisions().get(pk=papers.revision.pk)
    for name in papers.parties:
        papers.adopted(name)
    with django_assert_num_queries(13):
        read(revision, timezone.localdate())
    for number in range(3):
        party = AgreementPartyFactory(agreement=papers.agreement, municipality=MunicipalityFactory(name=f"K{number}"))
        papers.parties[f"K{number}"] = party
        papers.adopted(f"K{number}", status=AdoptionStatus.ADOPTED)
    with django_assert_num_queries(13):
        read(revision, timezone.localdate())


# --- The page --------------------------------------------------------------------------------------------------------


def page_url(papers: Papers, name: str = "local-papers") -> str:
    return reverse(f"agreements:{name}", args=[papers.world.partnership.slug, papers.revision.pk])


def make_all(papers: Papers) -> None:
    papers.order()
    for pk in Document.objects.values_list("pk", flat=True):
        services.carry_out(document_id=pk)


def test_a_coordinator_orders_all_and_follows_them(papers: Papers, client_of: ClientOf) -> None:
    client = client_of("coordinator_trust")
    before = client.get(page_url(papers)).content.decode()
    assert "Lag saksframlegg til alle 2 kommuner" in before
    client.post(page_url(papers, "local-papers-order"))
    under_way = client.get(page_url(papers)).content.decode()
    assert "0 av 2" in under_way
    assert 'hx-trigger="every 2s"' in under_way
    make_all(papers)
    part = client.get(page_url(papers), headers={"HX-Request": "true"}).content.decode()
    assert "2 av 2" in part
    assert "every 2s" not in part, "nothing is left to wait for"
    assert "Alle saksframleggene er klare." in part
    assert "<html" not in part


def test_all_can_be_had_in_one_zip(papers: Papers, client_of: ClientOf) -> None:
    client = client_of("health_chief")
    assert client.get(page_url(papers, "local-papers-zip")).status_code == 404
    make_all(papers)
    response = client.get(page_url(papers, "local-papers-zip"))
    archive = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))
    assert archive.testzip() is None
    assert archive.namelist() == [
        f"Saksframlegg DA 4 {name}.{ending}" for name in ("Alvdalen", "Bjørkli") for ending in ("docx", "pdf")
    ]
    assert (
        "Saksframlegg%20DA%204.zip" in response["Content-Disposition"] or "DA 4.zip" in response["Content-Disposition"]
    )


def test_a_health_chief_finds_the_own_one_first(papers: Papers, client_of: ClientOf) -> None:
    make_all(papers)
    page = client_of("health_chief").get(page_url(papers)).content.decode()
    assert "Saksframlegget til Alvdalen" in page
    assert "Saksframlegget til Bjørkli" not in page
    paper = LocalPaper.objects.get(party=papers.parties["Alvdalen"])
    for file, start in (("pdf", b"%PDF"), ("word", b"PK")):
        url = reverse("agreements:local-paper-download", args=[papers.world.partnership.slug, paper.pk, file])
        assert url in page
        response = client_of("health_chief").get(url)
        assert b"".join(response.streaming_content).startswith(start)


@pytest.mark.parametrize(
    ("persona", "status"),
    [
        ("coordinator_municipal", 200),
        ("health_chief", 200),
        ("mayor", 200),
        ("committee_member", 200),
        ("outsider", 403),
        ("foreign_coordinator", 403),
        ("anonymous", 302),
    ],
)
def test_members_read(papers: Papers, client_of: ClientOf, persona: str, status: int) -> None:
    make_all(papers)
    paper = LocalPaper.objects.all()[0]
    slug = papers.world.partnership.slug
    client = client_of(persona)
    for url in (
        page_url(papers),
        page_url(papers, "local-papers-zip"),
        reverse("agreements:local-paper-download", args=[slug, paper.pk, "pdf"]),
    ):
        assert client.get(url).status_code == status


@pytest.mark.parametrize("persona", ["health_chief", "mayor", "outsider"])
def test_only_coordinators_order(papers: Papers, client_of: ClientOf, persona: str) -> None:
    for name in ("local-papers-order", "local-papers-retry"):
        assert client_of(persona).post(page_url(papers, name)).status_code == 403
    assert not Document.objects.exists()


def test_a_file_that_is_not_there_and_another_partnerships_paper_are_not_found(
    papers: Papers, client_of: ClientOf
) -> None:
    paper = papers.order()[0]
    client = client_of("coordinator_municipal")
    slug = papers.world.partnership.slug
    assert client.get(reverse("agreements:local-paper-download", args=[slug, paper.pk, "pdf"])).status_code == 404
    assert client.get(reverse("agreements:local-paper-download", args=[slug, paper.pk, "odt"])).status_code == 404
    other = reverse("agreements:local-paper-download", args=["annet", paper.pk, "pdf"])
    assert client_of("foreign_coordinator").get(other).status_code == 404


def test_the_page_asks_no_more_of_the_database_for_more_municipalities(
    papers: Papers, client_of: ClientOf, django_assert_max_num_queries
) -> None:
    papers.order()
    client = client_of("coordinator_municipal")
    client.get(page_url(papers))
    with django_assert_max_num_queries(40) as first:
        client.get(page_url(papers))
    for number in range(3):
        AgreementPartyFactory(agreement=papers.agreement, municipality=MunicipalityFactory(name=f"K{number}"))
    papers.order()
    with django_assert_max_num_queries(len(first)):
        client.get(page_url(papers))
