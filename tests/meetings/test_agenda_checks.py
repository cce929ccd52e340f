"""What the agenda builder says: times, papers, and what to know before publishing."""

import datetime as dt

import pytest
import time_machine

from meetings.enums import ItemType, ProposedBy
from meetings.services.agenda import add_item
from tests.factories.meetings import (
    OSLO,
    AttachmentFactory,
    CaseFactory,
    CasePaperFactory,
    LegalBasisFactory,
    PaperTextFactory,
    PaperVersionFactory,
)
from tests.factories.organisation import AppointmentFactory, SeatFactory
from tests.meetings.agendas import NOW, builder, plan, url


@pytest.fixture(autouse=True)
def in_september_2026():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def meeting(world):
    return plan(world.committee)


def test_times_and_total_follow_from_the_minutes(meeting, world, client_of):
    add_item(meeting=meeting, case=CaseFactory(partnership=world.partnership), user=None, minutes_planned=45)
    page = builder(client_of("coordinator_municipal"), meeting)
    for clock in ("12.30", "12.35", "12.40", "13.25"):
        assert clock in page
    assert "1 t 5 min" in page
    assert "av 3 t. Slutt kl. 13.35." in page


def test_the_builder_tells_where_each_paper_is(meeting, world, client_of):
    def case_with(title):
        case = CaseFactory(partnership=world.partnership, title=title)
        add_item(meeting=meeting, case=case, user=None)
        return case

    case_with("Uten papir")
    PaperTextFactory(paper=CasePaperFactory(case=case_with("Med utkast")))
    ready = CasePaperFactory(case=case_with("Med versjon"))
    PaperTextFactory(paper=ready)
    PaperVersionFactory(paper=ready, number=2)
    AttachmentFactory(case=ready.case)
    add_item(meeting=meeting, user=None, title="Orientering", type=ItemType.INFORMATION)
    page = builder(client_of("coordinator_municipal"), meeting)
    assert page.count("Saksframlegg mangler, frist 3. september") == 1
    assert page.count("Saksframlegg under arbeid<") == 1
    assert page.count("Saksframlegg klart, versjon 2") == 1
    assert "1 vedlegg" in page
    assert "Ett saksframlegg mangler" in page


def test_a_paper_over_its_deadline_says_by_how_much(meeting, world, client_of):
    add_item(meeting=meeting, case=CaseFactory(partnership=world.partnership), user=None)
    with time_machine.travel(dt.datetime(2026, 9, 6, 10, tzinfo=OSLO), tick=False):
        page = builder(client_of("coordinator_municipal"), meeting)
    assert "Saksframlegg mangler, 3 dager over fristen" in page


def test_the_checks_tell_of_seats_parties_and_deadlines(meeting, world, client_of):
    SeatFactory(committee=world.committee, label="Bjørkli")
    page = builder(client_of("coordinator_municipal"), meeting)
    assert "Kan bli vedtaksført: 3 av 4 plasser er besatt" in page
    assert "Kommunene 2, helseforetaket 1." in page
    assert "Én plass står tom" in page
    assert "Bjørkli." in page
    assert "Leder har ikke godkjent sakslisten" in page
    with time_machine.travel(dt.datetime(2026, 9, 12, 10, tzinfo=OSLO), tick=False):
        assert "Fristen for å sende innkallingen er ute" in builder(client_of("coordinator_municipal"), meeting)


def test_the_checks_weigh_proposals_by_side(meeting, world, client_of):
    for party in (ProposedBy.TRUST, ProposedBy.TRUST, ProposedBy.TRUST, ProposedBy.TRUST, ProposedBy.MUNICIPALITIES):
        add_item(meeting=meeting, case=CaseFactory(partnership=world.partnership, proposed_by=party), user=None)
    page = builder(client_of("coordinator_municipal"), meeting)
    assert "De fleste sakene kommer fra én part" in page
    assert "kommunene 1, helseforetaket 4" in page


def test_a_public_title_that_is_the_internal_one_is_pointed_out(meeting, client_of):
    add_item(
        meeting=meeting,
        user=None,
        title="Anbud på legevakt",
        public_title="Anbud på legevakt",
        is_exempt=True,
        legal_basis=LegalBasisFactory(),
    )
    page = builder(client_of("coordinator_municipal"), meeting)
    assert "Offentlig tittel er lik den interne" in page
    assert "Unntatt offentlighet, offl. § 23 første ledd" in page


def test_an_agenda_longer_than_the_meeting_is_pointed_out(meeting, client_of):
    add_item(meeting=meeting, user=None, title="Lang drøfting", minutes_planned=200)
    page = builder(client_of("coordinator_municipal"), meeting)
    assert "Sakene tar 40 min mer enn det er satt av." in page


def test_queries_do_not_grow_with_the_agenda(meeting, world, client_of, django_assert_num_queries):
    client = client_of("coordinator_municipal")

    def visit(count):
        for _ in range(count):
            paper = CasePaperFactory(case=CaseFactory(partnership=world.partnership))
            PaperTextFactory(paper=paper)
            PaperVersionFactory(paper=paper)
            AttachmentFactory(case=paper.case)
            add_item(meeting=meeting, case=paper.case, user=None)
            AppointmentFactory(seat=SeatFactory(committee=world.committee))
        with django_assert_num_queries(9):
            client.get(url("agenda-edit", meeting))

    visit(1)
    visit(3)
