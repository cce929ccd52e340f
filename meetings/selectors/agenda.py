"""The agenda of a meeting as rows to show, by the reader's rights."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from meetings.deadlines import papers_due
from meetings.disclosure import item_basis, item_title, reads_minutes
from meetings.enums import ItemType
from meetings.models import AgendaItem, Attachment, Meeting, PaperText, PaperVersion
from meetings.querysets import PUBLISHED
from meetings.selectors.agreements import LONG, RELATED, Concern, concern_of
from meetings.selectors.numbers import provisional_numbers
from municipalities.access import Access
from samhandling.disclosure.models import LegalBasis

NEEDS_PAPER = (ItemType.DECISION, ItemType.DISCUSSION)


@dataclass(frozen=True)
class PaperStatus:
    """Where the paper of an item is."""

    kind: str
    """`missing`, `underway` (never saved as a version, or written in since) or `ready`."""
    version: int | None
    """The newest version, if any."""
    pinned: int | None
    """The version the meeting uses, when the notice is published."""
    due_on: dt.date

    @property
    def is_unsent(self) -> bool:
        """Something is written that the meeting does not use yet."""
        return self.pinned is None and self.kind != "missing"

    @property
    def has_newer(self) -> bool:
        """A version was made after the one the meeting uses."""
        return self.pinned is not None and self.version is not None and self.version > self.pinned

    @property
    def word(self) -> str:
        if self.kind == "missing":
            return _("Saksframlegg mangler")
        if self.kind == "underway":
            if self.version:
                return _("Saksframlegg under arbeid, versjon %(number)s er lagret") % {"number": self.version}
            return _("Saksframlegg under arbeid")
        return _("Saksframlegg klart, versjon %(number)s") % {"number": self.version}


@dataclass(frozen=True)
class AgendaRow:
    item: AgendaItem
    number: str
    """Empty for one that was withdrawn before it had a number."""
    is_provisional: bool
    title: str
    """The one this reader may see."""
    basis: LegalBasis | None
    """Why the item is exempt; None when it is public."""
    is_shielded: bool
    """The reader sees number, shielded title and basis, and nothing else."""
    starts_at: dt.datetime | None
    reads_previous: bool = False
    """The item approves minutes that this reader may open."""
    paper: PaperStatus | None = None
    attachments: int = 0
    concern: Concern | None = None
    """The revision of an agreement the item is about."""

    @property
    def is_withdrawn(self) -> bool:
        return self.item.withdrawn_at is not None

    @property
    def name(self) -> str:
        """What to call the row in a button: its number, or its title where it has none."""
        return _("sak %(number)s") % {"number": self.number} if self.number else f"«{self.title}»"


def agenda_items(meeting: Meeting) -> QuerySet[AgendaItem]:
    """The items in order, with all that showing them needs. One query."""
    related = [
        "case__legal_basis",
        "case__paper",
        "legal_basis",
        "paper_version__paper__legal_basis",
        "previous_minutes",
        *RELATED,
    ]
    long = ["paper_version__sections", "paper_version__annexes", *LONG]
    return meeting.items.select_related(*related).defer(*long).order_by("position", "pk")


def agenda_rows(meeting: Meeting, access: Access) -> list[AgendaRow]:
    """The agenda as this reader may see it (ask `disclosure.reads_agenda` first). Three queries."""
    plans = access.is_coordinator or meeting.committee_id in access.chair_ids
    internal = access.reads_internal(meeting.committee_id)
    items = list(_with_paper_state(agenda_items(meeting)) if plans else agenda_items(meeting))
    numbers = provisional_numbers(meeting, items)
    clock, rows = meeting.starts_at, []
    for item in items:
        if meeting.state in PUBLISHED and item.number is None and not plans:
            continue  # put on the agenda after publishing, and not sent yet
        basis = item_basis(item)
        shielded = basis is not None and not internal
        rows.append(
            AgendaRow(
                item=item,
                number=numbers.get(item.pk, ""),
                is_provisional=item.number is None,
                title=item_title(item, internal=internal),
                basis=basis,
                is_shielded=shielded,
                starts_at=None if shielded or item.withdrawn_at else clock,
                reads_previous=item.previous_minutes is not None
                and reads_minutes(access, item.previous_minutes, meeting.committee_id),
                paper=_paper_status(item, meeting) if plans else None,
                attachments=getattr(item, "attachment_count", None) or 0,
                concern=None if shielded else concern_of(item, access, is_published=meeting.called_at is not None),
            )
        )
        if item.withdrawn_at is None:
            clock += dt.timedelta(minutes=item.minutes_planned)
    return rows


def planned_minutes(rows: Sequence[AgendaRow]) -> int:
    return sum(row.item.minutes_planned for row in rows if not row.is_withdrawn)


def _with_paper_state(items: QuerySet[AgendaItem]) -> QuerySet[AgendaItem]:
    """Annotates what `_paper_status` reads, so that the number of queries does not grow with the agenda."""
    versions = PaperVersion.objects.filter(paper__case=OuterRef("case")).order_by("-number")
    saves = PaperText.objects.filter(paper__case=OuterRef("case"))
    later = PaperText.objects.filter(
        paper=OuterRef("paper"), section=OuterRef("section"), revision__gt=OuterRef("revision")
    )
    annexes = (
        Attachment.objects.filter(case=OuterRef("case"), removed_at__isnull=True)
        .values("case")
        .annotate(n=Count("pk"))
        .values("n")
    )
    return items.annotate(
        newest_version=Subquery(versions.values("number")[:1]),
        newest_version_at=Subquery(versions.values("created_at")[:1]),
        has_draft=Exists(saves.exclude(text="").exclude(Exists(later))),
        written_at=Subquery(saves.values("paper").annotate(last=Max("saved_at")).values("last")),
        attachment_count=Coalesce(Subquery(annexes), 0),
    )


def _paper_status(item: AgendaItem, meeting: Meeting) -> PaperStatus | None:
    """None where no paper is needed and none is written."""
    if item.case is None:
        return None
    newest: int | None = item.newest_version  # type: ignore[attr-defined]
    newest_at: dt.datetime | None = item.newest_version_at  # type: ignore[attr-defined]
    written_at: dt.datetime | None = item.written_at  # type: ignore[attr-defined]
    if newest is None and not item.has_draft:  # type: ignore[attr-defined]
        kind = "missing"
    elif newest_at is None or (written_at is not None and written_at > newest_at):
        kind = "underway"
    else:
        kind = "ready"
    if kind == "missing" and item.type not in NEEDS_PAPER:
        return None
    paper = getattr(item.case, "paper", None)
    return PaperStatus(
        kind=kind,
        version=newest,
        pinned=item.paper_version.number if item.paper_version else None,
        due_on=(paper.due_on if paper else None) or papers_due(meeting),
    )


def cases_to_add(meeting: Meeting, search: str = "") -> QuerySet:
    """Open cases that are not on the agenda, those whose route names the committee first. At most 20."""
    from_route = Q(route__committee=meeting.committee_id)
    cases = meeting.committee.partnership.cases.exclude(state="closed").exclude(treatments__meeting=meeting)
    if search:
        cases = cases.filter(Q(title__icontains=search) | Q(archive_ref__icontains=search))
    return cases.annotate(on_route=Count("route", filter=from_route)).order_by(F("on_route").desc(), "-registered_on")[
        :20
    ]
