"""A newsletter and its readers."""

from __future__ import annotations

import datetime as dt


def load(today: dt.date) -> None: ...
