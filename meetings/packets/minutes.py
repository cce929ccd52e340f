"""The minutes (protokoll): who met, what became of each item, and who is to do what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Prefetch
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from meetings.disclosure import item_basis, item_title
from meetings.enums import AttendanceStatus, MinutesSection, MinutesState, Outcome, StatementKind
from meetings.models import AgendaItem, Attendance, ItemText, Minutes, MinutesItem, Recusal, Statement
from meetings.packets.content import (
    AttendanceBlock,
    AttendanceRow,
    Cover,
    Fact,
    FollowUp,
    MinutesContent,
    MinutesEntry,
    Signature,
    StatementText,
)
from meetings.packets.cover import cover
from meetings.packets.edition import Edition
from meetings.packets.notice import task_row
from meetings.packets.papers import anchor_of, cases_named, listed, mark_of, numbered
from municipalities.enums import Party, ProcedureProfile, SeatFunction
from municipalities.letterhead import logo
from samhandling.core import dates
from samhandling.core.text import plain_to_html
from samhandling.documents.models import Document
from samhandling.documents.packet import CannotProduce, Front, Packet
from samhandling.documents.typography import print_html, typeset

MET = {AttendanceStatus.PRESENT, AttendanceStatus.REMOTE}


@dataclass(frozen=True)
class _Reading:
    minutes: Minutes
    attendances: list[Attendance]
    items: list[MinutesItem]
    texts: dict[tuple[int, str], str]
    edition: Edition

    def shows(self, item: MinutesItem) -> bool:
        return not self.edition.withholds(item_basis(item.agenda_item))

    def text(self, item: MinutesItem, section: MinutesSection) -> str:
        return print_html(plain_to_html(self.texts.get((item.pk, section), "")))

    def recusals_of(self, row: Attendance) -> list[MinutesItem]:
        """The items shown here that the attendee was disqualified in."""
        return [
            item
            for item in self.items
            if self.shows(item)
            and any(recusal.attendance_id == row.pk and recusal.is_disqualified for recusal in item.recusals.all())
        ]


def minutes_content(minutes: Minutes, edition: Edition) -> MinutesContent:
    reading = _read(minutes, edition)
    with edition.spoken():
        return MinutesContent(
            cover=_cover(minutes, edition),
            state_note=_state_note(minutes),
            correction=_correction(reading),
            facts=tuple(_facts(reading)),
            attendance=tuple(_attendance(reading)),
            entries=tuple(_entry(item, reading) for item in reading.items),
            follow_up=tuple(_follow_up(reading)),
            next_meeting=typeset(minutes.next_meeting_note),
            signatures=tuple(_signatures(reading)),
            proof=tuple(_proof(minutes, edition)),
            withheld=tuple(f"item-{item.agenda_item_id}" for item in reading.items if item_basis(item.agenda_item)),
        )


def minutes_packet(document: Document) -> Packet:
    minutes = Minutes.objects.select_related(
        "meeting__committee__partnership__trust", "approved_by", "corrects", "locked_by"
    ).get(pk=document.object_id)
    if minutes.state != MinutesState.LOCKED:
        raise CannotProduce(_("Protokollen er ikke låst."))
    content = minutes_content(minutes, Edition.of(document))
    page = content.cover
    return Packet(
        title=page.title,
        language=page.language,
        creator=page.creator,
        file_name=page.file_name,
        created_at=page.created_at,
        running_head=page.running_head,
        description=_("Protokoll med oppmøte, vedtak og oppfølging"),
        reference=page.reference,
        front=Front(lambda pages: minutes_html(content), {"logo": logo(minutes.meeting.committee.partnership)}),
    )


def minutes_html(content: MinutesContent) -> str:
    context = {"minutes": content, "language": content.cover.language}
    return render_to_string("meetings/pdf/minutes.html", context)


def _read(minutes: Minutes, edition: Edition) -> _Reading:
    statements = Statement.objects.select_related("attendance").order_by("pk")
    recusals = Recusal.objects.select_related("attendance", "deputy").order_by("pk")
    items = minutes.items.select_related("agenda_item__legal_basis", "agenda_item__case__legal_basis").prefetch_related(
        Prefetch("statements", statements), Prefetch("recusals", recusals), "actions__owner"
    )
    texts = ItemText.objects.filter(item__minutes=minutes).newest("item")
    return _Reading(
        minutes=minutes,
        attendances=list(minutes.attendances.select_related("deputy").order_by("position", "pk")),
        items=list(items.order_by("agenda_item__position", "pk")),
        texts={(row.item_id, row.section): row.text for row in texts},
        edition=edition,
    )


def _cover(minutes: Minutes, edition: Edition) -> Cover:
    created_at = minutes.locked_at or minutes.approved_at or minutes.created_at
    return cover(
        meeting=minutes.meeting, edition=edition, kind="minutes", created_at=created_at, version=minutes.version
    )


def _state_note(minutes: Minutes) -> str:
    if minutes.state == MinutesState.DRAFT:
        return _("Utkast. Protokollen er ikke godkjent.")
    return _("Godkjent, men ikke låst.") if minutes.state == MinutesState.APPROVED else ""


def _correction(reading: _Reading) -> str:
    """The reason is left out of a public edition that something is withheld from: it may tell what that was."""
    old = reading.minutes.corrects
    if old is None:
        return ""
    text = _("Rettet utgave: versjon %(new)s erstatter versjon %(old)s") % {
        "new": reading.minutes.version,
        "old": old.version,
    }
    if old.locked_at:
        text = _("%(text)s av %(day)s") % {"text": text, "day": dates.long_date(old.locked_at)}
    reason = reading.minutes.correction_reason.strip().rstrip(".")
    if reason and all(reading.shows(item) for item in reading.items):
        text = _("%(text)s. Årsak: %(reason)s") % {"text": text, "reason": reason}
    return typeset(text + ".")


def _facts(reading: _Reading) -> Iterable[Fact]:
    minutes, meeting = reading.minutes, reading.minutes.meeting
    yield Fact(_("Møte"), str(meeting))
    start, end = minutes.started_at or meeting.starts_at, minutes.ended_at or meeting.ends_at
    when = f"{dates.weekday_date(start, get_language() or 'nb')} {dates.time_range(start, end)}"
    yield Fact(_("Tid"), when[:1].upper() + when[1:])
    place = meeting.place or (_("Videomøte") if meeting.video_link else "")
    if place:
        yield Fact(_("Sted"), typeset(place))
    if chair := _chair(reading.attendances):
        yield Fact(_("Møteleder"), chair.name)
    secretariat = [row.name for row in reading.attendances if _is_secretary(row) and row.status in MET]
    if secretariat:
        yield Fact(_("Sekretariat"), listed(secretariat))
    if quorum := _quorum(reading):
        yield Fact(_("Vedtaksført"), quorum)
    if meeting.archive_ref:
        yield Fact(_("Vår referanse"), meeting.archive_ref)
    yield Fact(_("Utgave"), _edition_text(reading))


def _edition_text(reading: _Reading) -> str:
    if not reading.edition.is_internal:
        return _("Offentlig. Opplysninger som er unntatt offentlighet, er tatt ut.")
    if any(item_basis(item.agenda_item) for item in reading.items):
        return _("For medlemmene. Inneholder sak som er unntatt offentlighet.")
    return _("For medlemmene.")


def _chair(rows: list[Attendance]) -> Attendance | None:
    """The chair when present, else the deputy chair."""
    for function in (SeatFunction.CHAIR, SeatFunction.DEPUTY_CHAIR):
        row = next((row for row in rows if row.function == function and row.status in MET), None)
        if row:
            return row
    return None


def _is_secretary(row: Attendance) -> bool:
    return row.function == SeatFunction.SECRETARY or row.party == Party.SECRETARIAT


def _is_filled(row: Attendance) -> bool:
    """Somebody sat there: the holder, or a deputy in the holder's absence."""
    return row.status in MET or (row.status == AttendanceStatus.ABSENT and row.deputy_id is not None)


