"""A case's way through its bodies, planned and done, as one trail; and where it stands, in a sentence.

Pure functions on a case that was fetched with `with_trail` (only `add_decisions` asks the database).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from meetings.disclosure import item_basis, reads_agenda, reads_minutes
from meetings.enums import CaseState, MeetingState, MinutesSection, MinutesState, Outcome
from meetings.models import AgendaItem, Case, ItemText, MinutesItem, RouteStep
from municipalities.access import Access
from municipalities.models import Committee
from samhandling.core.dates import long_date
from samhandling.core.text.plain import plain_to_html
from samhandling.disclosure.models import LegalBasis

POSTPONED = (Outcome.POSTPONED, Outcome.POSTPONED_NO_MANDATE)
#: Status kinds of `samhandling.core.templatetags.portal` by outcome.
OUTCOME_KINDS: dict[str, str] = {
    Outcome.NONE: "sent",
    Outcome.CONSENSUS: "done",
    Outcome.CONSENSUS_DISSENT: "done",
    Outcome.VOTE: "done",
    Outcome.NOTED: "done",
    Outcome.NO_AGREEMENT: "deviation",
    Outcome.POSTPONED: "postponed",
    Outcome.POSTPONED_NO_MANDATE: "postponed",
}


def _lookups() -> list[Prefetch]:
    results = MinutesItem.objects.filter(
        minutes__state__in=[MinutesState.APPROVED, MinutesState.LOCKED]
    ).select_related("minutes")
    treatments = (
        AgendaItem.objects.select_related("meeting__committee", "legal_basis", "paper_version")
        .prefetch_related(Prefetch("minutes_items", results))
        .order_by("meeting__starts_at", "pk")
    )
    route = RouteStep.objects.select_related("committee").order_by("position")
    return [Prefetch("route", route), Prefetch("treatments", treatments)]


def with_trail(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Fetches route, treatments and what the minutes say of them in three more queries, however many the cases are."""
    return cases.select_related("legal_basis").prefetch_related(*_lookups())


def load_trail(case: Case) -> Case:
    """The same for one case that is fetched already."""
    prefetch_related_objects([case], *_lookups())
    return case


@dataclass
class TrailStep:
    """One body on the way. `kind` is a status kind; `basis` is set where the content is withheld."""

    kind: str
    body: str
    when: str = ""
    reference: str = ""
    outcome: str = ""
    text: str = ""
    decision: str = ""
    """Plain text of the decision, from approved or locked minutes."""
    basis: LegalBasis | None = None
    meeting_id: int | None = None
    paper_version: int | None = None
    day: dt.date | None = None
    """When it was treated, or is to be on an agenda."""
    planned_on: dt.date | None = None
    committee: Committee | None = None
    result_id: int | None = None

    @property
    def decision_html(self) -> SafeString:
        return mark_safe(plain_to_html(self.decision))  # noqa: S308  (escaped there)


def trail(case: Case, access: Access, now: dt.datetime) -> list[TrailStep]:
    """The steps in order: the planned route, each with its treatments, and treatments outside the route by date."""
    waiting = _treatments_by_committee(case, access)
    steps: list[TrailStep] = []
    route = list(case.route.all())
    for index, route_step in enumerate(route):
        committee_id = route_step.committee_id
        theirs = waiting.get(committee_id, []) if committee_id else []
        is_last = all(later.committee_id != committee_id for later in route[index + 1 :])
        taken = _take(theirs, everything=is_last)
        steps += [_treated(case, item, access, now) for item in taken] or [_planned(case, route_step, now)]
    for theirs in waiting.values():
        for item in theirs:
            _insert_by_day(steps, _treated(case, item, access, now))
    return steps


def _treatments_by_committee(case: Case, access: Access) -> dict[int, list[AgendaItem]]:
    found: dict[int, list[AgendaItem]] = {}
    for item in case.treatments.all():
        if reads_agenda(access, item.meeting):
            found.setdefault(item.meeting.committee_id, []).append(item)
    return found


def _take(items: list[AgendaItem], *, everything: bool) -> list[AgendaItem]:
    """The treatments of one step, taken off the list: up to the first that settled it."""
    taken: list[AgendaItem] = []
    while items:
        item = items.pop(0)
        taken.append(item)
        if not everything and not _is_unsettled(item):
            break
    return taken


def _is_unsettled(item: AgendaItem) -> bool:
    result = _result(item)
    came_to_nothing = item.withdrawn_at is not None or item.meeting.state == MeetingState.CANCELLED
    return came_to_nothing or (result is not None and result.outcome in POSTPONED)


def _insert_by_day(steps: list[TrailStep], step: TrailStep) -> None:
    place = 0
    for index, other in enumerate(steps):
        if other.day and step.day and other.day <= step.day:
            place = index + 1
    steps.insert(place, step)


def _result(item: AgendaItem, access: Access | None = None) -> MinutesItem | None:
    """What the newest minutes say, of those the reader may read (all approved ones when no reader is given)."""
    committee_id = item.meeting.committee_id
    readable = [
        row for row in item.minutes_items.all() if access is None or reads_minutes(access, row.minutes, committee_id)
    ]
    return max(readable, key=lambda row: row.minutes.version, default=None)


