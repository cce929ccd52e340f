"""Takes a partnership's agreements through the same services that people use, as far as the plan says."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from agreements.demo.adoptions import decide
from agreements.demo.answers import consult, refuse_more_time
from agreements.demo.content import DemoAgreement
from agreements.demo.plan import PACE, Course, Plan, day_of, noon, since_of, workday
from agreements.enums import AgreementKind, EntryRule, StepKind
from agreements.models import Adoption, Agreement, AgreementParty, ContentPoint, CouncilMeeting, Revision
from agreements.rules.steps import ORDER
from agreements.services import obligations, parties, register, revisions, steps, terms
from agreements.services.registration import register_in_force
from agreements.services.texts import create_draft
from municipalities.enums import CommitteeLevel, Party, Role, Standing
from municipalities.models import Committee, Municipality, Partnership, Person, Representation
from municipalities.services import places
from samhandling.accounts.models import User
from samhandling.core import clock


class Builder:
    """One partnership's agreements; `registered` maps a number to the agreement, the overarching one to ''."""

    def __init__(self, partnership: Partnership, plan: Plan, user: User) -> None:
        self.partnership = partnership
        self.plan = plan
        self.user = user
        self.registered: dict[str, Agreement] = {}

    @cached_property
    def members(self) -> list[Municipality]:
        return [row.municipality for row in self._memberships()]

    def _memberships(self) -> Iterable:
        rows = self.partnership.memberships.filter(standing=Standing.MEMBER).select_related("municipality")
        return rows.order_by("municipality__name")

    @cached_property
    def committee(self) -> Committee:
        strategic = Committee.objects.filter(partnership=self.partnership, level=CommitteeLevel.STRATEGIC)
        return strategic.order_by("pk")[0]

    @cached_property
    def people(self) -> list[Person]:
        return list(Person.objects.filter(partnership=self.partnership, user__isnull=True).order_by("pk")[:12])

    def chief_of(self, municipality: Municipality) -> User:
        """Who signs in for it; the coordinator where nobody does."""
        chiefs = Representation.objects.current(self.plan.today).filter(role=Role.HEALTH_CHIEF)
        own = chiefs.filter(partnership=self.partnership, municipality=municipality).exclude(person__user=None)
        found = own.select_related("person__user").first()
        return found.person.user if found and found.person.user else self.user

    def build(self, agreements: Iterable[DemoAgreement]) -> None:
        texts = {demo.number: demo for demo in agreements}
        for demo in texts.values():
            with clock.at(noon(since_of(self.plan, demo.number))):
                self._register(demo)
        with clock.at(noon(self.plan.today)):
            parties.apply_successions(partnership=self.partnership, user=self.user, today=self.plan.today)
        for course in self.plan.courses:
            self._revise(course, texts[course.number])
        self._take_in_newcomers()
        self._hold_reviews()
        self._hold_councils()

    # --- What is in force ----------------------------------------------------------------------------------------

    def _register(self, demo: DemoAgreement) -> None:
        """The agreement with its terms and parties, and the text that has been in force since the beginning."""
        since = since_of(self.plan, demo.number)
        values = {
            "kind": demo.kind,
            "number": demo.number,
            "title": demo.title,
            "short_title": demo.short_title,
            "subject": demo.subject,
            "subject_nn": demo.subject_nn,
            "parent": self.registered.get("") if demo.kind == AgreementKind.SUB else None,
            "points": list(ContentPoint.objects.filter(number__in=demo.points)),
        }
        agreement = register.create_agreement(partnership=self.partnership, user=self.user, values=values)
        self.registered[demo.number] = agreement
        rule = self.plan.rules.get(demo.number, EntryRule.ALL)
        terms.add_terms(
            agreement=agreement,
            user=self.user,
            values={
                "valid_from": since,
                "entry_rule": rule,
                "entry_quorum": 14 if rule == EntryRule.QUORUM else None,
                "needs_trust": True,
                "notice_months": None,
                "review_months": None,
                "expires_on": self.partnership.valid_to if demo.kind == AgreementKind.OVERARCHING else None,
                "basis": "Punktet om varighet",
            },
        )
        decided = {}
        then = sorted({old for new in self.members for old in ancestors(new, since)}, key=lambda row: row.name)
        rows = [AgreementParty(agreement=agreement, municipality=each, valid_from=since) for each in then]
        rows.append(AgreementParty(agreement=agreement, trust=self.partnership.trust, valid_from=since))
        for place, party in enumerate(AgreementParty.objects.bulk_create(rows)):  # one by one takes half a minute
            day = workday(since - dt.timedelta(days=25 if party.trust else 130 - place * 5 % 100))
            if party.name != self.plan.lost.get(demo.number):
                decided[party] = (day, f"{10 + (place * 7 + len(self.registered)) % 80}/{day:%y}")
        register_in_force(
            agreement=agreement,
            content=demo.first,
            in_force_on=since,
            user=self.user,
            decided=decided,
            name="Første avtale",
        )

    # --- Revisions -----------------------------------------------------------------------------------------------

    def _revise(self, course: Course, demo: DemoAgreement) -> None:
        agreement = self.registered[course.number]
        with clock.at(noon(day_of(self.plan, course, StepKind.PLANNED))):
            revision = revisions.plan_revision(
                agreement=agreement,
                name=course.name,
                user=self.user,
                lead=self.people[len(course.name) % len(self.people)],
                planned={kind: day_of(self.plan, course, kind) for kind in PACE},
                reason="Teksten er gjennomgått, og partene vil endre det som ikke passer med praksis.",
                planned_on=day_of(self.plan, course, StepKind.PLANNED),
            )
        for kind in ORDER[1 : ORDER.index(course.until) + 1]:
            with clock.at(noon(day_of(self.plan, course, kind))):
                self._step(revision, course, demo, kind)
        if course.consultation == "open":
            asked = consult(self, revision, sent_on=self.plan.today - dt.timedelta(days=20), open_for=28)
            refuse_more_time(self, asked, course)

    def _step(self, revision: Revision, course: Course, demo: DemoAgreement, kind: StepKind) -> None:
        revision.refresh_from_db()
        if kind == StepKind.WORKING_GROUP:
            self._gather(revision)
        elif kind == StepKind.DRAFT:
            self._draft(revision, demo)
        elif kind == StepKind.FINAL:
            ahead = self.plan.today + dt.timedelta(days=40)
            entry = ahead if course.ahead else day_of(self.plan, course, StepKind.IN_FORCE)
            revisions.update_revision(revision=revision, columns={"entry_date": entry}, user=self.user)
            revision.refresh_from_db()
        elif kind == StepKind.CONSULTATION and course.consultation == "closed":
            day = day_of(self.plan, course, kind)
            consult(self, revision, sent_on=day - dt.timedelta(days=45), open_for=40, closed_on=day)
            return
        elif kind == StepKind.COUNCILS:
            self._ask_councils(revision, course, demo)
        self._complete(revision, course, kind)
        if kind == StepKind.COUNCILS:
            decide(self, revision, course)

    def _complete(self, revision: Revision, course: Course, kind: StepKind) -> None:
        day = day_of(self.plan, course, kind)
        if kind == StepKind.CONSULTATION:
            reason = "Endringene er små og ble drøftet i alle kommunegruppene."
            steps.skip_step(revision=revision, kind=kind, reason=reason, user=self.user)
            return
        in_committee = kind in {StepKind.COMMITTEE_REVIEW, StepKind.RECOMMENDED}
        steps.complete_step(
            revision=revision,
            kind=kind,
            user=self.user,
            done_on=None if kind == StepKind.IN_FORCE else day,
            committee=self.committee if in_committee else None,
            reference=f"{self.committee.short_name}-sak {3 + day.day % 20}/{day:%y}" if in_committee else "",
        )

    def _gather(self, revision: Revision) -> None:
        columns = {
            "mandate": "Gruppen skal foreslå en tekst som passer med praksis og loven, innen seks måneder.",
            "user_participation": "To representanter fra brukerutvalgene er med i gruppen.",
        }
        revisions.set_group(revision=revision, columns=columns, user=self.user)
        sides = (Party.MUNICIPALITIES, Party.MUNICIPALITIES, Party.TRUST, Party.TRUST)
        for place, (side, person) in enumerate(zip(sides, self.people, strict=False)):
            member = {"party": side, "person": person, "is_leader": place == 0}
            revisions.add_member(revision=revision, columns=member, user=self.user)
        user = {"party": Party.USERS, "name": "Brukerutvalget", "organisation": "Brukerutvalget i helseforetaket"}
        revisions.add_member(revision=revision, columns=user, user=self.user)

    def _draft(self, revision: Revision, demo: DemoAgreement) -> None:
        base = revision.base
        create_draft(agreement=revision.agreement, user=self.user, content=demo.revised, based_on=base)
        revisions.start_draft(revision=revision, user=self.user)
        notes = [{"anchor": n.anchor, "kind": n.kind, "text": n.text, "text_nn": n.text_nn} for n in demo.notes]
        revisions.save_change_notes(revision=revision, notes=notes, user=self.user)

    def _ask_councils(self, revision: Revision, course: Course, demo: DemoAgreement) -> None:
        sent = day_of(self.plan, course, StepKind.COUNCILS)
        label = revision.agreement.label[0].lower() + revision.agreement.label[1:]
        columns = {
            "council_deadline": workday(sent + dt.timedelta(days=course.deadline)),
            "recommendation": (
                f"{{kommunen}} kommunestyre vedtar revidert {label}, i samme ordlyd som de andre partene, "
                "og gir kommunedirektøren fullmakt til å signere avtalen."
            ),
            "recommendation_nn": (
                f"{{kommunen}} kommunestyre vedtek revidert {label}, i same ordlyd som dei andre partane, "
                "og gir kommunedirektøren fullmakt til å signere avtalen."
            ),
            "summary": " ".join(note.text for note in demo.main_notes),
            "summary_nn": " ".join(note.text_nn for note in demo.main_notes),
            "reason_nn": "Teksten er gjennomgått, og partane vil endre det som ikkje passar med praksis.",
        }
        revisions.update_revision(revision=revision, columns=columns, user=self.user)
        revision.refresh_from_db()

    def _take_in_newcomers(self) -> None:
        """Observers in the partnership from the day they are a party, asked about the text in force before it."""
        first = (self.plan.today + dt.timedelta(days=62)).replace(day=1)
        with clock.at(noon(workday(self.plan.today - dt.timedelta(days=6)))):
            for new in self.plan.newcomers:
                municipality = Municipality.objects.get(number=new.municipality)
                taking_part = {
                    "municipality": municipality,
                    "standing": Standing.OBSERVER,
                    "in_cost_sharing": False,
                    "valid_from": first,
                }
                places.add_membership(actor=self.user, partnership=self.partnership, values=taking_part)
                parties.add_party(
                    agreement=self.registered[new.agreement],
                    municipality=municipality,
                    valid_from=first,
                    note=new.note,
                    user=self.user,
                )

    # --- The rest of the year ------------------------------------------------------------------------------------

    def _hold_reviews(self) -> None:
        """Most agreements were gone through last spring; one is late."""
        for place, agreement in enumerate(self.registered.values()):
            day = workday(self.plan.today - dt.timedelta(days=400 if place == 3 else 190 + place * 3))
            with clock.at(noon(day)):
                obligations.register_review(
                    agreement=agreement,
                    held_on=day,
                    user=self.user,
                    needs_revision=place % 3 == 0,
                    note="Partene gikk gjennom avtalen punkt for punkt.",
                    reference=f"{self.committee.short_name}-sak {2 + place}/{day:%y}",
                )

    def _hold_councils(self) -> None:
        """The days cases are set up on, and then every sixth week."""
        set_up: dict[int | None, set[dt.date]] = defaultdict(set)
        rows = Adoption.objects.filter(party__agreement__partnership=self.partnership, council_on__gt=self.plan.today)
        for municipality, day in rows.values_list("party__municipality", "council_on"):
            if day is not None:
                set_up[municipality].add(day)
        days = []
        for place, each in enumerate(self.members):
            told = sorted(set_up[each.pk])
            first = told[-1] + dt.timedelta(days=42) if told else self.plan.today + dt.timedelta(4 + place * 3 % 37)
            told += [workday(first + dt.timedelta(days=round_ * 42)) for round_ in range(4)]
            days += [CouncilMeeting(municipality=each, on=day, papers_due=day - dt.timedelta(days=14)) for day in told]
        CouncilMeeting.objects.bulk_create(days, ignore_conflicts=True)


def ancestors(municipality: Municipality, day: dt.date) -> list[Municipality]:
    """The municipalities that became this one, as they were on a day; itself when it was there."""
    if municipality.valid_from <= day:
        return [municipality]
    whole = municipality.succeeds.filter(is_partial=False).select_related("old")
    return [old for row in whole for old in ancestors(row.old, day)]