def _quorum(reading: _Reading) -> str:
    """At least half of those with a vote (kommuneloven § 11-9); more than half in a trust's board (hfl § 27)."""
    voting = [row for row in reading.attendances if row.is_voting]
    if not voting or all(row.status == AttendanceStatus.UNKNOWN for row in voting):
        return ""
    met = sum(_is_filled(row) for row in voting)
    is_board = reading.minutes.meeting.committee.procedure_profile == ProcedureProfile.HF_BOARD
    enough = 2 * met > len(voting) if is_board else 2 * met >= len(voting)
    language = get_language() or "nb"
    count = ngettext(
        "%(met)s av %(all)s med stemmerett møtte.", "%(met)s av %(all)s med stemmerett møtte.", len(voting)
    ) % {"met": dates.count_word(met, language), "all": dates.count_word(len(voting), language)}
    return (_("Ja.") if enough else _("Nei.")) + " " + count[:1].upper() + count[1:]


def _attendance(reading: _Reading) -> Iterable[AttendanceBlock]:
    order = list(Party.values)
    rows = sorted((row for row in reading.attendances), key=lambda row: order.index(row.party))
    for party, group in groupby(rows, key=lambda row: row.party):
        members = list(group)
        yield AttendanceBlock(_caption(Party(party), members), tuple(_attendee(row, reading) for row in members))


