"""With a real worker process that is killed and a real broker that is stopped."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest
from django.db import connection

from samhandling.accounts.models import User
from samhandling.documents import services
from samhandling.documents.enums import State
from samhandling.documents.locks import is_being_made
from samhandling.documents.models import Document
from tests.documents.conftest import Order
from tests.fixtures.worker import Broker, WorkerProcess


def state() -> str:
    return Document.objects.values_list("state", flat=True).get()


def test_a_worker_killed_in_the_middle_loses_nothing(
    worker_with_producers: WorkerProcess, subject: User, order: Order
) -> None:
    User.objects.update(name=f"Lang sak {time.time()}")
    worker_with_producers.start()
    document = order()
    worker_with_producers.wait_for(lambda: Document.objects.filter(progress__gt=8, state=State.RENDERING).exists())
    assert is_being_made(document.pk)

    worker_with_producers.kill()

    worker_with_producers.wait_for(lambda: not is_being_made(document.pk), seconds=5)
    assert state() == State.RENDERING
    Document.objects.update(send_at=document.created_at)  # as when the twenty seconds have passed
    worker_with_producers.start()
    assert services.send_owed() == 1
    worker_with_producers.wait_for(lambda: state() == State.READY)
    made = Document.objects.get()
    assert (made.version, made.attempts) == (1, 2)
    assert made.file.size == made.size
    assert not is_being_made(document.pk)


def test_an_order_given_while_the_broker_is_down_is_carried_out_when_it_is_back(
    worker_with_producers: WorkerProcess, own_broker: Broker, order: Order
) -> None:
    own_broker.stop()
    began = time.monotonic()
    document = order()
    assert time.monotonic() - began < 3, "nobody waits long for a broker that is not there"
    assert state() == State.QUEUED
    assert services.send_owed() == 0

    own_broker.start()
    worker_with_producers.start()
    Document.objects.update(send_at=document.created_at)
    assert services.send_owed() == 1

    worker_with_producers.wait_for(lambda: state() == State.READY)
    assert Document.objects.get().version == 1


def test_the_same_order_sent_twice_is_made_once(
    worker_with_producers: WorkerProcess, subject: User, order: Order
) -> None:
    worker_with_producers.start(concurrency=2)
    document = order()
    for _ in range(3):
        services.send(document.pk)

    worker_with_producers.wait_for(lambda: state() == State.READY)
    worker_with_producers.stop()

    assert Document.objects.get().attempts == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_order_at_the_same_moment_get_the_same_row(order: Order, sent: list[int]) -> None:
    barrier = threading.Barrier(4)
    rows: list[Any] = []

    def press() -> None:
        barrier.wait()
        rows.append(order("same").pk)
        connection.close()

    threads = [threading.Thread(target=press) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(rows) == 4
    assert len(set(rows)) == Document.objects.count() == len(sent) == 1
