"""Cases, papers, meetings, agendas and minutes. Names are invented."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any
from zoneinfo import ZoneInfo

import factory
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory

from meetings.enums import ItemType, MeetingState, MinutesSection, MinutesState, PaperSection, ProposedBy, StatementKind
from meetings.models import (
    ActionItem,
    AgendaItem,
    Attachment,
    Attendance,
    Case,
    CasePaper,
    ItemText,
    Meeting,
    Minutes,
    MinutesItem,
    NumberSeries,
    PaperText,
    PaperVersion,
    Recusal,
    RouteStep,
    Statement,
)
from municipalities.enums import Party, SeatFunction
from municipalities.numbering import format_number
from samhandling.disclosure.models import LegalBasis
from tests.factories.organisation import LONG_AGO, CommitteeFactory, PartnershipFactory, PersonFactory

OSLO = ZoneInfo("Europe/Oslo")
MEETING_DAY = dt.datetime(2026, 9, 17, 12, 30, tzinfo=OSLO)


def pdf_file(note: str = "") -> bytes:
    """A small valid PDF of one page; `note` is its title."""
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
        f"<</Title({note})>>",
    ]
    data, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(data))
        data += f"{number} 0 obj{content}endobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    trailer = f"trailer<</Root 1 0 R/Info 4 0 R/Size 5>>\nstartxref\n{len(data)}\n%%EOF\n"
    return data + f"xref\n0 5\n0000000000 65535 f \n{table}{trailer}".encode()


PDF = pdf_file()


class LegalBasisFactory(DjangoModelFactory[LegalBasis]):
    """offl. § 23 første ledd, unless told otherwise; the same basis is not made twice."""

    class Meta:
        model = LegalBasis
        django_get_or_create = ("act_short", "section", "paragraph", "letter", "jointly_with", "valid_from")

    act = "offentleglova"
    act_short = "offl."
    section = "23"
    paragraph = "første ledd"
    letter = ""
    jointly_with = ""
    subject = "forhandlingsposisjon"
    valid_from = LONG_AGO


class CaseFactory(DjangoModelFactory[Case]):
    class Meta:
        model = Case
        skip_postgeneration_save = True

    partnership = factory.SubFactory(PartnershipFactory)
    title = factory.Sequence(lambda n: f"Felles rutine {n}")
    archive_ref = factory.Sequence(lambda n: f"26/{1000 + n:05}")
    proposed_by = ProposedBy.MUNICIPALITIES
    registered_on = dt.date(2026, 5, 4)

    @factory.post_generation
    def officers(self: Any, create: bool, extracted: Any, **kwargs: Any) -> None:
        if create and extracted:
            self.officers.set(extracted)


class RouteStepFactory(DjangoModelFactory[RouteStep]):
    class Meta:
        model = RouteStep

    case = factory.SubFactory(CaseFactory)
    position = factory.Sequence(lambda n: n)


class CasePaperFactory(DjangoModelFactory[CasePaper]):
    class Meta:
        model = CasePaper

    case = factory.SubFactory(CaseFactory)


class PaperTextFactory(DjangoModelFactory[PaperText]):
    class Meta:
        model = PaperText

    paper = factory.SubFactory(CasePaperFactory)
    section = PaperSection.SUMMARY
    revision = 1
    text = "<p>Kort om saken.</p>"


class PaperVersionFactory(DjangoModelFactory[PaperVersion]):
    class Meta:
        model = PaperVersion

    paper = factory.SubFactory(CasePaperFactory)
    number = factory.Sequence(lambda n: n + 1)
    title = factory.SelfAttribute("paper.case.title")
    sections = factory.LazyFunction(
        lambda: {PaperSection.SUMMARY: "<p>Kort om saken.</p>", PaperSection.PROPOSAL: "<p>Saken tas opp.</p>"}
    )
    content_hash = factory.LazyAttribute(lambda version: hashlib.sha256(repr(version.sections).encode()).hexdigest())


class AttachmentFactory(DjangoModelFactory[Attachment]):
    """`content=b"…"` sets the file's bytes; size, hash and file follow."""

    class Meta:
        model = Attachment

    class Params:
        content = PDF

    case = factory.SubFactory(CaseFactory)
    number = factory.Sequence(lambda n: n + 1)
    title = factory.Sequence(lambda n: f"Rapport {n}")
    file_name = "rapport.pdf"
    content_type = "application/pdf"
    pages = 1
    size = factory.LazyAttribute(lambda attachment: len(attachment.content))
    sha256 = factory.LazyAttribute(lambda attachment: hashlib.sha256(attachment.content).hexdigest())
    file = factory.LazyAttribute(lambda attachment: ContentFile(attachment.content, name="rapport.pdf"))


