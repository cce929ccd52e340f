"""Releasing reports, which freezes them, and correcting one that is released."""

from __future__ import annotations

from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.enums import ReportState
from reports.models import ReportBatch, StatusReport
from reports.selectors.reports import content_sha256
from reports.selectors.targets import language_of
from reports.services.report_comments import comment_rows
from reports.services.report_making import send
from reports.services.report_sendings import send_report
from samhandling.accounts.models import User
from samhandling.audit.services import log
from samhandling.core.errors import NotPossible
from samhandling.core.text import html_to_plain
from samhandling.documents.enums import Kind, Language, Variant
from samhandling.documents.models import Document
from samhandling.documents.services import GRACE, order_document, retry_document


@transaction.atomic
def release_report(*, report: StatusReport, user: User | None, seen: str = "") -> StatusReport:
    """Freeze a draft and make it public; a released one is left as it is.

    Steps: lock the row, so that saves under way finish first; refuse one that is not made, or that says something
    else than what was `seen` (`content_sha256`); hash, state; order the PDF; log; e-mail the mayors.
    Raises NotPossible.
    """
    rows = StatusReport.objects.select_for_update(of=("self",)).select_related("partnership", "municipality", "group")
    row = rows.get(pk=report.pk)
    if row.is_released:
        return row
    if row.state != ReportState.DRAFT:
        raise NotPossible(_("Rapporten er ikke laget ennå. Vent til den er ferdig."))
    sha256 = content_sha256(row)
    if seen and seen != sha256:
        raise NotPossible(_("Rapporten er endret etter at du åpnet siden. Se over den på nytt før du frigir."))
    row.state, row.released_at, row.released_by, row.content_hash = ReportState.RELEASED, timezone.now(), user, sha256
    row.save(update_fields=["state", "released_at", "released_by", "content_hash"])
    order_pdf(report=row, user=user)
    text = _("Frigav rapporten, versjon %(number)s") % {"number": row.version}
    log(actor=user, verb="report.released", subject=row, text=text, sha256=sha256)
    send_report(report=row, user=user)
    return row


@transaction.atomic
def release_batch(*, batch: ReportBatch, user: User | None) -> list[StatusReport]:
    """Release all drafts of a batch, all or none; those that are not made or failed are left."""
    drafts = StatusReport.objects.filter(batch=batch, state=ReportState.DRAFT).defer("snapshot").order_by("pk")
    return [release_report(report=row, user=user) for row in drafts]


def order_pdf(*, report: StatusReport, user: User | None) -> Document:
    """The file of a released report; the same one however often it is ordered."""
    return order_document(
        subject=report,
        kind=Kind.STATUS_REPORT,
        variant=Variant.PUBLIC,
        language=Language(report.language),
        source_hash=report.content_hash,
        requested_by=user,
    )


def retry_pdf(*, report: StatusReport, user: User | None) -> None:
    for document in Document.objects.about(report).current():
        retry_document(document=document, requested_by=user)


@transaction.atomic
def correct_report(*, report: StatusReport, reason: str, user: User | None) -> StatusReport:
    """A new version of a released report, with figures of today and the comment to write on; `reason` names what is
    corrected. The old one stays as it is. Raises NotPossible when it is not released, or has one already.
    """
    rows = StatusReport.objects.select_for_update(of=("self",)).select_related("partnership", "municipality")
    old = rows.defer("snapshot").get(pk=report.pk)
    if not old.is_released:
        raise NotPossible(_("Bare en frigitt rapport trenger en rettet versjon. Denne kan du endre."))
    if StatusReport.objects.filter(corrects=old).exists():
        raise NotPossible(_("Rapporten har allerede en nyere versjon. Fortsett på den."))
    new = StatusReport.objects.create(
        partnership_id=old.partnership_id,
        batch_id=old.batch_id,
        scope=old.scope,
        municipality_id=old.municipality_id,
        group_id=old.group_id,
        period_from=old.period_from,
        period_to=old.period_to,
        language=language_of(old),
        version=old.version + 1,
        corrects=old,
        correction_reason=reason,
        send_at=timezone.now() + GRACE,
    )
    comment = comment_rows(old).current()
    if comment is not None and html_to_plain(comment.text):
        comment_rows(new).add(1, comment.text, user)
    text = _("Begynte på en rettet versjon: %(reason)s") % {"reason": reason}
    log(actor=user, verb="report.corrected", subject=old, text=text, version=new.version)
    transaction.on_commit(partial(send, new.pk), robust=True)
    return new
