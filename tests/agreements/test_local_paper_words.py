"""What a case paper says, in the municipality's own language."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone, translation

from agreements.enums import AdoptionStatus
from agreements.models import AgreementParty, AgreementVersion
from agreements.packets.local_paper.build import local_paper
from agreements.packets.local_paper.reading import read, revisions
from municipalities.models import Municipality
from samhandling.documents import services
from tests.agreements.local_paper_world import Papers, build_papers
from tests.factories.agreements import AdoptionFactory
from tests.personas import World


@pytest.fixture
def papers(world: World, monkeypatch: pytest.MonkeyPatch) -> Papers:
    monkeypatch.setattr(services, "send", lambda document_id: True)
    return build_papers(world)


def said(papers: Papers, name: str) -> str:
    """Not as a file: that the file says it is held in `test_local_papers`."""
    party = AgreementParty.objects.select_related("municipality").get(pk=papers.parties[name].pk)
    assert party.municipality is not None
    language = party.municipality.language_in(papers.world.partnership)
    with translation.override(language):
        content = local_paper(read(revisions().get(pk=papers.revision.pk), timezone.localdate()), party, language)
    sections = " ".join(section.html for section in content.sections)
    return f"{content.about_html} {content.recommendation_html} {sections}".replace("\xa0", " ")


def test_what_the_agreement_is_about_and_why_it_is_revised_are_in_the_municipalitys_language(papers: Papers) -> None:
    Municipality.objects.filter(name="Alvdalen").update(language="nn")
    agreement = papers.revision.agreement
    agreement.subject, agreement.subject_nn = "Hvem som gjør hva.", "Kven som gjer kva."
    agreement.save()
    papers.revision.reason, papers.revision.reason_nn = "Fristene var uklare.", ""
    papers.revision.recommendation, papers.revision.entry_date = "Avtalen vedtas.", dt.date(2027, 2, 1)
    papers.revision.save()
    text = said(papers, "Alvdalen")
    assert "Kven som gjer kva." in text
    assert "Hvem som gjør hva." not in text
    assert "Fristene var uklare." in text, "the bokmål where there is no nynorsk"
    papers.revision.reason_nn = "Fristane var uklare."
    papers.revision.save()
    assert "Fristane var uklare." in said(papers, "Alvdalen")
    text = said(papers, "Bjørkli")
    assert "Hvem som gjør hva." in text
    assert "trer i kraft når alle partene har vedtatt den. Avtalen gjelder tidligst fra 1. februar 2027." in text


def test_a_municipality_that_is_to_accede_gets_a_paper_about_the_text_that_is_in_force(papers: Papers) -> None:
    today = timezone.localdate()
    party = papers.parties["Bjørkli"]
    AgreementParty.objects.filter(pk=party.pk).update(valid_from=today + dt.timedelta(days=30))
    begun = dt.date(2025, 1, 1)
    AgreementVersion.objects.filter(pk=papers.revision.version_id).update(in_force_on=begun)
    assert [paper.party.name for paper in papers.order()] == ["Alvdalen"], "nobody has asked it yet"
    AdoptionFactory(revision=papers.revision, party=party, status=AdoptionStatus.SENT)
    assert [paper.party.name for paper in papers.order()] == ["Alvdalen", "Bjørkli"]
    text = said(papers, "Bjørkli")
    assert "Teksten har vært i kraft siden 1. januar 2025." in text
    assert "Teksten gjelder for partene som har vedtatt den." in text
    assert "trer i kraft når" not in text
    assert "ikke tre i kraft for de andre" not in text
