"""Consultations as pages show them: who is asked, who has answered, and what each reader may know of it.

A draft answer is known to the party's own municipality and the coordinators; to all others the party has not answered.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from agreements.access import may_answer
from agreements.enums import ConsultationState, ExtensionState
from agreements.models import Answer, Consultation, Invitation
from agreements.rules.consultations import Standing, deadline_of, standing_of
from municipalities.access import Access
from municipalities.enums import GroupKind, Role
from municipalities.models import GroupMembership, Partnership
from municipalities.querysets import by_norwegian_name
from municipalities.selectors.groups import main_standings
from samhandling.core import dates

NEAR = 21
#: Standing → kind of `{% status %}`.
FIGURES = {
    Standing.SENT: "done",
    Standing.SENT_LATE: "done",
    Standing.WRITING: "underway",
    Standing.WAITING: "waiting",
    Standing.OVERDUE: "overdue",
    Standing.SILENT: "waiting",
}


@dataclass(frozen=True)
class PartyRow:
    """A party that is asked. `municipality` and `trust` are fetched."""

    invitation: Invitation
    name: str
    region: str
    has_region: bool
    standing: Standing
    deadline: dt.date
    today: dt.date
    is_own: bool
    may_answer: bool

    @property
    def is_sent(self) -> bool:
        return self.standing in (Standing.SENT, Standing.SENT_LATE)

    @property
    def figure(self) -> str:
        return FIGURES[self.standing]

    @property
    def words(self) -> str:
        answer = answer_of(self.invitation)
        day = dates.day_and_month(answer.sent_at) if answer and answer.sent_at and self.is_sent else ""
        texts = {
            Standing.SENT: _("Svart %(day)s") % {"day": day},
            Standing.SENT_LATE: _("Svart %(day)s, etter fristen") % {"day": day},
            Standing.WRITING: _("Svar under arbeid"),
            Standing.WAITING: _("Ikke svart"),
            Standing.OVERDUE: _("Ikke svart, %(over)s fristen") % {"over": _over(self.deadline, self.today)},
            Standing.SILENT: _("Svarte ikke"),
        }
        return texts[self.standing]

    @property
    def time_left(self) -> str:
        return time_left(self.deadline, self.today)

    @property
    def has_own_deadline(self) -> bool:
        return self.invitation.extension == ExtensionState.GRANTED and self.invitation.extended_to == self.deadline

    @property
    def asks(self) -> bool:
        """Waits for the coordinators' word on a longer deadline (`asking`)."""
        return self.invitation.extension == ExtensionState.ASKED and self.standing != Standing.SENT


def time_left(deadline: dt.date, today: dt.date) -> str:
    """«om 5 dager», «3 dager over»; empty when the date says it better."""
    near = (deadline - today).days <= NEAR
    return dates.relative_deadline(deadline, today, get_language() or "nb") if near else ""


def _over(deadline: dt.date, today: dt.date) -> str:
    days = (today - deadline).days
    return _("én dag over") if days == 1 else _("%(days)s dager over") % {"days": days}


def asking(prefix: str = "") -> Q:
    """Invitations that wait for a word on a longer deadline; an answer that was sent in time needs none."""
    sent_in_time = Q(**{f"{prefix}answer__sent_at__isnull": False, f"{prefix}answer__is_late": False})
    return Q(**{f"{prefix}extension": ExtensionState.ASKED}) & ~sent_in_time


def answer_of(invitation: Invitation) -> Answer | None:
    """The answer, fetched with the invitation, or None."""
    return getattr(invitation, "answer", None)


def invitations_of(consultation: Consultation) -> QuerySet[Invitation]:
    """With party and answer; municipalities in Norwegian order, the trust last."""
    rows = Invitation.objects.filter(consultation=consultation)
    return rows.select_related("municipality", "trust", "answer").order_by(
        by_norwegian_name("municipality__name"), "pk"
    )


def party_name(invitation: Invitation) -> str:
    return str(invitation.municipality or invitation.trust)


def is_own(access: Access, invitation: Invitation) -> bool:
    """The reader's municipality; the trust for its own coordinators."""
    if invitation.municipality_id is None:
        return Role.COORDINATOR_TRUST in access.roles
    return invitation.municipality_id in access.municipality_ids


def knows_draft(access: Access, invitation: Invitation) -> bool:
    return access.is_coordinator or is_own(access, invitation)


def party_row(
    consultation: Consultation,
    invitation: Invitation,
    access: Access,
    today: dt.date,
    *,
    region: str = "",
    has_region: bool = False,
) -> PartyRow:
    answer = answer_of(invitation)
    deadline = deadline_of(consultation.deadline, invitation.extended_to)
    return PartyRow(
        invitation=invitation,
        name=party_name(invitation),
        region=region,
        has_region=has_region,
        standing=standing_of(
            is_sent=answer is not None and answer.is_sent,
            was_late=answer is not None and answer.is_late,
            is_written=answer is not None and knows_draft(access, invitation),
            is_closed=consultation.state == ConsultationState.CLOSED,
            deadline=deadline,
            today=today,
        ),
        deadline=deadline,
        today=today,
        is_own=is_own(access, invitation),
        may_answer=consultation.state == ConsultationState.OPEN and may_answer(access, invitation),
    )


