"""The pages of the plan and of a revision: who may, what they show, and what they save."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agreements.enums import StepKind
from agreements.models import AgreementParty, ChangeNote, Revision
from agreements.services.steps import skip_step
from tests.agreements.revision_ways import DAY, an_agreement, coordinator, done, planned, step, today, walked, with_text
from tests.factories.agreements import TEXT, draft, frozen
from tests.personas import World

ClientOf = Callable[[str], Client]
Url = Callable[..., str]

READERS = ("coordinator_municipal", "coordinator_trust", "health_chief", "mayor", "committee_member")
COORDINATORS = READERS[:2]


@pytest.fixture
def url(world: World) -> Url:
    return lambda name, *args: reverse(f"agreements:{name}", args=[world.partnership.slug, *args])


def text_of(response: Any) -> str:
    return response.content.decode().replace("\u00a0", " ")


# --- Who may ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("persona", READERS)
def test_members_read_the_plan_and_the_revision(world: World, client_of: ClientOf, url: Url, persona: str) -> None:
    revision, client = with_text(world), client_of(persona)
    for address in (url("revision-plan"), url("revision-detail", revision.pk), url("change-notes", revision.pk)):
        assert client.get(address).status_code == 200
    buttons = "Fullfør trinnet" in text_of(client.get(url("revision-detail", revision.pk)))
    assert buttons == (persona in COORDINATORS)


@pytest.mark.parametrize("persona", ["health_chief", "mayor", "committee_member", "outsider", "foreign_coordinator"])
def test_only_coordinators_run_revisions(world: World, client_of: ClientOf, url: Url, persona: str) -> None:
    revision, client = planned(world), client_of(persona)
    addresses = (
        url("revision-create"),
        url("revision-edit", revision.pk),
        url("revision-members", revision.pk),
        url("revision-step", revision.pk, "working_group"),
    )
    assert {client.get(address).status_code for address in addresses} == {403}
    posted = (url("revision-move", revision.pk), url("revision-draft", revision.pk), url("change-notes", revision.pk))
    assert {client.post(address).status_code for address in posted} == {403}


def test_the_public_signs_in_first_and_strangers_see_nothing(world: World, client_of: ClientOf, url: Url) -> None:
    revision = planned(world)
    assert client_of("anonymous").get(url("revision-detail", revision.pk)).status_code == 302
    assert client_of("outsider").get(url("revision-plan")).status_code == 403


def test_another_partnerships_revision_is_not_there(world: World, client_of: ClientOf, url: Url) -> None:
    revision = planned(world)
    revision.agreement.partnership = world.other_partnership
    revision.agreement.save()
    assert client_of("coordinator_municipal").get(url("revision-detail", revision.pk)).status_code == 404


# --- The plan --------------------------------------------------------------------------------------------------------


def test_the_plan_says_what_is_late_and_draws_it(world: World, client_of: ClientOf, url: Url) -> None:
    planned(world, planned={StepKind.WORKING_GROUP: today() - 5 * DAY, StepKind.IN_FORCE: today() + 200 * DAY})
    page = text_of(client_of("mayor").get(url("revision-plan")))
    assert "Forsinket, planlagt" in page
    assert 'class="chart timeline"' in page
    assert "Tidslinje for revisjonene" in page


def test_ended_revisions_have_a_list_of_their_own(world: World, client_of: ClientOf, url: Url) -> None:
    planned(world, name="Pågående revisjon")
    ended = planned(world, name="Avløst revisjon")
    finished = planned(world, name="Fullført revisjon")
    Revision.objects.filter(pk=ended.pk).update(step=StepKind.SUPERSEDED)
    finished.steps.update(done_on=today())
    client = client_of("mayor")
    shown = {
        chosen: [row.revision.name for row in client.get(url("revision-plan"), {"vis": chosen}).context["rows"]]
        for chosen in ("", "avsluttet", "alle", "tull")
    }
    assert shown[""] == shown["tull"] == ["Pågående revisjon"]
    assert shown["avsluttet"] == ["Avløst revisjon", "Fullført revisjon"]
    assert len(shown["alle"]) == 3


def test_an_empty_plan_says_what_fills_it(world: World, client_of: ClientOf, url: Url) -> None:
    assert "Ingen revisjoner i planen" in text_of(client_of("mayor").get(url("revision-plan")))


def test_the_plan_asks_as_often_for_one_as_for_many(
    world: World, client_of: ClientOf, url: Url, django_assert_num_queries: Any
) -> None:
    client, address = client_of("coordinator_municipal"), url("revision-plan")
    planned(world, lead=world.people["mayor"])
    client.get(address)
    with django_assert_num_queries(6):
        client.get(address)
    for name in ("To", "Tre", "Fire"):
        planned(world, name=name, lead=world.people["chair"])
    with django_assert_num_queries(6):
        client.get(address)


def test_a_coordinator_moves_a_revision_in_the_plan(world: World, client_of: ClientOf, url: Url) -> None:
    first, second = planned(world, name="Én"), planned(world, name="To")
    client_of("coordinator_trust").post(url("revision-move", second.pk), {"retning": "opp"})
    assert list(Revision.objects.order_by("order")) == [second, first]


def test_a_revision_is_put_in_the_plan_with_its_days(world: World, client_of: ClientOf, url: Url) -> None:
    agreement = an_agreement(world)
    day = today() + 40 * DAY
    data = {"agreement": agreement.pk, "name": "Revisjon våren", "planned_on": today(), "day_draft": day}
    response = client_of("coordinator_municipal").post(url("revision-create"), data)
    revision = Revision.objects.get()
    assert response.url == url("revision-detail", revision.pk)
    assert step(revision, StepKind.DRAFT).planned_on == day


def test_what_was_typed_stays_when_a_revision_is_refused(world: World, client_of: ClientOf, url: Url) -> None:
    data = {"name": "Revisjon våren", "planned_on": today() + DAY, "reason": "Loven er endret."}
    response = client_of("coordinator_municipal").post(url("revision-create"), data)
    assert response.status_code == 422
    assert "Loven er endret." in text_of(response)
    assert "Velg avtalen." in text_of(response)
    assert not Revision.objects.exists()


# --- One revision ----------------------------------------------------------------------------------------------------


def test_the_way_shows_who_did_what_when_and_what_was_skipped(world: World, client_of: ClientOf, url: Url) -> None:
    revision = with_text(world)
    skip_step(revision=revision, kind=StepKind.WORKING_GROUP, reason="Bare språk", user=coordinator(world))
    done(revision, world, StepKind.DRAFT)
    done(revision, world, StepKind.COMMITTEE_REVIEW, committee=world.other_committee, reference="LSU-sak 3/26")
    page = text_of(client_of("mayor").get(url("revision-detail", revision.pk)))
    for words in ("Bare språk", "Lokalt utvalg, LSU-sak 3/26", "registrert av Tuva Prøvesen", "Neste trinn: Anbefalt"):
        assert words in page


def test_a_page_out_for_adoption_says_what_holds_it_back(world: World, client_of: ClientOf, url: Url) -> None:
    revision = walked(world, StepKind.COUNCILS)
    page = text_of(client_of("mayor").get(url("revision-detail", revision.pk)))
    assert "0 av 2 kommuner har vedtatt teksten." in page
    assert "har ikke satt opp saken" in page


def test_the_page_asks_as_often_for_a_long_way_as_for_a_short(
    world: World, client_of: ClientOf, url: Url, django_assert_num_queries: Any
) -> None:
    client = client_of("mayor")
    short, long = planned(world), with_text(world)
    for kind in (StepKind.WORKING_GROUP, StepKind.DRAFT, StepKind.COMMITTEE_REVIEW):
        done(long, world, kind, committee=world.other_committee)
    client.get(url("revision-detail", short.pk))
    with django_assert_num_queries(8):
        client.get(url("revision-detail", short.pk))
    with django_assert_num_queries(8):
        client.get(url("revision-detail", long.pk))


def test_a_draft_is_started_from_the_page(world: World, client_of: ClientOf, url: Url) -> None:
    revision = planned(world)
    response = client_of("coordinator_municipal").post(url("revision-draft", revision.pk))
    assert response.url == url("text-edit", revision.agreement_id)
    revision.refresh_from_db()
    assert revision.version is not None


def test_a_frozen_rule_is_refused_beside_its_field(world: World, client_of: ClientOf, url: Url) -> None:
    revision = walked(world, StepKind.FINAL)
    client, address = client_of("coordinator_municipal"), url("revision-edit", revision.pk)
    form = client.get(address).context["form"]
    data = {name: form[name].value() or "" for name in form.fields} | {"entry_rule": "per_party"}
    response = client.post(address, data)
    assert response.status_code == 422
    assert "Teksten er låst, og kommunestyrene har fått vite" in text_of(response)


# --- One step --------------------------------------------------------------------------------------------------------


def test_a_step_is_done_from_its_page(world: World, client_of: ClientOf, url: Url) -> None:
    revision = planned(world)
    client, address = client_of("coordinator_trust"), url("revision-step", revision.pk, "working_group")
    assert client.get(address).status_code == 200
    response = client.post(address, {"gjor": "fullfor", "done_on": today(), "note": "Seks møter"})
    assert response.url == url("revision-detail", revision.pk)
    assert step(revision, StepKind.WORKING_GROUP).note == "Seks møter"


def test_a_later_step_asks_why_those_before_it_are_left_out(world: World, client_of: ClientOf, url: Url) -> None:
    revision = with_text(world)
    client, address = client_of("coordinator_municipal"), url("revision-step", revision.pk, "committee_review")
    assert "Hvorfor «Arbeidsgruppe» hoppes over" in text_of(client.get(address))
    data = {"gjor": "fullfor", "done_on": today(), "reference": "FSU-sak 2/26", "reason_draft": "Kom fra fagrådet"}
    response = client.post(address, data)
    assert response.status_code == 422
    assert "FSU-sak 2/26" in text_of(response)
    client.post(address, data | {"reason_working_group": "Ikke nødvendig"})
    assert step(revision, StepKind.COMMITTEE_REVIEW).reference == "FSU-sak 2/26"
    assert step(revision, StepKind.WORKING_GROUP).is_skipped
    out = text_of(client.get(url("revision-step", revision.pk, "councils")))
    assert "«Endelig tekst» må fullføres først." in out, "it cannot be left out"
    assert "Hvorfor «Endelig tekst» hoppes over" not in out


def test_a_day_ahead_is_refused_beside_the_field(world: World, client_of: ClientOf, url: Url) -> None:
    revision = planned(world)
    address = url("revision-step", revision.pk, "working_group")
    response = client_of("coordinator_municipal").post(address, {"gjor": "fullfor", "done_on": today() + DAY})
    assert response.status_code == 422
    assert response.context["complete_form"].errors["done_on"]


def test_a_step_is_skipped_planned_and_opened_again(world: World, client_of: ClientOf, url: Url) -> None:
    revision = planned(world)
    client, address = client_of("coordinator_municipal"), url("revision-step", revision.pk, "working_group")
    client.post(address, {"gjor": "planlegg", "planned_on": today() + DAY})
    assert step(revision, StepKind.WORKING_GROUP).planned_on == today() + DAY
    assert client.post(address, {"gjor": "hopp-over", "reason": ""}).status_code == 422
    client.post(address, {"gjor": "hopp-over", "reason": "Liten endring"})
    assert step(revision, StepKind.WORKING_GROUP).is_skipped
    client.post(address, {"gjor": "gjenapne"})
    assert not step(revision, StepKind.WORKING_GROUP).is_passed


def test_what_cannot_be_done_now_is_said_above_the_form(world: World, client_of: ClientOf, url: Url) -> None:
    revision = walked(world, StepKind.FINAL)
    Revision.objects.filter(pk=revision.pk).update(council_deadline=None)
    address = url("revision-step", revision.pk, "councils")
    response = client_of("coordinator_municipal").post(address, {"gjor": "fullfor", "done_on": today()})
    assert response.status_code == 422
    assert "Sett en frist for kommunestyrene" in text_of(response)


def test_entering_into_force_says_what_blocks_and_takes_a_reason(world: World, client_of: ClientOf, url: Url) -> None:
    revision = walked(world, StepKind.COUNCILS)
    client, address = client_of("coordinator_municipal"), url("revision-step", revision.pk, "in_force")
    assert "Vilkårene for å tre i kraft er ikke oppfylt." in text_of(client.get(address))
    data = {"gjor": "fullfor", "done_on": today(), "reason_trust_board": "Nei", "reason_signed": "Nei"}
    assert client.post(address, data).status_code == 422
    client.post(address, data | {"note": "Bestemt av departementet"})
    assert step(revision, StepKind.IN_FORCE).done_on == today()


# --- The working group, and what changes mean ------------------------------------------------------------------------


def test_the_group_gets_members_and_a_mandate(world: World, client_of: ClientOf, url: Url) -> None:
    revision = planned(world)
    client, address = client_of("coordinator_municipal"), url("revision-members", revision.pk)
    assert "§ 6-1" in text_of(client.get(address))
    client.post(address, {"gjor": "legg-til", "party": "users", "name": "Brukerrådet"})
    client.post(address, {"gjor": "mandat", "mandate": "Gå gjennom punkt 4.", "user_participation": ""})
    revision.refresh_from_db()
    assert revision.mandate == "Gå gjennom punkt 4."
    member = revision.members.get()
    response = client.post(address, {"gjor": "legg-til", "party": "trust"})
    assert response.status_code == 422
    assert "Velg en person eller skriv et navn." in text_of(response)
    client.post(address, {"gjor": "fjern", "medlem": member.pk})
    assert not revision.members.exists()


def test_changed_sections_are_listed_and_get_a_meaning(world: World, client_of: ClientOf, url: Url) -> None:
    agreement = an_agreement(world)
    frozen(agreement, in_force_on=today() - 50 * DAY)
    revision = with_text(world, agreement)
    assert revision.version is not None
    section = revision.version.sections.get(anchor="formaal")
    section.texts.filter(section="body").update(text="<p>Avtalen skal sikre trygge overganger.</p>")
    client, address = client_of("coordinator_municipal"), url("change-notes", revision.pk)
    page = client.get(address)
    assert [change.row.anchor for change, form in page.context["changes"]] == ["formaal"]
    refused = client.post(address, {"formaal-text": "Bare språk", "formaal-kind": ""})
    assert refused.status_code == 422
    assert refused.content.decode().count("ds-error-summary") == 1
    assert "<title>Feil:" in refused.content.decode()
    client.post(address, {"formaal-text": "Bare språk", "formaal-kind": "language", "formaal-text_nn": "Berre språk"})
    assert ChangeNote.objects.get().text_nn == "Berre språk"
    assert "Bare språk" in text_of(client_of("mayor").get(address))


def test_change_notes_without_a_text_say_so(world: World, client_of: ClientOf, url: Url) -> None:
    page = client_of("mayor").get(url("change-notes", planned(world).pk))
    assert "Revisjonen har ingen tekst ennå" in text_of(page)


# --- An agreement that is in force already ---------------------------------------------------------------------------


def test_an_agreement_in_force_is_registered_with_its_decisions(world: World, client_of: ClientOf, url: Url) -> None:
    agreement = an_agreement(world)
    client, address = client_of("coordinator_municipal"), url("in-force-register", agreement.pk)
    assert "Avtalen har ingen tekst ennå" in text_of(client.get(address))
    draft(agreement, content=TEXT)
    party = AgreementParty.objects.get(agreement=agreement, municipality=world.municipality_a)
    data = {"in_force_on": "2017-03-01", f"case_{party.pk}": "12/17"}
    assert client.post(address, data).status_code == 422  # a case number without a day
    response = client.post(address, data | {f"day_{party.pk}": "2017-01-19"})
    assert response.url == url("agreement-detail", agreement.pk)
    version = agreement.versions.get()
    assert str(version.in_force_on) == "2017-03-01"
    assert version.adoptions.get().council_case == "12/17"


def test_only_coordinators_register_agreements_in_force(world: World, client_of: ClientOf, url: Url) -> None:
    agreement = an_agreement(world)
    for persona in ("health_chief", "mayor"):
        assert client_of(persona).get(url("in-force-register", agreement.pk)).status_code == 403
    tomorrow = timezone.localdate() + DAY
    draft(agreement)
    response = client_of("coordinator_trust").post(url("in-force-register", agreement.pk), {"in_force_on": tomorrow})
    assert response.status_code == 422
