"""Closing follow-up."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from meetings.models import ActionItem
from samhandling.accounts.models import User
from samhandling.audit.services import log
from samhandling.core.errors import NotPossible


@transaction.atomic
def close_action(*, action: ActionItem, user: User, done_on: dt.date, done_note: str = "") -> ActionItem:
    """Mark a follow-up done. The task's own words stay: they are part of the minutes.

    Raises NotPossible when somebody has done so already, and what they wrote stays.
    """
    if ActionItem.objects.select_for_update().get(pk=action.pk).done_on:
        raise NotPossible(_("Oppgaven er allerede meldt ferdig."))
    action.done_on, action.done_note = done_on, done_note
    action.save(update_fields=["done_on", "done_note"])
    log(
        actor=user,
        verb="action.done",
        subject=action,
        text=_("Meldte oppgaven ferdig: %(text)s") % {"text": action.text},
    )
    return action
