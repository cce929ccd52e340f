"""Indicators as a report shows them: written out, compared with the period before and the partnership, with their rows.

Figures of the whole partnership are worked out once for all reports of a batch (`Shared.kept`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.rules.blockers import listed
from municipalities.enums import EQUAL_PARTIES, Party
from reports.indicators.definitions import DEFINITIONS
from reports.indicators.figure import LEAST_MEETINGS, RowRef, Unit
from reports.indicators.figure import Figure as Measured
from reports.indicators.selection import Basis, Selection
from reports.period import Period
from reports.row_notes import note_of
from reports.scope import Scope
from reports.selectors.indicators import figures
from reports.sentences.grammar import NOUNS, figured
from reports.snapshot import Bar, Chart, Comparison, Figure, Part, Row
from reports.status.facts import Shared, Whom
from samhandling.core.dates import NBSP, long_date, number

#: What matters to whom, the most telling first. The first four are drawn.
CHOSEN: Mapping[str, tuple[str, ...]] = {
    "municipality": ("I1", "I4", "I9", "I10"),
    "region": ("I1", "I4", "I9", "I10", "I3", "I7", "I15"),
    "partnership": ("I1", "I4", "I9", "I10", "I3", "I7", "I8", "I15", "I11", "I13"),
}
CHARTS = 4
_SAYS = {
    "I1": gettext_lazy("av sakene kom fra kommunene"),
    "I3": gettext_lazy("av kommunene kom med en sak eller et innspill"),
    "I4": gettext_lazy("av møtene møtte den oppnevnte selv"),
    "I7": gettext_lazy("av plassene kunne avgjøre saken i møtet"),
    "I8": gettext_lazy("av sakene kom til neste organ i tide"),
    "I9": gettext_lazy("i en vanlig sak (median)"),
    "I10": gettext_lazy("av oppgavene ble gjort innen fristen"),
    "I11": gettext_lazy("av sakene var strategiske"),
    "I13": gettext_lazy("av kommunene har godtatt å bli representert"),
    "I15": gettext_lazy("av møtene hadde alle papirene i tide"),
}
#: How many periods a chart goes back, this one included.
PERIODS = 4


@dataclass(frozen=True)
class Told:
    """A figure and the period it is told of: the report's, or twelve months where `too_short` is all that has."""

    measured: Measured
    period: Period
    too_short: Measured | None = None

    @property
    def before(self) -> Period:
        """The twelve months before, or the period before."""
        return self._before(self.period)

    def _before(self, period: Period) -> Period:
        return period.before if self.too_short is None else Period.rolling_year(period.first - dt.timedelta(days=1))

    @property
    def periods(self) -> list[Period]:
        """As many as a chart goes back, the newest last."""
        found = [self.period]
        while len(found) < PERIODS:
            found.insert(0, self._before(found[0]))
        return found


