"""The shapes of the demo's contents."""

from __future__ import annotations

from dataclasses import dataclass, field


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
    actions: tuple[tuple[str, str, int], ...] = ()  # text, who, days after the meeting
