"""What the pages of the minutes show: who met, the items and how far each has come, whom one may choose."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.disclosure import item_basis
from meetings.enums import AttendanceStatus, ItemType, Outcome
from meetings.models import Attendance, Meeting, Minutes, MinutesItem
from municipalities.access import Access
from municipalities.enums import EQUAL_PARTIES, DecisionRule, Party, ProcedureProfile, SeatFunction
from municipalities.models import Appointment, Person, Representation
from samhandling.core.dates import clock as clock_text

COLORS = {Party.MUNICIPALITIES: "brand1", Party.TRUST: "accent"}

Choice = tuple[str, str]
Choices = list[Choice | tuple[str, list[Choice]]]


@dataclass
class PartyBlock:
    """One party's seats in the meeting."""

    party: Party
    rows: list[Attendance] = field(default_factory=list)

    @property
    def color(self) -> str:
        return COLORS.get(self.party, "brand2")

    @property
    def filled(self) -> int:
        return sum(row.is_filled for row in self.rows)

    @property
    def voting(self) -> list[Attendance]:
        return [row for row in self.rows if row.is_voting]


@dataclass
class Board:
    """Attendance by party, with what it means: information, never a block."""

    parties: list[PartyBlock]
    guests: list[Attendance]
    profile: str

    @property
    def rows(self) -> list[Attendance]:
        return [*(row for block in self.parties for row in block.rows), *self.guests]

    @property
    def filled(self) -> int:
        return sum(block.filled for block in self.parties)

    @property
    def total(self) -> int:
        return sum(len(block.rows) for block in self.parties)

    @property
    def is_recorded(self) -> bool:
        return any(row.status != AttendanceStatus.UNKNOWN and not row.is_vacant for row in self.rows)

    @property
    def has_quorum(self) -> bool:
        """At least half of the voting seats (kommuneloven § 11-9); more than half in a trust's board
        (helseforetaksloven § 27); half of each equal party's where only the agreement counts."""
        if self.profile == ProcedureProfile.AGREEMENT:
            equal = [block for block in self.parties if block.party in EQUAL_PARTIES and block.voting]
            return bool(equal) and all(_half(block.voting) for block in equal)
        voting = [row for block in self.parties for row in block.voting]
        filled = sum(row.is_filled for row in voting)
        more = self.profile == ProcedureProfile.HF_BOARD
        return bool(voting) and (filled * 2 > len(voting) if more else filled * 2 >= len(voting))

    @property
    def quorum_text(self) -> str:
        if self.profile == ProcedureProfile.AGREEMENT:
            return _("Vedtaksført fra begge parter") if self.has_quorum else _("Ikke vedtaksført fra begge parter")
        return _("Vedtaksført") if self.has_quorum else _("Ikke vedtaksført")

    @property
    def parity_text(self) -> str:
        """Only when the equal parties did not meet with the same number."""
        counts = {block.party: sum(row.is_filled for row in block.voting) for block in self.parties}
        municipalities, trust = (counts.get(party, 0) for party in EQUAL_PARTIES)
        if municipalities == trust or not self.is_recorded:
            return ""
        return _("Ulikt antall: %(municipalities)s fra kommunene, %(trust)s fra helseforetaket.") % {
            "municipalities": municipalities,
            "trust": trust,
        }


def _half(rows: list[Attendance]) -> bool:
    return sum(row.is_filled for row in rows) * 2 >= len(rows)


def attendance_board(meeting: Meeting, rows: list[Attendance]) -> Board:
    blocks: dict[str, PartyBlock] = {}
    for row in rows:
        if not row.is_guest:
            blocks.setdefault(row.party, PartyBlock(Party(row.party))).rows.append(row)
    guests = [row for row in rows if row.is_guest]
    return Board(list(blocks.values()), guests, meeting.committee.procedure_profile)


@dataclass(frozen=True)
class NavEntry:
    """One item in the list beside the panel: figure and words for how far it has come."""

    item: MinutesItem
    number: str
    title: str
    kind: str
    text: str
    is_current: bool

    @property
    def color(self) -> str:
        return {"done": "success", "underway": "info"}.get(self.kind, "neutral")


