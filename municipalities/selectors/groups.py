"""Municipal groups: their members, and the map they are drawn on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from municipalities.enums import GroupKind, Standing
from municipalities.maps import BubbleMap, Place, draw
from municipalities.models import GroupMembership, MunicipalGroup, Municipality, Partnership
from municipalities.selectors.municipalities import inhabitants_of


@dataclass(frozen=True)
class GroupLine:
    """A group on a day, for lists and the map's legend. Counts are of the municipalities that belong to it."""

    group: MunicipalGroup
    count: int
    inhabitants: int


@dataclass(frozen=True)
class GroupMap:
    title: str
    year: int
    drawing: BubbleMap
    legend: list[GroupLine]
    has_considering: bool


@dataclass(frozen=True)
class MemberRow:
    membership: GroupMembership
    inhabitants: int | None
    elsewhere: list[GroupMembership]  # standings in other groups of the same kind

    @property
    def municipality(self) -> Municipality:
        return self.membership.municipality


@dataclass(frozen=True)
class GroupPage:
    """`rows` belong to the group; `visitors` consider it, but belong to another."""

    group: MunicipalGroup
    line: GroupLine
    rows: list[MemberRow]
    visitors: list[MemberRow]
    former: list[GroupMembership]
    map: GroupMap

    @property
    def unsettled(self) -> list[MemberRow]:
        return [row for row in self.rows if row.membership.standing == Standing.CONSIDERING]


def group_page(partnership: Partnership, group: MunicipalGroup, day: dt.date) -> GroupPage:
    """The members by population, those who have left, and all groups of the kind on one map with this one in focus."""
    inhabitants = inhabitants_of(partnership)
    standings = _standings(partnership, group.kind, day)
    main = main_standings(standings)
    own = [
        MemberRow(
            row,
            inhabitants.get(row.municipality_id),
            [other for other in standings if other.municipality_id == row.municipality_id and other != row],
        )
        for row in standings
        if row.group_id == group.pk
    ]
    own.sort(key=lambda row: (-(row.inhabitants or 0), row.municipality.name))
    former = GroupMembership.objects.ended(day).filter(group=group).select_related("municipality")
    return GroupPage(
        group=group,
        line=_line(group, main, inhabitants),
        rows=[row for row in own if main[row.municipality.pk] == row.membership],
        visitors=[row for row in own if main[row.municipality.pk] != row.membership],
        former=list(former.order_by("-valid_to", "municipality__name")),
        map=_map(partnership, standings, inhabitants, focus=group.pk),
    )


def main_standings(standings: Iterable[GroupMembership]) -> dict[int, GroupMembership]:
    """The one standing by which each municipality is counted and coloured: where it is a member, else the oldest."""
    main: dict[int, GroupMembership] = {}
    for row in sorted(standings, key=lambda row: (row.standing != Standing.MEMBER, row.pk)):
        main.setdefault(row.municipality_id, row)
    return main


def partnership_map(partnership: Partnership, day: dt.date) -> GroupMap | None:
    """The groups of the kind that health work follows; None while there are none."""
    kinds = set(partnership.groups.values_list("kind", flat=True))
    for kind in (GroupKind.HEALTH_REGION, GroupKind.LSU_AREA, GroupKind.CONSTITUENCY):
        if kind in kinds:
            return _map(partnership, _standings(partnership, kind, day), inhabitants_of(partnership))
    return None


def group_lines(partnership: Partnership, day: dt.date) -> list[GroupLine]:
    """All groups that exist on the day, by kind and name, the empty ones too."""
    inhabitants = inhabitants_of(partnership)
    standings = list(
        GroupMembership.objects.current(day).filter(group__partnership=partnership).select_related("group")
    )
    main: dict[str, dict[int, GroupMembership]] = {
        kind: main_standings(row for row in standings if row.group.kind == kind) for kind in GroupKind
    }
    groups = MunicipalGroup.objects.current(day).filter(partnership=partnership).select_related("hospital")
    return [_line(group, main[group.kind], inhabitants) for group in groups.order_by("kind", "name")]


def _standings(partnership: Partnership, kind: str, day: dt.date) -> list[GroupMembership]:
    rows: QuerySet[GroupMembership] = GroupMembership.objects.current(day).filter(
        group__partnership=partnership, group__kind=kind
    )
    return list(rows.select_related("group", "municipality").order_by("group__colour", "group__name", "pk"))


def _map(
    partnership: Partnership, standings: list[GroupMembership], inhabitants: dict[int, int], focus: int | None = None
) -> GroupMap:
    main = main_standings(standings)
    in_focus = {row.municipality_id for row in main.values() if row.group_id == focus}
    places = [
        Place(
            name=row.municipality.name,
            lat=row.municipality.lat,
            lon=row.municipality.lon,
            inhabitants=inhabitants.get(row.municipality_id, 0),
            colour=row.group.colour,
            is_considering=row.standing == Standing.CONSIDERING,
            is_focus=row.municipality_id in in_focus,
        )
        for row in main.values()
    ]
    groups = {row.group_id: row.group for row in standings}
    return GroupMap(
        title=partnership.short_name,
        year=partnership.population_year,
        drawing=draw(places),
        legend=[_line(group, main, inhabitants) for group in groups.values()],
        has_considering=any(place.is_considering for place in places),
    )


def _line(group: MunicipalGroup, main: dict[int, GroupMembership], inhabitants: dict[int, int]) -> GroupLine:
    belong = [row for row in main.values() if row.group_id == group.pk]
    return GroupLine(
        group=group,
        count=len(belong),
        inhabitants=sum(inhabitants.get(row.municipality_id, 0) for row in belong),
    )
