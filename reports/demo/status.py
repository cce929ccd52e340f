"""Status reports of St. Olavs: last quarter's are released, and drafts of this quarter so far wait for a comment."""

from __future__ import annotations

import datetime as dt
from itertools import islice

from meetings.demo.people import names
from municipalities.enums import Role
from municipalities.models import Partnership, PartnershipMembership, Person, Representation
from municipalities.querysets import by_norwegian_name
from reports.demo.costs import coordinator
from reports.enums import ReportScope
from reports.models import ReportBatch
from reports.period import Period
from reports.services.report_comments import save_comment
from reports.services.report_making import make_report
from reports.services.report_orders import order_reports
from reports.services.report_releases import release_batch
from samhandling.accounts.models import User

_COMMENTS = {
    ReportScope.PARTNERSHIP: "<p>Partene møtes jevnlig, og vedtakene følges opp. Det viktigste framover er at de "
    "avtalene som ligger til vedtak, kommer på sakskartet i alle kommunestyrene før fristen.</p>",
    ReportScope.REGION: "<p>Kommunene i gruppen forbereder seg sammen til møtene i utvalgene. Det merkes i sakene.</p>",
}
FIRST_NAME = 450
"""Where in the row of invented names the mayors begin; those before sit in committees."""


def load(today: dt.date) -> None:
    partnership = Partnership.objects.get(slug="st-olavs")
    user = coordinator(partnership)
    _mayors(partnership, today)
    released = _made(partnership, Period.last_whole_quarter(today), user)
    for report in released.reports.filter(scope__in=_COMMENTS):
        save_comment(report=report, html=_COMMENTS[ReportScope(report.scope)], base_revision=0, user=user)
    release_batch(batch=released, user=user)
    this_quarter = dt.date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    if this_quarter < today:
        _made(partnership, Period(this_quarter, today), user)


def _made(partnership: Partnership, period: Period, user: User | None) -> ReportBatch:
    batch = order_reports(partnership=partnership, period=period, user=user)
    for pk in batch.reports.values_list("pk", flat=True):
        make_report(report_id=pk)
    return batch


def _mayors(partnership: Partnership, today: dt.date) -> None:
    """One for each municipality but the last, which has none; the first of them has no address."""
    rows = PartnershipMembership.objects.current(today).filter(partnership=partnership).select_related("municipality")
    has_one = Representation.objects.current(today).filter(partnership=partnership, role=Role.MAYOR)
    without = rows.exclude(municipality__in=has_one.values("municipality"))
    places = [row.municipality for row in without.order_by(by_norwegian_name("municipality__name"))][:-1]
    for place, name in zip(places, islice(names(), FIRST_NAME, None), strict=False):
        person = Person.objects.create(
            partnership=partnership,
            name=name,
            title="Ordfører",
            employer=f"{place.name} kommune",
            email="" if place == places[0] else f"ordforer.{place.number}@demo.example",
        )
        Representation.objects.create(
            partnership=partnership,
            person=person,
            role=Role.MAYOR,
            municipality=place,
            valid_from=max(partnership.valid_from, place.valid_from),
        )
