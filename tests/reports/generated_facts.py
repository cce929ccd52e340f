"""Facts by chance, for what holds of every indicator: from nothing at all to enough for every figure to have a value.

Hypothesis draws how much there is and where chance begins; a strategy for each column would give mostly empty figures.
"""

from __future__ import annotations

import datetime as dt
from random import Random

from hypothesis import strategies as st

from reports.indicators.facts import (
    ActionFact,
    AdoptionFact,
    AgreementFact,
    AttendanceFact,
    CaseFact,
    ChairFact,
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
from tests.reports.indicator_facts import ALWAYS, LSU, OSU, TODAY, M, T, at, facts_of

FIRST = dt.date(2025, 10, 1)
MUNICIPALITIES = range(1, 5)
#: Seats of each committee: party, then how many.
SEATS = {M: 4, T: 4, "users": 1, "gps": 1, "unions": 2, "secretariat": 1}
OUTCOMES = ["", "vote", "consensus_dissent", "noted", "postponed", "postponed_no_mandate"]
BODIES = ["Kommunestyret", "Styret", "Brukerutvalget", "Rådmannsutvalget", "Formannskapet"]
SIZES = st.integers(0, 12)


def many_facts() -> st.SearchStrategy[Facts]:
    """Two committees, four municipalities, up to twelve meetings and twice as many cases."""
    return st.builds(lambda seed, size: Chance(seed, size).facts(), st.integers(0, 2**32 - 1), SIZES)


class Chance:
    def __init__(self, seed: int, size: int) -> None:
        self.rng = Random(seed)  # nothing secret
        self.size = size
        self.eager = self.rng.choice([0.1, 0.5, 0.9])
        """How often what ought to happen does."""

    def does(self) -> bool:
        return self.rng.random() < self.eager

    def day(self, first: dt.date = FIRST, last: dt.date = TODAY) -> dt.date:
        return first + dt.timedelta(days=self.rng.randint(0, (last - first).days))

    def some_day(self) -> dt.date | None:
        return self.day() if self.does() else None

    def span(self) -> Span:
        first = self.day(dt.date(2022, 1, 1))
        return Span(first, None if self.does() else first + dt.timedelta(days=self.rng.randint(0, 900)))

    def many(self, most: int) -> range:
        return range(1, self.rng.randint(0, most) + 1) if self.size else range(0)

    def facts(self) -> Facts:
        meetings = [self.meeting(pk) for pk in range(1, self.size + 1)]
        return facts_of(
            *meetings,
            cases=[self.case(pk) for pk in range(1, 2 * self.size + 1)],
            actions=tuple(self.action(pk) for pk in range(1, 2 * self.size + 1)),
            municipalities={pk: self.municipality(pk) for pk in MUNICIPALITIES},
            chairs=tuple(self.chair(committee, pk) for committee in (OSU, LSU) for pk in self.many(4)),
            terms=tuple(self.term() for _pk in self.many(4)),
            rotation=self.rng.choice([(), (9,), (9, 8), (9, 8, 7)]),
            agreements={pk: self.agreement(pk) for pk in self.many(4)},
            revisions=tuple(self.revision(pk) for pk in self.many(6)),
            points=tuple((pk, ALWAYS) for pk in range(1, 5)),
        )

    def meeting(self, pk: int) -> MeetingFact:
        held_on, committee = self.day(), self.rng.choice([OSU, LSU])
        called_on = held_on - dt.timedelta(days=self.rng.randint(1, 20))
        cases = self.rng.sample(range(1, 2 * self.size + 1), k=min(self.rng.randint(2, 7), 2 * self.size))
        items = tuple(self.item(pk * 100 + place, case) for place, case in enumerate(cases))
        return MeetingFact(
            pk,
            committee,
            at(held_on),
            held_on,
            called_at=at(called_on),
            called_on=called_on,
            items=items,
            attendances=tuple(self.attendances(committee)),
            annexes=tuple(
                (item.pk, at(held_on - dt.timedelta(days=self.rng.randint(1, 40)))) for item in items if self.does()
            ),
            pre_meetings=frozenset({9} if self.does() else ()),
        )

    def attendances(self, committee: int) -> list[AttendanceFact]:
        parties = [party for party, seats in SEATS.items() for _seat in range(seats)]
        return [self.seat(committee * 100 + number, party) for number, party in enumerate(parties) if self.does()]

    def seat(self, number: int, party: str) -> AttendanceFact:
        met = self.does()
        return AttendanceFact(
            number,
            party,
            person=self.rng.choice([number, 1000 + number]),
            deputy=self.rng.choice([None, 2000, 2001, 2002]) if not met else None,
            met=met,
            function="secretary" if party == "secretariat" else self.rng.choice(["chair", "member", "observer"]),
            is_voting=self.rng.random() < 0.8,
            mandate=self.rng.choice(["can_decide", "must_take_home", "unknown"]),
            level=self.rng.choice([None, 1, 2, 3, 4]),
            side=self.rng.choice(["", M, T]),
            group=self.rng.choice([None, 8, 9]),
            municipality=self.rng.choice([None, *MUNICIPALITIES]),
        )

    def party(self) -> str:
        return self.rng.choice([M, M, T, T, "joint", "users", "secretariat"])

    def item(self, pk: int, case: int) -> ItemFact:
        return ItemFact(
            pk,
            self.rng.choice(["decision", "decision", "discussion", "information", "report", "procedural"]),
            self.party(),
            case=case if self.rng.random() < 0.9 else None,
            is_strategic=self.does(),
            minutes=self.rng.randint(0, 60),
            has_paper=self.does(),
            added_late=not self.does(),
            outcome="consensus" if self.does() else self.rng.choice(OUTCOMES),
        )

    def case(self, pk: int) -> CaseFact:
        registered_on = self.day(FIRST, FIRST + dt.timedelta(days=200))
        days = sorted(self.day(registered_on) for _step in range(self.rng.randint(0, 5)))
        steps = [
            RouteStepFact(self.rng.choice([None, LSU, OSU]), self.some_day(), day if self.does() else None, body)
            for day, body in zip(days, self.rng.sample(BODIES, k=len(days)), strict=True)
        ]
        return CaseFact(
            pk,
            registered_on,
            self.party(),
            closed_on=None if self.does() else self.day(registered_on),
            municipality=self.rng.choice([None, *MUNICIPALITIES]),
            officer_sides=frozenset(side for side in (M, T) if self.does()),
            route=tuple(steps),
            inputs=tuple(InputFact(pk, at(self.day())) for pk in MUNICIPALITIES if self.does()),
        )

    def action(self, pk: int) -> ActionFact:
        return ActionFact(
            pk, self.rng.randint(1, self.size), self.day(), self.some_day(), side=self.rng.choice(["", M, T])
        )

    def municipality(self, pk: int) -> MunicipalityFact:
        approvals = sorted((self.day(), self.does()) for _row in range(self.rng.randint(0, 2)))
        return MunicipalityFact(pk, (ALWAYS,), ((9 if pk < 3 else 8, ALWAYS),), {2025: 1000 * pk}, tuple(approvals))

    def chair(self, committee: int, number: int) -> ChairFact:
        first = dt.date(2021 + number, 1, 1) + dt.timedelta(days=self.rng.randint(0, 300))
        return ChairFact(committee, self.rng.choice([M, T]), self.does(), Span(first, None if self.does() else TODAY))

    def term(self) -> TermFact:
        return TermFact(self.span(), group=self.rng.choice([None, 7, 8, 9]))

    def agreement(self, pk: int) -> AgreementFact:
        return AgreementFact(
            pk,
            f"DA {pk}",
            texts=tuple(self.span() for _text in range(self.rng.randint(0, 2))),
            terminated_on=None if self.rng.random() < 0.8 else self.day(),
            expires_on=((ALWAYS, self.day(FIRST, dt.date(2029, 1, 1))),) if self.does() else (),
            reviews=tuple(self.day() for _review in range(self.rng.randint(0, 2))),
            points=frozenset(point for point in range(1, 5) if self.does()),
            municipalities=tuple((municipality, ALWAYS) for municipality in MUNICIPALITIES if self.does()),
        )

    def revision(self, pk: int) -> RevisionFact:
        adoptions = [
            self.adoption(10 * pk + (party or 0), party)
            for party in (None, *MUNICIPALITIES)
            if not party or self.does()
        ]
        return RevisionFact(pk, self.rng.randint(1, 4), self.day(), tuple(adoptions))

    def adoption(self, pk: int, municipality: int | None) -> AdoptionFact:
        is_adopted = self.does()
        status = "adopted" if is_adopted else self.rng.choice(["sent", "deviation", "rejected", "postponed"])
        return AdoptionFact(pk, pk, municipality, status, None if status == "sent" else self.day())
