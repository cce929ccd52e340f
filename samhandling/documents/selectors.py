from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext as _

from samhandling.documents.enums import Language, Purpose, Variant
from samhandling.documents.models import Document


@dataclass(frozen=True)
class DocumentRow:
    """A document in a list, with the addresses that the app with the rights gives it."""

    document: Document
    download_url: str
    retry_url: str = ""
    """Empty for those who may not order it again."""

    @property
    def title(self) -> str:
        """«Innkalling, offentlig», «Innkalling, alt til utskrift», «Protokoll, til å redigere, nynorsk»."""
        parts = [self.document.get_kind_display()]
        if self.document.variant == Variant.PUBLIC:
            parts.append(_("offentlig"))
        if self.document.purpose == Purpose.PRINT:
            parts.append(_("alt til utskrift"))
        if self.document.is_word:
            parts.append(_("til å redigere"))
        if self.document.language == Language.NYNORSK:
            parts.append(_("nynorsk"))
        return ", ".join(parts)


def current_documents(*subjects: models.Model) -> list[Document]:
    """The newest version of everything ordered for the subjects (of one model), in one query."""
    return list(Document.objects.about(*subjects).current()) if subjects else []
