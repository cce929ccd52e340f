"""Loads the demo's agreements, once the partnerships and their people are there."""

from __future__ import annotations

import datetime as dt

from agreements.demo.answers import ask_about_groups
from agreements.demo.build import Builder
from agreements.demo.content import agreements
from agreements.demo.plan import plans
from agreements.services.reference import load_statutory
from municipalities.models import Partnership
from samhandling.accounts.models import User


def load_agreements(today: dt.date) -> None:
    load_statutory()
    texts = agreements()
    for plan in plans(today):
        partnership = Partnership.objects.get(slug=plan.partnership)
        user = User.objects.get(email=plan.coordinator)
        builder = Builder(partnership, plan, user)
        builder.build(texts)
        if partnership.slug == "st-olavs":
            ask_about_groups(builder, builder.members)
