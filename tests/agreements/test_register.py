"""The public register: what everybody reads, what members see besides, and how coordinators keep it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agreements.enums import AdoptionStatus, AgreementKind, EntryRule, StepKind
from agreements.models import Agreement, AgreementTerms, ContentPoint
from agreements.services.entering import enter_into_force
from agreements.services.reference import load_statutory
from municipalities.models import Succession
from samhandling.audit.models import ActivityLog
from tests.agreements.revision_ways import done, everybody_adopts, walked
from tests.factories.agreements import (
    AgreementFactory,
    AgreementPartyFactory,
    AgreementTermsFactory,
    RevisionFactory,
    agreement_with_parties,
    draft,
    frozen,
)
from tests.factories.organisation import MunicipalityFactory, PartnershipMembershipFactory
from tests.personas import PERSONAS, World

MEMBERS = ("coordinator_municipal", "coordinator_trust", "health_chief", "other_chief", "mayor", "committee_member")
NOT_COORDINATORS = ("health_chief", "mayor", "committee_member", "outsider", "foreign_coordinator")
SINCE = dt.date(2017, 3, 1)


def address(name: str, *arguments: object) -> str:
    return reverse(f"agreements:{name}", args=["prove", *arguments])


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def in_force(world: World, **columns: object) -> Agreement:
    agreement = agreement_with_parties(world.partnership, **columns)
    frozen(agreement, in_force_on=SINCE)
    return agreement


@pytest.mark.parametrize("persona", PERSONAS)
def test_everybody_reads_what_is_in_force_with_its_parties(world: World, client_of, persona: str) -> None:
    agreement = in_force(world, number="4", title="Øyeblikkelig hjelp")
    client = client_of(persona)
    listed = text_of(client.get(address("agreement-list")))
    assert "4 Øyeblikkelig hjelp" in listed
    assert "Fra 1. mars 2017".replace(". ", ".\xa0", 1) in client.get(address("agreement-list")).content.decode()
    page = text_of(client.get(address("agreement-detail", agreement.pk)))
    assert "Alvdalen" in page
    assert "Bjørkli" in page
    assert world.partnership.trust.name in page


def test_sub_agreements_stand_in_the_order_of_their_numbers(world: World, client_of) -> None:
    for number in ("11b", "4", "11", "1"):
        in_force(world, number=number, title=f"Avtale nr {number}")
    page = text_of(client_of("anonymous").get(address("agreement-list")))
    places = [page.index(f"Avtale nr {number}<") for number in ("1", "4", "11", "11b")]
    assert places == sorted(places)


def test_the_kinds_stand_in_their_order_and_a_guideline_names_what_it_belongs_to(world: World, client_of) -> None:
    top = in_force(world, kind=AgreementKind.OVERARCHING, number="", title="Samarbeidsavtalen")
    in_force(world, kind=AgreementKind.GUIDELINE, number="", title="Rutine for melding", parent=top)
    in_force(world, kind=AgreementKind.SPECIAL, number="", title="Særlig for Alvdalen")
    in_force(world, number="3")
    page = text_of(client_of("anonymous").get(address("agreement-list")))
    headings = ("Overordnet avtale", "Delavtaler", "Særavtaler", "Retningslinjer")
    places = [page.index(f'id="h-{heading.lower().replace(" ", "-")}"') for heading in headings]
    assert places == sorted(places)
    assert "Hører til Samarbeidsavtalen" in page
    detail = text_of(client_of("anonymous").get(address("agreement-detail", top.pk)))
    assert "Hører til denne avtalen" in detail
    assert "Rutine for melding" in detail


def test_an_agreement_without_a_frozen_text_is_for_the_partnerships_own(world: World, client_of) -> None:
    agreement = agreement_with_parties(world.partnership, title="Under arbeid")
    draft(agreement)
    for persona in PERSONAS:
        client = client_of(persona)
        status = client.get(address("agreement-detail", agreement.pk)).status_code
        seen = "Under arbeid" in client.get(address("agreement-list")).content.decode()
        assert (status, seen) == ((200, True) if persona in (*MEMBERS, "chair") else (404, False)), persona


def test_the_public_sees_no_draft_and_no_revision(world: World, client_of) -> None:
    agreement = in_force(world)
    draft(agreement, number=2)
    RevisionFactory(agreement=agreement, name="Revisjon høsten 2026", step=StepKind.CONSULTATION)
    for name, arguments in (("agreement-list", ()), ("agreement-detail", (agreement.pk,))):
        public = text_of(client_of("anonymous").get(address(name, *arguments)))
        assert "Utkast" not in public
        assert "Revisjon" not in public
        assert "På høring" not in public
        assert "På høring" in text_of(client_of("health_chief").get(address(name, *arguments)))
    assert "Revisjon høsten 2026" in text_of(client_of("mayor").get(address("agreement-detail", agreement.pk)))


def test_a_newer_frozen_text_is_told_of_until_it_enters_into_force(world: World, client_of) -> None:
    agreement = in_force(world)
    frozen(agreement, number=2)
    page = text_of(client_of("anonymous").get(address("agreement-list")))
    assert "Versjon 2 er ikke trådt i kraft" in page
    assert "Ikke trådt i kraft" in text_of(client_of("anonymous").get(address("agreement-detail", agreement.pk)))


def test_an_older_text_still_binds_those_who_have_not_adopted_the_new_one(world: World, client_of) -> None:
    agreement = agreement_with_parties(world.partnership)
    AgreementTerms.objects.update(entry_rule=EntryRule.PER_PARTY)
    first = walked(world, StepKind.COUNCILS, agreement)
    everybody_adopts(first, world)
    enter_into_force(revision=first, on=timezone.localdate() - dt.timedelta(days=1), user=None)
    second = walked(world, StepKind.COUNCILS, agreement)
    own = second.adoptions.exclude(party__municipality=world.municipality_b)
    own.update(status=AdoptionStatus.ADOPTED, decided_on=timezone.localdate())
    done(second, world, StepKind.IN_FORCE, reasons={"trust_board": "x", "signed": "x"})
    client = client_of("anonymous")
    assert "Versjon 1 gjelder fortsatt for 1 kommune" in text_of(client.get(address("agreement-list")))
    page = text_of(client.get(address("agreement-detail", agreement.pk)))
    assert "Gjelder fortsatt for 1 kommune<" in page
    assert "Bundet av versjon 1, har ikke vedtatt versjon 2" in page
    older = text_of(client.get(address("version-detail", agreement.pk, 1)))
    assert "Gjelder fortsatt for 1 kommune<" in older
    second.adoptions.update(status=AdoptionStatus.ADOPTED, decided_on=timezone.localdate())
    assert "gjelder fortsatt" not in text_of(client.get(address("agreement-list")))
    assert "Gjelder fortsatt" not in text_of(client.get(address("version-detail", agreement.pk, 1)))


def test_an_ended_agreement_stays_in_the_register_with_its_last_day(world: World, client_of) -> None:
    agreement = in_force(world, title="Gammel avtale", terminated_on=dt.date(2020, 6, 30))
    page = text_of(client_of("anonymous").get(address("agreement-list")))
    assert page.index("Opphørte avtaler") < page.index("Gammel avtale")
    detail = text_of(client_of("anonymous").get(address("agreement-detail", agreement.pk)))
    assert "Opphørt" in detail
    assert "Gjelder nå" not in detail


def test_an_empty_register_tells_coordinators_what_to_do_first(world: World, client_of) -> None:
    page = text_of(client_of("coordinator_municipal").get(address("agreement-list")))
    assert "Legg inn den overordnede samarbeidsavtalen først." in page
    assert address("agreement-create") in page
    public = text_of(client_of("anonymous").get(address("agreement-list")))
    assert "Ingen avtaler ennå" in public
    assert address("agreement-create") not in public


def test_an_agreement_of_another_partnership_is_not_found(world: World, client_of) -> None:
    agreement = agreement_with_parties(world.other_partnership)
    frozen(agreement)
    assert client_of("coordinator_municipal").get(address("agreement-detail", agreement.pk)).status_code == 404
    assert client_of("coordinator_municipal").get(address("agreement-edit", agreement.pk)).status_code == 404


def test_only_coordinators_read_the_log(world: World, client_of) -> None:
    agreement = in_force(world)
    client = client_of("coordinator_trust")
    client.post(address("agreement-edit", agreement.pk), values(title="Nytt navn"))
    assert "Opplysningene om avtalen er endret." in text_of(client.get(address("agreement-detail", agreement.pk)))
    page = text_of(client_of("health_chief").get(address("agreement-detail", agreement.pk)))
    assert "Opplysningene om avtalen er endret." not in page


# Keeping it


def values(**changed: object) -> dict[str, object]:
    return {
        "kind": "sub",
        "number": "4",
        "title": "Øyeblikkelig hjelp, døgnopphold",
        "short_title": "Døgnopphold",
        "parent": "",
        "subject": "Om sengene kommunene har for øyeblikkelig hjelp.",
        "points": [],
        **changed,
    }


def test_a_coordinator_enters_an_agreement_with_the_points_it_covers(world: World, client_of) -> None:
    load_statutory()
    points = ContentPoint.objects.filter(number__in=(4, 12))
    response = client_of("coordinator_municipal").post(
        address("agreement-create"), values(points=[point.pk for point in points])
    )
    agreement = Agreement.objects.get()
    assert response.url == address("agreement-detail", agreement.pk)
    assert agreement.label == "Delavtale 4 – Øyeblikkelig hjelp, døgnopphold"
    assert set(agreement.points.all()) == set(points)
    assert ActivityLog.objects.get(verb="agreement.created").subject == agreement


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"number": ""}, "Nummer: En delavtale må ha et nummer."),
        ({"number": "fire"}, "Skriv et tall, eventuelt med én bokstav: 4 eller 11b."),
        ({"number": "7"}, "Nummer: Nummeret er brukt av en annen avtale."),
        ({"kind": "guideline", "number": ""}, "Hører til: En retningslinje hører til en avtale. Velg hvilken."),
        ({"title": ""}, "Tittel: "),
    ],
)
def test_a_form_that_is_refused_says_why_and_loses_nothing(world: World, client_of, changed, message: str) -> None:
    AgreementFactory(partnership=world.partnership, number="7")
    response = client_of("coordinator_municipal").post(address("agreement-create"), values(**changed))
    assert response.status_code == 422
    page = text_of(response)
    assert message in page
    assert "Om sengene kommunene har for øyeblikkelig hjelp." in page
    assert Agreement.objects.count() == 1


def test_an_agreement_cannot_belong_to_one_below_it_or_to_another_partnership(world: World, client_of) -> None:
    top = AgreementFactory(partnership=world.partnership, kind=AgreementKind.SPECIAL, number="")
    below = AgreementFactory(partnership=world.partnership, number="4", parent=top)
    away = AgreementFactory(partnership=world.other_partnership)
    client = client_of("coordinator_municipal")
    response = client.post(address("agreement-edit", top.pk), values(kind="special", number="", parent=below.pk))
    assert response.status_code == 422
    assert "Avtalen kan ikke høre til seg selv" in text_of(response)
    assert client.post(address("agreement-edit", top.pk), values(parent=away.pk)).status_code == 422
    top.refresh_from_db()
    assert top.parent is None


def test_the_overarching_agreement_belongs_to_none(world: World, client_of) -> None:
    other = AgreementFactory(partnership=world.partnership, number="9")
    response = client_of("coordinator_municipal").post(
        address("agreement-create"), values(kind="overarching", number="", parent=other.pk)
    )
    assert response.status_code == 422
    assert "Den overordnede avtalen hører ikke til en annen." in text_of(response)


def test_changed_points_are_logged_by_number(world: World, client_of) -> None:
    load_statutory()
    agreement = AgreementFactory(partnership=world.partnership, number="4")
    wanted = [ContentPoint.objects.get(number=number).pk for number in (3, 4)]
    client_of("coordinator_trust").post(address("agreement-edit", agreement.pk), values(points=wanted))
    assert ActivityLog.objects.get(verb="agreement.points").text == "Avtalen dekker nå punkt 3, 4 i loven."


@pytest.mark.parametrize("persona", NOT_COORDINATORS)
def test_only_coordinators_keep_the_register(world: World, client_of, persona: str) -> None:
    agreement = in_force(world, title="Står som den er")
    client = client_of(persona)
    for name, arguments in (("agreement-create", ()), ("agreement-edit", (agreement.pk,))):
        assert client.get(address(name, *arguments)).status_code == 403
        assert client.post(address(name, *arguments), values()).status_code == 403
    assert Agreement.objects.get().title == "Står som den er"
    assert Client().get(address("agreement-create")).status_code == 302


# What it costs


def fill(world: World, number: int) -> Agreement:
    top = in_force(world, kind=AgreementKind.OVERARCHING, number="", title=f"Overordnet {number}")
    for letter in "abc"[: number % 3 + 1]:
        one = in_force(world, number=f"{number}{letter}", parent=top)
        frozen(one, number=2)
        RevisionFactory(agreement=one, step=StepKind.COUNCILS)
    in_force(world, kind=AgreementKind.GUIDELINE, number="", parent=top, title=f"Rutine {number}")
    return top


@pytest.mark.parametrize("persona", ["anonymous", "health_chief", "coordinator_municipal"])
def test_the_register_asks_as_often_for_many_agreements_as_for_one(world: World, client_of, persona: str) -> None:
    client = client_of(persona)
    fill(world, 1)
    client.get(address("agreement-list"))
    few = queries(client, address("agreement-list"))
    for number in range(2, 7):
        PartnershipMembershipFactory(partnership=world.partnership)
        fill(world, number)
    assert queries(client, address("agreement-list")) == few
    assert few <= 14


def test_the_page_of_an_agreement_asks_as_often_for_many_rows_as_for_one(world: World, client_of) -> None:
    load_statutory()
    client = client_of("coordinator_municipal")
    agreement = fill(world, 1)
    url = address("agreement-detail", agreement.pk)
    grow(agreement, 1)
    client.get(url)
    few = queries(client, url)
    for number in range(2, 6):
        grow(agreement, number)
    assert queries(client, url) == few
    assert few <= 25


def grow(agreement: Agreement, number: int) -> None:
    old, new = MunicipalityFactory(), MunicipalityFactory()
    day = dt.date(2018, 1, number)
    Succession.objects.create(old=old, new=new, on=day)
    ended = AgreementPartyFactory(agreement=agreement, municipality=old, valid_to=day - dt.timedelta(days=1))
    AgreementPartyFactory(agreement=agreement, municipality=new, valid_from=day).succeeds.add(ended)
    frozen(agreement, number=10 + number)
    RevisionFactory(agreement=agreement)
    agreement.points.add(ContentPoint.objects.get(number=number))
    AgreementTermsFactory(
        agreement=agreement, valid_from=dt.date(2000 + number, 1, 1), valid_to=dt.date(2000 + number, 12, 31)
    )
    child = in_force_child(agreement, number)
    frozen(child, number=2)


def in_force_child(parent: Agreement, number: int) -> Agreement:
    child: Agreement = AgreementFactory(
        partnership=parent.partnership, kind=AgreementKind.GUIDELINE, number="", parent=parent, title=f"Rutine {number}"
    )
    frozen(child, in_force_on=SINCE)
    return child


def queries(client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)
