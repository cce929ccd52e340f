"""A locked decision moves a revision on, and the trail tells where an agreement was treated."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine

from agreements.enums import StepKind
from agreements.models import Revision
from agreements.services.steps import complete_step, skip_step
from meetings.enums import CaseState, ItemType, MeetingState, MinutesSection, Outcome, RevisionEffect
from meetings.models import AgendaItem, Case, Meeting
from meetings.selectors.minutes_content import minutes_content
from meetings.services.minutes_fields import save_item_text
from meetings.services.minutes_states import approve_minutes, correct_minutes, lock_minutes
from municipalities.enums import CommitteeLevel
from samhandling.audit.selectors import history_of
from samhandling.core.text import content_hash
from tests.agreements.revision_ways import coordinator, planned, step, with_text
from tests.factories.agreements import frozen
from tests.factories.meetings import OSLO
from tests.meetings.agreement_desk import (
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


def decide(table: Table, revision: Revision, outcome: str = Outcome.CONSENSUS, effect: str = "", **case: Any) -> None:
    Case.objects.filter(pk=table.decision_item.case_id).update(revision=revision, **case)
    table.complete()
    table.minutes.items.filter(agenda_item=table.decision_item).update(
        outcome=outcome,
        votes_for=7 if outcome == Outcome.VOTE else None,
        votes_against=2,
        revision_effect=effect,
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


# --- What the minutes say that the decision does ---------------------------------------------------------------------


def write_decision(table: Table, text: str) -> None:
    save_item_text(item=table.decision, section=MinutesSection.DECISION, base_revision=1, text=text, user=table.user)


def test_a_decision_that_differs_from_the_proposal_does_not_recommend_by_itself(table: Table) -> None:
    revision = ready(table.world, StepKind.RECOMMENDED)
    write_decision(table, "Utvalget vil ha en ny tekst i punkt 4.")
    decide(table, revision)
    assert not step(revision, StepKind.RECOMMENDED).is_passed
    assert table.decision.revision_effect == RevisionEffect.NONE


def test_a_changed_decision_recommends_when_the_minutes_say_so(table: Table) -> None:
    revision = ready(table.world, StepKind.RECOMMENDED)
    write_decision(table, "Utvalget anbefaler avtalen, og ber om en evaluering.")
    decide(table, revision, effect=RevisionEffect.RECOMMENDS)
    assert step(revision, StepKind.RECOMMENDED).done_on == table.meeting.day


def test_nothing_is_recommended_by_an_item_that_was_postponed_whatever_is_chosen(table: Table) -> None:
    revision = ready(table.world, StepKind.RECOMMENDED)
    decide(table, revision, Outcome.POSTPONED, effect=RevisionEffect.RECOMMENDS)
    assert not step(revision, StepKind.RECOMMENDED).is_passed


def test_a_decision_that_asks_for_changes_sends_the_revision_back_to_draft(table: Table, client_of: ClientOf) -> None:
    revision = with_text(table.world)
    with time_machine.travel(dt.datetime(2026, 7, 1, 12, tzinfo=OSLO)):
        skip_step(revision=revision, kind=StepKind.WORKING_GROUP, reason="Kort frist", user=coordinator(table.world))
        for kind in (StepKind.DRAFT, StepKind.COMMITTEE_REVIEW):
            complete_step(revision=revision, kind=kind, user=coordinator(table.world), done_on=dt.date(2026, 7, 1))
    decide(table, revision, effect=RevisionEffect.CHANGES)
    draft = step(revision, StepKind.DRAFT)
    note = "Overordnet samarbeidsutvalg ba om endringer i OSU-sak 2/26 17.\u00a0september 2026."
    assert (draft.is_passed, draft.note) == (False, note)
    assert not step(revision, StepKind.COMMITTEE_REVIEW).is_passed
    assert history_of(revision).get(verb="revision.sent_back").text == f"Tilbake til utkast: {note}"
    assert note.replace("\u00a0", " ") in text_of(client_of("mayor").get(f"/prove/revisjoner/{revision.pk}/"))
    assert "Vedtaket ber om endringer" in text_of(client_of("mayor").get(url("revision-trail", revision.pk)))


def test_a_final_text_is_not_sent_back_and_the_reason_is_kept(table: Table) -> None:
    revision = ready(table.world, StepKind.RECOMMENDED)
    revision.steps.filter(kind=StepKind.FINAL).update(done_on=dt.date(2026, 7, 2))
    decide(table, revision, effect=RevisionEffect.CHANGES)
    assert "kan ikke gå tilbake til utkast" in history_of(revision).get(verb="revision.not_moved").text


def test_the_minutes_say_what_locking_does_and_the_choice_saves_itself(table: Table, client_of: ClientOf) -> None:
    revision = ready(table.world, StepKind.RECOMMENDED)
    Case.objects.filter(pk=table.decision_item.case_id).update(revision=revision)
    table.complete()
    client, address = client_of("coordinator_municipal"), table.url("minutes-item", table.decision.pk)
    assert f"fullføres trinnet «Anbefalt» i «{revision.name}»" in text_of(client.get(address))
    save = table.url("minutes-field-save", "item", table.decision.pk, "revision_effect")
    assert client.post(save, {"value": "changes", "base_revision": 0}).status_code == 200
    for page in (text_of(client.get(address)), text_of(client.get(table.url("minutes-finish")))):
        assert f"går «{revision.name}» tilbake til utkast" in page


def test_an_item_about_no_revision_has_no_such_choice(table: Table, client_of: ClientOf) -> None:
    client = client_of("coordinator_municipal")
    page = text_of(client.get(table.url("minutes-item", table.decision.pk)))
    assert "Hva betyr vedtaket for revisjonen" not in page
    save = table.url("minutes-field-save", "item", table.decision.pk, "revision_effect")
    assert client.post(save, {"value": "changes", "base_revision": 0}).status_code == 404


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
