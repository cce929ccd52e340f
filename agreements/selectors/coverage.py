"""Which points of the statutory minimum content the agreements cover, and for which municipalities.

A municipality is covered on a point when it is a party to an agreement in force that covers the point, and a text of it
binds the municipality (`rules.binding`): the one in force, or an older one that its council has not replaced.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from enum import Enum

from agreements.enums import VersionState
from agreements.models import Agreement, AgreementParty, AgreementVersion, ContentPoint
from agreements.rules.blockers import joined
from agreements.rules.order import agreement_key
from agreements.selectors.bound import Bound, bound_texts
from agreements.selectors.register import has_ended, in_force_of
from municipalities.enums import Standing
from municipalities.models import Municipality, Partnership, PartnershipMembership
from municipalities.querysets import by_norwegian_name


class Gap(Enum):
    """Why a municipality is not covered on a point, the most fundamental reason first."""

    NO_AGREEMENT = "no_agreement"
    NOT_A_PARTY = "not_a_party"
    NOT_ADOPTED = "not_adopted"


@dataclass(frozen=True)
class PointRow:
    point: ContentPoint
    agreements: list[Agreement]
    covered: int
    total: int

    @property
    def is_covered(self) -> bool:
        return bool(self.agreements)

    @property
    def is_whole(self) -> bool:
        return self.covered == self.total


@dataclass(frozen=True)
class MunicipalityRow:
    municipality: Municipality
    gaps: dict[int, Gap]
    """By the point's number."""
    older: dict[int, tuple[Agreement, AgreementVersion]]
    """Points covered only by a text that has been replaced for the others, by number."""
    total: int

    @property
    def covered(self) -> int:
        return self.total - len(self.gaps)

    @property
    def has_own_gap(self) -> bool:
        """Is more missing than what no agreement covers for anybody?"""
        return any(why != Gap.NO_AGREEMENT for why in self.gaps.values())

    @property
    def no_agreement(self) -> str:
        return self._numbers(Gap.NO_AGREEMENT)

    @property
    def not_a_party(self) -> str:
        return self._numbers(Gap.NOT_A_PARTY)

    @property
    def not_adopted(self) -> str:
        return self._numbers(Gap.NOT_ADOPTED)

    @property
    def older_texts(self) -> list[tuple[Agreement, AgreementVersion, str]]:
        """With the points that each covers: «1, 4 og 12»."""
        points: dict[tuple[Agreement, AgreementVersion], list[str]] = defaultdict(list)
        for number, text in sorted(self.older.items()):
            points[text].append(str(number))
        return [(agreement, version, joined(numbers)) for (agreement, version), numbers in points.items()]

    def _numbers(self, gap: Gap) -> str:
        """«1, 4 og 12»."""
        return joined([str(number) for number, why in sorted(self.gaps.items()) if why == gap])


@dataclass(frozen=True)
class Coverage:
    points: list[PointRow]
    agreements: list[Agreement]
    """Those in force, in their order."""
    municipalities: list[MunicipalityRow]

    @property
    def missing(self) -> list[PointRow]:
        return [row for row in self.points if not row.is_covered]

    @property
    def covered(self) -> int:
        return len(self.points) - len(self.missing)

    @property
    def whole(self) -> int:
        """Municipalities covered on every point."""
        return sum(not row.gaps for row in self.municipalities)


def coverage(partnership: Partnership, day: dt.date) -> Coverage:
    """Eight queries, whatever there is of agreements, parties and adoptions."""
    points = list(ContentPoint.objects.current(day).order_by("number"))
    in_force = _in_force(partnership, day)
    bound = _bound(in_force, day)
    members = _members(partnership, day)
    covering = {
        point.pk: [one for one in in_force.agreements if point.pk in {own.pk for own in one.points.all()}]
        for point in points
    }
    rows = [_row(one, points, covering, bound) for one in members]
    return Coverage(
        points=[
            PointRow(point, covering[point.pk], sum(point.number not in row.gaps for row in rows), total=len(rows))
            for point in points
        ],
        agreements=in_force.agreements,
        municipalities=rows,
    )


@dataclass(frozen=True)
class _InForce:
    """The agreements in force, in their order; their texts in force, and all that have been, by agreement."""

    agreements: list[Agreement]
    texts: dict[int, AgreementVersion]
    versions: dict[int, list[AgreementVersion]]


def _in_force(partnership: Partnership, day: dt.date) -> _InForce:
    found = Agreement.objects.filter(partnership=partnership, versions__state=VersionState.FROZEN).distinct()
    agreements = [one for one in found.prefetch_related("points") if not has_ended(one, day)]
    versions: dict[int, list[AgreementVersion]] = defaultdict(list)
    for version in AgreementVersion.objects.filter(agreement__in=agreements, in_force_on__lte=day).defer("content"):
        versions[version.agreement_id].append(version)
    texts = {one.pk: text for one in agreements if (text := in_force_of(one, versions[one.pk], day))}
    return _InForce(sorted((one for one in agreements if one.pk in texts), key=agreement_key), texts, versions)


def _bound(in_force: _InForce, day: dt.date) -> dict[tuple[int, int], Bound]:
    """By agreement and municipality, for its parties of the day: the text that binds it."""
    parties = AgreementParty.objects.current(day).filter(agreement__in=in_force.agreements, municipality__isnull=False)
    found = list(parties)
    bound = bound_texts(found, in_force.versions, in_force.texts, day)
    return {(party.agreement_id, party.municipality_id or 0): bound[party.pk] for party in found}


def _members(partnership: Partnership, day: dt.date) -> list[Municipality]:
    rows = PartnershipMembership.objects.current(day).filter(partnership=partnership, standing=Standing.MEMBER)
    named = rows.select_related("municipality").order_by(by_norwegian_name("municipality__name"))
    return [row.municipality for row in named]


def _row(
    municipality: Municipality,
    points: list[ContentPoint],
    covering: dict[int, list[Agreement]],
    bound: dict[tuple[int, int], Bound],
) -> MunicipalityRow:
    row = MunicipalityRow(municipality, {}, {}, len(points))
    for point in points:
        standings = [(one, bound.get((one.pk, municipality.pk))) for one in covering[point.pk]]
        if any(one and one.version and not one.lacks for _agreement, one in standings):
            continue
        older = [(agreement, one.version) for agreement, one in standings if one and one.version]
        if older:
            row.older[point.number] = older[0]
        elif not standings:
            row.gaps[point.number] = Gap.NO_AGREEMENT
        else:
            row.gaps[point.number] = Gap.NOT_ADOPTED if any(one for _agreement, one in standings) else Gap.NOT_A_PARTY
    return row
