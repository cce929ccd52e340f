"""Where the cases that indicators count were treated last: a case alone does not say when it was."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils import timezone

from meetings.models import AgendaItem, Case
from meetings.querysets import PUBLISHED
from reports.row_notes import Met
from samhandling.core.dates import local_day


def last_treatments(cases: Iterable[int] | QuerySet[Case]) -> dict[int, Met]:
    """The newest meeting that is over of each case that has stood openly on its agenda. One query."""
    items = AgendaItem.objects.filter(case__in=cases, meeting__state__in=PUBLISHED, withdrawn_at__isnull=True)
    over = items.filter(meeting__starts_at__lte=timezone.now(), number__isnull=False, is_exempt=False)
    columns = ("case_id", "meeting__committee__short_name", "meeting__starts_at")
    rows = over.order_by("meeting__starts_at", "pk").values_list(*columns)
    return {case: Met(name, local_day(starts_at), is_last=True) for case, name, starts_at in rows}
