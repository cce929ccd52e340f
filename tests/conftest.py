"""Fixtures that every test may use; personas are in `tests/personas.py`, browser and worker in `tests/fixtures/`."""

from __future__ import annotations

import importlib.util
import time
from collections.abc import Iterable
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.db.backends.base.operations import BaseDatabaseOperations
from hypothesis import HealthCheck

_plugins = ["tests.fixtures.worker", "tests.fixtures.browser", "tests.personas"]
pytest_plugins = [name for name in _plugins if importlib.util.find_spec(name)]

# A slow machine is no fault, and the same commit gives the same answer. To look further:
# make test-fast ARGS="tests/agreements --hypothesis-profile=search"
_calm = [HealthCheck.too_slow]
hypothesis.settings.register_profile("calm", deadline=None, suppress_health_check=_calm, derandomize=True)
hypothesis.settings.register_profile("search", deadline=None, suppress_health_check=_calm, max_examples=1_000)
hypothesis.settings.load_profile("calm")


def pytest_configure(config: pytest.Config) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # argon2 takes 50 ms a user


_empty_tables = BaseDatabaseOperations.execute_sql_flush


def _empty_tables_in_the_end(self: BaseDatabaseOperations, sql_list: Iterable[str]) -> None:
    """A worker that a test killed may live on in PostgreSQL for a moment: when its statement and ours wait for each
    other, one is broken off. Ours is tried again."""
    for is_last in (False, False, False, False, True):
        try:
            _empty_tables(self, sql_list)
        except OperationalError:
            if is_last:
                raise
            time.sleep(0.5)
        else:
            return


BaseDatabaseOperations.execute_sql_flush = _empty_tables_in_the_end


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Ids as long as in a portal that has been used for years, and no two tables with the same ones.

    In a new database the first rows all have the id 1: a page that writes 12345 as «12 345», or looks up a person
    by a meeting's id, would pass every test.
    """
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("SELECT sequencename FROM pg_sequences WHERE schemaname = current_schema() ORDER BY 1")
        for place, (sequence,) in enumerate(cursor.fetchall()):
            cursor.execute(f'ALTER SEQUENCE "{sequence}" RESTART WITH {(place + 12) * 1_000}')
