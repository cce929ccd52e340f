"""What the bodies of status reports are drawn with: `{% load status_report %}`. All of it reads the snapshot alone."""

from __future__ import annotations

from typing import Any, NamedTuple

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from municipalities.maps import Place
from municipalities.maps import draw as draw_map
from reports.charts import draw
from reports.enums import ReportScope
from reports.models import StatusReport
from reports.snapshot import Comparison, Figure, GroupMap, MapGroup, Snapshot

register = template.Library()
SHORT_NAME = 18  # letters of a group's name, of which three stand side by side below the map
MM_PER_UNIT = 0.2  # of a printed map: names of 6 points


@register.filter
def figure(snapshot: Snapshot, key: str) -> Figure | None:
    """`{{ snapshot|figure:line.figure }}`; None for an empty key."""
    return snapshot.figure(key) if key else None


@register.filter
def compared(figure: Figure, kind: str) -> Comparison | None:
    return figure.compared(kind)


@register.filter
def in_short(snapshot: Snapshot) -> bool:
    """Whether print must leave out what was decided and only name the cases: a municipality's report is four pages at
    most."""
    if snapshot.head.scope != ReportScope.MUNICIPALITY:
        return False
    words = sum(len(must.text) for must in snapshot.musts) + sum(len(one.text) for one in snapshot.decisions)
    return words > 2_000 or len(snapshot.musts) + len(snapshot.agreements) > 9


@register.simple_tag
def rows_url(snapshot: Snapshot, report: StatusReport, key: str) -> str:
    """The page with the rows of a figure, as they are in the snapshot."""
    return reverse("reports:report-rows", args=[snapshot.head.partnership_slug, report.pk, key])


@register.simple_tag
def figure_link(snapshot: Snapshot, report: StatusReport, key: str, text: str = "", css_class: str = "") -> SafeString:
    """A figure as a link to its rows; nothing for an empty key."""
    if not key:
        return SafeString()
    found = snapshot.figure(key)
    return format_html(
        '<a class="ds-link{}" href="{}">{}<span class="ds-sr-only"> {}</span></a>',
        f" {css_class}" if css_class else "",
        rows_url(snapshot, report, key),
        text or found.text,
        found.label,
    )


@register.inclusion_tag("reports/charts/chart.html")
def chart(figure: Figure) -> dict[str, Any]:
    """The drawing of a figure that has one; its pattern's id is unique since its key is."""
    assert figure.chart is not None
    return {"drawing": draw(figure.chart), "id": f"fig-{figure.key.replace('.', '-')}"}


@register.filter
def group_fill(colour: int) -> str:
    """The first group's is no pattern: one colour in tiles prints with a net of seams."""
    return {0: "#ffffff", 1: "#9db5bd"}.get(colour, f"url(#kart-{colour})")


@register.inclusion_tag("reports/charts/map.html")
def bubble_map(shown: GroupMap, in_print: bool = False) -> dict[str, Any]:
    """In print the groups stand below; the page has them in the table beside.

    All maps are printed in one scale, which names can be read in, and without the room above and below: a map comes
    whole or on the next page, and should not leave more than a third of a page empty. One of a long coast may.
    """
    places = [
        Place(one.name, one.lat, one.lon, one.inhabitants, one.colour, one.is_considering, one.is_focus)
        for one in shown.places
    ]
    drawing = draw_map(places)
    if not in_print:
        return {"map": shown, "drawing": drawing, "top": 0, "height": drawing.height}
    top, bottom = drawing.inked
    beside = 2 if any(len(group.name) > SHORT_NAME for group in shown.groups) else 3
    keys = [
        LegendKey(6 + index % beside * drawing.width / beside, bottom + 14 + index // beside * 16, group)
        for index, group in enumerate(shown.groups)
    ]
    height = (keys[-1].y + 6 if keys else bottom) - top
    size = (drawing.width * MM_PER_UNIT, height * MM_PER_UNIT)
    return {"map": shown, "drawing": drawing, "top": top, "height": height, "size": size, "keys": keys}


class LegendKey(NamedTuple):
    x: float
    y: float
    group: MapGroup

    @property
    def text_x(self) -> float:
        return self.x + 9

    @property
    def text_y(self) -> float:
        return self.y + 3.5
