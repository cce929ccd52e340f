"""Writing a draft: its sections' texts, and their order, levels and kinds.

Every act locks the version's row first, so that people at work in one text, and whoever freezes it, wait for each
other. What stands under a section goes along when it moves or changes level; when it is removed, the writer chooses.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from agreements.anchors import free_anchor
from agreements.enums import SectionKind, SectionPart
from agreements.models import AgreementVersion, Section, SectionText
from agreements.rules import outline
from agreements.selectors.drafts import DraftRow, draft_rows
from samhandling.accounts.models import User
from samhandling.audit.services import log
from samhandling.core.errors import NotPossible
from samhandling.core.saving import SavedText, TextRows, save_text
from samhandling.core.text import clean_html, merge3, merge3_html


class SectionGone(NotPossible):
    """Somebody removed the section meanwhile."""


def open_draft(version: AgreementVersion) -> AgreementVersion:
    """The version with its row locked until the transaction ends. Raises NotPossible when it is frozen."""
    locked = AgreementVersion.objects.select_for_update(of=("self",)).select_related("agreement").get(pk=version.pk)
    if locked.is_frozen:
        raise NotPossible(_("Teksten er låst og kan ikke endres."))
    return locked


@transaction.atomic
def save_part(*, section: Section, part: str, text: str, base_revision: int, user: User | None) -> SavedText:
    """Save a section's heading or body. Raises TextConflict when somebody changed the same place meanwhile."""
    open_draft(section.version)
    if not Section.objects.filter(pk=section.pk).exists():
        raise SectionGone(_("Punktet er fjernet av en annen. Kopier det du har skrevet, før du går videre."))
    is_heading = part == SectionPart.HEADING
    return save_text(
        rows=TextRows(SectionText, owner=section, section=SectionPart(part)),
        base_revision=base_revision,
        text=" ".join(text.split()) if is_heading else clean_html(text),
        user=user,
        merge=merge3 if is_heading else merge3_html,
    )


@transaction.atomic
def add_section(
    *, version: AgreementVersion, heading: str, kind: str, level: int, after: Section | None, user: User | None
) -> Section:
    """A new section after another and all that stands under it when the new one is not to stand there itself."""
    version = open_draft(version)
    rows = draft_rows(version)
    place = _place_after(rows, after, level)
    section = _insert(version, rows, place, {"heading": heading, "kind": kind, "level": level}, user)
    text = _("La til punktet «%(heading)s»") % {"heading": heading}
    log(actor=user, verb="agreement.section_added", subject=version.agreement, text=text, anchor=section.anchor)
    return section


def _place_after(rows: Sequence[DraftRow], after: Section | None, level: int) -> int:
    at = next((index for index, row in enumerate(rows) if after and row.section.pk == after.pk), None)
    if at is None:
        return len(rows) if after is None else 0
    place = at + 1
    while place < len(rows) and rows[place].section.level > level - (rows[at].section.level < level):
        place += 1
    return place


def _insert(
    version: AgreementVersion, rows: Sequence[DraftRow], place: int, columns: Mapping[str, Any], user: User | None
) -> Section:
    taken = {row.section.anchor for row in rows}
    level = 1 if columns["kind"] == SectionKind.ANNEX else columns["level"]
    heading = " ".join(columns["heading"].split())
    anchor = columns.get("anchor", "")
    section = Section.objects.create(
        version=version,
        anchor=anchor if anchor and anchor not in taken else free_anchor(heading, taken),
        position=place + 1,
        level=level,
        kind=columns["kind"],
    )
    for part, text in ((SectionPart.HEADING, heading), (SectionPart.BODY, columns.get("body", ""))):
        if text:
            SectionText.objects.create(owner=section, section=part, revision=1, text=text, saved_by=user)
    sections = [row.section for row in rows]
    _renumber([*sections[:place], section, *sections[place:]])
    return section


@transaction.atomic
def move_section(*, section: Section, earlier: bool, user: User | None) -> None:
    """One place up or down, with all that stands under it."""
    rows, at = _find(section)
    _reorder(rows, outline.moved(_levels(rows), at, earlier), rows[at], user)


@transaction.atomic
def place_section(*, section: Section, after: Section | None, user: User | None) -> None:
    """Right after another one (first when it is None), with all that stands under it."""
    rows, at = _find(section)
    target = next((index for index, row in enumerate(rows) if after and row.section.pk == after.pk), -1)
    _reorder(rows, outline.placed(_levels(rows), at, target), rows[at], user)


