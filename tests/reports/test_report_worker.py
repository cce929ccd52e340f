"""With a real worker process that is killed in the middle of a report."""

from __future__ import annotations

import pytest
from celery import current_app
from django.db import connection, transaction
from django.utils import timezone

from reports.enums import ReportState
from reports.models import StatusReport
from reports.period import Period
from reports.services import report_making
from reports.services.report_orders import order_reports
from samhandling.documents.locks import work_lock
from tests.fixtures.worker import WorkerProcess
from tests.personas import build_world
from tests.reports.report_desk import build_desk


def is_worked_on(pk: int) -> bool:
    with work_lock(report_making.NAMESPACE, pk) as is_free:
        return not is_free


def in_state(state: ReportState) -> int:
    return StatusReport.objects.filter(state=state).count()


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_of_a_report_loses_nothing(
    transactional_db: None, private_worker: WorkerProcess
) -> None:
    desk = build_desk(build_world())
    worker = private_worker
    worker.start()
    whole_year = Period.year(timezone.localdate().year - 1)

    def hold_and_kill() -> None:
        """Nobody may read who takes part, so the worker stands still in the middle."""
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("LOCK TABLE municipalities_population IN ACCESS EXCLUSIVE MODE")
            pks = list(StatusReport.objects.values_list("pk", flat=True))
            for pk in pks:  # past `send`, whose note on the row would hold the worker back before it has begun
                current_app.send_task("reports.make_report", kwargs={"report_id": pk})
            worker.wait_for(lambda: StatusReport.objects.filter(attempts=1).exists())
            worker.kill()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("reports.services.report_orders.send", lambda pk: True)
        order_reports(partnership=desk.world.partnership, period=whole_year, user=None)
    hold_and_kill()
    assert in_state(ReportState.QUEUED) == 4

    worker.wait_for(lambda: not any(map(is_worked_on, StatusReport.objects.values_list("pk", flat=True))), seconds=10)
    StatusReport.objects.update(send_at=timezone.now())  # as when the minutes have passed
    assert report_making.send_owed() == 4
    worker.start()
    worker.wait_for(lambda: in_state(ReportState.DRAFT) == 4)
    assert sorted(StatusReport.objects.values_list("attempts", flat=True)) == [1, 1, 1, 2]
