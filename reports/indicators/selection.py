"""The facts a figure is counted from: those of a scope and a period. Pure.

Which committees are a region's: those whose area is the region; has none, those whose area shares municipalities with
it; is there none of these either, all of the partnership's. A municipality's are those of the areas it lies in, else
all. `Selection.basis` says which it became, and the pages say it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from django.utils.translation import gettext as _

from reports.indicators.facts import ActionFact, CaseFact, Facts, ItemFact, MeetingFact
from reports.period import Period
from reports.scope import Scope


class Basis(StrEnum):
    """Whose committees the figures are of."""

    OWN = "own"
    NEIGHBOURS = "neighbours"  # of areas that share municipalities with the region
    ALL = "all"


@dataclass(frozen=True)
class Selection:
    """Raises ValueError for a period that has not begun."""

    facts: Facts
    scope: Scope
    period: Period

    def __post_init__(self) -> None:
        if self.period.first > self.facts.today:
            raise ValueError(_("Perioden har ikke begynt ennå."))

    @cached_property
    def day(self) -> dt.date:
        """The day the figures stand on: the period's last, or today in one that is not over."""
        return min(self.period.last, self.facts.today)

    @cached_property
    def municipalities(self) -> tuple[int, ...]:
        """Of the scope, on its day; a municipality's and a committee's are those the committees are for."""
        members = self.facts.municipalities
        here = [pk for pk, row in members.items() if row.is_member(self.day)]
        groups = {self.scope.group} if self.scope.group else set()
        if self.scope.municipality:
            groups = set() if self.basis == Basis.ALL else self._areas
        elif self.scope.committee:
            groups = self._areas
        if not groups:
            return tuple(sorted(here))
        return tuple(sorted(pk for pk in here if any(members[pk].in_group(group, self.day) for group in groups)))

    @cached_property
    def own(self) -> tuple[int, ...]:
        """The municipality of a municipality's scope, else all of the scope."""
        return (self.scope.municipality,) if self.scope.municipality else self.municipalities

    @property
    def _areas(self) -> set[int]:
        areas = {self.facts.committees[pk].area for pk in self.committees if pk in self.facts.committees}
        return {area for area in areas if area is not None}

    @cached_property
    def _chosen(self) -> tuple[frozenset[int], Basis]:
        committees = self.facts.committees
        scope = self.scope
        if scope.committee:
            return frozenset({scope.committee}), Basis.OWN
        if scope.municipality:
            mine = self._of_areas({scope.municipality})
            return (mine, Basis.OWN) if mine else (frozenset(committees), Basis.ALL)
        if not scope.group:
            return frozenset(committees), Basis.OWN
        if own := frozenset(pk for pk, row in committees.items() if row.area == scope.group):
            return own, Basis.OWN
        inside = {pk for pk, row in self.facts.municipalities.items() if row.in_group(scope.group, self.day)}
        near = self._of_areas(inside)
        return (near, Basis.NEIGHBOURS) if near else (frozenset(committees), Basis.ALL)

    def _of_areas(self, municipalities: set[int]) -> frozenset[int]:
        rows = [self.facts.municipalities[pk] for pk in municipalities if pk in self.facts.municipalities]
        return frozenset(
            pk
            for pk, committee in self.facts.committees.items()
            if committee.area is not None and any(row.in_group(committee.area, self.day) for row in rows)
        )

    @property
    def committees(self) -> frozenset[int]:
        return self._chosen[0]

    @property
    def basis(self) -> Basis:
        return self._chosen[1]

    @cached_property
    def meetings(self) -> tuple[MeetingFact, ...]:
        """Held in the period by the scope's committees."""
        return self.held(self.period.first)

    @cached_property
    def joint_meetings(self) -> tuple[MeetingFact, ...]:
        """Those of committees where both parties sit."""
        return tuple(meeting for meeting in self.meetings if self.facts.committees[meeting.committee].is_joint)

    def held(self, first: dt.date) -> tuple[MeetingFact, ...]:
        """By the scope's committees, from a day and until the figures' day."""
        chosen, last = self.committees, self.day
        return tuple(row for row in self.facts.meetings if first <= row.day <= last and row.committee in chosen)

    @cached_property
    def all_held(self) -> tuple[MeetingFact, ...]:
        """In the period by any committee, or by the chosen one: what a municipality could bring something to."""
        if self.scope.committee:
            return self.meetings
        return tuple(row for row in self.facts.meetings if self.period.first <= row.day <= self.day)

    @cached_property
    def cases(self) -> tuple[CaseFact, ...]:
        """That the scope's committees have treated by its day or have in their route; in all of a partnership every
        case."""
        if self.basis == Basis.ALL or self.committees == frozenset(self.facts.committees):
            return tuple(self.facts.cases.values())
        treated = {item.case for meeting in self.held(dt.date.min) for item in meeting.items}
        return tuple(
            case
            for case in self.facts.cases.values()
            if case.pk in treated or any(step.committee in self.committees for step in case.route)
        )

    @cached_property
    def actions(self) -> tuple[ActionFact, ...]:
        """Of the scope's committees, due in the period and by its day."""
        ours = {row.pk for row in self.held(dt.date.min)}
        return tuple(row for row in self.facts.actions if row.meeting in ours and self._is_due(row.due_on))

    def _is_due(self, day: dt.date) -> bool:
        return self.period.first <= day <= self.day

    def items(self, *, joint: bool = False) -> Iterator[tuple[MeetingFact, ItemFact]]:
        for meeting in self.joint_meetings if joint else self.meetings:
            for item in meeting.items:
                yield meeting, item

    @property
    def year(self) -> Period:
        """The twelve months that end on its day."""
        return Period.rolling_year(self.day)
