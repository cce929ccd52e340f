"""The demo's agreements: short texts of our own, each with the text its revision makes (`texts/*.toml`)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from agreements.content import Clause, Content
from agreements.enums import AgreementKind, ChangeKind, SectionKind
from samhandling.core.text import clean_html, plain_to_html

TEXTS = Path(__file__).parent / "texts"


@dataclass(frozen=True)
class DemoNote:
    anchor: str
    kind: str
    text: str
    text_nn: str


@dataclass(frozen=True)
class DemoAgreement:
    kind: str
    number: str
    title: str
    short_title: str
    subject: str
    subject_nn: str
    points: tuple[int, ...]
    first: Content
    revised: Content
    notes: tuple[DemoNote, ...]

    @property
    def main_notes(self) -> tuple[DemoNote, ...]:
        """What a council must know of: the changes of substance, or all where there are none."""
        return tuple(note for note in self.notes if note.kind == ChangeKind.SUBSTANTIVE) or self.notes


def agreements() -> list[DemoAgreement]:
    """The overarching agreement first, then the twelve sub-agreements in order."""
    files = sorted(TEXTS.glob("*.toml"), key=lambda path: (path.stem != "overordnet", path.stem))
    return [_agreement(tomllib.loads(path.read_text())) for path in files]


def _agreement(data: dict[str, Any]) -> DemoAgreement:
    number = data.get("number", "")
    title = f"Delavtale {number} – {data['title']}" if number else data["title"]
    clauses = tuple(_clause(row) for row in data["clauses"])
    changes = {row["anchor"]: row for row in data.get("revised", [])}
    revised = tuple(_revised(clause, changes.get(clause.anchor)) for clause in clauses)
    return DemoAgreement(
        kind=AgreementKind.SUB if number else AgreementKind.OVERARCHING,
        number=number,
        title=data["title"],
        short_title=data["short_title"],
        subject=data["subject"],
        subject_nn=data["subject_nn"],
        points=tuple(data["points"]),
        first=Content(title, clauses),
        revised=Content(title, revised),
        notes=tuple(DemoNote(a, row["kind"], row["note"], row["note_nn"]) for a, row in changes.items()),
    )


def _clause(row: dict[str, Any]) -> Clause:
    return Clause(
        anchor=row["anchor"],
        heading=row["heading"],
        body=_html(row["body"]),
        kind=row.get("kind", SectionKind.SECTION.value),
        level=row.get("level", 1),
    )


def _revised(clause: Clause, change: dict[str, Any] | None) -> Clause:
    if change is None:
        return clause
    return replace(clause, heading=change.get("heading", clause.heading), body=_html(change["body"]))


def _html(body: str) -> str:
    """Bodies are plain text with lists, or HTML where there is a table."""
    body = body.strip()
    return clean_html(body) if body.startswith("<") else plain_to_html(body)
