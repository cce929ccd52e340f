"""What the organisation's pages tell, and what they cost."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from municipalities.enums import GroupKind, Standing
from municipalities.models import Succession
from municipalities.selectors.groups import group_page
from municipalities.selectors.municipalities import figures_of, lineage_of, municipality_rows
from tests.factories.organisation import (
    AppointmentFactory,
    CommitteeFactory,
    GroupFactory,
    GroupMembershipFactory,
    MunicipalityFactory,
    PartnershipFactory,
    PartnershipMembershipFactory,
    PersonFactory,
    PopulationFactory,
    RepresentationFactory,
    SeatFactory,
)

DAY = dt.date(2026, 6, 1)


def page(world, name, *arguments):
    return reverse(f"municipalities:{name}", args=[world.partnership.slug, *arguments])


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def merged(old, new, on, *, partial=False):
    Succession.objects.create(old=old, new=new, on=on, is_partial=partial)


def test_norwegian_letters_come_last(world):
    for name in ("Ålund", "Ørbygd", "Ærdal", "Zakariasvik"):
        PartnershipMembershipFactory(partnership=world.partnership, municipality=MunicipalityFactory(name=name))
    names = [row.municipality.name for row in municipality_rows(world.partnership, DAY)]
    assert names == ["Alvdalen", "Bjørkli", "Zakariasvik", "Ærdal", "Ørbygd", "Ålund"]


def test_those_who_only_consider_are_listed_but_not_counted(world):
    considering = MunicipalityFactory(name="Tvilstad")
    PartnershipMembershipFactory(partnership=world.partnership, municipality=considering, standing=Standing.CONSIDERING)
    PopulationFactory(municipality=considering, year=2024, inhabitants=9_000)
    text = text_of(Client().get(page(world, "municipality-list")))
    assert "Tvilstad" in text
    assert "2 kommuner med til sammen 15 580 innbyggere" in text
    assert "er ikke regnet med" in text


def test_only_years_with_figures_are_offered(world, client_of):
    PopulationFactory(municipality=world.municipality_a, year=2022, inhabitants=12_000)
    client = client_of("coordinator_municipal")
    form = client.get(page(world, "partnership-edit")).context["form"]
    assert [year for year, _text in form.fields["population_year"].choices] == [2024, 2022]
    refused = client.post(page(world, "partnership-edit"), {"population_year": "1900", "name": "Nytt navn"})
    assert refused.status_code == 422
    assert "population_year" in refused.context["form"].errors


def test_an_ended_committees_number_is_shown_in_its_own_time(world):
    partnership = PartnershipFactory(valid_to=dt.date(2017, 12, 31))
    committee = CommitteeFactory(partnership=partnership, number_format="{nr:02}/{yyyy}")
    address = reverse("municipalities:committee-detail", args=[partnership.slug, committee.slug])
    assert "07/2017" in text_of(Client().get(address))


@pytest.mark.parametrize(
    ("name", "arguments", "current"), [("organisation", [], "page"), ("committee-detail", ["osu"], "true")]
)
def test_the_menu_says_where_one_is(world, name, arguments, current):
    html = Client().get(page(world, name, *arguments)).content.decode()
    assert f'<a href="{page(world, "organisation")}" aria-current="{current}">Organisasjon</a>' in html
    assert f'<a href="{reverse("meetings:meeting-list", args=[world.partnership.slug])}">Møter</a>' in html


def test_the_list_is_narrowed_to_a_group(world):
    group = GroupFactory(partnership=world.partnership, slug="nord", name="Nord")
    GroupMembershipFactory(group=group, municipality=world.municipality_b)
    text = text_of(Client().get(page(world, "municipality-list"), {"gruppe": "nord"}))
    assert "Bjørkli" in text
    assert "Alvdalen" not in text


def test_a_merged_municipality_is_still_readable_under_its_own_name(world):
    old = MunicipalityFactory(name="Gamlebygd", number="0901", valid_to=dt.date(2019, 12, 31))
    merged(old, world.municipality_a, dt.date(2020, 1, 1))
    text = text_of(Client().get(page(world, "municipality-detail", "0901")))
    assert "Gamlebygd" in text
    assert "gikk inn i" in text
    assert page(world, "municipality-detail", world.municipality_a.number) in text


def test_a_division_and_a_merger_are_each_told_once(world):
    divided = MunicipalityFactory(name="Delteland", valid_to=dt.date(2019, 12, 31))
    for new in (world.municipality_a, world.municipality_b):
        merged(divided, new, dt.date(2020, 1, 1), partial=True)
    others = MunicipalityFactory.create_batch(2, valid_to=dt.date(2019, 12, 31))
    for other in others:
        merged(other, world.municipality_a, dt.date(2020, 1, 1))
    changes = lineage_of(divided).changes
    assert [change.is_division for change in changes] == [True]
    assert len(lineage_of(world.municipality_a).changes) == 2


def test_inhabitants_before_a_merger_are_the_sum_of_those_who_merged(world):
    new = MunicipalityFactory(valid_from=dt.date(2020, 1, 1))
    parts = MunicipalityFactory.create_batch(2, valid_to=dt.date(2019, 12, 31))
    for part, inhabitants in zip(parts, (3000, 1200), strict=True):
        merged(part, new, dt.date(2020, 1, 1))
        PopulationFactory(municipality=part, year=2019, inhabitants=inhabitants)
    PopulationFactory(municipality=parts[0], year=2018, inhabitants=2990)  # the other's figure is missing
    PopulationFactory(municipality=new, year=2020, inhabitants=4250)
    figures = figures_of(new, lineage_of(new))
    assert [(row.year, row.inhabitants, row.is_sum) for row in figures] == [(2019, 4200, True), (2020, 4250, False)]


def test_no_sum_is_made_where_only_a_part_was_taken_over(world):
    new = MunicipalityFactory(valid_from=dt.date(2020, 1, 1))
    part = MunicipalityFactory(valid_to=dt.date(2019, 12, 31))
    merged(part, new, dt.date(2020, 1, 1), partial=True)
    PopulationFactory(municipality=part, year=2019, inhabitants=900)
    assert figures_of(new, lineage_of(new)) == []


def test_who_considers_a_group_belongs_where_it_is_a_member(world):
    north, south = (
        GroupFactory(partnership=world.partnership, name=name, kind=GroupKind.HEALTH_REGION) for name in ("Nord", "Sør")
    )
    GroupMembershipFactory(group=north, municipality=world.municipality_a)
    GroupMembershipFactory(group=south, municipality=world.municipality_a, standing=Standing.CONSIDERING)
    GroupMembershipFactory(group=south, municipality=world.municipality_b, standing=Standing.CONSIDERING)
    here = group_page(world.partnership, south, DAY)
    assert [row.municipality for row in here.rows] == [world.municipality_b]
    assert [row.municipality for row in here.visitors] == [world.municipality_a]
    assert [row.group.name for row in here.visitors[0].elsewhere] == ["Nord"]
    assert here.line.inhabitants == 3_180


def test_a_group_page_has_the_map_as_svg_and_its_numbers_as_a_table(world):
    group = GroupFactory(partnership=world.partnership, slug="nord")
    GroupMembershipFactory(group=group, municipality=world.municipality_a)
    GroupMembershipFactory(group=group, municipality=world.municipality_b, standing=Standing.CONSIDERING)
    html = Client().get(page(world, "group-detail", "nord")).content.decode()
    drawing = html[html.index('<svg class="map"') : html.index("</figure>")]
    assert 'role="img"' in drawing
    assert drawing.count("<circle ") == 2
    assert drawing.count('<circle class="cons"') == 1
    assert "Alvdalen: 12\u00a0400 innbyggere" in drawing
    assert "style=" not in html


def test_a_partnership_that_has_ended_shows_its_last_day(world):
    ended = PartnershipFactory(slug="slutt", valid_to=dt.date(2017, 12, 31))
    PartnershipMembershipFactory(partnership=ended, municipality=world.municipality_a, valid_to=dt.date(2017, 12, 31))
    committee = CommitteeFactory(partnership=ended, slug="styret", valid_to=dt.date(2017, 12, 31))
    seat = SeatFactory(committee=committee, valid_to=dt.date(2017, 12, 31))
    person = PersonFactory(partnership=ended, name="Siste Leder")
    AppointmentFactory(seat=seat, person=person, valid_to=dt.date(2017, 12, 31))
    text = text_of(Client().get("/slutt/utvalg/styret/"))
    assert "Siste Leder" in text
    assert "Har sittet her før" not in text
    assert "avsluttet" in text
    front = text_of(Client().get("/"))
    assert front.index("Avsluttede samarbeid") < front.index(ended.name)
    assert "1 kommune" in front


def test_the_committee_page_tells_who_sits_for_whom_and_what_is_vacant(world):
    SeatFactory(committee=world.committee, label="Tom plass")
    html = text_of(Client().get(page(world, "committee-detail", "osu")))
    assert "Kommunene, 2 av 3" in html
    assert "Helseforetaket, 1 av 1" in html
    assert "Ragna Prøvesen, leder" in html
    assert "Ledig plass" in html


def test_signing_in_leads_to_the_own_partnership(world, client_of):
    assert client_of("mayor").get("/i-dag/")["Location"] == "/prove/i-dag/"
    assert client_of("committee_member").get("/i-dag/")["Location"] == "/prove/i-dag/"
    assert client_of("outsider").get("/i-dag/")["Location"] == "/"
    assert client_of("anonymous").get("/i-dag/")["Location"] == "/"


def test_the_front_page_shows_ones_own_partnership_first(world, client_of):
    text = text_of(client_of("mayor").get("/"))
    assert text.index("Dine samarbeid") < text.index(world.partnership.name) < text.index("Andre samarbeid")
    assert "Dine samarbeid" not in text_of(client_of("anonymous").get("/"))


def test_a_long_name_is_short_beside_a_full_menu(world, client_of):
    world.partnership.name = "Samarbeidet mellom Prøve sykehus og alle kommunene"
    world.partnership.save()
    beside_the_mark = f"Samhandlingsportalen<small>{world.partnership.short_name}</small>"
    assert beside_the_mark in text_of(client_of("mayor").get(page(world, "partnership")))
    assert beside_the_mark not in text_of(client_of("anonymous").get(page(world, "partnership")))


def fill(world, count):
    """More of everything that the pages list."""
    for _number in range(count):
        municipality = MunicipalityFactory()
        PartnershipMembershipFactory(partnership=world.partnership, municipality=municipality)
        PopulationFactory(municipality=municipality)
        group = GroupFactory(partnership=world.partnership)
        GroupMembershipFactory(group=group, municipality=municipality)
        GroupMembershipFactory(group=world.group, municipality=municipality)
        committee = CommitteeFactory(partnership=world.partnership, parent=world.committee, area=group)
        for holder in (world.committee, committee):
            seat = SeatFactory(committee=holder, municipality=municipality, group=group)
            AppointmentFactory(seat=seat)
            AppointmentFactory(seat=SeatFactory(committee=holder, function="deputy", stands_in_for=seat))
            AppointmentFactory(seat=SeatFactory(committee=holder), valid_to=dt.date(2020, 1, 1))
        person = PersonFactory(partnership=world.partnership)
        RepresentationFactory(
            partnership=world.partnership, person=person, role="mayor", municipality=world.municipality_a
        )
        old = MunicipalityFactory(valid_to=dt.date(2019, 12, 31))
        merged(old, world.municipality_a, dt.date(2020, 1, 1))
        PartnershipFactory()


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("partnership", []),
        ("organisation", []),
        ("municipality-list", []),
        ("municipality-detail", ["1001"]),
        ("group-detail", ["nord"]),
        ("committee-list", []),
        ("committee-detail", ["osu"]),
        ("committee-seats", ["osu"]),
        ("person-list", []),
        ("home", None),
    ],
)
def test_a_page_asks_the_database_as_often_for_many_rows_as_for_one(
    world, client_of, django_assert_num_queries, name, arguments
):
    world.group = GroupFactory(partnership=world.partnership, slug="nord")
    client = client_of("coordinator_municipal")
    url = reverse("home") if arguments is None else page(world, name, *arguments)
    fill(world, 1)
    client.get(url)  # the session and content types
    few = count_queries(client, url)
    fill(world, 5)
    with django_assert_num_queries(few):
        assert client.get(url).status_code == 200
    assert few <= 16


def count_queries(client, url) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return len(captured)