def _caption(party: Party, rows: list[Attendance]) -> str:
    seats = [row for row in rows if row.is_voting]
    if not seats:
        return str(party.label)
    language = get_language() or "nb"
    return ngettext(
        "%(party)s: %(filled)s av %(all)s plass fylt", "%(party)s: %(filled)s av %(all)s plasser fylt", len(seats)
    ) % {
        "party": party.label,
        "filled": dates.count_word(sum(map(_is_filled, seats)), language),
        "all": dates.count_word(len(seats), language),
    }


def _attendee(row: Attendance, reading: _Reading) -> AttendanceRow:
    functions = {SeatFunction.CHAIR: _("leder"), SeatFunction.DEPUTY_CHAIR: _("nestleder")}
    function = functions.get(SeatFunction(row.function), "")
    met = {
        AttendanceStatus.PRESENT: _("Ja"),
        AttendanceStatus.REMOTE: _("På video"),
        AttendanceStatus.ABSENT: _("Forfall"),
    }
    notes = [_("Vara: %(name)s") % {"name": row.deputy.name}] if row.deputy else []
    if recused := reading.recusals_of(row):
        numbers = [item.agenda_item.number_text for item in recused]
        notes.append(_("Inhabil i %(cases)s") % {"cases": cases_named(numbers)})
    notes += [row.note] if row.note else []
    return AttendanceRow(
        name=f"{row.name}, {function}" if function else row.name,
        title=row.title,
        met="–" if row.is_vacant else met.get(AttendanceStatus(row.status), _("Ikke ført")),
        note=typeset("; ".join(notes)),
    )


def _entry(item: MinutesItem, reading: _Reading) -> MinutesEntry:
    agenda_item = item.agenda_item
    basis = item_basis(agenda_item)
    shielded = _heading(agenda_item, reading.edition, mark_of(basis) if basis else "")
    if not reading.shows(item):
        return shielded
    return MinutesEntry(
        anchor=shielded.anchor,
        number=shielded.number,
        title=shielded.title,
        mark=shielded.mark,
        recusals=tuple(_recusal(recusal) for recusal in item.recusals.all()),
        treatment=reading.text(item, MinutesSection.TREATMENT),
        decision=reading.text(item, MinutesSection.DECISION),
        outcome=_outcome(item),
        statements=tuple(_statement(statement) for statement in item.statements.all()),
    )


def _heading(item: AgendaItem, edition: Edition, mark: str) -> MinutesEntry:
    return MinutesEntry(
        anchor=anchor_of(item, item.number_text),
        number=numbered(item.number_text),
        title=typeset(item_title(item, internal=edition.is_internal)),
        mark=mark,
    )


