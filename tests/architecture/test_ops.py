"""The commands and files that run the site, as far as they can be checked without a fresh machine."""

from __future__ import annotations

import logging
import os
import re
import socket
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.utils.module_loading import import_string
from gunicorn.config import Config

from samhandling.ops import bootstrap, serve
from samhandling.ops.access_log import AccessLog
from samhandling.ops.processes import ServiceError

ROOT = Path(__file__).resolve().parent.parent.parent
VALID = {
    "SECRET_KEY": "x" * 40,
    "DATABASE_URL": "postgres://localhost/unused",
    "CELERY_BROKER_URL": "memory://",
    "PATH": os.environ["PATH"],
}


def run(*command: str, **changes: str | None) -> subprocess.CompletedProcess[str]:
    env = {name: value for name, value in (VALID | changes).items() if value is not None}
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=env, check=False, capture_output=True, text=True, timeout=120
    )


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"SECRET_KEY": None}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"DATABASE_URL": "sqlite:///x"}, "DATABASE_URL"),
        ({"HTTPS": "kanskje"}, "HTTPS"),
        ({"STORAGE_URL": "ftp://x"}, "STORAGE_URL"),
    ],
)
def test_a_wrong_value_stops_the_start_with_one_line_that_names_it(changes: dict[str, str | None], named: str) -> None:
    stopped = run("manage.py", "check", **changes)

    assert stopped.returncode != 0
    assert len(stopped.stderr.strip().splitlines()) == 1
    assert named in stopped.stderr


@pytest.mark.parametrize("module", ["celery", "gunicorn"])
def test_worker_and_web_stop_with_the_same_line(module: str) -> None:
    arguments = {"celery": ["-A", "samhandling", "worker"], "gunicorn": ["--preload", "samhandling.wsgi"]}[module]

    stopped = run("-m", module, *arguments, SECRET_KEY=None)

    assert stopped.returncode != 0
    assert stopped.stderr.strip().splitlines() == [
        "Oppsettet er ikke gyldig: SECRET_KEY: Environment variable not set. Se .env.example."
    ]


def test_a_database_that_does_not_answer_is_named_in_one_line() -> None:
    stopped = run("manage.py", "migrate", DATABASE_URL="postgres://127.0.0.1:1/x")

    assert stopped.returncode != 0
    assert stopped.stderr.startswith("Får ikke kontakt med databasen (DATABASE_URL)")
    assert len(stopped.stderr.strip().splitlines()) == 1


def test_the_example_lists_every_variable_that_the_settings_read() -> None:
    read = set(re.findall(r"""env\.\w+\(\s*"([A-Z_]+)\"""", (ROOT / "samhandling/settings.py").read_text()))
    listed = set(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))

    assert len(read) > 10
    assert read <= listed


def test_a_taken_port_is_refused_before_anything_starts() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(ServiceError, match=f"Port {port} er opptatt"):
            serve.chosen_port(str(port))


def test_a_port_that_is_no_port_is_refused() -> None:
    for text in ("abc", "0", "70000", "-1"):
        with pytest.raises(ServiceError, match="ikke et portnummer"):
            serve.chosen_port(text)


def test_bootstrap_needs_nothing_but_python() -> None:
    done = subprocess.run(
        [sys.executable, "-S", "-I", "-c", f"import runpy; runpy.run_path({str(bootstrap.__file__)!r})"], check=False
    )

    assert done.returncode == 0


def test_without_the_right_to_install_the_exact_command_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "_as_root", lambda: None)

    with pytest.raises(SystemExit, match="apt-get install -y --no-install-recommends chromium redis-server"):
        bootstrap.install_debian_packages(["chromium", "redis-server"])


# --- docker-compose.yml ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


def test_production_has_its_six_services_and_a_migration_before_them(compose: dict[str, Any]) -> None:
    services = compose["services"]

    assert {"web", "worker", "beat", "migrate", "postgres", "redis", "mailpit"} == services.keys()
    for name in ("web", "worker", "beat"):
        assert services[name]["image"] == services["migrate"]["image"]
        assert services[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
    for name in services.keys() - {"web", "migrate"}:  # web's is in the Dockerfile
        assert services[name]["healthcheck"]["test"], name


def test_production_holds_no_secret_and_opens_nothing_to_the_network(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        for variable, value in service.get("environment", {}).items():
            if re.search("SECRET|PASSWORD|KEY", variable):
                assert str(value).startswith("${"), f"{name}: {variable}"
        for port in service.get("ports", []):
            assert port.startswith("127.0.0.1:"), f"{name}: {port}"


def test_production_sets_what_the_settings_cannot_do_without(compose: dict[str, Any]) -> None:
    given = {name: re.sub(r"\$\{[^}]*\}", "x" * 40, str(v)) for name, v in _environment(compose, "web").items()}
    given |= {"HTTPS": "1", "MAX_UPLOAD_MB": "50", "LOG_LEVEL": "INFO", "STORAGE_URL": "", "EMAIL_URL": "console://"}

    assert run("-c", "import samhandling.settings", **given).returncode == 0


def _environment(compose: dict[str, Any], service: str) -> dict[str, str]:
    return compose["services"][service]["environment"]


def test_the_image_runs_as_an_ordinary_user_with_hashed_packages() -> None:
    lines = (ROOT / "Dockerfile").read_text().splitlines()

    assert [line for line in lines if line.startswith("USER ")] == ["USER portal"]
    assert any("--require-hashes" in line for line in lines)
    assert not any(line.startswith(("ENV", "ARG")) and "SECRET" in line for line in lines)


@pytest.mark.parametrize(
    "address", ["/prove/svar/{}/", "/prove/rapporter/nyhetsbrev/meld-av/{}/", "/konto/passord/ny/{}/"]
)
def test_no_log_holds_the_key_of_a_link(address: str) -> None:
    key = "Zb-" + "k3_y" * 10
    path = address.format(key)
    environ = {"REQUEST_METHOD": "GET", "RAW_URI": path, "PATH_INFO": path, "SERVER_PROTOCOL": "HTTP/1.1"}
    request = SimpleNamespace(headers=[("REFERER", f"https://portal.example{path}")])
    answer = SimpleNamespace(status="200 OK", sent=1, headers=[])
    atoms = AccessLog(Config()).atoms(answer, request, environ | {"HTTP_REFERER": request.headers[0][1]}, timedelta())
    assert key not in str(atoms)
    assert address.split("{}", maxsplit=1)[0] in atoms["r"]
    assert "samhandling.ops.access_log.AccessLog" in (ROOT / "Dockerfile").read_text()

    warning = logging.LogRecord("django.request", logging.WARNING, "", 0, "%s: %s", ("Not Found", path), None)
    for log_filter in map(resolve, settings.LOGGING["handlers"]["console"]["filters"]):
        log_filter.filter(warning)
    assert key not in warning.getMessage()


def resolve(name: str) -> logging.Filter:
    made: logging.Filter = import_string(settings.LOGGING["filters"][name]["()"])()
    return made


def test_production_packages_are_those_that_were_tested() -> None:
    def pins(name: str) -> set[str]:
        return set(re.findall(r"^[\w.-]+==\S+", (ROOT / name).read_text(), re.MULTILINE))

    assert pins("requirements-production.lock") < pins("requirements.lock")
