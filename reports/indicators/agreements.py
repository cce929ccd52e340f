"""I16 and I22: how old the agreements are, who has adopted the new texts, and what runs out. Pure.

These are counts of all there is, not samples, so nothing is suppressed for being few. Parts are keyed by agreement
(`agreement:12`); `label_of` names them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace

from agreements.enums import AdoptionStatus
from reports.indicators.counting import count_of, days_text, median_of
from reports.indicators.facts import AdoptionFact, AgreementFact, Facts, RevisionFact
from reports.indicators.figure import Figure, RowRef, Unit, share
from reports.indicators.selection import Selection

YEAR = dt.timedelta(days=365)


def label_of(part: str, facts: Facts) -> str:
    """The name of a part that is an agreement or a group of municipalities; empty for other parts."""
    kind, _colon, pk = part.partition(":")
    if kind == "agreement" and int(pk) in facts.agreements:
        return facts.agreements[int(pk)].label
    return facts.groups.get(int(pk), "") if kind == "group" else ""


def revision(selection: Selection) -> Iterator[Figure]:
    """I16: decisions of the scope's municipalities on the texts that are out, and the state of the agreements."""
    out = _out(selection)
    own = {row.pk: _own(selection, row) for row in out}
    parts = {f"agreement:{row.agreement}": _adopted("I16", own[row.pk], selection.day) for row in out}
    rows = [adoption for row in out for adoption in own[row.pk]]
    yield replace(_adopted("I16", rows, selection.day), parts=parts)
    deviants = [row for row in rows if _decided(row, AdoptionStatus.ADOPTED_WITH_DEVIATION, selection.day)]
    yield count_of("I16.deviants", [RowRef("adoption", row.pk) for row in deviants], n_of="decisions")
    yield _spread(selection)
    yield from _condition(selection)


def _out(selection: Selection) -> list[RevisionFact]:
    """The newest text of each agreement that has been sent to the councils, while somebody had not adopted it when the
    period began."""
    newest: dict[int, RevisionFact] = {}
    for row in selection.facts.revisions:
        other = newest.get(row.agreement)
        if row.sent_on <= selection.day and (other is None or (row.sent_on, row.pk) > (other.sent_on, other.pk)):
            newest[row.agreement] = row
    return [row for row in sorted(newest.values(), key=lambda row: row.pk) if not _was_done(selection, row)]


def _was_done(selection: Selection, revision: RevisionFact) -> bool:
    before = selection.period.first - dt.timedelta(days=1)
    own = _own(selection, revision)
    return not own or all(_decided(row, AdoptionStatus.ADOPTED, before) for row in own)


def _own(selection: Selection, revision: RevisionFact) -> list[AdoptionFact]:
    """Of the municipality, or of the municipalities of the scope; the trust's is not among them."""
    return [row for row in revision.adoptions if row.municipality in selection.own]


def _decided(row: AdoptionFact, status: str, day: dt.date) -> bool:
    return row.status == status and row.decided_on is not None and row.decided_on <= day


def _adopted(key: str, adoptions: Sequence[AdoptionFact], day: dt.date) -> Figure:
    rows = tuple(RowRef("adoption", row.pk, counts=_decided(row, AdoptionStatus.ADOPTED, day)) for row in adoptions)
    return share(key, rows, n_of="decisions", least=1)


def _spread(selection: Selection) -> Figure:
    """Days from the first municipality to the last, of texts that the last adopted in the period."""
    rows = []
    for revision in selection.facts.revisions:
        own = [row for row in revision.adoptions if row.municipality in selection.municipalities]
        days = [row.decided_on for row in own if _decided(row, AdoptionStatus.ADOPTED, selection.day)]
        found = [day for day in days if day]
        if own and len(found) == len(own) and max(found) >= selection.period.first:
            rows.append(_of_days("revision", revision.pk, (max(found) - min(found)).days))
    return median_of("I16.days", [row.weight for row in rows], n_of="revisions", least=1, rows=rows)


def _of_days(model: str, pk: int, days: int) -> RowRef:
    return RowRef(model, pk, float(days), note=days_text(days))


def _in_force(selection: Selection) -> list[AgreementFact]:
    """In a part of the partnership, those that bind somebody there: a special agreement binds only a few."""
    day, scope = selection.day, selection.scope
    rows = [row for row in selection.facts.agreements.values() if row.in_force(day)]
    if not (scope.group or scope.municipality or scope.committee):
        return rows
    return [row for row in rows if any(row.binds(pk, day) for pk in selection.own)]


def _condition(selection: Selection) -> Iterator[Figure]:
    """The age of the texts in force, whether they have been gone through, and what of the law's points they cover."""
    day, in_force = selection.day, _in_force(selection)
    ages = [_of_days("agreement", row.pk, (day - text.first).days) for row in in_force if (text := row.in_force(day))]
    yield median_of("I16.age", [row.weight for row in ages], n_of="agreements", least=1, rows=ages)
    reviewed = [
        RowRef("agreement", row.pk, counts=any(day - YEAR < held_on <= day for held_on in row.reviews))
        for row in in_force
    ]
    yield share("I16.reviewed", tuple(reviewed), n_of="agreements", least=1)
    covered = {point for row in in_force for point in row.points}
    points = [pk for pk, span in selection.facts.points if span.holds_on(day)]
    yield share(
        "I16.coverage",
        tuple(RowRef("point", pk, counts=pk in covered) for pk in points),
        n_of="points",
        least=1,
    )


def sunset(selection: Selection) -> Iterator[Figure]:
    """I22: days until the first of the agreements in force runs out, and the decisions on what is to follow it."""
    day = selection.day
    ends = {row.pk: last for row in _in_force(selection) if (last := row.expiry(day)) and last >= day}
    rows = tuple(_of_days("agreement", pk, (last - day).days) for pk, last in sorted(ends.items()))
    parts = {f"agreement:{row.pk}": _days_left((row,)) for row in rows}
    yield replace(_days_left(rows), parts=parts)
    following = [row for row in _out(selection) if row.agreement in ends]
    decisions = [adoption for row in following for adoption in _own(selection, row)]
    yield _adopted("I22.decided", decisions, day)


def _days_left(rows: tuple[RowRef, ...]) -> Figure:
    value = min((row.weight for row in rows), default=None)
    return Figure("I22", value, Unit.DAYS, len(rows), None, float(len(rows)), "agreements", rows=rows)
