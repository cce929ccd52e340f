"""Committees of a partnership, and who sits in one."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from municipalities.enums import EQUAL_PARTIES, Party, SeatFunction
from municipalities.models import Appointment, Committee, Partnership, Seat
from municipalities.numbering import format_number
from samhandling.core.dated import DatedQuerySet


def committees_of(partnership: Partnership, day: dt.date) -> DatedQuerySet:
    """With `seat_count` and `vacant_count` (deputies' seats left out), those that have ended last."""
    seats = Seat.objects.current(day).filter(committee=OuterRef("pk")).exclude(function=SeatFunction.DEPUTY)
    held = Appointment.objects.current(day).filter(seat=OuterRef("pk"))
    committees: DatedQuerySet = Committee.objects.filter(partnership=partnership)
    return (
        committees.select_related("parent", "area")
        .annotate(seat_count=_count(seats), vacant_count=_count(seats.filter(~Exists(held))))
        .order_by("level", "name")
    )


def _count(seats: QuerySet[Seat]) -> Coalesce:
    return Coalesce(Subquery(seats.order_by().values("committee").annotate(n=Count("pk")).values("n")), 0)


@dataclass(frozen=True)
class SeatRow:
    """A seat on a day: who holds it, who deputises personally, and since when it has been empty."""

    seat: Seat
    holder: Appointment | None
    deputies: list[SeatRow]
    vacant_since: dt.date | None

    @property
    def speaks_for(self) -> str:
        return self.seat.label or (self.seat.group.name if self.seat.group else "")


@dataclass(frozen=True)
class PartyBlock:
    party: Party
    rows: list[SeatRow]
    deputies: list[SeatRow]  # who may stand in for anyone of the party

    @property
    def taken(self) -> int:
        return sum(1 for row in self.rows if row.holder)


@dataclass(frozen=True)
class Composition:
    """Who sits in a committee: the two equal sides first, then those with the right to speak, then the secretariat."""

    day: dt.date
    sides: list[PartyBlock]
    guests: list[PartyBlock]
    secretariat: list[SeatRow]
    former: list[Appointment]

    @property
    def is_empty(self) -> bool:
        return not (self.sides or self.guests or self.secretariat)

    @property
    def guest_rows(self) -> list[SeatRow]:
        return [row for block in self.guests for row in block.rows]

    @property
    def guests_taken(self) -> int:
        return sum(block.taken for block in self.guests)


def composition_of(committee: Committee, day: dt.date) -> Composition:
    """Two queries, whatever the number of seats."""
    seats = list(committee.seats.select_related("group", "municipality", "hospital").order_by("position", "pk"))
    appointments = list(
        Appointment.objects.filter(seat__committee=committee).select_related("person", "seat").order_by("-valid_from")
    )
    by_seat: dict[int, list[Appointment]] = defaultdict(list)
    for appointment in appointments:
        by_seat[appointment.seat_id].append(appointment)
    rows = _rows([seat for seat in seats if seat.holds_on(day)], by_seat, day)
    blocks = {party: _block(party, rows) for party in Party}
    return Composition(
        day=day,
        sides=[blocks[party] for party in EQUAL_PARTIES if blocks[party].rows],
        guests=[
            block for party, block in blocks.items() if party not in (*EQUAL_PARTIES, Party.SECRETARIAT) and block.rows
        ],
        secretariat=blocks[Party.SECRETARIAT].rows,
        former=[row for row in appointments if row.valid_to and row.valid_to < day],
    )


def _rows(seats: list[Seat], by_seat: dict[int, list[Appointment]], day: dt.date) -> list[SeatRow]:
    """Rows of the seats that are not personal deputies; those hang under the seat they stand in for."""
    deputies: dict[int, list[SeatRow]] = defaultdict(list)
    for seat in seats:
        if seat.stands_in_for_id:
            deputies[seat.stands_in_for_id].append(_row(seat, by_seat[seat.pk], [], day))
    return [_row(seat, by_seat[seat.pk], deputies[seat.pk], day) for seat in seats if not seat.stands_in_for_id]


def _row(seat: Seat, appointments: list[Appointment], deputies: list[SeatRow], day: dt.date) -> SeatRow:
    holder = next((row for row in appointments if row.holds_on(day)), None)
    ended = [row.valid_to for row in appointments if row.valid_to and row.valid_to < day]
    since = max(ended) + dt.timedelta(days=1) if ended and holder is None else None
    return SeatRow(seat, holder, deputies, since)


def _block(party: Party, rows: list[SeatRow]) -> PartyBlock:
    own = [row for row in rows if row.seat.party == party]
    return PartyBlock(
        party=party,
        rows=[row for row in own if row.seat.function != SeatFunction.DEPUTY],
        deputies=[row for row in own if row.seat.function == SeatFunction.DEPUTY],
    )


def rules_of(committee: Committee, day: dt.date) -> list[tuple[str, str]]:
    """How the committee works, as terms and values. The number shown as an example is of the day's year."""
    notice = ngettext("%(days)s dag før møtet", "%(days)s dager før møtet", committee.notice_days)
    papers = ngettext("%(days)s dag før møtet", "%(days)s dager før møtet", committee.paper_days)
    example = format_number(committee.number_format, number=7, year=day.year)
    return [
        (_("Avgjør ved"), committee.get_decision_rule_display()),
        (_("Myndighet"), _("Kan treffe vedtak") if committee.is_deciding else _("Rådgivende")),
        (_("Regler for møtet"), committee.get_procedure_profile_display()),
        (_("Innkalling sendes"), notice % {"days": committee.notice_days}),
        (_("Saker meldes inn"), papers % {"days": committee.paper_days}),
        (_("Saksnummer"), _("Skrives som %(example)s") % {"example": example}),
        (_("Nivå"), committee.get_level_display()),
        (_("Under"), committee.parent.name if committee.parent else ""),
        (_("Område"), committee.area.name if committee.area else ""),
    ]


@dataclass(frozen=True)
class RegisteredSeat:
    """A seat with all its appointments, newest first, and its personal deputies' seats."""

    seat: Seat
    appointments: list[Appointment]
    deputies: list[RegisteredSeat]
    has_ended: bool

    @property
    def can_have_deputy(self) -> bool:
        return not self.deputies and self.seat.function not in (SeatFunction.DEPUTY, SeatFunction.SECRETARY)


def seat_register(committee: Committee, today: dt.date) -> list[RegisteredSeat]:
    """Every seat there is and has been, in order; two queries."""
    seats = list(committee.seats.select_related("group", "municipality", "hospital").order_by("position", "pk"))
    by_seat: dict[int, list[Appointment]] = defaultdict(list)
    for row in Appointment.objects.filter(seat__committee=committee).select_related("person").order_by("-valid_from"):
        by_seat[row.seat_id].append(row)

    def registered(seat: Seat) -> RegisteredSeat:
        deputies = [registered(other) for other in seats if other.stands_in_for_id == seat.pk]
        return RegisteredSeat(seat, by_seat[seat.pk], deputies, bool(seat.valid_to and seat.valid_to < today))

    return [registered(seat) for seat in seats if not seat.stands_in_for_id]
