"""Agreements in meetings: what an item shows, which text it pins, and how a decision moves the revision on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from agreements.content import Content
from agreements.enums import StepKind
from agreements.models import Revision, SectionText
from agreements.services.steps import skip_step
from meetings.enums import CaseState, ItemType, MeetingState, Outcome
from meetings.models import AgendaItem, Case, Meeting
from meetings.packets.edition import both_editions
from meetings.packets.papers import paper_content
from meetings.packets.reading import read_agenda
from meetings.selectors.minutes_content import minutes_content
from meetings.services.agenda import add_item
from meetings.services.minutes_states import approve_minutes, correct_minutes, lock_minutes
from meetings.services.publishing import AlreadyPublished, publish_notice
from municipalities.enums import CommitteeLevel
from samhandling.audit.selectors import history_of
from samhandling.core.text import content_hash
from tests.agreements.revision_ways import coordinator, done, planned, step, walked, with_text
from tests.factories.agreements import TEXT, frozen
from tests.factories.meetings import OSLO, CaseFactory, LegalBasisFactory, PaperTextFactory, PaperVersionFactory
from tests.factories.meetings import CasePaperFactory as PaperFactory
from tests.meetings import agendas
from tests.meetings.minutes_table import Table
from tests.personas import World

ClientOf = Callable[[str], Client]
AFTER = dt.datetime(2026, 10, 1, 10, tzinfo=OSLO)


@pytest.fixture(autouse=True)
def after_the_meeting() -> Iterator[None]:
    """The meetings of the factories are in September 2026."""
    with time_machine.travel(AFTER, tick=True):
        yield


def url(name: str, *args: object) -> str:
    return reverse(f"meetings:{name}", args=["prove", *args])


def text_of(response: Any) -> str:
    return response.content.decode().replace("\u00a0", " ")


def case_about(world: World, revision: Revision, **columns: Any) -> Case:
    case: Case = CaseFactory(partnership=world.partnership, title="Revidert delavtale", revision=revision, **columns)
    return case


def a_meeting(world: World, case: Case) -> tuple[Meeting, AgendaItem]:
    """Planned ahead, so that it can be published."""
    meeting = agendas.plan(world.committee, AFTER + dt.timedelta(days=20))
    return meeting, add_item(meeting=meeting, case=case, user=None)


def publish(meeting: Meeting, **options: Any) -> Meeting:
    agendas.approve(meeting)
    return publish_notice(meeting=meeting, user=None, **options)


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


# --- The decision moves the revision on ------------------------------------------------------------------------------


def ready(world: World, kind: StepKind) -> Revision:
    """Planned in July, with its text, and what is before the committee skipped."""
    with time_machine.travel(dt.datetime(2026, 7, 1, 12, tzinfo=OSLO)):
        revision = with_text(world)
    for before in (StepKind.WORKING_GROUP, StepKind.DRAFT, StepKind.COMMITTEE_REVIEW):
        if before == kind:
            break
        skip_step(revision=revision, kind=before, reason="Ikke nødvendig", user=coordinator(world))
    return revision


def decide(table: Table, revision: Revision, outcome: str = Outcome.CONSENSUS, **case: Any) -> None:
    Case.objects.filter(pk=table.decision_item.case_id).update(revision=revision, **case)
    table.complete()
    table.minutes.items.filter(agenda_item=table.decision_item).update(
        outcome=outcome, votes_for=7 if outcome == Outcome.VOTE else None, votes_against=2
    )
    table.minutes = approve_minutes(
        minutes=table.minutes, by=table.world.people["chair"], user=table.user, approved_at=table.meeting.ends_at
    )
    table.minutes = lock_minutes(minutes=table.minutes, user=table.user)


@pytest.mark.parametrize("outcome", [Outcome.CONSENSUS, Outcome.CONSENSUS_DISSENT, Outcome.VOTE])
def test_a_locked_decision_of_a_strategic_committee_recommends_the_text(table: Table, outcome: str) -> None:
    revision = ready(table.world, StepKind.RECOMMENDED)
    decide(table, revision, outcome)
    row = step(revision, StepKind.RECOMMENDED)
    assert row.done_on == table.meeting.day
    assert (row.committee, row.reference, row.done_by) == (table.world.committee, "OSU-sak 2/26", table.user)
    revision.refresh_from_db()
    assert revision.step == StepKind.RECOMMENDED


@pytest.mark.parametrize("outcome", [Outcome.POSTPONED, Outcome.NO_AGREEMENT, Outcome.NOTED])
def test_an_item_that_adopted_nothing_moves_nothing(table: Table, outcome: str) -> None:
    revision = ready(table.world, StepKind.RECOMMENDED)
    decide(table, revision, outcome)
    assert not step(revision, StepKind.RECOMMENDED).is_passed


def test_an_item_that_is_no_decision_moves_nothing(table: Table) -> None:
    revision = ready(table.world, StepKind.RECOMMENDED)
    AgendaItem.objects.filter(pk=table.decision_item.pk).update(type=ItemType.DISCUSSION)
    decide(table, revision)
    assert not step(revision, StepKind.RECOMMENDED).is_passed


def test_a_lower_committee_treats_the_text(table: Table) -> None:
    table.world.committee.level = CommitteeLevel.PROFESSIONAL
    table.world.committee.save()
    revision = ready(table.world, StepKind.COMMITTEE_REVIEW)
    decide(table, revision)
    assert step(revision, StepKind.COMMITTEE_REVIEW).done_on == table.meeting.day
    assert not step(revision, StepKind.RECOMMENDED).is_passed


def test_the_case_may_say_which_step_the_decision_completes(table: Table) -> None:
    revision = ready(table.world, StepKind.COMMITTEE_REVIEW)
    decide(table, revision, revision_step=StepKind.COMMITTEE_REVIEW)
    assert step(revision, StepKind.COMMITTEE_REVIEW).done_on == table.meeting.day


def test_a_text_that_went_straight_to_the_strategic_committee_says_so(table: Table) -> None:
    revision = ready(table.world, StepKind.COMMITTEE_REVIEW)
    decide(table, revision)
    assert "direkte i Overordnet samarbeidsutvalg" in step(revision, StepKind.COMMITTEE_REVIEW).skipped_reason
    assert step(revision, StepKind.RECOMMENDED).done_on is not None


def test_minutes_are_locked_also_when_the_revision_cannot_move_and_it_is_said(table: Table) -> None:
    revision = with_text(table.world)  # the working group is not done
    decide(table, revision)
    assert table.meeting.minutes.get().state == "locked"
    assert not step(revision, StepKind.RECOMMENDED).is_passed
    for subject in (revision, table.meeting):
        said = history_of(subject).get(verb="revision.not_moved")
        assert "«Arbeidsgruppe»" in said.text


def test_a_correction_redoes_nothing(table: Table) -> None:
    revision = ready(table.world, StepKind.RECOMMENDED)
    decide(table, revision)
    before = history_of(revision).count()
    new = correct_minutes(minutes=table.minutes, reason="Skrivefeil", user=table.user)
    approve_minutes(minutes=new, by=table.world.people["chair"], user=table.user, approved_at=table.meeting.ends_at)
    lock_minutes(minutes=new, user=table.user)
    assert history_of(revision).count() == before
    assert step(revision, StepKind.RECOMMENDED).reference == "OSU-sak 2/26"


def test_a_case_about_an_agreement_leaves_the_minutes_own_hash_as_it_was(table: Table) -> None:
    before = content_hash(minutes_content(table.minutes))
    revision = with_text(table.world)
    Case.objects.filter(pk=table.decision_item.case_id).update(revision=revision)
    AgendaItem.objects.filter(pk=table.decision_item.pk).update(agreement_version=revision.version)
    assert content_hash(minutes_content(table.minutes)) == before


# --- The trail -------------------------------------------------------------------------------------------------------


def test_the_trail_lists_who_treated_the_agreement_and_what_came_of_it(table: Table, client_of: ClientOf) -> None:
    revision = ready(table.world, StepKind.RECOMMENDED)
    decide(table, revision)
    later, _item = a_meeting(table.world, case_about(table.world, revision, state=CaseState.OPEN))
    for address in (url("revision-trail", revision.pk), url("agreement-trail", revision.agreement_id)):
        page = text_of(client_of("mayor").get(address))
        assert "Overordnet samarbeidsutvalg" in page
        assert "17. september 2026" in page
        assert "sak 2/26" in page
        assert "Enighet" in page
        assert url("meeting-detail", later.pk) not in page  # not published
    assert url("meeting-detail", later.pk) in text_of(client_of("chair").get(url("revision-trail", revision.pk)))


def test_the_public_reads_the_trail_of_a_public_agreement_only(table: Table, client_of: ClientOf) -> None:
    revision = ready(table.world, StepKind.RECOMMENDED)
    decide(table, revision)
    client = client_of("anonymous")
    assert client.get(url("agreement-trail", revision.agreement_id)).status_code == 404
    frozen(revision.agreement, number=9)
    page = text_of(client.get(url("agreement-trail", revision.agreement_id)))
    assert "sak 2/26" in page
    assert client.get(url("revision-trail", revision.pk)).status_code == 302


def test_a_cancelled_meeting_treated_nothing(table: Table, client_of: ClientOf) -> None:
    revision = ready(table.world, StepKind.RECOMMENDED)
    Case.objects.filter(pk=table.decision_item.case_id).update(revision=revision)
    Meeting.objects.filter(pk=table.meeting.pk).update(state=MeetingState.CANCELLED)
    page = text_of(client_of("mayor").get(url("revision-trail", revision.pk)))
    assert "Ingen møter har hatt dette på sakslisten ennå." in page


def test_the_panel_is_a_part_for_htmx(table: Table, client_of: ClientOf) -> None:
    revision = planned(table.world)
    response = client_of("mayor").get(url("revision-trail", revision.pk), HTTP_HX_REQUEST="true")
    assert "<html" not in text_of(response)
    assert "Behandlet i møter" in text_of(response)


def test_the_trail_asks_as_often_for_many_meetings_as_for_one(
    table: Table, client_of: ClientOf, django_assert_max_num_queries: Any
) -> None:
    revision = ready(table.world, StepKind.RECOMMENDED)
    decide(table, revision)
    client, address = client_of("committee_member"), url("revision-trail", revision.pk)
    client.get(address)
    with django_assert_max_num_queries(20) as one:
        client.get(address)
    for _number in range(3):
        publish(a_meeting(table.world, case_about(table.world, revision))[0])
    with django_assert_max_num_queries(20) as many:
        client.get(address)
    assert len(one) == len(many)
