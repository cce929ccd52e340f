"""The local case papers of a revision: which are made, which are under way, and which cannot be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from agreements.documents import document_row
from agreements.models import AgreementParty, LocalPaper, Revision
from agreements.packets.local_paper.reading import municipal_parties
from municipalities.access import Access
from municipalities.models import Partnership
from municipalities.querysets import by_norwegian_name
from samhandling.documents.enums import Purpose, State
from samhandling.documents.models import Document
from samhandling.documents.selectors import DocumentRow, OrderedFiles, current_documents

#: The slowest of the two files decides what the line says, in this order.
ORDER = (State.FAILED, State.RENDERING, State.QUEUED, State.READY)


@dataclass(frozen=True)
class PaperLine:
    """A municipality and its two files; both are None until the paper is ordered."""

    party: AgreementParty
    language: str
    paper: LocalPaper | None = None
    pdf: DocumentRow | None = None
    word: DocumentRow | None = None

    @property
    def name(self) -> str:
        """One whose name is missing is told by its number."""
        municipality = self.party.municipality
        return (municipality.name.strip() or municipality.number) if municipality else ""

    @property
    def files(self) -> list[DocumentRow]:
        return [row for row in (self.pdf, self.word) if row is not None]

    @property
    def state(self) -> str:
        """Of both files together; empty until they are ordered."""
        states = {row.document.state for row in self.files}
        return next((state for state in ORDER if state in states), "")

    @property
    def is_ready(self) -> bool:
        return self.state == State.READY

    @property
    def is_under_way(self) -> bool:
        return any(row.document.is_under_way for row in self.files)

    @property
    def ordered_at(self) -> dt.datetime | None:
        return self.paper.ordered_at if self.paper else None

    @property
    def error(self) -> str:
        return next((row.document.error for row in self.files if row.document.is_failed), "")


@dataclass(frozen=True)
class LocalPapers(OrderedFiles[PaperLine]):
    own: list[PaperLine]
    """Those of the municipalities the reader is health chief of."""


def local_papers(revision: Revision, partnership: Partnership, access: Access, today: dt.date) -> LocalPapers:
    """A line for every municipality that is a party today, and for those a paper was made for; four queries."""
    papers = list(_with_parties(LocalPaper.objects.filter(revision=revision)))
    parties = municipal_parties(revision, today).order_by(by_norwegian_name("municipality__name"), "pk")
    lines = list(_lines(list(parties), papers, partnership, access))
    own = [line for line in lines if line.party.municipality_id in access.chief_ids and line.files]
    return LocalPapers(lines, own)


def newest_file(paper: LocalPaper, purpose: str) -> Document | None:
    """The newest finished file, also while a newer one is being made."""
    files = Document.objects.about(paper).filter(purpose=purpose, language=paper.language, state=State.READY)
    return files.order_by("-version").first()


def ready_files(revision: Revision) -> list[Document]:
    """All finished files of the papers as they stand, PDF and Word, by name."""
    papers = {paper.pk: paper for paper in LocalPaper.objects.filter(revision=revision)}
    documents = [row for row in current_documents(*papers.values()) if row.is_ready]
    return sorted(
        (row for row in documents if row.language == papers[row.object_id].language), key=lambda row: row.file_name
    )


def _with_parties(papers: QuerySet[LocalPaper]) -> QuerySet[LocalPaper]:
    return papers.select_related("party__municipality", "revision__agreement")


def _lines(
    parties: list[AgreementParty], papers: list[LocalPaper], partnership: Partnership, access: Access
) -> Iterable[PaperLine]:
    by_party = {paper.party_id: paper for paper in papers}
    gone = [paper.party for paper in papers if paper.party_id not in {party.pk for party in parties}]
    files: dict[tuple[int, str, str], DocumentRow] = {}
    by_pk = {paper.pk: paper for paper in papers}
    for document in current_documents(*papers):
        document.subject = by_pk[document.object_id]
        row = document_row(partnership, access, document)
        files[document.object_id, document.purpose, document.language] = row
    for party in [*parties, *gone]:
        assert party.municipality is not None  # municipal_parties gives no others
        paper = by_party.get(party.pk)
        if paper is None:
            yield PaperLine(party, party.municipality.language_in(partnership))
            continue
        found = (files.get((paper.pk, purpose, paper.language)) for purpose in (Purpose.READING, Purpose.WORD))
        yield PaperLine(party, paper.language, paper, *found)
