"""One of everything about agreements in the personas' partnership, for tests that ask who reaches what."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from agreements.content import Clause, Content
from agreements.enums import (
    AdoptionStatus,
    ConsultationState,
    ImportState,
    QuestionKind,
    RegisteredAs,
    StepKind,
    VersionSource,
)
from agreements.models import (
    Adoption,
    Agreement,
    AgreementFile,
    AgreementParty,
    AgreementTerms,
    AgreementVersion,
    Answer,
    AnswerFile,
    ChangeNote,
    Consultation,
    ConsultationFile,
    CouncilMeeting,
    GroupMember,
    Invitation,
    LocalPaper,
    Question,
    QuestionAnswer,
    RedlineOrder,
    Revision,
    RevisionStep,
    Section,
    Termination,
    TextImport,
    YearlyReview,
)
from agreements.rules.steps import ORDER
from agreements.services.reference import load_statutory
from samhandling.documents.enums import Kind, State, Variant
from samhandling.documents.models import Document
from tests.factories.agreements import (
    TEXT,
    AdoptionFactory,
    ConsultationFactory,
    CouncilMeetingFactory,
    InvitationFactory,
    RevisionFactory,
    agreement_with_parties,
    draft,
    frozen,
)
from tests.factories.meetings import PDF
from tests.personas import World

NEW = Content(
    TEXT.title,
    tuple(
        Clause("sykehuset", clause.heading, "<p>Sykehuset gir råd hele døgnet.</p>", level=2)
        if clause.anchor == "sykehuset"
        else clause
        for clause in TEXT.clauses
    ),
)


@dataclass
class AgreementSample:
    """`out` is a revision out for adoption with `adoption` for municipality A; `writing` has a draft text."""

    agreement: Agreement
    terms: AgreementTerms
    party: AgreementParty  # municipality A
    in_force: AgreementVersion
    proposed: AgreementVersion
    out: Revision
    adoption: Adoption
    writing: Revision
    section: Section  # of its draft
    file: AgreementFile
    text_import: TextImport
    consultation: Consultation  # open
    consultation_draft: Consultation
    question: Question  # of the draft
    consultation_file: ConsultationFile  # of the open one
    draft_file: ConsultationFile
    invitation: Invitation  # municipality A, answered
    answer_file: AnswerFile
    asked: Invitation  # municipality B, not answered; asks for a later deadline
    asked_question: Question
    termination: Termination
    member: GroupMember
    document: Document  # a redline between frozen texts
    local_paper: LocalPaper  # municipality A's, of `out`
    council_meeting: CouncilMeeting  # municipality A's


def _file(name: str = "fil.pdf") -> dict[str, object]:
    sha256 = hashlib.sha256(PDF).hexdigest()
    return {
        "title": "Vedlegg",
        "file": default_storage.save(f"agreements/sample/{name}", ContentFile(PDF)),
        "file_name": name,
        "content_type": "application/pdf",
        "size": len(PDF),
        "sha256": sha256,
    }


def _revision(agreement: Agreement, step: StepKind, **columns: object) -> Revision:
    revision: Revision = RevisionFactory(agreement=agreement, step=step, **columns)
    today = timezone.localdate()
    done = ORDER[: ORDER.index(step) + 1]
    RevisionStep.objects.bulk_create(
        RevisionStep(
            revision=revision,
            kind=kind,
            planned_on=today + dt.timedelta(days=7 * (ORDER.index(kind) - ORDER.index(step))),
            done_on=today - dt.timedelta(days=40 - ORDER.index(kind)) if kind in done else None,
        )
        for kind in ORDER
    )
    return revision


def build_agreements(world: World) -> AgreementSample:
    load_statutory()
    today = timezone.localdate()
    agreement = agreement_with_parties(world.partnership, number="3")
    parties = list(agreement.parties.select_related("municipality", "trust"))
    in_force = frozen(agreement, 1, in_force_on=today - dt.timedelta(days=900))
    first = _revision(agreement, StepKind.PUBLISHED, name="Første avtale", version=in_force)
    proposed = frozen(agreement, 2, NEW, based_on=in_force)
    out = _revision(
        agreement,
        StepKind.COUNCILS,
        name="Revisjon",
        base=in_force,
        version=proposed,
        council_deadline=today + dt.timedelta(days=30),
        entry_rule="all",
        recommendation="{kommunen} kommunestyre vedtar delavtalen.",
        summary="Sykehuset gir råd hele døgnet.",
    )
    for party in parties:
        decided = today - dt.timedelta(days=950)
        AdoptionFactory(revision=first, party=party, status=AdoptionStatus.ADOPTED, decided_on=decided)
        AdoptionFactory(revision=out, party=party, status=AdoptionStatus.SENT, sent_on=today)
    own = next(party for party in parties if party.municipality == world.municipality_a)
    adoption = Adoption.objects.get(revision=out, party=own)
    ChangeNote.objects.create(revision=out, anchor="sykehuset", kind="substantive", text="Sykehuset får en ny plikt.")
    for municipality in (world.municipality_a, world.municipality_b):
        CouncilMeetingFactory(municipality=municipality)
    other = agreement_with_parties(
        world.partnership, number="5", title="Utskrivningsklare pasienter", short_title="Utskriving"
    )
    base = frozen(other, 1, in_force_on=today - dt.timedelta(days=800))
    writing = _revision(other, StepKind.DRAFT, name="Ny tekst", base=base, version=draft(other, 2, NEW))
    version = writing.version
    assert version is not None
    member = GroupMember.objects.create(revision=writing, party="municipalities", person=world.people["health_chief"])
    YearlyReview.objects.create(agreement=agreement, held_on=today - dt.timedelta(days=200))
    leaver = other.parties.get(municipality=world.municipality_b)
    termination = Termination.objects.create(
        party=leaver, notice_on=today - dt.timedelta(days=10), effective_on=today + dt.timedelta(days=355)
    )
    section = version.sections.order_by("position")[0]
    consultation, invitation, asked = _open_consultation(world, writing)
    consultation_draft = ConsultationFactory(partnership=world.partnership, title="Neste høring")
    InvitationFactory(consultation=consultation_draft, municipality=world.municipality_a)
    return AgreementSample(
        agreement=agreement,
        terms=agreement.terms.get(),
        party=own,
        in_force=in_force,
        proposed=proposed,
        out=out,
        adoption=_with_file(adoption),
        writing=writing,
        section=section,
        file=AgreementFile.objects.create(version=in_force, **_file("signert.pdf")),
        text_import=_import(other),
        consultation=consultation,
        consultation_draft=consultation_draft,
        question=Question.objects.create(
            consultation=consultation_draft, position=1, kind=QuestionKind.TEXT, text="Hva mener dere?"
        ),
        consultation_file=ConsultationFile.objects.create(consultation=consultation, **_file("grunnlag.pdf")),
        draft_file=ConsultationFile.objects.create(consultation=consultation_draft, **_file("utkast.pdf")),
        invitation=invitation,
        answer_file=AnswerFile.objects.create(answer=invitation.answer, **_file("svar.pdf")),
        asked=asked,
        asked_question=consultation.questions.order_by("position")[0],
        termination=termination,
        member=member,
        document=_document(RedlineOrder.objects.create(version=proposed, old_version=in_force), Kind.REDLINE),
        local_paper=_local_paper(out, own),
        council_meeting=CouncilMeeting.objects.get(municipality=world.municipality_a),
    )


def _with_file(adoption: Adoption) -> Adoption:
    facts = _file("vedtak.pdf")
    adoption.file, adoption.file_name, adoption.file_sha256 = facts["file"], "vedtak.pdf", str(facts["sha256"])  # type: ignore[assignment]
    adoption.registered_as, adoption.registered_at = RegisteredAs.SECRETARIAT, timezone.now()
    adoption.extension_asked_to = timezone.localdate() + dt.timedelta(days=60)
    adoption.extension_reason = "Kommunestyret møtes etter fristen."
    adoption.save()
    return adoption


def _open_consultation(world: World, revision: Revision) -> tuple[Consultation, Invitation, Invitation]:
    today = timezone.localdate()
    consultation = ConsultationFactory(
        partnership=world.partnership,
        revision=revision,
        version=revision.version,
        text=NEW.to_json(),
        state=ConsultationState.OPEN,
        opened_on=today - dt.timedelta(days=5),
        basis="<p>Vi ber om svar på utkastet.</p>",
    )
    questions = [
        Question.objects.create(
            consultation=consultation, position=1, kind=QuestionKind.SECTION, anchor="formaal", text="1 Formål"
        ),
        Question.objects.create(
            consultation=consultation, position=2, kind=QuestionKind.CHOICE, text="Når?", options=["Nå", "Senere"]
        ),
    ]
    answered = InvitationFactory(consultation=consultation, municipality=world.municipality_a)
    answer = Answer.objects.create(
        invitation=answered, stance="support", text="Kommunen støtter forslaget.", sent_at=timezone.now()
    )
    QuestionAnswer.objects.create(answer=answer, question=questions[0], stance="changes", text="Skriv det kortere.")
    asked = InvitationFactory(
        consultation=consultation,
        municipality=world.municipality_b,
        extension="asked",
        extension_asked_to=today + dt.timedelta(days=60),
        extension_reason="Saken skal til kommunestyret.",
    )
    return consultation, answered, asked


def _import(agreement: Agreement) -> TextImport:
    row = {"kind": "section", "level": 1, "heading": "Formål", "body": "<p>Tekst.</p>", "keep": True, "join": False}
    facts = _file("avtale.docx")
    return TextImport.objects.create(
        agreement=agreement,
        file=facts["file"],
        file_name="avtale.docx",
        source=VersionSource.WORD,
        size=facts["size"],
        sha256=facts["sha256"],
        title="Avtale",
        recognised=[row],
        state=ImportState.CHECKING,
    )


def _local_paper(revision: Revision, party: AgreementParty) -> LocalPaper:
    paper = LocalPaper.objects.create(revision=revision, party=party, language="nb", ordered_at=timezone.now())
    _document(paper, Kind.LOCAL_PAPER)
    return paper


def _document(subject: RedlineOrder | LocalPaper, kind: Kind) -> Document:
    return Document.objects.create(
        content_type=ContentType.objects.get_for_model(subject),
        object_id=subject.pk,
        kind=kind,
        variant=Variant.PUBLIC,
        language="nb",
        version=1,
        state=State.READY,
        progress=100,
        sha256="ab" * 32,
        pages=1,
        size=len(PDF),
        file_name=f"{kind}.pdf",
        file=default_storage.save(f"documents/sample-{kind}.pdf", ContentFile(PDF)),
        source_hash="cd" * 32,
        finished_at=timezone.now(),
    )
