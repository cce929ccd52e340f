"""For whom and in which language a paper is written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.utils import translation

from samhandling.disclosure.models import LegalBasis
from samhandling.documents.enums import Language, Variant
from samhandling.documents.models import Document


@dataclass(frozen=True)
class Edition:
    variant: str = Variant.PUBLIC
    language: str = Language.BOKMAAL

    @classmethod
    def of(cls, document: Document) -> Edition:
        return cls(document.variant, document.language)

    @property
    def is_internal(self) -> bool:
        return self.variant == Variant.INTERNAL

    def withholds(self, basis: LegalBasis | None) -> bool:
        """True when something exempt by `basis` must be left out."""
        return basis is not None and not self.is_internal

    @contextmanager
    def spoken(self) -> Iterator[None]:
        """Texts and dates inside are in the edition's language, whatever the reader's pages are in."""
        with translation.override(self.language):
            yield


def both_editions(language: str) -> tuple[Edition, Edition]:
    return Edition(Variant.INTERNAL, language), Edition(Variant.PUBLIC, language)
