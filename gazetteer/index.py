"""The gazetteer itself: asks the shipped index, and the user's own file beside it, what a name means."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import replace
from functools import lru_cache
from math import cos, radians
from pathlib import Path
from types import TracebackType
from typing import Self

import platformdirs
from rapidfuzz import fuzz
from rapidfuzz.distance import DamerauLevenshtein

from gazetteer.model import GazetteerError, Hit, Place
from gazetteer.names import fold
from gazetteer.prior import prior
from gazetteer.schema import HOWS, PRECISION, SOURCES, VERSION, kind_name, skeleton

SHIPPED = Path(__file__).parent / "data" / "places.sqlite"
OWN_FILE = "places.sqlite"
"""Name of the user's second file in the user's data folder."""
REMEMBERED = 20_000
SPELLINGS_TRIED = 400
FUZZY_CUTOFF = 0.72
DIVISIONS = frozenset({"admin1", "admin2"})
CALLED_LIKE = 3.0
"""How much likelier a division may look than the city that it is called after, and still come behind it."""
SHOWN = {"alternate_of_few": "alternate", "capital": "main", "postal": "abbreviation"}
COLUMNS = (
    "place.rid, place.key, place.name, place.lat, place.lon, place.kind, place.country, first.name, second.name,"
    " place.population, place.radius_km, place.parent, place.admin1, place.admin2, place.source"
)
JOINED = (
    "place LEFT JOIN place AS first ON first.rid = place.admin1 LEFT JOIN place AS second ON second.rid = place.admin2"
)


class NotAnIndexError(GazetteerError):
    """The file is missing, damaged, or of another version; build or download it again."""


class Index:
    """One index file, opened read-only."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._connection = sqlite3.connect(
                f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
            )
            version = self._connection.execute("PRAGMA user_version").fetchone()[0]
            self._connection.execute("SELECT rid FROM place LIMIT 1").fetchone()
        except sqlite3.Error as error:
            raise NotAnIndexError(
                f"{path}: no gazetteer index ({error}); build it with: python -m gazetteer build"
            ) from error
        if version != VERSION:
            raise NotAnIndexError(f"{path}: layout {version}, this version reads {VERSION}; build it again")
        self._place = lru_cache(REMEMBERED)(self._place_of_row)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def hits(self, folded: str) -> list[Hit]:
        """Places of exactly this folded name."""
        rows = self._connection.execute("SELECT rid, how FROM name WHERE folded = ?", (folded,)).fetchall()
        return [self._hit(rid, HOWS[how], folded) for rid, how in rows]

    def _hit(self, rid: int, how: str, folded: str) -> Hit:
        place = self._place(rid)
        shown = place.name if fold(place.name) == folded else folded
        return Hit(place, shown, SHOWN.get(how, how), prior(place, how))  # type: ignore[arg-type]

    def _place_of_row(self, rid: int) -> Place:
        row = self._connection.execute(f"SELECT {COLUMNS} FROM {JOINED} WHERE place.rid = ?", (rid,)).fetchone()
        return self._place_from(row)

    def _place_from(self, row: Sequence[object]) -> Place:
        (rid, key, name, lat, lon, kind, country, admin1, admin2, population, radius, parent, first, second, source) = (
            row
        )
        kinded = kind_name(kind)  # type: ignore[arg-type]
        holder = parent or next((held for held in (second, first) if held and held != rid), None)
        return Place(
            id=_id(key),
            name=name,  # type: ignore[arg-type]
            kind=kinded,
            lat=lat,  # type: ignore[arg-type]
            lon=lon,  # type: ignore[arg-type]
            radius_km=radius,  # type: ignore[arg-type]
            precision=PRECISION[kinded],
            country=country,  # type: ignore[arg-type]
            admin1=admin1,  # type: ignore[arg-type]
            admin2=admin2,  # type: ignore[arg-type]
            population=population,  # type: ignore[arg-type]
            parent=self._key(holder) if holder else self._country_key(country, kinded),  # type: ignore[arg-type]
            source=SOURCES[source],  # type: ignore[call-overload]
        )

    @lru_cache(REMEMBERED)  # noqa: B019 - an index lives as long as its process
    def _key(self, rid: int) -> str:
        return _id(self._connection.execute("SELECT key FROM place WHERE rid = ?", (rid,)).fetchone()[0])

    @lru_cache(REMEMBERED)  # noqa: B019
    def _country_key(self, country: str | None, kind: str) -> str | None:
        if country is None or kind == "country":
            return None
        row = self._connection.execute(
            "SELECT key FROM place WHERE kind = 0 AND country = ? ORDER BY rid LIMIT 1", (country,)
        ).fetchone()
        return _id(row[0]) if row else None

    def place(self, key: str) -> Place | None:
        """The place of an id."""
        prefix, _, number = key.partition(":")
        stored: int | str = int(number) if prefix == "geonames" and number.isdigit() else key
        row = self._connection.execute("SELECT rid FROM place WHERE key = ? LIMIT 1", (stored,)).fetchone()
        return self._place(row[0]) if row else None

    def beginning_with(self, folded: str, limit: int) -> list[Hit]:
        """Places with a name that begins with `folded`."""
        rows = self._connection.execute(
            "SELECT folded, rid, how FROM name WHERE folded >= ? AND folded < ? LIMIT ?",
            (folded, folded + "\U0010ffff", limit),
        ).fetchall()
        return [self._hit(rid, HOWS[how], name) for name, rid, how in rows]

    def spellings(self, key: str) -> list[str]:
        """Folded names that share a skeleton with what was asked, or begin with it."""
        rows = self._connection.execute(
            "SELECT folded FROM spelling WHERE skeleton = ? LIMIT ?", (key, SPELLINGS_TRIED)
        ).fetchall()
        return [row[0] for row in rows]

    def cities_in(self, cells: Sequence[int]) -> list[Place]:
        """The cities of some whole-degree cells."""
        marks = ",".join("?" * len(cells))
        rows = self._connection.execute(f"SELECT rid FROM grid WHERE cell IN ({marks})", cells).fetchall()
        return [self._place(row[0]) for row in rows]

    def held_by(self, place: Place, limit: int) -> list[Place]:
        """Places inside a country or division, the largest first."""
        prefix, _, number = place.id.partition(":")
        stored: int | str = int(number) if prefix == "geonames" and number.isdigit() else place.id
        asked = {"country": "country = :country", "admin1": "admin1 = :rid", "admin2": "admin2 = :rid"}
        where = asked.get(place.kind, "parent = :rid")
        rows = self._connection.execute(
            f"SELECT rid FROM place WHERE {where} AND key != :key ORDER BY population DESC LIMIT :limit",
            {
                "country": place.country,
                "key": stored,
                "limit": limit,
                "rid": (self._connection.execute("SELECT rid FROM place WHERE key = ?", (stored,)).fetchone() or [0])[
                    0
                ],
            },
        ).fetchall()
        return [self._place(row[0]) for row in rows]


