from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, Protocol, TypeVar

from django.db import models
from django.utils.translation import gettext as _

from samhandling.documents.enums import Language, Purpose, State, Variant
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


class OrderedLine(Protocol):
    """Somebody a file is made for. `state` is that of the file, empty until it is ordered."""

    @property
    def state(self) -> str: ...
    @property
    def is_under_way(self) -> bool: ...
    @property
    def ordered_at(self) -> dt.datetime | None: ...


L = TypeVar("L", bound=OrderedLine)


@dataclass(frozen=True)
class OrderedFiles(Generic[L]):
    """Files that are ordered in one press, one for each, and how far they have come."""

    lines: list[L]

    @cached_property
    def ordered(self) -> list[L]:
        return [line for line in self.lines if line.state]

    @property
    def ready(self) -> int:
        return sum(line.state == State.READY for line in self.lines)

    @property
    def failed(self) -> int:
        return sum(line.state == State.FAILED for line in self.lines)

    @property
    def is_under_way(self) -> bool:
        return any(line.is_under_way for line in self.lines)

    @property
    def ordered_at(self) -> dt.datetime | None:
        return max((line.ordered_at for line in self.ordered if line.ordered_at), default=None)


def current_documents(*subjects: models.Model) -> list[Document]:
    """The newest version of everything ordered for the subjects (of one model), in one query."""
    return list(Document.objects.about(*subjects).current()) if subjects else []
