"""Draft → approved → locked; a locked protokoll is corrected by a new version that names the old."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.enums import MINUTES_TRANSITIONS, AttendanceStatus, MeetingState, MinutesState, Outcome
from meetings.models import ActionItem, ItemText, Meeting, Minutes, MinutesItem, Recusal, Statement
from meetings.selectors.minutes_content import minutes_content, readiness
from meetings.services.agreements import advance_revisions, keep_effects
from meetings.services.documents import order_minutes
from municipalities.models import Person
from samhandling.accounts.models import User
from samhandling.audit.services import log
from samhandling.core.errors import NotPossible
from samhandling.core.text import content_hash

ATTENDED = (AttendanceStatus.PRESENT, AttendanceStatus.REMOTE)


def _lock_row(minutes: Minutes, target: MinutesState) -> Minutes:
    """The row, locked for this transaction. Raises NotPossible unless it may go to `target` from where it is now."""
    row = Minutes.objects.select_for_update(of=("self",)).select_related("meeting__committee").get(pk=minutes.pk)
    if target not in MINUTES_TRANSITIONS[MinutesState(row.state)]:
        raise NotPossible(
            _("Protokollen er %(state)s. Last siden på nytt for å se hva du kan gjøre nå.")
            % {"state": row.get_state_display().lower()}
        )
    return row


def _refuse_incomplete(minutes: Minutes) -> None:
    if blockers := readiness(minutes).blockers:
        raise NotPossible(" ".join(blockers))


@transaction.atomic
def approve_minutes(*, minutes: Minutes, by: Person, user: User, approved_at: datetime, note: str = "") -> Minutes:
    """Record the approval, by the chair signed in or told by a coordinator. The text is closed from now on.

    Steps: refuse what is incomplete; tidy what no longer applies (votes without a vote, a deputy for who met); state;
    log. `note` says where it was approved, such as «i sak 22/17».
    """
    row = _lock_row(minutes, MinutesState.APPROVED)
    _refuse_incomplete(row)
    row.items.exclude(outcome=Outcome.VOTE).update(votes_for=None, votes_against=None, votes_blank=None)
    row.attendances.filter(status__in=ATTENDED).update(deputy=None)
    row.attendances.filter(status=AttendanceStatus.UNKNOWN, deputy__isnull=False).update(status=AttendanceStatus.ABSENT)
    row.state, row.approved_by, row.approved_at = MinutesState.APPROVED, by, approved_at
    row.save(update_fields=["state", "approved_by", "approved_at"])
    text = _("%(who)s godkjente protokollen") % {"who": by.name}
    log(
        actor=user,
        verb="minutes.approved",
        subject=row.meeting,
        text=f"{text} {note}".strip(),
        minutes=row.pk,
        version=row.version,
    )
    return row


@transaction.atomic
def reopen_minutes(*, minutes: Minutes, reason: str, user: User) -> Minutes:
    """Back to draft before locking; the approval is taken away and must be given again."""
    row = _lock_row(minutes, MinutesState.DRAFT)
    row.state, row.approved_by, row.approved_at = MinutesState.DRAFT, None, None
    row.save(update_fields=["state", "approved_by", "approved_at"])
    log(
        actor=user,
        verb="minutes.reopened",
        subject=row.meeting,
        text=_("Åpnet protokollen igjen: %(reason)s") % {"reason": reason},
        minutes=row.pk,
    )
    return row


@transaction.atomic
def lock_minutes(*, minutes: Minutes, user: User) -> Minutes:
    """Close the protokoll for good and order its documents.

    Steps: lock the row, so that saves under way finish first and later ones are refused; refuse what is incomplete;
    hash the whole content; state; the meeting is held; documents; log; the revisions it decided about move on.
    """
    row = _lock_row(minutes, MinutesState.LOCKED)
    _refuse_incomplete(row)
    keep_effects(row)
    row.content_hash = content_hash(minutes_content(row))
    row.state, row.locked_by, row.locked_at = MinutesState.LOCKED, user, timezone.now()
    row.save(update_fields=["content_hash", "state", "locked_by", "locked_at"])
    Meeting.objects.filter(pk=row.meeting_id).update(state=MeetingState.CLOSED)
    row.meeting.state = MeetingState.CLOSED
    order_minutes(minutes=row, user=user)
    log(
        actor=user,
        verb="minutes.locked",
        subject=row.meeting,
        text=_("Låste protokollen, versjon %(version)s") % {"version": row.version},
        minutes=row.pk,
        sha256=row.content_hash,
    )
    advance_revisions(minutes=row, user=user)
    return row


@transaction.atomic
def correct_minutes(*, minutes: Minutes, reason: str, user: User) -> Minutes:
    """A new draft with everything the locked version says; the old one stays as it is. Returns the new one.

    Raises NotPossible unless `minutes` is the newest version and locked.
    """
    Meeting.objects.select_for_update().get(pk=minutes.meeting_id)  # two who correct at once
    old = Minutes.objects.get(pk=minutes.pk)
    if old.state != MinutesState.LOCKED:
        raise NotPossible(_("Bare en låst protokoll rettes i en ny versjon. Denne kan endres direkte."))
    if Minutes.objects.filter(corrects=old).exists():
        raise NotPossible(_("Protokollen er allerede rettet i en nyere versjon."))
    new = Minutes.objects.create(
        meeting_id=old.meeting_id,
        version=old.version + 1,
        corrects=old,
        correction_reason=reason,
        started_at=old.started_at,
        ended_at=old.ended_at,
        next_meeting_note=old.next_meeting_note,
    )
    _copy_rows(old, new)
    log(
        actor=user,
        verb="minutes.corrected",
        subject=old.meeting,
        text=_("Begynte på versjon %(version)s av protokollen: %(reason)s")
        % {"version": new.version, "reason": reason},
        minutes=new.pk,
        corrects=old.pk,
    )
    return new


def _copy_rows(old: Minutes, new: Minutes) -> None:
    attendances = {}
    for attendance in old.attendances.all():
        old_pk = attendance.pk
        attendance.pk, attendance.minutes, attendance.revisions = None, new, {}
        attendance.save(force_insert=True)
        attendances[old_pk] = attendance.pk
    for item in old.items.all():
        old_pk = item.pk
        item.pk, item.minutes, item.revisions = None, new, {}
        item.save(force_insert=True)
        _copy_parts(old_pk, item, attendances)


def _copy_parts(old_pk: int, item: MinutesItem, attendances: dict[int, int]) -> None:
    texts = ItemText.objects.filter(item=old_pk).newest("item").select_related("saved_by")
    ItemText.objects.bulk_create(
        ItemText(item=item, section=text.section, revision=1, text=text.text, saved_by=text.saved_by) for text in texts
    )
    for model in (Statement, Recusal, ActionItem):
        for part in model.objects.filter(item=old_pk).order_by("pk"):
            part.pk, part.item, part.revisions = None, item, {}
            if not isinstance(part, ActionItem):
                part.attendance_id = attendances[part.attendance_id]
            part.save(force_insert=True)