def _id(key: object) -> str:
    return f"geonames:{key}" if isinstance(key, int) else str(key)


class Gazetteer:
    """All that is known of places: the shipped index, and behind it the user's own file where there is one."""

    def __init__(self, indexes: Sequence[Index]) -> None:
        self._indexes = indexes
        self.lookup_folded = lru_cache(REMEMBERED)(self._lookup_folded)

    @classmethod
    def open(cls, *paths: Path) -> Self:
        """Open index files; raises NotAnIndexError for one that is none."""
        return cls([Index(path) for path in paths])

    @classmethod
    def open_default(cls) -> Self:
        """The shipped index and, where it exists, the user's own file in the user's data folder."""
        own = Path(platformdirs.user_data_dir("dateline")) / OWN_FILE
        return cls.open(SHIPPED, *([own] if own.exists() else []))

    def __enter__(self) -> Self:  # noqa: D105
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close all files."""
        with ExitStack() as stack:
            for index in self._indexes:
                stack.enter_context(closing(index))

    def lookup(self, name: str) -> list[Hit]:
        """Places of exactly this name in any usual spelling, likeliest first; none where it is unknown."""
        for reading in _readings(name):
            hits = self.lookup_folded(reading)
            if hits:
                return list(hits)
        return []

    def _lookup_folded(self, folded: str) -> tuple[Hit, ...]:
        best: dict[str, Hit] = {}
        for index in self._indexes:
            for hit in index.hits(folded):
                if hit.place.id not in best or hit.prior > best[hit.place.id].prior:
                    best[hit.place.id] = hit
        return tuple(sorted(_cities_before_divisions(best.values()), key=lambda hit: -hit.prior))

    def suggest(self, prefix: str, limit: int = 10) -> list[Place]:
        """Places with a name that begins with `prefix`, likeliest first: what a search box offers."""
        folded = fold(prefix)
        hits = [hit for index in self._indexes for hit in index.beginning_with(folded, 50 * limit)] if folded else []
        return _distinct(sorted(hits, key=lambda hit: (hit.name != folded, -hit.prior)), limit)

    def fuzzy(self, name: str, limit: int = 10) -> list[Hit]:
        """Places of names that are spelt or transliterated much like `name`, closest first."""
        folded = fold(name)
        spellings = {spelling for index in self._indexes for spelling in index.spellings(skeleton(folded))}
        close = [(likeness(folded, spelling), spelling) for spelling in spellings]
        found = [
            Hit(hit.place, hit.name, "fuzzy", hit.prior + 20 * (score - 1))
            for score, spelling in sorted(close, reverse=True)[: 5 * limit]
            if score >= FUZZY_CUTOFF
            for hit in self.lookup_folded(spelling)
        ]
        best = {hit.place.id: hit for hit in sorted(found, key=lambda hit: hit.prior)}
        return sorted(best.values(), key=lambda hit: -hit.prior)[:limit]

    def place(self, key: str) -> Place | None:
        """The place of an id, or None."""
        return next((place for place in (index.place(key) for index in self._indexes) if place), None)

    def parents(self, place: Place) -> list[Place]:
        """What holds `place`, nearest first, up to the country."""
        chain: list[Place] = []
        current: Place | None = place
        while current and current.parent and current.parent not in {held.id for held in chain}:
            current = self.place(current.parent)
            if current:
                chain.append(current)
        return chain

    def within(self, place: Place, limit: int = 100) -> list[Place]:
        """Places inside `place`, the largest first."""
        return [held for index in self._indexes for held in index.held_by(place, limit)][:limit]

    def nearest(self, lat: float, lon: float) -> Place | None:
        """The nearest populated place to a point in degrees WGS 84, within about two degrees; None at sea."""
        near = [place for index in self._indexes for place in index.cities_in(_cells(lat, lon))]
        shrink = cos(radians(lat))
        return min(near, key=lambda place: (place.lat - lat) ** 2 + ((place.lon - lon) * shrink) ** 2, default=None)


def _cities_before_divisions(hits: Iterable[Hit]) -> Iterator[Hit]:
    """The hits, with a division that is called like a city inside it put behind that city: Paris is a town first."""
    found = list(hits)
    city = {(hit.place.country, hit.place.admin1): hit.prior for hit in found if hit.place.kind == "city"}
    for hit in found:
        inside = city.get((hit.place.country, hit.place.admin1)) if hit.place.kind in DIVISIONS else None
        behind = inside is not None and hit.how == "main" and inside <= hit.prior < inside + CALLED_LIKE
        yield replace(hit, prior=inside - 0.1) if behind and inside is not None else hit


def likeness(asked: str, spelling: str) -> float:
    """How alike two folded names are, 0 to 1: edits and shared words."""
    edits = DamerauLevenshtein.normalized_similarity(asked, spelling)
    return max(edits, 0.98 * fuzz.token_sort_ratio(asked, spelling) / 100)


def _distinct(hits: Sequence[Hit], limit: int) -> list[Place]:
    return list({hit.place.id: hit.place for hit in hits}.values())[:limit]


def _readings(name: str) -> Iterator[str]:
    """Spellings under which a name may stand in the index, the exact one first."""
    folded = fold(name)
    if folded:
        yield folded
        for before, after in EXPANSIONS:
            if f" {before} " in f" {folded} ":
                yield f" {folded} ".replace(f" {before} ", f" {after} ").strip()
        if folded.startswith("the "):
            yield folded[4:]


EXPANSIONS = (
    ("st", "saint"),
    ("saint", "st"),
    ("mt", "mount"),
    ("mount", "mt"),
    ("ft", "fort"),
    ("fort", "ft"),
    ("co", "county"),
    ("twp", "township"),
)


def _cells(lat: float, lon: float) -> list[int]:
    row, column = int(lat + 90), int(lon + 180)
    return [(row + up) * 360 + (column + across) % 360 for up in (-1, 0, 1) for across in (-1, 0, 1)]
