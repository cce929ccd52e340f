from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from samhandling.accounts.models import User
from samhandling.documents import registry, services
from samhandling.documents.enums import Kind, Language, Purpose, Variant
from samhandling.documents.models import Document
from tests.documents.content import produce_notice
from tests.fixtures.worker import WorkerProcess, _test_database_url

Order = Callable[..., Document]


@pytest.fixture
def producer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Notices are made by this test's own producer."""
    monkeypatch.setitem(registry._producers, Kind.NOTICE, produce_notice)


@pytest.fixture
def subject(db: None) -> User:
    return User.objects.create_user("sak@example.org", name="Kari Prøve")


@pytest.fixture
def order(subject: User) -> Order:
    def order_it(source_hash: str = "a", **changes: Any) -> Document:
        wish = {
            "subject": subject,
            "kind": Kind.NOTICE,
            "variant": Variant.INTERNAL,
            "language": Language.BOKMAAL,
            "purpose": Purpose.READING,
            "requested_by": None,
        }
        return services.order_document(**(wish | changes), source_hash=source_hash)

    return order_it


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The documents sent to the worker, instead of sending them."""
    ids: list[int] = []

    def keep(name: str, kwargs: dict[str, Any], **_: Any) -> None:
        if name == "samhandling.documents.produce":
            ids.append(kwargs["document_id"])

    monkeypatch.setattr(services.current_app, "send_task", keep)
    return ids


@pytest.fixture
def worker_with_producers(
    monkeypatch: pytest.MonkeyPatch, transactional_db: None, own_broker: Any, tmp_path: Path
) -> Iterator[WorkerProcess]:
    """A worker process, not started yet, that knows the producer above."""
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "tests.documents.worker_settings")
    worker = WorkerProcess(_test_database_url(), tmp_path / "celery.log")
    yield worker
    worker.kill()
