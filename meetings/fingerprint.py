"""Fingerprints of an agenda: what the chair approved, and what the newest notice was made from."""

from __future__ import annotations

from collections.abc import Iterable

from meetings.models import AgendaItem, Meeting
from samhandling.core.text import content_hash


def item_hash(item: AgendaItem) -> str:
    """Of all that the item's form changes; that a case is strategic is counted, not printed."""
    return content_hash([*_content(item), item.is_strategic])


def agenda_hash(items: Iterable[AgendaItem]) -> str:
    """Of all that the printed agenda says about its items, in order; numbers and papers are not the chair's choice."""
    ordered = sorted(items, key=lambda item: (item.position, item.pk))
    return content_hash([_content(item) for item in ordered if item.withdrawn_at is None])


def _content(item: AgendaItem) -> list[object]:
    return [
        item.pk,
        item.type,
        item.title,
        item.public_title,
        item.proposed_by,
        item.presenter,
        item.minutes_planned,
        item.is_exempt,
        item.legal_basis_id,
    ]


def notice_hash(meeting: Meeting, items: Iterable[AgendaItem]) -> str:
    """Of all that the notice says: the agenda, and when and where."""
    rows = list(items)
    withdrawn = sorted(item.pk for item in rows if item.withdrawn_at is not None)
    place = [meeting.starts_at.timestamp(), meeting.ends_at.timestamp(), meeting.place, meeting.video_link]
    return content_hash([agenda_hash(rows), withdrawn, place, meeting.practical])
