"""The paper of a case: a draft of named sections that several people write, and numbered versions that never change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.utils.translation import gettext as _

from meetings.enums import PaperSection
from meetings.models import Attachment, Case, CasePaper, PaperText, PaperVersion
from samhandling.accounts.models import User
from samhandling.audit.services import log
from samhandling.core.saving import SavedText, TextRows, save_text
from samhandling.core.text import clean_html, content_hash, merge3_html
from samhandling.documents.services import prerender

PRERENDER_PAUSE = 60  # seconds; saves come every few seconds while somebody writes


def paper_of(case: Case) -> CasePaper:
    """The case's paper, made when it is first asked for."""
    return CasePaper.objects.get_or_create(case=case)[0]


def section_rows(paper: CasePaper, section: str) -> TextRows:
    return TextRows(PaperText, paper=paper, section=PaperSection(section))


@transaction.atomic
def save_section(*, paper: CasePaper, section: str, html: str, base_revision: int, user: User | None) -> SavedText:
    """Save one section of the draft. Raises TextConflict when somebody changed the same paragraphs meanwhile."""
    saved = save_text(
        rows=section_rows(paper, section),
        base_revision=base_revision,
        text=clean_html(html),
        user=user,
        merge=merge3_html,
    )
    render_ahead(paper.case)
    return saved


def render_ahead(case: Case) -> None:
    """Have the draft's piece made in the background, at most once a minute; publishing makes what is missing."""
    paper = CasePaper.objects.filter(case=case).first()
    if paper is not None and cache.add(f"paper-prerender-{paper.pk}", True, PRERENDER_PAUSE):
        prerender(subject=paper)


@transaction.atomic
def replace_sections(*, paper: CasePaper, sections: Mapping[str, str], user: User | None) -> None:
    """Make the draft these sections; those not given become empty. What stood there stays as earlier revisions."""
    for section in PaperSection:
        rows = section_rows(paper, section)
        rows.lock()
        current = rows.current()
        text = clean_html(sections.get(section, ""))
        if text != (current.text if current else ""):
            rows.add(current.revision + 1 if current else 1, text, user)


def draft_sections(paper: CasePaper) -> dict[str, str]:
    """The draft's sections that hold something, in the order they are printed."""
    rows = PaperText.objects.filter(paper=paper).order_by("section", "-revision").distinct("section")
    texts = {row.section: row.text for row in rows}
    return {section.value: texts[section] for section in PaperSection if texts.get(section)}


def draft_annexes(case: Case) -> list[dict[str, Any]]:
    rows = Attachment.objects.filter(case=case, removed_at__isnull=True).order_by("number")
    return [{"id": row.pk, "number": row.number, "title": row.title, "sha256": row.sha256} for row in rows]


@transaction.atomic
def save_version(*, paper: CasePaper, note: str = "", user: User | None) -> PaperVersion:
    """Freeze the draft as the next version; the newest one again when nothing changed since.

    Steps: lock the paper (no section is saved meanwhile), hash title, sections and annexes, compare, create, log, and
    have the piece rendered when the transaction is through.
    """
    CasePaper.objects.select_for_update(no_key=True).get(pk=paper.pk)
    case = Case.objects.get(pk=paper.case_id)
    content = {"title": case.title, "sections": draft_sections(paper), "annexes": draft_annexes(case)}
    fingerprint = content_hash(content)
    newest = paper.versions.order_by("-number").first()
    if newest is not None and newest.content_hash == fingerprint:
        return newest
    version = PaperVersion.objects.create(
        paper=paper,
        number=newest.number + 1 if newest else 1,
        content_hash=fingerprint,
        note=note,
        created_by=user,
        **content,
    )
    words = {"number": version.number}
    log(
        actor=user, verb="paper.version", subject=case, text=_("Saksframlegget, versjon %(number)s, er lagret.") % words
    )
    prerender(subject=paper)
    return version


@transaction.atomic
def restore_version(*, version: PaperVersion, user: User | None) -> PaperVersion | None:
    """Make an old version the draft again. A draft that differs from the newest version is saved as one first.

    Answers that version, or None when nothing had to be saved. Annexes are files of the case and stay as they are.
    """
    paper = version.paper
    CasePaper.objects.select_for_update(no_key=True).get(pk=paper.pk)
    before = paper.versions.order_by("-number").first()
    kept = save_version(
        paper=paper, note=_("Før versjon %(number)s ble hentet fram") % {"number": version.number}, user=user
    )
    replace_sections(paper=paper, sections=version.sections, user=user)
    text = _("Saksframlegget ble satt tilbake til versjon %(number)s.") % {"number": version.number}
    log(actor=user, verb="paper.restored", subject=paper.case, text=text)
    return kept if before is None or kept.pk != before.pk else None


@transaction.atomic
def update_paper(*, paper: CasePaper, columns: Mapping[str, Any], user: User | None) -> None:
    """Deadline of the paper, and whether its text is exempt when the case itself is not."""
    was_exempt = paper.is_exempt
    for name in ("due_on", "is_exempt", "legal_basis", "access_review"):
        setattr(paper, name, columns[name])
    paper.save()
    if paper.is_exempt != was_exempt:
        text = (
            _("Saksframlegget ble unntatt offentlighet.")
            if paper.is_exempt
            else _("Saksframlegget ble gjort offentlig.")
        )
        log(actor=user, verb="paper.exempt", subject=paper.case, text=text)
