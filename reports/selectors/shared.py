"""Reads what the reports of a partnership and a period have in common, once for all of them.

shared = load_shared(partnership, period, timezone.now())
for report in batch:
    snapshot = build_snapshot(report, now, shared)
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from agreements.enums import ConsultationState
from agreements.models import CouncilMeeting, Invitation
from agreements.rules.waiting import Council
from municipalities.enums import GroupKind, Standing
from municipalities.models import Committee as CommitteeRow
from municipalities.models import GroupMembership, Partnership, PartnershipMembership
from municipalities.querysets import by_norwegian_name
from municipalities.selectors.groups import main_standings
from municipalities.selectors.municipalities import inhabitants_of
from reports.models import CouncilPresentation, Project, ProjectPhase
from reports.period import Period
from reports.selectors.facts import read_facts
from reports.selectors.row_titles import read_titles
from reports.selectors.shared_agreements import read_in_force, read_out
from reports.selectors.shared_meetings import read_decided, read_held, read_raised, read_tasks
from reports.status.facts import Asked, Committee, Group, Phase, Place, Presented, ProjectFact, Shared
from samhandling.core.dates import local_day

_KINDS = (GroupKind.HEALTH_REGION, GroupKind.LSU_AREA, GroupKind.CONSTITUENCY)


def load_shared(partnership: Partnership, period: Period, now: dt.datetime) -> Shared:
    """The same number of queries whatever there is. Raises ValueError for a period that has not begun."""
    today = partnership.as_of(local_day(now))
    places, groups = _places(partnership, today)
    out = read_out(partnership, today)
    return Shared(
        partnership=partnership,
        period=period,
        read_at=now,
        today=today,
        indicators=read_facts(partnership, today),
        places=places,
        groups=groups,
        out=out,
        in_force=read_in_force(partnership, today),
        councils=_councils(places, today),
        committees=_committees(partnership),
        meetings=read_held(partnership, today),
        decided=read_decided(partnership, period),
        tasks=read_tasks(partnership),
        raised=read_raised(partnership, period),
        asked=_asked(partnership, period),
        presented=_presented(partnership, period),
        projects=_projects(partnership),
        titles=read_titles(partnership),
    )


def _places(partnership: Partnership, day: dt.date) -> tuple[dict[int, Place], dict[int, Group]]:
    """In Norwegian order, with the groups of the kind that health work follows. Three queries."""
    members = PartnershipMembership.objects.current(day).filter(partnership=partnership, standing=Standing.MEMBER)
    rows = members.select_related("municipality").order_by(by_norwegian_name("municipality__name"))
    inhabitants = inhabitants_of(partnership)
    standings = list(
        GroupMembership.objects.current(day)
        .filter(group__partnership=partnership)
        .select_related("group")
        .order_by("group__colour", "group__name", "pk")
    )
    kinds = {standing.group.kind for standing in standings}
    kind = next((kind for kind in _KINDS if kind in kinds), None)
    shown = [standing for standing in standings if standing.group.kind == kind]
    main = main_standings(shown)
    settled: dict[int, set[int]] = defaultdict(set)
    for standing in standings:
        if standing.standing == Standing.MEMBER:
            settled[standing.municipality_id].add(standing.group_id)
    places = {}
    for one in (row.municipality for row in rows):
        place = main.get(one.pk)
        places[one.pk] = Place(
            pk=one.pk,
            name=one.name,
            number=one.number,
            lat=one.lat,
            lon=one.lon,
            inhabitants=inhabitants.get(one.pk, 0),
            region=place.group_id if place else None,
            is_considering=bool(place and place.standing == Standing.CONSIDERING),
            groups=frozenset(settled[one.pk]),
        )
    return places, {row.group_id: Group(row.group_id, row.group.name, row.group.colour) for row in shown}


def _councils(places: dict[int, Place], day: dt.date) -> dict[int, list[Council]]:
    found: dict[int, list[Council]] = defaultdict(list)
    rows = CouncilMeeting.objects.filter(municipality__in=list(places), on__gte=day).order_by("on")
    for pk, on, papers_due in rows.values_list("municipality_id", "on", "papers_due"):
        found[pk].append(Council(on, papers_due))
    return found


def _committees(partnership: Partnership) -> dict[int, Committee]:
    rows = CommitteeRow.objects.filter(partnership=partnership).values_list(
        "pk", "name", "short_name", "slug", "area_id"
    )
    return {row[0]: Committee(*row) for row in rows}


def _asked(partnership: Partnership, period: Period) -> list[Asked]:
    """Of consultations that were sent, with their deadline or an answer in the period."""
    rows = (
        Invitation.objects.filter(consultation__partnership=partnership, municipality__isnull=False)
        .exclude(consultation__state=ConsultationState.DRAFT)
        .select_related("consultation", "answer")
        .defer("consultation__text", "consultation__basis")
        .order_by("consultation__deadline", "consultation", by_norwegian_name("municipality__name"))
    )
    found = []
    for row in rows:
        answer = getattr(row, "answer", None)
        sent = local_day(answer.sent_at) if answer and answer.sent_at else None
        deadline = row.extended_to or row.consultation.deadline
        if deadline in period or (sent and sent in period):
            assert row.municipality_id is not None
            found.append(Asked(row.consultation_id, row.consultation.title, row.municipality_id, deadline, sent))
    return found


def _presented(partnership: Partnership, period: Period) -> list[Presented]:
    rows = CouncilPresentation.objects.filter(
        project__partnership=partnership, held_on__gte=period.first, held_on__lte=period.last
    ).order_by("held_on", "pk")
    return [Presented(*row) for row in rows.values_list("project_id", "project__name", "municipality_id", "held_on")]


def _projects(partnership: Partnership) -> list[ProjectFact]:
    """Whole projects, not their parts. Four queries."""
    projects = list(Project.objects.filter(partnership=partnership, parent__isnull=True).defer("purpose", "mandate"))
    members: dict[int, set[int]] = defaultdict(set)
    through = Project.municipalities.through.objects.filter(project__in=projects)
    for project, municipality in through.values_list("project_id", "municipality_id"):
        members[project].add(municipality)
    phases: dict[int, list[Phase]] = defaultdict(list)
    rows = ProjectPhase.objects.filter(project__in=projects).order_by("project", "position", "pk")
    for row in rows:
        phases[row.project_id].append(Phase(row.kind, row.name, row.planned_to, row.started_on, row.done_on))
    presented: dict[int, dict[int, dt.date]] = defaultdict(dict)
    held = CouncilPresentation.objects.filter(project__in=projects).order_by("held_on")
    for project, municipality, on in held.values_list("project_id", "municipality_id", "held_on"):
        presented[project][municipality] = on
    return [
        ProjectFact(
            row.pk,
            row.name,
            row.started_on,
            row.ended_on,
            frozenset(members[row.pk]),
            phases[row.pk],
            presented[row.pk],
        )
        for row in projects
    ]
