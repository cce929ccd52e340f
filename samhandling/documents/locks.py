"""One worker per thing: an advisory lock of the database session, which is gone when its process is."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from django.db import Error, connection

NAMESPACE = 0x646F6373  # "docs": the first half of our keys, so that other advisory locks do not meet them


@contextlib.contextmanager
def work_lock(namespace: int, pk: int) -> Iterator[bool]:
    """Yields whether this session got the lock; it never waits."""
    held = _ask("SELECT pg_try_advisory_lock(%s, %s)", namespace, pk)
    try:
        yield held
    finally:
        if held:
            with contextlib.suppress(Error):  # a lost connection has lost the lock already
                _ask("SELECT pg_advisory_unlock(%s, %s)", namespace, pk)


def document_lock(document_id: int) -> contextlib.AbstractContextManager[bool]:
    return work_lock(NAMESPACE, document_id)


def is_being_made(document_id: int) -> bool:
    with document_lock(document_id) as free:
        return not free


def wait_for_turn(name: str) -> None:
    """Wait until no other transaction holds ``name``; held to the end of this transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])


def _ask(sql: str, namespace: int, pk: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(sql, [namespace, pk])
        return bool(cursor.fetchone()[0])
