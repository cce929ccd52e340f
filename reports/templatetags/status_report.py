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


@register.inclusion_tag("reports/charts/map.html")
def bubble_map(shown: GroupMap, legend: bool = False) -> dict[str, Any]:
    """With `legend` the groups stand below, for print; the page has them in the table beside."""
    places = [
        Place(one.name, one.lat, one.lon, one.inhabitants, one.colour, one.is_considering, one.is_focus)
        for one in shown.places
    ]
    drawing = draw_map(places)
    beside = 2 if any(len(group.name) > SHORT_NAME for group in shown.groups) else 3
    keys = [
        LegendKey(6 + index % beside * drawing.width / beside, drawing.height + 14 + index // beside * 16, group)
        for index, group in enumerate(shown.groups if legend else ())
    ]
    height = keys[-1].y + 10 if keys else drawing.height
    is_tall = height > 1.2 * drawing.width
    return {"map": shown, "drawing": drawing, "height": height, "keys": keys, "is_tall": is_tall}


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
