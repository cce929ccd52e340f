"""One municipality's own page: what waits on it, what binds it, who speaks for it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, Q
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from agreements.board import FIGURES
from agreements.enums import DECIDED, AdoptionStatus
from agreements.models import Adoption, Agreement, AgreementParty, AgreementVersion, CouncilMeeting
from agreements.rules.obligations import Obligation, in_order
from agreements.selectors.bound import bound_texts
from agreements.selectors.effective import ADOPTED
from agreements.selectors.obligations import agreement_obligations
from agreements.selectors.own_parties import OwnParties, own_parties
from agreements.selectors.own_waiting import Waiting, coming_councils, waiting_on
from agreements.selectors.register import AgreementRow, Standing, agreement_rows
from municipalities.access import Access
from municipalities.enums import Role
from municipalities.models import (
    Appointment,
    GroupMembership,
    Municipality,
    Partnership,
    PartnershipMembership,
    Representation,
    Seat,
)
from municipalities.querysets import by_norwegian_name
from samhandling.core.dates import NBSP, count_word, day_and_month, long_date

RECENT = dt.timedelta(days=180)
NO_BREAK_HYPHEN = "\u2011"


@dataclass(frozen=True)
class BindingText:
    """The text that is in force for the municipality; `version` is None when it has adopted none, and `adoption` for
    texts older than the portal."""

    version: AgreementVersion | None
    since: dt.date | None
    adoption: Adoption | None = None
    not_adopted: AgreementVersion | None = None
    """The text in force for the others, which the municipality has not adopted."""


@dataclass(frozen=True)
class BindingRow:
    """One agreement as it is for the municipality."""

    row: AgreementRow
    text: BindingText | None
    now: Standing | None
    next: str
    adoption: Adoption | None = None

    @property
    def agreement(self) -> Agreement:
        return self.row.agreement

    @property
    def is_quiet(self) -> bool:
        return self.now is None


@dataclass(frozen=True)
class Mine:
    municipality: Municipality
    waiting: list[Waiting]
    agreements: list[BindingRow]
    coming: list[AgreementParty]
    decided: list[Adoption]
    councils: list[CouncilMeeting]
    representations: list[Representation]
    seats: list[Seat]
    older: list[Municipality]

    @property
    def predecessors(self) -> list[Municipality]:
        """Who it took over from; a new number for the same municipality is no merger."""
        others = [old for old in self.older if old.name != self.municipality.name]
        return self.older if others else []

    @property
    def moving(self) -> list[BindingRow]:
        return [row for row in self.agreements if not row.is_quiet]

    @property
    def quiet(self) -> list[BindingRow]:
        return [row for row in self.agreements if row.is_quiet]

    def sentence(self, whom: str) -> str:
        """«Tre ting venter på dere. Høringssvaret om … haster mest.»"""
        if not self.waiting:
            return _("Ingenting venter på %(whom)s akkurat nå.") % {"whom": whom}
        count = len(self.waiting)
        word = count_word(count, get_language() or "nb")
        words = {"count": word[:1].upper() + word[1:], "whom": whom}
        first = self.waiting[0].short
        if count == 1:
            return _("Én ting venter på %(whom)s: %(first)s.") % (words | {"first": first})
        told = ngettext("%(count)s ting venter på %(whom)s.", "%(count)s ting venter på %(whom)s.", count) % words
        return told + " " + _("%(first)s haster mest.") % {"first": first[:1].upper() + first[1:]}


def mine_page(partnership: Partnership, municipality: Municipality, access: Access, day: dt.date) -> Mine:
    """The number of queries is the same whatever it holds."""
    own = own_parties(partnership, municipality)
    adoptions = adoptions_of_line(own)
    councils = coming_councils(municipality, day)
    open_ones = undecided(adoptions, own, day)
    waiting = waiting_on(partnership, municipality, access, day, own=own, adoptions=open_ones, councils=councils)
    decided = [row for row in adoptions if row.status in DECIDED and row.decided_on and row.decided_on >= day - RECENT]
    return Mine(
        municipality=municipality,
        waiting=waiting,
        agreements=_binding(own, access, day, adoptions, waiting),
        coming=own.coming(day),
        decided=decided[:6],
        councils=councils[:4],
        representations=_representations(partnership, municipality, day),
        seats=_seats(partnership, municipality, day),
        older=own.older,
    )


def adoptions_of_line(own: OwnParties) -> list[Adoption]:
    """Everything its councils have had before them, and those before them, the newest first. One query."""
    rows = Adoption.objects.filter(party__in=own.line).select_related(
        "revision__agreement", "version", "party__municipality"
    )
    return list(rows.defer("version__content").order_by("-decided_on", "-version__number", "-pk"))


def undecided(adoptions: Iterable[Adoption], own: OwnParties, day: dt.date) -> list[Adoption]:
    """What the council has still to decide: the revision's own text, for a party that is one or is to be one. A text
    that a newer one has replaced is nobody's to decide on.

    A successor has its own row when there is one; else it takes over those of its predecessors, one for each text.
    """
    decided = {(own.heirs[row.party_id].pk, row.version_id) for row in adoptions if row.status in DECIDED}
    mine = {row.version_id for row in adoptions if not own.is_inherited(row)}
    found: dict[tuple[int, int], Adoption] = {}
    for row in adoptions:
        heir = own.heirs[row.party_id]
        has_left = heir.valid_to is not None and heir.valid_to < day
        is_out = row.revision.version_id == row.version_id and not row.revision.is_ended
        if row.is_decided or has_left or not is_out:
            continue
        if own.is_inherited(row) and (row.version_id in mine or (heir.pk, row.version_id) in decided):
            continue
        found.setdefault((heir.pk, row.version_id), row)
    return list(found.values())


def _binding(
    own: OwnParties, access: Access, day: dt.date, adoptions: Sequence[Adoption], waiting: Sequence[Waiting]
) -> list[BindingRow]:
    agreements = Agreement.objects.filter(pk__in=[party.agreement_id for party in own.current(day)])
    rows = [row for row in agreement_rows(agreements, access, day) if not row.is_ended]
    owed: dict[int, list[Obligation]] = defaultdict(list)
    for duty in in_order(agreement_obligations([row.agreement for row in rows], day)):
        if duty.agreement_id and duty.done_on is None:
            owed[duty.agreement_id].append(duty)
    by_agreement: dict[int, list[Adoption]] = defaultdict(list)
    for adoption in adoptions:
        by_agreement[adoption.revision.agreement_id].append(adoption)
    waits = {row.adoption.revision_id: row for row in waiting if row.adoption}
    texts = _texts(own, rows, adoptions, day)
    return [
        _binding_row(
            row, texts.get(row.agreement.pk), by_agreement[row.agreement.pk], waits, owed[row.agreement.pk], day
        )
        for row in rows
    ]


def _texts(
    own: OwnParties, rows: Sequence[AgreementRow], adoptions: Sequence[Adoption], day: dt.date
) -> dict[int, BindingText]:
    """What binds it, by agreement; two queries."""
    current = {row.agreement.pk: row.in_force for row in rows if row.in_force}
    parties = [party for party in own.current(day) if any(row.agreement.pk == party.agreement_id for row in rows)]
    bound = bound_texts(parties, {row.agreement.pk: row.versions for row in rows}, current, day)
    by_pk = {adoption.pk: adoption for adoption in adoptions}
    return {
        party.agreement_id: BindingText(one.version, one.since, by_pk.get(one.adoption or 0), one.lacks)
        for party in parties
        if (one := bound[party.pk]).version or one.lacks
    }


def _binding_row(
    row: AgreementRow,
    text: BindingText | None,
    adoptions: Sequence[Adoption],
    waits: dict[int, Waiting],
    owed: Sequence[Obligation],
    day: dt.date,
) -> BindingRow:
    revision = row.revision
    asked = revision.version_id if revision else text and text.not_adopted and text.not_adopted.pk
    adoption = next((a for a in adoptions if asked and a.version_id == asked), None)
    if revision is None and adoption and adoption.is_decided:
        adoption = None
    wait = waits.get(adoption.revision_id) if adoption else None
    return BindingRow(
        row=row,
        text=text,
        now=_now(row, adoption),
        next=_next(adoption, wait, owed, day),
        adoption=adoption,
    )


def _now(row: AgreementRow, adoption: Adoption | None) -> Standing | None:
    if row.revision is None and adoption is None:
        return None
    if adoption is None or adoption.status == AdoptionStatus.NOT_SENT:
        return row.standing
    words = str(AdoptionStatus(adoption.status).label)
    if adoption.decided_on:
        words = f"{words} {day_and_month(adoption.decided_on)}"
    if adoption.council_case:
        case = _("k-sak %(number)s") % {"number": adoption.council_case}
        words = f"{words}, {case.replace('-', NO_BREAK_HYPHEN).replace(' ', NBSP)}"
    return Standing(FIGURES[adoption.status], words)


def _next(adoption: Adoption | None, wait: Waiting | None, owed: Sequence[Obligation], day: dt.date) -> str:
    if wait and wait.treatment and wait.treatment.meeting:
        return _("Kommunestyret %(day)s") % {"day": day_and_month(wait.treatment.meeting.on)}
    if wait and wait.deadline:
        return _("Frist %(day)s") % {"day": day_and_month(wait.deadline)}
    if adoption and adoption.status in ADOPTED and adoption.revision.entry_date:
        return _("Gjelder tidligst %(day)s") % {"day": long_date(adoption.revision.entry_date)}
    duty = next(iter(owed), None)
    if duty is None or duty.due_on is None:
        return ""
    words = {"what": duty.kind.label, "day": long_date(duty.due_on)}
    return (_("%(what)s %(day)s, over fristen") if duty.due_on < day else _("%(what)s %(day)s")) % words


def _representations(partnership: Partnership, municipality: Municipality, day: dt.date) -> list[Representation]:
    rows = Representation.objects.current(day).filter(partnership=partnership, municipality=municipality)
    roles = [Role.HEALTH_CHIEF, Role.MAYOR]
    return list(rows.filter(role__in=roles).select_related("person").order_by("role", "person__name"))


def _seats(partnership: Partnership, municipality: Municipality, day: dt.date) -> list[Seat]:
    """Its own seats and its groups', with `holders`; two queries."""
    groups = GroupMembership.objects.current(day).filter(municipality=municipality, group__partnership=partnership)
    held = Appointment.objects.current(day).select_related("person")
    seats = Seat.objects.current(day).filter(
        Q(municipality=municipality) | Q(group__in=groups.values("group")), committee__partnership=partnership
    )
    related = seats.select_related("committee", "group", "municipality")
    return list(
        related.prefetch_related(Prefetch("appointments", queryset=held, to_attr="holders")).order_by(
            "committee__level", "committee__name", "position"
        )[:12]
    )


def municipalities_of(partnership: Partnership, ids: Iterable[int] | None, day: dt.date) -> list[Municipality]:
    """Those that take part on the day, in Norwegian order; only some of them when `ids` are given."""
    inside = PartnershipMembership.objects.current(day).filter(partnership=partnership)
    found = Municipality.objects.filter(pk__in=inside.values("municipality"))
    if ids is not None:
        found = found.filter(pk__in=list(ids))
    return list(found.order_by(by_norwegian_name("name"), "number"))
