"""When a text enters into force: computed from the rule, what each party has decided, and who is a party. Pure.

    entry = entry_into_force(EntryTerms("all", entry_date=date(2027, 1, 1)), decisions, today)
    entry.in_force_on, entry.adopted, entry.needed, entry.blockers

A party that deviates or rejects has not adopted this text. Only those who are parties on a day count on that day, so
a municipality that leaves stops blocking the day after its last. A municipality made by a merger has adopted when all
it succeeds had, from the day it takes over.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from agreements.enums import AdoptionStatus, EntryRule
from agreements.rules.blockers import Blocker, blocker_of, missing_line

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class EntryTerms:
    """`entry_date` is the fixed date under FIXED_DATE and otherwise «tidligst i kraft»."""

    rule: str
    quorum: int | None = None
    entry_date: dt.date | None = None
    needs_trust: bool = True


@dataclass(frozen=True)
class PartyDecision:
    """A party of the agreement and what it has decided about one text; also parties that never were asked.

    `joined_on` is its first day as a party, `left_on` its last. `points` are the sections it adopted in other words.
    `council_on` is when the case is on the agenda, `next_council` the next meeting it could be.
    """

    party_id: int
    name: str
    is_trust: bool = False
    status: str = AdoptionStatus.NOT_SENT
    decided_on: dt.date | None = None
    council_on: dt.date | None = None
    next_council: dt.date | None = None
    deadline: dt.date | None = None
    joined_on: dt.date | None = None
    left_on: dt.date | None = None
    succeeds: tuple[int, ...] = ()
    points: tuple[str, ...] = ()

    def holds_on(self, day: dt.date) -> bool:
        return (self.joined_on is None or self.joined_on <= day) and (self.left_on is None or day <= self.left_on)

    def adopted_by(self, day: dt.date) -> bool:
        return self.adopted_on is not None and self.adopted_on <= day

    @property
    def adopted_on(self) -> dt.date | None:
        return self.decided_on if self.status == AdoptionStatus.ADOPTED else None


@dataclass(frozen=True)
class Entry:
    """`per_party` is the first day the text binds each party that has adopted it, by `party_id`; a day may lie ahead.

    `adopted` of `total` municipalities have adopted the text, `needed` is how many the rule asks for.
    """

    in_force_on: dt.date | None
    per_party: dict[int, dt.date]
    adopted: int
    needed: int
    total: int
    blockers: tuple[Blocker, ...] = ()
    deviants: tuple[PartyDecision, ...] = ()
    trust_missing: bool = False
    missing: tuple[str, ...] = ()
    """Municipalities that have not adopted it, where the rule lets it be in force without them."""

    @property
    def missing_line(self) -> str:
        return missing_line(self.missing)

    def is_in_force(self, today: dt.date) -> bool:
        return self.in_force_on is not None and self.in_force_on <= today


def entry_into_force(terms: EntryTerms, decisions: Sequence[PartyDecision], today: dt.date) -> Entry:
    """Steps: let merged municipalities inherit; find the first day the rule is met; then the day for each party.

    Nothing is foretold beyond `today` and the terms' own date: a municipality that leaves next year still blocks,
    unless the text is to be in force only after that.
    """
    parties = inherited(decisions)
    horizon = max(today, terms.entry_date or today)
    first = next((day for day in _days(terms, parties, horizon) if _is_met(terms, parties, day)), None)
    counting = [party for party in parties if party.holds_on(first or horizon)]
    municipalities = [party for party in counting if not party.is_trust]
    adopted = sum(party.adopted_on is not None for party in municipalities)
    return Entry(
        in_force_on=first,
        per_party=_per_party(terms, parties, first) if first else {},
        adopted=adopted,
        needed=terms.quorum or 0 if terms.rule == EntryRule.QUORUM else len(municipalities),
        total=len(municipalities),
        blockers=_blockers(terms, counting, today) if first is None or _waits_for_all(terms, counting) else (),
        deviants=tuple(p for p in counting if p.status == AdoptionStatus.ADOPTED_WITH_DEVIATION),
        trust_missing=terms.needs_trust and any(p.is_trust and p.adopted_on is None for p in counting),
        missing=tuple(p.name for p in municipalities if p.adopted_on is None) if _binds_some(terms, first) else (),
    )


def _binds_some(terms: EntryTerms, first: dt.date | None) -> bool:
    """The text is, or on its fixed date will be, in force for those who have adopted it and not for the others."""
    return terms.rule == EntryRule.FIXED_DATE or (first is not None and terms.rule != EntryRule.ALL)


def _waits_for_all(terms: EntryTerms, parties: Sequence[PartyDecision]) -> bool:
    """The text is in force for some, and the others still hold it back for themselves."""
    each_alone = terms.rule in {EntryRule.FIXED_DATE, EntryRule.PER_PARTY}
    return each_alone and any(party.adopted_on is None for party in parties if not party.is_trust)


def inherited(decisions: Iterable[PartyDecision]) -> list[PartyDecision]:
    """The same parties; one that has not decided itself has what all it succeeds had adopted, from its first day."""
    by_id = {party.party_id: party for party in decisions}

    def resolved(party: PartyDecision, seen: frozenset[int]) -> PartyDecision:
        if party.decided_on or not party.succeeds or party.party_id in seen:
            return party
        path = seen | {party.party_id}
        older = [resolved(by_id[pk], path) for pk in party.succeeds if pk in by_id]
        decided = [row.adopted_on for row in older if row.adopted_on]
        if not older or len(decided) < len(older):
            return party
        day = max([*decided, party.joined_on] if party.joined_on else decided)
        return replace(party, status=AdoptionStatus.ADOPTED, decided_on=day)

    return [resolved(party, frozenset()) for party in by_id.values()]


def _days(terms: EntryTerms, parties: Sequence[PartyDecision], horizon: dt.date) -> list[dt.date]:
    """The days on which something changes, in order: the only ones on which the rule can be met first."""
    days = {party.adopted_on for party in parties} | {party.joined_on for party in parties}
    days |= {party.left_on + _DAY for party in parties if party.left_on} | {terms.entry_date}
    earliest = terms.entry_date or dt.date.min
    return sorted(day for day in days if day is not None and earliest <= day <= horizon)


def _is_met(terms: EntryTerms, parties: Sequence[PartyDecision], day: dt.date) -> bool:
    counting = [party for party in parties if party.holds_on(day)]
    if terms.needs_trust and any(party.is_trust and not party.adopted_by(day) for party in counting):
        return False
    municipalities = [party for party in counting if not party.is_trust]
    adopted = sum(party.adopted_by(day) for party in municipalities)
    if terms.rule == EntryRule.ALL:
        return bool(municipalities) and adopted == len(municipalities)
    if terms.rule == EntryRule.QUORUM:
        return adopted >= (terms.quorum or 1)
    return adopted >= 1


def _per_party(terms: EntryTerms, parties: Sequence[PartyDecision], first: dt.date) -> dict[int, dt.date]:
    """Nobody is bound before the text is in force, before its own decision, or before it is a party."""
    found = {}
    for party in parties:
        day = max(first, party.adopted_on or first, party.joined_on or first)
        bound = party.adopted_on is not None or (party.is_trust and not terms.needs_trust)
        if bound and party.holds_on(day):
            found[party.party_id] = day
    return found


def _blockers(terms: EntryTerms, counting: Iterable[PartyDecision], today: dt.date) -> tuple[Blocker, ...]:
    asked = (party for party in counting if terms.needs_trust or not party.is_trust)
    found = (
        blocker_of(
            name=party.name,
            status=party.status,
            council_on=party.council_on,
            next_council=party.next_council,
            deadline=party.deadline,
            points=party.points,
            today=today,
        )
        for party in asked
    )
    return tuple(blocker for blocker in found if blocker)
