"""Papers and annexes: the draft as it is written, what a reader sees of versions and files, and comparing versions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any

from django.utils.translation import gettext as _

from meetings.disclosure import attachment_basis, case_basis, item_basis, paper_basis
from meetings.enums import PaperSection
from meetings.models import AgendaItem, Attachment, Case, CasePaper, PaperText, PaperVersion
from meetings.querysets import PUBLISHED
from samhandling.core.personal import find_national_ids
from samhandling.core.text import HtmlDiff, html_diff, html_to_plain
from samhandling.disclosure.models import LegalBasis


@dataclass(frozen=True)
class SectionDraft:
    """One section of the draft as it stands; revision 0 when nobody has written in it."""

    section: PaperSection
    html: str = ""
    revision: int = 0
    saved_at: dt.datetime | None = None

    @property
    def name(self) -> str:
        return self.section.value

    @property
    def label(self) -> str:
        return str(self.section.label)

    @property
    def warning(self) -> str:
        return personal_warning(self.html)


def personal_warning(html: str) -> str:
    """What to tell whoever writes a national identity number in a paper; empty when there is none."""
    found = find_national_ids(html_to_plain(html))
    if not found:
        return ""
    return _("Teksten ser ut til å inneholde fødselsnummer: %(numbers)s. Det skal ikke stå i et saksframlegg.") % {
        "numbers": ", ".join(found)
    }


def draft_of(case: Case) -> list[SectionDraft]:
    """Every section, in the order it is printed."""
    rows = PaperText.objects.filter(paper__case=case).order_by("section", "-revision").distinct("section")
    found = {row.section: SectionDraft(PaperSection(row.section), row.text, row.revision, row.saved_at) for row in rows}
    return [found.get(section.value, SectionDraft(section)) for section in PaperSection]


@dataclass(frozen=True)
class Shown:
    """What one reader gets of a version or an annex: nothing, that it is there and why it is withheld, or all of it."""

    is_known: bool
    is_readable: bool
    basis: LegalBasis | None = None


def published_treatments(case: Case) -> list[AgendaItem]:
    """The items by which something of the case was published, with what decides whether it is exempt."""
    items = list(
        AgendaItem.objects.filter(case=case, meeting__state__in=PUBLISHED, withdrawn_at__isnull=True)
        .select_related("meeting__committee", "legal_basis", "paper_version__paper__legal_basis")
        .order_by("meeting__starts_at")
    )
    for item in items:
        item.case = case  # the row that was fetched with the reader's rights
    return items


def version_shown(case: Case, version: PaperVersion, published: Iterable[AgendaItem]) -> Shown:
    own = [item for item in published if item.paper_version_id == version.pk]
    basis = next((found for item in own if (found := paper_basis(item))), None) or _draft_basis(case, version.paper)
    if case.prepares:
        return Shown(True, True, basis)
    is_open = case.reads_internal or any(paper_basis(item) is None for item in own)
    return Shown(bool(own), bool(own) and is_open, basis)


def _draft_basis(case: Case, paper: CasePaper) -> LegalBasis | None:
    return case_basis(case) or (paper.legal_basis if paper.is_exempt else None)


def attachment_shown(case: Case, attachment: Attachment, published: Iterable[AgendaItem]) -> Shown:
    """An annex is published with the version that holds it, or with a meeting that used no version."""
    own = [item for item in published if _holds(item, attachment)]
    attachment.case = case
    basis = attachment_basis(attachment) or next((found for item in own if (found := item_basis(item))), None)
    if case.prepares:
        return Shown(True, True, basis)
    is_open = case.reads_internal or any(attachment_basis(attachment, item) is None for item in own)
    return Shown(bool(own), bool(own) and is_open, basis)


def _holds(item: AgendaItem, attachment: Attachment) -> bool:
    if item.paper_version is None:
        return attachment.removed_at is None
    return any(annex["id"] == attachment.pk for annex in item.paper_version.annexes)


@dataclass(frozen=True)
class VersionRow:
    version: PaperVersion
    shown: Shown
    used_in: list[AgendaItem]


@dataclass(frozen=True)
class AttachmentRow:
    attachment: Attachment
    shown: Shown


@dataclass(frozen=True)
class CaseDocuments:
    """Papers and annexes of a case as one reader sees them, the newest version first."""

    versions: list[VersionRow] = field(default_factory=list)
    attachments: list[AttachmentRow] = field(default_factory=list)
    has_draft: bool = False
    """Something is written that no version holds; only for those who write."""

    @property
    def is_empty(self) -> bool:
        return not (self.versions or self.attachments or self.has_draft)


def documents_of(case: Case) -> CaseDocuments:
    """`case` is fetched with the reader's rights; see `Case.prepares`."""
    published = published_treatments(case)
    rows = Attachment.objects.filter(case=case, removed_at__isnull=True).select_related("legal_basis")
    attachments = [AttachmentRow(row, attachment_shown(case, row, published)) for row in rows.order_by("number")]
    return CaseDocuments(
        versions=[row for row in version_rows(case, published) if row.shown.is_known],
        attachments=[row for row in attachments if row.shown.is_known],
        has_draft=case.writes and _has_draft(case),
    )


