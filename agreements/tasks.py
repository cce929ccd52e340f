from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from agreements.services import reminders


@shared_task(name="agreements.remind_of_deadlines")
def remind_of_deadlines() -> None:
    """Running it twice a day sends nothing twice."""
    reminders.remind_of_deadlines(today=timezone.localdate())
