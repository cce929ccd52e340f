"""Draft, approved, locked, corrected; and what the database refuses by itself."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Thread

import pytest
from django.db import IntegrityError, close_old_connections, connection, transaction
from django.test import Client

from meetings.enums import MeetingState, MinutesSection, MinutesState, Outcome
from meetings.models import ActionItem, AgendaItem, ItemText, Minutes, MinutesItem
from meetings.selectors.minutes_content import item_texts, minutes_content, readiness
from meetings.services.minutes_fields import MinutesClosed, save_field, save_item_text
from meetings.services.minutes_states import approve_minutes, correct_minutes, lock_minutes, reopen_minutes
from samhandling.audit.selectors import history_of
from samhandling.core.errors import NotPossible
from samhandling.core.text import content_hash
from tests.factories.meetings import ActionItemFactory, RecusalFactory, StatementFactory
from tests.meetings.minutes_table import SECRET, Table, build_table
from tests.personas import build_world

ClientOf = Callable[[str], Client]


@pytest.fixture
def locked(table: Table) -> Table:
    StatementFactory(item=table.decision, attendance=table.seat("Halvor Prøvesen"))
    RecusalFactory(item=table.decision, attendance=table.seat("Jorunn Prøvesen"))
    ActionItemFactory(item=table.decision)
    table.approve()
    table.minutes = lock_minutes(minutes=table.minutes, user=table.user)
    return table


def test_a_protokoll_without_attendance_or_outcome_cannot_be_approved(table: Table) -> None:
    with pytest.raises(NotPossible) as refusal:
        approve_minutes(
            minutes=table.minutes, by=table.world.people["chair"], user=table.user, approved_at=table.meeting.ends_at
        )
    assert "Oppmøtet er ikke ført." in str(refusal.value)
    assert "Sak 2/26 Felles rutine for utskriving mangler utfall." in str(refusal.value)
    assert "Eventuelt" not in str(refusal.value)  # not a decision: worth a look, no block
    assert any("Eventuelt" in note for note in readiness(table.minutes).notes)


def test_approval_takes_away_what_no_longer_applies(table: Table) -> None:
    table.complete()
    table.minutes.attendances.update(deputy=table.deputy)
    table.minutes.items.update(votes_for=5)
    table.item(table.notice_item)
    approve_minutes(
        minutes=table.minutes, by=table.world.people["chair"], user=table.user, approved_at=table.meeting.ends_at
    )
    assert not table.minutes.attendances.filter(deputy__isnull=False).exists()
    assert not table.minutes.items.filter(votes_for__isnull=False).exists()


def test_approved_minutes_are_opened_again_with_a_reason(table: Table) -> None:
    table.approve()
    with pytest.raises(MinutesClosed, match="godkjent"):
        save_field(row=table.decision, field="outcome", base_revision=0, value=Outcome.VOTE, user=table.user)
    reopen_minutes(minutes=table.minutes, reason="Feil navn i sak 2", user=table.user)
    table.minutes.refresh_from_db()
    assert (table.minutes.state, table.minutes.approved_by) == (MinutesState.DRAFT, None)
    assert "Feil navn i sak 2" in history_of(table.meeting)[0].text


def test_locking_closes_the_meeting_and_keeps_a_hash_of_everything(locked: Table) -> None:
    locked.meeting.refresh_from_db()
    assert locked.meeting.state == MeetingState.CLOSED
    assert locked.minutes.content_hash == content_hash(minutes_content(Minutes.objects.get(pk=locked.minutes.pk)))


def test_a_draft_cannot_be_locked(table: Table) -> None:
    table.complete()
    with pytest.raises(NotPossible, match="Protokollen er utkast"):
        lock_minutes(minutes=table.minutes, user=table.user)


STATEMENTS = [
    "UPDATE meetings_minutes SET next_meeting_note = 'x'",
    "UPDATE meetings_minutes SET state = 'draft'",
    "DELETE FROM meetings_minutes",
    "UPDATE meetings_attendance SET name = 'x'",
    "DELETE FROM meetings_attendance",
    (
        "INSERT INTO meetings_attendance (minutes_id, party, function, is_voting, name, title, status, mandate, note,"
        " position, revisions) SELECT id, 'trust', 'member', true, 'x', '', 'present', 'unknown', '', 99, '{}'"
        " FROM meetings_minutes"
    ),
    "UPDATE meetings_minutesitem SET outcome = 'vote'",
    "DELETE FROM meetings_minutesitem",
    "UPDATE meetings_itemtext SET text = 'x'",
    "DELETE FROM meetings_itemtext",
    (
        "INSERT INTO meetings_itemtext (item_id, section, revision, text, saved_at)"
        " SELECT id, 'treatment', 99, 'x', now() FROM meetings_minutesitem"
    ),
    "UPDATE meetings_statement SET text = 'x'",
    "DELETE FROM meetings_statement",
    (
        "INSERT INTO meetings_statement (item_id, kind, attendance_id, point, text, revisions)"
        " SELECT item_id, 'dissent', attendance_id, '', 'x', '{}' FROM meetings_statement"
    ),
    "UPDATE meetings_recusal SET ground = 'x'",
    "DELETE FROM meetings_recusal",
    (
        "INSERT INTO meetings_recusal (item_id, attendance_id, ground, is_disqualified, revisions)"
        " SELECT item_id, (SELECT max(id) FROM meetings_attendance), 'x', true, '{}' FROM meetings_recusal"
    ),
    "UPDATE meetings_actionitem SET text = 'x'",
    "UPDATE meetings_actionitem SET due_on = '2030-01-01'",
    "DELETE FROM meetings_actionitem",
    (
        "INSERT INTO meetings_actionitem (item_id, text, owner_name, done_note, revisions)"
        " SELECT item_id, 'x', 'y', '', '{}' FROM meetings_actionitem"
    ),
    "UPDATE meetings_agendaitem SET title = 'x'",
    "UPDATE meetings_agendaitem SET number_text = 'x' WHERE number IS NOT NULL",
]


@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_database_refuses_to_change_a_locked_protokoll(locked: Table, statement: str) -> None:
    with pytest.raises(IntegrityError, match="låst"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("statement", STATEMENTS[:-2])
def test_the_same_statements_are_sound_on_a_draft(table: Table, statement: str) -> None:
    """Or the test above would pass for a typing error. Rows that others point to are the one other refusal."""
    StatementFactory(item=table.decision, attendance=table.seat("Halvor Prøvesen"))
    RecusalFactory(item=table.decision, attendance=table.seat("Jorunn Prøvesen"))
    ActionItemFactory(item=table.decision)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
        assert cursor.rowcount > 0
        transaction.set_rollback(True)


def test_follow_up_can_be_closed_after_locking(locked: Table) -> None:
    action = ActionItem.objects.get(item=locked.decision)
    action.done_note = "Sendt 20. oktober"
    action.save()
    assert ActionItem.objects.get().done_note == "Sendt 20. oktober"


def test_who_types_while_it_is_locked_keeps_the_text(locked: Table, client_of: ClientOf) -> None:
    eskil = client_of("coordinator_trust")
    url = locked.url("minutes-text-save", locked.decision.pk, "treatment")
    answer = eskil.post(url, {"value": "Kom for sent.", "base_revision": 0}, HTTP_ACCEPT="application/json")
    assert answer.status_code == 423
    assert "Protokollen ble låst i dag kl." in answer.json()["message"]
    assert "av Tuva Prøvesen" in answer.json()["message"]
    data = {
        f"text-{locked.decision.pk}-treatment": "Kom for sent.",
        f"text-{locked.decision.pk}-treatment-base": "0",
    }
    page = eskil.post(locked.url("minutes-item", locked.decision.pk), data)
    assert page.status_code == 423
    assert "Kom for sent." in page.content.decode()
    assert not ItemText.objects.filter(item=locked.decision, section="treatment").exists()


def test_a_correction_is_a_new_version_and_the_old_one_stays(locked: Table) -> None:
    old = locked.minutes
    new = correct_minutes(minutes=old, reason="Feil frist i punkt 2", user=locked.user)
    copied, mine = minutes_content(new), minutes_content(Minutes.objects.get(pk=old.pk))
    for content in (copied, mine):
        content.pop("version"), content.pop("correction_reason")
    assert copied == mine
    decision = new.items.get(agenda_item=locked.decision_item)
    save_item_text(
        item=decision, section=MinutesSection.DECISION, base_revision=1, text="Rettet vedtak.", user=locked.user
    )
    assert item_texts(decision)[MinutesSection.DECISION].text == "Rettet vedtak."
    assert "Rutinen tas i bruk" in item_texts(locked.decision)[MinutesSection.DECISION].text
    approve_minutes(minutes=new, by=locked.world.people["chair"], user=locked.user, approved_at=locked.meeting.ends_at)
    lock_minutes(minutes=new, user=locked.user)
    with pytest.raises(NotPossible, match="allerede rettet"):
        correct_minutes(minutes=old, reason="En gang til", user=locked.user)


def test_the_public_reads_the_old_version_until_the_correction_is_locked(locked: Table, client_of: ClientOf) -> None:
    correct_minutes(minutes=locked.minutes, reason="Feil frist", user=locked.user)
    anonymous = client_of("anonymous")
    assert anonymous.get(locked.url("minutes")).status_code == 200
    assert "Les protokollen" in anonymous.get(locked.url("meeting-detail")).content.decode()
    assert anonymous.get(locked.url("minutes-version", 2)).status_code == 404
    secretariat = client_of("coordinator_trust").get(locked.url("minutes-version", 1)).content.decode()
    assert "Rettes i versjon 2, som ikke er låst ennå." in secretariat


def test_the_public_page_does_not_tell_why_minutes_with_an_exempt_item_were_corrected(
    locked: Table, client_of: ClientOf
) -> None:
    """The reason may name what is withheld, and the checksum lets guesses about it be tested."""
    new = correct_minutes(minutes=locked.minutes, reason=f"Feil om {SECRET}", user=locked.user)
    approve_minutes(minutes=new, by=locked.world.people["chair"], user=locked.user, approved_at=locked.meeting.ends_at)
    new = lock_minutes(minutes=new, user=locked.user)
    url = locked.url("minutes-version", 2)
    public, internal = (client_of(name).get(url).content.decode() for name in ("anonymous", "coordinator_trust"))
    assert "Rettet utgave, versjon 2." in public
    assert SECRET not in public
    assert new.content_hash[:16] not in public
    assert f"Rettet utgave, versjon 2: Feil om {SECRET}" in internal
    assert new.content_hash[:16] in internal


def test_minutes_go_from_draft_to_locked_in_the_browser(table: Table, client_of: ClientOf) -> None:
    table.complete()
    tuva, chair = client_of("coordinator_municipal"), client_of("chair")
    assert chair.post(table.url("minutes-approve")).status_code == 302
    table.minutes.refresh_from_db()
    assert table.minutes.approved_by == table.world.people["chair"]
    assert chair.post(table.url("minutes-lock")).status_code == 403
    assert tuva.post(table.url("minutes-reopen"), {"reopen-reason": ""}).status_code == 422
    assert tuva.post(table.url("minutes-reopen"), {"reopen-reason": "Feil navn"}).status_code == 302
    form = {"approve-approved_by": table.world.people["chair"].pk, "approve-approved_on": "2026-09-18"}
    assert tuva.post(table.url("minutes-approve"), form | {"approve-approved_on": "2999-01-01"}).status_code == 422
    assert tuva.post(table.url("minutes-approve"), form).status_code == 302
    assert tuva.post(table.url("minutes-lock")).status_code == 302
    assert client_of("anonymous").get(table.url("minutes")).status_code == 200
    assert tuva.post(table.url("minutes-correct"), {"correct-reason": "Feil frist"}).status_code == 302
    table.meeting.refresh_from_db()
    assert table.meeting.minutes.count() == 2


@pytest.mark.parametrize(("persona", "status"), [("committee_member", 404), ("mayor", 404), ("outsider", 404)])
def test_others_do_not_approve(table: Table, client_of: ClientOf, persona: str, status: int) -> None:
    table.complete()
    assert client_of(persona).post(table.url("minutes-approve")).status_code == status


def test_the_next_meeting_approves_the_previous_minutes(table: Table, client_of: ClientOf) -> None:
    table.complete()
    AgendaItem.objects.filter(pk=table.notice_item.pk).update(previous_minutes=table.minutes)
    item = table.item(table.notice_item)  # the same meeting will do: what counts is what the item points to
    tuva = client_of("coordinator_municipal")
    assert "Godkjenn protokollen fra 17." in tuva.get(table.url("minutes-item", item.pk)).content.decode()
    tuva.post(table.url("minutes-approve-previous", item.pk))
    table.minutes.refresh_from_db()
    assert table.minutes.state == MinutesState.APPROVED
    assert "i sak 1/26" in history_of(table.meeting)[0].text


@pytest.mark.django_db(transaction=True)
def test_a_save_under_way_finishes_before_the_lock_and_later_ones_are_refused() -> None:
    """Twenty saves against one lock, on connections of their own: each is in the protokoll or is refused."""
    table = build_table(build_world())
    table.complete()
    item, kept, refused = table.decision, [], []

    def write() -> None:
        for number in range(1, 21):
            try:
                saved = save_item_text(
                    item=item,
                    section=MinutesSection.TREATMENT,
                    base_revision=number - 1,
                    text=f"Setning {number}.",
                    user=table.user,
                )
                kept.append(saved.text)
            except MinutesClosed:
                refused.append(number)
        close_old_connections()
        connection.close()

    writer = Thread(target=write)
    writer.start()
    while len(kept) < 3:
        time.sleep(0.005)
    approve_minutes(
        minutes=table.minutes, by=table.world.people["chair"], user=table.user, approved_at=table.meeting.ends_at
    )
    minutes = lock_minutes(minutes=table.minutes, user=table.user)
    writer.join()
    texts = list(
        ItemText.objects.filter(item=item, section="treatment").order_by("revision").values_list("text", flat=True)
    )
    assert texts == kept
    assert len(kept) + len(refused) == 20
    assert minutes.content_hash == content_hash(minutes_content(Minutes.objects.get(pk=minutes.pk)))
    assert MinutesItem.objects.get(pk=item.pk).outcome == Outcome.CONSENSUS
