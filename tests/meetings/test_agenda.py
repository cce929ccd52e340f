"""The agenda builder: items come, move, change and go."""

import datetime as dt

import pytest
import time_machine

from meetings.enums import ItemType, MeetingState, ProposedBy, StandardItem
from meetings.models import AgendaItem, Meeting
from meetings.services.agenda import add_item, edit_item, reorder, withdraw
from tests.factories.meetings import (
    AgendaItemFactory,
    CaseFactory,
    LegalBasisFactory,
    MeetingFactory,
    RouteStepFactory,
)
from tests.factories.organisation import CommitteeFactory
from tests.meetings.agendas import DAY, NOW, plan, titles, together, url
from tests.personas import build_world


@pytest.fixture(autouse=True)
def in_september_2026():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def meeting(world):
    return plan(world.committee)


# Adding -------------------------------------------------------------------------------------------------------------


def test_a_case_is_put_before_any_other_business(meeting, world, client_of):
    case = CaseFactory(partnership=world.partnership, title="Felles legevakt", proposed_by=ProposedBy.TRUST)
    client_of("coordinator_municipal").post(url("agenda-item-add", meeting), {"case": case.pk})
    item = meeting.items.get(case=case)
    assert titles(meeting)[-2:] == ["Felles legevakt", "Eventuelt"]
    assert (item.proposed_by, item.number, item.added_late) == (ProposedBy.TRUST, None, False)


def test_a_case_stands_once_on_an_agenda(meeting, world, client_of):
    case = CaseFactory(partnership=world.partnership)
    client = client_of("coordinator_municipal")
    client.post(url("agenda-item-add", meeting), {"case": case.pk})
    response = client.post(url("agenda-item-add", meeting), {"case": case.pk})
    assert response.status_code == 409
    assert "Saken står allerede på sakslisten." in response.content.decode()


def test_a_case_of_another_partnership_cannot_be_added(meeting, world, client_of):
    foreign = CaseFactory(partnership=world.other_partnership)
    response = client_of("coordinator_municipal").post(url("agenda-item-add", meeting), {"case": foreign.pk})
    assert response.status_code == 404


@pytest.mark.parametrize(("as_case", "has_case"), [("on", True), ("", False)])
def test_a_new_item_with_or_without_a_case(meeting, client_of, as_case, has_case):
    fields = {
        "title": "Status for ambulanseplanen",
        "type": ItemType.INFORMATION,
        "proposed_by": ProposedBy.TRUST,
        "minutes_planned": "20",
        "as_case": as_case,
    }
    client_of("coordinator_trust").post(url("agenda-item-add", meeting), fields)
    item = meeting.items.get(title="Status for ambulanseplanen")
    assert (item.case is not None) is has_case
    assert (item.type, item.minutes_planned) == (ItemType.INFORMATION, 20)


def test_an_item_without_a_title_is_refused_and_the_rest_is_kept(meeting, client_of):
    response = client_of("coordinator_trust").post(
        url("agenda-item-add", meeting), {"title": "", "presenter": "Siv Prøvesen", "type": "report"}
    )
    assert response.status_code == 422
    page = response.content.decode()
    assert "Skriv hva saken heter." in page
    assert "Siv Prøvesen" in page


def test_the_search_offers_open_cases_and_those_on_the_committees_route_first(meeting, world, client_of):
    CaseFactory(partnership=world.partnership, title="Legevakt i nord", registered_on=dt.date(2026, 8, 1))
    routed = CaseFactory(partnership=world.partnership, title="Legevakt i sør", registered_on=dt.date(2026, 1, 1))
    RouteStepFactory(case=routed, position=1, committee=world.committee)
    CaseFactory(partnership=world.partnership, title="Legevakt som er ferdig", state="closed")
    CaseFactory(partnership=world.other_partnership, title="Legevakt hos andre")
    add_item(meeting=meeting, case=CaseFactory(partnership=world.partnership, title="Legevakt her"), user=None)
    response = client_of("coordinator_municipal").get(url("agenda-item-add", meeting), {"q": "legevakt"})
    assert [case.title for case in response.context["cases"]] == ["Legevakt i sør", "Legevakt i nord"]


