"""Municipalities of a partnership: the list, and one municipality with its history."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Prefetch, QuerySet

from municipalities.enums import Standing
from municipalities.models import (
    Appointment,
    GroupMembership,
    MunicipalGroup,
    Municipality,
    Partnership,
    PartnershipMembership,
    Population,
    Representation,
    Seat,
    Succession,
)
from municipalities.querysets import by_norwegian_name


@dataclass(frozen=True)
class MunicipalityRow:
    membership: PartnershipMembership
    inhabitants: int | None
    groups: list[GroupMembership]

    @property
    def municipality(self) -> Municipality:
        return self.membership.municipality


def municipality_rows(
    partnership: Partnership, day: dt.date, group: MunicipalGroup | None = None
) -> list[MunicipalityRow]:
    """Who takes part on the day, in Norwegian order; narrowed to those with any standing in `group`."""
    memberships = PartnershipMembership.objects.current(day).filter(partnership=partnership)
    if group:
        inside = GroupMembership.objects.current(day).filter(group=group)
        memberships = memberships.filter(municipality__in=inside.values("municipality"))
    memberships = memberships.select_related("municipality").order_by(
        by_norwegian_name("municipality__name"), "municipality__number"
    )
    inhabitants = inhabitants_of(partnership)
    groups = groups_of(partnership, day)
    return [
        MunicipalityRow(row, inhabitants.get(row.municipality_id), groups[row.municipality_id]) for row in memberships
    ]


def inhabitants_of(partnership: Partnership) -> dict[int, int]:
    """Inhabitants by municipality on 1 January of the partnership's population year."""
    rows = Population.objects.filter(
        year=partnership.population_year, municipality__partnership_memberships__partnership=partnership
    )
    return dict(rows.values_list("municipality_id", "inhabitants"))


def population_years(partnership: Partnership) -> list[int]:
    """Years that have figures for anybody who takes part, newest first; the partnership's own always among them."""
    rows = Population.objects.filter(municipality__partnership_memberships__partnership=partnership)
    return sorted({partnership.population_year, *rows.values_list("year", flat=True)}, reverse=True)


def groups_of(partnership: Partnership, day: dt.date) -> dict[int, list[GroupMembership]]:
    """Standings in groups by municipality, members before those who consider; with `group` fetched."""
    found: dict[int, list[GroupMembership]] = defaultdict(list)
    rows = GroupMembership.objects.current(day).filter(group__partnership=partnership).select_related("group")
    for row in sorted(rows, key=lambda row: (row.standing != Standing.MEMBER, row.group.kind, row.group.name)):
        found[row.municipality_id].append(row)
    return found


@dataclass(frozen=True)
class Change:
    """What happened on a day: a merger, a division, or new numbers for municipalities that stayed as they were."""

    on: dt.date
    old: list[Municipality]
    new: list[Municipality]
    is_new_number: bool = False
    is_part: bool = False  # only a part of the old one went to each of the new

    @property
    def is_division(self) -> bool:
        return self.is_part and len(self.new) > 1

    @property
    def pairs(self) -> list[tuple[Municipality, Municipality]]:
        return list(zip(self.old, self.new, strict=True))


@dataclass(frozen=True)
class Lineage:
    """A municipality's predecessors and successors, near and far."""

    municipality: Municipality
    successions: list[Succession]

    @property
    def family(self) -> set[int]:
        ids = {row.old_id for row in self.successions} | {row.new_id for row in self.successions}
        return ids | {self.municipality.pk}

    @property
    def changes(self) -> list[Change]:
        """In the order of time; a division and a merger are each told once, new numbers once a day."""
        whole, parts = self._by_new(), self._by_old()
        renumbered: dict[dt.date, list[Succession]] = defaultdict(list)
        mergers = []
        for (on, _new_id), rows in whole.items():
            if len(rows) == 1 and rows[0].old.name == rows[0].new.name and rows[0].new.valid_from == on:
                renumbered[on] += rows
            else:
                mergers.append(Change(on, [row.old for row in rows], [rows[0].new]))
        divisions = [
            Change(on, [rows[0].old], [row.new for row in rows], is_part=True) for (on, _old_id), rows in parts.items()
        ]
        numbers = [
            Change(on, [row.old for row in rows], [row.new for row in rows], is_new_number=True)
            for on, rows in renumbered.items()
        ]
        return sorted(numbers + divisions + mergers, key=lambda change: (change.on, change.new[0].name))

    def _by_new(self) -> dict[tuple[dt.date, int], list[Succession]]:
        found: dict[tuple[dt.date, int], list[Succession]] = defaultdict(list)
        for row in self.successions:
            if not row.is_partial:
                found[row.on, row.new_id].append(row)
        return found

    def _by_old(self) -> dict[tuple[dt.date, int], list[Succession]]:
        found: dict[tuple[dt.date, int], list[Succession]] = defaultdict(list)
        for row in self.successions:
            if row.is_partial:
                found[row.on, row.old_id].append(row)
        return found


