"""Item numbers: those that are given, and those that publishing would give now."""

from __future__ import annotations

from collections.abc import Sequence

from meetings.models import AgendaItem, Meeting, NumberSeries
from municipalities.numbering import format_number


def provisional_numbers(meeting: Meeting, items: Sequence[AgendaItem] | None = None) -> dict[int, str]:
    """Item id → number: the given one, or the next in the committee's series for the year. Withdrawn ones without a
    number have none. One query, or two when the items are not given in the order of the agenda."""
    rows = list(meeting.items.order_by("position", "pk")) if items is None else items
    series = NumberSeries.objects.filter(committee_id=meeting.committee_id, year=meeting.year).first()
    last = series.last if series else 0
    numbers: dict[int, str] = {}
    for item in rows:
        if item.number is not None:
            numbers[item.pk] = item.number_text
        elif item.withdrawn_at is None:
            last += 1
            numbers[item.pk] = format_number(meeting.committee.number_format, number=last, year=meeting.year)
    return numbers
