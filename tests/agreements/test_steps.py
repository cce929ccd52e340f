"""The steps of a revision: their order, what each sets in motion, and what cannot be taken back."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from agreements.enums import AdoptionStatus, ConsultationState, EntryRule, StepKind, VersionState
from agreements.models import Adoption, AgreementTerms, AgreementVersion, Revision
from agreements.rules.months import months_after
from agreements.services.reference import load_statutory
from agreements.services.revisions import update_revision
from agreements.services.steps import StepsOpen, complete_step, plan_step, skip_step, undo_step
from samhandling.audit.selectors import history_of
from samhandling.core.errors import NotPossible
from tests.agreements.revision_ways import (
    DAY,
    an_agreement,
    coordinator,
    done,
    everybody_adopts,
    planned,
    step,
    today,
    walked,
    with_text,
)
from tests.factories.agreements import ConsultationFactory, frozen
from tests.personas import World


def test_a_step_is_done_by_somebody_on_a_day(world: World) -> None:
    revision = planned(world)
    done(revision, world, StepKind.WORKING_GROUP, done_on=today() - 3 * DAY, note="Første møte")
    row = step(revision, StepKind.WORKING_GROUP)
    assert (row.done_on, row.done_by, row.note) == (today() - 3 * DAY, coordinator(world), "Første møte")
    revision.refresh_from_db()
    assert revision.step == StepKind.WORKING_GROUP
    assert "Fullførte trinnet «Arbeidsgruppe»" in history_of(revision)[0].text


def test_a_later_step_says_which_are_open_before_it(world: World) -> None:
    revision = with_text(world)
    with pytest.raises(StepsOpen) as refused:
        done(revision, world, StepKind.COMMITTEE_REVIEW)
    assert [row.kind for row in refused.value.steps] == [StepKind.WORKING_GROUP, StepKind.DRAFT]
    assert "«Arbeidsgruppe», «Utkast»" in str(refused.value)


def test_reasons_given_with_a_later_step_skip_those_in_between(world: World) -> None:
    revision = with_text(world)
    reasons = {StepKind.WORKING_GROUP: "Bare en språklig retting", StepKind.DRAFT: "Utkastet kom fra fagrådet"}
    done(revision, world, StepKind.COMMITTEE_REVIEW, reasons=reasons)
    assert step(revision, StepKind.WORKING_GROUP).skipped_reason == "Bare en språklig retting"
    assert step(revision, StepKind.DRAFT).is_skipped


def test_nothing_is_kept_when_one_reason_is_missing(world: World) -> None:
    revision = with_text(world)
    with pytest.raises(StepsOpen):
        done(revision, world, StepKind.COMMITTEE_REVIEW, reasons={StepKind.WORKING_GROUP: "Ikke nødvendig"})
    assert not step(revision, StepKind.WORKING_GROUP).is_passed


@pytest.mark.parametrize("kind", [StepKind.PLANNED, StepKind.FINAL, StepKind.COUNCILS, StepKind.IN_FORCE])
def test_steps_that_make_the_agreement_cannot_be_skipped(world: World, kind: StepKind) -> None:
    with pytest.raises(NotPossible):
        skip_step(revision=planned(world), kind=kind, reason="Vi vil ikke", user=coordinator(world))


def test_skipping_needs_a_reason(world: World) -> None:
    with pytest.raises(ValidationError, match="Skriv hvorfor"):
        skip_step(revision=planned(world), kind=StepKind.WORKING_GROUP, reason="  ", user=coordinator(world))


def test_a_day_ahead_is_refused(world: World) -> None:
    with pytest.raises(ValidationError, match="fram i tid"):
        done(planned(world), world, StepKind.WORKING_GROUP, done_on=today() + DAY)


def test_a_day_before_the_step_before_is_refused(world: World) -> None:
    revision = with_text(world)
    done(revision, world, StepKind.WORKING_GROUP, done_on=today() - 10 * DAY)
    with pytest.raises(ValidationError, match="Datoen er før «Arbeidsgruppe»"):
        done(revision, world, StepKind.DRAFT, done_on=today() - 11 * DAY)


def test_a_step_is_not_done_twice(world: World) -> None:
    revision = planned(world)
    done(revision, world, StepKind.WORKING_GROUP)
    with pytest.raises(NotPossible, match="allerede fullført"):
        done(revision, world, StepKind.WORKING_GROUP)


def test_a_draft_step_needs_a_text(world: World) -> None:
    revision = planned(world)
    skip_step(revision=revision, kind=StepKind.WORKING_GROUP, reason="Liten endring", user=coordinator(world))
    with pytest.raises(NotPossible, match="Start utkastet først"):
        done(revision, world, StepKind.DRAFT)


def test_a_recommendation_names_the_committee(world: World) -> None:
    revision = walked(world, StepKind.COMMITTEE_REVIEW)
    with pytest.raises(ValidationError, match="Velg utvalget"):
        done(revision, world, StepKind.RECOMMENDED, committee=None)


def test_an_open_consultation_holds_the_step_back(world: World) -> None:
    revision = walked(world, StepKind.RECOMMENDED)
    ConsultationFactory(
        partnership=world.partnership, revision=revision, state=ConsultationState.OPEN, opened_on=today()
    )
    with pytest.raises(NotPossible, match="fortsatt på høring"):
        done(revision, world, StepKind.CONSULTATION)


def test_the_final_text_is_frozen_with_the_terms_of_that_day(world: World) -> None:
    agreement = an_agreement(world)
    AgreementTerms.objects.filter(agreement=agreement).update(
        entry_rule=EntryRule.QUORUM, entry_quorum=1, needs_trust=False
    )
    revision = walked(world, StepKind.FINAL, agreement)
    AgreementTerms.objects.filter(agreement=agreement).update(entry_rule=EntryRule.ALL)
    revision.refresh_from_db()
    assert revision.version is not None
    assert revision.version.state == VersionState.FROZEN
    assert (revision.entry_rule, revision.entry_quorum, revision.needs_trust) == (EntryRule.QUORUM, 1, False)


def test_a_rule_given_on_the_revision_stands(world: World) -> None:
    revision = with_text(world)
    update_revision(revision=revision, columns={"entry_rule": EntryRule.PER_PARTY}, user=coordinator(world))
    reasons = dict.fromkeys(StepKind, "Ikke nødvendig")
    done(revision, world, StepKind.FINAL, reasons=reasons)
    revision.refresh_from_db()
    assert revision.entry_rule == EntryRule.PER_PARTY


def test_a_text_without_sections_is_not_frozen(world: World) -> None:
    revision = with_text(world)
    assert revision.version is not None
    revision.version.sections.all().delete()
    with pytest.raises(NotPossible, match="ingen punkter"):
        done(revision, world, StepKind.FINAL, reasons=dict.fromkeys(StepKind, "Ikke nødvendig"))
    assert not step(revision, StepKind.WORKING_GROUP).is_passed


@pytest.mark.parametrize(
    ("columns", "words"),
    [({"council_deadline": None}, "Sett en frist"), ({"recommendation": ""}, "forslaget til vedtak")],
)
def test_the_councils_get_a_deadline_and_a_proposal(world: World, columns: dict[str, object], words: str) -> None:
    revision = walked(world, StepKind.FINAL)
    Revision.objects.filter(pk=revision.pk).update(**columns)
    with pytest.raises(NotPossible, match=words):
        done(revision, world, StepKind.COUNCILS)


def test_sending_to_the_councils_opens_a_row_for_every_party(world: World) -> None:
    revision = walked(world, StepKind.COUNCILS)
    adoptions = Adoption.objects.filter(revision=revision)
    assert {row.status for row in adoptions} == {AdoptionStatus.SENT}
    assert adoptions.count() == 3  # two municipalities and the trust
    assert {row.sent_on for row in adoptions} == {today()}


def test_the_boards_step_registers_what_the_trust_decided(world: World) -> None:
    revision = walked(world, StepKind.COUNCILS)
    done(revision, world, StepKind.TRUST_BOARD, reference="Styresak 7/26")
    trust = Adoption.objects.get(revision=revision, party__trust__isnull=False)
    assert (trust.status, trust.council_case) == (AdoptionStatus.ADOPTED, "Styresak 7/26")


def test_the_boards_step_takes_the_day_that_is_registered(world: World) -> None:
    revision = walked(world, StepKind.COUNCILS)
    everybody_adopts(revision, world)
    row = done(revision, world, StepKind.TRUST_BOARD, done_on=None)
    assert row.done_on == today()


def test_a_board_that_said_no_has_not_adopted(world: World) -> None:
    revision = walked(world, StepKind.COUNCILS)
    trust = Adoption.objects.filter(revision=revision, party__trust__isnull=False)
    trust.update(status=AdoptionStatus.REJECTED, decided_on=today())
    with pytest.raises(NotPossible, match="ikke vedtatt"):
        done(revision, world, StepKind.TRUST_BOARD)


def test_signing_plans_the_submission_a_month_ahead(world: World) -> None:
    load_statutory()
    revision = walked(world, StepKind.COUNCILS)
    everybody_adopts(revision, world)
    done(revision, world, StepKind.TRUST_BOARD, done_on=None)
    done(revision, world, StepKind.SIGNED)
    assert step(revision, StepKind.SUBMITTED).planned_on == months_after(today(), 1)
    assert set(Adoption.objects.filter(revision=revision).values_list("signed_on", flat=True)) == {today()}


def test_one_that_deviates_does_not_sign_the_common_text(world: World) -> None:
    revision = walked(world, StepKind.COUNCILS)
    everybody_adopts(revision, world)
    other = Adoption.objects.filter(revision=revision, party__municipality=world.municipality_b)
    other.update(status=AdoptionStatus.ADOPTED_WITH_DEVIATION)
    done(revision, world, StepKind.SIGNED, reasons={StepKind.TRUST_BOARD: "Styret vedtok i forkant"})
    assert other.get().signed_on is None
    assert Adoption.objects.filter(revision=revision, signed_on=today()).count() == 2


def test_a_text_does_not_enter_into_force_before_everybody_has_adopted(world: World) -> None:
    revision = walked(world, StepKind.COUNCILS)
    with pytest.raises(NotPossible, match=r"kan ikke tre i kraft ennå\..*har ikke satt opp saken"):
        done(revision, world, StepKind.IN_FORCE, done_on=None, reasons=dict.fromkeys(StepKind, "Ikke nødvendig"))
    assert not step(revision, StepKind.IN_FORCE).is_passed


def test_a_text_enters_into_force_on_the_day_the_rule_gives_and_ends_the_one_before(world: World) -> None:
    agreement = an_agreement(world)
    old = frozen(agreement, number=1, in_force_on=today() - 400 * DAY)
    before = Revision.objects.create(agreement=agreement, name="Avtalen av 2025", version=old, step=StepKind.PUBLISHED)
    revision = walked(world, StepKind.COUNCILS, agreement)
    everybody_adopts(revision, world)
    row = done(revision, world, StepKind.IN_FORCE, done_on=None, reasons=dict.fromkeys(StepKind, "Ikke nødvendig"))
    revision.refresh_from_db(), old.refresh_from_db(), before.refresh_from_db()
    assert revision.version is not None
    assert row.done_on == revision.version.in_force_on == today()
    assert old.in_force_to == today() - DAY
    assert before.step == StepKind.SUPERSEDED
    assert revision.step == StepKind.IN_FORCE
    assert revision.base_id == old.pk


def test_another_day_than_the_rules_needs_a_reason_and_is_logged(world: World) -> None:
    revision = walked(world, StepKind.COUNCILS)
    reasons = dict.fromkeys(StepKind, "Ikke nødvendig")
    with pytest.raises(ValidationError, match="Skriv hvorfor"):
        done(revision, world, StepKind.IN_FORCE, reasons=reasons)
    done(revision, world, StepKind.IN_FORCE, note="Bestemt av departementet", reasons=reasons)
    assert history_of(revision).filter(verb="revision.own_date").count() == 1
    assert AgreementVersion.objects.get(revision=revision).in_force_on == today()


def out_on_a_fixed_date(world: World) -> Revision:
    """A text whose fixed date is today, that all but Bjørkli have adopted."""
    revision = walked(world, StepKind.COUNCILS)
    Revision.objects.filter(pk=revision.pk).update(entry_rule=EntryRule.FIXED_DATE, entry_date=today())
    revision.adoptions.exclude(party__municipality=world.municipality_b).update(
        status=AdoptionStatus.ADOPTED, decided_on=today()
    )
    revision.refresh_from_db()
    return revision


def test_a_fixed_date_without_all_must_be_confirmed(world: World) -> None:
    revision = out_on_a_fixed_date(world)
    reasons = dict.fromkeys(StepKind, "Ikke nødvendig")
    with pytest.raises(ValidationError, match="Bjørkli har ikke vedtatt teksten") as refused:
        done(revision, world, StepKind.IN_FORCE, done_on=None, reasons=reasons)
    assert "confirmed" in refused.value.message_dict
    done(revision, world, StepKind.IN_FORCE, done_on=None, reasons=reasons, confirmed=True)
    assert "Bjørkli mangler" in history_of(revision).get(verb="revision.without_all").text


def test_a_fixed_date_that_all_have_adopted_needs_no_confirmation(world: World) -> None:
    revision = out_on_a_fixed_date(world)
    revision.adoptions.update(status=AdoptionStatus.ADOPTED, decided_on=today())
    row = done(revision, world, StepKind.IN_FORCE, done_on=None, reasons=dict.fromkeys(StepKind, "Ikke nødvendig"))
    assert row.done_on == today()


def test_the_pages_say_beforehand_whom_a_fixed_date_does_not_bind_and_ask(world: World, client_of) -> None:
    revision = out_on_a_fixed_date(world)
    Revision.objects.filter(pk=revision.pk).update(entry_date=today() + 30 * DAY)
    client = client_of("coordinator_municipal")
    told = "Bjørkli har ikke vedtatt teksten. Den binder bare dem som har vedtatt den."
    assert told in client.get(f"/prove/revisjoner/{revision.pk}/").content.decode()
    Revision.objects.filter(pk=revision.pk).update(entry_date=today())
    for kind in (StepKind.TRUST_BOARD, StepKind.SIGNED):
        skip_step(revision=revision, kind=kind, reason="Ikke nødvendig", user=coordinator(world))
    url = f"/prove/revisjoner/{revision.pk}/trinn/in_force/"
    assert told in client.get(url).content.decode()
    data = {"gjor": "fullfor", "done_on": today().isoformat(), "note": ""}
    refused = client.post(url, data)
    assert refused.status_code == 422
    assert "Bekreft at teksten likevel skal settes i kraft." in refused.content.decode()
    assert client.post(url, data | {"confirmed": "on"}).status_code == 302


def test_a_text_cannot_replace_one_that_began_later(world: World) -> None:
    agreement = an_agreement(world)
    frozen(agreement, number=1, in_force_on=today())
    revision = walked(world, StepKind.COUNCILS, agreement)
    everybody_adopts(revision, world)
    with pytest.raises(NotPossible, match="senere dag"):
        done(revision, world, StepKind.IN_FORCE, done_on=None, reasons=dict.fromkeys(StepKind, "Ikke nødvendig"))


def test_an_ended_revision_does_not_move(world: World) -> None:
    revision = planned(world)
    Revision.objects.filter(pk=revision.pk).update(step=StepKind.SUPERSEDED)
    with pytest.raises(NotPossible, match="avløst"):
        done(revision, world, StepKind.WORKING_GROUP)


def test_the_last_step_can_be_opened_again(world: World) -> None:
    revision = planned(world)
    done(revision, world, StepKind.WORKING_GROUP, note="Ved en feil")
    undo_step(revision=revision, kind=StepKind.WORKING_GROUP, user=coordinator(world))
    row = step(revision, StepKind.WORKING_GROUP)
    assert (row.done_on, row.done_by, row.note) == (None, None, "")
    revision.refresh_from_db()
    assert revision.step == StepKind.PLANNED


def test_a_signature_that_is_opened_again_is_taken_off_the_adoptions(world: World) -> None:
    revision = walked(world, StepKind.COUNCILS)
    everybody_adopts(revision, world)
    done(revision, world, StepKind.SIGNED, reasons={StepKind.TRUST_BOARD: "Styret vedtok i forkant"})
    undo_step(revision=revision, kind=StepKind.SIGNED, user=coordinator(world))
    assert not Adoption.objects.filter(revision=revision, signed_on__isnull=False).exists()


def test_only_the_last_step_is_opened_again(world: World) -> None:
    revision = walked(world, StepKind.DRAFT)
    with pytest.raises(NotPossible, match="Bare det siste"):
        undo_step(revision=revision, kind=StepKind.WORKING_GROUP, user=coordinator(world))


@pytest.mark.parametrize("kind", [StepKind.FINAL, StepKind.COUNCILS])
def test_what_others_have_acted_on_is_not_opened_again(world: World, kind: StepKind) -> None:
    revision = walked(world, kind)
    with pytest.raises(NotPossible, match="kan ikke gjøres om"):
        undo_step(revision=revision, kind=kind, user=coordinator(world))


def test_a_day_is_planned_and_taken_away_until_the_step_is_done(world: World) -> None:
    revision = planned(world)
    user = coordinator(world)
    plan_step(revision=revision, kind=StepKind.DRAFT, planned_on=today() + 9 * DAY, user=user)
    assert step(revision, StepKind.DRAFT).planned_on == today() + 9 * DAY
    plan_step(revision=revision, kind=StepKind.DRAFT, planned_on=None, user=user)
    assert step(revision, StepKind.DRAFT).planned_on is None
    with pytest.raises(NotPossible):
        plan_step(revision=revision, kind=StepKind.PLANNED, planned_on=today(), user=user)


def test_a_skipped_step_can_be_done_after_all(world: World) -> None:
    revision = planned(world)
    skip_step(revision=revision, kind=StepKind.WORKING_GROUP, reason="Rakk det ikke", user=coordinator(world))
    complete_step(revision=revision, kind=StepKind.WORKING_GROUP, user=coordinator(world), done_on=today())
    assert step(revision, StepKind.WORKING_GROUP).skipped_reason == ""
