"""A hand-over that is signed for: all that was open in St. Olavs when the present secretariat took over."""

from __future__ import annotations

import datetime as dt

from django.db.models import Min
from django.urls import reverse
from django.utils import timezone

from meetings.models import ActionItem, Case, Meeting
from municipalities.enums import Party, Role
from municipalities.models import Partnership, Representation, SecretariatTerm
from reports.models import Handover
from reports.open_work import OpenRow, OpenSection, OpenWork
from reports.services.secretariat import receive_handover
from samhandling.accounts.models import User
from samhandling.core import clock
from samhandling.core.dates import long_date

PARTNERSHIP = "st-olavs"
NOTE = (
    "Møteplanen for året er vedtatt. Lokalene i Brekstad er klare fra første dag, og arkivet er flyttet.\n"
    "Ring gjerne den første måneden."
)


def load(today: dt.date) -> None:
    partnership = Partnership.objects.get(slug=PARTNERSHIP)
    own = SecretariatTerm.objects.filter(partnership=partnership, side=Party.MUNICIPALITIES, valid_from__lte=today)
    taker, giver = own.select_related("group").order_by("-valid_from")[:2]
    last = giver.valid_to or taker.valid_from
    work = OpenWork(giver=str(giver.group), taker=str(taker.group), sections=_sections(partnership, last))
    with clock.at(_noon(last - dt.timedelta(days=3))):
        handover = Handover.objects.create(
            partnership=partnership,
            giver=giver,
            taker=taker,
            on=last,
            note=NOTE,
            open_work=work.to_json(),
            made_by=_user(partnership, Role.COORDINATOR_TRUST),
        )
    with clock.at(_noon(last + dt.timedelta(days=2))):
        actor = _user(partnership, Role.COORDINATOR_MUNICIPAL)
        receive_handover(actor=actor, handover=handover, note="Gjennomgått sammen punkt for punkt.")


def _sections(partnership: Partnership, day: dt.date) -> tuple[OpenSection, ...]:
    """What the portal's own records say was open on the day."""
    return (
        OpenSection("cases", "Saker", tuple(_cases(partnership, day))),
        OpenSection("meetings", "Møter og protokoller", tuple(_meetings(partnership, day))),
        OpenSection("actions", "Oppfølging", tuple(_actions(partnership, day))),
        OpenSection("revisions", "Revisjoner av avtaler", ()),
        OpenSection("consultations", "Høringer", ()),
        OpenSection("tasks", "Sekretariatets oppgaver", ()),
    )


def _cases(partnership: Partnership, day: dt.date) -> list[OpenRow]:
    """Registered before the day, treated for the first time after it."""
    cases = Case.objects.filter(partnership=partnership, registered_on__lte=day)
    waiting = cases.annotate(first=Min("treatments__meeting__starts_at")).filter(first__date__gt=day)
    return [
        OpenRow(
            case.title,
            "Satt opp i møte.",
            long_date(case.first),
            reverse("meetings:case-detail", args=[partnership.slug, case.pk]),
        )
        for case in waiting.order_by("first", "pk")
    ]


def _meetings(partnership: Partnership, day: dt.date) -> list[OpenRow]:
    coming = Meeting.objects.filter(committee__partnership=partnership, starts_at__date__gt=day)
    return [
        OpenRow(
            meeting.committee.name,
            "Under planlegging",
            long_date(meeting.starts_at),
            reverse("meetings:meeting-detail", args=[partnership.slug, meeting.pk]),
        )
        for meeting in coming.select_related("committee").order_by("starts_at", "pk")[:4]
    ]


def _actions(partnership: Partnership, day: dt.date) -> list[OpenRow]:
    """Decided before the day, due after it."""
    held = {"item__minutes__meeting__committee__partnership": partnership}
    rows = ActionItem.objects.filter(**held, item__minutes__meeting__starts_at__date__lte=day, due_on__gt=day)
    page = reverse("meetings:action-list", args=[partnership.slug])
    return [
        OpenRow(row.text, "", long_date(row.due_on) if row.due_on else "", f"{page}#oppgave-{row.pk}")
        for row in rows.order_by("due_on", "pk")
    ]


def _user(partnership: Partnership, role: Role) -> User:
    rows = Representation.objects.filter(partnership=partnership, role=role, person__user__isnull=False)
    return User.objects.get(pk=rows.order_by("pk").values_list("person__user", flat=True)[0])


def _noon(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(12), timezone.get_current_timezone())
