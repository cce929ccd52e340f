"""Who is bound by an agreement and on what terms: accession, leaving, and new terms after old ones."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from agreements.enums import AdoptionStatus, StepKind
from agreements.models import Adoption, Agreement, AgreementParty, AgreementTerms, ContentPoint, Revision
from agreements.selectors.coverage import Gap, coverage
from agreements.services.reference import load_statutory
from municipalities.enums import Standing
from samhandling.audit.models import ActivityLog
from tests.factories.agreements import (
    AdoptionFactory,
    AgreementFactory,
    AgreementPartyFactory,
    AgreementTermsFactory,
    RevisionFactory,
    frozen,
)
from tests.factories.organisation import MunicipalityFactory, PartnershipMembershipFactory
from tests.personas import World

NOT_COORDINATORS = ("health_chief", "mayor", "committee_member", "outsider", "foreign_coordinator")


def address(name: str, *arguments: object) -> str:
    return reverse(f"agreements:{name}", args=["prove", *arguments])


def text_of(response) -> str:
    return " ".join(response.content.decode().replace("\xa0", " ").split())


@pytest.fixture
def agreement(world: World) -> Agreement:
    made: Agreement = AgreementFactory(partnership=world.partnership, number="4")
    return made


# Accession


def test_all_members_and_the_trust_accede_in_one_press(world: World, agreement: Agreement, client_of) -> None:
    considering = MunicipalityFactory(name="Tvilstad")
    PartnershipMembershipFactory(partnership=world.partnership, municipality=considering, standing=Standing.CONSIDERING)
    gone = MunicipalityFactory(name="Borte")
    PartnershipMembershipFactory(partnership=world.partnership, municipality=gone, valid_to=dt.date(2018, 12, 31))
    client = client_of("coordinator_municipal")
    assert "Alle de 2 kommunene i samarbeidet" in text_of(client.get(address("party-create", agreement.pk)))
    client.post(address("party-create", agreement.pk), {"who": "all", "valid_from": "2020-01-01", "note": ""})
    names = {party.name for party in agreement.parties.select_related("municipality", "trust")}
    assert names == {"Alvdalen", "Bjørkli", world.partnership.trust.name}
    assert ActivityLog.objects.get(verb="party.added").text == "3 parter fra 1.\xa0januar 2020."


def test_those_who_are_parties_already_are_left_as_they_are(world: World, agreement: Agreement, client_of) -> None:
    there = AgreementPartyFactory(agreement=agreement, municipality=world.municipality_a)
    coming = AgreementPartyFactory(
        agreement=agreement, municipality=world.municipality_b, valid_from=dt.date(2027, 1, 1)
    )
    data = {"who": "all", "valid_from": "2020-01-01", "note": ""}
    client = client_of("coordinator_municipal")
    client.post(address("party-create", agreement.pk), data)
    assert agreement.parties.count() == 3  # and the trust
    for party in (there, coming):
        before = party.valid_from
        party.refresh_from_db()
        assert (party.valid_from, party.valid_to) == (before, None)
    again = client.post(address("party-create", agreement.pk), data)
    assert again.status_code == 422
    assert "Alle medlemmene og helseforetaket er parter allerede." in text_of(again)


def test_one_municipality_accedes_with_a_note(world: World, agreement: Agreement, client_of) -> None:
    client_of("coordinator_trust").post(
        address("party-create", agreement.pk),
        {
            "who": "one",
            "municipality": world.municipality_a.pk,
            "valid_from": "2024-07-01",
            "note": "Vedtatt i k-sak 12/24",
        },
    )
    party = agreement.parties.get()
    assert (party.municipality, party.valid_from) == (world.municipality_a, dt.date(2024, 7, 1))
    page = text_of(client_of("anonymous").get(address("agreement-detail", agreement.pk)))
    assert "Vedtatt i k-sak 12/24" not in page  # nothing is public before a text is frozen
    assert "Vedtatt i k-sak 12/24" in text_of(client_of("mayor").get(address("agreement-detail", agreement.pk)))


def test_a_new_party_is_asked_about_the_text_that_is_with_the_councils(
    world: World, agreement: Agreement, client_of
) -> None:
    AgreementPartyFactory(agreement=agreement, municipality=world.municipality_a)
    revision = RevisionFactory(agreement=agreement, version=frozen(agreement), step=StepKind.COUNCILS)
    data = {"who": "one", "municipality": world.municipality_b.pk, "valid_from": "2026-01-01", "note": ""}
    client_of("coordinator_municipal").post(address("party-create", agreement.pk), data)
    assert revision.adoptions.filter(party__municipality=world.municipality_b, status=AdoptionStatus.SENT).exists()


def accede(world: World, agreement: Agreement, client_of, first_day: dt.date) -> Adoption:
    """Bjørkli accedes; its row of the text it is asked about."""
    data = {"who": "one", "municipality": world.municipality_b.pk, "valid_from": first_day.isoformat(), "note": ""}
    client_of("coordinator_municipal").post(address("party-create", agreement.pk), data)
    row: Adoption = Adoption.objects.get(party__municipality=world.municipality_b)
    return row


def in_force_since_2020(world: World, agreement: Agreement) -> Revision:
    """A text that Alvdalen adopted."""
    version = frozen(agreement, in_force_on=dt.date(2020, 1, 1))
    revision: Revision = RevisionFactory(agreement=agreement, version=version, step=StepKind.PUBLISHED)
    party = AgreementPartyFactory(agreement=agreement, municipality=world.municipality_a)
    decided = {"status": AdoptionStatus.ADOPTED, "decided_on": dt.date(2019, 12, 1)}
    AdoptionFactory(revision=revision, party=party, **decided)
    return revision


def test_a_party_that_comes_after_the_text_was_in_force_is_asked_to_adopt_it(
    world: World, agreement: Agreement, client_of
) -> None:
    load_statutory()
    revision = in_force_since_2020(world, agreement)
    agreement.points.set(ContentPoint.objects.filter(number=4))
    today = timezone.localdate()
    row = accede(world, agreement, client_of, today)
    assert (row.revision, row.status, row.sent_on) == (revision, AdoptionStatus.SENT, today)
    page = text_of(client_of("coordinator_trust").get(address("agreement-detail", agreement.pk)))
    assert "1 kommune har ikke vedtatt teksten som gjelder:" in page
    assert address("adoption-detail", row.pk) in page
    public = text_of(client_of("anonymous").get(address("agreement-detail", agreement.pk)))
    assert "Ikke bundet ennå, har ikke vedtatt versjon 1" in public
    assert "1 kommune er ikke bundet ennå" in text_of(client_of("anonymous").get(address("agreement-list")))
    assert {one.municipality.name: one.gaps.get(4) for one in coverage(world.partnership, today).municipalities} == {
        "Alvdalen": None,
        "Bjørkli": Gap.NOT_ADOPTED,
    }
    assert "Vedtak: Delavtale 4" in text_of(client_of("other_chief").get("/prove/min-kommune/"))

    register = {"row_version": "0", "status": "adopted", "decided_on": today.isoformat()}
    answer = client_of("other_chief").post(address("adoption-edit", row.pk), register)
    assert answer.status_code == 302
    assert "er ikke bundet ennå" not in text_of(client_of("anonymous").get(address("agreement-list")))
    assert 4 not in coverage(world.partnership, today).municipalities[1].gaps


def test_a_party_that_was_never_asked_is_asked_when_its_row_is_saved(
    world: World, agreement: Agreement, client_of
) -> None:
    revision = in_force_since_2020(world, agreement)
    party = AgreementPartyFactory(
        agreement=agreement, municipality=world.municipality_b, valid_from=dt.date(2024, 1, 1)
    )
    client = client_of("coordinator_municipal")
    url = address("party-edit", agreement.pk, party.pk)
    client.post(url, {"valid_from": "2024-01-01", "valid_to": "2025-01-01", "note": ""})
    assert not revision.adoptions.filter(party=party).exists()
    client.post(url, {"valid_from": "2024-01-01", "valid_to": "", "note": ""})
    assert revision.adoptions.filter(party=party, status=AdoptionStatus.SENT).exists()


def test_the_secretariat_sends_the_text_in_force_to_all_that_nobody_has_asked(
    world: World, agreement: Agreement, client_of
) -> None:
    revision = in_force_since_2020(world, agreement)
    party = AgreementPartyFactory(agreement=agreement, municipality=world.municipality_b)
    merged = AgreementPartyFactory(agreement=agreement, municipality=MunicipalityFactory(name="Nyvik"))
    merged.succeeds.add(agreement.parties.get(municipality=world.municipality_a))
    page, url = address("agreement-detail", agreement.pk), address("party-ask", agreement.pk)
    told = "1 part har ikke fått teksten som gjelder til behandling: Bjørkli."
    shown = text_of(client_of("coordinator_trust").get(page))
    assert told in shown
    assert "Send teksten til Bjørkli" in shown
    assert told not in text_of(client_of("health_chief").get(page))
    assert "Teksten er sendt til 1 part." in text_of(client_of("coordinator_trust").post(url, follow=True))
    assert [row.party for row in revision.adoptions.filter(status=AdoptionStatus.SENT)] == [party]
    again = text_of(client_of("coordinator_trust").post(url, follow=True))
    assert "Alle partene har fått teksten." in again
    assert told not in again


def test_a_party_to_come_is_asked_before_its_first_day_and_its_council_may_decide(
    world: World, agreement: Agreement, client_of
) -> None:
    in_force_since_2020(world, agreement)
    today = timezone.localdate()
    row = accede(world, agreement, client_of, today + dt.timedelta(days=40))
    own = text_of(client_of("other_chief").get("/prove/min-kommune/"))
    assert ("Vedtak: Delavtale 4" in own, "Blir part" in own) == (True, True)
    page = text_of(client_of("coordinator_trust").get(address("agreement-detail", agreement.pk)))
    assert "1 kommune har ikke vedtatt teksten som gjelder:" in page
    register = {"row_version": "0", "status": "adopted", "decided_on": today.isoformat()}
    assert client_of("other_chief").post(address("adoption-edit", row.pk), register).status_code == 302
    page = text_of(client_of("coordinator_trust").get(address("agreement-detail", agreement.pk)))
    assert "har ikke vedtatt" not in page


def test_who_is_asked_after_the_deadline_gets_as_long_as_the_others_had(
    world: World, agreement: Agreement, client_of
) -> None:
    today, day = timezone.localdate(), dt.timedelta(days=1)
    revision = RevisionFactory(
        agreement=agreement, version=frozen(agreement), step=StepKind.SIGNED, council_deadline=today - 10 * day
    )
    party = AgreementPartyFactory(agreement=agreement, municipality=world.municipality_a)
    AdoptionFactory(revision=revision, party=party, status=AdoptionStatus.SENT, sent_on=today - 70 * day)
    assert accede(world, agreement, client_of, today).extended_to == today + 60 * day


def test_a_text_taken_in_without_decisions_stays_adopted_by_those_it_was_taken_in_with(
    world: World, agreement: Agreement, client_of
) -> None:
    load_statutory()
    version = frozen(agreement, in_force_on=dt.date(2020, 1, 1))
    RevisionFactory(agreement=agreement, version=version, step=StepKind.PUBLISHED)
    agreement.points.set(ContentPoint.objects.filter(number=4))
    AgreementPartyFactory(agreement=agreement, municipality=world.municipality_a)
    accede(world, agreement, client_of, dt.date(2024, 1, 1))
    covered = {
        one.municipality.name: 4 not in one.gaps
        for one in coverage(world.partnership, timezone.localdate()).municipalities
    }
    assert covered == {"Alvdalen": True, "Bjørkli": False}


def test_an_accession_that_is_refused_says_why_and_loses_nothing(world: World, agreement: Agreement, client_of) -> None:
    AgreementPartyFactory(agreement=agreement, municipality=world.municipality_a)
    gone = MunicipalityFactory(name="Gamlevik", valid_to=dt.date(2019, 12, 31))
    PartnershipMembershipFactory(partnership=world.partnership, municipality=gone)
    client = client_of("coordinator_municipal")
    for changed, message in (
        ({"municipality": ""}, "Velg kommunen som blir part."),
        ({"municipality": world.municipality_a.pk}, "Kommunen er allerede part i dette tidsrommet."),
        ({"municipality": gone.pk}, "Gamlevik opphørte som kommune 31. desember 2019."),
        ({"who": ""}, "Hvem: "),
    ):
        data = {"who": "one", "municipality": "", "valid_from": "2021-01-01", "note": "Sagt i møtet", **changed}
        response = client.post(address("party-create", agreement.pk), data)
        assert response.status_code == 422, message
        page = text_of(response)
        assert message in page
        assert "Sagt i møtet" in page
        assert "2021-01-01" in page
    assert agreement.parties.count() == 1


def test_a_municipality_of_another_partnership_cannot_be_chosen(world: World, agreement: Agreement, client_of) -> None:
    stranger = MunicipalityFactory()
    response = client_of("coordinator_municipal").post(
        address("party-create", agreement.pk),
        {"who": "one", "municipality": stranger.pk, "valid_from": "2021-01-01", "note": ""},
    )
    assert response.status_code == 422
    assert not agreement.parties.exists()


# Leaving


def test_a_party_leaves_with_a_last_day_and_stays_in_the_history(world: World, agreement: Agreement, client_of) -> None:
    party = AgreementPartyFactory(agreement=agreement, municipality=world.municipality_a)
    client = client_of("coordinator_municipal")
    client.post(
        address("party-edit", agreement.pk, party.pk),
        {"valid_from": "2015-01-01", "valid_to": "2020-06-30", "note": "Sa opp i 2019"},
    )
    party.refresh_from_db()
    assert party.valid_to == dt.date(2020, 6, 30)
    assert ActivityLog.objects.get(verb="party.left").text == "Alvdalen er part til og med 30.\xa0juni 2020."
    page = text_of(client.get(address("agreement-detail", agreement.pk)))
    assert "1 tidligere part" in page
    assert "Sa opp i 2019" in page


@pytest.mark.parametrize(
    ("last_day", "why"),
    [("2014-06-30", "Til-datoen er før fra-datoen."), ("9999-12-31", "Skriv et år mellom 1800 og 2200.")],
)
def test_a_last_day_that_cannot_be_is_refused(
    world: World, agreement: Agreement, client_of, last_day: str, why: str
) -> None:
    party = AgreementPartyFactory(agreement=agreement, municipality=world.municipality_a)
    response = client_of("coordinator_municipal").post(
        address("party-edit", agreement.pk, party.pk),
        {"valid_from": "2015-01-01", "valid_to": last_day, "note": "Feil år"},
    )
    assert response.status_code == 422
    assert why in text_of(response)
    assert "Feil år" in text_of(response)
    party.refresh_from_db()
    assert party.valid_to is None


def test_a_party_of_another_agreement_is_not_found(world: World, agreement: Agreement, client_of) -> None:
    elsewhere = AgreementPartyFactory(agreement=AgreementFactory(partnership=world.partnership, number="9"))
    client = client_of("coordinator_municipal")
    assert client.get(address("party-edit", agreement.pk, elsewhere.pk)).status_code == 404


# Terms


def terms(**changed: object) -> dict[str, object]:
    return {
        "valid_from": "2026-01-01",
        "entry_rule": "all",
        "entry_quorum": "",
        "needs_trust": "on",
        "notice_months": "",
        "review_months": "",
        "expires_on": "",
        "basis": "Punkt 14",
        **changed,
    }


def test_new_terms_end_the_old_ones_the_day_before(world: World, agreement: Agreement, client_of) -> None:
    old = AgreementTermsFactory(agreement=agreement)
    client_of("coordinator_municipal").post(
        address("terms-create", agreement.pk), terms(entry_rule="quorum", entry_quorum="20", notice_months="6")
    )
    old.refresh_from_db()
    assert old.valid_to == dt.date(2025, 12, 31)
    new = agreement.terms.get(valid_to=None)
    assert (new.entry_quorum, new.notice_months, new.valid_from) == (20, 6, dt.date(2026, 1, 1))
    page = text_of(client_of("mayor").get(address("agreement-detail", agreement.pk)))
    assert "Når 20 kommuner har vedtatt den" in page
    assert "6 måneder" in page
    assert "Tidligere vilkår" in page


def test_terms_that_follow_the_law_say_so(world: World, agreement: Agreement, client_of) -> None:
    load_statutory()
    AgreementTermsFactory(agreement=agreement)
    page = text_of(client_of("mayor").get(address("agreement-detail", agreement.pk)))
    assert page.count("12 måneder, etter loven") == 2  # notice and review


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"entry_rule": "quorum"}, "Skriv hvor mange kommuner som må ha vedtatt teksten."),
        ({"valid_from": "2014-06-01"}, "Det finnes allerede vilkår fra 1. januar 2015."),
        ({"valid_from": "2015-01-01"}, "Det finnes allerede vilkår fra 1. januar 2015."),
        ({"valid_from": "snart"}, "Vilkårene gjelder fra og med: "),
    ],
)
def test_terms_that_are_refused_say_why_and_lose_nothing(
    world: World, agreement: Agreement, client_of, changed, message: str
) -> None:
    old = AgreementTermsFactory(agreement=agreement)
    response = client_of("coordinator_municipal").post(address("terms-create", agreement.pk), terms(**changed))
    assert response.status_code == 422
    assert message in text_of(response)
    assert "Punkt 14" in text_of(response)
    old.refresh_from_db()
    assert old.valid_to is None
    assert AgreementTerms.objects.count() == 1


def test_terms_that_are_moved_take_the_end_of_those_before_with_them(
    world: World, agreement: Agreement, client_of
) -> None:
    old = AgreementTermsFactory(agreement=agreement, valid_to=dt.date(2025, 12, 31))
    new = AgreementTermsFactory(agreement=agreement, valid_from=dt.date(2026, 1, 1))
    client = client_of("coordinator_municipal")
    client.post(address("terms-edit", agreement.pk, new.pk), terms(valid_from="2026-03-01"))
    old.refresh_from_db()
    assert old.valid_to == dt.date(2026, 2, 28)
    client.post(address("terms-edit", agreement.pk, new.pk), terms(valid_from="2025-11-01"))
    old.refresh_from_db()
    assert old.valid_to == dt.date(2025, 10, 31)
    refused = client.post(address("terms-edit", agreement.pk, new.pk), terms(valid_from="2014-01-01"))
    assert refused.status_code == 422
    assert "Vilkårene før disse gjelder fra 1. januar 2015. Velg en senere dato." in text_of(refused)


@pytest.mark.parametrize("persona", NOT_COORDINATORS)
def test_only_coordinators_change_parties_and_terms(
    world: World, agreement: Agreement, client_of, persona: str
) -> None:
    party = AgreementPartyFactory(agreement=agreement, municipality=world.municipality_a)
    row = AgreementTermsFactory(agreement=agreement)
    client = client_of(persona)
    expected = 404 if persona in {"outsider", "foreign_coordinator"} else 403  # no text is frozen yet
    for name, arguments in (
        ("party-create", (agreement.pk,)),
        ("party-edit", (agreement.pk, party.pk)),
        ("terms-create", (agreement.pk,)),
        ("terms-edit", (agreement.pk, row.pk)),
    ):
        assert client.get(address(name, *arguments)).status_code == expected, name
        assert client.post(address(name, *arguments), terms()).status_code == expected, name
    assert AgreementParty.objects.count() == 1
    assert AgreementTerms.objects.count() == 1
