"""Marks what is measured, prints it, and keeps it in `var/bench.json`.

    @benchmark
    def packets(record: Record) -> None:
        record("packet.60.cold", seconds, unit="s", size="60 saker, 219 sider")

The functions run one after another in a migrated database of their own, as tests do.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol

RESULTS = Path(__file__).resolve().parent.parent.parent / "var/bench.json"


@dataclass(frozen=True)
class Result:
    name: str
    value: float
    unit: str
    size: str


class Record(Protocol):
    def __call__(self, name: str, value: float, *, unit: str, size: str = "") -> None: ...


class Recorder:
    """Keeps what it is told; a benchmark that fails late loses nothing that was measured before."""

    def __init__(self) -> None:
        self.results: list[Result] = []

    def __call__(self, name: str, value: float, *, unit: str, size: str = "") -> None:
        result = Result(name=name, value=round(value, 3), unit=unit, size=size)
        self.results.append(result)
        print(f"{result.name:<48} {result.value:>10} {result.unit:<8} {result.size}", flush=True)
        RESULTS.parent.mkdir(exist_ok=True)
        RESULTS.write_text(json.dumps([asdict(row) for row in self.results], indent=1, ensure_ascii=False) + "\n")


Benchmark = Callable[[Record], None]
BENCHMARKS: list[Benchmark] = []


def benchmark(function: Benchmark) -> Benchmark:
    BENCHMARKS.append(function)
    return function
