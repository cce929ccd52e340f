"""I1, I2 and I11: who sets the agenda, who writes the papers, and what the time goes to. Pure.

Only committees where both parties sit have a balance; items of the secretariat and others are in none of its parts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from meetings.enums import ItemType
from reports.indicators.counting import BOTH, evenness, lit, part_of, weighted
from reports.indicators.facts import MUNICIPALITIES, ItemFact
from reports.indicators.figure import Figure, Light, RowRef, Unit, ratio
from reports.indicators.selection import Selection

#: What is treated, and not only told or approved.
TREATED = (ItemType.DECISION, ItemType.DISCUSSION)
#: What an agenda's time goes to, apart from approvals and any other business.
MATTERS = (*TREATED, ItemType.INFORMATION, ItemType.REPORT)
GREEN, RED = (0.40, 0.60), (0.25, 0.75)
MOST_INFORMATION = 0.40


def balance_light(share: float) -> Light:
    """Amber outside 0.40–0.60, red outside 0.25–0.75."""
    if not RED[0] <= share <= RED[1]:
        return Light.RED
    return Light.GOOD if GREEN[0] <= share <= GREEN[1] else Light.AMBER


def _treated(selection: Selection) -> Iterator[ItemFact]:
    return (item for _meeting, item in selection.items(joint=True) if item.type in TREATED)


def agenda_balance(selection: Selection) -> Iterator[Figure]:
    """I1 and I1.ratio."""
    items = [item for item in _treated(selection) if any(part_of(item.proposed_by, party) for party in BOTH)]
    parts = {party: _raised_by(party, items) for party in BOTH}
    yield replace(lit(parts[MUNICIPALITIES], balance_light), parts=parts)
    ours, theirs = (parts[party].numerator or 0.0 for party in BOTH)
    yield _evenness_of("I1.ratio", parts[MUNICIPALITIES], ours, theirs)


def _raised_by(party: str, items: Iterable[ItemFact]) -> Figure:
    rows = tuple(
        RowRef("item", item.pk, weight=weight or 1.0, counts=bool(weight))
        for item in items
        for weight in [part_of(item.proposed_by, party)]
    )
    raised = sum(row.weight for row in rows if row.counts)
    return replace(ratio("I1", raised, float(len(rows)), n=len(rows)), rows=rows)


def _evenness_of(key: str, figure: Figure, ours: float, theirs: float) -> Figure:
    value = None if figure.value is None else evenness(ours, theirs)
    return replace(
        figure,
        key=key,
        value=value,
        unit=Unit.SHARE,
        numerator=min(ours, theirs),
        denominator=max(ours, theirs),
        light=Light.NONE,
        parts={},
    )


def paper_balance(selection: Selection) -> Iterator[Figure]:
    """I2: each case with a paper once, by whom its officers work for; one with officers of both sides is half each.
    I2.without_paper: items that were treated without a paper, by who raised them."""
    papers = {item.case for _m, item in selection.items(joint=True) if item.case and item.has_paper}
    cases = [case for pk in sorted(papers) if (case := selection.facts.cases.get(pk))]
    written = [(case.pk, case.officer_sides & set(BOTH)) for case in cases]
    parts = {}
    for party in BOTH:
        rows = tuple(RowRef("case", pk, weight=1 / len(sides), counts=party in sides) for pk, sides in written if sides)
        whole = sum(row.weight for row in rows if row.counts)
        parts[party] = replace(ratio("I2", whole, float(len(rows)), n=len(rows), n_of="cases"), rows=rows)
    yield replace(parts[MUNICIPALITIES], parts=parts)
    yield _without_paper(list(_treated(selection)))


def _without_paper(items: list[ItemFact]) -> Figure:
    def share_of(party: str) -> Figure:
        weights = [(item, part_of(item.proposed_by, party)) for item in items]
        rows = [RowRef("item", item.pk, weight, counts=not item.has_paper) for item, weight in weights if weight]
        return weighted("I2.without_paper", rows)

    whole = weighted("I2.without_paper", [RowRef("item", item.pk, counts=not item.has_paper) for item in items])
    return replace(whole, parts={party: share_of(party) for party in BOTH})


def agenda_content(selection: Selection) -> Iterator[Figure]:
    """I11: share of the items that are strategic, and of the minutes; I11.information: share that is only told."""
    items = [item for _m, item in selection.items() if item.type in MATTERS and not item.is_standard]
    yield weighted("I11", [RowRef("item", item.pk, counts=item.is_strategic) for item in items])
    planned = sum(item.minutes for item in items)
    strategic = sum(item.minutes for item in items if item.is_strategic)
    minutes = ratio("I11.minutes", float(strategic), float(planned), n=len(items))
    yield replace(
        minutes,
        rows=tuple(RowRef("item", item.pk, float(item.minutes), item.is_strategic) for item in items),
    )
    told = weighted(
        "I11.information", [RowRef("item", item.pk, counts=item.type == ItemType.INFORMATION) for item in items]
    )
    yield lit(told, lambda share: Light.GOOD if share < MOST_INFORMATION else Light.AMBER)
