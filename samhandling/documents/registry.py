"""Who makes the content of which document. Higher apps register in their ``AppConfig.ready``; see ``packet``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from samhandling.documents.packet import Packet, PieceSource, WordFile

if TYPE_CHECKING:
    from samhandling.documents.models import Document

Producer = Callable[["Document"], Packet]
WordProducer = Callable[["Document"], WordFile]
PieceProducer = Callable[[int], Iterable[PieceSource]]

_producers: dict[str, Producer] = {}
_word: dict[str, WordProducer] = {}
_pieces: dict[str, PieceProducer] = {}


def register(kind: str, producer: Producer) -> None:
    _producers[kind] = producer


def producer_for(kind: str) -> Producer:
    try:
        return _producers[kind]
    except KeyError:
        raise LookupError(f"No producer is registered for documents of the kind {kind!r}") from None


def register_word(kind: str, producer: WordProducer) -> None:
    _word[kind] = producer


def word_producer_for(kind: str) -> WordProducer:
    try:
        return _word[kind]
    except KeyError:
        raise LookupError(f"No producer is registered for Word files of the kind {kind!r}") from None


def register_pieces(model_label: str, pieces: PieceProducer) -> None:
    """``pieces`` gives, for the primary key of a ``model_label`` (``meetings.paper``), what can be rendered ahead."""
    _pieces[model_label.lower()] = pieces


def pieces_of(model_label: str, pk: int) -> Iterable[PieceSource]:
    pieces = _pieces.get(model_label.lower())
    return pieces(pk) if pieces else ()
