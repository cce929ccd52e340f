"""Throwing a draft away whole."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.enums import StepKind
from agreements.models import AgreementVersion, Revision
from agreements.selectors.discard import loss_of
from agreements.services.sections import open_draft
from agreements.services.steps import send_back
from agreements.services.version_files import remove_file
from samhandling.accounts.models import User
from samhandling.audit.services import log
from samhandling.core.errors import NotPossible


@transaction.atomic
def discard_draft(*, version: AgreementVersion, user: User | None) -> None:
    """Delete a draft with all its sections and files; what was lost is counted in the log.

    Steps: lock it; refuse one that a meeting or a consultation uses; its revision has no text, and is back at draft
    when it had come further; files; the rows; log. Raises NotPossible, also for a frozen text.
    """
    row = open_draft(version)
    loss = loss_of(row)
    if loss.uses:
        raise NotPossible(_("Utkastet kan ikke forkastes, for det brukes i %(uses)s.") % {"uses": ", ".join(loss.uses)})
    _leave_revision(row, user)
    for file in row.files.all():
        remove_file(file=file, user=user)
    text = ngettext(
        "Forkastet utkastet til versjon %(number)s med %(count)s punkt",
        "Forkastet utkastet til versjon %(number)s med %(count)s punkter",
        loss.sections,
    )
    words = {"number": row.number, "count": loss.sections}
    log(actor=user, verb="agreement.draft_discarded", subject=row.agreement, text=text % words, last_by=loss.last_by)
    row.delete()


def _leave_revision(version: AgreementVersion, user: User | None) -> None:
    revision = Revision.objects.filter(version=version).first()
    if revision is None:
        return
    Revision.objects.filter(pk=revision.pk).update(version=None)
    note = _("Utkastet til versjon %(number)s ble forkastet.") % {"number": version.number}
    if revision.steps.get(kind=StepKind.DRAFT).is_passed:
        send_back(revision=revision, note=note, user=user)
    else:
        log(actor=user, verb="revision.draft_discarded", subject=revision, text=note)
