"""The table of the adoption board: `{% load board %}{% board_figures %}{% board_table board links %}`.

Written in Python and not in the template: 26 × 13 cells must be drawn in a few milliseconds. So each way a cell can
look is drawn once, and the figures are drawn once on the page (`<symbol>`) and used from there.
"""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from agreements.board import FIGURES, Board, Cell, CellWords, Column, Group, Row, short_day
from agreements.enums import AdoptionStatus
from samhandling.core.dates import day_and_month, long_date
from samhandling.core.icons import ICONS
from samhandling.core.templatetags.portal import STATUS

register = template.Library()
_USED = (*dict.fromkeys(FIGURES.values()), "overdue")


@dataclass(frozen=True)
class BoardLinks:
    """Where the board leads. `registers` are the municipalities somebody may register for; None means all.

    `detail` and `register` are addresses with `0` where the key goes, `municipality` and `councils` with `0000`.
    """

    detail: str
    register: str
    municipality: str
    councils: str
    registers: frozenset[int] | None
    plans: bool = True  # new days for the councils

    def may_register(self, row: Row) -> bool:
        return self.registers is None or row.municipality in self.registers


@register.simple_tag
def board_figures() -> SafeString:
    """The sheet of status figures, once on the page before `board_table` and `board_legend`."""
    return _FIGURES


@register.simple_tag
def board_legend() -> SafeString:
    """What the figures mean."""
    return _legend(get_language())


@cache
def _legend(_language: str | None) -> SafeString:
    words = {
        **{figure: AdoptionStatus(status).label for status, figure in FIGURES.items()},
        "done": _("Vedtatt (dato)"),
        "overdue": _("Over fristen"),
    }
    items = format_html_join("", "<li>{}</li>", ((_status(figure, str(text)),) for figure, text in words.items()))
    return format_html('<ul class="legend" aria-label="{}">{}</ul>', _("Slik leser du oversikten"), items)


@register.simple_tag
@lru_cache(maxsize=32)
def board_tiles(board: Board) -> SafeString:
    """How far each text has come."""
    count = html.escape(_("%(value)s av %(maximum)s"))
    tiles = []
    for column in board.columns:
        label, told = html.escape(column.label), count % {"value": column.adopted, "maximum": column.total}
        tiles.append(
            f'<div class="stack-s"><div class="cluster between"><h3 class="ds-heading" data-size="2xs">{label}</h3>'
            f'<span class="strong num">{told}</span></div>'
            f'<progress class="bar" max="{column.total}" value="{column.adopted}" aria-label="{label}: {told}">{told}'
            f'</progress><p class="small muted">{html.escape(column.note(board.today))}</p></div>'
        )
    return SafeString(f'<div class="tiles">{"".join(tiles)}</div>')


@register.simple_tag
def options(choices: Iterable[tuple[object, object]], chosen: object) -> SafeString:
    """`<option>` for each value and label: `{% options board.regions board.chosen.region %}`."""
    rows = (
        f'<option value="{html.escape(str(value))}"{" selected" if value == chosen else ""}>'
        f"{html.escape(str(label))}</option>"
        for value, label in choices
    )
    return SafeString("".join(rows))


def _status(figure: str, words: str) -> SafeString:
    attributes, drawing = _DRAWN[figure]
    return format_html("<span {}>{}<span>{}</span></span>", attributes, drawing, words)


def _opening(figure: str) -> SafeString:
    """The attributes of a status: its colour, and its surface when it has one."""
    _figure, color, surface = STATUS[figure]
    return format_html('class="st" data-color="{}"{}', color, SafeString(" data-loud" if surface else ""))


def _use(figure: str) -> SafeString:
    return format_html('<svg class="i" aria-hidden="true" focusable="false"><use href="#st-{}"></use></svg>', figure)


