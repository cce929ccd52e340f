"""Agreements as indicators count them: texts in force, reviews, and what councils have decided."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from agreements.enums import StepKind, VersionState
from agreements.models import (
    Adoption,
    Agreement,
    AgreementParty,
    AgreementTerms,
    AgreementVersion,
    ContentPoint,
    Revision,
    RevisionStep,
    YearlyReview,
)
from municipalities.models import Partnership
from reports.indicators.facts import AdoptionFact, AgreementFact, RevisionFact, Span


def read_agreements(partnership: Partnership) -> dict[int, AgreementFact]:
    """Six queries."""
    texts: dict[int, list[Span]] = defaultdict(list)
    versions = AgreementVersion.objects.filter(agreement__partnership=partnership, state=VersionState.FROZEN)
    in_force = versions.filter(in_force_on__isnull=False).order_by("in_force_on")
    for pk, first, last in in_force.values_list("agreement_id", "in_force_on", "in_force_to"):
        texts[pk].append(Span(first or dt.date.min, last))
    expiry: dict[int, list[tuple[Span, dt.date]]] = defaultdict(list)
    terms = AgreementTerms.objects.filter(agreement__partnership=partnership, expires_on__isnull=False)
    for pk, first, last, expires_on in terms.values_list("agreement_id", "valid_from", "valid_to", "expires_on"):
        expiry[pk].append((Span(first, last), expires_on or dt.date.max))
    reviews: dict[int, list[dt.date]] = defaultdict(list)
    held = YearlyReview.objects.filter(agreement__partnership=partnership).order_by("held_on")
    for pk, held_on in held.values_list("agreement_id", "held_on"):
        reviews[pk].append(held_on)
    points: dict[int, set[int]] = defaultdict(set)
    through = Agreement.points.through.objects.filter(agreement__partnership=partnership)
    for pk, point in through.values_list("agreement_id", "contentpoint_id"):
        points[pk].add(point)
    parties: dict[int, list[tuple[int, Span]]] = defaultdict(list)
    bound = AgreementParty.objects.filter(agreement__partnership=partnership, municipality__isnull=False)
    for pk, municipality, first, last in bound.values_list("agreement_id", "municipality_id", "valid_from", "valid_to"):
        parties[pk].append((municipality, Span(first, last)))
    return {
        row.pk: AgreementFact(
            row.pk,
            row.short_label,
            tuple(texts[row.pk]),
            row.terminated_on,
            tuple(expiry[row.pk]),
            tuple(reviews[row.pk]),
            frozenset(points[row.pk]),
            tuple(parties[row.pk]),
        )
        for row in Agreement.objects.filter(partnership=partnership).only(
            "kind", "number", "short_title", "terminated_on"
        )
    }


def read_revisions(partnership: Partnership, today: dt.date) -> tuple[RevisionFact, ...]:
    """Two queries. Texts that have been sent to the councils, with every party's decision."""
    sent = RevisionStep.objects.filter(
        revision__agreement__partnership=partnership, kind=StepKind.COUNCILS, revision__version__isnull=False
    )
    days = dict(sent.values_list("revision_id", "done_on"))
    adoptions: dict[int, list[AdoptionFact]] = defaultdict(list)
    first: dict[int, dt.date] = {}
    rows = Adoption.objects.filter(revision__agreement__partnership=partnership).order_by("pk")
    columns = ("revision_id", "pk", "party_id", "party__municipality_id", "status", "decided_on", "sent_on")
    for revision, *values in rows.values_list(*columns):
        adoption = AdoptionFact(*values)
        adoptions[revision].append(adoption)
        if adoption.sent_on:
            first[revision] = min(adoption.sent_on, first.get(revision, adoption.sent_on))
    out = Revision.objects.filter(agreement__partnership=partnership, pk__in=adoptions).order_by("pk")
    return tuple(
        RevisionFact(pk, agreement, day, tuple(adoptions[pk]))
        for pk, agreement in out.values_list("pk", "agreement_id")
        if (day := first.get(pk) or days.get(pk)) and day <= today
    )


def read_points() -> tuple[tuple[int, Span], ...]:
    rows = ContentPoint.objects.order_by("number").values_list("pk", "valid_from", "valid_to")
    return tuple((pk, Span(first, last)) for pk, first, last in rows)
