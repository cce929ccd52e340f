"""What a secretariat hands over: all open work on a day, in words and addresses, as it is frozen in `Handover`."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

SCHEMA = 1


@dataclass(frozen=True)
class OpenRow:
    title: str
    detail: str
    due: str
    """A day in words, or empty."""
    url: str


@dataclass(frozen=True)
class OpenSection:
    key: str
    title: str
    rows: tuple[OpenRow, ...]


@dataclass(frozen=True)
class OpenWork:
    """`giver` and `taker` are as the two were called on the day."""

    giver: str
    taker: str
    sections: tuple[OpenSection, ...]

    @property
    def count(self) -> int:
        return sum(len(section.rows) for section in self.sections)

    def to_json(self) -> dict[str, Any]:
        return {"schema": SCHEMA, **dataclasses.asdict(self)}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> OpenWork:
        return cls(
            giver=data["giver"],
            taker=data["taker"],
            sections=tuple(
                OpenSection(row["key"], row["title"], tuple(OpenRow(**open_row) for open_row in row["rows"]))
                for row in data["sections"]
            ),
        )
