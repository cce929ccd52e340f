"""Takes a demo meeting through the same services that people use, as far as its `until` says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils import timezone

from meetings.demo.annexes import annex_file
from meetings.demo.content import DemoCase, DemoMeeting
from meetings.enums import AttendanceStatus, MinutesSection, Outcome, StandardItem
from meetings.fingerprint import agenda_hash
from meetings.models import AgendaItem, Attendance, Case, Meeting, Minutes, MinutesItem, RouteStep
from meetings.services import agenda, attachments, cases, minutes_parts, papers, planning, publishing
from meetings.services.minutes import start_minutes
from meetings.services.minutes_fields import save_field, save_item_text
from meetings.services.minutes_states import approve_minutes, correct_minutes, lock_minutes
from municipalities.enums import SeatFunction
from municipalities.models import Appointment, Partnership, Person
from samhandling.accounts.models import User
from samhandling.core import clock
from samhandling.disclosure.models import LegalBasis

ORDER = ("planned", "approved", "called", "draft", "approved_minutes", "locked", "corrected")


def _no_later_than_now(moment: dt.datetime) -> dt.datetime:
    """Of a meeting far ahead much is done earlier than usual."""
    return min(moment, timezone.now())


@dataclass
class Builder:
    """One partnership's meetings; cases are made once and met again under `continues`."""

    partnership: Partnership
    user: User
    bases: dict[str, LegalBasis]
    cases: dict[str, Case] = field(default_factory=dict)

    def build(self, plan: DemoMeeting) -> Meeting:
        called = plan.starts_at - dt.timedelta(days=self._notice_days(plan) + 2)
        meeting = self._plan(plan, _no_later_than_now(called - dt.timedelta(days=30)))
        for case in plan.cases:
            with clock.at(_no_later_than_now(called - dt.timedelta(days=12))):
                self._put_on_agenda(meeting, plan, case)
        steps: tuple[tuple[str, Callable[[], object], dt.datetime], ...] = (
            ("approved", lambda: self._approve(meeting), called - dt.timedelta(days=1)),
            ("called", lambda: publishing.publish_notice(meeting=meeting, user=self.user), called),
            ("draft", lambda: self._write_minutes(meeting, plan), plan.starts_at + dt.timedelta(hours=plan.hours)),
            ("approved_minutes", lambda: self._approve_minutes(meeting), plan.starts_at + dt.timedelta(days=6)),
            ("locked", lambda: self._lock(meeting), plan.starts_at + dt.timedelta(days=7)),
            ("corrected", lambda: self._correct(meeting), plan.starts_at + dt.timedelta(days=9)),
        )
        if plan.until == "cancelled":
            planning.cancel_meeting(meeting=meeting, reason="Få saker. Sakene går til neste møte.", user=self.user)
            return meeting
        for name, act, moment in steps:
            if ORDER.index(name) <= ORDER.index(plan.until):
                meeting.refresh_from_db()
                with clock.at(_no_later_than_now(moment)):
                    act()
        return meeting

    def _notice_days(self, plan: DemoMeeting) -> int:
        return self.partnership.committees.get(slug=plan.committee).notice_days

    def _plan(self, plan: DemoMeeting, moment: dt.datetime) -> Meeting:
        details = planning.MeetingDetails(
            starts_at=plan.starts_at,
            ends_at=plan.starts_at + dt.timedelta(hours=plan.hours),
            place=plan.place,
            video_link=plan.video_link,
        )
        with clock.at(moment):
            committee = self.partnership.committees.get(slug=plan.committee)
            return planning.create_meeting(committee=committee, details=details, user=self.user)

    def person(self, name: str) -> Person:
        return Person.objects.get_or_create(
            partnership=self.partnership, name=name, defaults={"title": "Rådgiver", "employer": "Sekretariatet"}
        )[0]

    def _put_on_agenda(self, meeting: Meeting, plan: DemoMeeting, content: DemoCase) -> AgendaItem:
        case = self._continued(content) or self._case(meeting, content)
        self.cases[content.key] = case
        self._annexes(case, content)
        if content.key not in plan.without_paper:
            papers.replace_sections(paper=papers.paper_of(case), sections=content.sections, user=self.user)
            papers.save_version(paper=papers.paper_of(case), note="", user=self.user)
        return agenda.add_item(
            meeting=meeting,
            case=case,
            user=self.user,
            title=content.title,
            type=content.type,
            presenter=content.presenter,
            minutes_planned=content.minutes,
        )

    def _case(self, meeting: Meeting, content: DemoCase) -> Case:
        basis = self.bases.get(content.basis)
        case = cases.create_case(
            partnership=self.partnership,
            user=self.user,
            officers=[self.person(name) for name in content.officers],
            columns={
                "title": content.title,
                "public_title": content.public_title,
                "archive_ref": content.archive_ref,
                "proposed_by": content.proposed_by,
                "registered_on": meeting.day - dt.timedelta(days=60),
                "is_exempt": basis is not None,
                "legal_basis": basis,
                "access_review": content.access_review,
            },
        )
        self._route(case, meeting, content)
        return case

    def _continued(self, content: DemoCase) -> Case | None:
        """The case that this is a later treatment of, under the title it goes by now."""
        case = self.cases.get(content.continues)
        if case is None:
            return None
        officers = [self.person(name) for name in content.officers]
        columns = {"title": content.title, "archive_ref": content.archive_ref}
        return cases.update_case(case=case, columns=columns, officers=officers, user=self.user)

    def _annexes(self, case: Case, content: DemoCase) -> None:
        for annex in content.annexes:
            mark = self.bases.get(annex.basis)
            attachments.add_attachment(
                case=case,
                upload=annex_file(annex),
                title=annex.title,
                is_exempt=mark is not None,
                legal_basis=mark,
                access_review="Opplysningene kan gi skade om de blir kjent." if mark else "",
                user=self.user,
            )

    def _route(self, case: Case, meeting: Meeting, content: DemoCase) -> None:
        """Steps before the meeting were taken before the portal was in use, so their committee is named in words."""
        committees = {committee.slug: committee for committee in self.partnership.committees.all()}
        for position, step in enumerate(content.route, start=1):
            committee = committees.get(step.body)
            planned, is_past = meeting.day + dt.timedelta(days=step.days), step.days < 0
            is_ours = committee is not None and not is_past
            done = is_past or (not is_ours and step.result)
            RouteStep.objects.create(
                case=case,
                position=position,
                committee=committee if is_ours else None,
                body_name="" if is_ours else (committee.name if committee else step.body),
                planned_on=planned,
                treated_on=planned if done else None,
                result=step.result or ("Sendt videre." if is_past else ""),
                outside_number="" if is_ours else step.number,
            )

    def _chair(self, meeting: Meeting) -> Person:
        return (
            Appointment.objects.current(meeting.day)
            .filter(seat__committee=meeting.committee, seat__function=SeatFunction.CHAIR)
            .select_related("person")
            .get()
            .person
        )

    def _approve(self, meeting: Meeting) -> None:
        items = list(meeting.items.order_by("position", "pk"))
        agenda.approve_agenda(
            meeting=meeting, approved_by=self._chair(meeting), fingerprint=agenda_hash(items), user=self.user
        )

    def _write_minutes(self, meeting: Meeting, plan: DemoMeeting) -> None:
        minutes = start_minutes(meeting=meeting, user=self.user)
        Minutes.objects.filter(pk=minutes.pk).update(
            started_at=plan.starts_at, ended_at=plan.starts_at + dt.timedelta(hours=plan.hours, minutes=-10)
        )
        self._attendance(minutes, plan)
        contents = {self.cases[case.key].pk: case for case in plan.cases}
        for item in minutes.items.select_related("agenda_item"):
            content = contents.get(item.agenda_item.case_id or 0)
            if content and (plan.until != "draft" or content is plan.cases[0]):
                self._write_item(minutes, item, content)
            elif item.agenda_item.standard == StandardItem.AOB:
                self._nothing_else(item)
            elif item.agenda_item.standard:
                save_field(row=item, field="outcome", base_revision=0, value=Outcome.CONSENSUS, user=self.user)

    def _nothing_else(self, item: MinutesItem) -> None:
        text = "Ingen saker ble tatt opp under eventuelt."
        save_item_text(item=item, section=MinutesSection.TREATMENT, base_revision=0, text=text, user=self.user)

    def _attendance(self, minutes: Minutes, plan: DemoMeeting) -> None:
        for row in minutes.attendances.filter(seat__label__in=plan.absent):
            save_field(row=row, field="status", base_revision=0, value=AttendanceStatus.ABSENT, user=self.user)
        remote = minutes.attendances.filter(status=AttendanceStatus.UNKNOWN, is_voting=True).last()
        if remote:
            save_field(row=remote, field="status", base_revision=0, value=AttendanceStatus.REMOTE, user=self.user)
        minutes_parts.mark_all_present(minutes=minutes, user=self.user)

    def _write_item(self, minutes: Minutes, item: MinutesItem, content: DemoCase) -> None:
        save_field(row=item, field="outcome", base_revision=0, value=Outcome(content.outcome), user=self.user)
        for section, text in (
            (MinutesSection.TREATMENT, content.treatment),
            (MinutesSection.DECISION, content.decision),
        ):
            if text:
                base = item.texts.filter(section=section).count()
                save_item_text(item=item, section=section, base_revision=base, text=text, user=self.user)
        for kind, label, point, words in content.statements:
            who = self._attending(minutes, label)
            minutes_parts.add_statement(
                item=item, kind=kind, attendance_id=who.pk, point=point, text=words, user=self.user
            )
        if content.recusal:
            who = self._attending(minutes, content.recusal[0])
            minutes_parts.add_recusal(
                item=item,
                attendance_id=who.pk,
                ground=content.recusal[1],
                is_disqualified=True,
                deputy_id=None,
                user=self.user,
            )
        for task, name, days in content.actions:
            owner = Person.objects.filter(partnership=self.partnership, name=name).first()
            minutes_parts.add_action(
                item=item,
                text=task,
                owner_id=owner.pk if owner else None,
                owner_name="" if owner else name,
                due_on=minutes.meeting.day + dt.timedelta(days=days),
                user=self.user,
            )

    def _attending(self, minutes: Minutes, label: str) -> Attendance:
        return minutes.attendances.filter(seat__label__startswith=label).first() or minutes.attendances.get(
            position=minutes.attendances.earliest("position").position
        )

    def _approve_minutes(self, meeting: Meeting) -> None:
        approve_minutes(
            minutes=meeting.minutes.get(), by=self._chair(meeting), user=self.user, approved_at=timezone.now()
        )

    def _lock(self, meeting: Meeting) -> None:
        lock_minutes(minutes=meeting.minutes.get(), user=self.user)

    def _correct(self, meeting: Meeting) -> None:
        correct_minutes(minutes=meeting.minutes.get(), reason="Feil navn på en oppgave.", user=self.user)
