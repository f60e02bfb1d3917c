"""Names of countries and their capitals, for naming governments and telling a capital that speaks for one."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from gazetteer.model import Place
from gazetteer.names import fold

WITH_ARTICLE = (
    "United ",
    "Netherlands",
    "Philippines",
    "Bahamas",
    "Maldives",
    "Democratic ",
    "Republic ",
    "Central ",
    "Czech ",
)


@dataclass(frozen=True, slots=True)
class Country:
    """What the reading needs to know of a country."""

    name: str
    capital: str


@cache
def countries() -> Mapping[str, Country]:
    """By ISO 3166-1 alpha-2 code."""
    file = resources.files("gazetteer") / "data" / "countries.csv"
    lines = [line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return {row["iso2"]: Country(row["name"], fold(row["capital"].split(",")[0])) for row in csv.DictReader(lines)}


def government_of(code: str) -> str:
    """The name under which a country's government stands in every reading."""
    name = countries()[code].name if code in countries() else code
    return f"Government of the {name}" if name.startswith(WITH_ARTICLE) else f"Government of {name}"


def is_capital(place: Place) -> bool:
    """True for the city from which its country is governed."""
    country = countries().get(place.country or "")
    return country is not None and place.kind == "city" and fold(place.name).startswith(country.capital)
