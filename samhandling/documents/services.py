"""Ordering documents and carrying the orders out.

The row is the promise: an order is kept in the database first and sent to the worker when the transaction is through.
Whatever happens to the broker or to a worker, a beat task sends again what is still owed.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from functools import partial

from botocore.exceptions import BotoCoreError, ClientError  # type: ignore[import-untyped]
from celery import current_app
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import InterfaceError, OperationalError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from kombu.exceptions import KombuError

from samhandling.accounts.models import User
from samhandling.audit.services import log
from samhandling.documents.enums import Kind, Language, Purpose, State, Step, Variant
from samhandling.documents.locks import document_lock, is_being_made, wait_for_turn
from samhandling.documents.models import Document
from samhandling.documents.packet import CannotProduce
from samhandling.documents.pieces import ensure_piece
from samhandling.documents.production import MadeFile, make_file
from samhandling.documents.registry import pieces_of

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 5
GRACE = timedelta(seconds=20)
"""How long an order may be on its way to the worker, or a worker silent, before beat looks into it."""
RESEND = timedelta(minutes=2)
"""How long a sent order may wait in the worker's queue before it is sent once more."""
TRANSIENT = (OSError, OperationalError, InterfaceError, BotoCoreError, ClientError)
"""Storage or database away: the same order may well succeed in a while."""
BROKER_DOWN = (KombuError, OSError)


@transaction.atomic
def order_document(
    *,
    subject: models.Model,
    kind: Kind,
    variant: Variant,
    language: Language,
    source_hash: str,
    requested_by: User | None,
    purpose: Purpose = Purpose.READING,
) -> Document:
    """The document made from ``source_hash``, ordered if it is not the newest version already.

    Ordering the same thing twice gives the same row; one that failed is queued again. The caller's transaction
    decides whether the order stands: nothing is sent before it is through.
    """
    what = {
        "content_type": ContentType.objects.get_for_model(subject),
        "object_id": subject.pk,
        "kind": kind,
        "purpose": purpose,
        "variant": variant,
        "language": language,
    }
    wait_for_turn(f"document:{what['content_type'].pk}:{subject.pk}:{kind}:{purpose}:{variant}:{language}")
    newest = Document.objects.filter(**what).order_by("-version").first()
    if newest and newest.source_hash == source_hash:
        return retry_document(document=newest, requested_by=requested_by) if newest.is_failed else newest
    document = Document.objects.create(
        **what,
        version=newest.version + 1 if newest else 1,
        source_hash=source_hash,
        requested_by=requested_by,
        send_at=timezone.now() + GRACE,
    )
    log(
        actor=requested_by,
        verb="document.ordered",
        subject=subject,
        text=_("Bestilte dokument: %(document)s") % {"document": document},
        document=document.pk,
    )
    transaction.on_commit(partial(send, document.pk), robust=True)
    return document


@transaction.atomic
def retry_document(*, document: Document, requested_by: User | None) -> Document:
    """Queue a failed document again, from the first attempt; any other state is left alone."""
    document = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    if not document.is_failed:
        return document
    _set(
        document,
        state=State.QUEUED,
        step=Step.WAITING,
        progress=0,
        attempts=0,
        error="",
        requested_by=requested_by,
        send_at=timezone.now() + GRACE,
    )
    if document.subject is not None:
        log(
            actor=requested_by,
            verb="document.retried",
            subject=document.subject,
            text=_("Prøvde på nytt: %(document)s") % {"document": document},
            document=document.pk,
        )
    transaction.on_commit(partial(send, document.pk), robust=True)
    return document


def send(document_id: int) -> bool:
    """Hand the order to the worker. With the broker down it stays where it is, and beat sends it later."""
    try:
        current_app.send_task("samhandling.documents.produce", kwargs={"document_id": document_id}, retry=False)
    except BROKER_DOWN as error:
        logger.warning("Document %s is kept for later, the broker does not answer: %s", document_id, error)
        return False
    Document.objects.under_way().filter(pk=document_id).update(send_at=timezone.now() + RESEND)
    return True


def send_owed() -> int:
    """Send again what nobody works on. A worker that was killed has lost its lock, so its document is found here."""
    now = timezone.now()
    sent = 0
    for document_id in Document.objects.owed(now).order_by("send_at").values_list("pk", flat=True):
        if is_being_made(document_id):
            Document.objects.filter(pk=document_id).update(send_at=now + GRACE)
        elif send(document_id):
            sent += 1
        else:
            break
    return sent


