"""The parity mirror: questions about the two sides, over time and for each local committee.

Every point in time is the twelve months that end with a quarter or a half-year: what one quarter holds of meetings is
too little to tell a share from chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from municipalities.enums import Party
from municipalities.models import Partnership
from reports.indicators.counting import BOTH
from reports.indicators.definitions import DEFINITIONS, Definition
from reports.indicators.facts import MUNICIPALITIES, TRUST, Facts
from reports.indicators.figure import Figure, Unit
from reports.lines import LineChart, Series, draw_lines
from reports.period import Period
from reports.scope import Scope
from reports.selectors.indicators import figures, history
from reports.status.figures import written

#: The questions, in the order they are asked.
ASKED = ("I1", "I4", "I7", "I8", "I9", "I6")
TARGETS = {"I1": (0.40, 0.60)}
#: Nearer than this, and two shares are called equal.
NEAR = 0.05


@dataclass(frozen=True)
class PeriodRow:
    """`cells` are the parties' figures in words, or the one figure where there are no parts."""

    label: str
    cells: list[str]


@dataclass(frozen=True)
class LocalRow:
    name: str
    slug: str
    cells: list[str]


@dataclass(frozen=True)
class Mirror:
    key: str
    definition: Definition
    words: str
    columns: list[str]
    chart: LineChart | None
    periods: list[PeriodRow]
    local: list[LocalRow]


@dataclass(frozen=True)
class Parity:
    """`period` are the twelve months that the words and the local committees are about."""

    period: Period
    mirrors: list[Mirror]
    meetings: int


def parity(partnership: Partnership, facts: Facts, periods: Sequence[Period], locals_: dict[int, str]) -> Parity:
    """`periods` are the quarters or half-years, the newest last; `locals_` are addresses of the local committees by
    primary key. No queries."""
    scope = Scope(partnership.pk)
    years = [Period.rolling_year(min(period.last, facts.today)) for period in periods]
    found = history(partnership, scope, years, facts=facts, keys=ASKED)
    by_committee = {
        pk: figures(partnership, Scope(partnership.pk, committee=pk), years[-1], facts=facts, keys=ASKED)
        for pk in sorted(locals_, key=lambda pk: facts.committees[pk].short_name)
    }
    held = [row for row in facts.meetings if row.day in years[-1]]
    return Parity(years[-1], [_mirror(key, periods, found, by_committee, locals_, facts) for key in ASKED], len(held))


def _mirror(
    key: str,
    periods: Sequence[Period],
    found: Sequence[dict[str, Figure]],
    by_committee: dict[int, dict[str, Figure]],
    locals_: dict[int, str],
    facts: Facts,
) -> Mirror:
    rows = [row[key] for row in found if key in row]
    has_parts = any(part.value is not None for row in rows for part in row.parts.values())
    return Mirror(
        key=key,
        definition=DEFINITIONS[key],
        words=_words(key, rows[-1]) if rows else "",
        columns=[str(Party(party).label) for party in BOTH] if has_parts else [str(_("Alle"))],
        chart=_chart(key, periods, found, has_parts=has_parts),
        periods=[
            PeriodRow(period.label, _cells(row[key], has_parts=has_parts))
            for period, row in since_first(list(zip(periods, found, strict=True)), key)
        ],
        local=[
            LocalRow(facts.committees[pk].short_name, locals_[pk], _cells(row[key], has_parts=has_parts))
            for pk, row in by_committee.items()
        ],
    )


def _cells(figure: Figure, *, has_parts: bool) -> list[str]:
    shown = [figure.parts[party] for party in BOTH if party in figure.parts] if has_parts else [figure]
    return [cell_of(part) for part in shown]


def cell_of(figure: Figure) -> str:
    """In a table: the figure, «for få», or a dash where there was nothing to measure."""
    if figure.value is None:
        if figure.is_suppressed:
            return _("for få")
        return _("for få avgjort") if is_waiting(figure) else "–"
    return written(figure, get_language() or "nb")


def is_waiting(figure: Figure) -> bool:
    """A median that too few cases have come to (Kaplan–Meier): there are cases, and no figure."""
    return figure.key in ("I9", "I9.p90") and figure.value is None and bool(figure.n) and not figure.is_suppressed


