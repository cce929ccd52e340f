"""What a status report says, as plain data in the report's language; the page and the PDF are drawn from it alone.

`to_json` and `from_json` are each other's inverse. A field that is added has a default, so that what was kept before it
is still read; a change of shape that cannot read what is kept needs a new `SCHEMA` and a reader of the old one.
"""

from __future__ import annotations

import datetime as dt
import types
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

SCHEMA = 1


@dataclass(frozen=True)
class Row:
    """A row a figure was counted from. `url` is a path that anybody may open, or empty. What the public may
    not know of is no row: it is counted in `Figure.hidden`."""

    title: str
    url: str = ""
    note: str = ""
    counts: bool = True  # in the numerator


@dataclass(frozen=True)
class Comparison:
    """The same figure elsewhere: `kind` is «before» (the period before) or «partnership»."""

    kind: str
    label: str
    text: str  # «44 %», or why there is none
    value: float | None = None
    n: int = 0


@dataclass(frozen=True)
class Part:
    """A figure for one party, or by what else it is divided."""

    key: str
    label: str
    text: str
    value: float | None = None
    n: int = 0


@dataclass(frozen=True)
class Bar:
    """`text` is the value as written; without a value there is no bar."""

    label: str
    text: str
    value: float | None = None
    is_now: bool = False
    pattern: int = 1  # 1 solid, 2 striped, 3 dotted


@dataclass(frozen=True)
class Chart:
    """`kind`: «columns» (one per period), «bars» (one per party), «stack» (parts of one whole).

    `highest` is the value that fills the room; the band between `target_low` and `target_high` is the target.
    `title` says in words what the drawing shows.
    """

    kind: str
    title: str
    bars: tuple[Bar, ...]
    heading: str  # above the labels in the table beside
    unit_heading: str
    highest: float
    target_low: float | None = None
    target_high: float | None = None
    target_text: str = ""


@dataclass(frozen=True)
class Figure:
    """A number that can be opened down to its rows. `key` is in addresses: letters, figures, dots and hyphens."""

    key: str
    label: str
    text: str  # «48 %», «134 dager», or why there is none
    value: float | None = None
    unit: str = "count"  # reports.indicators.figure.Unit
    n: int = 0
    n_text: str = ""  # «31 saker»
    numerator: float | None = None
    denominator: float | None = None
    working: str = ""  # «15 av 31»
    says: str = ""  # after the figure: «av sakene kom fra kommunene»; empty where there is none
    span: str = ""  # of a figure of twelve months in a report of fewer: that it is, and why
    question: str = ""
    definition: str = ""
    target: str = ""
    light: str = "none"  # reports.indicators.figure.Light
    is_suppressed: bool = False
    comparisons: tuple[Comparison, ...] = ()
    parts: tuple[Part, ...] = ()
    chart: Chart | None = None
    rows: tuple[Row, ...] = ()
    hidden: int = 0  # rows besides, which the public may not know of

    def compared(self, kind: str) -> Comparison | None:
        return next((one for one in self.comparisons if one.kind == kind), None)


@dataclass(frozen=True)
class Sentence:
    """One of the three at the top; `figure` is the key of the figure it rests on, or empty."""

    text: str
    figure: str = ""


@dataclass(frozen=True)
class Status:
    """A word and the kind the portal's `{% status %}` shows it as."""

    word: str
    kind: str = "neutral"


@dataclass(frozen=True)
class Must:
    """What must be decided. In a municipality's report by its council; else `figure` opens on those who lack it."""

    title: str
    url: str
    text: str
    status: Status
    deadline: dt.date | None = None
    deadline_text: str = ""
    meeting_text: str = ""  # «Kommunestyret 16. oktober», or that no meeting is registered
    figure: str = ""


@dataclass(frozen=True)
class Decision:
    title: str
    url: str
    body: str
    on: dt.date
    number: str
    meta: str  # «OSU 15. juni, sak 18/17»
    text: str = ""


@dataclass(frozen=True)
class AgreementLine:
    title: str
    url: str
    adopted: int
    total: int
    deviations: int
    waiting: int
    count_text: str  # «24 av 26 kommuner»
    own: Status | None  # this municipality's
    blocks: str  # what it waits for, or empty
    next_step: str
    figure: str


