"""Which text binds a party on a day. Pure.

A council binds its municipality to the text it adopts and to no other. When a newer text comes into force for those who
have adopted it, the older one still binds the rest, and nothing binds a party that never adopted any. A text that no
council was asked about is from before the portal and binds those who were parties to it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from agreements.enums import EntryRule
from agreements.rules.registration import TEXT_ADOPTED


@dataclass(frozen=True)
class Taken:
    """What a party, or one before it, has decided about a text; `begun` is the first day the text binds anybody."""

    adoption: int
    version: int
    number: int
    status: str
    begun: dt.date | None = None
    decided_on: dt.date | None = None
    joined_on: dt.date | None = None

    @property
    def since(self) -> dt.date | None:
        """Never before its own council's decision, or before it is a party."""
        if self.status not in TEXT_ADOPTED or self.begun is None:
            return None
        return max(day for day in (self.begun, self.decided_on, self.joined_on) if day is not None)


@dataclass(frozen=True)
class Text:
    """A text that is or was in force. `was_asked` when a council that was there then has had it before it."""

    pk: int
    number: int
    in_force_on: dt.date
    in_force_to: dt.date | None = None
    was_asked: bool = False


@dataclass(frozen=True)
class Binding:
    """`version` and `lacks` are primary keys of texts: what binds, and the text in force that does not."""

    version: int | None = None
    since: dt.date | None = None
    adoption: int | None = None
    lacks: int | None = None


def begun_on(
    *,
    in_force_on: dt.date | None,
    rule: str,
    entry_date: dt.date | None,
    decided_on: dt.date | None,
    needs_trust: bool,
    trust_on: dt.date | None,
) -> dt.date | None:
    """The first day a text binds who adopted it. Under PER_PARTY it need not be in force for the agreement, but where
    the trust must adopt it, the trust has."""
    if in_force_on is not None or rule != EntryRule.PER_PARTY:
        return in_force_on
    if needs_trust and trust_on is None:
        return None
    days = [day for day in (entry_date or decided_on, trust_on if needs_trust else None) if day is not None]
    return max(days, default=None)


def binding(
    taken: Iterable[Taken], texts: Sequence[Text], current: Text | None, *, party_since: dt.date, day: dt.date
) -> Binding:
    """`taken` is all that the party's line has had before it, `party_since` the first day of that line, `texts` those
    that have been in force, and `current` the one in force."""
    taken = list(taken)
    adopted = [row for row in taken if row.since is not None and row.since <= day]
    newest = max(adopted, key=lambda row: row.number, default=None)
    own = Binding(newest.version, newest.since, newest.adoption) if newest else Binding()
    if current is None or (newest is not None and newest.number >= current.number):
        return own
    if not current.was_asked and all(row.version != current.pk for row in taken):
        return Binding(current.pk, current.in_force_on)
    older = _taken_in(texts, current, after=newest.number if newest else 0, party_since=party_since)
    if older is not None:
        own = Binding(older.pk, older.in_force_on)
    return Binding(own.version, own.since, own.adoption, lacks=current.pk)


def _taken_in(texts: Iterable[Text], current: Text, *, after: int, party_since: dt.date) -> Text | None:
    """The newest text before the one in force that nobody was asked about, and that was in force with the party."""
    found = (
        text
        for text in texts
        if after < text.number < current.number
        and not text.was_asked
        and (text.in_force_to is None or party_since <= text.in_force_to)
    )
    return max(found, key=lambda text: text.number, default=None)
