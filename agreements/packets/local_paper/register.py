"""Who makes the local case papers, and who may have them."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements import documents
from agreements.documents import Policy
from agreements.models import LocalPaper
from agreements.packets.local_paper.build import local_paper
from agreements.packets.local_paper.content import LocalPaperContent
from agreements.packets.local_paper.pdf import packet_of
from agreements.packets.local_paper.reading import read, revisions
from agreements.packets.local_paper.word import word_of
from municipalities.access import Access
from samhandling.documents import registry
from samhandling.documents.enums import Kind
from samhandling.documents.models import Document
from samhandling.documents.packet import CannotProduce, Packet, WordFile


def register() -> None:
    registry.register(Kind.LOCAL_PAPER, local_paper_packet)
    registry.register_word(Kind.LOCAL_PAPER, local_paper_word)
    documents.register(LocalPaper, Policy(partnership_id=_partnership_id, may_read=_may_read, page=_page))


def local_paper_packet(document: Document) -> Packet:
    paper = _paper(document)
    return packet_of(content_of_paper(paper, document.language), paper.revision.agreement.partnership)


def local_paper_word(document: Document) -> WordFile:
    return word_of(content_of_paper(_paper(document), document.language))


def content_of_paper(paper: LocalPaper, language: str) -> LocalPaperContent:
    """What the paper says, as on the day it was ordered. Raises CannotProduce."""
    if paper.revision.version is None or not paper.revision.version.is_frozen:
        raise CannotProduce(_("Teksten er ikke låst. Lås den før saksframleggene lages."))
    reading = read(paper.revision, timezone.localdate(paper.ordered_at))
    return local_paper(reading, paper.party, language)


def _paper(document: Document) -> LocalPaper:
    papers = LocalPaper.objects.select_related("party__municipality")
    paper = papers.get(pk=document.object_id)
    paper.revision = revisions().get(pk=paper.revision_id)
    return paper


def _partnership_id(paper: LocalPaper) -> int:
    return paper.revision.agreement.partnership_id


def _may_read(access: Access, document: Document) -> bool:
    return access.is_member


def _page(slug: str, paper: LocalPaper) -> str:
    return reverse("agreements:local-papers", args=[slug, paper.revision_id])
