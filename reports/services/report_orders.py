"""Ordering status reports: one, or all of a partnership for a period in one go.

Ordering the same twice, at once or by hand and by the calendar, gives the same reports: they are found under a lock
that the orders of a partnership wait for, and a constraint of the table says the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from municipalities.models import Partnership
from reports.enums import ReportState
from reports.models import ReportBatch, StatusReport
from reports.period import Period
from reports.selectors.targets import Target, key_of, targets_on
from reports.services.report_making import queue_again, send
from samhandling.accounts.models import User
from samhandling.audit.services import log
from samhandling.core.dates import long_date
from samhandling.documents.locks import wait_for_turn
from samhandling.documents.services import GRACE

SCHEDULED_DAY = 5
"""The calendar orders from this day after a quarter on, and catches up if it could not then."""


@transaction.atomic
def order_reports(
    *, partnership: Partnership, period: Period, user: User | None, values: Sequence[str] = (), scheduled: bool = False
) -> ReportBatch:
    """The batch with the reports of a period: those named by `values` (`Target.value`), or all there are.

    Steps: refuse a period that is not over, or of a time before or after the partnership; wait for others who order;
    the period's batch; a report for each that has none; those that failed again; log; give what is new to a worker
    when this is through.
    Raises ValidationError with `last`, `period` or `whom`.
    """
    _refuse_impossible(partnership, period)
    wait_for_turn(f"status-reports:{partnership.pk}")
    targets = _chosen(targets_on(partnership, period.last), values, period.last)
    batch = _batch(partnership, period, user, scheduled=scheduled)
    there = {key_of(row): row for row in _newest(partnership, period)}
    for target in targets:
        report = there.get(target.key)
        if report is not None and report.state == ReportState.FAILED:
            queue_again(report)
    new = [_new(batch, target) for target in targets if target.key not in there]
    StatusReport.objects.bulk_create(new)
    if new:
        words = {"count": len(new), "period": period.label}
        text = ngettext(
            "Bestilte %(count)s rapport for %(period)s", "Bestilte %(count)s rapporter for %(period)s", len(new)
        )
        log(actor=user, verb="reports.ordered", subject=batch, text=text % words, reports=[row.pk for row in new])
    for row in new:
        transaction.on_commit(partial(send, row.pk), robust=True)
    return batch


def order_scheduled(*, today: dt.date) -> int:
    """Last quarter's reports for each partnership that runs and ran then, from the fifth on, once."""
    period = Period.last_whole_quarter(today)
    if (today - period.last).days < SCHEDULED_DAY:
        return 0
    ordered = ReportBatch.objects.filter(
        partnership=OuterRef("pk"), period_from=period.first, period_to=period.last, is_scheduled=True
    )
    running = Partnership.objects.filter(~Exists(ordered), valid_from__lte=period.last)
    found = running.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today)).order_by("pk")
    for partnership in found:
        order_reports(partnership=partnership, period=period, user=None, scheduled=True)
    return len(found)


def _refuse_impossible(partnership: Partnership, period: Period) -> None:
    if period.last > timezone.localdate():
        words = _("Perioden er ikke over før %(day)s. Velg en periode som er over.")
        raise ValidationError({"last": words % {"day": long_date(period.last)}})
    if period.last < partnership.valid_from:
        words = _("Samarbeidet begynte %(day)s. Velg en periode etter det.")
        raise ValidationError({"period": words % {"day": long_date(partnership.valid_from)}})
    if partnership.valid_to and period.first > partnership.valid_to:
        words = _("Samarbeidet ble avsluttet %(day)s. Velg en periode før det.")
        raise ValidationError({"period": words % {"day": long_date(partnership.valid_to)}})


def _chosen(targets: Sequence[Target], values: Sequence[str], day: dt.date) -> list[Target]:
    if not values:
        return list(targets)
    found = [target for target in targets if target.value in values]
    if len(found) < len(set(values)):
        words = _("Var ikke med i samarbeidet %(day)s. Velg en annen, eller en periode da den var med.")
        raise ValidationError({"whom": words % {"day": long_date(day)}})
    return found


def _batch(partnership: Partnership, period: Period, user: User | None, *, scheduled: bool) -> ReportBatch:
    """The period's batch, whoever ordered it first; the calendar marks that it has been there."""
    what = {"partnership": partnership, "period_from": period.first, "period_to": period.last}
    batch = ReportBatch.objects.filter(**what).order_by("pk").first()
    if batch is None:
        return ReportBatch.objects.create(**what, ordered_by=user, is_scheduled=scheduled)
    if scheduled and not batch.is_scheduled:
        batch.is_scheduled = True
        batch.save(update_fields=["is_scheduled"])
    return batch


def _newest(partnership: Partnership, period: Period) -> Sequence[StatusReport]:
    rows = StatusReport.objects.filter(partnership=partnership, period_from=period.first, period_to=period.last)
    return list(rows.defer("snapshot").order_by("version"))


def _new(batch: ReportBatch, target: Target) -> StatusReport:
    return StatusReport(
        partnership=batch.partnership,
        batch=batch,
        scope=target.scope,
        municipality=target.municipality,
        group=target.group,
        period_from=batch.period_from,
        period_to=batch.period_to,
        language=target.language,
        send_at=timezone.now() + GRACE,
    )