def since_first(
    rows: Sequence[tuple[Period, dict[str, Figure]]], key: str
) -> Sequence[tuple[Period, dict[str, Figure]]]:
    """From the first period in which there was anything to count."""
    first = next((place for place, (_period, row) in enumerate(rows) if key in row and row[key].n), len(rows))
    return rows[first:]


def _chart(
    key: str, periods: Sequence[Period], found: Sequence[dict[str, Figure]], *, has_parts: bool
) -> LineChart | None:
    def values(party: str) -> list[float | None]:
        rows = [row.get(key) for row in found]
        if not party:
            return [row.value if row else None for row in rows]
        return [row.parts[party].value if row and party in row.parts else None for row in rows]

    tones = {MUNICIPALITIES: "kom", TRUST: "hf"}
    series = (
        [Series(str(Party(party).label), tones[party], values(party)) for party in BOTH]
        if has_parts
        else [Series("", "kom", values(""))]
    )
    is_share = DEFINITIONS[key].unit == Unit.SHARE
    return draw_lines([short(period) for period in periods], series, is_share=is_share, target=TARGETS.get(key))


def short(period: Period) -> str:
    """«3. kv. 26», «1. h. 26», «2026»; of other days only the last, as there is room for no more."""
    if "--" in period.slug:
        last = period.last
        return _("til %(day)s") % {"day": f"{last.day}.{last.month}.{last.year % 100:02}"}
    part = period.slug.partition("-")[2]
    year = f"{period.first.year % 100:02}"
    if part.startswith("k"):
        return _("%(number)s. kv. %(year)s") % {"number": part[1:], "year": year}
    if part.startswith("h"):
        return _("%(number)s. h. %(year)s") % {"number": part[1:], "year": year}
    return period.label


def _words(key: str, figure: Figure) -> str:
    """What the newest figure says of the two sides, and nothing where there is too little to say."""
    if figure.value is None and not any(part.value is not None for part in figure.parts.values()):
        return (
            _("For få saker er avgjort til å si hvor lang tid det tar.")
            if is_waiting(figure)
            else written(figure, get_language() or "nb") + "."
        )
    ours, theirs = (figure.parts.get(party) for party in BOTH)
    if key == "I1":
        return _balance(figure)
    if ours and theirs and ours.value is not None and theirs.value is not None:
        return _compared(key, ours, theirs)
    return _alone(key, figure)


def _balance(figure: Figure) -> str:
    value = written(figure, get_language() or "nb")
    if figure.value is not None and 0.40 <= figure.value <= 0.60:
        return _("Kommunene foreslo %(share)s av sakene. Det er innenfor målet.") % {"share": value}
    who = _("Kommunene") if (figure.value or 0) > 0.60 else _("Helseforetaket")
    words = _("Kommunene foreslo %(share)s av sakene. %(who)s setter mer av sakslisten enn målet tilsier.")
    return words % {"share": value, "who": who}


def _compared(key: str, ours: Figure, theirs: Figure) -> str:
    language = get_language() or "nb"
    values = {"ours": written(ours, language), "theirs": written(theirs, language)}
    sentences = {
        "I4": _("Fast medlem møtte i %(ours)s av møtene for kommunene og %(theirs)s for helseforetaket."),
        "I7": _("%(ours)s av kommunenes plasser kunne avgjøre, og %(theirs)s av helseforetakets."),
        "I9": _("En sak fra kommunene tok %(ours)s, og en sak fra helseforetaket %(theirs)s."),
    }
    said = sentences[key] % values
    if ours.unit == Unit.SHARE and abs((ours.value or 0) - (theirs.value or 0)) <= NEAR:
        said += " " + _("Partene er omtrent like.")
    return said


def _alone(key: str, figure: Figure) -> str:
    value = written(figure, get_language() or "nb")
    if figure.value is None:
        return _("Det er for lite å måle for begge parter.")
    sentences = {
        "I6": _("Jevnheten i antall var %(value)s. 100 prosent er like mange fra begge."),
        "I8": _("%(value)s av overgangene til neste nivå skjedde til planlagt dato."),
        "I9": _("En vanlig sak tok %(value)s fra den ble registrert til den ble avgjort."),
        "I7": _("%(value)s av plassene kunne avgjøre."),
        "I4": _("Fast medlem møtte i %(value)s av møtene."),
    }
    return sentences[key] % {"value": value}
