"""The bubble map: one circle per municipality, area in proportion to population, names placed where there is room.

Pure geometry in the units of the drawing's viewBox; the template only writes it out.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

WIDTH = 360.0
MARGIN = 14.0
LARGEST_RADIUS = 29.0
FONT_SIZE = 10.5
_CHARACTER = 5.7  # mean advance of a letter at this size
_CAP_HEIGHT = 7.6
_HEIGHTS = (150.0, 520.0)


@dataclass(frozen=True)
class Place:
    """What the map is drawn from."""

    name: str
    lat: float
    lon: float
    inhabitants: int
    colour: int
    is_considering: bool = False
    is_focus: bool = False


@dataclass(frozen=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    def overlap(self, other: Box) -> float:
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(0.0, width) * max(0.0, height)


@dataclass(frozen=True)
class Label:
    x: float
    y: float
    anchor: str  # SVG's text-anchor
    leads: bool  # far enough from its circle to need a line to it

    def box(self, name: str) -> Box:
        width = len(name) * _CHARACTER
        left = {"start": self.x, "middle": self.x - width / 2, "end": self.x - width}[self.anchor]
        return Box(left, self.y - _CAP_HEIGHT - 1, left + width, self.y + 2.5)


@dataclass(frozen=True)
class Bubble:
    place: Place
    x: float
    y: float
    radius: float
    label: Label

    @property
    def lead_y(self) -> float:
        """Where the line to the name ends: at the side of the text that faces the circle."""
        return self.label.y + 1.5 if self.label.y < self.y else self.label.y - _CAP_HEIGHT


@dataclass(frozen=True)
class BubbleMap:
    width: float
    height: float
    bubbles: list[Bubble]  # largest first, so that a small one is never hidden


def draw(places: list[Place]) -> BubbleMap:
    """The map of the places. Municipalities without inhabitants are left out, as they would have no circle."""
    shown = sorted((place for place in places if place.inhabitants > 0), key=lambda place: -place.inhabitants)
    if not shown:
        return BubbleMap(WIDTH, _HEIGHTS[0], [])
    scale = LARGEST_RADIUS / math.sqrt(shown[0].inhabitants)
    radii = [scale * math.sqrt(place.inhabitants) for place in shown]
    points, height = _project(shown)
    labels = _place_labels([place.name for place in shown], points, radii, height)
    bubbles = [
        Bubble(place, x, y, radius, label)
        for place, (x, y), radius, label in zip(shown, points, radii, labels, strict=True)
    ]
    return BubbleMap(WIDTH, height, bubbles)


def _project(places: list[Place]) -> tuple[list[tuple[float, float]], float]:
    """Equirectangular about the middle latitude, north up, the same scale both ways; with the drawing's height."""
    lats, lons = [place.lat for place in places], [place.lon for place in places]
    squeeze = math.cos(math.radians((min(lats) + max(lats)) / 2))
    wide, high = (max(lons) - min(lons)) * squeeze, max(lats) - min(lats)
    room = WIDTH - 2 * MARGIN - 50  # names stick out to the right
    scale = min(room / wide if wide else math.inf, (_HEIGHTS[1] - 2 * MARGIN) / high if high else math.inf)
    if math.isinf(scale):
        return [(WIDTH / 2, _HEIGHTS[0] / 2)] * len(places), _HEIGHTS[0]
    height = max(_HEIGHTS[0], high * scale + 2 * (MARGIN + LARGEST_RADIUS / 2))
    left = (WIDTH - 50 - wide * scale) / 2 + MARGIN / 2
    top = (height - high * scale) / 2
    points = [
        (left + (place.lon - min(lons)) * squeeze * scale, top + (max(lats) - place.lat) * scale) for place in places
    ]
    return points, height


def _place_labels(
    names: list[str], points: list[tuple[float, float]], radii: list[float], height: float
) -> list[Label]:
    """Each name at the candidate that covers least, in a few rounds, since moving one makes room for another."""
    candidates = [_candidates(x, y, radius) for (x, y), radius in zip(points, radii, strict=True)]
    boxes = [[label.box(name) for label in labels] for name, labels in zip(names, candidates, strict=True)]
    circles = [Box(x - r, y - r, x + r, y + r) for (x, y), r in zip(points, radii, strict=True)]
    frame = Box(0, 0, WIDTH, height)
    chosen = [0] * len(names)
    for _round in range(6):
        before = list(chosen)
        for index in range(len(names)):
            others = [boxes[i][choice] for i, choice in enumerate(chosen) if i != index]
            costs = [
                _cost(box, number, others, circles, circles[index], frame) for number, box in enumerate(boxes[index])
            ]
            chosen[index] = costs.index(min(costs))
        if chosen == before:
            break
    return [labels[choice] for labels, choice in zip(candidates, chosen, strict=True)]


def _candidates(x: float, y: float, radius: float) -> list[Label]:
    """Beside, above, below, then at the corners, then further off with a line; the first is liked best."""
    middle = y + _CAP_HEIGHT / 2
    near = [
        Label(x + radius + 3, middle, "start", False),
        Label(x - radius - 3, middle, "end", False),
        Label(x, y - radius - 4, "middle", False),
        Label(x, y + radius + _CAP_HEIGHT + 4, "middle", False),
    ]
    corner = radius * 0.75 + 2
    for side, anchor in ((1, "start"), (-1, "end")):
        near += [
            Label(x + side * corner, y - corner, anchor, False),
            Label(x + side * corner, y + corner + _CAP_HEIGHT, anchor, False),
        ]
    far = []
    for distance in (12.0, 22.0):
        for side, anchor in ((1, "start"), (-1, "end"), (0, "middle")):
            reach = radius + distance
            across = x + side * reach * 0.7
            far += [
                Label(across, y - reach, anchor, True),
                Label(across, y + reach + _CAP_HEIGHT, anchor, True),
            ]
    return near + far


def _cost(box: Box, number: int, labels: list[Box], circles: list[Box], own: Box, frame: Box) -> float:
    """Covered area, names counting more than circles; a little for each step down the list of candidates."""
    area = (box.right - box.left) * (box.bottom - box.top)
    outside = area - box.overlap(frame)
    covered = sum(box.overlap(circle) for circle in circles if circle is not own)
    return 8 * outside + 3 * sum(box.overlap(label) for label in labels) + covered + 2.5 * number
