"""What waits on one municipality: answers to give and councils' decisions to make, each in a line with one button."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from agreements.access import may_answer, may_register
from agreements.enums import AdoptionStatus, ConsultationState, ExtensionState
from agreements.models import Adoption, CouncilMeeting, Invitation
from agreements.rules.consultations import deadline_of
from agreements.rules.waiting import Action, Council, Hold, Treatment, treatment
from agreements.selectors.own_parties import OwnParties
from municipalities.access import Access
from municipalities.models import Municipality, Partnership
from samhandling.core.dates import day_and_month, long_date, relative_deadline


@dataclass(frozen=True)
class Waiting:
    """One line. `figure` and `words` are its status; the button is empty for those who only read."""

    key: str
    title: str
    short: str
    """What it is called in a sentence: «vedtaket om delavtale 4»."""
    url: str
    facts: list[str]
    figure: str
    words: str
    deadline: dt.date | None
    act_by: dt.date | None
    action_label: str = ""
    action_url: str = ""
    links: tuple[tuple[str, str], ...] = ()
    adoption: Adoption | None = None
    invitation: Invitation | None = None
    treatment: Treatment | None = None

    def is_overdue(self, day: dt.date) -> bool:
        return self.deadline is not None and self.deadline < day


def coming_councils(municipality: Municipality, day: dt.date) -> list[CouncilMeeting]:
    """The council's meetings of the year ahead, which decide when its papers must be ready. One query."""
    return list(CouncilMeeting.objects.filter(municipality=municipality, on__gte=day).order_by("on")[:12])


def waiting_on(
    partnership: Partnership,
    municipality: Municipality,
    access: Access,
    day: dt.date,
    *,
    own: OwnParties,
    adoptions: Iterable[Adoption],
    councils: Sequence[CouncilMeeting],
) -> list[Waiting]:
    """In order of urgency: what is overdue first, then by the day one has to act. One query."""
    meetings = [Council(meeting.on, meeting.papers_due) for meeting in councils]
    rows = [_adoption_row(partnership, municipality, access, day, own, row, meetings) for row in adoptions]
    asked = [municipality, *(old for old in own.older if old.valid_to and old.valid_to < day)]
    rows += [_answer_row(partnership, municipality, access, day, row) for row in _unanswered(partnership, asked)]
    return sorted(rows, key=lambda row: (not row.is_overdue(day), row.act_by or dt.date.max, row.key))


def _unanswered(partnership: Partnership, municipalities: Sequence[Municipality]) -> list[Invitation]:
    rows = Invitation.objects.filter(
        Q(answer__isnull=True) | Q(answer__sent_at__isnull=True),
        consultation__partnership=partnership,
        consultation__state=ConsultationState.OPEN,
        municipality__in=municipalities,
    )
    return list(rows.select_related("consultation", "municipality", "answer__started_by"))


def _answer_row(
    partnership: Partnership, municipality: Municipality, access: Access, day: dt.date, row: Invitation
) -> Waiting:
    consultation, answer = row.consultation, getattr(row, "answer", None)
    deadline = deadline_of(consultation.deadline, row.extended_to)
    facts = [_("Frist %(day)s.") % {"day": day_and_month(deadline)}]
    if answer is not None:
        name = answer.started_by.name if answer.started_by else _("sekretariatet")
        words = {"name": name, "day": day_and_month(answer.started_at)}
        facts.insert(0, _("Utkast påbegynt av %(name)s %(day)s.") % words)
    if row.municipality and row.municipality.name != municipality.name:
        facts.insert(0, _inherited(row.municipality))
    asks = row.extension == ExtensionState.ASKED
    if asks and row.extension_asked_to:
        facts.append(_("Dere har bedt om frist til %(day)s.") % {"day": day_and_month(row.extension_asked_to)})
    elif row.extension == ExtensionState.REFUSED:
        facts.append(_refused(row.refusal_reason) if row.refusal_reason else _("Sekretariatet avslo utsatt frist."))
    args = [partnership.slug, consultation.pk]
    writes = may_answer(access, row)
    ask = reverse("agreements:extension-ask", args=[*args, row.pk])
    return Waiting(
        key=f"svar-{row.pk}",
        title=_("Høringssvar: %(title)s") % {"title": consultation.title},
        short=_("høringssvaret «%(title)s»") % {"title": consultation.title},
        url=reverse("agreements:consultation-detail", args=args),
        facts=facts,
        figure="overdue" if deadline < day else "soon",
        words=_days_left(deadline, day),
        deadline=deadline,
        act_by=deadline,
        action_label=(_("Fortsett") if answer else _("Svar")) if writes else "",
        action_url=reverse("agreements:answer-edit", args=[*args, row.pk]) if writes else "",
        links=((_("Be om utsatt frist"), ask),) if writes and not asks else (),
        invitation=row,
    )