@transaction.atomic
def shift_section(*, section: Section, deeper: bool, user: User | None) -> None:
    """One level in or out, with all that stands under it. Raises NotPossible when there is no such level."""
    rows, at = _find(section)
    levels = _levels(rows)
    if rows[at].section.kind == SectionKind.ANNEX:
        raise NotPossible(_("Et vedlegg står alltid på øverste nivå."))
    if deeper and not outline.may_go_deeper(levels, at):
        raise NotPossible(_("Punktet kan ikke rykkes lenger inn."))
    if not deeper and levels[at] == 1:
        raise NotPossible(_("Punktet står allerede på øverste nivå."))
    _set_levels(rows, outline.shifted(levels, at, 1 if deeper else -1))
    _tell(rows[at], _("Endret nivå på %(label)s"), user)


@transaction.atomic
def set_kind(*, section: Section, kind: str, user: User | None) -> None:
    """Section, definition or annex. An annex stands at the top level, and what stands under it follows."""
    rows, at = _find(section)
    row = rows[at].section
    if row.kind == kind:
        return
    if kind == SectionKind.ANNEX and row.level > 1:
        _set_levels(rows, outline.shifted(_levels(rows), at, 1 - row.level))
    row.kind = SectionKind(kind)
    row.save(update_fields=["kind"])
    _tell(rows[at], _("Endret slag på %(label)s"), user)


@transaction.atomic
def remove_section(*, section: Section, user: User | None, lift: bool = False) -> dict[str, Any]:
    """Take a section out; what stands under it goes along, or is lifted one level (`lift`) and stays.

    What is returned is what `restore_sections` puts back.
    """
    rows, at = _find(section)
    levels = _levels(rows)
    end = outline.end_of(levels, at)
    gone = rows[at : at + 1] if lift else rows[at:end]
    lifted = rows[at + 1 : end] if lift else []
    kept = {
        "version": section.version_id,
        "after": rows[at - 1].section.anchor if at else "",
        "label": rows[at].label,
        "sections": [_as_kept(row) for row in gone],
        "lifted": [row.section.anchor for row in lifted],
    }
    _set_levels(lifted, [row.section.level - 1 for row in lifted])
    Section.objects.filter(pk__in=[row.section.pk for row in gone]).delete()
    _renumber([row.section for row in rows if row not in gone])
    _tell(rows[at], _("Fjernet %(label)s, og løftet det som sto under") if lifted else _("Fjernet %(label)s"), user)
    return kept


def _as_kept(row: DraftRow) -> dict[str, Any]:
    section = row.section
    columns = {"anchor": section.anchor, "kind": section.kind, "level": section.level}
    return {**columns, "heading": row.heading, "body": row.body}


@transaction.atomic
def restore_sections(*, version: AgreementVersion, removed: Mapping[str, Any], user: User | None) -> Section:
    """Put back what `remove_section` took out, where it stood if that place is still there; what was lifted goes in."""
    version = open_draft(version)
    place = next((at + 1 for at, row in enumerate(draft_rows(version)) if row.section.anchor == removed["after"]), 0)
    restored = [
        _insert(version, draft_rows(version), place + offset, columns, user)
        for offset, columns in enumerate(removed["sections"])
    ]
    lifted = [row for row in draft_rows(version) if row.section.anchor in removed.get("lifted", ())]
    _set_levels(lifted, [min(row.section.level + 1, outline.DEEPEST) for row in lifted])
    text = _("Satte tilbake %(label)s") % {"label": removed["label"]}
    log(actor=user, verb="agreement.section_restored", subject=version.agreement, text=text)
    return restored[0]


def _find(section: Section) -> tuple[list[DraftRow], int]:
    """All rows of the locked draft, and where the section stands. Raises SectionGone."""
    rows = draft_rows(open_draft(section.version))
    at = next((index for index, row in enumerate(rows) if row.section.pk == section.pk), None)
    if at is None:
        raise SectionGone(_("Punktet er allerede fjernet."))
    return rows, at


def _levels(rows: Sequence[DraftRow]) -> list[int]:
    return [row.section.level for row in rows]


def _reorder(rows: Sequence[DraftRow], order: Sequence[int], row: DraftRow, user: User | None) -> None:
    if list(order) != list(range(len(rows))):
        _renumber([rows[place].section for place in order])
        _tell(row, _("Flyttet %(label)s"), user)


def _renumber(sections: Sequence[Section]) -> None:
    changed = []
    for position, section in enumerate(sections, start=1):
        if section.position != position:
            section.position = position
            changed.append(section)
    Section.objects.bulk_update(changed, ["position"])


def _set_levels(rows: Sequence[DraftRow], levels: Sequence[int]) -> None:
    changed = []
    for row, level in zip(rows, levels, strict=True):
        if row.section.level != level:
            row.section.level = level
            changed.append(row.section)
    Section.objects.bulk_update(changed, ["level"])


def _tell(row: DraftRow, text: str, user: User | None) -> None:
    agreement = row.section.version.agreement
    words = text % {"label": row.label}
    log(actor=user, verb="agreement.section_changed", subject=agreement, text=words, anchor=row.section.anchor)
