from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from agreements.importing import limits
from agreements.services import import_readings, reminders


@shared_task(name="agreements.remind_of_deadlines")
def remind_of_deadlines() -> None:
    """Running it twice a day sends nothing twice."""
    reminders.remind_of_deadlines(today=timezone.localdate())


@shared_task(name="agreements.read_import", soft_time_limit=limits.SECONDS, time_limit=limits.SECONDS_AT_MOST)
def read_import(*, text_import_id: int) -> None:
    import_readings.read_import(text_import_id=text_import_id)


@shared_task(name="agreements.send_owed_imports")
def send_owed_imports() -> None:
    import_readings.send_owed()
