"""The route editor: moving, removing and saving, with and without JavaScript."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from meetings.models import Case, RouteStep
from meetings.services.routes import route_mark
from tests.factories.meetings import CaseFactory, RouteStepFactory
from tests.factories.organisation import CommitteeFactory
from tests.personas import World


@pytest.fixture
def case(world: World) -> Case:
    made: Case = CaseFactory(partnership=world.partnership)
    RouteStepFactory(case=made, position=1, committee=world.committee, planned_on=dt.date(2027, 1, 5))
    RouteStepFactory(case=made, position=2, body_name="Kommunestyrene")
    return made


@pytest.fixture
def send(case: Case, world: World, client_of: Callable[[str], Client]) -> Callable[..., Any]:
    """Sends the editor with these rows."""
    address = reverse("meetings:case-route-edit", args=[world.partnership.slug, case.pk])

    def post(*rows: dict[str, Any], **more: Any) -> Any:
        data = {f"ledd-{index}-{name}": value for index, row in enumerate(rows) for name, value in row.items()}
        headers = more.pop("headers", None)
        return client_of("coordinator_municipal").post(
            address, {"merke": route_mark(case)} | data | more, headers=headers
        )

    return post


def bodies(case: Case) -> list[str]:
    return [step.committee.short_name if step.committee else step.body_name for step in case.route.all()]


def shown(answer: Any) -> list[str]:
    return [str(form["body_name"].value()) for form in answer.context["forms"]]


def test_the_route_is_saved_whole_and_steps_keep_their_row(case: Case, world: World, send: Callable[..., Any]) -> None:
    first, second = case.route.all()
    answer = send(
        {"pk": second.pk, "body_name": "Kommunestyrene", "result": "Alle sa ja", "treated_on": "2026-01-05"},
        {"committee": world.other_committee.pk},
        {"pk": first.pk, "committee": world.committee.pk, "planned_on": "2027-02-01"},
        {"body_name": ""},
    )
    assert answer.status_code == 302
    assert bodies(case) == ["Kommunestyrene", "LSU", "OSU"]
    assert {first.pk, second.pk} < set(case.route.values_list("pk", flat=True))
    assert RouteStep.objects.get(pk=second.pk).result == "Alle sa ja"


def test_buttons_move_and_remove_what_is_typed_and_save_nothing(case: Case, send: Callable[..., Any]) -> None:
    rows = [{"body_name": "En"}, {"body_name": "To"}, {"body_name": "Tre"}]
    assert shown(send(*rows, gjor="opp-2")) == ["En", "Tre", "To"]
    assert shown(send(*rows, gjor="ned-0")) == ["To", "En", "Tre"]
    assert shown(send(*rows, gjor="fjern-1")) == ["En", "Tre"]
    assert shown(send(*rows, gjor="opp-0")) == ["En", "To", "Tre"]
    assert shown(send(*rows, gjor="tull")) == ["En", "To", "Tre"]
    assert len(shown(send(*rows, gjor="nytt"))) == 4
    assert bodies(case) == ["OSU", "Kommunestyrene"]


def test_a_move_is_said_aloud_and_the_button_keeps_focus(send: Callable[..., Any]) -> None:
    page = send({"body_name": "En"}, {"body_name": "To"}, gjor="opp-1", headers={"HX-Request": "true"}).content.decode()
    assert "Ledd 2 er flyttet til plass 1 av 2." in page
    assert page.count("autofocus") == 1
    assert "<html" not in page


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"planned_on": "2027-01-01"}, "Velg et utvalg eller skriv navnet på et annet organ."),
        ({"committee": "utvalget", "body_name": "Styret"}, "ikke begge"),
        ({"body_name": "Styret", "treated_on": "2999-01-01"}, "har ikke vært ennå"),
        ({"body_name": "Styret", "planned_on": "snart"}, "dato"),
    ],
)
def test_a_bad_leg_is_refused_and_nothing_typed_is_lost(
    case: Case, world: World, send: Callable[..., Any], row: dict[str, str], message: str
) -> None:
    row = {name: str(world.committee.pk) if value == "utvalget" else value for name, value in row.items()}
    answer = send({"body_name": "Det jeg skrev"}, row)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert message in page
    assert "Det jeg skrev" in page
    assert "<title>Feil:" in page
    assert '<a class="ds-link" href="#id_ledd-1-' in page
    assert bodies(case) == ["OSU", "Kommunestyrene"]


def test_another_partnerships_committee_cannot_be_chosen(case: Case, send: Callable[..., Any]) -> None:
    assert send({"committee": CommitteeFactory().pk}).status_code == 422


def test_a_route_somebody_else_saved_meanwhile_is_not_overwritten_unseen(case: Case, send: Callable[..., Any]) -> None:
    opened = route_mark(case)
    RouteStepFactory(case=case, position=3, body_name="Lagt til av en annen")
    answer = send({"body_name": "Mitt forslag"}, merke=opened)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Lagt til av en annen" in page
    assert "Mitt forslag" in page
    assert len(bodies(case)) == 3
    part = send({"body_name": "Mitt forslag"}, merke=opened, headers={"HX-Request": "true"})
    assert (part.status_code, "Lagt til av en annen" in part.content.decode()) == (422, True)
    assert send({"body_name": "Mitt forslag"}, merke=answer.context["mark"]).status_code == 302
    assert bodies(case) == ["Mitt forslag"]
