"""The adoption board: a handful of queries for flat rows (`board_facts`), and one pass over them.

It must answer in 15 ms for 26 municipalities and 13 revisions (`tests/bench/board.py`).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from agreements.board import FIGURES, REMINDED, Board, BoardFilter, Cell, Column, Group, Row, Show
from agreements.enums import DECIDED, AdoptionStatus
from agreements.rules.blockers import Blocker, Hindrance, blocker_of
from agreements.selectors.board_facts import WITH_COUNCILS, AdoptionRow, Facts, Out, PartyRow, norwegian, read_facts
from municipalities.models import Partnership
from samhandling.core.dates import long_date

_ADOPTED, _SCHEDULED = AdoptionStatus.ADOPTED.value, AdoptionStatus.SCHEDULED.value
_DECIDED = {status.value for status in DECIDED}
_NOWHERE = (0, "")
_KEPT_AT_MOST = 32


class _Kept(NamedTuple):
    facts: Facts
    board: Board


_kept: dict[tuple[object, ...], _Kept] = {}
"""The last boards of this process. What is kept is used only for the very same facts, which are read each time."""


def board(partnership: Partnership, chosen: BoardFilter, today: dt.date) -> Board:
    """The board as chosen; while nothing has changed, the same one, drawn already (`templatetags.board`)."""
    facts = read_facts(partnership, today)
    trust = partnership.trust.name
    key = (partnership.pk, chosen, trust, get_language())
    kept = _kept.get(key)
    if kept is None or kept.facts != facts:
        if len(_kept) >= _KEPT_AT_MOST:
            _kept.clear()
        kept = _kept[key] = _Kept(facts, _board_of(facts, chosen, trust))
    return kept.board


def _board_of(facts: Facts, chosen: BoardFilter, trust_name: str) -> Board:
    """Counts of the chips are of what is chosen besides them."""
    agreements = [(row.agreement, row.label) for row in facts.revisions]
    regions = {pk: (row.region or 0, row.region_name or "") for pk, row in facts.municipalities.items()}
    revisions = [row for row in facts.revisions if chosen.agreement in {None, row.agreement}]
    rows = _Rows(facts, revisions, trust_name).all()
    trust = next((row for row in rows if row.municipality is None), None)
    municipal = [row for row in rows if row.municipality is not None]
    columns = _columns(revisions, dict(agreements), municipal, trust)
    near = [row for row in municipal if _is_near(row, chosen, regions)]
    reminders = {row.name: _reminded(row) for row in near}
    return Board(
        today=facts.today,
        chosen=chosen,
        columns=columns,
        groups=_groups([row for row in near if _is_shown(row, chosen.show)], regions),
        trust=trust,
        counts={
            Show.ALL: len(near),
            Show.LACKING: sum(not row.is_done for row in near),
            Show.OVERDUE: sum(row.is_over for row in near),
        },
        agreements=agreements,
        regions=facts.regions,
        blockers=_blockers(columns, rows),
        reminders=[pk for found in reminders.values() for pk in found],
        reminded=sum(bool(found) for found in reminders.values()),
    )


class _Rows:
    """Makes the rows of the parties, with a cell for each of `revisions`."""

    def __init__(self, facts: Facts, revisions: Sequence[Out], trust: str) -> None:
        self.facts, self.revisions, self.trust = facts, revisions, trust
        self.waits = _("Venter på møtet.")
        self.deviates = _("Avviker i punkt %(points)s.")
        self.comes = _("Blir part %(day)s.")
        self.usual = {
            Hindrance.NOT_SCHEDULED: _("Saken er ikke satt opp."),
            Hindrance.LATE_MEETING: _("Møtet er etter fristen."),
        }

    def all(self) -> list[Row]:
        agreements = {row.agreement for row in self.revisions}
        parties: dict[int | None, dict[int, PartyRow]] = defaultdict(dict)
        for party in self.facts.parties:
            found = parties[party.municipality] if party.agreement in agreements else {}
            if party.agreement not in found or party.holds_on(self.facts.today):
                found[party.agreement] = party
        return [self._row(pk, found) for pk, found in parties.items()]

    def _row(self, pk: int | None, parties: Mapping[int, PartyRow]) -> Row:
        municipality = self.facts.municipalities[pk] if pk else None
        name, number = (municipality.name, municipality.number) if municipality else (self.trust, "")
        council = municipality.next_council if municipality else None
        cells: list[Cell | None] = []
        written: dict[str, None] = {}
        usual: dict[str, None] = {}
        deadlines: list[dt.date] = []
        for revision in self.revisions:
            party = parties.get(revision.agreement)
            if party is None:
                cells.append(None)
                continue
            adoption = self.facts.decision(revision.pk, party.pk)
            deadline = adoption.extended_to or revision.deadline
            cell = self._cell(name, adoption, deadline, council)
            if party.valid_from > self.facts.today:
                cell = self._coming(cell, party, revision)
                usual[self.comes % {"day": long_date(party.valid_from)}] = None
            cells.append(cell)
            if adoption.status != _ADOPTED:
                if deadline and adoption.status not in _DECIDED:
                    deadlines.append(deadline)
                if adoption.hindrance:
                    written[adoption.hindrance] = None
                elif words := self._usual(cell):
                    usual[words] = None
        ahead = [day for day in deadlines if day >= self.facts.today]
        return Row(
            name=name,
            number=number,
            municipality=pk,
            cells=cells,
            next_council=council,
            next_is_late=bool(council and ahead and min(ahead) < council),
            hindrance=_joined(written, usual),
        )

    def _cell(self, name: str, adoption: AdoptionRow, deadline: dt.date | None, council: dt.date | None) -> Cell:
        status = adoption.status
        if status == _ADOPTED:  # most of them
            return Cell("done", status, adoption.pk, adoption.decided_on, council_case=adoption.council_case)
        today = self.facts.today
        decided = status in _DECIDED
        over = (today - deadline).days if deadline and deadline < today and not decided else 0
        return Cell(
            figure="overdue" if over else FIGURES[status],
            status=status,
            adoption=adoption.pk,
            day=adoption.decided_on if decided else adoption.council_on,
            over=over,
            sent_on=adoption.sent_on,
            council_case=adoption.council_case,
            blocker=blocker_of(
                name=name,
                status=status,
                today=today,
                council_on=adoption.council_on,
                next_council=council,
                deadline=deadline,
                points=tuple(adoption.points or ()),
            ),
        )

    def _coming(self, cell: Cell, party: PartyRow, revision: Out) -> Cell:
        """Of a party that is asked before its first day. It holds nothing back, unless it is one when the text is to be
        in force (`rules.entry`)."""
        counts = revision.entry_date is not None and party.valid_from <= revision.entry_date
        return cell if counts else cell._replace(blocker=None)

    def _usual(self, cell: Cell) -> str:
        """What holds back when nobody has written it."""
        blocker = cell.blocker
        if blocker is None or blocker.kind == Hindrance.OVERDUE:
            return self.waits if cell.status == _SCHEDULED else ""
        if blocker.kind == Hindrance.DEVIATES and blocker.points:
            return self.deviates % {"points": ", ".join(blocker.points)}
        return self.usual.get(blocker.kind, "")


def _joined(written: Iterable[str], usual: Iterable[str]) -> str:
    """What people have written, and the usual words it does not say already."""
    told = " ".join(written)
    return " ".join([*([told] if told else []), *(words for words in usual if words not in told)])


def _is_near(row: Row, chosen: BoardFilter, regions: Mapping[int, tuple[int, str]]) -> bool:
    if chosen.region and regions.get(row.municipality or 0, _NOWHERE)[0] != chosen.region:
        return False
    return not chosen.status or any(cell.status == chosen.status for cell in row.present)


def _is_shown(row: Row, show: str) -> bool:
    if show == Show.OVERDUE:
        return row.is_over
    return show != Show.LACKING or not row.is_done


def _reminded(row: Row) -> list[int]:
    return [cell.adoption for cell in row.present if cell.adoption and cell.blocker and cell.blocker.kind in REMINDED]


def _columns(
    revisions: Iterable[Out], labels: Mapping[int, str], municipal: Sequence[Row], trust: Row | None
) -> list[Column]:
    columns = []
    for index, revision in enumerate(revisions):
        figures = [cell.figure for row in municipal if (cell := row.cells[index])]
        of_trust = trust.cells[index] if trust else None
        columns.append(
            Column(
                revision=revision.pk,
                agreement=revision.agreement,
                label=labels[revision.agreement],
                deadline=revision.deadline,
                terms=revision.terms,
                adopted=figures.count("done"),
                deviating=figures.count("deviation"),
                total=len(figures),
                trust_missing=bool(revision.needs_trust and of_trust and of_trust.figure != "done"),
                is_in_force=revision.step not in WITH_COUNCILS,
            )
        )
    return columns


def _blockers(columns: Sequence[Column], rows: Iterable[Row]) -> list[Blocker]:
    """The trust holds back only the texts it must adopt, and nobody one that is in force."""
    councils = [column.waits_for_councils for column in columns]
    trust = [column.terms.needs_trust and not column.is_in_force for column in columns]
    return [
        cell.blocker
        for row in rows
        for cell, counts in zip(row.cells, trust if row.municipality is None else councils, strict=True)
        if cell and cell.blocker and counts
    ]


def _groups(rows: Iterable[Row], regions: Mapping[int, tuple[int, str]]) -> list[Group]:
    """Rows by region in Norwegian order; those without one last."""
    found: dict[tuple[int, str], list[Row]] = defaultdict(list)
    for row in rows:
        found[regions.get(row.municipality or 0, _NOWHERE)].append(row)
    return [
        Group(
            pk=pk,
            name=name,
            rows=sorted(inside, key=lambda row: norwegian(row.name)),
            adopted=sum(row.adopted for row in inside),
            total=sum(len(row.present) for row in inside),
        )
        for (pk, name), inside in sorted(found.items(), key=lambda item: (not item[0][0], norwegian(item[0][1])))
    ]