class MeetingFactory(DjangoModelFactory[Meeting]):
    """A planned meeting; `called=True` gives one whose notice is published."""

    class Meta:
        model = Meeting

    class Params:
        called = factory.Trait(
            state=MeetingState.CALLED,
            approved_by=factory.SubFactory(PersonFactory, partnership=factory.SelfAttribute("..committee.partnership")),
            approved_at=factory.LazyAttribute(lambda meeting: meeting.starts_at - dt.timedelta(days=11)),
            called_at=factory.LazyAttribute(lambda meeting: meeting.starts_at - dt.timedelta(days=10)),
            notice_version=1,
        )

    committee = factory.SubFactory(CommitteeFactory)
    number = factory.Sequence(lambda n: n + 1)
    year = factory.LazyAttribute(lambda meeting: meeting.starts_at.year)
    starts_at = MEETING_DAY
    ends_at = factory.LazyAttribute(lambda meeting: meeting.starts_at + dt.timedelta(hours=3))
    place = "Rådhuset, møterom 3"


class NumberSeriesFactory(DjangoModelFactory[NumberSeries]):
    class Meta:
        model = NumberSeries
        django_get_or_create = ("committee", "year")

    committee = factory.SubFactory(CommitteeFactory)
    year = 2026


class AgendaItemFactory(DjangoModelFactory[AgendaItem]):
    """An item without a number; `numbered=True` gives it the next one of its committee's series."""

    class Meta:
        model = AgendaItem

    class Params:
        numbered = factory.Trait(
            series=factory.SubFactory(
                NumberSeriesFactory,
                committee=factory.SelfAttribute("..meeting.committee"),
                year=factory.SelfAttribute("..meeting.year"),
            ),
            number=factory.LazyAttribute(lambda item: _next_number(item.series)),
            number_text=factory.LazyAttribute(
                lambda item: format_number(
                    item.meeting.committee.number_format, number=item.number, year=item.meeting.year
                )
            ),
        )

    meeting = factory.SubFactory(MeetingFactory)
    case = factory.SubFactory(
        CaseFactory,
        partnership=factory.SelfAttribute("..meeting.committee.partnership"),
        title=factory.SelfAttribute("..title"),
        proposed_by=factory.SelfAttribute("..proposed_by"),
    )
    position = factory.Sequence(lambda n: n)
    type = ItemType.DECISION
    title = factory.Sequence(lambda n: f"Felles rutine {n}")
    proposed_by = ProposedBy.MUNICIPALITIES
    presenter = "Innleder Prøvesen"


def _next_number(series: NumberSeries) -> int:
    series.last += 1
    series.save()
    return series.last


class MinutesFactory(DjangoModelFactory[Minutes]):
    """A draft. Lock it with `lock(minutes)` when all that hangs on it is made: the database refuses changes after."""

    class Meta:
        model = Minutes

    meeting = factory.SubFactory(MeetingFactory, called=True)
    started_at = factory.SelfAttribute("meeting.starts_at")
    ended_at = factory.SelfAttribute("meeting.ends_at")


def lock(minutes: Minutes) -> Minutes:
    minutes.state = MinutesState.LOCKED
    minutes.approved_by = minutes.meeting.approved_by
    minutes.approved_at = minutes.meeting.ends_at + dt.timedelta(days=1)
    minutes.locked_at = minutes.meeting.ends_at + dt.timedelta(days=2)
    minutes.content_hash = "ab" * 32
    minutes.save()
    return minutes


class AttendanceFactory(DjangoModelFactory[Attendance]):
    class Meta:
        model = Attendance

    minutes = factory.SubFactory(MinutesFactory)
    party = Party.MUNICIPALITIES
    function = SeatFunction.MEMBER
    is_voting = True
    name = factory.Sequence(lambda n: f"Deltaker Prøvesen{n}")
    title = "Kommunalsjef"
    status = "present"
    position = factory.Sequence(lambda n: n)


class MinutesItemFactory(DjangoModelFactory[MinutesItem]):
    class Meta:
        model = MinutesItem

    minutes = factory.SubFactory(MinutesFactory)
    agenda_item = factory.SubFactory(AgendaItemFactory, meeting=factory.SelfAttribute("..minutes.meeting"))
    outcome = "consensus"


class ItemTextFactory(DjangoModelFactory[ItemText]):
    class Meta:
        model = ItemText

    item = factory.SubFactory(MinutesItemFactory)
    section = MinutesSection.TREATMENT
    revision = 1
    text = "Utvalget drøftet saken."


class StatementFactory(DjangoModelFactory[Statement]):
    class Meta:
        model = Statement

    item = factory.SubFactory(MinutesItemFactory)
    kind = StatementKind.DISSENT
    attendance = factory.SubFactory(AttendanceFactory, minutes=factory.SelfAttribute("..item.minutes"))
    text = "Vi er uenige."


class RecusalFactory(DjangoModelFactory[Recusal]):
    class Meta:
        model = Recusal

    item = factory.SubFactory(MinutesItemFactory)
    attendance = factory.SubFactory(AttendanceFactory, minutes=factory.SelfAttribute("..item.minutes"))
    ground = "fvl. § 6 første ledd a"


class ActionItemFactory(DjangoModelFactory[ActionItem]):
    class Meta:
        model = ActionItem

    item = factory.SubFactory(MinutesItemFactory)
    text = "Sende saken til kommunene"
    owner_name = "Sekretariatet"
    due_on = dt.date(2026, 10, 1)
