"""What municipalities bring before a meeting: input on a case, and meetings of a group beforehand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.enums import CaseState, MeetingState
from meetings.models import AgendaItem, Case, CaseInput, Meeting, PreMeeting
from meetings.querysets import PUBLISHED
from municipalities.models import MunicipalGroup, Municipality
from municipalities.services.rows import add_row
from samhandling.accounts.models import User
from samhandling.audit.services import log
from samhandling.core.errors import NotPossible


@transaction.atomic
def give_input(*, actor: User | None, case: Case, municipality: Municipality, text: str) -> CaseInput:
    """Raises NotPossible when the case is not open."""
    locked = Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    if locked.state != CaseState.OPEN:
        raise NotPossible(_("Saken er ikke under arbeid og tar ikke imot innspill."))
    row = CaseInput.objects.create(
        case=case, municipality=municipality, text=text, given_at=timezone.now(), given_by=actor
    )
    words = _("%(name)s har gitt innspill.") % {"name": municipality.name}
    log(actor=actor, verb="case.input_given", subject=case, text=words, row=row.pk)
    return row


@transaction.atomic
def withdraw_input(*, actor: User, row: CaseInput) -> CaseInput:
    """Raises NotPossible when it is withdrawn already, or the case has been treated with it."""
    fresh = CaseInput.objects.select_for_update(of=["self"]).select_related("case", "municipality").get(pk=row.pk)
    if fresh.withdrawn_at:
        raise NotPossible(_("Innspillet er allerede trukket."))
    now = timezone.now()
    treated = AgendaItem.objects.filter(case=fresh.case, withdrawn_at__isnull=True, meeting__state__in=PUBLISHED)
    if treated.filter(meeting__starts_at__gt=fresh.given_at, meeting__starts_at__lte=now).exists():
        raise NotPossible(_("Saken er behandlet med dette innspillet, så det kan ikke trekkes lenger."))
    fresh.withdrawn_at = now
    fresh.save(update_fields=["withdrawn_at"])
    words = _("%(name)s har trukket innspillet sitt.") % {"name": fresh.municipality.name}
    log(actor=actor, verb="case.input_withdrawn", subject=fresh.case, text=words, row=fresh.pk)
    return fresh


@transaction.atomic
def log_pre_meeting(*, actor: User, meeting: Meeting, values: Mapping[str, Any]) -> PreMeeting:
    """A group has met before a meeting. Raises NotPossible for a cancelled meeting, ValidationError by field."""
    locked = Meeting.objects.select_for_update(no_key=True, of=["self"]).select_related("committee").get(pk=meeting.pk)
    if locked.state == MeetingState.CANCELLED:
        raise NotPossible(_("Møtet er avlyst."))
    row = PreMeeting(meeting=meeting, logged_by=actor, **values)
    if row.held_on > timezone.localdate():
        raise ValidationError({"held_on": _("Datoen er ikke kommet ennå.")})
    if row.held_on > locked.day:
        raise ValidationError({"held_on": _("Formøtet må være før møtet det forbereder.")})
    if row.group.partnership_id != locked.committee.partnership_id:
        raise ValidationError({"group": _("Velg en gruppe i samarbeidet.")})
    text = _("Formøte i %(name)s er ført.") % {"name": row.group.name}
    return add_row(actor=actor, row=row, verb="meeting.pre_meeting_logged", text=text, subject=meeting)


@transaction.atomic
def remove_pre_meeting(*, actor: User | None, row: PreMeeting) -> None:
    """Take away what was logged by mistake."""
    group: MunicipalGroup = row.group
    text = _("Formøte i %(name)s er fjernet.") % {"name": group.name}
    log(actor=actor, verb="meeting.pre_meeting_removed", subject=row.meeting, text=text, row=row.pk)
    row.delete()
