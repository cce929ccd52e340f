"""A page as production serves it: the whole request in this process, templates warm."""

from __future__ import annotations

import gc
import time

from django.db import connection
from django.template.base import Template
from django.test import Client
from django.test.utils import CaptureQueriesContext, _TestState

from samhandling.accounts.models import User


def browser_of(user: User) -> Client:
    client = Client(headers={"accept": "text/html"})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def like_in_production() -> None:
    """Call it when all rows are made. PostgreSQL counts tables that have been there for a minute by itself; contexts
    are copied at each rendering only in tests; and the garbage collector need not look at what was made here."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    Template._render = _TestState.saved_data.template_render
    gc.collect()
    gc.freeze()


def count_queries(client: Client, address: str) -> int:
    """Counted at once: the next request empties the log."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200, address
        return len(connection.queries_log) - queries.initial_queries


def milliseconds(client: Client, address: str, rounds: int) -> list[float]:
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        client.get(address)
        times.append((time.perf_counter() - start) * 1000)
    return times