@dataclass(frozen=True)
class FollowUp:
    """Figures `due`, `done` and `late` by key; `lines` are what is late, public ones only."""

    sentence: str
    due: str
    done: str
    late: str
    lines: tuple[Row, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        return self.due, self.done, self.late


@dataclass(frozen=True)
class ProjectLine:
    title: str
    url: str
    phase: str
    next_step: str
    presented: str  # «13 av 26 kommunestyrer»
    figure: str


@dataclass(frozen=True)
class MapPlace:
    """As municipalities.maps.Place."""

    name: str
    lat: float
    lon: float
    inhabitants: int
    colour: int
    is_considering: bool = False
    is_focus: bool = False


@dataclass(frozen=True)
class MapGroup:
    name: str
    colour: int
    municipalities: int
    inhabitants: int
    share: str  # «37,9 %»
    largest: str
    is_own: bool = False


@dataclass(frozen=True)
class GroupMap:
    title: str
    sentence: str
    caption: str
    places: tuple[MapPlace, ...] = ()
    groups: tuple[MapGroup, ...] = ()
    municipalities: int = 0
    inhabitants: int = 0


@dataclass(frozen=True)
class ActivityLine:
    """`figures` are keys, one for each of the report's `activity_columns`; an empty one has no such number."""

    label: str
    figures: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True)
class Activity:
    columns: tuple[str, ...]
    lines: tuple[ActivityLine, ...]
    caption: str = ""

    @property
    def has_notes(self) -> bool:
        return any(line.note for line in self.lines)


@dataclass(frozen=True)
class Head:
    """`name` is whom the report is about: «Modum», «Ringerike», «Vestre Viken»."""

    scope: str
    name: str
    title: str  # «Status for Modum»
    partnership: str
    partnership_slug: str
    period_slug: str
    period: str  # «3. kvartal 2026»
    first: dt.date
    last: dt.date
    before: str  # the period before, as `period`
    language: str  # «nb», «nn»
    data_at: dt.datetime
    data_text: str  # «Tallene er hentet …»


@dataclass(frozen=True)
class Snapshot:
    head: Head
    sentences: tuple[Sentence, ...]
    must_heading: str
    must_none: str  # what is said when there is nothing
    musts: tuple[Must, ...]
    decisions_none: str
    decisions: tuple[Decision, ...]
    decisions_figure: str
    agreements_caption: str
    agreements_sentence: str
    agreements: tuple[AgreementLine, ...]
    agreements_figure: str  # those in force
    follow_up: FollowUp
    indicators: tuple[str, ...]  # keys of the figures shown, the most telling first
    indicators_note: str  # whose they are, when they are not those of whom the report is about
    projects: tuple[ProjectLine, ...]
    map: GroupMap
    activity: Activity
    figures: tuple[Figure, ...]
    indicators_of: str = ""  # which committees they count, when not all
    schema: int = SCHEMA

    def figure(self, key: str) -> Figure:
        """Raises KeyError."""
        for figure in self.figures:
            if figure.key == key:
                return figure
        raise KeyError(key)

    def to_json(self) -> dict[str, Any]:
        found = _plain(self)
        assert isinstance(found, dict)
        return found

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Snapshot:
        """Raises ValueError when it is of another schema."""
        if kept.get("schema") != SCHEMA:
            raise ValueError(f"snapshot of schema {kept.get('schema')!r}, not {SCHEMA}")
        found = _read(cls, kept)
        assert isinstance(found, cls)
        return found


def _plain(value: object) -> object:
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, dt.date) else value


@cache
def _types(shape: type) -> dict[str, Any]:
    return get_type_hints(shape)


def _read(shape: Any, kept: Any) -> object:
    if get_origin(shape) in (Union, types.UnionType):
        inner = next(one for one in get_args(shape) if one is not type(None))
        return None if kept is None else _read(inner, kept)
    if get_origin(shape) is tuple:
        return tuple(_read(get_args(shape)[0], one) for one in kept)
    if is_dataclass(shape):
        assert isinstance(shape, type)
        return shape(**{name: _read(_types(shape)[name], value) for name, value in kept.items()})
    if shape in (dt.date, dt.datetime):
        return shape.fromisoformat(kept)
    return float(kept) if shape is float else kept
