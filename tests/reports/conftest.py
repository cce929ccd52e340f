from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine

from reports.services import report_making, report_orders, report_releases
from tests.reports.report_desk import TODAY


@pytest.fixture
def _in_october() -> Iterator[None]:
    """A week after the third quarter of 2026."""
    with time_machine.travel(TODAY, tick=True):
        yield


@pytest.fixture
def sent_reports(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The reports given to a worker, instead of giving them."""
    ids: list[int] = []

    def keep(report_id: int) -> bool:
        ids.append(report_id)
        return True

    report_making._last.clear()  # every test is on the same morning
    for module in (report_making, report_orders, report_releases):
        monkeypatch.setattr(module, "send", keep)
    return ids
