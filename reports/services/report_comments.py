"""What the coordinator writes in a report."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from reports.enums import ReportSection
from reports.models import ReportText, StatusReport
from samhandling.accounts.models import User
from samhandling.core.errors import NotPossible
from samhandling.core.saving import SavedText, TextRows, save_text
from samhandling.core.text import clean_html, merge3_html


def comment_rows(report: StatusReport) -> TextRows:
    return TextRows(ReportText, report=report, section=ReportSection.COMMENT)


@transaction.atomic
def save_comment(*, report: StatusReport, html: str, base_revision: int, user: User | None) -> SavedText:
    """Raises TextConflict when somebody changed the same paragraphs meanwhile, NotPossible when it is released."""
    rows = comment_rows(report)
    rows.lock()
    if StatusReport.objects.only("state").get(pk=report.pk).is_released:
        raise NotPossible(_("Rapporten er frigitt, så vurderingen kan ikke endres. Lag en rettet versjon."))
    return save_text(rows=rows, base_revision=base_revision, text=clean_html(html), user=user, merge=merge3_html)