# Moving -------------------------------------------------------------------------------------------------------------


def test_the_arrows_move_an_item_and_come_back_to_it(meeting, client_of):
    second = meeting.items.get(position=2)
    client = client_of("coordinator_municipal")
    response = client.post(url("agenda-item-move", meeting, second.pk), {"retning": "opp"})
    assert response.url.endswith(f"#sak-{second.pk}")
    assert titles(meeting)[0] == second.title
    client.post(url("agenda-item-move", meeting, second.pk), {"retning": "opp"})  # already first
    client.post(url("agenda-item-move", meeting, second.pk), {"retning": "ned"})
    assert titles(meeting)[1] == second.title


def test_moving_answers_htmx_with_the_list_and_says_what_happened(meeting, client_of):
    item = meeting.items.get(position=1)
    response = client_of("coordinator_municipal").post(
        url("agenda-item-move", meeting, item.pk), {"retning": "ned"}, headers={"HX-Request": "true"}
    )
    page = response.content.decode()
    assert "<html" not in page
    assert 'id="saksliste-bygger"' in page
    assert "står nå som nummer 2." in page


def test_an_order_keeps_what_it_does_not_know_of(meeting, client_of):
    first, second, last = meeting.items.order_by("position")
    late = AgendaItemFactory(meeting=meeting, position=9)  # added by a colleague meanwhile
    order = f"{last.pk},999999,{first.pk},tull,{last.pk}"
    client_of("coordinator_trust").post(url("agenda-order", meeting), {"order": order})
    assert list(meeting.items.order_by("position").values_list("pk", flat=True)) == [
        last.pk,
        first.pk,
        second.pk,
        late.pk,
    ]


@pytest.mark.django_db(transaction=True)
def test_two_coordinators_at_once_lose_no_item():
    meeting = plan(build_world().committee)
    cases = [CaseFactory(partnership=meeting.committee.partnership) for _ in range(4)]
    ids = list(meeting.items.values_list("pk", flat=True))
    raised = together(
        lambda: [reorder(meeting=meeting, order=ids[::-1], user=None) for _ in range(5)],
        lambda: [add_item(meeting=meeting, case=case, user=None) for case in cases],
    )
    assert raised == [None, None]
    positions = list(meeting.items.order_by("position").values_list("position", flat=True))
    assert positions == list(range(1, 8))
    assert set(ids) < set(meeting.items.values_list("pk", flat=True))


# Changing -----------------------------------------------------------------------------------------------------------


def fields(item, **changes):
    return {
        "type": item.type,
        "title": item.title,
        "public_title": item.public_title,
        "proposed_by": item.proposed_by,
        "presenter": item.presenter,
        "minutes_planned": item.minutes_planned,
    } | changes


def test_an_item_opens_and_is_saved_on_its_own_address(meeting, client_of):
    item = meeting.items.get(standard=StandardItem.AOB)
    client = client_of("coordinator_municipal")
    address = url("agenda-item-edit", meeting, item.pk)
    assert 'name="presenter"' in client.get(address).content.decode()
    client.post(address, fields(item, presenter="Ragna Prøvesen", minutes_planned="25"))
    item.refresh_from_db()
    assert (item.presenter, item.minutes_planned) == ("Ragna Prøvesen", 25)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"is_exempt": "on", "public_title": "Økonomi"}, "Velg hvilken hjemmel unntaket har."),
        ({"is_exempt": "on", "legal_basis": "basis"}, "Skriv en offentlig tittel"),
        ({"minutes_planned": "-5"}, "Skriv et helt tall fra 0 til 480."),
        ({"title": ""}, "Skriv hva saken heter."),
        ({"title": "Pasient 13097248022"}, "fødselsnummer"),
    ],
)
def test_a_wrong_item_is_refused_with_what_was_typed(meeting, client_of, changes, message):
    item = meeting.items.get(standard=StandardItem.AOB)
    if changes.get("legal_basis"):
        changes = changes | {"legal_basis": LegalBasisFactory().pk}
    response = client_of("coordinator_municipal").post(
        url("agenda-item-edit", meeting, item.pk), fields(item, presenter="Det jeg skrev", **changes)
    )
    assert response.status_code == 422
    page = response.content.decode()
    assert message in page
    assert "Det jeg skrev" in page
    assert "Hjemmel for unntak</label>" in page, "asked for by the mark, so it is not said to be optional"
    item.refresh_from_db()
    assert (item.presenter, item.is_exempt) == ("", False)


