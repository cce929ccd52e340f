"""The case paper of one treatment, and the piece it is printed as.

A piece says nothing of its place or of the time it is treated at, so it is rendered as soon as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC
from functools import partial

from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.disclosure import attachment_basis, item_basis, item_title
from meetings.enums import MeetingState, Outcome, PaperSection
from meetings.models import AgendaItem, Attachment, Case, Meeting, RouteStep
from meetings.models.paper import attachment_path
from meetings.packets.content import AnnexLine, Fact, PaperContent, RouteRow, Section
from meetings.packets.edition import Edition, both_editions
from meetings.packets.reading import EMPTY, AgendaReading, PaperSource, paper_id_of, read_agenda, read_draft
from meetings.querysets import PUBLISHED
from meetings.selectors.agreements import agreement_line
from samhandling.core import dates
from samhandling.disclosure.models import LegalBasis
from samhandling.documents.enums import Variant
from samhandling.documents.models import Document
from samhandling.documents.packet import Annex, CannotProduce, Packet, PieceSource
from samhandling.documents.typography import is_blank, print_html, typeset

EXTENSIONS = {"application/pdf": ".pdf", "image/png": ".png", "image/jpeg": ".jpg"}
NOT_HELD = (MeetingState.PLANNED, MeetingState.CALLED)


def anchor_of(item: AgendaItem, number: str) -> str:
    """`sak-23-17`: from the number, which is unique in a notice."""
    return "sak-" + (re.sub(r"[^0-9a-z]+", "-", number.lower()).strip("-") or str(item.pk))


def numbered(number: str) -> str:
    """«Sak 23/17»; a number with a prefix of its own stands alone: «PS 57/10»."""
    return _("Sak %(number)s") % {"number": number} if number[:1].isdigit() else number


def cases_named(numbers: list[str]) -> str:
    """«sak 21/17, 22/17 og 23/17»; «PS 57/10 og PS 58/10»."""
    text = listed(numbers)
    return _("sak %(numbers)s") % {"numbers": text} if text[:1].isdigit() else text


def listed(parts: list[str]) -> str:
    """«Ola, Kari og Per»"""
    if len(parts) < 2:
        return "".join(parts)
    return _("%(first)s og %(last)s") % {"first": ", ".join(parts[:-1]), "last": parts[-1]}


def mark_of(basis: LegalBasis) -> str:
    return typeset(_("Unntatt offentlighet, %(basis)s") % {"basis": basis.citation})


def paper_content(item: AgendaItem, source: PaperSource, reading: AgendaReading, edition: Edition) -> PaperContent:
    number = reading.numbers[item.pk]
    shown = PaperContent(
        anchor=anchor_of(item, number),
        number=numbered(number),
        title=typeset(item_title(item, internal=edition.is_internal)),
        language=edition.language,
        dated=(source.written_at or item.meeting.starts_at).astimezone(UTC),
        mark=mark_of(source.basis) if source.basis else "",
        withheld=tuple(_withheld_keys(item, source)),
    )
    if edition.withholds(source.basis):
        return _withheld(shown, item, source, edition)
    return replace(
        shown,
        mark_note=_mark_note(item, source),
        facts=tuple(_facts(item, source)),
        route=tuple(_route(item, reading, edition)),
        sections=tuple(_sections(source)),
        annexes=tuple(_annexes(item, source, edition)),
    )


def _withheld_keys(item: AgendaItem, source: PaperSource) -> Iterable[str]:
    if source.basis:
        yield f"paper-{item.pk}"
    rows = {row.pk: row for row in item.case.attachments.all()} if item.case else {}
    for pinned in source.annexes:
        if pinned["id"] in rows and attachment_basis(rows[pinned["id"]], item):
            yield f"annex-{pinned['id']}"


def _withheld(shown: PaperContent, item: AgendaItem, source: PaperSource, edition: Edition) -> PaperContent:
    """Number, title and legal basis; annexes too when only the paper's own text is exempt."""
    annexes = () if item_basis(item) else tuple(_annexes(item, source, edition))
    dated = item.meeting.starts_at.astimezone(UTC)  # when it was written is not shown
    return replace(shown, is_withheld=True, annexes=annexes, dated=dated)


def _mark_note(item: AgendaItem, source: PaperSource) -> str:
    if source.basis is None:
        return ""
    review = next((row.access_review for row in (item, item.case) if row and row.is_exempt and row.access_review), "")
    return typeset(review or _("Papirene skal ikke deles videre."))


