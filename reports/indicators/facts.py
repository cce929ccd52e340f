"""What indicators are counted from: flat rows, read once (`reports.selectors.facts`). Pure.

A meeting is here when its minutes are locked, and no other: until then nobody can rely on who met and what was decided.
All keys are primary keys. No names of people.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from municipalities.enums import EQUAL_PARTIES, Party, SeatFunction

#: The functions of those who are appointed to take part; deputies are seen where they stood in.
TAKES_PART = (SeatFunction.CHAIR, SeatFunction.DEPUTY_CHAIR, SeatFunction.MEMBER)


@dataclass(frozen=True)
class CommitteeFact:
    """`is_joint`: both equal parties have had seats in it, so that there is a balance to speak of."""

    pk: int
    short_name: str
    level: int
    area: int | None = None
    notice_days: int = 7
    paper_days: int = 14
    is_joint: bool = True
    is_local: bool = False


@dataclass(frozen=True)
class AttendanceFact:
    """A seat that somebody was appointed to on the day of the meeting, from the newest locked minutes."""

    seat: int
    party: str
    person: int | None
    deputy: int | None = None
    met: bool = False
    function: str = SeatFunction.MEMBER
    is_voting: bool = True
    mandate: str = ""
    level: int | None = None
    """Position level of the one who met."""
    side: str = ""
    """Whom the one who met works for: says which side a union's representative comes from."""
    group: int | None = None
    municipality: int | None = None

    @property
    def is_filled(self) -> bool:
        return self.met or self.deputy is not None

    @property
    def takes_part(self) -> bool:
        return self.function in TAKES_PART

    @property
    def is_equal_party(self) -> bool:
        return self.party in EQUAL_PARTIES

    @property
    def present(self) -> int | None:
        """Who met for the seat."""
        return self.person if self.met else self.deputy


@dataclass(frozen=True)
class ItemFact:
    """An item that was not withdrawn. `outcome` is what the locked minutes say."""

    pk: int
    type: str
    proposed_by: str
    case: int | None = None
    is_standard: bool = False
    is_strategic: bool = False
    is_exempt: bool = False
    minutes: int = 10
    has_paper: bool = True
    added_late: bool = False
    outcome: str = ""


@dataclass(frozen=True)
class MeetingFact:
    """`annexes` are the annexes of its cases: when each was added, with the item it belongs to."""

    pk: int
    committee: int
    starts_at: dt.datetime
    day: dt.date
    called_at: dt.datetime | None = None
    called_on: dt.date | None = None
    items: tuple[ItemFact, ...] = ()
    attendances: tuple[AttendanceFact, ...] = ()
    annexes: tuple[tuple[int, dt.datetime], ...] = ()
    pre_meetings: frozenset[int] = frozenset()
    """Groups of municipalities that prepared it together, on its day or before."""


@dataclass(frozen=True)
class Treatment:
    """A case stood on the agenda of a meeting that was held."""

    committee: int
    day: dt.date
    type: str
    outcome: str


@dataclass(frozen=True)
class RouteStepFact:
    committee: int | None = None
    planned_on: dt.date | None = None
    treated_on: dt.date | None = None
    body: str = ""


@dataclass(frozen=True)
class InputFact:
    municipality: int
    given_at: dt.datetime


@dataclass(frozen=True)
class CaseFact:
    pk: int
    registered_on: dt.date
    proposed_by: str
    closed_on: dt.date | None = None
    municipality: int | None = None
    """That proposed it."""
    is_exempt: bool = False
    officer_sides: frozenset[str] = frozenset()
    """Parties that its case officers work for."""
    route: tuple[RouteStepFact, ...] = ()
    inputs: tuple[InputFact, ...] = ()


@dataclass(frozen=True)
class ActionFact:
    pk: int
    meeting: int
    due_on: dt.date
    done_on: dt.date | None = None
    side: str = ""
    is_exempt: bool = False


@dataclass(frozen=True)
class Span:
    """From a day to and including another, or until further notice."""

    first: dt.date
    last: dt.date | None = None

    def holds_on(self, day: dt.date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True)
