"""Writes the index: all sources' rows, in one pass over each, to one SQLite file that is complete or not there."""

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from gazetteer.model import KINDS, GazetteerError
from gazetteer.names import fold
from gazetteer.schema import HOWS, SCHEMA, SOURCES, VERSION, radius_km, skeleton
from gazetteer.sources import airports, cities, countries, divisions, own
from gazetteer.sources.row import Row

MOST_NAME_CHARACTERS = 60
"""Longer alternates are descriptions, not names."""
FEW_NAMES = 15
"""A place with no more names than this is little known: its alternate names are often junk."""
REFERRED_TO = 15_000
"""Cities with fewer people are no targets of our own rows."""


@dataclass(slots=True)
class Keys:
    """Which row number stands for which id, and which ids bear a main name."""

    rid: dict[str, int] = field(default_factory=dict)
    named: dict[str, list[Row]] = field(default_factory=dict)
    rows: dict[str, Row] = field(default_factory=dict)
    """By id, and countries by `country:` and their code too; no small cities."""

    def number(self, key: str | None) -> int | None:
        """The row number of an id; None where there is no such row."""
        return self.rid.get(key) if key else None


def shipped_rows() -> Iterator[Row]:
    """Every row of the shipped index, larger places first, so that what holds a row comes before it."""
    towns = list(cities.rows(divisions.divisions_of_cities()))
    yield from countries.rows()
    yield from divisions.rows(towns)
    yield from own.supplement()
    yield from towns
    yield from airports.rows()


def build(path: Path, rows: Iterable[Row] | None = None, words: Path = own.DATA) -> int:
    """Write the index of `rows` (all that ship where None) to `path`; returns the number of places.

    The file appears whole or not at all: it is written beside `path` and put into its place at the end.
    """
    partial = path.with_name(f"{path.name}.{os.getpid()}.partial")
    partial.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(partial, isolation_level=None)) as connection:
            count = _write(connection, shipped_rows() if rows is None else rows, words)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    return count


def _write(connection: sqlite3.Connection, rows: Iterable[Row], words: Path) -> int:
    connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-65536;")
    connection.executescript(SCHEMA)
    connection.execute("BEGIN")
    keys = Keys()
    for row in rows:
        _insert(connection, keys, row)
    for named in (*_words_of(keys, words), *_capitals(keys)):
        _insert_names(connection, keys.rid[named.id], named)
    connection.execute(
        "INSERT INTO grid SELECT (CAST(lat + 90 AS INTEGER) * 360 + CAST(lon + 180 AS INTEGER)), rid"
        " FROM place WHERE kind = ?",
        (KINDS.index("city"),),
    )
    connection.execute(f"PRAGMA user_version = {VERSION}")
    connection.execute("COMMIT")
    connection.executescript("ANALYZE; VACUUM;")
    return len(keys.rid)


def _insert(connection: sqlite3.Connection, keys: Keys, row: Row) -> None:
    """Write one place and its names; a second row of the same id only adds its names."""
    row = _with_parent(keys, row)
    if row.id not in keys.rid:
        keys.rid[row.id] = len(keys.rid) + 1
        connection.execute("INSERT INTO place VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)", _columns(keys, row))
    if row.kind != "city" or (row.population or 0) > REFERRED_TO:
        keys.rows[f"country:{row.country}" if row.kind == "country" else row.id] = row
        for name in {fold(name) for name in (row.name, *row.main_names)}:
            keys.named.setdefault(name, []).append(row)
    _insert_names(connection, keys.rid[row.id], row)


def _with_parent(keys: Keys, row: Row) -> Row:
    """The row with its parent as an id: our own rows name it ("Aleppo, SY")."""
    if row.parent is None or row.parent in keys.rid:
        return row
    parent = _named(keys, row.parent, row.country)
    if parent is None:
        return replace(row, parent=None)
    division = parent.id if parent.kind == "admin1" else parent.admin1
    return replace(row, parent=parent.id, admin1=row.admin1 or division, country=row.country or parent.country)