def version_rows(case: Case, published: list[AgendaItem]) -> list[VersionRow]:
    versions = PaperVersion.objects.filter(paper__case=case).select_related("paper__legal_basis", "created_by")
    return [
        VersionRow(
            version,
            version_shown(case, version, published),
            [item for item in published if item.paper_version_id == version.pk],
        )
        for version in versions.order_by("-number")
    ]


@dataclass(frozen=True)
class AnnexRow:
    """An annex as a version lists it, and what the reader gets of its file (None when the row is gone)."""

    number: int
    title: str
    attachment: Attachment | None
    shown: Shown


def annexes_of(case: Case, version: PaperVersion, published: list[AgendaItem]) -> list[AnnexRow]:
    files = Attachment.objects.filter(case=case).select_related("legal_basis").in_bulk()
    rows = []
    for annex in version.annexes:
        file = files.get(annex["id"])
        shown = attachment_shown(case, file, published) if file else Shown(True, True)
        rows.append(AnnexRow(annex["number"], annex["title"], file, shown))
    return rows


def _has_draft(case: Case) -> bool:
    newest = PaperVersion.objects.filter(paper__case=case).order_by("-number").first()
    return {draft.name: draft.html for draft in draft_of(case) if draft.html} != (newest.sections if newest else {})


@dataclass(frozen=True)
class Clause:
    """One section of two versions, compared."""

    name: str
    label: str
    diff: HtmlDiff


@dataclass(frozen=True)
class Side:
    """One of two texts that are compared: a version, or the draft (number 0)."""

    label: str
    number: int
    title: str
    sections: Mapping[str, str]
    annexes: list[dict[str, Any]]
    saved_at: dt.datetime | None = None


def side_of(version: PaperVersion) -> Side:
    label = _("Versjon %(number)s") % {"number": version.number}
    return Side(label, version.number, version.title, version.sections, version.annexes, version.created_at)


def compare(old: Side, new: Side) -> list[Clause]:
    """Title, sections and list of annexes, in the order they are printed; what neither has is left out."""
    pairs = [
        ("title", _("Tittel"), f"<p>{escape(old.title)}</p>", f"<p>{escape(new.title)}</p>"),
        *(
            (section.value, str(section.label), old.sections.get(section, ""), new.sections.get(section, ""))
            for section in PaperSection
        ),
        ("annexes", _("Vedlegg"), _annex_list(old), _annex_list(new, old)),
    ]
    return [Clause(name, label, html_diff(before, after)) for name, label, before, after in pairs if before or after]


def _annex_list(side: Side, other: Side | None = None) -> str:
    """The annexes as paragraphs; one with another file than on the other side says so."""
    before = {(annex["number"], annex["title"]): annex["sha256"] for annex in other.annexes} if other else {}
    lines = []
    for annex in side.annexes:
        number, title = annex["number"], annex["title"]
        line = _("Vedlegg %(number)s: %(title)s") % {"number": number, "title": title}
        is_other_file = before.get((number, title), annex["sha256"]) != annex["sha256"]
        lines.append(f"{line} {_('(ny fil)')}" if is_other_file else line)
    return "".join(f"<p>{escape(line)}</p>" for line in lines)
