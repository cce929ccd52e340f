"""Saving field by field: on top of what was seen, never over what somebody else saved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from meetings.enums import AttendanceStatus, MinutesSection, Outcome
from meetings.models import ActionItem, Statement
from meetings.selectors.minutes import attendance_board, people_of
from meetings.selectors.minutes_content import attendances_of, item_texts
from meetings.services.minutes_fields import FieldConflict, save_field, save_item_text
from meetings.services.minutes_parts import add_guest, mark_all_present
from municipalities.enums import ProcedureProfile
from tests.factories.meetings import StatementFactory
from tests.factories.organisation import AppointmentFactory, SeatFactory
from tests.meetings.minutes_table import Table

ClientOf = Callable[[str], Client]


def save_json(client: Client, url: str, value: str, base: int) -> Any:
    return client.post(url, {"value": value, "base_revision": base}, HTTP_ACCEPT="application/json")


@pytest.fixture
def tuva(client_of: ClientOf) -> Client:
    return client_of("coordinator_municipal")


@pytest.fixture
def eskil(client_of: ClientOf) -> Client:
    return client_of("coordinator_trust")


def test_a_text_is_saved_and_answers_with_its_revision(table: Table, tuva: Client) -> None:
    answer = save_json(tuva, table.url("minutes-text-save", table.decision.pk, "treatment"), "Leder innledet.", 0)
    assert answer.status_code == 200
    assert answer.json()["revision"] == 1
    assert "text" not in answer.json()
    assert item_texts(table.decision)[MinutesSection.TREATMENT].text == "Leder innledet."


def test_two_who_write_in_different_places_both_get_in(table: Table, tuva: Client, eskil: Client) -> None:
    url = table.url("minutes-text-save", table.decision.pk, "decision")
    save_json(tuva, url, "1. Rutinen tas i bruk nå.\n2. Sekretariatet følger opp.", 1)
    answer = save_json(eskil, url, "1. Rutinen tas i bruk.\n2. Sekretariatet følger opp i 2027.", 1)
    assert answer.status_code == 200
    assert answer.json()["text"] == "1. Rutinen tas i bruk nå.\n2. Sekretariatet følger opp i 2027."


def test_two_who_write_in_the_same_place_see_both_texts(table: Table, tuva: Client, eskil: Client) -> None:
    url = table.url("minutes-text-save", table.decision.pk, "treatment")
    save_json(tuva, url, "Kommunene ba om utsettelse.", 0)
    answer = save_json(eskil, url, "Foretaket ba om vedtak.", 0)
    assert answer.status_code == 409
    assert answer.json() == {
        "revision": 1,
        "theirs": "Kommunene ba om utsettelse.",
        "mine": "Foretaket ba om vedtak.",
    }


def test_a_stale_choice_is_refused_with_both_values(table: Table, tuva: Client, eskil: Client) -> None:
    url = table.url("minutes-field-save", "item", table.decision.pk, "outcome")
    assert save_json(tuva, url, Outcome.CONSENSUS, 0).json()["revision"] == 1
    answer = save_json(eskil, url, Outcome.VOTE, 0)
    assert answer.status_code == 409
    assert answer.json() == {"revision": 1, "theirs": "consensus", "mine": "vote"}
    assert table.decision.outcome == Outcome.CONSENSUS


def test_another_field_of_the_same_row_is_no_conflict(table: Table, tuva: Client, eskil: Client) -> None:
    row = table.seat("Jorunn Prøvesen")
    assert (
        save_json(tuva, table.url("minutes-field-save", "attendance", row.pk, "status"), "remote", 0).status_code == 200
    )
    note = table.url("minutes-field-save", "attendance", row.pk, "note")
    assert save_json(eskil, note, "kom kl. 12.52", 0).status_code == 200
    row.refresh_from_db()
    assert (row.status, row.note) == (AttendanceStatus.REMOTE, "kom kl. 12.52")


def test_the_same_choice_by_two_is_no_conflict(table: Table, tuva: Client, eskil: Client) -> None:
    url = table.url("minutes-field-save", "item", table.decision.pk, "outcome")
    save_json(tuva, url, Outcome.CONSENSUS, 0)
    assert save_json(eskil, url, Outcome.CONSENSUS, 0).status_code == 200


@pytest.mark.parametrize(
    ("kind", "field", "value", "message"),
    [
        ("item", "votes_for", "mange", "heltall"),
        ("item", "votes_for", "-3", "0"),
        ("item", "outcome", "kanskje", "gyldig"),
        ("attendance", "note", "x" * 161, "160"),
        ("minutes", "started_at", "kvart over tolv", "tidspunkt"),
    ],
)
def test_what_cannot_be_saved_is_answered_beside_the_field(
    table: Table, tuva: Client, kind: str, field: str, value: str, message: str
) -> None:
    rows = {"item": table.decision.pk, "attendance": table.seat("Jorunn Prøvesen").pk, "minutes": table.minutes.pk}
    answer = save_json(tuva, table.url("minutes-field-save", kind, rows[kind], field), value, 0)
    assert answer.status_code == 422
    assert message in answer.json()["message"]


def test_a_time_is_on_the_day_of_the_meeting(table: Table, tuva: Client) -> None:
    save_json(tuva, table.url("minutes-field-save", "minutes", table.minutes.pk, "started_at"), "12:35", 0)
    table.minutes.refresh_from_db()
    assert table.minutes.started_at is not None
    assert table.minutes.started_at.isoformat() == "2026-09-17T10:35:00+00:00"


def test_a_row_of_another_meeting_cannot_be_written_through_this_one(table: Table, tuva: Client) -> None:
    foreign = StatementFactory()
    answer = save_json(tuva, table.url("minutes-field-save", "statement", foreign.pk, "text"), "Stjålet", 0)
    assert answer.status_code == 404
    foreign.refresh_from_db()
    assert foreign.text == "Vi er uenige."


def test_a_field_that_is_not_on_the_form_cannot_be_written(table: Table, tuva: Client) -> None:
    assert (
        save_json(tuva, table.url("minutes-field-save", "minutes", table.minutes.pk, "state"), "locked", 0).status_code
        == 404
    )


def test_the_panel_saves_without_javascript(table: Table, tuva: Client) -> None:
    item = table.decision
    data = {
        f"text-{item.pk}-treatment": "Utvalget drøftet saken.",
        f"text-{item.pk}-treatment-base": "0",
        f"item-{item.pk}-outcome": Outcome.CONSENSUS,
        f"item-{item.pk}-outcome-base": "0",
        f"item-{item.pk}-outcome-seen": "",
    }
    assert tuva.post(table.url("minutes-item", item.pk), data).status_code == 302
    item.refresh_from_db()
    assert item.outcome == Outcome.CONSENSUS
    assert item_texts(item)[MinutesSection.TREATMENT].text == "Utvalget drøftet saken."


def test_a_panel_does_not_touch_what_was_not_changed_in_it(table: Table, tuva: Client) -> None:
    item = table.decision
    save_field(row=item, field="outcome", base_revision=0, value=Outcome.VOTE, user=table.other)
    data = {
        f"item-{item.pk}-outcome": "",
        f"item-{item.pk}-outcome-base": "0",
        f"item-{item.pk}-outcome-seen": "",
    }
    assert tuva.post(table.url("minutes-item", item.pk), data).status_code == 302
    item.refresh_from_db()
    assert item.outcome == Outcome.VOTE


def test_a_conflict_without_javascript_keeps_what_was_typed(table: Table, tuva: Client) -> None:
    item = table.decision
    save_item_text(item=item, section=MinutesSection.TREATMENT, base_revision=0, text="Eskils ord.", user=table.other)
    data = {f"text-{item.pk}-treatment": "Tuvas setning.", f"text-{item.pk}-treatment-base": "0"}
    page = tuva.post(table.url("minutes-item", item.pk), data)
    assert page.status_code == 409
    assert "<title>Feil:" in page.content.decode()
    assert "Tuvas setning." in page.content.decode()
    assert "Eskils ord." in page.content.decode()
    assert "Eskil Prøvesen har skrevet på det samme stedet" in page.content.decode()


def test_all_present_leaves_what_is_recorded(table: Table, tuva: Client) -> None:
    absent = table.seat("Jorunn Prøvesen")
    save_field(row=absent, field="status", base_revision=0, value="absent", user=table.user)
    assert tuva.post(table.url("attendance-all-present")).status_code == 302
    assert dict(table.minutes.attendances.values_list("name", "status")) == {
        "Ragna Prøvesen": "present",
        "Jorunn Prøvesen": "absent",
        "Halvor Prøvesen": "present",
        "Ledig plass": "absent",
    }


def test_a_deputy_fills_the_seat(table: Table) -> None:
    mark_all_present(minutes=table.minutes, user=table.user)
    row = table.seat("Jorunn Prøvesen")
    save_field(row=row, field="status", base_revision=1, value="absent", user=table.user)
    save_field(row=row, field="deputy", base_revision=0, value=table.deputy.pk, user=table.user)
    board = attendance_board(table.meeting, attendances_of(table.minutes))
    assert [(block.party.value, block.filled, len(block.rows)) for block in board.parties] == [
        ("municipalities", 2, 2),
        ("trust", 1, 1),
        ("users", 0, 1),
    ]
    assert board.parity_text == "Ulikt antall: 2 fra kommunene, 1 fra helseforetaket."


def test_the_personal_deputy_is_offered_first(table: Table) -> None:
    party_deputy = AppointmentFactory(seat=SeatFactory(committee=table.world.committee, function="deputy"))
    choices = people_of(table.meeting).deputies(table.seat("Jorunn Prøvesen"))
    assert [label for _group, label in [choices[1], choices[2]]] == [
        [(str(table.deputy.pk), "Vigdis Varamedlem, Kommunalsjef")],
        [(str(party_deputy.person_id), f"{party_deputy.person.name}, Kommunalsjef")],
    ]


@pytest.mark.parametrize(
    ("profile", "present", "has_quorum"),
    [
        (ProcedureProfile.AGREEMENT, ["Ragna Prøvesen", "Halvor Prøvesen"], True),
        (ProcedureProfile.AGREEMENT, ["Ragna Prøvesen", "Jorunn Prøvesen"], False),  # nobody from the trust
        (ProcedureProfile.KOMMUNELOVEN, ["Ragna Prøvesen", "Jorunn Prøvesen"], True),
        (ProcedureProfile.KOMMUNELOVEN, ["Ragna Prøvesen"], False),
        (ProcedureProfile.HF_BOARD, ["Ragna Prøvesen", "Halvor Prøvesen"], True),
        (ProcedureProfile.HF_BOARD, ["Halvor Prøvesen"], False),
    ],
)
def test_quorum_follows_the_committees_rules(table: Table, profile: str, present: list[str], has_quorum: bool) -> None:
    table.meeting.committee.procedure_profile = profile
    table.minutes.attendances.filter(name__in=present).update(status="present")
    assert attendance_board(table.meeting, attendances_of(table.minutes)).has_quorum is has_quorum


def test_a_dissent_is_added_with_its_person_and_changed_afterwards(table: Table, tuva: Client) -> None:
    mark_all_present(minutes=table.minutes, user=table.user)
    who, item = table.seat("Halvor Prøvesen"), table.decision
    data = {
        "new-statement-kind_of": "dissent",
        "new-statement-attendance": who.pk,
        "new-statement-point": "Punkt 1",
        "new-statement-text": "Fristen er for kort.",
    }
    assert tuva.post(table.url("minutes-statement-add", item.pk), data).status_code == 302
    statement = Statement.objects.get(item=item)
    assert statement.attendance == who
    answer = save_json(tuva, table.url("minutes-field-save", "statement", statement.pk, "text"), "Fristen er kort.", 0)
    assert answer.status_code == 200


def test_a_dissent_without_words_keeps_what_was_typed(table: Table, tuva: Client) -> None:
    data = {"new-statement-kind_of": "dissent", "new-statement-point": "Punkt 7", "new-statement-text": ""}
    page = tuva.post(table.url("minutes-statement-add", table.decision.pk), data)
    assert page.status_code == 422
    assert "Punkt 7" in page.content.decode()
    assert "Skriv teksten." in page.content.decode()
    part = tuva.post(table.url("minutes-statement-add", table.decision.pk), data, HTTP_HX_REQUEST="true")
    assert part.status_code == 422
    assert part.content.decode().lstrip().startswith('<section class="stack" id="statements"')


def test_disqualification_is_recorded_once_with_its_ground(table: Table, tuva: Client) -> None:
    mark_all_present(minutes=table.minutes, user=table.user)
    data = {
        "new-recusal-attendance": table.seat("Jorunn Prøvesen").pk,
        "new-recusal-ground": "fvl. § 6 første ledd e",
        "new-recusal-is_disqualified": "on",
        "new-recusal-deputy": table.deputy.pk,
    }
    url = table.url("minutes-recusal-add", table.decision.pk)
    assert tuva.post(url, data).status_code == 302
    again = tuva.post(url, data)
    assert again.status_code == 422
    assert "allerede ført" in again.content.decode()
    assert table.decision.recusals.get().deputy == table.deputy


def test_follow_up_has_owner_and_deadline_and_can_be_taken_out(table: Table, tuva: Client) -> None:
    data = {
        "new-action-text": "Sende rutinen på høring",
        "new-action-owner": table.world.people["coordinator_trust"].pk,
        "new-action-due_on": "2026-10-20",
    }
    tuva.post(table.url("minutes-action-add", table.decision.pk), data)
    action = ActionItem.objects.get(item=table.decision)
    assert (action.owner, action.due_on.isoformat()) == (table.world.people["coordinator_trust"], "2026-10-20")
    assert tuva.post(table.url("minutes-part-remove", "action", action.pk)).status_code == 302
    assert not ActionItem.objects.exists()


def test_a_guest_named_in_an_item_stays(table: Table, tuva: Client) -> None:
    guest = add_guest(
        minutes=table.minutes, name="Gjest Prøvesen", title="", party="gps", status="present", note="", user=table.user
    )
    StatementFactory(item=table.decision, attendance=guest)
    tuva.post(table.url("minutes-part-remove", "attendance", guest.pk))
    assert table.minutes.attendances.filter(pk=guest.pk).exists()


def test_the_other_writer_is_named(table: Table, tuva: Client, eskil: Client) -> None:
    save_json(eskil, table.url("minutes-text-save", table.decision.pk, "treatment"), "Eskil skriver.", 0)
    hints = tuva.get(table.url("minutes-item-presence", table.decision.pk)).content.decode()
    assert "Eskil Prøvesen skriver her nå" in hints
    assert "Eskil Prøvesen" in tuva.get(table.url("minutes-edit")).content.decode()
    own = eskil.get(table.url("minutes-item-presence", table.decision.pk)).content.decode()
    assert "skriver her nå" not in own


def test_the_decision_is_compared_with_the_proposal(table: Table, tuva: Client) -> None:
    url = table.url("minutes-compare", table.decision.pk)
    assert "likt med forslaget" in tuva.get(url).content.decode()
    save_item_text(
        item=table.decision,
        section=MinutesSection.DECISION,
        base_revision=1,
        text="1. Rutinen tas i bruk straks.\n2. Sekretariatet følger opp.",
        user=table.user,
    )
    page = tuva.get(url).content.decode()
    assert "<ins>" in page
    assert "Endret fra forslaget" in tuva.get(table.url("minutes-item", table.decision.pk)).content.decode()


def test_a_conflict_names_the_revision_to_save_upon(table: Table) -> None:
    row = table.decision
    save_field(row=row, field="votes_for", base_revision=0, value=7, user=table.user)
    with pytest.raises(FieldConflict) as conflict:
        save_field(row=row, field="votes_for", base_revision=0, value=8, user=table.other)
    saved = save_field(row=row, field="votes_for", base_revision=conflict.value.revision, value=8, user=table.other)
    assert saved.revision == 2


def test_an_identity_number_in_the_text_is_saved_with_a_warning(table: Table, tuva: Client) -> None:
    url = table.url("minutes-text-save", table.decision.pk, "treatment")
    answer = save_json(tuva, url, "Saken gjaldt 01019010046.", 0)
    assert answer.status_code == 200
    assert "fødselsnummer" in answer.json()["warning"]
    assert "fødselsnummer" in tuva.get(table.url("minutes-item", table.decision.pk)).content.decode()


def test_removing_something_saves_what_else_was_typed_without_javascript(table: Table, tuva: Client) -> None:
    statement = StatementFactory(item=table.decision, attendance=table.seat("Halvor Prøvesen"))
    data = {f"text-{table.decision.pk}-treatment": "Også dette.", f"text-{table.decision.pk}-treatment-base": "0"}
    assert tuva.post(table.url("minutes-part-remove", "statement", statement.pk), data).status_code == 302
    assert item_texts(table.decision)[MinutesSection.TREATMENT].text == "Også dette."
    assert not Statement.objects.exists()