def _treated(case: Case, item: AgendaItem, access: Access, now: dt.datetime) -> TrailStep:
    meeting, result = item.meeting, _result(item, access)
    step = TrailStep(
        kind="underway",
        body=meeting.committee.name,
        when=long_date(meeting.starts_at),
        reference=_("sak %(number)s") % {"number": item.number_text} if item.number_text else "",
        day=meeting.day,
        meeting_id=meeting.pk,
        committee=meeting.committee,
        basis=_withheld(case, item, access),
        paper_version=item.paper_version.number if item.paper_version else None,
    )
    if item.withdrawn_at is not None:
        step.kind, step.outcome = "postponed", _("Trukket fra sakslisten")
    elif meeting.state == MeetingState.CANCELLED:
        step.kind, step.outcome = "postponed", _("Møtet ble avlyst")
    elif result is not None:
        step.kind, step.result_id = OUTCOME_KINDS[result.outcome], result.pk
        step.outcome = str(result.get_outcome_display()) if result.outcome != Outcome.NONE else ""
    elif meeting.ends_at < now:
        step.kind, step.outcome = "sent", _("Protokollen er ikke godkjent ennå")
    return step


def _withheld(case: Case, item: AgendaItem, access: Access) -> LegalBasis | None:
    """The basis by which this reader is not told what was said and decided."""
    item.case = case  # the row that was fetched with the reader's rights
    if case.prepares or access.reads_internal(item.meeting.committee_id):
        return None
    return item_basis(item)


def _planned(case: Case, route_step: RouteStep, now: dt.datetime) -> TrailStep:
    body = route_step.committee.name if route_step.committee else route_step.body_name
    number = route_step.outside_number
    step = TrailStep(
        kind="waiting",
        body=body,
        committee=route_step.committee,
        planned_on=route_step.planned_on,
        reference=_("sak %(number)s") % {"number": number} if number else "",
        text="" if case.shielded else route_step.result,
    )
    if route_step.treated_on:
        step.kind, step.day, step.when = "done", route_step.treated_on, long_date(route_step.treated_on)
    elif route_step.planned_on:
        late = route_step.planned_on < timezone.localdate(now) and case.state == CaseState.OPEN
        step.kind = "overdue" if late else "waiting"
        step.when = _("Planlagt %(day)s") % {"day": long_date(route_step.planned_on)}
    return step


def add_decisions(steps: list[TrailStep]) -> None:
    """Quotes the decisions from the minutes, in one query; withheld ones are left out."""
    shown = {step.result_id: step for step in steps if step.result_id and step.basis is None}
    rows = ItemText.objects.filter(item_id__in=shown, section=MinutesSection.DECISION)
    rows = rows.order_by("item_id", "-revision").distinct("item_id")
    for item_id, text in rows.values_list("item_id", "text"):
        shown[item_id].decision = text


@dataclass(frozen=True)
class Standing:
    """Where a case stands. `step` names what comes next: answer, route, schedule, close, or nothing."""

    kind: str
    text: str
    step: str = ""
    committee: Committee | None = None
    """Which committee is to treat it next, when it is to be put on an agenda."""


def standing(case: Case, steps: list[TrailStep], now: dt.datetime) -> Standing:
    if case.state == CaseState.PROPOSED:
        text = _("Saken ble foreslått %(day)s og venter på svar fra sekretariatet.")
        return Standing("sent", text % {"day": long_date(case.registered_on)}, "answer")
    if case.state == CaseState.CLOSED:
        day = long_date(case.closed_on) if case.closed_on else ""
        return Standing("done", _("Saken ble avsluttet %(day)s.") % {"day": day})
    if not steps:
        return Standing("waiting", _("Saken har ingen saksgang ennå."), "route")
    today = timezone.localdate(now)
    ahead = [step for step in steps if step.kind == "underway" and step.day and step.day >= today]
    if ahead:
        text = _("Saken skal behandles i %(body)s %(day)s.")
        return Standing("underway", text % {"body": ahead[0].body, "day": ahead[0].when})
    return _after(steps)


def _after(steps: list[TrailStep]) -> Standing:
    """Where an open case stands that is on no coming agenda."""
    following = next((step for step in steps if step.kind in ("waiting", "overdue")), None)
    behind = [step for step in steps if step.day]
    last = behind[-1] if behind else None
    if last and last.kind in ("sent", "underway"):
        text = _("Saken ble behandlet i %(body)s %(day)s. Protokollen er ikke godkjent ennå.")
        return Standing("sent", text % {"body": last.body, "day": last.when})
    if last and last.kind == "postponed":
        text = _("Saken ble ikke avgjort i %(body)s %(day)s og må settes opp på nytt.")
        return Standing("postponed", text % {"body": last.body, "day": last.when}, "schedule", last.committee)
    if following is None:
        return Standing("done", _("Alle ledd i saksgangen er ferdige."), "close")
    return _ahead(following)


def _ahead(step: TrailStep) -> Standing:
    """The next body has not put the case on an agenda."""
    words = {"body": step.body, "day": long_date(step.planned_on) if step.planned_on else ""}
    if step.kind == "overdue":
        text = _("%(body)s skulle ha behandlet saken %(day)s, men den er ikke satt opp.")
    elif step.planned_on:
        text = _("Neste ledd er %(body)s, planlagt %(day)s.")
    else:
        text = _("Neste ledd er %(body)s. Saken er ikke satt opp ennå.")
    return Standing(step.kind, text % words, "schedule" if step.committee else "route", step.committee)
