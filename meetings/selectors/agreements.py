"""What an item has to do with an agreement, and where an agreement has been treated."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from agreements.models import Agreement, AgreementVersion, Revision
from meetings.disclosure import item_basis, item_title, reads_agenda, reads_minutes
from meetings.enums import MeetingState, MinutesState, Outcome
from meetings.models import AgendaItem, MinutesItem
from meetings.querysets import PUBLISHED
from meetings.selectors.trail import OUTCOME_KINDS
from municipalities.access import Access
from samhandling.core.dates import long_date

#: What `concern_of` reads of an item. The texts themselves are long and stay in the database.
RELATED = ("case__revision__agreement", "case__revision__version", "case__revision__base", "agreement_version")
LONG = (
    "agreement_text",
    "agreement_version__content",
    "case__revision__version__content",
    "case__revision__base__content",
)


@dataclass(frozen=True)
class Concern:
    """The revision an item is about, and the text the meeting uses: the pinned one, or what would be pinned now."""

    revision: Revision
    agreement: Agreement
    version: AgreementVersion | None
    is_pinned: bool
    drafted_on: dt.date | None
    """The day whose draft the meeting used; None for a frozen text, or one that is not pinned."""
    is_member: bool
    item_id: int | None = None
    meeting_id: int | None = None

    @property
    def is_draft(self) -> bool:
        """The meeting uses a draft, also when the version has been frozen since."""
        if self.is_pinned:
            return self.drafted_on is not None
        return self.version is not None and not self.version.is_frozen

    @property
    def has_newer(self) -> bool:
        """The text the meeting has is a draft that has been frozen since."""
        return self.drafted_on is not None and self.version is not None and self.version.is_frozen

    @property
    def is_unsent(self) -> bool:
        return not self.is_pinned and self.version is not None

    @property
    def base(self) -> AgreementVersion | None:
        return self.revision.base

    @property
    def may_compare(self) -> bool:
        """Redlines of drafts are for the partnership's own."""
        return self.base is not None and self.version is not None and (self.is_member or self.version.is_frozen)


def concern_of(item: AgendaItem, access: Access, *, is_published: bool) -> Concern | None:
    """None when the item is about no revision, or when this reader may not know. `RELATED` is fetched.

    After publishing, the text is the pinned one; a text that came later is not shown as the meeting's.
    """
    revision = item.case.revision if item.case else None
    if revision is None:
        return None
    if item_basis(item) is not None and not access.reads_internal(item.meeting.committee_id):
        return None
    pinned = item.agreement_version
    return Concern(
        revision=revision,
        agreement=revision.agreement,
        version=pinned or (None if is_published and not access.is_coordinator else revision.version),
        is_pinned=pinned is not None,
        drafted_on=item.agreement_drafted_on,
        is_member=access.is_member,
        item_id=item.pk,
        meeting_id=item.meeting_id,
    )


def agreement_line(item: AgendaItem) -> str:
    """What the papers say of the agreement: «Delavtale 4 – Døgnopphold, Revisjon 2027, versjon 3, utkast per …».

    Empty when the item is about none. What the notice has been published with is the pinned text and nothing else.
    """
    revision = item.case.revision if item.case else None
    if revision is None:
        return ""
    named = f"{revision.agreement.label}, {revision.name}"
    version = item.agreement_version or (None if item.meeting.called_at else revision.version)
    if version is None:
        return named
    words = {"named": named, "number": version.number}
    if item.agreement_drafted_on:
        day = long_date(item.agreement_drafted_on)
        return _("%(named)s, versjon %(number)s, utkast per %(day)s") % {**words, "day": day}
    if not version.is_frozen:
        return _("%(named)s, versjon %(number)s, utkast") % words
    return _("%(named)s, versjon %(number)s, kontrollsum %(sum)s") % {**words, "sum": version.sha256[:16]}


@dataclass(frozen=True)
class Treatment:
    """One item that treated an agreement, as this reader may see it."""

    item: AgendaItem
    title: str
    revision: Revision
    kind: str
    outcome: str
    effect: str
    """What the decision does to the revision, in words; empty when the minutes do not say."""
    has_minutes: bool

    @property
    def used(self) -> AgreementVersion | None:
        return self.item.agreement_version


def treatments_of_revision(revision: Revision, access: Access) -> list[Treatment]:
    return _treatments(AgendaItem.objects.filter(case__revision=revision), access)


def treatments_of_agreement(agreement: Agreement, access: Access) -> list[Treatment]:
    return _treatments(AgendaItem.objects.filter(case__revision__agreement=agreement), access)


def _treatments(items: QuerySet[AgendaItem], access: Access) -> list[Treatment]:
    """Oldest first; two queries however many they are.

    An exempt item is left out whole for those who may not read it: to list it here would tell what it is about.
    """
    minutes = MinutesItem.objects.filter(
        minutes__state__in=[MinutesState.APPROVED, MinutesState.LOCKED]
    ).select_related("minutes")
    found = (
        items.filter(withdrawn_at__isnull=True)
        .exclude(meeting__state=MeetingState.CANCELLED)
        .select_related("meeting__committee", "legal_basis", "case__legal_basis", "case__revision", "agreement_version")
        .defer("agreement_text", "agreement_version__content")
        .prefetch_related(Prefetch("minutes_items", minutes))
        .order_by("meeting__starts_at", "position", "pk")
    )
    return [_treatment(item, access) for item in found if _is_readable(item, access)]


def _is_readable(item: AgendaItem, access: Access) -> bool:
    if not reads_agenda(access, item.meeting):
        return False
    plans = access.is_coordinator or item.meeting.committee_id in access.chair_ids
    if item.meeting.state in PUBLISHED and item.number is None and not plans:
        return False
    return item_basis(item) is None or access.reads_internal(item.meeting.committee_id)


def _treatment(item: AgendaItem, access: Access) -> Treatment:
    assert item.case is not None and item.case.revision is not None  # noqa: PT018  (asked for in the query)
    committee_id = item.meeting.committee_id
    readable = [row for row in item.minutes_items.all() if reads_minutes(access, row.minutes, committee_id)]
    result = max(readable, key=lambda row: row.minutes.version, default=None)
    return Treatment(
        item=item,
        title=item_title(item, internal=access.reads_internal(committee_id)),
        revision=item.case.revision,
        kind=OUTCOME_KINDS[result.outcome] if result else "underway",
        outcome=str(result.get_outcome_display()) if result and result.outcome != Outcome.NONE else "",
        effect=str(result.get_revision_effect_display()) if result and result.revision_effect else "",
        has_minutes=result is not None,
    )
