"""The rows the adoption board is made of, read flat: no model is made for a cell, since there are hundreds."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from agreements.enums import AdoptionStatus, EntryRule, StepKind, VersionState
from agreements.models import Adoption, Agreement, AgreementParty, Revision
from agreements.rules.entry import EntryTerms
from agreements.selectors.entry import deviation_points, next_councils
from municipalities.enums import Standing
from municipalities.models import GroupMembership, Partnership

#: The text is with the councils; from IN_FORCE on only while somebody has not adopted it.
_WITH_COUNCILS = (StepKind.COUNCILS, StepKind.TRUST_BOARD, StepKind.SIGNED)
_SENT = (*_WITH_COUNCILS, StepKind.IN_FORCE, StepKind.SUBMITTED, StepKind.PUBLISHED)
_KINDS = {"overarching": 0, "sub": 1, "special": 2, "guideline": 3}
_LAST = str.maketrans("æøå", "{|}")
_REVISION = (
    "pk",
    "agreement_id",
    "agreement__kind",
    "agreement__number",
    "agreement__title",
    "agreement__short_title",
    "version_id",
    "step",
    "council_deadline",
    "entry_rule",
    "entry_quorum",
    "entry_date",
    "needs_trust",
)
_PARTY = (
    "pk",
    "agreement_id",
    "municipality_id",
    "municipality__name",
    "municipality__number",
    "valid_from",
    "valid_to",
)
_ADOPTION = (
    "revision_id",
    "party_id",
    "pk",
    "status",
    "decided_on",
    "council_on",
    "sent_on",
    "extended_to",
    "hindrance",
    "council_case",
)


class Out(NamedTuple):
    """A revision whose frozen text has been sent to the councils."""

    pk: int
    agreement: int
    kind: str
    number: str
    title: str
    short_title: str
    version: int
    step: str
    deadline: dt.date | None
    rule: str
    quorum: int | None
    entry_date: dt.date | None
    needs_trust: bool

    @property
    def label(self) -> str:
        return Agreement(kind=self.kind, number=self.number, short_title=self.short_title).short_label

    @property
    def terms(self) -> EntryTerms:
        return EntryTerms(self.rule or EntryRule.ALL, self.quorum, self.entry_date, self.needs_trust)

    @property
    def order(self) -> tuple[int, int, str, str]:
        """The overarching one first, then sub-agreements by number: 4, 11, 11b."""
        digits = "".join(sign for sign in self.number if sign.isdigit())
        return _KINDS.get(self.kind, 9), int(digits or 0), self.number, norwegian(self.title)


class PartyRow(NamedTuple):
    pk: int
    agreement: int
    municipality: int | None
    name: str | None
    number: str | None
    valid_from: dt.date
    valid_to: dt.date | None

    def holds_on(self, day: dt.date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class AdoptionRow(NamedTuple):
    revision: int
    party: int
    pk: int = 0
    status: str = AdoptionStatus.NOT_SENT.value
    decided_on: dt.date | None = None
    council_on: dt.date | None = None
    sent_on: dt.date | None = None
    extended_to: dt.date | None = None
    hindrance: str = ""
    council_case: str = ""


@dataclass(frozen=True)
class Facts:
    today: dt.date
    revisions: list[Out]
    parties: list[PartyRow]  # of today
    adoptions: Mapping[tuple[int, int], AdoptionRow]
    succeeds: Mapping[int, list[int]]
    councils: Mapping[int, dt.date]
    points: Mapping[int, tuple[str, ...]]

    def decision(self, revision: int, party: int, path: frozenset[int] = frozenset()) -> AdoptionRow:
        """The party's row; one that has not decided has what all it succeeds had adopted (see `rules.entry`)."""
        own = self.adoptions.get((revision, party)) or AdoptionRow(revision, party)
        older = self.succeeds.get(party)
        if own.decided_on or not older or party in path:
            return own
        decisions = [self.decision(revision, pk, path | {party}) for pk in older]
        days = [row.decided_on for row in decisions if row.status == AdoptionStatus.ADOPTED and row.decided_on]
        if len(days) < len(decisions):
            return own
        return own._replace(status=AdoptionStatus.ADOPTED.value, decided_on=max(days))


def read_facts(partnership: Partnership, today: dt.date) -> Facts:
    """At most seven queries: two of them only when somebody deviates, one only when a party has left."""
    sent = _newest(partnership)
    parties = _parties({row.agreement for row in sent})
    holding = [party for party in parties if party.holds_on(today)]
    adoptions = _adoptions([row.pk for row in sent])
    lacking = _lacking(adoptions.values(), {party.pk for party in holding})
    revisions = sorted(
        (row for row in sent if row.step in _WITH_COUNCILS or row.pk in lacking), key=lambda row: row.order
    )
    deviates = any(row.status == AdoptionStatus.ADOPTED_WITH_DEVIATION for row in adoptions.values())
    return Facts(
        today=today,
        revisions=revisions,
        parties=holding,
        adoptions=adoptions,
        succeeds=_succeeds(parties) if len(holding) < len(parties) else {},
        councils=next_councils({party.municipality for party in holding}, today),
        points=deviation_points([row.version for row in revisions]) if deviates else {},
    )


def _newest(partnership: Partnership) -> list[Out]:
    """The newest text of each agreement that has been sent out and is not superseded."""
    rows = Revision.objects.filter(
        agreement__partnership=partnership,
        version__state=VersionState.FROZEN,
        version__in_force_to__isnull=True,
        step__in=_SENT,
    )
    newest = {row[1]: Out(*row) for row in rows.order_by("version__number").values_list(*_REVISION)}
    return list(newest.values())


def _parties(agreements: set[int]) -> list[PartyRow]:
    """Those that have left too: a merged municipality inherits from them."""
    rows = AgreementParty.objects.filter(agreement__in=agreements).order_by()
    return [PartyRow(*row) for row in rows.values_list(*_PARTY)]


def _adoptions(revisions: list[int]) -> dict[tuple[int, int], AdoptionRow]:
    rows = Adoption.objects.filter(revision__in=revisions).order_by().values_list(*_ADOPTION)
    return {row[:2]: AdoptionRow(*row) for row in rows}


def _lacking(adoptions: Iterable[AdoptionRow], holding: set[int]) -> set[int]:
    """Revisions that a party of today has not adopted."""
    return {row.revision for row in adoptions if row.status != AdoptionStatus.ADOPTED and row.party in holding}


def _succeeds(parties: Iterable[PartyRow]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    agreements = {party.agreement for party in parties}
    through = AgreementParty.succeeds.through.objects.filter(from_agreementparty__agreement__in=agreements)
    for new, old in through.values_list("from_agreementparty_id", "to_agreementparty_id"):
        found[new].append(old)
    return found


def regions_of(partnership: Partnership, today: dt.date) -> dict[int, tuple[int, str]]:
    """Municipality → its region; of several groups the one it is a settled member of. One query."""
    rows = GroupMembership.objects.current(today).filter(group__partnership=partnership)
    found: dict[int, tuple[int, str]] = {}
    columns = ("standing", "group__kind", "group__name", "group_id", "municipality_id")
    for _standing, _kind, name, pk, municipality in sorted(
        rows.order_by().values_list(*columns), key=lambda row: (row[0] != Standing.MEMBER, row[1:4])
    ):
        found.setdefault(municipality, (pk, name))
    return found


def norwegian(name: str) -> str:
    """Sorts æ, ø and å last, as the database does."""
    return name.lower().translate(_LAST)
