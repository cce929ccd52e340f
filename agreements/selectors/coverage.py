"""Which points of the statutory minimum content the agreements cover, and for which municipalities.

A municipality is covered on a point when it is a party to an agreement in force that covers the point, and its council,
or one it took over after, has adopted the text in force. A text without a single registered adoption is from before the
portal and counts as adopted by the parties.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from enum import Enum

from agreements.enums import VersionState
from agreements.models import Adoption, Agreement, AgreementParty, AgreementVersion, ContentPoint
from agreements.rules.blockers import joined
from agreements.rules.order import agreement_key
from agreements.selectors.effective import ADOPTED
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
    agreements, texts = _in_force(partnership, day)
    bound = _bound(agreements, texts, day)
    members = _members(partnership, day)
    covering = {
        point.pk: [one for one in agreements if point.pk in {own.pk for own in one.points.all()}] for point in points
    }
    rows = [MunicipalityRow(one, _gaps(one.pk, points, covering, bound), len(points)) for one in members]
    return Coverage(
        points=[
            PointRow(point, covering[point.pk], sum(point.number not in row.gaps for row in rows), total=len(rows))
            for point in points
        ],
        agreements=agreements,
        municipalities=rows,
    )


def _in_force(partnership: Partnership, day: dt.date) -> tuple[list[Agreement], list[AgreementVersion]]:
    """The agreements in force, and their texts."""
    found = Agreement.objects.filter(partnership=partnership, versions__state=VersionState.FROZEN).distinct()
    agreements = [one for one in found.prefetch_related("points") if not has_ended(one, day)]
    versions: dict[int, list[AgreementVersion]] = defaultdict(list)
    for version in AgreementVersion.objects.filter(agreement__in=agreements, in_force_on__lte=day).defer("content"):
        versions[version.agreement_id].append(version)
    texts = [text for one in agreements if (text := in_force_of(one, versions[one.pk], day))]
    lasting = {text.agreement_id for text in texts}
    return sorted((one for one in agreements if one.pk in lasting), key=agreement_key), texts


def _bound(agreements: list[Agreement], texts: list[AgreementVersion], day: dt.date) -> dict[tuple[int, int], bool]:
    """By agreement and municipality, for its parties of the day: has it adopted the text in force?"""
    parties = list(AgreementParty.objects.filter(agreement__in=agreements, municipality__isnull=False))
    tied = AgreementParty.succeeds.through.objects.filter(from_agreementparty__in=parties)
    olds: dict[int, set[int]] = defaultdict(set)
    for new, old in tied.values_list("from_agreementparty", "to_agreementparty"):
        olds[new].add(old)
    adoptions = list(Adoption.objects.filter(version__in=texts).values_list("party", "version__agreement", "status"))
    adopted = {party for party, _agreement, status in adoptions if status in ADOPTED}
    registered = {agreement for _party, agreement, _status in adoptions}
    return {
        (party.agreement_id, party.municipality_id): party.agreement_id not in registered
        or bool(_lineage(party.pk, olds) & adopted)
        for party in parties
        if party.municipality_id is not None and party.holds_on(day)
    }


def _lineage(party: int, olds: dict[int, set[int]]) -> set[int]:
    found, newest = {party}, {party}
    while newest:
        newest = {old for one in newest for old in olds.get(one, ())} - found
        found |= newest
    return found


def _members(partnership: Partnership, day: dt.date) -> list[Municipality]:
    rows = PartnershipMembership.objects.current(day).filter(partnership=partnership, standing=Standing.MEMBER)
    named = rows.select_related("municipality").order_by(by_norwegian_name("municipality__name"))
    return [row.municipality for row in named]


def _gaps(
    municipality: int,
    points: list[ContentPoint],
    covering: dict[int, list[Agreement]],
    bound: dict[tuple[int, int], bool],
) -> dict[int, Gap]:
    gaps = {}
    for point in points:
        standings = [bound.get((one.pk, municipality)) for one in covering[point.pk]]
        if any(standings):
            continue
        if not standings:
            gaps[point.number] = Gap.NO_AGREEMENT
        else:
            gaps[point.number] = Gap.NOT_ADOPTED if False in standings else Gap.NOT_A_PARTY
    return gaps
