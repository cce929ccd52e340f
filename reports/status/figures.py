"""Indicators as a report shows them: written out, compared with the period before and the partnership, with their rows.

Figures of the whole partnership are worked out once for all reports of a batch (`Shared.kept`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from municipalities.enums import EQUAL_PARTIES, Party
from reports.indicators.definitions import DEFINITIONS
from reports.indicators.figure import Figure as Measured
from reports.indicators.figure import RowRef, Unit
from reports.period import Period
from reports.scope import Scope
from reports.row_notes import note_of
from reports.selectors.indicators import figures
from reports.sentences.grammar import NOUNS, figured
from reports.snapshot import Bar, Chart, Comparison, Figure, Part, Row
from reports.status.facts import Shared, Whom
from samhandling.core.dates import NBSP, number

#: What matters to whom, the most telling first. The first four are drawn.
CHOSEN: Mapping[str, tuple[str, ...]] = {
    "municipality": ("I1", "I4", "I9", "I10"),
    "region": ("I1", "I4", "I9", "I10", "I3", "I7", "I15"),
    "partnership": ("I1", "I4", "I9", "I10", "I3", "I7", "I8", "I15", "I11", "I13"),
}
CHARTS = 4
_SAYS = {
    "I1": lazy("av sakene kom fra kommunene"),
    "I3": lazy("av kommunene kom med en sak eller et innspill"),
    "I4": lazy("av møtene møtte den oppnevnte selv"),
    "I7": lazy("av plassene kunne avgjøre saken i møtet"),
    "I8": lazy("av sakene kom til neste organ i tide"),
    "I9": lazy("i en vanlig sak (median)"),
    "I10": lazy("av oppgavene ble gjort innen fristen"),
    "I11": lazy("av sakene var strategiske"),
    "I13": lazy("av kommunene har godtatt å bli representert"),
    "I15": lazy("av møtene hadde alle papirene i tide"),
}
#: How many periods a chart goes back, this one included.
PERIODS = 4


class Measures:
    """What a report shows of the indicators."""

    def __init__(self, shared: Shared, whom: Whom) -> None:
        self.shared, self.whom = shared, whom
        self.everybody = Scope(shared.partnership.pk)
        self.whole = self._measured(self.everybody, shared.period)
        self.asks = whom.asks if self._can_measure(whom.asks) else self.everybody
        self.now = self._measured(self.asks, shared.period)
        self.before = self._measured(self.asks, shared.period.before)

    def _can_measure(self, scope: Scope) -> bool:
        """Whether there is a figure for any of the charts."""
        found = self._measured(scope, self.shared.period)
        return any(found[key].value is not None for key in CHOSEN[self.whom.scope][:CHARTS] if key in found)

    @property
    def note(self) -> str:
        """That the figures are the whole partnership's, where there are too few of one's own."""
        if self.asks == self.whom.asks or not self._can_measure(self.everybody):
            return ""
        return _("Tallene gjelder hele samarbeidet: det er for få møter i egne utvalg til å vise egne tall.")

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(key for key in CHOSEN[self.whom.scope] if key in self.now)

    def _measured(self, scope: Scope, period: Period) -> Mapping[str, Measured]:
        """Without those of a period that has not begun."""
        if period.first > self.shared.today:
            return {}
        kept, key = self.shared.kept, (scope, period, self.whom.language)  # rows have notes in words
        if key not in kept:
            kept[key] = figures(self.shared.partnership, scope, period, facts=self.shared.indicators)
        found = kept[key]
        assert isinstance(found, dict)
        return found

    def figures(self) -> Iterator[Figure]:
        for key in self.keys:
            yield self._figure(key, self.now[key])

    def _figure(self, key: str, measured: Measured) -> Figure:
        meaning = DEFINITIONS[key]
        rows, hidden = self._rows(measured.rows)
        return Figure(
            key=key,
            label=str(meaning.label),
            text=written(measured, self.whom.language),
            value=rounded(measured.value),
            unit=measured.unit.value,
            n=measured.n,
            n_text=figured(measured.n, _noun(measured), self.whom.language),
            numerator=rounded(measured.numerator),
            denominator=rounded(measured.denominator),
            working=_working(measured),
            says="" if measured.value is None else str(_SAYS[key]),
            question=str(meaning.question),
            definition=str(meaning.definition),
            target=str(meaning.target),
            light=measured.light.value,
            is_suppressed=measured.is_suppressed,
            comparisons=tuple(self._comparisons(key)),
            parts=tuple(self._parts(measured)),
            chart=self._chart(key, measured),
            rows=rows,
            hidden=hidden,
        )

    def _comparisons(self, key: str) -> Iterator[Comparison]:
        if before := self.before.get(key):
            yield self._compared("before", self.shared.period.before.label, before)
        if self.asks != self.everybody and (whole := self.whole.get(key)):
            yield self._compared("partnership", _("Hele samarbeidet"), whole)

    def _compared(self, kind: str, label: str, measured: Measured) -> Comparison:
        return Comparison(kind, label, written(measured, self.whom.language), rounded(measured.value), measured.n)

    def _parts(self, measured: Measured) -> Iterator[Part]:
        for party in EQUAL_PARTIES:
            if part := measured.parts.get(party.value):
                yield Part(
                    party.value,
                    str(party.label),
                    written(part, self.whom.language),
                    rounded(part.value),
                    part.n,
                )

    def _rows(self, rows: tuple[RowRef, ...]) -> tuple[tuple[Row, ...], int]:
        """Those the public may know of, and how many there are besides."""
        named = []
        for row in rows:
            known = self.shared.titles.get((row.model, row.pk))
            if known and row.pk not in self.shared.indicators.hidden.get(row.model, ()):
                half = _("teller en halv") if row.counts and row.weight == 0.5 else ""
                note = note_of(known.met, known.due_on, row.note or half)
                named.append(Row(known.title, known.url, note, row.counts))
        return tuple(named), len(rows) - len(named)

    # Charts

    def _chart(self, key: str, measured: Measured) -> Chart | None:
        """Of those that are drawn: who raised the items, what each party does, or how it has gone over time."""
        if measured.value is None or key not in self.keys[:CHARTS]:
            return None
        drawn = {"I1": self._stack, "I4": self._bars}.get(key, self._columns)
        return drawn(measured)

    def _stack(self, measured: Measured) -> Chart:
        raised = [row for row in measured.rows if row.counts]
        joint = sum(row.weight < 1 for row in raised)
        own, other = len(raised) - joint, len(measured.rows) - len(raised)
        bars = (
            Bar(str(Party.MUNICIPALITIES.label), number(own), float(own), is_now=True),
            Bar(_("Felles"), number(joint), float(joint), pattern=2),
            Bar(str(Party.TRUST.label), number(other), float(other), pattern=3),
        )
        return self._drawn("stack", "I1", bars, _("Forslag fra"), _("Saker"), float(len(measured.rows)), (0.4, 0.6))

    def _bars(self, measured: Measured) -> Chart | None:
        bars = tuple(
            Bar(part.label, part.text, part.value, is_now=part.key == Party.MUNICIPALITIES)
            for part in self._parts(measured)
        )
        if not any(bar.value is not None for bar in bars):
            return None
        return self._drawn("bars", measured.key, bars, _("Part"), _("Andel"), 1.0)

    def _columns(self, measured: Measured) -> Chart:
        periods = [self.shared.period]
        while len(periods) < PERIODS:
            periods.insert(0, periods[0].before)
        bars = []
        for period in periods:
            found = self._measured(self.asks, period).get(measured.key)
            text = written(found, self.whom.language, short=True) if found else "–"
            bars.append(Bar(_short(period), text, rounded(found.value) if found else None, period == periods[-1]))
        shares = measured.unit == Unit.SHARE
        highest = 1.0 if shares else max(bar.value or 0.0 for bar in bars) or 1.0
        return self._drawn(
            "columns", measured.key, tuple(bars), _("Periode"), _("Andel") if shares else _("Dager"), highest
        )

    def _drawn(
        self,
        kind: str,
        key: str,
        bars: tuple[Bar, ...],
        heading: str,
        unit_heading: str,
        highest: float,
        target: tuple[float, float] | None = None,
    ) -> Chart:
        told = ", ".join(f"{bar.label} {bar.text}" for bar in bars)
        label = str(DEFINITIONS[key].label)
        low, high = target or (None, None)
        return Chart(
            kind=kind,
            title=f"{label}{'' if label.endswith('?') else ':'} {told}.",
            bars=bars,
            heading=heading,
            unit_heading=unit_heading,
            highest=highest,
            target_low=low,
            target_high=high,
            target_text=_("Mål: kommunene mellom 40 og 60 %") if target else "",
        )


def written(measured: Measured, language: str, *, short: bool = False) -> str:
    """«48 %», «134 dager»; or why there is no figure. `short` is for charts: «134», «–»."""
    if measured.value is None:
        if short:
            return "–"
        if measured.is_suppressed:
            return _("For få til å vise tall")
        # A median that not enough cases have come to: there are cases, and no figure.
        return _("For få er avgjort") if measured.n and measured.unit == Unit.DAYS else _("Ingenting å måle")
    return _valued(measured.value, measured.unit, language, short=short)


def _valued(value: float, unit: Unit, language: str, *, short: bool) -> str:
    if unit == Unit.SHARE:
        return f"{number(value * 100, 0)}{NBSP}%"
    if unit == Unit.KRONER:
        return f"kr{NBSP}{number(value, 0)}"
    if unit in (Unit.DAYS, Unit.MONTHS) and not short:
        return figured(int(value + 0.5), "day" if unit == Unit.DAYS else "month", language)
    return number(value, 0 if value == int(value) or unit in (Unit.DAYS, Unit.MONTHS) else 1)


def rounded(value: float | None) -> float | None:
    """As it is kept: so that the same figure has the same hash after a stay in the database."""
    return None if value is None else round(float(value), 6)


def _working(measured: Measured) -> str:
    """«15 av 31», «14,5 av 31»; empty of what is no share of whole things, such as a median."""
    above, below = measured.numerator, measured.denominator
    if above is None or below is None or below % 1 or above * 2 % 1:
        return ""
    words = {"part": number(above, 1 if above % 1 else 0), "whole": number(below, 0)}
    return _("%(part)s av %(whole)s") % words


def _noun(measured: Measured) -> str:
    singular = {
        "items": "item",
        "cases": "case",
        "meetings": "meeting",
        "seats": "seat",
        "municipalities": "municipality",
        "actions": "action",
        "revisions": "revision",
        "agreements": "agreement",
        "annexes": "annex",
        "committees": "committee",
        "decisions": "decision",
        "points": "agreement_point",
    }
    name = singular.get(measured.n_of, "row")
    return name if name in NOUNS else "row"


def _short(period: Period) -> str:
    """«3. kv. 26», «1. h. 26», «2026»; the days of any other."""
    slug, year = period.slug, period.first.year % 100
    if "--" in slug:
        return f"{_numeric(period.first)}–{_numeric(period.last)}"
    if "-" not in slug:
        return slug
    return (_("%(number)s. kv. %(year)s") if "-k" in slug else _("%(number)s. halvår %(year)s")) % {
        "number": slug[-1],
        "year": f"{year:02}",
    }


def _numeric(day: dt.date) -> str:
    return f"{day.day}.{day.month}.{day.year % 100:02}"
