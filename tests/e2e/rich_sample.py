"""The sample of `tests/access_sample.py` with something in every list, so that no page is looked at empty."""

from __future__ import annotations

import datetime as dt

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from meetings.enums import CaseState, MinutesSection, PaperSection, StatementKind
from meetings.models import Meeting
from samhandling.documents.enums import Kind, Purpose, State, Step, Variant
from samhandling.documents.models import Document
from tests.access_sample import Sample, build_sample
from tests.factories.meetings import (
    ActionItemFactory,
    AttendanceFactory,
    CaseFactory,
    ItemTextFactory,
    PaperTextFactory,
    PaperVersionFactory,
    RecusalFactory,
    RouteStepFactory,
    StatementFactory,
)
from tests.personas import World

PAPER = """<h2>Bakgrunn</h2><p>Rutinen er prøvd<span class="fotnote">Fra januar til mars.</span> i to kommuner.</p>
<table><caption>Dager på sykehus</caption><tbody><tr><th>Kommune</th><th>Før</th></tr>
<tr><td>Alvdalen</td><td>12</td></tr></tbody></table>
<blockquote><p>Kommunestyret slutter seg til rutinen.</p><footer>Bjørkli, sak 4/26</footer></blockquote>
<ul><li>Et punkt</li><li>Et punkt til</li></ul>"""


def build_rich_sample(world: World) -> Sample:
    sample = build_sample(world)
    paper = sample.version.paper
    PaperVersionFactory(paper=paper, number=2, sections={PaperSection.BACKGROUND: PAPER}, note="Ny bakgrunn")
    PaperTextFactory(paper=paper, section=PaperSection.BACKGROUND, text=PAPER)
    for days, committee in ((-5, world.committee), (60, world.other_committee)):
        planned_on = timezone.localdate() + dt.timedelta(days=days)
        RouteStepFactory(case=sample.case, committee=committee, planned_on=planned_on)
    CaseFactory(
        partnership=world.partnership, state=CaseState.PROPOSED, title="Nytt forslag", proposal="Vi foreslår dette."
    )
    _minutes(sample)
    _documents(sample.held)
    return sample


def _minutes(sample: Sample) -> None:
    item = sample.minutes_item
    ItemTextFactory(item=item, section=MinutesSection.TREATMENT)
    ItemTextFactory(item=item, section=MinutesSection.DECISION, text="1. Rutinen tas i bruk.\n2. Den følges opp.")
    StatementFactory(item=item, attendance=sample.attendance)
    StatementFactory(item=item, attendance=sample.attendance, kind=StatementKind.STATEMENT, text="Vi er enige.")
    RecusalFactory(item=item, attendance=sample.attendance)
    AttendanceFactory(minutes=item.minutes, name="Gjest Prøvesen", is_voting=False, seat=None)
    today = timezone.localdate()
    ActionItemFactory(item=item, owner=sample.world.people["mayor"], due_on=today - dt.timedelta(days=3))
    ActionItemFactory(item=item, due_on=today, done_on=today, done_note="Sendt")


def _documents(meeting: Meeting) -> None:
    """One that waits, one under way and one that failed, beside those that are ready."""
    for purpose, variant, more in (
        (Purpose.PRINT, Variant.PUBLIC, {"state": State.QUEUED}),
        (Purpose.PRINT, Variant.INTERNAL, {"state": State.RENDERING, "step": Step.JOINING, "progress": 60}),
    ):
        _order(meeting, purpose=purpose, variant=variant, version=1, **more)
    failed = {"state": State.FAILED, "error": "Vedlegg 2 kan ikke leses."}
    _order(meeting, purpose=Purpose.READING, variant=Variant.INTERNAL, version=2, **failed)


def _order(meeting: Meeting, **columns: object) -> None:
    Document.objects.create(
        content_type=ContentType.objects.get_for_model(Meeting),
        object_id=meeting.pk,
        kind=Kind.NOTICE,
        language="nb",
        source_hash="cd" * 32,
        **columns,
    )
