"""Files of a consultation and of an answer: PDFs and images, stored by their hash."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from agreements.models import AnswerFile, Consultation, ConsultationFile, Invitation
from agreements.services.answers import AnswerSent, lock_answer
from agreements.services.questions import lock_draft
from samhandling.accounts.models import User
from samhandling.audit.services import log
from samhandling.documents.uploads import check_upload, title_of


@transaction.atomic
def add_consultation_file(
    *, consultation: Consultation, upload: UploadedFile, title: str = "", user: User | None
) -> ConsultationFile:
    """Raises ValidationError (`file`) when it cannot be taken, and NotPossible once the consultation is sent."""
    facts = check_upload(upload)
    row = lock_draft(consultation)
    if row.files.filter(sha256=facts.sha256).exists():
        raise ValidationError({"file": _("Denne filen er allerede lagt ved.")})
    file = ConsultationFile.objects.create(
        consultation=row,
        title=(title or title_of(facts.file_name))[:160],
        file=upload,
        file_name=facts.file_name,
        content_type=facts.content_type,
        size=facts.size,
        sha256=facts.sha256,
    )
    text = _("La ved filen «%(title)s»") % {"title": file.title}
    log(actor=user, verb="consultation.file_added", subject=row, text=text, file=file.pk)
    return file


@transaction.atomic
def remove_consultation_file(*, file: ConsultationFile, user: User | None) -> None:
    row = lock_draft(file.consultation)
    text = _("Fjernet filen «%(title)s»") % {"title": file.title}
    log(actor=user, verb="consultation.file_removed", subject=row, text=text)
    _delete(file)


@transaction.atomic
def add_answer_file(*, invitation: Invitation, upload: UploadedFile, title: str = "", user: User | None) -> AnswerFile:
    """Raises ValidationError (`file`), AnswerSent, and NotPossible when the consultation is closed."""
    facts = check_upload(upload)
    answer = lock_answer(invitation, user)
    if answer.is_sent:
        raise AnswerSent
    if answer.files.filter(sha256=facts.sha256).exists():
        raise ValidationError({"file": _("Denne filen er allerede lagt ved.")})
    file = AnswerFile.objects.create(
        answer=answer,
        title=(title or title_of(facts.file_name))[:160],
        file=upload,
        file_name=facts.file_name,
        content_type=facts.content_type,
        size=facts.size,
        sha256=facts.sha256,
    )
    text = _("La ved filen «%(title)s»") % {"title": file.title}
    log(actor=user, verb="answer.file_added", subject=invitation, text=text, file=file.pk)
    return file


@transaction.atomic
def remove_answer_file(*, file: AnswerFile, invitation: Invitation, user: User | None) -> None:
    answer = lock_answer(invitation, user)
    if answer.is_sent:
        raise AnswerSent
    text = _("Fjernet filen «%(title)s»") % {"title": file.title}
    log(actor=user, verb="answer.file_removed", subject=invitation, text=text)
    _delete(file)


def _delete(file: ConsultationFile | AnswerFile) -> None:
    """The row now, the stored file when the change holds and nobody else has the same one."""
    storage, name = file.file.storage, file.file.name
    file.delete()

    def clean() -> None:
        used = any(model._base_manager.filter(file=name).exists() for model in (ConsultationFile, AnswerFile))
        if name and not used:
            storage.delete(name)

    transaction.on_commit(clean)
