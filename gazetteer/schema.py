"""What the index file looks like, and the rules by which names and kinds become numbers in it."""

import re

from gazetteer.model import KINDS, Kind, Precision

VERSION = 1
"""Of the file's layout: `PRAGMA user_version`."""
SCHEMA = """
CREATE TABLE place (
    rid INTEGER PRIMARY KEY,
    key,                        -- GeoNames' id as a number, else the source's own id as text
    name TEXT NOT NULL,
    lat REAL NOT NULL,
    lon REAL NOT NULL,
    kind INTEGER NOT NULL,      -- index into model.KINDS
    country TEXT,
    admin1 INTEGER,             -- rid
    admin2 INTEGER,             -- rid
    population INTEGER,
    radius_km REAL NOT NULL,
    parent INTEGER,             -- rid; where empty: admin2, admin1 or the country holds the place
    source INTEGER NOT NULL     -- index into SOURCES
);
CREATE TABLE name (
    folded TEXT NOT NULL,       -- names.fold
    rid INTEGER NOT NULL,
    how INTEGER NOT NULL,       -- index into HOWS
    PRIMARY KEY (folded, rid)
) WITHOUT ROWID;
CREATE TABLE spelling (         -- compact keys for fuzzy search
    skeleton TEXT NOT NULL,
    folded TEXT NOT NULL,
    PRIMARY KEY (skeleton, folded)
) WITHOUT ROWID;
CREATE TABLE grid (             -- cities by whole degree, for the nearest place
    cell INTEGER NOT NULL,
    rid INTEGER NOT NULL,
    PRIMARY KEY (cell, rid)
) WITHOUT ROWID;
"""
HOWS = ("capital", "main", "alternate", "alternate_of_few", "abbreviation", "postal", "demonym")
SOURCES = ("geonames", "supplement", "airportsdata", "user")
PRECISION: dict[Kind, Precision] = {
    "country": "country",
    "region": "region",
    "admin1": "admin1",
    "admin2": "admin2",
    "city": "city",
    "district": "neighbourhood",
    "natural": "region",
    "water": "region",
    "facility": "exact",
    "other": "city",
}
RADIUS_KM: dict[Kind, float] = {
    "country": 300.0,
    "region": 300.0,
    "admin1": 80.0,
    "admin2": 25.0,
    "city": 2.0,
    "district": 2.0,
    "natural": 50.0,
    "water": 100.0,
    "facility": 1.0,
    "other": 5.0,
}
TRANSLITERATION = (
    (re.compile(r"\b(al|el|ad|ar|as|at|az|an|ash|the|la|le|de|del)\s"), ""),
    (re.compile(r"(kh|gh|ch|h)"), "h"),
    (re.compile(r"(sh|sch|zh|z|c(?=[ei])|s|j|g(?=[ei]))"), "s"),
    (re.compile(r"(q|ck|c|k|x|g)"), "k"),
    (re.compile(r"(ph|f|v|w|b)"), "b"),
    (re.compile(r"(th|dh|d|t)"), "t"),
    (re.compile(r"(m|n)"), "n"),
    (re.compile(r"[aeiouyh0-9\s]"), ""),
    (re.compile(r"(.)\1+"), r"\1"),
)
"""Consonants that romanisations of Arabic, Russian, Ukrainian, Chinese and Persian names mix up; vowels go."""


def skeleton(folded: str) -> str:
    """What transliterations of one name share: Qatarji, Qaterji and Al-Qatirji are all "ktrs"."""
    key = folded
    for found, kept in TRANSLITERATION:
        key = found.sub(kept, key)
    return key[:12]


def radius_km(kind: Kind, population: int | None) -> float:
    """The radius of a place whose source tells none: cities by population, 1 km for 15,000 people, 12 km for two million.

    Built-up area grows about with the square root of population; 120 people a hectare is a dense city.
    """
    if kind != "city" or not population:
        return RADIUS_KM[kind]
    return max(1.0, (population / 15_000) ** 0.5)


def kind_name(index: int) -> Kind:
    """The kind of a number in the file."""
    return KINDS[index]
