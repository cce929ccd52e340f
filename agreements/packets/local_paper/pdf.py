"""The PDF: the case paper, then the changes and the whole text as annexes that many municipalities share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.template.loader import render_to_string

from agreements.content import NumberedClause
from agreements.packets.local_paper.content import CHANGES, Annex, LocalPaperContent
from agreements.packets.printed import PrintedRow, printed_rows
from municipalities.letterhead import logo
from municipalities.models import Partnership
from samhandling.documents.packet import Front, Packet, PageMap, PieceSource
from samhandling.documents.typography import print_html, typeset


@dataclass(frozen=True)
class TextSection:
    label: str
    level: int
    """Of its heading: 2 under the annex's title."""
    anchor: str
    html: str


def packet_of(paper: LocalPaperContent, partnership: Partnership) -> Packet:
    annexes = paper.annexes
    return Packet(
        title=f"{paper.title} – {paper.letterhead}",
        language=paper.language,
        creator=paper.creator,
        file_name=paper.file_name,
        created_at=paper.created_at,
        running_head=paper.running_head,
        description=paper.description,
        front=Front(lambda pages: front_html(paper, annexes, pages), {"logo": logo(partnership)}),
        pieces=[_piece(paper, annex) for annex in annexes],
    )


def front_html(paper: LocalPaperContent, annexes: Iterable[Annex], pages: PageMap) -> str:
    listed = [(annex, pages.href(annex.anchor)) for annex in annexes]
    return render_to_string(
        "agreements/pdf/local_paper.html", {"paper": paper, "annexes": listed, "language": paper.language}
    )


def _piece(paper: LocalPaperContent, annex: Annex) -> PieceSource:
    """Says nothing of the municipality but what the text itself says, so that it is rendered once for many."""
    context = {
        "language": paper.language,
        "text_language": paper.text_language,
        "annex": annex,
        "old_label": paper.old_label,
        "text_label": paper.text_label,
        "text_title": typeset(paper.new.title),
    }
    if annex.anchor == CHANGES:
        html = render_to_string("agreements/pdf/local_paper_changes.html", context | {"rows": _changed(paper)})
    else:
        sections = list(_text(paper.new.numbered()))
        html = render_to_string("agreements/pdf/local_paper_text.html", context | {"sections": sections})
    return PieceSource(annex.anchor, f"{annex.label}: {annex.title}", html, running_head=annex.label)


def _changed(paper: LocalPaperContent) -> list[PrintedRow]:
    assert paper.redline is not None
    return printed_rows(paper.redline, notes=dict(paper.notes), whole=False)


def _text(clauses: Iterable[NumberedClause]) -> Iterable[TextSection]:
    """Headings never skip a level, whatever the text does."""
    level = 1
    for row in clauses:
        level = min(row.clause.level + 1, level + 1, 4)
        html = print_html(row.clause.body) if row.clause.body else ""
        yield TextSection(typeset(row.label), level, row.clause.anchor, html)