def item_nav(minutes: Minutes, current: MinutesItem | None = None) -> list[NavEntry]:
    """The items in order, in one query."""
    items = minutes.items.select_related("agenda_item__legal_basis", "agenda_item__case__legal_basis").order_by(
        "agenda_item__position", "agenda_item__pk"
    )
    clock, entries = minutes.meeting.starts_at, []
    for item in items:
        entries.append(_entry(item, clock, is_current=current is not None and item.pk == current.pk))
        if item.agenda_item.withdrawn_at is None:
            clock += dt.timedelta(minutes=item.agenda_item.minutes_planned)
    return entries


def _entry(item: MinutesItem, clock: dt.datetime, *, is_current: bool) -> NavEntry:
    agenda_item = item.agenda_item
    basis = item_basis(agenda_item)
    if agenda_item.withdrawn_at:
        kind, text = "waiting", _("Trukket")
    elif item.outcome != Outcome.NONE:
        kind, text = "done", item.get_outcome_display()
    else:
        kind, text = "underway" if is_current else "open", clock_text(clock)
    if basis is not None:
        kind, text = ("exempt", _("Unntatt offentlighet")) if kind == "open" else (kind, text)
    return NavEntry(item, agenda_item.number_text, agenda_item.title, kind, text, is_current)


def missing_items(minutes: Minutes) -> int:
    """Items that came on the agenda after the minutes were begun."""
    return (
        minutes.meeting.items.filter(withdrawn_at__isnull=True)
        .exclude(minutes_items__minutes=minutes)
        .distinct()
        .count()
    )


@dataclass
class People:
    """Whom one may choose in the minutes of one meeting."""

    personal: dict[int, list[Person]]
    by_party: dict[str, list[Person]]
    others: list[Person]

    def deputies(self, row: Attendance) -> Choices:
        """The seat's personal deputy first, then the party's, then others in the cooperation."""
        groups = [
            (_("Personlig vara"), self.personal.get(row.seat_id or 0, [])),
            (_("Vara for parten"), self.by_party.get(row.party, [])),
            (_("Andre i samarbeidet"), self.others),
        ]
        seen, choices = {row.person_id}, _choices(_("Ingen vara"), [])
        for label, people in groups:
            fresh = [person for person in people if person.pk not in seen]
            seen.update(person.pk for person in fresh)
            if fresh:
                choices.append((label, [(str(person.pk), _named(person)) for person in fresh]))
        if row.deputy is not None and row.deputy_id not in seen:
            choices.append((str(row.deputy_id), _named(row.deputy)))
        return choices

    def all_deputies(self) -> Choices:
        """Every deputy, for a disqualification."""
        people = {
            person.pk: person
            for group in [*self.personal.values(), *self.by_party.values(), self.others]
            for person in group
        }
        return _choices(_("Ingen vara"), list(people.values()))


def _choices(empty: str, people: list[Person]) -> Choices:
    return [("", empty), *((str(person.pk), _named(person)) for person in people)]


def _named(person: Person) -> str:
    return f"{person.name}, {person.title}" if person.title else person.name


def people_of(meeting: Meeting) -> People:
    """Deputies on the day of the meeting, and others who have a role in the cooperation. Two queries."""
    appointments = (
        Appointment.objects.current(meeting.day)
        .filter(seat__committee_id=meeting.committee_id, seat__function=SeatFunction.DEPUTY)
        .select_related("person", "seat")
        .order_by("seat__position", "person__name")
    )
    personal: dict[int, list[Person]] = defaultdict(list)
    by_party: dict[str, list[Person]] = defaultdict(list)
    for appointment in appointments:
        if appointment.seat.stands_in_for_id:
            personal[appointment.seat.stands_in_for_id].append(appointment.person)
        else:
            by_party[appointment.seat.party].append(appointment.person)
    roles = (
        Representation.objects.current(meeting.day)
        .filter(partnership_id=meeting.committee.partnership_id)
        .select_related("person")
    )
    others = {role.person_id: role.person for role in roles}
    return People(personal, by_party, sorted(others.values(), key=lambda person: person.name))