def _facts(item: AgendaItem, source: PaperSource) -> Iterable[Fact]:
    case = item.case
    if item.type:
        yield Fact(_("Sakstype"), str(item.get_type_display()))
    proposers = [str(item.get_proposed_by_display())]
    if case and case.proposing_municipality:
        proposers.append(case.proposing_municipality.name)
    yield Fact(_("Fremmet av"), ", ".join(proposers))
    officers = sorted(case.officers.all(), key=lambda person: person.name) if case else []
    if officers:
        label = _("Saksbehandler") if len(officers) == 1 else _("Saksbehandlere")
        yield Fact(label, "; ".join(", ".join(filter(None, [row.name, row.title])) for row in officers))
    if case and case.archive_ref:
        yield Fact(_("Arkivsak"), case.archive_ref)
    if agreement := agreement_line(item):
        yield Fact(_("Avtale"), typeset(agreement))
    if source.written_at:
        yield Fact(_("Dato"), dates.long_date(timezone.localdate(source.written_at)))


def _route(item: AgendaItem, reading: AgendaReading, edition: Edition) -> Iterable[RouteRow]:
    """The bodies in their order; each treatment belongs to the next step of its committee."""
    if item.case is None:
        return
    waiting = [row for row in item.case.treatments.all() if row == item or _is_known(row)]
    for step in item.case.route.all():
        here = (row for row in waiting if step.committee_id and row.meeting.committee_id == step.committee_id)
        treatment = next(here, None)
        if treatment:
            waiting.remove(treatment)
        yield _route_row(step, treatment, item, reading, edition)


def _is_known(treatment: AgendaItem) -> bool:
    return treatment.withdrawn_at is None and treatment.meeting.state in PUBLISHED


def _route_row(
    step: RouteStep, treatment: AgendaItem | None, item: AgendaItem, reading: AgendaReading, edition: Edition
) -> RouteRow:
    is_now = treatment == item
    day = treatment.meeting.day if treatment else step.treated_on or step.planned_on
    number = reading.numbers[item.pk] if is_now else treatment.number_text if treatment else step.outside_number
    return RouteRow(
        body=step.committee.name if step.committee else step.body_name,
        day=dates.long_date(day) if day else _("Ikke satt"),
        number=number,
        treatment=typeset(_treatment(step, treatment, item, reading, edition)),
        is_now=is_now,
    )


def _treatment(
    step: RouteStep, treatment: AgendaItem | None, item: AgendaItem, reading: AgendaReading, edition: Edition
) -> str:
    if treatment == item:
        return _("%(type)s nå") % {"type": item.get_type_display()}
    if treatment and edition.withholds(item_basis(treatment)):
        return _("Unntatt offentlighet")
    outcome = reading.outcomes.get(treatment.pk, "") if treatment else ""
    if outcome and outcome != Outcome.NONE:
        return str(Outcome(outcome).label)
    if step.result:
        return step.result
    if treatment and treatment.meeting.state == MeetingState.CALLED:
        return _("Innkalt")
    return _("Behandlet") if treatment or step.treated_on else _("Planlagt")


def _sections(source: PaperSource) -> Iterable[Section]:
    for section in PaperSection:
        html = source.sections.get(section, "")
        if html and not is_blank(html):
            yield Section(section.value, str(section.label), print_html(html))


def _annexes(item: AgendaItem, source: PaperSource, edition: Edition) -> Iterable[AnnexLine]:
    rows = {row.pk: row for row in item.case.attachments.all()} if item.case else {}
    for pinned in sorted(source.annexes, key=lambda annex: annex["number"]):
        row = rows.get(pinned["id"])
        if row is not None:
            yield _annex_line(row, pinned["number"], pinned["title"], pinned["sha256"], item, edition)


def _annex_line(row: Attachment, number: int, title: str, sha256: str, item: AgendaItem, edition: Edition) -> AnnexLine:
    basis = attachment_basis(row, item)
    if basis and edition.withholds(basis):
        return AnnexLine(number=number, title="", note=mark_of(basis))
    own_mark = mark_of(basis) if basis and row.is_exempt else ""
    return AnnexLine(number, typeset(title), own_mark, row.pages, sha256, row.content_type, basis is not None)


def piece_of(paper: PaperContent) -> PieceSource:
    is_exempt = bool(paper.mark) and not paper.is_withheld
    return PieceSource(
        anchor=paper.anchor,
        title=paper.bookmark,
        html=render_to_string("meetings/pdf/paper.html", {"paper": paper, "language": paper.language}),
        running_head=paper.number,
        foot_mark=_foot_mark(is_exempt),
    )


def _foot_mark(is_exempt: bool) -> str:
    return _("Unntatt offentlighet") if is_exempt else ""


def annexes_of(paper: PaperContent) -> list[Annex]:
    """The files that go with the paper; one that is withheld has none."""
    return [
        Annex(
            label=_("Vedlegg %(annex)s til %(case)s") % {"annex": line.number, "case": _inside(paper.number)},
            title=line.title,
            file_name=_file_name(paper, line),
            media_type=line.media_type,
            read=partial(_read, line.sha256),
            foot_mark=_foot_mark(line.is_exempt),
        )
        for line in paper.annexes
        if line.sha256
    ]


