"""Environment of the tests, set before Django reads its settings
(loaded by `-p tests.environment`, and by the benchmarks).

Each xdist worker (at most eight) gets a Redis database, a media folder and a queue of its own; pytest-django gives it
a database.
"""

import os
import re
import sys
import tempfile
from pathlib import Path

FILES = Path(os.environ.get("TEST_FILES") or tempfile.mkdtemp(prefix="samhandling-files-"))
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
WORKER_NUMBER = int(re.sub(r"\D", "", WORKER) or 0)

if "DATABASE_URL" not in os.environ or "TEST_REDIS_URL" not in os.environ:
    sys.exit('Testene trenger tjenester: bruk make test, eller make test-fast ARGS="tests/meetings -q".')

_redis_number = int(os.environ.get("TEST_REDIS_BASE", "0")) + WORKER_NUMBER
_redis = f"{os.environ['TEST_REDIS_URL']}/{_redis_number}"
# The worker that tests share listens here, and only the tests that ask for it send anything to it: what another test
# orders must not be carried out behind its back, while it looks or while its rows are taken away.
WORKER_BROKER = f"{os.environ['TEST_REDIS_URL']}/{_redis_number + 8}"
(FILES / WORKER).mkdir(parents=True, exist_ok=True)

os.environ.update(
    DJANGO_SETTINGS_MODULE="samhandling.settings",
    SECRET_KEY="a-key-for-tests-only-that-is-long-enough",
    DEBUG="1",  # plain static files without collectstatic; pytest-django sets settings.DEBUG to False
    DEMO="0",
    ALLOWED_HOSTS="localhost,127.0.0.1,testserver",
    CELERY_BROKER_URL=_redis,
    CACHE_URL=_redis,
    STORAGE_URL="",
    EMAIL_URL="memory://",
    MEDIA_ROOT=str(FILES / WORKER),
    LOG_LEVEL="WARNING",
    DJANGO_ALLOW_ASYNC_UNSAFE="1",  # Playwright's synchronous API runs an event loop in the test's thread
)
