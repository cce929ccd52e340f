"""Who holds the secretariat and who is next (I18), the warning in time, and the hand-over with its receipt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from meetings.enums import CaseState
from municipalities.enums import Party
from municipalities.models import MunicipalGroup, RotationPlace, SecretariatTerm
from reports.models import Handover, SecretariatTask
from reports.rules.rotation import coming_term, days_held, fairness, holder, months, next_holder, warning_day
from reports.selectors.secretariat import secretariat
from reports.services.secretariat import add_term, set_rotation
from tests.factories.agreements import ConsultationFactory, RevisionStepFactory
from tests.factories.meetings import CaseFactory, MeetingFactory
from tests.factories.organisation import GroupFactory, GroupMembershipFactory
from tests.factories.reports import SecretariatTermFactory
from tests.personas import World

ClientOf = Callable[[str], Client]


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


# --- The rules --------------------------------------------------------------------------------------------------------


@given(count=st.integers(1, 9), number=st.integers(0, 60))
def test_the_order_goes_round(count: int, number: int) -> None:
    ordering = list(range(count))
    assert holder(ordering, number) == ordering[number % count]
    assert next_holder(ordering, [holder(ordering, k) for k in range(number)]) == holder(ordering, number)


def test_a_term_outside_the_order_moves_nobody() -> None:
    assert next_holder(["Orkdal", "Fosen", "Røros"], ["Orkdal", None, "Hitra"]) == "Fosen"
    assert next_holder(["Orkdal", "Fosen"], []) == "Orkdal"
    assert next_holder([], ["Orkdal"]) is None


def test_months_held_are_of_days_that_have_come() -> None:
    assert months(days_held(day("2025-01-01"), day("2026-12-31"), day("2027-06-01"))) == 24
    assert months(days_held(day("2025-01-01"), day("2026-12-31"), day("2025-06-30"))) == 6
    assert days_held(day("2027-01-01"), None, day("2026-12-31")) == 0


@given(st.dictionaries(st.integers(), st.integers(0, 400), min_size=2, max_size=8))
def test_fairness_is_the_distance_between_the_most_and_the_fewest(held: dict[int, int]) -> None:
    found = fairness(held)
    assert found is not None
    assert found.gap == max(held.values()) - min(held.values()) >= 0
    assert fairness(dict(reversed(held.items()))) == found


def test_the_next_term_is_two_years_and_is_told_half_a_year_before() -> None:
    assert coming_term(day("2026-12-31")) == (day("2027-01-01"), day("2028-12-31"))
    assert coming_term(day("2024-02-28")) == (day("2024-02-29"), day("2026-02-27"))
    assert warning_day(day("2026-08-31")) == day("2026-02-28")


# --- Terms ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def regions(world: World) -> list[MunicipalGroup]:
    """Orkdal, then Fosen, then Røros; Alvdalen is in Fosen."""
    groups = [GroupFactory(partnership=world.partnership, name=name) for name in ("Orkdal", "Fosen", "Røros")]
    GroupMembershipFactory(group=groups[1], municipality=world.municipality_a)
    set_rotation(actor=None, partnership=world.partnership, groups=groups)
    return groups


def term(world: World, group: MunicipalGroup | None, first: str, last: str | None, **values: Any) -> SecretariatTerm:
    made: SecretariatTerm = SecretariatTermFactory(
        partnership=world.partnership,
        group=group,
        valid_from=day(first),
        valid_to=day(last) if last else None,
        **values,
    )
    return made


def test_the_page_knows_who_holds_it_who_is_next_and_how_even_it_is(
    world: World, regions: list[MunicipalGroup]
) -> None:
    term(world, regions[0], "2023-01-01", "2024-12-31")
    term(world, None, "2025-01-01", "2025-12-31", municipality=world.municipality_a)  # counts for Fosen
    term(world, None, "2020-01-01", None, side=Party.TRUST)
    found = secretariat(world.partnership, day("2025-07-01"))
    assert [row.name if row else "" for _side, row in found.current] == ["Alvdalen", "Fjordane prøvesykehus HF"]
    assert [(row.group.name, row.months) for row in found.turns] == [("Orkdal", 24), ("Fosen", 6), ("Røros", 0)]
    assert found.fairness is not None
    assert found.fairness.gap == 24
    assert found.next_group == regions[1]  # the municipality's term stood outside the order
    assert [row.is_next for row in found.turns] == [False, True, False]
    term(world, regions[1], "2026-01-01", "2027-12-31")
    found = secretariat(world.partnership, day("2025-07-01"))
    assert [row.is_next for row in found.turns] == [False, True, False]  # Fosen is entered, and still the next
    assert found.next_group == regions[2]  # to be entered


def test_two_may_not_hold_a_side_at_once(world: World, regions: list[MunicipalGroup]) -> None:
    term(world, regions[0], "2025-01-01", "2026-12-31")
    values = {"side": "municipalities", "group": regions[1], "percent": 50}
    with pytest.raises(ValidationError) as refused:
        add_term(actor=None, partnership=world.partnership, values={**values, "valid_from": day("2026-12-31")})
    words = refused.value.message_dict["valid_from"][0].replace("\xa0", " ")
    assert words.startswith("Orkdal har sekretariatet på samme side fra 1. januar 2025 til 31. desember 2026.")
    with pytest.raises(IntegrityError), transaction.atomic():
        term(world, regions[1], "2026-06-01", None)
    assert add_term(actor=None, partnership=world.partnership, values={**values, "valid_from": day("2027-01-01")}).pk


@pytest.mark.django_db
class TestWarning:
    """The term of Orkdal ends on 31 December 2026."""

    def notices(self, world: World, on: str) -> list[str]:
        return [
            f"{row.title}|{row.action}".replace("\xa0", " ") for row in secretariat(world.partnership, day(on)).notices
        ]

    def test_it_comes_six_months_ahead(self, world: World, regions: list[MunicipalGroup]) -> None:
        term(world, regions[0], "2025-01-01", "2026-12-31")
        assert self.notices(world, "2026-06-29") == []
        (notice,) = secretariat(world.partnership, day("2026-06-30")).notices
        assert notice.title.replace("\xa0", " ") == "Sekretariatet for kommunene hos Orkdal går ut 31. desember 2026"
        assert notice.detail == "Neste i turnusen er Fosen."
        assert notice.due_on == day("2026-12-31")

    def test_it_stays_when_the_term_is_over_and_nobody_came(self, world: World, regions: list[MunicipalGroup]) -> None:
        term(world, regions[0], "2025-01-01", "2026-12-31")
        assert self.notices(world, "2027-02-01")[0].startswith("Sekretariatet for kommunene hos Orkdal gikk ut")

    def test_with_the_next_one_entered_it_asks_for_the_hand_over_until_it_is_signed_for(
        self, world: World, terms: tuple[SecretariatTerm, SecretariatTerm]
    ) -> None:
        assert self.notices(world, "2026-11-01")[0].endswith("|Overlever")
        row = Handover.objects.create(
            partnership=world.partnership, giver=terms[0], taker=terms[1], on=day("2026-12-20"), open_work={}
        )
        assert self.notices(world, "2027-02-01")[0].endswith("|Åpne")
        row.received_at, row.received_name = timezone.now(), "Tuva Prøvesen"
        row.save()
        assert self.notices(world, "2027-02-01") == []

    def test_without_a_last_day_nothing_is_told(self, world: World, regions: list[MunicipalGroup]) -> None:
        term(world, regions[0], "2025-01-01", None)
        assert self.notices(world, "2030-01-01") == []

    def test_only_coordinators_get_it(self, world: World, regions: list[MunicipalGroup], client_of: ClientOf) -> None:
        soon = timezone.localdate() + dt.timedelta(days=30)
        term(world, regions[0], "2025-01-01", soon.isoformat())
        panel = reverse("reports:secretariat-panel", args=["prove"])
        assert "hos Orkdal" in client_of("coordinator_trust").get(panel).content.decode()
        for persona in ("mayor", "anonymous"):
            assert client_of(persona).get(panel).content.decode().strip() == ""


# --- Pages ------------------------------------------------------------------------------------------------------------


def test_the_next_in_turn_is_filled_in_and_saved(
    world: World, regions: list[MunicipalGroup], client_of: ClientOf
) -> None:
    term(world, regions[0], "2025-01-01", "2026-12-31")
    client, address = client_of("coordinator_municipal"), reverse("reports:term-create", args=["prove"])
    initial = client.get(address).context["form"].initial
    assert (initial["group"], initial["valid_from"]) == (regions[1], day("2027-01-01"))
    values = {
        "side": "municipalities",
        "group": regions[1].pk,
        "valid_from": "2027-01-01",
        "valid_to": "2028-12-31",
        "percent": 80,
    }
    assert client.post(address, values).status_code == 302
    assert secretariat(world.partnership, day("2027-01-01")).next_group == regions[2]


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"valid_from": "2026-06-01"}, "valid_from", "Velg andre dager."),
        ({"valid_to": "2026-12-31"}, "valid_to", "Til-datoen er før fra-datoen."),
        ({"group": ""}, "group", "Velg enten en kommunegruppe eller en kommune"),
        ({"side": "trust"}, "group", "Velg ingen kommunegruppe eller kommune"),
        ({"percent": "0"}, "percent", "1"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    world: World, regions: list[MunicipalGroup], client_of: ClientOf, changes: dict[str, str], field: str, said: str
) -> None:
    term(world, regions[0], "2025-01-01", "2026-12-31")
    values = {
        "side": "municipalities",
        "group": regions[1].pk,
        "valid_from": "2027-01-01",
        "percent": "100",
        "place": "Brekstad",
        **changes,
    }
    answer: Any = client_of("coordinator_municipal").post(reverse("reports:term-create", args=["prove"]), values)
    assert answer.status_code == 422
    assert said in answer.context["form"].errors[field][0]
    assert "Brekstad" in answer.content.decode()
    assert SecretariatTerm.objects.count() == 1


def test_a_term_is_changed_without_standing_in_its_own_way(
    world: World, regions: list[MunicipalGroup], client_of: ClientOf
) -> None:
    row = term(world, regions[0], "2025-01-01", "2026-12-31")
    values = {"side": "municipalities", "group": regions[0].pk, "valid_from": "2025-01-01", "valid_to": "2027-06-30"}
    address = reverse("reports:term-edit", args=["prove", row.pk])
    assert client_of("coordinator_trust").post(address, {**values, "percent": 60}).status_code == 302
    row.refresh_from_db()
    assert (row.valid_to, row.percent) == (day("2027-06-30"), 60)


def test_the_order_is_changed_and_two_may_not_have_one_place(
    world: World, regions: list[MunicipalGroup], client_of: ClientOf
) -> None:
    client, address = client_of("coordinator_municipal"), reverse("reports:rotation-edit", args=["prove"])
    orkdal, fosen, roros = (f"place_{group.pk}" for group in regions)
    answer: Any = client.post(address, {orkdal: "1", fosen: "1", roros: ""})
    assert answer.status_code == 422
    assert "har også plass 1" in str(answer.context["form"].errors)
    assert client.post(address, {orkdal: "3", fosen: "1", roros: ""}).status_code == 302
    places = RotationPlace.objects.filter(partnership=world.partnership).order_by("position")
    assert [place.group for place in places] == [regions[1], regions[0]]


def test_all_read_and_coordinators_write(world: World, regions: list[MunicipalGroup], client_of: ClientOf) -> None:
    row = term(world, regions[0], "2025-01-01", "2026-12-31")
    assert client_of("anonymous").get(reverse("reports:secretariat", args=["prove"])).status_code == 200
    for name, args in (("term-create", []), ("term-edit", [row.pk]), ("rotation-edit", []), ("handover-create", [])):
        assert client_of("mayor").get(reverse(f"reports:{name}", args=["prove", *args])).status_code == 403


def test_the_page_asks_as_much_for_one_term_as_for_many(
    world: World, regions: list[MunicipalGroup], django_assert_num_queries: Any
) -> None:
    term(world, regions[0], "2021-01-01", "2022-12-31")
    with django_assert_num_queries(4):
        assert len(secretariat(world.partnership, day("2025-07-01")).turns) == 3
    term(world, regions[1], "2023-01-01", "2024-12-31")
    term(world, None, "2025-01-01", None, municipality=world.municipality_a)
    with django_assert_num_queries(4):
        assert len(secretariat(world.partnership, day("2025-07-01")).turns) == 3


# --- The hand-over ----------------------------------------------------------------------------------------------------


@pytest.fixture
def terms(world: World, regions: list[MunicipalGroup]) -> tuple[SecretariatTerm, SecretariatTerm]:
    return (
        term(world, regions[0], "2025-01-01", "2026-12-31"),
        term(world, regions[1], "2027-01-01", "2028-12-31"),
    )


def hand_over(client: Client, terms: tuple[SecretariatTerm, SecretariatTerm], **changes: Any) -> Any:
    values = {"giver": terms[0].pk, "taker": terms[1].pk, "on": "2026-12-15", "note": "Nøkkelen ligger i skuffen."}
    return client.post(reverse("reports:handover-create", args=["prove"]), values | changes)


def test_who_holds_it_now_and_who_comes_are_filled_in(
    world: World, regions: list[MunicipalGroup], client_of: ClientOf
) -> None:
    today, client = timezone.localdate(), client_of("coordinator_trust")
    address = reverse("reports:handover-create", args=["prove"])
    term(world, regions[0], "2020-01-01", "2021-12-31")
    now = term(world, regions[1], "2022-01-01", (today + dt.timedelta(days=60)).isoformat())
    page = client.get(address)
    assert (page.context["form"].initial["giver"], page.context["form"].initial["taker"]) == (now, None)
    assert "Perioden etter Fosen er ikke lagt inn." in page.content.decode()
    coming = term(world, regions[2], (today + dt.timedelta(days=61)).isoformat(), None)
    assert client.get(address).context["form"].initial["taker"] == coming
    assert client.get(f"{address}?side=trust").context["form"].initial["giver"] is None


def test_open_work_is_frozen_when_the_hand_over_is_made(
    world: World, terms: tuple[SecretariatTerm, SecretariatTerm], client_of: ClientOf
) -> None:
    case = CaseFactory(partnership=world.partnership, title="Felles akutteam", state=CaseState.OPEN)
    CaseFactory(partnership=world.partnership, title="Ferdig sak", state=CaseState.CLOSED)
    client = client_of("coordinator_trust")
    assert hand_over(client, terms).status_code == 302
    row = Handover.objects.get()
    case.title = "Et helt annet navn"
    case.save()
    words = client.get(reverse("reports:handover-detail", args=["prove", row.pk])).content.decode()
    assert "Felles akutteam" in words
    assert "Overlevering fra Orkdal til Fosen" in words
    assert "Nøkkelen ligger i skuffen." in words
    for left_out in ("Ferdig sak", "Et helt annet navn"):
        assert left_out not in words


def test_it_is_made_anew_until_somebody_has_signed(
    world: World, terms: tuple[SecretariatTerm, SecretariatTerm], client_of: ClientOf
) -> None:
    client = client_of("coordinator_trust")
    hand_over(client, terms)
    CaseFactory(partnership=world.partnership, title="Kom til siden", state=CaseState.OPEN)
    hand_over(client, terms)
    assert "Kom til siden" in str(Handover.objects.get().open_work)
    Handover.objects.update(received_at=timezone.now(), received_name="Tuva Prøvesen")
    answer = hand_over(client, terms)
    assert answer.status_code == 422
    assert "Overleveringen er kvittert og kan ikke lages på nytt." in answer.content.decode()


def test_the_two_must_follow_each_other_on_one_side(
    world: World, terms: tuple[SecretariatTerm, SecretariatTerm], client_of: ClientOf
) -> None:
    trust = term(world, None, "2027-01-01", None, side=Party.TRUST)
    client = client_of("coordinator_trust")
    assert "samme side" in hand_over(client, terms, taker=trust.pk).context["form"].errors["taker"][0]
    back = hand_over(client, terms[::-1])
    assert "begynner etter" in back.context["form"].errors["taker"][0]
    assert not Handover.objects.exists()


def test_the_one_who_takes_over_signs_once_and_then_it_stands(
    world: World, terms: tuple[SecretariatTerm, SecretariatTerm], client_of: ClientOf
) -> None:
    hand_over(client_of("coordinator_trust"), terms)
    row = Handover.objects.get()
    receipt = reverse("reports:handover-receipt", args=["prove", row.pk])
    taker = client_of("coordinator_municipal")
    assert "Jeg har tatt over" in taker.get(receipt).content.decode()
    assert taker.post(receipt, {"note": "Alt er med."}).status_code == 302
    row.refresh_from_db()
    assert (row.received_name, row.received_note) == ("Tuva Prøvesen", "Alt er med.")
    signed = row.received_at
    again = taker.post(receipt, {"note": "En gang til"}, follow=True).content.decode()
    assert "Tuva Prøvesen kvitterte" in again
    row.refresh_from_db()
    assert (row.received_at, row.received_note) == (signed, "Alt er med.")
    with pytest.raises(IntegrityError, match="kan ikke endres"), transaction.atomic():
        Handover.objects.update(note="Noe annet")


def test_a_long_list_of_open_work_asks_no_more_than_a_short_one(
    world: World,
    terms: tuple[SecretariatTerm, SecretariatTerm],
    client_of: ClientOf,
    django_assert_max_num_queries: Any,
) -> None:
    client, address = client_of("coordinator_municipal"), reverse("reports:handover-create", args=["prove"])

    def more_work(number: int) -> None:
        CaseFactory(partnership=world.partnership, state=CaseState.OPEN)
        MeetingFactory(committee=world.committee)
        ConsultationFactory(partnership=world.partnership)
        SecretariatTask.objects.create(partnership=world.partnership, text=f"{number}", started_on=day("2026-01-01"))
        RevisionStepFactory(revision__agreement__partnership=world.partnership)

    more_work(1)
    client.get(address)
    with django_assert_max_num_queries(40) as first:
        client.get(address)
    for number in (2, 3):
        more_work(number)
    with django_assert_max_num_queries(40) as second:
        words = client.get(address).content.decode()
    assert "Ingenting åpent." in words  # follow-up
    assert words.count("Ikke satt opp i noe møte.") == 3
    assert len(first) == len(second)


def test_others_neither_read_nor_sign(
    world: World, terms: tuple[SecretariatTerm, SecretariatTerm], client_of: ClientOf
) -> None:
    hand_over(client_of("coordinator_municipal"), terms)
    pk = Handover.objects.get().pk
    receipt = reverse("reports:handover-receipt", args=["prove", pk])
    assert client_of("coordinator_trust").post(receipt).status_code == 403  # the other side
    assert client_of("coordinator_municipal").post(receipt).status_code == 403  # made it
    for persona in ("health_chief", "mayor", "outsider"):
        assert client_of(persona).get(reverse("reports:handover-detail", args=["prove", pk])).status_code == 403
    assert client_of("coordinator_trust").get(reverse("reports:handover-detail", args=["annet", pk])).status_code == 404
