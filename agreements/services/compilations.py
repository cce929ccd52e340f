"""Ordering the document with all answers. The same answers give the same document; new ones a new version of it."""

from __future__ import annotations

from django.db import transaction

from agreements.models import Consultation
from agreements.packets.consultation import compilation_of
from samhandling.accounts.models import User
from samhandling.documents.enums import Kind, Language, Variant
from samhandling.documents.models import Document
from samhandling.documents.services import order_document


@transaction.atomic
def order_compilation(*, consultation: Consultation, user: User | None) -> Document:
    """In the partnership's language. `partnership` and `revision__agreement` should be fetched."""
    language = Language(consultation.partnership.language)
    return order_document(
        subject=consultation,
        kind=Kind.CONSULTATION,
        variant=Variant.PUBLIC,
        language=language,
        source_hash=compilation_of(consultation, language).source_hash(),
        requested_by=user,
    )
