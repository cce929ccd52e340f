"""Annexes of a case: added, replaced, numbered and removed. A file that a paper used is never lost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.models import AgendaItem, Attachment, Case, PaperVersion
from meetings.querysets import PUBLISHED
from meetings.services.papers import render_ahead
from samhandling.accounts.models import User
from samhandling.audit.services import log
from samhandling.disclosure.models import LegalBasis
from samhandling.documents.uploads import FileFacts, check_upload, title_of


@transaction.atomic
def add_attachment(
    *,
    case: Case,
    upload: UploadedFile,
    title: str = "",
    is_exempt: bool = False,
    legal_basis: LegalBasis | None = None,
    access_review: str = "",
    user: User | None,
) -> Attachment:
    """Add a file with the next number. Raises ValidationError when it cannot be an annex, or is one already."""
    facts = check_upload(upload)
    _lock(case)
    _refuse_twice(case, facts)
    last = _standing(case).aggregate(last=Max("number"))["last"] or 0
    attachment = _store(
        case=case,
        upload=upload,
        facts=facts,
        user=user,
        number=last + 1,
        title=title or title_of(facts.file_name),
        is_exempt=is_exempt,
        legal_basis=legal_basis if is_exempt else None,
        access_review=access_review,
    )
    _tell(attachment, "attachment.added", _("Vedlegg %(number)s, «%(title)s», ble lagt til."), user)
    return attachment


@transaction.atomic
def replace_attachment(*, attachment: Attachment, upload: UploadedFile, user: User | None) -> Attachment:
    """A new file under the same number, title and mark; versions that used the old one keep it."""
    facts = check_upload(upload)
    case = _lock(attachment.case)
    _refuse_twice(case, facts)
    kept = {name: getattr(attachment, name) for name in (*MARK, "number", "title")}
    _take_away(attachment)
    new = _store(case=case, upload=upload, facts=facts, user=user, **kept)
    _tell(new, "attachment.replaced", _("Filen i vedlegg %(number)s, «%(title)s», ble byttet ut."), user)
    return new


MARK = ("is_exempt", "legal_basis", "access_review")


@transaction.atomic
def update_attachment(*, attachment: Attachment, columns: Mapping[str, Any], user: User | None) -> Attachment:
    """Change title, number or mark. Who had the number gets the old one in exchange."""
    case = _lock(attachment.case)
    attachment = Attachment.objects.get(pk=attachment.pk)
    was_exempt, before, number = attachment.is_exempt, attachment.number, int(columns["number"])
    other = _standing(case).filter(number=number).exclude(pk=attachment.pk).first()
    if other is not None:
        spare = (_standing(case).aggregate(last=Max("number"))["last"] or 0) + 1
        Attachment.objects.filter(pk=other.pk).update(number=spare)
    for name in ("title", "number", *MARK):
        setattr(attachment, name, columns[name])
    attachment.save()
    if other is not None:
        Attachment.objects.filter(pk=other.pk).update(number=before)
    text = _("Vedlegg %(number)s, «%(title)s», ble endret.")
    if attachment.is_exempt != was_exempt:
        text = (
            _("Vedlegg %(number)s, «%(title)s», ble unntatt offentlighet.")
            if attachment.is_exempt
            else _("Vedlegg %(number)s, «%(title)s», ble gjort offentlig.")
        )
    _tell(attachment, "attachment.changed", text, user)
    return attachment


@transaction.atomic
def remove_attachment(*, attachment: Attachment, user: User | None) -> None:
    """Take an annex off the case. Its file is deleted unless a version, or a meeting without one, used it."""
    _lock(attachment.case)
    _tell(attachment, "attachment.removed", _("Vedlegg %(number)s, «%(title)s», ble fjernet."), user)
    _take_away(attachment)


def _take_away(attachment: Attachment) -> None:
    if _is_used(attachment):
        attachment.removed_at = timezone.now()
        attachment.save(update_fields=["removed_at"])
        return
    storage, name, sha256 = attachment.file.storage, attachment.file.name, attachment.sha256
    attachment.delete()

    def delete_file() -> None:
        if name and not Attachment.objects.filter(sha256=sha256).exists():
            storage.delete(name)

    transaction.on_commit(delete_file)


def _is_used(attachment: Attachment) -> bool:
    versions = PaperVersion.objects.filter(paper__case_id=attachment.case_id)
    if versions.filter(annexes__contains=[{"id": attachment.pk}]).exists():
        return True
    treatments = AgendaItem.objects.filter(case_id=attachment.case_id, meeting__state__in=PUBLISHED)
    return treatments.filter(paper_version__isnull=True, withdrawn_at__isnull=True).exists()


def _lock(case: Case) -> Case:
    """One at a time gives out numbers."""
    return Case.objects.select_for_update(no_key=True).get(pk=case.pk)


def _standing(case: Case) -> QuerySet[Attachment]:
    return Attachment.objects.filter(case=case, removed_at__isnull=True)


def _refuse_twice(case: Case, facts: FileFacts) -> None:
    same = _standing(case).filter(sha256=facts.sha256).first()
    if same is not None:
        raise ValidationError(
            _("Den samme filen er allerede vedlegg %(number)s, «%(title)s»."),
            code="twice",
            params={"number": same.number, "title": same.title},
        )


def _store(*, case: Case, upload: UploadedFile, facts: FileFacts, user: User | None, **columns: Any) -> Attachment:
    return Attachment.objects.create(
        case=case,
        file=upload,
        file_name=facts.file_name,
        content_type=facts.content_type,
        size=facts.size,
        pages=facts.pages,
        sha256=facts.sha256,
        added_by=user,
        **columns,
    )


def _tell(attachment: Attachment, verb: str, text: str, user: User | None) -> None:
    words = {"number": attachment.number, "title": attachment.title}
    log(actor=user, verb=verb, subject=attachment.case, text=text % words, attachment=attachment.pk)
    render_ahead(attachment.case)
