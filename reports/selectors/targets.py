"""Whom the reports of a period are about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from municipalities.enums import GroupKind, Standing
from municipalities.models import (
    GroupMembership,
    MunicipalGroup,
    Municipality,
    Partnership,
    PartnershipMembership,
)
from municipalities.querysets import by_norwegian_name
from reports.enums import ReportScope
from reports.models import StatusReport


@dataclass(frozen=True)
class Target:
    scope: ReportScope
    name: str
    language: str
    municipality: Municipality | None = None
    group: MunicipalGroup | None = None

    @property
    def key(self) -> tuple[str, int | None, int | None]:
        """As `key_of` gives it for a report."""
        return (
            self.scope.value,
            self.municipality.pk if self.municipality else None,
            self.group.pk if self.group else None,
        )

    @property
    def value(self) -> str:
        """What a form calls it: `partnership`, `region-12`, `municipality-34`."""
        row = self.municipality or self.group
        return f"{self.scope.value}-{row.pk}" if row else self.scope.value


def key_of(report: StatusReport) -> tuple[str, int | None, int | None]:
    return (report.scope, report.municipality_id, report.group_id)


def language_of(report: StatusReport) -> str:
    """What it is to be written in by today's language decision. `municipality` and `partnership` are fetched."""
    place = report.municipality
    return place.language_in(report.partnership) if place else report.partnership.language


def targets_on(partnership: Partnership, day: dt.date) -> list[Target]:
    """The partnership, its regions and its municipalities on a day, in Norwegian order."""
    day = partnership.as_of(day)
    whole = Target(ReportScope.PARTNERSHIP, partnership.name, partnership.language)
    return [whole, *_regions(partnership, day), *_municipalities(partnership, day)]


def _regions(partnership: Partnership, day: dt.date) -> Sequence[Target]:
    """Groups of municipalities; where there are none of that kind, the areas of the local committees."""
    members = GroupMembership.objects.current(day).filter(group=OuterRef("pk"), standing=Standing.MEMBER)
    groups = MunicipalGroup.objects.current(day).filter(Exists(members), partnership=partnership)
    rows = list(groups.order_by(by_norwegian_name("name")))
    for kind in (GroupKind.HEALTH_REGION, GroupKind.LSU_AREA):
        found = [row for row in rows if row.kind == kind]
        if found:
            return [Target(ReportScope.REGION, row.name, partnership.language, group=row) for row in found]
    return []


def _municipalities(partnership: Partnership, day: dt.date) -> Sequence[Target]:
    rows = PartnershipMembership.objects.current(day).filter(partnership=partnership, standing=Standing.MEMBER)
    found = [
        row.municipality
        for row in rows.select_related("municipality").order_by(by_norwegian_name("municipality__name"))
    ]
    return [Target(ReportScope.MUNICIPALITY, row.name, row.language_in(partnership), municipality=row) for row in found]
