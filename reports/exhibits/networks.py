"""Networks drawn beside each other: knots in circles, in the order given, ties as lines as thick as they are strong.

A circle needs no search for a layout: the same network gives the same drawing, and knots that correspond stand at the
same place of every circle, so that ties can be held against each other by eye.
"""

from __future__ import annotations

from math import cos, pi, sin

from appraisal.exhibit import Knot, Network, Networks, describe
from reports.exhibits.drawing import BLACK, DARK, MIDDLE, WHITE, Box, Drawing, Path, Shape, Words, clipped, extent
from reports.exhibits.figures import GAP, WIDTH

NAME, MOST, TALL = 44.0, 84.0, 15.0  # least and most room for names beside a circle, and that above and below it
SIZE, BESIDE = 7.0, 6.0  # of the name, and how far from its knot it stands


def networks(exhibit: Networks) -> Drawing:
    """Circles side by side, as wide as the page together."""
    count = max(1, len(exhibit.networks))
    wide = (WIDTH - GAP * (count - 1)) / count
    longest = [extent(_named(knot), SIZE) for network in exhibit.networks for knot in network.knots]
    room = min(MOST, wide / 2 - 20, max([NAME, *longest]) + BESIDE + 1)
    radius = max(20.0, min(wide / 2 - room, 130.0))
    marks = {knot.mark: None for network in exhibit.networks for knot in network.knots if knot.mark}
    shared = {mark: at for at, mark in enumerate(marks)}
    slots = max([len(shared) + sum(not knot.mark for knot in network.knots) for network in exhibit.networks], default=1)
    shapes: list[Shape] = []
    for at, network in enumerate(exhibit.networks):
        left = at * (wide + GAP)
        shapes.append(Words(left, 9, clipped(network.title, wide, 9), 9))
        shapes += _circle(network, left + wide / 2, 14 + TALL + radius, radius, shared, max(slots, 1), room)
    return Drawing(WIDTH, 14 + 2 * (TALL + radius) + 4, tuple(shapes), describe(exhibit))


def _named(knot: Knot) -> str:
    return f"{knot.mark} {knot.name}" if knot.mark else knot.name


def _circle(
    network: Network, x: float, y: float, radius: float, shared: dict[str, int], slots: int, room: float
) -> list[Shape]:
    """Knots, ties and names around a middle (x, y); names have ``room`` beside the circle, and no more above it than
    their half of the page."""
    free = len(shared)
    angles: list[float] = []
    for knot in network.knots:
        slot = shared[knot.mark] if knot.mark else free
        free += not knot.mark
        angles.append(2 * pi * slot / slots - pi / 2)
    places = [(x + radius * cos(angle), y + radius * sin(angle)) for angle in angles]
    most = max((weight for _, _, weight in network.ties), default=1.0)
    shapes: list[Shape] = []
    for one, other, weight in sorted(network.ties, key=lambda tie: (tie[2], tie[:2])):
        share = weight / most
        grey = round(205 - 145 * share)
        shapes.append(Path((places[one], places[other]), grey, 0.4 + 2.6 * share))
    for knot, angle, (at_x, at_y) in zip(network.knots, angles, places, strict=True):
        side = 6.0 if knot.mark else 5.0
        shapes.append(
            Box(
                at_x - side / 2,
                at_y - side / 2,
                side,
                side,
                DARK if knot.mark else WHITE,
                BLACK if knot.mark else MIDDLE,
            )
        )
        across, down = cos(angle), sin(angle)
        anchor = "middle" if abs(across) < 0.3 else "start" if across > 0 else "end"
        aside = 0.0 if anchor == "middle" else BESIDE if across > 0 else -BESIDE
        below = 2.5 + 8.5 * down * (abs(across) < 0.3)
        held = 2 * (radius + room) - 2 * abs(at_x - x) if anchor == "middle" else room + radius * (1 - abs(across))
        words = clipped(_named(knot), held - BESIDE, SIZE)
        shapes.append(Words(at_x + aside, at_y + below, words, SIZE, anchor))
    return shapes
