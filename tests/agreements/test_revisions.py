"""The plan of revisions: what is put in it, moved, changed, and given a text and a group."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from agreements.enums import AdoptionStatus, EntryRule, RegisteredAs, StepKind, VersionState
from agreements.models import Adoption, AgreementParty, ChangeNote, Revision
from agreements.rules.steps import ORDER
from agreements.selectors.revision_page import group_warnings, members_of
from agreements.selectors.versions_in_force import in_force
from agreements.services.adoptions import register_adoption
from agreements.services.registration import register_in_force
from agreements.services.revisions import (
    add_member,
    move_revision,
    save_change_notes,
    set_group,
    start_draft,
    update_revision,
)
from municipalities.enums import Party
from samhandling.core.errors import NotPossible
from tests.agreements.revision_ways import DAY, an_agreement, coordinator, planned, step, today, walked
from tests.factories.agreements import TEXT, draft, frozen
from tests.personas import World


def test_a_planned_revision_has_every_step_and_the_text_in_force_as_its_base(world: World) -> None:
    agreement = an_agreement(world)
    base = frozen(agreement, in_force_on=today() - 50 * DAY)
    revision = planned(world, agreement, planned={StepKind.DRAFT: today() + 30 * DAY})
    kinds = [row.kind for row in revision.steps.order_by("pk")]
    assert kinds == [kind.value for kind in ORDER]
    assert StepKind.SUPERSEDED not in kinds
    assert revision.base == base
    assert step(revision, StepKind.DRAFT).planned_on == today() + 30 * DAY
    assert step(revision, StepKind.PLANNED).done_on == today() - 100 * DAY


def test_a_text_that_has_ended_is_no_base(world: World) -> None:
    agreement = an_agreement(world)
    frozen(agreement, in_force_on=today() - 50 * DAY, in_force_to=today() - DAY)
    assert planned(world, agreement).base is None


def test_new_revisions_come_last_and_can_be_moved(world: World) -> None:
    first, second, third = (planned(world, name=name) for name in ("Én", "To", "Tre"))
    move_revision(revision=third, earlier=True, user=coordinator(world))
    assert list(Revision.objects.order_by("order")) == [first, third, second]
    move_revision(revision=first, earlier=True, user=coordinator(world))  # first already
    move_revision(revision=first, earlier=False, user=coordinator(world))
    assert list(Revision.objects.order_by("order")) == [third, first, second]


def test_the_order_of_another_partnership_is_left_alone(world: World) -> None:
    mine, other = planned(world), planned(world)
    other.agreement.partnership = world.other_partnership
    other.agreement.save()
    Revision.objects.filter(pk=other.pk).update(order=1)
    move_revision(revision=mine, earlier=False, user=coordinator(world))
    mine.refresh_from_db(), other.refresh_from_db()
    assert (mine.order, other.order) == (1, 1)


def test_a_draft_begins_with_the_text_in_force(world: World) -> None:
    agreement = an_agreement(world)
    base = frozen(agreement, in_force_on=today() - 50 * DAY)
    version = start_draft(revision=planned(world, agreement), user=coordinator(world))
    assert version.based_on == base
    assert version.sections.count() == len(TEXT.clauses)


def test_a_draft_that_belongs_to_nobody_is_taken_over(world: World) -> None:
    agreement = an_agreement(world)
    waiting = draft(agreement)
    assert start_draft(revision=planned(world, agreement), user=coordinator(world)) == waiting


def test_two_revisions_cannot_share_a_draft(world: World) -> None:
    agreement = an_agreement(world)
    start_draft(revision=planned(world, agreement), user=coordinator(world))
    with pytest.raises(NotPossible):
        start_draft(revision=planned(world, agreement), user=coordinator(world))


def test_the_rule_stands_when_the_text_is_frozen(world: World) -> None:
    revision = walked(world, StepKind.FINAL)
    with pytest.raises(ValidationError, match="Teksten er låst"):
        update_revision(revision=revision, columns={"entry_rule": EntryRule.PER_PARTY}, user=coordinator(world))
    update_revision(revision=revision, columns={"summary": "Ny frist for melding."}, user=coordinator(world))


def test_a_group_without_a_side_or_users_is_warned_about_in_words(world: World) -> None:
    revision = planned(world)
    user = coordinator(world)
    add_member(revision=revision, columns={"party": Party.TRUST, "name": "Overlege Prøve"}, user=user)
    warnings = group_warnings(members_of(revision))
    assert len(warnings) == 2
    assert warnings[0] == "Ingen fra kommunene er med."
    assert "§ 6-1" in warnings[1]
    add_member(revision=revision, columns={"party": Party.USERS, "name": "Brukerrådet"}, user=user)
    add_member(
        revision=revision, columns={"party": Party.MUNICIPALITIES, "person": world.people["health_chief"]}, user=user
    )
    assert group_warnings(members_of(revision)) == []


def test_a_person_is_in_the_group_once_and_there_is_one_leader(world: World) -> None:
    revision, user, chief = planned(world), coordinator(world), world.people["health_chief"]
    first = {"party": Party.MUNICIPALITIES, "person": chief, "is_leader": True}
    add_member(revision=revision, columns=first, user=user)
    with pytest.raises(ValidationError, match="allerede med"):
        add_member(revision=revision, columns=first, user=user)
    add_member(revision=revision, columns={"party": Party.TRUST, "name": "Lege", "is_leader": True}, user=user)
    assert [member.name for member in members_of(revision) if member.is_leader] == ["Lege"]


def test_a_mandate_is_kept(world: World) -> None:
    revision = planned(world)
    set_group(revision=revision, columns={"mandate": "Gå gjennom punkt 4."}, user=coordinator(world))
    revision.refresh_from_db()
    assert revision.mandate == "Gå gjennom punkt 4."


def test_notes_on_changes_are_kept_changed_and_taken_away(world: World) -> None:
    revision = planned(world)
    note = {"anchor": "formaal", "kind": "language", "text": "Språklig", "text_nn": ""}
    save_change_notes(revision=revision, notes=[note], user=coordinator(world))
    save_change_notes(revision=revision, notes=[note | {"text": "Bare språket"}], user=coordinator(world))
    assert ChangeNote.objects.get(revision=revision).text == "Bare språket"
    save_change_notes(revision=revision, notes=[note | {"kind": ""}], user=coordinator(world))
    assert not ChangeNote.objects.exists()


def test_an_agreement_that_is_in_force_is_taken_in_with_its_adoptions(world: World) -> None:
    agreement = an_agreement(world)
    started = dt.date(2017, 3, 1)
    decided = dict.fromkeys(AgreementParty.objects.filter(agreement=agreement), (started - 30 * DAY, "12/17"))
    revision = register_in_force(
        agreement=agreement, content=TEXT, in_force_on=started, user=coordinator(world), decided=decided
    )
    assert revision.version is not None
    revision.version.refresh_from_db()
    assert (revision.version.state, revision.version.in_force_on) == (VersionState.FROZEN, started)
    assert in_force(agreement, today()) == revision.version
    adoptions = Adoption.objects.filter(revision=revision)
    assert {(row.status, row.council_case, row.text_sha256) for row in adoptions} == {
        (AdoptionStatus.ADOPTED, "12/17", revision.version.sha256)
    }
    assert step(revision, StepKind.CONSULTATION).skipped_reason == "Registrert i etterkant"
    assert step(revision, StepKind.IN_FORCE).done_on == started


def test_what_was_decided_before_the_portal_can_be_corrected(world: World) -> None:
    agreement = an_agreement(world)
    started = dt.date(2017, 3, 1)
    party = AgreementParty.objects.get(agreement=agreement, municipality=world.municipality_a)
    revision = register_in_force(
        agreement=agreement,
        content=TEXT,
        in_force_on=started,
        user=coordinator(world),
        decided={party: (started - 30 * DAY, "12/17")},
    )
    adoption = register_adoption(
        adoption=Adoption.objects.get(revision=revision),
        row_version=0,
        columns={"decided_on": started - 40 * DAY, "council_case": "2/17", "reason": "Feil møte"},
        user=coordinator(world),
        registered_as=RegisteredAs.SECRETARIAT,
    )
    assert (adoption.decided_on, adoption.council_case) == (started - 40 * DAY, "2/17")


def test_texts_in_force_are_taken_in_one_after_the_other(world: World) -> None:
    agreement, user = an_agreement(world), coordinator(world)
    first = register_in_force(agreement=agreement, content=TEXT, in_force_on=dt.date(2012, 7, 1), user=user, decided={})
    second = register_in_force(
        agreement=agreement, content=TEXT, in_force_on=dt.date(2017, 3, 1), user=user, decided={}
    )
    first.refresh_from_db()
    assert first.version is not None
    assert first.version.in_force_to == dt.date(2017, 2, 28)
    assert first.step == StepKind.SUPERSEDED
    assert second.base == first.version
    with pytest.raises(NotPossible):
        register_in_force(agreement=agreement, content=TEXT, in_force_on=dt.date(2015, 1, 1), user=user, decided={})


def test_a_decision_ahead_is_refused_when_an_agreement_is_taken_in(world: World) -> None:
    agreement = an_agreement(world)
    party = agreement.parties.first()
    assert party is not None
    with pytest.raises(ValidationError):
        register_in_force(
            agreement=agreement,
            content=TEXT,
            in_force_on=today(),
            user=coordinator(world),
            decided={party: (today() + DAY, "1/27")},
        )
