"""What the worker does. Each task may run twice or be killed anywhere: the rows say what is left to do."""

from __future__ import annotations

import gc

from celery import shared_task
from celery.signals import worker_process_init

from samhandling.documents import pieces, services
from samhandling.documents.house import renderer


@shared_task(name="samhandling.documents.produce")
def produce(*, document_id: int) -> None:
    services.carry_out(document_id=document_id)


@shared_task(name="samhandling.documents.send_owed")
def send_owed() -> None:
    services.send_owed()


@shared_task(name="samhandling.documents.render_pieces")
def render_pieces(*, label: str, pk: int) -> None:
    services.render_pieces(label=label, pk=pk)


@shared_task(name="samhandling.documents.remove_unused_pieces")
def remove_unused_pieces() -> None:
    pieces.remove_unused()


@worker_process_init.connect
def warm_up(**_: object) -> None:
    """Read the style sheet and fonts before the first job, and keep the collector away from what stays."""
    renderer()
    gc.freeze()
