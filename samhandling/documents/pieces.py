"""The store of rendered pieces: made once, named by what they were made from, shared by all documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from samhandling.documents.engine import count_pages
from samhandling.documents.house import renderer
from samhandling.documents.models import Piece

KEEP = timedelta(days=90)


@dataclass(frozen=True)
class Rendered:
    pdf: bytes
    pages: int


def ensure_piece(html: str, images: Mapping[str, bytes]) -> Rendered:
    """The piece from the store, or rendered and stored. Two workers at once write the same bytes to the same name."""
    key = renderer().key(html, images)
    today = timezone.localdate()
    piece = Piece.objects.filter(key=key).first()
    if piece and default_storage.exists(piece.file_name):
        if piece.used_on < today:
            Piece.objects.filter(key=key).update(used_on=today)
        with default_storage.open(piece.file_name) as file:
            return Rendered(file.read(), piece.pages)
    pdf = renderer().render(html, images)
    piece = Piece(key=key, pages=count_pages(pdf), size=len(pdf), used_on=today)
    default_storage.save(piece.file_name, ContentFile(pdf))
    Piece.objects.bulk_create([piece], ignore_conflicts=True)
    return Rendered(pdf, piece.pages)


def remove_unused() -> int:
    """Delete pieces that no document has used for 90 days; they are made again when needed."""
    unused = list(Piece.objects.filter(used_on__lt=timezone.localdate() - KEEP))
    for piece in unused:
        default_storage.delete(piece.file_name)
        piece.delete()
    return len(unused)
