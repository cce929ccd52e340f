"""Reads what indicators are counted from, once for a partnership and however many figures and reports.

facts = read_facts(partnership, today)
for scope in scopes:
    figures(partnership, scope, period, facts=facts)
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from municipalities.enums import EQUAL_PARTIES, CommitteeLevel, Party, SeatFunction, Standing
from municipalities.models import (
    Appointment,
    Committee,
    GroupMembership,
    MunicipalGroup,
    Partnership,
    PartnershipMembership,
    Population,
    RepresentationApproval,
    RotationPlace,
    Seat,
    SecretariatTerm,
)
from reports.indicators.facts import ChairFact, CommitteeFact, Facts, MunicipalityFact, Span, TermFact
from reports.selectors.agreement_facts import read_agreements, read_points, read_revisions
from reports.selectors.meeting_facts import read_actions, read_cases, read_meetings
from reports.selectors.secretariat import region_of

_CHAIRING = (SeatFunction.CHAIR, SeatFunction.DEPUTY_CHAIR)


def read_facts(partnership: Partnership, today: dt.date) -> Facts:
    """The same number of queries whatever there is. Open cases and tasks are counted to `today`."""
    rotation = _rotation(partnership)
    return Facts(
        partnership=partnership.pk,
        today=today,
        committees=_committees(partnership),
        meetings=read_meetings(partnership, today),
        cases=read_cases(partnership, today),
        actions=read_actions(partnership),
        municipalities=_municipalities(partnership),
        groups=dict(MunicipalGroup.objects.filter(partnership=partnership).values_list("pk", "name")),
        chairs=_chairs(partnership),
        terms=_terms(partnership, rotation),
        rotation=rotation,
        agreements=read_agreements(partnership),
        revisions=read_revisions(partnership, today),
        points=read_points(),
    )


def _committees(partnership: Partnership) -> dict[int, CommitteeFact]:
    sides: dict[int, set[str]] = defaultdict(set)
    seats = Seat.objects.filter(committee__partnership=partnership, party__in=EQUAL_PARTIES)
    for committee, party in seats.values_list("committee_id", "party").distinct().order_by():
        sides[committee].add(party)
    return {
        row.pk: CommitteeFact(
            row.pk,
            row.short_name,
            row.level,
            row.area_id,
            row.notice_days,
            row.paper_days,
            is_joint=len(sides[row.pk]) == len(EQUAL_PARTIES),
            is_local=row.level == CommitteeLevel.LOCAL,
        )
        for row in Committee.objects.filter(partnership=partnership).defer("mandate")
    }


def _municipalities(partnership: Partnership) -> dict[int, MunicipalityFact]:
    """Five queries: memberships, groups, inhabitants, decisions on being represented."""
    member: dict[int, list[Span]] = defaultdict(list)
    memberships = PartnershipMembership.objects.filter(partnership=partnership, standing=Standing.MEMBER)
    for pk, first, last in memberships.values_list("municipality_id", "valid_from", "valid_to"):
        member[pk].append(Span(first, last))
    groups: dict[int, list[tuple[int, Span]]] = defaultdict(list)
    settled = GroupMembership.objects.filter(group__partnership=partnership, standing=Standing.MEMBER)
    for pk, group, first, last in settled.values_list("municipality_id", "group_id", "valid_from", "valid_to"):
        groups[pk].append((group, Span(first, last)))
    inhabitants: dict[int, dict[int, int]] = defaultdict(dict)
    figures = Population.objects.filter(municipality__partnership_memberships__partnership=partnership).distinct()
    for pk, year, count in figures.values_list("municipality_id", "year", "inhabitants"):
        inhabitants[pk][year] = count
    approvals: dict[int, list[tuple[dt.date, bool]]] = defaultdict(list)
    decisions = RepresentationApproval.objects.filter(partnership=partnership).order_by("decided_on", "pk")
    for pk, day, approves in decisions.values_list("municipality_id", "decided_on", "approves"):
        approvals[pk].append((day, approves))
    return {
        pk: MunicipalityFact(pk, tuple(spans), tuple(groups[pk]), inhabitants[pk], tuple(approvals[pk]))
        for pk, spans in member.items()
    }


def _chairs(partnership: Partnership) -> tuple[ChairFact, ...]:
    """Who led which committee, as parties; a seat that ends takes its appointments with it."""
    rows = Appointment.objects.filter(seat__committee__partnership=partnership, seat__function__in=_CHAIRING)
    columns = ("seat__committee_id", "seat__party", "seat__function", "valid_from", "valid_to", "seat__valid_to")
    return tuple(
        ChairFact(committee, party, function == SeatFunction.DEPUTY_CHAIR, Span(first, _earlier(last, seat_last)))
        for committee, party, function, first, last, seat_last in rows.order_by("valid_from", "pk").values_list(
            *columns
        )
    )


def _earlier(one: dt.date | None, other: dt.date | None) -> dt.date | None:
    return min((day for day in (one, other) if day is not None), default=None)


def _terms(partnership: Partnership, rotation: tuple[int, ...]) -> tuple[TermFact, ...]:
    """A municipality's term is its region's: of those in the rotation, is there none, of all."""
    standings = GroupMembership.objects.filter(group__partnership=partnership).select_related("group")
    regions = [row for row in standings if not rotation or row.group_id in rotation]
    terms = SecretariatTerm.objects.filter(partnership=partnership, side=Party.MUNICIPALITIES).order_by("valid_from")
    return tuple(TermFact(Span(row.valid_from, row.valid_to), region_of(row, regions)) for row in terms)


def _rotation(partnership: Partnership) -> tuple[int, ...]:
    places = RotationPlace.objects.filter(partnership=partnership).order_by("position")
    return tuple(places.values_list("group_id", flat=True))