class MunicipalityFact:
    pk: int
    member: tuple[Span, ...]
    groups: tuple[tuple[int, Span], ...] = ()
    """Groups it is a settled member of, not those it considers."""
    inhabitants: Mapping[int, int] = field(default_factory=dict)
    """By year."""
    approvals: tuple[tuple[dt.date, bool], ...] = ()
    """Its decisions on being represented, in order."""

    def is_member(self, day: dt.date) -> bool:
        return any(span.holds_on(day) for span in self.member)

    def in_group(self, group: int, day: dt.date) -> bool:
        return any(pk == group and span.holds_on(day) for pk, span in self.groups)

    def inhabitants_on(self, day: dt.date) -> int:
        """On 1 January of the year, or of the nearest one there is a figure for, earlier ones first."""
        years = sorted(self.inhabitants, key=lambda year: (year > day.year, abs(year - day.year)))
        return self.inhabitants[years[0]] if years else 0


@dataclass(frozen=True)
class ChairFact:
    """A seat as chair or deputy chair was held."""

    committee: int
    party: str
    is_deputy: bool
    span: Span


@dataclass(frozen=True)
class TermFact:
    """The municipalities' side of the secretariat: for how long, and which region; that of a municipality that held it.
    None for one outside the regions."""

    span: Span
    group: int | None = None


@dataclass(frozen=True)
class AdoptionFact:
    pk: int
    party: int
    """Of the agreement: follows an accession, so that parties can be counted."""
    municipality: int | None
    status: str
    decided_on: dt.date | None = None
    sent_on: dt.date | None = None


@dataclass(frozen=True)
class RevisionFact:
    """A frozen text that has been sent to the councils."""

    pk: int
    agreement: int
    sent_on: dt.date
    adoptions: tuple[AdoptionFact, ...] = ()


@dataclass(frozen=True)
class AgreementFact:
    pk: int
    label: str
    texts: tuple[Span, ...] = ()
    """When its texts have been in force."""
    terminated_on: dt.date | None = None
    expires_on: tuple[tuple[Span, dt.date], ...] = ()
    reviews: tuple[dt.date, ...] = ()
    points: frozenset[int] = frozenset()
    municipalities: tuple[tuple[int, Span], ...] = ()
    """Those that are parties, and when."""

    def binds(self, municipality: int, day: dt.date) -> bool:
        return any(pk == municipality and span.holds_on(day) for pk, span in self.municipalities)

    def in_force(self, day: dt.date) -> Span | None:
        """The text that is in force on a day."""
        if self.terminated_on and self.terminated_on <= day:
            return None
        return max((span for span in self.texts if span.holds_on(day)), key=lambda span: span.first, default=None)

    def expiry(self, day: dt.date) -> dt.date | None:
        """The last day by the terms of a day."""
        return next((last for span, last in self.expires_on if span.holds_on(day)), None)


@dataclass(frozen=True)
class Facts:
    """All of a partnership, up to and including `today`."""

    partnership: int
    today: dt.date
    committees: Mapping[int, CommitteeFact] = field(default_factory=dict)
    meetings: tuple[MeetingFact, ...] = ()
    """By start."""
    cases: Mapping[int, CaseFact] = field(default_factory=dict)
    actions: tuple[ActionFact, ...] = ()
    municipalities: Mapping[int, MunicipalityFact] = field(default_factory=dict)
    groups: Mapping[int, str] = field(default_factory=dict)
    """Names of the groups of municipalities."""
    chairs: tuple[ChairFact, ...] = ()
    terms: tuple[TermFact, ...] = ()
    rotation: tuple[int, ...] = ()
    """Groups, in the order in which they hold the secretariat."""
    agreements: Mapping[int, AgreementFact] = field(default_factory=dict)
    revisions: tuple[RevisionFact, ...] = ()
    points: tuple[tuple[int, Span], ...] = ()
    """The statutory points, with when each was law."""

    @cached_property
    def treatments(self) -> Mapping[int, list[Treatment]]:
        """By case, in order."""
        found: dict[int, list[Treatment]] = defaultdict(list)
        for meeting in self.meetings:
            for item in meeting.items:
                if item.case is not None:
                    found[item.case].append(Treatment(meeting.committee, meeting.day, item.type, item.outcome))
        return found

    @cached_property
    def hidden(self) -> dict[str, frozenset[int]]:
        """What is exempt from public access, by the model of a row: it counts, and is not shown to the public."""
        items = [item for meeting in self.meetings for item in meeting.items if item.is_exempt]
        return {
            "item": frozenset(item.pk for item in items),
            "case": frozenset(pk for pk, case in self.cases.items() if case.is_exempt),
            "action": frozenset(action.pk for action in self.actions if action.is_exempt),
        }


MUNICIPALITIES = Party.MUNICIPALITIES.value
TRUST = Party.TRUST.value
