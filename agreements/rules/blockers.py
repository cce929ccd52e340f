"""What keeps a text from entering into force, and the one line that says it. Pure.

blockers_line(blockers)  # «Hemsedal har ikke satt opp saken, Gols vedtak avviker i punkt 4.3, og …»
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from agreements.enums import DECIDED, AdoptionStatus
from samhandling.core.dates import count_word

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Hindrance(IntEnum):
    """Kinds of blocker, the gravest first; the line says them in this order."""

    REJECTED = 1
    NOT_SCHEDULED = 2
    DEVIATES = 3
    POSTPONED = 4
    OVERDUE = 5
    LATE_MEETING = 6


NAMES, PHRASES = 3, 4
"""How many names one phrase holds, and how many phrases the line."""
_DECIDED_AGAINST: dict[str, Hindrance] = {
    AdoptionStatus.ADOPTED_WITH_DEVIATION: Hindrance.DEVIATES,
    AdoptionStatus.REJECTED: Hindrance.REJECTED,
}
_ONE = {
    Hindrance.REJECTED: gettext_lazy("%(names)s har sagt nei"),
    Hindrance.NOT_SCHEDULED: gettext_lazy("%(names)s har ikke satt opp saken"),
    Hindrance.DEVIATES: gettext_lazy("%(owners)s vedtak avviker"),
    Hindrance.POSTPONED: gettext_lazy("%(names)s har utsatt saken"),
    Hindrance.OVERDUE: gettext_lazy("%(names)s er over fristen"),
    Hindrance.LATE_MEETING: gettext_lazy("%(owners)s neste møte er etter fristen"),
}
_SEVERAL = {
    Hindrance.REJECTED: gettext_lazy("%(names)s har sagt nei til %(count)s av avtalene"),
    Hindrance.NOT_SCHEDULED: gettext_lazy("%(names)s har ikke satt opp %(count)s av avtalene"),
    Hindrance.DEVIATES: gettext_lazy("%(owners)s vedtak avviker i %(count)s av avtalene"),
    Hindrance.POSTPONED: gettext_lazy("%(names)s har utsatt %(count)s av avtalene"),
    Hindrance.OVERDUE: gettext_lazy("%(names)s er over fristen i %(count)s av avtalene"),
    Hindrance.LATE_MEETING: gettext_lazy("%(owners)s neste møte er etter fristen i %(count)s av avtalene"),
}
_SOME = {
    Hindrance.REJECTED: gettext_lazy("%(names)s har sagt nei til én eller flere av avtalene"),
    Hindrance.NOT_SCHEDULED: gettext_lazy("%(names)s har ikke satt opp én eller flere av avtalene"),
    Hindrance.DEVIATES: gettext_lazy("%(owners)s vedtak avviker i én eller flere av avtalene"),
    Hindrance.POSTPONED: gettext_lazy("%(names)s har utsatt én eller flere av avtalene"),
    Hindrance.OVERDUE: gettext_lazy("%(names)s er over fristen i én eller flere av avtalene"),
    Hindrance.LATE_MEETING: gettext_lazy("%(owners)s neste møte er etter fristen i én eller flere av avtalene"),
}


@dataclass(frozen=True)
class Blocker:
    name: str
    kind: Hindrance
    points: tuple[str, ...] = ()


def blocker_of(
    *,
    name: str,
    status: str,
    today: dt.date,
    council_on: dt.date | None = None,
    next_council: dt.date | None = None,
    deadline: dt.date | None = None,
    points: tuple[str, ...] = (),
) -> Blocker | None:
    """What a party holds back with; None for one that has adopted or has its case set up in time."""
    if status in DECIDED:
        kind = _DECIDED_AGAINST.get(status)
        return Blocker(name, kind, points) if kind else None
    meeting = council_on if council_on and council_on >= today else next_council
    if deadline and meeting and today <= deadline < meeting:
        return Blocker(name, Hindrance.LATE_MEETING)
    if status == AdoptionStatus.SCHEDULED:
        return Blocker(name, Hindrance.OVERDUE) if deadline and deadline < today else None
    return Blocker(name, Hindrance.POSTPONED if status == AdoptionStatus.POSTPONED else Hindrance.NOT_SCHEDULED)


def blockers_line(blockers: Iterable[Blocker]) -> str:
    """One sentence, empty when nothing holds back. All that hold back in the same way are named together, with the
    number of agreements where it is the same for all of them; only deviations in points of their own stand apart."""
    blockers = list(blockers)
    times = Counter((blocker.kind, blocker.name) for blocker in blockers)
    points: dict[tuple[Hindrance, str], tuple[str, ...]] = defaultdict(tuple)
    for blocker in blockers:
        points[blocker.kind, blocker.name] += blocker.points
    counts: dict[tuple[Hindrance, tuple[str, ...]], set[int]] = defaultdict(set)
    named: dict[tuple[Hindrance, tuple[str, ...]], list[str]] = defaultdict(list)
    for (kind, name), count in sorted(times.items(), key=lambda row: row[0][0]):
        key = kind, points[kind, name] if count == 1 else ()
        named[key].append(name)
        counts[key].add(count)
    told = [((kind, _same(counts[kind, where]), where), names) for (kind, where), names in named.items()]
    phrases = [_phrase(kind, names, count, where) for (kind, count, where), names in told[:PHRASES]]
    left = sum(len(names) for _key, names in told[PHRASES:])
    return _sentence(phrases, left) if phrases else ""


def _same(counts: set[int]) -> int:
    """The number, where there is only one; else 0."""
    return min(counts) if len(counts) == 1 else 0


def missing_line(names: Sequence[str]) -> str:
    """Of a text that enters into force without some; empty when all have adopted it."""
    if not names:
        return ""
    told = _("%(names)s har ikke vedtatt teksten. Den binder bare dem som har vedtatt den.")
    return told % {"names": listed(names)}


def _sentence(phrases: Sequence[str], left: int) -> str:
    """Phrases joined; with those that are left out counted at the end."""
    if left:
        rest = ngettext("%(count)s til holder igjen", "%(count)s til holder igjen", left)
        phrases = [*phrases, rest % {"count": count_word(left, get_language() or "nb")}]
    if len(phrases) == 1:
        return f"{phrases[0]}."
    told = _("%(first)s, og %(last)s.") if len(phrases) > 2 else _("%(first)s og %(last)s.")
    return told % {"first": ", ".join(phrases[:-1]), "last": phrases[-1]}


def _phrase(kind: Hindrance, names: Sequence[str], count: int, points: Sequence[str]) -> str:
    """`count` is how many agreements each of `names` holds back in this way; 0 when it is not the same for all."""
    words = {
        "names": listed(names),
        "owners": listed([genitive(name) for name in names]),
        "count": count_word(count, get_language() or "nb"),
        "points": joined(points),
    }
    return str(_template(kind, len(names), count, len(points))) % words


def _template(kind: Hindrance, names: int, count: int, points: int) -> StrOrPromise:
    if count != 1:
        return _SEVERAL[kind] if count else _SOME[kind]
    if kind == Hindrance.DEVIATES and points:
        one, more = (
            _("%(owners)s vedtak avviker i punkt %(points)s"),
            _("%(owners)s vedtak avviker i punktene %(points)s"),
        )
        return one if points == 1 else more
    if kind == Hindrance.LATE_MEETING and names > 1:
        return _("%(owners)s neste møter er etter fristen")
    return _ONE[kind]


def genitive(name: str) -> str:
    """`Gols`, but `Nes'` after s, x and z (Språkrådet)."""
    return f"{name}’" if name[-1:].lower() in "sxz" else f"{name}s"


def joined(parts: Sequence[str]) -> str:
    """`4.3`, `4.3 og 5`, `1, 4.3 og 5`."""
    if len(parts) < 2:
        return "".join(parts)
    return _("%(first)s og %(last)s") % {"first": ", ".join(parts[:-1]), "last": parts[-1]}


def listed(names: Sequence[str]) -> str:
    """At most NAMES names, the rest as a number: «Hemsedal, Hol, Ål og fem til»."""
    if len(names) <= NAMES + 1:
        return joined(names)
    rest = count_word(len(names) - NAMES, get_language() or "nb")
    return _("%(names)s og %(count)s til") % {"names": ", ".join(names[:NAMES]), "count": rest}
