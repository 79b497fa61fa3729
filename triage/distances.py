"""How far apart airports are: the law counts by the great circle between them."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

from triage.airports import Airport

#: Kilometres.
EARTH_RADIUS = 6371.0


def kilometres(origin: Airport, destination: Airport) -> float:
    """The great circle between two airports.

    >>> from triage.airports import AIRPORTS
    >>> round(kilometres(AIRPORTS["FRA"], AIRPORTS["JFK"]), -2)
    6200.0
    """
    a, b = radians(origin.latitude), radians(destination.latitude)
    turn = radians(destination.longitude - origin.longitude)
    half = sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(turn / 2) ** 2
    return 2 * EARTH_RADIUS * asin(sqrt(half))
