"""The text of a version, from its frozen content or from the sections of its draft."""

from __future__ import annotations

from collections.abc import Iterable

from agreements.content import Clause, Content
from agreements.enums import SectionPart
from agreements.models import AgreementVersion, Section, SectionText


def content_of(version: AgreementVersion) -> Content:
    """The text as data: no query when it is frozen, two when it is a draft."""
    return contents_of([version])[version.pk]


def contents_of(versions: Iterable[AgreementVersion]) -> dict[int, Content]:
    """The texts of several versions by primary key; at most two queries."""
    versions = list(versions)
    drafts = [version for version in versions if version.content is None]
    clauses = _draft_clauses(drafts) if drafts else {}
    return {
        version.pk: Content(version.title, tuple(clauses.get(version.pk, ())))
        if version.content is None
        else Content.from_json(version.content)
        for version in versions
    }


def _draft_clauses(versions: list[AgreementVersion]) -> dict[int, list[Clause]]:
    sections = list(Section.objects.filter(version__in=versions).order_by("version", "position", "pk"))
    texts = {
        (row.owner_id, row.section): row.text for row in SectionText.objects.filter(owner__in=sections).newest("owner")
    }
    clauses: dict[int, list[Clause]] = {}
    for section in sections:
        heading, body = (texts.get((section.pk, part), "") for part in (SectionPart.HEADING, SectionPart.BODY))
        clause = Clause(section.anchor, heading, body, section.kind, section.level)
        clauses.setdefault(section.version_id, []).append(clause)
    return clauses