class Measures:
    """What a report shows of the indicators."""

    def __init__(self, shared: Shared, whom: Whom) -> None:
        self.shared, self.whom = shared, whom
        self.everybody = Scope(shared.partnership.pk)
        self.year = _year(shared)
        self.asks = whom.asks if self._can_tell(whom.asks) else self.everybody

    def _can_tell(self, scope: Scope) -> bool:
        """Whether there is a figure for any of the charts."""
        found = [self._told(scope, key) for key in CHOSEN[self.whom.scope][:CHARTS]]
        return any(told is not None and told.measured.value is not None for told in found)

    @property
    def note(self) -> str:
        """That the figures are the whole partnership's, where there are too few of one's own."""
        if self.asks == self.whom.asks or not self._can_tell(self.everybody):
            return ""
        return _("Tallene gjelder hele samarbeidet: det er for få møter i egne utvalg til å vise egne tall.")

    @property
    def basis(self) -> str:
        """Which committees the figures count, when they are not all of the partnership's."""
        chosen = Selection(self.shared.indicators, self.asks, self.shared.period)
        if self.asks == self.everybody or chosen.basis == Basis.ALL:
            return ""
        names = [row.short_name for pk, row in self.shared.committees.items() if pk in chosen.committees]
        return _("Tallene gjelder møter, saker og oppgaver i %(committees)s.") % {"committees": listed(names)}

    @property
    def keys(self) -> tuple[str, ...]:
        found = self._measured(self.asks, self.shared.period)
        return tuple(key for key in CHOSEN[self.whom.scope] if key in found)

    def _told(self, scope: Scope, key: str) -> Told | None:
        """Of the period; of twelve months when the period alone has too little and they have enough."""
        found = self._measured(scope, self.shared.period).get(key)
        if found is None:
            return None
        if found.value is None and self.year:
            wider = self._measured(scope, self.year)[key]
            if wider.value is not None:
                return Told(wider, self.year, too_short=found)
        return Told(found, self.shared.period)

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
            if told := self._told(self.asks, key):
                yield self._figure(key, told)

    def _figure(self, key: str, told: Told) -> Figure:
        meaning, measured = DEFINITIONS[key], told.measured
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
            span=span_of(told, self.whom.language),
            question=str(meaning.question),
            definition=str(meaning.definition),
            target=str(meaning.target),
            light=measured.light.value,
            is_suppressed=measured.is_suppressed,
            comparisons=tuple(self._comparisons(key, told)),
            parts=tuple(self._parts(measured)),
            chart=self._chart(key, told),
            rows=rows,
            hidden=hidden,
        )

    def _comparisons(self, key: str, told: Told) -> Iterator[Comparison]:
        if before := self._measured(self.asks, told.before).get(key):
            yield self._compared("before", _("Året før") if told.too_short else told.before.label, before)
        if self.asks != self.everybody and (whole := self._measured(self.everybody, told.period).get(key)):
            yield self._compared("partnership", _("Hele samarbeidet"), whole)

    def _compared(self, kind: str, label: str, measured: Measured) -> Comparison:
        text = written(measured, self.whom.language)
        if measured.is_suppressed and (few := _few(measured, self.whom.language)):
            text = _("For få (%(count)s)") % {"count": few}
        return Comparison(kind, label, text, rounded(measured.value), measured.n)

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

    def _chart(self, key: str, told: Told) -> Chart | None:
        """Of those that are drawn: who raised the items, what each party does, or how it has gone over time."""
        if told.measured.value is None or key not in self.keys[:CHARTS]:
            return None
        drawn = {"I1": self._stack, "I4": self._bars}.get(key)
        return drawn(told.measured) if drawn else self._columns(told)

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
            Bar(part.label, part.text if part.value is not None else "–", part.value, part.key == Party.MUNICIPALITIES)
            for part in self._parts(measured)
        )
        if not any(bar.value is not None for bar in bars):
            return None
        return self._drawn("bars", measured.key, bars, _("Part"), _("Andel"), 1.0)

    def _columns(self, told: Told) -> Chart:
        key, periods = told.measured.key, told.periods
        bars = []
        for period in periods:
            found = self._measured(self.asks, period).get(key)
            text = written(found, self.whom.language, short=True) if found else "–"
            bars.append(Bar(_short(period), text, rounded(found.value) if found else None, period == periods[-1]))
        while len(bars) > 2 and bars[0].value is None:  # before there was anything to tell
            bars = bars[1:]
        shares = told.measured.unit == Unit.SHARE
        highest = 1.0 if shares else max(bar.value or 0.0 for bar in bars) or 1.0
        return self._drawn("columns", key, tuple(bars), _("Periode"), _("Andel") if shares else _("Dager"), highest)

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
            few = _few(measured, language)
            return _("For få til å vise tall: %(count)s") % {"count": few} if few else _("For få møter til å vise tall")
        # A median that not enough cases have come to: there are cases, and no figure.
        return _("For få er avgjort") if measured.n and measured.unit == Unit.DAYS else _("Ingenting å måle")
    return _valued(measured.value, measured.unit, language, short=short)


def _few(measured: Measured, language: str) -> str:
    """What there is too little of; empty where the figure counts municipalities and there are too few meetings."""
    meetings = len(measured.rows)
    if measured.n_of == "municipalities":
        return ""
    if measured.n_of == "seats" and meetings < LEAST_MEETINGS:
        return figured(meetings, "meeting", language)
    return figured(measured.n, _noun(measured), language)


def span_of(told: Told, language: str) -> str:
    """That a figure is of twelve months, and why; empty for one of the report's own period."""
    if told.too_short is None:
        return ""
    own, words = told.too_short, {"day": long_date(told.period.last)}
    if own.is_suppressed:
        words["count"] = _few(own, language) or _("for få møter")
        return _("Gjelder tolv måneder til og med %(day)s. Perioden alene har for lite (%(count)s).") % words
    if own.n and own.unit == Unit.DAYS:
        return _("Gjelder tolv måneder til og med %(day)s. Perioden alene har for få avgjorte saker.") % words
    return _("Gjelder tolv måneder til og med %(day)s. I perioden alene var det ingenting å måle.") % words


def _year(shared: Shared) -> Period | None:
    """The twelve months that end with the report's period; None for a period that is as long itself."""
    year = Period.rolling_year(min(shared.period.last, shared.today))
    return year if year.first < shared.period.first else None


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
        "passages": "passage",
        "groups": "group",
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
