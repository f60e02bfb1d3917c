"""All candidates of all names of one story as columns of numbers: what the ranking sums over."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gazetteer.candidates import Candidates
from gazetteer.model import KINDS, Hit, Place
from gazetteer.names import fold
from gazetteer.toponyms import Toponym

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
EARTH_RADIUS_KM = 6371.0088


@dataclass(frozen=True, slots=True)
class Name:
    """One distinct name of the story: one sense a story is the rule of news."""

    key: str
    hits: tuple[Hit, ...]
    mentions: tuple[int, ...]
    """Indexes of the story's toponyms."""


@dataclass(frozen=True, slots=True)
class Board:
    """The candidates of every name, one row each; rows of one name stand together."""

    names: tuple[Name, ...]
    hits: tuple[Hit, ...]
    owner: Ints
    """Row to name."""
    first: Ints
    """Name to its first row."""
    weight: Floats
    """Name to its weight as a voter: 1 + ln(number of mentions)."""
    prior: Floats
    lat: Floats
    lon: Floats
    country: Ints
    admin1: Ints
    admin2: Ints
    """Codes that are equal where the areas are; negative where the place has none."""
    kind: Ints
    """Index into KINDS."""

    def spread(self, per_row: Floats) -> Floats:
        """`per_row` scores as shares of belief that sum to one within each name."""
        best = np.maximum.reduceat(per_row, self.first)[self.owner]
        shares = np.exp(per_row - best)
        return shares / np.add.reduceat(shares, self.first)[self.owner]  # type: ignore[no-any-return]

    def rows(self, name: int) -> slice:
        """The rows of one name."""
        end = self.first[name + 1] if name + 1 < len(self.first) else len(self.owner)
        return slice(int(self.first[name]), int(end))


def names_of(toponyms: Sequence[Toponym], found: Sequence[Candidates]) -> tuple[Name, ...]:
    """The distinct names that have candidates, in the order of their first mention."""
    mentions: dict[str, list[int]] = {}
    for index, (toponym, candidates) in enumerate(zip(toponyms, found, strict=True)):
        if candidates.hits:
            mentions.setdefault(fold(toponym.name), []).append(index)
    return tuple(Name(key, found[indexes[0]].hits, tuple(indexes)) for key, indexes in mentions.items())


def board(names: Sequence[Name]) -> Board:
    """The columns of all candidates of `names`, each of which must have one."""
    hits = [hit for name in names for hit in name.hits]
    places = [hit.place for hit in hits]
    sizes = np.array([len(name.hits) for name in names], dtype=np.int64)
    return Board(
        names=tuple(names),
        hits=tuple(hits),
        owner=np.repeat(np.arange(len(names)), sizes),
        first=np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int64),
        weight=np.array([1 + np.log(len(name.mentions)) for name in names]),
        prior=np.array([hit.prior for hit in hits]),
        lat=np.array([place.lat for place in places]),
        lon=np.array([place.lon for place in places]),
        country=_codes([(place.country,) for place in places]),
        admin1=_codes([(place.country, _own_admin1(place)) for place in places]),
        admin2=_codes([(place.country, _own_admin1(place), _own_admin2(place)) for place in places]),
        kind=np.array([KINDS.index(place.kind) for place in places], dtype=np.int64),
    )


def _own_admin1(place: Place) -> str | None:
    """A first-order division lies in itself."""
    return place.admin1 or (place.name if place.kind == "admin1" else None)


def _own_admin2(place: Place) -> str | None:
    return place.admin2 or (place.name if place.kind == "admin2" else None)


def _codes(keys: list[tuple[str | None, ...]]) -> Ints:
    """A number for each distinct key; -1 for keys with a part that is unknown."""
    known: dict[tuple[str | None, ...], int] = {}
    return np.array([-1 if None in key else known.setdefault(key, len(known)) for key in keys], dtype=np.int64)


def distance_km(lat: Floats, lon: Floats, other_lat: Floats, other_lon: Floats) -> Floats:
    """Great-circle distances by haversine, broadcast over the arrays' shapes."""
    phi, other = np.radians(lat), np.radians(other_lat)
    chord = np.sin((phi - other) / 2) ** 2
    chord = chord + np.cos(phi) * np.cos(other) * np.sin(np.radians(lon - other_lon) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(chord, 0, 1)))  # type: ignore[no-any-return]


def km_between(one: Place, other: Place) -> float:
    """Great-circle distance of two places in km."""
    return float(distance_km(np.array(one.lat), np.array(one.lon), np.array(other.lat), np.array(other.lon)))
