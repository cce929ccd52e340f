"""Cost sharing (I17): what each pays, what it comes to, and who is with when municipalities merge."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from municipalities.models import Municipality, Partnership, PartnershipMembership, Succession
from municipalities.services.reference import load_reference
from reports.models import CostScheme
from reports.rules.cost_sharing import Share, Sharing, contribution
from reports.selectors.costs import faults, proposed_parties, scheme_rows, sharing_of
from reports.services.costs import add_scheme, change_scheme
from tests.factories.organisation import (
    MunicipalityFactory,
    PartnershipFactory,
    PartnershipMembershipFactory,
    PopulationFactory,
)
from tests.factories.reports import CostSchemeFactory

MERGER = dt.date(2020, 1, 1)
LAST_DAY = dt.date(2019, 12, 31)

# --- The rule ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rate", "inhabitants", "kroner"),
    [
        ("3", 865, 2_595),  # 3 × 865
        ("2.50", 3, 8),  # 7,50 is rounded up
        ("0.01", 49, 0),  # 0,49 is rounded down
        ("0.01", 50, 1),  # 0,50 is rounded up
    ],
)
def test_each_contribution_is_rounded_to_the_krone(rate: str, inhabitants: int, kroner: int) -> None:
    assert contribution(Decimal(rate), inhabitants) == kroner


def share(number: int, rate: Decimal, inhabitants: int) -> Share:
    return Share(number, str(number), f"K{number}", "", rate, inhabitants)


rates = st.decimals(min_value="0.01", max_value=1000, places=2)
people = st.lists(st.integers(min_value=0, max_value=1_000_000), min_size=1, max_size=30)


@given(rate=rates, inhabitants=people, matches=st.booleans())
def test_sums_are_whole_kroner_near_the_exact_amount(rate: Decimal, inhabitants: list[int], matches: bool) -> None:
    sharing = Sharing([share(n, rate, count) for n, count in enumerate(inhabitants)], matches)
    assert sharing.municipal == sum(row.kroner or 0 for row in sharing.shares)
    assert abs(sharing.municipal - rate * sum(inhabitants)) <= Decimal(len(inhabitants)) / 2
    assert sharing.total == sharing.municipal * (2 if matches else 1)


@given(rate=rates, inhabitants=people)
def test_the_order_of_municipalities_makes_no_difference(rate: Decimal, inhabitants: list[int]) -> None:
    shares = [share(n, rate, count) for n, count in enumerate(inhabitants)]
    there, back = Sharing(shares, True), Sharing(shares[::-1], True)
    assert (there.total, there.regions) == (back.total, back.regions)


# --- The control figures ----------------------------------------------------------------------------------------------


@pytest.fixture
def reference(db: None) -> None:
    load_reference()


def scheme_of(slug: str, rate: str, year: int, *, matches: bool) -> CostScheme:
    partnership = Partnership.objects.get(slug=slug)
    return add_scheme(
        actor=None,
        partnership=partnership,
        values={
            "name": "Kontroll",
            "rate": Decimal(rate),
            "population_year": year,
            "trust_matches": matches,
            "valid_from": dt.date(year, 1, 1),
            "municipalities": proposed_parties(partnership, year),
        },
    )


def test_soer_troendelag_2013_at_three_kroner(reference: None) -> None:
    sharing = sharing_of(scheme_of("sor-trondelag-2013", "3", 2013, matches=True))
    pays = {row.name: row.kroner for row in sharing.shares}
    assert len(pays) == 25
    assert sharing.inhabitants == 302_755
    assert (sharing.municipal, sharing.trust, sharing.total) == (908_265, 908_265, 1_816_530)
    assert (pays["Tydal"], pays["Trondheim"]) == (2_595, 539_076)
    assert {row.name: row.kroner for row in sharing.regions} == {
        "Trondheim": 643_185,
        "Orkdal": 143_595,
        "Fosen": 65_145,
        "Innlandet": 41_655,
        "Værnes": 14_685,
    }


def test_khs_26_2017_at_two_kroner(reference: None) -> None:
    sharing = sharing_of(scheme_of("khs-26", "2", 2017, matches=False))
    assert len(sharing.shares) == 26
    assert (sharing.municipal, sharing.trust, sharing.total) == (974_696, 0, 974_696)


# --- Who takes part ---------------------------------------------------------------------------------------------------


@pytest.fixture
def partnership(db: None) -> Partnership:
    return PartnershipFactory()


def member(partnership: Partnership, name: str, populations: dict[int, int], **values: Any) -> Municipality:
    municipality = MunicipalityFactory(name=name, **values)
    PartnershipMembershipFactory(partnership=partnership, municipality=municipality)
    for year, inhabitants in populations.items():
        PopulationFactory(municipality=municipality, year=year, inhabitants=inhabitants)
    return municipality


def test_those_who_share_costs_on_new_years_day_are_proposed(partnership: Partnership) -> None:
    stays = member(partnership, "Alvdalen", {2024: 100})
    observer = member(partnership, "Bjørkli", {2024: 100})
    late = member(partnership, "Dalen", {2024: 100})
    PartnershipMembership.objects.filter(municipality=observer).update(in_cost_sharing=False)
    PartnershipMembership.objects.filter(municipality=late).update(valid_from=dt.date(2024, 1, 2))
    assert proposed_parties(partnership, 2024) == [stays]
    assert set(proposed_parties(partnership, 2025)) == {stays, late}


def merger(partnership: Partnership) -> tuple[Municipality, Municipality, Municipality]:
    """Lite and Smått became Stort on 1 January 2020."""
    lite = member(partnership, "Lite", {2019: 1_001}, valid_to=LAST_DAY)
    smaatt = member(partnership, "Smått", {2019: 2_002}, valid_to=LAST_DAY)
    new = member(partnership, "Stort", {2020: 3_100}, valid_from=MERGER)
    for row in (lite, smaatt):
        Succession.objects.create(old=row, new=new, on=MERGER)
    return lite, smaatt, new


def test_a_new_municipality_has_the_inhabitants_of_those_it_was_made_of(partnership: Partnership) -> None:
    _lite, _smaatt, stort = merger(partnership)
    scheme = CostSchemeFactory(
        partnership=partnership, rate=Decimal("1.50"), population_year=2019, municipalities=[stort]
    )
    (row,) = sharing_of(scheme).shares
    assert row.inhabitants == 3_003
    assert row.kroner == 4_505  # 1,50 × 3 003 = 4 504,50, once for the new municipality
    assert row.summed_from == ("Lite", "Smått")


def test_a_part_of_a_municipality_gives_no_inhabitants(partnership: Partnership) -> None:
    lite, _smaatt, stort = merger(partnership)
    Succession.objects.filter(old=lite).update(is_partial=True)
    assert "2019 mangler for Stort" in faults([stort], 2019)["population_year"].replace("\xa0", " ")


def test_a_municipality_that_ends_while_the_scheme_holds_says_who_takes_over(partnership: Partnership) -> None:
    lite, _smaatt, _stort = merger(partnership)
    scheme = CostSchemeFactory(
        partnership=partnership,
        population_year=2019,
        municipalities=[lite],
        valid_from=dt.date(2019, 1, 1),
        valid_to=dt.date(2020, 12, 31),
    )
    (row,) = sharing_of(scheme).shares
    assert row.note.replace("\xa0", " ") == "Fra 1. januar 2020 del av Stort, som da overtar bidraget."
    scheme.valid_to = LAST_DAY
    assert sharing_of(scheme).shares[0].note == ""


def test_a_municipality_that_is_gone_is_refused_with_the_one_to_choose(partnership: Partnership) -> None:
    lite, _smaatt, _stort = merger(partnership)
    words = faults([lite], 2020)["municipalities"].replace("\xa0", " ")
    assert words == "Lite fantes ikke lenger 1. januar 2020. Velg Stort i stedet."


def test_nobody_pays_twice_for_the_same_inhabitants(partnership: Partnership) -> None:
    lite, _smaatt, stort = merger(partnership)
    words = faults([lite, stort], 2019)["municipalities"]
    assert words == "Innbyggerne i Lite er også med i Stort. Velg bare én av dem."


def test_a_year_without_inhabitants_names_who_and_what_to_do(partnership: Partnership) -> None:
    a = member(partnership, "Alvdalen", {2020: 100, 2021: 101, 2022: 102})
    b = member(partnership, "Bjørkli", {2020: 200, 2021: 201})
    words = faults([a, b], 2022)["population_year"].replace("\xa0", " ")
    assert words == (
        "Folketallet per 1. januar 2022 mangler for Bjørkli. Velg et år som har tall for alle: 2020 eller 2021."
    )
    assert "1999 mangler for Alvdalen og Bjørkli." in faults([a, b], 1999)["population_year"]


def test_a_scheme_that_cannot_be_worked_out_is_not_saved(partnership: Partnership) -> None:
    a = member(partnership, "Alvdalen", {2020: 100})
    scheme = CostSchemeFactory(partnership=partnership, population_year=2020, municipalities=[a])
    values = {"name": scheme.name, "population_year": 2030, "municipalities": [a]}
    with pytest.raises(ValidationError, match="2030"):
        change_scheme(actor=None, scheme=scheme, values=values)
    assert CostScheme.objects.get().population_year == 2020


def test_a_municipality_of_another_partnership_is_refused(partnership: Partnership) -> None:
    stranger = member(PartnershipFactory(), "Fremmed", {2024: 5})
    values = {"name": "x", "rate": 1, "population_year": 2024, "valid_from": MERGER, "municipalities": [stranger]}
    with pytest.raises(ValidationError, match="Velg blant kommunene i samarbeidet"):
        add_scheme(actor=None, partnership=partnership, values=values)


def test_the_list_asks_as_much_for_one_scheme_as_for_many(
    partnership: Partnership, django_assert_num_queries: Any
) -> None:
    a = member(partnership, "Alvdalen", {2024: 100})
    CostSchemeFactory(partnership=partnership, municipalities=[a])
    with django_assert_num_queries(4):
        assert len(scheme_rows(partnership)) == 1
    for year in (2024, 2024, 2023):
        CostSchemeFactory(partnership=partnership, municipalities=[a], population_year=year)
    with django_assert_num_queries(4):
        assert len(scheme_rows(partnership)) == 4


def test_many_without_inhabitants_are_not_named_one_by_one(partnership: Partnership) -> None:
    many = [member(partnership, f"Kommune {letter}", {2020: 100}) for letter in "ABCDEFG"]
    words = faults(many, 2022)["population_year"]
    assert "mangler for alle de 7 kommunene. Velg et år som har tall for alle: 2020." in words
    assert "Kommune A" not in words
