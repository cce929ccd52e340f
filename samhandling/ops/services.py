"""A PostgreSQL and a Redis of our own for tests: throwaway data, private ports, never as root.

`Services(folder).start()` starts both and remembers them in `folder/services.json`; a second call finds them again.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# Nothing here outlives a test run, so nothing needs to reach the disk.
POSTGRES_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "listen_addresses": "127.0.0.1",
}
REDIS_DATABASES = 1024


class ServiceError(RuntimeError):
    """A service is missing or would not start; the message is for the person at the terminal."""


def postgres_folder() -> Path | None:
    """The folder of the newest installed server (`initdb`, `postgres`), or None."""
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: -int(p.parent.name)):
        if (folder / "initdb").exists():
            return folder
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def unprivileged() -> dict[str, Any]:
    """Arguments for `subprocess` that leave root; nothing when we are not root."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            user = pwd.getpwnam(name)
            return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    raise ServiceError("Fant ingen bruker uten rettigheter (postgres eller nobody) å starte PostgreSQL som.")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


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
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.state = folder / "services.json"

    def start(self) -> Running:
        self.prepare_folder()
        with self._lock():
            running = self.find()
            if running is None:
                running = self._start()
                self.state.write_text(json.dumps(running.__dict__))
            return running

    def stop(self) -> None:
        if not self.folder.exists():
            return
        with self._lock():
            if running := self._remembered():
                for pid in running.pids:
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGINT)
                _wait_until(lambda: not any(_alive(pid) for pid in running.pids), seconds=10)
        shutil.rmtree(self.folder, ignore_errors=True)

    def find(self) -> Running | None:
        """The services if they still answer."""
        running = self._remembered()
        if running and answers(running.postgres_port) and answers(running.redis_port):
            return running
        return None

    def _remembered(self) -> Running | None:
        try:
            return Running(**json.loads(self.state.read_text()))
        except (FileNotFoundError, ValueError, TypeError):
            return None

    def prepare_folder(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        other = unprivileged()
        if other:
            os.chown(self.folder, other["user"], other["group"])

    @contextlib.contextmanager
    def _lock(self) -> Iterator[None]:
        with open(self.folder / "lock", "w") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield

    def _start(self) -> Running:
        # What an earlier run left half-started is in the way.
        for old in ("postgres", "redis"):
            shutil.rmtree(self.folder / old, ignore_errors=True)
        postgres, postgres_port = self._start_postgres()
        redis_port = free_port()
        redis = self.start_redis(redis_port)
        return Running(postgres_port=postgres_port, redis_port=redis_port, pids=[postgres.pid, redis.pid])

    def _start_postgres(self) -> tuple[subprocess.Popen[bytes], int]:
        binaries = postgres_folder()
        if binaries is None:
            raise ServiceError("Fant ikke PostgreSQL. Installer med: apt-get install -y postgresql")
        data = self.folder / "postgres"
        locale = ["--encoding=UTF8", "--locale=C.UTF-8"]
        made = subprocess.run(
            [binaries / "initdb", "-D", data, "-U", "samhandling", "--auth=trust", "--no-sync", *locale],
            check=False,
            capture_output=True,
            text=True,
            cwd=self.folder,
            **unprivileged(),
        )
        if made.returncode:
            raise ServiceError(f"PostgreSQL lot seg ikke klargjøre: {made.stderr.strip()}")
        port = free_port()
        options = [f"-c{name}={value}" for name, value in POSTGRES_SETTINGS.items()]
        command = [str(binaries / "postgres"), "-D", str(data), "-p", str(port), f"-k{self.folder}", *options]
        return self._spawn("PostgreSQL", command, self.folder / "postgres.log", port), port

    def start_redis(self, port: int) -> subprocess.Popen[bytes]:
        server = shutil.which("redis-server") or shutil.which("valkey-server")
        if server is None:
            raise ServiceError("Fant ikke Redis. Installer med: apt-get install -y redis-server")
        options = {"bind": "127.0.0.1", "port": port, "databases": REDIS_DATABASES, "appendonly": "no"}
        command = [server, "--save", ""]
        for name, value in options.items():
            command += [f"--{name}", str(value)]
        return self._spawn("Redis", command, self.folder / "redis.log", port)

    def _spawn(self, name: str, command: list[str], log: Path, port: int) -> subprocess.Popen[bytes]:
        with open(log, "wb") as output:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=self.folder,
                start_new_session=True,  # a Ctrl-C is for the tests; we stop the services ourselves
                **unprivileged(),
            )
        if not _wait_until(lambda: answers(port) or process.poll() is not None, 30) or process.poll() is not None:
            raise ServiceError(f"{name} startet ikke: {log.read_text(errors='replace')[-800:].strip()}")
        return process


def _alive(pid: int) -> bool:
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _wait_until(condition: Any, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.03)
    return False


if __name__ == "__main__":
    sys.exit("Kjøres gjennom make: make test, make test-fast, make services-stop.")
