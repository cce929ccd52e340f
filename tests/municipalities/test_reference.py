"""The four partnerships of the reference data, and that loading them is safe to repeat."""

from __future__ import annotations

import datetime as dt

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import transaction
from django.db.models import Sum

from municipalities.enums import GroupKind, SeatFunction, Standing
from municipalities.models import Committee, Municipality, Partnership, PartnershipMembership, Population, Seat
from municipalities.services.reference import load_reference
from samhandling.audit.models import ActivityLog
from samhandling.disclosure.models import LegalBasis


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """Loading takes seconds, so the tests of this module share it; each runs in a transaction inside this one."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_reference()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def reference(loaded, db):
    """The four partnerships."""


def everything() -> dict[str, list[tuple]]:
    models = [*apps.get_app_config("municipalities").get_models(), LegalBasis, ActivityLog]
    return {model.__name__: list(model._default_manager.order_by("pk").values_list()) for model in models}


def inhabitants(slug: str, year: int) -> int:
    members = PartnershipMembership.objects.filter(partnership__slug=slug, standing=Standing.MEMBER)
    numbers = Population.objects.filter(year=year, municipality__partnership_memberships__in=members)
    return numbers.aggregate(sum=Sum("inhabitants"))["sum"]


@pytest.mark.parametrize(
    ("slug", "year", "municipalities", "total"),
    [("sor-trondelag-2013", 2013, 25, 302_755), ("khs-26", 2017, 26, 487_348), ("vest-viken", 2024, 21, 506_592)],
)
def test_control_sums_hold(reference, slug, year, municipalities, total):
    members = PartnershipMembership.objects.filter(partnership__slug=slug, standing=Standing.MEMBER)
    assert members.count() == municipalities
    assert inhabitants(slug, year) == total


def test_loading_twice_changes_nothing(reference, capsys):
    call_command("load_reference")  # and what the law asks of agreements, which comes with the command
    capsys.readouterr()
    before = everything()
    call_command("load_reference")
    assert everything() == before
    assert capsys.readouterr().out == "Ingenting å endre.\n"


def test_loading_again_keeps_what_a_coordinator_changed_but_restores_shared_facts(reference):
    Committee.objects.filter(partnership__slug="st-olavs", slug="osu").update(notice_days=10)
    Seat.objects.filter(committee__slug="lsu-fosen").delete()
    Municipality.objects.filter(number="5020").update(name="Oosen")
    load_reference()
    assert Committee.objects.get(partnership__slug="st-olavs", slug="osu").notice_days == 10
    assert not Seat.objects.filter(committee__slug="lsu-fosen").exists()
    assert Municipality.objects.get(number="5020").name == "Osen"


def test_what_is_not_confirmed_is_considering(reference):
    considering = PartnershipMembership.objects.filter(standing=Standing.CONSIDERING)
    assert {row.municipality.name for row in considering.select_related("municipality")} == {
        "Osen",
        "Stjørdal",
        "Meråker",
    }


def test_a_merged_municipality_ends_the_day_before_its_successor_begins(reference):
    for old in Municipality.objects.exclude(valid_to=None).prefetch_related("succeeded_by__new"):
        successions = list(old.succeeded_by.all())
        assert successions, old.number
        for succession in successions:
            assert succession.on == old.valid_to + dt.timedelta(days=1)
            assert succession.new.valid_from <= succession.on


def test_snillfjord_was_divided_between_three(reference):
    snillfjord = Municipality.objects.get(number="5012")
    assert set(snillfjord.successors.values_list("name", flat=True)) == {"Heim", "Hitra", "Orkland"}
    assert all(snillfjord.succeeded_by.values_list("is_partial", flat=True))


def test_board_constituencies_and_lsu_areas_are_different_things(reference):
    groups = Partnership.objects.get(slug="khs-26").groups
    assert groups.filter(kind=GroupKind.LSU_AREA).count() == 5
    assert groups.filter(kind=GroupKind.CONSTITUENCY).count() == 7
    board = Committee.objects.get(partnership__slug="khs-26", slug="styret")
    voting = board.seats.filter(is_voting=True).exclude(function=SeatFunction.DEPUTY)
    assert {seat.group.kind for seat in voting.select_related("group")} == {GroupKind.CONSTITUENCY}
    assert voting.count() == 7


def test_every_committee_has_a_chair_and_someone_to_write(reference):
    for committee in Committee.objects.prefetch_related("seats"):
        functions = [seat.function for seat in committee.seats.all()]
        assert functions.count(SeatFunction.CHAIR) == 1, committee
        assert SeatFunction.SECRETARY in functions, committee


def test_secrecy_comes_first_and_names_its_act(reference):
    first = LegalBasis.objects.current(dt.date(2026, 1, 1)).first()
    assert first.is_mandatory
    assert first.citation == "offl. §\u00a013, jf. fvl. § 13"