def owner_choices(people: People, rows: list[Attendance]) -> Choices:
    """Who may follow something up: who sits in the committee, and who has a role in the cooperation."""
    seated = {str(row.person_id): row.name for row in rows if row.person_id}
    others = {str(person.pk): _named(person) for person in people.others if str(person.pk) not in seated}
    return [("", _("Velg person")), (_("I utvalget"), list(seated.items())), (_("Andre"), list(others.items()))]


def speaker_choices(rows: list[Attendance]) -> Choices:
    """Who met, for a dissent or a disqualification; a deputy's row is named by the deputy."""
    return [
        ("", _("Velg person")),
        *(
            (str(row.pk), f"{speaker(row)}, {row.title}" if row.title else speaker(row))
            for row in rows
            if row.is_filled
        ),
    ]


def speaker(row: Attendance) -> str:
    """The name of who spoke for the seat."""
    return row.deputy.name if row.deputy is not None and not row.met else row.name


CHAIRING = (SeatFunction.CHAIR, SeatFunction.DEPUTY_CHAIR)


def chair_person(access: Access, meeting: Meeting) -> Person | None:
    """The signed-in user as chair or deputy chair of the committee, or None."""
    if meeting.committee_id not in access.chair_ids:
        return None
    return Person.objects.filter(
        pk__in=access.person_ids,
        appointments__in=Appointment.objects.current(timezone.localdate()).filter(
            seat__committee_id=meeting.committee_id, seat__function__in=CHAIRING
        ),
    ).first()


def leader_of(rows: list[Attendance]) -> Person | None:
    """Who led the meeting: the chair who met, else the deputy chair."""
    for function in CHAIRING:
        for row in rows:
            if row.function == function and row.met and row.person is not None:
                return row.person
    return None


def approver_choices(rows: list[Attendance]) -> Choices:
    """Who may have approved: chair and deputy chair first, then the others who sit in the committee."""
    seated = [row for row in rows if row.person_id and not row.is_guest]
    seated.sort(key=lambda row: row.function not in CHAIRING)
    return [
        ("", _("Velg person")),
        *((str(row.person_id), f"{row.name}, {row.get_function_display().lower()}") for row in seated),
    ]


OUTCOMES = {
    ItemType.INFORMATION: [Outcome.NOTED, Outcome.CONSENSUS, Outcome.POSTPONED],
    ItemType.REPORT: [Outcome.NOTED, Outcome.POSTPONED],
    ItemType.PROCEDURAL: [Outcome.CONSENSUS, Outcome.CONSENSUS_DISSENT, Outcome.VOTE, Outcome.POSTPONED],
    ItemType.AOB: [Outcome.NOTED, Outcome.CONSENSUS, Outcome.VOTE, Outcome.POSTPONED],
}
BY_RULE = {
    DecisionRule.CONSENSUS: [Outcome.CONSENSUS, Outcome.CONSENSUS_DISSENT, Outcome.NO_AGREEMENT, Outcome.VOTE],
    DecisionRule.MAJORITY: [Outcome.CONSENSUS, Outcome.VOTE],
}


def outcome_choices(item: MinutesItem, rule: str) -> list[Choice]:
    """The ways an item of its type may end in a committee with this rule; what is recorded already stays a choice."""
    kind = ItemType(item.agenda_item.type)
    outcomes = OUTCOMES.get(kind) or [
        *BY_RULE[DecisionRule(rule)],
        Outcome.NOTED,
        Outcome.POSTPONED,
        Outcome.POSTPONED_NO_MANDATE,
    ]
    if item.outcome != Outcome.NONE and item.outcome not in outcomes:
        outcomes = [*outcomes, Outcome(item.outcome)]
    return [(outcome.value, str(outcome.label)) for outcome in outcomes]
