"""All sent answers to a consultation as one document: overview, the answers question by question, then each answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, time
from functools import partial

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from agreements import documents
from agreements.documents import Policy
from agreements.enums import ConsultationState, QuestionKind, Stance
from agreements.models import AnswerFile, Consultation
from agreements.selectors.answers import Overview, Part, PartyAnswer, overview_of, questions_of, sent_answers
from agreements.selectors.consultations import Parties, parties_of
from municipalities.access import Access
from municipalities.letterhead import logo
from municipalities.models import Partnership
from samhandling.core import dates
from samhandling.core.text import content_hash
from samhandling.documents import registry
from samhandling.documents.enums import Kind
from samhandling.documents.models import Document
from samhandling.documents.packet import Annex, CannotProduce, Front, Packet, PageMap, PieceSource
from samhandling.documents.typography import print_html, typeset

BY_QUESTION = "punkt-for-punkt"


@dataclass(frozen=True)
class Line:
    """A label and its value."""

    label: str
    text: str


@dataclass(frozen=True)
class Count:
    """A row of the overview: how many gave each stance to a section, and how many wrote something."""

    title: str
    stances: tuple[int, ...]
    comments: int


@dataclass(frozen=True)
class Choice:
    """A question with options, and how many chose each."""

    title: str
    options: tuple[tuple[str, int, str], ...]
    """(option, count, names)"""


@dataclass(frozen=True)
class Said:
    who: str
    stance: str
    html: str


@dataclass(frozen=True)
class Theme:
    title: str
    summary: str
    said: tuple[Said, ...]


@dataclass(frozen=True)
class AnnexLine:
    label: str
    title: str
    file_name: str
    media_type: str
    sha256: str
    pk: int


@dataclass(frozen=True)
class AnswerText:
    anchor: str
    name: str
    stance: str
    facts: tuple[Line, ...]
    html: str
    said: tuple[Said, ...]
    annexes: tuple[AnnexLine, ...]


@dataclass(frozen=True)
class PartyLine:
    name: str
    stance: str
    sent: str
    anchor: str


@dataclass(frozen=True)
class Compilation:
    """Everything the document says, as plain values; `html` fields are clean HTML."""

    language: str
    name: str
    sender: str
    email: str
    title: str
    created_at: datetime
    facts: tuple[Line, ...]
    counts: tuple[Count, ...]
    choices: tuple[Choice, ...]
    parties: tuple[PartyLine, ...]
    themes: tuple[Theme, ...]
    answers: tuple[AnswerText, ...]

    def source_hash(self) -> str:
        return content_hash(asdict(self))

    @property
    def heading(self) -> str:
        return _("Sammenstilling av høringssvar")

    @property
    def stances(self) -> list[str]:
        return [str(stance.label) for stance in Stance]


def register() -> None:
    registry.register(Kind.CONSULTATION, compilation_packet)
    documents.register(Consultation, Policy(partnership_id=_partnership_id, may_read=_may_read, page=_page))


def _partnership_id(consultation: Consultation) -> int:
    return consultation.partnership_id


def _may_read(access: Access, document: Document) -> bool:
    """Sent answers are public, so the document is."""
    consultation = document.subject
    return isinstance(consultation, Consultation) and consultation.state != ConsultationState.DRAFT


def _page(slug: str, consultation: Consultation) -> str:
    return reverse("agreements:consultation-document", args=[slug, consultation.pk])


def compilation_of(consultation: Consultation, language: str) -> Compilation:
    """The document's content now, in a language. `partnership` and `revision__agreement` should be fetched."""
    with translation.override(language):
        partnership = consultation.partnership
        questions = questions_of(consultation)
        answers = sent_answers(consultation, questions)
        rows = overview_of(consultation, questions, answers)
        parties = parties_of(consultation, Access(partnership.pk), timezone.localdate())
        return Compilation(
            language=language,
            name=partnership.name,
            sender=partnership.secretariat_name,
            email=partnership.secretariat_email,
            title=typeset(consultation.title),
            created_at=_created_at(consultation, answers),
            facts=tuple(_facts(consultation, parties)),
            counts=tuple(_count(row) for row in rows if row.question is None or _is_section(row)),
            choices=tuple(_choice(row) for row in rows if row.question and row.question.kind == QuestionKind.CHOICE),
            parties=tuple(_party_lines(parties, answers)),
            themes=tuple(_theme(row) for row in rows if row.comments),
            answers=tuple(_answer(row) for row in answers),
        )


def is_outdated(document: Document, consultation: Consultation) -> bool:
    return compilation_of(consultation, document.language).source_hash() != document.source_hash


def _is_section(row: Overview) -> bool:
    return row.question is not None and row.question.kind == QuestionKind.SECTION


def _created_at(consultation: Consultation, answers: Sequence[PartyAnswer]) -> datetime:
    sent = [row.answer.sent_at for row in answers if row.answer.sent_at]
    if sent:
        return max(sent).astimezone(UTC)
    day = consultation.opened_on or timezone.localdate(consultation.created_at)
    return datetime.combine(day, time(12), tzinfo=UTC)


def _facts(consultation: Consultation, parties: Parties) -> list[Line]:
    revision = consultation.revision
    lines = [Line(_("Høring"), typeset(consultation.title))]
    if revision is not None:
        lines.append(Line(_("Gjelder"), typeset(f"{revision.agreement.label}, {revision.name}")))
    if consultation.opened_on:
        lines.append(Line(_("Sendt"), dates.long_date(consultation.opened_on)))
    lines.append(Line(_("Frist"), dates.long_date(consultation.deadline)))
    if consultation.closed_on:
        lines.append(Line(_("Avsluttet"), dates.long_date(consultation.closed_on)))
    words = {"answered": parties.answered, "total": len(parties.rows)}
    lines.append(Line(_("Svar"), _("%(answered)s av %(total)s parter har svart.") % words))
    silent = [row.name for row in parties.silent]
    if silent:
        lines.append(Line(_("Ikke svart"), typeset(", ".join(silent))))
    return lines


