"""`/helse/`: whether the parts the site stands on answer, for a load balancer and for whoever is on call."""

from __future__ import annotations

import time
from collections.abc import Callable

from celery.signals import heartbeat_sent
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from samhandling.celery import app

HEARTBEAT = "worker-heartbeat"
HEARTBEAT_EVERY = 10
SILENT_AFTER = 60
NEEDED = {"database", "storage"}  # without these no page is right; documents wait patiently for the others


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _broker() -> None:
    with app.connection_for_write(connect_timeout=2) as broker:
        broker.ensure_connection(max_retries=1, timeout=2)


def _storage() -> None:
    default_storage.exists("helse")


def _worker() -> None:
    beat = cache.get(HEARTBEAT)
    if beat is None or time.time() - beat > SILENT_AFTER:
        raise TimeoutError("no heartbeat")


CHECKS: dict[str, Callable[[], None]] = {
    "database": _database,
    "storage": _storage,
    "broker": _broker,
    "worker": _worker,
}


def answers(check: Callable[[], None]) -> bool:
    try:
        check()
    except Exception:  # whatever is wrong, the answer is no; the reason is nobody else's business
        return False
    return True


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 with `status` ok or degraded (no new documents for now), 503 when a page would fail."""
    results = {name: answers(check) for name, check in CHECKS.items()}
    serving = all(results[name] for name in NEEDED)
    status = "ok" if all(results.values()) else "degraded" if serving else "down"
    return JsonResponse({"status": status, **results}, status=200 if serving else 503)


_last_beat = 0.0


@heartbeat_sent.connect
def remember_heartbeat(**kwargs: object) -> None:
    """The worker beats every other second; the cache hears of it now and then."""
    global _last_beat  # noqa: PLW0603 - one worker, one clock
    if time.monotonic() - _last_beat > HEARTBEAT_EVERY:
        _last_beat = time.monotonic()
        cache.set(HEARTBEAT, time.time(), SILENT_AFTER)
