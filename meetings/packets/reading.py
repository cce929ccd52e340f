"""Reads what the papers are made from, in a number of queries that does not grow with the agenda."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, QuerySet

from meetings.disclosure import item_basis
from meetings.enums import MinutesState, PaperSection
from meetings.models import AgendaItem, Attachment, CasePaper, Meeting, MinutesItem, PaperText, PaperVersion, RouteStep
from meetings.selectors.agreements import LONG, RELATED
from meetings.selectors.numbers import provisional_numbers
from samhandling.disclosure.models import LegalBasis


@dataclass(frozen=True)
class PaperSource:
    """The text an item's paper is made from: the pinned version, or the draft as it would be pinned now."""

    sections: Mapping[str, str]
    annexes: Sequence[Mapping[str, Any]]
    written_at: datetime | None
    basis: LegalBasis | None


EMPTY = PaperSource({}, [], None, None)


@dataclass(frozen=True)
class AgendaReading:
    meeting: Meeting
    items: Sequence[AgendaItem]
    numbers: Mapping[int, str]
    drafts: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    written: Mapping[int, Sequence[datetime]] = field(default_factory=dict)
    outcomes: Mapping[int, str] = field(default_factory=dict)

    @property
    def standing(self) -> list[AgendaItem]:
        """The items that are still to be treated."""
        return [item for item in self.items if item.withdrawn_at is None]

    def paper(self, item: AgendaItem) -> PaperSource | None:
        """None for an item that has neither text nor annexes."""
        if item.case is None:
            return None
        version = item.paper_version
        paper = _paper_of(item)
        sections = version.sections if version else self.drafts.get(paper.pk, {}) if paper else {}
        annexes = version.annexes if version else [_pin(row) for row in _standing_annexes(item)]
        if not sections and not annexes:
            return None
        return PaperSource(
            sections=sections,
            annexes=annexes,
            written_at=self._written_at(paper, version),
            basis=item_basis(item) or (paper.legal_basis if paper and paper.is_exempt else None),
        )

    def _written_at(self, paper: CasePaper | None, version: PaperVersion | None) -> datetime | None:
        """When the text was last changed, so that saving it as a version does not change the paper."""
        saved = self.written.get(paper.pk, []) if paper else []
        before = [moment for moment in saved if version is None or moment <= version.created_at]
        return max(before, default=version.created_at if version else None)


def read_agenda(meeting: Meeting, *, as_published: bool = False) -> AgendaReading:
    """The agenda in its order; withdrawn items that have a number are still listed.

    `as_published` leaves out what is not published yet: items without a number, and texts that no version pins.
    """
    items = list(_with_content(AgendaItem.objects.filter(meeting=meeting)).order_by("position", "pk"))
    numbers = provisional_numbers(meeting, items)
    if as_published:
        numbers = {item.pk: item.number_text for item in items if item.number_text}
    papers = [paper.pk for item in items if (paper := _paper_of(item))]
    return AgendaReading(
        meeting=meeting,
        items=[item for item in items if item.pk in numbers],
        numbers=numbers,
        drafts={} if as_published else _drafts(papers),
        written=_written(papers),
        outcomes=_outcomes(items),
    )


def read_draft(item: AgendaItem) -> AgendaReading:
    """An item that stands on no agenda yet, so that its paper can be looked at."""
    papers = [paper.pk for paper in [_paper_of(item)] if paper]
    return AgendaReading(
        meeting=item.meeting,
        items=[item],
        numbers={item.pk: ""},
        drafts=_drafts(papers),
        written=_written(papers),
        outcomes=_outcomes([item]),
    )


def _with_content(items: QuerySet[AgendaItem]) -> QuerySet[AgendaItem]:
    treatments = AgendaItem.objects.select_related("meeting__committee", "legal_basis").order_by("meeting__starts_at")
    related = items.select_related(
        "meeting__committee__partnership__trust",
        "legal_basis",
        "case__legal_basis",
        "case__proposing_municipality",
        "case__paper__legal_basis",
        "paper_version__paper__legal_basis",
        "previous_minutes__meeting",
        *RELATED,
    )
    return related.defer(*LONG).prefetch_related(
        "case__officers",
        Prefetch("case__route", RouteStep.objects.select_related("committee").order_by("position")),
        Prefetch("case__attachments", Attachment.objects.select_related("legal_basis").order_by("number")),
        Prefetch("case__treatments", treatments),
    )


def _paper_of(item: AgendaItem) -> CasePaper | None:
    if item.paper_version:
        return item.paper_version.paper
    return getattr(item.case, "paper", None) if item.case else None


def paper_id_of(item: AgendaItem) -> int | None:
    paper = _paper_of(item)
    return paper.pk if paper else None


def _standing_annexes(item: AgendaItem) -> list[Attachment]:
    return [row for row in item.case.attachments.all() if row.removed_at is None] if item.case else []


def _pin(attachment: Attachment) -> dict[str, Any]:
    """As `PaperVersion.annexes` keeps it."""
    return {
        "id": attachment.pk,
        "number": attachment.number,
        "title": attachment.title,
        "sha256": attachment.sha256,
    }


def _drafts(papers: list[int]) -> dict[int, dict[str, str]]:
    drafts: dict[int, dict[str, str]] = {}
    known = set(PaperSection.values)
    for row in PaperText.objects.filter(paper__in=papers).newest("paper"):
        if row.section in known and row.text:
            drafts.setdefault(row.paper_id, {})[row.section] = row.text
    return drafts


def _written(papers: list[int]) -> dict[int, list[datetime]]:
    written: dict[int, list[datetime]] = {}
    for paper, saved_at in PaperText.objects.filter(paper__in=papers).values_list("paper_id", "saved_at"):
        written.setdefault(paper, []).append(saved_at)
    return written


def _outcomes(items: list[AgendaItem]) -> dict[int, str]:
    """Agenda item → outcome in its newest locked minutes, for every treatment of the items' cases."""
    cases = [item.case_id for item in items if item.case_id]
    rows = MinutesItem.objects.filter(agenda_item__case__in=cases, minutes__state=MinutesState.LOCKED)
    return {row.agenda_item_id: row.outcome for row in rows.order_by("minutes__version")}
