"""What mergers will do to the parties of a partnership's agreements, and who a party took over after, in words."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from agreements.models import Agreement, AgreementParty
from agreements.rules.blockers import joined
from agreements.rules.order import agreement_key, norwegian_key
from agreements.rules.succession import Changes, Merger, Row, plan_successions
from municipalities.models import Municipality, Partnership, PartnershipMembership, Succession


@dataclass(frozen=True)
class Pending:
    """An agreement with what mergers have still to change in its parties."""

    agreement: Agreement
    rows: dict[int, AgreementParty]
    changes: Changes


@dataclass(frozen=True)
class Mergers:
    """All mergers, as the rules want them and with the municipalities' names."""

    rows: list[Merger]
    municipalities: dict[int, Municipality]
    partial: frozenset[tuple[int, int]]

    def described(self, olds: Iterable[Municipality], new: Municipality) -> str:
        """«Agdenes, Meldal, Orkdal og en del av Snillfjord»: whole ones first, a namesake with its number."""
        ordered = sorted(olds, key=lambda old: ((old.pk, new.pk) in self.partial, norwegian_key(old.name)))
        return joined([self._named(old, new) for old in ordered])

    def _named(self, old: Municipality, new: Municipality) -> str:
        name = f"{old.name} ({old.number})" if old.name == new.name else old.name
        return _("en del av %(name)s") % {"name": name} if (old.pk, new.pk) in self.partial else name


def mergers() -> Mergers:
    """One query."""
    found = Succession.objects.select_related("old", "new").order_by("on", "old__name", "pk")
    municipalities: dict[int, Municipality] = {}
    rows = []
    for row in found:
        municipalities |= {row.old_id: row.old, row.new_id: row.new}
        rows.append(Merger(row.old_id, row.new_id, row.on, row.is_partial, row.old.valid_to, row.new.valid_from))
    partial = frozenset((row.old, row.new) for row in rows if row.is_partial)
    return Mergers(rows, municipalities, partial)


def pending_successions(agreements: Iterable[Agreement], known: Mergers, today: dt.date) -> list[Pending]:
    """The agreements that mergers up to today still have to change; two queries."""
    agreements = sorted(agreements, key=agreement_key)
    parties: dict[int, list[AgreementParty]] = defaultdict(list)
    found = AgreementParty.objects.filter(agreement__in=agreements, municipality__isnull=False)
    for party in found.prefetch_related("succeeds"):
        parties[party.agreement_id].append(party)
    pending = []
    for agreement in agreements:
        until = min(today, agreement.terminated_on) if agreement.terminated_on else today
        rows = {party.pk: party for party in parties[agreement.pk]}
        changes = plan_successions(map(_row, rows.values()), known.rows, until)
        if changes:
            pending.append(Pending(agreement, rows, changes))
    return pending


def _row(party: AgreementParty) -> Row:
    assert party.municipality_id is not None  # the trust does not merge with municipalities
    succeeded = {old.pk for old in party.succeeds.all()}
    return Row(party.pk, party.municipality_id, party.valid_from, party.valid_to, succeeded)


def pending_count(partnership: Partnership, today: dt.date) -> int:
    """How many agreements mergers have still to change; four queries."""
    return len(pending_successions(partnership.agreements.all(), mergers(), today))


@dataclass
class MergerLine:
    """One municipality that takes over on a day, and in which agreements."""

    on: dt.date
    new: Municipality
    olds: list[Municipality]
    described: str
    is_member: bool
    is_new: bool
    agreements: list[Agreement] = field(default_factory=list)

    @property
    def is_renumbering(self) -> bool:
        return [old.name for old in self.olds] == [self.new.name]


@dataclass(frozen=True)
class Preview:
    lines: list[MergerLine]
    agreements: int
    ended: int
    """Municipalities that cease to be parties."""


def succession_preview(partnership: Partnership, today: dt.date) -> Preview:
    """What the button will do; four queries."""
    known = mergers()
    pending = pending_successions(partnership.agreements.all(), known, today)
    members = set(
        PartnershipMembership.objects.current(partnership.as_of(today))
        .filter(partnership=partnership)
        .values_list("municipality_id", flat=True)
    )
    lines: dict[tuple[object, ...], MergerLine] = {}
    for one in pending:
        for line in _lines(one, known, members):
            key = (line.on, line.new.pk, tuple(old.pk for old in line.olds), line.is_new)
            lines.setdefault(key, line).agreements.append(one.agreement)
    ordered = sorted(lines.values(), key=lambda line: (line.on, norwegian_key(line.new.name)))
    ended = {
        one.rows[ending.key].municipality_id
        for one in pending
        for ending in one.changes.endings
        if ending.key in one.rows
    }
    return Preview(ordered, len(pending), len(ended))


def _lines(pending: Pending, known: Mergers, members: set[int]) -> Iterable[MergerLine]:
    owner = {key: party.municipality_id for key, party in pending.rows.items()}
    owner |= {takeover.key: takeover.municipality for takeover in pending.changes.takeovers}
    for takeover in pending.changes.takeovers:
        new = known.municipalities[takeover.municipality]
        ids = {owner[key] for key in takeover.succeeds}
        olds = [one for pk, one in known.municipalities.items() if pk in ids]
        described = known.described(olds, new)
        yield MergerLine(takeover.on, new, olds, described, new.pk in members, takeover.is_new)
