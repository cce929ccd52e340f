"""Mergers and divisions of municipalities, and who is bound by an agreement after them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agreements.access import may_register
from agreements.enums import AdoptionStatus, StepKind
from agreements.models import Agreement, AgreementParty
from agreements.rules.succession import Merger, Row, plan_successions
from agreements.selectors.effective import effective_text
from agreements.selectors.register import parties_of
from agreements.services.adoptions import open_adoptions
from agreements.services.parties import apply_successions
from municipalities.access import Access
from municipalities.enums import Role
from municipalities.models import Municipality, Partnership, Succession
from samhandling.audit.models import ActivityLog
from tests.factories.agreements import (
    AdoptionFactory,
    AgreementFactory,
    AgreementPartyFactory,
    RevisionFactory,
    frozen,
)
from tests.factories.organisation import MunicipalityFactory, PartnershipMembershipFactory, RepresentationFactory
from tests.personas import World

LONG_AGO, MERGED, EVE = dt.date(2015, 1, 1), dt.date(2020, 1, 1), dt.date(2019, 12, 31)
TODAY = dt.date(2026, 11, 22)


# The rules alone


def row(key: int, municipality: int, end: dt.date | None = None, start: dt.date = LONG_AGO) -> Row:
    return Row(key, municipality, start, end)


def test_several_municipalities_become_one_party_that_succeeds_them_all() -> None:
    changes = plan_successions([row(1, 10), row(2, 11)], [Merger(10, 20, MERGED), Merger(11, 20, MERGED)], TODAY)
    assert {ending.key: ending.last_day for ending in changes.endings} == {1: EVE, 2: EVE}
    (takeover,) = changes.takeovers
    assert (takeover.municipality, takeover.valid_from, takeover.succeeds) == (20, MERGED, (1, 2))
    assert takeover.is_new


def test_a_merger_that_has_not_come_changes_nothing() -> None:
    assert not plan_successions([row(1, 10)], [Merger(10, 20, MERGED)], EVE)
    assert plan_successions([row(1, 10)], [Merger(10, 20, MERGED)], MERGED)


def test_a_municipality_that_was_renumbered_and_then_merged_is_followed_through() -> None:
    renumbered = dt.date(2018, 1, 1)
    steps = [Merger(10, 11, renumbered, new_begins=renumbered), Merger(11, 20, MERGED)]
    changes = plan_successions([row(1, 10)], steps, TODAY)
    first, second = changes.takeovers
    assert (first.municipality, first.valid_from, first.succeeds) == (11, renumbered, (1,))
    assert (second.municipality, second.succeeds) == (20, (first.key,))
    assert {ending.key: ending.last_day for ending in changes.endings} == {1: dt.date(2017, 12, 31), first.key: EVE}


def test_a_divided_municipality_ends_once_and_hands_on_to_all_who_took_a_part() -> None:
    parts = [Merger(10, new, MERGED, is_partial=True, old_ends=EVE, new_begins=MERGED) for new in (20, 21, 22)]
    changes = plan_successions([row(1, 10)], parts, TODAY)
    assert [ending.key for ending in changes.endings] == [1]
    assert [(one.municipality, one.succeeds) for one in changes.takeovers] == [(20, (1,)), (21, (1,)), (22, (1,))]


def test_a_municipality_that_gave_up_a_part_and_lives_on_stays_a_party() -> None:
    to_neighbour = Merger(10, 20, MERGED, is_partial=True, new_begins=LONG_AGO)
    assert not plan_successions([row(1, 10)], [to_neighbour], TODAY)


def test_a_new_municipality_made_of_a_part_becomes_a_party_beside_the_old_one() -> None:
    split_off = Merger(10, 20, MERGED, is_partial=True, new_begins=MERGED)
    changes = plan_successions([row(1, 10)], [split_off], TODAY)
    assert not changes.endings
    assert [(one.municipality, one.succeeds) for one in changes.takeovers] == [(20, (1,))]


def test_one_that_took_in_a_neighbour_keeps_its_own_row() -> None:
    changes = plan_successions([row(1, 10), row(2, 20)], [Merger(10, 20, MERGED)], TODAY)
    (takeover,) = changes.takeovers
    assert (takeover.key, takeover.is_new, takeover.succeeds) == (2, False, (1,))


def test_a_party_that_had_left_hands_nothing_on() -> None:
    assert not plan_successions([row(1, 10, dt.date(2018, 6, 30))], [Merger(10, 20, MERGED)], TODAY)


def test_a_notice_given_before_the_merger_holds_for_the_successor_when_all_had_given_it() -> None:
    leaving = dt.date(2020, 6, 30)
    both = [Merger(10, 20, MERGED), Merger(11, 20, MERGED)]
    all_leave = plan_successions([row(1, 10, leaving), row(2, 11, dt.date(2020, 3, 31))], both, TODAY)
    assert all_leave.takeovers[0].valid_to == leaving
    one_leaves = plan_successions([row(1, 10, leaving), row(2, 11)], both, TODAY)
    assert one_leaves.takeovers[0].valid_to is None


def test_a_successor_somebody_registered_from_a_later_day_keeps_its_days() -> None:
    registered = row(2, 20, start=dt.date(2020, 3, 1))
    changes = plan_successions([row(1, 10), registered], [Merger(10, 20, MERGED)], TODAY)
    (takeover,) = changes.takeovers
    assert (takeover.key, takeover.is_new) == (2, False)
    assert [ending.last_day for ending in changes.endings] == [EVE]


# The service and its page


class Region:
    """Agdal, Meldal and Snillvik; on 1 January 2020 Orkbygd takes the first two, and Snillvik is split in three."""

    def __init__(self, partnership: Partnership) -> None:
        self.partnership = partnership
        self.old = {name: municipality(name, valid_to=EVE) for name in ("Agdal", "Meldal", "Snillvik", "Hitten")}
        self.new = {name: municipality(name, valid_from=MERGED) for name in ("Orkbygd", "Heimen", "Hitten")}
        for one in self.new.values():
            PartnershipMembershipFactory(partnership=partnership, municipality=one, valid_from=MERGED)
        for old, new, partial in (
            ("Agdal", "Orkbygd", False),
            ("Meldal", "Orkbygd", False),
            ("Hitten", "Hitten", False),
            ("Snillvik", "Orkbygd", True),
            ("Snillvik", "Heimen", True),
            ("Snillvik", "Hitten", True),
        ):
            Succession.objects.create(old=self.old[old], new=self.new[new], on=MERGED, is_partial=partial)

    def agreement(self, **columns: object) -> Agreement:
        agreement: Agreement = AgreementFactory(partnership=self.partnership, **columns)
        AgreementPartyFactory(agreement=agreement, municipality=None, trust=self.partnership.trust)
        for one in self.old.values():
            AgreementPartyFactory(agreement=agreement, municipality=one)
        return agreement


def municipality(name: str, **columns: object) -> Municipality:
    made: Municipality = MunicipalityFactory(name=name, **columns)
    return made


@pytest.fixture
def region(world: World) -> Region:
    return Region(world.partnership)


def apply(world: World, today: dt.date = TODAY) -> list[Agreement]:
    return apply_successions(partnership=world.partnership, user=world.user("coordinator_municipal"), today=today)


def current(agreement: Agreement) -> dict[str, str]:
    parties = parties_of(agreement, [], None, TODAY)
    return {line.party.name: line.after for line in parties.current if line.party.is_municipality}


def test_the_new_municipalities_take_over_and_the_page_says_after_whom(world: World, region: Region) -> None:
    agreement = region.agreement()
    assert apply(world) == [agreement]
    assert current(agreement) == {
        "Heimen": "en del av Snillvik",
        "Hitten": f"Hitten ({region.old['Hitten'].number}) og en del av Snillvik",
        "Orkbygd": "Agdal, Meldal og en del av Snillvik",
    }
    earlier = parties_of(agreement, [], None, TODAY).earlier
    assert {line.party.name for line in earlier} == {"Agdal", "Meldal", "Snillvik", "Hitten"}
    assert {line.party.valid_to for line in earlier} == {EVE}
    trust = agreement.parties.get(municipality=None)
    assert trust.valid_to is None


def test_doing_it_again_changes_nothing_and_logs_nothing(world: World, region: Region) -> None:
    agreement = region.agreement()
    apply(world)
    rows = list(AgreementParty.objects.order_by("pk").values())
    lines = ActivityLog.objects.count()
    assert apply(world) == []
    assert list(AgreementParty.objects.order_by("pk").values()) == rows
    assert ActivityLog.objects.count() == lines
    assert ActivityLog.objects.filter(object_id=agreement.pk, verb="party.succeeded").count() == 3


def test_what_the_old_council_adopted_binds_the_successor(world: World, region: Region) -> None:
    agreement = region.agreement()
    version = frozen(agreement)
    revision = RevisionFactory(agreement=agreement, version=version)
    AdoptionFactory(
        revision=revision,
        party=agreement.parties.get(municipality=region.old["Snillvik"]),
        status=AdoptionStatus.ADOPTED,
        decided_on=dt.date(2018, 5, 3),
    )
    apply(world)
    for name in ("Orkbygd", "Heimen", "Hitten"):
        text = effective_text(agreement.parties.get(municipality=region.new[name]))
        assert text is not None
        assert text.version == version


def test_a_text_out_for_adoption_goes_to_the_new_council_too(world: World, region: Region, client_of) -> None:
    agreement = region.agreement()
    revision = RevisionFactory(agreement=agreement, version=frozen(agreement), step=StepKind.COUNCILS)
    open_adoptions(revision=revision, sent_on=EVE, user=None)
    apply(world)
    asked = revision.adoptions.filter(party__municipality__in=region.new.values())
    assert {
        row.party.name: row.status for row in asked.select_related("party__municipality", "party__trust")
    } == dict.fromkeys(region.new, AdoptionStatus.SENT)
    old = revision.adoptions.get(party__municipality=region.old["Agdal"])
    chief = RepresentationFactory(
        partnership=world.partnership, role=Role.HEALTH_CHIEF, municipality=region.new["Orkbygd"]
    )
    access = Access(world.partnership.pk, chief_ids=frozenset({chief.municipality_id}))
    assert may_register(access, old)
    assert not may_register(access, revision.adoptions.get(party__municipality=region.new["Heimen"]))


def test_an_agreement_that_had_ended_before_the_merger_keeps_its_old_parties(world: World, region: Region) -> None:
    agreement = region.agreement(terminated_on=dt.date(2018, 12, 31))
    assert apply(world) == []
    assert not agreement.parties.filter(valid_to__isnull=False).exists()


def test_mergers_work_only_on_the_partnerships_own_agreements(world: World, region: Region) -> None:
    region.agreement()
    elsewhere = AgreementFactory(partnership=world.other_partnership)
    AgreementPartyFactory(agreement=elsewhere, municipality=region.old["Agdal"])
    apply(world)
    assert elsewhere.parties.count() == 1


def test_the_preview_says_what_the_button_then_does(world: World, region: Region, client_of) -> None:
    for number in ("4", "11b"):
        region.agreement(number=number)
    url = reverse("agreements:succession-apply", args=["prove"])
    client = client_of("coordinator_trust")
    text = " ".join(client.get(url).content.decode().split())
    assert "Orkbygd tar over etter Agdal, Meldal og en del av Snillvik" in text
    assert "2 avtaler." in text
    assert "4 kommuner slutter som parter dagen før." in text
    assert "Oppdater partene i 2 avtaler" in text
    assert not AgreementParty.objects.filter(valid_to__isnull=False).exists()
    assert "Sammenslåinger av kommuner har ikke fått virkning" in register_page(client)
    answer = client.post(url, follow=True).content.decode()
    assert "Partene er oppdatert i 2 avtaler." in answer
    assert "Sammenslåinger av kommuner" not in answer
    assert "Alt er oppdatert" in client.get(url).content.decode()


def register_page(client) -> str:
    return client.get(reverse("agreements:agreement-list", args=["prove"])).content.decode()


def test_the_preview_warns_of_a_successor_that_is_not_in_the_partnership(world: World, client_of) -> None:
    away = municipality("Borte", valid_from=MERGED)
    old = municipality("Sandvik", valid_to=EVE)
    Succession.objects.create(old=old, new=away, on=MERGED)
    AgreementPartyFactory(agreement=AgreementFactory(partnership=world.partnership), municipality=old)
    text = client_of("coordinator_trust").get(reverse("agreements:succession-apply", args=["prove"])).content.decode()
    assert "Ikke med i samarbeidet i dag" in text


@pytest.mark.parametrize("persona", ["health_chief", "mayor", "committee_member", "outsider", "foreign_coordinator"])
def test_only_coordinators_let_mergers_work(world: World, region: Region, client_of, persona: str) -> None:
    region.agreement()
    url = reverse("agreements:succession-apply", args=["prove"])
    assert client_of(persona).get(url).status_code == 403
    assert client_of(persona).post(url).status_code == 403
    assert not AgreementParty.objects.filter(valid_to__isnull=False).exists()


def test_the_preview_asks_the_database_as_often_for_thirteen_agreements_as_for_one(
    world: World, region: Region, client_of
) -> None:
    client = client_of("coordinator_municipal")
    url = reverse("agreements:succession-apply", args=["prove"])
    region.agreement(number="1")
    client.get(url)
    few = queries(client, url)
    for number in range(2, 14):
        region.agreement(number=str(number))
    assert queries(client, url) == few


def queries(client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)
