"""Projects and the secretariat's tasks, each written down on its own day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from municipalities.enums import Role
from municipalities.models import Municipality, Partnership
from reports.demo.project_content import PROJECTS, TASKS, Day, DemoProject
from reports.enums import MeasureState
from reports.models import CouncilPresentation, Deliverable, Measure, Project, ProjectPhase
from reports.selectors.projects import councils_of
from reports.services import projects, secretariat_tasks
from samhandling.accounts.models import User
from samhandling.core import clock

OSLO = ZoneInfo("Europe/Oslo")


def load(today: dt.date) -> None:
    for content in PROJECTS:
        partnership = Partnership.objects.get(slug=content.partnership)
        _Writer(partnership, _coordinator(partnership), today).project(content, None)
    for slug, text, project, *days, result in TASKS:
        partnership = Partnership.objects.get(slug=slug)
        started, due, done = (_on(day, today) for day in days)
        actor = _coordinator(partnership)
        owner = partnership.people.filter(user=actor).first()
        own = partnership.projects.filter(name=project).first()
        with clock.at(_noon(done or today)):
            task = secretariat_tasks.add_task(
                actor=actor,
                partnership=partnership,
                values={"text": text, "project": own, "owner": owner, "started_on": started, "due_on": due},
            )
            if done:
                secretariat_tasks.finish_task(actor=actor, task=task, done_on=done, result=result)


def _coordinator(partnership: Partnership) -> User:
    roles = partnership.representations.filter(role=Role.COORDINATOR_MUNICIPAL, person__user__isnull=False)
    return User.objects.get(pk=roles.values_list("person__user", flat=True)[0])


def _on(day: Day | None, today: dt.date) -> dt.date | None:
    return today + dt.timedelta(days=day) if isinstance(day, int) else day


def _noon(day: dt.date) -> dt.datetime:
    return dt.datetime(day.year, day.month, day.day, 12, tzinfo=OSLO)


@dataclass(frozen=True)
class _Writer:
    partnership: Partnership
    actor: User
    today: dt.date

    def project(self, content: DemoProject, parent: Project | None) -> None:
        started, ended = _on(content.started_on, self.today), _on(content.ended_on, self.today)
        values = {
            "name": content.name,
            "parent": parent,
            "purpose": content.purpose,
            "mandate": content.mandate,
            "lead": self.partnership.people.filter(name=content.lead).first(),
            "started_on": started,
            "ended_on": ended,
            "municipalities": list(
                Municipality.objects.filter(
                    number__in=content.numbers, partnership_memberships__partnership=self.partnership
                )
            ),
        }
        with clock.at(_noon(ended or self.today)):
            project = projects.add_project(actor=self.actor, partnership=self.partnership, values=values)
            self._phases(project, content)
            self._deliverables(project, content)
            self._measures(project, content)
            self._presentations(project, content)
        for part in content.parts:
            self.project(part, project)

    def _phases(self, project: Project, content: DemoProject) -> None:
        for position, phase in enumerate(content.phases, start=1):
            planned_from, planned_to, started_on, done_on = (
                _on(day, self.today) for day in (*phase.planned, *phase.actual)
            )
            row = ProjectPhase(
                project=project,
                position=position,
                kind=phase.kind,
                planned_from=planned_from,
                planned_to=planned_to,
                started_on=started_on,
                done_on=done_on,
                condition=phase.condition,
            )
            projects.add_part(actor=self.actor, part=row)

    def _deliverables(self, project: Project, content: DemoProject) -> None:
        phases = {phase.kind: phase for phase in project.phases.all()}
        for title, kind, due, done in content.deliverables:
            phase = phases.get(kind) if kind else None
            due_on, done_on = _on(due, self.today), _on(done, self.today)
            row = Deliverable(project=project, title=title, phase=phase, due_on=due_on, done_on=done_on)
            projects.add_part(actor=self.actor, part=row)

    def _measures(self, project: Project, content: DemoProject) -> None:
        """The day is when it was done, or when it is due."""
        for level, text, state, day in content.measures:
            on, is_done = _on(day, self.today), state == MeasureState.DONE
            row = Measure(
                project=project,
                level=level,
                text=text,
                state=state,
                due_on=None if is_done else on,
                done_on=on if is_done else None,
            )
            projects.add_part(actor=self.actor, part=row)

    def _presentations(self, project: Project, content: DemoProject) -> None:
        """One council a week day after the other, in each round."""
        councils = councils_of(project)
        for first, count in content.rounds:
            for number, municipality in enumerate(councils[:count]):
                held_on = (_on(first, self.today) or self.today) + dt.timedelta(days=2 * number)
                row = CouncilPresentation(project=project, municipality=municipality, held_on=held_on)
                projects.add_part(actor=self.actor, part=row)
