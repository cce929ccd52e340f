"""Adding to and removing from the minutes: guests, dissents and statements, disqualifications, follow-up."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from meetings.enums import AttendanceStatus
from meetings.models import ActionItem, Attendance, Minutes, MinutesItem, Recusal, Statement
from meetings.services.minutes_fields import minutes_id_of, open_for_writing
from municipalities.enums import Party, SeatFunction
from samhandling.accounts.models import User
from samhandling.audit.services import log


@transaction.atomic
def mark_all_present(*, minutes: Minutes, user: User) -> int:
    """Those whose attendance is not recorded are present; what is recorded stands. Returns how many."""
    minutes = open_for_writing(minutes.pk)
    rows = list(minutes.attendances.filter(status=AttendanceStatus.UNKNOWN, deputy__isnull=True))
    for row in rows:
        row.status = AttendanceStatus.PRESENT
        row.revisions["status"] = row.revision_of("status") + 1
    Attendance.objects.bulk_update(rows, ["status", "revisions"])
    log(
        actor=user,
        verb="minutes.all_present",
        subject=minutes.meeting,
        text=_("Førte alle som til stede"),
        rows=[row.pk for row in rows],
    )
    return len(rows)


@transaction.atomic
def add_guest(*, minutes: Minutes, name: str, title: str, party: str, status: str, note: str, user: User) -> Attendance:
    """Somebody who met without a seat: a presenter, a guest, staff of the secretariat."""
    open_for_writing(minutes.pk)
    last = minutes.attendances.aggregate(last=Max("position"))["last"] or 0
    function = SeatFunction.SECRETARY if party == Party.SECRETARIAT else SeatFunction.OBSERVER
    return Attendance.objects.create(
        minutes=minutes,
        name=name,
        title=title,
        party=party,
        function=function,
        status=status,
        note=note,
        position=last + 1,
    )


@transaction.atomic
def add_statement(*, item: MinutesItem, kind: str, attendance_id: int, point: str, text: str, user: User) -> Statement:
    open_for_writing(item.minutes_id)
    return Statement.objects.create(item=item, kind=kind, attendance_id=attendance_id, point=point, text=text)


@transaction.atomic
def add_recusal(
    *,
    item: MinutesItem,
    attendance_id: int,
    ground: str,
    is_disqualified: bool,
    deputy_id: int | None,
    user: User,
) -> Recusal:
    """The body's own finding, with its ground (fvl § 8). Raises ValidationError when it is there already."""
    open_for_writing(item.minutes_id)
    recusal = Recusal(
        item=item,
        attendance_id=attendance_id,
        ground=ground,
        is_disqualified=is_disqualified,
        deputy_id=deputy_id,
    )
    recusal.validate_constraints()
    recusal.save()
    return recusal


@transaction.atomic
def add_action(
    *, item: MinutesItem, text: str, owner_id: int | None, owner_name: str, due_on: dt.date | None, user: User
) -> ActionItem:
    open_for_writing(item.minutes_id)
    return ActionItem.objects.create(item=item, text=text, owner_id=owner_id, owner_name=owner_name, due_on=due_on)


Part = Statement | Recusal | ActionItem | Attendance


@transaction.atomic
def remove_part(*, part: Part, user: User) -> None:
    """Take one part out of the draft; its words stay in the log. A seat's row cannot be removed, only a guest's.

    Raises ValidationError when a guest is named in a dissent or a disqualification.
    """
    minutes = open_for_writing(minutes_id_of(part))
    if isinstance(part, Attendance):
        if not part.is_guest:
            raise ValidationError(_("En plass i utvalget kan ikke fjernes fra oppmøtet. Før forfall."))
        if part.statements.exists() or part.recusals.exists():
            raise ValidationError(_("Personen er nevnt i en sak. Fjern navnet derfra først."))
    log(
        actor=user,
        verb="minutes.part_removed",
        subject=minutes.meeting,
        text=_("Fjernet fra protokollen: %(what)s") % {"what": _words(part)},
        kind=part._meta.model_name,
    )
    part.delete()


def _words(part: Part) -> str:
    if isinstance(part, Attendance):
        return part.name
    return part.ground if isinstance(part, Recusal) else part.text
