"""The figures of a partnership, region, municipality or committee for a period.

facts = read_facts(partnership, today)  # once, for any number of reports
found = figures(partnership, Scope(partnership.pk, municipality=municipality.pk), period, facts=facts)
found["I1"].value, found["I1"].parts["trust"].value
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
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

#: What makes figures, in the order they are shown.
MAKERS: tuple[Callable[[Selection], Iterator[Figure]], ...] = (
    agenda.agenda_balance,
    agenda.paper_balance,
    anchoring.input_rate,
    attendance.continuity,
    attendance.distinct_persons,
    attendance.parity,
    attendance.authority,
    flow.flow,
    flow.case_to_decision,
    flow.follow_up,
    agenda.agenda_content,
    anchoring.representation,
    anchoring.mandate_acceptance,
    anchoring.notice,
    agreements.revision,
    leadership.rotation,
    leadership.alternation,
    attendance.others_present,
    agreements.sunset,
)


def figures(
    partnership: Partnership, scope: Scope, period: Period, *, public: bool = False, facts: Facts | None = None
) -> dict[str, Figure]:
    """Every figure by its key («I1», «I1.ratio», «I4.retention»).

    One that cannot be counted is there without a value. With `public`, rows of what is exempt are left out; they still
    count. Raises ValueError for a period that has not begun.
    """
    known = facts or read_facts(partnership, timezone.localdate())
    selection = Selection(known, scope, period)
    found = {figure.key: figure for make in MAKERS for figure in make(selection)}
    return {key: _shown(figure, known) for key, figure in found.items()} if public else found


def history(
    partnership: Partnership, scope: Scope, periods: Iterable[Period], *, facts: Facts | None = None
) -> list[dict[str, Figure]]:
    """The public figures of each period, in the order given; one that has not begun is empty."""
    known = facts or read_facts(partnership, timezone.localdate())
    return [
        figures(partnership, scope, period, public=True, facts=known) if period.first <= known.today else {}
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
