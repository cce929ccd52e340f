"""The sheet for the council's secretary: what is to be decided, by when, and what the decision may say."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse

from agreements.models import Adoption, CouncilMeeting, Revision
from agreements.rules.waiting import Treatment
from agreements.selectors.council_task import recommendation_for
from agreements.selectors.mine import adoptions_of_line, undecided
from agreements.selectors.own_parties import own_parties
from agreements.selectors.own_waiting import coming_councils, waiting_on
from municipalities.access import Access
from municipalities.enums import Role
from municipalities.models import Municipality, Partnership, Representation


@dataclass(frozen=True)
class HandoutLine:
    """One text to be decided on. The addresses are paths."""

    revision: Revision
    treatment: Treatment
    facts: list[str]
    recommendation: str
    sha256: str
    redline: str
    text: str
    papers: str

    @property
    def is_late(self) -> bool:
        """The meeting comes after the deadline."""
        meeting, deadline = self.treatment.meeting, self.treatment.deadline
        return meeting is not None and deadline is not None and meeting.on > deadline


@dataclass(frozen=True)
class Handout:
    lines: list[HandoutLine]
    councils: list[CouncilMeeting]
    chiefs: list[Representation]


def handout_of(partnership: Partnership, municipality: Municipality, day: dt.date) -> Handout:
    """A constant number of queries."""
    own = own_parties(partnership, municipality)
    councils = coming_councils(municipality, day)
    waiting = waiting_on(
        partnership,
        municipality,
        Access(partnership.pk),
        day,
        own=own,
        adoptions=undecided(adoptions_of_line(own), own, day),
        councils=councils,
    )
    lines = [
        _line(partnership, municipality, row.adoption, row.treatment, row.facts)
        for row in waiting
        if row.adoption and row.treatment
    ]
    chiefs = Representation.objects.current(day).filter(
        partnership=partnership, municipality=municipality, role=Role.HEALTH_CHIEF
    )
    return Handout(lines, councils[:3], list(chiefs.select_related("person").order_by("person__name")))


def _line(
    partnership: Partnership, municipality: Municipality, adoption: Adoption, found: Treatment, facts: list[str]
) -> HandoutLine:
    revision, version = adoption.revision, adoption.version
    slug, pk = partnership.slug, revision.agreement_id
    return HandoutLine(
        revision=revision,
        treatment=found,
        facts=facts,
        recommendation=recommendation_for(revision, municipality, partnership),
        sha256=version.sha256,
        redline=reverse("agreements:redline-own", args=[slug, pk, municipality.number]),
        text=reverse("agreements:version-detail", args=[slug, pk, version.number]),
        papers=reverse("agreements:local-papers", args=[slug, revision.pk]),
    )
