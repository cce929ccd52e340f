"""Reminders reach those who can do something, say all that waits in one e-mail, and say each thing once."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from django.utils.translation import get_language

from agreements.enums import AdoptionStatus
from agreements.models import Adoption, Agreement, AgreementParty, Revision
from agreements.services import reminders
from agreements.services.reference import load_statutory
from agreements.services.reminders import remind_adoptions, remind_of_deadlines, stage_of, unreachable
from municipalities.enums import LanguageDecision
from municipalities.models import Person
from samhandling.audit.models import ActivityLog
from samhandling.notifications.models import OutboundEmail
from tests.factories.agreements import AdoptionFactory, RevisionFactory, agreement_with_parties, frozen
from tests.factories.organisation import MunicipalityFactory, RepresentationFactory, TrustFactory
from tests.personas import World

DAY = dt.timedelta(days=1)


def out_for_adoption(world: World, number: str, deadline: dt.date | None) -> Revision:
    """A text that is with the councils, with a row for every party."""
    agreement: Agreement = agreement_with_parties(world.partnership, number=number, title=f"Tema {number}")
    version = frozen(agreement)
    revision: Revision = RevisionFactory(agreement=agreement, version=version, council_deadline=deadline)
    for party in agreement.parties.all():
        AdoptionFactory(revision=revision, party=party, status=AdoptionStatus.SENT, sent_on=timezone.localdate())
    return revision


def waiting() -> list[Adoption]:
    return list(Adoption.objects.filter(party__municipality__isnull=False))


def mail_to(world: World, persona: str) -> list[OutboundEmail]:
    return list(OutboundEmail.objects.filter(to=world.user(persona).email).order_by("pk"))


def test_each_municipality_gets_one_e_mail_with_all_that_waits(world: World) -> None:
    today = timezone.localdate()
    out_for_adoption(world, "4", today + 10 * DAY)
    out_for_adoption(world, "5", today - 2 * DAY)

    assert remind_adoptions(adoptions=waiting(), user=world.users["coordinator_trust"]) == 2

    [mail] = mail_to(world, "health_chief")
    assert mail.subject == "Påminnelse: Alvdalen mangler vedtak"
    assert "Delavtale 4 – Tema 4. Fristen er" in mail.body
    assert "Delavtale 5 – Tema 5. Fristen var" in mail.body
    assert "/prove/min-kommune/1001/" in mail.body
    assert len(mail_to(world, "other_chief")) == 1
    assert {row.reminded_at.date() for row in waiting() if row.reminded_at} == {timezone.now().date()}
    told = ActivityLog.objects.filter(verb="adoptions.reminded")
    assert {row.text for row in told} == {"Sendte påminnelse til Alvdalen og Bjørkli"}


def test_nobody_is_reminded_twice_the_same_day_nor_of_what_is_decided(world: World) -> None:
    revision = out_for_adoption(world, "4", timezone.localdate())
    Adoption.objects.filter(revision=revision, party__municipality=world.municipality_b).update(
        status=AdoptionStatus.ADOPTED, decided_on=timezone.localdate()
    )
    assert remind_adoptions(adoptions=waiting(), user=None) == 1
    assert remind_adoptions(adoptions=waiting(), user=None) == 0
    assert OutboundEmail.objects.count() == 1

    Adoption.objects.update(reminded_at=timezone.now() - DAY)
    OutboundEmail.objects.all().delete()
    assert remind_adoptions(adoptions=waiting(), user=None) == 1


def test_another_agreement_the_same_day_is_another_e_mail(world: World) -> None:
    for number in ("4", "5"):
        out_for_adoption(world, number, timezone.localdate())
        rows = Adoption.objects.filter(revision__agreement__number=number, party__municipality=world.municipality_a)
        assert remind_adoptions(adoptions=rows, user=None) == 1
    first, second = mail_to(world, "health_chief")
    assert "Tema 4" in first.body
    assert "Tema 5" in second.body


def test_those_without_an_address_are_named_and_not_marked_as_reminded(world: World) -> None:
    out_for_adoption(world, "4", timezone.localdate())
    person: Person = world.people["other_chief"]
    Person.objects.filter(pk=person.pk).update(user=None, email="")

    assert unreachable(waiting()) == ["Bjørkli"]
    assert remind_adoptions(adoptions=waiting(), user=None) == 1
    assert Adoption.objects.get(party__municipality=world.municipality_b).reminded_at is None


def test_the_trust_is_reminded_through_its_own_coordinators(world: World) -> None:
    revision = out_for_adoption(world, "4", timezone.localdate())
    of_trust = Adoption.objects.filter(revision=revision, party__trust=TrustFactory())

    assert remind_adoptions(adoptions=of_trust, user=None) == 1
    [mail] = mail_to(world, "coordinator_trust")
    assert "Fjordane prøvesykehus HF" in mail.subject


def test_after_a_merger_the_successors_chief_is_reminded(world: World) -> None:
    out_for_adoption(world, "4", timezone.localdate())
    old = AgreementParty.objects.get(municipality=world.municipality_a)
    merged = MunicipalityFactory(name="Nydalen", valid_from=timezone.localdate())
    new = AgreementParty.objects.create(agreement=old.agreement, municipality=merged, valid_from=timezone.localdate())
    new.succeeds.add(old)
    RepresentationFactory(
        partnership=world.partnership, person=world.people["mayor"], role="health_chief", municipality=merged
    )

    remind_adoptions(adoptions=Adoption.objects.filter(party=old), user=None)
    [mail] = mail_to(world, "mayor")
    assert "Nydalen" in mail.subject
    assert not mail_to(world, "health_chief")


@pytest.mark.parametrize(
    ("left", "stage"), [(31, ""), (30, "30"), (8, "30"), (7, "7"), (2, "7"), (1, "1"), (0, "1"), (-1, "over")]
)
def test_the_nearest_stage_counts(left: int, stage: str) -> None:
    today = timezone.localdate()
    assert stage_of(today + left * DAY, today) == stage


def test_every_morning_says_what_is_new_and_nothing_twice(world: World) -> None:
    today = timezone.localdate()
    deadline = today + 40 * DAY
    out_for_adoption(world, "4", deadline)
    sent = []
    for day in range(60):
        before = OutboundEmail.objects.filter(to=world.user("health_chief").email).count()
        remind_of_deadlines(today=today + day * DAY)
        remind_of_deadlines(today=today + day * DAY)
        if OutboundEmail.objects.filter(to=world.user("health_chief").email).count() > before:
            sent.append((deadline - (today + day * DAY)).days)
    assert sent == [30, 7, 1, -1]
    assert not mail_to(world, "mayor"), "mayors read, they are not reminded"


def test_a_morning_that_was_missed_is_made_up_for(world: World) -> None:
    today = timezone.localdate()
    out_for_adoption(world, "4", today + 5 * DAY)
    remind_of_deadlines(today=today)
    [mail] = mail_to(world, "health_chief")
    assert "Delavtale 4" in mail.body


def test_a_deadline_that_is_moved_is_reminded_of_anew(world: World) -> None:
    today = timezone.localdate()
    revision = out_for_adoption(world, "4", today + 5 * DAY)
    remind_of_deadlines(today=today)
    Revision.objects.filter(pk=revision.pk).update(council_deadline=today + 6 * DAY)
    remind_of_deadlines(today=today)
    assert len(mail_to(world, "health_chief")) == 2


def test_coordinators_hear_of_reviews_and_a_partnership_that_has_ended_is_left_in_peace(world: World) -> None:
    load_statutory()
    today = timezone.localdate()
    agreement = agreement_with_parties(world.partnership, number="4")
    frozen(agreement, in_force_on=today - 360 * DAY)
    remind_of_deadlines(today=today)
    [mail] = mail_to(world, "coordinator_municipal")
    assert "Årlig gjennomgang" in mail.body
    assert "/prove/avtaler/frister/" in mail.body

    OutboundEmail.objects.all().delete()
    world.partnership.valid_to = today - DAY
    world.partnership.save()
    assert remind_of_deadlines(today=today) == 0


def test_a_municipality_that_writes_nynorsk_is_written_to_in_nynorsk(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    world.municipality_a.language = LanguageDecision.NYNORSK
    world.municipality_a.save()
    out_for_adoption(world, "4", timezone.localdate())

    def watched(**_email: object) -> None:
        seen.append(str(get_language()))

    monkeypatch.setattr(reminders, "queue_email", watched)
    remind_adoptions(adoptions=waiting(), user=None)
    assert sorted(seen) == ["nb", "nn"]
