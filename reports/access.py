"""Who may read which status report: the one place where it is decided.

Coordinators of both sides make, comment and release; until then a report is theirs alone. A released one is public, as
its rows are. Whose report it is decides only which are shown to somebody first (`own_reports`).
"""

from __future__ import annotations

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.shortcuts import get_object_or_404

from municipalities.access import Access
from municipalities.entry import require_coordinator
from municipalities.models import GroupMembership, Partnership
from reports.enums import ReportScope, ReportState
from reports.models import ReportBatch, StatusReport

NEAREST = Case(
    When(scope=ReportScope.MUNICIPALITY, then=Value(0)),
    When(scope=ReportScope.REGION, then=Value(1)),
    default=Value(2),
    output_field=IntegerField(),
)
"""Sorts the own municipality before its region, and that before the partnership."""


def readable_reports(partnership: Partnership, access: Access) -> QuerySet[StatusReport]:
    reports = StatusReport.objects.filter(partnership=partnership).select_related("municipality", "group")
    return reports if access.is_coordinator else reports.filter(state=ReportState.RELEASED)


def own_reports(partnership: Partnership, access: Access) -> QuerySet[StatusReport]:
    """Of the reader's municipality, its region on the report's last day, and the partnership."""
    own = access.municipality_ids
    stands_in = GroupMembership.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=OuterRef("period_to")),
        group=OuterRef("group"),
        municipality__in=own,
        valid_from__lte=OuterRef("period_to"),
    )
    mine = Q(municipality__in=own) | Q(scope=ReportScope.PARTNERSHIP) | Q(Exists(stands_in))
    return readable_reports(partnership, access).filter(mine)


def fetch_report(partnership: Partnership, access: Access, pk: int) -> StatusReport:
    """404 for one that is not there, and for all but coordinators one that is not released."""
    reports = readable_reports(partnership, access).select_related("batch", "corrects", "corrected_by", "released_by")
    report = get_object_or_404(reports, pk=pk)
    report.partnership = partnership
    return report


def fetch_for_writing(partnership: Partnership, access: Access, pk: int) -> StatusReport:
    """403 for those who may only read it."""
    report = fetch_report(partnership, access, pk)
    require_coordinator(access)
    return report


def fetch_batch(partnership: Partnership, access: Access, pk: int) -> ReportBatch:
    require_coordinator(access)
    batch = get_object_or_404(ReportBatch.objects.select_related("ordered_by"), pk=pk, partnership=partnership)
    batch.partnership = partnership
    return batch
