"""What reports are put together from: read once for a partnership and a period (`reports.selectors.shared`).

What is exempt from public access is marked here and named nowhere else.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from agreements.models import Agreement
from agreements.rules.blockers import Blocker
from agreements.rules.waiting import Council
from municipalities.models import Partnership
from reports.enums import ReportScope
from reports.indicators.facts import Facts as IndicatorFacts
from reports.period import Period
from reports.row_notes import Met
from reports.scope import Scope


@dataclass(frozen=True)
class Place:
    """A municipality of the partnership on the day. `groups` are those it is a settled member of; `region` the one it
    is coloured by on the map."""

    pk: int
    name: str
    number: str
    lat: float
    lon: float
    inhabitants: int
    region: int | None = None
    is_considering: bool = False
    groups: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Group:
    pk: int
    name: str
    colour: int


@dataclass(frozen=True)
class Treated:
    """How one party has treated a text. `blocker` is what it holds the text back with."""

    status: str
    decided_on: dt.date | None = None
    council_on: dt.date | None = None
    deadline: dt.date | None = None
    blocker: Blocker | None = None


@dataclass(frozen=True)
class OutForAdoption:
    """A text that is with the councils. `by` holds each municipality that is a party of the agreement."""

    revision: int
    agreement: Agreement
    summary: str
    summary_nn: str
    deadline: dt.date | None
    is_in_force: bool
    is_enough: bool  # so many have adopted it that the rest hold nothing back
    needs_trust: bool
    by: Mapping[int, Treated]
    trust: Treated | None = None


@dataclass(frozen=True)
class InForce:
    agreement: Agreement
    since: dt.date | None


@dataclass(frozen=True)
class Committee:
    pk: int
    name: str
    short_name: str
    slug: str
    area: int | None


@dataclass(frozen=True)
class Held:
    """A meeting that was held. `municipalities` are those somebody met for, by locked minutes."""

    pk: int
    committee: int
    number: str
    on: dt.date
    municipalities: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Decided:
    """What a committee agreed on or voted for, by locked minutes. `item` is its place in them."""

    meeting: int
    item: int
    title: str
    number: str
    text: str = ""
    has_dissent: bool = False
    is_exempt: bool = False


@dataclass(frozen=True)
class Task:
    meeting: int
    item: int
    text: str
    due_on: dt.date
    done_on: dt.date | None = None
    is_exempt: bool = False


@dataclass(frozen=True)
class Raised:
    """A case a municipality raised. `is_public`: it has stood on a published agenda, and is not exempt."""

    pk: int
    municipality: int
    title: str
    on: dt.date
    is_public: bool = False


@dataclass(frozen=True)
class Asked:
    """A municipality that was asked in a consultation; `sent_on` is the day it answered."""

    consultation: int
    title: str
    municipality: int
    deadline: dt.date
    sent_on: dt.date | None = None


@dataclass(frozen=True)
class Presented:
    project: int
    name: str
    municipality: int
    on: dt.date


@dataclass(frozen=True)
class Phase:
    kind: str
    name: str = ""  # its own, else the kind's
    planned_to: dt.date | None = None
    started_on: dt.date | None = None
    done_on: dt.date | None = None


@dataclass(frozen=True)
class ProjectFact:
    pk: int
    name: str
    started_on: dt.date | None
    ended_on: dt.date | None
    municipalities: frozenset[int]  # empty: all
    phases: Sequence[Phase] = ()
    presented: Mapping[int, dt.date] = field(default_factory=dict)


@dataclass(frozen=True)
class RowTitle:
    """What the public may be told of a row that an indicator counts; `url` is a path open to all, or empty."""

    title: str
    url: str = ""
    met: Met | None = None
    due_on: dt.date | None = None


@dataclass(frozen=True)
class Shared:
    """All that the reports of a partnership and a period have in common."""

    partnership: Partnership
    period: Period
    read_at: dt.datetime
    today: dt.date
    indicators: IndicatorFacts
    places: Mapping[int, Place]
    groups: Mapping[int, Group]  # those of the map
    out: Sequence[OutForAdoption]
    in_force: Sequence[InForce]
    councils: Mapping[int, Sequence[Council]]  # coming ones
    committees: Mapping[int, Committee]
    meetings: Mapping[int, Held]  # of all time
    decided: Sequence[Decided]
    tasks: Sequence[Task]
    raised: Sequence[Raised]
    asked: Sequence[Asked]
    presented: Sequence[Presented]
    projects: Sequence[ProjectFact]
    titles: Mapping[tuple[str, int], RowTitle]
    kept: dict[object, object] = field(default_factory=dict, compare=False)
    """What has been worked out once and serves several reports, such as the partnership's figures."""

    @property
    def slug(self) -> str:
        return self.partnership.slug


@dataclass(frozen=True)
class Whom:
    """Whom a report is about, and in which language. `committees` are those whose decisions matter to it: the
    partnership's own and those of its areas; `members` the municipalities in it."""

    scope: ReportScope
    name: str
    language: str
    members: frozenset[int]
    committees: frozenset[int]
    asks: Scope
    region: int | None = None  # of a municipality: its group on the map

    @cached_property
    def municipality(self) -> int | None:
        return self.asks.municipality

    @property
    def is_municipality(self) -> bool:
        return self.scope == ReportScope.MUNICIPALITY

    @property
    def is_region(self) -> bool:
        return self.scope == ReportScope.REGION
