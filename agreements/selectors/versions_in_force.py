"""Which text of an agreement is in force on a day."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from agreements.models import Agreement, AgreementVersion


def in_force(agreement: Agreement, on: dt.date) -> AgreementVersion | None:
    """The version in force on a day, the newest if the dates of two overlap."""
    lasting = Q(in_force_to__isnull=True) | Q(in_force_to__gte=on)
    found = AgreementVersion.objects.filter(lasting, agreement=agreement, in_force_on__lte=on)
    return found.order_by("-in_force_on", "-number").first()
