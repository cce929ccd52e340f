"""Loads the demo's organisation, agreements and meetings."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from agreements.demo.load import load_agreements
from meetings.demo.build import Builder
from meetings.demo.folk import settle
from meetings.demo.history import History
from meetings.demo.people import PERSONAS
from meetings.demo.plan import plans
from municipalities.enums import Role
from municipalities.models import Partnership
from municipalities.services.reference import load_reference
from samhandling.accounts.models import User
from samhandling.disclosure.models import LegalBasis

WITH_HISTORY = "st-olavs"


def load_meetings(today: dt.date) -> None:
    """Reference data, invented people, meetings around `today` and in history."""
    load_reference()
    builders = {}
    bases = {basis.citation.replace("\u00a0", " "): basis for basis in LegalBasis.objects.all()}
    for partnership in Partnership.objects.all():
        settle(partnership, today)
        email = next(
            p.email for p in PERSONAS if p.partnership == partnership.slug and p.role == Role.COORDINATOR_MUNICIPAL
        )
        builders[partnership.slug] = Builder(partnership, User.objects.get(email=email), bases)
    load_agreements(today)
    history = _history(builders[WITH_HISTORY], today)
    for plan in plans(today):
        if plan.partnership == WITH_HISTORY:
            history.until(plan.starts_at.date())
        builders[plan.partnership].build(plan)


def _history(builder: Builder, today: dt.date) -> History:
    days: dict[str, list[dt.date]] = defaultdict(list)
    for plan in plans(today):
        if plan.partnership == WITH_HISTORY:
            days[plan.committee].append(plan.starts_at.date())
    return History(builder.partnership, builder.user, today, days)
