"""Taking a text in from a Word or PDF file: read it, let somebody check what was recognised, make it the draft."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from html import escape

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.content import Clause, Content
from agreements.enums import ImportState, SectionKind, VersionSource, VersionState
from agreements.importing import CheckedRow, Problem
from agreements.importing.matching import anchored
from agreements.importing.package import old_format
from agreements.models import AgreementFile, AgreementVersion, TextImport
from agreements.models.agreement import Agreement
from agreements.rules.import_words import words_of_problem
from agreements.selectors.texts import content_of
from agreements.services.import_readings import order_reading
from agreements.services.texts import create_draft, replace_draft
from agreements.services.version_files import add_file
from samhandling.accounts.models import User
from samhandling.audit.services import log
from samhandling.core.errors import NotPossible
from samhandling.documents.services import GRACE
from samhandling.documents.uploads import clean_name, title_of, too_large

ENDINGS = {VersionSource.WORD: (".docx", ".docm"), VersionSource.PDF: (".pdf",)}
OPEN = (ImportState.READING, ImportState.FAILED, ImportState.CHECKING)


@transaction.atomic
def create_import(*, agreement: Agreement, upload: UploadedFile, user: User | None) -> TextImport:
    """Keep the file and have it read by the worker. Raises ValidationError when it is no file to read a text from.

    Size first, then the type by its first bytes, then the name against the type. It is not opened here.
    """
    upload.seek(0)
    data = upload.read() if (upload.size or 0) <= settings.MAX_UPLOAD_BYTES else None
    upload.seek(0)
    if data is None:
        raise ValidationError(too_large(), code="too_large")
    source = _source(data, upload.name or "")
    file_name = clean_name(upload.name or "", ENDINGS[source])
    made = TextImport.objects.create(
        agreement=agreement,
        file=upload,
        file_name=file_name,
        source=source,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        send_at=timezone.now() + GRACE,
        created_by=user,
    )
    text = _("Lastet opp «%(name)s» for å ta inn teksten") % {"name": file_name}
    log(actor=user, verb="agreement.import_uploaded", subject=agreement, text=text, text_import=made.pk)
    order_reading(made)
    return made


def _source(data: bytes, name: str) -> VersionSource:
    """Word or PDF, by the first bytes; a name that says another type is refused."""
    if problem := Problem.EMPTY if not data else old_format(data):
        raise ValidationError(words_of_problem(problem), code=problem)
    if b"%PDF-" in data[:1024]:
        source = VersionSource.PDF
    elif data.startswith(b"PK"):
        source = VersionSource.WORD
    else:
        raise ValidationError(words_of_problem(Problem.UNKNOWN), code=Problem.UNKNOWN)
    other = VersionSource.WORD if source == VersionSource.PDF else VersionSource.PDF
    if os.path.splitext(name)[1].lower() in ENDINGS[other]:
        text = _("Filen heter «%(name)s», men innholdet er noe annet. Gi den riktig navn og last den opp igjen.")
        raise ValidationError(text, code="renamed", params={"name": name})
    return source


@transaction.atomic
def save_check(*, text_import: TextImport, title: str, rows: Sequence[CheckedRow], user: User | None) -> TextImport:
    """Keep how far somebody has come with the check. Raises NotPossible when it is over."""
    row = _open(text_import)
    row.title, row.recognised = title, list(rows)
    row.save(update_fields=["title", "recognised"])
    return row


@transaction.atomic
def take_in(
    *, text_import: TextImport, municipality: str = "", replace: bool = False, user: User | None
) -> AgreementVersion:
    """Make the checked text the draft. `municipality` is the name that stands in the file where the token belongs.

    Steps: join and leave out as was chosen; anchors from the version before; a new draft, or (with `replace`) the
    text of the one there is; close the import; log. Raises NotPossible, and ValidationError when nothing is left.
    """
    row = _open(text_import)
    clauses = clauses_of(row.recognised)
    if not clauses:
        raise ValidationError(_("Ingen punkter er valgt. Ta med minst ett."))
    content = Content(row.title, tuple(clauses)).tokenised(municipality)
    draft = row.agreement.versions.filter(state=VersionState.DRAFT).first()
    before = draft or row.agreement.versions.order_by("-number").first()
    content = anchored(content.title, content.clauses, content_of(before) if before else None)
    if draft is None:
        version = create_draft(agreement=row.agreement, user=user, content=content, based_on=before, source=row.source)
    elif replace:
        version = replace_draft(version=draft, content=content, user=user, source=row.source)
    else:
        raise NotPossible(_("Avtalen har allerede et utkast. Kryss av for at teksten i det skal byttes ut."))
    _close(row, ImportState.TAKEN_IN, version)
    text = _("Tok inn «%(name)s» som versjon %(number)s") % {"name": row.file_name, "number": version.number}
    log(actor=user, verb="agreement.imported", subject=row.agreement, text=text, version=version.pk, sha256=row.sha256)
    return version


def clauses_of(rows: Sequence[CheckedRow]) -> list[Clause]:
    """What is kept of the rows, joined where that was chosen; the anchors are still empty."""
    clauses: list[Clause] = []
    for row in rows:
        if not row["keep"]:
            continue
        if row["join"] and clauses:
            last = clauses[-1]
            heading = f"<p>{escape(row['heading'], quote=False)}</p>" if row["heading"] else ""
            clauses[-1] = Clause("", last.heading, last.body + heading + row["body"], last.kind, last.level)
            continue
        level = 1 if row["kind"] == SectionKind.ANNEX else row["level"]
        clauses.append(Clause("", row["heading"], row["body"], row["kind"], level))
    return clauses


@transaction.atomic
def keep_as_file(*, text_import: TextImport, user: User | None) -> AgreementFile:
    """The file goes with the draft, else with the newest version, else with a new empty draft. PDF only."""
    row = _open(text_import, ImportState.CHECKING, ImportState.FAILED)
    if row.source != VersionSource.PDF:
        raise NotPossible(_("Bare PDF-filer kan legges ved."))
    version = row.agreement.versions.order_by("-number").first()
    version = version or create_draft(agreement=row.agreement, user=user, source=row.source)
    with row.file.open("rb") as stored:
        upload = SimpleUploadedFile(row.file_name, stored.read(), "application/pdf")
    file = add_file(version=version, upload=upload, title=title_of(row.file_name)[:160], user=user)
    _close(row, ImportState.TAKEN_IN, version)
    return file


@transaction.atomic
def drop_import(*, text_import: TextImport, user: User | None) -> None:
    row = _open(text_import, *OPEN)
    _close(row, ImportState.DROPPED, None)
    text = _("Forkastet «%(name)s»") % {"name": row.file_name}
    log(actor=user, verb="agreement.import_dropped", subject=row.agreement, text=text, text_import=row.pk)


def _open(text_import: TextImport, *states: ImportState) -> TextImport:
    """The row to change: read and ready for the check, unless other states will do."""
    rows = TextImport.objects.select_for_update(of=("self",)).select_related("agreement__partnership")
    row = rows.get(pk=text_import.pk)
    if row.state not in (states or (ImportState.CHECKING,)):
        raise NotPossible(_("Filen er allerede tatt inn eller forkastet."))
    return row


def _close(row: TextImport, state: ImportState, version: AgreementVersion | None) -> None:
    """The file of a dropped import is deleted when no other import is of the same file; a taken one is the source."""
    row.state, row.version = state, version
    row.save(update_fields=["state", "version"])
    others = TextImport.objects.filter(sha256=row.sha256).exclude(pk=row.pk).exclude(state=ImportState.DROPPED)
    if state == ImportState.DROPPED and not others.exists():
        storage, name = row.file.storage, row.file.name or ""
        transaction.on_commit(lambda: storage.delete(name))
