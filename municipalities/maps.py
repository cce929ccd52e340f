"""The bubble map: one circle per municipality, area in proportion to population, names placed where there is room.

Pure geometry in the units of the drawing's viewBox; the template only writes it out.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

WIDTH = 360.0
MARGIN = 14.0
LARGEST_RADIUS = 29.0
FONT_SIZE = 10.5
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

    def holds(self, x: float, y: float) -> bool:
        return self.left <= x <= self.right and self.top <= y <= self.bottom

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

    def box(self, width: float) -> Box:
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
    def lead_x(self) -> float:
        """Where the line to the name ends: just before its first or after its last letter."""
        return self.label.x + (-2 if self.label.anchor == "start" else 2)

    @property
    def lead_y(self) -> float:
        return self.label.y - _CAP_HEIGHT / 2


@dataclass(frozen=True)
class BubbleMap:
    width: float
    height: float
    bubbles: list[Bubble]  # largest first, so that a small one is never hidden

    @property
    def inked(self) -> tuple[float, float]:
        """From the top of the highest circle or name to the bottom of the lowest."""
        tops = [min(one.y - one.radius, one.label.y - FONT_SIZE) for one in self.bubbles]
        bottoms = [max(one.y + one.radius, one.label.y + 3) for one in self.bubbles]
        return min(tops, default=0.0), max(bottoms, default=self.height)


def draw(places: Iterable[Place]) -> BubbleMap:
    """The map of the places. Municipalities without inhabitants are left out, as they would have no circle."""
    shown = sorted((place for place in places if place.inhabitants > 0), key=lambda place: -place.inhabitants)
    return _drawn(tuple(shown))


@lru_cache(maxsize=128)
def _drawn(shown: tuple[Place, ...]) -> BubbleMap:
    """Largest first. Kept, since placing the names takes a while and the same places give the same map."""
    if not shown:
        return BubbleMap(WIDTH, _HEIGHTS[0], [])
    scale = LARGEST_RADIUS / math.sqrt(shown[0].inhabitants)
    radii = [scale * math.sqrt(place.inhabitants) for place in shown]
    points, height = _project(shown)
    spots = [
        _Spot(x, y, radius, text_width(place.name, bold=place.is_focus))
        for place, (x, y), radius in zip(shown, points, radii, strict=True)
    ]
    labels = _place_labels(spots, height)
    bubbles = [
        Bubble(place, spot.x, spot.y, spot.radius, label)
        for place, spot, label in zip(shown, spots, labels, strict=True)
    ]
    return BubbleMap(WIDTH, height, bubbles)


_NARROW, _WIDE = frozenset("fijlrtI"), frozenset("mwMW")


def text_width(text: str, *, bold: bool = False) -> float:
    """About as wide as the site's font sets it at the map's size."""

    def advance(letter: str) -> float:
        if letter in _NARROW or letter == " ":
            return 0.32
        if letter in _WIDE:
            return 0.88
        return 0.7 if letter.isupper() else 0.6

    return sum(advance(letter) for letter in text) * FONT_SIZE * (1.07 if bold else 1)


def _project(places: Sequence[Place]) -> tuple[list[tuple[float, float]], float]:
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


@dataclass(frozen=True)
class _Spot:
    """A circle, and how much room its name takes."""

    x: float
    y: float
    radius: float
    width: float

    @property
    def box(self) -> Box:
        return Box(self.x - self.radius, self.y - self.radius, self.x + self.radius, self.y + self.radius)


@dataclass(frozen=True)
class _Candidate:
    label: Label
    box: Box
    line: tuple[tuple[float, float], ...]  # points along the line to the circle, if there is one
    fixed_cost: float  # of what does not move: the frame, the circles, and being far down the list


def _place_labels(spots: list[_Spot], height: float) -> list[Label]:
    """Each name at the candidate that covers least, in a few rounds, since moving one makes room for another."""
    frame = Box(0, 0, WIDTH, height)
    candidates = [_candidates(spot, spots, frame) for spot in spots]
    chosen = [found[0] for found in candidates]
    for _round in range(6):
        before = list(chosen)
        for index, found in enumerate(candidates):
            chosen[index] = _best(found, [candidate for i, candidate in enumerate(chosen) if i != index])
        if chosen == before:
            break
    return [candidate.label for candidate in chosen]


def _best(found: list[_Candidate], others: list[_Candidate]) -> _Candidate:
    """The cheapest; what its own place costs alone rules most of them out."""
    best, lowest = found[0], math.inf
    for candidate in found:
        if candidate.fixed_cost >= lowest:
            break
        cost = candidate.fixed_cost + _moving_cost(candidate, others)
        if cost < lowest:
            best, lowest = candidate, cost
    return best


def _candidates(spot: _Spot, spots: list[_Spot], frame: Box) -> list[_Candidate]:
    found = []
    reach = spot.radius + spot.width + LARGEST_RADIUS + 30
    nearby = [
        other.box for other in spots if other is not spot and math.dist((spot.x, spot.y), (other.x, other.y)) < reach
    ]
    for number, label in enumerate(_positions(spot)):
        box = label.box(spot.width)
        outside = (box.right - box.left) * (box.bottom - box.top) - box.overlap(frame)
        covered = sum(box.overlap(other) for other in nearby)
        cost = 10 * outside + 1.2 * covered + 2.0 * number
        found.append(_Candidate(label, box, _line(spot, label), cost))
    return sorted(found, key=lambda candidate: candidate.fixed_cost)


def _positions(spot: _Spot) -> list[Label]:
    """Beside, above, below, then at the corners, then further off with a line; the first is liked best."""
    x, y, radius = spot.x, spot.y, spot.radius
    near = [
        Label(x + radius + 3, y + _CAP_HEIGHT / 2, "start", False),
        Label(x - radius - 3, y + _CAP_HEIGHT / 2, "end", False),
        Label(x, y - radius - 4, "middle", False),
        Label(x, y + radius + _CAP_HEIGHT + 4, "middle", False),
    ]
    corner = radius * 0.75 + 2
    far = []
    for side, anchor in ((1, "start"), (-1, "end")):
        near += [
            Label(x + side * corner, y - corner, anchor, False),
            Label(x + side * corner, y + corner + _CAP_HEIGHT, anchor, False),
        ]
    for distance in (9.0, 18.0, 29.0):
        for degrees in range(-75, 76, 30):
            across, along = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
            reach = radius + distance
            for side, anchor in ((1, "start"), (-1, "end")):
                far.append(Label(x + side * reach * across, y + reach * along + _CAP_HEIGHT / 2, anchor, True))
    return near + far


def _line(spot: _Spot, label: Label) -> tuple[tuple[float, float], ...]:
    if not label.leads:
        return ()
    steps = [step / 8 for step in range(1, 8)]
    end_y = label.y - _CAP_HEIGHT / 2
    return tuple((spot.x + (label.x - spot.x) * step, spot.y + (end_y - spot.y) * step) for step in steps)


def _moving_cost(candidate: _Candidate, others: list[_Candidate]) -> float:
    """What the name and its line would cover of the other names and their lines."""
    cost = 0.0
    for other in others:
        cost += 12 * candidate.box.overlap(other.box)
        cost += 25 * sum(other.box.holds(x, y) for x, y in candidate.line)
        cost += 25 * sum(candidate.box.holds(x, y) for x, y in other.line)
    return cost
