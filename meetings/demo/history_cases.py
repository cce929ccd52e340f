"""Cases of the demo's history with their papers: who raised them, who wrote them, and how they end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from django.utils import timezone
from django.utils.html import escape

from meetings.demo.history_content import DECISIONS, INPUTS, Subject
from meetings.demo.shares import Shares
from meetings.enums import CaseState, ItemType, Outcome, PaperSection, ProposedBy
from meetings.models import AgendaItem, Case, CaseInput, CasePaper, Meeting, PaperText, PaperVersion
from municipalities.enums import Party, SeatFunction
from municipalities.models import Appointment, Municipality, Partnership, PartnershipMembership, Person
from samhandling.accounts.models import User
from samhandling.core.text import content_hash, plain_to_html

OTHERS = (ProposedBy.USERS, ProposedBy.GPS, ProposedBy.UNIONS)


@dataclass(eq=False)
class Chosen:
    """A case on the agenda of the meeting that is being built, and of those it comes back to."""

    case: Case
    committee: int
    type: str
    officer: Person | None
    version: PaperVersion
    item: AgendaItem | None = None
    outcome: str = Outcome.CONSENSUS
    goes_on: bool = False
    """To the overarching committee."""

    def end_as(self, outcome: str, *, goes_on: bool = False) -> None:
        self.outcome, self.goes_on = outcome, goes_on

    @property
    def is_done(self) -> bool:
        return not self.goes_on and self.outcome in (Outcome.CONSENSUS, Outcome.NOTED)


class Writer:
    def __init__(self, partnership: Partnership, user: User, rng: Random, shares: Shares) -> None:
        self.partnership, self.user, self.rng, self.shares = partnership, user, rng, shares
        rows = PartnershipMembership.objects.filter(partnership=partnership, valid_to__isnull=True)
        self.members: list[Municipality] = [row.municipality for row in rows.select_related("municipality")]
        self.members.sort(key=lambda row: row.number)
        rng.shuffle(self.members)
        self.chair: Person | None = None
        self.written = 0

    def active(self, day: dt.date) -> list[Municipality]:
        """Those that bring something; more of them as time goes by."""
        return self.members[: round(len(self.members) * self.shares.at(0.35, 0.9, day))]

    def new_cases(self, meeting: Meeting, subjects: Sequence[Subject]) -> list[Chosen]:
        seated = Appointment.objects.current(meeting.day).filter(seat__committee=meeting.committee_id)
        rows = list(seated.select_related("person", "seat").order_by("seat__position", "pk"))
        self.chair = next(row.person for row in rows if row.seat.function == SeatFunction.CHAIR)
        people = {party: [row.person for row in rows if row.seat.party == party] for party in Party}
        seats = {row.seat.municipality_id for row in rows}
        near = [one for one in self.active(meeting.day) if meeting.committee.area_id is None or one.pk in seats]
        cases = [self._case(meeting, subject, near) for subject in subjects]
        Case.objects.bulk_create(cases)
        officers = [self._officer(people, meeting.day) for _case in cases]
        through = Case.officers.through
        through.objects.bulk_create(
            through(case_id=case.pk, person_id=person.pk) for case, person in zip(cases, officers, strict=True)
        )
        versions = self._papers(meeting, cases, subjects)
        return [
            Chosen(case, meeting.committee_id, subject.type, officer, version)
            for case, subject, officer, version in zip(cases, subjects, officers, versions, strict=True)
        ]

    def _case(self, meeting: Meeting, subject: Subject, near: Sequence[Municipality]) -> Case:
        raised = self._raised_by(subject.type, meeting.day)
        days = (170, 85) if raised == ProposedBy.MUNICIPALITIES else (125, 70)
        lasted = self.shares.at(*days, meeting.day) * self.rng.uniform(0.55, 1.5)
        names = raised == ProposedBy.MUNICIPALITIES and self.rng.random() < 0.5
        return Case(
            partnership=self.partnership,
            title=subject.title,
            state=CaseState.OPEN,
            proposed_by=raised,
            proposing_municipality=self.rng.choice(near) if names and near else None,
            registered_on=meeting.day - dt.timedelta(days=round(lasted)),
        )

    def _raised_by(self, kind: str, day: dt.date) -> ProposedBy:
        if kind == ItemType.INFORMATION:
            return self.rng.choice((ProposedBy.TRUST, ProposedBy.TRUST, ProposedBy.SECRETARIAT))
        if self.shares.falls("others", 0.1, 0.1, day):
            return self.rng.choice(OTHERS)
        if self.shares.falls("joint", 0.1, 0.1, day):
            return ProposedBy.JOINT
        ours = self.shares.falls("raised", 0.29, 0.56, day)
        return ProposedBy.MUNICIPALITIES if ours else ProposedBy.TRUST

    def _officer(self, people: dict[Party, list[Person]], day: dt.date) -> Person:
        ours = self.shares.falls("written", 0.2, 0.42, day)
        return self.rng.choice(people[Party.MUNICIPALITIES if ours else Party.TRUST])

    def _papers(self, meeting: Meeting, cases: Sequence[Case], subjects: Sequence[Subject]) -> list[PaperVersion]:
        papers = CasePaper.objects.bulk_create(CasePaper(case=case) for case in cases)
        contents = [self._sections(meeting, subject) for subject in subjects]
        PaperText.objects.bulk_create(
            PaperText(paper=paper, section=section, revision=1, text=text, saved_by=self.user)
            for paper, sections in zip(papers, contents, strict=True)
            for section, text in sections.items()
        )
        return PaperVersion.objects.bulk_create(
            PaperVersion(
                paper=paper,
                number=1,
                title=case.title,
                sections=sections,
                annexes=[],
                content_hash=content_hash({"title": case.title, "sections": sections, "annexes": []}),
                created_by=self.user,
            )
            for paper, case, sections in zip(papers, cases, contents, strict=True)
        )

    def _sections(self, meeting: Meeting, subject: Subject) -> dict[str, str]:
        self.written += 1
        sections = {PaperSection.SUMMARY.value: f"<p>{escape(subject.fact)}</p>"}
        if subject.type == ItemType.DECISION:
            words = DECISIONS[self.written % len(DECISIONS)].format(utvalg=meeting.committee.short_name)
            sections[PaperSection.PROPOSAL.value] = plain_to_html(words)
        return sections

    def input(self, case: Case, municipality: Municipality, meeting: Meeting) -> CaseInput:
        """From ten days before the deadline for cases to three after it."""
        before = meeting.committee.paper_days - 7 + self.rng.randrange(4, 18)
        given_at = meeting.starts_at - dt.timedelta(days=before, hours=-1)
        text = self.rng.choice(INPUTS)
        return CaseInput(case=case, municipality=municipality, text=text, given_at=min(given_at, timezone.now()))
