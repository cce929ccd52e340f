"""Inhabitants of municipalities on 1 January of a year, through mergers.

A municipality that did not exist on the day has the inhabitants of those it was made of, added up, as long as whole
municipalities went into it.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from municipalities.models import Municipality, Population, Succession


@dataclass(frozen=True)
class Count:
    inhabitants: int
    summed_from: tuple[str, ...] = ()


class Census:
    """All that is asked of some municipalities and years; two queries, however many they are."""

    def __init__(self, municipalities: Iterable[Municipality], years: Iterable[int] | None = None) -> None:
        self._by_old: dict[int, list[Succession]] = defaultdict(list)
        self._by_new: dict[int, list[Succession]] = defaultdict(list)
        for row in Succession.objects.select_related("old", "new").order_by("on", "new__name", "old__name"):
            self._by_old[row.old_id].append(row)
            self._by_new[row.new_id].append(row)
        wanted = set()
        for municipality in municipalities:
            wanted |= {municipality.pk, *self.ancestors(municipality.pk)}
        rows = Population.objects.filter(municipality__in=wanted)
        if years is not None:
            rows = rows.filter(year__in=set(years))
        self._known = {(pk, year): count for pk, year, count in rows.values_list("municipality", "year", "inhabitants")}

    def ancestors(self, pk: int) -> set[int]:
        """Everyone the municipality was made of, near and far."""
        near = {row.old_id for row in self._by_new.get(pk, ())}
        return near.union(*(self.ancestors(old) for old in near))

    def heirs(self, municipality: Municipality) -> list[Succession]:
        """What it became on its last day; several when it was divided."""
        return self._by_old.get(municipality.pk, [])

    def count(self, municipality: Municipality, year: int) -> Count | None:
        """None when the figure is not known, or the municipality was gone already."""
        own = self._known.get((municipality.pk, year))
        if own is not None:
            return Count(own)
        if municipality.valid_from <= new_year(year):
            return None
        came = self._by_new.get(municipality.pk, [])
        parts = [self.count(row.old, year) for row in came if not row.is_partial]
        if not came or len(parts) < len(came) or None in parts:
            return None
        names = [
            name for row, part in zip(came, parts, strict=True) if part for name in part.summed_from or (row.old.name,)
        ]
        return Count(sum(part.inhabitants for part in parts if part), tuple(names))

    def years(self) -> set[int]:
        """Those with a figure for anybody asked about."""
        return {year for _pk, year in self._known}


def new_year(year: int) -> dt.date:
    return dt.date(year, 1, 1)
