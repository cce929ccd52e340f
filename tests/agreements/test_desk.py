"""What waits about the agreements is on the front page of who has to do it, and of nobody else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agreements.enums import AdoptionStatus, ConsultationState, ExtensionState, StepKind
from agreements.models import Adoption, AgreementParty, Answer, Revision
from agreements.selectors.desk import MOST, desk
from municipalities.access import access_for
from tests.factories.agreements import (
    AdoptionFactory,
    ConsultationFactory,
    InvitationFactory,
    RevisionFactory,
    agreement_with_parties,
    frozen,
)
from tests.personas import World

ClientOf = Callable[[str], Client]
TODAY = "/prove/i-dag/"


def on(days: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=days)


def out(world: World, number: str, *, deadline: int = 20) -> Revision:
    """An agreement whose text is with the councils."""
    agreement = agreement_with_parties(world.partnership, number=number, title="Døgnopphold")
    revision: Revision = RevisionFactory(
        agreement=agreement, version=frozen(agreement), step=StepKind.COUNCILS, council_deadline=on(deadline)
    )
    for party in agreement.parties.all():
        AdoptionFactory(revision=revision, party=party, status=AdoptionStatus.SENT, sent_on=on(-30))
    return revision


def page(client: Client) -> str:
    return client.get(TODAY).content.decode()


def test_the_chief_is_led_to_the_paper_and_to_the_answer(world: World, client_of: ClientOf) -> None:
    revision = out(world, "4")
    consultation = ConsultationFactory(
        partnership=world.partnership, title="Ny plan", state=ConsultationState.OPEN, opened_on=on(-5)
    )
    InvitationFactory(consultation=consultation, municipality=world.municipality_a)
    seen = page(client_of("health_chief"))
    assert f"/prove/revisjoner/{revision.pk}/saksframlegg/" in seen
    assert "Høringssvar: Ny plan" in seen
    assert "Høringssvar" not in page(client_of("other_chief"))
    assert "Døgnopphold" not in page(client_of("committee_member"))


def test_more_than_fits_is_one_row_to_the_municipalitys_page(world: World, client_of: ClientOf) -> None:
    for number in range(MOST + 2):
        out(world, str(number + 1))
    seen = page(client_of("health_chief"))
    assert "2 ting til venter på Alvdalen" in seen
    assert "/prove/min-kommune/1001/" in seen


def test_the_coordinator_gets_all_texts_that_are_out_as_one_row_to_the_board(world: World, client_of: ClientOf) -> None:
    out(world, "3", deadline=-4)
    out(world, "4", deadline=9)
    seen = page(client_of("coordinator_trust"))
    assert "2 avtaler mangler vedtak" in seen
    assert "Fristen er gått for én av dem." in seen
    assert 'href="/prove/avtaler/vedtak/"' in seen


def test_who_asks_for_a_longer_deadline_waits_for_the_coordinators_answer(world: World, client_of: ClientOf) -> None:
    adoption = Adoption.objects.get(revision=out(world, "4"), party__municipality=world.municipality_a)
    Adoption.objects.filter(pk=adoption.pk).update(extension_asked_to=on(60), extension_reason="Møtet er i mars.")
    consultation = ConsultationFactory(partnership=world.partnership, state=ConsultationState.OPEN, opened_on=on(-5))
    asking = InvitationFactory(
        consultation=consultation,
        municipality=world.municipality_b,
        extension=ExtensionState.ASKED,
        extension_asked_to=on(70),
    )
    seen = page(client_of("coordinator_municipal"))
    assert "Alvdalen ber om utsatt frist" in seen
    assert "Møtet er i mars." in seen
    assert f"/prove/vedtak/{adoption.pk}/frist/" in seen
    assert "Bjørkli ber om utsatt frist" in seen

    Answer.objects.create(invitation=asking, sent_at=timezone.now())
    assert "Bjørkli ber om utsatt frist" not in page(client_of("coordinator_municipal")), "it has answered in time"
    assert "ber om utsatt frist" not in client_of("coordinator_municipal").get("/prove/horinger/").content.decode()


def test_nothing_waits_where_the_partnership_has_ended(world: World) -> None:
    out(world, "4", deadline=-4)
    access = access_for(world.user("coordinator_municipal"), world.partnership)
    assert desk(world.partnership, access, timezone.localdate())
    world.partnership.valid_to = on(-1)
    assert desk(world.partnership, access, timezone.localdate()) == []


def test_the_front_page_asks_as_often_for_many_texts_as_for_one(world: World, client_of: ClientOf) -> None:
    def queries(client: Client) -> int:
        client.get(TODAY)
        with CaptureQueriesContext(
            connection,
        ) as caught:
            client.get(TODAY)
        return len(caught)

    out(world, "1")
    clients = [client_of("health_chief"), client_of("coordinator_municipal")]
    few = [queries(client) for client in clients]
    for number in "2345":
        out(world, number)
    assert [queries(client) for client in clients] == few


def test_an_ended_partnerships_board_stands_still_and_reminds_nobody(world: World, client_of: ClientOf) -> None:
    out(world, "4", deadline=-410)
    world.partnership.valid_to = on(-400)
    world.partnership.save()
    client = client_of("coordinator_municipal")
    seen = client.get("/prove/avtaler/vedtak/").content.decode()
    assert "10 dager over" in seen
    assert "410" not in seen
    assert "Samarbeidet er avsluttet" in seen
    assert "Send påminnelse" not in seen
    assert client.post("/prove/avtaler/vedtak/minn-om/").status_code == 403


def test_what_an_ended_partnership_left_open_is_counted_from_its_last_day(world: World, client_of: ClientOf) -> None:
    revision = out(world, "4", deadline=-410)
    consultation = ConsultationFactory(
        partnership=world.partnership, state=ConsultationState.OPEN, opened_on=on(-450), deadline=on(-398)
    )
    InvitationFactory(consultation=consultation, municipality=world.municipality_a)
    AgreementParty.objects.filter(municipality=world.municipality_b).update(valid_to=on(-399))
    world.partnership.valid_to = on(-400)
    world.partnership.save()
    client = client_of("coordinator_municipal")
    own = Adoption.objects.get(revision=revision, party__municipality=world.municipality_a)
    seen = client.get(f"/prove/vedtak/{own.pk}/").content.decode().replace("\xa0", " ")
    assert "10 dager over" in seen
    assert "410" not in seen
    seen = client.get(f"/prove/horinger/{consultation.pk}/").content.decode().replace("\xa0", " ")
    assert "Over fristen" not in seen
    assert "om 2 dager" in seen or "2 dager igjen" in seen
    papers = client.get(f"/prove/revisjoner/{revision.pk}/saksframlegg/").content.decode()
    assert "Bjørkli" in papers, "it was a party on the last day"
    assert "Lag saksframlegg" not in papers
    for url in (f"/prove/vedtak/{own.pk}/", f"/prove/horinger/{consultation.pk}/"):
        assert "Samarbeidet er avsluttet" in client.get(url).content.decode()
