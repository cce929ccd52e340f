"""Which text binds each party of an agreement, as it stands in the database (`rules.binding` says how)."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from agreements.enums import OPEN, AdoptionStatus
from agreements.models import Adoption, AgreementParty, AgreementVersion
from agreements.rules.binding import Taken, Text, begun_on, binding
from agreements.selectors.versions_in_force import in_force

Versions = Mapping[int, Sequence[AgreementVersion]]
_COLUMNS = (
    "pk",
    "party_id",
    "party__valid_from",
    "party__trust_id",
    "version_id",
    "version__number",
    "version__in_force_on",
    "status",
    "decided_on",
    "revision__entry_rule",
    "revision__entry_date",
    "revision__needs_trust",
)


@dataclass(frozen=True)
class Bound:
    """`version` binds the party from `since`, by `adoption` (primary key) where one is registered; None when nothing
    binds it yet. `lacks` is the text in force that it has not adopted, `waiting` its row of that, still open."""

    version: AgreementVersion | None = None
    since: dt.date | None = None
    adoption: int | None = None
    lacks: AgreementVersion | None = None
    waiting: int | None = None


@dataclass(frozen=True)
class Lagging:
    """How many municipalities the text in force does not bind: those an older one still binds, by text, newest first,
    and those nothing binds yet."""

    older: list[tuple[AgreementVersion, int]] = field(default_factory=list)
    unbound: int = 0


def bound_texts(
    parties: Sequence[AgreementParty], versions: Versions, current: Mapping[int, AgreementVersion], day: dt.date
) -> dict[int, Bound]:
    """Party → what binds it on the day, or on its first when that is to come. `versions` are the frozen texts of each
    agreement, `current` the one in force. Two queries, whatever there is of parties and texts."""
    agreements = {party.agreement_id for party in parties}
    lines = _lines(parties, agreements)
    rows = list(Adoption.objects.filter(party__agreement__in=agreements).values(*_COLUMNS)) if parties else []
    texts = {pk: _texts(versions.get(pk, ()), rows) for pk in agreements}
    taken = _taken(rows)
    by_pk = {version.pk: version for pk in agreements for version in versions.get(pk, ())}
    first_days = {row["party_id"]: row["party__valid_from"] for row in rows}
    found = {}
    for party in parties:
        line, lasting = lines[party.pk], current.get(party.agreement_id)
        result = binding(
            [row for pk in line for row in taken.get(pk, ())],
            list(texts[party.agreement_id].values()),
            texts[party.agreement_id].get(lasting.pk) if lasting else None,
            party_since=min([party.valid_from, *(first_days[pk] for pk in line if pk in first_days)]),
            day=max(day, party.valid_from),
        )
        open_rows = (row for pk in line for row in taken.get(pk, ()) if row.version == result.lacks)
        found[party.pk] = Bound(
            version=by_pk.get(result.version or 0),
            since=result.since,
            adoption=result.adoption,
            lacks=by_pk.get(result.lacks or 0),
            waiting=next((row.adoption for row in open_rows if row.status in OPEN), None),
        )
    return found


def lagging(bound: Iterable[Bound]) -> Lagging:
    """Of the municipalities that are parties."""
    behind = [one for one in bound if one.lacks is not None]
    counts = Counter(one.version for one in behind if one.version is not None)
    older = sorted(counts.items(), key=lambda item: -item[0].number)
    return Lagging(older, sum(one.version is None for one in behind))


def still_bound(version: AgreementVersion, day: dt.date) -> int:
    """How many municipalities a text that a newer one has replaced still binds. At most five queries."""
    if version.in_force_to is None or version.in_force_to >= day:
        return 0
    agreement = version.agreement
    current = in_force(agreement, day)
    if current is None or (agreement.terminated_on is not None and agreement.terminated_on < day):
        return 0
    parties = AgreementParty.objects.current(day).filter(agreement=agreement, municipality__isnull=False)
    versions = AgreementVersion.objects.filter(agreement=agreement, in_force_on__isnull=False).defer("content")
    bound = bound_texts(list(parties), {agreement.pk: list(versions)}, {agreement.pk: current}, day)
    return sum(one.version == version for one in bound.values())


def _lines(parties: Iterable[AgreementParty], agreements: Iterable[int]) -> dict[int, list[int]]:
    """Party → itself and all it has taken over after, itself first. One query."""
    tied = AgreementParty.succeeds.through.objects.filter(from_agreementparty__agreement__in=agreements)
    olds: dict[int, list[int]] = defaultdict(list)
    for new, old in tied.values_list("from_agreementparty_id", "to_agreementparty_id"):
        olds[new].append(old)
    lines = {}
    for party in parties:
        line = [party.pk]
        for pk in line:  # grows while it is read
            line += [old for old in olds.get(pk, ()) if old not in line]
        lines[party.pk] = line
    return lines


def _texts(versions: Iterable[AgreementVersion], rows: Iterable[Mapping[str, Any]]) -> dict[int, Text]:
    asked = {
        row["version_id"]
        for row in rows
        if row["version__in_force_on"] and row["party__valid_from"] <= row["version__in_force_on"]
    }
    return {
        one.pk: Text(one.pk, one.number, one.in_force_on, one.in_force_to, one.pk in asked)
        for one in versions
        if one.in_force_on is not None
    }


def _taken(rows: Iterable[Mapping[str, Any]]) -> dict[int, list[Taken]]:
    """What each party has had before it."""
    rows = list(rows)
    trusts = {row["version_id"]: row for row in rows if row["party__trust_id"]}
    found: dict[int, list[Taken]] = defaultdict(list)
    for row in rows:
        trust = trusts.get(row["version_id"])
        begun = begun_on(
            in_force_on=row["version__in_force_on"],
            rule=row["revision__entry_rule"],
            entry_date=row["revision__entry_date"],
            decided_on=row["decided_on"],
            needs_trust=row["revision__needs_trust"] and trust is not None,
            trust_on=trust["decided_on"] if trust and trust["status"] == AdoptionStatus.ADOPTED else None,
        )
        found[row["party_id"]].append(
            Taken(
                adoption=row["pk"],
                version=row["version_id"],
                number=row["version__number"],
                status=row["status"],
                begun=begun,
                decided_on=row["decided_on"],
                joined_on=row["party__valid_from"],
            )
        )
    return found