def _adoption_row(
    partnership: Partnership,
    municipality: Municipality,
    access: Access,
    day: dt.date,
    own: OwnParties,
    row: Adoption,
    meetings: Sequence[Council],
) -> Waiting:
    """`revision.agreement` and `party.municipality` are fetched with the row."""
    agreement = row.revision.agreement
    found = treatment(
        status=row.status,
        today=day,
        deadline=row.extended_to or row.revision.council_deadline,
        council_on=row.council_on,
        asked_to=row.extension_asked_to,
        meetings=meetings,
    )
    facts = [_sent(row), *_facts(row, found, day), _refused(row.refusal_reason) if row.refusal_reason else ""]
    if own.is_inherited(row) and row.party.municipality and row.party.municipality.name != municipality.name:
        facts.insert(0, _inherited(row.party.municipality))
    slug = partnership.slug
    redline = reverse("agreements:redline-own", args=[slug, agreement.pk, municipality.number])
    label, url = _button(slug, row, found) if may_register(access, row) else ("", "")
    register = reverse("agreements:adoption-edit", args=[slug, row.pk])
    links = [(_("Les endringene"), redline)]
    if url and url != register:
        links.append((_("Registrer vedtaket"), register))
    return Waiting(
        key=f"vedtak-{row.pk}",
        title=_("Vedtak: %(agreement)s") % {"agreement": agreement.label},
        short=_("vedtaket om %(agreement)s") % {"agreement": _in_sentence(agreement.label)},
        url=redline,
        facts=[fact for fact in facts if fact],
        figure=_FIGURES[found.hold],
        words=_words(found, day),
        deadline=found.deadline,
        act_by=found.act_by,
        action_label=label,
        action_url=url,
        links=tuple(links),
        adoption=row,
        treatment=found,
    )


def _refused(reason: str) -> str:
    said = reason if reason.endswith((".", "!", "?")) else f"{reason}."
    return _("Sekretariatet avslo utsatt frist: %(reason)s") % {"reason": said}


def _inherited(old: Municipality) -> str:
    return _("Overtatt fra %(name)s.") % {"name": old.name}


def _in_sentence(label: str) -> str:
    """«delavtale 4 – …»; only a first word that is followed by more is written small."""
    return label[:1].lower() + label[1:]


_FIGURES = {
    Hold.HELD: "soon",
    Hold.OVERDUE: "overdue",
    Hold.ASKED: "underway",
    Hold.TOO_LATE: "overdue",
    Hold.POSTPONED: "postponed",
    Hold.NOT_SET_UP: "sent",
    Hold.SET_UP: "underway",
}


def _words(found: Treatment, day: dt.date) -> str:
    if found.hold == Hold.OVERDUE and found.deadline:
        return relative_deadline(found.deadline, day, get_language() or "nb")
    return {
        Hold.HELD: _("Møtet er holdt"),
        Hold.ASKED: _("Bedt om utsatt frist"),
        Hold.TOO_LATE: _("Når ikke fristen"),
        Hold.POSTPONED: _("Utsatt"),
        Hold.NOT_SET_UP: _("Ikke satt opp"),
        Hold.SET_UP: _("Satt opp"),
    }[found.hold]


def _sent(row: Adoption) -> str:
    if row.status == AdoptionStatus.POSTPONED:
        reason = f": {row.hindrance.rstrip('.')}" if row.hindrance else ""
        on = row.decided_on or row.council_on
        day = f" {day_and_month(on)}" if on else ""
        return _("Utsatt%(day)s%(reason)s.") % {"day": day, "reason": reason}
    return _("Sendt kommunen %(day)s.") % {"day": long_date(row.sent_on)} if row.sent_on else ""


def _facts(row: Adoption, found: Treatment, day: dt.date) -> list[str]:
    deadline = day_and_month(found.deadline) if found.deadline else ""
    council = day_and_month(found.meeting.on) if found.meeting else ""
    words = {"deadline": deadline, "council": council}
    if found.hold == Hold.HELD:
        return [_("Kommunestyret skulle behandle saken %(council)s. Fortell hva det vedtok.") % words]
    facts = []
    if found.hold == Hold.ASKED and row.extension_asked_to:
        asked = words | {"asked": day_and_month(row.extension_asked_to)}
        facts.append(
            _("Dere har bedt om frist til %(asked)s. Fristen er %(deadline)s til sekretariatet svarer.") % asked
        )
    elif found.meeting and found.hold == Hold.TOO_LATE:
        facts.append(_too_late(found, day) % words)
    elif found.meeting:
        facts.append(_coming(found) % (words | {"papers": _papers(found)}))
    if found.deadline and found.hold not in (Hold.ASKED, Hold.TOO_LATE):
        facts.append(_("Fristen er %(deadline)s.") % words)
    return facts


def _papers(found: Treatment) -> str:
    due = found.meeting.papers_due if found.meeting else None
    return day_and_month(due) if due else ""


def _too_late(found: Treatment, day: dt.date) -> str:
    if found.meeting and not found.meeting.takes_papers_on(day):
        return _("Saksfristen til kommunestyret %(council)s er passert, og fristen er %(deadline)s.")
    return _("Neste kommunestyre er %(council)s, fristen er %(deadline)s.")


def _coming(found: Treatment) -> str:
    if found.hold == Hold.SET_UP:
        return _("Kommunestyret behandler saken %(council)s.")
    if _papers(found):
        return _("Saksfrist til kommunestyret %(council)s er %(papers)s.")
    return _("Neste kommunestyre er %(council)s.")


def _button(slug: str, row: Adoption, found: Treatment) -> tuple[str, str]:
    if found.action == Action.REGISTER:
        return _("Registrer vedtaket"), reverse("agreements:adoption-edit", args=[slug, row.pk])
    if found.action == Action.EXTEND:
        return _("Be om utsatt frist"), reverse("agreements:adoption-extend", args=[slug, row.pk])
    return _("Hent saksframlegg"), reverse("agreements:local-papers", args=[slug, row.revision_id])


def _days_left(deadline: dt.date, day: dt.date) -> str:
    left = (deadline - day).days
    if 1 < left <= 60:
        return ngettext("%(count)s dag igjen", "%(count)s dager igjen", left) % {"count": left}
    return relative_deadline(deadline, day, get_language() or "nb")
