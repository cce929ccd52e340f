"""What a status report is made from: two municipalities, an agreement out for adoption, and a meeting with minutes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from agreements.models import Adoption, Revision
from agreements.services.adoptions import open_adoptions
from meetings.enums import MeetingState
from meetings.models import ActionItem, Meeting, Minutes, MinutesItem
from municipalities.models import Municipality
from reports.enums import ReportScope
from reports.models import StatusReport
from reports.period import Period
from reports.selectors.status import build_snapshot
from reports.snapshot import Snapshot
from tests.factories.agreements import RevisionFactory, agreement_with_parties, frozen
from tests.factories.meetings import (
    ActionItemFactory,
    AgendaItemFactory,
    ItemTextFactory,
    LegalBasisFactory,
    MeetingFactory,
    MinutesFactory,
    MinutesItemFactory,
    lock,
)
from tests.personas import World

QUARTER = Period.quarter(2026, 3)
NOW = dt.datetime(2026, 10, 5, 8, tzinfo=dt.UTC)


@dataclass
class Ground:
    world: World

    def out(
        self,
        number: str = "4",
        deadline: dt.date | None = dt.date(2026, 11, 30),
        sent_on: dt.date = dt.date(2026, 8, 1),
        **columns: Any,
    ) -> Revision:
        """A sub-agreement whose text is with the councils."""
        agreement = agreement_with_parties(
            self.world.partnership, number=number, title=f"Avtale {number}", short_title=f"Avtale {number}"
        )
        revision: Revision = RevisionFactory(
            agreement=agreement,
            version=frozen(agreement),
            step="councils",
            entry_rule="all",
            council_deadline=deadline,
            **columns,
        )
        open_adoptions(revision=revision, sent_on=sent_on, user=None)
        return revision

    def decide(self, revision: Revision, municipality: Municipality, **columns: Any) -> None:
        Adoption.objects.filter(revision=revision, party__municipality=municipality).update(**columns)

    def meeting(self, day: dt.datetime = dt.datetime(2026, 9, 15, 9, tzinfo=dt.UTC)) -> Minutes:
        meeting = MeetingFactory(committee=self.world.committee, called=True, starts_at=day)
        minutes: Minutes = MinutesFactory(meeting=meeting)
        return minutes

    def item(self, minutes: Minutes, title: str, text: str = "Saken anbefales.", **columns: Any) -> MinutesItem:
        agenda = {key: columns.pop(key) for key in list(columns) if key in ("is_exempt", "legal_basis", "public_title")}
        agenda_item = AgendaItemFactory(meeting=minutes.meeting, title=title, numbered=True, **agenda)
        item: MinutesItem = MinutesItemFactory(minutes=minutes, agenda_item=agenda_item, **columns)
        ItemTextFactory(item=item, section="decision", text=text)
        return item

    def exempt(self, minutes: Minutes, title: str, text: str) -> MinutesItem:
        basis = LegalBasisFactory()
        return self.item(minutes, title, text, is_exempt=True, legal_basis=basis, public_title="Personalsak")

    def task(self, item: MinutesItem, text: str, due_on: dt.date, done_on: dt.date | None = None) -> ActionItem:
        action: ActionItem = ActionItemFactory(item=item, text=text, due_on=due_on, done_on=done_on)
        return action

    def close(self, minutes: Minutes) -> None:
        lock(minutes)
        Meeting.objects.filter(pk=minutes.meeting_id).update(state=MeetingState.CLOSED)

    def report(self, language: str = "nb", period: Period = QUARTER, **subject: Any) -> StatusReport:
        """`municipality=` or `group=`; the whole partnership without."""
        scope = ReportScope.MUNICIPALITY if "municipality" in subject else ReportScope.PARTNERSHIP
        return StatusReport(
            pk=7,
            partnership=self.world.partnership,
            scope=ReportScope.REGION if "group" in subject else scope,
            period_from=period.first,
            period_to=period.last,
            language=language,
            **subject,
        )

    def snapshot(self, language: str = "nb", period: Period = QUARTER, **subject: Any) -> Snapshot:
        return build_snapshot(self.report(language, period, **subject), NOW)

    def of_alvdalen(self, language: str = "nb") -> Snapshot:
        return self.snapshot(language, municipality=self.world.municipality_a)
