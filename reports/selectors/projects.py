"""Projects: the list, one project with all it is made of, and the secretariat's tasks."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from django.db.models import F, Prefetch, QuerySet

from municipalities.enums import Standing
from municipalities.models import Municipality, Partnership, PartnershipMembership
from municipalities.querysets import by_norwegian_name
from reports.enums import MeasureLevel
from reports.models import CouncilPresentation, Deliverable, Measure, Project, ProjectPhase, SecretariatTask
from reports.rules.projects import Status, current_phase, delivery_status, is_done_late, phase_status, project_status
from samhandling.core.timeline import Span, Timeline, draw_timeline

T = TypeVar("T")


def possible_municipalities(partnership: Partnership) -> QuerySet[Municipality]:
    """Those that take part in the partnership or have done so, in Norwegian order."""
    inside = PartnershipMembership.objects.filter(partnership=partnership)
    found: QuerySet[Municipality] = Municipality.objects.filter(pk__in=inside.values("municipality"))
    return found.order_by(by_norwegian_name("name"), "number")


def members_on(partnership: Partnership, day: dt.date) -> list[Municipality]:
    inside = PartnershipMembership.objects.current(day).filter(partnership=partnership, standing=Standing.MEMBER)
    return list(possible_municipalities(partnership).filter(pk__in=inside.values("municipality")))


def councils_of(project: Project) -> list[Municipality]:
    """Municipalities whose councils the project is presented to: those in it, or all that may be."""
    return list(project.municipalities.order_by(by_norwegian_name("name"), "number")) or list(
        possible_municipalities(project.partnership)
    )


@dataclass(frozen=True)
class Anchoring:
    """How many of the councils the project has been presented to."""

    councils: list[Council]

    @property
    def reached(self) -> int:
        return sum(1 for council in self.councils if council.presentations)

    @property
    def presentations(self) -> int:
        return sum(len(council.presentations) for council in self.councils)

    @property
    def missing(self) -> list[Municipality]:
        return [council.municipality for council in self.councils if not council.presentations]


@dataclass(frozen=True)
class Council:
    municipality: Municipality
    presentations: list[CouncilPresentation]


@dataclass(frozen=True)
class ProjectRow:
    project: Project
    status: Status
    phase: ProjectPhase | None
    anchoring: Anchoring
    parts: list[Project]


def own_projects(partnership: Partnership) -> QuerySet[Project]:
    """Of a partnership, with what their rows need, five queries."""
    councils = Municipality.objects.order_by(by_norwegian_name("name"), "number")
    presentations = CouncilPresentation.objects.select_related("municipality")
    return (
        Project.objects.filter(partnership=partnership)
        .select_related("lead", "parent")
        .prefetch_related(
            "phases",
            "parts",
            Prefetch("municipalities", queryset=councils, to_attr="councils"),
            Prefetch("presentations", queryset=presentations),
        )
        .order_by(F("ended_on").desc(nulls_first=True), F("started_on").desc(nulls_last=True), "pk")
    )


def project_rows(partnership: Partnership, day: dt.date) -> list[ProjectRow]:
    """Those that are no part of another: what runs first, then the newest that ended."""
    members = members_on(partnership, day)
    return [project_row(project, members, day) for project in own_projects(partnership).filter(parent__isnull=True)]


def project_row(project: Project, members: list[Municipality], day: dt.date) -> ProjectRow:
    """`project` from `own_projects`; no queries."""
    phases = list(project.phases.all())
    return ProjectRow(
        project=project,
        status=project_status(ended_on=project.ended_on, phases=phases, day=day),
        phase=None if project.ended_on else current_phase(phases),
        anchoring=_anchoring(project, members),
        parts=list(project.parts.all()),
    )


def _anchoring(project: Project, members: list[Municipality]) -> Anchoring:
    councils: list[Municipality] = project.councils or members  # type: ignore[attr-defined]  # from own_projects
    given: dict[int, list[CouncilPresentation]] = defaultdict(list)
    for row in project.presentations.all():
        given[row.municipality_id].append(row)
    return Anchoring([Council(municipality, given[municipality.pk]) for municipality in councils])


@dataclass(frozen=True)
class Line(Generic[T]):
    """A phase, deliverable or task with how it stands."""

    row: T
    status: Status


@dataclass(frozen=True)
class MeasureGroup:
    level: MeasureLevel
    measures: list[Measure]


@dataclass(frozen=True)
class ProjectPage:
    row: ProjectRow
    phases: list[Line[ProjectPhase]]
    timeline: Timeline | None
    drawn_until: dt.date
    """The day of the timeline's line: the page's, or the last one of a project that has ended."""
    deliverables: list[Line[Deliverable]]
    measures: list[MeasureGroup]
    parts: list[ProjectRow] = field(default_factory=list)
    tasks: list[Line[SecretariatTask]] = field(default_factory=list)

    @property
    def has_ended(self) -> bool:
        return self.row.project.ended_on == self.drawn_until


def project_page(project: Project, day: dt.date, *, with_tasks: bool) -> ProjectPage:
    """Everything about one project from `own_projects`."""
    members = members_on(project.partnership, day)
    until = min(day, project.ended_on or day)
    phases = [Line(phase, phase_status(phase, day)) for phase in project.phases.all()]
    parts = own_projects(project.partnership).filter(parent=project)
    tasks = project.tasks.select_related("owner") if with_tasks else SecretariatTask.objects.none()
    return ProjectPage(
        row=project_row(project, members, day),
        phases=phases,
        timeline=draw_timeline([_span(line, until) for line in phases], until),
        drawn_until=until,
        deliverables=[
            Line(row, delivery_status(row.due_on, row.done_on, day))
            for row in project.deliverables.select_related("phase")
        ],
        measures=_by_level(list(project.measures.select_related("municipality"))),
        parts=[project_row(part, members, day) for part in parts],
        tasks=task_lines(tasks, day),
    )


def _span(line: Line[ProjectPhase], day: dt.date) -> Span:
    phase = line.row
    planned = [on for on in (phase.planned_from, phase.planned_to) if on]
    return Span(
        label=str(phase),
        planned=(planned[0], planned[-1]) if planned else None,
        actual=(phase.started_on, max(phase.done_on or day, phase.started_on)) if phase.started_on else None,
        is_late=line.status.is_late or is_done_late(phase),
    )


def _by_level(measures: Sequence[Measure]) -> list[MeasureGroup]:
    groups = [MeasureGroup(level, [row for row in measures if row.level == level]) for level in MeasureLevel]
    return [group for group in groups if group.measures]


def task_lines(tasks: QuerySet[SecretariatTask], day: dt.date) -> list[Line[SecretariatTask]]:
    return [Line(task, delivery_status(task.due_on, task.done_on, day)) for task in tasks]


def tasks_of(partnership: Partnership) -> QuerySet[SecretariatTask]:
    return SecretariatTask.objects.filter(partnership=partnership).select_related("owner", "project")


def ongoing(tasks: QuerySet[SecretariatTask]) -> QuerySet[SecretariatTask]:
    """Those with the nearest deadline first."""
    return tasks.filter(done_on__isnull=True).order_by(F("due_on").asc(nulls_last=True), "started_on", "pk")


def finished(tasks: QuerySet[SecretariatTask]) -> QuerySet[SecretariatTask]:
    return tasks.filter(done_on__isnull=False).order_by("-done_on", "-pk")
