"""Files that go with a version of a text: a scanned agreement, an annex that is not text, a signed copy."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from agreements.models import AgreementFile, AgreementVersion
from samhandling.accounts.models import User
from samhandling.audit.services import log
from samhandling.core.errors import NotPossible
from samhandling.documents.uploads import check_upload, title_of


@transaction.atomic
def add_file(*, version: AgreementVersion, upload: UploadedFile, title: str = "", user: User | None) -> AgreementFile:
    """Keep a file with a version, also a frozen one. Raises ValidationError when it is there already or unusable."""
    facts = check_upload(upload)
    AgreementVersion.objects.select_for_update(of=("self",), no_key=True).get(pk=version.pk)
    same = version.files.filter(sha256=facts.sha256).first()
    if same is not None:
        raise ValidationError(_("Den samme filen er allerede lagt ved som «%(title)s».") % {"title": same.title})
    file = AgreementFile.objects.create(
        version=version,
        title=title or title_of(facts.file_name)[:160],
        file=upload,
        file_name=facts.file_name,
        content_type=facts.content_type,
        size=facts.size,
        sha256=facts.sha256,
        added_by=user,
    )
    _tell(file, "agreement.file_added", _("La ved «%(title)s» til versjon %(number)s"), user)
    return file


@transaction.atomic
def remove_file(*, file: AgreementFile, user: User | None) -> None:
    """Take a file away from its version, and from the disk when nothing else is the same file.

    Raises NotPossible for one that was there when the text was frozen.
    """
    file.version = AgreementVersion.objects.select_for_update(of=("self",), no_key=True).get(pk=file.version_id)
    if file.is_frozen:
        text = _("«%(title)s» lå ved teksten da den ble låst, og kan ikke fjernes.")
        raise NotPossible(text % {"title": file.title})
    _tell(file, "agreement.file_removed", _("Fjernet «%(title)s» fra versjon %(number)s"), user)
    storage, name, sha256 = file.file.storage, file.file.name, file.sha256
    file.delete()

    def delete_stored() -> None:
        if name and not AgreementFile.objects.filter(sha256=sha256).exists():
            storage.delete(name)

    transaction.on_commit(delete_stored)


def _tell(file: AgreementFile, verb: str, text: str, user: User | None) -> None:
    words = {"title": file.title, "number": file.version.number}
    log(actor=user, verb=verb, subject=file.version.agreement, text=text % words, version=file.version_id)
