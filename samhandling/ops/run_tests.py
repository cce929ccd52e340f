"""Runs pytest with services of its own: `make test`, and `make test-fast`, which keeps them running between calls.

Several calls may run at once in one tree: each takes a slot, which names its databases and its Redis databases.
"""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import psycopg2

from samhandling.ops.processes import ServiceError
from samhandling.ops.services import REDIS_DATABASES, Running, Services
from samhandling.ops.translations import compile_messages

ROOT = Path(__file__).resolve().parent.parent.parent
DATABASES_PER_SLOT = 16  # Redis databases a call may use, two for each xdist worker (`tests/environment.py`)
SLOTS = REDIS_DATABASES // DATABASES_PER_SLOT


def kept_services() -> Services:
    """The developer's services: one set for each tree and user."""
    mark = hashlib.sha256(f"{ROOT}:{os.getuid()}".encode()).hexdigest()[:10]
    return Services(Path(tempfile.gettempdir()) / f"samhandling-{mark}", outlive=True)


def main() -> int:
    parser = argparse.ArgumentParser(prog="make test")
    parser.add_argument("--keep", action="store_true", help="keep the services running for the next call")
    parser.add_argument("--stop", action="store_true", help="stop the services that --keep left running")
    parser.add_argument("--for", dest="module", default="pytest", help="run another module than pytest")
    options, arguments = parser.parse_known_args()
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        if options.stop:
            kept_services().stop()
            return 0
        compile_messages()
        with environment(keep=options.keep) as env:
            return run(options.module, arguments, env)
    except ServiceError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


@contextlib.contextmanager
def environment(*, keep: bool) -> Iterator[dict[str, str]]:
    """Environment variables of one test run; services that nobody gave us are started, and stopped unless kept."""
    given = {"DATABASE_URL", "REDIS_URL"} <= os.environ.keys()
    services = None if given else kept_services() if keep else Services(Path(tempfile.mkdtemp(prefix="samhandling-")))
    files = tempfile.mkdtemp(prefix="samhandling-files-")
    try:
        running = services.start() if services else None
        with slot(services.folder if services else Path(tempfile.gettempdir())) as number:
            if running:
                drop_databases(running, number)
            yield os.environ | _variables(running, number, files)
    finally:
        shutil.rmtree(files, ignore_errors=True)
        if services and not keep:
            services.stop()


def _variables(running: Running | None, number: int, files: str) -> dict[str, str]:
    own = {"TEST_REDIS_BASE": str(number * DATABASES_PER_SLOT if running else 0), "TEST_FILES": files}
    if running:
        own |= {"DATABASE_URL": running.database_url(f"slot{number}"), "TEST_REDIS_URL": running.redis_url}
    else:
        own |= {"TEST_REDIS_URL": os.environ["REDIS_URL"]}
    return own


@contextlib.contextmanager
def slot(folder: Path) -> Iterator[int]:
    """A number nobody else who runs tests on these services has now."""
    for number in range(SLOTS):
        handle: IO[str]
        with open(folder / f"slot-{number}.lock", "w") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            yield number
            return
    raise ServiceError(f"Alle {SLOTS} plassene for testkjøringer er opptatt. Kjør make services-stop.")


def drop_databases(running: Running, number: int) -> None:
    """What a killed run left in the slot."""
    connection = psycopg2.connect(running.database_url("postgres"))
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(r"SELECT datname FROM pg_database WHERE datname ~ %s", [rf"^test_slot{number}(_|$)"])
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    connection.close()


def run(module: str, arguments: list[str], env: dict[str, str]) -> int:
    process = subprocess.Popen([sys.executable, "-m", module, *arguments], cwd=ROOT, env=env)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:  # the terminal gave pytest the same Ctrl-C; a SIGTERM came to us alone
            process.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(20)
            process.kill()


def _interrupt(signum: int, frame: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
