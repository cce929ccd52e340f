"""From what was read to what one municipality's case paper says. Call inside the paper's language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from html import escape

from django.utils.translation import gettext as _

from agreements.content import Content
from agreements.enums import StepKind
from agreements.models import AgreementParty, AgreementVersion, ChangeNote
from agreements.packets.local_paper import wording
from agreements.packets.local_paper.content import ChangeLine, Fact, LocalPaperContent, Section, Treatment, compared
from agreements.packets.local_paper.reading import Reading
from municipalities.enums import Standing
from municipalities.models import Municipality
from samhandling.core import dates
from samhandling.core.text import clean_html
from samhandling.documents.enums import Language
from samhandling.documents.packet import CannotProduce
from samhandling.documents.typography import print_html, typeset


def local_paper(reading: Reading, party: AgreementParty, language: str) -> LocalPaperContent:
    """Raises CannotProduce, in words for whoever ordered it."""
    municipality = _checked(reading, party)
    agreement, partnership = reading.revision.agreement, reading.partnership
    name = municipality.name.strip()
    earlier = reading.earlier.get(party.pk, ())
    old = reading.adopted(earlier[0]).tokenised(name).common() if earlier else None
    new = reading.new.common()
    changes = _changes(reading, old, new, language)
    title = wording.title(reading)
    return LocalPaperContent(
        language=language,
        text_language=reading.version.language,
        municipality=name,
        letterhead=_("%(municipality)s kommune") % {"municipality": name},
        made_in=_("Saksframlegg laget i Samhandlingsportalen"),
        sender=partnership.secretariat_name,
        email=partnership.secretariat_email,
        logo_alt=_("Logoen til %(partnership)s") % {"partnership": partnership.name},
        title=typeset(title),
        running_head=typeset(f"{name} · {title}"),
        file_name=f"{_('Saksframlegg')} {wording.short(agreement)} {name}",
        description=_("Saksframlegg til %(council)s") % {"council": wording.council(name)},
        creator=", ".join(filter(None, [partnership.secretariat_name, partnership.name])),
        author=partnership.secretariat_name or partnership.name,
        created_at=_frozen_at(reading.version),
        facts=tuple(_facts(reading, party, name)),
        treatments=tuple(_treatments(reading, party)),
        recommendation_html=_recommendation(reading, name, language),
        about_html=_paragraphs(wording.about(reading, name)),
        changes_html=_changes_html(reading, name, language, is_new=old is None, has_changes=bool(changes)),
        changes=tuple(changes),
        sections=tuple(_sections(reading, party, name)),
        proof=tuple(_proof(reading.version)),
        text_label=wording.version_label(reading.version),
        old_label=wording.version_label(earlier[0].version) if earlier else "",
        old=old,
        new=new,
        notes=tuple((note.anchor, _note(note, language)) for note in reading.notes),
    )


def _checked(reading: Reading, party: AgreementParty) -> Municipality:
    municipality = party.municipality
    if municipality is None:
        raise CannotProduce(_("Parten er ikke en kommune. Saksframlegg lages bare til kommunestyrer."))
    if not municipality.name.strip():
        raise CannotProduce(_("Kommunen mangler navn i kommuneregisteret. Rett det der, og prøv igjen."))
    if party.pk not in {row.pk for row in reading.parties}:
        text = _("%(municipality)s er ikke lenger part i avtalen.")
        raise CannotProduce(text % {"municipality": municipality.name})
    return municipality


def _frozen_at(version: AgreementVersion) -> datetime:
    if version.frozen_at is None:
        raise CannotProduce(_("Teksten er ikke låst. Lås den før saksframleggene lages."))
    return version.frozen_at.astimezone(UTC)


def _in(language: str, text: str, nynorsk: str) -> str:
    return nynorsk if language == Language.NYNORSK and nynorsk.strip() else text


def _paragraphs(sentences: Iterable[str]) -> str:
    return "".join(f"<p>{typeset(escape(text, quote=False))}</p>" for text in sentences if text)


def _rich(text: str, name: str) -> str:
    """What somebody wrote, as HTML or as plain lines, with the municipality's name in place."""
    return print_html(clean_html(Content(text).named(name).title)) if text.strip() else ""


