"""`make bench`; ARGS="packets" runs only what has the word in its module's or function's name."""

from __future__ import annotations

import importlib
import pkgutil
import sys

import tests.environment  # noqa: F401 - sets what the settings read

import django  # isort: skip
from django.test.utils import setup_databases, setup_test_environment, teardown_databases  # isort: skip

from tests import bench  # isort: skip
from tests.bench.recorder import BENCHMARKS, Recorder  # isort: skip


def main(words: list[str]) -> None:
    django.setup()
    setup_test_environment(debug=False)  # as production: no query log, templates without positions
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        for module in pkgutil.iter_modules(bench.__path__):
            if module.name != "__main__":
                importlib.import_module(f"tests.bench.{module.name}")
        record = Recorder()
        for function in BENCHMARKS:
            name = f"{function.__module__}.{function.__name__}"
            if not words or any(word in name for word in words):
                function(record)
    finally:
        teardown_databases(databases, verbosity=0)


if __name__ == "__main__":
    main(sys.argv[1:])
