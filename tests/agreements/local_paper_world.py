"""A revision out for adoption, with what the case papers are made from."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils import timezone
from pypdf import PdfReader

from agreements.content import Clause, Content
from agreements.enums import AdoptionStatus, ChangeKind, StepKind
from agreements.models import Adoption, Agreement, AgreementParty, ChangeNote, Deviation, LocalPaper, Revision
from agreements.services.local_papers import order_local_papers
from samhandling.accounts.models import User
from samhandling.documents import services as documents
from samhandling.documents.enums import Purpose
from samhandling.documents.models import Document
from tests.factories.agreements import (
    TEXT,
    AdoptionFactory,
    CouncilMeetingFactory,
    RevisionFactory,
    RevisionStepFactory,
    agreement_with_parties,
    frozen,
)
from tests.personas import World

NEW = Content(
    TEXT.title,
    (
        *TEXT.clauses[:2],
        Clause("kommunen", "Kommunens ansvar", "<p>{kommunen} melder fra innen ett døgn.</p>", level=2),
        *TEXT.clauses[3:],
        Clause("evaluering", "Evaluering", "<p>Partene evaluerer avtalen hvert år.</p>"),
    ),
)


@dataclass
class Papers:
    world: World
    agreement: Agreement
    revision: Revision
    parties: dict[str, AgreementParty] = field(default_factory=dict)

    @property
    def coordinator(self) -> User:
        return self.world.user("coordinator_municipal")

    def order(self) -> list[LocalPaper]:
        return order_local_papers(revision=self.revision, user=self.coordinator)

    def make(self, name: str, purpose: str = Purpose.READING) -> Document:
        """Order all and carry out one of them, as the worker does."""
        paper = next(row for row in self.order() if row.party_id == self.parties[name].pk)
        document = Document.objects.about(paper).filter(purpose=purpose).order_by("-version")[0]
        documents.carry_out(document_id=document.pk)
        document.refresh_from_db()
        return document

    def adopted(self, name: str, **columns: object) -> Adoption:
        """The party's adoption of the text before."""
        earlier = Revision.objects.get(version=self.revision.base)
        known: dict[str, object] = {
            "status": AdoptionStatus.ADOPTED,
            "decided_on": dt.date(2024, 3, 12),
            "council_case": "14/24",
        }
        adoption: Adoption = AdoptionFactory(
            revision=earlier, version=self.revision.base, party=self.parties[name], **known | columns
        )
        return adoption

    def deviating(self, name: str, anchor: str, text: str) -> None:
        adoption = self.adopted(name, status=AdoptionStatus.ADOPTED_WITH_DEVIATION)
        Deviation.objects.create(adoption=adoption, anchor=anchor, text=text)


def build_papers(world: World, on_commit: Callable[..., object] | None = None) -> Papers:
    agreement = agreement_with_parties(world.partnership, number="4", title="Øyeblikkelig hjelp", short_title="Døgn")
    base = frozen(agreement, 1)
    RevisionFactory(agreement=agreement, version=base, name="Første")
    version = frozen(agreement, 2, NEW, based_on=base)
    revision: Revision = RevisionFactory(
        agreement=agreement,
        base=base,
        version=version,
        step=StepKind.COUNCILS,
        council_deadline=timezone.localdate() + dt.timedelta(days=40),
    )
    RevisionStepFactory(
        revision=revision,
        kind=StepKind.RECOMMENDED,
        done_on=dt.date(2026, 5, 21),
        committee=world.committee,
        reference="sak 12/26",
    )
    ChangeNote.objects.create(
        revision=revision,
        anchor="kommunen",
        kind=ChangeKind.SUBSTANTIVE,
        text="Kommunen må svare raskere.",
        text_nn="Kommunen må svare raskare.",
    )
    CouncilMeetingFactory(municipality=world.municipality_a, on=timezone.localdate() + dt.timedelta(days=20))
    found = Papers(world, agreement, revision)
    for party in agreement.parties.filter(municipality__isnull=False).select_related("municipality"):
        found.parties[party.municipality.name] = party
    return found


def pdf_text(document: Document) -> str:
    assert document.is_ready, document.error
    with document.file.open("rb") as file:
        pages = PdfReader(io.BytesIO(file.read())).pages
        return " ".join(" ".join(page.extract_text() for page in pages).replace("\xa0", " ").split())
