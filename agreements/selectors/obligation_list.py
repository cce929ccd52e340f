"""The list of what is owed, as its page shows it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from agreements.enums import ObligationKind
from agreements.rules.obligations import Obligation, Urgency
from agreements.rules.order import agreement_key
from agreements.selectors.obligations import partnership_obligations
from municipalities.access import Access
from municipalities.models import Partnership
from samhandling.core import dates

BY_DATE, BY_AGREEMENT, DONE = "", "avtale", "gjort"
_FIGURES = {
    Urgency.OVERDUE: "overdue",
    Urgency.SOON: "soon",
    Urgency.LATER: "waiting",
    Urgency.UNDATED: "waiting",
    Urgency.DONE: "done",
}
_ACTS = {
    "agreements:review-create": gettext_lazy("Registrer gjennomgang"),
    "agreements:termination-edit": gettext_lazy("Registrer varsling"),
}


@dataclass(frozen=True)
class ObligationFilter:
    view: str = BY_DATE
    kind: str = ""
    agreement: int | None = None

    def query(self, **changes: object) -> str:
        """The address of the same list with something else chosen."""
        chosen = {"vis": self.view, "slag": self.kind, "avtale": self.agreement} | changes
        return "?" + urlencode({name: value for name, value in chosen.items() if value})


@dataclass(frozen=True)
class ObligationRow:
    obligation: Obligation
    urgency: Urgency
    words: str
    url: str
    act_url: str = ""
    act_label: str = ""

    @property
    def figure(self) -> str:
        return _FIGURES[self.urgency]


@dataclass(frozen=True)
class Option:
    label: str
    url: str
    current: bool
    count: int | None = None


@dataclass(frozen=True)
class ObligationListPage:
    groups: list[tuple[str, list[ObligationRow]]]
    overdue: int
    soon: int
    views: list[Option]
    kinds: list[Option]

    @property
    def is_empty(self) -> bool:
        return not self.groups


def obligation_list_page(
    partnership: Partnership, access: Access, choice: ObligationFilter, today: dt.date
) -> ObligationListPage:
    """A constant number of queries."""
    owed = partnership_obligations(partnership, today)
    if choice.agreement:
        owed = [row for row in owed if row.agreement_id == choice.agreement]
    open_ones = [row for row in owed if row.done_on is None]
    shown = [row for row in owed if row.done_on] if choice.view == DONE else open_ones
    rows = [
        _row(row, partnership.slug, access.is_coordinator, today)
        for row in shown
        if not choice.kind or row.kind == choice.kind
    ]
    return ObligationListPage(
        groups=_by_agreement(partnership, rows) if choice.view == BY_AGREEMENT else _by_date(rows),
        overdue=sum(row.urgency(today) == Urgency.OVERDUE for row in open_ones),
        soon=sum(row.urgency(today) == Urgency.SOON for row in open_ones),
        views=[
            Option(_("Etter dato"), choice.query(vis=BY_DATE), choice.view not in (BY_AGREEMENT, DONE)),
            Option(_("Per avtale"), choice.query(vis=BY_AGREEMENT), choice.view == BY_AGREEMENT),
            Option(_("Gjort"), choice.query(vis=DONE), choice.view == DONE),
        ],
        kinds=_kinds(shown, choice),
    )


def _kinds(shown: Iterable[Obligation], choice: ObligationFilter) -> list[Option]:
    found = [row.kind for row in shown]
    used = [kind for kind in ObligationKind if kind in found or kind == choice.kind]
    every = Option(_("Alle slag"), choice.query(slag=""), not choice.kind)
    return [
        every,
        *(
            Option(str(kind.label), choice.query(slag=kind.value), choice.kind == kind, found.count(kind))
            for kind in used
        ),
    ]


def _row(row: Obligation, slug: str, may_act: bool, today: dt.date) -> ObligationRow:
    name, pk = row.page
    act = row.act if may_act and row.done_on is None else None
    return ObligationRow(
        obligation=row,
        urgency=row.urgency(today),
        words=_words(row, today),
        url=reverse(name, args=[slug, pk]),
        act_url=reverse(act[0], args=[slug, act[1]]) if act else "",
        act_label=str(_ACTS[act[0]]) if act else "",
    )


def _words(row: Obligation, today: dt.date) -> str:
    if row.done_on:
        return _("Gjort %(day)s") % {"day": dates.long_date(row.done_on)}
    if row.due_on is None:
        return _("Uten frist")
    if row.urgency(today) == Urgency.LATER:
        return _("Kommer")
    return dates.relative_deadline(row.due_on, today, get_language() or "nb")


def _by_agreement(partnership: Partnership, rows: Iterable[ObligationRow]) -> list[tuple[str, list[ObligationRow]]]:
    """In the order of the register; what belongs to no agreement last."""
    found: dict[int | None, list[ObligationRow]] = defaultdict(list)
    for row in rows:
        found[row.obligation.agreement_id].append(row)
    agreements = sorted(partnership.agreements.filter(pk__in=[pk for pk in found if pk]), key=agreement_key)
    groups = [(agreement.label, found[agreement.pk]) for agreement in agreements]
    return groups + ([(_("Uten avtale"), found[None])] if None in found else [])


def _by_date(rows: list[ObligationRow]) -> list[tuple[str, list[ObligationRow]]]:
    headings = {
        Urgency.OVERDUE: _("Over fristen"),
        Urgency.SOON: _("De neste 30 dagene"),
        Urgency.LATER: _("Senere"),
        Urgency.UNDATED: _("Uten frist"),
        Urgency.DONE: _("Gjort"),
    }
    groups = [(heading, [row for row in rows if row.urgency == urgency]) for urgency, heading in headings.items()]
    return [(heading, members) for heading, members in groups if members]