@dataclass(frozen=True)
class Region:
    name: str
    rows: Sequence[PartyRow]

    @property
    def answered(self) -> int:
        return sum(row.is_sent for row in self.rows)


@dataclass(frozen=True)
class Parties:
    """Everybody who is asked in one consultation."""

    rows: Sequence[PartyRow]

    @property
    def regions(self) -> list[Region]:
        """By region; those outside all regions after them, the trust last."""
        by_region = sorted(self.rows, key=_place)
        return [Region(name, list(rows)) for name, rows in groupby(by_region, key=lambda row: row.region)]

    @property
    def answered(self) -> int:
        return sum(row.is_sent for row in self.rows)

    @property
    def silent(self) -> list[PartyRow]:
        """Those a reminder goes to."""
        return [row for row in self.rows if not row.is_sent]

    @property
    def own(self) -> list[PartyRow]:
        """The reader's own municipalities; a party's health chief first."""
        return sorted((row for row in self.rows if row.is_own), key=lambda row: not row.may_answer)

    @property
    def asking(self) -> list[PartyRow]:
        return [row for row in self.rows if row.asks]


def _place(row: PartyRow) -> tuple[int, str]:
    if row.invitation.trust_id is not None:
        return 2, ""
    return (0, name_key(row.region)) if row.has_region else (1, "")


def name_key(name: str) -> str:
    """Norwegian order in Python: æ, ø, å last."""
    return name.lower().translate(str.maketrans("æøå", "{|}"))


def parties_of(consultation: Consultation, access: Access, today: dt.date) -> Parties:
    regions = regions_of(consultation.partnership_id, consultation.opened_on or today)
    trust, outside = _("Helseforetaket"), _("Utenfor regionene") if regions else ""
    rows = [
        party_row(
            consultation,
            invitation,
            access,
            today,
            region=trust if invitation.trust_id else regions.get(invitation.municipality_id or 0, outside),
            has_region=invitation.municipality_id in regions,
        )
        for invitation in invitations_of(consultation)
    ]
    return Parties(rows)


def regions_of(partnership_id: int, day: dt.date) -> dict[int, str]:
    """Municipality → name of the group that health work follows there; one query."""
    rows = GroupMembership.objects.current(day).filter(group__partnership=partnership_id).select_related("group")
    standings = list(rows)
    for kind in (GroupKind.HEALTH_REGION, GroupKind.LSU_AREA, GroupKind.CONSTITUENCY):
        of_kind = [row for row in standings if row.group.kind == kind]
        if of_kind:
            return {pk: row.group.name for pk, row in main_standings(of_kind).items()}
    return {}


# --- The list -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ConsultationRow:
    """A consultation in the list, with the reader's own part in it."""

    consultation: Consultation
    parties: int
    answered: int
    own: PartyRow | None
    asking: int
    time_left: str


def consultation_rows(partnership: Partnership, access: Access, today: dt.date) -> list[ConsultationRow]:
    """All the reader may see: open ones by deadline, then drafts, then closed ones, the newest first."""
    of_own = Q(municipality__in=access.municipality_ids)
    if Role.COORDINATOR_TRUST in access.roles:
        of_own |= Q(trust__isnull=False)
    own = Invitation.objects.filter(of_own).select_related("municipality", "trust", "answer").order_by("pk")
    found = (
        Consultation.objects.visible_to(access)
        .filter(partnership=partnership)
        .select_related("revision__agreement")
        .prefetch_related(Prefetch("invitations", own, to_attr="own_invitations"))
        .annotate(
            party_count=Count("invitations"),
            answer_count=Count("invitations", filter=Q(invitations__answer__sent_at__isnull=False)),
            asking_count=Count("invitations", filter=asking("invitations__")),
        )
    )
    return sorted((_list_row(row, access, today) for row in found), key=_list_place)


def _list_row(consultation: Consultation, access: Access, today: dt.date) -> ConsultationRow:
    own = [party_row(consultation, row, access, today) for row in consultation.own_invitations]  # type: ignore[attr-defined]
    own.sort(key=lambda row: (row.is_sent, not row.may_answer))
    is_open = consultation.state == ConsultationState.OPEN
    return ConsultationRow(
        consultation=consultation,
        parties=consultation.party_count,  # type: ignore[attr-defined]
        answered=consultation.answer_count,  # type: ignore[attr-defined]
        own=own[0] if own else None,
        asking=consultation.asking_count if access.is_coordinator and is_open else 0,  # type: ignore[attr-defined]
        time_left=time_left(consultation.deadline, today) if is_open else "",
    )


def _list_place(row: ConsultationRow) -> tuple[int, int]:
    order = [ConsultationState.OPEN, ConsultationState.DRAFT, ConsultationState.CLOSED]
    state = order.index(ConsultationState(row.consultation.state))
    day = row.consultation.deadline.toordinal()
    return state, -day if row.consultation.state == ConsultationState.CLOSED else day


def in_state(rows: Iterable[ConsultationRow], state: ConsultationState) -> list[ConsultationRow]:
    return [row for row in rows if row.consultation.state == state]
