"""The indicator pages as data: every figure in words beside the period before, and one of them in full."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from municipalities.enums import EQUAL_PARTIES, Party
from municipalities.models import Partnership
from reports.indicators.agreements import label_of
from reports.indicators.definitions import DEFINITIONS, Definition
from reports.indicators.facts import Facts
from reports.indicators.figure import Figure, Light, Unit
from reports.indicators.selection import Basis, Selection
from reports.lines import LineChart, Series, draw_lines
from reports.period import Period, recent
from reports.scope import Scope
from reports.selectors.indicators import figures, history
from reports.selectors.parity import TARGETS, cell_of, short, since_first
from reports.status.figures import written
from samhandling.core.dates import number

_BACK = 8
#: Means of shares: every row has a share of its own.
_MEANS = {"I4", "I4.retention", "I6", "I12", "I12.municipalities"}
_LIGHTS = {Light.GOOD: "done", Light.AMBER: "deviation", Light.RED: "overdue"}


@dataclass(frozen=True)
class Row:
    key: str
    definition: Definition
    figure: Figure
    text: str
    n_text: str
    before: str
    light: str
    light_text: str
    whose: str
    """Whose the figure is when a party is chosen: the party's, or not of any, where it has no parts."""


@dataclass(frozen=True)
class ListPage:
    groups: list[tuple[str, list[Row]]]
    note: str
    before: Period


@dataclass(frozen=True)
class PartRow:
    label: str
    text: str
    working: str
    n_text: str


@dataclass(frozen=True)
class DetailPage:
    row: Row
    figure: Figure
    working: str
    parts: list[PartRow]
    chart: LineChart | None
    periods: list[tuple[str, list[str], str]]
    """Label, figures and n of each of the last periods, from the first with anything to count."""
    columns: list[str]
    note: str

    @property
    def is_marked(self) -> bool:
        """Whether its rows say which of them count: not those of a mean or a median, nor of a figure held back."""
        return self.figure.unit == Unit.SHARE and self.figure.key not in _MEANS and not self.figure.is_suppressed


def list_page(partnership: Partnership, facts: Facts, scope: Scope, period: Period, party: str = "") -> ListPage:
    """Without queries. With a party, its part of those figures that have one."""
    now = figures(partnership, scope, period, facts=facts)
    before = figures(partnership, scope, period.before, facts=facts)
    groups = [
        (name, [_row(key, now[key], before[key], party) for key in DEFINITIONS if number_of(key) in numbers])
        for name, numbers in _groups()
    ]
    return ListPage(groups, note_of(Selection(facts, scope, period)), period.before)


def _groups() -> Iterator[tuple[str, set[int]]]:
    yield _("Hvem bestemmer?"), {1, 2, 3, 11}
    yield _("Hvem møter?"), {4, 5, 6, 7, 21}
    yield _("Hvem blir det talt for?"), {12, 13}
    yield _("Går det framover?"), {8, 9, 10, 15}
    yield _("Avtaler og ledelse"), {16, 18, 19, 22}


def number_of(key: str) -> int:
    return int(key.partition(".")[0][1:])


def _row(key: str, figure: Figure, before: Figure, party: str) -> Row:
    chosen, earlier = _part(figure, party), _part(before, party)
    light = chosen.light if chosen is figure else Light.NONE
    return Row(
        key=key,
        definition=DEFINITIONS[key].of(party),
        figure=chosen,
        text=text_of(chosen),
        n_text=n_text_of(chosen),
        before=cell_of(earlier),
        light=_LIGHTS.get(light, ""),
        light_text=_light_text(light),
        whose=_whose(figure, party),
    )


def _whose(figure: Figure, party: str) -> str:
    if not party:
        return ""
    return str(Party(party).label) if party in figure.parts else _("Ikke delt på part")


def _part(figure: Figure, party: str) -> Figure:
    return figure.parts.get(party, figure) if party else figure


def _light_text(light: Light) -> str:
    return {
        Light.GOOD: _("Innenfor målet"),
        Light.AMBER: _("Utenfor målet"),
        Light.RED: _("Langt utenfor målet"),
        Light.NONE: "",
    }[light]


def text_of(figure: Figure) -> str:
    return written(figure, get_language() or "nb")


