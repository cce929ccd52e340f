"""Small sets of facts for indicators, made by hand and by hypothesis; and the two parties swapped."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from itertools import count

from hypothesis import strategies as st

from reports.indicators.facts import (
    ActionFact,
    AdoptionFact,
    AgreementFact,
    AttendanceFact,
    CaseFact,
    ChairFact,
    CommitteeFact,
    Facts,
    InputFact,
    ItemFact,
    MeetingFact,
    MunicipalityFact,
    RevisionFact,
    RouteStepFact,
    Span,
    TermFact,
)
from reports.indicators.figure import Figure
from reports.indicators.selection import Selection
from reports.period import Period
from reports.scope import Scope
from reports.selectors.indicators import MAKERS

TODAY = dt.date(2026, 11, 20)
YEAR = Period.year(2026)
OSU, LSU = 1, 2
COMMITTEES = {
    OSU: CommitteeFact(OSU, "OSU", level=2),
    LSU: CommitteeFact(LSU, "LSU", level=4, area=9, is_local=True),
}
ALWAYS = Span(dt.date(2015, 1, 1))
M, T = "municipalities", "trust"
_numbers = count(1)


def at(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(12), tzinfo=dt.UTC)


def item(proposed_by: str = M, kind: str = "decision", **columns: object) -> ItemFact:
    return ItemFact(next(_numbers), kind, proposed_by, **columns)  # type: ignore[arg-type]


def seat(number: int, party: str = M, person: int | None = None, **columns: object) -> AttendanceFact:
    """Its own person met, unless told otherwise."""
    columns = {"met": True, "mandate": "can_decide"} | columns
    return AttendanceFact(number, party, person if person is not None else 100 + number, **columns)  # type: ignore[arg-type]


def meeting(
    day: dt.date,
    *items: ItemFact,
    committee: int = OSU,
    attendances: Iterable[AttendanceFact] = (),
    **columns: object,
) -> MeetingFact:
    """Called fourteen days before."""
    called = at(day - dt.timedelta(days=14))
    values = {"called_at": called, "called_on": called.date()} | columns
    return MeetingFact(
        next(_numbers), committee, at(day), day, items=tuple(items), attendances=tuple(attendances), **values
    )  # type: ignore[arg-type]


def facts_of(*meetings: MeetingFact, cases: Iterable[CaseFact] = (), **columns: object) -> Facts:
    values: dict[str, object] = {"committees": COMMITTEES} | columns
    ordered = sorted(meetings, key=lambda row: (row.starts_at, row.pk))
    return Facts(1, TODAY, meetings=tuple(ordered), cases={case.pk: case for case in cases}, **values)  # type: ignore[arg-type]


def count_all(facts: Facts, scope: Scope | None = None, period: Period = YEAR) -> dict[str, Figure]:
    selection = Selection(facts, scope or Scope(1), period)
    return {figure.key: figure for make in MAKERS for figure in make(selection)}


def day(month: int, number: int = 1) -> dt.date:
    return dt.date(2026, month, number)


_OTHER = {M: T, T: M}


def swapped(facts: Facts) -> Facts:
    """The same, as if each party had been the other one."""
    return replace(
        facts,
        meetings=tuple(
            replace(
                row,
                items=tuple(replace(one, proposed_by=_other(one.proposed_by)) for one in row.items),
                attendances=tuple(
                    replace(one, party=_other(one.party), side=_other(one.side)) for one in row.attendances
                ),
            )
            for row in facts.meetings
        ),
        cases={
            pk: replace(
                case,
                proposed_by=_other(case.proposed_by),
                officer_sides=frozenset(map(_other, case.officer_sides)),
            )
            for pk, case in facts.cases.items()
        },
        actions=tuple(replace(row, side=_other(row.side)) for row in facts.actions),
        chairs=tuple(replace(row, party=_other(row.party)) for row in facts.chairs),
    )


def _other(party: str) -> str:
    return _OTHER.get(party, party)


def shuffled(facts: Facts) -> Facts:
    """The rows of each meeting, the cases and the tasks the other way round; meetings keep their order in time."""
    return replace(
        facts,
        committees=dict(reversed(facts.committees.items())),
        meetings=tuple(
            replace(row, items=row.items[::-1], attendances=row.attendances[::-1]) for row in facts.meetings
        ),
        cases=dict(reversed(facts.cases.items())),
        actions=facts.actions[::-1],
        municipalities=dict(reversed(facts.municipalities.items())),
        chairs=facts.chairs[::-1],
        terms=facts.terms[::-1],
        agreements=dict(reversed(facts.agreements.items())),
        revisions=tuple(replace(row, adoptions=row.adoptions[::-1]) for row in facts.revisions[::-1]),
        points=facts.points[::-1],
    )


_DAYS = st.dates(dt.date(2025, 10, 1), TODAY)
_PARTIES = st.sampled_from([M, T, "joint", "users", "secretariat"])
_SEATS = st.builds(
    AttendanceFact,
    seat=st.integers(1, 9),
    party=st.sampled_from([M, T, "users", "gps", "unions"]),
    person=st.integers(1, 12),
    deputy=st.none() | st.integers(20, 24),
    met=st.booleans(),
    function=st.sampled_from(["chair", "member", "deputy", "secretary"]),
    is_voting=st.booleans(),
    mandate=st.sampled_from(["can_decide", "must_take_home", "unknown"]),
    level=st.none() | st.integers(1, 4),
    side=st.sampled_from(["", M, T]),
    group=st.none() | st.just(9),
    municipality=st.none() | st.integers(1, 4),
)
_ITEMS = st.builds(
    ItemFact,
    pk=st.integers(1, 10_000),
    type=st.sampled_from(["decision", "discussion", "information", "report", "procedural"]),
    proposed_by=_PARTIES,
    case=st.none() | st.integers(1, 12),
    is_strategic=st.booleans(),
    minutes=st.integers(0, 60),
    has_paper=st.booleans(),
    added_late=st.booleans(),
    outcome=st.sampled_from(["", "consensus", "vote", "noted", "postponed", "postponed_no_mandate"]),
)
_ROUTES = st.lists(
    st.builds(
        RouteStepFact,
        committee=st.sampled_from([None, OSU, LSU]),
        planned_on=st.none() | _DAYS,
        treated_on=st.none() | _DAYS,
        body=st.just("Kommunestyret"),
    ),
    max_size=4,
).map(tuple)
_CASES = st.builds(
    CaseFact,
    pk=st.integers(1, 12),
    registered_on=_DAYS,
    proposed_by=_PARTIES,
    closed_on=st.none() | _DAYS,
    municipality=st.none() | st.integers(1, 4),
    officer_sides=st.frozensets(st.sampled_from([M, T])),
    route=_ROUTES,
    inputs=st.lists(st.builds(InputFact, municipality=st.integers(1, 4), given_at=_DAYS.map(at)), max_size=3).map(
        tuple
    ),
)
_ACTIONS = st.builds(
    ActionFact,
    pk=st.integers(1, 10_000),
    meeting=st.just(1),
    due_on=_DAYS,
    done_on=st.none() | _DAYS,
    side=st.sampled_from(["", M, T]),
)


_SPANS = st.builds(lambda first, days: Span(first, first + dt.timedelta(days=days)), _DAYS, st.integers(0, 400))
_OPEN = st.builds(Span, _DAYS)
_CHAIRS = st.builds(
    ChairFact,
    committee=st.sampled_from([OSU, LSU]),
    party=st.sampled_from([M, T]),
    is_deputy=st.booleans(),
    span=_SPANS | _OPEN,
)
_TERMS = st.builds(TermFact, span=_SPANS, group=st.sampled_from([8, 9])) | st.builds(
    TermFact, span=_OPEN, municipality=st.integers(1, 4)
)
_AGREEMENTS = st.builds(
    AgreementFact,
    pk=st.integers(1, 4),
    label=st.just("DA"),
    texts=st.lists(_SPANS | _OPEN, max_size=2).map(tuple),
    terminated_on=st.none() | _DAYS,
    expires_on=st.lists(st.tuples(_OPEN, _DAYS), max_size=1).map(tuple),
    reviews=st.lists(_DAYS, max_size=2).map(tuple),
    points=st.frozensets(st.integers(1, 5)),
)
_ADOPTIONS = st.builds(
    AdoptionFact,
    pk=st.integers(1, 10_000),
    party=st.integers(1, 5),
    municipality=st.none() | st.integers(1, 4),
    status=st.sampled_from(["sent", "adopted", "deviation", "rejected", "postponed"]),
    decided_on=st.none() | _DAYS,
)
_REVISIONS = st.builds(
    RevisionFact,
    pk=st.integers(1, 8),
    agreement=st.integers(1, 4),
    sent_on=_DAYS,
    adoptions=st.lists(_ADOPTIONS, max_size=5).map(tuple),
)
_APPROVALS = st.lists(st.tuples(_DAYS, st.booleans()), max_size=2).map(lambda rows: tuple(sorted(rows)))


def _once(row: ItemFact) -> object:
    """A case stands once on an agenda."""
    return row.case or ("no case", row.pk)


@st.composite
def many_facts(draw: st.DrawFn) -> Facts:
    """Two committees, four municipalities, and up to ten meetings about up to twelve cases."""
    meetings = []
    for number in range(1, draw(st.integers(0, 10)) + 1):
        held_on = draw(_DAYS)
        attendances = draw(st.lists(_SEATS, max_size=8, unique_by=lambda row: row.seat))
        meetings.append(
            MeetingFact(
                number,
                draw(st.sampled_from([OSU, LSU])),
                at(held_on),
                held_on,
                called_at=at(held_on - dt.timedelta(days=draw(st.integers(1, 20)))),
                called_on=held_on - dt.timedelta(days=draw(st.integers(1, 20))),
                items=tuple(draw(st.lists(_ITEMS, max_size=6, unique_by=_once))),
                attendances=tuple(attendances),
                pre_meetings=frozenset(draw(st.sets(st.just(9)))),
            )
        )
    municipalities = {
        pk: MunicipalityFact(pk, (ALWAYS,), ((9, ALWAYS),) if pk < 3 else (), {2025: 1000 * pk}, draw(_APPROVALS))
        for pk in range(1, 5)
    }
    return facts_of(
        *meetings,
        cases=draw(st.lists(_CASES, max_size=12, unique_by=lambda row: row.pk)),
        actions=tuple(draw(st.lists(_ACTIONS, max_size=10))),
        municipalities=municipalities,
        chairs=tuple(draw(st.lists(_CHAIRS, max_size=6, unique_by=lambda row: (row.committee, row.span.first)))),
        terms=tuple(draw(st.lists(_TERMS, max_size=4))),
        rotation=draw(st.sampled_from([(), (9,), (9, 8)])),
        agreements={row.pk: row for row in draw(st.lists(_AGREEMENTS, max_size=4))},
        revisions=tuple(draw(st.lists(_REVISIONS, max_size=4, unique_by=lambda row: row.pk))),
        points=tuple((pk, ALWAYS) for pk in range(1, 5)),
    )