def _named(keys: Keys, said: str, country: str | None) -> Row | None:
    """The best known row of a name such as "Aleppo, SY", "Texas, US" or "Sahel"."""
    name, _, code = said.partition(",")
    wanted = code.strip() or country
    found = keys.named.get(fold(name), [])
    fitting = [row for row in found if not wanted or row.country in (wanted, None)]
    return max(fitting, key=lambda row: (row.kind == "city" and bool(code), row.population or 0), default=None)


def _columns(keys: Keys, row: Row) -> tuple[object, ...]:
    prefix, _, number = row.id.partition(":")
    admin1 = row.id if row.kind == "admin1" else row.admin1
    admin2 = row.id if row.kind == "admin2" else row.admin2
    return (
        keys.rid[row.id],
        int(number) if prefix == "geonames" else row.id,
        row.name,
        row.lat,
        row.lon,
        KINDS.index(row.kind),
        row.country,
        keys.number(admin1),
        keys.number(admin2),
        row.population,
        round(row.radius_km or radius_km(row.kind, row.population), 1),
        keys.number(row.parent),
        SOURCES.index(row.source),
    )


def _insert_names(connection: sqlite3.Connection, rid: int, row: Row) -> None:
    few = len(row.alternates) <= FEW_NAMES
    hows: dict[str, str] = {}
    for how, names in (
        ("capital", row.capital),
        ("main", (row.name, *row.main_names)),
        ("abbreviation", row.abbreviations),
        ("postal", row.postal),
        ("demonym", row.demonyms),
        ("alternate_of_few" if few else "alternate", row.alternates),
    ):
        for name in names:
            folded = fold(name) if len(name) <= MOST_NAME_CHARACTERS else ""
            if folded:
                hows.setdefault(folded, how)
    rows = [(name, rid, HOWS.index(how)) for name, how in hows.items()]
    connection.executemany(
        "INSERT INTO name VALUES (?,?,?) ON CONFLICT DO UPDATE SET how = min(how, excluded.how)", rows
    )
    keys = {(skeleton(name), name) for name in hows if name.isascii()}
    connection.executemany("INSERT OR IGNORE INTO spelling VALUES (?,?)", [pair for pair in keys if len(pair[0]) > 1])


def _words_of(keys: Keys, folder: Path) -> Iterator[Row]:
    """Demonyms and abbreviations, as rows that add names to the places that they stand for.

    Raises GazetteerError, naming file and line, where no row is what the line points to.
    """
    for line in own.read_rows(folder / "demonyms.csv"):
        yield replace(_pointed_to(keys, line), demonyms=(line.text("demonym"),))
    for line in own.read_rows(folder / "abbreviations.csv"):
        names = (line.text("abbreviation"),)
        place = _pointed_to(keys, line)
        yield replace(place, postal=names) if line.text("needs_comma") == "yes" else replace(place, abbreviations=names)


def _pointed_to(keys: Keys, line: own.Line) -> Row:
    """The bare row of the place that a line's target means: an id, a country's code, or a name."""
    target = line.text("target")
    place = keys.rows.get(f"geonames:{line.text('target_geonameid')}") or keys.rows.get(f"country:{target}")
    place = place or _named(keys, target, None)
    if place is None:
        raise GazetteerError(f"{line.where}: no place is called {target!r}")
    return _bare(place)


def _bare(place: Row) -> Row:
    return Row(place.id, place.name, place.kind, place.lat, place.lon, place.source)


def _capitals(keys: Keys) -> Iterator[Row]:
    """Capitals of countries, as rows that mark their names: "Washington" is the city before it is the state."""
    for line in own.read_rows(own.DATA / "countries.csv"):
        name, country = line.text("capital"), line.text("iso2")
        place = _named(keys, f"{name}, {country}", None) if name else None
        if place is not None and place.kind == "city":
            short = name.split(",")[0].removesuffix(" City")
            yield replace(_bare(place), name=name, capital=(name, short))
