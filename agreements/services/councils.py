"""The days the municipal councils meet, as the municipalities tell them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.models import CouncilMeeting
from agreements.rules.council_dates import Meeting
from municipalities.models import Municipality
from samhandling.accounts.models import User
from samhandling.audit.services import log
from samhandling.core.dates import long_date


@dataclass(frozen=True)
class Added:
    new: int
    changed: int
    over: int  # already held, and left out


@transaction.atomic
def add_meetings(*, municipality: Municipality, meetings: Sequence[Meeting], user: User | None) -> Added:
    """Add what is new; a day that is there already gets the papers' day it is given."""
    today = timezone.localdate()
    there = {row.on: row for row in CouncilMeeting.objects.select_for_update().filter(municipality=municipality)}
    new = changed = 0
    for meeting in {row.on: row for row in meetings if row.on >= today}.values():
        row = there.get(meeting.on)
        if row is None:
            CouncilMeeting.objects.create(municipality=municipality, on=meeting.on, papers_due=meeting.papers_due)
            new += 1
        elif meeting.papers_due and row.papers_due != meeting.papers_due:
            row.papers_due = meeting.papers_due
            row.save(update_fields=["papers_due"])
            changed += 1
    if new or changed:
        text = ngettext(
            "La inn %(count)s møte i kommunestyret", "La inn %(count)s møter i kommunestyret", new + changed
        )
        log(actor=user, verb="council.meetings_added", subject=municipality, text=text % {"count": new + changed})
    return Added(new, changed, sum(row.on < today for row in meetings))


@transaction.atomic
def remove_meeting(*, meeting: CouncilMeeting, user: User | None) -> None:
    text = _("Fjernet møtet i kommunestyret %(date)s") % {"date": long_date(meeting.on)}
    log(actor=user, verb="council.meeting_removed", subject=meeting.municipality, text=text)
    meeting.delete()
