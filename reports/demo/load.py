"""Loads the whole demo once: what meetings and agreements have, then what is reported of them."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from meetings.demo.load import load_meetings
from reports.demo import anchoring, costs, handover, newsletters, projects, secretariat, status, surveys
from samhandling.accounts.models import User


@transaction.atomic
def load_demo(today: dt.date) -> bool:
    """False when it is there already."""
    if User.objects.filter(is_demo_persona=True).exists():
        return False
    load_meetings(today)
    for part in (anchoring, secretariat, handover, costs, projects, surveys, newsletters, status):
        part.load(today)
    return True
