"""Cases: who sees them, the list, making and changing."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from meetings.enums import CaseState, ProposedBy
from meetings.models import Case
from samhandling.audit.selectors import history_of
from tests.factories.meetings import (
    ActionItemFactory,
    AgendaItemFactory,
    CaseFactory,
    ItemTextFactory,
    LegalBasisFactory,
    MeetingFactory,
    MinutesFactory,
    MinutesItemFactory,
    RouteStepFactory,
    lock,
)
from tests.meetings.case_desk import LAST_YEAR, ClientOf, Url, exempt_case, make_case, treat, valid
from tests.personas import World

# --- Who sees what --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("persona", "status"),
    [
        ("coordinator_municipal", 200),
        ("coordinator_trust", 200),
        ("chair", 404),
        ("committee_member", 404),
        ("health_chief", 404),
        ("outsider", 404),
        ("foreign_coordinator", 404),
        ("anonymous", 404),
    ],
)
def test_a_case_that_stood_on_no_published_agenda_is_the_secretariats_own(
    world: World, client_of: ClientOf, url: Url, persona: str, status: int
) -> None:
    case = make_case(world)
    assert client_of(persona).get(url("case-detail", case.pk)).status_code == status


def test_the_chair_sees_a_case_that_is_planned_for_the_committee(world: World, client_of: ClientOf, url: Url) -> None:
    case = make_case(world)
    AgendaItemFactory(meeting=MeetingFactory(committee=world.committee), case=case)
    assert client_of("chair").get(url("case-detail", case.pk)).status_code == 200
    assert client_of("committee_member").get(url("case-detail", case.pk)).status_code == 404


def test_a_published_case_is_open_to_everybody(world: World, client_of: ClientOf, url: Url) -> None:
    case = make_case(world)
    treat(world, case)
    page = client_of("anonymous").get(url("case-detail", case.pk))
    assert page.status_code == 200
    assert case.title in page.content.decode()


def test_another_partnerships_case_is_not_found(world: World, client_of: ClientOf, url: Url) -> None:
    case = CaseFactory(partnership=world.other_partnership)
    assert client_of("coordinator_municipal").get(url("case-detail", case.pk)).status_code == 404


def test_an_exempt_case_shows_the_public_only_number_basis_and_trail(
    world: World, client_of: ClientOf, url: Url
) -> None:
    case = exempt_case(world, proposer=world.people["health_chief"])
    RouteStepFactory(case=case, body_name="Styret", treated_on=dt.date(2026, 2, 1), result="Hemmelig resultat")
    item = treat(world, case, starts_at=LAST_YEAR)
    minutes = MinutesFactory(meeting=item.meeting)
    ItemTextFactory(
        item=MinutesItemFactory(minutes=minutes, agenda_item=item), section="decision", text="Hemmelig vedtak"
    )
    lock(minutes)
    page = client_of("anonymous").get(url("case-detail", case.pk)).content.decode()
    assert "Forhandlingssak" in page
    assert item.number_text in page
    assert "offl. §\u00a023 første ledd" in page
    for secret in ("hjemmesykehus", "Hemmelig", world.people["health_chief"].name):
        assert secret not in page
    member = client_of("committee_member").get(url("case-detail", case.pk)).content.decode()
    assert "hjemmesykehus" in member
    assert "Hemmelig vedtak" in member


def test_a_decision_is_quoted_from_locked_minutes_and_not_from_a_draft(
    world: World, client_of: ClientOf, url: Url
) -> None:
    case = make_case(world)
    item = treat(world, case, starts_at=LAST_YEAR)
    minutes = MinutesFactory(meeting=item.meeting)
    ItemTextFactory(
        item=MinutesItemFactory(minutes=minutes, agenda_item=item), section="decision", text="Utvalget sa ja."
    )
    assert "Utvalget sa ja." not in client_of("anonymous").get(url("case-detail", case.pk)).content.decode()
    lock(minutes)
    assert "Utvalget sa ja." in client_of("anonymous").get(url("case-detail", case.pk)).content.decode()


def test_what_is_to_be_followed_up_is_told_from_approved_minutes_only(
    world: World, client_of: ClientOf, url: Url
) -> None:
    case = make_case(world)
    item = treat(world, case, starts_at=LAST_YEAR)
    result = MinutesItemFactory(minutes__meeting=item.meeting, agenda_item=item)
    ActionItemFactory(item=result, text="Sende brev til kommunene")
    assert "Sende brev" not in client_of("anonymous").get(url("case-detail", case.pk)).content.decode()
    lock(result.minutes)
    assert "Sende brev" in client_of("anonymous").get(url("case-detail", case.pk)).content.decode()


# --- The list -------------------------------------------------------------------------------------------------------


def titles(page: Any) -> list[str]:
    return [row.case.shown_title for row in page.context["rows"]]


def test_search_knows_norwegian_word_forms(world: World, client_of: ClientOf, url: Url) -> None:
    make_case(world, title="Nye avtaler om legevakt")
    make_case(world, title="Felles budsjett")
    page = client_of("coordinator_trust").get(url("case-list"), {"q": "avtalene"})
    assert titles(page) == ["Nye avtaler om legevakt"]


def test_search_does_not_reveal_what_an_exempt_title_says(world: World, client_of: ClientOf, url: Url) -> None:
    treat(world, exempt_case(world))
    assert titles(client_of("anonymous").get(url("case-list"), {"q": "hjemmesykehus"})) == []
    assert titles(client_of("anonymous").get(url("case-list"), {"q": "Forhandlingssak"})) == ["Forhandlingssak"]
    assert titles(client_of("committee_member").get(url("case-list"), {"q": "hjemmesykehus"})) == [
        "Forhandlinger om hjemmesykehus"
    ]


def test_the_list_filters_by_committee_side_and_state(world: World, client_of: ClientOf, url: Url) -> None:
    treated = make_case(world, title="Behandlet i OSU", proposed_by=ProposedBy.TRUST)
    treat(world, treated)
    planned = make_case(world, title="Planlagt i LSU")
    RouteStepFactory(case=planned, committee=world.other_committee)
    make_case(world, title="Ferdig", state=CaseState.CLOSED, closed_on=dt.date(2026, 6, 1))
    client = client_of("coordinator_municipal")
    assert titles(client.get(url("case-list"), {"utvalg": "lsu"})) == ["Planlagt i LSU"]
    assert titles(client.get(url("case-list"), {"fra": "trust"})) == ["Behandlet i OSU"]
    assert titles(client.get(url("case-list"), {"status": "closed"})) == ["Ferdig"]
    assert len(titles(client.get(url("case-list"), {"status": ""}))) == 3


@pytest.mark.parametrize(
    "query", ["?side=999", "?side=x", "?status=tull", "?utvalg=finnes-ikke", "?fra=x", "?q=%00", "?q=%26%7C%21"]
)
def test_a_strange_address_still_gives_a_list(world: World, client_of: ClientOf, url: Url, query: str) -> None:
    make_case(world)
    assert client_of("coordinator_municipal").get(url("case-list") + query).status_code == 200


def test_a_case_that_nobody_moved_for_90_days_stands_out(world: World, client_of: ClientOf, url: Url) -> None:
    today = timezone.localdate()
    make_case(world, title="Glemt", registered_on=today - dt.timedelta(days=91))
    make_case(world, title="Ny", registered_on=today - dt.timedelta(days=5))
    waiting = make_case(world, title="Satt opp", registered_on=today - dt.timedelta(days=200))
    treat(world, waiting, starts_at=timezone.now() + dt.timedelta(days=20))
    page = client_of("coordinator_municipal").get(url("case-list"), {"status": "stuck"})
    assert titles(page) == ["Glemt"]
    assert "Står stille siden" in page.content.decode()


def test_the_list_asks_as_many_questions_for_one_case_as_for_many(
    world: World, client_of: ClientOf, url: Url, django_assert_num_queries: Any
) -> None:
    client = client_of("committee_member")

    def fill(count: int) -> None:
        for _ in range(count):
            case = exempt_case(world)
            RouteStepFactory(case=case, committee=world.other_committee)
            item = treat(world, case, starts_at=LAST_YEAR)
            lock(MinutesItemFactory(minutes__meeting=item.meeting, agenda_item=item).minutes)

    fill(1)
    client.get(url("case-list"))
    with django_assert_num_queries(11):
        client.get(url("case-list"))
    fill(6)
    with django_assert_num_queries(11):
        client.get(url("case-list"))


def test_an_empty_list_says_what_fills_it(world: World, client_of: ClientOf, url: Url) -> None:
    assert "Ny sak" in client_of("coordinator_trust").get(url("case-list")).content.decode()
    assert "publisert innkalling" in client_of("anonymous").get(url("case-list")).content.decode()


# --- Making and changing --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["case-create", "case-edit", "case-route-edit"])
@pytest.mark.parametrize(
    ("persona", "status"),
    [("coordinator_trust", 200), ("committee_member", 403), ("outsider", 403), ("anonymous", 302)],
)
def test_only_the_secretariat_edits_cases(
    world: World, client_of: ClientOf, url: Url, name: str, persona: str, status: int
) -> None:
    case = make_case(world)
    treat(world, case)
    address = url(name) if name == "case-create" else url(name, case.pk)
    assert client_of(persona).get(address).status_code == status


def test_a_coordinator_registers_a_case(world: World, client_of: ClientOf, url: Url) -> None:
    officer = world.people["coordinator_trust"]
    answer = client_of("coordinator_municipal").post(url("case-create"), valid(officer_0=officer.pk))
    case = Case.objects.get()
    assert answer.url == url("case-detail", case.pk)
    assert (case.title, case.archive_ref, case.state) == ("Felles legevakt", "26/00123-1", CaseState.OPEN)
    assert list(case.officers.all()) == [officer]
    assert [entry.verb for entry in history_of(case)] == ["case.created"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"title": ""}, "Skriv hva saken heter."),
        ({"title": "   "}, "Skriv hva saken heter."),
        ({"title": "x" * 201}, "200"),
        ({"title": "Pasient 13097248022"}, "fødselsnummer"),
        ({"archive_ref": "sak 1746"}, "Skriv referansen som år/nummer"),
        ({"registered_on": "i går"}, "dato"),
        ({"registered_on": "2999-01-01"}, "fram i tid"),
        ({"proposed_by": ""}, "Velg hvem saken kommer fra."),
        ({"is_exempt": "on", "public_title": "Sak"}, "Velg hvilken hjemmel unntaket har."),
        ({"is_exempt": "on"}, "Skriv en offentlig tittel"),
    ],
)
def test_bad_input_is_refused_and_nothing_typed_is_lost(
    world: World, client_of: ClientOf, url: Url, changes: dict[str, str], message: str
) -> None:
    sent = valid(access_review="Vurdert 4. mai", **changes)
    answer = client_of("coordinator_municipal").post(url("case-create"), sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert message in page
    for typed in (sent["title"].strip(), sent["archive_ref"], "Vurdert 4. mai"):
        assert typed in page
    assert not Case.objects.exists()


def test_only_bases_that_hold_today_are_offered(world: World, client_of: ClientOf, url: Url) -> None:
    LegalBasisFactory()
    old = LegalBasisFactory(section="6", valid_to=dt.date(2020, 1, 1))
    form = client_of("coordinator_municipal").get(url("case-create")).context["form"]
    assert [basis.section for basis in form.fields["legal_basis"].queryset] == ["23"]
    case = exempt_case(world)
    Case.objects.filter(pk=case.pk).update(legal_basis=old)
    form = client_of("coordinator_municipal").get(url("case-edit", case.pk)).context["form"]
    assert {basis.section for basis in form.fields["legal_basis"].queryset} == {"6", "23"}


def test_lifting_an_exemption_is_logged_and_takes_the_basis_away(world: World, client_of: ClientOf, url: Url) -> None:
    case = exempt_case(world)
    client, address = client_of("coordinator_municipal"), url("case-edit", case.pk)
    sent = valid(title=case.title, legal_basis=case.legal_basis_id, public_title=case.public_title)
    client.post(address, sent | {"merke": client.get(address).context["mark"]})
    case.refresh_from_db()
    assert (case.is_exempt, case.legal_basis) == (False, None)
    assert "gjort offentlig" in history_of(case)[0].text


def test_two_who_edit_the_same_case_do_not_overwrite_each_other_unseen(
    world: World, client_of: ClientOf, url: Url
) -> None:
    case = make_case(world)
    client, address = client_of("coordinator_municipal"), url("case-edit", case.pk)
    opened = client.get(address).context["mark"]
    other = valid(title="Den andres tittel", merke=opened)
    assert client_of("coordinator_trust").post(address, other).status_code == 302
    answer = client.post(address, valid(title="Min tittel", merke=opened))
    assert answer.status_code == 422
    assert "Den andres tittel" in answer.content.decode()
    assert "Min tittel" in answer.content.decode()
    assert client.post(address, valid(title="Min tittel", merke=answer.context["mark"])).status_code == 302
    case.refresh_from_db()
    assert case.title == "Min tittel"
