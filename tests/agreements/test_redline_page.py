"""The page of two texts beside each other, and a council's own."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agreements.enums import AdoptionStatus, StepKind
from agreements.models import Adoption, ChangeNote, Deviation, Revision
from agreements.templatetags.redline import side_by_side
from samhandling.core.text import html_diff
from tests.agreements.redline_world import RedlineWorld, build
from tests.factories.agreements import AdoptionFactory, AgreementPartyFactory, agreement_with_parties, frozen
from tests.personas import World

ClientOf = Callable[[str], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def redlines(world: World) -> RedlineWorld:
    return build(world)


def page(redlines: RedlineWorld, query: str = "?fra=1&til=2") -> str:
    return reverse("agreements:redline", args=["prove", redlines.agreement.pk]) + query


def own(redlines: RedlineWorld, number: str = "1001") -> str:
    return reverse("agreements:redline-own", args=["prove", redlines.agreement.pk, number])


def told(client: Client, url: str, status: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == status
    return re.sub(r"\s+", " ", response.content.decode().replace("\u00a0", " "))


def plain(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))


# --- Between versions -----------------------------------------------------------------------------------------------


def test_everybody_reads_what_is_new_between_frozen_texts(redlines: RedlineWorld, client: Client) -> None:
    html = told(client, page(redlines))
    assert "Endringer fra versjon 1 til versjon 2" in html
    assert re.search(r"<del>[^/]*</span>i ordinær arbeidstid<", html)
    assert re.search(r"<ins>[^/]*</span>hele døgnet<", html)
    assert "Kommunen rapporterer belegg" in plain(html), "the token is never shown"
    assert "Flyttet fra punkt 5" in html
    assert "Nytt punkt" in html
    assert "Tatt ut" in html
    assert redlines.second.sha256[:4] in html


def test_each_change_says_what_it_means_and_the_kinds_are_counted(redlines: RedlineWorld, client: Client) -> None:
    for anchor in ("brukere", "tilskudd"):
        ChangeNote.objects.create(revision=redlines.revision, anchor=anchor, kind="clarification", text="Som før.")
    html = told(client, page(redlines))
    assert "To av endringene betyr noe i praksis. Resten er presiseringer og språk." in html
    assert "Flere får tilbudet." in html
    assert "Sykehuset skal gi råd hele døgnet." in html
    assert "<dt>Realitetsendringer</dt><dd>2</dd>" in html
    assert "<dt>Presiseringer</dt><dd>3</dd>" in html


def test_a_change_nobody_has_judged_is_never_called_a_clarification(redlines: RedlineWorld, client: Client) -> None:
    html = told(client, page(redlines))
    assert "Resten er presiseringer" not in html
    assert "3 punkter er endret" in html
    assert "<dt>Ikke vurdert</dt><dd>2</dd>" in html
    assert re.search("<a [^>]*#p-brukere[^>]*>[^<]*Brukermedvirkning</a>", html), "it stands among the weighty ones"


def test_notes_are_not_shown_beside_another_comparison(redlines: RedlineWorld, client_of: ClientOf) -> None:
    html = told(client_of("mayor"), page(redlines, "?fra=1&til=3"))
    assert "Flere får tilbudet." not in html
    assert "<dt>Nye</dt><dd>2</dd>" in html


def test_the_newest_text_is_compared_with_the_one_it_was_based_on(redlines: RedlineWorld, client: Client) -> None:
    html = told(client, page(redlines, ""))
    assert "Endringer fra versjon 1 til versjon 2" in html


@pytest.mark.parametrize("query", ["?fra=1&til=3", "?fra=3&til=2", "?fra=1&til=9", "?fra=kommune-/&til=2"])
def test_a_draft_is_hidden_from_the_public_like_a_version_that_is_not_there(
    redlines: RedlineWorld, client: Client, query: str
) -> None:
    told(client, page(redlines, query), 404)
    assert "Versjon 3" not in told(client, page(redlines))


@pytest.mark.parametrize("persona", ["outsider", "foreign_coordinator"])
def test_a_draft_is_hidden_from_those_without_a_role(redlines: RedlineWorld, client_of: ClientOf, persona: str) -> None:
    told(client_of(persona), page(redlines, "?fra=2&til=3"), 404)


@pytest.mark.parametrize("persona", ["health_chief", "committee_member", "coordinator_trust"])
def test_members_compare_the_draft(redlines: RedlineWorld, client_of: ClientOf, persona: str) -> None:
    assert "Uenighet løses lokalt." in told(client_of(persona), page(redlines, "?fra=2&til=3"))


def test_members_are_told_who_has_adopted_a_section_otherwise(
    redlines: RedlineWorld, client_of: ClientOf, client: Client
) -> None:
    sentence = "Bjørkli har vedtatt punktet uten «og avviste henvendelser»."
    assert sentence in told(client_of("mayor"), page(redlines))
    assert sentence not in told(client, page(redlines))


def test_members_choose_what_a_council_last_adopted_and_come_to_its_page(
    redlines: RedlineWorld, client_of: ClientOf, client: Client
) -> None:
    assert "Det Bjørkli sist vedtok" in told(client_of("mayor"), page(redlines))
    assert "Det Bjørkli sist vedtok" not in told(client, page(redlines))
    answer = client_of("mayor").get(page(redlines, "?fra=kommune-1002&til=2"))
    assert answer["Location"] == f"{own(redlines, '1002')}?til=2"


def test_an_agreement_with_one_text_says_so(world: World, client: Client) -> None:
    agreement = agreement_with_parties(world.partnership)
    frozen(agreement)
    html = told(client, reverse("agreements:redline", args=["prove", agreement.pk]))
    assert "ikke to versjoner å sammenligne" in html


def test_equal_texts_are_said_to_be_equal(redlines: RedlineWorld, client: Client) -> None:
    html = told(client, page(redlines, "?fra=2&til=2"))
    assert "Ingen punkter er endret." in html
    assert "<ins" not in html


# --- A council's own ------------------------------------------------------------------------------------------------


def test_a_health_chief_reads_what_is_new_and_what_the_council_must_do(
    redlines: RedlineWorld, client_of: ClientOf
) -> None:
    html = told(client_of("health_chief"), own(redlines))
    assert "Endringer siden Alvdalen sist vedtok avtalen" in html
    assert "Vedtatt av Alvdalen kommunestyre" in html
    assert "17. februar 2024, sak 11/24, versjon 1" in html
    assert "Dette må Alvdalen kommunestyre gjøre" in html
    assert "Alvdalen kommunestyre vedtar revidert delavtale 4." in html
    assert "Neste kommunestyre er" in html
    assert "Alvdalen rapporterer belegg" in plain(html)
    assert reverse("agreements:adoption-edit", args=["prove", redlines.waiting.pk]) in html


@pytest.mark.parametrize("persona", ["other_chief", "mayor", "committee_member"])
def test_those_who_only_read_get_no_buttons(redlines: RedlineWorld, client_of: ClientOf, persona: str) -> None:
    html = told(client_of(persona), own(redlines))
    assert "Alvdalen kommunestyre vedtar revidert delavtale 4." in html
    assert reverse("agreements:adoption-edit", args=["prove", redlines.waiting.pk]) not in html
    assert "Hent saksframlegg" not in html


def test_the_own_page_is_for_members(redlines: RedlineWorld, client_of: ClientOf, client: Client) -> None:
    told(client_of("outsider"), own(redlines), 403)
    assert client.get(own(redlines)).status_code == 302


def test_a_municipality_that_is_no_party_is_not_there(redlines: RedlineWorld, client_of: ClientOf) -> None:
    told(client_of("mayor"), own(redlines, "9999"), 404)


def test_what_a_council_adopted_with_a_deviation_is_what_a_new_text_is_compared_with(
    redlines: RedlineWorld, client_of: ClientOf
) -> None:
    html = told(client_of("other_chief"), f"{own(redlines, '1002')}?til=3")
    assert "med avvik" in html
    assert re.search(r"<ins>[^/]*</span>og avviste henvendelser ?<", html), "taken in again with the common text"
    assert "Uenighet løses lokalt." in html


def test_a_council_that_has_decided_is_told_what_it_did(redlines: RedlineWorld, client_of: ClientOf) -> None:
    html = told(client_of("other_chief"), own(redlines, "1002"))
    assert "Dette har Bjørkli kommunestyre gjort" in html
    assert "Bjørkli har vedtatt punktet uten" not in html, "that is its own"


def test_a_council_is_not_asked_to_decide_on_a_text_that_a_newer_one_has_replaced(
    redlines: RedlineWorld, client_of: ClientOf
) -> None:
    Revision.objects.filter(pk=redlines.revision.pk).update(step=StepKind.SUPERSEDED)
    html = told(client_of("health_chief"), f"{own(redlines)}?til=2")
    assert "En nyere tekst kom i stedet" in html
    assert "Til vedtak" not in html
    assert "Registrer vedtaket" not in html


def test_a_council_that_never_adopted_the_agreement_reads_a_new_text(
    redlines: RedlineWorld, client_of: ClientOf
) -> None:
    Adoption.objects.filter(party=redlines.a, version=redlines.first).delete()
    html = told(client_of("health_chief"), own(redlines))
    assert "har ikke vedtatt noen tidligere tekst av avtalen" in html
    assert "Sykehuset gir råd per telefon hele døgnet." in html
    assert "<ins" not in html
    assert "Lag PDF" not in html


# --- What it costs --------------------------------------------------------------------------------------------------


def test_the_pages_ask_the_same_questions_for_few_notes_and_many(redlines: RedlineWorld, client_of: ClientOf) -> None:
    client = client_of("health_chief")
    counts = {url: _queries(client, url) for url in (page(redlines), own(redlines))}
    for clause in ("formaal", "varighet", "ansvar"):
        ChangeNote.objects.create(revision=redlines.revision, anchor=clause, kind="language", text="Språk.")
    for _number in range(3):
        party = AgreementPartyFactory(agreement=redlines.agreement)
        adoption = AdoptionFactory(
            revision=redlines.revision,
            party=party,
            status=AdoptionStatus.ADOPTED_WITH_DEVIATION,
            decided_on="2026-01-01",
        )
        Deviation.objects.create(adoption=adoption, anchor="raad", text="<p>Nei.</p>")
    assert {url: _queries(client, url) for url in counts} == counts


def _queries(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def test_a_paragraph_and_the_one_in_its_place_stand_side_by_side() -> None:
    changed = html_diff("<p>Sykehuset dekker alt.</p><p>Slutt.</p>", "<p>Hver part betaler selv.</p><p>Slutt.</p>")
    rows = side_by_side(changed.blocks)
    assert [row.kind for row in rows] == ["changed", "same"]
    assert "Sykehuset" in rows[0].old
    assert "Hver part" in rows[0].new
    assert "Sykehuset" in rows[0].inline
    assert "Hver part" in rows[0].inline
