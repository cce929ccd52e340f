"""Inputs, pre-meetings, position levels and who lets others speak for them."""

from __future__ import annotations

import datetime as dt


def load(today: dt.date) -> None: ...
