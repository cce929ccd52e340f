"""Ordering the papers as files. The same content gives the same document; changed content gives a new version of it."""

from __future__ import annotations

from django.db import models, transaction
from django.utils.translation import gettext as _

from meetings.enums import MinutesState
from meetings.models import AgendaItem, Meeting, Minutes
from meetings.packets.edition import Edition, both_editions
from meetings.packets.minutes import minutes_content
from meetings.packets.notice import notice_content
from meetings.packets.papers import one_paper
from municipalities.models import Partnership
from samhandling.accounts.models import User
from samhandling.core.errors import NotPossible
from samhandling.documents.enums import Kind, Language, Purpose, Variant
from samhandling.documents.models import Document
from samhandling.documents.services import order_document


@transaction.atomic
def order_notice(*, meeting: Meeting, user: User | None, language: str = "") -> list[Document]:
    """The internal and the public edition, in the partnership's language unless another is asked for.

    Raises NotPossible before the notice is published.
    """
    editions = both_editions(language or _partnership(meeting).language)
    return [_order_notice(meeting, edition, user) for edition in editions]


@transaction.atomic
def order_bundle(*, meeting: Meeting, variant: str, user: User | None, language: str = "") -> Document:
    """Everything for print: the notice with its annexes merged in behind sheets that name them."""
    edition = Edition(variant, language or _partnership(meeting).language)
    return _order_notice(meeting, edition, user, Purpose.PRINT)


def _order_notice(
    meeting: Meeting, edition: Edition, user: User | None, purpose: Purpose = Purpose.READING
) -> Document:
    if meeting.called_at is None:
        raise NotPossible(_("Innkallingen er ikke publisert."))
    return _order(meeting, Kind.NOTICE, edition, notice_content(meeting, edition).source_hash(), user, purpose)


@transaction.atomic
def order_minutes(*, minutes: Minutes, user: User | None, language: str = "") -> list[Document]:
    """The internal and the public edition. Raises NotPossible before the minutes are locked."""
    if minutes.state != MinutesState.LOCKED:
        raise NotPossible(_("Protokollen må låses før den kan lages som dokument."))
    editions = both_editions(language or _partnership(minutes.meeting).language)
    return [
        _order(minutes, Kind.MINUTES, edition, minutes_content(minutes, edition).source_hash(), user)
        for edition in editions
    ]


@transaction.atomic
def order_case_paper(*, item: AgendaItem, variant: str, user: User | None, language: str = "") -> Document:
    """One case paper alone, with its annexes embedded. Raises NotPossible while the item has no published paper."""
    edition = Edition(variant, language or _partnership(item.meeting).language)
    paper = one_paper(item, edition)
    if paper is None:
        raise NotPossible(_("Saken har ikke et publisert saksframlegg."))
    return _order(item, Kind.CASE_PAPER, edition, paper.source_hash(), user)


def _partnership(meeting: Meeting) -> Partnership:
    return meeting.committee.partnership


def _order(
    subject: models.Model,
    kind: Kind,
    edition: Edition,
    source_hash: str,
    user: User | None,
    purpose: Purpose = Purpose.READING,
) -> Document:
    return order_document(
        subject=subject,
        kind=kind,
        variant=Variant(edition.variant),
        language=Language(edition.language),
        source_hash=source_hash,
        requested_by=user,
        purpose=purpose,
    )
