"""Saving one row: everything that must be true of it is asked here, once, and a refusal names the field.

The database has the last word. A row that was valid when it was looked at and is refused when it is saved, because
somebody else was quicker, gives the same `ValidationError` as one that was invalid from the start.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction

from samhandling.accounts.models import User
from samhandling.audit.services import log

M = TypeVar("M", bound=models.Model)

#: Where the message of a constraint stands. Models of other apps say it in `constraint_fields`; see `_field_of`.
_FIELDS = {
    "committee_slug": "slug",
    "municipal_group_slug": "slug",
    "partnership_membership_once": "municipality",
    "group_membership_once": "municipality",
    "representation_of_a_municipality": "municipality",
    "seat_stands_in_as_deputy": "function",
    "representation_approval_once_a_day": "decided_on",
}


def add_row(*, actor: User | None, row: M, verb: str, text: str, subject: models.Model | None = None) -> M:
    """Save a new row and log it on `subject`, whose history it belongs to (the row itself when not given).

    Raises ValidationError with the messages by field.
    """
    _save(row)
    log(actor=actor, verb=verb, subject=subject or row, text=text, row=row.pk)
    return row


def change_row(
    *,
    actor: User | None,
    row: M,
    values: Mapping[str, Any],
    verb: str,
    text: str,
    subject: models.Model | None = None,
) -> M:
    """Save what differs and log it with old and new values; nothing at all when nothing differs."""
    before = {name: getattr(row, name) for name in values}
    changed = {name: value for name, value in values.items() if before[name] != value}
    if not changed:
        return row
    for name, value in changed.items():
        setattr(row, name, value)
    _save(row)
    changes = {name: [_plain(before[name]), _plain(value)] for name, value in changed.items()}
    log(actor=actor, verb=verb, subject=subject or row, text=text, row=row.pk, changes=changes)
    return row


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int) else str(value)


def _save(row: models.Model) -> None:
    errors: dict[str, list[ValidationError]] = {}
    try:
        row.full_clean(validate_constraints=False)
    except ValidationError as refused:
        errors = dict(refused.error_dict)
    for constraint in row._meta.constraints:
        try:
            constraint.validate(type(row), row, exclude=set(errors))
        except ValidationError as refused:
            errors.setdefault(_field_of(row, constraint), []).extend(refused.error_list)
    if errors:
        raise ValidationError(errors)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as refused:
        raise _as_validation_error(row, refused) from refused


def _field_of(row: models.Model, constraint: models.BaseConstraint) -> str:
    fields: Mapping[str, str] = _FIELDS | getattr(row, "constraint_fields", {})
    if constraint.name in fields:
        return fields[constraint.name]
    if isinstance(constraint, ExclusionConstraint):
        return "valid_from"
    return "valid_to" if constraint.name.endswith("_period") else NON_FIELD_ERRORS


def _as_validation_error(row: models.Model, refused: IntegrityError) -> ValidationError:
    """The message of the constraint that PostgreSQL names. Raises `refused` again when it is none of the row's."""
    diagnosis = getattr(refused.__cause__, "diag", None)
    name = getattr(diagnosis, "constraint_name", None)
    for constraint in row._meta.constraints:
        if constraint.name == name:
            message = ValidationError(constraint.get_violation_error_message(), code="taken")
            return ValidationError({_field_of(row, constraint): [message]})
    raise refused
