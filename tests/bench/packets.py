"""How long a notice of 10, 30 and 60 case papers takes, from order to file, in one worker process."""

from __future__ import annotations

import contextlib
import resource
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from samhandling.accounts.models import User
from samhandling.documents import registry, services
from samhandling.documents.enums import Kind, Language, Variant
from samhandling.documents.models import Document
from samhandling.documents.packet import Front, Packet, PieceSource
from tests.bench.recorder import Record, benchmark
from tests.documents.content import LOGO, TABLE, front_html, notice, page

SIZES = (10, 30, 60)
WORDS = [
    "kommunene",
    "helseforetaket",
    "samarbeidsavtalen",
    "pasientene",
    "tjenesten",
    "utskrivning",
    "oppfølging",
    "veiledning",
    "ansvar",
    "kostnad",
    "utvalget",
    "innstilling",
    "høring",
    "vedtak",
    "frist",
    "oppgave",
    "avtale",
    "delavtale",
    "retningslinje",
    "koordinator",
]


@benchmark
def packets(record: Record) -> None:
    subject = User.objects.create_user("benk@example.org", name="Benk")
    _order(subject, notice(1), "warm")  # the worker has read style sheet and fonts long ago
    for size in SIZES:
        _packet(record, subject, size)


def _packet(record: Record, subject: User, size: int) -> None:
    packet = _notice(size)
    _forget_peak()
    cold, document = _timed(lambda: _order(subject, packet, f"{size}"))
    what = f"{size} saker, {document.pages} sider"
    record(f"packet.{size}.cold", cold, unit="s", size=what)
    record(f"packet.{size}.peak_mb", _peak_mb(), unit="MB", size=what)
    record(f"packet.{size}.pages", document.pages or 0, unit="sider", size=f"{(document.size or 0) / 1e6:.1f} MB")
    changed = _notice(size, changed=size // 2)
    again, _ = _timed(lambda: _order(subject, changed, f"{size} changed"))
    record(f"packet.{size}.changed", again, unit="s", size=what)
    ahead, _ = _timed(lambda: _order(subject, replace(changed, title="Ny tittel"), f"{size} assembled"))
    record(f"packet.{size}.assembled", ahead, unit="s", size=what)
    if office := shutil.which("soffice"):
        other = _libreoffice(office, packet)
        record(f"packet.{size}.libreoffice", other, unit="s", size=what)
        record(f"packet.{size}.cold_to_libreoffice", cold / other, unit="×", size="vår tid delt på LibreOffices")
        record(f"packet.{size}.changed_to_libreoffice", again / other, unit="×", size="vår tid delt på LibreOffices")


def _notice(size: int, changed: int | None = None) -> Packet:
    cases = [_case(number, "Endret. " if number == changed else "") for number in range(1, size + 1)]
    return replace(notice(1), front=Front(lambda pages: front_html(pages, cases), {"logo": LOGO}), pieces=cases)


def _case(number: int, start: str) -> PieceSource:
    """Five sections with two footnotes, two lists and a table: about three and a half pages."""

    def text(seed: int, length: int) -> str:
        return " ".join(WORDS[(number * 7 + seed * 3 + i * (1 + seed % 5)) % len(WORDS)] for i in range(length)) + "."

    items = "".join(f"<li>{text(i, 10)}</li>" for i in range(4))
    sections = "".join(
        f"<section><h2>Del {part}</h2>"
        + "".join(f"<p>{text(part * 10 + i, 60)}</p>" for i in range(2))
        + (f"<p>Se note.<span class='fotnote'>{text(part, 20)}</span></p><ul>{items}</ul>" if part < 3 else "")
        + (TABLE if part == 3 else "")
        + "</section>"
        for part in range(1, 6)
    )
    title = f"<h1><span class='nr'>Sak {number}/17</span> Finansiering {number}</h1>"
    body = f"<main><article class='sak' id='sak-{number}'>{title}<p>{start}{text(0, 30)}</p>{sections}</article></main>"
    return PieceSource(
        f"sak-{number}", f"Sak {number}/17 Finansiering {number}", page(body), running_head=f"Sak {number}/17"
    )


def _order(subject: User, packet: Packet, source_hash: str) -> Document:
    registry.register(Kind.NOTICE, lambda document: packet)
    document = services.order_document(
        subject=subject,
        kind=Kind.NOTICE,
        variant=Variant.INTERNAL,
        language=Language.BOKMAAL,
        source_hash=source_hash,
        requested_by=None,
    )
    services.carry_out(document_id=document.pk)
    document.refresh_from_db()
    assert document.is_ready, document.error
    return document


def _timed(job: Callable[[], Document]) -> tuple[float, Document]:
    began = time.perf_counter()
    document = job()
    return time.perf_counter() - began, document


def _libreoffice(office: str, packet: Packet) -> float:
    """Seconds for the same HTML, all in one file; its pages carry neither tags nor our layout."""
    assert packet.front
    html = "".join(source.html for source in packet.pieces)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "packet.html"
        source.write_text(html)
        command = [office, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf"]
        subprocess.run([*command, "--outdir", folder, source], check=True, capture_output=True, timeout=300)
        began = time.perf_counter()  # the first run made the profile
        subprocess.run([*command, "--outdir", folder, source], check=True, capture_output=True, timeout=300)
        return time.perf_counter() - began


def _forget_peak() -> None:
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")


def _peak_mb() -> float:
    try:
        line = next(row for row in Path("/proc/self/status").read_text().splitlines() if row.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