def _count(row: Overview) -> Count:
    found = {tally.label: tally.count for tally in row.tallies}
    return Count(typeset(row.title), tuple(found.get(str(stance.label), 0) for stance in Stance), len(row.comments))


def _choice(row: Overview) -> Choice:
    options = tuple((typeset(tally.label), tally.count, typeset(", ".join(tally.parties))) for tally in row.tallies)
    return Choice(typeset(row.title), options)


def _party_lines(parties: Parties, answers: Sequence[PartyAnswer]) -> list[PartyLine]:
    stances = {row.invitation.pk: row.answer for row in answers}
    lines = []
    for region in parties.regions:
        for row in region.rows:
            answer = stances.get(row.invitation.pk)
            stance = str(Stance(answer.stance).label) if answer and answer.stance else "–"
            anchor = _anchor(row.invitation.pk) if answer else ""
            lines.append(PartyLine(typeset(row.name), stance, typeset(row.words), anchor))
    return lines


def _anchor(invitation_id: int) -> str:
    return f"svar-{invitation_id}"


def _theme(row: Overview) -> Theme:
    summary = "; ".join(f"{tally.label}: {tally.count}" for tally in row.tallies)
    said = tuple(Said(typeset(each.party), each.stance_words, print_html(each.html)) for each in row.comments)
    return Theme(typeset(row.title), typeset(summary), said)


def _answer(row: PartyAnswer) -> AnswerText:
    answer = row.answer
    facts = []
    if answer.sent_at:
        sent = dates.long_date(answer.sent_at)
        facts.append(Line(_("Sendt"), _("%(day)s, etter fristen") % {"day": sent} if answer.is_late else sent))
    if answer.council_case:
        facts.append(Line(_("Behandlet i"), typeset(answer.council_case)))
    stance = str(Stance(answer.stance).label) if answer.stance else _("Ikke oppgitt")
    facts.append(Line(_("Samlet syn"), stance))
    return AnswerText(
        anchor=_anchor(row.invitation.pk),
        name=typeset(row.name),
        stance=stance,
        facts=tuple(facts),
        html=print_html(row.html),
        said=tuple(_said(part) for part in row.answered_parts),
        annexes=tuple(_annex(number, file, row.name) for number, file in enumerate(row.files, start=1)),
    )


def _said(part: Part) -> Said:
    assert part.row is not None  # it is answered
    stance = str(Stance(part.row.stance).label) if part.row.stance else part.row.choice
    return Said(typeset(part.question.text), typeset(stance), print_html(part.html))


def _annex(number: int, file: AnswerFile, name: str) -> AnnexLine:
    label = _("Vedlegg %(number)s til svaret fra %(party)s") % {"number": number, "party": name}
    return AnnexLine(label, file.title, file.file_name, file.content_type, file.sha256, file.pk)


# --- The file -------------------------------------------------------------------------------------------------------


def compilation_packet(document: Document) -> Packet:
    rows = Consultation.objects.select_related("partnership__trust", "revision__agreement")
    consultation = rows.get(pk=document.object_id)
    content = compilation_of(consultation, document.language)
    if not content.answers:
        raise CannotProduce(_("Ingen har svart ennå, så det er ingenting å sette sammen."))
    return Packet(
        title=f"{content.heading}: {content.title}",
        language=document.language,
        creator=_creator(consultation.partnership),
        file_name=_("Høringssvar %(title)s") % {"title": consultation.title},
        created_at=content.created_at,
        running_head=f"{content.heading} · {content.title}",
        description=_("Alle innsendte høringssvar, samlet og hver for seg"),
        front=Front(partial(front_html, content), {"logo": logo(consultation.partnership)}),
        pieces=_pieces(content),
        annexes=[_as_annex(line) for answer in content.answers for line in answer.annexes],
    )


def _creator(partnership: Partnership) -> str:
    return ", ".join(filter(None, [partnership.secretariat_name, partnership.name]))


def front_html(content: Compilation, pages: PageMap) -> str:
    lines = [(line, pages.href(line.anchor), pages.page(line.anchor)) for line in content.parties]
    context = {
        "content": content,
        "language": content.language,
        "lines": lines,
        "themes": (pages.href(BY_QUESTION), pages.page(BY_QUESTION)) if content.themes else None,
    }
    return render_to_string("agreements/pdf/consultation.html", context)


def _pieces(content: Compilation) -> list[PieceSource]:
    pieces = []
    if content.themes:
        title = _("Svarene punkt for punkt")
        context = {"content": content, "language": content.language, "title": title}
        html = render_to_string("agreements/pdf/consultation_themes.html", context)
        pieces.append(PieceSource(BY_QUESTION, title, html, running_head=title))
    for answer in content.answers:
        title = _("Svar fra %(party)s") % {"party": answer.name}
        context = {"answer": answer, "language": content.language, "title": title}
        html = render_to_string("agreements/pdf/consultation_answer.html", context)
        pieces.append(PieceSource(answer.anchor, title, html, running_head=title))
    return pieces


def _as_annex(line: AnnexLine) -> Annex:
    return Annex(line.label, line.title, line.file_name, line.media_type, partial(_read, line.pk))


def _read(pk: int) -> bytes:
    with AnswerFile.objects.get(pk=pk).file.open("rb") as file:
        data: bytes = file.read()
        return data
