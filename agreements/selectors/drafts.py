"""A draft as its editor shows it: each section with its number, its texts and the revisions they are at."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from agreements.content import Clause, number_clauses
from agreements.enums import SectionPart
from agreements.models import AgreementVersion, Section, SectionText
from agreements.rules.outline import end_of


@dataclass(frozen=True)
class DraftRow:
    section: Section
    number: str
    heading: str
    body: str
    heading_revision: int
    body_revision: int
    saved_at: dt.datetime | None
    under: int
    """How many sections stand under it."""

    @property
    def label(self) -> str:
        return " ".join(part for part in (self.number, self.heading) if part) or self.section.get_kind_display()


def draft_rows(version: AgreementVersion) -> list[DraftRow]:
    """All sections in their order; two queries."""
    sections = list(Section.objects.filter(version=version).order_by("position", "pk"))
    texts = {(row.owner_id, row.section): row for row in SectionText.objects.filter(owner__in=sections).newest("owner")}
    numbers = [
        number for _clause, number in number_clauses(Clause(s.anchor, "", "", s.kind, s.level) for s in sections)
    ]
    rows, levels = [], [section.level for section in sections]
    for at, (section, number) in enumerate(zip(sections, numbers, strict=True)):
        section.version = version
        heading, body = (texts.get((section.pk, part)) for part in (SectionPart.HEADING, SectionPart.BODY))
        rows.append(
            DraftRow(
                section=section,
                number=number,
                heading=heading.text if heading else "",
                body=body.text if body else "",
                heading_revision=heading.revision if heading else 0,
                body_revision=body.revision if body else 0,
                saved_at=max((text.saved_at for text in (heading, body) if text), default=None),
                under=end_of(levels, at) - at - 1,
            )
        )
    return rows
