"""The figures of a partnership, region, municipality or committee for a period.

facts = read_facts(partnership, today)  # once, for any number of reports
found = figures(partnership, Scope(partnership.pk, municipality=municipality.pk), period, facts=facts)
found["I1"].value, found["I1"].parts["trust"].value
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from django.utils import timezone

from municipalities.models import Partnership
from reports.indicators import agenda, agreements, anchoring, attendance, flow, leadership
from reports.indicators.facts import Facts
from reports.indicators.figure import Figure
from reports.indicators.selection import Selection
from reports.period import Period
from reports.scope import Scope
from reports.selectors.facts import read_facts

#: What makes an indicator's figures («I4» and «I4.retention»), in the order they are shown.
MAKERS: Mapping[str, Callable[[Selection], Iterator[Figure]]] = {
    "I1": agenda.agenda_balance,
    "I2": agenda.paper_balance,
    "I3": anchoring.input_rate,
    "I4": attendance.continuity,
    "I5": attendance.distinct_persons,
    "I6": attendance.parity,
    "I7": attendance.authority,
    "I8": flow.flow,
    "I9": flow.case_to_decision,
    "I10": flow.follow_up,
    "I11": agenda.agenda_content,
    "I12": anchoring.representation,
    "I13": anchoring.mandate_acceptance,
    "I15": anchoring.notice,
    "I16": agreements.revision,
    "I18": leadership.rotation,
    "I19": leadership.alternation,
    "I21": attendance.others_present,
    "I22": agreements.sunset,
}


def figures(
    partnership: Partnership,
    scope: Scope,
    period: Period,
    *,
    public: bool = False,
    facts: Facts | None = None,
    keys: Collection[str] = (),
) -> dict[str, Figure]:
    """Every figure by its key («I1», «I1.ratio», «I4.retention»), or those of the indicators that `keys` are of.

    One that cannot be counted is there without a value. With `public`, rows of what is exempt are left out; they still
    count. Raises ValueError for a period that has not begun.
    """
    known = facts or read_facts(partnership, timezone.localdate())
    selection = Selection(known, scope, period)
    asked = {key.partition(".")[0] for key in keys} or MAKERS.keys()
    found = {figure.key: figure for head, make in MAKERS.items() if head in asked for figure in make(selection)}
    return {key: _shown(figure, known) for key, figure in found.items()} if public else found


def history(
    partnership: Partnership,
    scope: Scope,
    periods: Iterable[Period],
    *,
    facts: Facts | None = None,
    keys: Collection[str] = (),
) -> list[dict[str, Figure]]:
    """The public figures of each period, in the order given; one that has not begun is empty."""
    known = facts or read_facts(partnership, timezone.localdate())
    return [
        figures(partnership, scope, period, public=True, facts=known, keys=keys) if period.first <= known.today else {}
        for period in periods
    ]


def _shown(figure: Figure, facts: Facts) -> Figure:
    hidden = facts.hidden
    if not figure.rows and not figure.parts:
        return figure
    return replace(
        figure,
        rows=tuple(row for row in figure.rows if row.pk not in hidden.get(row.model, ())),
        parts={key: _shown(part, facts) for key, part in figure.parts.items()},
    )
