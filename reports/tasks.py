"""What the worker does for reports. Each task may run twice or be killed anywhere: the rows say what is left to do."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from reports.services import report_making, report_orders


@shared_task(name="reports.make_report", soft_time_limit=240, time_limit=300)
def make_report(*, report_id: int) -> None:
    report_making.make_report(report_id=report_id)


@shared_task(name="reports.send_owed_reports")
def send_owed_reports() -> None:
    report_making.send_owed()


@shared_task(name="reports.order_scheduled")
def order_scheduled() -> None:
    """Running it every day orders nothing twice."""
    report_orders.order_scheduled(today=timezone.localdate())
