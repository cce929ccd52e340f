"""Who has held the secretariat, and the order it goes round in."""

from __future__ import annotations

import datetime as dt


def load(today: dt.date) -> None: ...
