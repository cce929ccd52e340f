"""The whole content of minutes: as rows for whoever shows them, as plain data for the hash, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.enums import AttendanceStatus, ItemType, MinutesSection, Outcome, StatementKind
from meetings.models import ActionItem, Attendance, ItemText, Minutes, MinutesItem, Recusal, Statement
from samhandling.core.personal import find_national_ids


def items_of(minutes: Minutes) -> list[MinutesItem]:
    """The items in the agenda's order, with all that hangs on them, in six queries whatever their number.

    Each has `treatment` and `decision`: the current texts, empty when nobody has written.
    """
    current = ItemText.objects.newest("item").select_related("saved_by")
    items: list[Any] = list(
        minutes.items.select_related(
            "agenda_item__meeting",
            "agenda_item__legal_basis",
            "agenda_item__case__legal_basis",
            "agenda_item__case__revision",
            "agenda_item__paper_version__paper__legal_basis",
            "agenda_item__previous_minutes__meeting",
        )
        .prefetch_related(
            Prefetch("texts", queryset=current, to_attr="current_texts"),
            Prefetch("statements", queryset=Statement.objects.select_related("attendance").order_by("pk")),
            Prefetch("recusals", queryset=Recusal.objects.select_related("attendance", "deputy").order_by("pk")),
            Prefetch("actions", queryset=ActionItem.objects.select_related("owner").order_by("pk")),
        )
        .order_by("agenda_item__position", "agenda_item__pk")
    )
    for item in items:
        texts = {text.section: text for text in item.current_texts}
        item.treatment = _text(texts.get(MinutesSection.TREATMENT))
        item.decision = _text(texts.get(MinutesSection.DECISION))
    return items


def _text(row: ItemText | None) -> str:
    return row.text if row else ""


@dataclass(frozen=True)
class TextState:
    """A long text as it is now, with what a save on top of it must name."""

    text: str = ""
    revision: int = 0
    saved_at: datetime | None = None

    @property
    def warning(self) -> str:
        return personal_warning(self.text)


def personal_warning(text: str) -> str:
    """What to tell whoever writes a national identity number in the minutes; empty when there is none."""
    found = find_national_ids(text)
    if not found:
        return ""
    return _("Teksten ser ut til å inneholde fødselsnummer: %(numbers)s. Det skal ikke stå i en protokoll.") % {
        "numbers": ", ".join(found)
    }


def item_texts(item: MinutesItem) -> dict[str, TextState]:
    """The current texts of one item by section; every section is there."""
    rows = {row.section: row for row in ItemText.objects.filter(item=item).newest("item")}
    return {
        section: TextState(row.text, row.revision, row.saved_at) if (row := rows.get(section)) else TextState()
        for section in MinutesSection.values
    }


def item_text_at(item: MinutesItem, section: str, revision: int) -> str:
    """A text as it was at a revision; empty where there is none."""
    row = ItemText.objects.filter(item=item, section=section, revision=revision).first()
    return row.text if row else ""


def attendances_of(minutes: Minutes) -> list[Attendance]:
    """In the order they are shown: by party and function, guests last."""
    return list(minutes.attendances.select_related("deputy", "person").order_by("position", "pk"))


def minutes_content(minutes: Minutes) -> dict[str, Any]:
    """All that the protokoll says, as plain data with stable keys: what its sha256 is made of."""
    meeting = minutes.meeting
    return {
        "meeting": [meeting.committee.name, meeting.number, meeting.year, meeting.starts_at.isoformat()],
        "version": minutes.version,
        "correction_reason": minutes.correction_reason,
        "started_at": minutes.started_at.isoformat() if minutes.started_at else None,
        "ended_at": minutes.ended_at.isoformat() if minutes.ended_at else None,
        "next_meeting": minutes.next_meeting_note,
        "attendance": [_attendance(row) for row in attendances_of(minutes)],
        "items": [_item(item) for item in items_of(minutes)],
    }


def _attendance(row: Attendance) -> dict[str, Any]:
    values = ("party", "function", "is_voting", "name", "title", "status", "mandate", "note")
    return {**{name: getattr(row, name) for name in values}, "deputy": row.deputy.name if row.deputy else ""}


def _item(item: MinutesItem) -> dict[str, Any]:
    return {
        "number": item.agenda_item.number_text,
        "title": item.agenda_item.title,
        "treatment": item.treatment,
        "decision": item.decision,
        "outcome": item.outcome,
        "votes": [item.votes_for, item.votes_against, item.votes_blank],
        "statements": [[row.kind, row.attendance.name, row.point, row.text] for row in item.statements.all()],
        "recusals": [
            [row.attendance.name, row.ground, row.is_disqualified, row.deputy.name if row.deputy else ""]
            for row in item.recusals.all()
        ],
        "actions": [
            [row.text, row.owner.name if row.owner else row.owner_name, row.due_on.isoformat() if row.due_on else ""]
            for row in item.actions.all()
        ],
    }


@dataclass
class Readiness:
    """What must be there before the protokoll can be approved and locked, and what is only worth a look."""

    blockers: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def readiness(minutes: Minutes) -> Readiness:
    items, rows = items_of(minutes), attendances_of(minutes)
    found = Readiness()
    if minutes.meeting.starts_at > timezone.now():
        found.notes.append(_("Møtet er ikke holdt ennå."))
    seats = [row for row in rows if not row.is_guest and not row.is_vacant]
    unrecorded = [row for row in seats if row.status == AttendanceStatus.UNKNOWN and row.deputy_id is None]
    if seats and len(unrecorded) == len(seats):
        found.blockers.append(_("Oppmøtet er ikke ført."))
    elif unrecorded:
        found.notes.append(_("Oppmøtet er ikke ført for %(names)s.") % {"names": _joined(unrecorded)})
    if minutes.started_at is None or minutes.ended_at is None:
        found.notes.append(_("Det er ikke ført når møtet ble satt og hevet."))
    for item in items:
        if item.agenda_item.withdrawn_at is None:
            _look_at(item, found)
    return found


def _look_at(item: MinutesItem, found: Readiness) -> None:
    agenda_item = item.agenda_item
    name = {"item": f"{agenda_item.number_text} {agenda_item.title}".strip()}
    if item.outcome == Outcome.NONE:
        text = _("Sak %(item)s mangler utfall.") % name
        (found.blockers if agenda_item.type == ItemType.DECISION else found.notes).append(text)
    elif agenda_item.type == ItemType.DECISION and not item.decision.strip():
        found.notes.append(_("Sak %(item)s har ikke noe vedtak.") % name)
    if item.outcome == Outcome.VOTE and item.votes_for is None:
        found.notes.append(_("Sak %(item)s mangler stemmetall.") % name)
    dissents = [row for row in item.statements.all() if row.kind == StatementKind.DISSENT]
    if item.outcome == Outcome.CONSENSUS_DISSENT and not dissents:
        found.notes.append(_("Sak %(item)s er ført med dissens, men ingen dissens er skrevet.") % name)
    if dissents and item.outcome == Outcome.CONSENSUS:
        found.notes.append(_("Sak %(item)s har en dissens, men er ført som enighet.") % name)


def _joined(rows: list[Attendance]) -> str:
    """«Anne, Bo og Carl»; from five names on «Anne, Bo, Carl og 4 til»."""
    names = [row.name for row in rows]
    if len(names) > 4:
        return _("%(names)s og %(count)s til") % {"names": ", ".join(names[:3]), "count": len(names) - 3}
    if len(names) == 1:
        return names[0]
    return _("%(names)s og %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}
