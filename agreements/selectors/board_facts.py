"""The rows the adoption board is made of, read flat: no model is made for a cell, since there are hundreds.

The three queries that every board asks are written in SQL. Django takes longer to put them together than the database
to answer them, and the board has 15 ms for all it does (`tests/bench/board.py`).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connection

from agreements.enums import AdoptionStatus, EntryRule, StepKind
from agreements.models import Agreement, AgreementParty
from agreements.rules.entry import EntryTerms
from municipalities.models import Partnership

#: The text is with the councils; from IN_FORCE on only while somebody has not adopted it.
WITH_COUNCILS = (StepKind.COUNCILS.value, StepKind.TRUST_BOARD.value, StepKind.SIGNED.value)
_SENT = (*WITH_COUNCILS, StepKind.IN_FORCE.value, StepKind.SUBMITTED.value, StepKind.PUBLISHED.value)
_ADOPTED = AdoptionStatus.ADOPTED.value
_KINDS = {"overarching": 0, "sub": 1, "special": 2, "guideline": 3}
_LAST = str.maketrans("æøå", "{|}")
_REVISIONS = """
SELECT DISTINCT ON (r.agreement_id)
    r.id, r.agreement_id, a.kind, a.number, a.title, a.short_title, r.version_id, r.step, r.council_deadline,
    r.entry_rule, r.entry_quorum, r.entry_date, r.needs_trust
FROM agreements_revision r
JOIN agreements_agreement a ON a.id = r.agreement_id
JOIN agreements_agreementversion v ON v.id = r.version_id
WHERE a.partnership_id = %s AND v.state = 'frozen' AND v.in_force_to IS NULL AND r.step = ANY(%s)
ORDER BY r.agreement_id, v.number DESC
"""
_PARTIES = """
SELECT p.id, p.agreement_id, p.municipality_id, p.valid_from, p.valid_to,
    r.id, p.id, d.id, d.status, d.decided_on, d.council_on, d.sent_on, d.extended_to, d.hindrance, d.council_case,
    CASE WHEN d.status = 'deviation' THEN ARRAY(
        SELECT coalesce(nullif(number, ''), anchor) FROM agreements_deviation WHERE adoption_id = d.id ORDER BY id
    ) END
FROM agreements_agreementparty p
JOIN agreements_revision r ON r.agreement_id = p.agreement_id AND r.id = ANY(%s)
LEFT JOIN agreements_adoption d ON d.party_id = p.id AND d.revision_id = r.id
"""
_MUNICIPALITIES = """
SELECT m.id, m.name, m.number, c.next, g.id, g.name
FROM municipalities_municipality m
LEFT JOIN LATERAL (
    SELECT min("on") AS next FROM agreements_councilmeeting WHERE municipality_id = m.id AND "on" >= %(today)s
) c ON true
LEFT JOIN LATERAL (
    SELECT g.id, g.name FROM municipalities_groupmembership s JOIN municipalities_municipalgroup g ON g.id = s.group_id
    WHERE s.municipality_id = m.id AND g.partnership_id = %(partnership)s
        AND s.valid_from <= %(today)s AND (s.valid_to IS NULL OR s.valid_to >= %(today)s)
    ORDER BY s.standing <> 'member', g.kind, g.name LIMIT 1
) g ON true
WHERE m.id = ANY(%(municipalities)s)
"""


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
    valid_from: dt.date
    valid_to: dt.date | None

    def holds_on(self, day: dt.date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class MunicipalityRow(NamedTuple):
    """With the next day its council meets, and its region: of several groups the one it is a settled member of."""

    pk: int
    name: str
    number: str
    next_council: dt.date | None
    region: int | None
    region_name: str | None


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
    points: list[str] | None = None  # the numbers of the sections it deviates in


@dataclass(frozen=True)
class Facts:
    today: dt.date
    revisions: list[Out]
    parties: list[PartyRow]  # of today, and those to come that are asked already
    adoptions: Mapping[tuple[int, int], AdoptionRow]
    municipalities: Mapping[int, MunicipalityRow]
    succeeds: Mapping[int, list[int]]

    @property
    def regions(self) -> list[tuple[int, str]]:
        found = {(row.region, row.region_name or "") for row in self.municipalities.values() if row.region}
        return sorted(((pk, name) for pk, name in found if pk), key=lambda region: norwegian(region[1]))

    def decision(self, revision: int, party: int, path: frozenset[int] = frozenset()) -> AdoptionRow:
        """The party's row; one that has not decided has what all it succeeds had adopted (see `rules.entry`)."""
        own = self.adoptions.get((revision, party)) or AdoptionRow(revision, party)
        older = self.succeeds.get(party)
        if own.decided_on or not older or party in path:
            return own
        decisions = [self.decision(revision, pk, path | {party}) for pk in older]
        days = [row.decided_on for row in decisions if row.status == _ADOPTED and row.decided_on]
        if len(days) < len(decisions):
            return own
        return own._replace(status=_ADOPTED, decided_on=max(days))


def read_facts(partnership: Partnership, today: dt.date) -> Facts:
    """Three queries, and one more when a party has left."""
    sent = [Out(*row) for row in _ask(_REVISIONS, [partnership.pk, list(_SENT)])]
    rows = _ask(_PARTIES, [[row.pk for row in sent]]) if sent else []
    parties = list(dict.fromkeys(PartyRow(*row[:5]) for row in rows))
    adoptions = {(row[5], row[0]): AdoptionRow(*row[5:]) for row in rows if row[7] is not None}
    asked = {row.party for row in adoptions.values()}
    holding = [row for row in parties if row.holds_on(today) or (row.valid_from > today and row.pk in asked)]
    lacking = _lacking(adoptions.values(), {party.pk for party in holding})
    revisions = [row for row in sent if row.step in WITH_COUNCILS or row.pk in lacking]
    return Facts(
        today=today,
        revisions=sorted(revisions, key=lambda row: row.order),
        parties=holding,
        adoptions=adoptions,
        municipalities=_municipalities(partnership, holding, today),
        succeeds=_succeeds(parties) if len(holding) < len(parties) else {},
    )


def _ask(sql: str, values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def _municipalities(
    partnership: Partnership, parties: Iterable[PartyRow], today: dt.date
) -> dict[int, MunicipalityRow]:
    ids = sorted({party.municipality for party in parties if party.municipality})
    values = {"municipalities": ids, "partnership": partnership.pk, "today": today}
    return {row[0]: MunicipalityRow(*row) for row in _ask(_MUNICIPALITIES, values)}


def _lacking(adoptions: Iterable[AdoptionRow], holding: set[int]) -> set[int]:
    """Revisions that one of these parties has not adopted."""
    return {row.revision for row in adoptions if row.status != _ADOPTED and row.party in holding}


def _succeeds(parties: Iterable[PartyRow]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    agreements = {party.agreement for party in parties}
    through = AgreementParty.succeeds.through.objects.filter(from_agreementparty__agreement__in=agreements)
    for new, old in through.values_list("from_agreementparty_id", "to_agreementparty_id"):
        found[new].append(old)
    return found


def norwegian(name: str) -> str:
    """Sorts æ, ø and å last, as the database does."""
    return name.lower().translate(_LAST)
