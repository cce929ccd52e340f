"""Reports as the desk makes them: ordered, made as the worker does, released."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.test import Client
from django.urls import reverse

from municipalities.enums import GroupKind
from municipalities.models import MunicipalGroup
from reports.enums import ReportScope
from reports.models import ReportBatch, StatusReport
from reports.period import Period
from reports.services.report_comments import save_comment
from reports.services.report_making import make_report
from reports.services.report_orders import order_reports
from reports.services.report_releases import release_report
from samhandling.documents import services as documents
from samhandling.documents.models import Document
from tests.factories.organisation import GroupFactory, GroupMembershipFactory
from tests.personas import World

ClientOf = Callable[[str], Client]
QUARTER = Period.quarter(2026, 3)
TODAY = dt.datetime(2026, 10, 6, 9, tzinfo=dt.UTC)


@dataclass
class Desk:
    world: World
    group: MunicipalGroup

    def order(self, *values: str, period: Period = QUARTER) -> ReportBatch:
        user = self.world.user("coordinator_municipal")
        return order_reports(partnership=self.world.partnership, period=period, user=user, values=values)

    def make(self, *values: str, period: Period = QUARTER) -> ReportBatch:
        """Ordered and made, as drafts."""
        batch = self.order(*values, period=period)
        for pk in batch.reports.values_list("pk", flat=True):
            make_report(report_id=pk)
        return batch

    def of(self, name: str, version: int = 1) -> StatusReport:
        """`Alvdalen`, `Nord` (the region) or empty for the whole partnership."""
        rows = StatusReport.objects.filter(version=version)
        if not name:
            return rows.get(scope=ReportScope.PARTNERSHIP)
        found = {str(row.municipality or row.group): row for row in rows.exclude(scope=ReportScope.PARTNERSHIP)}
        return found[name]

    def comment(self, report: StatusReport, html: str, base: int = 0) -> None:
        save_comment(report=report, html=html, base_revision=base, user=self.world.user("coordinator_municipal"))

    def release(self, name: str = "Alvdalen", version: int = 1) -> StatusReport:
        return release_report(report=self.of(name, version), user=self.world.user("coordinator_municipal"))

    def released(self, name: str = "Alvdalen") -> StatusReport:
        """Made and released in one go, the PDF still to be made."""
        self.make()
        return self.release(name)

    def pdf(self, report: StatusReport) -> Document:
        document = Document.objects.about(report).current().get()
        documents.carry_out(document_id=document.pk)
        document.refresh_from_db()
        return document

    def address(self, name: str, *args: object) -> str:
        return reverse(f"reports:{name}", args=[self.world.partnership.slug, *args])


def build_desk(world: World) -> Desk:
    group = GroupFactory(partnership=world.partnership, name="Nord", slug="nord", kind=GroupKind.HEALTH_REGION)
    GroupMembershipFactory(group=group, municipality=world.municipality_a)
    return Desk(world, group)
