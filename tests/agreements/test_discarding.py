"""A draft is thrown away whole: what is lost is said first, and what others use stays."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from agreements.enums import StepKind
from agreements.models import AgreementVersion, Revision
from agreements.services.discarding import discard_draft
from agreements.services.sections import save_part
from agreements.services.steps import complete_step, skip_step
from samhandling.audit.selectors import history_of
from samhandling.core.errors import NotPossible
from tests.agreements.revision_ways import coordinator, step, with_text
from tests.agreements.text_desk import ClientOf, Desk
from tests.factories.agreements import ConsultationFactory
from tests.factories.meetings import AgendaItemFactory, MeetingFactory
from tests.personas import World


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


@pytest.fixture
def client(client_of: ClientOf) -> Client:
    return client_of("coordinator_municipal")


def test_the_page_says_what_is_lost_and_who_wrote_last(desk: Desk, client: Client) -> None:
    writer = desk.world.user("coordinator_trust")
    save_part(section=desk.section("formaal"), part="body", text="<p>Nytt.</p>", base_revision=1, user=writer)
    page = client.get(desk.url("utkast/forkast/")).content.decode()
    assert "<dd>5</dd>" in page
    assert f"av {writer.name}" in page
    assert desk.url("utkast/forkast/") in client.get(desk.url()).content.decode()


def test_a_discarded_draft_is_gone_and_logged_and_the_frozen_text_stays(desk: Desk, client: Client) -> None:
    assert client.post(desk.url("utkast/forkast/")).status_code == 302
    assert list(desk.agreement.versions.values_list("number", flat=True)) == [1]
    assert history_of(desk.agreement).get(verb="agreement.draft_discarded").text == (
        "Forkastet utkastet til versjon 2 med 5 punkter"
    )
    with pytest.raises(NotPossible):
        discard_draft(version=desk.frozen, user=None)
    assert client.get(desk.url("utkast/forkast/")).status_code == 404


@pytest.mark.parametrize("persona", ["health_chief", "mayor"])
def test_only_the_secretariat_discards(desk: Desk, client_of: ClientOf, persona: str) -> None:
    assert client_of(persona).post(desk.url("utkast/forkast/")).status_code == 403
    assert AgreementVersion.objects.filter(pk=desk.draft.pk).exists()


def test_what_a_meeting_has_sent_out_is_kept_and_the_case_is_named(desk: Desk, client: Client) -> None:
    meeting = MeetingFactory(committee=desk.world.committee)
    item = AgendaItemFactory(meeting=meeting, title="Anbefale delavtalen")
    item.agreement_version, item.agreement_text = desk.draft, {}
    item.agreement_drafted_on = dt.date(2026, 9, 1)
    item.save()
    page = client.get(desk.url("utkast/forkast/")).content.decode()
    assert "Saken «Anbefale delavtalen» i Overordnet samarbeidsutvalg" in page
    assert 'data-color="danger" type="submit"' not in page
    client.post(desk.url("utkast/forkast/"))
    assert AgreementVersion.objects.filter(pk=desk.draft.pk).exists()


def test_what_a_consultation_asks_about_is_kept(desk: Desk) -> None:
    ConsultationFactory(partnership=desk.world.partnership, version=desk.draft, title="Høring om delavtalen")
    with pytest.raises(NotPossible, match="høringen «Høring om delavtalen»"):
        discard_draft(version=desk.draft, user=None)


def test_the_revision_is_back_at_draft_without_a_text(world: World) -> None:
    revision: Revision = with_text(world)
    skip_step(revision=revision, kind=StepKind.WORKING_GROUP, reason="Liten endring", user=coordinator(world))
    complete_step(revision=revision, kind=StepKind.DRAFT, user=coordinator(world), done_on=None)
    assert revision.version is not None
    discard_draft(version=revision.version, user=coordinator(world))
    revision.refresh_from_db()
    assert revision.version is None
    assert not step(revision, StepKind.DRAFT).is_passed
    assert "forkastet" in step(revision, StepKind.DRAFT).note
