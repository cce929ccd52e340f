"""Who holds the secretariat, whose turn it is next, how evenly it has gone round, and what must be done in time."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from municipalities.enums import EQUAL_PARTIES, Party
from municipalities.models import GroupMembership, MunicipalGroup, Partnership, RotationPlace, SecretariatTerm
from municipalities.querysets import by_norwegian_name
from municipalities.selectors.groups import main_standings
from reports.models import Handover
from reports.rules.rotation import Fairness, coming_term, days_held, fairness, months, next_holder, warning_day
from samhandling.core.dates import long_date


@dataclass(frozen=True)
class TermRow:
    """`term` with group and municipality, and who holds it in words."""

    term: SecretariatTerm
    name: str
    day: dt.date

    @property
    def state(self) -> str:
        """`past`, `current` or `coming`"""
        if self.term.holds_on(self.day):
            return "current"
        return "past" if self.term.valid_from < self.day else "coming"


@dataclass(frozen=True)
class TurnRow:
    """A region's place in the order, and how long it has held the secretariat."""

    group: MunicipalGroup
    months: int
    is_next: bool


@dataclass(frozen=True)
class Notice:
    """Something about the secretariat that a coordinator must do by a day."""

    title: str
    detail: str
    url: str
    action: str
    due_on: dt.date


@dataclass(frozen=True)
class Secretariat:
    partnership: Partnership
    terms: Sequence[TermRow]
    """Both sides, newest first."""
    ordering: Sequence[MunicipalGroup]
    held: dict[int, int]
    """Days by region."""
    handovers: Sequence[Handover]
    day: dt.date

    def of(self, side: str) -> list[TermRow]:
        return [row for row in self.terms if row.term.side == side]

    @property
    def current(self) -> list[tuple[str, TermRow | None]]:
        """Both sides and who holds the secretariat for each."""
        return [
            (str(side.label), next((row for row in self.of(side) if row.state == "current"), None))
            for side in EQUAL_PARTIES
        ]

    @cached_property
    def next_group(self) -> MunicipalGroup | None:
        """Whose turn it is after the last term that is entered."""
        by_pk = {group.pk: group for group in self.ordering}
        held = [by_pk.get(row.term.group_id or 0) for row in reversed(self.of(Party.MUNICIPALITIES))]
        return next_holder(self.ordering, held)

    @property
    def turns(self) -> list[TurnRow]:
        coming = [row.term.group for row in self.of(Party.MUNICIPALITIES) if row.state == "coming"]
        after = coming[-1] if coming else self.next_group
        return [TurnRow(group, months(self.held.get(group.pk, 0)), group == after) for group in self.ordering]

    @property
    def fairness(self) -> Fairness | None:
        return fairness({row.group.pk: row.months for row in self.turns})

    @property
    def coming_dates(self) -> tuple[dt.date, dt.date] | None:
        """The term after the last one of the municipalities' side, when that one has a last day."""
        rows = self.of(Party.MUNICIPALITIES)
        last = rows[0].term.valid_to if rows else None
        return coming_term(last) if last else None

    def giver(self, side: str) -> TermRow | None:
        """Who hands over next: who holds it now, or the one before while nobody has signed for the list of theirs."""
        begun = [row for row in self.of(side) if row.state != "coming"]
        unsigned = {given.giver_id for given in self.handovers if not given.received_at}
        waiting = [row for row in begun[1:2] if row.term.pk in unsigned]
        return next(iter([*waiting, *begun]), None)

    def taker(self, giver: TermRow) -> TermRow | None:
        """The term after; None when it is not entered."""
        later = [row for row in self.of(giver.term.side) if row.term.valid_from > giver.term.valid_from]
        return later[-1] if later else None

    @property
    def notices(self) -> list[Notice]:
        return [notice for side in EQUAL_PARTIES if (notice := self._notice(side))]

    def _notice(self, side: Party) -> Notice | None:
        """From six months before a term ends: the next one is entered, then the work handed over and signed for."""
        row = self.giver(side)
        last = row.term.valid_to if row else None
        if row is None or last is None or self.day < warning_day(last) or self.partnership.valid_to:
            return None
        after = self.taker(row)
        values = {"name": row.name, "day": long_date(last), "side": side.label.lower()}
        if row.state == "past":
            title = _("Sekretariatet for %(side)s hos %(name)s gikk ut %(day)s") % values
        else:
            title = _("Sekretariatet for %(side)s hos %(name)s går ut %(day)s") % values
        slug = self.partnership.slug
        if after is None:
            url = f"{reverse('reports:term-create', args=[slug])}?side={side.value}"
            return Notice(title, self._who_next(side), url, _("Legg inn neste periode"), last)
        if any(given.giver_id == row.term.pk and given.received_at for given in self.handovers):
            return None
        detail = _("%(name)s overtar. Gjør klar listen over alt som er åpent.") % {"name": after.name}
        started = next((given for given in self.handovers if given.giver_id == row.term.pk), None)
        if started:
            detail = _("Listen til %(name)s er laget, men ikke kvittert.") % {"name": after.name}
            return Notice(title, detail, reverse("reports:handover-detail", args=[slug, started.pk]), _("Åpne"), last)
        url = f"{reverse('reports:handover-create', args=[slug])}?side={side.value}"
        return Notice(title, detail, url, _("Overlever"), last)

    def _who_next(self, side: Party) -> str:
        if side == Party.MUNICIPALITIES and self.next_group:
            return _("Neste i turnusen er %(name)s.") % {"name": self.next_group.name}
        return _("Ingen er ført opp som neste.")


