"""A version as it is read: its sections with their numbers and bodies, and a section through all versions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from agreements.content import Content, NumberedClause
from agreements.models import Agreement, AgreementParty, AgreementVersion
from agreements.selectors.texts import contents_of
from municipalities.access import Access
from samhandling.core.text import content_hash, render_body


@dataclass(frozen=True)
class ReadClause:
    """A section of a page; `level` is its real depth, `html` the body as the page shows it."""

    anchor: str
    number: str
    heading: str
    kind: str
    level: int
    html: SafeString

    @property
    def label(self) -> str:
        return f"{self.number} {self.heading}".strip()

    @property
    def tag(self) -> str:
        return f"h{self.level + 1}"


def read_clauses(content: Content) -> list[ReadClause]:
    """All sections, a level that skips one shown as the next, as they are numbered."""
    return read_rows(content.numbered())


def read_rows(rows: Sequence[NumberedClause], *, above: int = 0) -> list[ReadClause]:
    """Some sections with `above` levels taken away, so that headings begin at the page's second level."""
    read: list[ReadClause] = []
    for row in rows:
        wanted = max(row.clause.level - above, 0)
        read.append(_read(row, min(wanted, (read[-1].level if read else 0) + 1)))
    return read


def _read(row: NumberedClause, level: int) -> ReadClause:
    clause = row.clause
    html = render_body(
        clause.body, prefix=f"{clause.anchor}-note", heading=level + 2, within=row.label or clause.anchor
    )
    return ReadClause(clause.anchor, row.number, clause.heading, clause.kind, level, html)


def parties_names(agreement: Agreement) -> list[tuple[str, str]]:
    """Number and name of every municipality that is or was a party, by name."""
    parties = AgreementParty.objects.filter(agreement=agreement, municipality__isnull=False)
    rows = parties.select_related("municipality").order_by("municipality__name").distinct()
    return list(dict.fromkeys((row.municipality.number, row.municipality.name) for row in rows if row.municipality))


def readable_versions(agreement: Agreement, access: Access) -> list[AgreementVersion]:
    """The agreement's versions the reader may read, newest first."""
    return list(AgreementVersion.objects.visible_to(access).filter(agreement=agreement).order_by("-number"))


@dataclass(frozen=True)
class Occurrence:
    """A section in one version; `changed` against the version before, where it stood too (None when it did not)."""

    version: AgreementVersion
    label: str
    changed: bool | None


def occurrences(versions: Sequence[AgreementVersion], anchor: str) -> list[Occurrence]:
    """The versions that hold the section, newest first; at most two queries."""
    contents = contents_of(versions)
    found: list[Occurrence] = []
    before: str | None = None
    for version in reversed(versions):
        row = next((row for row in contents[version.pk].numbered() if row.clause.anchor == anchor), None)
        if row is None:
            before = None
            continue
        now = content_hash([row.clause.kind, row.clause.heading, row.clause.body])
        found.append(Occurrence(version, row.label, None if before is None else now != before))
        before = now
    return found[::-1]


def family(content: Content, anchor: str) -> tuple[list[NumberedClause], list[NumberedClause]]:
    """What a section stands under, outermost first, and the section itself with all that stands under it.

    Raises KeyError when the text has no such section.
    """
    rows = content.numbered()
    at = next((place for place, row in enumerate(rows) if row.clause.anchor == anchor), None)
    if at is None:
        raise KeyError(anchor)
    level = rows[at].clause.level
    above: list[NumberedClause] = []
    for row in reversed(rows[:at]):
        if row.clause.level < (above[0].clause.level if above else level):
            above.insert(0, row)
    end = next((place for place in range(at + 1, len(rows)) if rows[place].clause.level <= level), len(rows))
    return above, list(rows[at:end])
