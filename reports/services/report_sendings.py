"""Telling the mayors that their municipality's report is there: once for each person and report."""

from __future__ import annotations

from urllib.parse import urljoin

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from municipalities.selectors.emails import sender_of
from reports.models import ReportSending, StatusReport
from reports.period import Period
from reports.selectors.reports import snapshot_of
from reports.selectors.sendings import Mayor, mayors_of, was_refused
from samhandling.accounts.models import User
from samhandling.audit.services import log
from samhandling.core.errors import NotPossible
from samhandling.notifications.services import queue_email


@transaction.atomic
def send_report(*, report: StatusReport, user: User | None) -> int:
    """An e-mail to each of today's mayors who has had none about this report; how many.

    A mayor without an address is noted, and gets it when an address is there and this is asked for again; so does one
    whose address was refused and is another now. Reports of regions and partnerships are read from the municipality's
    own. Raises NotPossible before release.
    """
    rows = StatusReport.objects.select_for_update(of=("self",)).select_related("partnership", "municipality")
    row = rows.get(pk=report.pk)
    if not row.is_released:
        raise NotPossible(_("Rapporten er ikke frigitt ennå."))
    sent = 0
    for mayor in mayors_of([row], timezone.localdate()).get(row.pk, []):
        sent += _send(row, mayor)
    if sent:
        log(actor=user, verb="report.sent", subject=row, text=_("Sendte rapporten til ordføreren"), count=sent)
    return sent


def _send(report: StatusReport, mayor: Mayor) -> bool:
    rows = ReportSending.objects.select_related("email")
    sending, _is_new = rows.get_or_create(report=report, person_id=mayor.person_id)
    if not mayor.address or (sending.email and not was_refused(sending, mayor.address)):
        return False
    subject, body = _words(report)
    key = f"status-report:{report.pk}:{mayor.person_id}"
    if sending.email:
        key = f"{key}:{mayor.address}"
    sending.to = mayor.address
    sending.email = queue_email(
        to=mayor.address,
        subject=subject,
        body=body,
        key=key,
        sender=sender_of(report.partnership),
    )
    sending.save(update_fields=["to", "email"])
    return True


def _words(report: StatusReport) -> tuple[str, str]:
    """Subject and text in the report's language: the three sentences, and where the rest is."""
    with translation.override(report.language):
        snapshot = snapshot_of(report)
        title = f"{snapshot.head.title}, {Period(report.period_from, report.period_to).label}"
        sentences = "\n\n".join(sentence.text for sentence in snapshot.sentences)
        path = reverse("reports:report-detail", args=[report.partnership.slug, report.pk])
        words = {
            "title": title,
            "sentences": sentences,
            "address": urljoin(settings.SITE_URL, path),
            "sender": report.partnership.secretariat_name,
            "reason": report.correction_reason,
        }
        if report.version > 1:
            return _("Rettet: %(title)s") % words, _corrected() % words
        return title, _text() % words


def _text() -> str:
    return _(
        "Hei,\n\n%(title)s er klar.\n\n%(sentences)s\n\n"
        "Les rapporten her, også som PDF:\n%(address)s\n\nHilsen %(sender)s"
    )


def _corrected() -> str:
    return _(
        "Hei,\n\n%(title)s er rettet: %(reason)s\n\n%(sentences)s\n\n"
        "Les den rettede rapporten her, også som PDF:\n%(address)s\n\nHilsen %(sender)s"
    )
