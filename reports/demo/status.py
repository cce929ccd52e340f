"""Status reports of the last quarters."""

from __future__ import annotations

import datetime as dt


def load(today: dt.date) -> None: ...
