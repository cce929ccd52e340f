"""One of everything in the personas' partnership, for tests that ask who reaches what."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from meetings.enums import PaperSection
from meetings.models import (
    ActionItem,
    AgendaItem,
    Attachment,
    Attendance,
    Case,
    CaseInput,
    Meeting,
    MinutesItem,
    PaperVersion,
    PreMeeting,
)
from municipalities.models import (
    Appointment,
    GroupMembership,
    PartnershipMembership,
    Person,
    Representation,
    RepresentationApproval,
)
from samhandling.documents.enums import Kind, State, Variant
from samhandling.documents.models import Document
from tests.agreement_sample import NEW, AgreementSample, build_agreements
from tests.factories.meetings import (
    PDF,
    ActionItemFactory,
    AgendaItemFactory,
    AttachmentFactory,
    AttendanceFactory,
    CaseFactory,
    CasePaperFactory,
    LegalBasisFactory,
    MeetingFactory,
    MinutesFactory,
    MinutesItemFactory,
    PaperVersionFactory,
    lock,
)
from tests.factories.organisation import GroupFactory, GroupMembershipFactory
from tests.personas import World
from tests.report_sample import ReportSample, build_reports


@dataclass
class Sample:
    """Rows whose keys fill the addresses. `planned` and `draft_case` are not published, `held` and its parts are."""

    world: World
    planned: Meeting
    held: Meeting  # called, minutes in draft
    closed: Meeting  # minutes locked
    planned_item: AgendaItem
    item: AgendaItem
    exempt_item: AgendaItem
    case: Case
    draft_case: Case
    version: PaperVersion
    attachment: Attachment
    exempt_attachment: Attachment
    minutes_item: MinutesItem
    attendance: Attendance
    action: ActionItem
    public_document: Document
    internal_document: Document
    group_membership: GroupMembership
    case_input: CaseInput  # by the health chief
    pre_meeting: PreMeeting
    approval: RepresentationApproval  # of the health chief's municipality
    agreements: AgreementSample
    reports: ReportSample

    @property
    def partnership_membership(self) -> PartnershipMembership:
        return self.world.partnership.memberships.all()[0]

    @property
    def appointment(self) -> Appointment:
        return self.world.member_seat.appointments.all()[0]

    @property
    def person(self) -> Person:
        return self.world.people["mayor"]

    @property
    def representation(self) -> Representation:
        return self.person.representations.all()[0]


def _at(days: int) -> dict[str, dt.datetime]:
    noon = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0)  # never across midnight
    start = noon + dt.timedelta(days=days)
    return {"starts_at": start, "ends_at": start + dt.timedelta(hours=2)}


def _document(meeting: Meeting, variant: str) -> Document:
    name = default_storage.save(f"documents/sample-{variant}.pdf", ContentFile(PDF))
    return Document.objects.create(
        content_type=ContentType.objects.get_for_model(Meeting),
        object_id=meeting.pk,
        kind=Kind.NOTICE,
        variant=variant,
        language="nb",
        version=1,
        state=State.READY,
        progress=100,
        sha256="ab" * 32,
        pages=1,
        size=len(PDF),
        file_name=f"innkalling-{variant}.pdf",
        file=name,
        source_hash="cd" * 32,
        finished_at=timezone.now(),
    )


def build_sample(world: World, **extra: Any) -> Sample:
    committee, partnership = world.committee, world.partnership
    planned = MeetingFactory(committee=committee, **_at(20))
    held = MeetingFactory(committee=committee, called=True, **_at(-5))
    closed = MeetingFactory(committee=committee, called=True, **_at(-40))
    case, draft_case = CaseFactory(partnership=partnership), CaseFactory(partnership=partnership)
    attachment = AttachmentFactory(case=case, number=1)
    version = PaperVersionFactory(
        paper=CasePaperFactory(case=case),
        number=1,
        sections={PaperSection.SUMMARY: "<p>Kort om saken.</p>"},
        annexes=[{"id": attachment.pk, "number": 1, "title": attachment.title, "sha256": attachment.sha256}],
    )
    exempt = {"is_exempt": True, "legal_basis": LegalBasisFactory(), "public_title": "Kostnader"}
    exempt_case = CaseFactory(partnership=partnership, title="Forhandlingsposisjon", **exempt)
    item = AgendaItemFactory(
        meeting=held, case=case, title=case.title, numbered=True, paper_version=version, position=1
    )
    exempt_item = AgendaItemFactory(meeting=held, case=exempt_case, title=exempt_case.title, numbered=True, position=2)
    minutes = MinutesFactory(meeting=held)
    minutes_item = MinutesItemFactory(minutes=minutes, agenda_item=item)
    attendance = AttendanceFactory(minutes=minutes, seat=world.member_seat)
    locked = MinutesFactory(meeting=closed)
    MinutesItemFactory(minutes=locked, agenda_item=AgendaItemFactory(meeting=closed, numbered=True))
    lock(locked)
    group = GroupFactory(partnership=partnership, slug="nord")
    agreements = build_agreements(world)
    item.agreement_version, item.agreement_drafted_on = agreements.writing.version, timezone.localdate()
    item.agreement_text = NEW.to_json()
    item.save()
    return Sample(
        world=world,
        planned=planned,
        held=held,
        closed=closed,
        planned_item=AgendaItemFactory(meeting=planned, case=draft_case, title=draft_case.title),
        item=item,
        exempt_item=exempt_item,
        case=case,
        draft_case=draft_case,
        version=version,
        attachment=attachment,
        exempt_attachment=AttachmentFactory(
            case=case, number=2, is_exempt=True, legal_basis=exempt["legal_basis"], content=PDF + b"\n"
        ),
        minutes_item=minutes_item,
        attendance=attendance,
        action=ActionItemFactory(item=minutes_item),
        public_document=_document(held, Variant.PUBLIC),
        internal_document=_document(held, Variant.INTERNAL),
        group_membership=GroupMembershipFactory(group=group, municipality=world.municipality_a),
        case_input=CaseInput.objects.create(
            case=case,
            municipality=world.municipality_a,
            text="Vi støtter forslaget.",
            given_at=timezone.now(),
            given_by=world.user("health_chief"),
        ),
        pre_meeting=PreMeeting.objects.create(meeting=planned, group=group, held_on=timezone.localdate()),
        approval=RepresentationApproval.objects.create(
            partnership=partnership,
            municipality=world.municipality_a,
            decided_on=timezone.localdate(),
            body="Kommunestyret",
        ),
        agreements=agreements,
        reports=build_reports(world, group),
    )
