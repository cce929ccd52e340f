"""Rules of the house that no linter knows."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

ROOT = Path(__file__).resolve().parent.parent.parent
APPS = ("samhandling", "municipalities", "agreements", "meetings", "reports")
# A file's job, and what it therefore never imports.
NEVER = {
    "models": r"django\.http|\.views|\.forms|\.services|\.selectors",
    "enums": r"(?<!db)\.models",
    "querysets": r"\.services|\.views|\.forms",
    "selectors": r"\.services|\.views|\.forms",
    "services": r"django\.http|django\.contrib\.messages|\.views|\.forms",
    "forms": r"\.views",
    "tasks": r"\.views|\.forms",
}
LONGEST = 400


def tracked(*patterns: str) -> list[Path]:
    """Files that are, or are about to be, in git."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns]
    names = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()
    return [ROOT / name for name in names if (ROOT / name).is_file()]


def names(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in paths]


def imports(path: Path) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found += [f"{node.module}.{alias.name}" for alias in node.names]
    return found


@pytest.mark.parametrize("job", NEVER)
def test_a_module_keeps_to_its_job(job: str) -> None:
    paths = [path for path in tracked(*[f"{app}/**.py" for app in APPS]) if job in {path.stem, *path.parts}]
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in paths
        for name in imports(path)
        if name.startswith(("django", *APPS)) and re.search(rf"({NEVER[job]})(\.|$)", name)
    ]

    assert not wrong, "\n".join(wrong)


def test_texts_are_marked_by_names_that_the_catalogue_is_collected_by() -> None:
    sources = {path: path.read_text() for path in tracked(*[f"{app}/**.py" for app in APPS])}

    assert not names([path for path, text in sources.items() if re.search(r"gettext\w* as (?!_\b)", text)])


def test_no_template_has_script_style_or_handlers_in_it() -> None:
    wrong = re.compile(
        r"<style|<script(?![^>]*\bsrc=)(?![^>]*type=\"(?:application/json|importmap)\")|\sstyle=|\son\w+="
    )
    templates = [path for path in tracked("templates/**.html") if "pdf" not in path.parts]
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in templates
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if wrong.search(line)
    ]

    assert templates
    assert not found, "\n".join(found)


def test_no_file_names_a_package_registry() -> None:
    # Where packages come from is the machine's business; written so that this file does not name one itself.
    hosts = re.compile(
        "|".join([r"pypi\.or" + "g", r"pythonhosted\.or" + "g", r"registry\.npmj" + "s", r"deb\.debia" + "n"])
    )
    texts = [p for p in tracked() if p.suffix in {"", ".py", ".toml", ".lock", ".json", ".yml", ".yaml", ".md", ".txt"}]

    assert names([path for path in texts if hosts.search(path.read_text(errors="replace"))]) == []


def test_no_file_of_ours_is_longer_than_one_can_read() -> None:
    ours = [path for path in tracked("*.py", "static/js/*.js") if "migrations" not in path.parts]

    assert names([path for path in ours if len(path.read_text().splitlines()) > LONGEST]) == []


def test_every_static_file_that_a_page_names_is_there() -> None:
    # In production a missing one is an error on every page that names it.
    named = {
        (str(path.relative_to(ROOT)), name)
        for path in tracked("templates/**.html")
        for name in re.findall(r"""{%\s*static\s+['"]([^'"]+)['"]""", path.read_text())
    }

    assert named
    assert [(path, name) for path, name in sorted(named) if not finders.find(name)] == []