def n_text_of(figure: Figure) -> str:
    """«31 saker»; every figure says what it rests on."""
    n = figure.n
    words = {
        "items": ngettext("%(n)s sak", "%(n)s saker", n),
        "cases": ngettext("%(n)s sak", "%(n)s saker", n),
        "passages": ngettext("%(n)s overgang", "%(n)s overganger", n),
        "meetings": ngettext("%(n)s møte", "%(n)s møter", n),
        "seats": ngettext("%(n)s plass", "%(n)s plasser", n),
        "municipalities": ngettext("%(n)s kommune", "%(n)s kommuner", n),
        "actions": ngettext("%(n)s oppgave", "%(n)s oppgaver", n),
        "annexes": ngettext("%(n)s vedlegg", "%(n)s vedlegg", n),
        "decisions": ngettext("%(n)s vedtak", "%(n)s vedtak", n),
        "revisions": ngettext("%(n)s tekst", "%(n)s tekster", n),
        "agreements": ngettext("%(n)s avtale", "%(n)s avtaler", n),
        "points": ngettext("%(n)s punkt", "%(n)s punkter", n),
        "committees": ngettext("%(n)s utvalg", "%(n)s utvalg", n),
        "groups": ngettext("%(n)s region", "%(n)s regioner", n),
    }
    return words[figure.n_of] % {"n": number(n)}


def working_of(figure: Figure) -> str:
    """«12,5 / 31 = 40 %»; empty of what is no fraction, such as a median, and of a figure that is held back."""
    if figure.numerator is None or not figure.denominator or figure.is_suppressed:
        return ""
    parts = [_shown(figure.numerator), _shown(figure.denominator)]
    return f"{parts[0]} / {parts[1]}" + (f" = {text_of(figure)}" if figure.value is not None else "")


def _shown(value: float) -> str:
    exact = round(value, 2)
    return number(int(exact)) if exact == int(exact) else number(exact)


def note_of(selection: Selection) -> str:
    """Whose committees the figures are of, where it is not plainly the scope's own."""
    if selection.scope.municipality:
        if selection.basis == Basis.ALL:
            return _("Kommunen har ikke noe eget lokalt utvalg. Tallene fra møtene gjelder hele samarbeidet.")
        return _("Tallene fra møtene gjelder utvalgene i kommunens område. Vedtakene om avtalene er kommunens egne.")
    return {
        Basis.OWN: "",
        Basis.NEIGHBOURS: _("Regionen har ikke noe eget utvalg. Tallene gjelder utvalgene for de samme kommunene."),
        Basis.ALL: _("Regionen har ikke noe eget utvalg. Tallene fra møtene gjelder hele samarbeidet."),
    }[selection.basis]


def detail_page(
    partnership: Partnership, facts: Facts, scope: Scope, period: Period, key: str, party: str = ""
) -> DetailPage:
    """Without queries."""
    found = figures(partnership, scope, period, facts=facts, keys=[key])[key]
    before = figures(partnership, scope, period.before, facts=facts, keys=[key])[key]
    row = _row(key, found, before, party)
    periods = recent(period, _BACK)
    found_then = history(partnership, scope, periods, facts=facts, keys=[key])
    told = since_first(list(zip(periods, found_then, strict=True)), key)
    past = [one.get(key) for _period, one in told]
    names = [p.value for p in EQUAL_PARTIES if any(one and p.value in one.parts for one in past)]
    return DetailPage(
        row=row,
        figure=row.figure,
        working=working_of(row.figure),
        parts=list(_parts(found, facts)),
        chart=_chart(key, [one for one, _then in told], past, names),
        periods=[
            (one.label, [cell_of(part) for part in _columns(then[key], names)], n_text_of(then[key]))
            for one, then in told
        ],
        columns=[_("Tall"), *(str(Party(name).label) for name in names)],
        note=note_of(Selection(facts, scope, period)),
    )


def _columns(figure: Figure, names: Sequence[str]) -> list[Figure]:
    return [figure, *(figure.parts.get(name, figure) for name in names)]


def _parts(figure: Figure, facts: Facts) -> Iterator[PartRow]:
    labels = dict(Party.choices)
    for name, part in figure.parts.items():
        label = str(labels.get(name, "")) or label_of(name, facts)
        yield PartRow(label, text_of(part), working_of(part), n_text_of(part))


def _chart(
    key: str, periods: Sequence[Period], past: Sequence[Figure | None], names: Sequence[str]
) -> LineChart | None:
    tones = {Party.MUNICIPALITIES.value: "kom", Party.TRUST.value: "hf"}
    series = [
        Series(str(Party(name).label), tones[name], [one.parts[name].value if one else None for one in past])
        for name in names
    ] or [Series("", "kom", [one.value if one else None for one in past])]
    is_share = DEFINITIONS[key].unit == Unit.SHARE
    return draw_lines([short(one) for one in periods], series, is_share=is_share, target=TARGETS.get(key))
