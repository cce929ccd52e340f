"""Who may read and change the organisation, and that partnerships are kept apart."""

from __future__ import annotations

import pytest
from django.urls import reverse

from municipalities.models import GroupMembership, MunicipalGroup, PartnershipMembership
from tests.factories.organisation import (
    AppointmentFactory,
    CommitteeFactory,
    GroupFactory,
    GroupMembershipFactory,
    PartnershipMembershipFactory,
    PersonFactory,
    RepresentationFactory,
    SeatFactory,
)

NOT_COORDINATORS = ("health_chief", "mayor", "committee_member", "chair", "outsider", "foreign_coordinator")
EVERYBODY = ("coordinator_municipal", "coordinator_trust", *NOT_COORDINATORS, "anonymous")


def build(partnership, committee, municipality) -> dict[str, list]:
    """Arguments of every address that belongs to one thing of the partnership."""
    group = GroupFactory(partnership=partnership, slug="gruppa")
    person = PersonFactory(partnership=partnership)
    seat = SeatFactory(committee=committee)
    in_partnership = PartnershipMembership.objects.filter(partnership=partnership, municipality=municipality).first()
    membership = in_partnership or PartnershipMembershipFactory(partnership=partnership, municipality=municipality)
    member = GroupMembershipFactory(group=group, municipality=municipality)
    role = RepresentationFactory(partnership=partnership, person=person)
    appointment = AppointmentFactory(seat=seat, person=person)
    return {
        "municipality-detail": [municipality.number],
        "group-detail": [group.slug],
        "committee-detail": [committee.slug],
        "membership-edit": [membership.pk],
        "group-edit": [group.slug],
        "group-member-create": [group.slug],
        "group-member-edit": [group.slug, member.pk],
        "committee-edit": [committee.slug],
        "committee-seats": [committee.slug],
        "seat-create": [committee.slug],
        "seat-edit": [committee.slug, seat.pk],
        "seat-deputy": [committee.slug, seat.pk],
        "appointment-create": [committee.slug, seat.pk],
        "appointment-edit": [committee.slug, appointment.pk],
        "appointment-end": [committee.slug, appointment.pk],
        "person-detail": [person.pk],
        "person-edit": [person.pk],
        "person-invite": [person.pk],
        "representation-create": [person.pk],
        "representation-edit": [person.pk, role.pk],
        "representation-end": [person.pk, role.pk],
    }


READING = ("municipality-detail", "group-detail", "committee-detail")
POSTING = ("seat-deputy", "person-invite")
LISTS = ("partnership", "organisation", "municipality-list", "committee-list")
MAKING = ("partnership-edit", "membership-create", "group-create", "committee-create", "person-list", "person-create")


def address(world, name, arguments=()):
    return reverse(f"municipalities:{name}", args=[world.partnership.slug, *arguments])


@pytest.fixture
def things(world):
    return build(world.partnership, world.committee, world.municipality_a)


@pytest.mark.parametrize("persona", EVERYBODY)
def test_everybody_reads_who_takes_part(world, things, client_of, persona):
    client = client_of(persona)
    for name in LISTS:
        assert client.get(address(world, name)).status_code == 200, name
    for name in READING:
        assert client.get(address(world, name, things[name])).status_code == 200, name
    assert client.get(reverse("home")).status_code == 200


def editing(things):
    return [(name, []) for name in MAKING] + [(name, things[name]) for name in things if name not in READING]


@pytest.mark.parametrize("persona", NOT_COORDINATORS)
def test_only_coordinators_of_the_partnership_change_it(world, things, client_of, persona):
    client = client_of(persona)
    for name, arguments in editing(things):
        url = address(world, name, arguments)
        response = client.post(url) if name in POSTING else client.get(url)
        assert response.status_code == 403, name
        assert client.post(url).status_code in {403, 405}, name


def test_the_public_is_asked_to_sign_in(world, things, client_of):
    for name, arguments in editing(things):
        url = address(world, name, arguments)
        response = client_of("anonymous").post(url) if name in POSTING else client_of("anonymous").get(url)
        assert response.status_code == 302, name
        assert response["Location"].startswith(reverse("account_login")), name


@pytest.mark.parametrize("persona", ["coordinator_municipal", "coordinator_trust"])
def test_coordinators_of_both_sides_reach_every_form(world, things, client_of, persona):
    for name, arguments in editing(things):
        if name not in POSTING:
            assert client_of(persona).get(address(world, name, arguments)).status_code == 200, name


def test_another_partnerships_ids_are_not_found(world, client_of):
    """The address names the own partnership, the id belongs to the other one."""
    CommitteeFactory(partnership=world.partnership, slug="samme")
    foreign = CommitteeFactory(partnership=world.other_partnership, slug="samme")
    outside = PartnershipMembershipFactory(partnership=world.other_partnership).municipality
    theirs = build(world.other_partnership, foreign, outside)
    GroupFactory(partnership=world.partnership, slug="gruppa")
    own_by_slug = ("group-detail", "group-edit", "group-member-create", "committee-detail")
    same_slug = (*own_by_slug, "committee-edit", "committee-seats", "seat-create")
    client = client_of("coordinator_municipal")
    for name, arguments in theirs.items():
        if name not in same_slug:
            url = address(world, name, arguments)
            response = client.post(url) if name in POSTING else client.get(url)
            assert response.status_code == 404, name


def test_forms_offer_only_what_is_the_partnerships_own(world, things, client_of):
    foreign_committee = CommitteeFactory(partnership=world.other_partnership, name="Fremmed utvalg")
    GroupFactory(partnership=world.other_partnership, name="Fremmed gruppe")
    PersonFactory(partnership=world.other_partnership, name="Fremmed Person")
    SeatFactory(committee=foreign_committee, label="Fremmed plass")
    outside = PartnershipMembershipFactory(partnership=world.other_partnership).municipality
    client = client_of("coordinator_municipal")
    forms = ("committee-edit", "seat-create", "seat-edit", "appointment-create", "representation-create")
    for name in (*forms, "group-member-create"):
        html = client.get(address(world, name, things[name])).content.decode()
        assert "Fremmed" not in html, name
        assert outside.name not in html, name


def test_a_foreign_group_cannot_be_slipped_into_a_form(world, client_of):
    foreign = GroupFactory(partnership=world.other_partnership)
    url = address(world, "committee-create")
    client_of("coordinator_municipal").post(url, {"name": "Nytt", "slug": "nytt", "area": foreign.pk})
    assert not world.partnership.committees.filter(slug="nytt").exists()


def test_a_municipality_outside_the_partnership_is_not_found(world, client_of):
    outside = PartnershipMembershipFactory(partnership=world.other_partnership).municipality
    assert client_of("anonymous").get(address(world, "municipality-detail", [outside.number])).status_code == 404


def test_a_municipality_that_takes_no_part_cannot_enter_a_group(world, client_of):
    group = GroupFactory(partnership=world.partnership)
    outside = PartnershipMembershipFactory(partnership=world.other_partnership).municipality
    client_of("coordinator_municipal").post(
        address(world, "group-member-create", [group.slug]),
        {"municipality": outside.pk, "standing": "member", "valid_from": "2024-01-01"},
    )
    assert not GroupMembership.objects.filter(municipality=outside).exists()
    assert MunicipalGroup.objects.filter(pk=group.pk, memberships=None).exists()
