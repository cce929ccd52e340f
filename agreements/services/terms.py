"""The agreement's own terms, as dated rows: new terms end the old ones the day before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from agreements.enums import EntryRule
from agreements.models import Agreement, AgreementTerms
from municipalities.services.rows import add_row, change_row
from samhandling.accounts.models import User
from samhandling.core.dates import long_date

DAY = dt.timedelta(days=1)


@transaction.atomic
def add_terms(*, agreement: Agreement, user: User, values: Mapping[str, Any]) -> AgreementTerms:
    """New terms from a day. Raises ValidationError by field, also when later terms are there already."""
    _lock(agreement)
    terms = AgreementTerms(agreement=agreement, **_cleaned(values))
    later = agreement.terms.filter(valid_from__gte=terms.valid_from).order_by("valid_from").first()
    if later is not None:
        text = _("Det finnes allerede vilkår fra %(date)s. Velg en senere dato, eller endre dem som står der.")
        raise ValidationError({"valid_from": [text % {"date": long_date(later.valid_from)}]})
    _end_before(agreement, terms.valid_from)
    text = _("Nye vilkår gjelder fra %(date)s.") % {"date": long_date(terms.valid_from)}
    return add_row(actor=user, row=terms, verb="terms.added", text=text, subject=agreement)


@transaction.atomic
def change_terms(*, terms: AgreementTerms, user: User, values: Mapping[str, Any]) -> AgreementTerms:
    """Correct terms that were registered wrongly. When their first day moves, the terms before them follow.

    Trap: two rows may never hold on the same day, so those before are cut first, or lengthened last.
    """
    _lock(terms.agreement)
    columns = _cleaned(values)
    started = terms.valid_from
    begins = columns.get("valid_from", started)
    before = terms.agreement.terms.filter(valid_from__lt=started).order_by("-valid_from").first()
    if before is not None and begins <= before.valid_from:
        text = _("Vilkårene før disse gjelder fra %(date)s. Velg en senere dato.")
        raise ValidationError({"valid_from": [text % {"date": long_date(before.valid_from)}]})
    if before is not None and begins < started:
        _end_before(terms.agreement, begins)
    text = _("Vilkårene fra %(date)s er rettet.") % {"date": long_date(begins)}
    change_row(actor=user, row=terms, values=columns, verb="terms.changed", text=text, subject=terms.agreement)
    if before is not None and begins > started and before.valid_to == started - DAY:
        before.valid_to = begins - DAY
        before.save(update_fields=["valid_to"])
    return terms


def _end_before(agreement: Agreement, day: dt.date) -> None:
    """Terms that would still hold on the day end the day before it."""
    for terms in agreement.terms.filter(valid_from__lt=day).exclude(valid_to__lt=day):
        terms.valid_to = day - DAY
        terms.save(update_fields=["valid_to"])


def _cleaned(values: Mapping[str, Any]) -> dict[str, Any]:
    """The number of municipalities counts only under the rule that asks for it. Raises ValidationError without one."""
    columns = dict(values)
    if columns.get("entry_rule") != EntryRule.QUORUM:
        columns["entry_quorum"] = None
    elif not columns.get("entry_quorum"):
        raise ValidationError({"entry_quorum": [_("Skriv hvor mange kommuner som må ha vedtatt teksten.")]})
    return columns


def _lock(agreement: Agreement) -> None:
    Agreement.objects.select_for_update(no_key=True).get(pk=agreement.pk)
