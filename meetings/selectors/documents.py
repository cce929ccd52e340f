"""The documents of a meeting: which a reader may have, and whether they still say what the meeting says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Model
from django.urls import reverse
from django.utils import timezone

from meetings.disclosure import reads_agenda, reads_minutes
from meetings.enums import MinutesState
from meetings.models import AgendaItem, Meeting, Minutes
from meetings.packets.content import MinutesContent, NoticeContent, PaperContent, shield_hash
from meetings.packets.edition import Edition
from meetings.packets.minutes import minutes_content
from meetings.packets.notice import notice_content
from meetings.packets.papers import numbered, one_paper
from meetings.packets.reading import AgendaReading, read_agenda
from municipalities.access import Access
from municipalities.models import Partnership
from samhandling.documents.enums import Kind, Purpose
from samhandling.documents.models import Document
from samhandling.documents.selectors import DocumentRow, current_documents

Content = NoticeContent | MinutesContent | PaperContent


@dataclass(frozen=True)
class PaperRow(DocumentRow):
    """A case paper alone, named by its number."""

    number: str = ""

    @property
    def title(self) -> str:
        return f"{self.number}: {super().title}"


@dataclass(frozen=True)
class PaperLine:
    """A case paper that can be had as a document of its own."""

    item: AgendaItem
    number: str
    title: str


@dataclass(frozen=True)
class Panel:
    """What the panel of a meeting's documents shows to one reader."""

    rows: list[DocumentRow]
    papers: list[PaperLine]
    outdated: list[DocumentRow]
    """Their content has changed since they were made; only the secretariat is told. No notice when the meeting is held:
    its cases move on, but it says what was sent."""
    bundles: list[str]
    """Variants of «alt til utskrift» that the reader may order and nobody has."""

    @property
    def may_order(self) -> bool:
        return bool(self.papers or self.bundles)


def subject_meeting(document: Document) -> Meeting | None:
    """The meeting a document belongs to, or None when it is not one of ours."""
    subject = document.subject
    if isinstance(subject, Meeting):
        return subject
    return subject.meeting if isinstance(subject, Minutes | AgendaItem) else None


class Contents:
    """What documents would say if they were made now; each is worked out once."""

    def __init__(self) -> None:
        self._contents: dict[tuple[object, str, Edition], Content | None] = {}
        self._readings: dict[int, AgendaReading] = {}

    def now(self, document: Document) -> Content | None:
        key = (document.object_id, document.kind, Edition.of(document))
        if key not in self._contents:
            self._contents[key] = self._read(document.subject, Edition.of(document))
        return self._contents[key]

    def _read(self, subject: object, edition: Edition) -> Content | None:
        if isinstance(subject, Meeting):
            return notice_content(subject, edition, self._agenda(subject))
        if isinstance(subject, Minutes):
            return minutes_content(subject, edition)
        return one_paper(subject, edition, self._agenda(subject.meeting)) if isinstance(subject, AgendaItem) else None

    def _agenda(self, meeting: Meeting) -> AgendaReading:
        if meeting.pk not in self._readings:
            self._readings[meeting.pk] = read_agenda(meeting, as_published=True)
        return self._readings[meeting.pk]

    def is_outdated(self, document: Document) -> bool:
        content = self.now(document)
        return content is None or content.source_hash() != document.source_hash

    def shields_enough(self, document: Document) -> bool:
        """Nothing was marked as exempt since the document was made."""
        content = self.now(document)
        return content is not None and document.source_hash.endswith(shield_hash(content.withheld))


def may_read(document: Document, meeting: Meeting, access: Access, contents: Contents | None = None) -> bool:
    """The committee reads the internal edition; everybody reads the public one, once the paper itself is open.

    A public file made before something in it was marked as exempt is withdrawn, until a new one is made.
    """
    subject = document.subject
    is_open = (
        reads_minutes(access, subject, meeting.committee_id)
        if isinstance(subject, Minutes)
        else reads_agenda(access, meeting)
    )
    if not is_open:
        return False
    if access.reads_internal(meeting.committee_id):
        return True
    return document.is_public and (contents or Contents()).shields_enough(document)


def meeting_panel(meeting: Meeting, partnership: Partnership, access: Access) -> Panel:
    contents = Contents()
    documents = [row for row in _documents(meeting) if may_read(row, meeting, access, contents)]
    rows = [_row(document, partnership, access) for document in documents]
    internal = access.reads_internal(meeting.committee_id)
    ready = [row for row in rows if row.document.is_ready]
    return Panel(
        rows=rows,
        papers=_papers(meeting) if internal and meeting.called_at else [],
        outdated=[row for row in _current(ready, meeting) if contents.is_outdated(row.document)]
        if access.is_coordinator
        else [],
        bundles=_bundles(documents) if internal and meeting.called_at else [],
    )


def _current(rows: list[DocumentRow], meeting: Meeting) -> list[DocumentRow]:
    is_held = meeting.ends_at < timezone.now()
    return [row for row in rows if row.document.kind == Kind.MINUTES or not is_held]


def _documents(meeting: Meeting) -> Iterable[Document]:
    """Newest version of each; notice first, then minutes (of the newest locked version), then papers alone."""
    locked = meeting.minutes.filter(state=MinutesState.LOCKED).order_by("-version").first()
    found: list[tuple[Model, list[Document]]] = [(meeting, current_documents(meeting))]
    if locked:
        locked.meeting = meeting
        found.append((locked, current_documents(locked)))
    items = {item.pk: item for item in meeting.items.select_related("legal_basis", "case__legal_basis")}
    for document in current_documents(*items.values()):
        item = items[document.object_id]
        item.meeting = meeting
        found.append((item, [document]))
    for subject, documents in found:
        for document in sorted(documents, key=lambda row: (row.purpose != Purpose.READING, row.variant, row.language)):
            document.subject = subject
            yield document


def _row(document: Document, partnership: Partnership, access: Access) -> DocumentRow:
    download = reverse("meetings:document-download", args=[partnership.slug, document.pk])
    retry = reverse("meetings:document-retry", args=[partnership.slug, document.pk]) if access.is_coordinator else ""
    if document.kind == Kind.CASE_PAPER and isinstance(document.subject, AgendaItem):
        return PaperRow(document, download, retry, numbered(document.subject.number_text))
    return DocumentRow(document, download, retry)


def _papers(meeting: Meeting) -> list[PaperLine]:
    items = meeting.items.filter(paper_version__isnull=False, withdrawn_at__isnull=True).exclude(number_text="")
    return [PaperLine(item, numbered(item.number_text), item.title) for item in items.order_by("position")]


def _bundles(documents: list[Document]) -> list[str]:
    made = {row.variant for row in documents if row.purpose == Purpose.PRINT}
    notices = {row.variant for row in documents if row.kind == Kind.NOTICE}
    return sorted(notices - made)
