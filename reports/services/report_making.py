"""Making status reports in the worker: from the records to a snapshot, once.

The row is the promise, as with documents: it is sent to the worker when the transaction is through, beat sends again
what nobody works on, and making the same report twice does no harm. One that fails does not stop the others.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from celery import current_app
from django.db import connection, transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.enums import ReportState
from reports.models import StatusReport
from reports.period import Period
from reports.selectors.shared import load_shared
from reports.selectors.status import build_snapshot
from reports.selectors.targets import language_of
from reports.snapshot import Snapshot
from reports.status.facts import Shared
from samhandling.accounts.models import User
from samhandling.audit.services import log
from samhandling.core.errors import NotPossible
from samhandling.core.text import content_hash
from samhandling.documents.locks import work_lock
from samhandling.documents.services import BROKER_DOWN, GRACE, MAX_ATTEMPTS, RESEND, TRANSIENT

logger = logging.getLogger(__name__)

NAMESPACE = 0x72657074  # "rept"


def send(report_id: int) -> bool:
    """Hand the report to the worker. With the broker down it stays where it is, and beat sends it later."""
    try:
        current_app.send_task("reports.make_report", kwargs={"report_id": report_id}, retry=False)
    except BROKER_DOWN as error:
        logger.warning("Report %s is kept for later, the broker does not answer: %s", report_id, error)
        return False
    _queued(report_id).update(send_at=timezone.now() + RESEND)
    return True


def send_owed() -> int:
    """Send again what nobody works on. A worker that was killed has lost its lock, so its report is found here."""
    now = timezone.now()
    sent = 0
    owed = StatusReport.objects.filter(state=ReportState.QUEUED, send_at__lte=now).order_by("send_at", "pk")
    for pk in owed.values_list("pk", flat=True):
        with work_lock(NAMESPACE, pk) as is_free:
            if not is_free:
                _queued(pk).update(send_at=now + GRACE)
        if is_free and not send(pk):
            break
        sent += is_free
    return sent


@transaction.atomic
def make_again(*, report: StatusReport, user: User | None) -> None:
    """Make one that failed once more, or fetch a draft's figures anew; what the coordinator has written stays.

    One that is under way is left alone. Raises NotPossible when it is released.
    """
    rows = StatusReport.objects.select_for_update(of=("self",)).select_related("partnership", "municipality")
    row = rows.defer("snapshot").get(pk=report.pk)
    if row.is_released:
        raise NotPossible(_("Rapporten er frigitt og kan ikke endres. Lag en rettet versjon."))
    if row.state == ReportState.QUEUED:
        return
    row.language = language_of(row)
    queue_again(row)
    log(actor=user, verb="report.made_again", subject=row, text=_("Hentet tallene i rapporten på nytt"))


def queue_again(report: StatusReport) -> None:
    """From the first attempt. Call inside a transaction, on a row that is not released."""
    report.state, report.error, report.attempts = ReportState.QUEUED, "", 0
    report.queued_at = timezone.now()
    report.send_at = report.queued_at + GRACE
    report.save(update_fields=["language", "state", "error", "attempts", "queued_at", "send_at"])
    transaction.on_commit(partial(send, report.pk), robust=True)


def make_report(*, report_id: int) -> None:
    """Make the report, once: a second worker at the same time, or one that is made, means there is nothing to do."""
    with work_lock(NAMESPACE, report_id) as held:
        report = _start(report_id) if held else None
        if report is None:
            return
        try:
            _finish(report, _snapshot(report))
        except NotPossible as reason:
            _fail(report, str(reason))
        except TRANSIENT:
            logger.warning("Report %s, attempt %s, is put off", report_id, report.attempts, exc_info=True)
            _put_off(report)
        except Exception:
            logger.exception("Report %s cannot be made", report_id)
            _fail(report, _general_failure())


def _start(pk: int) -> StatusReport | None:
    """The report, counted as tried. One that was never finished has taken its worker down with it each time."""
    row = _queued(pk).select_related("partnership__trust", "municipality", "group").first()
    if row is None:
        return None
    if row.attempts >= MAX_ATTEMPTS:
        _fail(row, _general_failure())
        return None
    _queued(pk).update(attempts=F("attempts") + 1, send_at=timezone.now() + GRACE)
    row.attempts += 1
    return row


def _snapshot(report: StatusReport) -> Snapshot:
    read = _facts(report)
    return build_snapshot(report, read.at, read.shared)


@dataclass(frozen=True)
class _Read:
    """What a process has read for the reports of a partnership and a period, and when it began to."""

    partnership_id: int
    period: Period
    at: datetime
    shared: Shared


_last: list[_Read] = []


def _facts(report: StatusReport) -> _Read:
    """Read once by each process for all reports of a batch, and anew for one that was asked for after it was read."""
    period = Period(report.period_from, report.period_to)
    for read in _last:
        if (read.partnership_id, read.period) == (report.partnership_id, period) and read.at >= report.queued_at:
            return read
    with _one_moment():
        now = timezone.now()
        read = _Read(report.partnership_id, period, now, load_shared(report.partnership, period, now))
    _last[:] = [read]
    return read


@contextmanager
def _one_moment() -> Iterator[None]:
    """All that is read is from the same moment, whatever is saved meanwhile."""
    if connection.in_atomic_block:  # somebody else's transaction has begun to read
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def _finish(report: StatusReport, snapshot: Snapshot) -> None:
    kept = snapshot.to_json()
    _queued(report.pk).update(
        state=ReportState.DRAFT,
        snapshot=kept,
        snapshot_sha256=content_hash(kept),
        data_at=snapshot.head.data_at,
        error="",
    )


def _put_off(report: StatusReport) -> None:
    """Wait 10, 20, 40, 80 seconds between attempts; beat sends it again."""
    if report.attempts >= MAX_ATTEMPTS:
        _fail(report, _("Databasen svarte ikke. Prøv igjen om litt."))
        return
    _queued(report.pk).update(send_at=timezone.now() + timedelta(seconds=10 * 2 ** (report.attempts - 1)))


def _fail(report: StatusReport, reason: str) -> None:
    _queued(report.pk).update(state=ReportState.FAILED, error=reason[:300])


def _general_failure() -> str:
    return _("Noe gikk galt da rapporten ble laget. Prøv igjen, og si fra til sekretariatet hvis det ikke hjelper.")


def _queued(pk: int) -> QuerySet[StatusReport]:
    """Every write goes through this: a report that is made is left alone."""
    return StatusReport.objects.filter(pk=pk, state=ReportState.QUEUED)
