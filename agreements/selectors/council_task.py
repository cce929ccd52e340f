"""What one council has to do about a text, or has done."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from agreements.board import FIGURES
from agreements.content import Content
from agreements.models import Adoption, AgreementParty, AgreementVersion, Revision
from agreements.selectors.effective import lineage_of
from agreements.selectors.own_parties import own_parties
from agreements.selectors.own_waiting import Waiting, coming_councils, waiting_on
from municipalities.access import Access
from municipalities.models import Municipality, Partnership
from samhandling.core.dates import day_and_month, long_date
from samhandling.documents.enums import Language


@dataclass(frozen=True)
class CouncilTask:
    """`waiting` is what remains to be done, with its buttons for those who may; None when nothing does."""

    adoption: Adoption
    figure: str
    words: str
    deadline: dt.date | None
    recommendation: str
    waiting: Waiting | None = None
    is_over: bool = False
    """A newer text came in its place before the council decided."""

    @property
    def is_open(self) -> bool:
        return not self.is_over and not self.adoption.is_decided

    @property
    def decided_words(self) -> str:
        """«Vedtatt 17. juni 2026, sak 11/26.»"""
        row = self.adoption
        parts = [str(row.get_status_display())]
        parts[0] += f" {long_date(row.decided_on)}" if row.decided_on else ""
        parts += [_("sak %(number)s") % {"number": row.council_case}] if row.council_case else []
        return f"{', '.join(parts)}."


def council_task(
    partnership: Partnership, access: Access, party: AgreementParty, version: AgreementVersion, day: dt.date
) -> CouncilTask | None:
    """None while the text is not sent to the councils. `party.municipality` is fetched."""
    rows = Adoption.objects.filter(version=version, party__in=lineage_of(party))
    related = rows.select_related("revision__agreement", "revision__version", "party__municipality", "party__trust")
    adoption = max(related, key=lambda row: (row.party_id == party.pk, row.pk), default=None)
    if adoption is None or party.municipality is None:
        return None
    revision = adoption.revision
    if not adoption.is_decided and (revision.is_ended or revision.version_id != version.pk):
        return CouncilTask(adoption, "sent", _("Avløst"), None, "", is_over=True)
    return CouncilTask(
        adoption=adoption,
        figure=FIGURES[adoption.status],
        words=_status_words(adoption, party.name),
        deadline=adoption.extended_to or revision.council_deadline,
        recommendation=recommendation_for(revision, party.municipality, partnership),
        waiting=None if adoption.is_decided else _waiting(partnership, access, party, adoption, day),
    )


def recommendation_for(revision: Revision, municipality: Municipality, partnership: Partnership) -> str:
    """The recommended decision in the municipality's language when the revision has it, with its name in place."""
    wants_nynorsk = municipality.language_in(partnership) == Language.NYNORSK
    text = (revision.recommendation_nn if wants_nynorsk else "") or revision.recommendation
    return Content(text).named(municipality.name).title


def _status_words(adoption: Adoption, name: str) -> str:
    """«Utsatt i Modum 19. juni»"""
    status = str(adoption.get_status_display())
    day = adoption.decided_on or adoption.council_on
    if day is None:
        return status
    return _("%(status)s i %(name)s %(day)s") % {"status": status, "name": name, "day": day_and_month(day)}


def _waiting(
    partnership: Partnership, access: Access, party: AgreementParty, adoption: Adoption, day: dt.date
) -> Waiting | None:
    assert party.municipality is not None
    councils = coming_councils(party.municipality, day)
    own = own_parties(partnership, party.municipality)
    rows = waiting_on(partnership, party.municipality, access, day, own=own, adoptions=[adoption], councils=councils)
    return next((row for row in rows if row.adoption == adoption), None)
