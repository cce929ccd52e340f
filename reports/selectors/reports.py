"""Reading status reports: what one says, its versions, and the lists of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Case, IntegerField, QuerySet, Value, When

from municipalities.access import Access
from municipalities.models import Partnership
from municipalities.querysets import by_norwegian_name
from reports.access import NEAREST, own_reports, readable_reports
from reports.enums import ReportScope, ReportSection, ReportState
from reports.models import ReportBatch, ReportText, StatusReport
from reports.period import Period
from reports.snapshot import Snapshot
from samhandling.core.text import content_hash, html_to_plain
from samhandling.documents.models import Document
from samhandling.documents.selectors import current_documents

_ORDER = Case(
    When(scope=ReportScope.PARTNERSHIP, then=Value(0)),
    When(scope=ReportScope.REGION, then=Value(1)),
    default=Value(2),
    output_field=IntegerField(),
)


def period_of(row: StatusReport | ReportBatch) -> Period:
    return Period(row.period_from, row.period_to)


def name_of(report: StatusReport) -> str:
    """Whom it is about. `municipality` and `group` are fetched, `partnership` too where it is the whole."""
    return str(report.municipality or report.group or report.partnership)


# --- What one says --------------------------------------------------------------------------------------------------


def snapshot_of(report: StatusReport) -> Snapshot:
    """Of one that is made."""
    assert report.snapshot is not None  # a check of the row
    return Snapshot.from_json(report.snapshot)


def comment_of(report: StatusReport) -> ReportText | None:
    rows = ReportText.objects.filter(report=report, section=ReportSection.COMMENT)
    return rows.select_related("saved_by").order_by("-revision").first()


def comment_html(report: StatusReport) -> str:
    """Clean HTML; empty when nothing is written."""
    row = comment_of(report)
    return row.text if row is not None and html_to_plain(row.text) else ""


def content_sha256(report: StatusReport) -> str:
    """Of all that the report says: the snapshot and the comment."""
    return content_hash({"snapshot": report.snapshot, "comment": comment_html(report)})


def versions_of(report: StatusReport, access: Access) -> list[StatusReport]:
    """All versions this reader may see, the newest first."""
    rows = readable_reports(report.partnership, access).filter(
        scope=report.scope,
        municipality=report.municipality_id,
        group=report.group_id,
        period_from=report.period_from,
        period_to=report.period_to,
    )
    return list(rows.defer("snapshot").order_by("-version"))


# --- Lists ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ReportLine:
    report: StatusReport
    name: str
    pdf: Document | None

    @property
    def period(self) -> Period:
        return period_of(self.report)

    @property
    def is_ready(self) -> bool:
        return self.pdf is not None and self.pdf.is_ready


@dataclass(frozen=True)
class Batch:
    """The reports of a period, the newest version of each, and how far they have come."""

    batch: ReportBatch
    period: Period
    lines: list[ReportLine]

    def _count(self, state: ReportState) -> int:
        return sum(line.report.state == state for line in self.lines)

    @property
    def under_way(self) -> int:
        return self._count(ReportState.QUEUED)

    @property
    def is_moving(self) -> bool:
        """Whether a report, or the file of one, is being made."""
        return bool(self.under_way) or any(line.pdf.is_under_way for line in self.lines if line.pdf)

    @property
    def failed(self) -> int:
        return self._count(ReportState.FAILED)

    @property
    def drafts(self) -> int:
        return self._count(ReportState.DRAFT)

    @property
    def released(self) -> int:
        return self._count(ReportState.RELEASED)

    @property
    def made(self) -> int:
        return self.drafts + self.released


def periods_with_reports(partnership: Partnership, access: Access) -> list[Period]:
    """Those this reader may see reports of, the newest first."""
    rows = readable_reports(partnership, access).order_by("-period_to", "-period_from")
    return [Period(first, last) for first, last in rows.values_list("period_from", "period_to").distinct()]


def lines_of(partnership: Partnership, access: Access, period: Period) -> list[ReportLine]:
    """The newest version of each: the partnership, regions, municipalities. Two queries."""
    rows = readable_reports(partnership, access).filter(period_from=period.first, period_to=period.last)
    return _lines(partnership, rows)


def batch_of(batch: ReportBatch, access: Access) -> Batch:
    period = period_of(batch)
    return Batch(batch, period, lines_of(batch.partnership, access, period))


def own_lines(partnership: Partnership, access: Access) -> list[ReportLine]:
    """The newest released report of the reader's municipality, of its region and of the partnership."""
    rows = own_reports(partnership, access).filter(state=ReportState.RELEASED).defer("snapshot")
    newest = rows.order_by("scope", "municipality_id", "group_id", "-period_to", "period_from", "-version")
    chosen = newest.distinct("scope", "municipality_id", "group_id")
    order = list(ReportScope)
    return [
        _line(partnership, row, None) for row in sorted(chosen, key=lambda row: order.index(ReportScope(row.scope)))
    ]


def latest_report(partnership: Partnership, access: Access) -> StatusReport | None:
    """What a mayor should read first: the newest of the own municipality, else of its region, else of all."""
    rows = own_reports(partnership, access).filter(state=ReportState.RELEASED)
    rows = rows.select_related("batch", "corrects", "corrected_by", "released_by")
    report = rows.order_by(NEAREST, "-period_to", "period_from", "-version", "pk").first()
    if report is not None:
        report.partnership = partnership
    return report


def _lines(partnership: Partnership, rows: QuerySet[StatusReport]) -> list[ReportLine]:
    what = ("scope", "municipality_id", "group_id")
    newest = rows.order_by(*what, "-version").distinct(*what).values("pk")
    found: Sequence[StatusReport] = list(
        StatusReport.objects.filter(pk__in=newest)
        .select_related("municipality", "group")
        .defer("snapshot")
        .order_by(_ORDER, by_norwegian_name("municipality__name"), by_norwegian_name("group__name"))
    )
    files = {document.object_id: document for document in current_documents(*found)}
    return [_line(partnership, report, files.get(report.pk)) for report in found]


def _line(partnership: Partnership, report: StatusReport, pdf: Document | None) -> ReportLine:
    report.partnership = partnership
    return ReportLine(report, name_of(report), pdf)


def batches_by_period(partnership: Partnership) -> dict[tuple[dt.date, dt.date], ReportBatch]:
    """One for each period that has been ordered."""
    rows = ReportBatch.objects.filter(partnership=partnership).order_by("-pk")
    return {(row.period_from, row.period_to): row for row in rows}
