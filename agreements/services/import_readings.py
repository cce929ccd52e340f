"""Reading the files texts are taken in from, outside the request: whatever is in a file, no page waits for it.

The row is the promise, as with documents: it is sent to the worker when the transaction is through, beat sends again
what nobody works on, and reading the same file twice does no harm.
"""

from __future__ import annotations

import logging
from dataclasses import asdict
from datetime import timedelta
from functools import partial

from celery import current_app
from celery.exceptions import SoftTimeLimitExceeded
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.enums import ImportState, VersionSource
from agreements.importing import Problem, Read, Recognised, Unreadable, limits, read_docx, read_pdf, recognise
from agreements.models import TextImport
from samhandling.accounts.models import User
from samhandling.audit.services import log
from samhandling.core.errors import NotPossible
from samhandling.documents.locks import work_lock
from samhandling.documents.services import BROKER_DOWN, GRACE, RESEND, TRANSIENT

logger = logging.getLogger(__name__)

NAMESPACE = 0x696D7073  # "imps"


def order_reading(text_import: TextImport) -> None:
    """Have the file read when this transaction is through."""
    transaction.on_commit(partial(send, text_import.pk), robust=True)


@transaction.atomic
def retry_import(*, text_import: TextImport, user: User | None) -> None:
    """Read a file again that could not be read. Raises NotPossible when it is in another state."""
    row = TextImport.objects.select_for_update(of=("self",)).select_related("agreement").get(pk=text_import.pk)
    if row.state != ImportState.FAILED:
        raise NotPossible(_("Filen leses allerede eller er lest."))
    row.state, row.problem, row.attempts, row.send_at = ImportState.READING, "", 0, timezone.now() + GRACE
    row.save(update_fields=["state", "problem", "attempts", "send_at"])
    text = _("Prøvde på nytt å lese «%(name)s»") % {"name": row.file_name}
    log(actor=user, verb="agreement.import_retried", subject=row.agreement, text=text, text_import=row.pk)
    order_reading(row)


def send(text_import_id: int) -> bool:
    """Hand the file to the worker. With the broker down it stays where it is, and beat sends it later."""
    try:
        current_app.send_task("agreements.read_import", kwargs={"text_import_id": text_import_id}, retry=False)
    except BROKER_DOWN as error:
        logger.warning("Import %s is kept for later, the broker does not answer: %s", text_import_id, error)
        return False
    _under_way(text_import_id).update(send_at=timezone.now() + RESEND)
    return True


def send_owed() -> int:
    """Send again what nobody works on. A worker that was killed has lost its lock, so its file is found here."""
    now = timezone.now()
    sent = 0
    owed = TextImport.objects.filter(state=ImportState.READING, send_at__lte=now).order_by("send_at")
    for pk in owed.values_list("pk", flat=True):
        with work_lock(NAMESPACE, pk) as is_free:
            if not is_free:
                _under_way(pk).update(send_at=now + GRACE)
        if is_free and not send(pk):
            break
        sent += is_free
    return sent


def read_import(*, text_import_id: int) -> None:
    """Read the file, once: a second worker at the same time, or a file that is read, means there is nothing to do."""
    with work_lock(NAMESPACE, text_import_id) as held:
        row = _start(text_import_id) if held else None
        if row is None:
            return
        try:
            _finish(row, *_read(row))
        except Unreadable as refused:
            _fail(row, refused.problem)
        except SoftTimeLimitExceeded:
            _fail(row, Problem.TOO_SLOW)
        except MemoryError:
            _fail(row, Problem.TOO_LARGE)
        except TRANSIENT:
            logger.warning("Import %s, attempt %s, is put off", row.pk, row.attempts, exc_info=True)
            _put_off(row)
        except Exception:
            logger.exception("Import %s cannot be read", row.pk)
            _fail(row, Problem.OURS)


def _start(pk: int) -> TextImport | None:
    """The file, counted as tried. One that was never finished has taken its worker down with it each time."""
    row = _under_way(pk).select_related("agreement").first()
    if row is None:
        return None
    if row.attempts >= limits.ATTEMPTS:
        _fail(row, Problem.TOO_SLOW)
        return None
    row.attempts += 1
    _under_way(pk).update(attempts=row.attempts, send_at=timezone.now() + GRACE)
    return row


def _read(row: TextImport) -> tuple[Read, Recognised]:
    with row.file.open("rb") as stored:
        data = stored.read()
    read = read_docx(data) if row.source == VersionSource.WORD else read_pdf(data)
    if not read.has_text:
        if row.source == VersionSource.WORD:
            raise Unreadable(Problem.NO_TEXT)
        return read, Recognised("", [])
    found = recognise(read.blocks)
    if len(found.rows) > limits.MAX_SECTIONS:
        raise Unreadable(Problem.TOO_MANY_SECTIONS)
    return read, found


def _finish(row: TextImport, read: Read, found: Recognised) -> None:
    """Nothing happens to one that was dropped meanwhile."""
    _under_way(row.pk).update(
        state=ImportState.CHECKING,
        title=(found.title or row.agreement.title)[:160],
        recognised=[{**asdict(each), "join": False} for each in found.rows],
        ignored=[{"what": what, "count": count} for what, count in read.ignored.items()],
    )


def _put_off(row: TextImport) -> None:
    """Wait 10 and 20 seconds between attempts; beat sends it again."""
    if row.attempts >= limits.ATTEMPTS:
        _fail(row, Problem.STORAGE)
        return
    _under_way(row.pk).update(send_at=timezone.now() + timedelta(seconds=10 * 2 ** (row.attempts - 1)))


def _fail(row: TextImport, problem: Problem) -> None:
    _under_way(row.pk).update(state=ImportState.FAILED, problem=problem)


def _under_way(pk: int) -> QuerySet[TextImport]:
    """Every write goes through this: a row that is read, or was dropped, is left alone."""
    return TextImport.objects.filter(pk=pk, state=ImportState.READING)
