"""What needs somebody now: the front page of each persona, and the list of follow-up."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.selectors.desk import desk
from meetings.deadlines import Deadlines, deadlines
from meetings.disclosure import item_title
from meetings.enums import CaseState, ItemType, MeetingState, MinutesState, Outcome
from meetings.fingerprint import agenda_hash
from meetings.models import ActionItem, AgendaItem, Case, Meeting, Minutes, MinutesItem, PaperVersion
from municipalities.access import Access
from municipalities.models import Appointment, GroupMembership, Partnership, Seat
from municipalities.selectors.emails import troubled_emails
from samhandling.core.dates import day_and_month
from samhandling.documents.enums import State
from samhandling.documents.models import Document

SOON = dt.timedelta(days=60)
RECENT = dt.timedelta(days=90)


@dataclass(frozen=True)
class Task:
    """One thing to do: what, by when, and the button that does it. Without `due` it can wait."""

    title: str
    detail: str
    url: str
    action: str
    due: dt.date | None = None


@dataclass(frozen=True)
class DecisionRow:
    """A decision that was made, for readers."""

    title: str
    number: str
    body: str
    day: dt.date
    url: str
    outcome: str


@dataclass
class Today:
    """The front page on `day`. Lists are empty where the persona has nothing of the kind."""

    day: dt.date

    tasks: list[Task] = field(default_factory=list)
    proposals: list[Case] = field(default_factory=list)
    meetings: list[Meeting] = field(default_factory=list)
    deadlines: list[tuple[str, dt.date]] = field(default_factory=list)
    decisions: list[DecisionRow] = field(default_factory=list)
    seats: list[Seat] = field(default_factory=list)


def today(partnership: Partnership, access: Access, now: dt.datetime) -> Today:
    """The front page for a user; the number of queries depends on the roles, never on the number of rows.

    In a partnership that has ended, what is left counts from its last day.
    """
    day = partnership.as_of(timezone.localdate(now))
    upcoming = list(_with_items(upcoming_meetings(partnership, now))[:12])
    page = Today(day, meetings=upcoming[:4])
    page.tasks = sorted(
        [
            *_secretariat_tasks(partnership, access, upcoming, day),
            *_chair_tasks(partnership, access),
            *_own(access, day),
            *(
                Task(row.title, row.detail, row.url, row.action, row.due_on)
                for row in desk(partnership, access, timezone.localdate(now))
            ),
        ],
        key=lambda task: (task.due is None, task.due or day),
    )
    if access.is_coordinator:
        page.proposals = list(_proposals(partnership))
        page.deadlines = _paper_deadlines(upcoming, day)
    else:
        page.decisions = _recent_decisions(partnership, access, day)
        page.seats = _seats_of(access, day)
    return page


def _paper_deadlines(upcoming: list[Meeting], day: dt.date) -> list[tuple[str, dt.date]]:
    """The nearest first: committees have different notice, so the order is not that of the meetings."""
    planned = (row for row in upcoming if row.state == MeetingState.PLANNED)
    coming = [(row.committee.short_name, _due(row).papers.day) for row in planned if _due(row).papers.day >= day]
    return sorted(coming, key=lambda line: line[1])[:4]


def upcoming_meetings(partnership: Partnership, now: dt.datetime) -> QuerySet[Meeting]:
    """Meetings from now on, the nearest first, cancelled ones left out."""
    return (
        Meeting.objects.filter(committee__partnership=partnership, ends_at__gte=now)
        .exclude(state=MeetingState.CANCELLED)
        .select_related("committee")
        .order_by("starts_at")
    )


def _with_items(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    return meetings.prefetch_related(Prefetch("items", AgendaItem.objects.order_by("position", "pk")))


def _is_approved(meeting: Meeting) -> bool:
    """The chair has approved the agenda as it stands now; a later change asks again."""
    return meeting.approved_at is not None and meeting.approved_hash == agenda_hash(meeting.items.all())


def _due(meeting: Meeting) -> Deadlines:
    committee = meeting.committee
    return deadlines(meeting_day=meeting.day, notice_days=committee.notice_days, paper_days=committee.paper_days)


def _url(name: str, partnership: Partnership, *args: int) -> str:
    return reverse(f"meetings:{name}", args=[partnership.slug, *args])


def _secretariat_tasks(partnership: Partnership, access: Access, upcoming: list[Meeting], day: dt.date) -> list[Task]:
    if not access.is_coordinator:
        return []
    planned = [meeting for meeting in upcoming if meeting.state == MeetingState.PLANNED]
    return [
        *_missing_papers(partnership, planned),
        *(_next_step(partnership, meeting) for meeting in planned if _due(meeting).notice.day - day <= SOON / 2),
        *_minutes_tasks(partnership),
        *_failed_documents(partnership),
        *_unsent_emails(partnership),
    ]


def _next_step(partnership: Partnership, meeting: Meeting) -> Task:
    """The one step that brings a planned meeting closer to its notice."""
    name, due = f"{meeting.committee.short_name} {day_and_month(meeting.starts_at)}", _due(meeting).notice.day
    url = _url("agenda-edit", partnership, meeting.pk)
    if not _is_approved(meeting):
        text = _("Sakslisten er ikke godkjent av leder. Innkallingen skal sendes %(date)s.")
        return Task(
            _("Sakslisten til %(meeting)s") % {"meeting": name},
            text % {"date": day_and_month(due)},
            url,
            _("Åpne sakslisten"),
            due,
        )
    text = _("Leder har godkjent sakslisten. Innkallingen skal være sendt %(date)s.")
    return Task(
        _("Innkallingen til %(meeting)s") % {"meeting": name},
        text % {"date": day_and_month(due)},
        url,
        _("Publiser"),
        due,
    )


def _missing_papers(partnership: Partnership, planned: list[Meeting]) -> list[Task]:
    """Items for decision or discussion whose case has no saved paper version, by the meeting's deadline for papers."""
    items = (
        AgendaItem.objects.filter(
            meeting__in=planned,
            type__in=[ItemType.DECISION, ItemType.DISCUSSION],
            case__isnull=False,
            withdrawn_at__isnull=True,
        )
        .exclude(Exists(PaperVersion.objects.filter(paper__case=OuterRef("case"))))
        .select_related("meeting__committee")
        .order_by("meeting__starts_at", "position")[:20]
    )
    return [
        Task(
            _("Saksframlegg mangler: %(title)s") % {"title": item.title},
            _("%(committee)s %(date)s.")
            % {"committee": item.meeting.committee.short_name, "date": day_and_month(item.meeting.starts_at)},
            _url("paper-edit", partnership, item.case_id or 0),
            _("Skriv"),
            _due(item.meeting).papers.day,
        )
        for item in items
    ]


