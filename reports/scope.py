"""Whom a figure or a report is about. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from reports.enums import ReportScope


@dataclass(frozen=True)
class Scope:
    """All of a partnership, or one region, municipality or committee in it (primary keys)."""

    partnership: int
    group: int | None = None
    municipality: int | None = None
    committee: int | None = None

    @property
    def kind(self) -> ReportScope:
        if self.municipality:
            return ReportScope.MUNICIPALITY
        return ReportScope.REGION if self.group else ReportScope.PARTNERSHIP
