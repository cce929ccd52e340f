"""The adoption board: what it shows, to whom, how it is chosen from and taken out, and that it stays quick."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from agreements.board import Board, BoardFilter, Cell, Show
from agreements.models import Adoption, AgreementParty, Deviation, Revision
from agreements.selectors.board import board
from agreements.services.adoptions import open_adoptions
from municipalities.enums import GroupKind
from municipalities.models import GroupMembership, MunicipalGroup, Municipality
from samhandling.core.dates import long_date
from tests.factories.agreements import (
    AgreementPartyFactory,
    CouncilMeetingFactory,
    RevisionFactory,
    agreement_with_parties,
    draft,
    frozen,
)
from tests.factories.organisation import LONG_AGO, MunicipalityFactory, PartnershipMembershipFactory
from tests.personas import PERSONAS, World

ClientOf = Callable[[str], Client]
DAY = dt.timedelta(days=1)
TODAY = dt.date(2027, 9, 14)


@dataclass
class Stage:
    """Two agreements out; the first is due in sixteen days, the second is overdue."""

    world: World
    first: Revision
    second: Revision

    def set(self, revision: Revision, name: str, **columns: Any) -> Adoption:
        adoption = next(row for row in self._rows(revision) if row.party.name == name)
        Adoption.objects.filter(pk=adoption.pk).update(**columns)
        return Adoption.objects.get(pk=adoption.pk)

    def _rows(self, revision: Revision) -> list[Adoption]:
        return list(revision.adoptions.select_related("party__municipality", "party__trust"))

    def board(self, **chosen: Any) -> Board:
        return board(self.world.partnership, BoardFilter(**chosen), TODAY)

    def cell(self, name: str, place: int = 0) -> Cell:
        rows = [row for group in self.board().groups for row in group.rows]
        found = next(row for row in rows if row.name == name).cells[place]
        assert found is not None
        return found


def out(world: World, number: str, short: str, deadline: dt.date | None) -> Revision:
    agreement = agreement_with_parties(world.partnership, number=number, short_title=short)
    revision: Revision = RevisionFactory(
        agreement=agreement, version=frozen(agreement), step="councils", entry_rule="all", council_deadline=deadline
    )
    open_adoptions(revision=revision, sent_on=TODAY - 60 * DAY, user=None)
    return revision


@pytest.fixture(autouse=True)
def _on_the_day() -> Iterator[None]:
    with time_machine.travel(dt.datetime(2027, 9, 14, 12, tzinfo=dt.UTC), tick=False):
        yield


@pytest.fixture
def stage(world: World) -> Stage:
    return Stage(
        world,
        first=out(world, "4", "Døgnopphold", TODAY + 16 * DAY),
        second=out(world, "3", "Innleggelse", TODAY - 76 * DAY),
    )


def regions(world: World) -> tuple[MunicipalGroup, MunicipalGroup]:
    made = []
    for name, municipality in (("Østsida", world.municipality_a), ("Dalen", world.municipality_b)):
        group = MunicipalGroup.objects.create(
            partnership=world.partnership,
            name=name,
            slug=name[:2].lower(),
            kind=GroupKind.HEALTH_REGION,
            valid_from=LONG_AGO,
        )
        GroupMembership.objects.create(group=group, municipality=municipality, valid_from=LONG_AGO)
        made.append(group)
    return made[0], made[1]


class TestWhatItShows:
    def test_texts_out_by_number_with_how_far_they_have_come(self, stage: Stage) -> None:
        stage.set(stage.first, "Alvdalen", status="adopted", decided_on=TODAY)
        found = stage.board()
        assert [column.label for column in found.columns] == ["DA 3 Innleggelse", "DA 4 Døgnopphold"]
        assert [(column.adopted, column.total) for column in found.columns] == [(0, 2), (1, 2)]
        assert [column.note(TODAY) for column in found.columns] == ["76 dager over fristen", "16 dager igjen"]
        assert (found.adopted, found.total) == (1, 4)

    def test_a_deviation_is_told_with_its_section(self, stage: Stage) -> None:
        row = stage.set(stage.first, "Bjørkli", status="deviation", decided_on=TODAY)
        Deviation.objects.create(adoption=row, anchor="sykehuset", number="2.2", text="<p>Annet.</p>")
        found = stage.board(agreement=stage.first.agreement_id)
        assert "Bjørklis vedtak avviker i punkt 2.2" in found.blocked
        assert found.columns[0].note(TODAY) == "16 dager igjen. Ett vedtak avviker."
        hindrances = {row.name: row.hindrance for group in found.groups for row in group.rows}
        assert hindrances == {"Alvdalen": "Saken er ikke satt opp.", "Bjørkli": "Avviker i punkt 2.2."}

    def test_a_text_in_force_waits_for_nobody_but_shows_who_deviates(self, stage: Stage) -> None:
        stage.set(stage.first, "Bjørkli", status="deviation", decided_on=TODAY)
        Revision.objects.filter(pk=stage.first.pk).update(step="in_force")
        found = stage.board(agreement=stage.first.agreement_id)
        assert found.columns[0].note(TODAY) == "I kraft. Ett vedtak avviker."
        assert (found.blocked, found.entry_words) == ("", "")
        assert stage.cell("Bjørkli", 1).figure == "deviation"

    def test_a_council_holds_nothing_back_when_enough_others_have_adopted(self, stage: Stage) -> None:
        Revision.objects.filter(pk=stage.first.pk).update(entry_rule="quorum", entry_quorum=1)
        blocked = stage.board(agreement=stage.first.agreement_id).blocked
        assert "Alvdalen og Bjørkli" in blocked
        stage.set(stage.first, "Alvdalen", status="adopted", decided_on=TODAY)
        blocked = stage.board(agreement=stage.first.agreement_id).blocked
        assert "Bjørkli" not in blocked
        assert "Fjordane" in blocked, "the trust must still adopt it"

    def test_an_overdue_cell_says_by_how_much(self, stage: Stage) -> None:
        cell = stage.cell("Alvdalen")
        assert (cell.figure, cell.over) == ("overdue", 76)
        stage.set(stage.second, "Alvdalen", extended_to=TODAY + DAY)
        assert stage.cell("Alvdalen").figure == "sent"

    def test_the_next_council_is_marked_when_it_is_after_the_deadline(self, stage: Stage, world: World) -> None:
        CouncilMeetingFactory(municipality=world.municipality_a, on=TODAY + 20 * DAY)
        CouncilMeetingFactory(municipality=world.municipality_b, on=TODAY + 10 * DAY)
        rows = {row.name: row for group in stage.board().groups for row in group.rows}
        assert rows["Alvdalen"].next_is_late
        assert not rows["Bjørkli"].next_is_late
        assert "Alvdalens neste møte er etter fristen" in stage.board().blocked

    def test_the_trust_has_its_own_line_and_counts_for_no_municipality(self, stage: Stage) -> None:
        found = stage.board()
        assert found.trust is not None
        assert found.trust.name == "Fjordane prøvesykehus HF"
        names = [row.name for group in found.groups for row in group.rows]
        assert names == ["Alvdalen", "Bjørkli"]

    def test_a_party_that_has_left_is_not_there_and_a_merged_one_inherits(self, stage: Stage, world: World) -> None:
        merged: Municipality = MunicipalityFactory(name="Nydalen", number="1003")
        for revision in (stage.first, stage.second):
            before = AgreementParty.objects.filter(agreement=revision.agreement_id, municipality__isnull=False)
            old = list(before)
            new = AgreementPartyFactory(agreement=revision.agreement, municipality=merged, valid_from=TODAY)
            new.succeeds.set(old)
            Adoption.objects.filter(party__in=old).update(status="adopted", decided_on=TODAY - 30 * DAY)
            before.exclude(pk=new.pk).update(valid_to=TODAY - DAY)
        rows = [row for group in stage.board().groups for row in group.rows]
        assert [(row.name, row.is_done) for row in rows] == [("Nydalen", True)]

    def test_a_party_to_come_is_there_when_it_is_asked_and_holds_nothing_back(self, stage: Stage) -> None:
        day, municipality = TODAY + 30 * DAY, MunicipalityFactory(name="Nyvik")
        AgreementPartyFactory(agreement=stage.first.agreement, municipality=municipality, valid_from=day)
        assert "Nyvik" not in [row.name for group in stage.board().groups for row in group.rows]
        open_adoptions(revision=stage.first, sent_on=TODAY, user=None)
        found = stage.board()
        row = next(row for group in found.groups for row in group.rows if row.name == "Nyvik")
        assert row.hindrance == f"Blir part {long_date(day)}."
        assert "Nyvik" not in {blocker.name for blocker in found.blockers}

    def test_only_the_newest_text_of_each_agreement_that_is_out(self, stage: Stage, world: World) -> None:
        agreement = stage.first.agreement
        newer = RevisionFactory(agreement=agreement, version=frozen(agreement, 2), step="councils", entry_rule="all")
        RevisionFactory(agreement=agreement, version=draft(agreement, 3), step="draft")
        open_adoptions(revision=newer, sent_on=TODAY, user=None)
        assert [column.revision for column in stage.board().columns] == [stage.second.pk, newer.pk]

    def test_a_text_everybody_has_adopted_goes_when_it_is_in_force(self, stage: Stage) -> None:
        Revision.objects.filter(pk=stage.first.pk).update(step="in_force")
        assert len(stage.board().columns) == 2
        stage.first.adoptions.update(status="adopted", decided_on=TODAY)
        assert [column.revision for column in stage.board().columns] == [stage.second.pk]

    def test_a_municipality_outside_one_agreement_has_an_empty_place_there(self, stage: Stage, world: World) -> None:
        party = AgreementParty.objects.get(agreement=stage.first.agreement_id, municipality=world.municipality_b)
        Adoption.objects.filter(party=party).delete()
        party.delete()
        rows = {row.name: row for group in stage.board().groups for row in group.rows}
        assert rows["Bjørkli"].cells[1] is None
        assert stage.board().columns[1].total == 1


class TestChoosing:
    def test_by_agreement_region_and_status(self, stage: Stage, world: World) -> None:
        east, _valley = regions(world)
        stage.set(stage.first, "Bjørkli", status="postponed", council_on=TODAY - DAY)
        assert [column.label for column in stage.board(agreement=stage.first.agreement_id).columns] == [
            "DA 4 Døgnopphold"
        ]
        assert [group.name for group in stage.board().groups] == ["Dalen", "Østsida"]
        assert [group.name for group in stage.board(region=east.pk).groups] == ["Østsida"]
        names = [row.name for group in stage.board(status="postponed").groups for row in group.rows]
        assert names == ["Bjørkli"]

    def test_by_what_is_missing_or_overdue_with_counts(self, stage: Stage) -> None:
        for revision in (stage.first, stage.second):
            stage.set(revision, "Alvdalen", status="adopted", decided_on=TODAY)
        stage.set(stage.second, "Bjørkli", extended_to=TODAY + DAY)
        found = stage.board(show=Show.LACKING)
        assert found.counts == {Show.ALL: 2, Show.LACKING: 1, Show.OVERDUE: 0}
        assert [row.name for group in found.groups for row in group.rows] == ["Bjørkli"]
        assert not stage.board(show=Show.OVERDUE).groups

    def test_a_reminder_goes_to_those_it_can_help(self, stage: Stage) -> None:
        stage.set(stage.first, "Alvdalen", status="scheduled", council_on=TODAY + DAY)
        stage.set(stage.second, "Alvdalen", status="rejected", decided_on=TODAY)
        found = stage.board()
        assert found.reminded == 1
        assert len(found.reminders) == 2


def page(client: Client, query: str = "") -> str:
    answer = client.get(reverse("agreements:board", args=["prove"]) + query)
    assert answer.status_code == 200
    return answer.content.decode()


class TestThePage:
    def test_members_read_it(self, stage: Stage, client_of: ClientOf) -> None:
        address = reverse("agreements:board", args=["prove"])
        answers = {persona: client_of(persona).get(address).status_code for persona in PERSONAS}
        outside = {"outsider": 403, "foreign_coordinator": 403, "anonymous": 302}
        assert answers == dict.fromkeys(PERSONAS, 200) | outside

    def test_a_cell_leads_to_registering_for_those_who_may(self, stage: Stage, client_of: ClientOf) -> None:
        own, other = (
            next(row for row in stage.first.adoptions.all() if row.party.municipality == municipality)
            for municipality in (stage.world.municipality_a, stage.world.municipality_b)
        )
        chief = page(client_of("health_chief"))
        assert reverse("agreements:adoption-edit", args=["prove", own.pk]) in chief
        assert reverse("agreements:adoption-edit", args=["prove", other.pk]) not in chief
        assert reverse("agreements:adoption-detail", args=["prove", other.pk]) in chief
        assert reverse("agreements:adoption-edit", args=["prove", other.pk]) in page(client_of("coordinator_trust"))

    def test_what_people_write_is_shown_as_text(self, stage: Stage, client_of: ClientOf) -> None:
        stage.set(stage.first, "Bjørkli", hindrance='<script>alert("x")</script>')
        stage.world.municipality_a.name = "<b>Alvdalen</b>"
        stage.world.municipality_a.save()
        shown = page(client_of("mayor"))
        assert "<script>alert" not in shown
        assert "<b>Alvdalen" not in shown
        assert "&lt;script&gt;alert" in shown

    def test_nonsense_in_the_address_shows_everything(self, stage: Stage, client_of: ClientOf) -> None:
        shown = page(client_of("mayor"), "?vis=bort&avtale=x&region=-&status=nei")
        assert "Alvdalen" in shown

    def test_a_partnership_with_nothing_out_says_what_fills_it(self, world: World, client_of: ClientOf) -> None:
        assert "Ingen avtaler er ute til vedtak" in page(client_of("mayor"))

    def test_coordinators_remind_and_others_do_not(self, stage: Stage, client_of: ClientOf) -> None:
        address = reverse("agreements:board-remind", args=["prove"])
        assert "Send påminnelse til 2" in page(client_of("coordinator_municipal"))
        assert "Send påminnelse" not in page(client_of("health_chief"))
        assert client_of("health_chief").post(address).status_code == 403
        assert client_of("coordinator_municipal").post(address).status_code == 302
        assert Adoption.objects.filter(reminded_at__isnull=False).exists()

    def test_as_many_queries_for_many_as_for_few(self, stage: Stage, client_of: ClientOf, world: World) -> None:
        client = client_of("coordinator_municipal")
        few = self._queries(client)
        for number in range(6):
            municipality = MunicipalityFactory(name=f"Kommune {number}")
            PartnershipMembershipFactory(partnership=world.partnership, municipality=municipality)
            CouncilMeetingFactory(municipality=municipality)
        for number in range(5, 9):
            out(world, str(number), "Mer", TODAY)
        assert self._queries(client) == few

    def _queries(self, client: Client) -> int:
        with CaptureQueriesContext(connection) as queries:
            page(client)
        return len(queries)


class TestTakingItOut:
    def _get(self, client: Client, kind: str, query: str = "") -> Any:
        return client.get(reverse("agreements:board-export", args=["prove", kind]) + query)

    def test_csv_opens_in_norwegian_excel(self, stage: Stage, client_of: ClientOf) -> None:
        stage.set(stage.first, "Alvdalen", status="adopted", decided_on=dt.date(2027, 6, 1), council_case="45/27")
        answer = self._get(client_of("mayor"), "csv")
        assert answer.content.startswith(b"\xef\xbb\xbf")
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
        assert rows[0][:4] == ["Region", "Kommunenummer", "Part", "DA 3 Innleggelse: status"]
        alvdalen = next(row for row in rows if row[2] == "Alvdalen")
        assert alvdalen[7:10] == ["Vedtatt", "01.06.2027", "45/27"]
        assert rows[-1][2] == "Fjordane prøvesykehus HF"

    def test_no_cell_is_a_formula(self, stage: Stage, client_of: ClientOf) -> None:
        stage.set(stage.first, "Bjørkli", council_case='=HYPERLINK("x")\x0b')  # a line break of Word's
        stage.set(stage.second, "Bjørkli", council_case="@SUM(A1)")
        text = self._get(client_of("mayor"), "csv").content.decode("utf-8-sig")
        cells = [cell for row in csv.reader(io.StringIO(text), delimiter=";") for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "@", "+", "-"))]
        book = load_workbook(io.BytesIO(self._get(client_of("mayor"), "xlsx").content))
        found = [cell for row in book.active.iter_rows() for cell in row if str(cell.value).startswith("=")]
        assert [cell.data_type for cell in found] == ["s"]

    def test_the_workbook_has_the_rows_chosen_and_real_dates(self, stage: Stage, client_of: ClientOf) -> None:
        stage.set(stage.first, "Alvdalen", status="adopted", decided_on=dt.date(2027, 6, 1))
        answer = self._get(client_of("mayor"), "xlsx", "?status=adopted")
        sheet = load_workbook(io.BytesIO(answer.content)).active
        assert [row[2].value for row in sheet.iter_rows()] == ["Part", "Alvdalen", "Fjordane prøvesykehus HF"]
        assert sheet["I2"].value == dt.datetime(2027, 6, 1)  # noqa: DTZ001 - a workbook knows no zones
        assert sheet["I2"].number_format == "DD.MM.YYYY"

    def test_members_only_and_no_other_kinds(self, stage: Stage, client_of: ClientOf) -> None:
        assert self._get(client_of("outsider"), "csv").status_code == 403
        assert self._get(client_of("mayor"), "pdf").status_code == 404
