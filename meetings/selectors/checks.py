"""What a coordinator should know before the notice is published. Information: only the chair's approval can stop it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from django.db.models import Prefetch
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from meetings.deadlines import deadlines_of
from meetings.enums import ItemType, MeetingState, ProposedBy
from meetings.models import Meeting
from meetings.selectors.agenda import AgendaRow, planned_minutes
from meetings.selectors.progress import Approval
from municipalities.enums import Party, ProcedureProfile, SeatFunction
from municipalities.models import Appointment, Committee, Person, Seat
from samhandling.core.dates import count_word, day_and_month, duration, long_date


@dataclass(frozen=True)
class Check:
    kind: str
    """Kind of the status figure: `done`, `deviation`, `overdue`, `waiting` or `info`."""
    title: str
    detail: str = ""
    rows: Sequence[AgendaRow] = field(default=())
    """Items it is about, to link to."""


@dataclass(frozen=True)
class SeatHolder:
    seat: Seat
    person: Person | None


def seats_on(committee: Committee, day: dt.date) -> list[SeatHolder]:
    """The committee's seats on a day and who holds them, deputies' seats left out. Two queries."""
    held = Prefetch("appointments", Appointment.objects.current(day).select_related("person"), to_attr="held")
    seats = Seat.objects.current(day).filter(committee=committee).exclude(function=SeatFunction.DEPUTY)
    return [
        SeatHolder(seat, seat.held[0].person if seat.held else None)
        for seat in seats.order_by("position", "pk").prefetch_related(held)
    ]


def chairs(holders: Sequence[SeatHolder]) -> list[Person]:
    """Who may approve the agenda: chair first, then deputy chairs."""
    order = [SeatFunction.CHAIR, SeatFunction.DEPUTY_CHAIR]
    chairing = [holder for holder in holders if holder.seat.function in order and holder.person]
    chairing.sort(key=lambda holder: order.index(SeatFunction(holder.seat.function)))
    return [holder.person for holder in chairing if holder.person]


def publishing_checks(
    meeting: Meeting, rows: Sequence[AgendaRow], approval: Approval, holders: Sequence[SeatHolder], today: dt.date
) -> list[Check]:
    """In the order of the panel. No queries."""
    live = [row for row in rows if not row.is_withdrawn]
    checks = [
        _papers(live, today),
        _approval(meeting, approval),
        _deadline(meeting, today),
        _length(meeting, rows),
        _quorum(meeting.committee, holders),
        _parity(holders),
        _vacant(holders),
        _balance(live),
        _exempt(live),
    ]
    return [check for check in checks if check is not None]


def _papers(rows: Sequence[AgendaRow], today: dt.date) -> Check | None:
    with_paper = [row for row in rows if row.paper]
    missing = [row for row in with_paper if row.paper and row.paper.kind == "missing"]
    underway = [row for row in with_paper if row.paper and row.paper.kind == "underway" and row.paper.pinned is None]
    if missing:
        late = any(row.paper and row.paper.due_on < today for row in missing)
        title = ngettext("Ett saksframlegg mangler", "%(count)s saksframlegg mangler", len(missing))
        return Check(
            "overdue" if late else "deviation",
            title % {"count": _number(len(missing))},
            _("Du kan publisere uten og ettersende, eller trekke saken."),
            missing,
        )
    if underway:
        title = ngettext(
            "Ett saksframlegg er ikke lagret som versjon",
            "%(count)s saksframlegg er ikke lagret som versjon",
            len(underway),
        )
        return Check(
            "underway",
            title % {"count": _number(len(underway))},
            _("Det som er skrevet når du publiserer, blir versjonen som sendes ut."),
            underway,
        )
    return Check("done", _("Saksframleggene er klare")) if with_paper else None


def _approval(meeting: Meeting, approval: Approval) -> Check:
    if not approval.is_given:
        detail = _("Innkallingen kan ikke publiseres før det.")
        return Check("postponed", _("Leder har ikke godkjent sakslisten"), detail)
    who = _("%(name)s, %(date)s.") % {
        "name": meeting.approved_by.name if meeting.approved_by else _("Leder"),
        "date": long_date(meeting.approved_at) if meeting.approved_at else "",
    }
    if not approval.holds:
        return Check("postponed", _("Sakslisten er endret etter godkjenningen"), who)
    return Check("done", _("Leder har godkjent sakslisten"), who)


def _deadline(meeting: Meeting, today: dt.date) -> Check | None:
    due = deadlines_of(meeting).notice
    if meeting.state != MeetingState.PLANNED:
        return None
    if due.day < today:
        detail = _("Den var %(date)s, %(days)s dager før møtet.")
        passed = {"date": day_and_month(due.day), "days": due.days_word}
        return Check("overdue", _("Fristen for å sende innkallingen er ute"), detail % passed)
    if due.rest_day:
        return Check("info", _("Varslingsfristen er en fridag"), f"{long_date(due.day)}: {due.rest_day}.")
    return None


def _length(meeting: Meeting, rows: Sequence[AgendaRow]) -> Check | None:
    over = planned_minutes(rows) - meeting.length
    if over <= 0:
        return None
    detail = _("Sakene tar %(over)s mer enn det er satt av.") % {"over": duration(over)}
    return Check("deviation", _("Sakslisten er lengre enn møtet"), detail)


def _quorum(committee: Committee, holders: Sequence[SeatHolder]) -> Check | None:
    """kommuneloven § 11-9 first paragraph: at least half; helseforetaksloven § 27: more than half."""
    voting = [holder for holder in holders if holder.seat.is_voting]
    if not voting:
        return None
    held, needed = sum(1 for holder in voting if holder.person), (len(voting) + 1) // 2
    rule = _("Kommuneloven § 11-9 krever minst halvparten til stede.")
    if committee.procedure_profile == ProcedureProfile.HF_BOARD:
        needed, rule = len(voting) // 2 + 1, _("Helseforetaksloven § 27 krever mer enn halvparten til stede.")
    elif committee.procedure_profile == ProcedureProfile.AGREEMENT:
        rule = _("Her er regnet med minst halvparten til stede, hvis avtalen ikke sier noe annet.")
    counts = {"held": held, "all": len(voting), "needed": needed}
    if held < needed:
        title = _("Ikke nok til å være vedtaksført: %(held)s av %(all)s plasser er besatt")
        return Check("overdue", title % counts, rule)
    return Check("done", _("Kan bli vedtaksført: %(held)s av %(all)s plasser er besatt") % counts, rule)


def _parity(holders: Sequence[SeatHolder]) -> Check | None:
    """Between the two sides of the agreement, counted in voting seats that are held (indicator I6)."""
    sides = Counter(holder.seat.party for holder in holders if holder.seat.is_voting and holder.person)
    ours, theirs = sides[Party.MUNICIPALITIES], sides[Party.TRUST]
    if not ours and not theirs:
        return None
    detail = _("Kommunene %(municipalities)s, helseforetaket %(trust)s.") % {"municipalities": ours, "trust": theirs}
    if ours == theirs:
        return Check("done", _("Partene er like mange"), detail)
    return Check("info", _("Partene er ikke like mange"), detail)


def _vacant(holders: Sequence[SeatHolder]) -> Check | None:
    vacant = [str(holder.seat.label or holder.seat) for holder in holders if holder.person is None]
    if not vacant:
        return None
    title = ngettext("Én plass står tom", "%(count)s plasser står tomme", len(vacant))
    return Check("deviation", title % {"count": _number(len(vacant))}, f"{', '.join(vacant)}.")


def _balance(rows: Sequence[AgendaRow]) -> Check | None:
    """Indicator I1: of what is to be decided or discussed, whose proposals; what is joint counts half to each."""
    tabled = [row.item for row in rows if row.item.type in (ItemType.DECISION, ItemType.DISCUSSION)]
    counts = Counter(item.proposed_by for item in tabled)
    joint = Fraction(counts[ProposedBy.JOINT], 2)
    ours, theirs = counts[ProposedBy.MUNICIPALITIES] + joint, counts[ProposedBy.TRUST] + joint
    if not ours + theirs:
        return None
    parts = [
        _("%(party)s %(count)s") % {"party": party.label.lower(), "count": counts[party]}
        for party in ProposedBy
        if counts[party]
    ]
    detail = _("Av saker til beslutning og drøfting: %(parts)s.") % {"parts": ", ".join(parts)}
    if Fraction(1, 4) <= ours / (ours + theirs) <= Fraction(3, 4):
        return Check("done", _("Balanse mellom partene"), detail)
    return Check("info", _("De fleste sakene kommer fra én part"), detail)


def _exempt(rows: Sequence[AgendaRow]) -> Check | None:
    exempt = [row for row in rows if row.basis]
    if not exempt:
        return None
    revealing = [row for row in exempt if _public_title(row).casefold() == row.item.title.casefold()]
    if revealing:
        return Check(
            "deviation",
            _("Offentlig tittel er lik den interne"),
            _("Sjekk at tittelen ikke røper det som er unntatt."),
            revealing,
        )
    title = ngettext("Én sak er unntatt", "%(count)s saker er unntatt", len(exempt))
    detail = _("Hjemmel og offentlig tittel er oppgitt.")
    return Check("done", title % {"count": _number(len(exempt))}, detail)


def _public_title(row: AgendaRow) -> str:
    return row.item.public_title or (row.item.case.public_title if row.item.case else "")


def _number(count: int) -> str:
    return count_word(count, get_language() or "nb").capitalize()
