"""The secretariat's own tasks: taken on, changed, finished."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from municipalities.models import Partnership
from municipalities.services.rows import add_row, change_row
from reports.models import SecretariatTask
from samhandling.accounts.models import User


@transaction.atomic
def add_task(*, actor: User | None, partnership: Partnership, values: Mapping[str, Any]) -> SecretariatTask:
    """Raises ValidationError by field."""
    row = SecretariatTask(partnership=partnership, **values)
    _refuse_future(row.done_on)
    text = _("Sekretariatet har tatt på seg oppgaven «%(text)s».") % {"text": row.text}
    return add_row(actor=actor, row=row, verb="task.added", text=text)


@transaction.atomic
def change_task(*, actor: User | None, task: SecretariatTask, values: Mapping[str, Any]) -> SecretariatTask:
    """Also opens a finished one again, when `done_on` is taken away."""
    _refuse_future(values.get("done_on"))
    text = _("Oppgaven «%(text)s» er endret.") % {"text": task.text}
    return change_row(actor=actor, row=task, values=values, verb="task.changed", text=text)


@transaction.atomic
def finish_task(*, actor: User | None, task: SecretariatTask, done_on: dt.date, result: str) -> SecretariatTask:
    """Raises ValidationError for a day to come, a day before the start, and a task that somebody finished already."""
    if SecretariatTask.objects.select_for_update().get(pk=task.pk).done_on:
        raise ValidationError(_("Oppgaven er allerede ferdig."))
    _refuse_future(done_on)
    text = _("Oppgaven «%(text)s» er ferdig.") % {"text": task.text}
    values = {"done_on": done_on, "result": result}
    return change_row(actor=actor, row=task, values=values, verb="task.finished", text=text)


def _refuse_future(done_on: dt.date | None) -> None:
    if done_on and done_on > timezone.localdate():
        raise ValidationError({"done_on": _("Datoen er ikke kommet ennå.")})
