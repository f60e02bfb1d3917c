"""Places that no gazetteer holds: a part of a known place, a district of a stated container, the story's focus."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from gazetteer.model import Kind, Match, Place, Precision
from gazetteer.names import fold
from gazetteer.toponyms import Toponym, words

KM_PER_DEGREE = 111.195
PART_SHIFT = 0.25
"""A part's point lies this share of the whole's radius from its middle, towards the side that is named."""
LOCAL_PRECISIONS = frozenset({"exact", "neighbourhood", "part_of_city", "city"})
FOCUS_SHARE = 0.3
"""A city is the focus of a story where it has this share of its resolved local mentions."""


def part_of(whole: Place, direction: str) -> Place:
    """The named side of `whole`, as an area inside it: "eastern" of Aleppo is never a place called Eastern."""
    local = whole.precision in LOCAL_PRECISIONS
    lat, lon = _shifted(whole, words().directions[direction])
    kind: Kind = "district" if local else "region"
    precision: Precision = "part_of_city" if local else "region"
    return replace(
        whole,
        id=f"dateline:part/{whole.id}/{direction}",
        name=f"{direction.capitalize()} {whole.name}",
        kind=kind,
        precision=precision,
        lat=lat,
        lon=lon,
        radius_km=whole.radius_km * (1 - PART_SHIFT),
        population=None,
        parent=whole.id,
        source="inferred",
    )


def _shifted(whole: Place, bearing: float) -> tuple[float, float]:
    if bearing < 0:
        return whole.lat, whole.lon
    km = whole.radius_km * PART_SHIFT
    lat = whole.lat + km * math.cos(math.radians(bearing)) / KM_PER_DEGREE
    shrink = max(0.05, math.cos(math.radians(whole.lat)))
    lon = whole.lon + km * math.sin(math.radians(bearing)) / (KM_PER_DEGREE * shrink)
    return max(-90.0, min(90.0, lat)), (lon + 180) % 360 - 180


def inside(container: Place, toponym: Toponym) -> Place:
    """The unknown place that the text puts into `container`: its point and radius, marked as no finer than that."""
    local = container.precision in LOCAL_PRECISIONS
    finer: Precision = "neighbourhood" if local else container.precision
    return replace(
        container,
        id=f"dateline:in/{container.id}/{fold(toponym.name).replace(' ', '-')}",
        name=toponym.name,
        kind="district" if local else "other",
        precision=finer,
        population=None,
        parent=container.id,
        source="inferred",
    )


def focus(matches: Sequence[Match]) -> Place | None:
    """The place that the story is about: its commonest city, else its commonest division, else country."""
    places = [match.place for match in matches if match.place and match.form == "name" and not match.inferred]
    for level in (LOCAL_PRECISIONS, frozenset({"admin2", "admin1"})):
        counted = Counter(place for place in places if place.precision in level)
        if counted and counted.most_common(1)[0][1] >= FOCUS_SHARE * counted.total():
            return counted.most_common(1)[0][0]
    return Counter(places).most_common(1)[0][0] if places else None
