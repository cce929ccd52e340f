"""What waits on somebody about the agreements, for the front page: a health chief's own, or all the secretariat's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.enums import DECIDED, ConsultationState, ObligationKind, StepKind
from agreements.models import Adoption, CouncilMeeting, Invitation
from agreements.rules.obligations import SOON_DAYS, Obligation
from agreements.selectors.consultations import asking
from agreements.selectors.mine import adoptions_of_line, municipalities_of, undecided
from agreements.selectors.obligations import partnership_obligations
from agreements.selectors.own_parties import own_parties
from agreements.selectors.own_waiting import Waiting, waiting_on
from municipalities.access import Access
from municipalities.models import Municipality, Partnership
from samhandling.core.dates import day_and_month

MOST = 5  # rows of one kind; the page they lead to has them all


@dataclass(frozen=True)
class DeskRow:
    """What, by when, and the button that does it."""

    title: str
    detail: str
    url: str
    action: str
    due_on: dt.date | None = None


def desk(partnership: Partnership, access: Access, day: dt.date) -> list[DeskRow]:
    """Empty for a partnership that has ended. The number of queries follows the roles, never the rows."""
    if partnership.as_of(day) < day:
        return []
    rows = [
        row
        for municipality in municipalities_of(partnership, access.chief_ids, day)
        for row in _own(partnership, municipality, access, day)
    ]
    if access.is_coordinator:
        rows += [*_asked(partnership), *_owed(partnership, day)]
    return rows


def _own(partnership: Partnership, municipality: Municipality, access: Access, day: dt.date) -> list[DeskRow]:
    waiting = _waiting(partnership, municipality, access, day)
    rows = [
        DeskRow(row.title, " ".join(row.facts), row.action_url or row.url, row.action_label or _("Åpne"), row.deadline)
        for row in waiting[:MOST]
    ]
    if (left := len(waiting) - MOST) > 0:
        page = reverse("agreements:mine-of", args=[partnership.slug, municipality.number])
        words = {"count": left, "name": municipality.name}
        title = ngettext("%(count)s ting til venter på %(name)s", "%(count)s ting til venter på %(name)s", left) % words
        rows.append(DeskRow(title, _("Vedtak og høringssvar, etter frist."), page, _("Se alt"), waiting[MOST].deadline))
    return rows


def _waiting(partnership: Partnership, municipality: Municipality, access: Access, day: dt.date) -> list[Waiting]:
    own = own_parties(partnership, municipality)
    adoptions = undecided(adoptions_of_line(own), own, day)
    councils = list(CouncilMeeting.objects.filter(municipality=municipality, on__gte=day).order_by("on")[:12])
    return waiting_on(partnership, municipality, access, day, own=own, adoptions=adoptions, councils=councils)


def _asked(partnership: Partnership) -> list[DeskRow]:
    """Who has asked for a longer deadline, and has no answer. Two queries."""
    return [*map(_asked_council, _councils(partnership)), *map(_asked_answer, _invitations(partnership))]


def _councils(partnership: Partnership) -> QuerySet[Adoption]:
    rows = Adoption.objects.filter(revision__agreement__partnership=partnership, extension_asked_to__isnull=False)
    related = rows.select_related("revision__agreement__partnership", "party__municipality", "party__trust").exclude(
        status__in=DECIDED
    )
    out = related.filter(version=F("revision__version")).exclude(revision__step=StepKind.SUPERSEDED)
    return out.order_by("extension_asked_to", "pk")[:MOST]


def _invitations(partnership: Partnership) -> QuerySet[Invitation]:
    rows = Invitation.objects.filter(asking(), consultation__partnership=partnership)
    rows = rows.filter(consultation__state=ConsultationState.OPEN).select_related("consultation__partnership")
    return rows.select_related("municipality", "trust").order_by("extension_asked_to", "pk")[:MOST]


def _asked_council(row: Adoption) -> DeskRow:
    agreement = row.revision.agreement
    url = reverse("agreements:adoption-extend", args=[agreement.partnership.slug, row.pk])
    return _extension(row.party.name, row.extension_asked_to, agreement.label, row.extension_reason, url)


def _asked_answer(row: Invitation) -> DeskRow:
    args = [row.consultation.partnership.slug, row.consultation_id, row.pk]
    name = str(row.municipality.name if row.municipality else row.trust)
    url = reverse("agreements:extension-decide", args=args)
    return _extension(name, row.extension_asked_to, row.consultation.title, row.extension_reason, url)


def _extension(name: str, until: dt.date | None, about: str, reason: str, url: str) -> DeskRow:
    title = _("%(name)s ber om utsatt frist til %(day)s") % {"name": name, "day": day_and_month(until) if until else ""}
    detail = f"{about}. {reason}" if reason else f"{about}."
    return DeskRow(title, detail, url, _("Svar"))


def _owed(partnership: Partnership, day: dt.date) -> list[DeskRow]:
    """What falls due within a month: the councils' decisions as one row, the rest one by one."""
    last = day + dt.timedelta(days=SOON_DAYS)
    owed = [
        row
        for row in partnership_obligations(partnership, day)
        if row.done_on is None and row.due_on and row.due_on <= last
    ]
    councils = [row for row in owed if row.kind == ObligationKind.ADOPTION]
    others = [row for row in owed if row.kind != ObligationKind.ADOPTION]
    rows = [_decisions(partnership, councils, day)] if councils else []
    rows += [_duty(partnership, row) for row in others[:MOST]]
    if (left := len(others) - MOST) > 0:
        title = ngettext("%(count)s frist til i avtalene", "%(count)s frister til i avtalene", left) % {"count": left}
        page = reverse("agreements:obligation-list", args=[partnership.slug])
        rows.append(
            DeskRow(title, _("Gjennomganger, varsler og høringer."), page, _("Se fristene"), others[MOST].due_on)
        )
    return rows


def _decisions(partnership: Partnership, owed: Sequence[Obligation], day: dt.date) -> DeskRow:
    count, over = len(owed), sum(row.due_on is not None and row.due_on < day for row in owed)
    title = ngettext("%(count)s avtale mangler vedtak", "%(count)s avtaler mangler vedtak", count) % {"count": count}
    detail = _("Se hvem som gjenstår, og send påminnelse.")
    if over:
        told = _("Fristen er gått.") if count == over else _passed(over)
        detail = f"{told} {detail}"
    page = reverse("agreements:board", args=[partnership.slug])
    return DeskRow(title, detail, page, _("Åpne vedtaksoversikten"), owed[0].due_on)


def _passed(over: int) -> str:
    words = ngettext("Fristen er gått for én av dem.", "Fristen er gått for %(over)s av dem.", over)
    return words % {"over": over}


def _duty(partnership: Partnership, row: Obligation) -> DeskRow:
    name, pk = row.act or row.page
    detail = ". ".join(words for words in (row.about, row.who[:1].upper() + row.who[1:]) if words)
    url = reverse(name, args=[partnership.slug, pk])
    return DeskRow(row.title, f"{detail}." if detail else "", url, _("Åpne"), row.due_on)
