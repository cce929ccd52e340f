"""The notice (innkalling): letter, case list, follow-up, contents, and the case papers as pieces."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.disclosure import item_basis, item_title
from meetings.enums import ItemType
from meetings.models import ActionItem, AgendaItem, Meeting, Minutes
from meetings.packets.content import CaseLine, Cover, Fact, FollowUp, NoticeContent, Signature
from meetings.packets.cover import cover
from meetings.packets.edition import Edition
from meetings.packets.papers import anchor_of, annexes_of, cases_named, listed, mark_of, papers_of, piece_of
from meetings.packets.reading import AgendaReading, read_agenda
from municipalities.enums import Party, ProcedureProfile, SeatFunction
from municipalities.letterhead import logo
from municipalities.models import Appointment, Committee
from samhandling.core import dates
from samhandling.documents.enums import Purpose
from samhandling.documents.models import Document
from samhandling.documents.packet import CannotProduce, Front, Packet, PageMap
from samhandling.documents.typography import lower_first, typeset


def notice_content(meeting: Meeting, edition: Edition, reading: AgendaReading | None = None) -> NoticeContent:
    """What the notice says: as published, or, before that, with the numbers and texts that publishing would give."""
    reading = reading or read_agenda(meeting, as_published=meeting.called_at is not None)
    tasks = _earlier_tasks(meeting)
    with edition.spoken():
        papers = papers_of(reading, edition)
        with_paper = {paper.anchor for paper in papers}
        return NoticeContent(
            cover=_cover(meeting, edition),
            facts=tuple(_facts(reading, edition)),
            call_day=dates.weekday_date(meeting.starts_at, edition.language),
            call_time=dates.time_range(meeting.starts_at, meeting.ends_at),
            practical=tuple(_practical(reading, edition)),
            lines=tuple(_line(item, reading, edition, with_paper) for item in reading.items),
            signatures=tuple(_signatures(meeting)),
            follow_up=tuple(_follow_up(meeting, tasks, edition)),
            papers=tuple(papers),
            withheld=(
                *(f"item-{item.pk}" for item in reading.items if item_basis(item)),
                *(key for paper in papers for key in paper.withheld),
                *(f"task-{task.pk}" for task in tasks if item_basis(task.item.agenda_item)),
            ),
        )


def notice_packet(document: Document) -> Packet:
    meeting = Meeting.objects.select_related("committee__partnership__trust", "approved_by").get(pk=document.object_id)
    if meeting.called_at is None:
        raise CannotProduce(_("Innkallingen er ikke publisert."))
    content = notice_content(meeting, Edition.of(document))
    page = content.cover
    file_name = page.file_name
    if document.purpose == Purpose.PRINT:
        file_name = f"{file_name} {_('alt til utskrift')}"
    return Packet(
        title=page.title,
        language=page.language,
        creator=page.creator,
        file_name=file_name,
        created_at=page.created_at,
        running_head=page.running_head,
        description=_("Innkalling, saksliste og saksframlegg"),
        reference=page.reference,
        front=Front(lambda pages: front_html(content, pages), {"logo": logo(meeting.committee.partnership)}),
        pieces=[piece_of(paper) for paper in content.papers],
        annexes=[annex for paper in content.papers for annex in annexes_of(paper)],
    )


def front_html(content: NoticeContent, pages: PageMap) -> str:
    """The letter with case list and contents, with the page numbers that are known."""
    where = {paper.anchor: (pages.href(paper.anchor), pages.page(paper.anchor)) for paper in content.papers}
    lines = [(line, *where.get(line.anchor, ("", None))) for line in content.lines]
    contents = [(paper, *where[paper.anchor]) for paper in content.papers]
    context = {"notice": content, "language": content.cover.language, "lines": lines, "contents": contents}
    return render_to_string("meetings/pdf/notice.html", context)


def _cover(meeting: Meeting, edition: Edition) -> Cover:
    created_at = meeting.notice_at or meeting.called_at or timezone.now()
    version = meeting.notice_version
    return cover(meeting=meeting, edition=edition, kind="notice", created_at=created_at, version=version)


def _facts(reading: AgendaReading, edition: Edition) -> Iterable[Fact]:
    meeting = reading.meeting
    committee = meeting.committee
    name = lower_first(committee.name)
    short = "" if committee.short_name in committee.name else f" ({committee.short_name})"
    yield Fact(_("Til"), _("Medlemmene i %(committee)s") % {"committee": name + short})
    if copies := _copies(committee, meeting.day):
        yield Fact(_("Kopi"), copies)
    if meeting.archive_ref:
        yield Fact(_("Vår referanse"), meeting.archive_ref)
    published = meeting.notice_at or meeting.called_at
    yield Fact(_("Dato"), dates.long_date(published) if published else _("Ikke publisert ennå"))
    yield Fact(_("Utgave"), _edition_text(reading, edition))
    if late := [reading.numbers[item.pk] for item in reading.standing if item.added_late]:
        text = _("%(cases)s er kommet til etter at innkallingen først ble sendt.")
        yield Fact(_("Ettersendt"), typeset(_sentence(text % {"cases": cases_named(late)})))


def _copies(committee: Committee, day: dt.date) -> str:
    functions = set(committee.seats.current(day).values_list("function", flat=True))
    names = {SeatFunction.DEPUTY: _("varamedlemmer"), SeatFunction.OBSERVER: _("observatører")}
    return _sentence(listed([name for function, name in names.items() if function in functions]))


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _edition_text(reading: AgendaReading, edition: Edition) -> str:
    if not edition.is_internal:
        return _("Offentlig. Opplysninger som er unntatt offentlighet, er tatt ut.")
    if any(item_basis(item) for item in reading.standing):
        return _("For medlemmene. Inneholder sak som er unntatt offentlighet.")
    return _("For medlemmene.")


def _practical(reading: AgendaReading, edition: Edition) -> Iterable[Fact]:
    meeting = reading.meeting
    if meeting.place:
        yield Fact(_("Sted"), typeset(meeting.place))
    if meeting.video_link and edition.is_internal:
        yield Fact(_("Video"), meeting.video_link)
    if meeting.practical:
        yield Fact(_("Praktisk"), typeset(meeting.practical))
    yield Fact(_("Forfall"), _absence(meeting.committee))
    yield Fact(_("Habilitet"), typeset(_recusal(meeting.committee)))
    closed = [reading.numbers[item.pk] for item in reading.standing if item_basis(item)]
    if closed and edition.is_internal:
        text = _("%(cases)s er unntatt offentlighet. Papirene skal ikke deles videre.")
        yield Fact(_("Lukket møte"), typeset(_sentence(text % {"cases": cases_named(closed)})))


def _absence(committee: Committee) -> str:
    email = committee.partnership.secretariat_email
    deputies = _("Varamedlemmer møter bare når de blir kalt inn.")
    if not email:
        return _("Meld forfall til sekretariatet så snart du kan.") + " " + deputies
    return _("Meld forfall til %(email)s så snart du kan.") % {"email": email} + " " + deputies


def _recusal(committee: Committee) -> str:
    rule = _("forvaltningsloven § 6 og § 8")
    if committee.procedure_profile == ProcedureProfile.KOMMUNELOVEN:
        rule = _("kommuneloven § 11-10 og forvaltningsloven § 6 og § 8")
    text = _(
        "Si fra i god tid dersom du kan være inhabil i en sak, jf. %(rule)s. Da rekker vi å kalle inn vara, "
        "og utvalget avgjør spørsmålet i møtet."
    )
    return text % {"rule": rule}


def _line(item: AgendaItem, reading: AgendaReading, edition: Edition, with_paper: set[str]) -> CaseLine:
    number = reading.numbers[item.pk]
    basis = item_basis(item)
    anchor = anchor_of(item, number)
    is_withheld = edition.withholds(basis)
    notes = [mark_of(basis)] if basis else []
    if basis and not is_withheld:
        notes = [_("Lukket møte. %(mark)s") % {"mark": notes[0]}]
    if item.withdrawn_at:
        notes.append(_("Trukket"))
    elif item.added_late:
        notes.append(_("Ettersendt"))
    return CaseLine(
        anchor=anchor,
        number=number,
        title=typeset(item_title(item, internal=edition.is_internal)),
        note=". ".join(notes),
        type="" if is_withheld or item.type == ItemType.AOB else str(item.get_type_display()),
        presenter="" if is_withheld else item.presenter,
        minutes=None if is_withheld or item.withdrawn_at else item.minutes_planned,
        has_paper=anchor in with_paper,
    )


def _signatures(meeting: Meeting) -> Iterable[Signature]:
    rows = Appointment.objects.current(meeting.day).filter(seat__committee=meeting.committee)
    held = list(rows.select_related("seat", "person").order_by("seat__position"))
    if meeting.approved_by:
        yield Signature(meeting.approved_by.name, _role(held, meeting.approved_by_id))
    secretary = next((row.person for row in held if row.seat.function == SeatFunction.SECRETARY), None)
    secretary = secretary or next((row.person for row in held if row.seat.party == Party.SECRETARIAT), None)
    if secretary:
        yield Signature(secretary.name, secretary.title or _("sekretær"))
    else:
        yield Signature(meeting.committee.partnership.secretariat_name, _("sekretariat"))


def _role(held: list[Appointment], person_id: int | None) -> str:
    functions = {row.seat.function for row in held if row.person_id == person_id}
    if SeatFunction.CHAIR in functions:
        return _("leder av utvalget")
    return _("nestleder i utvalget") if SeatFunction.DEPUTY_CHAIR in functions else _("har godkjent sakslisten")


def _earlier_tasks(meeting: Meeting) -> list[ActionItem]:
    """Tasks of the committee's earlier meetings, from minutes that stood locked and uncorrected when it was called."""
    then = meeting.notice_at or meeting.called_at or timezone.now()
    minutes = Minutes.objects.filter(
        meeting__committee=meeting.committee, meeting__starts_at__lt=meeting.starts_at, locked_at__lte=then
    )
    tasks = ActionItem.objects.filter(item__minutes__in=minutes.exclude(corrected_by__locked_at__lte=then))
    tasks = tasks.select_related(
        "owner", "item__minutes__meeting", "item__agenda_item__legal_basis", "item__agenda_item__case__legal_basis"
    )
    return list(tasks.order_by("item__minutes__meeting__starts_at", "item__agenda_item__position", "pk"))


def _follow_up(meeting: Meeting, tasks: list[ActionItem], edition: Edition) -> Iterable[FollowUp]:
    """The tasks that are open, or were done since the last meeting."""
    today = timezone.localdate(meeting.notice_at or meeting.called_at or timezone.now())
    last = max((task.item.minutes.meeting.day for task in tasks), default=today)
    for task in tasks:
        is_news = task.done_on is None or task.done_on >= last
        if is_news and not edition.withholds(item_basis(task.item.agenda_item)):
            yield task_row(task, meeting.year, _progress(task, today))


def task_row(task: ActionItem, year: int, status: str) -> FollowUp:
    """`year` is the meeting's own, which is not repeated in the deadline."""
    due = task.due_on
    return FollowUp(
        number=task.item.agenda_item.number_text,
        task=typeset(task.text),
        owner=task.owner.name if task.owner else task.owner_name,
        due="" if due is None else dates.day_and_month(due) if due.year == year else dates.long_date(due),
        status=status,
    )


def _progress(task: ActionItem, today: dt.date) -> str:
    if task.done_on:
        return _("Utført sent") if task.due_on and task.done_on > task.due_on else _("Utført")
    return _("Over fristen") if task.due_on and task.due_on < today else _("I arbeid")
