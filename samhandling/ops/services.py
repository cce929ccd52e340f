"""A PostgreSQL and a Redis of our own for tests: throwaway data, private ports, never as root.

`Services(folder).start()` starts both and remembers them in `folder/services.json`; a second call finds them again.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from samhandling.ops.processes import (
    ServiceError,
    alive,
    answers,
    free_port,
    give,
    spawn,
    unprivileged,
    wait_until,
)

# Nothing here outlives a test run, so nothing needs to reach the disk. Tests undo what they write: a vacuum between two
# of them notes every table as empty, and whoever fills it next gets plans for empty tables (a minute for one query).
POSTGRES_SETTINGS = {
    "autovacuum": "off",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "listen_addresses": "127.0.0.1",
}
REDIS_DATABASES = 1024


def postgres_folder() -> Path | None:
    """The folder of the newest installed server (`initdb`, `postgres`), or None."""
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: -int(p.parent.name)):
        if (folder / "initdb").exists():
            return folder
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


@dataclass(frozen=True)
class Running:
    postgres_port: int
    redis_port: int
    pids: list[int]

    def database_url(self, name: str) -> str:
        return f"postgres://samhandling@127.0.0.1:{self.postgres_port}/{name}"

    @property
    def redis_url(self) -> str:
        return f"redis://127.0.0.1:{self.redis_port}"


class Services:
    """`outlive`: the services stay when we end, also when we are killed (for `make test-fast`)."""

    def __init__(self, folder: Path, *, outlive: bool = False) -> None:
        self.folder = folder
        self.state = folder / "services.json"
        self._ends_with_us = None if outlive else signal.SIGINT

    def start(self) -> Running:
        self.prepare_folder()
        with self._lock():
            running = self.find()
            if running is None:
                running = self._start()
                self.state.write_text(json.dumps(asdict(running)))
            return running

    def stop(self) -> None:
        if not self.folder.exists():
            return
        with self._lock():
            if running := self._remembered():
                for pid in running.pids:
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGINT)
                wait_until(lambda: not any(alive(pid) for pid in running.pids), seconds=10)
        shutil.rmtree(self.folder, ignore_errors=True)

    def find(self) -> Running | None:
        """The services if they still answer."""
        running = self._remembered()
        if running and answers(running.postgres_port) and answers(running.redis_port):
            return running
        return None

    def prepare_folder(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        give(self.folder, unprivileged())

    def start_redis(self, port: int) -> subprocess.Popen[bytes]:
        server = shutil.which("redis-server") or shutil.which("valkey-server")
        if server is None:
            raise ServiceError("Fant ikke Redis. Installer med: apt-get install -y redis-server")
        options = {"bind": "127.0.0.1", "port": port, "databases": REDIS_DATABASES, "appendonly": "no"}
        command = [server, "--save", ""]
        for name, value in options.items():
            command += [f"--{name}", str(value)]
        return self._spawn("Redis", command, self.folder / "redis.log", port)

    def _remembered(self) -> Running | None:
        try:
            return Running(**json.loads(self.state.read_text()))
        except (FileNotFoundError, ValueError, TypeError):
            return None

    @contextlib.contextmanager
    def _lock(self) -> Iterator[None]:
        with open(self.folder / "lock", "w") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield

    def _start(self) -> Running:
        shutil.rmtree(self.folder / "postgres", ignore_errors=True)  # an earlier run may have left it half made
        postgres_port, redis_port = free_port(), free_port()
        postgres = self._start_postgres(postgres_port)
        redis = self.start_redis(redis_port)
        return Running(postgres_port=postgres_port, redis_port=redis_port, pids=[postgres.pid, redis.pid])

    def _start_postgres(self, port: int) -> subprocess.Popen[bytes]:
        binaries = postgres_folder()
        if binaries is None:
            raise ServiceError("Fant ikke PostgreSQL. Installer med: apt-get install -y postgresql")
        data = self.folder / "postgres"
        make_cluster(binaries, data)
        options = [f"-c{name}={value}" for name, value in POSTGRES_SETTINGS.items()]
        command = [str(binaries / "postgres"), "-D", str(data), "-p", str(port), f"-k{self.folder}", *options]
        return self._spawn("PostgreSQL", command, self.folder / "postgres.log", port)

    def _spawn(self, name: str, command: list[str], log: Path, port: int) -> subprocess.Popen[bytes]:
        process = spawn(command, folder=self.folder, log=log, account=unprivileged(), ends_with_us=self._ends_with_us)
        if not wait_until(lambda: answers(port) or process.poll() is not None, 30) or process.poll() is not None:
            raise ServiceError(f"{name} startet ikke: {log.read_text(errors='replace')[-800:].strip()}")
        return process


def make_cluster(binaries: Path, data: Path) -> None:
    """`initdb` with the superuser `samhandling`; needs no locale but C.UTF-8 and no ICU."""
    made = subprocess.run(
        [binaries / "initdb", "-D", data, "-U", "samhandling", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"],
        check=False,
        capture_output=True,
        text=True,
        cwd=data.parent,
        **unprivileged(),
    )
    if made.returncode:
        shutil.rmtree(data, ignore_errors=True)
        raise ServiceError(f"PostgreSQL lot seg ikke klargjøre: {made.stderr.strip()}")
