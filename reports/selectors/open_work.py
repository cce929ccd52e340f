"""All that is open in a partnership, for the one who takes the secretariat over."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.enums import ConsultationState
from agreements.selectors.consultations import consultation_rows
from agreements.selectors.revisions import ACTIVE, plan_of
from meetings.enums import CaseState, MeetingState, MinutesState
from meetings.models import AgendaItem, Case, Meeting, Minutes
from meetings.selectors.today import actions, upcoming_meetings
from municipalities.access import Access
from municipalities.models import Partnership
from reports.models import SecretariatTask
from reports.open_work import OpenRow, OpenSection
from samhandling.core.dates import long_date


def open_sections(partnership: Partnership, access: Access, now: dt.datetime) -> tuple[OpenSection, ...]:
    """Cases, meetings, follow-up, revisions, consultations and tasks, each nearest first; empty ones too.

    For a coordinator's eyes: exempt cases have their full titles.
    """
    day = timezone.localdate(now)
    return (
        OpenSection("cases", _("Saker"), tuple(_cases(partnership, now))),
        OpenSection("meetings", _("Møter og protokoller"), tuple(_meetings(partnership, now))),
        OpenSection("actions", _("Oppfølging"), tuple(_actions(partnership, access, day))),
        OpenSection("revisions", _("Revisjoner av avtaler"), tuple(_revisions(partnership, access, day))),
        OpenSection("consultations", _("Høringer"), tuple(_consultations(partnership, access, day))),
        OpenSection("tasks", _("Sekretariatets oppgaver"), tuple(_tasks(partnership))),
    )


def _cases(partnership: Partnership, now: dt.datetime) -> list[OpenRow]:
    coming: dict[int, AgendaItem] = {}
    items = AgendaItem.objects.filter(
        meeting__in=upcoming_meetings(partnership, now), case__isnull=False, withdrawn_at__isnull=True
    )
    for item in items.select_related("meeting__committee").order_by("meeting__starts_at"):
        coming.setdefault(item.case_id or 0, item)
    cases = Case.objects.filter(partnership=partnership).exclude(state=CaseState.CLOSED).order_by("registered_on", "pk")
    rows = [(coming.get(case.pk), case) for case in cases]
    last = dt.datetime.max.replace(tzinfo=dt.UTC)
    rows.sort(key=lambda row: row[0].meeting.starts_at if row[0] else last)
    return [_case(partnership, case, item) for item, case in rows]


def _case(partnership: Partnership, case: Case, item: AgendaItem | None) -> OpenRow:
    if item is not None:
        detail = _("Skal opp i %(committee)s.") % {"committee": item.meeting.committee.short_name}
    elif case.state == CaseState.PROPOSED:
        detail = _("Forslag som ikke er besvart.")
    else:
        detail = _("Ikke satt opp i noe møte.")
    url = reverse("meetings:case-detail", args=[partnership.slug, case.pk])
    return OpenRow(case.title, detail, long_date(item.meeting.starts_at) if item else "", url)


def _meetings(partnership: Partnership, now: dt.datetime) -> list[OpenRow]:
    """Minutes that are not locked, then meetings ahead."""
    own = Meeting.objects.filter(committee__partnership=partnership).select_related("committee")
    held = own.filter(state=MeetingState.CALLED, ends_at__lt=now, minutes__isnull=True).order_by("starts_at")
    drafts = (
        Minutes.objects.filter(meeting__committee__partnership=partnership)
        .exclude(state=MinutesState.LOCKED)
        .select_related("meeting__committee")
        .order_by("meeting__starts_at")
    )
    return [
        *(_meeting(partnership, row, _("Protokollen er ikke begynt.")) for row in held),
        *(_meeting(partnership, row.meeting, _("Protokollen er ikke låst.")) for row in drafts),
        *(_meeting(partnership, row, str(row.get_state_display())) for row in upcoming_meetings(partnership, now)),
    ]


def _meeting(partnership: Partnership, meeting: Meeting, detail: str) -> OpenRow:
    url = reverse("meetings:meeting-detail", args=[partnership.slug, meeting.pk])
    return OpenRow(meeting.committee.name, detail, long_date(meeting.starts_at), url)


def _actions(partnership: Partnership, access: Access, day: dt.date) -> list[OpenRow]:
    page = reverse("meetings:action-list", args=[partnership.slug])
    rows = []
    for action in actions(partnership, access, which="open", on=day):
        values = {
            "number": action.item.agenda_item.number_text,
            "committee": action.item.minutes.meeting.committee.short_name,
            "owner": action.owner or action.owner_name or _("ingen"),
        }
        detail = _("Sak %(number)s i %(committee)s. Ansvarlig: %(owner)s.") % values
        due = long_date(action.due_on) if action.due_on else ""
        rows.append(OpenRow(action.text, detail, due, f"{page}#oppgave-{action.pk}"))
    return rows


def _revisions(partnership: Partnership, access: Access, day: dt.date) -> list[OpenRow]:
    rows = []
    for row in plan_of(partnership, access, ACTIVE, day):
        step = row.next
        detail = _("%(name)s. Neste steg: %(step)s.") % {
            "name": row.revision.name,
            "step": step.get_kind_display() if step else row.revision.get_step_display(),
        }
        due = long_date(step.planned_on) if step and step.planned_on else ""
        url = reverse("agreements:revision-detail", args=[partnership.slug, row.revision.pk])
        rows.append(OpenRow(row.revision.agreement.label, detail, due, url))
    return rows


def _consultations(partnership: Partnership, access: Access, day: dt.date) -> list[OpenRow]:
    rows = []
    for row in consultation_rows(partnership, access, day):
        consultation = row.consultation
        if consultation.state == ConsultationState.CLOSED:
            continue
        counts = {"answered": row.answered, "parties": row.parties}
        is_open = consultation.state == ConsultationState.OPEN
        detail = _("%(answered)s av %(parties)s har svart.") % counts if is_open else _("Ikke sendt ennå.")
        url = reverse("agreements:consultation-detail", args=[partnership.slug, consultation.pk])
        rows.append(OpenRow(consultation.title, detail, long_date(consultation.deadline), url))
    return rows


def _tasks(partnership: Partnership) -> list[OpenRow]:
    tasks = SecretariatTask.objects.filter(partnership=partnership, done_on__isnull=True).select_related("owner")
    return [
        OpenRow(
            task.text,
            _("Ansvarlig: %(owner)s.") % {"owner": task.owner} if task.owner else "",
            long_date(task.due_on) if task.due_on else "",
            "",
        )
        for task in tasks.order_by("due_on", "pk")
    ]