def test_an_item_changed_by_a_colleague_meanwhile_is_not_overwritten_unseen(meeting, client_of):
    item = meeting.items.get(standard=StandardItem.AOB)
    client = client_of("coordinator_municipal")
    base = client.get(url("agenda-item-edit", meeting, item.pk)).context["item_form"].initial["base"]
    edit_item(item=item, columns={"presenter": "Kollegaens valg"}, user=None)
    mine = fields(item, presenter="Mitt valg", base=base)
    response = client.post(url("agenda-item-edit", meeting, item.pk), mine)
    page = response.content.decode()
    assert response.status_code == 422
    assert "Kollegaens valg" in page
    assert "Mitt valg" in page
    again = mine | {"base": response.context["item_form"].data["base"]}
    assert client.post(url("agenda-item-edit", meeting, item.pk), again).status_code == 302
    item.refresh_from_db()
    assert item.presenter == "Mitt valg"


# Taking off ---------------------------------------------------------------------------------------------------------


def test_an_item_that_was_never_sent_is_gone_when_withdrawn(meeting, world, client_of):
    case = CaseFactory(partnership=world.partnership)
    item = add_item(meeting=meeting, case=case, user=None)
    client_of("coordinator_municipal").post(url("agenda-item-withdraw", meeting, item.pk))
    assert not AgendaItem.objects.filter(pk=item.pk).exists()
    add_item(meeting=meeting, case=case, user=None)  # and can come back


def test_withdrawing_what_a_colleague_withdrew_is_told_and_harms_nothing(meeting, world):
    item = add_item(meeting=meeting, case=CaseFactory(partnership=world.partnership), user=None)
    withdraw(item=item, user=None)
    with pytest.raises(Exception, match="allerede trukket"):
        withdraw(item=AgendaItem(pk=item.pk or 0, meeting=meeting), user=None)


@pytest.mark.parametrize("state", [MeetingState.CANCELLED, MeetingState.CLOSED])
def test_the_agenda_of_a_meeting_that_is_over_stands(world, client_of, state):
    meeting = MeetingFactory(committee=world.committee, starts_at=DAY, called=True)
    item = AgendaItemFactory(meeting=meeting, numbered=True)
    Meeting.objects.filter(pk=meeting.pk).update(state=state)
    client = client_of("coordinator_municipal")
    for name, data in (
        ("agenda-item-move", {"retning": "opp"}),
        ("agenda-item-withdraw", {}),
        ("agenda-item-edit", fields(item, presenter="Ny")),
    ):
        response = client.post(url(name, meeting, item.pk), data)
        assert response.status_code == 409
        assert "Sakslisten kan ikke endres." in response.content.decode()


# Rights -------------------------------------------------------------------------------------------------------------

STATUSES = {
    "coordinator_municipal": 200,
    "coordinator_trust": 200,
    "chair": 403,
    "committee_member": 403,
    "health_chief": 403,
    "mayor": 403,
    "outsider": 403,
    "foreign_coordinator": 403,
    "anonymous": 302,
}


@pytest.mark.parametrize("persona", STATUSES)
def test_only_coordinators_build_agendas(meeting, client_of, persona):
    client, status = client_of(persona), STATUSES[persona]
    item = meeting.items.get(position=2)
    assert client.get(url("agenda-edit", meeting)).status_code == status
    assert client.get(url("agenda-item-add", meeting)).status_code == status
    assert client.get(url("agenda-item-edit", meeting, item.pk)).status_code == status
    if status == 403:
        before = titles(meeting)
        for name in ("agenda-item-move", "agenda-item-withdraw", "agenda-item-restore"):
            assert client.post(url(name, meeting, item.pk), {"retning": "opp"}).status_code == 403
        for name in ("agenda-order", "notice-publish"):
            assert client.post(url(name, meeting), {"order": str(item.pk)}).status_code == 403
        assert titles(meeting) == before


