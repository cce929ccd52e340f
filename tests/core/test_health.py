"""`/helse/` for a load balancer and for whoever is on call."""

from __future__ import annotations

import time

import pytest
from django.core.cache import cache
from django.test import Client

from samhandling.core import health
from tests.fixtures.worker import WorkerProcess


@pytest.fixture
def beating_worker() -> None:
    cache.set(health.HEARTBEAT, time.time())


def test_all_is_well(db: None, client: Client, beating_worker: None) -> None:
    answer = client.get("/helse/")

    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "database": True, "storage": True, "broker": True, "worker": True}


def test_a_silent_worker_is_told_of_but_pages_still_work(db: None, client: Client) -> None:
    cache.set(health.HEARTBEAT, time.time() - 3600)

    answer = client.get("/helse/")

    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")


def test_without_a_database_the_site_is_down(
    db: None, client: Client, monkeypatch: pytest.MonkeyPatch, beating_worker: None
) -> None:
    def refuse() -> None:
        raise ConnectionError

    monkeypatch.setitem(health.CHECKS, "database", refuse)

    answer = client.get("/helse/")

    assert (answer.status_code, answer.json()["status"]) == (503, "down")


def test_a_running_worker_lets_itself_be_heard(transactional_db: None, celery_worker_process: WorkerProcess) -> None:
    cache.delete(health.HEARTBEAT)
    celery_worker_process.stop()
    celery_worker_process.start()

    celery_worker_process.wait_for(lambda: cache.get(health.HEARTBEAT), seconds=20)