def _facts(reading: Reading, party: AgreementParty, name: str) -> Iterable[Fact]:
    yield Fact(_("Til"), wording.council(name))
    yield Fact(_("Gjelder"), typeset(wording.subject(reading)))
    adoption = reading.adoptions.get(party.pk)
    deadline = (adoption and adoption.extended_to) or reading.revision.council_deadline
    yield Fact(_("Frist for vedtak"), dates.long_date(deadline) if deadline else _("Ikke satt"))
    scheduled, coming = adoption and adoption.council_on, reading.councils.get(party.municipality_id or 0)
    if scheduled and scheduled >= reading.day:
        yield Fact(_("Satt opp"), dates.long_date(scheduled))
    elif coming:
        yield Fact(_("Neste møte"), _("%(day)s i kommunestyret") % {"day": dates.long_date(coming)})
    if count := reading.inhabitants.get(party.municipality_id or 0):
        words = {"count": dates.number(count), "year": reading.partnership.population_year}
        yield Fact(_("Innbyggere"), _("%(count)s per 1. januar %(year)s") % words)
    groups = reading.groups.get(party.municipality_id or 0, ())
    if names := [row.group.name for row in groups if row.standing == Standing.MEMBER]:
        yield Fact(_("Kommunegruppe"), wording.listed(names))


def _treatments(reading: Reading, party: AgreementParty) -> Iterable[Treatment]:
    roles = {StepKind.COMMITTEE_REVIEW: _("Behandlet"), StepKind.RECOMMENDED: _("Anbefalt")}
    for kind, role in roles.items():
        step = reading.steps.get(kind)
        if step and step.done_on and step.committee:
            yield Treatment(step.committee.name, dates.long_date(step.done_on), step.reference, role)
    adoption = reading.adoptions.get(party.pk)
    day = (adoption and adoption.council_on) or reading.councils.get(party.municipality_id or 0)
    when = dates.long_date(day) if day else _("Ikke satt")
    yield Treatment(_("Kommunestyret"), when, "", _("Vedtak nå"), is_now=True)


def _recommendation(reading: Reading, name: str, language: str) -> str:
    revision = reading.revision
    written = _in(language, revision.recommendation, revision.recommendation_nn)
    if written.strip():
        return _rich(written, name)
    points = "".join(f"<li>{typeset(escape(text, quote=False))}</li>" for text in wording.proposal(reading, name))
    return f"<ol>{points}</ol>"


def _changes_html(reading: Reading, name: str, language: str, *, is_new: bool, has_changes: bool) -> str:
    revision = reading.revision
    said = _rich(_in(language, revision.summary, revision.summary_nn), name)
    return said + _paragraphs(wording.changes(name, is_new=is_new, has_changes=has_changes))


def _changes(reading: Reading, old: Content | None, new: Content, language: str) -> list[ChangeLine]:
    """The sections that differ from what the council last adopted, with what was noted about them."""
    if old is None:
        return []
    notes = {note.anchor: note for note in reading.notes}
    found = []
    for row in compared(old, new, language).changed:
        note = notes.get(row.anchor)
        meaning = _in(language, note.text, note.text_nn) if note else ""
        kind = f"{row.mark}. {note.get_kind_display()}" if note else row.mark
        found.append(ChangeLine(typeset(row.label), kind, typeset(meaning) or "–"))
    return found


def _note(note: ChangeNote, language: str) -> str:
    text = _in(language, note.text, note.text_nn)
    return f"{note.get_kind_display()}: {text}" if text else str(note.get_kind_display())


def _sections(reading: Reading, party: AgreementParty, name: str) -> Iterable[Section]:
    yield Section(_("Bakgrunn"), _paragraphs(wording.background(reading)))
    earlier = reading.earlier.get(party.pk, ())
    yield Section(_("Kommunens tidligere vedtak"), _paragraphs(wording.earlier(earlier, party, reading, name)))
    if reading.consultation:
        answer = reading.answers.get(party.municipality_id or 0)
        yield Section(_("Høring"), _paragraphs(wording.consultation(reading.consultation, answer, name)))
    yield Section(_("Hvis kommunestyret ikke vedtar avtalen"), _paragraphs(wording.without_decision(reading, earlier)))
    own = _paragraphs([_("[Skrives av kommunen.]")])
    yield Section(_("Økonomiske og administrative konsekvenser"), own, is_own=True)
    yield Section(_("Kommunens egen vurdering"), own, is_own=True)


def _proof(version: AgreementVersion) -> Iterable[Fact]:
    groups = " ".join(version.sha256[start : start + 4] for start in range(0, len(version.sha256), 4))
    yield Fact(_("Kontrollsum"), f"SHA-256 {groups}")
    yield Fact(_("Kontroll"), _("Summen er lik i alle kommunene så lenge ingen har endret teksten."))
