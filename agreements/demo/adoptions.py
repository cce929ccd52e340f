"""What each council of the demo has decided."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from agreements.demo.plan import Course, Outcome, Refusal, day_of, noon, workday
from agreements.enums import DECIDED, AdoptionStatus, RegisteredAs, StepKind
from agreements.models import Adoption, Revision
from agreements.services.adoption_deadlines import ask_extension, refuse_extension
from agreements.services.adoptions import register_adoption
from samhandling.core import clock

if TYPE_CHECKING:
    from agreements.demo.build import Builder

ADOPTS = Outcome(AdoptionStatus.ADOPTED)
DATED = {
    AdoptionStatus.ADOPTED: "decided_on",
    AdoptionStatus.ADOPTED_WITH_DEVIATION: "decided_on",
    AdoptionStatus.REJECTED: "decided_on",
    AdoptionStatus.SCHEDULED: "council_on",
    AdoptionStatus.POSTPONED: "council_on",
}


def decide(builder: Builder, revision: Revision, course: Course) -> None:
    """Register every municipality's outcome on its day, as far as today; the trust's board has a step of its own."""
    sent = day_of(builder.plan, course, StepKind.COUNCILS)
    rows = Adoption.objects.filter(revision=revision, party__municipality__isnull=False)
    rows = rows.select_related("party__municipality", "party__trust", "version", "revision").order_by("pk")
    for place, adoption in enumerate(rows):
        outcome = course.outcomes.get(adoption.party.name, ADOPTS)
        if outcome.status == AdoptionStatus.SENT and not outcome.hindrance:
            continue
        days = outcome.days or _days(place, (builder.plan.today - sent).days)
        day = workday(sent + dt.timedelta(days=days))
        _register(builder, adoption, outcome, day, _case(day, course.number, place))
        if outcome.more_time:
            _refuse_more_time(builder, adoption, outcome.more_time)


def _days(place: int, passed: int) -> int:
    """Councils meet on different days: from the third week, and before today."""
    span = max(min(passed - 4, 70) - 14, 1)
    return 14 + place * 9 % span


def _case(day: dt.date, number: str, place: int) -> str:
    """«39/26»: a council's cases count up through the year, and each agreement is one of its own."""
    of_year = day.timetuple().tm_yday // (3 + place % 3)
    return f"{of_year + int(''.join(filter(str.isdigit, number)) or 0)}/{day:%y}"


def _register(builder: Builder, adoption: Adoption, outcome: Outcome, day: dt.date, case: str) -> None:
    columns: dict[str, Any] = {"status": outcome.status, "hindrance": outcome.hindrance, "decision_text": outcome.said}
    if outcome.status in DATED:
        columns[DATED[outcome.status]] = day
    if outcome.status in DECIDED:
        columns["council_case"] = case
    # What is ahead was told when the case was set up, some days after it came.
    told = min(day, builder.plan.today)
    with clock.at(noon(told)):
        register_adoption(
            adoption=adoption,
            row_version=adoption.row_version,
            columns=columns,
            user=builder.user,
            registered_as=RegisteredAs.SECRETARIAT,
            deviations={outcome.anchor: f"<p>{outcome.text}</p>"} if outcome.anchor else None,
        )


def _refuse_more_time(builder: Builder, adoption: Adoption, given: Refusal) -> None:
    deadline = adoption.revision.council_deadline
    if deadline is None or adoption.party.municipality is None:
        return
    today, until = builder.plan.today, workday(deadline + dt.timedelta(days=28))
    with clock.at(noon(workday(today - dt.timedelta(days=10)))):
        chief = builder.chief_of(adoption.party.municipality)
        ask_extension(adoption=adoption, until=until, reason=given.asked, user=chief)
    with clock.at(noon(workday(today - dt.timedelta(days=7)))):
        refuse_extension(adoption=adoption, reason=given.refused, user=builder.user)