@pytest.mark.parametrize("persona", ["committee_member", "mayor", "outsider", "foreign_coordinator"])
def test_only_chair_and_coordinators_approve(meeting, client_of, persona):
    assert client_of(persona).post(url("agenda-approve", meeting), {"fingerprint": "x"}).status_code == 403


def test_the_chair_of_another_committee_does_not_approve(world, client_of):
    meeting = plan(world.other_committee)
    response = client_of("chair").post(url("agenda-approve", meeting), {"fingerprint": "x"})
    assert response.status_code == 403


def test_an_item_of_another_meeting_is_not_found(meeting, world, client_of):
    other = plan(CommitteeFactory(partnership=world.other_partnership))
    item = other.items.first()
    response = client_of("coordinator_municipal").get(url("agenda-item-edit", meeting, item.pk))
    assert response.status_code == 404


def test_an_order_sent_by_script_is_answered_with_the_rows(meeting, client_of):
    client = client_of("coordinator_municipal")
    order = list(meeting.items.order_by("-position").values_list("pk", flat=True))
    response = client.post(url("agenda-order", meeting), {"order": order}, headers={"Accept": "application/json"})
    rows = response.json()["html"]
    assert rows.index("Eventuelt") < rows.index("Godkjenning av innkalling")
    Meeting.objects.filter(pk=meeting.pk).update(state=MeetingState.CANCELLED)
    response = client.post(url("agenda-order", meeting), {"order": order}, headers={"Accept": "application/json"})
    assert response.status_code == 409
    assert "kan ikke endres" in response.json()["message"]


def test_a_proposal_put_on_the_agenda_is_taken_up_as_a_case(meeting, world, client_of):
    case = CaseFactory(partnership=world.partnership, state="proposed")
    client_of("coordinator_municipal").post(url("agenda-item-add", meeting), {"case": case.pk})
    case.refresh_from_db()
    assert case.state == "open"


def test_the_builder_of_a_meeting_that_is_over_leads_to_its_page(world, client_of):
    meeting = MeetingFactory(committee=world.committee, starts_at=DAY, state=MeetingState.CANCELLED)
    response = client_of("coordinator_municipal").get(url("agenda-edit", meeting))
    assert response.url == url("meeting-detail", meeting)


# Exempt -------------------------------------------------------------------------------------------------------------


def test_a_case_is_exempt_with_its_item_so_that_no_other_page_tells_its_title(meeting, world, client_of):
    case = CaseFactory(partnership=world.partnership, title="Oppsigelse ved Fjordane legevakt")
    item = add_item(meeting=meeting, case=case, user=None)
    mark = {"is_exempt": True, "legal_basis": LegalBasisFactory(), "public_title": "Personalsak"}
    edit_item(item=item, columns=mark, user=None)
    Meeting.objects.filter(pk=meeting.pk).update(
        state=MeetingState.CALLED, approved_at=NOW, called_at=NOW, notice_at=NOW, notice_version=1
    )
    case.refresh_from_db()
    assert (case.is_exempt, case.public_title, case.title) == (True, "Personalsak", "Oppsigelse ved Fjordane legevakt")
    for persona in ("anonymous", "mayor"):
        page = client_of(persona).get("/prove/saker/")
        assert "Oppsigelse ved" not in page.content.decode()


def test_a_case_that_was_named_openly_before_stays_open(meeting, world):
    case = CaseFactory(partnership=world.partnership, title="Felles legevakt")
    AgendaItemFactory(meeting=MeetingFactory(committee=world.committee, called=True), case=case)
    item = add_item(meeting=meeting, case=case, user=None)
    edit_item(
        item=item, columns={"is_exempt": True, "legal_basis": LegalBasisFactory(), "public_title": "Sak"}, user=None
    )
    case.refresh_from_db()
    assert not case.is_exempt
