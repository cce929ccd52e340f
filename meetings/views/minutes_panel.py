"""A whole panel sent at once, by browsers without JavaScript: each field is saved by itself, as autosave does it.

The names are `attendance-12-status` with `-base` (the revision it was made from) and `-seen` (the value shown), and
`text-34-decision` with `-base`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from meetings.enums import MinutesSection
from meetings.forms.minutes import RowForm
from meetings.forms.minutes_desk import Desk
from meetings.models import MinutesItem
from meetings.selectors.minutes_content import item_text_at
from meetings.services.minutes_fields import FieldConflict, MinutesClosed, RowGone, save_field, save_item_text
from samhandling.accounts.models import User
from samhandling.core.saving import TextConflict

FIELD = re.compile(r"^(minutes|attendance|item|statement|recusal|action)-(\d+)-([a-z_]+)-base$")
TEXT = re.compile(r"^text-(\d+)-(treatment|decision)-base$")


@dataclass(frozen=True)
class Problem:
    """One field that was not saved, with what was typed in it."""

    label: str
    message: str
    mine: str
    theirs: str = ""
    status: int = 422


def status_of(problems: list[Problem]) -> int:
    """The status of a page that shows these: 200 for none, the gravest otherwise (423 closed, 422 invalid, 409)."""
    return max((problem.status for problem in problems), default=200)


def save_panel(desk: Desk, data: QueryDict, user: User) -> list[Problem]:
    """Save what was changed; returns what could not be saved."""
    problems: list[Problem] = []
    for name in data:
        if match := TEXT.match(name):
            problems += _save_text(desk, int(match[1]), MinutesSection(match[2]), data, user)
        elif match := FIELD.match(name):
            problems += _save_field(desk, match[1], int(match[2]), match[3], data, user)
    return problems


def revision(value: str) -> int:
    return int(value) if value.isdecimal() and len(value) < 9 else 0


def posted(data: QueryDict, name: str) -> str:
    """What PostgreSQL takes: no NUL, one kind of line end. Empty when it was not sent."""
    return str(data.get(name, "")).replace("\x00", "").replace("\r\n", "\n")


def _save_text(desk: Desk, pk: int, section: MinutesSection, data: QueryDict, user: User) -> Iterator[Problem]:
    item, name = desk.row("item", pk), f"text-{pk}-{section}"
    if not isinstance(item, MinutesItem) or name not in data:
        return
    mine = posted(data, name)
    try:
        save_item_text(
            item=item, section=section, base_revision=revision(posted(data, f"{name}-base")), text=mine, user=user
        )
    except MinutesClosed as closed:
        if item_text_at(item, section, revision(posted(data, f"{name}-base"))) != mine:
            yield Problem(str(section.label), str(closed), mine, status=423)
    except TextConflict as conflict:
        yield Problem(str(section.label), _somebody(conflict.saved_by), mine, conflict.theirs, status=409)


def _somebody(user: User | None) -> str:
    return _("%(who)s har skrevet på det samme stedet.") % {"who": user.name if user else _("En annen")}


def _save_field(desk: Desk, kind: str, pk: int, field: str, data: QueryDict, user: User) -> Iterator[Problem]:
    name = f"{kind}-{pk}-{field}"
    value = posted(data, name)
    if value == posted(data, f"{name}-seen"):
        return
    row = desk.row(kind, pk)
    if row is None:
        yield Problem("", str(RowGone()), value)
        return
    form = desk.field_form(row, field, value)
    if form is None:
        return
    label = str(form.fields[field].label)
    if not form.is_valid():
        yield Problem(label, errors_of(form, field), value)
        return
    try:
        save_field(
            row=row,
            field=field,
            base_revision=revision(posted(data, f"{name}-base")),
            value=form.cleaned_data[field],
            user=user,
        )
    except FieldConflict as conflict:
        theirs, mine = words(form, field, conflict.theirs), words(form, field, conflict.mine)
        message = _("En annen har satt «%(theirs)s» i mellomtiden.") % {"theirs": theirs}
        yield Problem(label, message, mine, theirs, status=409)
    except MinutesClosed as closed:
        yield Problem(label, str(closed), words(form, field, form.cleaned_data[field]), status=423)
    except RowGone as gone:
        yield Problem(label, str(gone), value)


def errors_of(form: RowForm, field: str) -> str:
    return " ".join(str(error) for error in form.errors[field])


def words(form: RowForm, field: str, value: object) -> str:
    """A value as a reader sees it: the choice's label, the date as it is written."""
    choices = getattr(form.fields[field], "choices", None)
    if choices is None:
        return str(form.fields[field].prepare_value(value)) if value not in (None, "") else _("ikke satt")
    flat: dict[str, str] = {}
    for key, label in choices:
        flat.update({str(k): str(v) for k, v in label} if isinstance(label, list | tuple) else {str(key): str(label)})
    return flat.get("" if value is None else str(value), _("ikke ført"))
