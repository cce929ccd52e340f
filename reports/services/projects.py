"""Making and changing projects and what they are made of: phases, deliverables, measures, presentations to councils.

A date something was done on is a day that has been. What a constraint refuses stands at the field the model names.
"""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from municipalities.models import Municipality, Partnership
from municipalities.services.rows import add_row, change_row
from reports.enums import MeasureLevel, MeasureState, PhaseKind
from reports.models import CouncilPresentation, Deliverable, Measure, Project, ProjectPhase
from reports.selectors.projects import councils_of, possible_municipalities
from samhandling.accounts.models import User
from samhandling.audit.services import log

Part = ProjectPhase | Deliverable | Measure | CouncilPresentation
P = TypeVar("P", ProjectPhase, Deliverable, Measure, CouncilPresentation)


@transaction.atomic
def add_project(*, actor: User | None, partnership: Partnership, values: Mapping[str, Any]) -> Project:
    """A new project. Raises ValidationError by field."""
    own, municipalities = _split(values)
    row = Project(partnership=partnership, **own)
    _check_project(row, municipalities)
    text = _("Prosjektet %(name)s er lagt inn.") % {"name": row.name}
    add_row(actor=actor, row=row, verb="project.added", text=text)
    row.municipalities.set(municipalities)
    return row


@transaction.atomic
def change_project(*, actor: User | None, project: Project, values: Mapping[str, Any]) -> Project:
    _locked(project)
    own, municipalities = _split(values)
    _check_project(_with(project, own), municipalities)
    text = _("Opplysningene om prosjektet %(name)s er endret.") % {"name": project.name}
    change_row(actor=actor, row=project, values=own, verb="project.changed", text=text)
    before = set(project.municipalities.values_list("pk", flat=True))
    if before != {row.pk for row in municipalities}:
        project.municipalities.set(municipalities)
        names = ", ".join(sorted(row.name for row in municipalities))
        text = _("Kommunene i prosjektet er endret til: %(names)s.") % {"names": names or _("alle")}
        log(actor=actor, verb="project.municipalities", subject=project, text=text)
    return project


@transaction.atomic
def add_part(*, actor: User | None, part: P) -> P:
    """Save a new phase, deliverable, measure or presentation of its project. Raises ValidationError by field."""
    _locked(part.project)
    _check_part(part)
    text = _("%(kind)s er lagt inn: %(name)s.") % _named(part)
    return add_row(actor=actor, row=part, verb="project.part_added", text=text, subject=part.project)


@transaction.atomic
def change_part(*, actor: User | None, part: P, values: Mapping[str, Any]) -> P:
    _locked(part.project)
    _check_part(_with(part, values))
    text = _("%(kind)s er endret: %(name)s.") % _named(part)
    return change_row(
        actor=actor, row=part, values=values, verb="project.part_changed", text=text, subject=part.project
    )


@transaction.atomic
def remove_part(*, actor: User | None, part: Part) -> None:
    """Take away what was put in by mistake. Deliverables of a phase stay, without it."""
    _locked(part.project)
    text = _("%(kind)s er fjernet: %(name)s.") % _named(part)
    log(actor=actor, verb="project.part_removed", subject=part.project, text=text, row=part.pk)
    part.delete()


def _locked(project: Project) -> Project:
    return Project.objects.select_for_update(no_key=True).get(pk=project.pk)


def _split(values: Mapping[str, Any]) -> tuple[dict[str, Any], list[Municipality]]:
    own = dict(values)
    return own, list(own.pop("municipalities", ()))


def _with(row: Any, values: Mapping[str, Any]) -> Any:
    """A copy as it would be."""
    changed = copy.copy(row)
    for name, value in values.items():
        setattr(changed, name, value)
    return changed


def _named(part: Part) -> dict[str, str]:
    name = part.municipality.name if isinstance(part, CouncilPresentation) else str(part)
    kind = str(part._meta.verbose_name)
    return {"kind": kind[:1].upper() + kind[1:], "name": name}


def _check_project(project: Project, municipalities: Iterable[Municipality]) -> None:
    _refuse_future(project, "ended_on")
    parent = project.parent
    if parent is not None:
        if parent.partnership_id != project.partnership_id or parent.parent_id or parent.pk == project.pk:
            raise ValidationError({"parent": _("Velg et prosjekt som ikke selv er del av et annet.")})
        if project.pk and project.parts.exists():
            raise ValidationError({"parent": _("Prosjektet har delprosjekter og kan ikke selv være et delprosjekt.")})
    possible = set(possible_municipalities(project.partnership).values_list("pk", flat=True))
    if {row.pk for row in municipalities} - possible:
        raise ValidationError({"municipalities": _("Velg blant kommunene i samarbeidet.")})


def _check_part(part: Part) -> None:
    if isinstance(part, ProjectPhase):
        _refuse_future(part, "started_on", "done_on")
        if part.kind == PhaseKind.OTHER and not part.name:
            raise ValidationError({"name": _("Skriv hva fasen heter.")})
        if part.done_on and not part.started_on:
            raise ValidationError({"started_on": _("Skriv når fasen startet.")})
    elif isinstance(part, Deliverable):
        _refuse_future(part, "done_on")
        if part.phase and part.phase.project_id != part.project_id:
            raise ValidationError({"phase": _("Velg en av fasene i prosjektet.")})
    elif isinstance(part, Measure):
        _check_measure(part)
    else:
        _refuse_future(part, "held_on")
        if part.municipality_id not in {row.pk for row in councils_of(part.project)}:
            raise ValidationError({"municipality": _("Kommunen er ikke med i prosjektet.")})


def _check_measure(measure: Measure) -> None:
    _refuse_future(measure, "done_on")
    if measure.municipality_id and measure.level != MeasureLevel.MUNICIPALITY:
        raise ValidationError({"municipality": _("Bare tiltak i hver kommune kan gjelde én kommune.")})
    if measure.done_on and measure.state != MeasureState.DONE:
        raise ValidationError({"state": _("Tiltaket har en dato for når det ble gjennomført. Velg «Gjennomført».")})


def _refuse_future(row: Project | Part, *names: str) -> None:
    today = timezone.localdate()
    given: dict[str, dt.date | None] = {name: getattr(row, name) for name in names}
    late = {name: [_("Datoen er ikke kommet ennå.")] for name, day in given.items() if day and day > today}
    if late:
        raise ValidationError(dict(late))
