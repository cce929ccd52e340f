"""What happens to an agenda before (and a little after) the notice is published: items come, move, change and go.

Every act locks the meeting's row first, so two coordinators at once work on the list one after the other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.enums import CaseState, ItemType, MeetingState, ProposedBy, StandardItem
from meetings.fingerprint import agenda_hash
from meetings.models import AgendaItem, Case, Meeting
from meetings.services.cases import accept_proposal, exempt_with_item
from meetings.services.planning import link_previous_minutes
from municipalities.models import Person
from samhandling.accounts.models import User
from samhandling.audit.services import log
from samhandling.core.dates import long_date
from samhandling.core.errors import NotPossible
from samhandling.documents.services import prerender

#: Columns of an item that its form fills.
ITEM_COLUMNS = (
    "type",
    "title",
    "public_title",
    "proposed_by",
    "presenter",
    "minutes_planned",
    "is_strategic",
    "is_exempt",
    "legal_basis",
    "access_review",
)


class AgendaChanged(NotPossible):
    """The agenda is another one than the user saw."""


def open_agenda(meeting: Meeting) -> Meeting:
    """The meeting with its row locked. Raises NotPossible when its agenda can no longer change."""
    locked = Meeting.objects.select_for_update(of=["self"]).select_related("committee__partnership").get(pk=meeting.pk)
    if locked.state not in (MeetingState.PLANNED, MeetingState.CALLED):
        raise NotPossible(_("Møtet er avholdt eller avlyst. Sakslisten kan ikke endres."))
    return locked


@transaction.atomic
def add_item(*, meeting: Meeting, user: User | None, case: Case | None = None, **columns: Any) -> AgendaItem:
    """Put a case, or an item without one, before «Eventuelt». `columns` holds any of ITEM_COLUMNS.

    An item of a case takes title and proposer from it when they are not given. After publishing it is a late one.
    A proposal is thereby taken up as a case. Raises NotPossible when the case already stands there.
    """
    meeting = open_agenda(meeting)
    if case is not None:
        if meeting.items.filter(case=case).exists():
            raise NotPossible(_("Saken står allerede på sakslisten."))
        columns = {"title": case.title, "proposed_by": case.proposed_by} | columns
        if case.state == CaseState.PROPOSED:
            accept_proposal(case=case, user=user)
    item = AgendaItem.objects.create(
        meeting=meeting,
        case=case,
        added_late=meeting.state == MeetingState.CALLED,
        **{"type": ItemType.DECISION, "proposed_by": ProposedBy.SECRETARIAT, "position": 0, **columns},
    )
    exempt_with_item(item=item, user=user)
    items = [row for row in _ordered(meeting) if row.pk != item.pk]
    place = len(items) - 1 if items and items[-1].standard == StandardItem.AOB else len(items)
    _renumber([*items[:place], item, *items[place:]])
    _log(meeting, user, "agenda.item_added", _("«%(title)s» er satt på sakslisten.") % {"title": item.title})
    return item


@transaction.atomic
def edit_item(*, item: AgendaItem, columns: Mapping[str, Any], user: User | None) -> AgendaItem:
    """Change what the agenda says about an item. Number, case and paper version stay."""
    meeting, item = _fresh(item)
    changed = [name for name in ITEM_COLUMNS if name in columns and getattr(item, name) != columns[name]]
    for name in changed:
        setattr(item, name, columns[name])
    if changed:
        item.save(update_fields=changed)
        exempt_with_item(item=item, user=user)
        _log(meeting, user, "agenda.item_changed", _("«%(title)s» er endret.") % {"title": item.title}, fields=changed)
    return item


@transaction.atomic
def reorder(*, meeting: Meeting, order: Sequence[int], user: User | None) -> None:
    """Put the items in this order. Ids that do not exist are left out; items not named come last, as they stood.

    So someone who moves an item while a colleague adds or withdraws another loses nothing.
    """
    meeting = open_agenda(meeting)
    items = {item.pk: item for item in _ordered(meeting)}
    named = [items.pop(pk) for pk in dict.fromkeys(order) if pk in items]
    if _renumber([*named, *items.values()]):
        _log(meeting, user, "agenda.reordered", _("Rekkefølgen på sakslisten er endret."))


@transaction.atomic
def move(*, item: AgendaItem, steps: int, user: User | None) -> int:
    """Move one item up (-1) or down (1) past those beside it. Returns its place, counted from one."""
    meeting, item = _fresh(item)
    items = _ordered(meeting)
    here = next(index for index, row in enumerate(items) if row.pk == item.pk)
    there = min(max(here + steps, 0), len(items) - 1)
    items.insert(there, items.pop(here))
    if _renumber(items):
        _log(meeting, user, "agenda.reordered", _("«%(title)s» er flyttet.") % {"title": item.title})
    return there + 1


@transaction.atomic
def withdraw(*, item: AgendaItem, user: User | None) -> None:
    """Take an item off the agenda. One that has been sent out keeps its number and is shown as withdrawn."""
    meeting, item = _fresh(item)
    if item.number is None:
        item.delete()
    else:
        item.withdrawn_at = timezone.now()
        item.save(update_fields=["withdrawn_at"])
    _log(meeting, user, "agenda.item_withdrawn", _("«%(title)s» er trukket fra sakslisten.") % {"title": item.title})


@transaction.atomic
def restore(*, item: AgendaItem, user: User | None) -> None:
    """Put a withdrawn item back under the number it has."""
    meeting, item = _fresh(item)
    item.withdrawn_at = None
    item.save(update_fields=["withdrawn_at"])
    _log(meeting, user, "agenda.item_restored", _("«%(title)s» er satt tilbake på sakslisten.") % {"title": item.title})


@transaction.atomic
def approve_agenda(
    *, meeting: Meeting, approved_by: Person, fingerprint: str, user: User | None, at: dt.datetime | None = None
) -> Meeting:
    """Record the chair's approval of the agenda that `fingerprint` names.

    Steps: lock, compare with the agenda as it is now, let the item on the previous minutes name them, record.
    Raises AgendaChanged when the agenda is not the one that was read.
    """
    meeting = open_agenda(meeting)
    if agenda_hash(_ordered(meeting)) != fingerprint:
        raise AgendaChanged(_("Sakslisten ble endret etter at du åpnet siden. Se gjennom den og godkjenn på nytt."))
    link_previous_minutes(meeting)
    meeting.approved_by = approved_by
    meeting.approved_at = at or timezone.now()
    meeting.approved_hash = agenda_hash(_ordered(meeting))
    meeting.save(update_fields=["approved_by", "approved_at", "approved_hash"])
    text = _("%(name)s godkjente sakslisten %(date)s.")
    _log(meeting, user, "agenda.approved", text % {"name": approved_by.name, "date": long_date(meeting.approved_at)})
    prerender(subject=meeting)  # the order, and so the numbers, are settled: publishing finds the papers rendered
    return meeting


def _fresh(item: AgendaItem) -> tuple[Meeting, AgendaItem]:
    """The meeting locked, and the item as it is now. Raises NotPossible when a colleague has taken it off."""
    meeting = open_agenda(item.meeting)
    try:
        return meeting, meeting.items.select_related("meeting").get(pk=item.pk)
    except AgendaItem.DoesNotExist:
        raise NotPossible(_("Saken er allerede trukket fra sakslisten.")) from None


def _ordered(meeting: Meeting) -> list[AgendaItem]:
    return list(meeting.items.order_by("position", "pk"))


def _renumber(items: Sequence[AgendaItem]) -> bool:
    """Positions 1, 2, 3 … in this order; True when any changed."""
    moved = [(item, place) for place, item in enumerate(items, start=1) if item.position != place]
    for item, place in moved:
        item.position = place
    AgendaItem.objects.bulk_update([item for item, _place in moved], ["position"])
    return bool(moved)


def _log(meeting: Meeting, user: User | None, verb: str, text: str, **data: object) -> None:
    log(actor=user, verb=verb, subject=meeting, text=text, **data)