def prerender(*, subject: models.Model) -> None:
    """Have the subject's pieces rendered in the background, so that they are there when a document is ordered."""
    label, pk = subject._meta.label_lower, subject.pk
    transaction.on_commit(partial(_send_pieces, label, pk), robust=True)


def _send_pieces(label: str, pk: int) -> None:
    try:
        current_app.send_task("samhandling.documents.render_pieces", kwargs={"label": label, "pk": pk}, retry=False)
    except BROKER_DOWN as error:
        logger.info("%s %s is rendered when it is needed, the broker does not answer: %s", label, pk, error)


def render_pieces(*, label: str, pk: int) -> int:
    count = 0
    for source in pieces_of(label, pk):
        ensure_piece(source.html, source.images)
        count += 1
    return count


def carry_out(*, document_id: int) -> None:
    """Make the document, once: a second worker at the same time, or a ready document, means there is nothing to do."""
    with document_lock(document_id) as held:
        document = _start(document_id) if held else None
        if document is None:
            return
        try:
            made = make_file(document, lambda step, done, total: _report(document, step, done, total))
            _finish(document, made)
        except CannotProduce as reason:
            _fail(document, str(reason))
        except TRANSIENT:
            logger.warning("Document %s, attempt %s, is put off", document_id, document.attempts, exc_info=True)
            _put_off(document)
        except Exception:
            logger.exception("Document %s cannot be made", document_id)
            _fail(document, _general_failure())


@transaction.atomic
def _start(document_id: int) -> Document | None:
    document = Document.objects.select_for_update(of=("self",)).filter(pk=document_id).first()
    if document is None or not document.is_under_way:
        return None
    if document.attempts >= MAX_ATTEMPTS:
        _fail(document, _general_failure())
        return None
    _set(
        document,
        state=State.RENDERING,
        step=Step.GATHERING,
        progress=0,
        attempts=document.attempts + 1,
        started_at=timezone.now(),
        send_at=timezone.now() + GRACE,
    )
    return document


PROGRESS = {Step.GATHERING: 2, Step.PIECES: 5, Step.FRONT: 75, Step.JOINING: 85, Step.STORING: 95}


def _report(document: Document, step: Step, done: int, total: int) -> None:
    progress = PROGRESS[step]
    if step == Step.PIECES and total:
        progress += round((PROGRESS[Step.FRONT] - progress) * done / total)
    _set(document, step=step, step_done=done, step_total=total, progress=progress)


def _finish(document: Document, made: MadeFile) -> None:
    """First the whole file under the name of its content, then the row that says so."""
    _report(document, Step.STORING, 0, 0)
    name = f"documents/{made.sha256[:2]}/{made.sha256}.{made.ending}"
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(made.data))
    with transaction.atomic():
        row = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
        if row.is_ready:
            return
        _set(
            row,
            state=State.READY,
            step=Step.DONE,
            progress=100,
            error="",
            file=name,
            file_name=made.file_name,
            sha256=made.sha256,
            pages=made.pages,
            size=len(made.data),
            finished_at=timezone.now(),
        )


def _put_off(document: Document) -> None:
    """Wait 10, 20, 40, 80 seconds between attempts; beat sends it again."""
    if document.attempts >= MAX_ATTEMPTS:
        _fail(document, _("Fillageret eller databasen svarte ikke. Prøv igjen om litt."))
        return
    wait = timedelta(seconds=10 * 2 ** (document.attempts - 1))
    _set(document, state=State.QUEUED, step=Step.RETRYING, progress=0, send_at=timezone.now() + wait)


def _fail(document: Document, reason: str) -> None:
    _set(document, state=State.FAILED, error=reason[:300], step=Step.WAITING, progress=0)


def _general_failure() -> str:
    return _("Noe gikk galt da dokumentet ble laget. Prøv igjen, og si fra til sekretariatet hvis det ikke hjelper.")


def _set(document: Document, **values: object) -> None:
    """Write just these columns: the row of a long-running job must not carry old values back."""
    for name, value in values.items():
        setattr(document, name, value)
    document.save(update_fields=list(values))
