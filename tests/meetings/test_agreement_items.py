"""Agreements on the agenda: which text an item pins, and what is shown of it to whom."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from agreements.content import Content
from agreements.enums import StepKind
from agreements.models import Revision, SectionText
from agreements.services.steps import skip_step
from meetings.enums import CaseState
from meetings.models import AgendaItem, Case
from meetings.packets.edition import both_editions
from meetings.packets.papers import paper_content
from meetings.packets.reading import read_agenda
from meetings.services.agenda import add_item
from meetings.services.minutes_states import lock_minutes
from meetings.services.publishing import AlreadyPublished, publish_notice
from tests.agreements.revision_ways import done, planned, walked, with_text
from tests.factories.agreements import TEXT, frozen
from tests.factories.meetings import CaseFactory, LegalBasisFactory, PaperTextFactory, PaperVersionFactory
from tests.factories.meetings import CasePaperFactory as PaperFactory
from tests.meetings.agreement_desk import (
    AFTER,
    ClientOf,
    a_meeting,
    after_the_meeting,
    case_about,
    publish,
    text_of,
    url,
)
from tests.meetings.minutes_table import Table
from tests.personas import World

__all__ = ["after_the_meeting"]
pytestmark = pytest.mark.usefixtures("after_the_meeting")


# --- The text is pinned ----------------------------------------------------------------------------------------------


def test_a_draft_is_kept_as_it_read_when_the_notice_was_published(world: World, client_of: ClientOf) -> None:
    revision = with_text(world)
    meeting, item = a_meeting(world, case_about(world, revision))
    publish(meeting)
    SectionText.objects.filter(owner__version=revision.version).update(text="Endret etterpå")
    item.refresh_from_db()
    assert item.agreement_version == revision.version
    assert item.agreement_drafted_on == AFTER.date()
    assert Content.from_json(item.agreement_text).clauses == TEXT.clauses
    page = text_of(client_of("mayor").get(url("item-text", meeting.pk, item.pk)))
    assert "Avtalen skal sikre gode overganger for pasientene." in page
    assert "Endret etterpå" not in page
    assert "Utkast per 1. oktober 2026" in page


def test_a_frozen_text_is_pinned_by_itself(world: World, client_of: ClientOf) -> None:
    revision = walked(world, StepKind.FINAL)
    meeting, item = a_meeting(world, case_about(world, revision))
    publish(meeting)
    item.refresh_from_db()
    assert (item.agreement_version, item.agreement_text) == (revision.version, None)
    assert client_of("mayor").get(url("item-text", meeting.pk, item.pk)).status_code == 302
    assert revision.version is not None
    page = text_of(client_of("anonymous").get(url("meeting-detail", meeting.pk)))
    assert f"kontrollsum {revision.version.sha256[:12]}…" in page


def test_what_was_sent_stays_until_it_is_sent_anew(world: World) -> None:
    revision = with_text(world)
    meeting, item = a_meeting(world, case_about(world, revision))
    publish(meeting)
    with pytest.raises(AlreadyPublished):
        publish_notice(meeting=meeting, user=None)
    for kind in (StepKind.WORKING_GROUP, StepKind.DRAFT, StepKind.COMMITTEE_REVIEW, StepKind.RECOMMENDED):
        skip_step(revision=revision, kind=kind, reason="Ikke nødvendig", user=None)
    skip_step(revision=revision, kind=StepKind.CONSULTATION, reason="Ikke nødvendig", user=None)
    done(revision, world, StepKind.FINAL)
    publish(meeting, renew=[item.pk])
    item.refresh_from_db()
    assert (item.agreement_text, item.agreement_drafted_on) == (None, None)


def test_a_case_that_gets_its_revision_late_makes_a_new_edition_due(world: World, client_of: ClientOf) -> None:
    case = CaseFactory(partnership=world.partnership)
    meeting, item = a_meeting(world, case)
    publish(meeting)
    case.revision = with_text(world)
    case.save()
    page = text_of(client_of("coordinator_municipal").get(url("meeting-detail", meeting.pk)))
    assert "Innkallingen stemmer ikke lenger" in page
    publish_notice(meeting=meeting, user=None)
    item.refresh_from_db()
    assert item.agreement_version is not None


def test_a_case_about_an_agreement_without_a_text_pins_nothing(world: World) -> None:
    meeting, item = a_meeting(world, case_about(world, planned(world)))
    publish(meeting)
    item.refresh_from_db()
    assert item.agreement_version is None


def test_the_database_keeps_the_pinned_text_when_the_minutes_are_locked(table: Table) -> None:
    item = table.decision_item
    item.agreement_version = with_text(table.world).version
    item.save()
    table.approve()
    lock_minutes(minutes=table.minutes, user=table.user)
    with pytest.raises(IntegrityError), transaction.atomic():
        AgendaItem.objects.filter(pk=item.pk).update(agreement_version=None)


# --- What is shown ---------------------------------------------------------------------------------------------------


def test_the_pages_of_a_case_say_which_revision_it_is_about(world: World, client_of: ClientOf) -> None:
    revision = with_text(world)
    base = frozen(revision.agreement, number=7)
    Revision.objects.filter(pk=revision.pk).update(base=base)
    case = case_about(world, revision)
    PaperTextFactory(paper=PaperFactory(case=case))
    PaperVersionFactory(paper=case.paper, number=1)
    meeting, _item = a_meeting(world, case)
    publish(meeting)
    client = client_of("coordinator_municipal")
    redline = reverse("agreements:redline", args=["prove", revision.agreement_id])
    for address in (
        url("meeting-detail", meeting.pk),
        url("agenda-edit", meeting.pk),
        url("case-detail", case.pk),
        url("paper-edit", case.pk),
        url("paper-version", case.pk, 1),
    ):
        page = text_of(client.get(address))
        assert "Revisjon 2027" in page
        assert f"{redline}?fra=7&amp;til=" in page


def test_the_public_sees_the_name_but_no_draft(world: World, client_of: ClientOf) -> None:
    revision = with_text(world)
    meeting, item = a_meeting(world, case_about(world, revision))
    publish(meeting)
    page = text_of(client_of("anonymous").get(url("meeting-detail", meeting.pk)))
    assert "Gjelder revisjon «Revisjon 2027»" in page
    assert reverse("agreements:revision-detail", args=["prove", revision.pk]) not in page
    assert url("item-text", meeting.pk, item.pk) not in page
    assert client_of("anonymous").get(url("item-text", meeting.pk, item.pk)).status_code == 302
    assert client_of("outsider").get(url("item-text", meeting.pk, item.pk)).status_code == 403


def test_an_exempt_case_does_not_tell_the_public_what_agreement_it_is_about(world: World, client_of: ClientOf) -> None:
    revision = with_text(world)
    exempt = {"is_exempt": True, "legal_basis": LegalBasisFactory(), "public_title": "Forhandlingssak"}
    case = case_about(world, revision, **exempt)
    meeting, item = a_meeting(world, case)
    publish(meeting)
    anonymous, chief = client_of("anonymous"), client_of("health_chief")
    trail = url("agreement-trail", revision.agreement_id)
    for client, address in (
        (anonymous, url("meeting-detail", meeting.pk)),
        (anonymous, url("case-detail", case.pk)),
        (chief, url("meeting-detail", meeting.pk)),
    ):
        page = text_of(client.get(address))
        assert "Forhandlingssak" in page
        assert "Revisjon 2027" not in page
    assert "Forhandlingssak" not in text_of(chief.get(trail))
    assert chief.get(url("item-text", meeting.pk, item.pk)).status_code == 404
    assert "Revidert delavtale" in text_of(client_of("committee_member").get(trail))


def test_the_paper_says_which_text_the_meeting_has(world: World) -> None:
    revision = with_text(world)
    case = case_about(world, revision)
    PaperTextFactory(paper=PaperFactory(case=case))
    meeting, item = a_meeting(world, case)
    publish(meeting)
    reading = read_agenda(meeting, as_published=True)
    row = next(one for one in reading.items if one.pk == item.pk)
    source = reading.paper(row)
    assert source is not None
    for edition in both_editions(meeting.committee.partnership.language):
        facts = {fact.label: fact.text for fact in paper_content(row, source, reading, edition).facts}
        assert "utkast per 1. oktober 2026" in facts["Avtale"].replace("\u00a0", " ")


def test_the_agenda_asks_as_often_with_one_revision_as_with_many(
    world: World, client_of: ClientOf, django_assert_max_num_queries: Any
) -> None:
    meeting, _item = a_meeting(world, case_about(world, with_text(world)))
    client, address = client_of("committee_member"), url("meeting-detail", meeting.pk)
    publish(meeting)
    client.get(address)
    with django_assert_max_num_queries(40) as one:
        client.get(address)
    for _number in range(3):
        add_item(meeting=meeting, case=case_about(world, with_text(world)), user=None)
    publish(meeting)
    with django_assert_max_num_queries(40) as many:
        client.get(address)
    assert len(one) == len(many)


def test_a_coordinator_chooses_the_revision_in_the_cases_form(world: World, client_of: ClientOf) -> None:
    revision, ended = planned(world), planned(world, name="Gammel")
    Revision.objects.filter(pk=ended.pk).update(step=StepKind.SUPERSEDED)
    client = client_of("coordinator_municipal")
    form = client.get(url("case-create")).context["form"]
    assert list(form.fields["revision"].queryset) == [revision]
    data = {
        "title": "Revidert delavtale",
        "registered_on": "2026-09-20",
        "proposed_by": "trust",
        "revision": revision.pk,
        "revision_step": "committee_review",
    }
    client.post(url("case-create"), data)
    case = Case.objects.get(state=CaseState.OPEN)
    assert (case.revision, case.revision_step) == (revision, "committee_review")
