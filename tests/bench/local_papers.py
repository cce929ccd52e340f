"""From one press to the last case paper, PDF and Word for 26 municipalities, by two worker processes."""

from __future__ import annotations

import datetime as dt
import tempfile
import time
from pathlib import Path

from django.utils import timezone

from agreements.content import Clause, Content
from agreements.enums import AdoptionStatus, StepKind
from agreements.models import Agreement, AgreementParty, Deviation, Revision
from agreements.services.local_papers import order_local_papers
from municipalities.models import Partnership
from municipalities.services.reference import load_reference
from samhandling.documents.enums import UNDER_WAY
from samhandling.documents.models import Document
from tests.bench.recorder import Record, benchmark
from tests.factories.agreements import AdoptionFactory, AgreementFactory, AgreementPartyFactory, RevisionFactory, frozen
from tests.fixtures.worker import WorkerProcess, _test_database_url

WORDS = [
    *("kommunen", "helseforetaket", "pasienten", "tjenesten", "varsel", "utskriving", "innleggelse", "oppfølging"),
    *("ansvar", "frist", "samarbeid", "plan", "melding", "vurdering", "råd", "opplæring", "utstyr", "opplysninger"),
    *("avdelingen", "kveld", "helg", "døgn", "partene", "lege"),
]
TABLE = (
    "<table><caption>Frister</caption><thead><tr><th scope='col'>Hva</th><th scope='col'>Frist</th></tr></thead>"
    "<tbody><tr><td>Tidligmelding</td><td>{hours} timer</td></tr><tr><td>Varsel</td><td>Samme dag</td></tr>"
    "</tbody></table>"
)
WORKERS = 2


@benchmark
def local_papers(record: Record) -> None:
    parties = _partnership()
    with tempfile.TemporaryDirectory() as folder:
        worker = WorkerProcess(_test_database_url(), Path(folder) / "celery.log")
        worker.start(concurrency=WORKERS)
        try:
            _press(_revision(parties, 1), worker)  # both processes have read style sheet and fonts
            one = _revision(parties, 2)
            chosen = list(one.agreement.parties.filter(municipality__isnull=False)[:1])
            seconds = _press(one, worker, chosen)
            record("localpapers.1", seconds, unit="s", size=_size(one))
            all_of_them = _revision(parties, 3)
            seconds = _press(all_of_them, worker)
            record("localpapers.26.total", seconds, unit="s", size=_size(all_of_them))
        finally:
            worker.stop()


def _press(revision: Revision, worker: WorkerProcess, parties: list[AgreementParty] | None = None) -> float:
    """Seconds until everything that was ordered is ready."""
    began = time.perf_counter()
    papers = order_local_papers(revision=revision, user=None, parties=parties)
    documents = Document.objects.about(*papers)
    worker.wait_for(lambda: not documents.filter(state__in=UNDER_WAY).exists(), seconds=300)
    seconds = time.perf_counter() - began
    failed = documents.exclude(state="ready").values_list("error", flat=True)
    assert not failed, list(failed)
    return seconds


def _size(revision: Revision) -> str:
    documents = Document.objects.about(*revision.local_papers.all())
    pages = sum(document.pages or 0 for document in documents)
    return f"{revision.local_papers.count()} kommuner, {len(documents)} filer, {pages} PDF-sider, {WORKERS} prosesser"


def _partnership() -> Partnership:
    """KHS-26 with today's date in all its memberships."""
    load_reference()
    partnership = Partnership.objects.get(slug="khs-26")
    partnership.memberships.update(valid_to=None)
    return partnership


def _revision(partnership: Partnership, number: int) -> Revision:
    """A text of its own, so that nothing of it is rendered before; one in five adopted the old one in other words."""
    agreement: Agreement = AgreementFactory(partnership=partnership, number=str(100 + number), title=f"Avtale {number}")
    AgreementPartyFactory(agreement=agreement, municipality=None, trust=partnership.trust)
    parties = [
        AgreementPartyFactory(agreement=agreement, municipality=membership.municipality)
        for membership in partnership.memberships.select_related("municipality")
    ]
    base = frozen(agreement, 1, _text(number, 48))
    earlier = RevisionFactory(agreement=agreement, version=base, name="Første")
    for place, party in enumerate(parties):
        deviates = place % 5 == 4
        adoption = AdoptionFactory(
            revision=earlier,
            party=party,
            status=AdoptionStatus.ADOPTED_WITH_DEVIATION if deviates else AdoptionStatus.ADOPTED,
            decided_on=dt.date(2024, 3, 12),
            council_case=f"{place}/24",
        )
        if deviates:
            Deviation.objects.create(
                adoption=adoption, anchor="punkt-3", text="<p>Partene møtes når de ønsker det.</p>"
            )
    revision: Revision = RevisionFactory(
        agreement=agreement,
        base=base,
        version=frozen(agreement, 2, _text(number, 24), based_on=base),
        step=StepKind.COUNCILS,
        council_deadline=timezone.localdate() + dt.timedelta(days=60),
        summary="Fristene er kortere, og partene evaluerer avtalen hvert år.",
    )
    return revision


def _text(number: int, hours: int) -> Content:
    """Fourteen sections with two paragraphs each, a table and a list: about six pages. Two have the name in them."""

    def words(seed: int, length: int) -> str:
        told = " ".join(WORDS[(number * 5 + seed * 7 + i * (1 + seed % 5)) % len(WORDS)] for i in range(length))
        return told[0].upper() + told[1:] + "."

    clauses = [
        Clause(
            f"punkt-{place}",
            words(place, 3).rstrip("."),
            f"<p>{words(place, 55)}</p><p>{words(place + 20, 45)}</p>"
            + ("<p>{kommunen} melder fra innen " + f"{hours} timer.</p>" if place in (4, 9) else "")
            + (TABLE.format(hours=hours) if place == 6 else "")
            + (f"<ul><li>{words(1, 8)}</li><li>{words(hours, 8)}</li></ul>" if place == 8 else ""),
            level=2 if place % 4 == 3 else 1,
        )
        for place in range(1, 15)
    ]
    return Content(f"Delavtale {100 + number}", tuple(clauses))
