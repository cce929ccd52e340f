"""Ordering a redline as a file."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from agreements.models import RedlineOrder
from agreements.packets.redline import redline_content
from agreements.selectors.redlines import Comparison
from samhandling.accounts.models import User
from samhandling.core.errors import NotPossible
from samhandling.documents.enums import Kind, Language, Variant
from samhandling.documents.models import Document
from samhandling.documents.services import order_document


@transaction.atomic
def order_redline(*, comparison: Comparison, user: User | None) -> Document:
    """The comparison as a PDF; the same texts give the same document. Raises NotPossible without an older text."""
    if comparison.old is None:
        raise NotPossible(_("Det finnes ikke en tidligere tekst å sammenligne med."))
    order, _is_new = RedlineOrder.objects.get_or_create(
        version=comparison.new.version,
        old_version=None if comparison.party else comparison.old.version,
        party=comparison.party,
    )
    content = redline_content(comparison)
    return order_document(
        subject=order,
        kind=Kind.REDLINE,
        variant=Variant.PUBLIC if comparison.is_public else Variant.INTERNAL,
        language=Language(content.language),
        source_hash=content.source_hash(),
        requested_by=user,
    )