def _minutes_tasks(partnership: Partnership) -> list[Task]:
    """Meetings that are over without minutes, and minutes on their way to being locked."""
    held = (
        Meeting.objects.filter(committee__partnership=partnership, state=MeetingState.CALLED, minutes__isnull=True)
        .filter(ends_at__lt=timezone.now())
        .select_related("committee")
        .order_by("starts_at")[:10]
    )
    open_minutes = (
        Minutes.objects.filter(meeting__committee__partnership=partnership)
        .exclude(state=MinutesState.LOCKED)
        .select_related("meeting__committee")
        .order_by("meeting__starts_at")[:10]
    )
    tasks = [
        Task(
            _("Protokoll fra %(meeting)s") % {"meeting": _name(meeting)},
            _("Møtet er holdt, men protokollen er ikke begynt."),
            _url("minutes", partnership, meeting.pk),
            _("Før protokoll"),
            meeting.day + dt.timedelta(days=7),
        )
        for meeting in held
    ]
    details = {
        MinutesState.DRAFT.value: (_("Utkastet er ikke godkjent."), _("Gjør ferdig")),
        MinutesState.APPROVED.value: (_("Godkjent. Lås protokollen, så blir den offentlig."), _("Lås")),
    }
    for minutes in open_minutes:
        detail, action = details[minutes.state]
        tasks.append(
            Task(
                _("Protokoll fra %(meeting)s") % {"meeting": _name(minutes.meeting)},
                detail,
                _url(
                    "minutes-edit" if minutes.state == MinutesState.DRAFT else "minutes",
                    partnership,
                    minutes.meeting_id,
                ),
                action,
                minutes.meeting.day + dt.timedelta(days=14),
            )
        )
    return tasks


def _name(meeting: Meeting) -> str:
    return f"{meeting.committee.short_name} {day_and_month(meeting.starts_at)}"


def _failed_documents(partnership: Partnership) -> list[Task]:
    meetings = Meeting.objects.filter(committee__partnership=partnership)
    failed = (
        Document.objects.filter(
            state=State.FAILED,
            content_type__app_label="meetings",
            content_type__model="meeting",
            object_id__in=meetings.values("pk"),
        )
        .values("object_id")
        .annotate(count=Count("pk"))
        .order_by("object_id")[:5]
    )
    return [
        Task(
            ngettext("Et dokument kunne ikke lages", "%(count)d dokumenter kunne ikke lages", row["count"])
            % {"count": row["count"]},
            _("Se hva som gikk galt, og prøv igjen."),
            _url("meeting-detail", partnership, row["object_id"]),
            _("Åpne møtet"),
        )
        for row in failed
    ]


def _unsent_emails(partnership: Partnership) -> list[Task]:
    count = troubled_emails(partnership).count()
    if not count:
        return []
    title = ngettext("En e-post er ikke sendt", "%(count)s e-poster er ikke sendt", count) % {"count": count}
    url = reverse("municipalities:email-list", args=[partnership.slug])
    return [Task(title, _("Se hvorfor, og send på nytt."), url, _("Se e-postene"))]


