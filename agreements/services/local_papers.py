"""Ordering the local case papers: one press, a PDF and a Word file for each municipality, each made on its own."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from agreements.models import AgreementParty, LocalPaper, Revision
from agreements.packets.local_paper.build import local_paper
from agreements.packets.local_paper.reading import Reading, read, revisions
from samhandling.accounts.models import User
from samhandling.audit.services import log
from samhandling.core.errors import NotPossible
from samhandling.core.text import content_hash
from samhandling.documents.enums import Kind, Language, Purpose, Variant
from samhandling.documents.models import Document
from samhandling.documents.packet import CannotProduce
from samhandling.documents.services import order_document, retry_document

logger = logging.getLogger(__name__)
PURPOSES = (Purpose.READING, Purpose.WORD)


@transaction.atomic
def order_local_papers(
    *, revision: Revision, user: User | None, parties: Iterable[AgreementParty] | None = None
) -> list[LocalPaper]:
    """A PDF and a Word file for the parties given, or for every municipality that is a party today.

    Steps: read what all papers are made from, once; a row for each party, in its municipality's language; an order
    for each file with the hash of what it says, so that one that says the same is not made again; log. What cannot
    be said for one party is left to the worker, which says why in that party's documents: the others are made.
    Raises NotPossible before the text is frozen.
    """
    whole = revisions().get(pk=revision.pk)
    if whole.version is None or not whole.version.is_frozen:
        raise NotPossible(_("Teksten må være låst før saksframleggene kan lages."))
    now = timezone.now()
    reading = read(whole, timezone.localdate(now))
    chosen = reading.parties if parties is None else [party for party in parties if party.municipality_id is not None]
    papers = _rows(whole, chosen, user)
    for paper in papers:
        for purpose in PURPOSES:
            order_document(
                subject=paper,
                kind=Kind.LOCAL_PAPER,
                variant=Variant.INTERNAL,
                language=Language(paper.language),
                source_hash=_source_hash(reading, paper),
                requested_by=user,
                purpose=purpose,
            )
    text = _("Bestilte saksframlegg til %(count)s kommuner") % {"count": len(papers)}
    log(actor=user, verb="local_papers.ordered", subject=revision, text=text, papers=len(papers))
    return papers


@transaction.atomic
def retry_local_papers(*, revision: Revision, user: User | None) -> int:
    """Queue every file that failed once more; the number of them."""
    papers = list(revision.local_papers.all())
    failed = [row for row in Document.objects.about(*papers).current() if row.is_failed] if papers else []
    for document in failed:
        retry_document(document=document, requested_by=user)
    return len(failed)


def _rows(revision: Revision, parties: Iterable[AgreementParty], user: User | None) -> list[LocalPaper]:
    """The papers' rows, new and old, in the order of the parties; each says when it was ordered last and by whom."""
    now = timezone.now()
    wanted = list(parties)
    language = revision.agreement.partnership
    LocalPaper.objects.bulk_create(
        [
            LocalPaper(
                revision=revision,
                party=party,
                language=party.municipality.language_in(language) if party.municipality else language.language,
                ordered_at=now,
                ordered_by=user,
            )
            for party in wanted
        ],
        update_conflicts=True,
        unique_fields=["revision", "party"],
        update_fields=["language", "ordered_at", "ordered_by"],
    )
    rows = LocalPaper.objects.filter(revision=revision, party__in=wanted).select_related("party__municipality")
    by_party = {row.party_id: row for row in rows}
    return [by_party[party.pk] for party in wanted]


def _source_hash(reading: Reading, paper: LocalPaper) -> str:
    """Of what the paper says. One that cannot be made has a hash of its own, so that the worker says why."""
    with translation.override(paper.language):
        try:
            return local_paper(reading, paper.party, paper.language).source_hash()
        except CannotProduce as reason:
            return content_hash(["cannot", str(reason)])
        except Exception:
            logger.exception("The case paper of party %s cannot be read", paper.party_id)
            return content_hash(["unreadable", paper.party_id, paper.ordered_at.isoformat()])