_FIGURES = format_html(
    '<svg class="figures" aria-hidden="true" focusable="false">{}</svg>',
    format_html_join(
        "",
        '<symbol id="st-{}" viewBox="0 0 24 24">{}</symbol>',
        ((name, mark_safe(ICONS[name])) for name in _USED),  # noqa: S308 - our own drawings
    ),
)
_DRAWN = {figure: (_opening(figure), _use(figure)) for figure in _USED}
"""A figure's attributes and drawing."""


@register.simple_tag
@lru_cache(maxsize=32)  # a board is the same one while nothing has changed, and is made in one language
def board_table(board: Board, links: BoardLinks) -> SafeString:
    return _Table(board, links).html()


class _Table:
    """One drawing of a board. What is said by a person is escaped where it is put in; the rest is our own."""

    def __init__(self, board: Board, links: BoardLinks) -> None:
        self.board, self.links = board, links
        self.today = board.today
        self.words = CellWords(board.today)
        self.looks: dict[tuple[object, ...], tuple[str, str]] = {}
        self.spoken = format_html('<span class="ds-sr-only">{} </span>', AdoptionStatus.ADOPTED.label)
        self.late, self.all_adopted = _("%(date)s – etter fristen"), _("Alle vedtatt, sist %(date)s")
        self.add_meetings, self.plain_link = html.escape(_("Legg inn møter")), ' class="ds-link"'
        self.no_party = format_html('<span class="muted small">{}</span></td>', _("Ikke part"))
        self.openings = [f'<td role="cell" data-label="{html.escape(column.label)}">' for column in board.columns]
        self.deadline = _("Frist %(date)s")
        self.next_label = format_html('<td role="cell" data-label="{}" class="num2">', _("Neste kommunestyre"))
        self.hindrance_label = format_html('<td role="cell" class="wide" data-label="{}">', _("Holder igjen"))
        self.width = len(board.columns) + 3

    def html(self) -> SafeString:
        caption = ngettext(
            "Status for %(agreements)s avtale i %(count)s kommune, gruppert etter region",
            "Status for %(agreements)s avtaler i %(count)s kommuner, gruppert etter region",
            self.board.row_count,
        ) % {"agreements": len(self.board.columns), "count": self.board.row_count}
        bodies = [self._group(group) for group in self.board.groups]
        if self.board.trust is not None:
            bodies.append(self._trust(self.board.trust))
        return format_html(
            '<table class="ds-table t t-board t-stack{}" role="table">'
            '<caption class="ds-sr-only">{}</caption>{}{}</table>',
            " t-many" if len(self.board.columns) > 5 else "",
            caption,
            self._head(),
            mark_safe("".join(bodies)),  # noqa: S308 — escaped below
        )

    def _head(self) -> SafeString:
        columns = SafeString("".join([self._column(column) for column in self.board.columns]))
        return format_html(
            '<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col" class="c-name">{}</th>{}'
            '<th role="columnheader" scope="col" class="c-date">{}</th>'
            '<th role="columnheader" scope="col" class="c-why">{}</th></tr></thead>',
            _("Kommune"),
            columns,
            _("Neste kommunestyre"),
            _("Hva holder igjen"),
        )

    def _column(self, column: Column) -> str:
        deadline = ""
        if column.deadline:
            told = self.deadline % {"date": _day(column.deadline, self.today)}
            deadline = f"<small>{html.escape(told)}</small>"
        label = html.escape(column.label)
        return f'<th role="columnheader" scope="col" class="c-st">{label}{deadline}</th>'

    def _group(self, group: Group) -> str:
        count = ngettext("%(count)s kommune", "%(count)s kommuner", len(group.rows)) % {"count": len(group.rows)}
        words = _("%(municipalities)s, %(adopted)s av %(total)s vedtak") % {
            "municipalities": count,
            "adopted": group.adopted,
            "total": group.total,
        }
        words = _("%(words)s – ferdig") % {"words": words} if group.is_done else words
        return self._body(group.name or _("Uten region"), words, [self._row(row) for row in group.rows])

    def _trust(self, row: Row) -> str:
        return self._body(_("Helseforetaket"), _("Styret"), [self._row(row)])

    def _body(self, name: str, words: str, rows: list[str]) -> str:
        head = (
            f'<tr class="group" role="row"><th role="rowheader" scope="rowgroup" colspan="{self.width}">'
            f'{html.escape(name)} <span class="num">{html.escape(words)}</span></th></tr>'
        )
        return f'<tbody role="rowgroup">{head}{"".join(rows)}</tbody>'

    def _row(self, row: Row) -> str:
        """Parts are put together as they are, since escaping what is escaped costs the most; `html.escape` is for what
        somebody has written."""
        name = html.escape(row.name)
        if row.number:
            name = f'<a class="ds-link" href="{self.links.municipality.replace("0000", row.number)}">{name}</a>'
        registers = self.links.may_register(row)
        before, after = (self.links.register if registers else self.links.detail).split("/0/")
        cells = [
            self._cell(opening, cell, before, after) for opening, cell in zip(self.openings, row.cells, strict=True)
        ]
        done = row.is_done
        last = self._finished(row) if done else f"{self.hindrance_label}{html.escape(row.hindrance)}</td>"
        return (
            f'<tr role="row"{" data-all" if done else ""}><th role="rowheader" scope="row">{name}</th>'
            f"{''.join(cells)}{self.next_label}{self._next(row, registers)}</td>{last}</tr>"
        )

    def _cell(self, opening: str, cell: Cell | None, before: str, after: str) -> str:
        if cell is None:
            return f"{opening}{self.no_party}"
        key = (cell.status, cell.day, cell.over, cell.sent_on)
        look = self.looks.get(key)
        if look is None:
            look = self.looks[key] = self._look(cell)
        attributes, inner = look
        if not cell.adoption:
            return f"{opening}<span {attributes}>{inner}</span></td>"
        return f'{opening}<a {attributes} href="{before}/{cell.adoption}/{after}">{inner}</a></td>'

    def _look(self, cell: Cell) -> tuple[str, str]:
        """Attributes and content of one way a cell can look. An adoption shows only its date; its word is spoken."""
        attributes, figure = _DRAWN[cell.figure]
        if cell.figure == "done" and cell.day:
            return attributes, f"{figure}<span>{self.spoken}{short_day(cell.day, self.today)}</span>"
        return attributes, f"{figure}<span>{html.escape(self.words.of(cell))}</span>"

    def _next(self, row: Row, registers: bool) -> str:
        """The council's next day; a link to all its days for who may change them. Empty for the finished."""
        if row.is_done or row.municipality is None:
            return ""
        day = short_day(row.next_council, self.today) if row.next_council else ""
        opening, figure = "", ""
        if row.next_is_late:
            figure = _DRAWN["overdue"][1]
            opening, day = ' class="st" data-color="danger"', html.escape(self.late % {"date": day})
        words = f"{figure}<span>{day}</span>" if figure else day
        if not registers or not self.links.plans:
            return f"<span{opening}>{words}</span>" if opening else words
        address = self.links.councils.replace("0000", row.number)
        if not day:
            words = f'{self.add_meetings}<span class="ds-sr-only"> {html.escape(row.name)}</span>'
        return f'<a{opening or self.plain_link} href="{address}">{words}</a>'

    def _finished(self, row: Row) -> str:
        attributes, figure = _DRAWN["done"]
        words = self.all_adopted % {"date": short_day(row.last_day, self.today)} if row.last_day else ""
        return (
            f'<td role="cell" class="wide"><span class="only-narrow"><span {attributes}>{figure}'
            f"<span>{html.escape(words)}</span></span></span></td>"
        )


def _day(day: dt.date, today: dt.date) -> str:
    return day_and_month(day) if day.year == today.year else long_date(day)