def _chair_tasks(partnership: Partnership, access: Access) -> list[Task]:
    """What waits for the approval of a chair: agendas, and drafts of minutes that the secretariat has finished."""
    if not access.chair_ids:
        return []
    planned = (
        Meeting.objects.filter(
            committee_id__in=access.chair_ids,
            state=MeetingState.PLANNED,
            starts_at__range=(timezone.now(), timezone.now() + SOON),
        )
        .select_related("committee")
        .order_by("starts_at")
    )
    return [
        Task(
            _("Godkjenn sakslisten til %(meeting)s") % {"meeting": _name(meeting)},
            _("Innkallingen skal sendes %(date)s.") % {"date": day_and_month(_due(meeting).notice.day)},
            _url("meeting-detail", partnership, meeting.pk),
            _("Se sakslisten"),
            _due(meeting).notice.day - dt.timedelta(days=1),
        )
        for meeting in _with_items(planned)[:10]
        if not _is_approved(meeting)
    ]


def _own(access: Access, day: dt.date) -> list[Task]:
    """Follow-up that the user is responsible for, due within two months or without a date."""
    actions = (
        ActionItem.objects.in_force()
        .open()
        .filter(owner_id__in=access.person_ids)
        .filter(Q(due_on__isnull=True) | Q(due_on__lte=day + SOON))
        .select_related("item__minutes__meeting__committee__partnership", "item__agenda_item")
        .order_by("due_on")[:20]
    )
    return [
        Task(
            action.text,
            _("Oppfølging av sak %(number)s i %(committee)s.")
            % {
                "number": action.item.agenda_item.number_text,
                "committee": action.item.minutes.meeting.committee.short_name,
            },
            reverse("meetings:action-list", args=[action.item.minutes.meeting.committee.partnership.slug])
            + f"#oppgave-{action.pk}",
            _("Følg opp"),
            action.due_on,
        )
        for action in actions
    ]


def _proposals(partnership: Partnership) -> QuerySet[Case]:
    return Case.objects.filter(partnership=partnership, state=CaseState.PROPOSED).order_by("registered_on")[:10]


def _recent_decisions(partnership: Partnership, access: Access, day: dt.date) -> list[DecisionRow]:
    """Items that ended in a decision in locked minutes lately; exempt ones under their shielded title."""
    items = (
        MinutesItem.objects.filter(
            minutes__meeting__committee__partnership=partnership,
            minutes__state=MinutesState.LOCKED,
            minutes__meeting__starts_at__date__gte=day - RECENT,
            agenda_item__type__in=[ItemType.DECISION, ItemType.DISCUSSION],
        )
        .exclude(outcome=Outcome.NONE)
        .exclude(minutes__corrected_by__state=MinutesState.LOCKED)
        .select_related("minutes__meeting__committee", "agenda_item__case", "agenda_item__legal_basis")
        .select_related("agenda_item__case__legal_basis")
        .order_by("-minutes__meeting__starts_at", "agenda_item__position")[:8]
    )
    return [
        DecisionRow(
            title=item_title(item.agenda_item, internal=access.reads_internal(item.minutes.meeting.committee_id)),
            number=item.agenda_item.number_text,
            body=item.minutes.meeting.committee.short_name,
            day=item.minutes.meeting.day,
            url=_url("minutes", partnership, item.minutes.meeting_id),
            outcome=item.get_outcome_display(),
        )
        for item in items
    ]


def _seats_of(access: Access, day: dt.date) -> list[Seat]:
    """Seats that speak for the user's municipalities: their own and their groups'."""
    if not access.municipality_ids:
        return []
    memberships = GroupMembership.objects.current(day).filter(municipality_id__in=access.municipality_ids)
    held = Appointment.objects.current(day).select_related("person")
    return list(
        Seat.objects.current(day)
        .filter(committee__partnership_id=access.partnership_id)
        .filter(Q(municipality_id__in=access.municipality_ids) | Q(group__in=memberships.values("group")))
        .select_related("committee", "group", "municipality")
        .prefetch_related(Prefetch("appointments", held, to_attr="holders"))
        .order_by("committee__level", "committee__name", "position")[:12]
    )


def actions(partnership: Partnership, access: Access, *, which: str, on: dt.date) -> QuerySet[ActionItem]:
    """Follow-up of the partnership: `open`, `overdue` or `done`. Exempt cases' rows only for those who read them."""
    rows = ActionItem.objects.in_force().filter(item__minutes__meeting__committee__partnership=partnership)
    if not access.is_coordinator:
        exempt = Q(item__agenda_item__is_exempt=True) | Q(item__agenda_item__case__is_exempt=True)
        locked = Q(item__minutes__state=MinutesState.LOCKED)
        internal = Q(item__minutes__meeting__committee_id__in=access.committee_ids)
        rows = rows.filter(locked & (~exempt | internal) | Q(owner_id__in=access.person_ids))
    narrowed = {"open": rows.open, "overdue": lambda: rows.overdue(on)}.get(which)
    rows = narrowed() if narrowed else rows.filter(done_on__isnull=False)
    return rows.select_related("owner", "item__agenda_item__case", "item__minutes__meeting__committee").order_by(
        "due_on", "pk"
    )
