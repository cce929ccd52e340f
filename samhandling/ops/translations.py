"""Nynorsk: collecting the texts, checking that each has its translation, compiling without gettext.

    python -m samhandling.ops.translations update|check|compile

Bokmål is what the source is written in, so only nynorsk has a file.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent.parent
LOCALE = ROOT / "samhandling/locale"
CATALOGUE = "nn/LC_MESSAGES/django.po"
SHOWN = 40


def compile_messages(locale: Path = LOCALE) -> None:
    """Writes the `.mo` beside each `.po` that is newer."""
    for source in locale.glob("*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            # Beside and renamed: two test runs may do this at once.
            handle, temporary = tempfile.mkstemp(dir=target.parent)
            os.close(handle)
            polib.pofile(str(source)).save_as_mofile(temporary)
            os.chmod(temporary, 0o644)
            os.replace(temporary, target)


def collect(locale: Path) -> polib.POFile:
    """Brings the catalogue under `locale` up to date with the source, as Django's makemessages sees it."""
    from django.conf import settings  # noqa: PLC0415 - compiling needs no settings
    from django.core.management import call_command  # noqa: PLC0415
    from django.core.management.commands.makemessages import Command  # noqa: PLC0415

    class Collect(Command):
        # A guessed translation is worse than none.
        msgmerge_options = ["-q", "--backup=none", "--no-fuzzy-matching", "--update"]

    (locale / CATALOGUE).parent.mkdir(parents=True, exist_ok=True)
    settings.LOCALE_PATHS = [locale]
    # "locale" itself: a folder of that name takes the texts of the files beside it, also when a copy is to be checked.
    ignored = [".venv", "node_modules", "var", "tests", "locale", ".*"]
    options = {"locale": ["nn"], "extensions": ["html", "txt", "py"], "ignore_patterns": ignored, "verbosity": 0}
    call_command(Collect(), no_obsolete=True, no_wrap=True, add_location="file", **options)
    catalogue = polib.pofile(str(locale / CATALOGUE), wrapwidth=0)
    catalogue.metadata.pop("POT-Creation-Date", None)
    catalogue.metadata["Language"] = "nn"
    catalogue.metadata["Plural-Forms"] = "nplurals=2; plural=(n != 1);"
    catalogue.save()
    return catalogue


def update() -> None:
    catalogue = collect(LOCALE)
    print(f"{len(catalogue)} texts, {catalogue.percent_translated()} % translated")


def check() -> None:
    """Fails with the texts that lack a translation, that are marked fuzzy, or that lost a placeholder."""
    with tempfile.TemporaryDirectory() as folder:
        if (LOCALE / CATALOGUE).exists():
            shutil.copytree(LOCALE, folder, dirs_exist_ok=True)
        problems = [problem for entry in collect(Path(folder)) if (problem := problem_with(entry))]
    if problems:
        more = f"\n… and {len(problems) - SHOWN} more" if len(problems) > SHOWN else ""
        sys.exit("\n".join(problems[:SHOWN]) + more + f"\n{len(problems)} texts need work: make messages")


def problem_with(entry: polib.POEntry) -> str:
    if entry.obsolete:
        return ""
    where = entry.occurrences[0][0] if entry.occurrences else "?"
    if entry.fuzzy:
        return f"{where}: fuzzy: {entry.msgid}"
    if not entry.translated():
        return f"{where}: no nynorsk: {entry.msgid}"
    for translation in [entry.msgstr] if not entry.msgid_plural else list(entry.msgstr_plural.values()):
        if placeholders(translation) != placeholders(entry.msgid_plural or entry.msgid) and not (
            entry.msgid_plural and placeholders(translation) == placeholders(entry.msgid)
        ):
            return f"{where}: other placeholders in the translation of: {entry.msgid}"
    return ""


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)[sd]|\{\w+\}", text))


def main(what: str) -> None:
    if what == "compile":
        compile_messages()
        return
    import django  # noqa: PLC0415

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samhandling.settings")
    os.chdir(ROOT)
    django.setup()
    {"update": update, "check": check}[what]()


if __name__ == "__main__":
    main(sys.argv[1])
