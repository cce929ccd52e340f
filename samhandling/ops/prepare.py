"""What a start needs before the first page: tables, translations, static files, and the demo the first time."""

from __future__ import annotations

import hashlib
from pathlib import Path

import django
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles import finders
from django.core.management import call_command, get_commands
from django.db import transaction

from samhandling.ops.translations import compile_messages


def main() -> None:
    django.setup()
    var = Path(settings.VAR_DIR)
    compile_messages(Path(settings.LOCALE_PATHS[0]))
    call_command("migrate", verbosity=0, interactive=False)
    collect_static(var)
    load_demo()


def load_demo() -> None:
    """Once for each database: all of it or, when interrupted, nothing."""
    if get_user_model().objects.exists() or "load_demo" not in get_commands():
        return
    print("Legger inn demoen …", flush=True)
    with transaction.atomic():
        call_command("load_demo")


def collect_static(var: Path) -> None:
    """Only when a file has changed since the last time."""
    stamp = var / "static.sha256"
    seen = hashlib.sha256(repr(settings.STORAGES["staticfiles"]).encode())  # another DEBUG, other files
    for finder in finders.get_finders():
        for name, storage in finder.list([]):
            stat = Path(storage.path(name)).stat()
            seen.update(f"{name} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    digest = seen.hexdigest()
    if stamp.exists() and stamp.read_text() == digest and Path(settings.STATIC_ROOT).exists():
        return
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(digest)


if __name__ == "__main__":
    main()
