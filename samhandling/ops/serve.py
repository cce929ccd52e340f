"""`make run`: the whole site on one machine with nothing installed beside it; ends what it started."""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import FrameType

from samhandling.ops.embedded import EmbeddedPostgres
from samhandling.ops.processes import ServiceError, answers, spawn, stop, wait_until

ROOT = Path(__file__).resolve().parent.parent.parent
VAR = ROOT / "var"


class Stopped(Exception):
    """Somebody asked us to end."""


def main(arguments: Sequence[str]) -> int:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stopped)
    try:
        port = chosen_port(os.environ.get("PORT", "8000"))
        with only_one():
            if "--reset" in arguments:
                forget_everything()
            return serve(port)
    except Stopped:
        return 0
    except ServiceError as error:
        print(error, file=sys.stderr)
        return 1


def chosen_port(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise ServiceError(f"PORT={text} er ikke et portnummer. Bruk for eksempel: make run PORT=8123")
    port = int(text)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            raise ServiceError(f"Du har ikke lov til å bruke port {port}. Velg en over 1023.") from None
        except OSError:
            raise ServiceError(f"Port {port} er opptatt. Velg en annen: make run PORT={port + 1}") from None
    return port


@contextlib.contextmanager
def only_one() -> Iterator[None]:
    """Two at once in one tree would share the data."""
    VAR.mkdir(exist_ok=True)
    with open(VAR / "run.lock", "w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ServiceError("Portalen kjører alt fra denne mappen. Stopp den først (Ctrl-C).") from None
        yield


def forget_everything() -> None:
    """`make demo-reset`: database, files, queue and cache; what is installed stays."""
    EmbeddedPostgres(VAR).forget()
    for name in ("postgres", "media", "queue", "queue-control", "cache"):
        shutil.rmtree(VAR / name, ignore_errors=True)
    print("Demoen er tømt og lages på nytt.")


def serve(port: int) -> int:
    for name in ("queue", "queue-control", "media", "cache"):
        (VAR / name).mkdir(mode=0o700, exist_ok=True)
    with EmbeddedPostgres(VAR).running() as (postgres, database_url):
        env = environment(port, database_url)
        if subprocess.run([sys.executable, "-m", "samhandling.ops.prepare"], cwd=ROOT, env=env, check=False).returncode:
            raise ServiceError("Portalen startet ikke: klargjøringen stoppet. Se feilen over.")
        with contextlib.ExitStack() as stack:
            children = {"databasen": postgres}
            for name, process in (("arbeideren", start_worker(env)), ("nettsiden", start_web(env, port))):
                children[name] = process
                stack.callback(stop, process, seconds=8)
            wait_until(lambda: answers(port) or ended(children), seconds=60)
            if not ended(children):
                welcome(port, env)
            return watch(children)


def environment(port: int, database_url: str) -> dict[str, str]:
    """Everything the site needs, with what the caller set taking precedence."""
    ours = {
        "SECRET_KEY": secret_key(),
        "DEMO": "1",
        "SITE_URL": f"http://localhost:{port}",
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "CELERY_BROKER_URL": "filesystem://localhost/",
        "EMAIL_URL": "console://",
        "LOG_LEVEL": "WARNING",
    }
    return ours | os.environ | {"DATABASE_URL": database_url, "PYTHONUNBUFFERED": "1"}


def secret_key() -> str:
    """Made once for this tree, so that a restart signs nobody out."""
    path = VAR / "secret-key"
    if not path.exists():
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as out:
            out.write(secrets.token_urlsafe(48))
    return path.read_text()


def start_web(env: dict[str, str], port: int) -> subprocess.Popen[bytes]:
    gunicorn = [sys.executable, "-m", "gunicorn", "samhandling.wsgi", "--preload", "--log-level", "warning"]
    options = ["--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "4", "--no-control-socket"]
    return spawn([*gunicorn, *options], folder=ROOT, environment=env, ends_with_us=signal.SIGTERM)


def start_worker(env: dict[str, str]) -> subprocess.Popen[bytes]:
    """Niced: a page must not wait for a PDF. Beat runs inside it, as one process is enough here."""
    (VAR / "celerybeat.pid").unlink(missing_ok=True)
    celery = [sys.executable, "-m", "celery", "-A", "samhandling", "worker", "-B", "--loglevel", "WARNING"]
    options = ["--concurrency", "2", "--hostname", "demo@localhost"]
    log = VAR / "worker.log"
    return spawn([*celery, *options], folder=ROOT, environment=env, log=log, nice=10, ends_with_us=signal.SIGTERM)


def welcome(port: int, env: dict[str, str]) -> None:
    print(f"\nSamhandlingsportalen: http://localhost:{port}\n", flush=True)
    # Part of the demo; a tree without a demo has nobody to name.
    signins = subprocess.run(
        [sys.executable, "manage.py", "demo_signins"], cwd=ROOT, env=env, check=False, capture_output=True, text=True
    )
    print(signins.stdout if signins.returncode == 0 else "", "Ctrl-C stopper alt.", sep="\n", flush=True)


def ended(children: dict[str, subprocess.Popen[bytes]]) -> str | None:
    return next((name for name, process in children.items() if process.poll() is not None), None)


def watch(children: dict[str, subprocess.Popen[bytes]]) -> int:
    """Until one of them ends: half a site is worse than none."""
    while (name := ended(children)) is None:
        time.sleep(0.5)
    print(f"Stopper alt, for {name} stoppet. Se loggene i {VAR}.", file=sys.stderr)
    return 1


def _stopped(number: int, frame: FrameType | None) -> None:
    # Once is enough; a second Ctrl-C must not interrupt the stopping.
    for other in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(other, signal.SIG_IGN)
    raise Stopped


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
