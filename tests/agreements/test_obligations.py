"""Reviews and notices of termination are registered by the secretariat; the list shows what is owed to all members."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agreements.enums import AdoptionStatus, ConsultationState, ObligationKind, StepKind
from agreements.models import Agreement, AgreementParty, Termination, YearlyReview
from agreements.selectors.mine import mine_page
from agreements.selectors.obligations import partnership_obligations
from agreements.selectors.own_waiting import Waiting
from agreements.services import obligations as services
from agreements.services.reference import load_statutory
from municipalities.access import Access
from tests.factories.agreements import (
    AdoptionFactory,
    ConsultationFactory,
    InvitationFactory,
    RevisionFactory,
    RevisionStepFactory,
    agreement_with_parties,
    frozen,
)
from tests.factories.organisation import MunicipalityFactory
from tests.personas import World

ClientOf = Callable[[str], Client]
DAY = dt.timedelta(days=1)


def ago(days: int) -> dt.date:
    return timezone.localdate() - dt.timedelta(days=days)


@pytest.fixture
def agreement(world: World) -> Agreement:
    """In force for 400 days, never reviewed."""
    load_statutory()
    made = agreement_with_parties(world.partnership, number="4", title="Døgnopphold")
    frozen(made, in_force_on=ago(400))
    return made


def party_of(agreement: Agreement, world: World) -> AgreementParty:
    return agreement.parties.select_related("municipality").get(municipality=world.municipality_a)


def test_members_see_the_overdue_review_first_and_others_are_kept_out(
    agreement: Agreement, world: World, client_of: ClientOf
) -> None:
    page = client_of("mayor").get("/prove/avtaler/frister/")
    text = page.content.decode()
    assert "Én frist er passert" in text
    assert "Årlig gjennomgang av avtalen" in text
    assert "helse- og omsorgstjenesteloven § 6-5" in text
    assert "Registrer gjennomgang" not in text
    assert "Registrer gjennomgang" in client_of("coordinator_trust").get("/prove/avtaler/frister/").content.decode()
    assert client_of("mayor").get(f"/prove/avtaler/frister/?avtale={'9' * 5000}").status_code == 404
    assert client_of("outsider").get("/prove/avtaler/frister/").status_code == 403
    assert client_of("anonymous").get("/prove/avtaler/frister/").status_code == 302


def test_a_review_is_registered_and_the_next_is_a_year_later(
    agreement: Agreement, world: World, client_of: ClientOf
) -> None:
    client = client_of("coordinator_municipal")
    url = f"/prove/avtaler/{agreement.pk}/gjennomgang/"
    assert client.get(url).status_code == 200
    held = {"held_on": ago(3).isoformat(), "needs_revision": "on", "note": "Punkt 4.3 er uklart.", "reference": "12/26"}
    assert client.post(url, held).status_code == 302
    review = YearlyReview.objects.get()
    assert (review.held_on, review.needs_revision, review.registered_by) == (
        ago(3),
        True,
        world.users["coordinator_municipal"],
    )
    coming, _done = partnership_obligations(world.partnership, timezone.localdate())
    assert coming.due_on is not None
    assert coming.due_on > timezone.localdate() + dt.timedelta(days=350)
    assert "Gjort" in client.get("/prove/avtaler/frister/?vis=gjort").content.decode()


def test_a_review_to_come_or_told_twice_is_refused_and_nothing_typed_is_lost(
    agreement: Agreement, client_of: ClientOf
) -> None:
    client = client_of("coordinator_municipal")
    url = f"/prove/avtaler/{agreement.pk}/gjennomgang/"
    answer = client.post(url, {"held_on": ago(-1).isoformat(), "note": "Gikk greit"})
    assert answer.status_code == 422
    assert "Datoen er fram i tid" in answer.content.decode()
    assert "Gikk greit" in answer.content.decode()
    client.post(url, {"held_on": ago(2).isoformat()})
    again = client.post(url, {"held_on": ago(2).isoformat()})
    assert again.status_code == 422
    assert "allerede registrert" in again.content.decode()


@pytest.mark.parametrize("persona", ["health_chief", "mayor", "committee_member", "outsider"])
def test_only_the_secretariat_registers_reviews_and_notices(
    agreement: Agreement, world: World, client_of: ClientOf, persona: str
) -> None:
    termination = services.register_termination(party=party_of(agreement, world), notice_on=ago(1), user=None)
    client = client_of(persona)
    for path in (f"{agreement.pk}/gjennomgang/", f"{agreement.pk}/oppsigelse/", f"oppsigelser/{termination.pk}/"):
        assert client.get(f"/prove/avtaler/{path}").status_code == 403
        assert client.post(f"/prove/avtaler/{path}", {"held_on": ago(1).isoformat()}).status_code == 403
    assert not YearlyReview.objects.exists()


def test_another_partnerships_agreement_is_not_there(agreement: Agreement, client_of: ClientOf) -> None:
    assert client_of("foreign_coordinator").get(f"/annet/avtaler/{agreement.pk}/gjennomgang/").status_code == 404


def test_the_day_a_notice_takes_effect_is_shown_before_it_is_registered(
    agreement: Agreement, world: World, client_of: ClientOf
) -> None:
    client, party = client_of("coordinator_municipal"), party_of(agreement, world)
    url = f"/prove/avtaler/{agreement.pk}/oppsigelse/"
    given = {"party": party.pk, "notice_on": "2024-02-29", "reason": "Vil stå alene."}
    shown = client.post(url, given)
    assert shown.status_code == 200
    assert "28.\xa0februar 2025" in shown.content.decode()
    assert "Vil stå alene." in shown.content.decode()
    assert not Termination.objects.exists()

    other_day = client.post(url, given | {"notice_on": "2024-03-01", "effective_on": "2025-02-28"})
    assert "1.\xa0mars 2025" in other_day.content.decode(), "another day is shown anew"
    assert not Termination.objects.exists()

    assert client.post(url, given | {"effective_on": "2025-02-28"}).status_code == 302
    assert Termination.objects.get().effective_on == dt.date(2025, 2, 28)
    party.refresh_from_db()
    assert party.valid_to == dt.date(2025, 2, 27)


def test_a_party_stays_until_the_notice_takes_effect_and_when_it_is_withdrawn(
    agreement: Agreement, world: World, client_of: ClientOf
) -> None:
    client, party = client_of("coordinator_trust"), party_of(agreement, world)
    notice = services.register_termination(party=party, notice_on=ago(10), user=None)
    party.refresh_from_db()
    assert party.holds_on(timezone.localdate())
    assert party.holds_on(notice.effective_on - DAY)
    assert not party.holds_on(notice.effective_on)

    url = f"/prove/avtaler/oppsigelser/{notice.pk}/"
    told = {"trust_told_on": ago(9).isoformat(), "directorate_told_on": "", "parties_told_on": ago(9).isoformat()}
    assert client.post(url, told).status_code == 302
    page = client.get(f"/prove/avtaler/frister/?avtale={agreement.pk}").content.decode()
    assert "Varsle om oppsigelsen fra Alvdalen: Helsedirektoratet" in page
    assert client.post(url, told | {"withdrawn_on": ago(11).isoformat()}).status_code == 422
    assert client.post(url, told | {"withdrawn_on": ago(1).isoformat()}).status_code == 302
    party.refresh_from_db()
    assert party.valid_to is None
    assert client.get(url).status_code == 302, "there is nothing more to register about it"


@pytest.mark.parametrize("planned", [200, 900])
def test_a_last_day_that_was_planned_comes_back_with_a_notice_that_is_withdrawn(
    agreement: Agreement, world: World, planned: int
) -> None:
    party, last = party_of(agreement, world), ago(-planned)
    AgreementParty.objects.filter(pk=party.pk).update(valid_to=last)
    notice = services.register_termination(party=party, notice_on=ago(10), user=None)
    party.refresh_from_db()
    assert party.valid_to == min(last, notice.effective_on - DAY)
    services.withdraw_termination(termination=notice, on=ago(1), user=None)
    party.refresh_from_db()
    assert party.valid_to == last


def test_a_notice_can_be_given_again_after_it_was_withdrawn_but_not_twice(agreement: Agreement, world: World) -> None:
    party = party_of(agreement, world)
    first = services.register_termination(party=party, notice_on=ago(10), user=None)
    with pytest.raises(ValidationError, match="allerede sagt opp"):
        services.register_termination(party=party, notice_on=ago(5), user=None)
    services.withdraw_termination(termination=first, on=ago(3), user=None)
    assert services.register_termination(party=party, notice_on=ago(2), user=None).pk != first.pk


def test_a_notice_that_has_taken_effect_cannot_be_withdrawn(agreement: Agreement, world: World) -> None:
    notice = services.register_termination(party=party_of(agreement, world), notice_on=ago(380), user=None)
    with pytest.raises(ValidationError, match="fikk virkning"):
        services.withdraw_termination(termination=notice, on=ago(1), user=None)


def test_the_agreements_own_notice_period_goes_before_the_laws(agreement: Agreement) -> None:
    agreement.terms.update(notice_months=6, basis="punkt 14")
    due = services.effect_of(agreement, dt.date(2026, 8, 31))
    assert due is not None
    assert (due.on, due.reference) == (dt.date(2027, 2, 28), "punkt 14")


def test_a_successor_inherits_the_review_clock_and_the_notice(agreement: Agreement, world: World) -> None:
    old = party_of(agreement, world)
    before = {row.key for row in partnership_obligations(world.partnership, timezone.localdate())}
    notice = services.register_termination(party=old, notice_on=ago(100), user=None)
    merged = MunicipalityFactory(name="Nydalen", valid_from=ago(50))
    AgreementParty.objects.filter(pk=old.pk).update(valid_to=ago(51))
    new = AgreementParty.objects.create(
        agreement=agreement, municipality=merged, valid_from=ago(50), valid_to=notice.effective_on - DAY
    )
    new.succeeds.add(old)

    owed = partnership_obligations(world.partnership, timezone.localdate())
    assert before <= {row.key for row in owed}, "the merger did not start the clock anew"
    assert "Oppsigelsen fra Nydalen får virkning" in {row.title for row in owed}
    services.withdraw_termination(termination=notice, on=timezone.localdate(), user=None)
    new.refresh_from_db()
    assert new.valid_to is None


def test_a_text_that_a_newer_one_took_over_from_is_not_waited_for(agreement: Agreement, world: World) -> None:
    version = agreement.versions.get()
    revision = RevisionFactory(agreement=agreement, version=version, step=StepKind.IN_FORCE)
    RevisionStepFactory(revision=revision, kind=StepKind.SUBMITTED, done_on=None)

    def owed() -> bool:
        rows = partnership_obligations(world.partnership, timezone.localdate())
        return any(row.kind == ObligationKind.SUBMISSION for row in rows)

    def councils() -> list[str]:
        rows = partnership_obligations(world.partnership, timezone.localdate())
        return [row.who for row in rows if row.kind == ObligationKind.ADOPTION and row.done_on is None]

    for party in agreement.parties.all():
        AdoptionFactory(revision=revision, party=party, status=AdoptionStatus.SENT)
    assert owed()
    assert councils() == ["2 av 2 gjenstår"]
    agreement.parties.filter(municipality=world.municipality_b).update(valid_to=ago(1))
    assert councils() == ["1 av 1 gjenstår"], "who has left has nothing to decide"
    assert [one.title for one in waiting(world)] == ["Vedtak: Delavtale 4 – Døgnopphold"]
    revision.step = StepKind.SUPERSEDED
    revision.save()
    assert not owed()
    assert not councils()
    assert not waiting(world)


def waiting(world: World) -> list[Waiting]:
    access = Access(world.partnership.pk)
    return mine_page(world.partnership, world.municipality_a, access, timezone.localdate()).waiting


def _fill(world: World, count: int) -> None:
    today = timezone.localdate()
    for number in range(count):
        agreement = agreement_with_parties(world.partnership, number=str(20 + number))
        agreement.terms.update(expires_on=today + dt.timedelta(days=90))
        revision = RevisionFactory(
            agreement=agreement, version=frozen(agreement, in_force_on=ago(30)), council_deadline=ago(3)
        )
        for kind, done in ((StepKind.SIGNED, ago(40)), (StepKind.SUBMITTED, None)):
            RevisionStepFactory(revision=revision, kind=kind, done_on=done)
        for party in agreement.parties.all():
            AdoptionFactory(revision=revision, party=party)
        consultation = ConsultationFactory(
            partnership=world.partnership, revision=revision, state=ConsultationState.OPEN, opened_on=ago(5)
        )
        InvitationFactory(consultation=consultation, municipality=world.municipality_a)
        services.register_termination(party=party_of(agreement, world), notice_on=ago(5), user=None)
        services.register_review(agreement=agreement, held_on=ago(2), user=None)


def _queries(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


@pytest.mark.parametrize("query", ["", "?vis=avtale", "?vis=gjort", "?slag=adoption"])
def test_the_list_asks_the_database_as_often_for_many_agreements_as_for_one(
    agreement: Agreement, world: World, client_of: ClientOf, query: str
) -> None:
    client, url = client_of("coordinator_municipal"), f"/prove/avtaler/frister/{query}"
    _fill(world, 1)
    one = _queries(client, url)
    world.partnership.agreements.exclude(pk=agreement.pk).update(kind="special", number="")
    _fill(world, 4)
    assert _queries(client, url) == one


def test_all_kinds_are_listed_with_who_is_waited_for(agreement: Agreement, world: World, client_of: ClientOf) -> None:
    _fill(world, 1)
    page = client_of("health_chief").get("/prove/avtaler/frister/").content.decode()
    for words in (
        "Send avtalen til Helsedirektoratet: Revisjon 2027",
        "Avtalen utløper",
        "Vedtak i kommunestyrene",
        "Svar på høringen: Høring om ny delavtale",
        "Oppsigelsen fra Alvdalen får virkning",
        "2 av 2 gjenstår",
    ):
        assert words in page