def own_terms(partnership: Partnership) -> QuerySet[SecretariatTerm]:
    terms: QuerySet[SecretariatTerm] = SecretariatTerm.objects.filter(partnership=partnership)
    return terms.select_related("group", "municipality").order_by("-valid_from", "side", "pk")


def region_choices(partnership: Partnership, day: dt.date) -> list[MunicipalGroup]:
    """Groups that may have a place in the order, by name."""
    rows = MunicipalGroup.objects.current(day).filter(partnership=partnership)
    return list(rows.order_by(by_norwegian_name("name"), "pk"))


def own_handovers(partnership: Partnership) -> QuerySet[Handover]:
    related = ("giver__group", "giver__municipality", "taker__group", "taker__municipality", "made_by")
    return Handover.objects.filter(partnership=partnership).select_related(*related)


def holder_name(partnership: Partnership, term: SecretariatTerm) -> str:
    if term.side == Party.TRUST:
        return str(partnership.trust.name)
    return str(term.group or term.municipality)


def secretariat(partnership: Partnership, day: dt.date) -> Secretariat:
    """Everything about the secretariat on a day; four queries."""
    terms = [TermRow(term, holder_name(partnership, term), day) for term in own_terms(partnership)]
    places = RotationPlace.objects.filter(partnership=partnership).select_related("group").order_by("position")
    ordering = [place.group for place in places]
    return Secretariat(
        partnership=partnership,
        terms=terms,
        ordering=ordering,
        held=_held(terms, ordering, day),
        handovers=list(own_handovers(partnership)),
        day=day,
    )


def _held(terms: Sequence[TermRow], ordering: Sequence[MunicipalGroup], day: dt.date) -> dict[int, int]:
    """Days by region."""
    standings = list(GroupMembership.objects.filter(group__in=ordering).select_related("group"))
    found: dict[int, int] = defaultdict(int)
    for row in terms:
        region = region_of(row.term, standings)
        if region:
            found[region] += days_held(row.term.valid_from, row.term.valid_to, day)
    return found


def region_of(term: SecretariatTerm, standings: Sequence[GroupMembership]) -> int | None:
    """A term held by a municipality counts for the region it belonged to when the term began."""
    if term.group_id is not None:
        return term.group_id
    then = [row for row in standings if row.municipality_id == term.municipality_id and row.holds_on(term.valid_from)]
    return next((row.group_id for row in main_standings(then).values()), None)
