"""Airports with an IATA code, from airportsdata (MIT)."""

from collections.abc import Iterator

import airportsdata

from gazetteer.sources.row import Row


def rows() -> Iterator[Row]:
    """Airports under their name; the code alone is no name in a story."""
    for code, airport in sorted(airportsdata.load("IATA").items()):
        if "airport" in airport["name"].lower():
            yield Row(
                id=f"iata:{code}",
                name=airport["name"],
                kind="facility",
                lat=round(airport["lat"], 4),
                lon=round(airport["lon"], 4),
                source="airportsdata",
                country=airport["country"] or None,
                radius_km=3.0,
            )
