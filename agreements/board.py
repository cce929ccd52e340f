"""The adoption board as data and in words: revision × municipality. Pure; `selectors.board` fills it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from agreements.enums import AdoptionStatus, EntryRule
from agreements.rules.blockers import Blocker, Hindrance, blockers_line
from agreements.rules.entry import EntryTerms
from samhandling.core.dates import count_word, long_date

#: Status of an adoption → kind of `{% status %}`.
FIGURES: Mapping[str, str] = {
    AdoptionStatus.NOT_SENT.value: "waiting",
    AdoptionStatus.SENT.value: "sent",
    AdoptionStatus.SCHEDULED.value: "underway",
    AdoptionStatus.ADOPTED.value: "done",
    AdoptionStatus.ADOPTED_WITH_DEVIATION.value: "deviation",
    AdoptionStatus.REJECTED.value: "rejected",
    AdoptionStatus.POSTPONED.value: "postponed",
}
#: What a reminder can help against; a deviation and a rejection need talks.
REMINDED = {Hindrance.NOT_SCHEDULED, Hindrance.POSTPONED, Hindrance.OVERDUE, Hindrance.LATE_MEETING}


class Show:
    """Which rows are shown, as the address says it."""

    ALL, LACKING, OVERDUE = "alle", "mangler", "over"


@dataclass(frozen=True)
class BoardFilter:
    """What somebody has chosen to see; empty means everything. `agreement` and `region` are primary keys."""

    show: str = Show.ALL
    agreement: int | None = None
    region: int | None = None
    status: str = ""


class Cell(NamedTuple):
    """One party's treatment of one text. `day` is the date its words name, `over` the days past its deadline.

    `adoption` is 0 for a party the text was never sent to, and for a merged one that inherits.
    """

    figure: str
    status: str
    adoption: int = 0
    day: dt.date | None = None
    over: int = 0
    sent_on: dt.date | None = None
    council_case: str = ""
    blocker: Blocker | None = None


@dataclass(frozen=True)
class Column:
    """A revision that is out for adoption, with how far the municipalities have come."""

    revision: int
    agreement: int
    label: str
    deadline: dt.date | None
    terms: EntryTerms
    adopted: int
    deviating: int
    total: int
    trust_missing: bool
    is_in_force: bool = False  # for those who have adopted it; shown while somebody has not

    @property
    def waits_for_councils(self) -> bool:
        """Whether a council that has not adopted the text holds it back."""
        enough = self.terms.rule == EntryRule.QUORUM and self.adopted >= (self.terms.quorum or 1)
        return not self.is_in_force and not enough

    def note(self, today: dt.date) -> str:
        """«76 dager over fristen», «16 dager igjen. Ett vedtak avviker.», «I kraft.», «Alle har vedtatt.»"""
        if self.total and self.adopted == self.total:
            return (
                _("Alle kommunene har vedtatt. Helseforetaket gjenstår.")
                if self.trust_missing
                else _("Alle har vedtatt. Klar for signering.")
            )
        told = [_time_left(self.deadline, today)] if self.deadline and not self.is_in_force else []
        told += [_("I kraft")] if self.is_in_force else []
        if self.deviating:
            words = ngettext("Ett vedtak avviker", "%(count)s vedtak avviker", self.deviating)
            told.append(words % {"count": count_word(self.deviating, get_language() or "nb").capitalize()})
        return f"{'. '.join(told)}." if len(told) > 1 else "".join(told)


def _time_left(deadline: dt.date, today: dt.date) -> str:
    days = (deadline - today).days
    if days < 0:
        return ngettext("%(days)s dag over fristen", "%(days)s dager over fristen", -days) % {"days": -days}
    if days == 0:
        return _("Fristen er i dag")
    return ngettext("%(days)s dag igjen", "%(days)s dager igjen", days) % {"days": days}


@dataclass(frozen=True)
class Row:
    """A party; `cells` goes with the columns, None where it is no party of that agreement."""

    name: str
    number: str
    municipality: int | None
    cells: list[Cell | None]
    next_council: dt.date | None = None
    next_is_late: bool = False
    hindrance: str = ""

    present: list[Cell] = field(init=False)
    adopted: int = field(init=False)
    is_over: bool = field(init=False)

    def __post_init__(self) -> None:
        """Counted once: every filter and heading asks."""
        present = [cell for cell in self.cells if cell is not None]
        object.__setattr__(self, "present", present)
        object.__setattr__(self, "adopted", sum([cell.figure == "done" for cell in present]))
        object.__setattr__(self, "is_over", any(cell.over for cell in present))

    @property
    def is_done(self) -> bool:
        return self.adopted == len(self.present)

    @property
    def last_day(self) -> dt.date | None:
        return max((cell.day for cell in self.present if cell.day), default=None)


@dataclass(frozen=True)
class Group:
    """The municipalities of a region, and their decisions that are in place."""

    pk: int
    name: str
    rows: list[Row]
    adopted: int
    total: int

    @property
    def is_done(self) -> bool:
        return self.adopted == self.total


@dataclass(frozen=True, eq=False)
class Board:
    """The whole board on a day. `agreements` and `regions` are all that one may choose among, whatever is chosen.

    A board is equal to itself alone, so that what is drawn of it can be kept with it.
    """

    today: dt.date
    chosen: BoardFilter
    columns: list[Column] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    trust: Row | None = None
    counts: dict[str, int] = field(default_factory=dict)
    agreements: list[tuple[int, str]] = field(default_factory=list)
    regions: list[tuple[int, str]] = field(default_factory=list)
    blockers: list[Blocker] = field(default_factory=list)
    reminders: list[int] = field(default_factory=list)
    reminded: int = 0

    @property
    def adopted(self) -> int:
        return sum(column.adopted for column in self.columns)

    @property
    def total(self) -> int:
        return sum(column.total for column in self.columns)

    @cached_property
    def blocked(self) -> str:
        """What holds us back, in one sentence; empty when nothing does."""
        return blockers_line(self.blockers)

    @property
    def entry_words(self) -> str:
        """When the texts enter into force, where the same holds for all of them."""
        coming = [column.terms for column in self.columns if not column.is_in_force]
        same = len({(terms.rule, terms.quorum, terms.entry_date) for terms in coming}) == 1
        return entry_words(coming[0], len(coming)) if same else ""

    @property
    def row_count(self) -> int:
        return sum(len(group.rows) for group in self.groups)


def entry_words(terms: EntryTerms, agreements: int = 1) -> str:
    """«Avtalen gjelder fra 1. januar 2027 når alle har vedtatt samme tekst.»"""
    values = {
        "agreements": _("Avtalene") if agreements > 1 else _("Avtalen"),
        "date": long_date(terms.entry_date) if terms.entry_date else "",
        "count": terms.quorum,
    }
    return _entry_template(terms) % values


def _entry_template(terms: EntryTerms) -> str:
    dated = terms.entry_date is not None
    if terms.rule == EntryRule.QUORUM:
        if dated:
            return _("%(agreements)s gjelder fra %(date)s når %(count)s kommuner har vedtatt samme tekst.")
        return _("%(agreements)s gjelder når %(count)s kommuner har vedtatt samme tekst.")
    if terms.rule == EntryRule.FIXED_DATE:
        return _("%(agreements)s gjelder fra %(date)s for dem som har vedtatt teksten.")
    if terms.rule == EntryRule.PER_PARTY:
        return _("%(agreements)s gjelder for hver part når den selv har vedtatt teksten.")
    if dated:
        return _("%(agreements)s gjelder fra %(date)s når alle har vedtatt samme tekst.")
    return _("%(agreements)s gjelder når alle har vedtatt samme tekst.")


def short_day(day: dt.date, today: dt.date) -> str:
    """`20.6.`, with the year when it is another one."""
    return f"{day.day}.{day.month}." if day.year == today.year else f"{day.day}.{day.month}.{day.year}"


class CellWords:
    """What cells say, in the language of the page. Made once for a whole board: looking a text up is what costs.

    words = CellWords(today)
    words.of(cell)  # «Satt opp 25.9.», «76 dager over. Sendt 26.4.»
    """

    def __init__(self, today: dt.date) -> None:
        self.today = today
        self.labels = {status.value: str(status.label) for status in AdoptionStatus}
        self._dated = {
            AdoptionStatus.SCHEDULED.value: _("Satt opp %(date)s"),
            AdoptionStatus.ADOPTED.value: _("Vedtatt %(date)s"),
            AdoptionStatus.ADOPTED_WITH_DEVIATION.value: _("Med avvik %(date)s"),
            AdoptionStatus.REJECTED.value: _("Ikke vedtatt %(date)s"),
            AdoptionStatus.POSTPONED.value: _("Utsatt %(date)s"),
        }
        self._postponed_to, self._sent = _("Utsatt til %(date)s"), _("Sendt %(date)s")
        self._over = (_("%(days)s dag over. %(status)s"), _("%(days)s dager over. %(status)s"))

    def of(self, cell: Cell) -> str:
        said = self.status(cell)
        if not cell.over:
            return said
        if cell.status == "sent" and cell.sent_on:
            said = self._sent % {"date": short_day(cell.sent_on, self.today)}
        return self._over[cell.over > 1] % {"days": cell.over, "status": said}

    def status(self, cell: Cell) -> str:
        """The status, with its date where it has one."""
        words = self._dated.get(cell.status)
        if words is None or cell.day is None:
            return self.labels[cell.status]
        if cell.status == "postponed" and cell.day >= self.today:
            words = self._postponed_to
        return words % {"date": short_day(cell.day, self.today)}
