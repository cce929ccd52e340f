"""Saving the minutes while several people write: each field alone, on top of the revision it was written from.

Every save locks the minutes row first. So a save waits for a lock that is being set and is then refused, and nothing
slips in behind it; the trigger in the database is the last guard.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.enums import MinutesSection, MinutesState
from meetings.models import ActionItem, Attendance, ItemText, Minutes, MinutesItem, Recusal, Statement
from samhandling.accounts.models import User
from samhandling.audit.services import log
from samhandling.core import dates
from samhandling.core.errors import NotPossible
from samhandling.core.saving import SavedText, TextRows, save_text
from samhandling.core.text import merge3

Row = Minutes | Attendance | MinutesItem | Statement | Recusal | ActionItem


@dataclass(frozen=True)
class SavedField:
    revision: int
    saved_at: datetime


class FieldConflict(Exception):
    """Somebody gave the field another value since the revision the save was based on. Nothing is saved."""

    def __init__(self, *, revision: int, theirs: Any, mine: Any) -> None:
        super().__init__(revision)
        self.revision = revision
        self.theirs = theirs
        self.mine = mine


class MinutesClosed(NotPossible):
    """The minutes were approved or locked while somebody wrote."""

    def __init__(self, minutes: Minutes) -> None:
        super().__init__(_closed_text(minutes))


class RowGone(NotPossible):
    """Somebody removed what the field belonged to."""

    def __init__(self) -> None:
        super().__init__(_("En annen har fjernet dette. Last siden på nytt for å se protokollen slik den er nå."))


def _closed_text(minutes: Minutes) -> str:
    kept = _("Teksten din er ikke tapt: den står her til du forlater siden, men er ikke tatt inn i protokollen.")
    if minutes.state == MinutesState.LOCKED and minutes.locked_at:
        said = _("Protokollen ble låst %(when)s av %(who)s.") % {
            "when": dates.when(minutes.locked_at, timezone.now()),
            "who": minutes.locked_by.name if minutes.locked_by else _("en som ikke lenger har konto"),
        }
    else:
        said = _("Protokollen er godkjent og kan ikke endres uten at den åpnes igjen.")
    return f"{said} {kept}"


def open_for_writing(minutes_id: int) -> Minutes:
    """Lock the minutes for this transaction. Raises MinutesClosed unless they are a draft."""
    rows = Minutes.objects.select_for_update(no_key=True, of=("self",)).select_related("locked_by", "meeting")
    minutes = rows.get(pk=minutes_id)
    if minutes.state != MinutesState.DRAFT:
        raise MinutesClosed(minutes)
    return minutes


def minutes_id_of(row: Row) -> int:
    if isinstance(row, Minutes):
        return row.pk
    return row.minutes_id if isinstance(row, Attendance | MinutesItem) else row.item.minutes_id


@transaction.atomic
def save_item_text(
    *, item: MinutesItem, section: MinutesSection, base_revision: int, text: str, user: User
) -> SavedText:
    """Save an item's treatment or decision. Raises TextConflict and MinutesClosed."""
    open_for_writing(item.minutes_id)
    rows = TextRows(ItemText, item=item, section=section)
    return save_text(rows=rows, base_revision=base_revision, text=text, user=user, merge=merge3)


@transaction.atomic
def save_field(*, row: Row, field: str, base_revision: int, value: Any, user: User) -> SavedField:
    """Save one short field; `value` is cleaned (an id for a person).

    A save of what already stands there is not a conflict, whichever revision it was based on.
    Raises FieldConflict, MinutesClosed and RowGone.
    """
    open_for_writing(minutes_id_of(row))
    current = type(row)._base_manager.filter(pk=row.pk).first()
    if current is None:
        raise RowGone
    attribute = current._meta.get_field(field).attname  # type: ignore[union-attr]
    theirs, revision = getattr(current, attribute), current.revision_of(field)
    if theirs == value:
        return SavedField(revision, timezone.now())
    if base_revision != revision:
        raise FieldConflict(revision=revision, theirs=theirs, mine=value)
    setattr(current, attribute, value)
    current.revisions[field] = revision + 1
    current.save(update_fields=[field, "revisions"])
    if field == "outcome" and isinstance(current, MinutesItem):
        log(
            actor=user,
            verb="minutes.outcome",
            subject=current.minutes.meeting,
            text=_("Førte utfall: %(outcome)s") % {"outcome": current.get_outcome_display()},
            item=current.agenda_item_id,
        )
    return SavedField(revision + 1, timezone.now())
