"""Which of the law's points the agreements cover, and for which municipalities."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agreements.enums import AdoptionStatus
from agreements.models import Agreement, ContentPoint
from agreements.selectors.coverage import Gap, coverage
from agreements.services.reference import load_statutory
from tests.factories.agreements import (
    AdoptionFactory,
    AgreementFactory,
    AgreementPartyFactory,
    RevisionFactory,
    agreement_with_parties,
    frozen,
)
from tests.factories.organisation import MunicipalityFactory, PartnershipMembershipFactory
from tests.personas import PERSONAS, World

DAY = dt.date(2026, 6, 1)
SINCE = dt.date(2017, 3, 1)


@pytest.fixture(autouse=True)
def _statutory(db: None) -> None:
    load_statutory()


def covering(world: World, *numbers: int, since: dt.date = SINCE, **columns: object) -> Agreement:
    """An agreement in force between all, on these points."""
    agreement = agreement_with_parties(world.partnership, **columns)
    frozen(agreement, in_force_on=since)
    agreement.points.set(ContentPoint.objects.filter(number__in=numbers))
    return agreement


def gaps(world: World, name: str, day: dt.date = DAY) -> dict[int, Gap]:
    rows = coverage(world.partnership, day).municipalities
    return next(row.gaps for row in rows if row.municipality.name == name)


def adopted(agreement: Agreement, name: str, status: str, version=None) -> None:
    AdoptionFactory(
        revision=RevisionFactory(agreement=agreement),
        version=version or agreement.versions.get(),
        party=agreement.parties.get(municipality__name=name),
        status=status,
        decided_on=dt.date(2017, 2, 1) if status != AdoptionStatus.POSTPONED else None,
    )


def test_a_point_is_covered_by_the_agreements_in_force_that_name_it(world: World) -> None:
    eleventh = covering(world, 4, 11, number="11b")
    fourth = covering(world, 4, number="4")
    not_yet = agreement_with_parties(world.partnership, number="5")
    frozen(not_yet)
    not_yet.points.set(ContentPoint.objects.filter(number=5))
    found = {row.point.number: row.agreements for row in coverage(world.partnership, DAY).points}
    assert found[4] == [fourth, eleventh]
    assert found[11] == [eleventh]
    assert found[5] == []


def test_the_law_had_eleven_points_before_august_2022_and_thirteen_from_then(world: World) -> None:
    covering(world, *range(1, 12))
    before = coverage(world.partnership, dt.date(2022, 7, 31))
    after = coverage(world.partnership, dt.date(2022, 8, 1))
    assert (len(before.points), before.covered) == (11, 11)
    assert (len(after.points), after.covered) == (13, 11)
    assert [row.point.number for row in after.missing] == [12, 13]


def test_an_agreement_covers_nothing_before_it_is_in_force_or_after_it_has_ended(world: World) -> None:
    agreement = covering(world, 4)
    agreement.terminated_on = dt.date(2025, 12, 31)
    agreement.save()
    days = (dt.date(2017, 2, 28), SINCE, dt.date(2025, 12, 31), dt.date(2026, 1, 1))
    assert [coverage(world.partnership, day).covered for day in days] == [0, 1, 1, 0]


def test_a_municipality_lacks_what_no_agreement_covers_and_what_it_is_no_party_to(world: World) -> None:
    agreement = covering(world, 4)
    agreement.parties.filter(municipality=world.municipality_b).update(valid_to=dt.date(2025, 1, 1))
    assert 4 not in gaps(world, "Alvdalen")
    assert gaps(world, "Alvdalen")[3] == Gap.NO_AGREEMENT
    assert gaps(world, "Bjørkli")[4] == Gap.NOT_A_PARTY


def test_only_those_who_have_adopted_the_text_are_covered(world: World) -> None:
    agreement = covering(world, 4)
    adopted(agreement, "Alvdalen", AdoptionStatus.ADOPTED_WITH_DEVIATION)
    assert 4 not in gaps(world, "Alvdalen")
    assert gaps(world, "Bjørkli")[4] == Gap.NOT_ADOPTED  # no row at all
    adopted(agreement, "Bjørkli", AdoptionStatus.REJECTED)
    assert gaps(world, "Bjørkli")[4] == Gap.NOT_ADOPTED
    (row,) = [row for row in coverage(world.partnership, DAY).points if row.point.number == 4]
    assert (row.covered, row.total, row.is_whole) == (1, 2, False)


def test_a_text_from_before_the_portal_counts_as_adopted_by_its_parties(world: World) -> None:
    agreement = covering(world, 4)
    newer = frozen(agreement, number=2)
    adopted(agreement, "Alvdalen", AdoptionStatus.ADOPTED, newer)  # of a text that is not in force yet
    assert 4 not in gaps(world, "Bjørkli")


def test_an_older_text_that_still_binds_covers_and_is_named(world: World, client_of) -> None:
    agreement = covering(world, 4, 11, number="4", title="Innleggelse")
    first = agreement.versions.get()
    for name in ("Alvdalen", "Bjørkli"):
        adopted(agreement, name, AdoptionStatus.ADOPTED, first)
    agreement.versions.update(in_force_to=dt.date(2020, 12, 31))
    second = frozen(agreement, number=2, in_force_on=dt.date(2021, 1, 1))
    adopted(agreement, "Alvdalen", AdoptionStatus.ADOPTED, second)
    adopted(agreement, "Bjørkli", AdoptionStatus.REJECTED, second)
    assert 4 not in gaps(world, "Alvdalen")
    assert 4 not in gaps(world, "Bjørkli")
    rows = {row.municipality.name: row for row in coverage(world.partnership, DAY).municipalities}
    assert rows["Bjørkli"].older_texts == [(agreement, first, "4 og 11")]
    assert not rows["Alvdalen"].older
    page = " ".join(client_of("anonymous").get(reverse("agreements:coverage", args=["prove"])).content.decode().split())
    assert page.count("Dekket av en eldre tekst, Delavtale 4 – Innleggelse, versjon 1: punkt 4 og 11.") == 1


def test_a_text_from_before_the_portal_still_binds_who_has_not_adopted_the_next(world: World) -> None:
    agreement = covering(world, 4)
    agreement.versions.update(in_force_to=dt.date(2020, 12, 31))
    adopted(agreement, "Alvdalen", AdoptionStatus.ADOPTED, frozen(agreement, number=2, in_force_on=dt.date(2021, 1, 1)))
    assert 4 not in gaps(world, "Bjørkli")
    agreement.parties.filter(municipality=world.municipality_b).update(valid_from=dt.date(2021, 6, 1))
    assert gaps(world, "Bjørkli")[4] == Gap.NOT_ADOPTED


def test_another_agreement_on_the_same_point_closes_the_gap(world: World) -> None:
    adopted(covering(world, 4, number="4"), "Alvdalen", AdoptionStatus.ADOPTED)
    assert 4 in gaps(world, "Bjørkli")
    covering(world, 4, number="5")
    assert 4 not in gaps(world, "Bjørkli")


def test_a_successor_is_covered_by_what_the_councils_before_it_adopted(world: World) -> None:
    agreement: Agreement = AgreementFactory(partnership=world.partnership)
    frozen(agreement, in_force_on=SINCE)
    agreement.points.set(ContentPoint.objects.filter(number=4))
    old = AgreementPartyFactory(
        agreement=agreement, municipality=MunicipalityFactory(name="Gamlevik"), valid_to=dt.date(2017, 12, 31)
    )
    between = AgreementPartyFactory(
        agreement=agreement,
        municipality=MunicipalityFactory(name="Mellomvik"),
        valid_from=dt.date(2018, 1, 1),
        valid_to=dt.date(2019, 12, 31),
    )
    newest = AgreementPartyFactory(
        agreement=agreement, municipality=world.municipality_a, valid_from=dt.date(2020, 1, 1)
    )
    between.succeeds.add(old)
    AgreementPartyFactory(agreement=agreement, municipality=world.municipality_b)
    adopted(agreement, "Gamlevik", AdoptionStatus.ADOPTED)
    assert gaps(world, "Alvdalen")[4] == Gap.NOT_ADOPTED
    newest.succeeds.add(between)
    assert 4 not in gaps(world, "Alvdalen")
    assert gaps(world, "Bjørkli")[4] == Gap.NOT_ADOPTED


@pytest.mark.parametrize("persona", PERSONAS)
def test_everybody_reads_the_gaps_in_words(world: World, client_of, persona: str) -> None:
    covering(world, *range(1, 12))
    page = " ".join(client_of(persona).get(reverse("agreements:coverage", args=["prove"])).content.decode().split())
    assert "11 av 13 punkter" in page
    assert "2 punkter mangler avtale: 12 Felles planlegging, 13 Barn og unge." in page
    assert page.count("Ingen avtale dekker punktet") == 2
    assert page.count("Ingen avtale: punkt 12 og 13.") == 2  # both municipalities


def test_the_points_are_named_in_nynorsk_on_a_nynorsk_page(world: World, client_of) -> None:
    client = client_of("anonymous")
    client.cookies["django_language"] = "nn"
    page = client.get(reverse("agreements:coverage", args=["prove"])).content.decode()
    assert "Øyeblikkeleg hjelp, døgnopphald" in page
    assert "Øyeblikkelig hjelp, døgnopphold" not in page


def test_the_page_asks_as_often_for_many_agreements_and_municipalities_as_for_one(world: World, client_of) -> None:
    client, url = client_of("health_chief"), reverse("agreements:coverage", args=["prove"])
    adopted(covering(world, 1, number="1"), "Alvdalen", AdoptionStatus.ADOPTED)
    client.get(url)
    few = queries(client, url)
    for number in range(2, 14):
        PartnershipMembershipFactory(partnership=world.partnership)
        adopted(covering(world, number, number=str(number)), "Bjørkli", AdoptionStatus.ADOPTED)
    assert queries(client, url) == few
    assert few <= 14


def queries(client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)
