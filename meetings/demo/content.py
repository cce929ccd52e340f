"""The shapes of the demo's contents; the cases are TOML files in `cases/`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "cases"


@dataclass(frozen=True)
class DemoAnnex:
    """An annex made when the demo is loaded: a page of text (`html`) or a bar chart (`bars`: label → value)."""

    title: str
    html: str = ""
    bars: dict[str, int] = field(default_factory=dict)
    basis: str = ""


@dataclass(frozen=True)
class DemoStep:
    """A step of the route: a committee's slug, or the name of another body with what it said."""

    body: str
    days: int  # from the meeting that the case is made for; negative is before
    result: str = ""
    number: str = ""


@dataclass(frozen=True)
class DemoCase:
    """A case with its paper. `sections` maps PaperSection values to HTML; `basis` is the citation of an exemption."""

    key: str
    title: str
    type: str
    proposed_by: str
    sections: dict[str, str]
    presenter: str = ""
    minutes: int = 20
    archive_ref: str = ""
    officers: tuple[str, ...] = ()
    basis: str = ""
    public_title: str = ""
    access_review: str = ""
    annexes: tuple[DemoAnnex, ...] = ()
    route: tuple[DemoStep, ...] = ()
    treatment: str = ""
    decision: str = ""  # empty: the proposal as it stands
    outcome: str = "consensus"
    statements: tuple[tuple[str, str, str, str], ...] = ()  # kind, seat label, point, text
    recusal: tuple[str, str] | None = None  # seat label, ground
    continues: str = ""  # key of the case that this is a later treatment of
    actions: tuple[tuple[str, str, int], ...] = ()  # text, who, days after the meeting


@dataclass(frozen=True)
class DemoMeeting:
    """A meeting and how far it has come.

    `until` is one of planned, approved, called, draft, approved_minutes, locked, corrected, cancelled; each state
    includes those before it. `without_paper` holds keys of cases whose paper nobody has written yet.
    """

    partnership: str
    committee: str
    starts_at: datetime
    until: str
    cases: tuple[DemoCase, ...] = ()
    hours: float = 2.0
    place: str = ""
    video_link: str = ""
    without_paper: frozenset[str] = frozenset()
    absent: tuple[str, ...] = ()  # labels of seats without anybody present


def cases_of(name: str) -> tuple[DemoCase, ...]:
    """The cases of one file in `cases/`, in its order."""
    with (FOLDER / f"{name}.toml").open("rb") as source:
        return tuple(_case(row) for row in tomllib.load(source)["case"])


def _case(row: dict[str, Any]) -> DemoCase:
    parts: dict[str, Any] = {
        "annexes": tuple(DemoAnnex(**annex) for annex in row.pop("annexes", [])),
        "route": tuple(DemoStep(**step) for step in row.pop("route", [])),
    }
    lists = ("officers", "statements", "actions", "recusal")
    parts |= {name: tuple(row.pop(name)) for name in lists if name in row}
    return DemoCase(**row, **parts)
