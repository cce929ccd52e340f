"""Fixtures that every test may use; personas are in `tests/personas.py`, browser and worker in `tests/fixtures/`."""

from __future__ import annotations

import importlib.util

import pytest
from django.conf import settings

_plugins = ["tests.fixtures.worker", "tests.fixtures.browser", "tests.personas"]
pytest_plugins = [name for name in _plugins if importlib.util.find_spec(name)]


def pytest_configure(config: pytest.Config) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # argon2 takes 50 ms a user
