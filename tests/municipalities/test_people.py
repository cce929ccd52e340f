"""People, their roles, and being let in."""

from __future__ import annotations

import re

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from municipalities.access import access_for
from municipalities.enums import Role
from municipalities.models import Person, Representation
from samhandling.accounts.models import User
from tests.factories.organisation import PartnershipFactory, PersonFactory, UserFactory


@pytest.fixture
def coordinator(client_of):
    return client_of("coordinator_municipal")


def url(world, name, *arguments):
    return reverse(f"municipalities:{name}", args=[world.partnership.slug, *arguments])


def messages_of(response):
    return " ".join(str(message) for message in response.context["messages"])


def test_an_invited_person_sets_a_password_and_is_in(
    world, coordinator, mailoutbox, django_capture_on_commit_callbacks
):
    person = PersonFactory(partnership=world.partnership, name="Gro Nyvald", email="gro@example.com")
    with django_capture_on_commit_callbacks(execute=True):
        coordinator.post(url(world, "person-invite", person.pk))
    (mail,) = mailoutbox
    assert mail.to == ["gro@example.com"]
    path = re.search(r"https?://[^/]+(/\S+)", mail.body)[1]
    guest = Client()
    form = guest.get(path, follow=True)
    assert form.status_code == 200
    password = "lang-nok-og-ny-setning"
    guest.post(form.redirect_chain[-1][0], {"password1": password, "password2": password})
    assert User.objects.get(people=person).check_password(password)


def test_the_first_coordinator_is_let_in_from_the_command_line(world, mailoutbox, django_capture_on_commit_callbacks):
    empty = PartnershipFactory(slug="nytt", secretariat_name="Det nye sekretariatet")
    for _time in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            call_command("add_coordinator", "nytt", "Gro Nyvald", "gro@example.com", verbosity=0)

    user = User.objects.get(email="gro@example.com")
    assert access_for(user, empty).roles == {Role.COORDINATOR_MUNICIPAL}
    assert empty.people.count() == 1
    assert [mail.to for mail in mailoutbox] == [["gro@example.com"]] * 2
    assert "Det nye sekretariatet har invitert deg" in mailoutbox[0].body
    assert not access_for(user, world.partnership).is_member


def test_the_command_names_what_is_wrong(world):
    with pytest.raises(CommandError, match="Disse finnes: annet, prove"):
        call_command("add_coordinator", "tull", "Gro Nyvald", "gro@example.com")
    with pytest.raises(CommandError, match="e-post"):
        call_command("add_coordinator", "prove", "Gro Nyvald", "ikke en adresse")
    assert not Person.objects.filter(name="Gro Nyvald").exists()


def test_inviting_again_keeps_the_account(world, coordinator):
    person = PersonFactory(partnership=world.partnership, email="gro@example.com")
    for _time in range(2):
        assert coordinator.post(url(world, "person-invite", person.pk)).status_code == 302
    assert User.objects.filter(email="gro@example.com").count() == 1


def test_somebody_with_an_account_elsewhere_keeps_it(
    world, coordinator, mailoutbox, django_capture_on_commit_callbacks
):
    user = UserFactory(email="kari@example.com")
    person = PersonFactory(partnership=world.partnership, email="Kari@example.com")
    with django_capture_on_commit_callbacks(execute=True):
        coordinator.post(url(world, "person-invite", person.pk))
    assert Person.objects.get(pk=person.pk).user == user
    assert reverse("account_login") in mailoutbox[0].body


def test_without_an_address_nobody_is_invited(world, coordinator, mailoutbox):
    person = PersonFactory(partnership=world.partnership, email="")
    response = coordinator.post(url(world, "person-invite", person.pk), follow=True)
    assert "e-postadressen" in messages_of(response)
    assert not mailoutbox


def test_a_closed_account_is_not_opened_by_an_invitation(world, coordinator):
    UserFactory(email="sluttet@example.com", is_active=False)
    person = PersonFactory(partnership=world.partnership, email="sluttet@example.com")
    response = coordinator.post(url(world, "person-invite", person.pk), follow=True)
    assert "stengt" in messages_of(response)
    assert Person.objects.get(pk=person.pk).user is None


def test_an_account_stands_for_one_person_in_a_partnership(world, coordinator):
    taken = world.user("mayor")
    person = PersonFactory(partnership=world.partnership, email=taken.email)
    response = coordinator.post(url(world, "person-invite", person.pk), follow=True)
    assert "En annen person" in messages_of(response)


def test_a_mayor_speaks_for_a_municipality(world, coordinator):
    person = PersonFactory(partnership=world.partnership)
    values = {"role": "mayor", "valid_from": "2026-01-01"}
    response = coordinator.post(url(world, "representation-create", person.pk), values)
    assert response.status_code == 422
    assert "hvilken kommune" in str(response.context["form"].errors["municipality"])
    with_place = values | {"municipality": world.municipality_b.pk}
    assert coordinator.post(url(world, "representation-create", person.pk), with_place).status_code == 302


def test_the_trusts_coordinator_stands_for_the_partnerships_trust(world, coordinator):
    person = PersonFactory(partnership=world.partnership)
    values = {"role": "coordinator_trust", "valid_from": "2026-01-01"}
    coordinator.post(url(world, "representation-create", person.pk), values)
    assert Representation.objects.get(person=person).trust == world.partnership.trust


def test_a_role_that_seats_give_is_not_offered(world, coordinator):
    person = PersonFactory(partnership=world.partnership)
    values = {"role": "committee_member", "valid_from": "2026-01-01"}
    assert coordinator.post(url(world, "representation-create", person.pk), values).status_code == 422


def test_the_last_coordinator_cannot_be_ended(world, coordinator):
    today = timezone.localdate().isoformat()
    own, other = (
        Representation.objects.get(person=world.people[name]) for name in ("coordinator_municipal", "coordinator_trust")
    )
    first = coordinator.post(url(world, "representation-end", other.person_id, other.pk), {"last_day": today})
    assert first.status_code == 302
    last = coordinator.post(url(world, "representation-end", own.person_id, own.pk), {"last_day": today})
    assert last.status_code == 422
    assert "minst én koordinator" in last.content.decode()
    assert Representation.objects.get(pk=own.pk).valid_to is None


def test_people_are_found_by_a_part_of_their_name(world, coordinator):
    response = coordinator.get(url(world, "person-list"), {"navn": "tuva"})
    assert [person.name for person in response.context["page_obj"]] == ["Tuva Prøvesen"]
