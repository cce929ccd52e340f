"""Who is told that a report is released, who was told, and who cannot be."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from municipalities.enums import Role
from municipalities.models import Person, Representation
from reports.enums import ReportScope
from reports.models import ReportSending, StatusReport
from samhandling.notifications.enums import MailState


@dataclass(frozen=True)
class Mayor:
    person_id: int
    name: str
    municipality: str
    address: str


@dataclass(frozen=True)
class Missing:
    """A municipality that nobody can be told in, or a mayor without an address; one of them."""

    municipality: str
    number: str
    mayor: str = ""
    person_id: int | None = None

    @property
    def words(self) -> str:
        if self.person_id is None:
            return _("Sendes ikke til %(name)s: kommunen har ingen ordfører i registeret.") % {
                "name": self.municipality
            }
        words = {"mayor": self.mayor, "name": self.municipality}
        return _("Sendes ikke til %(mayor)s i %(name)s: e-postadressen mangler.") % words


@dataclass(frozen=True)
class Plan:
    """What releasing reports would send: to whom, and to whom not. Those who have had it are in neither."""

    mayors: list[Mayor]
    missing: list[Missing]


@dataclass(frozen=True)
class Log:
    """What was sent of the reports of a period."""

    sent: int
    waiting: int
    refused: list[ReportSending]


def mayors_of(reports: Iterable[StatusReport], day: dt.date) -> dict[int, list[Mayor]]:
    """The mayors on a day of the municipalities the reports are about, by report. One query."""
    wanted = {report.municipality_id: report for report in reports if report.scope == ReportScope.MUNICIPALITY}
    if not wanted:
        return {}
    partnership = next(iter(wanted.values())).partnership_id
    rows = Representation.objects.current(day).filter(
        partnership=partnership, role=Role.MAYOR, municipality__in=wanted.keys()
    )
    found: dict[int, list[Mayor]] = defaultdict(list)
    for row in rows.select_related("person__user", "municipality").order_by("pk"):
        mayor = Mayor(row.person_id, row.person.name, str(row.municipality), _address(row.person))
        found[wanted[row.municipality_id].pk].append(mayor)
    return found


def _address(person: Person) -> str:
    user = person.user
    return str(person.email or (user.email if user and user.is_active else ""))


def plan_of(reports: Sequence[StatusReport], day: dt.date) -> Plan:
    """Two queries. `municipality` is fetched."""
    mayors = mayors_of(reports, day)
    rows = ReportSending.objects.filter(report__in=[report.pk for report in reports], email__isnull=False)
    had = {(row.report_id, row.person_id): row for row in rows.select_related("email")}
    plan = Plan([], [])
    for report in reports:
        if report.municipality is None:
            continue
        name, number = report.municipality.name, report.municipality.number
        found = mayors.get(report.pk, [])
        if not found:
            plan.missing.append(Missing(name, number))
        for mayor in found:
            before = had.get((report.pk, mayor.person_id))
            if before and not was_refused(before, mayor.address):
                continue
            if mayor.address:
                plan.mayors.append(mayor)
            else:
                plan.missing.append(Missing(name, number, mayor.name, mayor.person_id))
    return plan


def was_refused(sending: ReportSending, address: str) -> bool:
    """Whether it did not come through, and the person has another address now. `email` is fetched."""
    email = sending.email
    return email is not None and email.state == MailState.FAILED and sending.to != address


def log_of(reports: Iterable[StatusReport]) -> Log:
    """One query."""
    rows = ReportSending.objects.filter(report__in=[report.pk for report in reports], email__isnull=False)
    found = list(rows.select_related("person", "email", "report__municipality").order_by("pk"))
    states = [row.email.state for row in found if row.email]
    return Log(
        sent=states.count(MailState.SENT),
        waiting=states.count(MailState.QUEUED) + states.count(MailState.SENDING),
        refused=[row for row in found if row.email and row.email.state == MailState.FAILED],
    )


def sendings_of(report: StatusReport) -> list[ReportSending]:
    """The log of one report."""
    return list(report.sendings.exclude(to="").select_related("person", "email"))
