"""Loads the demo's agreements, once the partnerships and their people are there."""

from __future__ import annotations

import datetime as dt

from agreements.demo.answers import ask_about_groups
from agreements.demo.build import Builder
from agreements.demo.content import agreements
from agreements.demo.plan import plans
from agreements.enums import StepKind
from agreements.models import Revision
from agreements.services.local_papers import order_local_papers
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
        for number in plan.local_papers:
            out = Revision.objects.get(agreement=builder.registered[number], step=StepKind.COUNCILS)
            order_local_papers(revision=out, user=user)
        if partnership.slug == "st-olavs":
            ask_about_groups(builder, builder.members)
