"""Projects: how they go in words, which councils have had them, who keeps them, and what is refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from municipalities.models import Municipality
from reports.enums import MeasureLevel, MeasureState, PhaseKind
from reports.models import CouncilPresentation, Deliverable, Measure, Project, ProjectPhase
from reports.rules.projects import current_phase, delivery_status, phase_status, project_status
from reports.selectors.projects import own_projects, project_page, project_rows
from reports.services.projects import add_part, add_project, change_project
from samhandling.audit.models import ActivityLog
from tests.factories.organisation import MunicipalityFactory, PartnershipMembershipFactory
from tests.personas import World

ClientOf = Callable[[str], Client]
DAY = dt.date(2026, 11, 23)


def days(number: int) -> dt.date:
    return DAY + dt.timedelta(days=number)


def phase(planned: tuple[int, int] | None = None, started: int | None = None, done: int | None = None) -> ProjectPhase:
    return ProjectPhase(
        kind=PhaseKind.GAP,
        planned_from=days(planned[0]) if planned else None,
        planned_to=days(planned[1]) if planned else None,
        started_on=days(started) if started is not None else None,
        done_on=days(done) if done is not None else None,
    )


def make_project(world: World, name: str = "Felles legevakt", **values: Any) -> Project:
    given = {"name": name, "started_on": timezone.localdate() - dt.timedelta(days=90), "municipalities": []}
    return add_project(actor=None, partnership=world.partnership, values=given | values)


def present(project: Project, municipality: Municipality, days_ago: int = 10) -> CouncilPresentation:
    held_on = timezone.localdate() - dt.timedelta(days=days_ago)
    return add_part(actor=None, part=CouncilPresentation(project=project, municipality=municipality, held_on=held_on))


def address(world: World, name: str, *args: object) -> str:
    return reverse(f"reports:{name}", args=[world.partnership.slug, *args])


# --- In words ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "word", "is_late"),
    [
        (phase(), "Ikke startet", False),
        (phase((1, 30)), "Ikke startet", False),
        (phase((0, 30)), "Ikke startet", False),
        (phase((-1, 30)), "Ikke startet, én dag forsinket", True),
        (phase((-30, 0), -20), "I gang", False),
        (phase((-30, -2), -20), "I gang, 2 dager forsinket", True),
        (phase((-30, -2), -20, -2), "Ferdig i tide", False),
        (phase((-30, -20), -25, -10), "Ferdig 10 dager etter planen", False),
        (phase(None, -25, -10), "Ferdig", False),
    ],
)
def test_a_phase_is_on_time_late_or_done(row: ProjectPhase, word: str, is_late: bool) -> None:
    status = phase_status(row, DAY)
    assert (status.word, status.is_late) == (word, is_late)


@pytest.mark.parametrize(
    ("phases", "ended_on", "word"),
    [
        ([], None, "I gang"),
        ([phase((10, 20))], None, "Ikke startet"),
        ([phase((-30, -20), -30, -15), phase((-14, 20), -10)], None, "I rute"),
        ([phase((-30, -20), -30, -15), phase((-14, -2), -10)], None, "Forsinket"),
        ([phase((-30, -20), -30, -15)], None, "Alle faser er ferdige"),
        ([phase((-14, -2), -10)], days(-1), "Avsluttet"),
        ([phase((-14, -2), -10)], days(1), "Forsinket"),
    ],
)
def test_a_project_is_late_with_one_of_its_phases(
    phases: list[ProjectPhase], ended_on: dt.date | None, word: str
) -> None:
    assert project_status(ended_on=ended_on, phases=phases, day=DAY).word == word


def test_the_phase_of_now_is_the_one_under_way_else_the_next() -> None:
    done, coming, under_way = phase(None, -30, -20), phase((5, 9)), phase(None, -3)
    assert current_phase([done, coming, under_way]) is under_way
    assert current_phase([done, coming]) is coming
    assert current_phase([done]) is None


def test_something_without_a_deadline_is_never_late() -> None:
    assert delivery_status(None, None, DAY).word == "Pågår"
    assert delivery_status(None, days(-3), DAY).word == "Ferdig"


# --- Councils ---------------------------------------------------------------------------------------------------------


def test_each_council_counts_once_however_often_the_project_was_presented(world: World) -> None:
    project = make_project(world)
    present(project, world.municipality_a, 10)
    present(project, world.municipality_a, 60)
    anchoring = project_rows(world.partnership, timezone.localdate())[0].anchoring
    assert (anchoring.reached, len(anchoring.councils), anchoring.presentations) == (1, 2, 2)
    assert anchoring.missing == [world.municipality_b]


def test_a_project_of_some_municipalities_asks_their_councils_only(world: World) -> None:
    project = make_project(world, municipalities=[world.municipality_b])
    present(project, world.municipality_b)
    anchoring = project_rows(world.partnership, timezone.localdate())[0].anchoring
    assert (anchoring.reached, len(anchoring.councils), anchoring.missing) == (1, 1, [])
    with pytest.raises(ValidationError, match="ikke med i prosjektet"):
        present(project, world.municipality_a)


# --- What is refused --------------------------------------------------------------------------------------------------


def tomorrow() -> dt.date:
    return timezone.localdate() + dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("part", "field"),
    [
        (lambda: ProjectPhase(kind=PhaseKind.GAP, planned_from=days(0), planned_to=days(-1)), "planned_to"),
        (lambda: ProjectPhase(kind=PhaseKind.GAP, started_on=days(-2), done_on=days(-3)), "done_on"),
        (lambda: ProjectPhase(kind=PhaseKind.GAP, done_on=days(-3)), "started_on"),
        (lambda: ProjectPhase(kind=PhaseKind.GAP, started_on=tomorrow()), "started_on"),
        (lambda: ProjectPhase(kind=PhaseKind.OTHER), "name"),
        (lambda: Deliverable(title="Rapport", done_on=tomorrow()), "done_on"),
        (lambda: Measure(level=MeasureLevel.TRUST, text="Team", state=MeasureState.DONE), "done_on"),
        (lambda: Measure(level=MeasureLevel.TRUST, text="Team", done_on=days(-1)), "state"),
    ],
)
def test_impossible_days_are_refused_at_the_field(world: World, part: Callable[[], Any], field: str) -> None:
    row = part()
    row.project = make_project(world)
    with pytest.raises(ValidationError) as refused:
        add_part(actor=None, part=row)
    assert list(refused.value.message_dict) == [field]


def test_the_same_presentation_is_not_written_twice(world: World) -> None:
    project = make_project(world)
    present(project, world.municipality_a)
    with pytest.raises(ValidationError) as refused:
        present(project, world.municipality_a)
    assert refused.value.message_dict == {"held_on": ["Framleggingen er allerede ført."]}


def test_projects_go_one_level_down(world: World) -> None:
    whole, part = make_project(world), make_project(world, "Delprosjekt")
    change_project(actor=None, project=part, values={"parent": whole, "municipalities": []})
    with pytest.raises(ValidationError, match="ikke selv er del"):
        make_project(world, "Enda lavere", parent=part)
    with pytest.raises(ValidationError, match="har delprosjekter"):
        change_project(actor=None, project=whole, values={"parent": make_project(world, "Et tredje")})
    rows = project_rows(world.partnership, timezone.localdate())
    assert [row.project.name for row in rows if row.parts] == ["Felles legevakt"]


def test_a_refused_form_keeps_what_was_typed(world: World, client_of: ClientOf) -> None:
    url = address(world, "project-create")
    sent = {"name": "Ny satsing", "started_on": "2026-05-01", "ended_on": "2026-04-01"}
    answer = client_of("coordinator_trust").post(url, sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Prosjektet kan ikke avsluttes før det har startet." in page
    assert "Ny satsing" in page
    assert not Project.objects.exists()


# --- Pages ------------------------------------------------------------------------------------------------------------


def test_a_coordinator_builds_a_project_and_everybody_reads_it(world: World, client_of: ClientOf) -> None:
    client = client_of("coordinator_municipal")
    client.post(address(world, "project-create"), {"name": "Ny satsing", "started_on": "2026-05-01"})
    project = Project.objects.get()
    sent = {"kind": PhaseKind.GAP, "position": 1, "planned_from": "2026-05-01", "planned_to": "2026-06-01"}
    answer = client.post(address(world, "project-part-create", project.pk, "faser"), sent)
    assert answer["Location"].endswith("#faser")
    client.post(
        address(world, "project-part-create", project.pk, "framlegginger"),
        {"municipality": world.municipality_a.pk, "held_on": "2026-05-05", "council_case": "12/26"},
    )
    page = client_of("anonymous").get(address(world, "project-detail", project.pk)).content.decode()
    for words in ("Gap-analyse", "1 av 2 kommunestyrer", "12/26", "Tidslinje for fasene"):
        assert words in page
    assert "/faser/ny/" not in page
    assert set(ActivityLog.objects.values_list("verb", flat=True)) == {"project.added", "project.part_added"}


def test_what_was_put_in_by_mistake_is_taken_away(world: World, client_of: ClientOf) -> None:
    project = make_project(world)
    row = present(project, world.municipality_a)
    client = client_of("coordinator_municipal")
    client.post(address(world, "project-part-remove", project.pk, "framlegginger", row.pk))
    assert not CouncilPresentation.objects.exists()
    assert ActivityLog.objects.filter(verb="project.part_removed", text__contains="Alvdalen").exists()


def test_a_part_is_found_under_its_own_project_only(world: World, client_of: ClientOf) -> None:
    row = present(make_project(world), world.municipality_a)
    other = make_project(world, "Et annet")
    client = client_of("coordinator_municipal")
    assert client.get(address(world, "project-part-edit", other.pk, "framlegginger", row.pk)).status_code == 404


@pytest.mark.parametrize(
    ("persona", "status"),
    [
        ("coordinator_municipal", 200),
        ("coordinator_trust", 200),
        ("health_chief", 403),
        ("mayor", 403),
        ("chair", 403),
        ("outsider", 403),
        ("foreign_coordinator", 403),
        ("anonymous", 302),
    ],
)
def test_only_the_secretariat_changes_projects(world: World, client_of: ClientOf, persona: str, status: int) -> None:
    project = make_project(world)
    row = present(project, world.municipality_a)
    client = client_of(persona)
    names: list[tuple[str, list[object]]] = [
        ("project-create", []),
        ("project-edit", [project.pk]),
        ("project-part-create", [project.pk, "tiltak"]),
        ("project-part-edit", [project.pk, "framlegginger", row.pk]),
    ]
    assert {client.get(address(world, name, *args)).status_code for name, args in names} == {status}
    if status != 200:
        client.post(address(world, "project-part-remove", project.pk, "framlegginger", row.pk))
        assert CouncilPresentation.objects.filter(pk=row.pk).exists()


def fill(world: World, first: int, count: int) -> None:
    for number in range(first, first + count):
        municipality = MunicipalityFactory(number=f"9{number:03}")
        PartnershipMembershipFactory(partnership=world.partnership, municipality=municipality)
        project = make_project(world, f"Prosjekt {number}", municipalities=[municipality])
        make_project(world, f"Del {number}", parent=project)
        for row in (
            ProjectPhase(kind=PhaseKind.GAP, started_on=days(-3)),
            Deliverable(title="Rapport"),
            Measure(level=MeasureLevel.REGION, text="Kurs"),
        ):
            row.project = project
            add_part(actor=None, part=row)
        present(project, municipality)


def test_the_list_asks_as_often_for_many_projects_as_for_one(world: World, client_of: ClientOf) -> None:
    counts, client = [], client_of("mayor")
    for first, count in ((0, 1), (1, 3)):
        fill(world, first, count)
        client.get(address(world, "project-list"))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address(world, "project-list")).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 12


def test_the_timeline_of_a_project_that_has_ended_stops_with_it(world: World) -> None:
    project = make_project(world, started_on=dt.date(2010, 5, 1), ended_on=dt.date(2012, 6, 29))
    add_part(
        actor=None,
        part=ProjectPhase(
            project=project,
            kind=PhaseKind.GAP,
            planned_from=dt.date(2010, 5, 1),
            planned_to=dt.date(2010, 9, 1),
            started_on=dt.date(2010, 5, 1),
            done_on=dt.date(2010, 9, 2),
        ),
    )
    page = project_page(own_projects(world.partnership).get(), timezone.localdate(), with_tasks=False)
    assert page.drawn_until == dt.date(2012, 6, 29)
    assert page.has_ended
    assert page.timeline
    assert page.timeline.rows[0].is_late  # it was done a day after the plan