def lineage_of(municipality: Municipality) -> Lineage:
    """Everything that leads to the municipality and everything that came of it; one query."""
    rows = list(Succession.objects.select_related("old", "new").order_by("on", "old__name", "new__name"))
    before, after = {municipality.pk}, {municipality.pk}
    found: dict[int, Succession] = {}
    for row in reversed(rows):
        if row.new_id in before:
            before.add(row.old_id)
            found[row.pk] = row
    for row in rows:
        if row.old_id in after:
            after.add(row.new_id)
            found[row.pk] = row
    return Lineage(municipality, sorted(found.values(), key=lambda row: (row.on, row.pk)))


@dataclass(frozen=True)
class YearFigure:
    year: int
    inhabitants: int
    is_sum: bool = False  # added up from those that were merged


@dataclass(frozen=True)
class MunicipalityPage:
    municipality: Municipality
    memberships: list[PartnershipMembership]
    groups: list[GroupMembership]
    seats: list[Seat]
    representations: list[Representation]
    lineage: Lineage
    figures: list[YearFigure] = field(default_factory=list)

    @property
    def latest(self) -> YearFigure | None:
        return self.figures[-1] if self.figures else None


def municipality_page(
    partnership: Partnership, municipality: Municipality, lineage: Lineage, day: dt.date
) -> MunicipalityPage:
    memberships = partnership.memberships.filter(municipality=municipality).order_by("valid_from")
    groups = GroupMembership.objects.filter(group__partnership=partnership, municipality=municipality)
    return MunicipalityPage(
        municipality=municipality,
        memberships=list(memberships),
        groups=list(groups.select_related("group").order_by("standing", "group__name")),
        seats=_seats_of(partnership, municipality, day),
        representations=list(
            Representation.objects.current(day)
            .filter(partnership=partnership, municipality=municipality)
            .select_related("person")
            .order_by("role", "person__name")
        ),
        lineage=lineage,
        figures=figures_of(municipality, lineage),
    )


def _seats_of(partnership: Partnership, municipality: Municipality, day: dt.date) -> list[Seat]:
    """The municipality's own seats, with `current_appointments` (at most one)."""
    holding = Appointment.objects.current(day).select_related("person")
    seats: QuerySet[Seat] = Seat.objects.current(day).filter(committee__partnership=partnership)
    return list(
        seats.filter(municipality=municipality)
        .select_related("committee")
        .prefetch_related(Prefetch("appointments", queryset=holding, to_attr="current_appointments"))
        .order_by("committee__level", "committee__name", "position")
    )


def figures_of(municipality: Municipality, lineage: Lineage) -> list[YearFigure]:
    """Inhabitants by year, carried back through mergers of whole municipalities.

    Where only a part of a municipality was taken over, or a predecessor's figure is missing, the series begins later.
    """
    by_id: dict[int, dict[int, int]] = defaultdict(dict)
    for pk, year, inhabitants in Population.objects.filter(municipality__in=lineage.family).values_list(
        "municipality_id", "year", "inhabitants"
    ):
        by_id[pk][year] = inhabitants
    figures = {year: YearFigure(year, value) for year, value in by_id[municipality.pk].items()}
    for year, value, is_sum in _earlier(municipality, lineage.successions, by_id):
        figures.setdefault(year, YearFigure(year, value, is_sum))
    return [figures[year] for year in sorted(figures)]


def _earlier(
    municipality: Municipality, successions: list[Succession], by_id: dict[int, dict[int, int]]
) -> list[tuple[int, int, bool]]:
    steps = [row for row in successions if row.new_id == municipality.pk and row.on == municipality.valid_from]
    if not steps or any(row.is_partial for row in steps):
        return []
    parts: list[dict[int, tuple[int, bool]]] = []
    for step in steps:
        own = {year: (value, False) for year, value in by_id[step.old_id].items()}
        for year, value, is_sum in _earlier(step.old, successions, by_id):
            own.setdefault(year, (value, is_sum))
        parts.append(own)
    years = set.intersection(*(set(part) for part in parts))
    merged = len(parts) > 1
    return [
        (year, sum(part[year][0] for part in parts), merged or any(part[year][1] for part in parts)) for year in years
    ]
