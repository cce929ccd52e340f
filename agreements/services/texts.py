"""Drafts of agreements and freezing them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.content import Content, text_hash
from agreements.enums import SectionKind, SectionPart, VersionSource, VersionState
from agreements.models import Agreement, AgreementVersion, Section, SectionText
from agreements.selectors.texts import content_of
from samhandling.accounts.models import User
from samhandling.audit.services import log
from samhandling.core.errors import NotPossible
from samhandling.core.saving import TextRows


@transaction.atomic
def create_draft(
    *,
    agreement: Agreement,
    user: User | None,
    content: Content | None = None,
    based_on: AgreementVersion | None = None,
    source: str = VersionSource.WRITTEN,
) -> AgreementVersion:
    """A new draft with `content`, else with the text of `based_on`, else empty. Anchors are kept.

    Raises NotPossible when the agreement has a draft already.
    """
    Agreement.objects.select_for_update().get(pk=agreement.pk)  # two who begin at once
    if agreement.versions.filter(state=VersionState.DRAFT).exists():
        raise NotPossible(_("Avtalen har allerede et utkast. Fortsett på det."))
    newest = agreement.versions.order_by("-number").first()
    content = content or (content_of(based_on) if based_on else Content(agreement.title))
    version = AgreementVersion.objects.create(
        agreement=agreement,
        number=newest.number + 1 if newest else 1,
        title=content.title,
        language=based_on.language if based_on else agreement.partnership.language,
        based_on=based_on,
        source=source,
        created_by=user,
    )
    fill_draft(version=version, content=content, user=user)
    text = _("Startet utkast til versjon %(number)s") % {"number": version.number}
    log(actor=user, verb="agreement.drafted", subject=agreement, text=text, version=version.pk)
    return version


def fill_draft(*, version: AgreementVersion, content: Content, user: User | None) -> None:
    """Give an empty draft its sections. Call inside a transaction."""
    sections = Section.objects.bulk_create(
        Section(version=version, anchor=clause.anchor, position=position, level=clause.level, kind=clause.kind)
        for position, clause in enumerate(content.clauses, start=1)
    )
    SectionText.objects.bulk_create(
        SectionText(owner=section, section=part, revision=1, text=text, saved_by=user)
        for section, clause in zip(sections, content.clauses, strict=True)
        for part, text in ((SectionPart.HEADING, clause.heading), (SectionPart.BODY, clause.body))
    )


@transaction.atomic
def replace_draft(
    *, version: AgreementVersion, content: Content, user: User | None, source: str = VersionSource.WRITTEN
) -> AgreementVersion:
    """Give a draft another text. Sections are the same by their anchors, and keep what they said as earlier revisions.

    Raises NotPossible when it is frozen.
    """
    row = AgreementVersion.objects.select_for_update(of=("self",)).select_related("agreement").get(pk=version.pk)
    if row.is_frozen:
        raise NotPossible(_("Teksten er låst og kan ikke endres."))
    row.title, row.source = content.title, source
    row.save(update_fields=["title", "source"])
    sections = {section.anchor: section for section in row.sections.all()}
    gone = [section.pk for anchor, section in sections.items() if anchor not in content.by_anchor()]
    Section.objects.filter(pk__in=gone).delete()
    for position, clause in enumerate(content.clauses, start=1):
        section = sections.get(clause.anchor) or Section(version=row, anchor=clause.anchor)
        section.position, section.level, section.kind = position, clause.level, SectionKind(clause.kind)
        section.save()
        for part, text in ((SectionPart.HEADING, clause.heading), (SectionPart.BODY, clause.body)):
            rows = TextRows(SectionText, owner=section, section=part)
            current = rows.current()
            if text != (current.text if current else ""):
                rows.add(current.revision + 1 if current else 1, text, user)
    text = _("Byttet ut teksten i utkastet til versjon %(number)s") % {"number": row.number}
    log(actor=user, verb="agreement.draft_replaced", subject=row.agreement, text=text, version=row.pk)
    return row


@transaction.atomic
def rename_draft(*, version: AgreementVersion, columns: Mapping[str, Any], user: User | None) -> None:
    """Title and language of a draft. Raises NotPossible when it is frozen."""
    row = AgreementVersion.objects.select_for_update(of=("self",)).select_related("agreement").get(pk=version.pk)
    if row.is_frozen:
        raise NotPossible(_("Teksten er låst og kan ikke endres."))
    row.title, row.language = columns["title"], columns["language"]
    row.save(update_fields=["title", "language"])
    text = _("Endret tittel eller språk på versjon %(number)s") % {"number": row.number}
    log(actor=user, verb="agreement.draft_renamed", subject=row.agreement, text=text, version=row.pk)


@transaction.atomic
def freeze_version(*, version: AgreementVersion, user: User | None) -> AgreementVersion:
    """Close a text for good, with the hash of what it says. The database refuses every later change.

    Steps: lock the row, so that saves under way finish first; refuse a text without sections; content, hash, state;
    log. Raises NotPossible.
    """
    row = AgreementVersion.objects.select_for_update(of=("self",)).select_related("agreement").get(pk=version.pk)
    if row.is_frozen:
        raise NotPossible(_("Teksten er allerede låst."))
    content = content_of(row)
    if not content.clauses:
        raise NotPossible(_("Teksten har ingen punkter. Skriv minst ett punkt før den låses."))
    row.content, row.sha256 = content.to_json(), text_hash(content)
    row.state, row.frozen_at, row.frozen_by = VersionState.FROZEN, timezone.now(), user
    row.save(update_fields=["content", "sha256", "state", "frozen_at", "frozen_by"])
    text = _("Låste teksten, versjon %(number)s") % {"number": row.number}
    log(actor=user, verb="agreement.frozen", subject=row.agreement, text=text, version=row.pk, sha256=row.sha256)
    return row
