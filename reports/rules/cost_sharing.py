"""What each municipality pays (indicator I17): rate × inhabitants, rounded to the krone for each. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

KRONE = Decimal(1)


def contribution(rate: Decimal, inhabitants: int) -> int:
    """Kroner a year; half a krone is rounded up."""
    return int((rate * inhabitants).quantize(KRONE, rounding=ROUND_HALF_UP))


@dataclass(frozen=True)
class Share:
    """One municipality's part. `inhabitants` is None when its population of the year is not known."""

    municipality: int
    number: str
    name: str
    region: str
    rate: Decimal
    inhabitants: int | None
    summed_from: tuple[str, ...] = ()
    """The municipalities whose inhabitants were added up, when it did not exist itself on the day."""
    note: str = ""
    """What became of it while the scheme holds."""

    @property
    def kroner(self) -> int | None:
        return None if self.inhabitants is None else contribution(self.rate, self.inhabitants)


@dataclass(frozen=True)
class RegionSum:
    name: str
    municipalities: int
    inhabitants: int
    kroner: int
    percent: Decimal


@dataclass(frozen=True)
class Sharing:
    """A scheme carried out. The sums are sums of what each pays, so they are right to the krone."""

    shares: Sequence[Share]
    trust_matches: bool

    @property
    def missing(self) -> list[Share]:
        return [share for share in self.shares if share.inhabitants is None]

    @property
    def inhabitants(self) -> int:
        return sum(share.inhabitants or 0 for share in self.shares)

    @property
    def municipal(self) -> int:
        return sum(share.kroner or 0 for share in self.shares)

    @property
    def trust(self) -> int:
        return self.municipal if self.trust_matches else 0

    @property
    def total(self) -> int:
        return self.municipal + self.trust

    def percent(self, kroner: int) -> Decimal:
        """Of what the municipalities pay together, with one decimal."""
        whole = self.municipal
        return (Decimal(100 * kroner) / whole if whole else Decimal(0)).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)

    @property
    def rows(self) -> list[tuple[Share, Decimal]]:
        return [(share, self.percent(share.kroner or 0)) for share in self.shares]

    @property
    def regions(self) -> list[RegionSum]:
        """Those who pay most first; empty when the municipalities are in no regions."""
        found: dict[str, list[Share]] = {}
        for share in self.shares:
            found.setdefault(share.region, []).append(share)
        if set(found) <= {""}:
            return []
        sums = [
            RegionSum(
                name,
                len(shares),
                sum(share.inhabitants or 0 for share in shares),
                (kroner := sum(share.kroner or 0 for share in shares)),
                self.percent(kroner),
            )
            for name, shares in found.items()
        ]
        return sorted(sums, key=lambda row: (not row.name, -row.kroner, row.name))