def _inside(number: str) -> str:
    return number[:1].lower() + number[1:] if number.startswith("Sak ") else number


def _file_name(paper: PaperContent, line: AnnexLine) -> str:
    stem = f"{paper.number} vedlegg {line.number} {line.title}".replace("/", "-").replace("\u00a0", " ")
    stem = re.sub(r'[\x00-\x1f<>:"\\|?*]+', "-", stem)
    return stem[:100].rstrip(" .-") + EXTENSIONS.get(line.media_type, "")


def _read(sha256: str) -> bytes:
    with default_storage.open(attachment_path(Attachment(sha256=sha256), "")) as file:
        data: bytes = file.read()
        return data


def papers_of(reading: AgendaReading, edition: Edition, *, case_paper: int | None = None) -> list[PaperContent]:
    """The papers of the items that are still to be treated, in the order of the agenda; or just one of them."""
    items = [item for item in reading.standing if case_paper in (None, paper_id_of(item))]
    sources = ((item, reading.paper(item)) for item in items)
    return [paper_content(item, source, reading, edition) for item, source in sources if source]


def one_paper(item: AgendaItem, edition: Edition, reading: AgendaReading | None = None) -> PaperContent | None:
    """The paper of one item as it was published; None while there is none."""
    reading = reading or read_agenda(item.meeting, as_published=True)
    row = next((row for row in reading.standing if row == item), None)
    source = reading.paper(row) if row else None
    if row is None or source is None:
        return None
    with edition.spoken():
        return paper_content(row, source, reading, edition)


def paper_packet(document: Document) -> Packet:
    item = AgendaItem.objects.select_related("meeting__committee__partnership__trust").get(pk=document.object_id)
    paper = one_paper(item, Edition.of(document))
    if paper is None:
        raise CannotProduce(_("Saken har ikke et publisert saksframlegg."))
    meeting, committee = item.meeting, item.meeting.committee
    partnership = committee.partnership
    title, file_name = paper.bookmark, f"{_('Saksframlegg')} {paper.number} {committee.short_name}"
    if document.variant != Variant.INTERNAL:
        title = _("%(title)s – offentlig utgave") % {"title": title}
        file_name = f"{file_name} {_('offentlig')}"
    return Packet(
        title=title,
        language=paper.language,
        creator=", ".join(filter(None, [partnership.secretariat_name, partnership.name])),
        file_name=file_name,
        created_at=paper.dated,
        running_head=typeset(f"{_('Saksframlegg')} · {committee.name} · {dates.long_date(meeting.day)}"),
        description=_("Saksframlegg"),
        pieces=[piece_of(paper)],
        annexes=annexes_of(paper),
    )


def pieces_of_paper(pk: int) -> Iterable[PieceSource]:
    """What can be rendered ahead for a paper: its piece in each meeting that has yet to treat it."""
    items = AgendaItem.objects.filter(case__paper=pk, withdrawn_at__isnull=True)
    for meeting in _meetings().filter(items__in=items, state__in=NOT_HELD).distinct():
        yield from _pieces(read_agenda(meeting), case_paper=pk)


def pieces_of_meeting(pk: int) -> Iterable[PieceSource]:
    """All papers of a meeting, with the numbers that publishing would give them now."""
    for meeting in _meetings().filter(pk=pk):
        yield from _pieces(read_agenda(meeting))


def _meetings() -> QuerySet[Meeting]:
    return Meeting.objects.select_related("committee__partnership__trust")


def _pieces(reading: AgendaReading, case_paper: int | None = None) -> Iterable[PieceSource]:
    for edition in both_editions(reading.meeting.committee.partnership.language):
        with edition.spoken():
            papers = papers_of(reading, edition, case_paper=case_paper)
            pieces = [piece_of(paper) for paper in papers]
        yield from pieces


def draft_paper(case: Case, edition: Edition) -> PaperContent:
    """The paper as it stands, for the preview: in the meeting that treats it next, or without number and meeting."""
    waiting = AgendaItem.objects.filter(case=case, withdrawn_at__isnull=True, meeting__state__in=NOT_HELD)
    item = waiting.select_related("meeting__committee").order_by("meeting__starts_at").first()
    if item is not None:
        reading = read_agenda(item.meeting)
        item = next(row for row in reading.items if row == item)
        item.paper_version = None  # the draft, also when the meeting has a version already
    else:
        meeting = Meeting(starts_at=timezone.now())
        item = AgendaItem(case=case, meeting=meeting, title=case.title, proposed_by=case.proposed_by)
        reading = read_draft(item)
    with edition.spoken():
        return paper_content(item, reading.paper(item) or EMPTY, reading, edition)
