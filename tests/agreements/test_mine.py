"""Each municipality's page: what waits comes first with the one thing to do, then what binds it; also on paper and in
the calendar."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from agreements.enums import AdoptionStatus, ConsultationState, EntryRule, StepKind
from agreements.models import Adoption, Agreement, AgreementParty, Answer, Deviation, Revision
from agreements.selectors.mine import mine_page
from agreements.services.adoption_deadlines import grant_extension
from agreements.services.reference import load_statutory
from agreements.services.revisions import update_revision
from municipalities.access import Access
from municipalities.models import Municipality
from tests.factories.agreements import (
    AdoptionFactory,
    ConsultationFactory,
    CouncilMeetingFactory,
    InvitationFactory,
    RevisionFactory,
    agreement_with_parties,
    frozen,
)
from tests.factories.organisation import MunicipalityFactory, PartnershipMembershipFactory, RepresentationFactory
from tests.personas import World

ClientOf = Callable[[str], Client]
OWN = "/prove/min-kommune/"
ALVDALEN = "/prove/min-kommune/1001/"


def on(days: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=days)


def revised(world: World, number: str, *, deadline: int = 20, title: str = "Døgnopphold") -> Revision:
    """An agreement whose first text everybody adopted, and a second one that is with the councils."""
    agreement: Agreement = agreement_with_parties(world.partnership, number=number, title=title)
    first_text = frozen(agreement, in_force_on=on(-700))
    first = RevisionFactory(agreement=agreement, version=first_text, step=StepKind.IN_FORCE)
    second: Revision = RevisionFactory(
        agreement=agreement,
        version=frozen(agreement, 2),
        base=first_text,
        step=StepKind.COUNCILS,
        council_deadline=on(deadline),
        recommendation="{kommunen} kommunestyre vedtar delavtalen.",
    )
    for party in agreement.parties.all():
        adopted = {"status": AdoptionStatus.ADOPTED, "decided_on": on(-720), "council_case": "11/24"}
        AdoptionFactory(revision=first, party=party, **adopted)
        AdoptionFactory(revision=second, party=party, status=AdoptionStatus.SENT, sent_on=on(-30))
    return second


def council(world: World, days: int, papers: int | None = None) -> None:
    due = on(papers) if papers is not None else None
    CouncilMeetingFactory(municipality=world.municipality_a, on=on(days), papers_due=due)


def own_adoption(world: World, revision: Revision) -> Adoption:
    return Adoption.objects.get(revision=revision, party__municipality=world.municipality_a)


def text_of(client: Client, url: str) -> str:
    page = client.get(url)
    assert page.status_code == 200
    words = re.sub(r"<[^>]+>", " ", page.content.decode().replace("\xa0", " ").replace("&nbsp;", " "))
    return re.sub(r"\s+", " ", words)


def test_the_chief_sees_what_waits_in_one_sentence_and_rows(world: World, client_of: ClientOf) -> None:
    revised(world, "4")
    consultation = ConsultationFactory(
        partnership=world.partnership,
        state=ConsultationState.OPEN,
        opened_on=on(-10),
        deadline=on(8),
        title="Valg 2027",
    )
    invitation = InvitationFactory(consultation=consultation, municipality=world.municipality_a)
    Answer.objects.create(invitation=invitation, started_by=world.users["health_chief"])
    council(world, 12, 4)

    page = text_of(client_of("health_chief"), OWN)
    assert "To ting venter på dere. Vedtaket om delavtale 4 – Døgnopphold haster mest." in page
    assert "Høringssvar: Valg 2027" in page
    assert "8 dager igjen" in page
    assert "Utkast påbegynt av Siv Prøvesen" in page
    assert "Fortsett" in page
    assert "Ikke satt opp" in page
    assert "Saksfrist til kommunestyret" in page
    assert "Hent saksframlegg" in page


@pytest.mark.parametrize(
    ("changes", "meetings", "words", "button"),
    [
        ({}, [(25, 15)], "Når ikke fristen", "Be om utsatt frist"),
        ({}, [(20, -1)], "Saksfristen til kommunestyret", "Be om utsatt frist"),
        ({"extension_asked_to": 40}, [(25, 15)], "Bedt om utsatt frist", "Hent saksframlegg"),
        ({"extended_to": 30}, [(25, 15)], "Ikke satt opp", "Hent saksframlegg"),
        ({"status": "scheduled", "council_on": -1}, [], "Møtet er holdt", "Registrer vedtaket"),
        ({"status": "scheduled", "council_on": 10}, [], "Satt opp", "Hent saksframlegg"),
        ({"status": "postponed", "hindrance": "Vil vite prisen"}, [(15, 5)], "Vil vite prisen", "Hent saksframlegg"),
    ],
)
def test_a_decision_that_is_due_says_how_it_stands_and_what_to_do(
    world: World,
    client_of: ClientOf,
    changes: dict[str, object],
    meetings: list[tuple[int, int]],
    words: str,
    button: str,
) -> None:
    adoption = own_adoption(world, revised(world, "4"))
    for name, value in changes.items():
        setattr(adoption, name, on(value) if isinstance(value, int) else value)
    adoption.save()
    for days, papers in meetings:
        council(world, days, papers)

    page = client_of("health_chief").get(OWN).content.decode()
    row = page[page.index("Dette venter på") : page.index("Avtalene mellom")]
    assert words in row
    assert f'aria-label="{button}: ' in row


def test_what_is_overdue_comes_first(world: World) -> None:
    revised(world, "4", deadline=5)
    revised(world, "5", deadline=-3)
    page = mine_page(world.partnership, world.municipality_a, Access(world.partnership.pk), on(0))
    assert [row.title.split(" – ")[0] for row in page.waiting] == ["Vedtak: Delavtale 5", "Vedtak: Delavtale 4"]
    assert page.waiting[0].figure == "overdue"


def test_readers_get_no_buttons_for_what_they_may_not_do(world: World, client_of: ClientOf) -> None:
    revised(world, "4", deadline=-3)
    assert "Be om utsatt frist: Vedtak" in client_of("health_chief").get(ALVDALEN).content.decode()
    for persona in ("mayor", "other_chief", "committee_member"):
        page = client_of(persona).get(ALVDALEN)
        assert page.status_code == 200
        assert "Be om utsatt frist: Vedtak" not in page.content.decode()
        assert "Les endringene" in page.content.decode()


@pytest.mark.parametrize("url", [OWN, ALVDALEN, f"{ALVDALEN}til-kommunestyret/"])
def test_only_the_partnerships_own_read_the_page(world: World, client_of: ClientOf, url: str) -> None:
    assert client_of("outsider").get(url).status_code == 403
    assert client_of("anonymous").get(url).status_code == 302
    assert client_of("foreign_coordinator").get(url).status_code == 403


def test_a_municipality_that_takes_no_part_is_not_there(world: World, client_of: ClientOf) -> None:
    MunicipalityFactory(number="1999")
    assert client_of("health_chief").get("/prove/min-kommune/1999/").status_code == 404
    assert client_of("anonymous").get("/prove/min-kommune/1999/frister.ics").status_code == 404


def test_somebody_with_two_municipalities_or_none_chooses(world: World, client_of: ClientOf) -> None:
    assert "Velg kommune" in text_of(client_of("committee_member"), OWN)
    RepresentationFactory(
        partnership=world.partnership,
        person=world.people["health_chief"],
        role="health_chief",
        municipality=world.municipality_b,
    )
    page = client_of("health_chief").get(OWN).content.decode()
    assert "Du taler for flere kommuner" in page
    assert ALVDALEN in page
    assert "/prove/min-kommune/1002/" in page


def test_the_mayors_own_municipality_opens_at_once(world: World, client_of: ClientOf) -> None:
    page = text_of(client_of("mayor"), OWN)
    assert "Ingenting venter på dere akkurat nå." in page
    assert "Ingen avtaler er registrert med Alvdalen" in page
    assert "Siv Prøvesen" in page, "the chief speaks for it"
    assert "Jorunn Prøvesen" in page, "so does its member of the committee"


def test_the_table_says_which_text_binds_and_what_is_being_changed(world: World, client_of: ClientOf) -> None:
    load_statutory()
    revision = revised(world, "4")
    quiet = agreement_with_parties(world.partnership, number="7", title="Forskning")
    frozen(quiet, in_force_on=dt.date(2024, 2, 29))
    council(world, 12)
    page = text_of(client_of("health_chief"), OWN)
    assert "k-sak 11/24" in page
    assert "Sendt, ikke satt opp" in page
    assert "Fra 29. februar 2024" in page
    assert "Én avtale uten endringer" in page
    Adoption.objects.filter(pk=own_adoption(world, revision).pk).update(
        status=AdoptionStatus.ADOPTED_WITH_DEVIATION, decided_on=on(-1), council_case="52/26"
    )
    page = text_of(client_of("health_chief"), OWN)
    assert "k\u2011sak 52/26" in page
    assert "Nye vedtak i Alvdalen" in page


def binding(world: World) -> object:
    page = mine_page(world.partnership, world.municipality_a, Access(world.partnership.pk), on(0))
    [row] = page.agreements
    return row.text


def test_a_text_that_is_in_force_for_others_does_not_bind_who_rejected_it(world: World) -> None:
    revision = revised(world, "4")
    Adoption.objects.filter(revision=revision).update(status=AdoptionStatus.ADOPTED, decided_on=on(-20))
    Adoption.objects.filter(pk=own_adoption(world, revision).pk).update(status=AdoptionStatus.REJECTED)
    revision.agreement.versions.filter(number=1).update(in_force_to=on(-6))
    revision.agreement.versions.filter(number=2).update(in_force_on=on(-5))
    Revision.objects.filter(pk=revision.pk).update(step=StepKind.IN_FORCE)
    text = binding(world)
    assert (text.version.number, text.not_adopted.number) == (1, 2)  # type: ignore[attr-defined]


def test_a_text_in_force_that_the_council_has_not_decided_on_stands_among_what_moves(
    world: World, client_of: ClientOf
) -> None:
    revision = revised(world, "4")
    revision.agreement.versions.filter(number=1).update(in_force_to=on(-6))
    revision.agreement.versions.filter(number=2).update(in_force_on=on(-5))
    Revision.objects.filter(pk=revision.pk).update(step=StepKind.PUBLISHED)
    page = mine_page(world.partnership, world.municipality_a, Access(world.partnership.pk), on(0))
    [row] = page.moving
    assert row.now is not None
    assert row.now.text == "Sendt, ikke satt opp"
    assert row.adoption == own_adoption(world, revision)
    assert "Alvdalen har ikke vedtatt versjon 2" in text_of(client_of("health_chief"), OWN)


def test_under_a_rule_for_each_party_its_own_adoption_binds_it(world: World) -> None:
    revision = revised(world, "4")
    Revision.objects.filter(pk=revision.pk).update(entry_rule=EntryRule.PER_PARTY, entry_date=on(-3))
    Adoption.objects.filter(pk=own_adoption(world, revision).pk).update(
        status=AdoptionStatus.ADOPTED, decided_on=on(-10)
    )
    text = binding(world)
    assert (text.version.number, text.since) == (1, on(-700))  # type: ignore[attr-defined]  # the trust has not adopted
    Adoption.objects.filter(revision=revision, party__trust__isnull=False).update(
        status=AdoptionStatus.ADOPTED, decided_on=on(-2)
    )
    text = binding(world)
    assert (text.version.number, text.since) == (2, on(-2))  # type: ignore[attr-defined]
    Revision.objects.filter(pk=revision.pk).update(needs_trust=False)
    text = binding(world)
    assert (text.version.number, text.since) == (2, on(-3))  # type: ignore[attr-defined]


def test_a_successor_sees_what_it_took_over_and_from_whom(world: World, client_of: ClientOf) -> None:
    revision = revised(world, "4")
    merged: Municipality = MunicipalityFactory(name="Nydalen", number="1003", valid_from=on(-5))
    PartnershipMembershipFactory(partnership=world.partnership, municipality=merged, valid_from=on(-5))
    new = AgreementParty.objects.create(agreement=revision.agreement, municipality=merged, valid_from=on(-5))
    for municipality in (world.municipality_a, world.municipality_b):
        old = AgreementParty.objects.get(agreement=revision.agreement, municipality=municipality)
        old.valid_to = on(-6)
        old.save()
        new.succeeds.add(old)

    page = text_of(client_of("coordinator_municipal"), "/prove/min-kommune/1003/")
    assert "Nydalen har tatt over avtalene og fristene til: Alvdalen (1001) , Bjørkli (1002)" in page
    assert "Én ting venter på Nydalen" in page, "one text, though two councils were asked"
    assert "Overtatt fra" in page
    assert "k-sak 11/24" in page
    AdoptionFactory(revision=revision, party=new, status=AdoptionStatus.ADOPTED, decided_on=on(-1))
    assert "Ingenting venter på Nydalen" in text_of(client_of("mayor"), "/prove/min-kommune/1003/")


def _queries(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


@pytest.mark.parametrize("url", [ALVDALEN, f"{ALVDALEN}til-kommunestyret/", f"{ALVDALEN}frister.ics"])
def test_the_page_asks_the_database_as_often_for_many_agreements_as_for_one(
    world: World, client_of: ClientOf, url: str
) -> None:
    client = client_of("health_chief")
    for number in ("1", "2", "3", "4", "5"):
        revision = revised(world, number)
        consultation = ConsultationFactory(
            partnership=world.partnership, revision=revision, state=ConsultationState.OPEN, opened_on=on(-5)
        )
        InvitationFactory(consultation=consultation, municipality=world.municipality_a)
        council(world, 20 + int(number), 10)
        if number == "1":
            one = _queries(client, url)
    assert _queries(client, url) == one


def test_the_sheet_for_the_council_has_all_in_full_text(world: World, client_of: ClientOf) -> None:
    revision = revised(world, "4")
    council(world, 12, 4)
    page = text_of(client_of("health_chief"), f"{ALVDALEN}til-kommunestyret/")
    assert "Alvdalen kommunestyre vedtar delavtalen." in page
    assert revision.version is not None
    assert revision.version.sha256 in page
    assert f"http://testserver/prove/avtaler/{revision.agreement_id}/endringer/1001/" in page
    assert "saksfrist" in page
    assert "Siv Prøvesen" in page
    assert "sekretariat@example.com" in page


def test_an_empty_sheet_says_what_fills_it(world: World, client_of: ClientOf) -> None:
    assert "Arket fylles ut når" in text_of(client_of("mayor"), f"{ALVDALEN}til-kommunestyret/")


def events(client: Client) -> dict[str, object]:
    answer = client.get(f"{ALVDALEN}frister.ics")
    assert answer["Content-Type"].startswith("text/calendar")
    return {str(event["summary"]): event for event in Calendar.from_ical(answer.content).walk("VEVENT")}


def test_the_calendar_needs_no_sign_in_and_has_whole_days(world: World, client_of: ClientOf) -> None:
    revised(world, "4")
    council(world, 12, 4)
    found = events(client_of("anonymous"))
    decision = found["Vedtak: Delavtale 4 – Døgnopphold"]
    assert decision["dtstart"].dt == on(20)  # type: ignore[index]
    assert decision["dtend"].dt == on(21)  # type: ignore[index]
    assert any(summary.startswith("Saksfrist til kommunestyret") for summary in found)


def test_a_deadline_that_is_moved_replaces_itself_in_the_calendar(world: World, client_of: ClientOf) -> None:
    adoption = own_adoption(world, revised(world, "4"))
    client, summary = client_of("anonymous"), "Vedtak: Delavtale 4 – Døgnopphold"
    before = events(client)[summary]
    grant_extension(adoption=adoption, until=on(50), user=None)
    after = events(client)[summary]
    assert before["uid"] == after["uid"]  # type: ignore[index]
    assert after["dtstart"].dt == on(50)  # type: ignore[index]
    assert after["sequence"] > before["sequence"]  # type: ignore[index]
    update_revision(revision=adoption.revision, columns={"council_deadline": on(90)}, user=None)
    assert events(client)[summary]["dtstart"].dt == on(90)  # type: ignore[index]


def test_what_is_done_leaves_the_calendar(world: World, client_of: ClientOf) -> None:
    Adoption.objects.filter(revision=revised(world, "4")).update(status=AdoptionStatus.ADOPTED, decided_on=on(0))
    assert not [name for name in events(client_of("anonymous")) if name.startswith("Vedtak")]


def test_the_calendar_tells_the_public_no_more_than_the_day(world: World, client_of: ClientOf) -> None:
    adoption = own_adoption(world, revised(world, "4"))
    Adoption.objects.filter(pk=adoption.pk).update(
        status=AdoptionStatus.POSTPONED, hindrance="Vil ha kostnaden avklart.", extension_asked_to=on(60)
    )
    consultation = ConsultationFactory(partnership=world.partnership, state=ConsultationState.OPEN, opened_on=on(-5))
    invitation = InvitationFactory(consultation=consultation, municipality=world.municipality_a)
    Answer.objects.create(invitation=invitation, started_by=world.user("health_chief"))
    feed = client_of("anonymous").get(f"{ALVDALEN}frister.ics").content.decode().replace("\r\n ", "")
    assert feed.count("BEGIN:VEVENT") == 2
    for secret in ("kostnaden", "Siv", "Utkast", "bedt om"):
        assert secret not in feed


def test_one_that_adopts_late_is_bound_from_its_own_day(world: World) -> None:
    revision = revised(world, "4")
    Revision.objects.filter(pk=revision.pk).update(entry_rule=EntryRule.PER_PARTY)
    revision.agreement.versions.filter(number=2).update(in_force_on=on(-30))
    Adoption.objects.filter(pk=own_adoption(world, revision).pk).update(
        status=AdoptionStatus.ADOPTED, decided_on=on(-4)
    )
    text = binding(world)
    assert (text.version.number, text.since) == (2, on(-4))  # type: ignore[attr-defined]


def test_one_that_deviates_reads_its_own_text_from_its_page(world: World, client_of: ClientOf) -> None:
    revision = revised(world, "4")
    version = revision.agreement.versions.get(number=1)
    first = Adoption.objects.get(version=version, party__municipality=world.municipality_a)
    Adoption.objects.filter(pk=first.pk).update(status=AdoptionStatus.ADOPTED_WITH_DEVIATION)
    Deviation.objects.create(
        adoption=first, anchor="kommunen", number="2.1", text="<p>{kommunen} melder innen fem døgn.</p>"
    )
    Deviation.objects.create(adoption=first, anchor="varighet", number="3", text="")
    own = f"/prove/avtaler/{revision.agreement_id}/versjon/1/?for=1001"
    assert own in client_of("health_chief").get(OWN).content.decode()
    page = text_of(client_of("mayor"), own)
    assert "Alvdalen melder innen fem døgn." in page
    assert "Avtalen gjelder til den blir sagt opp." not in page
    assert "Den avviker fra den låste teksten i punktene 2.1 og 3." in page
    assert client_of("anonymous").get(own).status_code == 403
    assert client_of("mayor").get(own.replace("1001", "1999")).status_code == 404
    assert "?for=" not in client_of("other_chief").get("/prove/min-kommune/1002/").content.decode()
    common = text_of(client_of("mayor"), own.partition("?")[0])
    assert "fem døgn" not in common
