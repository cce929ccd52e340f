"""Reading the reference data in `municipalities/data/`: rows of text become rows of values. See its README."""

from __future__ import annotations

import csv
import datetime as dt
import json
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"

Row = dict[str, Any]


def read(name: str) -> list[Row]:
    """The rows of `<name>.csv`, with dates, numbers and flags as what they are."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [{field: _value(field, text) for field, text in row.items()} for row in csv.DictReader(file)]


def read_partnerships() -> tuple[list[Row], list[Row]]:
    """Trusts (with their hospitals) and partnerships."""
    content = json.loads((DATA / "partnerships.json").read_text(encoding="utf-8"))
    dates = ("valid_from", "valid_to")
    partnerships = [row | {name: _date(row[name]) for name in dates} for row in content["partnerships"]]
    return content["trusts"], partnerships


_NUMBERS = {"year", "inhabitants", "level", "colour", "notice_days", "paper_days", "position", "order"}


def _value(field: str, text: str) -> Any:
    if field in {"valid_from", "valid_to", "on"}:
        return _date(text)
    if field in {"lat", "lon"}:
        return float(text)
    if field in _NUMBERS:
        return int(text)
    if field.startswith(("is_", "in_")) or field == "personal_deputy":
        return text == "1"
    return text


def _date(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
