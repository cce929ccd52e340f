"""Starting other programs, leaving root, and not outliving whoever started them."""

from __future__ import annotations

import contextlib
import ctypes
import os
import pwd
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypedDict

_PR_SET_PDEATHSIG = 1


class ServiceError(RuntimeError):
    """A service is missing or would not start; the message is for the person at the terminal."""


class Account(TypedDict, total=False):
    """Arguments of `subprocess` that say who a program runs as."""

    user: int
    group: int
    extra_groups: list[int]


def unprivileged() -> Account:
    """PostgreSQL refuses root: another account when we are root, nothing otherwise."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            user = pwd.getpwnam(name)
            return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    raise ServiceError("Fant ingen bruker uten rettigheter (postgres eller nobody) å starte PostgreSQL som.")


def give(folder: Path, account: Account) -> None:
    """Makes the folder belong to the account (a no-op when that is ourselves)."""
    if account:
        os.chown(folder, account["user"], account["group"])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def wait_until(condition: Callable[[], object], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.03)
    return False


def alive(pid: int) -> bool:
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)  # a child that has ended is still a process until somebody asks
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def spawn(
    command: Sequence[str | Path],
    *,
    folder: Path,
    log: Path | None = None,
    account: Account | None = None,
    environment: Mapping[str, str] | None = None,
    nice: int = 0,
    ends_with_us: int | None = None,
) -> subprocess.Popen[bytes]:
    """Starts a program in a session of its own, so that a Ctrl-C in the terminal reaches us and not it.

    `ends_with_us` is the signal the kernel sends it when we die without having stopped it.
    """
    libc = ctypes.CDLL(None)

    def in_child() -> None:
        if ends_with_us is not None:
            libc.prctl(_PR_SET_PDEATHSIG, ends_with_us)
        if nice:
            os.nice(nice)

    output = open(log, "ab") if log else None  # noqa: SIM115 - the child keeps it
    try:
        return subprocess.Popen(
            [str(part) for part in command],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT if output else None,
            start_new_session=True,
            preexec_fn=in_child,  # noqa: PLW1509 - we start no threads
            **(account or {}),
        )
    finally:
        if output:
            output.close()


def stop(process: subprocess.Popen[bytes], *, with_signal: int = signal.SIGTERM, seconds: float = 20) -> None:
    """Asks the program to end, then makes it and its children end."""
    if process.poll() is None:
        process.send_signal(with_signal)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
