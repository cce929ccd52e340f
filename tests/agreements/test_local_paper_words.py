"""The words of a case paper in the municipality's own language."""

from __future__ import annotations

import pytest

from municipalities.models import Municipality
from samhandling.documents import services
from tests.agreements.local_paper_world import Papers, build_papers, pdf_text
from tests.personas import World


@pytest.fixture
def papers(world: World, monkeypatch: pytest.MonkeyPatch) -> Papers:
    monkeypatch.setattr(services, "send", lambda document_id: True)
    return build_papers(world)


def test_what_the_agreement_is_about_and_why_it_is_revised_are_in_the_municipalitys_language(papers: Papers) -> None:
    Municipality.objects.filter(name="Alvdalen").update(language="nn")
    agreement = papers.revision.agreement
    agreement.subject, agreement.subject_nn = "Hvem som gjør hva.", "Kven som gjer kva."
    agreement.save()
    papers.revision.reason, papers.revision.reason_nn = "Fristene var uklare.", ""
    papers.revision.save()
    text = pdf_text(papers.make("Alvdalen"))
    assert "Kven som gjer kva." in text
    assert "Hvem som gjør hva." not in text
    assert "Fristene var uklare." in text, "the bokmål where there is no nynorsk"
    papers.revision.reason_nn = "Fristane var uklare."
    papers.revision.save()
    text = pdf_text(papers.make("Alvdalen"))
    assert "Fristane var uklare." in text
    assert "Hvem som gjør hva." in pdf_text(papers.make("Bjørkli"))
