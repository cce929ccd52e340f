"""A released status report as PDF: drawn from its snapshot and comment alone, which it carries inside."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from municipalities.letterhead import logo
from reports.enums import ReportScope
from reports.models import StatusReport
from reports.selectors.reports import comment_html, snapshot_of
from samhandling.documents import registry
from samhandling.documents.enums import Kind
from samhandling.documents.models import Document
from samhandling.documents.packet import Annex, CannotProduce, Front, Packet, PageMap
from samhandling.documents.pieces import ensure_piece
from samhandling.documents.typography import print_html, typeset

MOST_PAGES = 4


def register() -> None:
    registry.register(Kind.STATUS_REPORT, status_packet)


def status_packet(document: Document) -> Packet:
    rows = StatusReport.objects.select_related("partnership__trust")
    report = rows.get(pk=document.object_id)
    if report.released_at is None:
        raise CannotProduce(_("Rapporten er ikke frigitt ennå."))
    head = snapshot_of(report).head
    images = {"logo": logo(report.partnership)}
    is_tight = report.scope == ReportScope.MUNICIPALITY and _is_long(report, images)
    data = Annex(
        label=_("Grunnlag"),
        title=_("Alt rapporten sier, som data"),
        file_name="rapport.json",
        media_type="application/json",
        read=partial(content_json, report),
    )
    return Packet(
        title=f"{head.title}, {head.period}",
        language=document.language,
        creator=head.partnership,
        file_name=f"{_('Statusrapport')} {head.name} {head.period}" + (f" v{report.version}" * (report.version > 1)),
        created_at=report.released_at,
        running_head=f"{head.title} · {head.period}",
        description=_("Statusrapport om samarbeidet mellom kommunene og helseforetaket"),
        front=Front(partial(status_html, report, is_tight=is_tight), images),
        annexes=[data],
    )


def content_json(report: StatusReport) -> bytes:
    """Byte for byte what `content_hash` is the SHA-256 of, so that anybody can check the report against its file."""
    content = {"snapshot": report.snapshot, "comment": comment_html(report)}
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def _is_long(report: StatusReport, images: Mapping[str, bytes]) -> bool:
    """Whether it takes more pages than a municipality's may. Most do not, and then the piece is the document's own."""
    return ensure_piece(status_html(report, PageMap()), images).pages > MOST_PAGES


def status_html(report: StatusReport, pages: PageMap, *, is_tight: bool = False) -> str:
    """Call it with the report's language active. `is_tight` sets it in smaller type."""
    snapshot = snapshot_of(report)
    context = {
        "report": report,
        "snapshot": snapshot,
        "head": snapshot.head,
        "comment": print_html(comment_html(report)),
        "reason": typeset(report.correction_reason),
        "sha256": " ".join(report.content_hash[place : place + 8] for place in range(0, 64, 8)),
        "is_tight": is_tight,
        "language": report.language,
    }
    return render_to_string("reports/pdf/status.html", context)
