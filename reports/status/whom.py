"""Whom a report is about, as far as its contents depend on it."""

from __future__ import annotations

from reports.enums import ReportScope
from reports.indicators.selection import Selection
from reports.models import StatusReport
from reports.scope import Scope
from reports.status.facts import Shared, Whom


def whom(report: StatusReport, shared: Shared) -> Whom:
    """Raises ValueError for a period that has not begun. `municipality` and `group` are fetched with the report."""
    asks = Scope(shared.partnership.pk, group=report.group_id, municipality=report.municipality_id)
    chosen = Selection(shared.indicators, asks, shared.period).committees
    whole = {pk for pk, row in shared.committees.items() if row.area is None}
    place = shared.places.get(report.municipality_id or 0)
    return Whom(
        scope=ReportScope(report.scope),
        name=_name(report, shared),
        language=report.language,
        members=_members(report, shared),
        committees=frozenset(chosen | whole),
        asks=asks,
        region=place.region if place else None,
    )


def _name(report: StatusReport, shared: Shared) -> str:
    subject = report.municipality or report.group
    return subject.name if subject else shared.partnership.short_name


def _members(report: StatusReport, shared: Shared) -> frozenset[int]:
    if report.municipality_id:
        return frozenset({report.municipality_id})
    if report.group_id:
        return frozenset(pk for pk, place in shared.places.items() if report.group_id in place.groups)
    return frozenset(shared.places)
