"""The protokoll as it is read, in the variant the reader has a right to: what is exempt is left out, not covered."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from meetings.disclosure import item_basis, item_title
from meetings.enums import Outcome
from meetings.models import ActionItem, Minutes, MinutesItem, Recusal, Statement
from meetings.selectors.minutes import Board, attendance_board
from meetings.selectors.minutes_content import attendances_of, items_of


@dataclass
class ItemReading:
    """One item. An exempt one for the public has only number, shielded title and `basis`."""

    pk: int
    number: str
    title: str
    type: str
    basis: str = ""
    shielded: bool = False
    withdrawn: bool = False
    treatment: str = ""
    decision: str = ""
    outcome: str = ""
    votes: str = ""
    statements: list[Statement] = field(default_factory=list)
    recusals: list[Recusal] = field(default_factory=list)
    actions: list[ActionItem] = field(default_factory=list)


@dataclass
class Protokoll:
    minutes: Minutes
    board: Board
    items: list[ItemReading]
    has_shielded: bool


def protokoll(minutes: Minutes, *, internal: bool) -> Protokoll:
    """The whole of one version, in a number of queries that does not depend on its size."""
    board = attendance_board(minutes.meeting, attendances_of(minutes))
    items = [_item(item, internal=internal) for item in items_of(minutes)]
    return Protokoll(minutes, board, items, any(item.shielded for item in items))


def _item(item: MinutesItem, *, internal: bool) -> ItemReading:
    agenda_item = item.agenda_item
    basis = item_basis(agenda_item)
    shielded = basis is not None and not internal
    reading = ItemReading(
        pk=item.pk,
        number=agenda_item.number_text,
        title=item_title(agenda_item, internal=internal),
        type="" if shielded else agenda_item.get_type_display(),
        basis=basis.citation if basis else "",
        shielded=shielded,
        withdrawn=agenda_item.withdrawn_at is not None,
    )
    if reading.shielded:
        return reading
    reading.treatment, reading.decision = item.treatment, item.decision
    reading.outcome = "" if item.outcome == Outcome.NONE else item.get_outcome_display()
    reading.votes = votes_text(item)
    reading.statements, reading.recusals = list(item.statements.all()), list(item.recusals.all())
    reading.actions = list(item.actions.all())
    return reading


def votes_text(item: MinutesItem) -> str:
    """«8 for, 3 mot, 1 blank»; empty unless it was a vote."""
    if item.outcome != Outcome.VOTE or item.votes_for is None:
        return ""
    parts = [_("%(count)s for") % {"count": item.votes_for}, _("%(count)s mot") % {"count": item.votes_against or 0}]
    if item.votes_blank:
        parts.append(_("%(count)s blanke") % {"count": item.votes_blank})
    return ", ".join(parts)
