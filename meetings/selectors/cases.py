"""The list of cases, and what the page of one case shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import models
from django.db.models import Count, DateField, Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest, TruncDate
from django.utils import timezone

from meetings.enums import CaseState, MeetingState
from meetings.models import ActionItem, AgendaItem, Case, Meeting, RouteStep
from meetings.querysets import PUBLISHED
from meetings.selectors.trail import Standing, TrailStep, add_decisions, load_trail, standing, trail, with_trail
from municipalities.access import Access
from municipalities.models import Committee, Partnership

STUCK_AFTER = dt.timedelta(days=90)  # indicator I8
#: What the chips of the list choose between; the empty one is everything.
LIST_STATES = ("open", "stuck", "proposed", "closed", "")


@dataclass(frozen=True)
class CaseFilter:
    q: str = ""
    committee: Committee | None = None
    proposed_by: str = ""
    state: str = "open"


def readable_cases(partnership: Partnership, access: Access) -> QuerySet[Case]:
    cases: QuerySet[Case] = Case.objects.filter(partnership=partnership).visible_to(access).for_reader(access)
    return cases


def filtered_cases(partnership: Partnership, access: Access, chosen: CaseFilter, now: dt.datetime) -> QuerySet[Case]:
    """Cases for the list, without the choice of state (see `in_state`), newest first."""
    cases = _with_movement(readable_cases(partnership, access), now)
    if chosen.q:
        cases = _search(cases, chosen.q)
    if chosen.proposed_by:
        cases = cases.filter(proposed_by=chosen.proposed_by)
    if chosen.committee:
        treated = AgendaItem.objects.filter(case=OuterRef("pk"), meeting__committee=chosen.committee)
        if not access.is_coordinator:
            treated = treated.filter(meeting__state__in=PUBLISHED)
        planned = RouteStep.objects.filter(case=OuterRef("pk"), committee=chosen.committee)
        cases = cases.filter(Exists(treated) | Exists(planned))
    return cases


def _search(cases: QuerySet[Case], q: str) -> QuerySet[Case]:
    """Norwegian full text on the title this reader may see, or part of it, or the archive reference."""
    words = SearchQuery(q, config="norwegian", search_type="websearch")
    return cases.annotate(words=SearchVector("shown_title", config="norwegian")).filter(
        Q(words=words) | Q(shown_title__icontains=q) | Q(archive_ref__startswith=q)
    )


def _with_movement(cases: QuerySet[Case], now: dt.datetime) -> QuerySet[Case]:
    """Annotates `moved_on`, the last day something happened, and `is_stuck`: open, and nothing for 90 days or ahead."""
    held = AgendaItem.objects.filter(case=OuterRef("pk"), withdrawn_at__isnull=True).exclude(
        meeting__state=MeetingState.CANCELLED
    )
    today = timezone.localdate(now)
    meeting = held.filter(meeting__starts_at__lte=now).values("case").annotate(day=Max("meeting__starts_at"))
    outside = RouteStep.objects.filter(case=OuterRef("pk"), treated_on__lte=today).values("case")
    outside = outside.annotate(day=Max("treated_on"))
    moved_on = Greatest(
        F("registered_on"),
        Coalesce(TruncDate(Subquery(meeting.values("day"))), F("registered_on")),
        Coalesce(Subquery(outside.values("day"), output_field=DateField()), F("registered_on")),
    )
    quiet = Q(state=CaseState.OPEN, moved_on__lt=today - STUCK_AFTER, is_ahead=False)
    is_ahead = Exists(held.filter(meeting__starts_at__gt=now))
    return cases.annotate(moved_on=moved_on, is_ahead=is_ahead).annotate(is_stuck=_as_bool(quiet))


def _as_bool(condition: Q) -> models.Case:
    return models.Case(models.When(condition, then=True), default=False, output_field=models.BooleanField())


def in_state(cases: QuerySet[Any], state: str) -> QuerySet[Any]:
    """`state` is one of LIST_STATES."""
    if state == "stuck":
        return cases.filter(is_stuck=True)
    return cases.filter(state=state) if state else cases


def count_states(cases: QuerySet[Case]) -> dict[str, int]:
    """How many cases each chip would show."""
    return cases.order_by().aggregate(
        open=Count("pk", filter=Q(state=CaseState.OPEN)),
        stuck=Count("pk", filter=Q(is_stuck=True)),
        proposed=Count("pk", filter=Q(state=CaseState.PROPOSED)),
        closed=Count("pk", filter=Q(state=CaseState.CLOSED)),
        all=Count("pk"),
    )


@dataclass(frozen=True)
class CaseRow:
    case: Case
    standing: Standing
    is_stuck: bool


def case_rows(cases: QuerySet[Any], access: Access, now: dt.datetime) -> list[CaseRow]:
    """One page of the list; the queries do not depend on how many there are."""
    found: Iterable[Any] = with_trail(cases)
    return [
        CaseRow(case, standing(case, trail(case, access, now), now), is_stuck=case.is_stuck and access.is_coordinator)
        for case in found
    ]


def trail_of(case: Case, access: Access, now: dt.datetime) -> list[TrailStep]:
    """The trail of one case, with the decisions quoted."""
    steps = trail(load_trail(case), access, now)
    add_decisions(steps)
    return steps


def meetings_for(partnership: Partnership, committee: Committee | None, now: dt.datetime) -> QuerySet[Meeting]:
    """The next planned meetings a case can be put on the agenda of."""
    meetings = Meeting.objects.filter(
        committee__partnership=partnership, state=MeetingState.PLANNED, starts_at__gte=now
    ).select_related("committee")
    return (meetings.filter(committee=committee) if committee else meetings).order_by("starts_at")[:3]


def follow_up(steps: list[TrailStep]) -> QuerySet[ActionItem]:
    """What the decisions in the trail asked somebody to do, the open ones first; withheld treatments are left out."""
    results = [step.result_id for step in steps if step.result_id and step.basis is None]
    return (
        ActionItem.objects.filter(item_id__in=results)
        .select_related("owner")
        .order_by(F("done_on").asc(nulls_first=True), F("due_on").asc(nulls_last=True), "pk")
    )
