"""The demo is made as if on the days its meetings were held."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from unittest import mock


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Services that ask `timezone.now()` get this moment; a locked protokoll of 2017 is then locked in 2017."""
    with mock.patch("django.utils.timezone.now", return_value=moment):
        yield