def _recusal(recusal: Recusal) -> str:
    text = (
        _("Utvalget fant %(name)s inhabil etter %(ground)s.")
        if recusal.is_disqualified
        else _("Utvalget fant %(name)s habil. Spørsmålet ble vurdert etter %(ground)s.")
    ) % {"name": recusal.attendance.name, "ground": recusal.ground.rstrip(".")}
    if recusal.deputy:
        text += " " + _("%(deputy)s møtte som vara i saken.") % {"deputy": recusal.deputy.name}
    return typeset(text)


def _outcome(item: MinutesItem) -> str:
    texts = {
        Outcome.CONSENSUS: _("Enighet."),
        Outcome.CONSENSUS_DISSENT: _("Enighet, med dissens ført i protokollen."),
        Outcome.NO_AGREEMENT: _("Utvalget ble ikke enig. Saken løftes."),
        Outcome.VOTE: _votes(item),
        Outcome.NOTED: _("Tatt til orientering."),
        Outcome.POSTPONED: _("Saken ble utsatt."),
        Outcome.POSTPONED_NO_MANDATE: _("Saken ble utsatt, fordi noen manglet fullmakt i møtet."),
    }
    return texts.get(Outcome(item.outcome), "")


def _votes(item: MinutesItem) -> str:
    counts = [
        (item.votes_for, _("%(count)s for")),
        (item.votes_against, _("%(count)s mot")),
        (item.votes_blank, _("%(count)s blanke")),
    ]
    parts = [text % {"count": count} for count, text in counts if count is not None]
    return _("Avstemning: %(votes)s.") % {"votes": ", ".join(parts)} if parts else _("Avgjort ved avstemning.")


def _statement(statement: Statement) -> StatementText:
    kind = _("dissens") if statement.kind == StatementKind.DISSENT else _("protokolltilførsel")
    by = f"{statement.attendance.name}, {kind}"
    if statement.point:
        by += " " + _("til %(point)s") % {"point": statement.point[:1].lower() + statement.point[1:]}
    return StatementText(html=print_html(plain_to_html(statement.text)), by=typeset(by))


def _follow_up(reading: _Reading) -> Iterable[FollowUp]:
    for item in reading.items:
        if reading.shows(item):
            for task in sorted(item.actions.all(), key=lambda task: task.pk):
                task.item = item
                yield task_row(task, reading.minutes.meeting.year, _("Utført") if task.done_on else _("Ny"))


def _signatures(reading: _Reading) -> Iterable[Signature]:
    minutes = reading.minutes
    if minutes.approved_by and minutes.approved_at:
        chair = _chair(reading.attendances)
        role = _("møteleder") if chair and chair.person_id == minutes.approved_by_id else _("har godkjent protokollen")
        yield Signature(minutes.approved_by.name, f"{role}, {dates.long_date(minutes.approved_at)}")
    writer = next((row for row in reading.attendances if row.function == SeatFunction.SECRETARY), None)
    if writer and writer.status in MET:
        yield Signature(writer.name, _("protokollfører"))


def _proof(minutes: Minutes, edition: Edition) -> Iterable[Fact]:
    """The checksum is of the whole text, so the public edition, which may lack some of it, does not show it."""
    if minutes.locked_at is None:
        return
    moment = f"{dates.long_date(minutes.locked_at)} kl.{dates.NBSP}{dates.clock(timezone.localtime(minutes.locked_at))}"
    yield Fact(_("Versjon"), _("%(version)s, låst %(moment)s") % {"version": minutes.version, "moment": moment})
    if edition.is_internal:
        groups = [minutes.content_hash[start : start + 4] for start in range(0, len(minutes.content_hash), 4)]
        yield Fact(_("Kontrollsum"), f"SHA-256 {' '.join(groups)}")
        text = _(
            "Kontrollsummen er regnet av teksten i protokollen. Er teksten endret etterpå, stemmer den ikke lenger."
        )
        yield Fact(_("Kontroll"), text)
