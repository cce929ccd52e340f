"""One of everything about reports in the personas' partnership, for tests that ask who reaches what."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models
from django.utils import timezone

from municipalities.enums import Party
from municipalities.models import MunicipalGroup, RotationPlace, SecretariatTerm
from reports.enums import MeasureLevel, NewsletterState, PhaseKind, ReportScope, ReportSection, ReportState
from reports.models import (
    CostScheme,
    CouncilPresentation,
    Deliverable,
    Handover,
    InvoiceBasis,
    Measure,
    Newsletter,
    NewsletterText,
    Project,
    ProjectPhase,
    ReportBatch,
    ReportSending,
    ReportText,
    SecretariatTask,
    StatusReport,
    Subscriber,
)
from reports.open_work import OpenRow, OpenSection, OpenWork
from reports.period import Period
from reports.selectors.reports import content_sha256
from reports.selectors.shared import load_shared
from reports.selectors.status import build_snapshot
from reports.status.facts import Shared
from samhandling.core.text import content_hash
from samhandling.documents.enums import Kind, State, Variant
from samhandling.documents.models import Document
from tests.factories.meetings import PDF
from tests.factories.reports import CostSchemeFactory, SecretariatTermFactory
from tests.personas import World
from tests.survey_sample import SurveySample, build_surveys

ADOPTED, SECRET = "Kommunene er enige om målet.", "Ikke vurdert ferdig ennå."
"""What coordinators wrote in a released report, and in drafts."""


@dataclass
class ReportSample:
    """`batch` holds all the reports. `own_draft` corrects the released one, which nobody else is told yet."""

    batch: ReportBatch
    released: StatusReport  # municipality A's
    of_partnership: StatusReport  # released
    own_draft: StatusReport  # municipality A's
    other_draft: StatusReport  # municipality B's
    failed: StatusReport  # the region's
    scheme: CostScheme
    invoice: InvoiceBasis  # municipality A's
    term: SecretariatTerm  # held now
    handover: Handover  # to the municipalities' side, made by the trust's coordinator
    received: Handover
    project: Project
    phase: ProjectPhase
    task: SecretariatTask
    surveys: SurveySample
    letter: Newsletter  # sent
    letter_draft: Newsletter
    subscriber: Subscriber


def build_reports(world: World, region: MunicipalGroup) -> ReportSample:
    """Of what is there by now: meetings, cases, agreements."""
    reports = _reports(world, region)
    term, handover, received = _secretariat(world, region)
    project = _project(world)
    scheme = CostSchemeFactory(
        partnership=world.partnership,
        purpose="En felles koordinator.",
        municipalities=[world.municipality_a, world.municipality_b],
    )
    letter, letter_draft = _newsletters(world)
    return ReportSample(
        **reports,
        scheme=scheme,
        invoice=_invoice(world, scheme),
        term=term,
        handover=handover,
        received=received,
        project=project,
        phase=project.phases.order_by("position")[0],
        task=_tasks(world, project),
        surveys=build_surveys(world),
        letter=letter,
        letter_draft=letter_draft,
        subscriber=_subscriber(world),
    )


# --- Status reports ---------------------------------------------------------------------------------------------------


def _reports(world: World, region: MunicipalGroup) -> dict[str, Any]:
    now, today = timezone.now(), timezone.localdate()
    period = Period(today - dt.timedelta(days=80), today)
    batch = ReportBatch.objects.create(
        partnership=world.partnership,
        period_from=period.first,
        period_to=period.last,
        ordered_by=world.users["coordinator_municipal"],
    )
    shared = load_shared(world.partnership, period, now)
    released = _release(world, _report(batch, shared, municipality=world.municipality_a))
    of_partnership = _release(world, _report(batch, shared))
    own_draft = _report(
        batch,
        shared,
        municipality=world.municipality_a,
        version=2,
        corrects=released,
        correction_reason="Møtet i mai manglet.",
    )
    other_draft = _report(batch, shared, municipality=world.municipality_b)
    for draft in (own_draft, other_draft):
        _comment(world, draft, SECRET)
    failed = StatusReport.objects.create(
        **_order(batch, group=region), state=ReportState.FAILED, error="Databasen svarte ikke. Prøv igjen om litt."
    )
    return {
        "batch": batch,
        "released": released,
        "of_partnership": of_partnership,
        "own_draft": own_draft,
        "other_draft": other_draft,
        "failed": failed,
    }


def _order(batch: ReportBatch, **columns: Any) -> dict[str, Any]:
    """What a report is created with; `municipality=` or `group=`, the whole partnership without."""
    scope = ReportScope.MUNICIPALITY if "municipality" in columns else ReportScope.PARTNERSHIP
    return {
        "partnership": batch.partnership,
        "batch": batch,
        "scope": ReportScope.REGION if "group" in columns else scope,
        "period_from": batch.period_from,
        "period_to": batch.period_to,
        "language": "nb",
        "send_at": timezone.now(),
        **columns,
    }


def _report(batch: ReportBatch, shared: Shared, **columns: Any) -> StatusReport:
    report = StatusReport.objects.create(**_order(batch, **columns))
    snapshot = build_snapshot(report, timezone.now(), shared)
    report.state, report.snapshot, report.data_at = ReportState.DRAFT, snapshot.to_json(), snapshot.head.data_at
    report.snapshot_sha256 = content_hash(report.snapshot)
    report.save()
    return report


def _comment(world: World, report: StatusReport, text: str) -> None:
    user = world.users["coordinator_municipal"]
    ReportText.objects.create(
        report=report, section=ReportSection.COMMENT, revision=1, text=f"<p>{text}</p>", saved_by=user
    )


def _release(world: World, report: StatusReport) -> StatusReport:
    _comment(world, report, ADOPTED)
    report.state, report.released_at = ReportState.RELEASED, timezone.now()
    report.released_by, report.content_hash = world.users["coordinator_trust"], content_sha256(report)
    report.save()
    _document(report, Kind.STATUS_REPORT, Variant.PUBLIC)
    ReportSending.objects.create(report=report, person=world.people["mayor"])
    return report


# --- Costs and the secretariat ----------------------------------------------------------------------------------------


def _invoice(world: World, scheme: CostScheme) -> InvoiceBasis:
    basis = InvoiceBasis.objects.create(
        scheme=scheme, municipality=world.municipality_a, ordered_at=timezone.now(), ordered_by=None
    )
    _document(basis, Kind.INVOICE_BASIS, Variant.INTERNAL)
    return basis


def _document(subject: models.Model, kind: Kind, variant: Variant) -> Document:
    return Document.objects.create(
        content_type=ContentType.objects.get_for_model(subject),
        object_id=subject.pk,
        kind=kind,
        variant=variant,
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


def _secretariat(world: World, region: MunicipalGroup) -> tuple[SecretariatTerm, Handover, Handover]:
    """Bjørkli held it, the region does, and Alvdalen takes over in three months: time to be told."""
    RotationPlace.objects.create(partnership=world.partnership, position=1, group=region)
    before = _term(world, -900, -400, group=None, municipality=world.municipality_b)
    held = _term(world, -399, 90, group=region)
    coming = _term(world, 91, 800, group=None, municipality=world.municipality_a)
    _term(world, -900, None, group=None, side=Party.TRUST)
    received = _handover(world, before, held, received_at=timezone.now(), received_name="Tuva Prøvesen")
    return held, _handover(world, held, coming), received


def _term(world: World, first: int, last: int | None, **columns: Any) -> SecretariatTerm:
    today = timezone.localdate()
    days = {
        "valid_from": today + dt.timedelta(days=first),
        "valid_to": None if last is None else today + dt.timedelta(days=last),
    }
    made: SecretariatTerm = SecretariatTermFactory(partnership=world.partnership, **days, **columns)
    return made


def _handover(world: World, giver: SecretariatTerm, taker: SecretariatTerm, **columns: Any) -> Handover:
    rows = (OpenRow("Ny rutine for utskriving", "Venter på saksframlegg.", "3. desember", ""),)
    work = OpenWork("Den som gir", "Den som tar", (OpenSection("cases", "Saker", rows),))
    return Handover.objects.create(
        partnership=world.partnership,
        giver=giver,
        taker=taker,
        on=timezone.localdate(),
        note="Nøklene ligger i resepsjonen.",
        open_work=work.to_json(),
        made_by=world.users["coordinator_trust"],
        **columns,
    )


# --- Projects ---------------------------------------------------------------------------------------------------------


def _project(world: World) -> Project:
    today = timezone.localdate()
    project = Project.objects.create(
        partnership=world.partnership,
        name="Felles legevakt",
        purpose="Kortere ventetid.",
        lead=world.people["health_chief"],
        started_on=today - dt.timedelta(days=200),
    )
    project.municipalities.set([world.municipality_a, world.municipality_b])
    for position, kind in enumerate((PhaseKind.STANDPOINT, PhaseKind.GAP), 1):
        start = today + dt.timedelta(days=90 * position - 290)
        ProjectPhase.objects.create(
            project=project,
            position=position,
            kind=kind,
            planned_from=start,
            planned_to=start + dt.timedelta(days=80),
            started_on=start,
            done_on=start + dt.timedelta(days=85) if position == 1 else None,
        )
    Deliverable.objects.create(project=project, title="Kartlegging", due_on=today - dt.timedelta(days=3))
    Measure.objects.create(project=project, level=MeasureLevel.REGION, text="Felles vaktplan")
    CouncilPresentation.objects.create(
        project=project, municipality=world.municipality_a, held_on=today - dt.timedelta(days=20), council_case="14/26"
    )
    Project.objects.create(partnership=world.partnership, name="Lokaler", parent=project)
    return project


def _tasks(world: World, project: Project) -> SecretariatTask:
    today = timezone.localdate()
    start = {"partnership": world.partnership, "started_on": today - dt.timedelta(days=60)}
    SecretariatTask.objects.create(**start, text="Årsmeldingen", done_on=today, result="Sendt til kommunene.")
    return SecretariatTask.objects.create(
        **start,
        text="Følge opp vaktplanen",
        project=project,
        owner=world.people["coordinator_municipal"],
        due_on=today + dt.timedelta(days=14),
    )


# --- The newsletter ---------------------------------------------------------------------------------------------------


def _newsletters(world: World) -> tuple[Newsletter, Newsletter]:
    letter = _letter(world, "Vedtak i våren", 200, "Rutinen er vedtatt.")
    letter.state, letter.sent_at = NewsletterState.SENT, timezone.now()
    letter.sent_by = world.users["coordinator_municipal"]
    letter.save()
    return letter, _letter(world, "Vedtak i sommer", 100, SECRET)


def _letter(world: World, title: str, days_ago: int, text: str) -> Newsletter:
    first = timezone.localdate() - dt.timedelta(days=days_ago)
    letter = Newsletter.objects.create(
        partnership=world.partnership, title=title, period_from=first, period_to=first + dt.timedelta(days=89)
    )
    NewsletterText.objects.create(newsletter=letter, revision=1, text=f"<h2>Vedtak</h2><p>{text}</p>")
    return letter


def _subscriber(world: World) -> Subscriber:
    return Subscriber.objects.create(
        partnership=world.partnership,
        email="leser@example.org",
        secret="sample-subscriber-secret",
        asked_at=timezone.now() - dt.timedelta(days=1),
        confirmed_at=timezone.now(),
    )
