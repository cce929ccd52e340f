"""One party's treatment of one text, as its page shows it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from agreements.content import Content
from agreements.enums import AdoptionStatus, RegisteredAs
from agreements.models import Adoption
from agreements.selectors.texts import content_of
from samhandling.audit.models import ActivityLog
from samhandling.audit.selectors import history_of
from samhandling.core.dates import long_date
from samhandling.core.text import HtmlDiff, html_diff


@dataclass(frozen=True)
class DeviationShown:
    label: str
    anchor: str
    struck: bool
    diff: HtmlDiff


@dataclass(frozen=True)
class AdoptionPage:
    """`facts` are terms with values, empty ones left out by the page."""

    status_kind: str
    status: str
    deadline: dt.date | None
    is_over: bool
    facts: list[tuple[str, str]]
    deviations: list[DeviationShown]
    registered: str
    history: list[ActivityLog]


def adoption_page(adoption: Adoption, day: dt.date) -> AdoptionPage:
    """As it is on a day. Needs `revision`, `version`, `party` with names, `registered_by` and `deviations` fetched."""
    deadline = adoption.extended_to or adoption.revision.council_deadline
    over = bool(deadline and deadline < day and not adoption.is_decided)
    return AdoptionPage(
        status_kind=_KINDS[adoption.status],
        status=adoption.get_status_display(),
        deadline=deadline,
        is_over=over,
        facts=_facts(adoption, deadline),
        deviations=_deviations(adoption),
        registered=registered_words(adoption),
        history=list(history_of(adoption)[:50]),
    )


_KINDS = {
    "not_sent": "waiting",
    "sent": "sent",
    "scheduled": "underway",
    "adopted": "done",
    "deviation": "deviation",
    "rejected": "rejected",
    "postponed": "postponed",
}


def _facts(row: Adoption, deadline: dt.date | None) -> list[tuple[str, str]]:
    body = _("Styret") if not row.party.is_municipality else _("Kommunestyret")
    decided = _("Behandlet") if row.status == AdoptionStatus.REJECTED else _("Vedtatt")
    days = ((_("Sendt"), row.sent_on), (_("Frist"), deadline), (body, row.council_on), (decided, row.decided_on))
    return [
        *((term, long_date(day) if day else "") for term, day in days),
        (_("Saksnummer"), row.council_case),
        (_("Signert"), long_date(row.signed_on) if row.signed_on else ""),
        (_("Hva holder igjen"), row.hindrance),
    ]


def _deviations(row: Adoption) -> list[DeviationShown]:
    rows = list(row.deviations.all())
    if not rows:
        return []
    frozen = content_of(row.version)
    bodies = {deviation.anchor: deviation.text for deviation in rows}
    before = {found.clause.anchor: found for found in _as_read(frozen, row).numbered()}
    after = {clause.anchor: clause.body for clause in _as_read(frozen.with_bodies(bodies), row).clauses}
    return [
        DeviationShown(
            label=before[anchor].label,
            anchor=anchor,
            struck=not text,
            diff=html_diff(before[anchor].clause.body, after.get(anchor, "")),
        )
        for anchor, text in bodies.items()
        if anchor in before
    ]


def _as_read(content: Content, row: Adoption) -> Content:
    """With the party's name where it stands open."""
    return content.named(row.party.name) if row.party.is_municipality else content.common()


def registered_words(row: Adoption) -> str:
    """«Registrert av kommunen ved Siv Prøvesen 12. juni 2026»: the other side sees who did it."""
    if row.registered_at is None:
        return ""
    words = {
        "name": row.registered_by.name if row.registered_by else _("en som ikke lenger har bruker"),
        "date": long_date(row.registered_at),
        "party": row.party.name,
    }
    if row.registered_as == RegisteredAs.MUNICIPALITY:
        return _("Registrert av kommunen ved %(name)s %(date)s.") % words
    return _("Registrert av sekretariatet ved %(name)s %(date)s, på vegne av %(party)s.") % words
