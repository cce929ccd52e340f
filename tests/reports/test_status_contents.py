"""What a status report says of the portal's records, for whom, and what it must never say."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.models import Answer
from municipalities.enums import GroupKind
from reports.models import CouncilPresentation, Project, ProjectPhase, StatusReport
from reports.period import Period
from reports.selectors.shared import load_shared
from reports.selectors.status import build_snapshot
from reports.snapshot import Snapshot
from samhandling.core.text import content_hash
from tests.factories.agreements import ConsultationFactory, CouncilMeetingFactory, InvitationFactory
from tests.factories.meetings import CaseFactory
from tests.factories.organisation import GroupFactory, GroupMembershipFactory
from tests.personas import World
from tests.reports.status_world import NOW, QUARTER, Ground

DAY = dt.timedelta(days=1)
TODAY = dt.date(2026, 10, 5)
UNKNOWN_MEETING = (
    "Kommunestyret i Alvdalen må ta stilling til delavtale 4 innan 30. november, og neste møte er ikkje registrert."
)


@pytest.fixture
def ground(world: World) -> Ground:
    return Ground(world)


def said(snapshot: Snapshot) -> list[str]:
    return [sentence.text.replace("\u00a0", " ") for sentence in snapshot.sentences]


class TestWhatMustBeDecided:
    def test_a_municipality_is_told_what_its_council_must_decide_and_by_when(self, ground: Ground) -> None:
        revision = ground.out(summary="Flere får plass i det lokale tilbudet.")
        CouncilMeetingFactory(municipality=ground.world.municipality_a, on=dt.date(2026, 10, 29))

        snapshot = ground.of_alvdalen()

        (must,) = snapshot.musts
        assert must.title == "Delavtale 4 – Avtale 4"
        assert must.text == "Flere får plass i det lokale tilbudet."
        assert (must.status.word, must.status.kind) == ("Ikke satt opp", "sent")
        assert must.deadline == dt.date(2026, 11, 30)
        assert must.meeting_text.replace("\u00a0", " ") == "Kommunestyret 29. oktober"
        assert must.figure == f"avtale-{revision.agreement_id}"
        assert said(snapshot)[:2] == [
            "Ingen av de to kommunene har vedtatt delavtale 4.",
            "Kommunestyret i Alvdalen må ta stilling til delavtale 4 innen 30. november, og neste møte er 29. oktober.",
        ]

    def test_what_the_council_has_decided_waits_no_more(self, ground: Ground) -> None:
        revision = ground.out()
        ground.decide(revision, ground.world.municipality_a, status="adopted", decided_on=TODAY)

        snapshot = ground.of_alvdalen()

        assert snapshot.musts == ()
        assert said(snapshot)[:2] == [
            "1 av 2 kommuner har vedtatt delavtale 4, og Alvdalen er en av dem.",
            "Ingenting venter på kommunestyret i Alvdalen.",
        ]
        (line,) = snapshot.agreements
        assert line.own is not None
        assert line.own.word.replace("\u00a0", " ") == "Vedtatt 5. oktober"
        assert "Bjørkli" in line.blocks

    def test_the_partnership_is_told_how_many_lack_what(self, ground: Ground) -> None:
        first, second = ground.out("4"), ground.out("5", deadline=TODAY - DAY)
        ground.decide(first, ground.world.municipality_a, status="adopted", decided_on=TODAY)

        snapshot = ground.snapshot()

        assert [must.text for must in snapshot.musts] == [
            "1 av 2 kommuner har ikke avgjort saken.",
            "2 av 2 kommuner har ikke avgjort saken.",
        ]
        assert snapshot.musts[1].status.kind == "overdue"
        rows = snapshot.figure(f"avtale-{second.agreement_id}").rows
        assert [(row.title, row.counts) for row in rows] == [("Alvdalen", False), ("Bjørkli", False)]
        assert said(snapshot)[1] == (
            "Ingen av de to kommunestyrene har avgjort alt som er sendt dem, og begge er over fristen."
        )
        progress, councils, _done = (snapshot.figure(sentence.figure) for sentence in snapshot.sentences)
        assert (progress.text, len(progress.rows)) == ("1 av 4", 2)
        assert [row.note.replace("\u00a0", " ") for row in councils.rows] == [
            "1 avtale. Fristen var 4. oktober",
            "2 avtaler. Fristen var 4. oktober",
        ]

    def test_a_region_counts_its_own_municipalities(self, ground: Ground) -> None:
        group = GroupFactory(partnership=ground.world.partnership, name="Nord", kind=GroupKind.HEALTH_REGION)
        GroupMembershipFactory(group=group, municipality=ground.world.municipality_a)
        revision = ground.out()
        ground.decide(revision, ground.world.municipality_a, status="adopted", decided_on=TODAY)

        snapshot = ground.snapshot(group=group)

        assert snapshot.head.title == "Status for kommunegruppen Nord"
        assert said(snapshot)[1] == "Ingenting venter på kommunestyrene i Nord."
        assert [row.title for row in snapshot.figure(f"avtale-{revision.agreement_id}").rows] == ["Alvdalen"]


class TestWhatWasDone:
    def test_decisions_of_locked_minutes_are_told_with_a_link(self, ground: Ground) -> None:
        minutes = ground.meeting()
        item = ground.item(minutes, "Felles rutine for utskriving")
        ground.item(minutes, "Utsatt sak", outcome="postponed")
        ground.close(minutes)
        ground.item(ground.meeting(dt.datetime(2026, 9, 22, 9, tzinfo=dt.UTC)), "Ennå bare i utkastet")

        snapshot = ground.of_alvdalen()

        (decision,) = snapshot.decisions
        assert decision.title == "Felles rutine for utskriving"
        assert decision.url == f"/prove/moter/{minutes.meeting_id}/protokoll/#sak-{item.pk}"
        assert decision.meta.startswith("OSU 15.")
        assert decision.text == "Saken anbefales."
        assert said(snapshot)[2] == "Utvalgene hadde ett møte og gjorde ett vedtak i 3. kvartal 2026."

    def test_what_is_exempt_counts_and_is_named_nowhere(self, ground: Ground) -> None:
        minutes = ground.meeting()
        item = ground.exempt(minutes, "Klagen fra pasient NN", "Klagen avvises.")
        ground.task(item, "Svare pasient NN", due_on=dt.date(2026, 9, 20))
        ground.close(minutes)

        snapshot = ground.snapshot()

        kept = json.dumps(snapshot.to_json(), ensure_ascii=False)
        assert not any(words in kept for words in ("NN", "Klagen", "Personalsak"))
        assert (snapshot.figure("vedtak").value, snapshot.figure("vedtak").hidden) == (1.0, 1)
        assert (snapshot.figure("oppfolging-over-fristen").n, snapshot.follow_up.lines) == (1, ())

    def test_what_people_have_written_for_each_other_is_not_told(self, ground: Ground) -> None:
        revision = ground.out()
        hindrance = {"status": "postponed", "hindrance": "Ordføreren er syk", "extension_reason": "Ferie"}
        ground.decide(revision, ground.world.municipality_a, **hindrance)
        CaseFactory(
            partnership=ground.world.partnership,
            title="Sak som ikke er kalt inn",
            proposing_municipality=ground.world.municipality_a,
            registered_on=dt.date(2026, 8, 1),
        )

        for snapshot in (ground.of_alvdalen(), ground.snapshot()):
            kept = json.dumps(snapshot.to_json(), ensure_ascii=False)
            assert not any(words in kept for words in ("er syk", "Ferie", "ikke er kalt inn", "Prøvesen"))
            assert (snapshot.figure("saker").n, snapshot.figure("saker").hidden) == (1, 1)

    def test_tasks_are_counted_by_their_deadline_and_late_ones_told(self, ground: Ground) -> None:
        minutes = ground.meeting(dt.datetime(2026, 6, 2, 9, tzinfo=dt.UTC))
        item = ground.item(minutes, "Felles rutine")
        ground.task(item, "Gjort i tide", dt.date(2026, 8, 1), dt.date(2026, 8, 1))
        ground.task(item, "Gjort for sent", dt.date(2026, 8, 1), dt.date(2026, 9, 1))
        ground.task(item, "Ikke gjort", dt.date(2026, 9, 1))
        ground.task(item, "Gammel og ikke gjort", dt.date(2026, 5, 1))
        ground.task(item, "Ikke ennå", dt.date(2026, 12, 1))
        ground.close(minutes)

        found = ground.of_alvdalen().follow_up

        assert found.sentence == (
            "2 av 3 oppgaver med frist i perioden er gjort, 1 av dem innen fristen. To oppgaver er over fristen nå."
        )
        assert [row.title for row in found.lines] == ["Gammel og ikke gjort", "Ikke gjort"]

    def test_activity_is_counted_for_all_and_for_the_municipality(self, ground: Ground) -> None:
        world = ground.world
        consultation = ConsultationFactory(
            partnership=world.partnership,
            state="open",
            opened_on=dt.date(2026, 7, 1),
            deadline=dt.date(2026, 9, 1),
            title="Høring om rutinen",
        )
        for municipality in (world.municipality_a, world.municipality_b):
            invitation = InvitationFactory(consultation=consultation, municipality=municipality)
            sent_at = dt.datetime(2026, 8, 20, 9, tzinfo=dt.UTC) if municipality == world.municipality_b else None
            Answer.objects.create(invitation=invitation, sent_at=sent_at)

        snapshot = ground.of_alvdalen()

        line = snapshot.activity.lines[2]
        assert (line.label, line.note) == ("Høringssvar", "Svar på 0 av 1 med frist i perioden")
        assert snapshot.activity.columns == ("I alt", "Alvdalen")
        assert [snapshot.figure(key).n for key in line.figures] == [1, 0]
        assert [row.title for row in snapshot.figure("horingssvar").rows] == ["Høring om rutinen"]

        region = GroupFactory(partnership=world.partnership, name="Alvdalen", kind=GroupKind.HEALTH_REGION)
        GroupMembershipFactory(group=region, municipality=world.municipality_a)
        beside_its_namesake = ground.of_alvdalen().activity
        assert beside_its_namesake.columns == ("I alt", "Gruppen Alvdalen", "Alvdalen")
        assert beside_its_namesake.caption == "Hele samarbeidet, gruppen Alvdalen og Alvdalen"

    def test_a_project_tells_its_phase_and_whose_councils_have_heard_of_it(self, ground: Ground) -> None:
        world = ground.world
        project = Project.objects.create(
            partnership=world.partnership, name="Felles legevakt", started_on=dt.date(2026, 1, 1)
        )
        ProjectPhase.objects.create(
            project=project, kind="gap", started_on=dt.date(2026, 8, 1), planned_to=dt.date(2026, 12, 1)
        )
        CouncilPresentation.objects.create(
            project=project, municipality=world.municipality_a, held_on=dt.date(2026, 9, 1)
        )

        snapshot = ground.of_alvdalen()

        (line,) = snapshot.projects
        assert (line.title, line.phase) == ("Felles legevakt", "Gap-analyse")
        assert line.presented == "1 av 2 kommunestyrer"
        assert [row.counts for row in snapshot.figure(line.figure).rows] == [True, False]
        assert snapshot.figure("framlegginger-egne").n == 1

    def test_a_partnership_without_records_says_so(self, ground: Ground) -> None:
        snapshot = ground.of_alvdalen()

        assert said(snapshot) == [
            "Ingen avtaler ligger til vedtak i kommunestyrene nå.",
            "Ingenting venter på kommunestyret i Alvdalen.",
            "Ingen vedtak i perioden.",
        ]
        assert snapshot.follow_up.sentence == "Ingen oppgaver hadde frist i perioden."
        assert {snapshot.figure(key).text for key in snapshot.indicators} == {"Ingenting å måle"}


class TestLanguage:
    def test_a_report_in_nynorsk_says_its_sentences_in_nynorsk(self, ground: Ground) -> None:
        ground.out()

        snapshot = ground.of_alvdalen("nn")

        assert snapshot.head.language == "nn"
        assert said(snapshot) == [
            "Ingen av dei to kommunane har vedteke delavtale 4.",
            UNKNOWN_MEETING,
            "Ingen vedtak i perioden.",
        ]


class TestFrozen:
    def test_the_database_keeps_it_without_changing_its_hash(self, ground: Ground) -> None:
        ground.out()
        minutes = ground.meeting()
        ground.item(minutes, "Felles rutine")
        ground.close(minutes)
        report = ground.report(municipality=ground.world.municipality_a)
        kept = build_snapshot(report, NOW).to_json()
        report.snapshot, report.snapshot_sha256, report.data_at, report.send_at = kept, content_hash(kept), NOW, NOW
        report.state = "draft"
        report.save()

        again = StatusReport.objects.get(pk=report.pk)

        assert content_hash(again.snapshot) == report.snapshot_sha256
        assert Snapshot.from_json(again.snapshot).to_json() == kept

    def test_a_batch_reads_its_facts_once(self, ground: Ground) -> None:
        world = ground.world
        ground.out()
        shared = load_shared(world.partnership, QUARTER, NOW)
        reports = [ground.report(municipality=one) for one in (world.municipality_a, world.municipality_b)]

        with CaptureQueriesContext(connection) as asked:
            together = [build_snapshot(report, NOW, shared) for report in (*reports, ground.report())]

        assert len(asked) == 0
        assert together[0] == build_snapshot(reports[0], NOW)

    def test_the_facts_take_as_many_queries_for_little_as_for_much(self, ground: Ground) -> None:
        def queries() -> int:
            with CaptureQueriesContext(connection) as asked:
                load_shared(ground.world.partnership, QUARTER, NOW)
            return len(asked)

        def more(number: str) -> None:
            ground.out(number)
            minutes = ground.meeting(dt.datetime(2026, 9, int(number), 9, tzinfo=dt.UTC))
            ground.task(ground.item(minutes, "Felles rutine"), "Sende brev", dt.date(2026, 9, 20))
            ground.close(minutes)

        more("4")
        few = queries()
        more("5")
        more("6")

        assert queries() == few

    def test_facts_of_another_period_are_refused(self, ground: Ground) -> None:
        shared = load_shared(ground.world.partnership, Period.quarter(2026, 2), NOW)

        with pytest.raises(ValueError, match="period"):
            build_snapshot(ground.report(), NOW, shared)
