"""The register of who lets others speak for them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from municipalities.enums import Standing
from municipalities.models import Municipality, Partnership, PartnershipMembership, RepresentationApproval
from municipalities.querysets import by_norwegian_name


@dataclass(frozen=True)
class ApprovalRow:
    """A municipality with its decisions, the newest first."""

    municipality: Municipality
    decisions: list[RepresentationApproval]

    @property
    def newest(self) -> RepresentationApproval | None:
        return self.decisions[0] if self.decisions else None

    @property
    def approves(self) -> bool:
        return bool(self.newest and self.newest.approves)


def members_of(partnership: Partnership, day: dt.date) -> list[Municipality]:
    """Those who are members on a day, in Norwegian order."""
    rows = PartnershipMembership.objects.current(day).filter(partnership=partnership, standing=Standing.MEMBER)
    chosen = rows.select_related("municipality").order_by(by_norwegian_name("municipality__name"), "pk")
    return [row.municipality for row in chosen]


def approval_rows(partnership: Partnership, day: dt.date) -> list[ApprovalRow]:
    """All members, whether they have decided or not; two queries."""
    decisions: dict[int, list[RepresentationApproval]] = defaultdict(list)
    for row in RepresentationApproval.objects.filter(partnership=partnership).order_by("-decided_on", "-pk"):
        decisions[row.municipality_id].append(row)
    return [ApprovalRow(municipality, decisions[municipality.pk]) for municipality in members_of(partnership, day)]
