from __future__ import annotations

from celery import shared_task

from samhandling.notifications import services


@shared_task(name="samhandling.notifications.send")
def send(*, email_id: int) -> None:
    services.send(email_id=email_id)


@shared_task(name="samhandling.notifications.send_owed")
def send_owed() -> None:
    services.send_owed()
